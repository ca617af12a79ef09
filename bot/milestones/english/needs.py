"""What a step needs in its sentence beside its words (`need` in the tables): a place, a partner."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.governed import is_governed
from bot.milestones.english.scene import Scene, model_names
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.mentions import OUTSIDER

LEAD: Final = 2  # sentences behind the title that tell the news
PAIR: Final = 2
BESIDE: Final = 16  # words within which a date or figure belongs to a step
YEAR_AND_A_DAY: Final = 367
THOUSANDS: Final = 4  # digits of a number that may count the cars of a month


def _is_begun(scene: Scene, match: Match) -> bool:
    """Is it "has begun building", "starts to build"?"""
    left = min(match.state.left, match.first)
    return any(
        tag.group in {"begin", "start"}
        for at in range(max(0, left - 1), match.last)
        for tag in scene.verbs.get(at, ())
    )


def _markets(scene: Scene) -> list[int]:
    """The last words of the places that a company may enter."""
    ends = [last for _, last in scene.spans.get("PLACE", ())]
    return [last for last in ends if scene.tokens[last].low not in small("states")]


def _has_state(scene: Scene) -> bool:
    return "PLACE" in scene.spans and not _markets(scene)


def is_of_a_name(scene: Scene, at: int) -> bool:
    """Is the word part of the name of a place: "at the Bandra Kurla Complex"?"""
    named = scene.tokens[at].low in small("addresses") and scene.tokens[at].text[:1].isupper()
    return named and at > 0 and scene.tokens[at - 1].text[:1].isupper()


def _has_other_firm(scene: Scene) -> bool:
    """Does a firm whose name is but common words stand beside a company: "X and EV Motors"?"""
    tokens, endings = scene.tokens, small("firm_endings")
    return any(
        tokens[at].low in endings
        and tokens[at].text[:1].isupper()
        and tokens[at - 1].text[:1].isupper()
        and not any(first <= at - 1 <= last for _, (first, last) in scene.mentions)
        for at in range(1, len(tokens))
    )


def _beside(match: Match, where: tuple[int, int]) -> bool:
    return match.first - BESIDE <= where[0] and where[1] <= match.last + BESIDE


def _is_where_from(scene: Scene, last: int) -> bool:
    """Is it "Panasonic of Japan", "China's BYD"?"""
    first = next((a for a, b in scene.spans.get("PLACE", ()) if b == last), last)
    named = {at for _, (at, _) in scene.mentions}
    ends = {at for _, (_, at) in scene.mentions}
    if first and scene.tokens[first - 1].low == "of" and first - 2 in ends:
        return True
    behind = scene.tokens[last + 1 : last + 2]
    return bool(behind) and behind[0].kind == "possessive" and last + 2 in named


def _names_a_home(scene: Scene, last: int) -> bool:
    """Does the place only say where the company is from: "the Chinese EV maker said"?"""
    if _is_where_from(scene, last):
        return True
    behind = [token.low for token in scene.tokens[last + 1 : last + 4]]
    return (
        not small("home_makers").isdisjoint(behind)
        and scene.tokens[last].text[0].isupper()
        and (scene.tokens[last].text in table("english_places")["adjectives"])
    )


@cache
def _cities() -> frozenset[str]:
    return frozenset(table("english_places")["cities"])


@cache
def context(*names: str) -> frozenset[str]:
    """The words of these lists that tell what a text is about (profiles.toml)."""
    lists = table("profiles")["context"]
    return frozenset(word for name in names for word in lists[name])


def _names_a_firm(scene: Scene) -> bool:
    """Is a name told that is nobody's own: not that of a president who came to the ceremony?"""
    people = scene.spans.get("PERSON", ())
    return any(
        not any(a <= last and first <= b for a, b in people)
        for first, last in scene.spans.get("NAME", ())
    )


def _is_new(scene: Scene, match: Match) -> bool:
    """Is it so since lately, among the first sentences: "now builds", "are now made in Rayong"?"""
    if match.verb is None or scene.number > LEAD:
        return False
    return "now" in {t.low for t in scene.tokens[max(0, match.verb.first - 2) : match.verb.first]}


