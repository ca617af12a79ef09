"""What an English clause is filled with: things with their article, counts, names, places."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.catalogue import table
from bot.stories.bounds import Bound, is_in_evidence, of_amount, of_quantity, pace
from bot.stories.cues import says
from bot.stories.english_claims import (
    bought,
    called,
    claims,
    first_of,
    is_for_batteries,
    is_lowest,
    product,
    role,
    station,
    with_the,
)
from bot.stories.english_figures import (
    bounded,
    count,
    is_cell,
    nth,
    number,
    ordinal,
    ordinals,
    sum_of,
    uncounted,
)
from bot.stories.names import MODEL, fold, is_chinese, kind_of, split
from bot.stories.subject import OF_MODELS, is_business_of, is_only_beside
from bot.stories.told import Told
from storage.records import Kind, Milestone, Quantity, Unit

ARTICLES: Final = ("a ", "an ", "the ", "its ", "their ")
# Slots that tell one step from another of its kind, and what keeps it from claiming too much.
BARE: Final = frozenset(
    {"thing", "its", "works", "nth", "capital", "amount", "share", "paper", "signed", "deal"}
    | {"bookings", "mark", "marks", "published", "shut", "stake", "new", "halted", "floated"}
    | {"founder", "worth"}
)
MODEL_WORDS: Final = 3  # a longer subject is no model: "deliveries of ..."
# Kinds whose named subject is a model: "the Leaf", "the Dolphin Mini".
CARS: Final = frozenset(
    (Kind.LAUNCH, Kind.PRODUCTION, Kind.DELIVERY, Kind.TESTING, Kind.RECALL, Kind.UNVEIL)
)
MADE: Final = frozenset((Kind.PRODUCTION, Kind.TESTING))  # somewhere, which may be their subject
ENDS: Final = frozenset((Bound.LESS_THAN, Bound.NEARLY, Bound.MORE_THAN))  # of no range of prices
_BRAND: Final = (
    r"\b(?:brand|marque) (?:called |named )?{0}|{0},? (?:[a-z]+ )?(?:brand|marque)\b"
    r"|品牌.?{0}|{0}.?品牌"
)
# A thing with its article that is no part of a longer name: "the Semi had been", "the Semi."
_CALLED: Final = (
    r"\b[Tt]he (?:[\w-]+ )?{0}(?:$|[,.;]| (?:is|was|has|had|will|can|may|in|on|for|and|from|to)\b)"
)
_LEVEL: Final = re.compile(r"(?:Level ?\d|L[23])\b")  # of driving by itself
_DIGIT: Final = re.compile(r"\d")


def listed(names: Sequence[str]) -> str:
    """Names in a row: "A, B and C"; empty for none."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def slots_of(step: Told, *, is_bare: bool = False) -> dict[str, str]:
    """The slots of a step by name (`english_telling.toml` says what each is).

    `is_bare` leaves out all but what tells one step from another of its kind.
    """
    slots = {**_things(step), **_figures(step)}
    agency = step.milestone.agency
    if agency and not is_chinese(agency):
        slots["agency"] = with_the(agency)
        is_lender = agency not in table("english_telling")["words"]["supervisors"]
        slots["lender"] = slots["agency"] if is_lender else ""
        slots["clearing"] = "clearing" if "Commission" in agency else ""  # gives none of its own
        if agency in slots.get("giving", ""):
            slots["giving"] = ""  # told as the lender
        slots |= role(step, slots["agency"])
    if step.says("protective"):
        slots["protective"] = "described as a protective step"
    if is_bare:
        return {name: words for name, words in slots.items() if name in BARE}
    return slots


def _things(step: Told) -> dict[str, str]:
    subject, m, words = step.subject, step.milestone, table("english_telling")["words"]
    companies = list(step.others)
    things = [t for t in subject.things if not t.casefold().startswith(tuple(words["empty"]))]
    slots = {
        "share": subject.share,
        "capital": "registered capital" if subject.is_capital else "",
        "place": _place(subject.place, m),
        **claims(step, things),
    }
    if m.kind is Kind.PARTNERSHIP:
        return slots | _deal(step, companies, things)
    if m.kind is Kind.FUNDING:
        return slots | _money_from(step, companies, things)
    if m.kind is Kind.COMPANY_SETUP:
        things = [t for t in things if t.split()[-1].casefold() not in words["built"]]
    if m.kind in CARS:
        things = [singular(thing, m) for thing in things]
    if goods := product(m):
        things = [goods]
    if m.kind in MADE and len(things) == 1 and (where := _stood_at(things[0], m)):
        slots["place"], things = where, []
    bare = _named(listed([*companies, *things]), m)
    if m.kind is Kind.UNVEIL and "concept" not in bare.casefold():
        slots["concept"] = "as a concept"
    is_beside = m.kind is Kind.INFRASTRUCTURE and is_only_beside(m)  # of other stations
    if bare and slots.get("through") in {bare, *things}:
        slots["through"] = ""  # it is what the step is about
    return slots if not bare or is_beside else slots | _thing(bare, things, slots, m)


