"""What the text is news for: its title, its first sentences, what is fresh."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from bot.milestones.statement import Statement
from bot.milestones.text import words
from bot.milestones.titles import hinted
from storage.records import Certainty, Kind, Phase

OLD: Final = timedelta(days=60)  # what was done so long ago is no news
LEAD: Final[Mapping[int, float]] = {0: 2.5, 1: 2.5, 2: 1.5, 3: 1.0}  # points by sentence
CLOSE: Final = 2.0  # points behind the best that still are the same news
ENOUGH: Final = 1.5
MOST: Final = 3  # steps
LEADING: Final = 3  # sentences that may tell a second step of the news
COMPANION: Final = 2.5  # points of such a step
DAYS: Final = timedelta(days=7)
PAID_IN: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
TITLED: Final = 4.0
ANNOUNCED: Final = 3.0
HINTED: Final = 1.0  # the title has a word of that kind of step
NAMED: Final = 0.5  # or of what the step is about
MEASURED: Final = 0.5  # a number of cars, or the sum of a plan
VAGUE: Final = -0.5
GUESSED: Final = -1.0
TO_FOLLOW: Final = -0.5  # "deliveries start in May": what comes of the news later
FOLLOWING: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH, Kind.PRODUCTION))
SHARED_WORD: Final = 0.5
SHARED_MOST: Final = 2.0
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
    statements: Sequence[Statement],
    published: date,
    topic: Sequence[str],
    lead: Sequence[str] = (),
    title: str = "",
) -> tuple[bool, ...]:
    """For each statement whether the text is news for it; none of a text that only recalls.

    `topic` are the companies of the title, `lead` those of the first sentences.
    """
    if not statements:
        return ()
    kinds = hinted(title, [s.kind for s in statements])
    points = [
        _points(s, statements, published, topic, lead) + _by_title(s, kinds, title)
        for s in statements
    ]
    best = max(points)
    if best < ENOUGH:
        marks = _roundup(statements, published)
        return marks if any(marks) else _buried(statements, points, published, topic, lead)
    order = sorted(range(len(statements)), key=lambda i: -points[i])
    leaders = [
        i
        for i in order
        if points[i] >= max(ENOUGH, best - CLOSE) or _is_companion(statements[i], points[i])
    ]
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
    return tuple(i in chosen for i in range(len(statements)))


def _is_companion(s: Statement, points: float) -> bool:
    """Is it told in the first sentences beside the step of the title, and as new as that?"""
    return 0 < s.position <= LEADING and points >= COMPANION and not s.background and not s.recaps


def _by_title(s: Statement, kinds: Collection[Kind], title: str) -> float:
    """Does the title speak of such a step, or of its subject; and how much does the step tell?"""
    points = HINTED if s.kind in kinds else 0.0
    named = any(len(word) > 1 and word in title.lower() for word in words(s.subject or ""))
    points += NAMED if named else 0.0
    planned = s.phase is Phase.PLANNED
    points += MEASURED if s.quantity or (planned and s.amount) else 0.0
    points += TO_FOLLOW if planned and s.kind in FOLLOWING else 0.0
    points += GUESSED if s.certainty is Certainty.RUMOURED else 0.0
    return points + (VAGUE if s.vague else 0.0)


def _points(
    s: Statement,
    statements: Sequence[Statement],
    published: date,
    topic: Sequence[str],
    lead: Sequence[str],
) -> float:
    points = TITLED if s.titled else 0.0
    points += ANNOUNCED if s.announced and not s.titled else 0.0
    points += min(SHARED_MOST, SHARED_WORD * s.echoes)
    points += LEAD.get(s.position, -min(3.0, 0.3 * s.position))
    together = {o.company for o in statements if o.evidence == s.evidence}
    if topic and not together & set(topic):
        points -= 1 if together & set(lead) else 2
    if _is_old(s, published):
        points -= 5
    if s.background:
        points -= 2
    if s.recaps:
        points -= 1
    if s.fresh:
        points += 1
    if _is_news(s, published):
        points += 1
    return points


def _is_news(s: Statement, published: date) -> bool:
    """Did it happen in the days before publication?"""
    return (
        s.when is not None
        and s.phase in {Phase.DONE, Phase.CANCELLED, Phase.DELAYED}
        and published - DAYS <= s.when.start <= s.when.end <= published
    )


def _one_deal(a: Statement, b: Statement) -> bool:
    """Are these the two sides, or the two kinds, of one step?"""
    kinds = frozenset((a.kind, b.kind))
    if a.evidence != b.evidence or a is b:
        return False
    return kinds in ONE_DEAL and (a.phase is b.phase or kinds == PAID_IN)


def _roundup(statements: Sequence[Statement], published: date) -> tuple[bool, ...]:
    """A text of many subjects: what it dates within the last weeks is its news."""
    fresh = [
        s.when is not None
        and s.phase is Phase.DONE
        and s.certainty is Certainty.OFFICIAL
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
    lead: Sequence[str],
) -> tuple[bool, ...]:
    """Under a title that says nothing: what is new or still to come, wherever it stands."""
    about = {*topic, *lead}
    new = [
        i
        for i, s in enumerate(statements)
        if (not topic or s.company in about)
        and not s.background
        and not _is_old(s, published)
        and (s.fresh or _is_news(s, published) or _is_coming(s, published))
    ]
    if not new:
        return (False,) * len(statements)
    best = max(points[i] for i in new)
    close = [i for i in new if points[i] >= best - CLOSE]
    evidence = list(dict.fromkeys(statements[i].evidence for i in close))[:MOST]
    return tuple(i in close and s.evidence in evidence for i, s in enumerate(statements))


def _is_coming(s: Statement, published: date) -> bool:
    return (
        s.when is not None
        and s.phase in {Phase.PLANNED, Phase.PENDING, Phase.DELAYED}
        and s.when.end >= published
    )


def _is_old(s: Statement, published: date) -> bool:
    if s.when is None or s.phase not in {Phase.DONE, Phase.CANCELLED}:
        return False
    return s.when.end < published - OLD
