"""The words of files that are taken along."""

from typing import Final

from bot.compose.phrases import Phrases

FORMATS: Final[dict[str, tuple[str, str]]] = {
    "csv": ("Table (CSV)", "表格（CSV）"),
    "json": ("Data (JSON)", "数据（JSON）"),
    "ics": ("Calendar (iCalendar)", "日历（iCalendar）"),
    "atom": ("Feed (Atom)", "订阅源（Atom）"),
}


class Exchanging(Phrases):
    """What stands in calendars and feeds, and what is said of a file."""

    PLANS = ("{company}: plans", "{company}：计划")
    EVENT = ("{company}: {what} ({state})", "{company}：{what}（{state}）")
    OVERDUE = ("overdue", "已逾期")
    FEED = ("{company}: milestones", "{company}：里程碑")
    ENTRY = ("{company}: {what}", "{company}：{what}")
    QUOTED = ("“{words}” ({outlet})", "“{words}”（{outlet}）")

    CHART = ("Chart", "图表")
    EXPORT = ("Export…", "导出…")
    WHICH_FORMAT = ("{company}: in which format?", "{company}：哪种格式？")
    UNKNOWN_FORMAT = ("There is no format “{word}”.", "没有“{word}”这种格式。")
    FILE = ("{company}: {file}", "{company}：{file}")
    HINT_CSV = (
        "One step a row; what a spreadsheet could take for a formula has an apostrophe in front.",
        "每行一项进展。可能被当作公式的单元格前有撇号。",
    )
    HINT_JSON = (
        "Every step with every statement and its source.",
        "全部进展，附每条陈述及来源。",
    )
    HINT_ICS = ("What is planned and dated, for a calendar.", "已注明日期的计划，可导入日历。")
    HINT_ATOM = ("The newest steps, for a feed reader.", "最新进展，可用订阅器打开。")
    NOTHING_TOLD = ("Nothing of {company} has been told so far.", "至今没有{company}的进展。")
    NO_FILTER = (
        "A chart shows all steps of a company; leave out “{word}”.",
        "图表显示一家公司的全部进展；请去掉“{word}”。",
    )
    NOT_DRAWN = ("The chart could not be drawn: {why}.", "图表未能绘制：{why}。")
    TOO_LARGE = (
        "The file has {size} MB, more than chats take: export another format, or ask the operator.",
        "文件有 {size} MB，超出聊天平台的限制：请换一种格式，或联系管理员。",
    )
