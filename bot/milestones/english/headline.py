"""What the text is news for: its title, its first sentences, what is fresh."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.cues import cue
from bot.milestones.english.small import small
from bot.milestones.english.statement import Statement
from bot.milestones.text import words
from storage.records import Certainty, Kind, Phase

OLD: Final = timedelta(days=60)  # what was done so long ago is no news
LEAD: Final = 3  # sentences of the body in which news stands
CLOSE: Final = 2.0  # points behind the best that still are the same news
ENOUGH: Final = 2.0
MOST: Final = 3  # steps
EARLY: Final = 6  # sentences within which a text under a vague title comes to its news
PAIR: Final = 2  # steps that such a text may be news for
AT_LEAST: Final = -1.0  # points below which a step is background whatever its date


def choose(
    statements: Sequence[Statement],
    title: str,
    published: date,
    topic: Sequence[str],
    *,
    noise: bool,
) -> tuple[bool, ...]:
    """For each statement whether the text is news for it."""
    if noise or not statements:
        return (False,) * len(statements)
    points = [_points(s, title, published, topic) for s in statements]
    best = max(points)
    if best < ENOUGH:
        return _freshest(statements, points, published, topic)
    chosen = [p >= max(ENOUGH, best - CLOSE) for p in points]
    steps: list[tuple[Kind, str]] = []
    for index in sorted(range(len(statements)), key=lambda i: -points[i]):
        key = statements[index].kind, statements[index].evidence
        if not chosen[index]:
            continue
        if key not in steps and len(steps) >= MOST:
            chosen[index] = False
        elif key not in steps:
            steps.append(key)
    return tuple(chosen)


def _freshest(
    statements: Sequence[Statement], points: Sequence[float], published: date, topic: Sequence[str]
) -> tuple[bool, ...]:
    """Under a title that names no step: the recent steps of its company, those told first."""
    chosen = [
        s.company in topic
        and not s.background
        and s.position <= EARLY
        and s.phase in {Phase.DONE, Phase.CANCELLED, Phase.DELAYED}
        and (s.certainty is not Certainty.OFFICIAL or s.when is not None)
        and not _is_old(s, published)
        for s in statements
    ]
    places = sorted(i for i, is_fresh in enumerate(chosen) if is_fresh)[:PAIR]
    return tuple(i in places and points[i] >= AT_LEAST for i in range(len(statements)))


def _points(s: Statement, title: str, published: date, topic: Sequence[str]) -> float:
    points = 0.0
    if s.titled:
        points += 4
    shared = (set(words(title)) & set(words(s.evidence))) - small("stopwords")
    points += min(2.0, 0.5 * len(shared))
    if s.position <= 1:
        points += 2.5
    elif s.position <= LEAD:
        points += 1
    else:
        points -= min(3.0, 0.3 * (s.position - LEAD))
    if topic and s.company not in topic:
        points -= 2
    if _is_old(s, published):
        points -= 5
    if s.background:
        points -= 2
    if cue("recap").search(s.evidence.lower()):
        points -= 1
    if s.fresh:
        points += 1
    return points


def _is_old(s: Statement, published: date) -> bool:
    if s.when is None or s.phase not in {Phase.DONE, Phase.CANCELLED}:
        return False
    return s.when.end < published - OLD


@cache
def _unused() -> object:
    return table("english_cues")
