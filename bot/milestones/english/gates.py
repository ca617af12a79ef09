"""What keeps a step from counting: another business, a joke, an advertisement, a market view."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.cues import cue, said, says
from bot.milestones.english.governed import counts
from bot.milestones.english.needs import NEEDS, PAIR, context, is_of_a_name
from bot.milestones.english.scene import Scene, model_names
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.mentions import Mention
from bot.milestones.newsworth import is_new
from bot.milestones.statement import Statement
from bot.milestones.text import words
from bot.milestones.whole_words import runs, telling
from storage.records import Kind

LEAD_CHARS: Final = 600  # of a text tell what it is about
AFTER: Final = {"after-charging": ("station", "network")}
CLOSE: Final = 3  # words beside an entry that may say "first"
FIRSTS: Final = frozenset(("first", "too", "also"))
ENTERING: Final = frozenset(("market", "markets", "entry", "first"))
AROUND: Final = 8  # words within which a value makes a step another one
MINE: Final = 4  # "I" and "my" of a column, a letter, a forum
MINE_SHARE: Final = 0.02  # of the words
QUESTIONS: Final = 3  # of an interview
_QUOTED: Final = re.compile(r"[\"“][^\"“”]{1,400}[\"”]")
MACHINES: Final = 2  # other machines named in the first words that make them the subject
TOLD_OFTEN: Final = 3  # mentions of a maker of electric cars that make a text one about them
STRONG_TEXT: Final = 2  # electric words that make the whole text one about electric cars
FITTED: Final = 3  # words before a battery that say in what it is
BESIDE: Final = 6  # words on either side of a step that say what it is about
NEW_ENERGY: Final = "new energy vehicle"  # as China calls electric cars and plug-in hybrids
ALWAYS_ELECTRIC: Final = frozenset((Kind.INFRASTRUCTURE, Kind.COMPANY_SETUP))


def is_noise(text: str) -> str | None:
    """Why a whole text states nothing; None when it may."""
    found = said("noise.text", text.lower())
    return f"the text says {found[0]!r}" if found else None


def is_aside(title: str, text: str) -> str | None:
    """Why a whole text is hardly news: a view, a review, sport, a column; None when it may be."""
    found = said("noise.views", text.lower())
    if found:
        return f"the text says {found[0]!r}"
    found = said("noise.lead", text[:LEAD_CHARS].lower())
    if found:
        return f"the text is about {found[0]!r}"
    found = said("noise.title", cue("noise.title_news").sub("", title.lower()))
    if found:
        return f"the title says {found[0]!r}"
    return "somebody tells of himself" if _is_personal(text) else None


def judging(text: str, told: Sequence[Statement], published: date) -> str | None:
    """Why a text that judges a car is hardly news; None where its title tells some."""
    found = said("noise.judging", text.lower())
    titled = {(s.company, s.kind) for s in told if s.titled}
    news = any((s.company, s.kind) in titled and is_new(s, published) for s in told)
    return f"the text says {found[0]!r}" if found and not news else None


def looks_back(title: str) -> bool:
    """Does a title say that its text recalls, or answers questions: "...: a timeline"?"""
    low = title.lower().rstrip(" .!\u2026")
    return low.endswith(" so far") or says("noise.look_back", low)


def _is_personal(text: str) -> bool:
    """Does the writer speak of himself, outside of quotations? An interview is no such text."""
    if _myself().isdisjoint(runs(text.lower())):
        return False
    plain = _QUOTED.sub(" ", text)
    told = words(plain)
    mine = sum(map(small("myself").__contains__, told))
    return mine >= MINE and mine > MINE_SHARE * len(told) and plain.count("?") < QUESTIONS


@cache
def _myself() -> frozenset[str]:
    return telling(small("myself"))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole text is about, for judging one of its sentences."""

    electric: int  # different words of electric driving, and electric companies and brands
    cars: int  # different words of cars
    topic: tuple[str, ...]  # the companies of the title
    opens_with_cars: bool  # title and first words are about cars, not about phones
    stores: bool  # it opens with storage for the grid, not with cars
    elsewhere: bool  # it opens with robots or storage, or both, not with cars
    opens_petrol: bool  # its first words are about petrol cars, or its title is
    opens_electric: bool  # so do its first words
    titled_electric: bool  # the title speaks of electric cars
    engines: bool  # it opens with parts that electric cars do not have


