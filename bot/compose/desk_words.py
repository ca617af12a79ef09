"""The words about changes, roles, silence and leaving."""

from typing import Final

from bot.compose.phrases import Phrases
from storage.sources import Role

ROLES: Final[dict[Role, tuple[str, str]]] = {
    Role.VIEWER: ("a viewer", "查看者"),
    Role.EDITOR: ("an editor", "编辑"),
    Role.ADMIN: ("an admin", "管理员"),
}
# Who has at least this role.
MAY: Final[dict[Role, tuple[str, str]]] = {
    Role.VIEWER: ("everybody", "所有人"),
    Role.EDITOR: ("editors and admins", "编辑和管理员"),
    Role.ADMIN: ("admins", "管理员"),
}
# Who is an admin by the platform's own word.
ADMINS: Final[dict[str, tuple[str, str]]] = {
    "local": ("whoever operates this page", "本页面的操作者"),
    "slack": ("admins and owners of this Slack workspace", "本 Slack 工作区的管理员和拥有者"),
    "discord": ("people here with Manage Server", "此处有“管理服务器”权限的人"),
}


class Desk(Phrases):
    """What is said of who may do what, and of what was done."""

    # --- the log and undo
    LOG = ("What was changed, newest first", "改动记录，最新在前")
    LOG_EMPTY = ("No change fits.", "没有符合的改动。")
    LOG_NEW = ("Nothing was changed here yet.", "这里尚无改动。")
    UNDO_ONE = ("To take one back, type for example {command}", "要撤销某项，例如输入 {command}")
    HERE = ("in this channel", "本频道")
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
    GREW_SINCE = (
        (
            "#{id} cannot be undone: news came to one of its stories since, or somebody flagged "
            "it. By hand: {command} takes apart and puts together."
        ),
        "无法撤销 #{id}：其中的消息此后有更新，或有人标记过。可用 {command} 手动拆分或合并。",
    )
    CHANGED_IN_PRIVATE = (
        "#{id} cannot be undone: the same thing was changed since, in a private channel.",
        "无法撤销 #{id}：此后在私密频道中改动了同一内容。",
    )
    NOT_A_CHANGE = ("“{word}” is not the number of a change.", "“{word}”不是改动编号。")

    # --- roles
    NEEDS = (
        "Only {needed} may do that; you are {role} here.",
        "只有{needed}可以这样做；您在此是{role}。",
    )
    ASK_THEM = (
        "These may: {who}. An admin lets you with {command}",
        "可执行者：{who}。管理员可用 {command} 授权",
    )
    LOOK_ALL_THE_SAME = ("Anybody may look: {one}, {other}", "任何人都可以查询：{one}、{other}")
    YOUR_ROLE = (
        "You are {role} here, so you may do what {may} may.",
        "您在此是{role}，可执行{may}的操作。",
    )
    THEIR_ROLE = ("{name} is {role} here, or more.", "{name}在此至少是{role}。")
    ALWAYS_ADMINS = ("Admins, whatever is set here: {who}.", "始终是管理员：{who}。")
    ROLES_GIVEN = ("Roles that were given", "已授予的角色")
    ROLE_GIVEN = ("{name}: {role} from now on.", "{name}现在是{role}。")
    ROLE_TAKEN = ("{name} has no role of their own any more.", "已收回{name}的角色。")
    HAD_NO_ROLE = ("{name} had no role of their own.", "{name}没有单独的角色。")
    EVERYBODY = ("everybody else", "其他所有人")
    WHOSE_ROLE = (
        "Whose role? Mention one person, and name one role.",
        "谁的角色？请提及一人并写出一个角色。",
    )
    NOBODY_HERE = (
        "“{word}” names nobody here. Type @ and choose the person from the list.",
        "“{word}”不是这里的成员。请输入 @ 并从列表中选择。",
    )
    NOT_ALL_ADMINS = (
        "Everybody cannot be an admin; give that role to people by name.",
        "不能让所有人都成为管理员，请逐人授予。",
    )

    # --- silence
    SILENCE_WHAT = ("Silence what? all is the whole place.", "静音什么？all 表示整个工作区。")
    SILENT = (
        "Nothing is posted anywhere here until {command}.",
        "在输入 {command} 之前，这里不会发送任何提醒。",
    )
    SILENT_UNTIL = (
        "Nothing is posted anywhere here until {until}; {command} ends it sooner.",
        "在{until}之前，这里不会发送任何提醒；{command} 可提前结束。",
    )
    KEPT_MEANWHILE = (
        "What comes meanwhile is kept and told in one digest after it.",
        "期间的内容会保留，结束后汇总发送。",
    )
    SILENCE_OVER = (
        "Alerts are posted here again; what was kept comes in one digest for each channel.",
        "已恢复提醒；期间保留的内容会在每个频道汇总发送。",
    )
    WAS_NOT_SILENT = ("This place was not silent.", "此处没有静默。")
    IS_SILENT = ("All of this place is silent {until}.", "整个工作区静默{until}。")

    # --- all data
    EXPORTED = ("Everything of this place: {n:row|rows}.", "本工作区的全部数据：{n}行。")
