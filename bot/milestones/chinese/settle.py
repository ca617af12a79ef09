"""When several patterns fit one sentence: which of them speak, and for what."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.milestones.chinese.parts import Read, is_deed_of, is_joint_plant, is_of_old_plants, is_part
from bot.milestones.chinese.patterns import Match
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

SHADOW: Final = 16  # characters between two readings of the same words


def settle(kept: Sequence[Read]) -> list[Statement]:
    """One statement for each company, kind and phase; strong steps keep their words."""
    strong = [(m, s) for m, s in kept if m.pattern.step.stop]
    free = [
        (m, s) for m, s in kept if m.pattern.step.stop or not any(_claims(o, m, s) for o in strong)
    ]
    raised = {s.amount for _, s in free if s.amount and _is_of_shares(s)}
    free = [
        (m, replace(s, amount=None) if s.kind is Kind.PARTNERSHIP and s.amount in raised else s)
        for m, s in free
    ]
    free = [mine for mine in free if not any(is_part(mine, other) for other in free)]
    free = [
        mine
        for mine in free
        if not any(is_deed_of(mine, other) or is_joint_plant(mine, other) for other in free)
    ]
    free = [mine for mine in free if not any(_is_end_of_purchase(mine[1], o) for _, o in free)]
    shared = {s.amount for _, s in free if s.kind is Kind.PARTNERSHIP and s.amount}
    free = [
        (m, replace(s, amount=None) if s.kind is Kind.FACTORY and s.amount in shared else s)
        for m, s in free
    ]
    free = [mine for mine in free if not any(_is_shadow(mine, other) for other in free)]
    spent = [s for _, s in free if s.kind is Kind.INVESTMENT and s.amount]
    free = [(m, replace(s, amount=None) if _is_spent(s, spent) else s) for m, s in free]
    free = [(m, _as_agreed(s, [o for _, o in free])) for m, s in free]
    free = [(m, _as_shown((m, s), free)) for m, s in free]
    best: dict[tuple[str, Kind, Phase, object], Statement] = {}
    for _, s in free:
        key = s.company, s.kind, s.phase, _apart(s)
        old = best.get(key)
        if old is None or _worth(s) > _worth(old):
            best[key] = s
    return sorted(best.values(), key=lambda s: (s.kind, s.weight))


def _as_agreed(s: Statement, others: Sequence[Statement]) -> Statement:
    """What a company gets is as far as what the other one pays, where one sentence tells both."""
    given = s.kind is Kind.FUNDING and s.rule.startswith(("向", "对", "给", "为"))
    if not given or s.phase is not Phase.DONE or s.when is not None:
        return s
    paid = [
        o
        for o in others
        if o.kind is Kind.INVESTMENT and o.company != s.company and o.amount == s.amount is not None
    ]
    open_ = bool(paid) and all(o.phase is Phase.PLANNED for o in paid)
    return replace(s, phase=Phase.PLANNED) if open_ else s


def _as_shown(mine: Read, others: Sequence[Read]) -> Statement:
    """What is brought out today and on sale some later day is shown: "推出GLC,明年开卖"."""
    match, s = mine
    bare = s.kind is Kind.LAUNCH and s.phase is Phase.DONE and not (s.amount or s.quantity)
    day = s.when.end if s.when else None
    if not bare or day is None or "bring_out" not in match.words[0].groups:
        return s
    later = [
        o
        for m, o in others
        if (o.company, o.kind, o.phase) == (s.company, s.kind, Phase.PLANNED)
        and o.when is not None
        and o.when.start > day
        and any("on_sale" in t.groups and t.start > match.end for t in m.words)
    ]
    return replace(s, kind=Kind.UNVEIL) if later else s


def _is_end_of_purchase(s: Statement, o: Statement) -> bool:
    """Is it a purchase that is dropped, read of the plant or the contract: "终止收购乙的工厂"?"""
    dropped = s.phase is o.phase is Phase.CANCELLED and s.kind in {Kind.FACTORY, Kind.PARTNERSHIP}
    return dropped and o.kind is Kind.INVESTMENT and "{buy_stake}" in o.rule


def _is_of_shares(s: Statement) -> bool:
    """Is it money for shares, so that it is none of what the sides sign beside it?"""
    return s.kind is Kind.FUNDING or (s.kind is Kind.INVESTMENT and "{buy_stake}" in s.rule)


def _is_shadow(mine: Read, other: Read) -> bool:
    """Is it a plan of the same words, read once more without its day: "首批用户7月6日起提车"?"""
    (match, s), (_, o) = mine, other
    if (s.company, s.kind) != (o.company, o.kind) or o.phase is not Phase.PLANNED or o.when is None:
        return False
    dated = s.when is not None and s.kind is not Kind.DELIVERY
    bare = s.phase is Phase.DONE and not (dated or s.quantity or s.amount)
    return bare and abs(match.start - other[0].start) <= SHADOW


def _is_spent(s: Statement, spent: Sequence[Statement]) -> bool:
    """Is the sum beside a plant told as an investment of its own?"""
    return s.kind is Kind.FACTORY and any(
        s.amount == o.amount and s.company == o.company and is_of_old_plants(o, s) for o in spent
    )


def _apart(s: Statement) -> object:
    """What keeps two steps of one kind apart in one sentence."""
    if s.kind is Kind.PRODUCTION or (s.kind is Kind.DELIVERY and s.phase is Phase.PLANNED):
        return s.quantity, s.when
    if s.kind is Kind.DELIVERY:  # the figure of a month, and the day of the first cars
        return s.quantity is None
    if s.kind is Kind.RESTRUCTURING:
        return s.stage == "leaders"
    if s.kind is Kind.LAUNCH and s.phase in {Phase.DONE, Phase.PLANNED} and s.amount is None:
        return s.when
    return s.amount if s.kind is Kind.INVESTMENT else None


def _claims(other: Read, match: Match, statement: Statement) -> bool:
    """Does a strong step of the same company use the same words for another kind or phase?"""
    claimed, told = other
    if told.company != statement.company:
        return False
    if told.kind is statement.kind and told.phase is statement.phase:
        return False
    return any(a.start < b.end and b.start < a.end for a in claimed.words for b in match.words)


def _worth(s: Statement) -> tuple[bool, int, int]:
    adds_up = s.kind is Kind.DELIVERY and s.sums_up
    return (
        not adds_up,
        sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency)),
        s.weight,
    )
