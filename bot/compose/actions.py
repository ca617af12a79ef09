"""The buttons under an answer to a look-up: other pages, then what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.document import Button, Buttons, Part
from bot.compose.lookup_words import Look
from bot.compose.rows import company_name
from storage.records import Company


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """The commands of the pages beside this one; empty where there is none."""

    newer: str = ""
    older: str = ""
    newest: str = ""  # asks anew: something came in since the list was made


def row(
    turns: Turns, language: str, *, follows: Company | None = None, more: Sequence[Button] = ()
) -> list[Part]:
    """One row of buttons, nothing for none.

    `follows`: what this channel could hear of and does not yet; `more`: what only some answers
    have. What gives the answer to everybody comes last, and is put there by who knows the command.
    """
    items: list[Button] = []
    if turns.newest:
        items.append(Button(Look.NEWEST.say(language), turns.newest))
    if turns.newer:
        items.append(Button(Look.NEWER.say(language), turns.newer))
    if turns.older:
        items.append(Button(Look.OLDER.say(language), turns.older))
    items += more
    if follows:
        name = company_name(follows, language)
        items.append(
            Button(Look.FOLLOW.say(language, company=name), f"/evwatch follow {follows.id}")
        )
    return [Buttons(tuple(items))] if items else []
