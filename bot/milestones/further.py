"""What a further step of a text gains and loses beside the one that it is news for: points.

They were fitted like those of a single step, and decide as little within half a point.
"""

from typing import Final

from bot.milestones.newsworth import Page
from bot.milestones.statement import Statement
from bot.milestones.titles import speaks_of
from storage.records import Kind, Phase

FOLLOWS: Final = -1.5  # a plan behind a deed or an earlier plan
AGAIN: Final = -3.0  # the same company and kind once more, at another time
PART: Final = -2.0  # the same on the same day, for fewer cars
DOUBTFUL: Final = -2.0  # beside a step that is read well
IMPLIED: Final = -2.0  # partners in the sentence of another step: "their joint plant opened"
PROMISED: Final = 1.0  # the title has a word of its kind, and none of the news
# An agreement is told in the same breath as what it is about.
OF_PARTNERS: Final = frozenset(
    (Kind.INVESTMENT, Kind.FUNDING, Kind.COMPANY_SETUP, Kind.TECHNOLOGY, Kind.PARTNERSHIP)
)


def beside(s: Statement, news: Statement, page: Page) -> float:
    """The points that a step gets or loses beside the news; none for the news itself."""
    if s is news:
        return 0.0
    told = _by_kind(s, news)
    told += FOLLOWS if _follows(s, news) else 0.0
    told += IMPLIED if _is_implied(s, news) else 0.0
    told += PROMISED if _is_promised(s, news, page) else 0.0
    return told + (DOUBTFUL if s.doubtful else 0.0)


def _by_kind(s: Statement, news: Statement) -> float:
    if (s.company, s.kind) != (news.company, news.kind):
        return 0.0
    if s.when is None or s.when != news.when:
        return AGAIN
    return PART if _counts(s) < _counts(news) else 0.0


def _counts(s: Statement) -> float:
    return float(s.quantity.value) if s.quantity else float("inf")


def _follows(s: Statement, news: Statement) -> bool:
    """Is it a plan behind what was done, or behind an earlier plan?"""
    if s.titled and s.position > 0 and news.kind is Kind.PARTNERSHIP:
        return False  # the title tells what was agreed on
    if s.phase is not Phase.PLANNED or news.phase is not Phase.PLANNED:
        return s.phase is Phase.PLANNED
    return s.when is not None and news.when is not None and s.when.start > news.when.start


def _is_implied(s: Statement, news: Statement) -> bool:
    """Does the sentence of a step of the title only say who its partners are?"""
    same = s.kind is Kind.PARTNERSHIP and s.evidence == news.evidence
    return same and news.titled and news.kind not in OF_PARTNERS


def _is_promised(s: Statement, news: Statement, page: Page) -> bool:
    if s.phase is Phase.PLANNED and news.phase is Phase.DONE:
        return False  # a title of what was done for a plan has words of the plan, too
    return speaks_of(page.title, s.kind) and not speaks_of(page.title, news.kind)
