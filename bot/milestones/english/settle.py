"""When several patterns fit one sentence: which of them speak, and for what."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.milestones.english.steps import Match
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

Read = tuple[Match, Statement]
SEVERAL: Final = 3  # companies, each of which may be told what their venture is for
PURPOSES: Final = frozenset((Kind.INFRASTRUCTURE, Kind.TECHNOLOGY, Kind.PRODUCTION))
Key = tuple[str, Kind, Phase, str]  # the last one tells the stage of a plant

APART = {"begun", "opened"}
INVESTED: Final = re.compile(r"<invest>|\{investment\}")
FIRM = frozenset((Phase.DELAYED, Phase.CANCELLED, Phase.PENDING))

STARTS: Final = re.compile(r"<(?:start|begin|enter|slate)>")

OVER_YEARS: Final = "MONEY over|in next"  # a rule without a verb of its own
RECEIVED: Final = ", receiver"  # the rule of who is given money


def settle(kept: Sequence[Read]) -> list[Statement]:
    """One statement for each company, kind and phase; strong steps keep their words."""
    if not kept:
        return []
    strong: list[Read] = []
    for m, s in sorted((r for r in kept if r[0].pattern.step.stop), key=lambda r: -_reach(r[0])):
        if not any(_collide(m, s, *other) for other in strong):
            strong.append((m, s))
    free = [
        (m, s)
        for m, s in kept
        if m.pattern.step.beside
        or (m, s) in strong
        or (not m.pattern.step.stop and not any(_collide(m, s, *other) for other in strong))
    ]
    entering = [(m, s) for m, s in free if s.kind is Kind.MARKET_ENTRY]
    best: dict[Key, Statement] = {}
    for match, statement in free:
        if any(_overrules(m, s, match, statement) for m, s in free):
            continue
        if statement.kind is Kind.LAUNCH and any(
            _collide(match, statement, *other) for other in entering
        ):
            continue
        key = _key(statement, best)
        old = best.get(key)
        if old is None or _worth(statement) > _worth(old):
            best[key] = _with_price(statement, old)
        else:
            best[key] = _with_price(old, statement)
    told = [s for s in best.values() if not _is_less(s, best.values())]
    told = [_as_capacity(s, told) for s in told]
    told = _without_price_of_plant(_without_gifts_to_itself(of_many(told)))
    return sorted(_with_cost(told), key=lambda s: s.kind)


def _as_capacity(s: Statement, told: Sequence[Statement]) -> Statement:
    """How large a plant is has no day: "production starts in 2026 at a plant for 150,000 cars"."""
    if s.kind is not Kind.FACTORY or not s.rule.partition(",")[0].endswith(" RATE"):
        return s
    made = any(
        o.kind is Kind.PRODUCTION
        and (o.company, o.phase, o.when) == (s.company, s.phase, s.when)
        and STARTS.search(o.rule)
        for o in told
    )
    return replace(s, when=None) if made else s


def _without_gifts_to_itself(told: Sequence[Statement]) -> list[Statement]:
    """A company that gets the money does not give it: "said it would put $300 million into X"."""
    got = {
        (s.company, s.amount) for s in told if s.kind is Kind.FUNDING and s.rule.endswith(RECEIVED)
    }
    return [s for s in told if s.kind is not Kind.INVESTMENT or (s.company, s.amount) not in got]


def _without_price_of_plant(told: Sequence[Statement]) -> list[Statement]:
    """Money that only says what a plant costs: "is to be set up for $2bn over the next years"."""
    plants = {(s.company, s.phase, s.amount) for s in told if s.kind is Kind.FACTORY and s.amount}
    return [
        s
        for s in told
        if not (s.rule.startswith(OVER_YEARS) and (s.company, s.phase, s.amount) in plants)
    ]


def of_many(told: Sequence[Statement]) -> list[Statement]:
    """Of a venture of many only that it is one, not for each what it is to build."""
    parties = {s.company for s in told if s.kind is Kind.PARTNERSHIP}
    if len(parties) <= SEVERAL:
        return list(told)
    return [s for s in told if s.kind not in PURPOSES or s.company not in parties]


def _with_price(s: Statement, other: Statement | None) -> Statement:
    """A launch with what its other clause adds: "can be ordered from today; it costs ..."."""
    if other is None or s.kind is not Kind.LAUNCH:
        return s
    return replace(s, when=s.when or other.when, amount=s.amount or other.amount)


def _key(s: Statement, best: Collection[Key]) -> Key:
    """Company, kind and phase, and the sort where those of one sentence are several steps.

    So are a plant that is begun and opened; who leads, who leaves and who pays.
    """
    if s.kind is Kind.RESTRUCTURING:
        return s.company, s.kind, s.phase, s.stage
    told = [stage for *rest, stage in best if tuple(rest) == (s.company, s.kind, s.phase)]
    same = (stage for stage in told if {stage, s.stage} != APART)
    return s.company, s.kind, s.phase, next(same, s.stage)


def _with_cost(told: Sequence[Statement]) -> list[Statement]:
    """Money that a plant has cost is told of the plant: "opened its plant, where it sunk ..."."""
    costs = {
        s.company: s
        for s in told
        if s.kind is Kind.INVESTMENT
        and s.phase is Phase.DONE
        and s.amount
        and INVESTED.search(s.rule)
    }
    built = {s.company for s in told if s.kind is Kind.FACTORY and s.phase is Phase.DONE}
    return [
        replace(s, amount=costs[s.company].amount)
        if s.kind is Kind.FACTORY and s.company in costs and s.amount is None
        else s
        for s in told
        if not (s.company in built and s is costs.get(s.company))
    ]


def _is_less(s: Statement, others: Iterable[Statement]) -> bool:
    """Does the sentence tell that step once more, in another phase and with date or figures?"""
    bare = s.when is None and s.amount is None and s.quantity is None
    weak = s.phase is Phase.DONE or s.kind is Kind.APPROVAL
    return (
        bare
        and weak
        and any(
            (o.company, o.kind) == (s.company, s.kind)
            and o.phase is not s.phase
            and (o.when or o.amount or o.quantity)
            and s.agency in {None, o.agency}
            for o in others
        )
    )


def _collide(m: Match, s: Statement, other: Match, told: Statement) -> bool:
    """Do two kinds of step of one company claim the same words?"""
    return s.company == told.company and s.kind != told.kind and _shares(m, other)


def _overrules(m: Match, s: Statement, match: Match, statement: Statement) -> bool:
    """Does another reading of the same step say more: a verb, a delay, a refusal?"""
    if (s.company, s.kind) != (statement.company, statement.kind) or m is match:
        return False
    if _is_ready_later(statement, s) and not _shares(m, match):
        return False
    if match.verb is None and m.verb is not None:
        return m.pattern.step.stop or not match.pattern.step.stop
    if m.pattern.step.stop and not match.pattern.step.stop and _shares(m, match):
        return s.phase is not statement.phase
    weaker = s.phase in FIRM and statement.phase not in FIRM
    meant = statement.phase is Phase.PLANNED and s.kind is Kind.PARTNERSHIP
    if meant and s.phase is Phase.CANCELLED:
        return statement.when in {None, s.when}  # "scrapped the pact under which they will join"
    return weaker and (_shares(m, match) or match.verb is None)


def _is_ready_later(plan: Statement, plant: Statement) -> bool:
    """Is it the day on which a plant that is begun is to be ready?"""
    if plan.kind is not Kind.FACTORY or (plan.phase, plant.phase) != (Phase.PLANNED, Phase.DONE):
        return False
    ready, begun = plan.when, plant.when
    return ready is not None and begun is not None and ready.start > begun.end


def _reach(match: Match) -> int:
    """How much of the sentence a pattern took."""
    firm = match.pattern.step.phase in FIRM
    return 10 * len(match.places) + 2 * (match.verb is not None) + firm


def _shares(a: Match, b: Match) -> bool:
    mine = {at for first, last in a.places for at in range(first, last + 1)}
    return any(at in mine for first, last in b.places for at in range(first, last + 1))


def _worth(s: Statement) -> tuple[int, int]:
    return sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency)), s.weight
