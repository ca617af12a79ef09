"""The words of channel rules and digests, English and Chinese side by side."""

from bot.compose.phrases import Phrases


class Words(Phrases):
    """A sentence or label in English and Chinese; both name the same values."""

    # --- in digests
    DIGEST = ("{n:story|stories}: {names}", "{n}条消息：{names}")
    DIGEST_BARE = ("{n:story|stories}", "{n}条消息")
    DIGEST_OTHERS = ("{names} and {n:other|others}", "{names}等{n}家")
    DIGEST_MORE = ("and {n:more story|more stories}", "另有{n}条")
    DIGEST_ALL = ("All of them", "查看全部")
    GATHERED_SINCE = ("Gathered since", "汇总自")
    TELLS_SEVERAL = (
        "This message tells {n:story|stories}: press its button for all of them, then ask of one.",
        "这条消息包含{n}条内容：请先按下方按钮查看全部，再选择其中一条。",
    )
