"""A text while it is read: what earlier sentences leave for the next one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones.chinese import gates, slots, times
from bot.milestones.chinese.actors import Actor, Discourse
from bot.milestones.chinese.certainty import is_reported
from bot.milestones.chinese.scene import Before, Scene
from bot.milestones.chinese.whole import LEAD
from bot.milestones.context import Likelihoods
from bot.milestones.statement import Statement
from bot.milestones.text import Sentence
from storage.records import Span

REFUTED: Final = 2  # sentences before one that calls untrue what they report
DATE_AT: Final = 3  # characters before the date of a line
_YEAR: Final = re.compile(r"((?:19|20)\d\d) ?年(?![款产])")
_YEAR_ALONE: Final = re.compile(r"((?:19|20)\d\d) ?年?")


@dataclass(slots=True)
class Reading:
    """A text while it is read: what earlier sentences leave for the next one."""

    whole: str  # title, newline, text
    title_pairs: frozenset[str]  # of neighbouring characters
    published: date
    about: gates.Setting
    catalogue: Catalogue
    named: tuple[str, ...]  # every followed company of the text
    context: Likelihoods  # how likely each sentence states a step of each kind
    talk: Discourse = field(default_factory=Discourse)
    agencies: list[str] = field(default_factory=list)
    echoes: int = 0  # what the sentence at hand shares with the title
    paragraph: int = -1
    reporting: frozenset[str] | None = None  # of whom somebody reports in the sentence before
    year: int | None = None  # the last one told
    year_told: str = ""  # the sentence that tells it
    last: Span | None = None  # the last date told
    headed: bool = False  # it stands alone, as the heading of a chronicle
    told: times.Told = field(default_factory=times.Told)
    day: Span | None = None  # the first day told, when it is about that of publication
    denied: bool = False  # somebody calls a rumour of the text untrue
    things: frozenset[str] = frozenset()  # of which a sentence before has told
    lots: bool | None = None  # a recall was told without its size, which may follow lot by lot
    old_plans: set[int] = field(default_factory=set)  # starts of those that tell what was planned
    counted_by_others: bool = False  # the figures of the text are no company's own
    rumours: set[int] = field(default_factory=set)  # starts of the sentences that tell rumours
    refuted: set[int] = field(
        default_factory=set
    )  # numbers of sentences called untrue, or before such
    seen: list[Scene] = field(default_factory=list)  # the sentences read so far
    listing: tuple[Statement, int] | None = None  # a step whose takers are listed behind it

    @property
    def told_of(self) -> frozenset[str]:
        """What patterns may take as told: the figures of a period, a plant, stations."""
        period = ("figures_text",) if self.told.period is not None else ()
        return self.things | frozenset((*period, *(("recall_text",) if self.lots else ())))

    def evidence(self, scene: Scene) -> str:
        """The words of a sentence as the text has them."""
        return self.whole[scene.sentence.start : scene.sentence.end]

    @property
    def reported(self) -> bool:
        """Is the sentence before somebody's report, which may go on?"""
        return self.reporting is not None

    def words(self, scene: Scene) -> str:
        """The words of a sentence, place for place those of its normal form."""
        told = self.evidence(scene)
        return told if len(told) == len(scene.text) else scene.sentence.text

    def before(self, sentence: Sentence) -> Before:
        """What the day, a year told in its paragraph and the things told before leave for it."""
        here = sentence.paragraph == self.paragraph or self.headed
        return Before(
            self.published,
            self.year if here else None,
            self.last,
            stations="station_text" in self.things,
        )

    def support(self, span: Span | None, scene: Scene) -> tuple[str, ...]:
        """The sentence that tells the year of a date, where the sentence itself does not."""
        lent = span is not None and self.year == span.start.year != self.published.year
        return (self.year_told,) if lent and str(self.year) not in scene.text else ()

    def home(self, company: str) -> str:
        """The country of a company's head office."""
        return self.catalogue.companies[company].country

    def open(self, scene: Scene) -> None:
        """Look at a sentence before it is judged."""
        self.echoes = len(self.title_pairs & pairs(scene.text)) // 2
        if scene.sentence.paragraph != self.paragraph or not self._goes_on(scene):
            self.reporting = None
        if scene.sentence.paragraph != self.paragraph and _is_dated_line(scene):
            self.talk.current = ()  # a line of a chronicle is about whom the text is about
        if scene.sentence.paragraph != self.paragraph and scene.number > LEAD:
            self.told = replace(self.told, dateline=None)
        self.told = replace(
            self.told,
            dateline=times.dateline(scene, self.published, self.told.dateline),
            day=times.day(scene) or self.told.day,
            news=self.day,
            period=times.period_after(scene, self.published, self.told.period),
            month=times.of_title(scene, self.published) if scene.title else self.told.month,
        )

    def close(self, scene: Scene, everyone: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        self.seen.append(scene)
        self.talk.see(scene, everyone)
        self.day = self.day or self.told.dateline
        self.counted_by_others = self.counted_by_others or scene.has("counted_by_others")
        self.denied = self.denied or scene.has("untrue")
        self.things |= {f"{name}_text" for name in ("plant", "station") if scene.has(name)}
        if scene.has("recall"):
            self.lots = self.lots is not False and not scene.has("VEHICLES")
        if scene.has("spread") or (scene.title and (scene.has("untrue") or "?" in scene.text)):
            self.rumours.add(scene.sentence.start)
        if scene.has("untrue"):
            self.refuted.update(range(scene.number - REFUTED, scene.number + 1))
        if scene.has("once") and not scene.has("delayed", "cancelled"):
            self.old_plans.add(scene.sentence.start)
        self.agencies += slots.agencies(scene, self.words(scene))
        self.last = times.last(scene) or self.last
        self.paragraph = scene.sentence.paragraph
        heading = _YEAR_ALONE.fullmatch(scene.text.strip(" :-—【】"))
        years = [heading[1]] if heading else _YEAR.findall(scene.text)
        if years:
            self.year, self.year_told = int(years[-1]), self.evidence(scene)
            self.headed = heading is not None
        if is_reported(scene):
            self.reporting = frozenset(a.company for a in everyone)

    def _goes_on(self, scene: Scene) -> bool:
        """May a sentence go on with the report of the one before: the same companies, no recap?"""
        told = {m.company for m in scene.mentions}
        return told <= (self.reporting or frozenset()) and not (told and scene.has("recap"))


def _is_dated_line(scene: Scene) -> bool:
    """Does a paragraph begin with its date, as in a chronicle?"""
    return any(t.start <= DATE_AT for t in scene.groups.get("DATE", ()))


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, by which sentences are compared with the title."""
    return frozenset(a + b for a, b in pairwise(text) if (a + b).isalnum())
