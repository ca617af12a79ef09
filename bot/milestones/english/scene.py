"""One sentence with everything the rules look at: words, verbs, companies, dates, sums, places."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table
from bot.milestones.agencies import Named, find_agencies
from bot.milestones.amounts import Count, Sum, find_money, find_quantities
from bot.milestones.dates import Dated, find_dates
from bot.milestones.english.asides import asides
from bot.milestones.english.authorities import authorities
from bot.milestones.english.borders import Border, borders
from bot.milestones.english.persons import people
from bot.milestones.english.small import small
from bot.milestones.english.words import VERB, Marked, Tag, Token, mark, tokenize
from bot.milestones.mentions import Mention
from bot.milestones.text import Sentence, fold
from storage.records import Quantity, Span, Unit

Range = tuple[int, int]  # first and last word, inclusive

_ORDINAL: Final = re.compile(r"\d[\d,]{2,}(?:st|nd|rd|th)|(?:\w+-)?(?:millionth|thousandth)")
_RANKS: Final = ("st", "nd", "rd", "th")
_SITE: Final = re.compile(
    r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|auto|car|ev|io|eu|de|co|cc)"
)
_MODEL: Final = re.compile(
    r"(?=.*[A-Z])(?=.*\d)[A-Za-z0-9.-]{2,12}|\d[A-Z]|[A-Z]{2,5}|[A-Z][\w.-]*|[ei]\d{1,2}"
)
MODEL_DIGITS: Final = 4
MODEL_WORDS: Final = 3
FEWEST: Final = 10  # cars that a name counts: "2 Teslas" are no figure
_YEARS: Final = re.compile(r"20[0-4][0-9](?:[-\u2014]20[0-4][0-9])?")
_DIGIT_MODEL: Final = re.compile(r"\d{1,3}[A-Z][A-Za-z]?")
_UNITS: Final = {
    Unit.VEHICLES: "VEHICLES",
    Unit.VEHICLES_PER_YEAR: "RATE",
    Unit.GWH: "RATE",
    Unit.GWH_PER_YEAR: "RATE",
    Unit.ORDERS: "ORDERS",
    Unit.STATIONS: "STATIONS",
    Unit.JOBS: "JOBS",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What the words of a text mean by who wrote it of whom: its dollar, its fiscal years."""

    dollar: str = "USD"
    country: str = ""  # of the company that the text is about, ISO 3166-1
    company: str = ""


PLAIN: Final = Outlet()