NEEDS: Final[Mapping[str, Callable[[Scene, Match, Sequence[str]], bool]]] = {
    "money": lambda scene, _match, _companies: "MONEY" in scene.spans,
    "place": lambda scene, _match, _companies: (
        any(not _names_a_home(scene, last) for last in _markets(scene))
        or (scene.has("abroad", "overseas", "there", "here") and not _has_state(scene))
    ),
    "unplanted": lambda scene, _match, _companies: (
        not any(
            t.part == "noun" and not is_of_a_name(scene, t.first)
            for t in scene.marked.tags.get("plant", ())
        )
    ),
    "city": lambda scene, _match, _companies: (
        "PLACE" in scene.spans or any(token.text in _cities() for token in scene.tokens)
    ),
    "backed": lambda scene, _match, companies: (
        bool(companies)
        and (
            any(t.part == "noun" for t in scene.marked.tags.get("plant", ()))
            or any(m.company in companies for m, _ in scene.mentions)
            or scene.number <= LEAD
            or scene.holds(small("public_money"))
        )
    ),
    "public-money": lambda scene, _match, _companies: scene.holds(small("public_money")),
    "purchased": lambda scene, match, _companies: (
        scene.number <= LEAD + 1 or match.state.time == "planned"
    ),
    "by-outsider": lambda scene, match, _companies: (
        any(m.company == OUTSIDER and last < match.first for m, (_, last) in scene.mentions)
        and not any(m.company != OUTSIDER and last < match.first for m, (_, last) in scene.mentions)
    ),
    "named-before": lambda scene, match, _companies: any(
        last < match.first for _, (_, last) in scene.mentions
    ),
    "staked": lambda scene, _match, _companies: (
        "stake" in scene.marked.tags
        or scene.has("shares", "holding", "stock")
        or any(m.company == OUTSIDER for m, _ in scene.mentions)
        or len(scene.mentions) > 1
    ),
    "person": lambda scene, match, _companies: any(
        last > first
        and match.first - 1 <= first <= match.last
        and all(scene.tokens[at].text.istitle() for at in range(first, last + 1))
        for first, last in scene.spans.get("NAME", ())
    ),
    "date": lambda scene, _match, _companies: "DATE" in scene.spans,
    "agency": lambda scene, _match, _companies: bool(scene.agencies),
    "needed": lambda scene, _match, _companies: (
        bool(scene.agencies)
        or bool(scene.dates)
        or scene.title
        or scene.holds(small("authorities"))
        or scene.has("still", "yet", "also", "pending", "outstanding", "must", "required")
    ),
    "agencyish": lambda scene, _match, _companies: (
        bool(scene.agencies) or scene.holds(small("authorities"))
    ),
    "of-cars": lambda scene, _match, _companies: all(
        a.short not in small("market_agencies") for a in scene.agencies
    ),
    "indefinite-venture": lambda scene, match, _companies: (
        scene.tokens[match.last - (match.places[-1][1] - match.places[-1][0]) - 1].low
        in {"a", "an", "new", "common", "equal"}
    ),
    "indefinite": lambda scene, match, _companies: (
        not any(
            t.low in {"the", "its", "their", "this", "that"}
            for t in scene.tokens[max(0, match.first - 2) : match.first]
        )
    ),
    "spent": lambda scene, match, _companies: (
        not (
            match.verb is not None
            and scene.tokens[match.verb.first].low in {"put", "puts", "putting"}
            and any(
                first and "at" in {t.low for t in scene.tokens[max(0, first - 2) : first]}
                for first, _ in scene.spans.get("MONEY", ())
            )
        )
    ),
    "lead-ish": lambda scene, match, _companies: (
        scene.number <= LEAD or (match.state.time == "planned" and bool(scene.dates))
    ),
    "possessed": lambda scene, match, _companies: any(
        t.low in {"its", "their"} or t.kind == "possessive"
        for t in scene.tokens[max(0, match.first - 3) : match.first]
    ),
    "cells-maker": lambda _scene, _match, companies: all(
        table("profiles")["cells"].count(c) for c in companies
    ),
    "lead": lambda scene, _match, _companies: scene.number <= LEAD,
    "other": lambda scene, _match, companies: (
        len(companies) > 1
        or len({m.company for m, _ in scene.mentions}) > 1
        or any(scene.tokens[b].low in small("firm_words") for _, b in scene.spans.get("NAME", ()))
    ),
    "permit": lambda scene, _match, _companies: (
        bool(scene.agencies)
        or scene.holds(small("permits"))
        or any(t.part == "noun" for t in scene.marked.tags.get("approval", ()))
    ),
    "partner": lambda scene, _match, companies: (
        len(companies) > 1
        or len(scene.mentions) > 1
        or (
            _names_a_firm(scene)
            and ("plant" not in scene.marked.tags or "venture" in scene.marked.tags)
        )
        or scene.has("two", "both", "pair", "sides", "partners", "fund", "university", "institute")
        or _has_other_firm(scene)
    ),
    "name": lambda scene, _match, _companies: (
        "NAME" in scene.spans
        or scene.has(
            "first", "new", "own", "next-generation", "solid-state", "second-generation", "latest"
        )
    ),
    "car": lambda scene, _match, _companies: scene.holds(context("electric", "car")),
    "ev-or-lead": lambda scene, _match, _companies: (
        scene.holds(context("electric", "car")) or scene.number <= LEAD
    ),
    "gadget": lambda scene, _match, _companies: (
        "battery" in scene.marked.tags or "tech" in scene.marked.tags
    ),
    "newcomer": lambda _scene, _match, companies: (
        not any(c in table("profiles")["established"] for c in companies)
    ),
    "close": lambda _scene, match, _companies: match.places[1][0] == match.places[0][1] + 1,
    "boss": lambda scene, _match, _companies: (
        any(t.part == "noun" for t in scene.marked.tags.get("boss", ()))
        and (bool(scene.dates) or scene.number <= LEAD + 1)
    ),
    "tensed": lambda scene, match, _companies: (
        match.state.time in {"done", "planned", "pending"}
        or bool(scene.dates)
        or bool(match.pattern.step.stop and not match.state.passive and scene.number <= LEAD)
        or _is_new(scene, match)
    ),
    "tensed-or-dated": lambda scene, match, _companies: (
        scene.title  # that leaves out verbs and dates
        or match.state.time in {"done", "planned", "pending"}
        or any(_beside(match, where) for _, where in scene.dates)
        or ("MONEY" in match.pattern.said and 0 < scene.number <= LEAD)
    ),
    "timed": lambda scene, match, _companies: (
        bool(scene.dates)
        or scene.has("now", "soon")
        or (match.state.time in {"done", "planned", "pending"} and not match.state.able)
    ),
    "dated-or-counted": lambda scene, match, _companies: bool(
        any(_beside(match, where) for _, where in scene.dates)
        or any(_beside(match, where) for _, where in scene.counts)
    ),
    "monthly": lambda scene, match, _companies: any(
        _beside(match, where) and (d.span.end - d.span.start).days < YEAR_AND_A_DAY
        for d, where in scene.dates
        if d.span is not None and d.span.end > d.span.start
    ),
    "thousands": lambda scene, match, _companies: any(
        scene.tokens[at].kind == "number"
        and (
            sum(c.isdigit() for c in scene.tokens[at].text) >= THOUSANDS
            or [t.low for t in scene.tokens[at + 1 : at + 2]] == ["million"]
        )
        for first, last in match.places
        for at in range(first, last + 1)
    ),
    "where-or-when": lambda scene, match, _companies: (
        bool(scene.dates)
        or scene.has("there", "here")
        or "PLACE" in scene.spans
        or (scene.has("until") and scene.holds(small("times")))
        or any(
            a and scene.tokens[a - 1].low in {"at", "in"} for a, _ in scene.spans.get("NAME", ())
        )
        or any(t.part == "noun" for t in scene.marked.tags.get("plant", ()))
        or _is_begun(scene, match)
    ),
    "dated-or-lead": lambda scene, _match, _companies: bool(scene.dates) or scene.number <= LEAD,
    "planted": lambda scene, _match, _companies: any(
        t.part == "noun" for t in scene.marked.tags.get("plant", ())
    ),
    "stationed": lambda scene, _match, _companies: (
        "station" in scene.marked.tags or "network" in scene.marked.tags
    ),
    "markish": lambda scene, _match, _companies: scene.holds(small("marks")),
    "catalogue-agency": lambda scene, _match, _companies: (
        any(agency.short not in small("safety_agencies") for agency in scene.agencies)
        or scene.has("ministry", "ministry's")
    ),
    "recallish": lambda scene, match, _companies: (
        scene.title
        or bool(scene.agencies)
        or bool(scene.counts)
        or any(m.name in model_names() for m, _ in scene.mentions)
        or any(t.part == "noun" for t in scene.marked.tags.get("recall", ()))
        or any(_beside(match, (t.first, t.last)) for t in scene.marked.tags.get("vehicle", ()))
        or scene.holds(small("defects"))
    ),
    "defective": lambda scene, _match, _companies: (
        bool(scene.agencies) or scene.holds(small("defects"))
    ),
    "named": lambda scene, _match, _companies: (
        "NAME" in scene.spans or any(m.name in model_names() for m, _ in scene.mentions)
    ),
    "headed": lambda scene, _match, _companies: scene.title,
    "safety": lambda scene, _match, _companies: scene.holds(small("defects")),
    "free": lambda scene, match, _companies: not is_governed(scene, match.first),
    "alone": lambda scene, _match, companies: (
        len({*companies, *(m.company for m, _ in scene.mentions)}) == 1
    ),
    "pairish": lambda _scene, _match, companies: len(set(companies)) >= PAIR,
    "side-by-side": lambda scene, _match, _companies: (
        scene.has("together", "jointly", "joint", "common", "both", "pair", "two", "partners")
        or any(
            first > 1
            and scene.tokens[first - 1].low in small("joined")
            and any(last == first - 2 for _, (_, last) in scene.mentions)
            for _, (first, _) in scene.mentions
        )
    ),
    "registered": lambda scene, _match, _companies: scene.has("registered", "registration"),
    "writedown": lambda scene, _match, _companies: (
        "writedown" in scene.marked.tags or "writedownverb" in scene.marked.tags
    ),
}
