"""Sums of money and counts of things in a text, by language."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from bot.milestones.found import Count, Sum
from bot.milestones.grammars import (
    chinese_counts,
    chinese_money,
    english_counts,
    english_money,
)

__all__ = ["Count", "Sum", "find_money", "find_quantities"]

MONEY: Final[Mapping[str, Callable[[str, str], Iterable[Sum]]]] = {
    "en": english_money.sums,
    "zh": chinese_money.sums,
}
COUNTS: Final[Mapping[str, Callable[[str], Iterable[Count]]]] = {
    "en": english_counts.counts,
    "zh": chinese_counts.counts,
}


def find_money(text: str, *, language: str = "en", dollar: str = "USD") -> tuple[Sum, ...]:
    """Every sum of money of a text in order; nothing for a language without a grammar.

    `dollar` is the currency that a bare $ means (a Canadian outlet: CAD). Of a range the lower end
    is given; "up to", "more than" and their like are dropped; a conversion in brackets says so.
    Prices by share, barrel or kilowatt-hour are no sums.
    """
    grammar = MONEY.get(language)
    return tuple(grammar(text, dollar)) if grammar else ()


def find_quantities(text: str, *, language: str = "en") -> tuple[Count, ...]:
    """Every count of vehicles, orders, GWh, stations or jobs, in order; percentages are none.

    Of a range the lower end is given. A bare number takes the unit of the count before it and says
    so (`inferred`): "20 stations in 2022 and 120 in 2023". Give the whole text, not its sentences.
    """
    grammar = COUNTS.get(language)
    return tuple(grammar(text)) if grammar else ()
