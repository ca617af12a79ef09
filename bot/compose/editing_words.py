"""The words of what a workspace sets of a source for itself."""

from typing import Final

from bot.compose.phrases import Phrases

# Each setting as it is typed, with its label.
LABELS: Final[dict[str, tuple[str, str]]] = {
    "title": ("Title", "名称"),
    "every": ("Visited", "访问频率"),
    "company": ("Company", "公司"),
    "lang": ("Language", "语言"),
}


class Editing(Phrases):
    """What is said of an edit of a source."""

    CHANGED = ("{name}: changed", "{name}：已修改")
    SAME = ("{name} is set so already", "{name}已是如此")
    SETTINGS = ("{name}: how it is watched here", "{name}：此处的设置")
    NOT_UNDERSTOOD = (
        "Articles in that language are kept, and give no milestones.",
        "该语言的文章会保存，但不产生进展。",
    )
    ONLY_HERE = (
        "Only this workspace sees it so; alerts go on naming the source as it calls itself.",
        "仅本工作区如此显示；消息中仍用来源自己的名称。",
    )
    HOW = ("To change it, for example:", "修改示例：")
    VISITED = (
        "It is visited at least that often from now on, unless the site asks for less.",
        "今后至少按此频率访问，除非网站要求更少。",
    )
    BY_ITSELF = ("as often as it has news", "按来源更新规律")
    MINUTE = ("every minute", "每分钟")
    HOUR = ("every hour", "每小时")
    DAY = ("every day", "每天")
    MINUTES = ("every {n:minute|minutes}", "每 {n} 分钟")
    HOURS = ("every {n:hour|hours}", "每 {n} 小时")
    DAYS = ("every {n:day|days}", "每 {n} 天")
    SECONDS = ("every {n:second|seconds}", "每 {n} 秒")
    OWN = ("set here", "此处设定")
    KNOWN_AS = ("set here; it calls itself {name}", "此处设定；原名 {name}")

    MANAGED = (
        "{name} is set in evwatch.toml: change {fields} there, in the [[sources]] of {address}",
        "{name}由 evwatch.toml 设定：请在文件中修改 {fields}，见 [[sources]] {address}",
    )
    IS_COMPANY = (
        "{name} is a company; edit is for sources. What a channel hears: /evwatch channel",
        "{name}是公司；edit 只用于来源。频道接收什么见 /evwatch channel",
    )
    NO_FIELD = (
        "“{word}” cannot be set; title, every, company and lang can.",
        "“{word}”不能设置；可设 title、every、company、lang。",
    )
    TITLE_TOO_LONG = (
        "A title has at most {n} characters; this one has {has}.",
        "名称最多 {n} 个字符；现有 {has} 个。",
    )
    IS_A_COMPANY = (
        "“{word}” is a company's name: give the source another one, for example “{word} news”.",
        "“{word}”是公司名称：请为来源另取名称，例如“{word}新闻”。",
    )
    NO_RHYTHM = (
        "“{word}” is no rhythm: type every:30m, every:6h or every:1d; every:auto for its own.",
        "“{word}”不是频率：请输入 every:30m、every:6h 或 every:1d；every:auto 为自动。",
    )
    OUT_OF_BOUNDS = (
        "“{word}” is not between 5 minutes and 7 days: type for example every:5m or every:7d.",
        "“{word}”不在 5 分钟到 7 天之间：例如 every:5m 或 every:7d。",
    )
    NO_LANGUAGE = (
        "“{word}” is no language: type lang:en or lang:zh, or another code of two letters.",
        "“{word}”不是语言：请输入 lang:en 或 lang:zh，或其他两位代码。",
    )
    SEVERAL = (
        "“{word}” is the name of {n} sources here: which one?",
        "“{word}”对应此处的 {n} 个来源：是哪一个？",
    )
