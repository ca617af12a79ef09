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
SHOWN: Final = frozenset((Kind.UNVEIL, Kind.LAUNCH))


def far_off(kind: Kind, at: Phase, span: Span | None, published: date, *, counted: bool) -> bool:
    """An ambition of many years, or one without any date: no step yet."""
    if at is not Phase.PLANNED or kind not in {Kind.PRODUCTION, Kind.DELIVERY}:
        return False
    if span is None:
        return kind is Kind.DELIVERY and counted
    return span.end.year - published.year > FAR_YEARS


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
