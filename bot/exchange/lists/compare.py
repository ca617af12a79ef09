"""What a file would change of a watchlist: values in, a difference out; nothing is touched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Final

from bot.exchange.lists.entries import Listed, Placed, told
from bot.sources.making import MakingError, made, spoken
from storage.records import digest
from storage.sources import Watch


class Fate(StrEnum):
    """What becomes of one entry."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    MANAGED = "managed"  # the config file's: left alone
    AGAIN = "again"  # a line above names it already


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One entry of a file beside what is watched. `changes`: field, before, after, as text."""

    line: int
    listed: Listed
    fate: Fate
    changes: tuple[tuple[str, str, str], ...] = ()
    first: int = 0  # the line that names it already


# Whose absence in a file says nothing; a kind is part of what a source is.
_SETTABLE: Final = ("title", "company", "language", "every", "backfill")


def listed(watch: Watch) -> Listed:
    """What is watched, as a file tells it."""
    source = watch.source
    if source is None:
        return Listed(kind="company", company=watch.company or "")
    return Listed(
        kind=source.kind,
        url=spoken(source.kind, source.url, source.settings),
        title=source.title,
        company=source.company or "",
        language=source.language or "",
        every=source.every,
        backfill=source.backfill,
    )


def exported(watch: Watch) -> Listed:
    """What is watched, as it is given away: a rhythm only where somebody asked for one."""
    entry = listed(watch)
    is_usual = watch.own.every is None and entry.every in {None, _usual(entry.url)}
    return replace(entry, every=None) if is_usual else entry


def _usual(words: str) -> timedelta | None:
    try:
        return made(words).source().every
    except MakingError:  # a register that is defined no more
        return None


def key(entry: Listed) -> tuple[str, str]:
    """What tells an entry apart: its company, or the id of its source."""
    return (entry.company, "") if entry.is_company else ("", digest(entry.url))


def compare(entries: Iterable[Placed], watches: Sequence[Watch]) -> tuple[Compared, ...]:
    """Each entry with what would become of it, in the order of the file."""
    current = {
        (watch.company or "", watch.source.id if watch.source else ""): watch for watch in watches
    }
    seen: dict[tuple[str, str], int] = {}
    found: list[Compared] = []
    for placed in entries:
        entry, id_ = placed.listed, key(placed.listed)
        first = seen.setdefault(id_, placed.line)
        watch = current.get(id_)
        changes: tuple[tuple[str, str, str], ...] = ()
        if first != placed.line:
            fate = Fate.AGAIN
        elif watch is None:
            fate = Fate.NEW
        elif watch.managed:
            fate = Fate.MANAGED
        else:
            changes = _changes(entry, listed(watch))
            fate = Fate.CHANGED if changes else Fate.SAME
        found.append(
            Compared(line=placed.line, listed=entry, fate=fate, changes=changes, first=first)
        )
    return tuple(found)


def seal(compared: Iterable[Compared]) -> str:
    """A short name for a difference: another one when anything of it is different."""
    return digest(
        *(
            f"{c.fate} {told(c.listed)} {c.changes}"
            for c in compared
            if c.fate in {Fate.NEW, Fate.CHANGED}
        )
    )


def _changes(entry: Listed, now: Listed) -> tuple[tuple[str, str, str], ...]:
    wanted, had = told(entry), told(now)
    return tuple(
        (name, had.get(name, ""), wanted[name])
        for name in _SETTABLE
        if name in wanted and wanted[name] != had.get(name, "")
    )
