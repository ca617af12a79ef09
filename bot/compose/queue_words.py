"""Words on what waits to be delivered, and on channels and workspaces that are lost."""

from bot.compose.phrases import Phrases


class Queueing(Phrases):
    """What is said of the outbox, to a channel and to the operators."""

    QUEUE_EMPTY = ("No message waits.", "没有待发送的消息。")
    QUEUE_WAITS = ("{n:message waits|messages wait}.", "{n}条待发送。")
    QUEUE = (
        "{n:message waits|messages wait}, {resting} for a decision.",
        "{n}条待发送，其中{resting}条待决定。",
    )
    RESTING = ("For you to decide", "待您决定")
    DECIDE = (
        "Look whether it is in the channel, then: {retry} or {skip}",
        "先看频道里是否已有，再输入：{retry} 或 {skip}",
    )
    RETRY_ALL = ("Send all again", "全部重发")
    SKIP_ALL = ("Skip all", "全部跳过")
    NOTHING_RESTS = ("Nothing with that key waits for a decision.", "没有这个编号的待决定消息。")
    SENT_AGAIN = ("{n:message is|messages are} sent again.", "重新发送{n}条消息。")
    SKIPPED = ("{n:message was|messages were} skipped.", "已跳过{n}条消息。")

    # --- channels and workspaces that are lost
    CHANNELS_LOST = ("Channels that take no messages", "无法接收消息的频道")
    CHANNEL_FREED = ("This channel gets what waited for it.", "本频道将收到此前等待的消息。")
    CHANNEL_WAS_FREE = (
        "This channel was not held back. To resume a pause, name the company or source.",
        "本频道没有被搁置。要恢复暂停，请写出公司或来源。",
    )
    LOST_CHANNEL = (
        "{platform}: channel {channel} takes no messages any more.",
        "{platform}：频道{channel}无法再接收消息。",
    )
    LEFT_WORKSPACE = (
        "{platform}: workspace {workspace} removed EV Watch.",
        "{platform}：工作区{workspace}已移除EV Watch。",
    )
    LEFT_GRACE = (
        "Nothing is posted there any more. Its data are erased in {grace}, unless it comes back.",
        "不再向该处发布。其数据将在{grace}后清除，重新安装则予以保留。",
    )
    LOST_WHY = ("The reason: {fault}", "原因：{fault}")
    LOST_HOLD = (
        (
            "Its settings are kept, and what is for it waits {hold}. It comes back by itself once "
            "it can be posted to, or with {command} there."
        ),
        "其设置保留，消息保留{hold}。恢复访问后会自动继续，也可在该频道输入 {command}。",
    )
