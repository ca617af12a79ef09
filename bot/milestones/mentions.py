"""Which companies a text names: longest name first, whole words, homonyms only in context."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import Catalogue, table
from bot.milestones.text import fold, words

OUTSIDER: Final = ""  # a company that is not followed
CONTEXT_WORDS: Final = 2  # of cars or electric driving that a text must hold for a homonym
LETTERS_BOUND: Final = 0x2E80  # from here on scripts write without spaces between words


class Mention(NamedTuple):
    """A company named at `start` to `end`; `company` is "" for one that is not followed."""

    company: str
    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Finder:
    """The names of a catalogue, ready to be looked for."""

    automaton: AhoCorasick
    owners: tuple[str | None, ...]  # by pattern: a company id, "" for an outsider, None for a thing
    names: tuple[str, ...]
    ambiguous: frozenset[str]
    car_words: frozenset[str]
    telling: frozenset[str]  # of them those that speak of electric cars whatever stands around
    trade: frozenset[str]  # words that tell a maker of nothing but electric cars from its homonym
    makers: frozenset[str]  # those that make nothing else
    carmakers: frozenset[str]  # those that make petrol cars too
    plural: frozenset[str]  # names that also stand in the plural
    units: Mapping[str, str]  # names of units with the group that they belong to

    def find(self, text: str) -> tuple[Mention, ...]:
        """The mentions in order; homonyms are left out of a text that is not about cars.

        A name in the first line, the title, speaks for itself by half.
        """
        found = self._with_units(list(self._found(fold(text))))
        sure = {m.company for m in found if m.company and m.name not in self.ambiguous}
        doubtful = {m.company for m in found if m.company} - sure
        if not doubtful:
            return tuple(found)
        said = set(words(text))
        traded = not self.trade.isdisjoint(said)
        cars = len(self.car_words & said) + len(self.telling & said) + len(sure)
        title = text.find("\n")
        named = {m.company for m in found if m.end <= title}
        found = [
            m
            for m in found
            if m.company not in doubtful
            or cars + (m.company in named) >= CONTEXT_WORDS
            or (m.company in self.makers and (cars or traded))
            or (m.company in self.carmakers and cars and traded)
        ]
        return tuple(found)

    def _with_units(self, found: list[Mention]) -> list[Mention]:
        """Hand the units to their groups, where the text names the group."""
        groups = {m.company for m in found if m.company}
        return [
            m._replace(company=group)
            if (group := self.units.get(m.name, "")) in groups and not m.company
            else m
            for m in found
        ]

    def _found(self, text: str) -> Iterator[Mention]:
        for pattern, start, stop in self.automaton.find_matches_as_indexes(text):
            owner = self.owners[pattern]
            if owner is None:
                continue
            name = self.names[pattern]
            end = stop + (text[stop : stop + 1] == "s" and name in self.plural)  # "two EX30s"
            if _whole(text, start, end):
                yield Mention(owner, start, end, name)


class _Same:
    """A catalogue as a key: its names are hashed once, not for each text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.catalogue is other.catalogue


def finder(catalogue: Catalogue) -> Finder:
    """The finder of this catalogue; built once for each."""
    return _finder(_Same(catalogue))


@lru_cache(maxsize=4)
def _finder(same: _Same) -> Finder:
    catalogue = same.catalogue
    others = table("outsiders")
    owners: dict[str, str | None] = {}
    units = {name: group for group, all_ in others["units"].items() for name in all_}
    for name in (*others["names"], *units):
        owners[name] = OUTSIDER
    for name in (*others["persons"], *others["things"]):
        owners[name] = None
    for company in catalogue.companies.values():
        for name in (company.name, *company.names):
            owners[fold(name)] = company.id
            if name.isascii() and len(name) > len("Ora") and " " not in name:
                owners.setdefault(name.upper(), company.id)
                owners.setdefault(name.title() if name.isupper() else name, company.id)
            elif name.isascii() and " " in name:
                owners.setdefault(name.upper(), company.id)
    for company_id, models in table("models")["models"].items():
        if company_id in catalogue.companies:
            owners.update((fold(model), company_id) for model in models if model not in owners)
    ambiguous = frozenset(
        name for company in catalogue.companies.values() for name in company.ambiguous
    )
    names = sorted(owners.items(), key=lambda pair: pair[0])
    context = table("profiles")["context"]
    return Finder(
        automaton=AhoCorasick([name for name, _ in names], matchkind=MatchKind.LeftmostLongest),
        owners=tuple(owner for _, owner in names),
        names=tuple(name for name, _ in names),
        ambiguous=ambiguous,
        car_words=frozenset((*context["electric"], *context["car"])),
        telling=frozenset(context["telling"]),
        trade=frozenset(context["trade"]),
        makers=frozenset(table("profiles")["electric"]),
        carmakers=frozenset(table("profiles")["maker"]),
        plural=_in_plural(catalogue, ambiguous),
        units=units,
    )


def _in_plural(catalogue: Catalogue, ambiguous: frozenset[str]) -> frozenset[str]:
    """Models, and companies that stand for their cars: "two EX30s", "2 million Teslas"."""
    makers = {
        company.name
        for company in catalogue.companies.values()
        if company.name not in ambiguous or company.id in table("profiles")["electric"]
    }
    models = {fold(m) for all_ in table("models")["models"].values() for m in all_}
    return frozenset(makers | models)


def _whole(text: str, start: int, end: int) -> bool:
    """Do word borders surround it, where the script has any?"""
    return not (_joins(text, start - 1, start) or _joins(text, end - 1, end))


def _joins(text: str, left: int, right: int) -> bool:
    inside = left >= 0 and right < len(text)
    return inside and _is_part(text[left]) and _is_part(text[right])


def _is_part(letter: str) -> bool:
    return (letter.isalnum() or letter == "_") and ord(letter) < LETTERS_BOUND
