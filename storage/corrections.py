"""What one workspace knows better: its own companies and names, its corrections; frozen values.

Nothing of it changes what was extracted: `bot.stories.overlay` lays it over what is read.
All times are aware UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.records import Milestone, digest

OWN: Final = "_"  # in the id of what is one workspace's own; no id of the catalogue holds it
OWN_CHARS: Final = 10


def own_id(workspace: str, name: str) -> str:
    """The id of a company of one workspace: never that of another workspace, and no words of it.

    The same name, as names are compared, gives the same id again.
    """
    return f"own{OWN}{digest('own', workspace, name)[:OWN_CHARS]}"


def own_pool(workspace: str, company: str) -> str:
    """The id under which is kept what a workspace's names of a known company bring."""
    return own_id(workspace, f"={company}")


def is_own(company: str) -> bool:
    """Is this the id of a company, or of the names of one, that belongs to one workspace?"""
    return OWN in company


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnName:
    """A name that one workspace gives to a company."""

    text: str
    key: str  # as names are compared: no two companies of a workspace share one
    common: bool = False  # also a common word: it needs context


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A company of one workspace, or further names of one of the catalogue."""

    workspace: str
    company: str  # its own id, or that of the catalogue
    name: str = ""  # what it is called; empty for one of the catalogue
    names: tuple[OwnName, ...] = ()  # every one that the workspace gave, `name` included
    into: str = ""  # the company under which its steps are shown; empty: its own

    @property
    def pool(self) -> str:
        """The id under which what these names bring is kept among what all workspaces share."""
        return self.company if is_own(self.company) else own_pool(self.workspace, self.company)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An editor's word on one step, as it was told in `statements`.

    `rejected`: it is no step. Else those `slots` of it are as in `value`.
    """

    workspace: str
    story: str  # that told it then
    statements: tuple[Milestone, ...]  # as extracted; never empty
    value: Milestone
    slots: tuple[str, ...] = ()  # names of attributes of a milestone
    rejected: bool = False
    by: str = ""  # as people call the editor
    at: datetime

    @property
    def id(self) -> str:
        """Stable: written twice it is one."""
        said = "".join(each.id for each in self.statements)
        return digest("correction", self.workspace, said, *self.slots, self.at.isoformat())
