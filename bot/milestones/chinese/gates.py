"""What keeps a step from counting: another business, a market view, an advertisement, an opinion."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick

from bot.catalogue import table
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import group
from bot.milestones.mentions import Mention
from storage.records import Kind

STRONG_TEXT: Final = 2  # different electric words that make the whole text one about electric cars
ALWAYS: Final = frozenset((Kind.COMPANY_SETUP, Kind.INFRASTRUCTURE))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole text is about, for judging one of its sentences."""

    electric: int  # different words of electric driving, and electric companies
    cars: int  # different words of cars
    topic: tuple[str, ...]  # the companies of the title


def is_noise(title: str, text: str) -> str | None:
    """Why a whole text in normal form brings no news; None when it may."""
    for words, shown in (("noise_title", title), ("noise_text", text)):
        found = next((word for word in group(words) if word in shown), None)
        if found is not None:
            return f"the text says {found}"
    return None


def setting(text: str, named: Sequence[Mention], topic: tuple[str, ...]) -> Setting:
    """Look at a whole text in normal form once."""
    profiles = table("profiles")
    electric = {m.company for m in named if m.company in profiles["electric"] or m.company in profiles["cells"]}
    return Setting(
        electric=_count("electric", text) + len(electric), cars=_count("car", text), topic=topic
    )


def is_electric(company: str, kind: Kind, scene: Scene, match: Match, about: Setting) -> bool:
    """Does this sentence of this company speak of its electric-car business?"""
    near = scene.has("electric") or _names_electric(scene, company)
    clause = scene.clause(match.start)
    begin, _ = scene.bounds(clause)
    end = scene.bounds(scene.clause(match.end - 1))[1]
    if scene.within(begin, end, "other_business") and not scene.within(begin, end, "electric"):
        return False
    profile = _profiles().get(company, "maker")
    if profile in {"electric", "cells"} or near:
        return True
    if profile == "other":
        return scene.has("car", "electric") or about.cars + about.electric >= STRONG_TEXT
    if kind in ALWAYS:
        return True
    return about.electric >= (1 if company in about.topic else STRONG_TEXT)


def _names_electric(scene: Scene, company: str) -> bool:
    return any(m.company == company and m.name in _brands() for m in scene.mentions)


def lacks(scene: Scene, match: Match, companies: Sequence[str]) -> str | None:
    """What a step needs and the sentence does not have, or what is in it and makes it another."""
    step = match.pattern.step
    clause, last = scene.clause(match.start), scene.clause(match.end - 1)
    begin, end = scene.bounds(clause)[0], scene.bounds(last)[1]
    for name in step.without:
        if scene.within(begin, end, name):
            return f"{name} in its clause"
    for name in step.need:
        if name == "partner":
            if not _has_partner(scene, match, companies):
                return "no partner is named"
        elif not scene.within(0, len(scene.text), *name.split("|")):
            return f"no {name}"
    return None


def _has_partner(scene: Scene, match: Match, companies: Sequence[str]) -> bool:
    if len(set(companies)) > 1:
        return True
    others = [m for m in scene.mentions if m.company not in companies]
    if others or scene.has("firm_suffix"):
        return True
    begin, _ = scene.bounds(scene.clause(match.start))
    return bool(scene.within(begin, match.end, "NAME"))


def _count(name: str, text: str) -> int:
    return len({found for found, _, _ in _finder(name).find_matches_as_indexes(text)})


@cache
def _finder(name: str) -> AhoCorasick:
    return AhoCorasick(list(group(name)))


@cache
def _profiles() -> dict[str, str]:
    data = table("profiles")
    return {c: name for name in ("electric", "maker", "other", "cells") for c in data[name]}


@cache
def _brands() -> frozenset[str]:
    return frozenset((*table("profiles")["brands"], *table("chinese_names")["electric_brands"]))
