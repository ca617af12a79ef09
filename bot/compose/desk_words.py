"""The words about changes, roles, silence and leaving."""

from bot.compose.phrases import Phrases


class Desk(Phrases):
    """What is said of who may do what, and of what was done."""

    # --- the log and undo
    LOG = ("What was changed, newest first", "改动记录，最新在前")
    LOG_EMPTY = ("No change fits.", "没有符合的改动。")
    UNDO_ONE = ("To take one back, type for example {command}", "要撤销某项，例如输入 {command}")
    REFUSED = ("refused", "已拒绝")
    IS_UNDONE = ("undone by #{id}", "已由 #{id} 撤销")
    WOULD_UNDO = ("This undoes #{id}: {command}", "这将撤销 #{id}：{command}")
    UNDONE = ("Undone, #{id}: {command}", "已撤销 #{id}：{command}")
    REDO = ("Make it so again", "重新执行")
    NO_CHANGE = (
        "There is no change #{id} that you can see here; see {command}",
        "这里没有您可见的改动 #{id}，见 {command}",
    )
    NO_CHANGE_YET = (
        "There is no change of yours here to undo; all changes: {command}",
        "这里没有可撤销的您的改动；全部改动：{command}",
    )
    NOTHING_TO_UNDO = ("#{id} changed nothing: nothing to undo.", "#{id} 没有改动任何内容。")
    WAS_UNDONE = ("#{id} was undone before, by {who}.", "#{id} 已由{who}撤销。")
    CHANGED_SINCE = (
        "#{id} cannot be undone: {who} changed the same thing since, with {command}",
        "无法撤销 #{id}：{who}此后用 {command} 改动了同一内容",
    )
    UNDO_FIRST = ("Undo that first: {command}", "请先撤销：{command}")
    CHANGED_BY_ITSELF = (
        (
            "#{id} cannot be undone: the configuration file or the bot itself changed the same "
            "thing since."
        ),
        "无法撤销 #{id}：配置文件或机器人此后改动了同一内容。",
    )
    NOT_A_CHANGE = ("“{word}” is not the number of a change.", "“{word}”不是改动编号。")