def _thing(
    bare: str, things: Sequence[str], before: dict[str, str], m: Milestone
) -> dict[str, str]:
    """The thing that a step is about, by the kind of the step."""
    words = table("english_telling")["words"]
    slots = {"bare": bare, "thing": _with_article(bare, m), "its": _own(bare, m)}
    if bare == product(m):
        slots |= {"thing": bare, "its": bare}  # not "its own"
    if m.kind is Kind.FACTORY and "works" not in before:
        slots |= _works(things, m)
    if m.kind is Kind.APPROVAL and bare.rsplit(maxsplit=1)[-1].casefold() in words["permits"]:
        slots["permit"] = f"its {bare}" if not bare.startswith(ARTICLES) else bare
    if m.kind is Kind.INFRASTRUCTURE and bare.startswith(("outside ", "near ", "across ")):
        slots |= {"where": bare, "its": ""}
    return slots


def _stood_at(thing: str, m: Milestone) -> str:
    """Where something is made or tested, told for what it is: "on the Nordschleife"."""
    said = re.findall(_WHERE.format(re.escape(thing)), m.evidence)
    is_place = bool(said) and len(said) == m.evidence.count(thing)
    return f"{said[0]} {thing}" if is_place and not _DIGIT.search(thing) else ""


def _named(bare: str, m: Milestone) -> str:
    """The name of a thing, or whose business it is that is bought."""
    is_business = bool(bare) and is_business_of(m)
    return bought(bare, m) or (f"a business of {bare}" if is_business else bare)


def _place(place: str, m: Milestone) -> str:
    """The place with its article; empty where the agency names it: "the California DMV"."""
    if place in (m.agency or ""):
        return ""
    if m.kind is Kind.APPROVAL and m.agency and place not in m.evidence:
        return ""  # told beside it, of something else
    if place and re.search(_NEAR.format(re.escape(place)), m.evidence):
        return f"near {place}"
    has_article = place.split(",", maxsplit=1)[0] in table("english_telling")["words"]["the_places"]
    return f"the {place}" if has_article else place


def _deal(step: Told, companies: Sequence[str], things: Sequence[str]) -> dict[str, str]:
    """With whom a deal is, what it is on, what it is called."""
    m = step.milestone
    proper = [thing for thing in things if not _is_common(thing)]
    topics = [thing for thing in things if _is_common(thing)]
    partners = list(companies)
    is_with = bool(proper) and (not step.says("venture") or _is_with(proper[0], step))
    if is_with and not partners and not step.many:
        partners, proper = proper[:1], proper[1:]
    return {
        "partner": listed(partners),
        "left": listed(partners) if partners and _is_left_by(partners[0], m) else "",
        "topic": listed(topics),
        "called": listed(proper),
        "paper": called(step, "partnership"),
        "signed": "signed" if step.says("signs") else "",
        "deal": called(step, "deal") or _project(m),
        "venture": "a joint venture" if step.says("venture") else "",
        "won": "won" if _is_ordered_from(step) and not step.says("venture") else "",
    }


def _is_ordered_from(step: Told) -> bool:
    """Was an order placed with whose step it is: "BMTC placed an order with Tata"?"""
    names = "|".join(map(re.escape, step.names))
    return re.search(_ORDERED.format(names), step.milestone.evidence) is not None


def _is_left_by(partner: str, m: Milestone) -> bool:
    """Did the partner end it, rather than whose step it is: "BMW cancels an order"?"""
    return re.search(_LEFT.format(re.escape(partner)), m.evidence) is not None


def _project(m: Milestone) -> str:
    """What is ended: all that they do together, or one plan that they had."""
    return "a joint project" if _TOGETHER.search(m.evidence) else "the partnership"


