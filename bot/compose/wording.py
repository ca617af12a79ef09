"""The words of messages as tables, English and Chinese side by side."""

from collections.abc import Sequence
from typing import Final

from bot.compose.phrases import Phrases, is_chinese, pick
from storage.channels import DeliveryState
from storage.records import Certainty, Kind, Phase
from storage.sources import SourceState

__all__ = [
    "AHEAD",
    "CERTAINTIES",
    "DELIVERY_STATES",
    "DOUBTS",
    "KINDS",
    "PHASES",
    "PROBE",
    "SOURCE_STATES",
    "Phrase",
    "is_chinese",
    "listed",
    "pick",
    "together",
]

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.COMPANY_SETUP: ("Company set-up", "成立"),
    Kind.INVESTMENT: ("Investment", "投资"),
    Kind.FUNDING: ("Funding", "融资"),
    Kind.PARTNERSHIP: ("Partnership", "合作"),
    Kind.REGISTRATION: ("Registration", "注册备案"),
    Kind.APPROVAL: ("Approval", "审批"),
    Kind.FACTORY: ("Factory", "工厂"),
    Kind.TESTING: ("Testing", "测试"),
    Kind.PRODUCTION: ("Production", "量产"),
    Kind.UNVEIL: ("Unveiling", "亮相"),
    Kind.LAUNCH: ("Launch", "上市"),
    Kind.DELIVERY: ("Delivery", "交付"),
    Kind.MARKET_ENTRY: ("Market entry", "进入市场"),
    Kind.TECHNOLOGY: ("Technology", "技术"),
    Kind.INFRASTRUCTURE: ("Charging network", "补能网络"),
    Kind.RECALL: ("Recall", "召回"),
    Kind.RESTRUCTURING: ("Restructuring", "重组"),
}
PROBE: Final = ("Safety investigation", "安全调查")  # a recall that is none yet
PHASES: Final[dict[Phase, tuple[str, str]]] = {
    Phase.PLANNED: ("planned", "计划中"),
    Phase.PENDING: ("pending", "进行中"),
    Phase.DONE: ("done", "已完成"),
    Phase.DELAYED: ("delayed", "已推迟"),
    Phase.CANCELLED: ("cancelled", "已取消"),
}
CERTAINTIES: Final[dict[Certainty, tuple[str, str]]] = {
    Certainty.OFFICIAL: ("official", "官方"),
    Certainty.REPORTED: ("reported", "媒体报道"),
    Certainty.RUMOURED: ("rumoured", "传闻"),
}
# How a step that is still ahead was told, behind "was", and with whose doubt.
AHEAD: Final[dict[Phase, tuple[str, str]]] = {
    Phase.PLANNED: ("planned for", "原计划于"),
    Phase.PENDING: ("expected for", "原预计于"),
    Phase.DELAYED: ("put off to", "此前推迟至"),
}
DOUBTS: Final[dict[Certainty, tuple[str, str]]] = {
    Certainty.OFFICIAL: ("", ""),
    Certainty.REPORTED: ("reportedly ", "据报道"),
    Certainty.RUMOURED: ("rumoured to be ", "据传"),
}
SOURCE_STATES: Final[dict[SourceState, tuple[str, str]]] = {
    SourceState.NEW: ("not visited yet", "尚未访问"),
    SourceState.OK: ("ok", "正常"),
    SourceState.PAUSED: ("paused", "已暂停"),
    SourceState.FAILING: ("failing", "故障"),
    SourceState.STALE: ("silent", "久无更新"),
    SourceState.BLOCKED: ("blocked", "被拦截"),
}
DELIVERY_STATES: Final[dict[DeliveryState, tuple[str, str]]] = {
    DeliveryState.WAITING: ("waiting", "等待中"),
    DeliveryState.HELD: ("held", "暂存"),
    DeliveryState.SENDING: ("being sent", "发送中"),
    DeliveryState.SENT: ("sent", "已发送"),
    DeliveryState.UNCERTAIN: ("uncertain", "不确定"),
    DeliveryState.PARKED: ("parked", "已搁置"),
    DeliveryState.DROPPED: ("dropped", "已丢弃"),
}


