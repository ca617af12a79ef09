"""What keeps a step from counting: another business, a market view, an opinion."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick

from bot.catalogue import load, table
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import group
from bot.milestones.mentions import Mention
from storage.records import Kind

MUCH: Final = 2  # words of another business that outweigh those of cars in a sentence
STRONG_TEXT: Final = 2  # different electric words that make the whole text one about electric cars
HOMES: Final = frozenset(("CN", "TW", "US", "JP", "KR", "IN", "VN", "DE", "SE"))
UNTAXED: Final = frozenset((Kind.UNVEIL, Kind.LAUNCH, Kind.PARTNERSHIP, Kind.APPROVAL, Kind.RECALL))
# Longer words that are none of the group.
LONGER: Final = {"other_business": "own_business", "electric": "own_petrol"}
# What it does for those who ordered; its plants and partners it has for all of them.
SOLD: Final = frozenset((Kind.DELIVERY, Kind.APPROVAL, Kind.TECHNOLOGY))
FIRST: Final = 3  # the title and two sentences
LOOKS_BACK: Final = 4  # sentences at the head of a text
LISTED: Final = frozenset((Kind.FUNDING, Kind.APPROVAL))
ALWAYS: Final = frozenset((Kind.COMPANY_SETUP, Kind.INFRASTRUCTURE))


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole text is about, for judging one of its sentences."""

    electric: int  # different words of electric driving, and electric companies
    cars: int  # different words of cars
    other: int  # different words of what else such companies make
    off_title: bool  # the title is about something else
    sells_other: bool  # the title tells of an order of something else
    topic: tuple[str, ...]  # the companies of the title
    branded: bool  # the title names a brand of electric cars
    burns: bool  # the title is about cars that burn fuel


def is_noise(text: str) -> str | None:
    """Why a whole text in normal form states nothing: an advertisement; None when it may."""
    found = next((word for word in group("noise_text") if word in text), None)
    return f"the text says {found}" if found is not None else None


def is_aside(title: str, text: str) -> str | None:
    """Why a whole text is hardly news: a view, a review, sport, a column; None when it may be."""
    held = any(word in text for word in group("as_planned"))
    for words in ("noise_title", "noise_writers", *(() if held else ("noise_denied",))):
        shown = text if words == "noise_writers" else title
        found = next((word for word in group(words) if word in shown), None)
        if found is not None:
            return f"the text says {found}"
    return None


def is_stock_news(title: str) -> str | None:
    """Why a text whose title tells no step is hardly news: it is about shares."""
    found = next((word for word in group("noise_shares") if word in title), None)
    return f"the title says {found}" if found is not None else None


def looks_back(shown: Sequence[str]) -> bool:
    """Do a title and the first sentences set out to tell what is long over: "半年过去"?"""
    told = "\n".join(shown[: LOOKS_BACK + 1])
    back = any(word in told for word in group("looks_back"))
    return back and not any(word in told for word in group("fresh"))


def setting(
    title: str, lead: str, text: str, named: Sequence[Mention], topic: tuple[str, ...]
) -> Setting:
    """Look at a whole text in normal form once."""
    profiles = table("profiles")
    sure = (*profiles["electric"], *profiles["cells"])
    brands = {m.name for m in named if any(brand in m.name for brand in _brands())}
    return Setting(
        electric=_count("electric", text)
        + len(brands)
        + len({m.company for m in named if m.company in sure}),
        cars=_count("car", text),
        other=_count("other_business", text),
        off_title=_is_off(_without_makers(title, named), lead),
        sells_other=_sells_other(_without_makers(title, named)),
        topic=topic,
        branded=any(brand in title for brand in brands),
        burns=_is_of_petrol(title, lead, text),
    )


def _is_of_petrol(title: str, lead: str, text: str) -> bool:
    """Do a title, or the first sentences behind it, tell of cars that burn fuel?

    Such cars drive themselves as well: "把智驾装进油车".
    """
    if _speaks("petrol", title):
        return not _has_motor(title)
    first, *more = lead.split("\n")[1:FIRST] or [""]
    driven = "\n".join((title, first, *more))
    hardly = not _speaks("electric", driven) and _count("electric", text) <= STRONG_TEXT + 1
    return _speaks("petrol", first) and hardly


def _has_motor(text: str) -> bool:
    """Does a text speak of electric cars, not only of such as drive themselves?"""
    return any(word not in group("assisted") for word in _found("electric", text))


def _is_off(title: str, lead: str) -> bool:
    """Are a title, or a title and the first sentences, about another business?"""
    if _speaks("car", title) or _speaks("electric", title):
        return False
    return _speaks("other_business", title) or (
        _speaks("off_business", lead) and _count("electric", lead) <= STRONG_TEXT
    )


def _sells_other(title: str) -> bool:
    """Does a title tell of an order of something else, in GWh as well: "储能大单:供货20GWh"?"""
    ordered = _speaks("other_business", title) and any(word in title for word in group("ordered"))
    return ordered and not _speaks("car", title) and not _drives(title)


