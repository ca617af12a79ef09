"""What the trade knows, as data: companies and word tables in TOML, and the checking loader."""

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz, process

from storage.records import Company

FOLDER: Final = Path(__file__).parent
CLOSE: Final = 66.0  # of 100: below it a name is not the one that was meant
ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOMAIN: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
SECTORS: Final = ("cars", "batteries", "scooters", "technology")
ALL_OF: Final = re.compile(
    r"^(?:(?:all|every)\b(?:\s+of)?(?:\s+the)?|全部|所有|全体)的?\s*"
    r"|\s*(?:\b(?:companies|firms)|的?(?:企业|企業|公司|厂商|廠商))$",
    re.IGNORECASE,
)
KEYS: Final = frozenset({"name", "names", "ambiguous", "country", "ticker", "domains", "sectors"})


class CatalogueError(Exception):
    """The data contradict themselves; `faults` says each place."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Companies that are followed as one. An empty tuple asks for nothing."""

    id: str
    en: str
    zh: str
    names: tuple[str, ...]
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    def holds(self, company: Company) -> bool:
        """Is the company one of them?"""
        return (not self.countries or company.country in self.countries) and (
            not self.sectors or not set(self.sectors).isdisjoint(company.sectors)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The companies, by id, and what people call them; and groups of them."""

    companies: Mapping[str, Company]
    groups: Mapping[str, Group] = field(default_factory=dict)
    _by_name: Mapping[str, str] = field(init=False, repr=False)  # folded name -> id

    def __post_init__(self) -> None:
        names = {
            fold(name): company.id
            for company in self.companies.values()
            for name in (company.id, company.name, *company.names)
        }
        object.__setattr__(self, "_by_name", names)

    def find(self, words: str) -> Company | None:
        """The company of that id or name, in any script, case or width; None when there is none."""
        id_ = self._by_name.get(fold(words))
        return self.companies[id_] if id_ else None

    def find_group(self, words: str) -> Group | None:
        """The group of that id or name, in any script, case or width; None when there is none.

        "All of" before it and "companies" behind it change nothing.
        """
        for wanted in dict.fromkeys((fold(words), fold(ALL_OF.sub("", words.strip())))):
            for group in self.groups.values():
                if wanted in map(fold, (group.id, group.en, group.zh, *group.names)):
                    return group
        return None

    def within(self, company: str) -> tuple[str, ...]:
        """The ids of the groups that hold a company."""
        known = self.companies.get(company)
        return tuple(each.id for each in self.groups.values() if known and each.holds(known))

    def members(self, ids: Iterable[str]) -> frozenset[str]:
        """The companies of these ids, and those of the groups among them."""
        asked = frozenset(ids)
        groups = [group for group in self.groups.values() if group.id in asked]
        held = {each.id for each in self.companies.values() for g in groups if g.holds(each)}
        return asked - {group.id for group in groups} | held

    def nearest(self, words: str, limit: int = 3) -> list[Company]:
        """The companies whose names look most like the words, best first; none when none does."""
        wanted = fold(words)
        if not wanted:
            return []
        hits = process.extract(
            wanted, list(self._by_name), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=limit * 8
        )
        ids = dict.fromkeys(self._by_name[name] for name, _score, _index in hits)
        return [self.companies[id_] for id_ in ids][:limit]


@lru_cache(maxsize=4096)  # texts name the same few companies again and again
def fold(name: str) -> str:
    """A name as it is compared: one width, one case, no spaces or hyphens."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s\-‑–_·.]+", "", folded)


@cache
def load() -> Catalogue:
    """The catalogue of the project, checked; raises `CatalogueError` with every fault."""
    return read(table("companies"), table("groups"))


@cache
def table(name: str) -> Mapping[str, Any]:
    """A table of this folder, parsed; read once, not to be changed."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def weights(name: str) -> Mapping[str, Any]:
    """A trained model of this folder, parsed; read once, not to be changed."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def read(content: Mapping[str, Any], groups: Mapping[str, Any] | None = None) -> Catalogue:
    """Companies and groups from parsed tables; raises `CatalogueError` with every fault at once."""
    faults: list[str] = []
    companies: dict[str, Company] = {}
    owners: dict[str, str] = {}
    for id_, block in content.items():
        faults += (f"{id_}: {text}" for text in _faults(id_, block))
        if not isinstance(block, dict) or not isinstance(block.get("name"), str):
            continue
        company = _company(id_, block)
        companies[id_] = company
        for name in {fold(each) for each in company.names}:
            if owners.setdefault(name, id_) != id_:
                faults.append(f"{id_}: {name!r} is a name of {owners[name]} already")
    found = {id_: _group(id_, block) for id_, block in (groups or {}).items()}
    for group in found.values():
        for name in {fold(each) for each in (group.id, *group.names)}:
            if owners.setdefault(name, group.id) != group.id or name in map(fold, companies):
                faults.append(f"{group.id}: {name!r} is a name of {owners[name]} already")
    if faults:
        raise CatalogueError(tuple(faults))
    return Catalogue(companies=companies, groups=found)


def _group(id_: str, block: Mapping[str, Any]) -> Group:
    return Group(
        id=id_,
        en=block["en"],
        zh=block["zh"],
        names=tuple(block["names"]),
        countries=tuple(block.get("countries", ())),
        sectors=tuple(block.get("sectors", ())),
    )


def _company(id_: str, block: Mapping[str, Any]) -> Company:
    return Company(
        id=id_,
        name=block["name"],
        names=tuple(dict.fromkeys((block["name"], *block.get("names", ())))),
        country=block.get("country", ""),
        ticker=block.get("ticker"),
        domains=tuple(block.get("domains", ())),
        ambiguous=tuple(block.get("ambiguous", ())),
        sectors=tuple(block.get("sectors", ())),
    )


def _faults(id_: str, block: object) -> list[str]:
    if not isinstance(block, dict):
        return ["not a table"]
    faults = [f"unknown key {key!r}" for key in block.keys() - KEYS]
    if not ID.fullmatch(id_):
        faults.append("an id is lower-case words with hyphens")
    if not isinstance(block.get("name"), str) or not block["name"].strip():
        faults.append("a company needs a name")
    if not re.fullmatch("[A-Z]{2}", str(block.get("country", ""))):
        faults.append("country is two capital letters (ISO 3166-1)")
    if block.get("ticker") and not re.fullmatch(r"[A-Z]+:[A-Z0-9&.-]+", block["ticker"]):
        faults.append("ticker is EXCHANGE:SYMBOL")
    faults += [f"no sector {each!r}" for each in block.get("sectors", ()) if each not in SECTORS]
    names = {block.get("name"), *block.get("names", ())}
    faults += [
        f"{name!r} is ambiguous but no name" for name in set(block.get("ambiguous", ())) - names
    ]
    faults += [
        f"{domain!r} is no lower-case host name"
        for domain in block.get("domains", ())
        if not DOMAIN.fullmatch(domain)
    ]
    return faults