def setting(text: str, named: Sequence[Mention], topic: tuple[str, ...]) -> Setting:
    """Look at a whole text once."""
    brands = {m.name for m in named if m.name in _brands() or _is_electric_company(m.company)}
    opening = text[:LEAD_CHARS]
    low = opening.lower()
    titled = set(words(text.partition("\n")[0]))
    opened = words(opening)
    told = set(opened if opening == text else words(text))
    others = len(_other_things(low))
    electric, petrol = (_count(context(name), opened) for name in ("electric", "petrol"))
    branded = any(m.start < LEAD_CHARS and m.name in _brands() for m in named)
    makers = Counter(m.company for m in named if _is_electric_company(m.company))
    opened_by = {m.company for m in named if m.start < LEAD_CHARS}
    beside = any(c in opened_by and n >= TOLD_OFTEN for c, n in makers.items())
    return Setting(
        electric=len(context("electric") & told) + len(brands) + (NEW_ENERGY in text.lower()),
        cars=len(context("car") & told),
        topic=topic,
        opens_with_cars=_count(context("electric", "car"), opened) + branded > others,
        stores=says("storage", low) and not set(opened) & context("telling"),
        elsewhere=_is_elsewhere(low),
        opens_petrol=petrol > electric + branded
        or (bool(titled & context("petrol")) and not (titled & context("electric") or branded)),
        opens_electric=bool(electric) or branded or beside,
        titled_electric=bool(titled & context("electric")),
        engines=says("engine_parts", low),
    )


def _count(wanted: frozenset[str], told: Iterable[str]) -> int:
    return sum(map(wanted.__contains__, told))


def is_electric(company: str, match: Match, scene: Scene, about: Setting) -> bool:
    """Does this sentence of this company speak of its electric-car business?"""
    kind = match.pattern.step.kind
    near = scene.holds(context("electric")) or NEW_ENERGY in scene.low
    near = near or any(
        m.name in _brands() or (_is_electric_company(m.company) and m.company != company)
        for m, _ in scene.mentions
    )
    profile = _profiles().get(company, "maker")
    close = _around(scene, match) if profile == "electric" else scene.low
    if _speaks_of_other_things(close) and not near:
        return False
    if _is_of_the_sun(scene) and not scene.holds(_beside_the_sun()):
        return False
    if about.elsewhere and not _tells_of_cars(scene):
        return False
    if profile == "cells" and kind is Kind.RECALL:
        return False  # the maker of the cars calls them back
    if kind is Kind.RECALL and not near and (about.engines or says("engine_parts", scene.low)):
        return False
    if profile == "cells" and not scene.holds(context("telling")) and _stores(scene, about):
        return False
    if company in table("profiles")["mixed"] and about.electric <= STRONG_TEXT and not near:
        return False
    if profile in {"electric", "cells"} or near:
        return True
    if profile == "other":
        if scene.holds(context("car")) or about.titled_electric:
            return True
        return about.opens_with_cars and about.cars + about.electric >= STRONG_TEXT
    if kind in ALWAYS_ELECTRIC or any(_is_electric_company(c) for c in about.topic):
        return True
    if about.opens_petrol:
        return False
    opened = about.titled_electric or about.opens_electric
    return about.electric >= (1 if company in about.topic and opened else STRONG_TEXT)


def _is_of_the_sun(scene: Scene) -> bool:
    """Is it about "solar products", "photovoltaic cells"?"""
    return scene.holds(small("of_the_sun")) and any(
        t.low in small("solar_goods")
        for word in small("of_the_sun")
        for at in scene.lows.get(word, ())
        for t in scene.tokens[at + 1 : at + 2]
    )


@cache
def _beside_the_sun() -> frozenset[str]:
    """Words of electric cars that a maker of solar cells does not need."""
    return context("electric", "car") - small("of_both")


def _stores(scene: Scene, about: Setting) -> bool:
    """Is it about cells for the grid?"""
    return about.stores or says("storage", scene.low)


def _is_elsewhere(opening: str) -> bool:
    """Do title and first words speak of machines that are no cars, and of no electric cars?"""
    title = opening.partition("\n")[0]
    named = said("machines", opening) + said("storage", opening)
    titled = says("machines", title) or says("storage", title)
    many = titled or len(named) >= MACHINES or says("stores", opening)
    told = words(opening) if many else ()
    telling = set(told) & context("telling")
    passing = titled and len(telling) < len(named) and telling.isdisjoint(words(title))
    return many and _count(context("car"), told) < len(named) and (passing or not telling)


