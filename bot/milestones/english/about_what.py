"""Which of the things that a sentence names a step is about; nothing rather than something silly.

What stands in the clause of the step goes before what stands elsewhere, what follows its verb
before what precedes it. A clause without a model of its own speaks of the one told last, where
there is exactly one.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, Protocol

from bot.catalogue import table
from bot.milestones.english.clauses import clauses
from bot.milestones.english.nearness import distance
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.sides import partner
from bot.milestones.english.sites import is_listed
from bot.milestones.english.small import beside, small
from bot.milestones.english.sorts import sort_of
from bot.milestones.english.steps import Match
from bot.milestones.english.things import Sort, Thing, of_sort, things
from storage.records import Kind

MODELS: Final = (Sort.MODEL, Sort.NEW)
# What a step of each kind can be about, the likeliest first.
ORDER: Final[dict[Kind, tuple[tuple[Sort, ...], ...]]] = {
    Kind.LAUNCH: (MODELS, (Sort.BRAND,)),
    Kind.UNVEIL: (MODELS, (Sort.BRAND,)),
    Kind.DELIVERY: (MODELS, (Sort.BRAND,), (Sort.PLACE,)),
    Kind.PRODUCTION: (MODELS, (Sort.TECHNOLOGY,), (Sort.PLACE,)),
    Kind.TESTING: (MODELS, (Sort.TECHNOLOGY,), (Sort.PLACE,)),
    Kind.RECALL: (MODELS, (Sort.TECHNOLOGY,)),
    Kind.APPROVAL: (MODELS, (Sort.TECHNOLOGY,), (Sort.PLACE,)),
    Kind.TECHNOLOGY: ((Sort.TECHNOLOGY,), (Sort.NEW,)),
    Kind.FACTORY: ((Sort.PLACE,),),
    Kind.INFRASTRUCTURE: ((Sort.PLACE,), (Sort.NETWORK,)),
    Kind.MARKET_ENTRY: ((Sort.PLACE,),),
    Kind.REGISTRATION: ((Sort.DOMAIN,), (Sort.QUOTED,), MODELS),
    Kind.COMPANY_SETUP: ((Sort.QUOTED, Sort.NEW, Sort.BRAND),),
    Kind.INVESTMENT: ((Sort.PLACE,),),
    Kind.FUNDING: ((Sort.ROUND,),),
    Kind.RESTRUCTURING: ((Sort.ROUND,), (Sort.PLACE,)),
}
WITH_SIDES: Final = frozenset((Kind.PARTNERSHIP, Kind.INVESTMENT, Kind.FUNDING))
BY_CARS: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))
# Kinds of which a clause that names no thing at all speaks of the car told last.
BARE: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH, Kind.PRODUCTION))
AGAIN: Final = BARE | {Kind.UNVEIL, Kind.TESTING, Kind.RECALL, Kind.APPROVAL}
BESIDE: Final = {Kind.FACTORY: 30, Kind.MARKET_ENTRY: 30, Kind.RESTRUCTURING: 8}
FARTHEST: Final = 14  # words, with the borders of clauses, between a step and its thing
AFAR: Final = 24  # the same for the only model of a sentence
BACK: Final = 2  # sentences in which a model was told last
LEADING: Final = 3  # sentences that still speak of what the title names
AT_PLANT: Final = 4  # words from a place to the plant there: "its Kansas battery plant"
AFTER: Final = 3  # words from a count to the model that it counts
COUNTRY: Final = 4  # words that a country counts as further off than a town
BEFORE: Final = 1.5
TWO: Final = 2  # letters: "Li L8" without its maker says little
NEW: Final = 7  # words within which a model is told by its looks alone
OBJECT: Final = 4  # words behind a verb that may be its object
SERVED: Final = 4  # words from "under" to the brand for which a company is founded
RANK: Final = 6  # words from "the third" to the place


class Told(Protocol):
    """What was read before a sentence."""

    @property
    def past(self) -> Sequence[Scene]:
        """The last sentences, in their order."""

    @property
    def heading(self) -> Scene | None:
        """The title."""


def about_what(
    scene: Scene, match: Match, kind: Kind, company: str, sides: Sequence[str], told: Told
) -> str | None:
    """The thing itself in a few words, as the text has it; of a deal the other side."""
    own = _own(scene, match)
    if kind is Kind.RESTRUCTURING and (person := _person(scene, match, own)):
        return person
    if kind in WITH_SIDES and (other := partner(scene, match, kind, company, sides, own)):
        return other
    if kind is Kind.PARTNERSHIP and (other := _other_side(company, sides, told)):
        return other
    found = things(scene)
    for sorts in ORDER.get(kind, ()):
        thing = _nearest(scene, match, kind, own, of_sort(found, *sorts))
        if thing is not None:
            is_own = thing.sort is Sort.BRAND and thing.text.casefold() == company
            founded = kind is not Kind.COMPANY_SETUP or not (
                _is_founded_for(scene, thing) or _is_founder(match, thing)
            )
            return _in_full(thing, company, told) if founded and not is_own else None
        if sorts is MODELS and kind in AGAIN:
            again = _again(scene, match, kind, own, told)
            if again is not None:
                return _in_full(again, company, told)
    if kind is Kind.FACTORY and not of_sort(found, Sort.PLACE):
        return _site_again(scene, own, told)
    return None


def _is_founded_for(scene: Scene, thing: Thing) -> bool:
    """Is it a brand there was, for which a company is founded: "under its luxury brand Lexus"?"""
    before = scene.tokens[max(0, thing.first - SERVED) : thing.first]
    return thing.sort is Sort.BRAND and any(t.low in {"under", "for"} for t in before)


def _is_founder(match: Match, thing: Thing) -> bool:
    """Is it the brand that founds a company: "Audi and FAW had founded the company"?"""
    founds = match.verb is not None and not match.state.passive
    return thing.sort is Sort.BRAND and founds and thing.last < match.first


def _other_side(company: str, sides: Sequence[str], told: Told) -> str | None:
    """Who the other one of "they" is, as the last sentence that names him has it."""
    others = {side for side in sides if side != company}
    before = [*reversed(told.past), *filter(None, [told.heading])] if others else []
    for scene in before:
        for name, (first, last) in scene.mentions:
            if name.company in others:
                return scene.sentence.text[scene.tokens[first].start : scene.tokens[last].end]
    return None


def _in_full(thing: Thing, company: str, told: Told) -> str:
    """A name without that of the company; the title may tell that it is the electric one."""
    name = thing.text
    if thing.sort not in MODELS:
        return name
    maker, _, rest = name.partition(" ")
    if maker.casefold() == company.partition("-")[0] and len(maker) > TWO and rest[:1].isalpha():
        name = name if len(rest) == 1 or rest.casefold() in _cars() else rest  # "Apple Car"
    title = told.heading.sentence.text if told.heading else ""
    return f"{name} EV" if thing.parts == 1 and f"{name} EV" in title else name


def _own(scene: Scene, match: Match) -> Range:
    """The clauses that the words of the step stand in, as one range."""
    mine = [(a, b) for a, b in clauses(scene) if a <= match.last and match.first <= b]
    if not mine:
        return match.first, match.last
    return min(a for a, _ in mine), max(b for _, b in mine)


def _nearest(
    scene: Scene, match: Match, kind: Kind, own: Range, found: Sequence[Thing]
) -> Thing | None:
    """The thing that stands best to the verb, in its clause before elsewhere."""
    fitting = [t for t in found if not _is_compared(scene, t)]
    if not fitting:
        return None
    is_place = fitting[0].sort is Sort.PLACE
    if is_place:
        fitting = [t for t in fitting if _fits_place(scene, match, kind, t)]
    elif kind in BY_CARS and (counts := _counts(scene, match, own)):
        fitting = [t for t in fitting if _is_counted(scene, match, own, t, counts)]
        return min(fitting, key=lambda t: _cost(scene, match, kind, t), default=None)
    inside = [t for t in fitting if own[0] <= t.first and t.last <= own[1]]
    if not is_place:
        inside = [t for t in inside if not _leads_elsewhere(scene, match, t)]
        inside = [t for t in inside if t.sort is not Sort.NEW or _cost(scene, match, kind, t) < NEW]
    if inside:
        best = min(inside, key=lambda t: _cost(scene, match, kind, t))
        limit = BESIDE.get(kind, FARTHEST if is_place else AFAR)
        return best if _cost(scene, match, kind, best) <= limit else None
    if is_place:
        limit = BESIDE.get(kind, FARTHEST)
        near = [t for t in fitting if _cost(scene, match, kind, t) <= limit]
        near = [t for t in near if not _is_apart(scene, own, t)]
        return near[0] if len(near) == 1 and len(fitting) == 1 else None
    before = [t for t in fitting if t.last < own[0]]
    if len(before) == 1 and len(fitting) == 1:
        return before[0] if not _is_another_car(scene, own) else None
    return None


def _is_apart(scene: Scene, own: Range, thing: Thing) -> bool:
    """Does a semicolon stand between: "a showroom opened on Monday; in Chennai it is not ready"?"""
    between = scene.tokens[min(own[1], thing.last) : max(own[0], thing.first)]
    return any(t.text == ";" for t in between)


def _leads_elsewhere(scene: Scene, match: Match, thing: Thing) -> bool:
    """Is another car, without a name, told between the thing and the step, or as its object?"""
    tokens = scene.tokens
    until = match.first if match.verb is None else max(match.first, match.verb.first)
    if thing.last >= until or thing.sort not in MODELS:
        return False
    behind = match.last + 1
    while (
        behind < len(tokens)
        and behind <= match.last + OBJECT
        and tokens[behind].kind != "mark"
        and tokens[behind].low not in small("prepositions") - {"of"} | {"as", "than"}
    ):
        behind += 1
    if _is_another_car(scene, (match.last + 1, behind - 1), least=1):
        return True
    first = thing.last + 1
    if tokens[first].low in _cars():
        first += 1  # "the Kestrel SUV"
    if tokens[first].low in small("be") or not _is_another_car(scene, (first, until)):
        return False  # "the Kestrel is its first model to"
    between = {t.low for t in tokens[thing.last + 3 : until]}
    added = {",", "which", "that", "whose"} & between or not between & _finite()
    return not (tokens[first].low == "," and added)  # "the Kestrel, an SUV built in Graz"


@cache
def _finite() -> frozenset[str]:
    """Auxiliaries that carry a clause."""
    return small("be", "have", "will") - {"be", "been", "being", "have", "having"}


def _cost(scene: Scene, match: Match, kind: Kind, thing: Thing) -> float:
    away = distance(scene, match, (thing.first, thing.last))
    before = thing.last < match.first
    if kind is Kind.MARKET_ENTRY or thing.sort is not Sort.PLACE:
        return away + BEFORE * before
    wide = COUNTRY * ((thing.text in _markets()) + (thing.text in beside("continents")))
    return away + BEFORE * before + wide + COUNTRY * _is_rank(scene, thing)


def _is_rank(scene: Scene, thing: Thing) -> bool:
    """Does a place only say of what something is the first: "the third plant in Europe"?"""
    before = {t.low for t in scene.tokens[max(0, thing.first - RANK) : thing.first]}
    return not before.isdisjoint(beside("ranks"))


def _is_compared(scene: Scene, thing: Thing) -> bool:
    """Is it only measured against, or told as what came before: "a rival to the Model Y"?"""
    if thing.sort is Sort.PLACE:
        return False
    at = thing.first - 1
    makes = {k for _, (a, b) in scene.mentions for k in range(a, b + 1)}
    while at >= 0 and (
        at in makes
        or scene.tokens[at].kind == "possessive"
        or scene.tokens[at].low in small("determiners")
    ):
        at -= 1
    if at < 0:
        return False
    low = scene.tokens[at].low
    words = beside("compared")
    before = scene.tokens[at - 1].low if at else ""
    paired = low in {"to", "of", "with", "on", "as", "for"}
    return low in words or (paired and before in words | beside("compared_pairs"))


def _counts(scene: Scene, match: Match, own: Range) -> list[Range]:
    """Where the clause counts cars."""
    told = [where for where in scene.spans.get("VEHICLES", ()) if _inside(where, own)]
    bare = [p for p in match.places if p in scene.spans.get("NUMBER", ())]
    return told + bare


def _inside(where: Range, own: Range) -> bool:
    return own[0] <= where[0] and where[1] <= own[1]


def _is_counted(
    scene: Scene, match: Match, own: Range, thing: Thing, counts: Sequence[Range]
) -> bool:
    """Does a count count this model, and not all that the company sold?"""
    tokens = scene.tokens
    for first, last in counts:
        if first <= thing.first <= last:
            return True
        between = [t.low for t in tokens[last + 1 : thing.first]]
        joined = {"of", "the", "its", "electric", "new", "units", "cars", "vehicles", "examples"}
        if last < thing.first and len(between) <= AFTER and joined.issuperset(between):
            return True
    behind = tokens[thing.last + 1].low if thing.last + 1 < len(tokens) else ""
    if behind in {"deliveries", "sales", "orders", "production", "output", "registrations"}:
        return True
    before = [t.low for t in tokens[max(0, thing.first - 4) : thing.first]]
    sold = {"deliveries", "sales", "production", "units", "output", "examples"}
    if "of" in before and sold & set(before):
        return True
    led = [
        (a, b)
        for _, (a, b) in scene.mentions
        if own[0] <= a and b < match.first and not thing.first - 2 <= b <= thing.last
    ]
    subject = own[0] <= thing.first and thing.last < match.first and not led
    marks = {t.low for t in tokens[thing.last + 1 : match.first]}
    return subject and not marks & {",", "and", "as"}


def _fits_place(scene: Scene, match: Match, kind: Kind, thing: Thing) -> bool:
    """Is a place that of the step: of cars only where they are sold, of an entry a market?"""
    tokens = scene.tokens
    before = tokens[thing.first - 1].low if thing.first else ""
    if before == "the" and thing.first > 1:
        before = tokens[thing.first - 2].low
    at_plant = not beside("plants").isdisjoint(
        t.low for t in tokens[thing.last + 1 : thing.last + 1 + AT_PLANT]
    )
    if before == "of" and thing.first > 1 and tokens[thing.first - 2].low in beside("around"):
        before = "in"
    if before in {"near", "outside"} and _follows_place(scene, thing):
        return False
    if _is_of_another_step(scene, match, thing):
        return False
    if kind is Kind.MARKET_ENTRY and not (is_listed(thing.text) or thing.text.endswith(" market")):
        return False  # a mall
    if kind is Kind.DELIVERY or (kind is Kind.TESTING and not at_plant):
        return before in {"in", "to", "across"} and thing.first > match.first
    if kind is Kind.INVESTMENT and before == "into":
        return True
    if kind in {Kind.PRODUCTION, Kind.RESTRUCTURING, Kind.APPROVAL, Kind.INVESTMENT}:
        return at_plant or before in beside("where") - {"to"}
    if kind is Kind.FACTORY:
        named = thing.text in beside("works")
        return at_plant or named or before in beside("where") | beside("choosing")
    if kind is Kind.INFRASTRUCTURE:
        return at_plant or before in beside("where") | {"across", "between", "around"}
    return True


def _is_of_another_step(scene: Scene, match: Match, thing: Thing) -> bool:
    """Is it where something else happens: "in 2025, the year in which it starts up in Ohio"?"""
    between = [t.low for t in scene.tokens[match.last + 1 : thing.first]]
    return any(
        low == "when" or (low == "which" and at and between[at - 1] in small("prepositions"))
        for at, low in enumerate(between)
    )


def _follows_place(scene: Scene, thing: Thing) -> bool:
    """Does "near" only say where a place before it lies: "in Douai, near Lille"?"""
    return any(
        thing.first - 4 <= t.last < thing.first - 1
        for t in of_sort(things(scene), Sort.PLACE)
        if t is not thing
    )


def _person(scene: Scene, match: Match, own: Range) -> str | None:
    """Who comes or goes, of a change at the head."""
    if sort_of(scene, Kind.RESTRUCTURING, match.pattern.said) != "leaders":
        return None
    people = [p for p in scene.spans.get("PERSON", ()) if _inside(p, own)]
    if not people:
        return None
    first, last = min(people, key=lambda p: distance(scene, match, p))
    return scene.sentence.text[scene.tokens[first].start : scene.tokens[last].end]


def _again(scene: Scene, match: Match, kind: Kind, own: Range, told: Told) -> Thing | None:
    """The model told last, of which a clause without one speaks: "The SUV goes on sale in May"."""
    if _distinct(scene) or _is_another_car(scene, own):
        return None
    counted = kind in BY_CARS and _counts(scene, match, own)
    pointed = _points_back(scene, own)
    if counted and pointed != "cars":
        return None
    if not pointed and (kind not in BARE or _names_another(scene, own)):
        return None
    for before in reversed(told.past[-BACK if pointed else -1 :]):
        models = _distinct(before)
        if models:
            return models[0] if len(models) == 1 and _agrees(models[0], scene, own) else None
    if told.heading is None or scene.title or scene.number > LEADING:
        return None
    models = _distinct(told.heading)
    return models[0] if len(models) == 1 and _agrees(models[0], scene, own) else None


def _names_another(scene: Scene, own: Range) -> bool:
    """Does a clause without a model name something else it may be about: a place, a plant?"""
    inside = range(own[0], own[1] + 1)
    return (
        any(t.first in inside for t in things(scene))
        or any(first in inside for first, _ in scene.spans.get("NAME", ()))
        or any(scene.tokens[at].low in beside("plants") for at in inside)
    )


def _distinct(scene: Scene) -> list[Thing]:
    models = [t for t in of_sort(things(scene), *MODELS) if not _is_compared(scene, t)]
    return list({t.text: t for t in models}.values())


def _agrees(model: Thing, scene: Scene, own: Range) -> bool:
    """Several models are no "it"."""
    lows = {t.low for t in scene.tokens[own[0] : own[1] + 1]}
    one = lows & beside("cars_again")
    return model.parts == 1 or not one


def _points_back(scene: Scene, own: Range) -> str:
    """Does a clause point to a car that was named: "the SUV" ("cars"), or only say "it"?"""
    tokens = scene.tokens
    for at in range(max(1, own[0]), own[1] + 1):
        if tokens[at].low in beside("cars_again") | _bodies():
            first = at - 1
            while first > own[0] and tokens[first].low in beside("plain") - _POINTING:
                first -= 1
            if tokens[first].low in _POINTING:
                return "cars"
    if any(t.low in {"them", "both"} for t in tokens[own[0] : own[1] + 1]):
        return "cars"
    opens = [t.low for t in tokens[own[0] : own[0] + 2]]
    return "it" if {"it", "its", "they"} & set(opens) else ""


def _is_another_car(scene: Scene, own: Range, *, least: int = 0) -> bool:
    """Does a clause speak of cars without a name: "a new SUV", "two models", "its first EV"?

    At least so many words stand before the car.
    """
    tokens = scene.tokens
    for at in range(own[0], own[1] + 1):
        if tokens[at].low not in _cars():
            continue
        before = {t.low for t in tokens[max(own[0], at - 4) : at]}
        if len(before) < least:
            continue
        if not before & {"the", "this", "that", "these", "both"} or before & _OTHERS:
            return True
    return False


_POINTING: Final = frozenset(("the", "this", "that", "both"))
_OTHERS: Final = frozenset(
    ("second", "third", "next", "other", "two", "three", "four", "new", "first", "its")
)


@cache
def _bodies() -> frozenset[str]:
    """Several cars of one sort: "the two scooters"."""
    general = {"car", "vehicle", "model", "truck", "concept"}
    return frozenset(f"{word}s" for word in beside("cars_again") - general)


@cache
def _cars() -> frozenset[str]:
    plural = {f"{word}s" for word in beside("cars_again")}
    return beside("cars_again") | plural | {"ev", "evs", "hybrid", "hybrids", "range"}


def _site_again(scene: Scene, own: Range, told: Told) -> str | None:
    """The place told last, of which a clause without one speaks: "The plant is to open in May"."""
    tokens = scene.tokens
    points = any(
        tokens[at].low == "there"
        or (
            tokens[at].low in beside("plants")
            and {"the", "this"} & {t.low for t in tokens[max(0, at - 3) : at]}
        )
        for at in range(own[0], own[1] + 1)
    )
    if not points:
        return None
    for before in reversed(told.past[-BACK:]):
        places = {t.text: t for t in of_sort(things(before), Sort.PLACE)}
        if places:
            return next(iter(places)) if len(places) == 1 else None
    return None


@cache
def _markets() -> frozenset[str]:
    return frozenset(table("english_places")["markets"])
