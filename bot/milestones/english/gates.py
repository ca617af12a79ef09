"""What keeps a step from counting: another business, a joke, an advertisement, a market view."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.cues import cue
from bot.milestones.english.governed import counts, is_governed
from bot.milestones.english.scene import Scene, model_names
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.mentions import OUTSIDER, Mention
from bot.milestones.text import words
from storage.records import Kind

LEAD_CHARS: Final = 600  # of a text tell what it is about
LEAD: Final = 2  # sentences behind the title that tell the news
PAIR: Final = 2
# The last word of a firm's name.
FIRMS: Final = frozenset(
    ("motors", "motor", "group", "energy", "technologies", "technology", "holding")
)
ENTERING: Final = frozenset(("market", "markets", "entry", "first"))
AROUND: Final = 8  # words within which a value makes a step another one
BESIDE: Final = 16  # words within which a date or figure belongs to a step
MINE: Final = 4  # "I" and "my" of a column, a letter, a forum
MINE_SHARE: Final = 0.02  # of the words
QUESTIONS: Final = 3  # of an interview
_QUOTED: Final = re.compile(r"[\"“][^\"“”]{1,400}[\"”]")
MACHINES: Final = 2  # other machines named in the first words that make them the subject
YEAR_AND_A_DAY: Final = 367
THOUSANDS: Final = 4  # digits of a number that may count the cars of a month
STRONG_TEXT: Final = 2  # electric words that make the whole text one about electric cars
ALWAYS_ELECTRIC: Final = frozenset((Kind.INFRASTRUCTURE, Kind.COMPANY_SETUP))


def is_noise(title: str, text: str) -> str | None:
    """Why a whole text brings no news; None when it may."""
    found = cue("noise.text").search(text.lower())
    if found is not None:
        return f"the text says {found.group()!r}"
    found = cue("noise.lead").search(text[:LEAD_CHARS].lower())
    if found is not None:
        return f"the text is about {found.group()!r}"
    found = cue("noise.title").search(title.lower())
    if found is not None:
        return f"the title says {found.group()!r}"
    return "somebody tells of himself" if _is_personal(text) else None


def _is_personal(text: str) -> bool:
    """Does the writer speak of himself, outside of quotations? An interview is no such text."""
    plain = _QUOTED.sub(" ", text)
    said = words(plain)
    mine = sum(word in small("myself") for word in said)
    return mine >= MINE and mine > MINE_SHARE * len(said) and plain.count("?") < QUESTIONS


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole text is about, for judging one of its sentences."""

    electric: int  # different words of electric driving, and electric companies and brands
    cars: int  # different words of cars
    topic: tuple[str, ...]  # the companies of the title
    opens_with_cars: bool  # title and first words are about cars, not about phones
    stores: bool  # it opens with storage for the grid, not with cars
    elsewhere: bool  # it opens with robots or storage, or both, not with cars
    opens_petrol: bool  # its first words are about petrol cars
    opens_electric: bool  # so do its first words
    titled_electric: bool  # the title speaks of electric cars


def setting(text: str, named: Sequence[Mention], topic: tuple[str, ...]) -> Setting:
    """Look at a whole text once."""
    brands = {m.name for m in named if m.name in _brands() or _is_electric_company(m.company)}
    said = set(words(text))
    opening = text[:LEAD_CHARS]
    opened = words(opening)
    others = len(_other_things().findall(opening.lower()))
    cars = [w for w in opened if w in _context("electric") | _context("car")]
    branded = any(m.start < LEAD_CHARS and m.name in _brands() for m in named)
    return Setting(
        electric=len(_context("electric") & said) + len(brands),
        cars=len(_context("car") & said),
        topic=topic,
        opens_with_cars=len(cars) + branded > others,
        stores=cue("storage").search(opening.lower()) is not None
        and not set(opened) & _context("telling"),
        elsewhere=_is_elsewhere(opening.lower()),
        opens_petrol=sum(w in _context("petrol") for w in opened)
        > sum(w in _context("electric") for w in opened),
        opens_electric=bool(set(opened) & _context("electric")) or branded,
        titled_electric=bool(set(words(text.partition("\n")[0])) & _context("electric")),
    )