def _tells_of_cars(scene: Scene) -> bool:
    """Does a sentence speak of cars by itself: "electric", "carmaker", a model by its name?"""
    if says("machines", scene.low):
        return False
    named = any(m.name in _brands() for m, _ in scene.mentions)
    return (
        named or scene.holds(context("telling")) or scene.has("car", "cars", "vehicle", "vehicles")
    )


def is_entry(company: str, home: str, scene: Scene, match: Match) -> bool:
    """Is this a company's first business somewhere, rather than the launch of one more model?"""
    said = match.pattern.said
    told = {scene.tokens[at].low for a, b in match.places for at in range(a, b + 1)}
    explicit = (
        bool(told & ENTERING)
        or "enter" in said
        or "withdraw" in said
        or said.startswith("left|leave|leaves|leaving")  # "left China for Brazil"
        or match.pattern.step.phase == "cancelled"
    )
    established = company in table("profiles")["established"]
    around = scene.tokens[max(0, match.first - CLOSE) : match.last + CLOSE] if established else ()
    if "enter" not in said and _is_first_electric(company, scene, match):
        return False
    if explicit or FIRSTS & ({t.low for t in around} if established else scene.lows.keys()):
        return True
    if match.pattern.loose and established:
        return False
    if established and "on offer|sale" in said:
        return False
    if "enter" not in said and _is_one_more(scene, match):
        return False
    model = any(match.first <= a <= match.last + 2 for a, _ in scene.spans.get("NAME", ()))
    model |= any(
        match.first - 2 * AROUND <= tag.last < match.first
        for tag in scene.marked.tags.get("vehicle", ())
        if tag.part == "noun"
    )
    model |= "sale" in said.split() or "sale|offer" in said
    if model and established:
        return False
    text = scene.sentence.text
    places = {
        text[scene.tokens[a].start : scene.tokens[b].end]
        for a, b in scene.spans.get("PLACE", ())
        if match.first <= a <= match.last
    }
    return home not in places


def _is_first_electric(company: str, scene: Scene, match: Match) -> bool:
    """Is it the first electric car of somebody who sells others there: "its first electric SUV"?"""
    if _is_electric_company(company) or "debut" in scene.lows:
        return False
    return any(
        scene.tokens[at + 1].low in small("electric_first")
        for at in scene.lows.get("first", ())
        if at + 1 < len(scene.tokens) and at <= match.last + AROUND
    )


def _is_one_more(scene: Scene, match: Match) -> bool:
    """Is it another model where a company sells already: "a second electric car in Japan"?"""
    cars = {tag.first for tag in scene.marked.tags.get("vehicle", ()) if tag.part == "noun"}
    return any(
        scene.tokens[at].low in small("one_more") and not cars.isdisjoint(range(at, at + CLOSE))
        for at in range(match.first, match.last + 1)
    )


def _is_electric_company(company: str) -> bool:
    return _profiles().get(company) in {"electric", "cells"}


@cache
def _brands() -> frozenset[str]:
    return frozenset(table("profiles")["brands"]) | model_names()


def _speaks_of_other_things(low: str) -> bool:
    """Of phones, petrol cars, sport?"""
    return bool(_other_things(low))


def _around(scene: Scene, match: Match) -> str:
    """The words close to a step: who builds nothing else may have "a film" further off."""
    near = range(max(0, match.first - BESIDE), min(len(scene.tokens), match.last + 1 + BESIDE))
    cut = [at for at in near if scene.tokens[at].text in {";", ":"}]
    first = max((at + 1 for at in cut if at < match.first), default=near.start)
    last = min((at for at in cut if at > match.last), default=near.stop)
    return " ".join(t.low for t in scene.tokens[first:last])


def _other_things(low: str) -> list[str]:
    """Whatever else than electric cars a text speaks of, in its order."""
    pattern, telling_words = _others()
    return [] if telling_words.isdisjoint(runs(low)) else pattern.findall(low)


