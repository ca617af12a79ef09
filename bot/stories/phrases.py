"""Ways to tell a step, from the wording tables: the first that its cues and slots allow."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.stories.cues import weaker
from bot.stories.told import Told
from storage.records import Kind, Phase

Slots = Mapping[str, str]

# Slots that tell nothing of their own.
SAYING_NOTHING: Final = frozenset(
    (
        "new",
        "deal",
        "mark",
        "marks",
        "published",
        "posts",
        "through",
        "halted",
        "undated",
        "site",
        "preseries",
    )
)
_SLOT: Final = re.compile(r"\{([a-z]+)\}")


class Detail(IntEnum):
    """How much is told of a step: its name alone, what fits a headline, all of it."""

    BARE = 0  # company, step, hedge
    CORE = 1  # subject and date too
    LINE = 2  # all of it, as a headline is written
    FULL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One row of a wording table; which forms of the verb it has is for its language."""

    kind: Kind
    cue: str
    without: str  # a cue that must not be there
    needs: frozenset[str]
    lacks: frozenset[str]
    phases: frozenset[str]
    forms: Mapping[str, str]
    takes: tuple[str, ...]
    adds: tuple[str, ...]
    noun: tuple[str, ...]
    pending: tuple[str, ...]
    dropped: tuple[str, ...]  # what takes the place of "dropped", as past and as participle
    since: str  # what the day of something pending was: "opened"
    is_act: bool  # is what is pending told as an act of its day: "applied for approval on 5 May"?
    lasts: bool  # does it go on from its date: "has tested it since January"?
    is_whole: bool  # does it say enough without a slot: "went public"?

    @property
    def slots(self) -> frozenset[str]:
        """All slots that it can say."""
        pieces = (*self.forms.values(), *self.takes, *self.adds)
        return frozenset(name for piece in pieces for name in _SLOT.findall(piece))


def choose(name: str, step: Told, slots: Slots) -> Phrase:
    """The row of a wording table that tells this step."""
    phase = step.milestone.phase.value
    rows = [
        row for row in phrases(name)[step.milestone.kind] if phase in row.phases or not row.phases
    ]
    cues = {row.cue for row in rows if row.cue and step.says(row.cue)}
    cues -= {other for cue in cues for other in weaker(cue)}
    cue = cues.pop() if len(cues) == 1 else ""
    return next(row for row in rows if _fits(row, step, slots, cue))


def says_nothing(name: str, step: Told, slots: Slots) -> bool:
    """Would its clause be a verb without anything that it tells of: "launched a new model"?"""
    phrase = choose(name, step, slots)
    is_deal = step.many and step.milestone.kind is Kind.PARTNERSHIP  # they name each other
    told = phrase.slots - SAYING_NOTHING
    return not phrase.is_whole and not is_deal and not any(slots.get(slot) for slot in told)


def fill(pieces: Sequence[str], slots: Slots) -> str:
    """Of each piece the first choice whose slots are all filled; nothing when none is."""
    said: list[str] = []
    for piece in pieces:
        for choice in piece.split("|"):
            if all(slots.get(name) for name in _SLOT.findall(choice)):
                said.append(_SLOT.sub(lambda slot: slots[slot[1]], choice))
                break
    return "".join(said)


@cache
def phrases(name: str) -> Mapping[Kind, tuple[Phrase, ...]]:
    """A wording table by kind, each kind's rows in the order of the table."""
    rows = [_phrase(row) for row in table(name)["step"]]
    return {kind: tuple(row for row in rows if row.kind is kind) for kind in Kind}


def _phrase(row: Mapping[str, object]) -> Phrase:
    def words(key: str) -> tuple[str, ...]:
        value = row.get(key, ())
        return tuple(map(str, value)) if isinstance(value, list) else ()

    return Phrase(
        kind=Kind(str(row["kind"])),
        cue=str(row.get("cue", "")),
        without=str(row.get("without", "")),
        needs=frozenset(words("needs")),
        lacks=frozenset(words("lacks")),
        phases=frozenset(words("phases")),
        forms={key: value for key, value in row.items() if isinstance(value, str)},
        takes=words("takes"),
        adds=words("adds"),
        noun=words("noun"),
        pending=words("pending"),
        dropped=words("dropped"),
        since=str(row.get("since", "")),
        is_act=bool(row.get("is_act")),
        lasts=bool(row.get("lasts")),
        is_whole=bool(row.get("whole")),
    )


def _fits(row: Phrase, step: Told, slots: Slots, cue: str) -> bool:
    return (
        row.cue in {"", cue}
        and not (row.without and step.says(row.without))
        and (step.milestone.phase.value in row.phases or any(row.noun) or not _is_undone(step))
        and all(slots.get(slot) for slot in row.needs)
        and not any(slots.get(slot) for slot in row.lacks)
    )


def _is_undone(step: Told) -> bool:
    return step.milestone.phase in {Phase.DELAYED, Phase.CANCELLED}
