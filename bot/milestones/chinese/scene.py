"""One Chinese sentence with everything the rules look at: clauses, names, phrases, figures."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bot.milestones import spans
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.chinese.steps import literals
from bot.milestones.chinese.words import Tag, lexicon, sense
from bot.milestones.dates import find_dates
from bot.milestones.found import Count, Dated, Grain
from bot.milestones.mentions import Mention
from bot.milestones.text import Sentence
from storage.records import Quantity, Span, Unit

AROUND: Final = timedelta(days=45)  # a month so near is that of the news, whatever year was told
QUARTERLY: Final = timedelta(days=110)  # the same of a quarter or half-year, whose figures are told
_MONTH: Final = re.compile(r"\d{1,2} ?月")
_QUARTER: Final = re.compile(r"第?[一二三四1-4]个?季|[上下]半年")
_YEARLONG: Final = "全年"
LANGUAGE: Final = "zh"
# Behind a space: it goes on with the words before it ("2024年 内"), unless it begins a new part.
_INSIDE: Final = (
    r"[里内时起的等]|上(?![半月季周市线汽海])|中(?![国创科汽])|后(?![续者])"
    r"|前(?![\d一二三两四五六七八九十])"
)
_BORDER: Final = re.compile(
    rf"[,;:。!?|丨—【】\n]|(?<=[\u4e00-\u9fff\"」])\s+(?=[\u4e00-\u9fffA-Z\"「])(?!{_INSIDE})"
)
_GROUPED: Final = re.compile(r"\d{3}(?!\d)")
_BRACKET: Final = re.compile(r"\([^()]{0,60}\)")
_MODEL: Final = re.compile(
    r"(?:Model|MODEL|ID|IONIQ|Ioniq|EQ|Mustang|Cyber|F|Air|R)[ .-]?[0-9A-Z][A-Za-z0-9+]*"
    r"|[A-Za-z]{1,10}[ -]?\d{1,4}[A-Za-z+]{0,5}|\d{2,3}[A-Z]{0,3}(?=[型款系])"
    r"|[A-Z][A-Za-z]{2,14}(?: ?[A-Z0-9][A-Za-z0-9]*){0,2}"
)
_OWN_MODEL: Final = re.compile(r" [A-Z][A-Za-z0-9+.-]{1,14}(?: ?\d{1,3}(?![\d.,万亿月年日%号]))?")
_TICKER: Final = re.compile(r"[-.](?:US|HK|O|N|SZ|SH|SW|TW)(?![A-Za-z])")  # "(XPEV-US)"
_NUMBER: Final = re.compile(r"\d{1,3}(?![\d.,万亿月年日%号])|[A-Z]{2}(?![A-Za-z0-9股轮])")
_SPACED: Final = re.compile(r" ?\d{1,3}(?![\d.,万亿月年日%号台辆家座个款])")  # "IONIQ 9"
# A figure in the cell behind a name: "|33767|", " 34134 ".
_ROW: Final = re.compile(
    r"(?:\([^()|]{1,12}\))? ?[| ] ?(\d{1,3}(?:,\d{3})+|\d{4,6})(?=\+? ?(?:[| ]|$))"
)
# The same as a line of a list: "零跑:18508,同比增长".
BULLET: Final = 3  # characters before the name that begins it
_LINE: Final = re.compile(
    r"(?:汽车)? ?: ?(?!20[12]\d(?!\d))(\d{1,3}(?:,\d{3})+|\d{4,6})(?=[,。(]|$)"
)
# By how much one thing is cheaper than another: "比上一代低3万元", "优惠5000元".
DIFFERENCE: Final = 8  # characters before a sum
_LESS: Final = re.compile(
    r"(?:便宜|优惠|立减|直降|节省|省下|高出|贵出|低出|(?<![最降减压])[低贵])了?[约近超逾]?(?:大概|大约)?$"
)
# Figures without a measure, in a list of such: "分别是42013和40397", "小米只肯说“超过40000”".
_EACH: Final = re.compile(
    r"分别(?:是|为|达|交付了?|录得)?((?:\d{4,6}[、,和与]{1,2}){1,5}\d{4,6})(?![\d年万亿台辆])"
)
_TOLD: Final = re.compile(
    r"[^,。;:!?\d]{0,6}(?:超过|超|逾|破|突破|约|近)(\d{5,6})(?=[”\"]?(?:[,。;、)\s]|$))"
)
_ALONE: Final = re.compile(
    r"(?<![第\d.,])(\d{1,5}|\d{1,2},\d{3})座(?=(?:以上|左右|以内)?[,。;、!?]|$)"
)
_PLAIN: Final = re.compile(r"\d{4,6}")
_SITE: Final = re.compile(
    r"(?<![A-Za-z0-9.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|auto|car|ev|io|eu|de|cc|top)"
)
_UNITS: Final[Mapping[Unit, str]] = {
    Unit.VEHICLES: "VEHICLES",
    Unit.VEHICLES_PER_YEAR: "RATE",
    Unit.GWH: "ENERGY",
    Unit.GWH_PER_YEAR: "RATE",
    Unit.ORDERS: "ORDERS",
    Unit.STATIONS: "STATIONS",
    Unit.JOBS: "JOBS",
}


@dataclass(frozen=True, slots=True)
class Before:
    """What the day and the sentences before leave for the figures of a sentence.

    `year`: the one that the text goes on about; a bare month far from the news lies in it.
    `told`: the last date, from which "the same year" counts.
    `stations`: the text has told of stations, so that "30座" counts them.
    """

    published: date
    year: int | None = None
    told: Span | None = None
    stations: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence ready for the rules. All offsets count in `text`, its normal form."""

    sentence: Sentence
    number: int  # of the sentence; the title is 0
    text: str
    borders: tuple[int, ...]  # where clauses begin, from 0
    mentions: tuple[Mention, ...]
    tags: tuple[Tag, ...]
    groups: Mapping[str, tuple[Tag, ...]]
    asides: tuple[tuple[int, int], ...]  # brackets

    @property
    def title(self) -> bool:
        """Is it the title of the text?"""
        return self.number == 0

    def has(self, *names: str) -> bool:
        """Does a phrase of any of these groups occur?"""
        return not self.groups.keys().isdisjoint(names)

    def clause(self, at: int) -> int:
        """The number of the clause that holds this offset."""
        return bisect_right(self.borders, at) - 1

    def bounds(self, clause: int) -> tuple[int, int]:
        """Where a clause begins and ends."""
        last = clause + 1 == len(self.borders)
        return self.borders[clause], len(self.text) if last else self.borders[clause + 1]

    def within(self, start: int, end: int, *names: str) -> list[Tag]:
        """The phrases of these groups between two offsets, in order."""
        found = [t for n in names for t in self.groups.get(n, ()) if start <= t.start < end]
        return sorted(found, key=lambda t: t.start) if len(found) > 1 else found

    def distance(self, start: int, end: int) -> int:
        """The characters between two offsets, brackets not counted."""
        aside = sum(max(0, min(end, e) - max(start, s)) for s, e in self.asides)
        return end - start - aside

    def is_aside(self, at: int) -> bool:
        """Does this offset stand in brackets?"""
        return any(start <= at < end for start, end in self.asides)


