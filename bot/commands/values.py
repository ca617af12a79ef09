"""What can be commanded, as values: `bot.commands.grammar` reads and writes them as words."""

from dataclasses import dataclass

from bot.commands.times import When
from bot.commands.vocabulary import Action, Muted
from storage.records import Kind, Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """Look up the steps of a company. Empty tuples and None: all of them."""

    company: str
    kinds: tuple[Kind, ...] = ()
    phases: tuple[Phase, ...] = ()
    since: When | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSource:
    """Watch a feed, or the feed that a page names."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCompany:
    """Watch a company of the catalogue."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Watch a company or source no longer."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Let this channel hear of companies; no names: of all that are watched."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollow:
    """Let this channel hear of companies no longer; no names: of nothing at all."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """Show what is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Leave a company or source alone for a while; None: until resumed."""

    name: str
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """End a pause; without a name: let this channel, which could not be posted to, have again."""

    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Show what an address would bring; nothing is stored."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Show how every source is doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Show who tells a story. `story` is its id; empty: that of the message it is asked about."""

    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Show why a story was told here, step by step. `story` as in `Sources`."""

    story: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Say that a story is no milestone; `undo`: that it is one after all.

    `story` as in `Sources`.
    """

    story: str = ""
    undo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """Show which stories people here said to be no milestones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Tell this channel nothing of a company, kind or source; None: until unmuted.

    With a `story` instead of a name: ask what of it. Neither: of the message it is asked about.
    """

    what: Muted | None = None  # None: whichever has this name
    name: str = ""
    story: str = ""
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmute:
    """Tell this channel of it again."""

    what: Muted | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Show what rests in the outbox, or decide about it. `key` may be a beginning; empty: all."""

    action: Action = "list"
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Show what can be typed; about one verb, or about all."""

    verb: str = ""


Lookup = Milestones | List | Status | Help | Sources | Why
Report = Flag  # what everybody may say, and what is kept
Edit = (
    AddSource
    | AddCompany
    | Remove
    | Follow
    | Unfollow
    | Pause
    | Resume
    | Preview
    | Mute
    | Unmute
    | Flags
    | Queue
)
Command = Lookup | Report | Edit