def is_electric(company: str, kind: Kind, scene: Scene, about: Setting) -> bool:
    """Does this sentence of this company speak of its electric-car business?"""
    here = set(scene.lows)
    near = bool(here & _context("electric")) or any(
        m.name in _brands() or (_is_electric_company(m.company) and m.company != company)
        for m, _ in scene.mentions
    )
    if _speaks_of_other_things(scene) and not near:
        return False
    if about.elsewhere and not _tells_of_cars(scene):
        return False
    profile = _profiles().get(company, "maker")
    if profile == "cells" and about.stores and not here & _context("telling"):
        return False
    if profile in {"electric", "cells"} or near:
        return True
    if profile == "other":
        if bool(here & _context("car")) or about.titled_electric:
            return True
        return about.opens_with_cars and about.cars + about.electric >= STRONG_TEXT
    if kind in ALWAYS_ELECTRIC or any(_is_electric_company(c) for c in about.topic):
        return True
    if about.opens_petrol:
        return False
    opened = about.titled_electric or about.opens_electric
    return about.electric >= (1 if company in about.topic and opened else STRONG_TEXT)


def _is_elsewhere(opening: str) -> bool:
    """Do title and first words speak of machines that are no cars, and of no electric cars?"""
    title = opening.partition("\n")[0]
    named = cue("machines").findall(opening) + cue("storage").findall(opening)
    titled = cue("machines").search(title) or cue("storage").search(title)
    many = titled is not None or len(named) >= MACHINES
    said = words(opening)
    cars = sum(word in _context("car") for word in said)
    return many and cars < len(named) and not set(said) & _context("telling")


def _tells_of_cars(scene: Scene) -> bool:
    """Does a sentence speak of cars by itself: "electric", "carmaker", a model by its name?"""
    if cue("machines").search(scene.sentence.text.lower()):
        return False
    named = any(m.name in _brands() for m, _ in scene.mentions)
    return named or bool(
        set(scene.lows) & (_context("telling") | {"car", "cars", "vehicle", "vehicles"})
    )


def is_entry(company: str, home: str, scene: Scene, match: Match) -> bool:
    """Is this a company's first business somewhere, rather than the launch of one more model?"""
    said = match.pattern.said
    told = {scene.tokens[at].low for a, b in match.places for at in range(a, b + 1)}
    explicit = (
        bool(told & ENTERING)
        or "enter" in said
        or "withdraw" in said
        or match.pattern.step.phase == "cancelled"
    )
    if explicit or scene.has("first", "too", "also"):
        return True
    if match.pattern.loose and company in table("profiles")["established"]:
        return False
    if company in table("profiles")["established"] and "on offer|sale" in said:
        return False
    model = any(match.first <= a <= match.last + 2 for a, _ in scene.spans.get("NAME", ()))
    if model and company in table("profiles")["established"]:
        return False
    text = scene.sentence.text
    places = {
        text[scene.tokens[a].start : scene.tokens[b].end]
        for a, b in scene.spans.get("PLACE", ())
        if match.first <= a <= match.last
    }
    return home not in places


def _is_electric_company(company: str) -> bool:
    return _profiles().get(company) in {"electric", "cells"}


@cache
def _brands() -> frozenset[str]:
    return frozenset(table("profiles")["brands"]) | model_names()


def _speaks_of_other_things(scene: Scene) -> bool:
    """Of phones, petrol cars, sport?"""
    return _other_things().search(scene.sentence.text.lower()) is not None


@cache
def _other_things() -> re.Pattern[str]:
    entries = sorted(table("profiles")["context"]["other"], key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, entries)) + r")(?![\w-])")