def _is_with(name: str, step: Told) -> bool:
    return re.search(rf"(?:with|and) {re.escape(name)}|与{re.escape(name)}|和{re.escape(name)}",
                     step.milestone.evidence) is not None  # fmt: skip


def _money_from(step: Told, companies: Sequence[str], things: Sequence[str]) -> dict[str, str]:
    means = frozenset(table("english_telling")["words"]["means"])
    rounds = [thing for thing in things if thing in table("english_things")["rounds"]]
    in_what = [
        f"its {thing}" if thing in rounds and not thing.endswith("s") else thing
        for thing in things
        if thing in rounds or thing.split()[-1].casefold() in means
    ]
    named = (thing for thing in things if thing not in {*in_what, *rounds} and len(thing) > 1)
    givers = [*companies, *named]
    how = _giving(givers[0], step.milestone) if givers else ""
    return {
        "giving": f"{how} {listed(givers)}" if how else "",
        "means": listed(in_what),
        "paper": called(step, "funding"),
    }


def _giving(giver: str, m: Milestone) -> str:
    """What somebody had to do with a sum that was raised, by the evidence."""
    names = "|".join(re.escape(name) for name in (giver, m.subject or giver))
    if re.search(_LED.format(names), m.evidence):
        return "in a round led by"
    if re.search(_GAVE.format(names), m.evidence):
        return "from"
    if re.search(_TO.format(names), m.evidence):
        return "through"  # the venture that gets it
    return "" if re.search(_NO_GIVER.format(names), m.evidence) else "with"


_NEAR: Final = r"\b(?:near|outside)(?: the)? {0}\b"
_WHERE: Final = r"\b((?:in|on|at|inside|outside|near)(?: the| its)?) {0}\b"
_TOGETHER: Final = re.compile(
    r"\bplans? to [^,;.]{1,60}\b(?:together|jointly)\b|\bjoint (?:plans?|projects?|programmes?)\b"
)
# A partner who ends it: "BMW cancels an order", but not "the deal with BMW ends in May".
_LEFT: Final = (
    r"(?<!with )(?<!of )(?<!and )(?<!from )(?<!for )(?<!between )\b{0}"
    r"(?: (?:has|had|have|also|then))? (?:cancels|cancell?ed|withdraws|withdrew|withdrawn"
    r"|terminates|terminated|scraps|scrapped|drops|dropped|ends|ended|quits|quit"
    r"|pulls out of|pulled out of) "
    r"(?:an?|the|its|their|this|that|all)\b"
)
_ORDERED: Final = (
    r"\b(?:placed|places|place) an order\b(?:(?! with )[^,;.]){{0,60}} with (?:{0})\b"
    r"|\b(?:has|have) ordered [^,;.]{{1,60}} from (?:{0})\b"
)
_COULD_COST: Final = re.compile(
    r"\b(?:could|may|might|estimat\w+|reckon\w*)\b[^;.]{0,60}\bcosts?\b"
    r"|\bcosts?\b[^;.]{0,40}\b(?:could|may|might|estimat\w+)\b"
)
# The first of a sort, whoever opens it: "the first of the 100-megawatt class".
_FIRST_OF_SORT: Final = re.compile(r"\bfirst of (?:the|its kind)\b|\bworld['’]s first\b")
_SOME_OF_THEM: Final = (
    r"\b(?:(?:most|some|many|part) of (?:them|which)|mostly|mainly|among them|including)\b"
    r"[^,;.\d]{{0,30}}\b{0}"
)
_TO: Final = r"\bto (?:the )?(?:{0})\b"
_NO_GIVER: Final = r"\b(?:for|formerly with|formerly of|formerly at) (?:the )?(?:{0})"


_LED: Final = (
    r"(?:{0})(?:[^,;.]{{0,40}}\b(?:led|leads|leading|lead)\b|.{{0,8}}领投)"
    r"|\bled (?:jointly )?by [^,;.]{{0,40}}(?:{0})"
)
_GAVE: Final = (
    r"\b(?:from|by) [^,;.]{{0,50}}(?:{0})|(?:{0})[, ][^;.]{{0,90}}\b(?:invest|put|pour|inject|buy"
    r"|bought|provid|pledg|promis|pump|sink|transfer|chip|arrang|lift|take|took|grant|len[dt]|commit|pay|paid|subscrib|support|contribut)"
    r"|(?:由|获|来自|引入|从)[^，。；]{{0,12}}(?:{0})|(?:{0})[^，。；]{{0,30}}(?:投资|出资|注资|增资|认购|入股|提供)"
)