class Phrase(Phrases):
    """What most messages say. A part with many words of its own has them in a table beside it."""

    # --- in alerts
    SOURCES = ("Sources", "来源")
    FIRST_SEEN = ("First told", "首次报道")
    ALSO_TOLD_BY = ("Also told by {names}.", "{names}亦有报道。")
    UNDATED = (
        "A source gives no date: its times are counted from when it was first seen.",
        "有来源未注明日期，其时间自首次见到之日起算。",
    )
    NEW = ("New: ", "新进展：")
    NAMED = ("{name}: {what}", "{name}：{what}")
    KNOWN_BEFORE = ("Known before: {steps}", "此前已知：{steps}")
    MORE_STEPS = ("{n:more step|more steps}: {command}", "另有{n}项：{command}")
    UPDATE = ("Update of a story first told", "更新；首次报道于")

    # --- when, and how much
    PRICED_FROM = ("from {price}", "{price}起")
    LATER_IN = ("later in {year}", "{year}年晚些时候")
    WITHIN_MONTHS = ("within {n} months", "{n}个月内")

    # --- what changed about a step
    CHANGED = ("Changed: ", "变化：")
    NOW_WAS = ("now {now} (was {before})", "现为{now}（此前{before}）")
    DATE_WAS = ("now dated {now} (was {before})", "时间现为{now}（此前{before}）")
    DATE_NEW = ("now dated {now}", "时间现为{now}")
    MOVED_BACK = ("moved back to {now}, was {before}", "推迟至{now}，原定{before}")
    MOVED_TO = ("moved back to {now}", "已推迟至{now}")
    WAS_DUE = ("was {before}", "原定{before}")
    FIGURE_NEW = ("now with {now}", "新增{now}")
    TOLD_OTHERWISE = ("also told: {now}", "另有说法：{now}")
    DENIED = ("⚠ Denied: “{words}”", "⚠ 否认：“{words}”")
    IS_DENIED = ("Denied: {what}", "遭否认：{what}")

    # --- on a plan whose time has passed
    IS_OVERDUE = (
        "Overdue: {what} was {doubt}{planned} {when}",
        "已逾期：{what}，{doubt}{planned}{when}",
    )
    ARE_OVERDUE = (
        "Overdue: {what} were {doubt}{planned} {when}",
        "已逾期：{what}，{doubt}{planned}{when}",
    )
    NOT_HEARD_OF = ("nothing has been heard of it since {day}", "{day}以来没有相关消息")

    # --- in timelines
    STEPS = ("{n:step|steps}", "{n}项进展")
    OVERDUE = ("overdue", "已逾期")
    DOUBTED = ("read with some doubt", "解读存疑")
    UNCLEAR = ("unclear", "待核实")
    ONCE = ("was {phase}", "此前{phase}")
    ONCE_DATED = ("was {phase}, {when}", "此前{phase}，{when}")
    PAGE = ("Page {page} of {pages}", "第{page}页，共{pages}页")
    NEWER = ("Newer", "较新")
    OLDER = ("Older", "较早")
    ALL_STEPS = ("All steps", "全部进展")
    FILTER = ("Only: {filters}", "筛选：{filters}")
    SINCE = ("since {day}", "{day}以来")

    # --- in timelines, on how much the answer means
    NOT_WATCHED = ("{company} is not watched here.", "这里没有关注{company}。")
    NOT_WATCHED_BUT = (
        "{company} is not watched here; this is what other texts told of it.",
        "这里没有关注{company}；以下内容来自其他报道。",
    )
    WATCH_IT = ("Watch {company}", "关注{company}")
    HOW_TO_WATCH = ("To watch it, type {command}", "要关注，请输入 {command}")
    NOTHING_YET = (
        "Watched since {day}; no step of {company} has been told so far.",
        "自{day}开始关注；至今没有{company}的进展。",
    )
    NOTHING_YET_UNDATED = (
        "{company} is watched; no step has been told so far.",
        "已关注{company}；至今没有进展。",
    )
    NOTHING_SINCE = ("Nothing of {company} since {day}.", "{day}以来没有{company}的进展。")
    NOTHING_FITS = (
        "No step of {company} fits this filter; without it there would be {n:step|steps}.",
        "没有符合筛选条件的{company}进展；不筛选则有{n}项。",
    )
    LATEST_IS = ("The latest step: {step}.", "最新进展：{step}。")
    NO_SOURCE = (
        "No source is watched that could tell of it: add one with {command}",
        "没有可提供消息的来源：用 {command} 添加",
    )
    SOURCES_FAIL = (
        (
            "{n} of {of:source|sources} silent or failing since {day}: {names}. "
            "Steps told there since are missing here."
        ),
        "{of}个来源中有{n}个自{day}起失联或故障：{names}。其间的进展可能缺失。",
    )
    SOURCES_FAIL_UNDATED = (
        "{n} of {of:source|sources} never answered: {names}. Steps told there are missing here.",
        "{of}个来源中有{n}个从未成功访问：{names}。那里的进展可能缺失。",
    )
    PAUSED_NOW = ("{company} is paused here until {until}.", "{company}在此暂停至{until}。")
    PAUSED_OPEN = ("{company} is paused here until resumed.", "{company}在此暂停，直至恢复。")

    # --- what cannot be done, and what to type instead
    UNKNOWN_VERB = ("There is no command “{word}”.", "没有“{word}”这个命令。")
    DID_YOU_MEAN = ("Did you mean one of these?", "您是不是要找：")
    TYPE_THIS = ("Type, for example: {example}", "例如输入：{example}")
    MISSING_COMPANY = ("Which company?", "哪家公司？")
    MISSING_TARGET = ("What should be watched?", "要关注什么？")
    MISSING_NAME = ("Which one?", "哪一个？")
    MISSING_URL = ("Which address?", "哪个网址？")
    NOT_A_URL = ("“{word}” is not a web address.", "“{word}”不是网址。")
    UNKNOWN_COMPANY = ("No company “{word}” is known here.", "这里不认识“{word}”这家公司。")
    NAME_IT = (
        "Any of its names will do, English or Chinese; {command} makes a new one known.",
        "中英文名称均可；用 {command} 可添加新公司。",
    )
    UNKNOWN_KIND = ("There is no kind “{word}”.", "没有“{word}”这个类型。")
    UNKNOWN_PHASE = ("There is no phase “{word}”.", "没有“{word}”这个阶段。")
    NO_VALUE = ("“{word}:” wants a word behind it.", "“{word}:”后面要写内容。")
    UNKNOWN_FILTER = ("There is no filter “{word}”.", "没有“{word}”这个筛选项。")
    UNKNOWN_TIME = ("“{word}” is not a time that I can read.", "无法理解时间“{word}”。")
    NO_STORY = (
        "“{word}” is no story that I know; press a button under an alert instead.",
        "没有“{word}”这条消息；请使用消息下方的按钮。",
    )
    WHICH_STORY = (
        "Which alert? Use this on an alert: by its buttons or from its menu.",
        "哪条消息？请在消息上使用按钮或菜单。",
    )
    MISSING_KEY = (
        "Which message? Name its key, as the queue shows it, or all.",
        "哪条消息？请输入队列中显示的编号，或 all。",
    )
    THESE_ARE = ("These exist: {names}", "可用：{names}")
    BAD_PAGE = ("“{word}” is not a page number.", "“{word}”不是页码。")
    STRAY_WORDS = ("I do not know what to do with “{word}” here.", "不明白这里的“{word}”。")
    TOO_LONG = ("That is too long for a command.", "命令太长。")
    PAST_TIME = ("“{word}” is in the past.", "“{word}”已经过去。")
    BUSY = (
        "The memory is busy; nothing was changed. Try again in a moment.",
        "数据库正忙，没有任何改动。请稍后再试。",
    )
    FAILED = (
        "That went wrong on our side; it was noted in the log. Try again in a moment.",
        "内部出错，已记入日志。请稍后再试。",
    )

    # --- answers to commands
    ADDED_COMPANY = ("{company} is watched now.", "已开始关注{company}。")
    HAD_COMPANY = ("{company} was watched already.", "此前已关注{company}。")
    ADDED_SOURCE = ("{source} is watched now.", "已添加来源：{source}。")
    HAD_SOURCE = ("{source} was watched already.", "此前已添加来源：{source}。")
    CHANNEL_HEARS = ("This channel hears of {names}.", "本频道将收到{names}的消息。")
    CHANNEL_HEARS_ALL = (
        "This channel hears of every company that is watched here.",
        "本频道将收到这里关注的所有公司的消息。",
    )
    CHANNEL_HEARS_NOTHING = ("This channel hears of nothing now.", "本频道不再收到消息。")
    CHANNEL_FOLLOWS_NOTHING = ("This channel follows nothing.", "本频道没有关注任何公司。")
    CHANNEL_NEVER_FOLLOWED = (
        "This channel does not follow {names}; nothing was changed.",
        "本频道没有关注{names}，没有任何改动。",
    )
    CHANNEL_FOLLOWS_ALL = (
        (
            "This channel follows every company that is watched here, not {names} by name. "
            "To leave some out, first type {command}, then follow the ones you want."
        ),
        (
            "本频道关注这里的所有公司，并未单独关注{names}。"
            "若只想要部分公司，请先输入 {command}，再逐个关注。"
        ),
    )
    FOLLOWED_UNWATCHED = (
        (
            "{names} is not on the watchlist: news comes only when a watched source tells of it. "
            "To watch it, type {command}"
        ),
        "{names}不在关注列表中：只有已添加的来源提到时才有消息。要关注，请输入 {command}",
    )
    STEPS_KNOWN = ("{n:step|steps} known so far: {command}", "已知{n}项进展：{command}")
    REMOVED = ("{name} is no longer watched.", "已不再关注{name}。")
    MANAGED = (
        "{name} is set in evwatch.toml: it is changed there, not in chat. To rest it: {command}",
        "{name}由 evwatch.toml 设定，请在那里修改。可暂停：{command}",
    )
    NOT_ON_LIST = (
        "“{word}” is not on the watchlist; see {command}",
        "“{word}”不在关注列表中，见 {command}",
    )
    PAUSED = ("{name} is paused until {until}.", "{name}已暂停至{until}。")
    PAUSED_FOREVER = ("{name} is paused; {command} ends that.", "{name}已暂停；{command} 可恢复。")
    RESUMED = ("{name} is watched again.", "已恢复关注{name}。")
    WAS_NOT_PAUSED = ("{name} was not paused.", "{name}没有暂停。")
    FEED_FAULT = ("{url} cannot be watched: {fault}", "无法添加{url}：{fault}")
    SEVERAL_FEEDS = (
        "{url} names {n:feed|feeds}. Which one?",
        "{url}包含{n}个订阅源。选择哪一个？",
    )
    FEED_FOUND = ("Feed found on the page: {url}", "在页面上找到订阅源：{url}")
    PREVIEW = ("Preview", "预览")
    PREVIEW_NOTE = ("A preview: nothing was stored.", "预览：没有保存任何内容。")
    WOULD_POST = (
        "{items:item|items} of the last {days} read: {n:alert|alerts} would have been posted.",
        "读到最近{days}的{items}条内容，会发送{n}条消息。",
    )
    WOULD_POST_UNDATED = (
        "{items:item|items} read: {n:alert|alerts} would have been posted.",
        "读到{items}条内容，会发送{n}条消息。",
    )
    EMPTY_FEED = ("It can be read, and has no items now.", "可以读取，目前没有内容。")
    FIRST_VISIT_SILENT = (
        "What is there now counts as known; alerts come from the next item on.",
        "现有内容视为已知；之后的新内容才会提醒。",
    )
    STAYED_SILENT = ("Silent", "未提醒")
    AND_MORE = ("and {n} more", "另有{n}条")
    WATCHLIST = ("Watchlist", "关注列表")
    COMPANIES = ("Companies", "公司")
    NO_COMPANIES = (
        "No company is watched by name: every company of the catalogue counts.",
        "没有单独关注的公司：目录中的所有公司都算。",
    )
    NO_SOURCES = ("No source is watched yet. Add one: {command}", "还没有来源。添加：{command}")
    THIS_CHANNEL = ("This channel", "本频道")
    FROM_FILE = ("configuration file", "配置文件")
    UNTIL = ("until {until}", "至{until}")
    AT_TIME = ("{day}, {time} {zone}", "{day}{time}（{zone}）")
    UNTIL_RESUMED = ("until resumed", "直至恢复")
    STATUS = ("Status", "状态")
    ALL_WELL = ("{n:source|sources}, all well.", "{n}个来源，全部正常。")
    SOME_FAIL = ("{n} of {of:source|sources} failing.", "{of}个来源中有{n}个故障。")
    LAST_SUCCESS = ("last success {at}", "上次成功 {at}")
    NO_SUCCESS = ("no success yet", "尚未成功")
    LAST_NEW = ("last new item {at}", "最近新内容 {at}")
    NEXT_TRY = ("next try {at}", "下次 {at}")
    DELIVERIES = ("Deliveries", "投递")
    NOTHING_WAITS = ("none waiting", "无待发送")
    NEVER = ("never", "从未")
    HELP = ("What you can type", "可以输入的命令")
    HELP_MORE = ("More about one of them: {command}", "查看某个命令：{command}")
    ALSO = ("Also: {names}", "也可写作：{names}")

    # --- about one alert
    TIMELINE = ("Timeline", "进展")
    MUTE = ("Mute…", "静音…")
    NO_MILESTONE = ("Not a milestone", "不是里程碑")
    SHARE = ("Share", "分享")
    UNDO = ("Undo", "撤销")
    WHY = ("Why this alert?", "为何提醒？")
    ONE_STORY = ("Told as one story", "视为同一事件")
    MUTE_WHAT = (
        "What should this channel hear nothing of?",
        "本频道不再接收哪一项？",
    )
    MUTED = (
        "This channel hears nothing of {name}; {command} ends that.",
        "本频道不再接收{name}；{command} 可恢复。",
    )
    MUTED_UNTIL = (
        "This channel hears nothing of {name} until {until}.",
        "本频道在{until}之前不接收{name}。",
    )
    UNMUTED = ("This channel hears of {name} again.", "本频道已恢复接收{name}。")
    WAS_NOT_MUTED = ("{name} was not muted in this channel.", "本频道没有静音{name}。")
    NOTHING_MUTED = ("Nothing is muted in this channel.", "本频道没有静音任何内容。")
    UNMUTE_WHICH = ("Which of these should it hear of again?", "恢复接收哪一项？")
    MUTE_WHICH = (
        "Name a company, kind or source; all alerts are for silence.",
        "请写公司、类型或来源；停止全部提醒请用 silence。",
    )
    MUTED_HERE = ("Muted here: {names}", "已静音：{names}")
    FLAG_KEPT = (
        (
            "Noted: “{title}” is no milestone; nothing more of it comes here. Editors and admins "
            "see how many say so."
        ),
        "已记录：“{title}”不是里程碑，本频道不再接收其后续消息。编辑和管理员可看到统计。",
    )
    UNFLAGGED = ("Taken back.", "已撤销。")
    WAS_NOT_FLAGGED = ("You had not said that of it.", "您此前没有标记它。")
    FLAGGED = ("{n:story|stories} called no milestone", "{n}条消息被标记为误报")
    NOTHING_FLAGGED = ("Nobody called an alert no milestone.", "没有被标记为误报的消息。")
    PEOPLE = ("{n:person|people}", "{n}人")

    # --- times as they lie around now
    NOW = ("now", "现在")
    MINUTES_AGO = ("{n} min ago", "{n}分钟前")
    HOURS_AGO = ("{n} h ago", "{n}小时前")
    IN_MINUTES = ("in {n} min", "{n}分钟后")
    IN_HOURS = ("in {n} h", "{n}小时后")
    DAYS = ("{n:day|days}", "{n}天")
    HOURS = ("{n:hour|hours}", "{n}小时")


def listed(names: Sequence[str], language: str) -> str:
    """Names one behind the other: "BYD, NIO"."""
    return ("、" if is_chinese(language) else ", ").join(names)


def together(names: Sequence[str], language: str) -> str:
    """Names as the subject of a sentence: "BYD, NIO and Toyota"."""
    if is_chinese(language) or len(names) < 2:  # noqa: PLR2004 - one name stands alone
        return listed(names, language)
    return f"{', '.join(names[:-1])} and {names[-1]}"
