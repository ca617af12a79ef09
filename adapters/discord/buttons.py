"""Buttons: how a command travels in the id of one, and back out of a press.

A short command is the id itself; a longer one is carried by the message (`marks`). A press is
trusted in nothing but what was asked: rights are looked at anew, as for a typed command.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from adapters.discord import marks
from adapters.document import Button
from adapters.plain import one_line, plain
from adapters.units import cut, units

MOST: Final = 25  # five rows of five
IN_A_ROW: Final = 5
LABEL_MAX_UNITS: Final = 80
ID_MAX_UNITS: Final = 100
_SECONDARY: Final = 2
_ID: Final = re.compile(r"(\d{1,2})([rpRP])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press asks for."""

    command: str
    public: bool


@dataclass(frozen=True, slots=True)
class Laid:
    """Buttons as rows of components, and the commands that the message has to carry for them."""

    rows: tuple[Mapping[str, Any], ...] = ()
    carried: Mapping[int, str] = field(default_factory=dict)


def lay(buttons: Iterable[Button], key: str | None) -> Laid:
    """Rows of buttons. One whose command is too long to be carried is left out."""
    made: list[dict[str, Any]] = []
    carried: dict[int, str] = {}
    for number, button in enumerate(tuple(buttons)[:MOST]):
        command = plain(button.command).strip()
        custom_id = f"{number}{'p' if button.public else 'r'}{command}"
        if units(custom_id) > ID_MAX_UNITS:
            if marks.mark(key, {**carried, number: command}) is None:
                continue
            carried[number] = command
            custom_id = f"{number}{'P' if button.public else 'R'}"
        label = cut(one_line(button.label) or one_line(command) or "…", LABEL_MAX_UNITS)
        made.append({"type": 2, "style": _SECONDARY, "label": label, "custom_id": custom_id})
    rows = [made[at : at + IN_A_ROW] for at in range(0, len(made), IN_A_ROW)]
    return Laid(tuple({"type": 1, "components": row} for row in rows), carried)


def pressed(custom_id: str, message: Mapping[str, Any]) -> Pressed | None:
    """What the press of a button asks for; None: the button is none of ours, or too old."""
    found = _ID.fullmatch(custom_id)
    if found is None:
        return None
    number, kind, command = found.groups()
    if kind.isupper():
        command = marks.command_of(message, int(number)) or ""
    return Pressed(command, kind in "pP") if command else None