@dataclass(frozen=True, slots=True)
class Agency:
    """An authority named at the words `first` to `last`."""

    short: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A sentence ready for the rules. All ranges count words of `tokens`."""

    sentence: Sentence
    low: str  # the sentence in lower case
    number: int  # of the sentence; the title is 0
    tokens: tuple[Token, ...]  # the words of the sentence
    marked: Marked
    mentions: tuple[tuple[Mention, Range], ...]
    dates: tuple[tuple[Dated, Range], ...]
    sums: tuple[tuple[Sum, Range], ...]
    counts: tuple[tuple[Count, Range], ...]
    agencies: tuple[Agency, ...]
    spans: Mapping[str, tuple[Range, ...]]  # what the capitals of a pattern stand for
    verbs: Mapping[int, tuple[Tag, ...]]  # by their last word
    lows: Mapping[str, tuple[int, ...]]  # where each word stands
    borders: tuple[Border, ...]  # of its clauses
    asides: tuple[Range, ...] = ()  # insertions that it reads on without

    @property
    def title(self) -> bool:
        """Is it the title of the text?"""
        return self.number == 0

    def has(self, *words: str) -> bool:
        """Does any of these single words occur?"""
        return self.holds(words)

    def holds(self, words: Collection[str]) -> bool:
        """Does any of these single words occur?"""
        return not self.lows.keys().isdisjoint(words)


def build(
    sentence: Sentence,
    mentions: Sequence[Mention],
    *,
    number: int,
    published: date,
    outlet: Outlet = PLAIN,
    told: Span | None = None,
) -> Scene:
    """Look at one sentence; `mentions` are those inside it, counted in the whole text.

    `told` is the last date of the sentences before, from which "that year" counts.
    """
    tokens = tokenize(sentence.text)
    rangy = Ranges(tokens)
    named = tuple((m, rangy.at(m.start - sentence.start, m.end - sentence.start)) for m in mentions)
    text = sentence.text
    agencies = tuple(_agencies(text, rangy))
    places = tuple(_places(text, rangy))
    marked = mark(
        tokens,
        _words_of((_firm(tokens, where) for _, where in named), _places_of(agencies), places),
    )
    dated = tuple(
        (d, rangy.at(d.start, d.end))
        for d in find_dates(
            text, published=published, country=outlet.country, company=outlet.company, told=told
        )
    )
    sums = (
        tuple((s, rangy.at(s.start, s.end)) for s in find_money(text, dollar=outlet.dollar))
        if " " in text
        else ()
    )
    other = [*((d.start, d.end) for d, _ in dated), *((s.start, s.end) for s, _ in sums)]
    counted = [
        c for c in find_quantities(text) if not any(a < c.end and c.start < b for a, b in other)
    ]
    counts = (
        *((c, rangy.at(c.start, c.end)) for c in counted),
        *_counted_models(text, tokens, named, counted),
    )
    verbs: dict[int, list[Tag]] = {}
    for tag in (tag for tags in marked.tags.values() for tag in tags if tag.part == VERB):
        verbs.setdefault(tag.last, []).append(tag)
    spans = _spans(tokens, named, places, agencies, dated, sums, counts)
    cars = tuple(_numbers_of_names(tokens, spans))
    spans["VEHICLES"] = (*spans.get("VEHICLES", ()), *(where for _, where in cars))
    counts = (*counts, *cars)
    return Scene(
        sentence=sentence,
        low=text.lower(),
        number=number,
        tokens=tokens,
        marked=marked,
        mentions=named,
        dates=dated,
        sums=sums,
        counts=counts,
        agencies=agencies,
        spans={key: ranges for key, ranges in spans.items() if ranges},
        verbs={at: tuple(all_) for at, all_ in verbs.items()},
        lows=_lows(tokens),
        borders=borders(tokens, verbs),
        asides=asides(tokens, [t for tags in verbs.values() for t in tags]),
    )


def _lows(tokens: Sequence[Token]) -> dict[str, tuple[int, ...]]:
    """Where each word stands."""
    lows: dict[str, tuple[int, ...]] = {}
    for at, token in enumerate(tokens):
        low = token.low
        lows[low] = (*lows.get(low, ()), at)
        if token.kind == "number" and low[-1] == "%":
            lows["%"] = (*lows.get("%", ()), at)  # "takes 21% of X"
    return lows


def _spans(
    tokens: tuple[Token, ...],
    named: Sequence[tuple[Mention, Range]],
    places: tuple[Range, ...],
    agencies: Sequence[Agency],
    dated: Sequence[tuple[Dated, Range]],
    sums: Sequence[tuple[Sum, Range]],
    counts: Sequence[tuple[Count, Range]],
) -> dict[str, tuple[Range, ...]]:
    """What each of the capitals of a pattern stands for in the sentence."""
    models = [where for m, where in named if m.name in model_names()]
    spans: dict[str, tuple[Range, ...]] = {
        "COMPANY": tuple(where for _, where in named),
        "MONEY": tuple(where for s, where in sums if not s.converted),
        "DATE": tuple(where for _, where in dated),
        "AGENCY": tuple((a.first, a.last) for a in agencies),
        "PLACE": places,
        "ORDINAL": tuple(
            [
                (at, at)
                for at, t in enumerate(tokens)
                if t.low.endswith(_RANKS) and _ORDINAL.fullmatch(t.low)
            ]
        ),
    }
    for count, where in counts:
        key = _UNITS[count.quantity.unit]
        spans[key] = (*spans.get(key, ()), where)
    taken = _words_of((*chain.from_iterable(spans.values()), *(where for _, where in sums)))
    branded = frozenset(last + 1 for _, (_, last) in named)
    spans["NAME"] = tuple(sorted((*models, *_names(tokens, taken, branded))))
    spans["COMPANY"] = tuple(where for where in spans["COMPANY"] if where not in models)
    known = taken | _words_of(spans["NAME"])
    spans["NUMBER"] = tuple(
        [
            (at, at)
            for at, t in enumerate(tokens)
            if t.kind == "number"
            and at not in known
            and t.low[-1] != "%"
            and not _measures(tokens, at)
        ]
    )
    names = _words_of(where for _, where in named)
    spans["DOMAIN"] = tuple(
        [
            (at, at)
            for at, t in enumerate(tokens)
            if t.kind == "word" and "." in t.low and _SITE.fullmatch(t.low) and at not in names
        ]
    )
    spans["PERSON"] = tuple(people(tokens, names))
    return spans


def _counted_models(
    text: str,
    tokens: Sequence[Token],
    named: Sequence[tuple[Mention, Range]],
    counted: Sequence[Count],
) -> Iterator[tuple[Count, Range]]:
    """Cars counted by their name: "8,630 SU7s", "2.2 million Teslas", "2,700 Polestar 2"."""
    for mention, (first, last) in named:
        several = tokens[last].text.endswith("s") and not mention.name.endswith("s")
        cars = next(
            (k for k in range(last + 1, min(len(tokens), last + 4)) if _is_cars(tokens, k)), -1
        )
        if cars > 0 and not several:
            several, last = True, cars  # noqa: PLW2901  # "1,200 BMW iX cars"
        elif not several and (end := _plural_model(tokens, last)) > 0:
            several, last = True, end  # noqa: PLW2901  # "999 VinFast VF 8s"
        at = first - 1
        at -= at >= 0 and tokens[at].low == "million"
        if at < 0 or tokens[at].kind != "number" or _YEARS.fullmatch(tokens[at].text):
            continue
        if not (several or mention.name in model_names()):
            continue
        start, end = tokens[at].start, tokens[last].end
        found = find_quantities(f"{text[start : tokens[first - 1].end]} cars")
        taken = any(c.start < end and start < c.end for c in counted)
        if not taken and found and found[0].quantity.value >= FEWEST:
            yield replace(found[0], start=start, end=end), (at, last)


def _measures(tokens: Sequence[Token], at: int) -> bool:
    """Is it a length, a speed, a power: "a range of 314 miles"?"""
    return at + 1 < len(tokens) and tokens[at + 1].low in small("measures")


def _plural_model(tokens: Sequence[Token], at: int) -> int:
    """The last word of a model in the plural right behind a company; 0 when there is none."""
    for k in range(at + 1, min(len(tokens), at + 1 + MODEL_WORDS)):
        text = tokens[k].text
        if not (text[:1].isupper() or text[:1].isdigit()):
            return 0
        if text.endswith("s") and any(c.isdigit() for c in text) and k > at:
            return k
        if text.istitle() and text.endswith("s") and tokens[k].low not in _common():
            return k
    return 0


def _is_cars(tokens: Sequence[Token], at: int) -> bool:
    """Do cars stand here, and nothing but names before them?"""
    return tokens[at].low in small("cars")


def _firm(tokens: Sequence[Token], where: Range) -> Range:
    """A name with the words of a firm behind it: "Avatr Technology", "Panasonic Energy"."""
    first, last = where
    while (
        last + 1 < len(tokens)
        and tokens[last + 1].text[:1].isupper()
        and tokens[last + 1].low in small("firm_words")
    ):
        last += 1
    return first, last


def _words_of(*ranges: Iterable[Range]) -> frozenset[int]:
    return frozenset(at for each in ranges for first, last in each for at in range(first, last + 1))


def _places_of(agencies: Iterable[Agency]) -> Iterator[Range]:
    return ((agency.first, agency.last) for agency in agencies if agency.last > agency.first)


class Ranges:
    """Offsets of a sentence to ranges of its words."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._starts = [t.start for t in tokens]
        self._ends = [t.end for t in tokens]

    def at(self, start: int, end: int) -> Range:
        """The words that these characters stand in."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        return first, max(first, last)


def _names(
    tokens: tuple[Token, ...], taken: Collection[int], branded: Collection[int]
) -> Iterator[Range]:
    """Models and products: capitals and numbers that are no company, place, date or agency.

    `branded` are the words right behind a company: there a bare number is a model ("Polestar 4").
    """
    start = -1
    for at in range(len(tokens)):
        if at not in taken and (
            (_is_model(tokens, at) and not _is_of_region(tokens, at, taken))
            or ((start >= 0 or at in branded) and _is_model_number(tokens, at))
        ):
            start = at if start < 0 else start
        elif start >= 0:
            yield start, at - 1
            start = -1
    if start >= 0:
        yield start, len(tokens) - 1


def _numbers_of_names(
    tokens: tuple[Token, ...], spans: Mapping[str, tuple[Range, ...]]
) -> Iterator[tuple[Count, Range]]:
    """Numbers of a model: "4,803 ES8s", "98,878 Ioniq 5"."""
    named = dict((*spans["NAME"], *spans["COMPANY"]))
    for at, _ in spans["NUMBER"]:
        last = named.get(at + 1)
        token = tokens[at]
        if last is not None and "," in token.text and _may_be_many(tokens, last):
            value = Decimal(token.low.replace(",", ""))
            quantity = Quantity(value=value, unit=Unit.VEHICLES)
            yield Count(quantity=quantity, start=token.start, end=token.end), (at, at)


def _may_be_many(tokens: tuple[Token, ...], last: int) -> bool:
    """Is it a plural, or a model with a number: "48,232 EV6", "98,878 Ioniq 5"?"""
    name = tokens[last].text
    behind = tokens[last + 1].text if last + 1 < len(tokens) else ""
    return name.endswith("s") or name[-1].isdigit() or (behind.isdigit() and len(behind) == 1)


def _is_model(tokens: tuple[Token, ...], at: int) -> bool:
    token = tokens[at]
    if token.text.isalpha() and token.text.islower():
        return False
    if token.kind != "word" and not _DIGIT_MODEL.fullmatch(token.text):
        return False
    if token.low in _common() or _MODEL.fullmatch(token.text) is None:
        return False
    opens = at == 0 or tokens[at - 1].text in {'"', ".", ":"}
    plain = token.text[1:].islower() and token.text.replace("-", "").isalpha()
    if not (opens and plain):
        return True
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return following is not None and (
        following.text[:1].isupper() or following.kind in {"number", "possessive"}
    )


def _is_of_region(tokens: tuple[Token, ...], at: int, taken: Collection[int]) -> bool:
    """Does it only tell which part of a place: "Greater China", "its North American plans"?"""
    if tokens[at].low not in _parts() or at + 1 >= len(tokens):
        return False
    return at + 1 in taken or tokens[at + 1].low in _common()


def _is_model_number(tokens: tuple[Token, ...], at: int) -> bool:
    if tokens[at].kind != "number" or len(tokens[at].text) > MODEL_DIGITS:
        return False
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return following not in {"percent", "per", "million", "billion", "%"}


@cache
def model_names() -> frozenset[str]:
    """Models that are mentions of their company."""
    return frozenset(fold(name) for all_ in table("models")["models"].values() for name in all_)


@cache
def _parts() -> frozenset[str]:
    return frozenset(table("english_cues")["parts_of_places"])


@cache
def _common() -> frozenset[str]:
    return frozenset(table("english_cues")["no_names"])


@cache
def _place_finder() -> AhoCorasick:
    return AhoCorasick(_place_names(), matchkind=MatchKind.LeftmostLongest)


@cache
def _place_names() -> list[str]:
    data = table("english_places")
    return [*data["markets"], *data["adjectives"]]


def _places(text: str, ranges: Ranges) -> Iterator[Range]:
    for _, start, end in _place_finder().find_matches_as_indexes(text):
        if _whole(text, start, end):
            yield ranges.at(start, end)


def _agencies(text: str, ranges: Ranges) -> Iterator[Agency]:
    known = list(find_agencies(text))
    told = [a for a in authorities(text) if not any(_overlap(a, k) for k in known)]
    for named in sorted((*known, *told), key=lambda n: n.start):
        yield Agency(named.short, *ranges.at(named.start, named.end))


def _overlap(a: Named, b: Named) -> bool:
    return a.start < b.end and b.start < a.end


def _whole(text: str, start: int, end: int) -> bool:
    left = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    right = end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum())
    return left and right
