"""Does a Chinese clause speak of what is to come? The words nearest to a date decide."""

import re
from typing import Final

from bot.milestones.grammars.chinese_units import clause_before, clause_behind

BEFORE_CHARS: Final = 24
BEHIND_CHARS: Final = 16

_AHEAD: Final = re.compile(
    r"将(?!近)|拟|计划|预计|预期|有望|料|定于|定档|力争|目标|争取|最快|最早|最迟|最晚|或于|或在|可能|推迟|延期|延后|押后|"
    r"提前到|提前至|即将|准备|打算|希望|届时|等到|待|截止|到期|规划|安排|开启预售|未来|瞄准|预告|预定于|会在|会于|要在"
)
_AHEAD_BEHIND: Final = re.compile(
    r"^(?:份|晚|上午|下午|\d+点|前后|左右|以?前|之前|内|\)|,| )*(?:起(?!火|诉|初)|开始(?!了)|将(?!近)|有望|拟|计划|即将|可能|预计|正式上市|上市(?!以来|后|的|首)|开售|开启|见|发布会|亮相|投产|量产|陆续|前后?(?:完成|建成|投产|上市)|进入|建成|启动交付|开启交付)"
)
_BEHIND: Final = re.compile(
    r"(?:[了过]|已(?!规划)|曾|刚|此前|早在|回顾|当时|去年|截至|今年(?=$)|发生|数据|昨)"
)
_PAST_BEHIND: Final = re.compile(
    r"^(?:[^,。]{0,8})(?:[了过]|已|曾|当时|以来|至今|获批|宣布|消息|讯|电(?=[ ,])|报道|公布|公告|销量|交付量?\d|产量|数据|环比|同比|成立|召回)"
)


def is_ahead(text: str, start: int, end: int) -> bool | None:
    """Do the words around `text[start:end]` speak of the future? None: they do not say."""
    behind = clause_behind(text, end, BEHIND_CHARS)
    before = clause_before(text, start, BEFORE_CHARS)
    if _PAST_BEHIND.match(behind):
        return False
    future, past = _last(_AHEAD, before), _last(_BEHIND, before)
    if future > past:
        return True
    if past >= 0:
        return False
    return True if _AHEAD_BEHIND.match(behind) else None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