def _works(things: Sequence[str], m: Milestone) -> dict[str, str]:
    """The plant itself, where the subject is one."""
    known = frozenset(table("english_telling")["words"]["works"])
    plants = [thing for thing in things if known & set(thing.casefold().split())]
    if plants and plants[0].endswith("phase"):
        return {"works": f"the {plants[0]} of its plant"}
    if plants:
        return {"works": _own(plants[0], m)}
    if things and any(kind_of(token) == MODEL for token in split(fold(things[0]))[0]):
        return {"works": f"a plant for the {listed(things)}"}
    return {"works": f"a plant ({listed(things)})"} if things else {}


def _figures(step: Told) -> dict[str, str]:
    m, slots = step.milestone, dict[str, str]()
    if m.amount:
        bound = of_amount(m)
        if m.kind is Kind.LAUNCH and bound in {Bound.UP_TO, Bound.AT_LEAST}:
            bound = None  # the lower end of a price is "priced from"
        slots["amount"] = bounded(sum_of(m.amount, m), bound)
        is_end = bound in ENDS or not is_lowest(m)
        slots["price"] = f"{'at' if is_end else 'from'} {slots['amount']}"
        slots["worth"] = "" if step.says("valued") else slots["amount"]
        lead = "which could cost" if _is_guessed(m) else "at a cost of"
        slots["cost"] = f"{lead} {slots['amount']}"
    if m.quantity:
        slots |= _counts(step, m.quantity)
    else:
        slots["nth"] = _uncounted_nth(step)
    if m.kind is Kind.FACTORY:
        is_its = m.amount is not None and is_in_evidence(m.amount.value, m)
        slots["size"] = _size(slots if is_its else {**slots, "amount": ""})
    return slots


def _is_guessed(m: Milestone) -> bool:
    """Is what it costs only reckoned?"""
    return any(_COULD_COST.search(text) for text in (m.evidence, *m.support))


def _counts(step: Told, quantity: Quantity) -> dict[str, str]:
    m = step.milestone
    unit, bound = quantity.unit, of_quantity(m) if quantity.value > 1 else None
    said = bounded(count(quantity), bound, counted=unit not in {Unit.GWH, Unit.GWH_PER_YEAR})
    if unit is Unit.VEHICLES and (period := pace(m)):
        said = f"{said} a {period}"
    if unit in {Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR}:
        is_of_packs = unit is Unit.VEHICLES_PER_YEAR and is_for_batteries(m)
        return {"rate": f"batteries for {said}" if is_of_packs else said}
    if unit is Unit.ORDERS:
        return {"orders": said}
    if unit is Unit.JOBS:
        return {"jobs": said}
    place = ordinal(quantity, f"{m.evidence} {m.subject or ''}")
    if unit is Unit.STATIONS:
        noun = station(step) or "station"
        one = f"one {noun}" if quantity.value == 1 else f"{number(quantity.value)} {noun}s"
        one = bounded(one, bound, counted=True)
        return {"stations": one, "count": one} | _nth_station(step, place, noun)
    slots = {"count": f"{said} of batteries" if unit is Unit.GWH else said}
    if unit is Unit.VEHICLES:
        slots["nth"] = f"{place} {_nth_thing(step, quantity.value)}" if place else ""
        slots["counted"] = _counted(step, said)
        some = listed(step.subject.things)
        if m.kind is Kind.RECALL and _is_some(some, m):
            slots |= {"counted": "", "mixed": f"{said} (among them {some})"}
    return slots


def _is_some(some: str, m: Milestone) -> bool:
    """Are these models only some of those that are counted: "most of them Kona Electric"?"""
    told = bool(some) and some in m.evidence
    return told and re.search(_SOME_OF_THEM.format(re.escape(some)), m.evidence) is not None


def _nth_station(step: Told, place: str, noun: str) -> dict[str, str]:
    """Its place in a row, with what it is the first of: "first charging station in Europe"."""
    if not place or (place == "first" and _FIRST_OF_SORT.search(step.milestone.evidence)):
        return {}
    before, behind = first_of(step.milestone.evidence) if place == "first" else ("", "")
    where = {"place": ""} if behind else {}  # Mannheim is not what it is the first of
    return {"nth": f"{place} {before}{noun}{behind}"} | where


