"""What the next sentence adds to a step: "The move takes effect on 1 June."."""

from collections.abc import MutableSequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.timing import is_spoken
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

OPENING: Final = 4  # words within which a sentence says what it goes on about
OPEN: Final = frozenset((Phase.PLANNED, Phase.DELAYED, Phase.PENDING))


def date_by_next(statements: MutableSequence[Statement], scene: Scene, published: date) -> None:
    """Give the undated steps of the sentence before the one date of a sentence that goes on."""
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


def _goes_on(scene: Scene) -> bool:
    words = [t.low for t in scene.tokens[:OPENING]]
    if not words:
        return False
    if words[0] in {"it", "this", "that", "they", "both"}:
        return True
    return words[0] in {"the", "its", "their"} and bool(set(words[1:]) & small("going_on"))
