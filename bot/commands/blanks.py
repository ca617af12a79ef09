"""Blanks that the forms of several verbs share, for platforms with menus."""

from collections.abc import Iterable
from typing import Final

from adapters.forms import Choice, Option

UNTIL: Final = Option(
    name="until",
    description="Until when: 3d, 18:00, monday, 2030-01-15",
    description_zh="到何时：3d、18:00、周一、2030-01-15",
    keyed=True,
)
STORY: Final = Option(
    name="story",
    description="The story, as an alert's buttons name it",
    description_zh="消息编号（见消息按钮）",
)
PAGE: Final = Option(
    name="page",
    description="Which page of the answer",
    description_zh="第几页",
    keyed=True,
)
SOURCE_OR_COMPANY: Final = (
    "A company, or a source by name or address",
    "公司，或来源的名称、网址",
)


def name(
    text: tuple[str, str], *, required: bool = True, suggests: bool = True, is_open: bool = False
) -> Option:
    """The one thing that a verb is about; `text` says in both languages what may stand there."""
    return Option(
        name="name",
        description=text[0],
        description_zh=text[1],
        required=required,
        suggests=suggests,
        is_open=is_open,
    )


def choice(labels: tuple[str, str], value: str) -> Choice:
    """One of a closed set of values."""
    return Choice(label=labels[0], label_zh=labels[1], value=value)


def choices(labelled: Iterable[tuple[str, tuple[str, str]]]) -> tuple[Choice, ...]:
    """A closed set: each value with its labels in both languages."""
    return tuple(choice(labels, value) for value, labels in labelled)
