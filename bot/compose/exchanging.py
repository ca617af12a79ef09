"""The words of files that are taken along."""

from bot.compose.phrases import Phrases


class Exchanging(Phrases):
    """What stands in calendars and feeds, and what is said of a file."""

    PLANS = ("{company}: plans", "{company}：计划")
    EVENT = ("{company}: {what} ({state})", "{company}：{what}（{state}）")
    OVERDUE = ("overdue", "已逾期")
    FEED = ("{company}: milestones", "{company}：里程碑")
    ENTRY = ("{company}: {what}", "{company}：{what}")
    QUOTED = ("“{words}” ({outlet})", "“{words}”（{outlet}）")
