"""What a Chinese clause is filled with: things, counts, names, places."""

import re
from collections.abc import Sequence

from bot.catalogue import table
from bot.stories.chinese_figures import count, money, nth, number
from bot.stories.told import Told
from storage.records import Kind, Quantity, Unit

_LATIN: re.Pattern[str] = re.compile(r"[A-Za-z]")


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
    things = [
        thing
        for thing in subject.things
        if thing not in words["plain"] and not thing.startswith(tuple(words["empty"]))
    ]
    slots = {
        "share": subject.share,
        "capital": "capital" if subject.is_capital else "",
        "place": subject.place,
    }
    kind = step.milestone.kind
    if kind is Kind.PARTNERSHIP:
        partners = step.others or tuple(things[: 0 if step.many else 1])
        called = [thing for thing in things if thing not in partners]
        return slots | {"partner": "、".join(partners), "called": "、".join(called)}
    if kind is Kind.FUNDING:
        return slots | {"investor": "、".join((*step.others, *things))}
    if kind is Kind.FACTORY:
        return slots | {"works": _works(things, subject.place)}
    thing = "、".join((*step.others, *things))
    slots["thing"] = thing
    if kind is Kind.APPROVAL and thing.endswith(tuple(words["permits"])):
        slots["permit"] = thing
    return slots


def _works(things: Sequence[str], place: str) -> str:
    """The plant itself, where the subject is one."""
    known = tuple(table("chinese_telling")["words"]["works"])
    plants = [thing for thing in things if thing.endswith(known)]
    if plants:
        return f"{place}{plants[0]}"
    return f"{place}工厂（{'、'.join(things)}）" if things else ""


def _figures(step: Told) -> dict[str, str]:
    m, slots = step.milestone, dict[str, str]()
    if m.amount:
        slots["amount"] = money(m.amount)
    if m.quantity:
        slots |= _counts(step, m.quantity)
    if m.kind is Kind.FACTORY:
        size = ("rate", "年产能{}"), ("count", "年产能{}"), ("amount", "投资{}"), ("jobs", "提供{}")
        slots["size"] = "，".join(form.format(slots[key]) for key, form in size if slots.get(key))
    return slots


def _counts(step: Told, quantity: Quantity) -> dict[str, str]:
    m, unit = step.milestone, quantity.unit
    said = count(quantity)
    evidence = f"{m.evidence} {m.subject or ''}"
    if unit in {Unit.VEHICLES_PER_YEAR, Unit.GWH_PER_YEAR}:
        return {"rate": said.removesuffix("/年")}
    if unit is Unit.ORDERS:
        return {"orders": said}
    if unit is Unit.JOBS:
        return {"jobs": said}
    if unit is Unit.STATIONS:
        noun = _station(step)
        several = f"{number(quantity.value)}座{noun}"
        return {"stations": several, "count": several, "nth": nth(quantity, evidence, noun)}
    if unit is Unit.GWH:
        return {"count": f"{said}电池"}
    return {"count": said, "nth": nth(quantity, evidence, "车")}


def _station(step: Told) -> str:
    kinds = [noun for cue, noun in (("swaps", "换电站"), ("charges", "充电站")) if step.says(cue)]
    return kinds[0] if len(kinds) == 1 else "站点"
