"""The words of channel rules and digests, English and Chinese side by side."""

from typing import Final

from bot.compose.phrases import Phrases


class Ruling(Phrases):
    """A sentence or label in English and Chinese; both name the same values."""

    # --- in digests
    DIGEST = ("{n:story|stories}: {names}", "{n}条消息：{names}")
    DIGEST_BARE = ("{n:story|stories}", "{n}条消息")
    DIGEST_OTHERS = ("{names} and {n:other|others}", "{names}，另有{n}家")
    DIGEST_MORE = ("and {n:more story|more stories}", "另有{n}条")
    DIGEST_ALL = ("All of them", "查看全部")
    GATHERED_SINCE = ("Gathered since", "汇总自")
    TELLS_SEVERAL = (
        "This message tells {n:story|stories}: press its button for all of them, then ask of one.",
        "这条消息包含{n}条内容：请先按下方按钮查看全部，再选择其中一条。",
    )
    WHICH_DIGEST = (
        "Which digest? Press the button beneath it, or name its key.",
        "哪条汇总？请按其下方的按钮，或写明其编号。",
    )
    NO_SUCH_DIGEST = (
        "No digest with that key was posted in this channel.",
        "本频道没有这个编号的汇总消息。",
    )
    GATHERED = ("{n:story|stories} of one digest", "汇总中的{n}条消息")

    WHY_THIS = ("Why {name}?", "{name}：为何？")

    # --- the rules of a channel
    CHANNEL = ("What this channel gets", "本频道接收的内容")
    SAVED = ("Done: this is what the channel gets now.", "已保存：本频道现在接收以下内容。")
    SAME = ("It was so already; nothing was changed.", "本来就是这样，没有任何改动。")
    RESET = (
        "Back to the beginning: this is what a new channel gets.",
        "已恢复初始设置：与新频道相同。",
    )
    HEAR_ALL = ("Hear of every company", "接收所有公司")
    COMPANIES = ("Companies", "公司")
    EVERY_COMPANY = ("every company that is watched here", "这里关注的所有公司")
    KINDS = ("Kinds", "类型")
    EVERY_KIND = ("all", "全部")
    CERTAINTY = ("Certainty", "确定性")
    ONLY_OFFICIAL = ("official only", "仅官方消息")
    NO_RUMOURS = ("official and reported, no rumours", "官方与媒体报道，不含传闻")
    ALSO_RUMOURS = ("all, rumours too", "全部，含传闻")
    LANGUAGE = ("Language", "语言")
    IN_LANGUAGE = ("{own}, of news in any language", "{own}，新闻语言不限")
    IN_LANGUAGE_OF = ("{own}, of news in {news}", "{own}，仅限{news}新闻")
    WHEN = ("When", "时间")
    AT_ONCE = ("at once", "立即")
    BURST = (
        "more than {most} within {within} come as one message",
        "{within}内超过{most}条则合并为一条",
    )
    NO_LIMIT = ("no limit", "不限条数")
    IF_AT_ONCE = ("If at once", "立即发送时")
    WITHIN_HOURS = ("{n:hour|hours}", "{n}小时")
    WITHIN_MINUTES = ("{n:minute|minutes}", "{n}分钟")
    HOURLY = ("gathered, every hour", "每小时汇总")
    DAILY = ("gathered, every day at {at}", "每天{at}汇总")
    WEEKLY = ("gathered, every {day} at {at}", "每{day}{at}汇总")
    QUIET = ("Quiet hours", "免打扰")
    QUIET_FROM_TO = (
        "{start} to {end}, {zone} (now {now} there)",
        "{start}至{end}，{zone}（当地现在{now}）",
    )
    AT_ANY_HOUR = ("At any hour", "随时发送")
    UPDATES = ("Updates", "更新")
    BY_EDIT = ("the message is edited", "改写原消息")
    BY_THREAD = ("beneath the message", "在原消息下方")
    NOTHING = ("none", "无")
    OVERDUE = ("Overdue plans", "逾期计划")
    ON = ("told once", "提醒一次")
    CALLS = ("Calls", "提及")
    ANY_KIND = ("Any kind", "任何类型")
    PERSON = ("person {id}", "用户{id}")
    GROUP = ("group {id}", "用户组{id}")
    MUTED = ("Muted", "已静音")
    HELD = ("Held", "暂存")
    HELD_FOR_HOUR = (
        "{n:message is|messages are} held for the hour of a channel; see {command} there.",
        "{n}条消息暂存，等待频道的发送时间；见该频道的 {command}。",
    )
    HELD_UNTIL = ("{n:story waits|stories wait} until {at}", "{n}条消息等到{at}")
    IN_UTC = (
        "These times are UTC; to name yours, type for example: {command}",
        "以上为 UTC 时间；要改为当地时间，例如输入：{command}",
    )
    HOW_TO = ("All that can be set: {command}", "全部设置：{command}")
    MANAGED = (
        "This channel is set in evwatch.toml under [[channels]]: it is changed there, not in chat.",
        "本频道由 evwatch.toml 的 [[channels]] 设定，请在那里修改。",
    )
    DO_AT_ONCE = ("Send at once", "立即发送")
    DO_DAILY = ("Daily digest", "每日汇总")
    DO_QUIET = ("Quiet at night", "夜间免打扰")
    DO_NO_QUIET = ("No quiet hours", "取消免打扰")
    DO_EDIT = ("Edit for updates", "更新时改写")
    DO_THREAD = ("Updates beneath", "更新跟在下方")
    DO_OFFICIAL = ("Official only", "仅官方")
    DO_ANY = ("Rumours too", "含传闻")

    # --- what cannot be read, and what to type instead
    UNKNOWN_SETTING = ("There is no rule “{word}”.", "没有“{word}”这项设置。")
    NO_VALUE = ("What should “{word}” be?", "“{word}”要设为什么？")
    UNKNOWN_CERTAINTY = ("“{word}” is no certainty.", "“{word}”不是确定性。")
    UNKNOWN_LANGUAGE = ("“{word}” is no language that I write.", "“{word}”不是可用的语言。")
    UNKNOWN_UPDATES = ("“{word}” is no way to tell updates.", "“{word}”不是更新方式。")
    UNKNOWN_DIGEST = (
        "“{word}” is no rhythm: off, hourly, daily@09:00 or weekly@mon@09:00.",
        "“{word}”不是汇总频率：可用 off、hourly、daily@09:00、weekly@mon@09:00。",
    )
    UNKNOWN_QUIET = (
        "“{word}” are no quiet hours: from and to, or off.",
        "“{word}”不是免打扰时段：请写起止时间，或 off。",
    )
    UNKNOWN_ZONE = (
        "There is no time zone “{word}”: name it as Europe/Berlin, or a large city.",
        "没有“{word}”这个时区：请写 Asia/Shanghai 之类，或大城市名。",
    )
    UNKNOWN_CAP = (
        "“{word}” is no limit: so many messages in so long, or off.",
        "“{word}”不是上限：请写多长时间内多少条，或 off。",
    )
    UNKNOWN_MENTION = (
        "“{word}” names nobody here: choose the person or group as a mention, or type its id.",
        "“{word}”在这里找不到：请用 @ 选择用户或用户组，或输入其 ID。",
    )
    NOT_EVERYBODY = (
        "Everybody cannot be called; name a person or a group.",
        "不能提及所有人，请指定用户或用户组。",
    )
    TOO_MANY_CALLS = ("At most {n} can be called.", "最多可提及{n}个。")
    ON_OR_OFF = ("“{word}” is neither on nor off.", "“{word}”既不是 on 也不是 off。")
    BAD_VALUE = ("“{word}” cannot be: {why}.", "“{word}”无效：{why}。")
    UNKNOWN_GROUP = (
        "“{word}” is no company or group that is known here.",
        "这里不认识“{word}”这家公司或这个分组。",
    )
    GROUPS_ARE = (
        "Any company's name will do, and these groups: {names}",
        "可写任一公司的名称，或以下分组：{names}",
    )


WEEKDAYS: Final = (
    ("Monday", "周一"),
    ("Tuesday", "周二"),
    ("Wednesday", "周三"),
    ("Thursday", "周四"),
    ("Friday", "周五"),
    ("Saturday", "周六"),
    ("Sunday", "周日"),
)