@cache
def _others() -> tuple[re.Pattern[str], frozenset[str]]:
    entries = sorted(table("profiles")["context"]["other"], key=len, reverse=True)
    either = "|".join(map(re.escape, entries))
    whole = rf"(?<![\w-])(?:{either})(?![\w-]| (?:maker|giant|group)\b)"
    return re.compile(whole), telling(entries)


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
    if _is_rivals_price(scene, match, companies, topic):
        return "the price of a rival"
    if _is_of_recalled(scene, match, before):
        return "when what is recalled was built"
    offices = [a.short in small("mark_offices") for a in scene.agencies]
    if match.pattern.step.kind is Kind.APPROVAL and offices and all(offices):
        return "an office for names and inventions"
    for need in match.pattern.step.need:
        if need.startswith("after-"):
            groups = AFTER.get(need) or (need.removeprefix("after-"),)
            if not any(g in before or _is_named_before(scene, match, g) for g in groups):
                return need
        elif need == "titled-pair":
            if len(set(companies) & set(topic)) < PAIR:
                return need
        elif need == "no-recalls":
            if "recall" in before:
                return "a list of recalls"
        elif not NEEDS[need](scene, match, companies):
            return need
    for word in match.pattern.step.without:
        if _holds(scene, match, word, near):
            return f"without {word}"
    return None


def _is_named_before(scene: Scene, match: Match, group: str) -> bool:
    """Does the sentence itself name such a thing first: "its works in Jinshan: building starts"?"""
    return any(t.part == "noun" and t.last < match.first for t in scene.marked.tags.get(group, ()))


def _is_rivals_price(
    scene: Scene, match: Match, companies: Sequence[str], topic: Sequence[str]
) -> bool:
    """Is it what a car costs of which the text is not: "a Qin L costs 99,800 yuan"?"""
    priced = match.pattern.step.kind is Kind.LAUNCH and "MONEY" in match.pattern.said
    others = bool(topic) and set(companies).isdisjoint(topic)
    return priced and others and not scene.title and not scene.dates


def _is_of_recalled(scene: Scene, match: Match, before: Collection[str]) -> bool:
    """Does it only say which cars go back: "affected are vans made from March to November"?"""
    if match.pattern.step.kind is not Kind.PRODUCTION or match.pattern.step.phase != "verb":
        return False
    about = "recall" in before or "recall" in scene.marked.tags
    built = any(verb in match.pattern.said for verb in ("<makecar", "<produce", "<build"))
    return about and built and match.state.time == "done" and bool(scene.dates)


def _is_blacklist(scene: Scene) -> bool:
    return "list" in scene.lows and says("blacklisted", scene.low)


def _holds(scene: Scene, match: Match, word: str, near: str) -> bool:
    if word.startswith(("{", "<")) and word[1:-1] not in scene.marked.tags:
        return False
    if word.startswith("{"):
        return any(
            _free(tag.first, match)
            and not _is_aside(scene, tag.first, match)
            and not (word == "{battery}" and _is_fitted(scene, tag.first))
            and not (word == "{entity}" and _is_unit(scene, tag.first))
            and not (word == "{plant}" and is_of_a_name(scene, tag.first))
            for tag in scene.marked.tags[word[1:-1]]
            if tag.part == "noun"
        )
    if word.startswith("<"):
        return any(
            _free(tag.first, match) for tag in scene.marked.tags[word[1:-1]] if tag.part == "verb"
        )
    if word.isupper():
        return any(
            match.first - AROUND <= first and last <= match.last + AROUND
            for first, last in scene.spans.get(word, ())
        )
    if " " in word:
        return word in near and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", near) is not None
    return word in scene.lows and word in near and any(_free(at, match) for at in scene.lows[word])


def _is_speaker(scene: Scene, at: int) -> bool:
    """Is it "the company", which only stands for a name?"""
    before = scene.tokens[at - 1].low if at else ""
    return before == "the" and scene.tokens[at].low in small("speakers")


def _is_unit(scene: Scene, at: int) -> bool:
    """Is it "the company" for a name, or "units" behind a number?"""
    return _is_speaker(scene, at) or counts(scene, at)


def _is_fitted(scene: Scene, at: int) -> bool:
    """Does it only say which car is meant: "a car with such a battery"?"""
    before = [t.low for t in scene.tokens[max(0, at - FITTED) : at]]
    return "with" in before and not {",", "and"} & set(before[before.index("with") :])


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


@cache
def _profiles() -> dict[str, str]:
    data = table("profiles")
    return {
        company: profile
        for profile in ("electric", "maker", "other", "cells")
        for company in data[profile]
    }
