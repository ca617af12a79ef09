"""What the text is news for: the step that speaks most for it, and what goes with that one."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.milestones.companions import goes_with, is_one_deal
from bot.milestones.newsworth import LEADING, OLD, Page, is_new, is_old, points
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

CLOSE: Final = 2.0  # points behind the best that still are the same news
ENOUGH: Final = 1.5
MOST: Final = 3  # steps
COMPANION: Final = 3.0  # points of a second step of the news, in the first sentences
ITEMS: Final = 4  # companies, and paragraphs, of a digest
SHARE: Final = 0.4  # of its steps: what one of them has in more is the subject of the text
NAMED: Final = 4.0  # points of a second step that the title says, wherever it is told
ABREAST: Final = -1.0  # points of the best step of a further company that the title names
FOLLOWS: Final = -1.5  # a plan behind a deed or an earlier plan
AGAIN: Final = -3.0  # the same company and kind once more, at another time


def choose(statements: Sequence[Statement], page: Page) -> tuple[bool, ...]:
    """For each statement whether the text is news for it; none of a text that only recalls."""
    if not statements:
        return ()
    told = points(statements, page)
    items = _digest(statements, told, page)
    if items:
        chosen = _with_sides(items, statements)
        return tuple(i in chosen for i in range(len(statements)))
    if max(told) < ENOUGH:
        marks = _roundup(statements, page.published)
        return marks if any(marks) else _buried(statements, told, page)
    chosen = _with_sides(_leading(statements, told, page), statements)
    return tuple(i in chosen for i in range(len(statements)))


def _digest(statements: Sequence[Statement], told: Sequence[float], page: Page) -> set[int]:
    """The main step of each of the first items of a digest; none where the text is no digest.

    It tells of many companies, of each in a paragraph of its own, under a title without a name.
    """
    items = _items(statements)
    if page.named or min(len(items), len({s.paragraph for s in statements})) < ITEMS:
        return set()
    if any(sum(s.company in item for s in statements) > SHARE * len(statements) for item in items):
        return set()
    chosen: set[int] = set()
    for item in items:
        mine = [
            i
            for i, s in enumerate(statements)
            if s.company in item
            and not (s.background or is_old(s, page.published))
            and s.certainty is not Certainty.RUMOURED
        ]
        if mine and len(chosen) < MOST:
            chosen.add(max(mine, key=lambda i: told[i]))
    return chosen


def _items(statements: Sequence[Statement]) -> list[set[str]]:
    """The companies of a text in their order, those that take a step together as one."""
    items: list[set[str]] = []
    for s in statements:
        sides = {o.company for o in statements if (o.evidence, o.kind) == (s.evidence, s.kind)}
        if all(sides.isdisjoint(item) for item in items):
            items.append(sides)
    return items


def _leading(statements: Sequence[Statement], told: Sequence[float], page: Page) -> set[int]:
    """The step with the most points, what goes with it, and what has nearly as many."""
    first = told.index(max(told))
    news = statements[first]
    beside = {
        i for i, s in enumerate(statements) if goes_with(s, news, statements, page.published)
    } | _abreast(statements, told, news, page)
    behind = [a + _behind(s, news) for a, s in zip(told, statements, strict=True)]
    near = max(ENOUGH, told[first] - CLOSE)
    others = [
        i
        for i, s in enumerate(statements)
        if i in beside
        or behind[i] >= near
        or _is_companion(s, behind[i])
        or _is_named(s, behind[i])
    ]
    chosen = {first}
    steps = [(news.kind, news.evidence)]
    for i in sorted(others, key=lambda i: (i not in beside, -behind[i])):
        key = statements[i].kind, statements[i].evidence
        if key in steps or len(steps) < MOST:
            chosen.add(i)
            steps = steps if key in steps else [*steps, key]
    return chosen


def _abreast(
    statements: Sequence[Statement], told: Sequence[float], news: Statement, page: Page
) -> set[int]:
    """The best step of each further company that the title names."""
    found = set()
    for company in page.named if len(page.named) > 1 else ():
        mine = [i for i, s in enumerate(statements) if s.company == company and _is_told(s)]
        best = max(mine, key=lambda i: told[i], default=None)
        if best is not None and company != news.company and told[best] >= ABREAST:
            found.add(best)
    return found


def _is_told(s: Statement) -> bool:
    """Is it no deed that is told as history, further down?"""
    return s.phase is not Phase.DONE or s.position <= LEADING or not s.background


def _behind(s: Statement, news: Statement) -> float:
    """What a step loses beside the news."""
    if s is news:
        return 0.0
    again = (s.company, s.kind) == (news.company, news.kind)
    again = again and (s.when is None or s.when != news.when)
    return (AGAIN if again else 0.0) + (FOLLOWS if _follows(s, news) else 0.0)


def _follows(s: Statement, news: Statement) -> bool:
    """Is it a plan behind what was done, or behind an earlier plan?"""
    if s.titled and s.position > 0 and news.kind is Kind.PARTNERSHIP:
        return False  # the title tells what was agreed on
    if s.phase is not Phase.PLANNED or news.phase is not Phase.PLANNED:
        return s.phase is Phase.PLANNED
    return s.when is not None and news.when is not None and s.when.start > news.when.start


def _is_companion(s: Statement, left: float) -> bool:
    """Is it told in the first sentences beside the step of the title, and as new as that?"""
    return 0 < s.position <= LEADING and left >= COMPANION and not s.background and not s.recaps


def _is_named(s: Statement, left: float) -> bool:
    """Does the title say it as well: "shows R2, puts plant on hold"?"""
    return s.titled and s.position > 0 and left >= NAMED


def _with_sides(chosen: set[int], statements: Sequence[Statement]) -> set[int]:
    """All sides and kinds of one deal carry the mark."""
    all_of_them = set(chosen)
    for i, other in enumerate(statements):
        if any(is_one_deal(other, statements[k]) for k in all_of_them):
            all_of_them.add(i)
    return all_of_them


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


def _buried(statements: Sequence[Statement], told: Sequence[float], page: Page) -> tuple[bool, ...]:
    """Under a title that says nothing: what is new or still to come, wherever it stands."""
    about = {*page.topic, *page.lead}
    new = [
        i
        for i, s in enumerate(statements)
        if (not page.topic or s.company in about)
        and not s.background
        and not is_old(s, page.published)
        and (s.fresh or is_new(s, page.published) or _is_coming(s, page.published))
    ]
    if not new:
        return (False,) * len(statements)
    best = max(told[i] for i in new)
    close = [i for i in new if told[i] >= best - CLOSE]
    evidence = list(dict.fromkeys(statements[i].evidence for i in close))[:MOST]
    return tuple(i in close and s.evidence in evidence for i, s in enumerate(statements))


def _is_coming(s: Statement, published: date) -> bool:
    return (
        s.when is not None
        and s.phase in {Phase.PLANNED, Phase.PENDING, Phase.DELAYED}
        and s.when.end >= published
    )
