"""What can be typed, as forms for platforms that have menus: one for each verb."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from adapters.forms import Choice, Form, Option
from bot.commands.grammar import parse
from bot.commands.pages import PAGES
from bot.commands.values import Edit
from bot.commands.vocabulary import ACTIONS
from bot.commands.vocabulary import KINDS as KIND_WORDS
from bot.compose.wording import KINDS, PHASES

_WHO: Final = ("A company, in any script", "公司名称，中英文均可")
_UNTIL: Final = Option(
    name="until",
    description="Until when: 3d, 2030-01-15, next week",
    description_zh="到何时：3d、2030-01-15、下周",
    keyed=True,
)
_STORY: Final = Option(
    name="story",
    description="The story, as an alert's buttons name it",
    description_zh="消息编号（见消息按钮）",
)


def _choice(labels: tuple[str, str], value: str) -> Choice:
    return Choice(label=labels[0], label_zh=labels[1], value=value)


_KIND_CHOICES: Final = tuple(_choice(KINDS[kind], kind.value) for kind in KIND_WORDS)
_PHASE_CHOICES: Final = tuple(_choice(words, phase.value) for phase, words in PHASES.items())


def _name(text: tuple[str, str], *, required: bool = True, suggests: bool = True) -> Option:
    return Option(
        name="name",
        description=text[0],
        description_zh=text[1],
        required=required,
        suggests=suggests,
    )


_MILESTONES: Final = (
    Option(
        name="company",
        description=_WHO[0],
        description_zh=_WHO[1],
        required=True,
        suggests=True,
    ),
    Option(
        name="kind",
        description="Only steps of this kind",
        description_zh="只看某类进展",
        keyed=True,
        choices=_KIND_CHOICES,
    ),
    Option(
        name="phase",
        description="Only steps that have come so far",
        description_zh="只看某阶段",
        keyed=True,
        choices=_PHASE_CHOICES,
    ),
    Option(
        name="since",
        description="Only steps since then: 2023, 30d, last month",
        description_zh="起始时间：2023、30d、上月",
        keyed=True,
    ),
)
_SOURCE_OR_COMPANY: Final = (
    "A company, or a source by name or address",
    "公司，或来源的名称、网址",
)
_OPTIONS: Final[Mapping[str, tuple[Option, ...]]] = {
    "milestones": _MILESTONES,
    "add": (_name(("A company, or the address of a feed or page", "公司，或订阅源、网页的网址")),),
    "remove": (_name(_SOURCE_OR_COMPANY),),
    "follow": (_name(("Companies, with commas; or all", "公司，用逗号分隔；或 all")),),
    "unfollow": (_name(("Companies, with commas; or all", "公司，用逗号分隔；或 all")),),
    "pause": (_name(_SOURCE_OR_COMPANY), _UNTIL),
    "resume": (
        _name(("What to resume; nothing: this channel", "要恢复的；不填为本频道"), required=False),
    ),
    "preview": (_name(("The address of a feed or page", "订阅源或网页的网址"), suggests=False),),
    "help": (
        Option(
            name="verb",
            description="About which command",
            description_zh="哪个命令",
            suggests=True,
        ),
    ),
    "sources": (_STORY,),
    "why": (_STORY,),
    "flag": (_STORY,),
    "unflag": (_STORY,),
    "mute": (_name(("A company, kind or source", "公司、类型或来源")), _UNTIL),
    "unmute": (_name(("A company, kind or source", "公司、类型或来源")),),
    "queue": (
        Option(
            name="action",
            description="What to do; nothing: show it",
            description_zh="操作；不填为查看",
            choices=tuple(_choice((name, others[-1]), name) for name, others in ACTIONS.items()),
        ),
        Option(
            name="key",
            description="Which message, by its key; or all",
            description_zh="消息编号，或 all",
        ),
    ),
}


@cache
def forms() -> Sequence[Form]:
    """Every verb with its blanks, `/milestones` first."""
    return tuple(
        Form(
            path=("milestones",) if verb == "milestones" else ("evwatch", verb),
            description=page.short[0],
            description_zh=page.short[1],
            options=_OPTIONS.get(verb, ()),
            edits=isinstance(parse(page.example), Edit),
        )
        for verb, page in PAGES.items()
    )
