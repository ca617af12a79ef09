"""A text while it is read: what earlier sentences leave for the next one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.milestones.context import Likelihoods
from bot.milestones.english import gates
from bot.milestones.english.about import LEAD
from bot.milestones.english.actors import Discourse
from bot.milestones.english.denials import Denials
from bot.milestones.english.moments import PERIODIC, dateline, is_recent, period
from bot.milestones.english.naming import parents_told
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.found import Grain
from bot.milestones.statement import Statement
from storage.records import Money, Span


@dataclass(slots=True)
class Reading:
    """A text while it is read: what earlier sentences leave for the next one."""

    whole: str  # title, newline, text
    title_words: frozenset[str]
    published: date
    talk: Discourse
    about: gates.Setting
    context: Likelihoods  # how likely each sentence states a step of each kind
    agencies: list[tuple[str, int]] = field(default_factory=list)  # named so far, and where
    before: set[str] = field(default_factory=set)  # groups of the trade named in this paragraph
    title_groups: frozenset[str] = frozenset()  # groups of the trade named in the title
    paragraph: int = -1
    figure: Statement | None = None  # the step told last that has one
    period: Span | None = None  # that the figures are for
    recent: bool = False  # a day of the last two weeks is named
    denials: Denials = field(default_factory=Denials)
    paid: Money | None = None  # for what was bought last
    recalled: Span | None = None  # the day of the recall told first
    hearsay: frozenset[str] = frozenset()  # of whom the title tells what a medium or sources say
    dateline: Span | None = None  # the first day named, when the text is of about that day
    day: Span | None = None  # the day named last
    last: Span | None = None  # the date named last
    past: list[Scene] = field(default_factory=list)  # the last sentences
    heading: Scene | None = None  # the title

    def named(self, company: str, scene: Scene) -> tuple[str, ...]:
        """The agencies so far; of a company beside the news only those of this paragraph."""
        everywhere = company in self.talk.topic
        here = scene.sentence.paragraph
        return tuple(short for short, where in self.agencies if everywhere or where == here)

    def turn(self, scene: Scene, everyone: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        self.talk.see(everyone, words=len(scene.tokens))
        if parents := parents_told(scene, everyone):
            self.talk.current, self.talk.outside = parents, False
            self.talk.foreign = self.talk.foreign and scene.number > LEAD
        self.agencies.extend((a.short, scene.sentence.paragraph) for a in scene.agencies)
        self.past = [*self.past[-1:], scene]
        self.heading = self.heading or (scene if scene.title else None)
        groups = set(scene.marked.tags)
        self.denials.see(scene, self.talk.topic)
        if scene.title:
            self.title_groups |= groups
        same = scene.sentence.paragraph == self.paragraph
        self.before = self.before | groups if same else groups
        self.paragraph = scene.sentence.paragraph
        told = self.figure
        if (
            told is not None
            and told.position == scene.number
            and told.kind in PERIODIC
            and told.when
        ):
            self.period = told.when
        elif scene.holds(small("figure_words")):
            self.period = period(scene, self.published) or self.period
        self.recent = self.recent or is_recent(scene, self.published)
        days = [d for d, _ in scene.dates if d.granularity == Grain.DAY]
        self.day = days[-1].towards(future=False) if days else self.day
        self.last = scene.dates[-1][0].span if scene.dates else self.last
        if self.dateline is None:
            self.dateline = dateline(scene, self.published)
