"""What operators read of sources, in English and Chinese."""

from bot.compose.phrases import Phrases


class Say(Phrases):
    """The words of these messages."""

    CHANGED = ("{n:source|sources} changed state", "{n}个来源状态变化")
    LASTS = ("{n:source is|sources are} still in trouble", "{n}个来源仍有问题")
    NOTICED = ("{n:source|sources} changed at the publisher", "{n}个来源在发布方有变动")
    OUTAGE = (
        "Most sources cannot be read at the moment: look at the network of the bot first.",
        "多数来源暂时无法读取：请先检查机器人的网络。",
    )
    WELL = ("works again", "已恢复")
    KEPT = (
        "Nothing was removed. Every source is in {command}.",
        "没有删除任何来源。全部来源见 {command}。",
    )
    MORE = ("and {n} more", "另有{n}个")
    SILENT = ("nothing new for longer than usual", "比平时更久没有新内容")
    MOVED = ("it moved for good and is read at {url}", "已永久搬迁，现从 {url} 读取")
    REKEYED = (
        "its articles came under new ids; they were recognised, nothing is told twice",
        "文章换了编号，均已识别，不会重复提醒",
    )
    REDATED = (
        "its articles came with new dates; they were recognised, nothing is told twice",
        "文章换了日期，均已识别，不会重复提醒",
    )
