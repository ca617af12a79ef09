"""Every slot of a step is found again in its evidence and support, or dropped; in any language.

Slots may have come together from several sentences, or been filled by a rule that erred. Here the
grammars read the sentences that are kept with the step once more. What they do not find there is
looked for in the sentences around, which then support it; what nothing supports goes.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones import spans
from bot.milestones.agencies import agency_names
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.chinese.names import namer
from bot.milestones.dates import Dated, counts_from_told, find_dates
from bot.milestones.grammars.english_after import days_after
from bot.milestones.mentions import Mention, finder
from bot.milestones.numbers import find_numbers
from bot.milestones.statement import Statement
from bot.milestones.text import fold, sentences
from storage.records import Money, Quantity, Span, Unit

# A yearly capacity may be told as a bare count; everything else counts what it says.
RATES: Final = {Unit.VEHICLES_PER_YEAR: Unit.VEHICLES, Unit.GWH_PER_YEAR: Unit.GWH}
DOLLARS: Final = frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD"))
# "Opened a station", 首座换电站: one, without a numeral.
ONE: Final = re.compile(r"\b(?:a|an|first|one)\b|[首一]")
# Where a slot may come from: a dateline far above, the figures of a plant somewhat below.
REACH: Final = 20  # sentences on either side


def verified(  # noqa: PLR0913 - a text and what its reading needs
    statements: Sequence[Statement],
    title: str,
    text: str,
    *,
    published: date,
    language: str,
    catalogue: Catalogue,
) -> list[Statement]:
    """The statements with those slots alone that sentences of their text state, in the same order.

    `support` are the further sentences, as the text has them, that a slot or the name of the
    company had to be taken from: those that the rules gave, else the nearest that states it.
    """
    if not statements:
        return []
    page = _Page(title, text, published, language, catalogue)
    return [_verified(_named(s, page), page) for s in statements]


def holds_date(
    span: Span, sentences: Sequence[str], *, published: date, language: str, fiscal: str = ""
) -> bool:
    """Can a date of these sentences, counted from `published`, mean this span?

    `fiscal` is the company, or else the country, whose fiscal years lie elsewhere (`spans.FISCAL`).
    """
    found = [d for each in sentences for d in _dates(each, published, language, fiscal)]
    if any(span in _readings(d, found) for d in found):
        return True
    back = [each for each in sentences if counts_from_told(each)]
    return any(
        span == d.span
        for each in back
        for other in found
        for d in find_dates(each, published=published, language=language, told=other.span)
    )


def holds_money(amount: Money, sentences: Sequence[str], *, language: str) -> bool:
    """Do these sentences tell this sum? A bare $ may be any dollar: the outlet decides."""
    dollar = amount.currency if amount.currency in DOLLARS else "USD"
    return any(amount in _sums(sentence, language, dollar) for sentence in sentences)


def holds_quantity(quantity: Quantity, sentences: Sequence[str], *, language: str) -> bool:
    """Do these sentences tell this count: with its noun, or as a number whose noun is elsewhere?"""
    wanted = {
        (quantity.value, RATES.get(quantity.unit, quantity.unit)),
        (quantity.value, None),
    }
    if any(wanted & _counts(sentence, language) for sentence in sentences):
        return True
    return quantity.value == 1 and any(ONE.search(sentence.lower()) for sentence in sentences)


def holds_agency(agency: str, sentences: Sequence[str]) -> bool:
    """Do these sentences name this authority, in any of its names?"""
    names = [_plain(name) for name in (agency, *agency_names().get(agency, ()))]
    plain = [_plain(sentence) for sentence in sentences]
    return any(name in sentence for sentence in plain for name in names)


def holds_words(subject: str, sentences: Sequence[str]) -> bool:
    """Does every word of a subject stand in these sentences, in whatever script?"""
    plain = _plain(" ".join(sentences))
    return all(word in plain for word in re.split(r"[\s、]+", _plain(subject)))


def _plain(text: str) -> str:
    return fold(fold(text), language="zh").casefold()


@dataclass(frozen=True)
class _Page:
    """A text, its sentences and the companies it names; looked at once, and only when asked."""

    title: str
    text: str
    published: date
    language: str
    catalogue: Catalogue

    @cached_property
    def whole(self) -> str:
        """Title, newline, text: what evidence and support are literal parts of."""
        return f"{self.title}\n{self.text}"

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        find = namer if self.language == "zh" else finder
        return tuple(find(self.catalogue).find(fold(self.whole, language=self.language)))

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """The title and the sentences of the body, each with its offset, as the text has them."""
        shift = len(self.title) + 1
        found = sentences(self.text, language=self.language)
        body = ((s.start + shift, self.text[s.start : s.end]) for s in found)
        return ((0, self.title), *body)

    def around(self, at: int) -> Iterator[str]:
        """The sentences that may support one at this offset: the nearest before it first."""
        before = [text for start, text in self.sentences if start < at]
        behind = [text for start, text in self.sentences if start > at]
        yield from dict.fromkeys((*reversed(before[-REACH:]), *before[:1], *behind[:REACH]))

    def naming(self, company: str, at: int) -> str:
        """The last sentence before an offset that names a company, else the first; "" for none."""
        own = [m.start for m in self.named.get(company, ())]
        nearest = (*reversed([start for start in own if start < at]), *own)
        held = (self._holding(start) for start in nearest)
        return next(filter(None, held), "")

    def _holding(self, at: int) -> str:
        """The sentence at an offset; empty in what is no part of the article."""
        start, text = self.sentences[bisect_right(self.sentences, at, key=itemgetter(0)) - 1]
        return text if at < start + len(text) else ""

    def fiscal(self, company: str) -> str:
        """Under what the fiscal years of a company are found, "" for calendar years."""
        known = self.catalogue.companies.get(company)
        keys = (company, known.country if known else "")
        return next((key for key in keys if key in spans.FISCAL), "")

    def is_named(self, company: str, sentence: str) -> bool:
        at = self.whole.find(sentence)
        inside = (
            at <= m.start and m.end <= at + len(sentence) for m in self.named.get(company, ())
        )
        return any(inside)

    @cached_property
    def named(self) -> Mapping[str, Sequence[Mention]]:
        """Mentions of each company by name; those by a model or a person where it has no other."""
        found: dict[str, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.company, []).append(mention)
        return {company: self._by_name(company, own) for company, own in found.items()}

    def _by_name(self, company: str, own: Sequence[Mention]) -> Sequence[Mention]:
        known = {name: self.catalogue.find(name) for name in {m.name for m in own}}
        proper = {name for name, found in known.items() if found and found.id == company}
        return [m for m in own if m.name in proper] or own


def _named(s: Statement, page: _Page) -> Statement:
    """The statement with a sentence that names its company, where none of its own does."""
    own = tuple(dict.fromkeys(s.support))
    kept = tuple(each for each in own if each in page.whole and each != s.evidence)
    if not any(page.is_named(s.company, sentence) for sentence in (s.evidence, *kept)):
        naming = page.naming(s.company, page.whole.find(s.evidence))
        kept = (*kept, naming) if naming else kept
    return s if kept == s.support else replace(s, support=kept)


def _verified(s: Statement, page: _Page) -> Statement:
    support = list(s.support)
    fiscal = page.fiscal(s.company)
    at = page.whole.find(s.evidence)

    def is_held(holds: Callable[[Sequence[str]], bool]) -> bool:
        if holds([fold(each, language=page.language) for each in (s.evidence, *support)]):
            return True
        # "That year" is the one of a sentence before: a date is read with both.
        own = [fold(s.evidence, language=page.language)] if holds is dated else []
        for sentence in page.around(at):
            if holds([*own, fold(sentence, language=page.language)]):
                support.append(sentence)
                return True
        return False

    def dated(told: Sequence[str]) -> bool:
        return any(
            holds_date(when, told, published=page.published, language=page.language, fiscal=fiscal)
            for when in _counted_from(s)
        )

    def paid(told: Sequence[str]) -> bool:
        return s.amount is not None and holds_money(s.amount, told, language=page.language)

    def counted(told: Sequence[str]) -> bool:
        return s.quantity is not None and holds_quantity(s.quantity, told, language=page.language)

    return replace(
        s,
        when=s.when if s.when and is_held(dated) else None,
        amount=s.amount if s.amount and is_held(paid) else None,
        quantity=s.quantity if s.quantity and is_held(counted) else None,
        agency=s.agency if s.agency and is_held(partial(holds_agency, s.agency)) else None,
        subject=s.subject if s.subject and is_held(partial(holds_words, s.subject)) else None,
        support=tuple(dict.fromkeys(support)),  # last: what is held adds to it
    )


def _counted_from(s: Statement) -> Iterator[Span]:
    """The date of a statement; behind "a day later" also the day that it is counted from."""
    if s.when is None:
        return
    yield s.when
    for after in days_after(fold(s.evidence)):
        gap = timedelta(days=after.days)
        yield Span(start=s.when.start - gap, end=s.when.end - gap)


@lru_cache(maxsize=512)
def _dates(sentence: str, published: date, language: str, fiscal: str) -> tuple[Dated, ...]:
    """Calendar years and the company's own fiscal ones: rules of a language may take either."""
    found = find_dates(sentence, published=published, language=language)
    if not fiscal:
        return found
    others = find_dates(
        sentence, published=published, language=language, company=fiscal, country=fiscal
    )
    return (*found, *others)


