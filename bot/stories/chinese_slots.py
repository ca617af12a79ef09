"""What a Chinese clause is filled with: things, counts, names, places."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.catalogue import load, table
from bot.stories import chinese_evidence as said_of
from bot.stories.bounds import Bound, Limit, is_in_evidence, pace, timing
from bot.stories.chinese_figures import bounded, count, money, nth, number
from bot.stories.cues import says
from bot.stories.english_figures import is_cell, uncounted
from bot.stories.names import is_chinese
from bot.stories.subject import is_business_of
from bot.stories.told import Told
from storage.records import Kind, Phase, Quantity, Unit

# Kinds whose subject is a car: a platform stands for the cars on it.
OF_CARS: Final = frozenset(
    (Kind.PRODUCTION, Kind.DELIVERY, Kind.LAUNCH, Kind.UNVEIL, Kind.TESTING, Kind.RECALL)
)
# The n-th right before what is counted: 第50万辆聆风, "its 500,000th Leaf".
SHORT: Final = 2  # characters that a firm's name may have more than it is known by: 浙江吉利
ENDS: Final = frozenset((Bound.LESS_THAN, Bound.NEARLY, Bound.MORE_THAN))  # of no range of prices
_ORDINAL: Final = (
    r"(?:第\s*[\d.,]+\s*[万萬]?\s*[辆輛台臺部]|[\d,]+(?:st|nd|rd|th)|millionth)\s?"
    r"(?:[A-Za-z]+ |[\u4e00-\u9fff]{{0,4}})?(?:{})"
)


def slots_of(step: Told, *, is_bare: bool = False) -> dict[str, str]:
    """The slots of a step by name (`chinese_telling.toml` says what each is).

    `is_bare` leaves out all but what tells one step from another of its kind.
    """
    slots = {**_things(step), **_figures(step)}
    agency = step.milestone.agency
    if agency:
        slots["agency"] = table("chinese_telling")["agencies"].get(agency, agency)
        slots["filed"] = slots["agency"] if _is_filed(step) else ""
        marks = table("chinese_telling")["words"]["mark_offices"]
        slots["mark_office"] = slots["agency"] if agency in marks else ""
    if step.says("protective"):
        slots["protective"] = "被视为保护性注册"
    if is_bare:
        kept = ("thing", "works", "nth", "capital", "amount", "share")
        return {name: words for name, words in slots.items() if name in kept}
    return slots


def _things(step: Told) -> dict[str, str]:
    subject, words = step.subject, table("chinese_telling")["words"]
    things = [thing for thing in subject.things if not _is_plain(thing)]
    slots = {
        "share": said_of.share(step),
        "capital": "capital" if subject.is_capital else "",
        "place": subject.place or words["wheres"].get(step.milestone.subject or "", ""),
    }
    kind = step.milestone.kind
    if said_of.is_named_only(slots["place"], step.milestone):
        slots["place"] = ""
    if kind is Kind.PARTNERSHIP:
        return slots | _sides(step, things)
    if kind is Kind.FUNDING:
        return slots | _round(step, things)
    if kind is Kind.FACTORY:
        return slots | {"works": _works(things, slots["place"])}
    if kind in {Kind.COMPANY_SETUP, Kind.REGISTRATION}:
        things = [thing for thing in things if not said_of.is_owner(thing, step.milestone)]
    if kind is Kind.COMPANY_SETUP:
        things = [thing for thing in things if not thing.endswith(tuple(words["cars"]))]
        things = [thing for thing in things if not said_of.is_founder(thing, step.milestone)]
    if kind in OF_CARS:
        things, there = _cars(step, things)
        slots["place"] = slots["place"] or there or said_of.sold_in(step.milestone)
        slots["made"] = said_of.made(step.milestone) if kind is Kind.PRODUCTION else ""
        slots["some"] = said_of.some(step.milestone) if kind is Kind.RECALL else ""
    if kind is Kind.MARKET_ENTRY:
        slots["place"] = said_of.market(slots["place"], step.milestone)
    others = [each for each in step.others if not said_of.is_founder(each, step.milestone)]
    thing = "、".join((*others, *things))
    if thing and is_business_of(step.milestone):
        thing = f"{thing}旗下业务"
    return slots | {"thing": thing} | _bought(step, thing) | _permits(step, thing)


def _sides(step: Told, things: Sequence[str]) -> dict[str, str]:
    partners = step.others or tuple(things[: 0 if step.many else 1])
    called = [thing for thing in things if _is_called(thing, partners, step)]
    partner = "、".join(partners)
    founders = said_of.founders(step, partner)
    return {"partner": partner, "called": "、".join(called), "founders": founders}


def _round(step: Told, things: Sequence[str]) -> dict[str, str]:
    named = table("chinese_things")
    bourses = [thing for thing in things if thing in named["bourses"]]
    ways = [thing for thing in things if _is_way(thing)]
    investors = [t for t in (*step.others, *things) if t not in {*bourses, *ways}]
    leader = investors[0] if len(investors) == 1 and step.says("leads") else ""
    return {
        "leader": leader,
        "investor": "、".join(investors),
        "bourse": "、".join(bourses),
        "way": "、".join(ways),
        "firm": said_of.firm(step),
        "terms": _terms(step),
    }


def _cars(step: Told, things: Sequence[str]) -> tuple[list[str], str]:
    """The cars that the step is of, and the place that was read as one."""
    m, platforms = step.milestone, table("chinese_telling")["words"]["platforms"]
    cars = [f"{thing}平台车型" if thing in platforms else thing for thing in things]
    if m.kind in {Kind.PRODUCTION, Kind.DELIVERY} and not said_of.is_of_model(step):
        return [], ""
    if m.kind is Kind.TESTING and step.says("trials"):
        return [car for car in cars if said_of.is_tried(car, m)], ""
    there = [car for car in cars if m.kind is Kind.PRODUCTION and said_of.is_made_there(car, m)]
    return [car for car in cars if car not in there], "".join(there[:1])


def _bought(step: Told, thing: str) -> dict[str, str]:
    """What is bought, and from whom: a share, a plant of another firm, the firm itself."""
    m = step.milestone
    if m.kind is not Kind.INVESTMENT:
        return {}
    seller, assets = said_of.seller(m, thing)
    stake = said_of.stake(m)
    percent = "" if stake == said_of.PARTLY else stake
    sold = {"stake": stake, "percent": percent, "holding": said_of.holding(m)}
    return sold | {"seller": seller, "assets": assets}


def _permits(step: Told, thing: str) -> dict[str, str]:
    """What is granted or passed, on which terms, and where it was entered."""
    m, words = step.milestone, table("chinese_telling")["words"]
    if m.kind is not Kind.APPROVAL:
        return {}
    slots = {"terms": _terms(step), "list": said_of.entered(m)}
    for slot, endings in (("permit", words["permits"]), ("passed", words["passed"])):
        slots[slot] = said_of.quoted(thing, m) if thing.endswith(tuple(endings)) else ""
    if not thing:
        slots["permit"] = said_of.quoted(said_of.permit(m), m)
        slots["passed"] = said_of.passed(m)
    return slots


def _terms(step: Told) -> str:
    return "附条件" if said_of.has_terms(step.milestone) else ""


def _is_filed(step: Told) -> bool:
    """Was it filed with the authority, by the evidence or a sentence beside it?"""
    m = step.milestone
    return any(says("filed", text) for text in (m.evidence, *m.support))


def _is_called(thing: str, partners: Sequence[str], step: Told) -> bool:
    """Is it the name of an agreement, rather than one of its sides by another name?"""
    sides = (*partners, *step.names)
    company = load().find(thing)
    is_side = company is not None and company.id in step.companies and is_chinese(thing)
    is_place_of_one = any(side in thing and len(thing) - len(side) <= SHORT for side in sides)
    return not (is_side or is_place_of_one or any(thing in side for side in sides))


def _works(things: Sequence[str], place: str) -> str:
    """The plant itself, where the subject is one, or what is made there."""
    known = tuple(table("chinese_telling")["words"]["works"])
    plants = [thing for thing in things if thing.endswith(known)]
    if plants:
        return f"{place}{plants[0]}"
    return f"{place}{'、'.join(things)}工厂" if things else ""


def _figures(step: Told) -> dict[str, str]:
    m, slots = step.milestone, dict[str, str]()
    if m.amount and not _is_of_other_money(step):
        bound = said_of.of_amount(m)
        if m.kind is Kind.LAUNCH and bound in {Bound.UP_TO, Bound.AT_LEAST}:
            bound = None  # the lower end of a price is 起
        slots["amount"] = bounded(money(m.amount), bound)
        slots["price"] = f"{slots['amount']}{'' if bound in ENDS else '起'}"
        if said_of.is_capital(m):
            slots["stock"] = slots["amount"]
            slots["unit"] = "unit" if said_of.is_of_unit(step) else ""
        elif said_of.is_pledged(m):
            slots["pledged"] = slots["amount"]
    if m.quantity:
        slots |= _counts(step, m.quantity)
    elif place := uncounted(m):
        one = "个电芯" if is_cell(m.evidence, place) else f"辆{_counted(step)}"
        slots["nth"] = f"第{number(place)}{one}"
    if m.kind is Kind.FACTORY:
        is_its = m.amount is not None and is_in_evidence(m.amount.value, m)
        told = slots if is_its else {**slots, "amount": ""}
        if not said_of.is_of_plant(m, step.subject.place):
            told = {**told, "rate": "", "count": ""}
        elif said_of.is_enlarged(m):
            slots["larger"] = slots.get("rate", "") or slots.get("count", "")
        size = ("rate", "年产能{}"), ("count", "年产能{}"), ("amount", "投资{}"), ("jobs", "提供{}")
        slots["size"] = "，".join(form.format(told[key]) for key, form in size if told.get(key))
    return slots


def _is_of_other_money(step: Told) -> bool:
    """Is the sum told beside a deal or a listing only, of which it may not be?"""
    m = step.milestone
    is_apt = m.kind is Kind.PARTNERSHIP or (m.kind is Kind.FUNDING and step.says("listing"))
    return is_apt and said_of.is_other_money(m)


def _counts(step: Told, quantity: Quantity) -> dict[str, str]:
    m, unit = step.milestone, quantity.unit
    bound = said_of.of_quantity(m) if quantity.value > 1 else None
    said = bounded(count(quantity), bound)
    if unit in {Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR}:
        return {"rate": said.removesuffix("/年")}
    if unit is Unit.ORDERS:
        return {"orders": said}
    if unit is Unit.JOBS:
        return {"jobs": said}
    evidence = f"{m.evidence} {m.subject or ''}"
    if unit is Unit.STATIONS:
        noun = "根充电桩" if said_of.posts(m) else f"座{_station(step)}"
        several = bounded(f"{number(quantity.value)}{noun}", bound)
        place = nth(quantity, evidence, noun[1:]).replace("座充电桩", "根充电桩")
        total = "累计" if said_of.is_reached(m) else _total(step)
        return {"stations": several, "count": several, "nth": place, "total": total}
    if unit is Unit.GWH:
        return {"count": f"{said}电池"}
    period = pace(m)
    is_named = any(not _is_plain(thing) for thing in step.subject.things)
    kind = "" if is_named and said_of.is_of_model(step) else said_of.kind_of_cars(m)
    return {
        "count": f"{said}{kind}",
        "nth": nth(quantity, f"{evidence} {said_of.in_digits(m.evidence)}", _counted(step)),
        "pace": table("chinese_telling")["paces"][period.value] if period else "",
        "total": _total(step),
    }


def _total(step: Told) -> str:
    """A word for a count that is of no period, but of all time, where the evidence says so."""
    m = step.milestone
    is_open = m.when is None or m.when.start == m.when.end or timing(m).limit is Limit.BY
    return "累计" if is_open and m.phase is Phase.DONE and step.says("in_all") else ""


def _counted(step: Told) -> str:
    """What the n-th is one of: the model that the evidence counts, electric cars, or cars."""
    evidence = unicodedata.normalize("NFKC", step.milestone.evidence)
    subject = step.milestone.subject or ""
    model = [thing for thing in step.subject.things if not _is_plain(thing)]
    if model and subject and re.search(_ORDINAL.format(re.escape(subject)), evidence):
        return model[0]
    words = table("chinese_telling")["words"]["kinds_of_cars"]
    return next((word for word, forms in words.items() if _counts_in(evidence, forms)), "车")


def _counts_in(evidence: str, forms: Sequence[str]) -> bool:
    return re.search(_ORDINAL.format("|".join(map(re.escape, forms))), evidence) is not None


def _station(step: Told) -> str:
    """What kind of station, as the evidence has it, or else a sentence beside it."""
    for said in (step.says, lambda cue: says(cue, " ".join(step.milestone.support))):
        kinds = [noun for cue, noun in (("swaps", "换电站"), ("charges", "充电站")) if said(cue)]
        if len(kinds) == 1:
            return kinds[0]
    return "站点"


def _is_way(thing: str) -> bool:
    """Is it how money is raised, a round or a bond, rather than by whom?"""
    named = table("chinese_things")
    parts = (*named["rounds"], *named["round_tails"], *named["offers"])
    return any(part in thing for part in parts)


def _is_plain(thing: str) -> bool:
    """Does it add nothing to the step?"""
    words = table("chinese_telling")["words"]
    return thing in words["plain"] or thing.startswith(tuple(words["empty"]))