def _counted(step: Told, said: str) -> str:
    """A count of vehicles with what they are: "6 Model X vehicles", "900 pickups"."""
    if model := _model(step):
        return said.replace(" vehicle", f" {model} vehicle")
    things = step.subject.things
    if len(things) != 1 or not _is_common(things[0]) or things[0].endswith("s"):
        return ""
    if " " in things[0]:
        return said  # of the first car
    return re.sub(r"\bvehicles?\b", f"{things[0]}s", said)


def _uncounted_nth(step: Told) -> str:
    """The place in a row that the evidence alone tells."""
    place = uncounted(step.milestone)
    return f"{nth(place)} {_nth_thing(step, place)}" if place else ""


def _nth_thing(step: Told, value: Decimal) -> str:
    """What the 100,000th was: one of a model, an electric vehicle, or any vehicle.

    The words behind the number decide: the 50,000th electric car may be one of a certain model.
    """
    told = ordinals(step.milestone.evidence)
    behind = next((behind for each, behind in told if each == value), "")
    if says("electric", behind):
        return "electric vehicle"
    if is_cell(step.milestone.evidence, value):
        return "cell"
    model = _model(step)
    names = (model.casefold(), (step.milestone.subject or "").casefold())
    return model if model and any(name in behind for name in names) else "vehicle"


def singular(thing: str, m: Milestone) -> str:
    """A model's name without the s of several: "1,022 Oceans" are of the Ocean."""
    one = thing.removesuffix("s")
    if one in {thing, ""} or thing.casefold().endswith(("ss", "us", "is", "ies", "eries")):
        return thing
    if one[-1].isdigit() or one[-1].isupper():
        return one if len(one) > 1 and one != thing[:-2] else thing
    is_counted = re.search(rf"\d[\d,.]* {re.escape(thing)}\b", m.evidence)
    is_alone = re.search(rf"\b{re.escape(one)}\b", " ".join((m.evidence, *m.support)))
    return one if is_counted or is_alone else thing


def _model(step: Told) -> str:
    """The subject, where it is one model that can stand before its vehicles."""
    things = [singular(thing, step.milestone) for thing in step.subject.things]
    if len(things) != 1 or len(things[0].split()) > MODEL_WORDS or _is_common(things[0]):
        return ""
    last = things[0].split()[-1]
    return things[0] if last[0].isupper() or _DIGIT.search(last) else ""


def _size(slots: dict[str, str]) -> str:
    """The figures of a plant, as an afterthought."""
    cost, rate, jobs = (
        slots.get("amount"),
        slots.get("rate") or slots.get("count"),
        slots.get("jobs"),
    )
    if cost and rate:
        return f"a project worth {cost} for {rate}"
    if cost:
        return f"a project worth {cost}" + (f" with {jobs}" if jobs else "")
    if rate:
        return f"with a capacity of {rate}"
    return f"with {jobs}" if jobs else ""


def _is_common(thing: str) -> bool:
    """Is it a thing in plain words, no name? An address is a name."""
    first = thing.split(maxsplit=1)[0]
    if first.casefold() in table("english_telling")["words"]["common"]:
        return True
    return first.islower() and first.replace("-", "").isalpha() and "." not in first


def _own(thing: str, m: Milestone) -> str:
    """A plain thing is the company's own: "its first model"."""
    numbers = table("english_telling")["words"]["numbers"]
    if _is_common(thing) and not thing.startswith(ARTICLES):
        return thing if thing.split(maxsplit=1)[0] in numbers else f"its {thing}"
    return _with_article(thing, m)


def _with_article(thing: str, m: Milestone) -> str:
    """A thing as a sentence takes it; a model, a described thing and what the evidence calls so."""
    words = thing.split()
    if thing.startswith(ARTICLES) or _is_common(thing):
        return thing
    if _LEVEL.match(thing):
        return thing
    is_model = m.kind in OF_MODELS - {Kind.TECHNOLOGY} and _DIGIT.search(thing) is not None
    is_brand = re.search(_BRAND.format(re.escape(thing)), m.evidence, re.IGNORECASE) is not None
    is_model = is_model or (m.kind in CARS and not is_brand)
    is_called = re.search(_CALLED.format(re.escape(thing)), m.evidence)
    is_model = is_model or (m.kind is Kind.APPROVAL and is_called is not None)
    is_described = len(words) > 1 and words[-1].isalpha() and words[-1].islower()
    return f"the {thing}" if is_model or is_described else thing
