"""What a channel hears and how far that is: subscriptions, silences, deliveries; as frozen values.

All times are aware UTC.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from storage.records import Certainty, Kind, digest
from storage.rules import USUAL, Call, Pace


class DeliveryState(StrEnum):
    """Where a delivery stands: waiting -> sending -> sent | dropped.

    `held` waits for its channel's hour (see `storage.rules`).

    `parked` rests until a person acts. `uncertain` may have been posted: it is looked for at
    `not_before`; without that time nobody can look, and it rests for a person, too.
    """

    WAITING = "waiting"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    PARKED = "parked"
    DROPPED = "dropped"


class Updates(StrEnum):
    """How a channel wants to hear that a story it has grew."""

    EDIT = "edit"
    THREAD = "thread"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where alerts go: one channel of one workspace on one platform."""

    platform: str
    workspace: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}/{self.workspace}/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a channel wants to hear. An empty tuple means: all of them.

    `companies` may hold groups of the catalogue beside companies.
    """

    id: str
    channel: Channel
    companies: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    floor: Certainty = Certainty.RUMOURED  # the least certain that is told
    language: str = "en"
    updates: Updates = Updates.THREAD
    promises: bool = False  # hear of planned steps whose time has passed without news of them
    news: tuple[str, ...] = ()  # the languages of the news that it wants to hear of
    pace: Pace = USUAL
    calls: tuple[Call, ...] = ()
    managed: bool = field(default=False, compare=False)  # the config file's


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One revision of one story for one channel, in the outbox."""

    channel: Channel
    story: str
    revision: int
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    not_before: datetime | None = None
    message: str | None = None  # the platform's id of the posted message
    created: datetime | None = None
    attempted: datetime | None = None  # when the last attempt began
    digest: str | None = None  # the key of the one message that tells it with others

    @property
    def key(self) -> str:
        """Unique for story, revision and channel; 20 characters (Discord's nonce allows 25)."""
        return digest(self.story, str(self.revision), str(self.channel))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a channel heard of a story last."""

    message: str  # the platform's id of it
    revision: int  # of the story, as it was told
    is_shared: bool = False  # it tells other stories, too
    at: datetime | None = None  # when what it tells was found


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """What a channel hears nothing of. `name`: the id of a company or source, or a kind."""

    channel: Channel
    what: Literal["company", "kind", "source"]
    name: str
    until: datetime  # `datetime.max` (UTC): until it is ended
    label: str = ""  # of a source, its title then


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagging:
    """A story of which people of one workspace said that it is no milestone."""

    story: str
    title: str
    people: tuple[str, ...]  # by name, in the order in which they said so
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """A channel that takes no messages until something is mended; its deliveries wait."""

    channel: Channel
    since: datetime
    fault: str  # in words for people
    next_probe: datetime
    probes: int = 0  # that failed since
    told: bool = False  # do the operators know
