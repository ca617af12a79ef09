"""What comes behind a step changes of it: the next sentence, or words anywhere in the text."""

import re
from collections.abc import MutableSequence, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.milestones.english.cues import says
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.tellings import is_spoken
from bot.milestones.english.timing import LATE_KINDS
from bot.milestones.found import Grain
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

BESIDE: Final = 2  # sentences behind a plant that tell what it costs
_MEANT: Final = re.compile(
    r"(?:<invest> MONEY|\{investment\} MONEY|MONEY <invest\*>|\(spending\) MONEY DATE)"
    r".*(?:subject '(?:[Ii]t|[Tt]hey|[Tt]he .*)'|carried on)$"
)
_ARE_TESTS: Final = re.compile(
    r"(?:they|these|those|all of them|the cars) (?:are|were) (?:only |still |all |just )?"
    r"(?:validation|pre-?production|pre-?series|trial|test|prototype)s?\b"
)
COMMENTS: Final = timedelta(days=30)  # in which a list is open for objections
BOUGHT: Final = frozenset((Kind.INVESTMENT, Kind.RESTRUCTURING))
LEAD: Final = 3  # sentences that tell whom a text is about
OPENING: Final = 4  # words within which a sentence says what it goes on about
NEXT: Final = 2  # sentences behind the title that tell its news
HELD: Final = frozenset((Kind.FACTORY, Kind.UNVEIL, Kind.LAUNCH))
OPEN: Final = frozenset((Phase.PLANNED, Phase.DELAYED, Phase.PENDING))


def by_next(
    statements: MutableSequence[Statement], scene: Scene, published: date, *, tells: bool
) -> None:
    """Change the steps of the sentence before by this one; does it tell a step itself?"""
    _test_by_next(statements, scene)
    if not tells or scene.holds(small("ceremonies")):
        _date_by_next(statements, scene, published)


def _date_by_next(statements: MutableSequence[Statement], scene: Scene, published: date) -> None:
    """Give the undated steps of the sentence before the one date of a sentence that goes on."""
    _date_by_ceremony(statements, scene)
    if len(scene.dates) != 1 or scene.mentions or not _goes_on(scene):
        return
    dated, where = scene.dates[0]
    if is_spoken(scene, where):
        return
    for at, step in enumerate(statements):
        if step.position != scene.number - 1 or step.when is not None or step.titled:
            continue
        span = dated.towards(future=True)
        if step.kind is Kind.RESTRUCTURING or (step.phase in OPEN and span.end >= published):
            statements[at] = replace(step, when=span)


def _date_by_ceremony(statements: MutableSequence[Statement], scene: Scene) -> None:
    """Give what was opened or shown just before its day: "The ceremony was held on Friday"."""
    opening = {t.low for t in scene.tokens[:OPENING]}
    days = [d for d, _ in scene.dates if d.granularity == Grain.DAY]
    if len(days) != 1 or not opening & small("ceremonies") or scene.tokens[0].low != "the":
        return
    for at, step in enumerate(statements):
        fitting = step.kind in HELD and step.phase is Phase.DONE and step.when is None
        if fitting and step.position == scene.number - 1 and not step.titled:
            statements[at] = replace(step, when=days[0].towards(future=False))


def _test_by_next(statements: MutableSequence[Statement], scene: Scene) -> None:
    """Make tests of what was built just before for tests: "They are validation builds"."""
    if _ARE_TESTS.match(scene.low) is None:
        return
    for at, step in enumerate(statements):
        built = step.kind is Kind.PRODUCTION and step.phase is Phase.DONE
        if built and 0 < scene.number - step.position <= NEXT:
            statements[at] = replace(step, kind=Kind.TESTING)


def _goes_on(scene: Scene) -> bool:
    words = [t.low for t in scene.tokens[:OPENING]]
    if not words:
        return False
    if words[0] in {"it", "this", "that", "they", "both"}:
        return True
    return words[0] in {"the", "its", "their"} and bool(set(words[1:]) & small("going_on"))


def in_the_light_of(whole: str, told: Sequence[Statement], published: date) -> list[Statement]:
    """The statements as words anywhere in the text, in lower case, let them stand."""
    kept = paid_for_plants(told)
    if says("closing", whole):
        kept = [waiting_for_closing(s) for s in kept]
    if says("consulted", whole):
        kept = [open_for_comments(s, published) for s in kept]
    return late_by_title(whole.partition("\n")[0], kept)


def late_by_title(title: str, told: Sequence[Statement]) -> list[Statement]:
    """The statements; a plan right behind a title that tells of a delay is the one that is late.

    "Cologne has to wait": "cars will not be built there before the summer".
    """
    kinds = {s.kind for s in told if s.position == 0 and s.phase is Phase.DELAYED}
    if any(_is_known(s) for s in told) or not (kinds or says("title_late", title)):
        return list(told)
    fitting = kinds or LATE_KINDS
    return [
        replace(s, phase=Phase.DELAYED) if s.kind in fitting and _is_dated_plan(s) else s
        for s in told
    ]


def _is_known(s: Statement) -> bool:
    """Is it told besides what is late, or given up?"""
    ended = s.phase is Phase.CANCELLED and s.position <= NEXT
    return ended or (s.phase is Phase.DELAYED and 0 < s.position <= NEXT)


def _is_dated_plan(s: Statement) -> bool:
    planned = s.kind in LATE_KINDS and s.phase is Phase.PLANNED and s.when is not None
    return planned and 0 < s.position <= NEXT and s.quantity is None


def paid_for_plants(told: Sequence[Statement]) -> list[Statement]:
    """The statements; money told of the plant before is its cost: "They commit $3.5 billion"."""
    kept = list(told)
    for s in told:
        told_of = {Phase.PLANNED, Phase.DONE}
        bare = s.kind is Kind.INVESTMENT and s.phase in told_of and s.when is None
        if not bare or s.amount is None or _MEANT.search(s.rule) is None:
            continue
        if says("into_a_market", s.evidence.lower()):
            continue  # "$1.2 billion is to be put into the Indonesian market"
        for at, plant in enumerate(kept):
            near = 0 < s.position - plant.position <= BESIDE
            if near and (plant.company, plant.kind) == (s.company, Kind.FACTORY):
                kept[at] = replace(plant, amount=plant.amount or s.amount)
                kept = [other for other in kept if other is not s]
                break
    return kept


def waiting_for_closing(step: Statement) -> Statement:
    """A purchase of which only approvals are outstanding is pending."""
    if step.kind in BOUGHT and step.phase is Phase.PLANNED and step.position <= LEAD:
        return replace(step, phase=Phase.PENDING)
    return step


def open_for_comments(step: Statement, published: date) -> Statement:
    """An entry in a list that the public may still object to is no permit yet."""
    new = step.when is None or step.when.end >= published - COMMENTS
    if new and step.listed and step.kind is Kind.APPROVAL and step.phase is Phase.DONE:
        return replace(step, phase=Phase.PENDING)
    return step