def _without_makers(title: str, named: Sequence[Mention]) -> str:
    """A title without the names of carmakers, which may hold the word itself: "现代汽车集团"."""
    makers = {m.name for m in named if _profiles().get(m.company) == "maker"}
    for name in sorted(makers, key=len, reverse=True):
        title = title.replace(name, "")
    return title


def is_electric(company: str, kind: Kind, scene: Scene, match: Match, about: Setting) -> bool:
    """Does this sentence of this company speak of its electric-car business?"""
    whole = scene.text
    sold = kind in SOLD and about.sells_other and not (_speaks("car", whole) or _drives(whole))
    fuelled = about.burns and not _has_motor(whole)
    if sold or fuelled or _is_other_business(scene, match, about):
        return False
    if _is_electric(company) or _speaks("electric", whole) or _names_electric(scene, company):
        return True
    if any(_is_electric(m.company) for m in scene.mentions) or kind in ALWAYS:
        return True
    branded = about.branded and company in about.topic
    if branded or _join(kind, scene, about) or _lists(company, kind, scene, about):
        return True
    if _profiles().get(company) == "other":
        return _speaks("car", whole) or about.cars + about.electric >= STRONG_TEXT + about.other
    return about.electric >= (1 if company in about.topic else STRONG_TEXT)


def _join(kind: Kind, scene: Scene, about: Setting) -> bool:
    """Do carmakers of whom the text is news join or part, whatever they build?"""
    sides = {m.company for m in scene.mentions if _profiles().get(m.company) == "maker"}
    return kind is Kind.PARTNERSHIP and len(sides) > 1 and sides <= {*about.topic}


def _lists(company: str, kind: Kind, scene: Scene, about: Setting) -> bool:
    """Does a carmaker of whom the text is news go to an exchange, whatever it builds?"""
    own = company in about.topic and _profiles().get(company) == "maker"
    return own and kind in LISTED and scene.has("ipo", "exchange", "list_file", "listing_place")


def _is_other_business(scene: Scene, match: Match, about: Setting) -> bool:
    """Is it about phones, petrol cars, storage: in its clauses, or in a text of such?"""
    begin, _ = scene.bounds(scene.clause(match.start))
    end = scene.bounds(scene.clause(match.end - 1))[1]
    here, whole = scene.text[begin:end], scene.text
    cells_only = about.off_title and not _speaks("car", whole) and not _drives(here)
    if _speaks("electric", here) and not cells_only:
        return False
    if about.off_title or _speaks("other_business", here):
        return True
    if _speaks("petrol", whole) and not _speaks("electric", whole):
        return True
    if _count("other_business", whole) >= MUCH and not _speaks("electric", whole):
        return True
    cars = _speaks("car", whole) or _speaks("electric", whole)
    cars = cars or any(brand in m.name for m in scene.mentions for brand in _brands())
    return not cars and _speaks("other_business", whole)


def _drives(text: str) -> bool:
    """Does a text speak of electric driving, not only of batteries, which robots have too?"""
    return any(
        "电池" not in word and word not in group("of_cells") for word in _found("electric", text)
    )


def kind_for(company: str, kind: Kind, scene: Scene, match: Match, home: str) -> Kind:
    """The kind that a step is for this company: what is shown by a maker of cells is no car."""
    if _profiles().get(company) == "cells" or _are_plain_cells(kind, scene, match):
        return _of_cells(kind, scene, match)
    entry = kind is Kind.MARKET_ENTRY and match.pattern.step.phase is None
    return _of_market(company, scene, match, home) if entry else kind


def _are_plain_cells(kind: Kind, scene: Scene, match: Match) -> bool:
    """Are cells without a name of their own built, by whomever: "电芯2025年底开始生产"?"""
    told = [scene.text[t.start : t.end] for t in match.words if "tech" in t.groups]
    return kind is Kind.TECHNOLOGY and bool(told) and set(told) <= set(group("plain_cell"))


def _of_market(company: str, scene: Scene, match: Match, home: str) -> Kind:
    """A market entered for the first time; one more model where a company sells is a launch."""
    places = {
        scene.text[t.start : t.end] for t in scene.groups.get("abroad", ()) if t in match.tags
    }
    shown = "first_show" in match.pattern.said
    known = company in table("profiles")["established"]
    if shown and (known or scene.has("concept", "model", "NAME")):
        return Kind.UNVEIL
    if not match.pattern.said.startswith("{") or "首站" in match.pattern.said:
        return Kind.MARKET_ENTRY  # "出海", whoever it is
    shops = [scene.text[t.start : t.end] for t in scene.groups.get("shop", ())]
    opened = any("shop" in t.groups for t in match.words)
    opens_first = opened or (
        shops and (scene.has("first") or any(s.startswith("首") for s in shops))
    )
    if opens_first and not scene.has("model"):
        return Kind.MARKET_ENTRY  # the first shop, of whomever
    told = any(
        t.groups & {"enter_market", "shipped"} and not t.groups & {"on_sale", "sales_start"}
        for t in match.words
    )
    if places and places <= set(group(f"home_{home.lower()}") if home in HOMES else ()):
        return Kind.LAUNCH
    begin, _ = scene.bounds(scene.clause(match.start))
    is_model = bool(scene.within(begin, match.end, "NAME", "model")) and not any(
        "exported" in t.groups for t in match.words
    )
    if (not told or is_model) and company in table("profiles")["established"]:
        return Kind.LAUNCH
    return Kind.UNVEIL if scene.has("car_show") and not told else Kind.MARKET_ENTRY


