"""Phrases about taking stories apart and putting them together, in English and Chinese."""

from bot.compose.phrases import Phrases


class Reshaping(Phrases):
    """What is said when a story is shown, split or merged."""

    TOLD_BY = ("{n:text tells|texts tell} this story", "{n}条内容讲述同一事件")
    TAKE_OUT = ("Take out {n}", "拆出第{n}条")
    HOW_MERGE = (
        "To put another story into this one: {command}",
        "要并入另一条：{command}",
    )
    SPLIT = ("Taken apart: “{one}” and “{other}”", "已拆分：“{one}”与“{other}”")
    MERGED = ("Put together: “{title}”", "已合并：“{title}”")
    SILENT = (
        "Nobody is alerted; messages stay, and the next one of each tells its newest state.",
        "不会再次提醒；已发消息保留，之后的更新按新状态发送。",
    )

    WHICH_STORY = (
        "Which story? Its number stands in {command}; it begins with #.",
        "哪条消息？编号见 {command}，以 # 开头。",
    )
    WHICH_ITEMS = (
        "Which of its texts? Name them by their numbers, as {command} shows them.",
        "拆出哪几条？请用 {command} 显示的编号。",
    )
    NO_ITEM = (
        "“{word}” is no text of this story; see {command}",
        "“{word}”不属于该事件，见 {command}",
    )
    SOME_STAY = ("Some texts must go and some must stay.", "须有内容拆出，也须有内容留下。")
    WHICH_OTHER = ("Which two stories?", "哪两条消息？")
    SAME = ("That is one story already.", "这已是同一事件。")
    NOT_HERE = (
        (
            "Stories are shared by every place that this bot serves: only its operators may take "
            "them apart or put them together, where the configuration says. Here, "
            "{command} takes a wrong step out of sight."
        ),
        (
            "消息由本机器人服务的所有工作区共用，只有运营者可在配置指定的工作区拆分或合并。"
            "在这里可用 {command} 隐去错误的进展。"
        ),
    )
    MOVED_ON = ("The story has just grown; try again.", "该事件刚有更新，请再试。")
    TAKEN = ("The text has a story of its own already.", "该内容已另有消息。")
