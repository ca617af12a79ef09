"""The rhythm of a source: learned from when its articles came, or asked for by who watches it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from statistics import fmean
from typing import Final

BEATS_MAX: Final = 30  # remembered; older ones say little about now
LEARNED: Final = 5  # beats from which there is a rhythm at all
TOGETHER: Final = timedelta(minutes=5)  # articles that come within it are one beat
REST_MIN: Final = timedelta(days=3)  # nobody is called silent sooner
REST_MAX: Final = timedelta(days=180)
RESTS: Final = 3  # times the longest pause so far, until a pause is out of rhythm

ASKED_MIN: Final = timedelta(minutes=5)  # both inclusive
ASKED_MAX: Final = timedelta(days=7)

BEATS: Final = "beats"  # in the memory of a source: seconds since 1970, oldest first


def beats(memory: Mapping[str, str]) -> tuple[datetime, ...]:
    """What is remembered of when articles came, oldest first."""
    words = memory.get(BEATS, "").split()
    return tuple(datetime.fromtimestamp(int(word), UTC) for word in words if word.isdecimal())


def remembered(known: Iterable[datetime], more: Iterable[datetime]) -> dict[str, str]:
    """The memory of these beats, as `beats` reads it; those that come together count once."""
    kept: list[datetime] = []
    for each in sorted({*known, *more}):
        if not kept or each - kept[-1] >= TOGETHER:
            kept.append(each)
    words = [str(int(each.timestamp())) for each in kept[-BEATS_MAX:]]
    return {BEATS: " ".join(words)} if words else {}


def gap(known: tuple[datetime, ...], now: datetime) -> timedelta | None:
    """The usual time between two beats; None while there is no rhythm.

    The pause since the last one counts where it is the longer: a source that falls asleep is
    visited less and less.
    """
    if len(known) < LEARNED:
        return None
    mean = timedelta(seconds=fmean(_gaps(known)))
    return max(mean, (now - known[-1]) / 2)


def asked(rhythm: timedelta, *, least: timedelta = ASKED_MIN) -> timedelta:
    """A rhythm that was asked for, within bounds; never quicker than `least`."""
    return max(min(rhythm, ASKED_MAX), ASKED_MIN, least)


def silent_after(known: tuple[datetime, ...]) -> datetime | None:
    """When silence begins to be out of rhythm; None while there is no rhythm."""
    if len(known) < LEARNED:
        return None
    longest = timedelta(seconds=max(_gaps(known)))
    return known[-1] + min(max(longest * RESTS, REST_MIN), REST_MAX)


def _gaps(known: tuple[datetime, ...]) -> list[float]:
    return [(b - a).total_seconds() for a, b in pairwise(known)]
