"""What every format tells of a step, cleaned once: the words in it come from anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from adapters.plain import plain, web_address
from bot.compose.entries import Entry
from bot.compose.standing import Promises, Standing, standing
from storage.records import Milestone, Telling, digest

# What XML cannot hold and no other format misses, beside what `plain` takes away.
_NO_LETTERS: Final = str.maketrans(dict.fromkeys("\ufffe\uffff"))
WORDS_MAX_CHARS: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Who tells of a step, in which words. `url` is a web address or empty."""

    words: str
    outlet: str
    title: str
    url: str
    told: datetime
    phase: str
    certainty: str
    story: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step with all its evidence, newest first, never empty.

    `id` stays the same when more is told of it: it is of the first statement.
    """

    id: str
    best: Milestone
    stands: Standing
    agency: str
    subject: str
    evidence: tuple[Evidence, ...]
    newest: Evidence  # of its newest state

    @property
    def updated(self) -> datetime:
        """When it was last told."""
        return max(each.told for each in self.evidence)


def steps(entries: Iterable[Entry], promised: Promises) -> tuple[Step, ...]:
    """The steps in the order of the entries."""
    return tuple(_step(entry, standing(entry, promised)) for entry in entries)


def clean(words: str | None) -> str:
    """Words of others without what could disguise them or break a format; none is empty."""
    return plain(words or "", WORDS_MAX_CHARS).translate(_NO_LETTERS)


def _step(entry: Entry, stands: Standing) -> Step:
    first = min(entry.tellings, key=lambda each: (_told(each), each.milestone.id))
    best = entry.best
    return Step(
        id=digest("step", best.company, best.kind, first.milestone.id),
        best=best,
        stands=stands,
        agency=clean(best.agency),
        subject=clean(best.subject),
        evidence=tuple(_evidence(each) for each in entry.tellings),
        newest=_evidence(entry.stating[0]),
    )


def _evidence(telling: Telling) -> Evidence:
    return Evidence(
        words=clean(telling.milestone.evidence),
        outlet=clean(telling.outlet),
        title=clean(telling.title),
        url=web_address(telling.url) or "",
        told=_told(telling),
        phase=telling.milestone.phase.value,
        certainty=telling.milestone.certainty.value,
        story=telling.story,
    )


def _told(telling: Telling) -> datetime:
    return (telling.published or telling.seen).astimezone(UTC)
