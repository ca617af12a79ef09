"""How much a step speaks for being what its text is news for: points, in any language.

The points were fitted over labelled cases, with each story left out in turn; within half a point
none of them decides more than a few texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.milestones.statement import Statement
from bot.milestones.text import words
from bot.milestones.titles import hinted, speaks_of
from storage.records import Certainty, Kind, Phase

OLD: Final = timedelta(days=60)  # what was done so long ago is no news
MONTH: Final = timedelta(days=31)
DAYS: Final = timedelta(days=7)
LEAD: Final[Mapping[int, float]] = {0: 2.5, 1: 2.5, 2: 2.0, 3: 1.0}  # points by sentence
LEADING: Final = max(LEAD)
TOP: Final = 2  # sentences
FURTHER: Final = -0.1  # for each sentence, further down
FIRST: Final = 0.5  # no step is told before it
TITLED: Final = 2.0  # the title says it, or such a step of its company
RIVALLED: Final = -3.0  # only the title says so, and the first sentences tell something else
SHARED_WORD: Final = 0.75  # its sentence has words of the title
SHARED_MOST: Final = 1.0
HINTED: Final = 1.0  # the title has a word of that kind of step
NAMED: Final = 1.0  # or of what the step is about
ASIDE: Final = -2.0  # of others than those whom the title is about
PAST: Final = -5.0
LASTING: Final = -1.0  # has gone on for months
RECENT: Final = 1.5  # happened in the days before publication
UPSET: Final = 2.0  # a delay, or something dropped
PERMIT: Final = 1.5  # a permit is seldom told in passing
MEASURED: Final = 0.5  # a number of cars, or the sum of a plan
VAGUE: Final = -0.5
GUESSED: Final = -1.0
DOUBTFUL: Final = -1.0
SHOWN: Final = frozenset((Kind.LAUNCH, Kind.TECHNOLOGY, Kind.UNVEIL))
FILED: Final = frozenset((Kind.FUNDING, Kind.APPROVAL, Kind.REGISTRATION))
HAPPENED: Final = frozenset((Phase.DONE, Phase.CANCELLED, Phase.DELAYED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a text is about: of `topic` its title, of `lead` its first sentences.

    `named` are all companies that the title names. Its news begins with the sentence `begins`: a
    page may set a scene before it names anybody.
    """

    published: date
    title: str = ""
    topic: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    begins: int = 1


def points(steps: Sequence[Statement], page: Page) -> list[float]:
    """The points of each step, in their order."""
    kinds = hinted(page.title, [s.kind for s in steps])
    return [
        _by_place(s, steps, page)
        + _by_title(s, steps, page)
        + (HINTED if s.kind in kinds else 0.0)
        + _by_time(s, page)
        + _by_words(s)
        for s in steps
    ]


def is_old(s: Statement, published: date) -> bool:
    """Was it over long before the text came out?"""
    over = s.phase in {Phase.DONE, Phase.CANCELLED} or (
        s.phase is Phase.PENDING and s.kind in FILED
    )
    return over and s.when is not None and s.when.end < published - OLD


def is_new(s: Statement, published: date) -> bool:
    """Did it happen in the days before publication?"""
    return (
        s.when is not None
        and s.phase in HAPPENED
        and published - DAYS <= s.when.start <= s.when.end <= published
    )


def is_of_any_day(s: Statement, page: Page) -> bool:
    """Does nothing tell when it happens, who has it, or that it is news: "the car costs $40,000"?

    In a text that names no day of the last days such a step is what is so, not what is new.
    """
    if s.kind in {Kind.APPROVAL, Kind.RECALL} or (s.kind is Kind.FUNDING and s.amount is not None):
        return False  # told in no review
    if s.kind is Kind.PARTNERSHIP and len(page.named) > 1 and s.company in page.named:
        return False  # a title that names both sides is not about what both are like
    if s.position <= TOP and s.company in page.named and speaks_of(page.title, s.kind):
        return False  # "2,000 chargers of GM": a title without a verb
    open_ended = s.phase is Phase.PLANNED and s.kind in SHOWN
    lasting = s.phase is Phase.DONE or open_ended
    return lasting and s.when is None and s.certainty is Certainty.OFFICIAL and not s.titled


def _by_place(s: Statement, steps: Sequence[Statement], page: Page) -> float:
    at = s.position and max(1, s.position - page.begins + 1)
    place = LEAD.get(at, FURTHER * at)
    return place + (FIRST if s.evidence == steps[0].evidence else 0.0)


def _by_title(s: Statement, steps: Sequence[Statement], page: Page) -> float:
    told = min(SHARED_MOST, SHARED_WORD * s.echoes)
    alone = s.titled and s.position == 0
    told += TITLED if (s.titled or s.announced) and not alone else 0.0
    told += RIVALLED if alone and _is_rivalled(s, steps) else 0.0
    subject = [word for word in words(s.subject or "") if len(word) > 1]
    told += NAMED if any(word in page.title.lower() for word in subject) else 0.0
    together = {o.company for o in steps if o.evidence == s.evidence}
    return told + (
        ASIDE
        if page.topic and not (s.row and not page.named) and together.isdisjoint(page.topic)
        else 0.0
    )


def _is_rivalled(s: Statement, steps: Sequence[Statement]) -> bool:
    """Is it a bare word of the title, which the first sentences tell in full as another step?"""
    bare = s.amount is None and s.quantity is None
    return bare and any(o.company == s.company and 0 < o.position <= LEADING for o in steps)


def _by_time(s: Statement, page: Page) -> float:
    told = PAST if is_old(s, page.published) else LASTING if _lasts(s) else 0.0
    return told + (RECENT if is_new(s, page.published) else 0.0)


def _lasts(s: Statement) -> bool:
    """Has it gone on for months, and is no count of them?"""
    if s.phase is not Phase.DONE or s.when is None or s.quantity is not None:
        return False
    return s.when.end - s.when.start > MONTH


def _by_words(s: Statement) -> float:
    told = MEASURED if s.quantity or (s.phase is Phase.PLANNED and s.amount) else 0.0
    told += UPSET if s.phase in {Phase.DELAYED, Phase.CANCELLED} else 0.0
    told += PERMIT if s.kind is Kind.APPROVAL else 0.0
    told += GUESSED if s.certainty is Certainty.RUMOURED else 0.0
    told += VAGUE if s.vague else 0.0
    return told + (DOUBTFUL if s.doubtful else 0.0)
