"""The words of adding what is watched."""

from bot.compose.phrases import Phrases


class Adding(Phrases):
    """What is said before and after something is added."""

    ASK = (
        "Nothing is watched yet: press Add to watch it. {hears}",
        "尚未关注：按“添加”开始关注。{hears}",
    )
    ADD = ("Add", "添加")
    WATCHED_AS = ("It is watched as a {kind}: {words}", "作为{kind}关注：{words}")
    NO_SOURCE = ("“{word}” names no source.", "“{word}”不是来源。")
    WRITE = ("Write it as {form}", "可写成：{form}")
    BY_LINKS = (
        "To watch the list of links on it instead, type page: before the address.",
        "若要关注网页上的链接列表，请在网址前加 page:。",
    )
    NOT_SEEN = ("{url} cannot be looked at now", "现在无法查看{url}")
    WHY_UNSEEN = ("What failed: {fault}", "原因：{fault}")
    ADD_UNSEEN = (
        "Try again later, or watch it unseen: {command}",
        "请稍后再试，或不预览直接关注：{command}",
    )
    UNSEEN = (
        "Nothing could be seen of it yet ({fault}); it is visited again until that works.",
        "目前还无法查看（{fault}）；会继续重试直到成功。",
    )
    READ_FROM = ("It is read from {url}", "读取自{url}")
    ASK_COMPANY = (
        "Nothing is changed yet: add {company}, so that this channel hears of it?",
        "尚未更改：要添加{company}并在本频道提醒吗？",
    )
    ASK_SOURCES = (
        "{company} is watched already. Add sources of it?",
        "已关注{company}。要添加来源吗？",
    )
    ADD_WITH = ("Add, with {n:source|sources}", "添加，含{n}个来源")
    ADD_ALL = ("Add, with all {n}", "添加，含全部{n}个来源")
    ADD_ALONE = ("Add without sources", "只添加公司")
    TOLD_LATELY = (
        "{n:step|steps} of it in the news of the last {days:day|days}, from what is read here.",
        "据这里读到的内容，最近{days}天有{n}项进展。",
    )
    TOLD_NEVER = ("Nothing of it has been read here so far.", "这里至今没有读到它的进展。")
    PROPOSED = ("Sources that may tell of it", "可能相关的来源")
    USUAL = ("Add the usual ones", "添加常用来源")
    UNVERIFIED = ("not tried yet", "未经验证")
    BROUGHT = ("Watched for it now: {names}", "已为其关注：{names}")
    UNKNOWN_PROPOSAL = (
        "“{word}” is none of what is proposed for {company}: {names}",
        "“{word}”不在{company}的建议来源中：{names}",
    )
