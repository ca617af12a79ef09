"""What a Chinese clause is filled with: things, counts, names, places."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.catalogue import table
from bot.stories.bounds import Bound, Limit, is_in_evidence, of_amount, of_quantity, pace, timing
from bot.stories.chinese_figures import bounded, count, money, nth, number
from bot.stories.cues import says
from bot.stories.english_figures import is_cell, uncounted
from bot.stories.subject import is_business_of
from bot.stories.told import Told
from storage.records import Kind, Phase, Quantity, Unit

# Kinds whose subject is a car: a platform stands for the cars on it.
OF_CARS: Final = frozenset(
    (Kind.PRODUCTION, Kind.DELIVERY, Kind.LAUNCH, Kind.UNVEIL, Kind.TESTING, Kind.RECALL)
)
# The n-th right before what is counted: 第50万辆聆风, "its 500,000th Leaf".
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
        "share": subject.share,
        "capital": "capital" if subject.is_capital else "",
        "place": subject.place or words["wheres"].get(step.milestone.subject or "", ""),
    }
    kind = step.milestone.kind
    if kind is Kind.PARTNERSHIP:
        partners = step.others or tuple(things[: 0 if step.many else 1])
        called = [thing for thing in things if thing not in partners]
        return slots | {"partner": "、".join(partners), "called": "、".join(called)}
    if kind is Kind.FUNDING:
        named = table("chinese_things")
        bourses = [thing for thing in things if thing in named["bourses"]]
        ways = [thing for thing in things if _is_way(thing)]
        investors = [t for t in (*step.others, *things) if t not in {*bourses, *ways}]
        leader = investors[0] if len(investors) == 1 and step.says("leads") else ""
        return slots | {
            "leader": leader,
            "investor": "、".join(investors),
            "bourse": "、".join(bourses),
            "way": "、".join(ways),
        }
    if kind is Kind.FACTORY:
        return slots | {"works": _works(things, slots["place"])}
    if kind is Kind.COMPANY_SETUP:
        things = [thing for thing in things if not thing.endswith(tuple(words["cars"]))]
    if kind in OF_CARS:
        things = [f"{thing}平台车型" if thing in words["platforms"] else thing for thing in things]
    thing = "、".join((*step.others, *things))
    if thing and is_business_of(step.milestone):
        thing = f"{thing}旗下业务"
    slots["thing"] = thing
    if kind is Kind.APPROVAL:
        for slot, endings in (("permit", words["permits"]), ("passed", words["passed"])):
            slots[slot] = thing if thing.endswith(tuple(endings)) else ""
    return slots


def _works(things: Sequence[str], place: str) -> str:
    """The plant itself, where the subject is one, or what is made there."""
    known = tuple(table("chinese_telling")["words"]["works"])
    plants = [thing for thing in things if thing.endswith(known)]
    if plants:
        return f"{place}{plants[0]}"
    return f"{place}{'、'.join(things)}工厂" if things else ""


def _figures(step: Told) -> dict[str, str]:
    m, slots = step.milestone, dict[str, str]()
    if m.amount:
        bound = of_amount(m)
        if m.kind is Kind.LAUNCH and bound in {Bound.UP_TO, Bound.AT_LEAST}:
            bound = None  # the lower end of a price is 起
        slots["amount"] = bounded(money(m.amount), bound)
        slots["price"] = f"{slots['amount']}{'' if bound in ENDS else '起'}"
    if m.quantity:
        slots |= _counts(step, m.quantity)
    elif place := uncounted(m):
        one = "个电芯" if is_cell(m.evidence, place) else f"辆{_counted(step)}"
        slots["nth"] = f"第{number(place)}{one}"
    if m.kind is Kind.FACTORY:
        is_its = m.amount is not None and is_in_evidence(m.amount.value, m)
        told = slots if is_its else {**slots, "amount": ""}
        size = ("rate", "年产能{}"), ("count", "年产能{}"), ("amount", "投资{}"), ("jobs", "提供{}")
        slots["size"] = "，".join(form.format(told[key]) for key, form in size if told.get(key))
    return slots


def _counts(step: Told, quantity: Quantity) -> dict[str, str]:
    m, unit = step.milestone, quantity.unit
    bound = of_quantity(m) if quantity.value > 1 else None
    said = bounded(count(quantity), bound)
    if unit in {Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR}:
        return {"rate": said.removesuffix("/年")}
    if unit is Unit.ORDERS:
        return {"orders": said}
    if unit is Unit.JOBS:
        return {"jobs": said}
    evidence = f"{m.evidence} {m.subject or ''}"
    if unit is Unit.STATIONS:
        noun = _station(step)
        several = bounded(f"{number(quantity.value)}座{noun}", bound)
        counted = {"stations": several, "count": several, "nth": nth(quantity, evidence, noun)}
        return counted | {"total": _total(step)}
    if unit is Unit.GWH:
        return {"count": f"{said}电池"}
    period = pace(m)
    return {
        "count": said,
        "nth": nth(quantity, evidence, _counted(step)),
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