def build(
    sentence: Sentence,
    text: str,
    mentions: Sequence[Mention],
    *,
    number: int,
    before: Before,
) -> Scene:
    """Look at one sentence; `text` is its normal form, `mentions` count from its beginning."""
    tags = lexicon(literals()).find(text, [(m.start, m.end) for m in mentions])
    tags.extend(_figures(text, before))
    tags.extend(_rows(text, mentions))
    if before.stations and not any(t.groups & {"STATIONS", "plant", "shop"} for t in tags):
        tags.extend(_stations(text))
    tags.extend(Tag(frozenset(("COMPANY",)), m.start, m.end, m) for m in mentions)
    tags.extend(_names(text, tags))
    tags.sort(key=lambda t: (t.start, -t.end))
    groups: dict[str, list[Tag]] = {}
    for tag in tags:
        for name in tag.groups:
            groups.setdefault(name, []).append(tag)
    asides = tuple((m.start(), m.end()) for m in _BRACKET.finditer(text))
    return Scene(
        sentence=sentence,
        number=number,
        text=text,
        borders=tuple(_borders(text, asides)),
        mentions=tuple(mentions),
        tags=tuple(tags),
        groups={name: tuple(found) for name, found in groups.items()},
        asides=asides,
    )


def _borders(text: str, asides: Sequence[tuple[int, int]]) -> Iterator[int]:
    last = 0
    for found in _BORDER.finditer(text):
        at = found.start()
        number = text[at] == "," and text[at - 1 : at].isdigit() and _GROUPED.match(text, at + 1)
        clock = text[at] == ":" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
        inside = any(start <= at < end for start, end in asides)
        if number or clock or inside or found.end() == len(text):
            continue
        if at > last:  # of two marks together the second one ends the clause
            yield last
        last = found.end()
    yield last


