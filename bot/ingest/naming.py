"""What an item states of the companies that single workspaces know; pure, runs in a worker.

It is read once more with the names of each workspace that it holds any of, and only what is said
of those companies is kept, under ids that no other workspace sees. So the names of one workspace
change nothing for the others.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from bot.catalogue import Catalogue
from bot.catalogue.own import ending, known
from bot.milestones.extract import Extraction, extract
from storage.corrections import Own, is_own, own_pool
from storage.records import Denial, Item, Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one workspace, ready to be looked for, with the catalogue that knows them."""

    workspace: str
    catalogue: Catalogue
    companies: frozenset[str]  # as the catalogue has them
    words: tuple[str, ...]

    def pool(self, company: str) -> str:
        """Under which id the steps of one of these companies are kept."""
        return company if is_own(company) else own_pool(self.workspace, company)


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """What the names of single workspaces bring beside what everybody's bring."""

    milestones: tuple[Milestone, ...] = ()
    companies: tuple[str, ...] = ()
    denials: tuple[Denial, ...] = ()


def names_of(base: Catalogue, owns: Iterable[Own]) -> tuple[Names, ...]:
    """The names of each workspace; `owns` are by workspace, as the store gives them."""
    return tuple(
        _names(base, workspace, list(group))
        for workspace, group in groupby(owns, lambda own: own.workspace)
    )


def further(
    item: Item, read: Extraction, names: Sequence[Names], *, language: str, published: date
) -> Further:
    """What the item states by the names of single workspaces; `read` is what it states anyway."""
    text = folded(f"{item.title}\n{item.text}")
    milestones: list[Milestone] = []
    companies: list[str] = []
    denials: list[Denial] = []
    for each in names:
        if not any(word in text for word in each.words):
            continue
        found = extract(
            item.title,
            item.text,
            language=language,
            published=published,
            catalogue=each.catalogue,
        )
        milestones += _more(found, read, each)
        companies += [each.pool(c) for c in found.companies if c in each.companies]
        said = {(denial.company, denial.evidence) for denial in read.denials}
        denials += [
            replace(denial, company=each.pool(denial.company))
            for denial in found.denials
            if denial.company in each.companies and (denial.company, denial.evidence) not in said
        ]
    return Further(milestones=tuple(milestones), companies=tuple(companies), denials=tuple(denials))


def _more(found: Extraction, read: Extraction, names: Names) -> Iterator[Milestone]:
    """The steps of these companies that the item does not state without their names."""
    said = {(m.company, m.kind, m.evidence) for m in read.milestones}
    for m in found.milestones:
        if m.company in names.companies and (m.company, m.kind, m.evidence) not in said:
            yield replace(m, company=names.pool(m.company))


def _names(base: Catalogue, workspace: str, owns: Sequence[Own]) -> Names:
    into = {own.company: own.into for own in owns}
    words = {folded(name.text) for own in owns for name in own.names}
    return Names(
        workspace=workspace,
        catalogue=known(base, owns),
        companies=frozenset(ending(own.company, into) for own in owns),
        words=tuple(sorted(words)),
    )


def folded(text: str) -> str:
    """The text as names are looked for in it."""
    return unicodedata.normalize("NFKC", text).casefold()
