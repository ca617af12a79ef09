"""When several patterns fit one sentence: which of them speak, and for what."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

PUT_OFF: Final = frozenset(
    (
        Kind.PRODUCTION,
        Kind.FACTORY,
        Kind.PARTNERSHIP,
        Kind.DELIVERY,
        Kind.INVESTMENT,
        Kind.TECHNOLOGY,
    )
)
# Steps that say what is to be made, without being the making.
BUILT: Final = frozenset((Kind.FACTORY, Kind.APPROVAL, Kind.INVESTMENT, Kind.PARTNERSHIP))
ONE_BREATH: Final = 30  # characters between a car shown and its price
MANY: Final = 4  # companies with steps: a round-up
OF_A_CAR: Final = frozenset(
    (Kind.PRODUCTION, Kind.LAUNCH, Kind.UNVEIL, Kind.TESTING, Kind.TECHNOLOGY, Kind.DELIVERY)
)

Read = tuple[Match, Statement]


def settle(kept: Sequence[Read]) -> list[Statement]:
    """One statement for each company, kind and phase; strong steps keep their words."""
    strong = [(m, s) for m, s in kept if m.pattern.step.stop]
    free = [
        (m, s) for m, s in kept if m.pattern.step.stop or not any(_claims(o, m, s) for o in strong)
    ]
    free = [(m, s) for m, s in free if not any(_includes(o, s, n, m) for n, o in free)]
    shared = {s.amount for _, s in free if s.kind is Kind.PARTNERSHIP and s.amount}
    free = [
        (m, replace(s, amount=None) if s.kind is Kind.FACTORY and s.amount in shared else s)
        for m, s in free
    ]
    best: dict[tuple[str, Kind, Phase, object], Statement] = {}
    for _, s in free:
        series = s.kind is Kind.PRODUCTION or (s.kind is Kind.DELIVERY and s.phase is Phase.PLANNED)
        apart = (s.quantity, s.when) if series else None
        key = s.company, s.kind, s.phase, apart
        old = best.get(key)
        if old is None or _worth(s) > _worth(old):
            best[key] = s
    return sorted(best.values(), key=lambda s: (s.kind, s.weight))


def _claims(other: Read, match: Match, statement: Statement) -> bool:
    """Does a strong step of the same company use the same words for another kind or phase?"""
    claimed, told = other
    if told.company != statement.company:
        return False
    if told.kind is statement.kind and told.phase is statement.phase:
        return False
    return any(a.start < b.end and b.start < a.end for a in claimed.words for b in match.words)


def _includes(other: Statement, s: Statement, theirs: Match, mine: Match) -> bool:
    """Is a step of the same sentence and company part of another one?"""
    if other.company != s.company or other is s:
        return False
    if s.kind is Kind.INVESTMENT and s.amount is not None:
        # Money for one new plant, or of all partners together, is told with the plant or deal.
        shared = other.kind is Kind.PARTNERSHIP and "{venture}" in other.rule
        return (other.kind is Kind.FACTORY or shared) and other.amount == s.amount
    if s.kind is Kind.PRODUCTION and "{output} RATE" in s.rule:
        return other.kind is Kind.FACTORY
    if s.kind is Kind.LAUNCH and s.phase in {Phase.DELAYED, Phase.CANCELLED}:
        return other.kind in PUT_OFF and (other.phase in {Phase.DELAYED, Phase.CANCELLED})
    if s.kind is Kind.PRODUCTION and s.rule.startswith("{made} "):
        return other.kind in BUILT
    if s.kind is Kind.LAUNCH and "{bring_out}" in s.rule and "{first_show}" in other.rule:
        return other.kind is Kind.UNVEIL
    if s.kind is Kind.FUNDING and s.rule.startswith("{ipo}"):
        return other.kind is Kind.APPROVAL
    if s.kind is Kind.UNVEIL and not ("{first_show}" in s.rule and "{bring_out}" in other.rule):
        near = abs(theirs.start - mine.start) <= ONE_BREATH
        return other.kind in {Kind.LAUNCH, Kind.MARKET_ENTRY} and other.phase is s.phase and near
    if s.kind is Kind.FACTORY and s.phase is Phase.DELAYED:
        return other.kind is Kind.PRODUCTION and other.phase is Phase.DELAYED
    if s.kind is Kind.LAUNCH and other.kind is Kind.MARKET_ENTRY:
        return other.phase is s.phase
    if s.kind in OF_A_CAR and other.kind is Kind.RECALL:
        return True
    if s.kind is Kind.PARTNERSHIP and "{sign}" in s.rule:
        return other.kind in {Kind.FUNDING, Kind.INVESTMENT}
    return False


def _worth(s: Statement) -> tuple[int, int]:
    return sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency)), s.weight


def without_relations(statements: Sequence[Statement], topic: Sequence[str]) -> list[Statement]:
    """Leaves out what is told without a date of companies that the text is not about.

    A round-up of many companies is about all of them.
    """
    told = {s.start for s in statements if s.company in topic}
    ended = {s.company for s in statements if _ends(s)}
    statements = [s for s in statements if s.company not in ended or not _lasts(s)]
    late = {s.company for s in statements if s.kind is Kind.PRODUCTION and s.phase is Phase.DELAYED}
    statements = [s for s in statements if s.company not in late or not _is_late_launch(s)]
    if not topic or len({s.company for s in statements}) >= MANY:
        return statements
    return [
        s
        for s in statements
        if s.company in topic
        or s.when is not None
        or s.phase is not Phase.DONE
        or s.start in told
        or s.start == 0
    ]


def _ends(s: Statement) -> bool:
    return s.kind is Kind.PARTNERSHIP and s.phase is Phase.CANCELLED


def _lasts(s: Statement) -> bool:
    """Is it the agreement that ended, told once more?"""
    return s.kind is Kind.PARTNERSHIP and s.phase is not Phase.CANCELLED and not s.recaps


def _is_late_launch(s: Statement) -> bool:
    """Is a car put off, in a text that puts off its production?"""
    return s.kind is Kind.LAUNCH and s.phase is Phase.DELAYED and s.when is None


def announced(
    statements: Sequence[Statement], kinds: Collection[Kind], title: Scene, topic: Sequence[str]
) -> list[Statement]:
    """Marks the steps of whose kind and company the title speaks, though it states less of them.

    A round-up names in its title those whose first step is its news.
    """
    named = [m.company for m in title.mentions if m.company] or list(topic)
    first: dict[str, int] = {}
    for s in statements:
        first.setdefault(s.company, s.start)
    sums_up = title.has("roundup")
    return [
        replace(
            s,
            announced=s.company in named
            and (s.kind in kinds or (sums_up and s.start == first[s.company])),
        )
        for s in statements
    ]
