"""Every slot of a step is found again in its evidence and support, or dropped; in any language.

Slots may have come together from several sentences, or been filled by a rule that erred. Here the
grammars read the sentences that are kept with the step once more, and what they do not find goes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Final

from bot.catalogue import Catalogue, table
from bot.milestones import spans
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.dates import Dated, find_dates
from bot.milestones.mentions import Mention, finder
from bot.milestones.numbers import find_numbers
from bot.milestones.statement import Statement
from bot.milestones.text import fold
from storage.records import Money, Quantity, Span, Unit

# A yearly capacity may be told as a bare count; everything else counts what it says.
RATES: Final = {Unit.VEHICLES_PER_YEAR: Unit.VEHICLES, Unit.GWH_PER_YEAR: Unit.GWH}
DOLLARS: Final = frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"))
# "Opened a station", 首座换电站: one, without a numeral.
ONE: Final = re.compile(r"\b(?:a|an|first|one)\b|[首一]")
NAMING_MAX_CHARS: Final = 900
_BORDER: Final = re.compile(r"[\n。！？；]|[.!?]['\"\u2019\u201d)]*\s")


def verified(
    statements: Sequence[Statement],
    whole: str,
    *,
    published: date,
    language: str,
    catalogue: Catalogue,
) -> list[Statement]:
    """The statements with those slots alone that their own sentences state, in the same order.

    `whole` is title, newline, text, of which evidence and support are literal parts.
    A statement whose sentences do not name its company gets the nearest one before it that does.
    """
    names = _Names(whole, catalogue)
    return [_verified(_named(s, whole, names), published, language) for s in statements]


def holds_date(
    span: Span, sentences: Sequence[str], *, published: date, language: str, company: str = ""
) -> bool:
    """Can a date of these sentences, counted from `published`, mean this span?"""
    found = [d for each in sentences for d in _dates(each, published, language, company)]
    return any(span in _readings(d, found) for d in found)


def holds_money(amount: Money, sentences: Sequence[str], *, language: str) -> bool:
    """Do these sentences tell this sum? A bare $ may be any dollar: the outlet decides."""
    dollar = amount.currency if amount.currency in DOLLARS else "USD"
    return any(
        found.money == amount
        for sentence in sentences
        for found in find_money(sentence, language=language, dollar=dollar)
    )


def holds_quantity(quantity: Quantity, sentences: Sequence[str], *, language: str) -> bool:
    """Do these sentences tell this count: with its noun, or as a number whose noun is elsewhere?"""
    unit = RATES.get(quantity.unit, quantity.unit)
    for sentence in sentences:
        for count in find_quantities(sentence, language=language):
            told = count.quantity
            if told.value == quantity.value and RATES.get(told.unit, told.unit) == unit:
                return True
        if any(n.value == quantity.value for n in find_numbers(sentence, language=language)):
            return True
    return quantity.value == 1 and any(ONE.search(sentence.lower()) for sentence in sentences)


def holds_agency(agency: str, sentences: Sequence[str]) -> bool:
    """Do these sentences name this authority, in any of its names?"""
    names = (agency, *_agency_names().get(agency, ()))
    lowered = [sentence.casefold() for sentence in sentences]
    return any(name.casefold() in sentence for sentence in lowered for name in names)


def holds_words(subject: str, sentences: Sequence[str]) -> bool:
    """Does every word of a subject stand in these sentences?"""
    lowered = " ".join(sentences).casefold()
    return all(word in lowered for word in fold(subject).casefold().split())


@dataclass(frozen=True)
class _Names:
    """The companies that a text names, looked for once and only when asked."""

    whole: str
    catalogue: Catalogue

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return finder(self.catalogue).find(self.whole)

    def are_in(self, company: str, start: int, end: int) -> bool:
        return any(
            m.company == company and start <= m.start and m.end <= end for m in self.mentions
        )

    def before(self, company: str, at: int) -> Mention | None:
        """The last mention before an offset, else the first behind it."""
        own = [m for m in self.mentions if m.company == company]
        return next((m for m in reversed(own) if m.start < at), own[0] if own else None)


def _named(s: Statement, whole: str, names: _Names) -> Statement:
    """The statement with a sentence that names its company, where none of its own does."""
    kept = tuple(each for each in dict.fromkeys(s.support) if each in whole and each != s.evidence)
    places = [whole.find(sentence) for sentence in (s.evidence, *kept)]
    lengths = [len(sentence) for sentence in (s.evidence, *kept)]
    if not any(
        names.are_in(s.company, at, at + length) for at, length in zip(places, lengths, strict=True)
    ):
        mention = names.before(s.company, places[0])
        kept = (*kept, _around(whole, mention)) if mention else kept
    return s if kept == s.support else replace(s, support=kept)


def _around(whole: str, mention: Mention) -> str:
    """The sentence that a mention stands in."""
    left = max(0, mention.start - NAMING_MAX_CHARS)
    borders = list(_BORDER.finditer(whole, left, mention.start))
    start = borders[-1].end() if borders else left
    end = _BORDER.search(whole, mention.end, mention.end + NAMING_MAX_CHARS)
    stop = end.end() if end else min(len(whole), mention.end + NAMING_MAX_CHARS)
    return whole[start:stop].strip()


def _verified(s: Statement, published: date, language: str) -> Statement:
    told = [fold(sentence) for sentence in (s.evidence, *s.support)]
    when, amount, count = s.when, s.amount, s.quantity
    if when and not holds_date(
        when, told, published=published, language=language, company=s.company
    ):
        when = None
    if amount and not holds_money(amount, told, language=language):
        amount = None
    if count and not holds_quantity(count, told, language=language):
        count = None
    return replace(
        s,
        when=when,
        amount=amount,
        quantity=count,
        agency=s.agency if s.agency and holds_agency(s.agency, told) else None,
        subject=s.subject if s.subject and holds_words(s.subject, told) else None,
    )


def _dates(sentence: str, published: date, language: str, company: str = "") -> Iterator[Dated]:
    """Calendar years and the company's own fiscal ones: rules of a language may take either."""
    yield from find_dates(sentence, published=published, language=language)
    if company in spans.FISCAL:
        yield from find_dates(sentence, published=published, language=language, company=company)


def _readings(dated: Dated, found: Sequence[Dated]) -> Iterator[Span]:
    """The spans that the words of a date may mean, among the other dates of their sentences."""
    yield dated.span
    yield from (span for span in (dated.earlier, dated.later) if span)
    if dated.years:  # "over the next decade" counts from the year of the statement
        yield from (spans.horizon(other.span.start.year, dated.years) for other in found)


@cache
def _agency_names() -> dict[str, tuple[str, ...]]:
    return {entry["short"]: tuple(entry["names"]) for entry in table("agencies")["agency"]}