def _figures(text: str, before: Before) -> Iterator[Tag]:
    goes_on = False  # the year told before
    ahead: date | None = None  # the last time to come that was told with its year
    for dated in find_dates(text, published=before.published, language=LANGUAGE, told=before.told):
        if text[dated.start - 1 : dated.start] == "推" and dated.start:
            continue  # "推后半年": half a year later
        whole = goes_on and dated.text == _YEARLONG
        if before.year is not None and (whole or _is_bare(dated, before.published, before.year)):
            goes_on = True
            moved = spans.in_year(dated.span, before.year)
            dated = replace(dated, span=moved or dated.span, earlier=None, later=None)  # noqa: PLW2901
        if abs(before.published - dated.span.end) > AROUND:
            dated = _in_coming_year(dated, ahead)  # noqa: PLW2901
        fine = dated.granularity in {Grain.DAY, Grain.MONTH}
        if fine and dated.earlier is None and dated.span.start > before.published:
            ahead = dated.span.start
        yield Tag(frozenset(("DATE",)), dated.start, dated.end, dated)
    for money in find_money(text, language=LANGUAGE):
        less = _LESS.search(text, max(0, money.start - DIFFERENCE), money.start)
        if not (money.converted or less):
            yield Tag(frozenset(("MONEY",)), money.start, money.end, money)
    for count in find_quantities(text, language=LANGUAGE):
        names = {_UNITS[count.quantity.unit], *(("ORDINAL",) if count.ordinal else ())}
        yield Tag(frozenset(names), count.start, count.end, count)


def _in_coming_year(dated: Dated, ahead: date | None) -> Dated:
    """A bare month behind a time to come lies in its year: "2025年2月预订,3月起交付"."""
    if ahead is None or dated.earlier is None or _MONTH.match(dated.text) is None:
        return dated
    moved = spans.in_year(dated.span, ahead.year)
    if moved is None or moved.start < ahead:
        return dated
    return replace(dated, span=moved, earlier=None, later=None)


def _rows(text: str, mentions: Sequence[Mention]) -> Iterator[Tag]:
    """Cars in a row of a table: "零跑|33767|+113%", or in a list without a measure."""
    for mention in mentions:
        found = _ROW.match(text, mention.end) or _TOLD.match(text, mention.end)
        if found is None and mention.start <= BULLET:
            found = _LINE.match(text, mention.end)
        if found is not None:
            yield _row(text, *found.span(1))
    for each in _EACH.finditer(text):
        for number in _PLAIN.finditer(text, *each.span(1)):
            yield _row(text, *number.span())


def _row(text: str, start: int, end: int) -> Tag:
    number = Decimal(text[start:end].replace(",", ""))
    count = Quantity(value=number, unit=Unit.VEHICLES)
    told = Count(quantity=count, start=start, end=end)
    return Tag(frozenset(("VEHICLES", "ROW")), start, end, told)


def _stations(text: str) -> Iterator[Tag]:
    """Stations counted without their name, in a text about such: "年底前要建成30座"."""
    for found in _ALONE.finditer(text):
        start, end = found.span(1)
        count = Quantity(value=Decimal(found[1].replace(",", "")), unit=Unit.STATIONS)
        told = Count(quantity=count, start=start, end=end, inferred=True)
        yield Tag(frozenset(("STATIONS",)), start, end, told)


def _is_bare(dated: Dated, published: date, year: int) -> bool:
    """Is it a month or day without a year, and not one around the day of publication?"""
    if dated.earlier is None or year > published.year:
        return False
    if _QUARTER.match(dated.text):
        return abs(published - dated.span.end) > QUARTERLY
    return _MONTH.match(dated.text) is not None and abs(published - dated.span.end) > AROUND


def _names(text: str, taken: Sequence[Tag]) -> Iterator[Tag]:
    """Models, products and foreign firms in Latin letters, and domains."""
    for found in _SITE.finditer(text):
        yield Tag(frozenset(("DOMAIN",)), found.start(), found.end())
    for tag in taken:
        if "COMPANY" not in tag.groups:
            continue
        numbered = _SPACED if text[tag.end - 1 : tag.end].isascii() else _NUMBER
        behind = numbered.match(text, tag.end)
        if behind is not None and behind.group() not in sense("no_models"):  # "阿维塔07"
            yield Tag(frozenset(("NAME",)), behind.start(), behind.end())
    for found in _MODEL.finditer(text):
        held = [t.end for t in taken if t.start < found.end() and found.start() < t.end]
        owned = _OWN_MODEL.match(text, held[0]) if held else None  # "Honda Prologue"
        free = owned or (None if held else found)
        if free and _TICKER.match(text, free.end()):
            continue
        if free and free.group().strip() not in sense("no_models"):
            yield Tag(frozenset(("NAME",)), free.end() - len(free.group().strip()), free.end())
