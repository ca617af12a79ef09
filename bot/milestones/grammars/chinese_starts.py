"""Where a Chinese date can begin: its first character and the one behind it."""

import re
from typing import Final

# With which characters a date can begin, and what must follow each: most are common words besides.
_DIGITS: Final = "0123456789"
_HAN: Final = "一二三四五六七八九十"
_NEWS_VERBS: Final = "宣公表发证回召举"  # 昨宣布, as Hong Kong writes
FOLLOWING: Final = {
    **dict.fromkeys(_DIGITS, _DIGITS + "年月日号个季天周星至到、-~—/. 财世QqHh" + _HAN),
    **dict.fromkeys(_HAN + "廿", _HAN + _DIGITS + "〇零两年月日号个季天周星至到、-~—" + " 季"),
    "两": "年个天周季",
    "元": "月旦",
    "年": "初中底末尾终关内",
    "月": "初中底末内",
    "今": "年日天晚早晨夜( 春夏秋冬明后" + _NEWS_VERBS,
    "昨": "年日天晚早晨夜( " + _NEWS_VERBS,
    "明": "年日天晚早晨夜( 春夏秋冬后",
    "去": "年春夏秋冬今(",
    "大": "前后",
    "上": "周星礼个月半季一财年上旬度世",
    "中": "旬",
    "下": "周星礼个月半季一财年下旬度",
    "本": "周星礼月年季财世度",
    "这": "个周星礼月季一",
    "前": "年日天晚半( " + _HAN + "两" + _DIGITS,
    "首": "季两个" + _HAN + _DIGITS,
    "头": "两个" + _HAN + _DIGITS,
    "后": "年天半续",
    "当": "年月日天晚季",
    "同": "年月日天",
    "次": "年月日天季",
    "翌": "年日天",
    "隔": "年日天",
    "即": "日",
    "来": "年",
    "周": _HAN + "日天",
    "星": "期",
    "礼": "拜",
    "第": "1234一二三四",
    "末": "季",
    "岁": "末尾",
    "未": "来",
    "接": "下",
    "只": "剩",
    "仅": "剩",
    "还": "剩有",
    "往": "后",
    "此": "后",
    "全": "年",
    "双": "十1",
    "国": "庆",
    "民": "国",
    "“": "十",
    **dict.fromkeys("QqHh", "1234"),
    "F": "Y",
}
START: Final = re.compile(f"[{''.join(FOLLOWING)}]")
_RUN: Final = re.compile(r"(?:[0-9A-Za-z.:]|,(?=\d{3}(?!\d)))*")

_LETTERS: Final = re.compile(r"[A-Za-z.:]*")


def after(text: str, start: re.Match[str]) -> int:
    """The offset behind the character, or the run of digits: no date begins inside a number."""
    if not start[0].isascii():
        return start.end()
    run = (_LETTERS if start[0].isalpha() else _RUN).match(text, start.start())
    end = run.end() if run else start.end()
    while end > start.end() and text[end - 1] in ".,:":
        end -= 1
    return end
