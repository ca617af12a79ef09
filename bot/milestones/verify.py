"""Every slot of a step is found again in the text, or dropped; in any language.

Slots may have come together from several sentences, or been filled by a rule that erred. Here the
grammars read the evidence once more; what it does not state is looked for in the sentences around
it, which are then kept beside it as support; what no sentence states goes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property, partial
from typing import Final, TypeVar

from bot.catalogue import Catalogue, table
from bot.milestones import spans
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.dates import Dated, find_dates
from bot.milestones.mentions import finder
from bot.milestones.numbers import find_numbers
from bot.milestones.statement import Statement
from bot.milestones.text import fold, sentences
from storage.records import Money, Quantity, Span, Unit

T = TypeVar("T")

# A yearly capacity may be told as a bare count; everything else counts what it says.
RATES: Final = {Unit.VEHICLES_PER_YEAR: Unit.VEHICLES, Unit.GWH_PER_YEAR: Unit.GWH}
DOLLARS: Final = frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"))
# "Opened a station", 首座换电站: one, without a numeral.
ONE: Final = re.compile(r"\b(?:a|an|first|one)\b|[首一]")


def verified(  # noqa: PLR0913 - a text and what its reading needs
    statements: Sequence[Statement],
    title: str,
    text: str,
    *,
    published: date,
    language: str,
    catalogue: Catalogue,
) -> list[Statement]:
    """The statements with those slots alone that the text states, in the same order.

    `support` are the further sentences, as the text has them, that a slot or the name of the
    company had to be taken from: the nearest that states it, the title among them.
    """
    told = _Told(title, text, published, language, catalogue)
    return [_verified(s, told) for s in statements]


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
class _Told:
    """A text while the slots of its steps are looked for; read only as far as it is asked."""

    title: str
    text: str
    published: date
    language: str
    catalogue: Catalogue

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The title and the sentences, as the text has them."""
        kept = sentences(self.text, language=self.language)
        return (self.title, *(self.text[each.start : each.end] for each in kept))

    def around(self, s: Statement) -> Iterator[str]:
        """The other sentences of the text, the nearest to the evidence first."""
        at = self.sentences.index(s.evidence) if s.evidence in self.sentences else s.position
        others = (i for i, each in enumerate(self.sentences) if each != s.evidence)
        for i in sorted(others, key=lambda i: (abs(i - at), i)):
            yield self.sentences[i]

    def names(self, company: str, sentence: str) -> bool:
        """Does this sentence name the company?"""
        return any(m.company == company for m in finder(self.catalogue).find(self.fold(sentence)))

    def fold(self, sentence: str) -> str:
        """The sentence as the grammars read it."""
        return fold(sentence, language=self.language)


@dataclass(frozen=True)
class _Search:
    """Looking for what one step says: in its evidence, its support, then anywhere near."""

    told: _Told
    step: Statement
    support: list[str] = field(default_factory=list)

    def finds(self, holds: Callable[[str], bool]) -> bool:
        """Is it told? The sentence that tells it joins the support."""
        if any(holds(each) for each in (self.step.evidence, *self.support)):
            return True
        witness = next((each for each in self.told.around(self.step) if holds(each)), None)
        if witness is not None:
            self.support.append(witness)
        return witness is not None

    def kept(self, value: T | None, holds: Callable[[T, str], bool]) -> T | None:
        """The value, if it is told."""
        return value if value is not None and self.finds(partial(holds, value)) else None


def _verified(s: Statement, told: _Told) -> Statement:
    search = _Search(told, s)

    def is_date(span: Span, each: str) -> bool:
        return holds_date(
            span, [each], published=told.published, language=told.language, company=s.company
        )

    kept = replace(
        s,
        when=search.kept(s.when, is_date),
        amount=search.kept(s.amount, lambda a, at: holds_money(a, [at], language=told.language)),
        quantity=search.kept(
            s.quantity, lambda q, at: holds_quantity(q, [at], language=told.language)
        ),
        agency=search.kept(s.agency, lambda agency, at: holds_agency(agency, [told.fold(at)])),
        subject=search.kept(s.subject, lambda words, at: holds_words(words, [told.fold(at)])),
    )
    search.finds(partial(told.names, s.company))
    return replace(kept, support=tuple(search.support))


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
    entries = (*table("agencies")["agency"], *table("chinese_agencies")["agency"])
    names: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        names[entry["short"]] = (*names.get(entry["short"], ()), *entry["names"])
    return names
