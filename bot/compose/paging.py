"""The words of a company's page."""

from bot.compose.phrases import Phrases


class Paging(Phrases):
    """What stands on the page beside the steps."""

    COUNT = ("{n:step|steps}, with who says so", "{n}项进展及出处")
    LEFT_OUT = (
        "{n:older step is|older steps are} not shown here; the files have them.",
        "另有{n}项较早的进展未在此显示，见导出文件。",
    )
    NOTHING = ("Nothing of {company} has been told so far.", "至今没有{company}的进展。")
    MOVED_FROM = ("was planned for {before}", "原定{before}")
    MOVED_TO = ("moved back to {after}", "已推迟至{after}")
    OVERDUE = (
        "overdue: its time has passed, and nobody told that it was done",
        "已逾期：时间已过，尚无完成的消息",
    )
    MILESTONES = ("Milestones", "里程碑")
    CHART = ("Chart", "图表")
    SOURCES = ("Sources", "出处")
    DENIED = ("Denied", "遭否认")
    FILES = ("Take along", "导出")
    WRITTEN = ("As of {day}", "截至{day}")
    OTHER = ("中文", "English")
    PRIVATE = (
        "Whoever has this address can read the page. It is not listed anywhere.",
        "知道此地址的人均可阅读本页；本页不会被收录。",
    )
    QUOTED = (
        "Sentences are quoted as their sources wrote them.",
        "引文均为出处原文。",
    )
