"""What is watched, who changed that, and what a visit brings; as frozen values.

All times are aware UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from storage.channels import Delivery
from storage.records import Denial, Item, Story


class SourceKind(StrEnum):
    """How a source is read; each has one reader in `bot.sources`."""

    FEED = "feed"
    PAGE = "page"  # a page without a feed
    DOMAIN = "domain"  # a name: its registration, its records, its certificates
    REGISTER = "register"  # a list of rows: a regulator's, an exchange's


class SourceState(StrEnum):
    """How a source is doing, as `/evwatch status` tells it."""

    NEW = "new"
    OK = "ok"
    PAUSED = "paused"
    FAILING = "failing"


class Role(StrEnum):
    """What a person may do in a workspace; each may do what those before it may."""

    VIEWER = "viewer"  # look, flag, take out what they see
    EDITOR = "editor"  # change the list and what channels hear
    ADMIN = "admin"  # give roles, undo for others, take out everything

    def allows(self, needed: "Role") -> bool:
        """May a person of this role do what needs that one?"""
        order = list(Role)
        return order.index(self) >= order.index(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An address that is visited. `memory` is what the last visit left for the next one."""

    id: str  # digest of the address as added
    kind: SourceKind
    url: str
    title: str = ""  # as people know it; the host name until the source tells its own
    company: str | None = None  # a query feed is about one company
    language: str | None = None
    trust: int = 0  # higher wins when two outlets disagree
    every: timedelta = timedelta(minutes=15)
    backfill: int = 0  # items of the first poll that may alert; 0: the first poll is silent
    memory: Mapping[str, str] = field(default_factory=dict)  # etag, modified, body digest, ...
    failures: int = 0  # in a row
    settings: Mapping[str, str] = field(default_factory=dict)  # what its reader goes by


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A source as `/evwatch status` shows it."""

    source: Source
    state: SourceState
    fault: str | None  # why it fails, in words for people; None when it does not
    last_try: datetime | None
    last_success: datetime | None
    last_new: datetime | None  # when it last brought an item never seen before
    next_try: datetime | None
    items: int  # kept from this source


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """All that one visit changes; recorded whole or not at all."""

    source: str
    at: datetime
    next_at: datetime
    memory: Mapping[str, str]
    title: str | None = None  # the source's own name, when it told one
    items: tuple[Item, ...] = ()  # new and edited ones; others are not written again
    stories: tuple[Story, ...] = ()  # in the state after this visit, revision already raised
    based_on: Mapping[str, int] = field(default_factory=dict)  # story id -> revision it came from
    denials: tuple[Denial, ...] = ()  # of its items, those that deny no story's step
    deliveries: tuple[Delivery, ...] = ()
    questions: tuple[str, ...] = ()  # ids of items to ask the language model about
    failure: str | None = None  # in words for people; None after a success


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """Kept items read anew: what that makes of the stories. No source was visited."""

    at: datetime
    items: tuple[str, ...] = ()  # ids of those that were read anew
    stories: tuple[Story, ...] = ()  # in the state after it, revision already raised
    based_on: Mapping[str, int] = field(default_factory=dict)  # story id -> revision it came from
    deliveries: tuple[Delivery, ...] = ()
    denials: tuple[Denial, ...] = ()  # those that deny no story's step


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who gives a command, and from where."""

    platform: str
    workspace: str
    channel: str
    user: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One change of what a workspace owns: who, when, from where, what it was and what it became.

    `before` and `after` are a few words for people; the rows are kept beside (`storage.changes`).
    """

    at: datetime
    actor: Actor
    command: str
    allowed: bool = True
    before: str | None = None
    after: str | None = None
    needs: Role = Role.EDITOR  # the role that the command needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A source or a company on the watchlist of a workspace; exactly one of the two is set."""

    workspace: str
    source: Source | None = None
    company: str | None = None
    paused_until: datetime | None = None  # `datetime.max` (UTC): until resumed; None: not paused
    managed: bool = False  # owned by the config file, refused for edits in chat
    added_by: str = ""
    added_at: datetime | None = None
