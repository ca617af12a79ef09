"""The words of the watchlist as it is shown, tried out, given away and taken in."""

from typing import Final

from bot.compose.phrases import Phrases
from storage.sources import SourceKind

SOURCE_KINDS: Final[dict[SourceKind, tuple[str, str]]] = {
    SourceKind.FEED: ("feed", "订阅源"),
    SourceKind.PAGE: ("page", "网页"),
    SourceKind.DOMAIN: ("domain", "域名"),
    SourceKind.REGISTER: ("register", "登记库"),
}
# What becomes of an entry of a file, and why a line cannot be used (`bot.exchange.lists`).
FATES: Final[dict[str, tuple[str, str]]] = {
    "new": ("new", "新增"),
    "changed": ("different here", "与现有不同"),
    "same": ("watched already", "已关注"),
    "managed": ("configuration file", "配置文件"),
    "again": ("named twice", "重复"),
}
WHYS: Final[dict[str, tuple[str, str]]] = {
    "no address": ("there is no address", "缺少网址"),
    "not an address": (
        "not an address: write it with https://, or as page:, domain: or register:",
        "不是网址：请以 https:// 开头，或用 page:、domain:、register:",
    ),
    "too long": ("too long", "过长"),
    "unknown company": ("no company of that name is known here", "没有该名称的公司"),
    "unknown language": ("not a language: write en or zh", "不是语言代码：请写 en 或 zh"),
    "unknown kind": ("not a kind of source that can be watched", "不支持的来源类型"),
    "unknown field": ("no field has that name", "没有该字段"),
    "bad rhythm": (
        "not a rhythm: write 5m to 7d, for example 30m or 6h",
        "不是有效频率：5m 至 7d，例如 30m 或 6h",
    ),
    "bad backfill": ("not a number from 0 to 200", "不是 0 到 200 的数字"),
    "broken markup": ("the markup is broken", "格式有误"),
    "columns": ("another number of columns than in the first line", "列数与首行不同"),
    "too large": ("it is larger than 1 MB", "文件超过 1 MB"),
    "too many": ("it has more than 5,000 entries", "超过 5000 项"),
    "hostile": (
        "it holds what no list needs (entities, anchors)",
        "含有列表不需要的内容（实体、锚点）",
    ),
    "nothing in it": ("nothing in it can be watched", "其中没有可关注的内容"),
    "unreadable": (
        "it is no OPML, CSV, TOML, YAML or list of addresses",
        "不是 OPML、CSV、TOML、YAML 或网址列表",
    ),
}


