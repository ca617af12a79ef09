"""The rules of a channel beyond what it hears of: when it hears, and who is called; frozen values.

Times of day are local to the channel's zone.
"""

from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from typing import Final, Literal

from storage.records import Kind


class Beat(StrEnum):
    """How often a channel gets what has gathered for it."""

    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Alerts gathered into one message: on the hour, or at `at`; `day` of a week, Monday is 0."""

    every: Beat
    at: time = time(9)
    day: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """No message from `start`, inclusive, to `end`, exclusive; over midnight where it is later."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """At most so many messages within so long; what comes after them is gathered into one."""

    most: int
    within: timedelta


BURST: Final = Cap(most=10, within=timedelta(hours=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When a channel hears. As it is built: at once, but for a burst.

    What tells of a kind in `bypass` comes at once whatever else is said.
    """

    digest: Digest | None = None
    quiet: Quiet | None = None
    zone: str = "UTC"  # IANA
    bypass: tuple[Kind, ...] = ()
    cap: Cap | None = BURST


USUAL: Final = Pace()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody who is called by messages that tell of a kind; None: of any."""

    kind: Kind | None
    who: Literal["user", "group"]  # a group of people: a role, a user group
    id: str  # the platform's
