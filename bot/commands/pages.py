"""What is told of each verb: what to type, and what it gives; in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Pair = tuple[str, str]  # English, Chinese


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Help about one verb: its form, what it does, and examples with what each gives."""

    form: str
    short: Pair
    long: tuple[Pair, ...]
    examples: tuple[tuple[str, Pair], ...]

    @property
    def example(self) -> str:
        """What to type, for somebody who typed something else."""
        return self.examples[0][0]


PAGES: Final[Mapping[str, Page]] = {
    "milestones": Page(
        form="/milestones COMPANY",
        short=("the steps of a company, newest first", "一家公司的进展，最新在前"),
        long=(
            (
                (
                    "Shows each step once, in its newest state, with how sure it is, when it is "
                    "dated, and who tells it. A name in any script will do."
                ),
                "每项进展只列一次，显示最新状态、可信度、时间和来源。中英文名称均可。",
            ),
            (
                "Narrow it with kind:, phase: and since:, in any order; lists take commas.",
                "可用 kind:（类型）、phase:（阶段）、since:（起始）筛选，多个值用逗号分隔。",
            ),
        ),
        examples=(
            ("/milestones xiaomi", ("all steps of Xiaomi", "小米的全部进展")),
            ("/milestones 小米", ("the same", "同上")),
            (
                "/milestones byd kind:delivery,factory since:2023",
                ("deliveries and plants, from 2023 on", "2023年以来的交付与工厂"),
            ),
            (
                '/milestones "li auto" phase:planned since:"last month"',
                ("what it still plans, as told since last month", "上月以来的计划"),
            ),
            ("/milestones nio since:30d page:2", ("the second page of it", "第二页")),
        ),
    ),
    "add": Page(
        form="/evwatch add ADDRESS or COMPANY",
        short=("watch a feed or a company, and tell this channel", "关注来源或公司并在本频道提醒"),
        long=(
            (
                (
                    "Takes the address of a feed, the address of a page that has one, or the name "
                    "of a company. This channel hears of it from then on."
                ),
                "可输入订阅源网址、含订阅源的网页网址，或公司名称。之后本频道会收到消息。",
            ),
            (
                "The first visit of a feed is silent: what is there already counts as known.",
                "首次访问不提醒：已有内容视为已知。",
            ),
        ),
        examples=(
            ("/evwatch add nio", ("watch NIO", "关注蔚来")),
            ("/evwatch add https://example.org/feed", ("watch a feed", "添加订阅源")),
            (
                "/evwatch add https://example.org/",
                ("find the feed of a page; if there are several, choose", "查找网页的订阅源"),
            ),
        ),
    ),
    "remove": Page(
        form="/evwatch remove NAME",
        short=("watch a feed or company no longer", "不再关注来源或公司"),
        long=(
            (
                (
                    "Takes a company, or a source by its name, host or address. What was told "
                    "stays in the memory. What the configuration file sets is changed there."
                ),
                "可输入公司，或来源的名称、域名、网址。已有记录会保留。配置文件设定的内容请在文件中修改。",
            ),
        ),
        examples=(
            ("/evwatch remove nio", ("watch NIO no longer", "不再关注蔚来")),
            ("/evwatch remove example.org", ("the source of that host", "移除该域名的来源")),
        ),
    ),
    "follow": Page(
        form="/evwatch follow COMPANY, … or all",
        short=("let this channel hear of companies", "让本频道收到公司消息"),
        long=(
            (
                "Changes what this channel hears and nothing else. Several companies take commas.",
                "只改变本频道收到的内容。多家公司用逗号分隔。",
            ),
        ),
        examples=(
            ("/evwatch follow byd, li auto", ("these two as well", "再加上这两家")),
            ("/evwatch follow all", ("every company that is watched here", "这里关注的所有公司")),
        ),
    ),
    "unfollow": Page(
        form="/evwatch unfollow COMPANY, … or all",
        short=("let this channel hear of companies no longer", "本频道不再收到公司消息"),
        long=(
            (
                "Changes what this channel hears and nothing else; the watchlist stays as it is.",
                "只改变本频道收到的内容，关注列表不变。",
            ),
        ),
        examples=(
            ("/evwatch unfollow byd", ("BYD no longer", "不再接收比亚迪")),
            ("/evwatch unfollow all", ("nothing any more", "不再接收任何消息")),
        ),
    ),
    "list": Page(
        form="/evwatch list",
        short=("what is watched, and what this channel hears", "关注列表与本频道订阅"),
        long=(
            (
                (
                    "Shows companies and sources, which of them are paused, and which the "
                    "configuration file owns."
                ),
                "列出公司与来源、哪些已暂停、哪些由配置文件设定。",
            ),
        ),
        examples=(("/evwatch list", ("the watchlist", "关注列表")),),
    ),
    "pause": Page(
        form="/evwatch pause NAME [until DATE | for 3d]",
        short=("leave a feed or company alone for a while", "暂停来源或公司"),
        long=(
            (
                "Without a time it stays paused until you resume it. Days begin at 0:00 UTC.",
                "不写时间则一直暂停到恢复为止。日期从 UTC 0 点算起。",
            ),
        ),
        examples=(
            ("/evwatch pause nio for 3d", ("three days of silence", "暂停三天")),
            ("/evwatch pause example.org until 2030-01-15", ("until that day", "暂停到该日")),
            ("/evwatch pause nio until next week", ("until Monday", "暂停到下周一")),
        ),
    ),
    "resume": Page(
        form="/evwatch resume [NAME]",
        short=("end a pause, or let this channel have what waits", "结束暂停，或恢复本频道的发送"),
        long=(
            ("The source is visited again at once.", "来源会立即重新访问。"),
            (
                (
                    "Without a name it is about this channel: when it could not be posted to for a "
                    "while, it gets what waited."
                ),
                "不写名称则针对本频道：此前无法发送的消息会继续发送。",
            ),
        ),
        examples=(
            ("/evwatch resume nio", ("watch NIO again", "恢复关注蔚来")),
            ("/evwatch resume", ("this channel, after it was lost", "恢复本频道")),
        ),
    ),
    "preview": Page(
        form="/evwatch preview ADDRESS",
        short=("see what a feed would post; nothing is stored", "预览订阅源会发送什么，不保存"),
        long=(
            (
                (
                    "Reads the address once and shows what would have been posted, and why the "
                    "rest stays silent."
                ),
                "读取一次，显示会发送的消息，以及其余内容为何不提醒。",
            ),
        ),
        examples=(
            ("/evwatch preview https://example.org/feed", ("try that feed", "试读该订阅源")),
        ),
    ),
    "status": Page(
        form="/evwatch status",
        short=("how every source is doing, and what waits", "各来源状态与待发送消息"),
        long=(
            (
                (
                    "For each source: its state and fault, its last success, its last new item, "
                    "and the next try; then the deliveries that wait."
                ),
                "每个来源的状态与故障、上次成功、最近新内容、下次访问；以及等待发送的消息。",
            ),
        ),
        examples=(("/evwatch status", ("the state of it all", "整体状态")),),
    ),
    "sources": Page(
        form="/evwatch sources [#STORY]",
        short=("who tells a story, with links", "一条消息的所有来源"),
        long=(("The button under an alert does this.", "消息下方的按钮即可。"),),
        examples=(("/evwatch sources #0123456789abcdef0123", ("of that story", "该消息的来源")),),
    ),
    "why": Page(
        form="/evwatch why [#STORY]",
        short=("why a story was told here, step by step", "为何在此提醒"),
        long=(
            (
                (
                    "Shows the steps that were read and in which words, which texts were joined to "
                    "one story, and what this channel follows."
                ),
                "显示读到的进展及原文、合并的来源，以及本频道的订阅。",
            ),
        ),
        examples=(("/evwatch why #0123456789abcdef0123", ("about that story", "关于该消息")),),
    ),
    "mute": Page(
        form="/evwatch mute NAME [until DATE | for 3d]",
        short=("tell this channel nothing of a company, kind or source", "本频道不再接收某项"),
        long=(
            (
                (
                    "Only this channel, and at once. company:, kind: and source: say what is "
                    "meant where a name could be several."
                ),
                "只影响本频道，立即生效。可用 company:、kind:、source: 指明类别。",
            ),
        ),
        examples=(
            ("/evwatch mute nio for 7d", ("a week without NIO", "一周不收蔚来")),
            ("/evwatch mute kind:recall", ("no recalls", "不收召回消息")),
        ),
    ),
    "unmute": Page(
        form="/evwatch unmute NAME",
        short=("tell this channel of it again", "恢复接收"),
        long=(("What was muted is shown by /evwatch list.", "/evwatch list 显示已静音的内容。"),),
        examples=(("/evwatch unmute kind:recall", ("recalls again", "恢复召回消息")),),
    ),
    "flag": Page(
        form="/evwatch flag [#STORY]",
        short=("say that an alert is no milestone", "标记为误报"),
        long=(
            (
                "Anybody may; the people who run this place see how many do.",
                "任何人都可以；管理者可看到统计。",
            ),
        ),
        examples=(("/evwatch flag #0123456789abcdef0123", ("that story is none", "标记该消息")),),
    ),
    "unflag": Page(
        form="/evwatch unflag [#STORY]",
        short=("take that back", "撤销误报标记"),
        long=(("Takes back what you said yourself.", "撤销您自己的标记。"),),
        examples=(("/evwatch unflag #0123456789abcdef0123", ("it is one after all", "撤销标记")),),
    ),
    "flags": Page(
        form="/evwatch flags",
        short=("which alerts people called no milestone", "被标记为误报的消息"),
        long=(("The latest first, with how many people said so.", "最新在前，附人数。"),),
        examples=(("/evwatch flags", ("the tally", "统计")),),
    ),
    "queue": Page(
        form="/evwatch queue [retry KEY | skip KEY]",
        short=("what waits to be posted, and what needs your word", "待发送与待决定的消息"),
        long=(
            (
                (
                    "A message whose answer was lost, in a channel whose history I may not read, "
                    "rests here: look whether it is there, then retry or skip it."
                ),
                "若发送结果不明且无法读取频道历史，消息会停在这里：请先查看频道，再选择重试或跳过。",
            ),
        ),
        examples=(
            ("/evwatch queue", ("what waits", "查看队列")),
            ("/evwatch queue retry all", ("send all of it", "全部重发")),
            ("/evwatch queue skip 0123abcd", ("never send that one", "跳过该消息")),
        ),
    ),
    "help": Page(
        form="/evwatch help [VERB]",
        short=("this page, or more about one verb", "本页，或某个命令的说明"),
        long=(("Tells what can be typed, with examples.", "说明可以输入的命令，附示例。"),),
        examples=(("/evwatch help add", ("all about add", "关于 add 的说明")),),
    ),
}
