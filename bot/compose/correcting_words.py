"""Phrases about correcting steps, in English and Chinese."""

from bot.compose.phrases import Phrases


class Correcting(Phrases):
    """What is said when a step is corrected, rejected, or taken as it was read again."""

    FIXED = ("Corrected: {company}, {step}", "已更正：{company}，{step}")
    FIXED_NOTE = (
        (
            "Shown so in this workspace from now on, also when texts are read anew. "
            "What was extracted is kept beside it; nobody is alerted."
        ),
        "此后在本工作区如此显示，重新读取也不会覆盖。原始提取会保留；不会再次提醒。",
    )
    REJECTED = ("No step any more here: {company}, {step}", "这里不再算作进展：{company}，{step}")
    RESTORED = ("As it was read again: {company}, {step}", "已恢复为提取结果：{company}，{step}")
    FIX_ONE = ("Fix: {step}", "更正：{step}")
    WAY_OF = ("The way of {outlet}", "{outlet}的过程")
    TEXTS = ("Its texts", "全部内容")
    REJECT = ("No step: reject", "不是进展：否决")
    RESTORE = ("As it was read", "恢复原样")
    MAKE = ("Make it {value}", "改为{value}")
    HOW = (
        "What is wrong? Press what it is, or type what is right, such as:",
        "哪里不对？请选择，或输入正确的内容，例如：",
    )
    LIST = ("{n:correction|corrections} in force here", "本处有效更正：{n}项")
    NO_LIST = (
        "Nothing was corrected here. Steps have their numbers in {command}",
        "这里没有更正。进展编号见 {command}",
    )
    STEPS = ("The newest steps of {company}, by number", "{company}的最新进展及编号")
    NO_STEP_NOW = ("no step", "不是进展")
    BY = ("{name}, {day}", "{name}，{day}")

    WHICH = (
        "Which step? Its number stands in {command}; it has 8 characters.",
        "哪项进展？编号见 {command}，共8个字符。",
    )
    NO_STEP = (
        "No step “{word}” is shown here. Its number stands in {command}",
        "这里没有编号为“{word}”的进展。编号见 {command}",
    )
    NO_SLOT = ("A step has no “{word}”.", "进展没有“{word}”这一项。")
    NO_VALUE = (
        "“{slot}” needs a value; to leave it blank, say none.",
        "“{slot}”需要填写；留空请写“无”。",
    )
    NEEDED = ("Every step has a {slot}.", "每项进展都必须有{slot}。")
    NO_CERTAINTY = ("There is no certainty “{word}”.", "没有“{word}”这种可信度。")
    TIMES = (
        "For example: 2024-03-05, March 2024, Q3 2024, 2024, 2024-03-01/2024-04-15",
        "例如：2024-03-05、2024年3月、2024年下半年、2024-03-01/2024-04-15",
    )
    NO_SUM = (
        "“{word}” is no sum with its currency, such as $10bn or 1.4bn yuan.",
        "“{word}”不是带币种的金额，例如 10亿元、5亿美元。",
    )
    NO_COUNT = (
        "“{word}” is no count with its unit, such as 7,024 vehicles or 200,000 vehicles/year.",
        "“{word}”不是带单位的数量，例如 7024辆、20万辆/年。",
    )
    SAME = ("It is so already.", "已经如此。")
    TWO_COMPANIES = (
        "Several companies took this step together; its company cannot be changed.",
        "这是多家公司的共同进展，不能更改公司。",
    )
    REJECTED_ALREADY = (
        "That step was rejected here; to have it back: {command}",
        "该进展已被否决；恢复：{command}",
    )
    NOT_CORRECTED = ("That step was not corrected here.", "该进展没有更正。")