@lru_cache(maxsize=512)
def _sums(sentence: str, language: str, dollar: str) -> tuple[Money, ...]:
    return tuple(found.money for found in find_money(sentence, language=language, dollar=dollar))


@lru_cache(maxsize=512)
def _counts(sentence: str, language: str) -> frozenset[tuple[Decimal, Unit | None]]:
    """Counts with what they count (of a rate: what it makes), and numbers with None."""
    told = (found.quantity for found in find_quantities(sentence, language=language))
    numbers = find_numbers(sentence, language=language)
    return frozenset(
        (
            *((each.value, RATES.get(each.unit, each.unit)) for each in told),
            *((each.value, None) for each in numbers),
        )
    )


def _readings(dated: Dated, found: Sequence[Dated]) -> Iterator[Span]:
    """The spans that the words of a date may mean, among the other dates of their sentences."""
    yield dated.span
    yield from (span for span in (dated.earlier, dated.later) if span)
    if dated.earlier is not None:  # a bare month of the year that another date tells
        years = {o.span.start.year for o in found if o.earlier is None and not o.relative}
        yield from (moved for year in sorted(years) if (moved := spans.in_year(dated.span, year)))
    if dated.years:  # "over the next decade" counts from the year of the statement
        yield from (spans.horizon(other.span.start.year, dated.years) for other in found)
