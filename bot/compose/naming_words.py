"""Phrases about a place's own companies and names, in English and Chinese."""

from bot.catalogue.naming import Refusal
from bot.compose.phrases import Phrases


class Naming(Phrases):
    """What is said when companies are added, named and merged."""

    ADDED = (
        "{company} is known here now: new texts are read for it.",
        "这里已认识{company}：之后的新内容会识别它。",
    )
    HOW_TO_WATCH = (
        "It is not watched yet: {command}",
        "尚未关注：{command}",
    )
    NAMED = (
        "{company} is also known here as {names}: new texts are read for it.",
        "这里也把{names}认作{company}：之后的新内容会识别。",
    )
    HAD_NAME = ("{company} is known by that name already.", "{company}已有这个名称。")
    UNNAMED = (
        "{name} is no name of {company} here any more. What was read by it is kept.",
        "{name}在这里不再是{company}的名称。已读到的内容会保留。",
    )
    MERGED = (
        "{company} is shown as {other} here: its steps, its names and who follows it.",
        "{company}在这里并入{other}：进展、名称和订阅均归入其中。",
    )
    UNMERGED = (
        "{company} stands for itself again. To hear of it, follow it: {command}",
        "{company}已恢复独立。要接收消息：{command}",
    )
    REMOVED = (
        "{company} is not known here any more. Its steps come back when it is added again.",
        "这里不再认识{company}。重新添加后可再见到其进展。",
    )
    COMMON = (
        "⚠ {names} may also be a common word: a text must speak of cars before it counts.",
        "⚠ {names}可能也是常用词：只有谈到汽车的内容才会算。",
    )
    READING = (
        "The texts of the last {n:day|days} are read for it; a word comes here when that is done.",
        "正在重新读取最近{n}天的内容，完成后会在这里告知。",
    )
    READING_ALREADY = (
        "Texts are being read anew already; ask again when that is done.",
        "正在重新读取，请稍后再试。",
    )
    READ = (
        "{company}: {n:text|texts} of the last {days} days read anew, {steps:step|steps} known.",
        "{company}：已重新读取最近{days}天的{n}条内容，已知{steps}项进展。",
    )
    READ_NONE = (
        "{company}: no text of the last {days} days names it.",
        "{company}：最近{days}天没有内容提到它。",
    )
    READ_FAILED = (
        "Reading anew stopped. What was read is kept; ask again: {command}",
        "重新读取中断，已读部分会保留。可重试：{command}",
    )
    READ_ANEW = ("Read the last {n} days for it", "重新读取最近{n}天")
    WATCH = ("Watch it", "关注")
    LIST = ("{n:company|companies} of this place", "本处自有公司：{n}家")
    LIST_NAMES = ("Further names of known companies", "已知公司的其他名称")
    NOTHING = (
        "This place has no companies or names of its own. To add one: {command}",
        "这里没有自有公司或名称。添加：{command}",
    )
    SHOWN_AS = ("shown as {other}", "并入{other}")

    WHICH = ("Which company, and what is its name?", "哪家公司？什么名称？")
    WHICH_TWO = (
        "Which one into which? Say it with “into”.",
        "哪一家并入哪一家？请用“into”分开。",
    )
    NO_ACTION = ("“{word}” is nothing I can do with a company.", "无法对公司进行“{word}”操作。")
    SHORT = (
        "“{name}” is too short for a name: it would be found in too many other words.",
        "“{name}”太短，容易误认。",
    )
    LONG = ("“{name}” is too long for a name.", "“{name}”太长。")
    UNFIT = (
        "“{name}” is no name: it needs a letter, and no signs such as quotes, commas or brackets.",
        "“{name}”不能用作名称：需含文字，且不能有引号、逗号、括号等符号。",
    )
    TAKEN = ("“{name}” is a name of {owner} already.", "“{name}”已是{owner}的名称。")
    MODEL = ("“{name}” is a model of {owner}.", "“{name}”是{owner}的车型。")
    MANY = ("There are {n} already; more are not kept.", "已有{n}个，不能再多。")
    NOT_OWN = (
        "{company} is known to everybody: only companies of this place can be merged or removed.",
        "{company}是公共目录中的公司：只能合并或移除自有公司。",
    )
    NO_OWN = ("This place has no company “{name}” of its own.", "这里没有自有公司“{name}”。")
    NO_NAME = ("“{name}” is no name that was given here.", "“{name}”不是这里添加的名称。")
    FIRST_NAME = (
        "“{name}” is what the company is called; to know it no longer: {command}",
        "“{name}”是该公司的主名称；要移除公司：{command}",
    )
    SAME = ("That is one company already.", "这已是同一家公司。")


REFUSALS = {
    Refusal.SHORT: Naming.SHORT,
    Refusal.LONG: Naming.LONG,
    Refusal.UNFIT: Naming.UNFIT,
    Refusal.TAKEN: Naming.TAKEN,
    Refusal.MODEL: Naming.MODEL,
}