def lacks(
    scene: Scene,
    match: Match,
    companies: Sequence[str],
    near: str,
    before: Collection[str],
    topic: Sequence[str],
) -> str | None:
    """Which need of the step the sentence does not meet; None when all are met."""
    if match.pattern.step.kind is Kind.APPROVAL and _is_blacklist(scene):
        return "a blacklist"
    for need in match.pattern.step.need:
        if need.startswith("after-"):
            group = need.removeprefix("after-")
            if group not in before and not _is_named_before(scene, match, group):
                return need
        elif need == "titled-pair":
            if len(set(companies) & set(topic)) < PAIR:
                return need
        elif not _NEEDS[need](scene, match, companies):
            return need
    for word in match.pattern.step.without:
        if _holds(scene, match, word, near):
            return f"without {word}"
    return None


def _is_named_before(scene: Scene, match: Match, group: str) -> bool:
    """Does the sentence itself name such a thing first: "its works in Jinshan: building starts"?"""
    return any(t.part == "noun" and t.last < match.first for t in scene.marked.tags.get(group, ()))


def _is_blacklist(scene: Scene) -> bool:
    return (
        "list" in scene.lows and cue("blacklisted").search(scene.sentence.text.lower()) is not None
    )


def _holds(scene: Scene, match: Match, word: str, near: str) -> bool:
    if word.startswith("{"):
        return any(
            _free(tag.first, match)
            and not _is_aside(scene, tag.first, match)
            and not (word == "{entity}" and _is_unit(scene, tag.first))
            for tag in scene.marked.tags.get(word[1:-1], ())
            if tag.part == "noun"
        )
    if word.startswith("<"):
        return any(
            _free(tag.first, match)
            for tag in scene.marked.tags.get(word[1:-1], ())
            if tag.part == "verb"
        )
    if word.isupper():
        return any(
            match.first - AROUND <= first and last <= match.last + AROUND
            for first, last in scene.spans.get(word, ())
        )
    if " " in word:
        return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", near) is not None
    return any(_free(at, match) for at in scene.lows.get(word, ())) and word in near


def _is_speaker(scene: Scene, at: int) -> bool:
    """Is it "the company", which only stands for a name?"""
    before = scene.tokens[at - 1].low if at else ""
    return before == "the" and scene.tokens[at].low in small("speakers")


def _is_unit(scene: Scene, at: int) -> bool:
    """Is it "the company" for a name, or "units" behind a number?"""
    return _is_speaker(scene, at) or counts(scene, at)


def _is_aside(scene: Scene, at: int, match: Match) -> bool:
    """Does it stand in an insertion that the step is not part of?"""
    return any(
        first <= at <= last and not first <= match.first <= last and not first <= match.last <= last
        for first, last in scene.asides
    )


def _free(at: int, match: Match) -> bool:
    """Is this word outside the pattern, yet near it?"""
    return (
        not any(first <= at <= last for first, last in match.places)
        and match.first - 8 <= at <= match.last + 8
    )


def _is_begun(scene: Scene, match: Match) -> bool:
    """Is it "has begun building", "starts to build"?"""
    left = min(match.state.left, match.first)
    return any(
        tag.group in {"begin", "start"}
        for at in range(max(0, left - 1), match.last)
        for tag in scene.verbs.get(at, ())
    )


def _has_other_firm(scene: Scene) -> bool:
    """Does a firm whose name is but common words stand beside a company: "X and EV Motors"?"""
    tokens = scene.tokens
    return any(
        tokens[at].low in FIRMS
        and tokens[at].text[:1].isupper()
        and tokens[at - 1].text[:1].isupper()
        and not any(first <= at - 1 <= last for _, (first, last) in scene.mentions)
        for at in range(1, len(tokens))
    )


def _beside(match: Match, where: tuple[int, int]) -> bool:
    return match.first - BESIDE <= where[0] and where[1] <= match.last + BESIDE


@cache
def _context(name: str) -> frozenset[str]:
    return frozenset(table("profiles")["context"][name])


