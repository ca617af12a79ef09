"""Days on which something was told rather than done: of a message, of who spoke, of an entry."""

from datetime import date, timedelta
from typing import Final

from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.found import Dated, Grain
from bot.milestones.grammars.english_calendar import WEEKDAYS
from storage.records import Kind

FRONT: Final = 6  # words at the head of a sentence or clause
HEAD: Final = 2  # words before the date that heads a sentence
WHEN: Final = 2  # words in which "when" follows a date
RECALLING: Final = 8  # words from there to what somebody said or had done
# Nobody plans them for a day of next week.
LONG_PLANNED: Final = frozenset(
    (Kind.FACTORY, Kind.RESTRUCTURING, Kind.INVESTMENT, Kind.FUNDING, Kind.INFRASTRUCTURE)
)
HEADERS: Final = frozenset(("\u2014", ":", "-"))  # behind the date of an entry


def is_recalled(scene: Scene, match: Match, where: Range) -> bool:
    """Does it head a sentence that says what somebody did then: "In July it said it planned to"?"""
    until = match.verb.first if match.verb is not None else match.first
    behind = [t.low for t in scene.tokens[where[1] + 1 : until]][:RECALLING]
    if where[0] > HEAD and "when" not in behind[:WHEN]:  # "It began in 2017, when X announced"
        return False
    return not (small("spoken_then") | {"had"}).isdisjoint(behind) and "will" not in behind


def is_of_the_telling(match: Match, dated: Dated) -> bool:
    """Is it the weekday on which a plan of years was made known?"""
    opened = "<open" in match.pattern.said
    weekday = dated.text.lower().removeprefix("on ") in WEEKDAYS
    return weekday and match.pattern.step.kind in LONG_PLANNED and not opened


def is_dateline(scene: Scene, where: Range) -> bool:
    """The day on which a message was sent: "MUMBAI, Jul 8:", "March 10 (wire) -"."""
    first, last = where
    if first > FRONT or scene.title:
        return False
    behind = [t.text for t in scene.tokens[last + 1 : last + 5]]
    head = [t for t in scene.tokens[:first] if t.kind == "word"]
    sent = any(mark in behind for mark in HEADERS) or behind[:1] == ["("]
    return bool(head) and sent and all(t.text[:1].isupper() for t in head)


def is_sent_on(scene: Scene, dated: Dated, where: Range, published: date) -> bool:
    """The same without a town, before the first sentence: "March 4 - China's Chery will ..."."""
    late = published - dated.towards(future=False).end
    first = scene.number <= 1 and not scene.title and heads_entry(scene, where)
    return first and timedelta() <= late <= timedelta(days=1)


def names_day(scene: Scene, *, but: Range) -> bool:
    """Does the sentence name a day besides this one?"""
    return any(d.granularity == Grain.DAY and there != but for d, there in scene.dates)


def heads_entry(scene: Scene, where: Range) -> bool:
    """Does the date stand at the head of an entry: "June 8, 2022 - The concept is shown"?"""
    behind = where[1] + 1
    return where[0] <= 1 and behind < len(scene.tokens) and scene.tokens[behind].text in HEADERS


def is_announced(scene: Scene, where: Range) -> bool:
    """Does a longer time stand right behind a verb of saying: "announced in January"?"""
    before = [t.low for t in scene.tokens[max(0, where[0] - 3) : where[0]]]
    behind = {t.low for t in scene.tokens[where[1] + 1 : where[1] + 2]}
    if behind & small("figure_words"):
        return False  # "reported second-quarter deliveries of 72,056"
    return bool(set(before) & small("spoken")) and not set(before) & {"but", "as", "and"}


def is_spoken(scene: Scene, where: Range, match: Match | None = None) -> bool:
    """Does the date stand beside a verb of saying, other than that of the step?

    Behind a comma it tells who says so of a day that stands before: "next week, X announced".
    """
    first, last = where
    step = match.verb if match is not None and match.state.passive else None
    own = range(step.first, step.last + 1) if step is not None else range(0)
    near = [*range(max(0, first - 3), first)]
    if match is None or not _ends(scene, match, where):
        near += range(last + 1, min(len(scene.tokens), last + 5))
    return any(scene.tokens[at].low in small("spoken") for at in near if at not in own)


def _ends(scene: Scene, match: Match, where: Range) -> bool:
    """Does a comma close the clause of a step behind its date: "opens on July 10, X said"?"""
    first, last = where
    if [t.low for t in scene.tokens[last + 1 : last + 2]] != [","]:
        return False
    later = first > FRONT and any(start > last for _, (start, _) in scene.dates)
    weekday = scene.tokens[last].low in WEEKDAYS  # "..., on Tuesday, said" may be of the telling
    return later or (not weekday and match.verb is not None and match.verb.last < first)
