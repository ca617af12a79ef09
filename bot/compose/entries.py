"""The steps behind the tellings of a company, each with all who tell of it, newest state first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property
from threading import Lock
from typing import Final

from cachetools import LRUCache

from bot.compose.kept import Kept
from bot.compose.rows import state
from bot.stories.pairs import Compared
from bot.stories.promises import Promise, follow
from bot.stories.slips import told as statement
from bot.stories.steps import Memory, merge
from storage.records import Kind, Milestone, Phase, Telling

ROOM_BYTES: Final = 64 << 20  # of all that was compared, as `_size` has it

Key = tuple[int, bool, int, str]  # day, news, kind, id: where a step stands, the highest first
_RANKS: Final = {kind: -rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A step with all who tell of it. `tellings` are newest first, never empty."""

    best: Milestone
    tellings: tuple[Telling, ...]

    @cached_property
    def when(self) -> date:
        """When it came to its newest state: as dated if it is over or filed, else as first told."""
        m = self.best
        first = min(told(each) for each in self.stating)
        if m.when and m.phase == Phase.DONE:
            return m.when.end
        if m.when and m.phase == Phase.PENDING and m.when.start == m.when.end:  # filed on that day
            return min(max(first, m.when.end), told(self.stating[0]))
        return first

    @property
    def first(self) -> date:
        """The day that `until` compares with: its own first day, or the last telling's."""
        return self.best.when.start if self.best.when else told(self.tellings[0])

    @property
    def last(self) -> date:
        """The day that `since` compares with: its own last day, or the last telling's."""
        return self.best.when.end if self.best.when else told(self.tellings[0])

    @cached_property
    def stating(self) -> tuple[Telling, ...]:
        """The tellings of its newest state, newest first."""
        same = state(self.best, [each.milestone for each in self.tellings])
        return tuple(each for each in self.tellings if each.milestone in same)

    @cached_property
    def key(self) -> Key:
        """Where it stands among the steps of its company; two steps never share one."""
        best = self.best
        return self.when.toordinal(), best.headline, _RANKS[best.kind], best.id


def told(telling: Telling) -> date:
    """The day on which it was told."""
    return (telling.published or telling.seen).astimezone(UTC).date()


@Kept
def entries(tellings: tuple[Telling, ...]) -> tuple[Entry, ...]:
    """The steps behind the tellings of one company, the newest state first."""
    found = (entry for same in kinds_of(tellings) for entry in entries_of(same))
    return tuple(sorted(found, key=lambda entry: entry.key, reverse=True))


@Kept
def entries_of(tellings: tuple[Telling, ...]) -> tuple[Entry, ...]:
    """The steps behind tellings of one company and kind, in no promised order."""
    if not tellings:
        return ()
    newest = sorted(tellings, key=lambda each: each.published or each.seen, reverse=True)
    statements = [each.milestone for each in newest]
    of = statements[0].company, statements[0].kind
    with _LOCK:
        memory = Memory(_COMPARED.get(of, Compared()))
    steps = merge(statements, memory)
    with _LOCK:
        _COMPARED[of] = memory.compared
    return tuple(
        Entry(best=step.best, tellings=tuple(newest[i] for i in step.tellings)) for step in steps
    )


def _size(compared: Compared) -> int:
    """About how many bytes it takes. With 250 statements that all agree it is 6 MB."""
    return 1200 * len(compared.statements) + 180 * len(compared.agreed)


# What was compared last, by company and kind. It only saves time, whatever is in it.
_COMPARED: Final[LRUCache[tuple[str, Kind], Compared]] = LRUCache(ROOM_BYTES, getsizeof=_size)
_LOCK: Final = Lock()


def promises_of(tellings: tuple[Telling, ...], today: date) -> Mapping[str, Promise]:
    """What was promised among the tellings of one company, by the id of each statement of it."""
    found: dict[str, Promise] = {}
    for same in kinds_of(tellings):
        found |= _promises_of(same, today)
    return found


@Kept
def _promises_of(tellings: tuple[Telling, ...], today: date) -> Mapping[str, Promise]:
    return {
        each.milestone.id: promise
        for promise in follow([statement(telling) for telling in tellings], today)
        for each in promise.tellings
    }


def kinds_of(tellings: Iterable[Telling]) -> Sequence[tuple[Telling, ...]]:
    """The tellings of each kind of step, in their order."""
    kinds: dict[Kind, list[Telling]] = {}
    for each in tellings:
        kinds.setdefault(each.milestone.kind, []).append(each)
    return [tuple(same) for same in kinds.values()]
