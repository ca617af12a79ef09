"""What is too far ahead, or told too loosely, to be a step of a company."""

from datetime import date
from typing import Final

from bot.milestones.english.about import LEAD
from bot.milestones.english.actors import Discourse
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Kind, Phase, Span

FAR_YEARS: Final = 4
# Kinds that plans of many years speak of: "75 electric models by 2030".
AMBITIONS: Final = frozenset((Kind.PRODUCTION, Kind.DELIVERY, Kind.LAUNCH))
PRONOUNS: Final = frozenset(("it", "they", "both"))
SHOWN: Final = frozenset((Kind.UNVEIL, Kind.LAUNCH))


def far_off(kind: Kind, at: Phase, span: Span | None, published: date, *, counted: bool) -> bool:
    """An ambition of many years, or one without any date: no step yet."""
    if at is not Phase.PLANNED or kind not in AMBITIONS:
        return False
    if span is None:
        return kind is Kind.DELIVERY and counted
    return span.end.year - published.year > FAR_YEARS


def is_loose_plan(scene: Scene, match: Match, at: Phase, span: Span | None) -> bool:
    """Is it only said where things will be made: "The cars will come from a Honda plant"?"""
    kind = match.pattern.step.kind
    if kind is not Kind.PRODUCTION or at is not Phase.PLANNED or span or scene.counts:
        return False
    named = scene.spans.get("NAME", ())
    told = any(a <= first <= b for first, _ in match.places for a, b in named)
    meant = any(t.low in PRONOUNS for t in scene.tokens[: match.last + 1])
    return not (told or meant or scene.title)


def is_forecast(scene: Scene, match: Match, at: Phase) -> bool:
    """Do analysts say how much a company will sell or build?"""
    if at is not Phase.PLANNED or match.pattern.step.kind not in {Kind.PRODUCTION, Kind.DELIVERY}:
        return False
    many = {word for word in small("forecasters") if word.endswith("s")}
    return bool(scene.counts) and any(t.low in many for t in scene.tokens[: match.first])


def is_vague(scene: Scene, match: Match, talk: Discourse) -> bool:
    """Does it neither name a day nor tell the news of the company of the title?"""
    titled = talk.titled and len(talk.topic) == 1 and scene.number <= LEAD
    return not scene.dates and not (titled and match.pattern.step.kind in SHOWN)
