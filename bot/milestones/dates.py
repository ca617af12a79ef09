"""Dates in a text, by language, as spans of days counted from the day of publication."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from bot.milestones.found import Dated, Grain
from bot.milestones.grammars import chinese_dates, english_dates
from bot.milestones.grammars.readings import Context
from bot.milestones.spans import CALENDAR, FISCAL, Fiscal
from storage.records import Span

__all__ = ["Dated", "Grain", "counts_from_told", "find_dates"]

# What counts from the date told before; all else reads the same whatever that was.
_FROM_TOLD: Final = re.compile(
    r"[同次翌隔当當]年|[当當同次]月|\b(?:that|same|following) year", re.IGNORECASE
)
GRAMMARS: Final[Mapping[str, Callable[[Context], Iterator[Dated]]]] = {
    "en": english_dates.dates,
    "zh": chinese_dates.dates,
}


def find_dates(  # noqa: PLR0913 - what dates count from
    text: str,
    *,
    published: date,
    language: str = "en",
    country: str = "",
    company: str = "",
    told: Span | None = None,
) -> tuple[Dated, ...]:
    """Every date of a text in order, never overlapping; nothing for a language without a grammar.

    `told` is the last date of what stands before the text, from which "the same year" counts.
    `country` (ISO 3166-1) or `company` (an id with a fiscal year of its own) say how fiscal years
    lie. A word that means no time of its own ("recently") gives nothing; nothing is raised.

    Source: the milestone guide and its rulings, section Date.
    """
    fiscal = FISCAL.get(company) or FISCAL.get(country.upper()) or CALENDAR
    told = told if told is not None and counts_from_told(text) else None
    return _dates(text, published, language, fiscal, told)


def counts_from_told(text: str) -> bool:
    """Does a text tell a time of "that year", of 当月, which only a date before it makes known?"""
    return _FROM_TOLD.search(text) is not None


@lru_cache(maxsize=128)  # reading and verifying ask for the same sentences
def _dates(
    text: str, published: date, language: str, fiscal: Fiscal, told: Span | None
) -> tuple[Dated, ...]:
    grammar = GRAMMARS.get(language)
    if grammar is None:
        return ()
    return tuple(grammar(Context(text=text, published=published, fiscal=fiscal, told=told)))