class Listing(Phrases):
    """What is said of a watchlist."""

    # --- list and status
    NOTHING_FITS = (
        "Nothing on the watchlist fits “{word}”.",
        "关注列表中没有与“{word}”相符的内容。",
    )
    NONE_OF = ("Nothing here is {word}.", "没有“{word}”的内容。")
    ALL_OF_IT = ("All of it: {command}", "全部：{command}")
    NEXT = ("More", "更多")
    BEFORE = ("Back", "上一页")
    THE_REST = ("All sources", "全部来源")
    COUNTED = ("{n} {state}", "{state}{n}个")

    # --- test
    TEST_TAG = ("Test", "测试")
    TEST_HEAD = (
        "This is a test that {who} asked for: an invented event, in the way alerts look here.",
        "这是{who}请求的测试消息：事件为虚构，样式与本频道的提醒相同。",
    )
    TEST_EVENT = ("an invented event", "虚构事件")
    TEST_EVIDENCE = (
        "This sentence stands where an alert quotes its source.",
        "提醒会在此处引用来源原文。",
    )
    TEST_OUTLET = ("Sample source", "示例来源")
    TEST_CALLS = (
        "Such an alert would call {names} here; this test calls nobody.",
        "此类提醒会通知{names}；本测试不通知任何人。",
    )
    TEST_SILENT = (
        "Nothing is posted here at present: this channel follows nothing. {command}",
        "本频道目前不会收到提醒：没有订阅。{command}",
    )
    TEST_SENT = ("A test was posted in this channel.", "测试消息已发送到本频道。")
    TEST_AGAIN = (
        "A test was posted here within the last minute; look for it in this channel.",
        "一分钟内已发送过测试消息，请在本频道查看。",
    )
    TEST_FAILED = (
        "The test could not be posted: {why}. So no alert gets here; {command} says more.",
        "测试消息未能发送：{why}。提醒也无法到达，详见 {command}",
    )

    # --- export
    EXPORT_WHAT = (
        "Export what? watchlist, with opml, csv, toml or yaml; or all, everything of this place.",
        "导出什么？watchlist（opml、csv、toml 或 yaml），或 all 表示全部数据。",
    )
    WHICH_FORMAT = ("The watchlist as which kind of file?", "关注列表以何种格式导出？")
    EXPORTED = (
        "The watchlist: {companies:company|companies}, {sources:source|sources}.",
        "关注列表：{companies}家公司，{sources}个来源。",
    )
    EXPORT_HINT = (
        "Addresses are in it in full: it is for editors, keep it so. Bring it in with {command}",
        "文件含完整网址，请仅限编辑者使用。导入：{command}",
    )

    # --- import
    DRY_RUN = (
        "{new:new entry|new entries}; nothing is changed yet.",
        "{new}项新增；尚未改动。",
    )
    NOTHING_NEW = ("Nothing in it is new: nothing to do.", "没有新增内容，无需导入。")
    CONFIRM = ("Add {n:entry|entries}", "添加{n}项")
    ENTRIES = ("{n:entry|entries}", "{n}项")
    CANCEL = ("Cancel", "取消")
    CANNOT_READ = ("Not readable ({n})", "无法读取（{n}）")
    LEFT_ALONE = (
        "What is watched already stays as it is, whatever the file says; /evwatch edit changes it.",
        "已关注的来源保持不变，不受文件影响；可用 /evwatch edit 修改。",
    )
    WHOLE = (
        "All new entries are added at once or none; it can be undone as one. Kept for a day.",
        "新增内容将一次全部添加或全不添加，可整体撤销。此预览保留一天。",
    )
    LINE = ("line {n}", "第{n}行")
    FIRST_AT = ("first in line {n}", "首见于第{n}行")
    REPORT = ("All lines are in the file.", "全部明细见文件。")
    IMPORTED = ("{n:entry was|entries were} added.", "已添加{n}项。")
    CANCELLED = ("Nothing was brought in.", "已取消，未导入任何内容。")
    IS_GONE = (
        "This list waits no more: it was brought in, cancelled, or is older than a day. {command}",
        "该列表已不再等待：已导入、已取消或已超过一天。{command}",
    )
    IS_OTHER = (
        "The watchlist has changed since: nothing was brought in. This is what it would be now:",
        "关注列表此后已有变化，未导入任何内容。现在的结果如下：",
    )
    MISSING_LIST = (
        "Which list? Give its address, or paste it behind the command.",
        "哪个列表？请给出网址，或在命令后粘贴内容。",
    )
    AS_FILE_SLACK = (
        (
            "Or hand in a file: put it alone into a message of yours, then choose “Bring in this "
            "list” among that message's actions."
        ),
        "也可用文件：将其单独放入您的一条消息，再在该消息的“更多操作”中选择“Bring in this list”。",
    )
    AS_FILE_DISCORD = (
        "Or hand in a file: choose it in the field “file” of the command.",
        "也可用文件：在命令的“file”栏中选择。",
    )
    NOTHING_READ = ("Nothing in it can be read; nothing to do.", "其中没有可读取的内容，无需操作。")
    NOT_FETCHED = ("{url} cannot be fetched: {why}", "无法读取 {url}：{why}")
    NOT_READ = ("That cannot be read as a list: {why}.", "无法作为列表读取：{why}。")
    TOO_MANY_WAIT = (
        "Too many lists wait here already; confirm or cancel one of them.",
        "等待中的列表过多，请先确认或取消。",
    )