def _of_cells(kind: Kind, scene: Scene, match: Match) -> Kind:
    """A battery with a name that goes into production is a technology, one without is output."""
    if kind is Kind.UNVEIL:
        return Kind.TECHNOLOGY
    if kind not in {Kind.PRODUCTION, Kind.TECHNOLOGY}:
        return kind
    made = any({"start_production", "made", "off_line"} & t.groups for t in match.words)
    if not made or match.pattern.step.phase is not None:
        return kind
    named = _speaks("named_cell", scene.text)
    return Kind.TECHNOLOGY if named and not scene.has("plant") else Kind.PRODUCTION


def is_of_cars(company: str, kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it the step of a car, told of a maker of batteries?"""
    if _profiles().get(company) != "cells" or kind not in {Kind.LAUNCH, Kind.PRODUCTION}:
        return False
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    cells = scene.within(begin, end, "supply_goods", "tech", "plant")
    cars = [t for t in scene.within(begin, end, "model") if "supply_goods" not in t.groups]
    return kind is Kind.LAUNCH or (bool(cars) and not cells)


def _is_electric(company: str) -> bool:
    return _profiles().get(company) in {"electric", "cells"}


def _names_electric(scene: Scene, company: str) -> bool:
    return any(
        m.company == company and any(brand in m.name for brand in _brands()) for m in scene.mentions
    )


def lacks(
    scene: Scene, match: Match, companies: Sequence[str], *, told: Collection[str]
) -> str | None:
    """What a step needs and the sentence does not have, or what is in it and makes it another.

    `told`: what the text has told of before: "figures_text", "plant_text", "station_text",
    "recall_text".
    """
    step = match.pattern.step
    clause, last = scene.clause(match.start), scene.clause(match.end - 1)
    begin, end = scene.bounds(clause)[0], scene.bounds(last)[1]
    taxed = begin if step.kind is Kind.LAUNCH else 0  # a car on sale, and what its import costs
    if step.kind in UNTAXED and scene.within(taxed, end if taxed else len(scene.text), "tariff"):
        return "about duties"
    for name in step.without:
        if scene.within(begin, end, name):
            return f"{name} in its clause"
    for name in step.need:
        if name == "partner":
            if not _has_partner(scene, match, companies):
                return "no partner is named"
        elif any(each in told for each in name.split("|")):
            continue
        elif not scene.within(0, len(scene.text), *name.split("|")):
            return f"no {name}"
    return None


def _has_partner(scene: Scene, match: Match, companies: Sequence[str]) -> bool:
    if len(set(companies)) > 1:
        return True
    others = [m for m in scene.mentions if m.company not in companies]
    if others or scene.has("firm_suffix", "both_sides"):
        return True
    begin, _ = scene.bounds(scene.clause(match.start))
    return bool(scene.within(begin, match.end, "NAME"))


@lru_cache(maxsize=512)  # asked of one sentence for each of its steps
def _speaks(name: str, text: str) -> bool:
    return bool(_finder(name).find_matches_as_indexes(_plain(name, text)))


def _count(name: str, text: str) -> int:
    return len({found for found, _, _ in _finder(name).find_matches_as_indexes(_plain(name, text))})


def _found(name: str, text: str) -> list[str]:
    """The words of a group that a text holds."""
    plain = _plain(name, text)
    return [word for word in group(name) if word in plain]


def _plain(name: str, text: str) -> str:
    """A text without the longer words that hold one of another sense: "汽车机器人", "油电混动"."""
    if name in LONGER and _longer_finder(name).find_matches_as_indexes(text):
        for word in _longer(name):
            text = text.replace(word, "")
    return text


@cache
def _longer(name: str) -> Sequence[str]:
    """Longer words that are none of a group; "LG新能源" makes cells for grids as well."""
    told = [*group(LONGER[name])]
    if name == "electric":
        known = load().companies
        names = (each for company in table("profiles")["cells"] for each in known[company].names)
        told += [each for each in names if any(word in each for word in group(name))]
    return told


@cache
def _longer_finder(name: str) -> AhoCorasick:
    return AhoCorasick(_longer(name))


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
