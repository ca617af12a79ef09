"""`Document`: what a message says, on any platform. A short closed set of parts.

A renderer handles every part or fails its type check (`assert_never`). Text is plain: a renderer
escapes it for its platform; nothing from outside is ever markup here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look. `href` is an http(s) address or None."""

    text: str
    bold: bool = False
    faint: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """The first line: what happened. `tag` is a short word before it (such as a company)."""

    text: str
    tag: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a list: a step with its marks.

    `phase` and `certainty` are the guide's words (planned, done, ...; official, ...) or empty:
    renderers may show them as badges. `label` and `detail` are already in the reader's language.
    """

    label: str
    detail: tuple[Run, ...] = ()
    phase: str = ""
    phase_text: str = ""
    certainty: str = ""
    certainty_text: str = ""
    when: str = ""

    @property
    def is_step(self) -> bool:
        """A step with its marks, not a name and its value."""
        return any((self.phase, self.phase_text, self.certainty, self.certainty_text))


@dataclass(frozen=True, slots=True)
class Facts:
    """Steps, or name and value pairs, one a line."""

    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, literally. `source` says whose."""

    text: str
    source: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """Sources or actions that lead elsewhere: (label, address) pairs."""

    items: tuple[tuple[str, str], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, or a table in fixed width."""

    text: str


@dataclass(frozen=True, slots=True)
class Button:
    """Runs `command` (a full slash command) as the person who presses it.

    `public`: its answer is for everybody in the channel.
    """

    label: str
    command: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class Buttons:
    """Buttons in a row."""

    items: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    """The small print. `at` is shown in the reader's own time."""

    text: str
    at: datetime | date | None = None


Part = Title | Text | Facts | Quote | Links | Code | Buttons | Footer


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Somebody whom a message calls: a person, or a group of people (a role, a user group).

    Only this calls anybody: no text is ever read as a mention. An id that the platform would not
    give is left out.
    """

    who: Literal["user", "group"]
    id: str  # the platform's


@dataclass(frozen=True, slots=True)
class Document:
    """A message. `plain` is its one-line form, for notifications and as a last resort."""

    parts: tuple[Part, ...]
    plain: str
    tone: str = "neutral"  # alert, answer, warning, error, neutral
    mentions: tuple[Mention, ...] = ()