_NEEDS: Final[Mapping[str, Callable[[Scene, Match, Sequence[str]], bool]]] = {
    "money": lambda scene, _match, _companies: "MONEY" in scene.spans,
    "place": lambda scene, _match, _companies: (
        "PLACE" in scene.spans or scene.has("abroad", "overseas", "there")
    ),
    "backed": lambda scene, _match, companies: (
        bool(companies)
        and (
            any(t.part == "noun" for t in scene.marked.tags.get("plant", ()))
            or any(m.company in companies for m, _ in scene.mentions)
            or scene.number <= LEAD
            or bool(small("public_money") & set(scene.lows))
        )
    ),
    "by-outsider": lambda scene, match, _companies: (
        any(m.company == OUTSIDER and last < match.first for m, (_, last) in scene.mentions)
        and not any(m.company != OUTSIDER and last < match.first for m, (_, last) in scene.mentions)
    ),
    "staked": lambda scene, _match, _companies: (
        "stake" in scene.marked.tags
        or scene.has("shares", "holding", "stock")
        or any(m.company == OUTSIDER for m, _ in scene.mentions)
        or len(scene.mentions) > 1
    ),
    "date": lambda scene, _match, _companies: "DATE" in scene.spans,
    "agency": lambda scene, _match, _companies: bool(scene.agencies),
    "agencyish": lambda scene, _match, _companies: (
        bool(scene.agencies) or bool(small("authorities") & set(scene.lows))
    ),
    "lead": lambda scene, _match, _companies: scene.number <= LEAD,
    "other": lambda scene, _match, companies: (
        len(companies) > 1
        or len(scene.mentions) > 1
        or any(scene.tokens[b].low in small("firm_words") for _, b in scene.spans.get("NAME", ()))
    ),
    "permit": lambda scene, _match, _companies: (
        bool(scene.agencies)
        or bool(small("permits") & set(scene.lows))
        or any(t.part == "noun" for t in scene.marked.tags.get("approval", ()))
    ),
    "figure": lambda scene, _match, _companies: bool(scene.sums or scene.counts or scene.dates),
    "partner": lambda scene, _match, companies: (
        len(companies) > 1
        or len(scene.mentions) > 1
        or (
            "NAME" in scene.spans
            and ("plant" not in scene.marked.tags or "venture" in scene.marked.tags)
        )
        or scene.has("two", "both", "pair", "sides", "partners")
        or _has_other_firm(scene)
    ),
    "name": lambda scene, _match, _companies: (
        "NAME" in scene.spans
        or scene.has(
            "first", "new", "own", "next-generation", "solid-state", "second-generation", "latest"
        )
    ),
    "car": lambda scene, _match, _companies: bool(
        set(scene.lows) & (_context("electric") | _context("car"))
    ),
    "ev": lambda scene, _match, _companies: bool(set(scene.lows) & _context("electric")),
    "boss": lambda scene, _match, _companies: (
        any(t.part == "noun" for t in scene.marked.tags.get("boss", ()))
        and (bool(scene.dates) or scene.number <= LEAD + 1)
    ),
    "tensed": lambda scene, match, _companies: (
        match.state.time in {"done", "planned", "pending"}
        or bool(scene.dates)
        or bool(match.pattern.step.stop and not match.state.passive and scene.number <= LEAD)
    ),
    "tensed-or-dated": lambda scene, match, _companies: (
        scene.title  # that leaves out verbs and dates
        or match.state.time in {"done", "planned", "pending"}
        or any(_beside(match, where) for _, where in scene.dates)
        or ("MONEY" in match.pattern.said and 0 < scene.number <= LEAD)
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
        or (scene.has("until") and bool(small("times") & set(scene.lows)))
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
    "markish": lambda scene, _match, _companies: bool(small("marks") & set(scene.lows)),
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
        or bool(small("defects") & set(scene.lows))
    ),
    "defective": lambda scene, _match, _companies: (
        bool(scene.agencies) or bool(small("defects") & set(scene.lows))
    ),
    "named": lambda scene, _match, _companies: (
        "NAME" in scene.spans or any(m.name in model_names() for m, _ in scene.mentions)
    ),
    "headed": lambda scene, _match, _companies: scene.title,
    "safety": lambda scene, _match, _companies: bool(small("defects") & set(scene.lows)),
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


@cache
def _profiles() -> dict[str, str]:
    data = table("profiles")
    return {
        company: profile
        for profile in ("electric", "maker", "other", "cells")
        for company in data[profile]
    }
