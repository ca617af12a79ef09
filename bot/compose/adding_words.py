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
    READ_FROM = ("It is read from {url}", "读取自{url}")
    PROPOSED = ("Sources that may tell of it", "可能相关的来源")
    USUAL = ("Add the usual ones", "添加常用来源")
    UNVERIFIED = ("not tried yet", "未经验证")
    FOR_ALL = ("of all companies", "涵盖所有公司")
    BROUGHT = ("Watched for it now: {names}", "已为其关注：{names}")
    UNKNOWN_PROPOSAL = (
        "“{word}” is none of what is proposed for {company}: {names}",
        "“{word}”不在{company}的建议来源中：{names}",
    )
