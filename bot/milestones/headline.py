"""What the text is news for: its title, its first sentences, what is fresh."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

OLD: Final = timedelta(days=60)  # what was done so long ago is no news
LEAD: Final[Mapping[int, float]] = {0: 2.5, 1: 2.5, 2: 1.5, 3: 1.0}  # points by sentence
CLOSE: Final = 2.0  # points behind the best that still are the same news
ENOUGH: Final = 2.0
BURIED: Final = -2.0  # enough in a text that comes late to its news
MOST: Final = 3  # steps
TITLED: Final = 4.0
ANNOUNCED: Final = 3.0
SHARED_WORD: Final = 0.5
SHARED_MOST: Final = 2.0
EARLY: Final = 6  # sentences within which a text under a vague title comes to its news
# Two kinds that one sentence states of one deal: both carry the mark.
ONE_DEAL: Final = frozenset(
    (
        frozenset((Kind.INVESTMENT, Kind.FUNDING)),
        frozenset((Kind.REGISTRATION, Kind.INVESTMENT)),
        frozenset((Kind.PARTNERSHIP,)),
        frozenset((Kind.INFRASTRUCTURE,)),
        frozenset((Kind.FACTORY,)),
        frozenset((Kind.PRODUCTION,)),
        frozenset((Kind.LAUNCH,)),
        frozenset((Kind.RECALL,)),
        frozenset((Kind.APPROVAL,)),
    )
)


def choose(
    statements: Sequence[Statement], published: date, topic: Sequence[str]
) -> tuple[bool, ...]:
    """For each statement whether the text is news for it; none of a text that only recalls."""
    if not statements:
        return ()
    points = [_points(s, statements, published, topic) for s in statements]
    best = max(points)
    if best < ENOUGH:
        fresh = _roundup(statements, published)
        return fresh if any(fresh) else _buried(statements, points, published, topic)
    order = sorted(range(len(statements)), key=lambda i: -points[i])
    leaders = [i for i in order if points[i] >= max(ENOUGH, best - CLOSE)]
    chosen: set[int] = set()
    steps: list[tuple[Kind, str]] = []
    for i in leaders:
        key = statements[i].kind, statements[i].evidence
        if key in steps or len(steps) < MOST:
            chosen.add(i)
            steps = steps if key in steps else [*steps, key]
    for i, other in enumerate(statements):
        if any(_one_deal(other, statements[k]) for k in chosen):
            chosen.add(i)
    if not any(statements[i].titled for i in chosen) and len(steps) < MOST:
        chosen.update(_beside(statements, published, topic))
    return tuple(i in chosen for i in range(len(statements)))


def _beside(statements: Sequence[Statement], published: date, topic: Sequence[str]) -> list[int]:
    """Under a title that names no step: what is reported of its company as done, told early."""
    return [
        i
        for i, s in enumerate(statements)
        if s.company in topic
        and not s.background
        and s.position <= EARLY
        and s.phase is Phase.DONE
        and s.certainty is Certainty.REPORTED
        and not _is_old(s, published)
    ]


def _points(
    s: Statement,
    statements: Sequence[Statement],
    published: date,
    topic: Sequence[str],
) -> float:
    points = TITLED if s.titled else 0.0
    points += ANNOUNCED if s.announced and not s.titled else 0.0
    points += min(SHARED_MOST, SHARED_WORD * s.echoes)
    points += LEAD.get(s.position, -min(3.0, 0.3 * s.position))
    together = {o.company for o in statements if o.evidence == s.evidence}
    if topic and not together & set(topic):
        points -= 2
    if _is_old(s, published):
        points -= 5
    if s.background:
        points -= 2
    if s.recaps:
        points -= 1
    if s.fresh:
        points += 1
    return points


def _one_deal(a: Statement, b: Statement) -> bool:
    """Are these the two sides, or the two kinds, of one step?"""
    if a.evidence != b.evidence or a is b or a.phase is not b.phase:
        return False
    return frozenset((a.kind, b.kind)) in ONE_DEAL


def _roundup(statements: Sequence[Statement], published: date) -> tuple[bool, ...]:
    """A text of many subjects: what it dates within the last weeks is its news."""
    fresh = [
        s.when is not None
        and s.phase is Phase.DONE
        and not s.background
        and published - OLD <= s.when.start <= s.when.end <= published
        for s in statements
    ]
    seen = [i for i, flag in enumerate(fresh) if flag][:MOST]
    return tuple(i in seen for i in range(len(statements)))


def _buried(
    statements: Sequence[Statement],
    points: Sequence[float],
    published: date,
    topic: Sequence[str],
) -> tuple[bool, ...]:
    """A text that comes late to its news: what it tells of its company without looking back."""
    told = [
        i
        for i, s in enumerate(statements)
        if s.company in topic
        and points[i] >= BURIED
        and not (s.background or s.recaps)
        and (s.when is None or s.when.end >= published - OLD)
        and (s.phase is not Phase.DONE or s.when is not None)
    ]
    best = max((points[i] for i in told), default=0.0)
    order = sorted((i for i in told if points[i] >= best - CLOSE), key=lambda i: -points[i])
    return tuple(i in order[:MOST] for i in range(len(statements)))


def _is_old(s: Statement, published: date) -> bool:
    if s.when is None or s.phase not in {Phase.DONE, Phase.CANCELLED}:
        return False
    return s.when.end < published - OLD
