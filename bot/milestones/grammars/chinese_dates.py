"""Chinese dates: read a year and the place in it, or a relative word; join ranges; settle years."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.found import Dated, Grain
from bot.milestones.grammars.chinese_ahead import is_ahead
from bot.milestones.grammars.chinese_calendar import (
    DAY,
    Place,
    Year,
    integer,
    place_at,
    year_at,
)
from bot.milestones.grammars.chinese_joining import OR, Found, either, from_to, said_closer
from bot.milestones.grammars.chinese_relative import day_of_month, relative_at
from bot.milestones.grammars.chinese_starts import FOLLOWING, START, after
from bot.milestones.grammars.readings import Context, Reading, YearSpan
from storage.records import Span

JOIN_CHARS: Final = 6
EARLY_MONTHS: Final = 2  # in January and February a bare October to December is that of last year
LATE_MONTH: Final = 10
AROUND: Final = timedelta(days=45)  # a time so near is that of the news, whatever year was told
NEAR: Final = timedelta(days=150)  # further on, a time is told with its year
WITHIN: Final = frozenset((Grain.DAY, Grain.MONTH, Grain.QUARTER, Grain.PART))  # times of a year
FIGURED: Final = frozenset((Grain.QUARTER, Grain.HALF))  # whose figures are told when they are over

_INSIDE: Final = re.compile(r"[A-Za-z0-9]$|\d\.$")  # of a number or a word
_ISO: Final = re.compile(
    r"(?P<y>(?:19|20)\d\d)(?:(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?:(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9]))"
    r"(?![\d.]*\d|[-/]\d)|[-/.](?P<mm>0[1-9]|1[0-2])(?![\d./%万亿-]|\ ?[年款]))"
)
_DAY: Final = re.compile(
    rf"(?P<day>{DAY})(?:(?:-|~|—|至|到|日至|日到|日-)(?P<last>{DAY}))? ?日(?![内均线游元本系产圆币报程常用子])"
)
_BARE: Final = re.compile(
    r"(?:1[0-2]|[1-9])月(?:3[01]|[12]\d|[1-9])[日号]|(?:3[01]|[12]\d|[1-9])日"
)
_NO_DAY: Final = re.compile(r"(?:[第近每续共计过满\d超逾约同某那]|未来)$")
_NO_SINGLE: Final = re.compile(r"[一二三四五六七八九十]日(?![晚电讯上下午,，、宣起至)])")
_IN: Final = re.compile(r"(?:年?内|之内|以内)(?!部)|全年度?(?!龄)")
_BEFORE: Final = re.compile(r"(?:之|以)?前(?!后|[三四五六七八九十两\d]|夕)")
_BY: Final = re.compile(r"(?:到|至|截至|截止)(?:了)? ?$")
_PUT_OFF: Final = re.compile(r"推迟|延后|延期|推后|延迟|押后|[延推拖挪移改][至到]|顺延")
_LATEST: Final = re.compile(r"最[迟晚](?:于|在|到|至|将于)? ?$")
_SINCE: Final = re.compile(r"以来|(?:起?至今|迄今)(?![年日天晚明后])")
_TO: Final = re.compile(r"(?:起|开始)? ?(?:-|~|—|至|到|直至|直到)(?:了)? ?")
_SENTENCE: Final = re.compile(r"[。!?;\n]")
_COMPARED: Final = re.compile(r"[比较]|同期|同比")


def dates(context: Context) -> Iterator[Dated]:
    """Every Chinese date of the context's text, in order, never overlapping."""
    folded = replace(context, text=fold_chinese(context.text))
    for dated in _Reader(folded).read():
        yield replace(dated, text=context.text[dated.start : dated.end])


class _Reader:
    """Reads one text from left to right, keeping in mind the date told before."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._text = context.text
        self._told: Dated | None = None  # the last date settled

    def read(self) -> Iterator[Dated]:
        pending: Found | None = None
        at = 0
        while (start := START.search(self._text, at)) is not None:
            first, here = start[0], start.start()
            following = self._text[here + 1 : here + 2]
            one = self._one(here, pending) if following in FOLLOWING[first] else None
            if one is None:
                at = after(self._text, start)
                continue
            at = one.end
            whole = self._joined(pending, one) if pending else None
            if pending is not None and whole is None:
                yield from self._settle(pending)
            pending = whole or one
        if pending is not None:
            yield from self._settle(pending)

    def _one(self, at: int, pending: Found | None) -> Found | None:
        inside = _INSIDE.search(self._text[max(0, at - 2) : at])
        if self._text[at].isascii() and inside and not self._is_behind_name(at):
            return None
        try:
            return (
                self._iso(at)
                or self._dated(at, pending)
                or self._relative(at, pending)
                or self._day(at, pending)
            )
        except (ValueError, OverflowError):  # a day or year that the calendar does not have
            return None

    def _is_behind_name(self, at: int) -> bool:
        """Does a day or month follow a name in Latin letters: "Motors12日宣布"?"""
        letters = self._text[max(0, at - 2) : at]
        return letters.isascii() and letters.isalpha() and _BARE.match(self._text, at) is not None

    def _iso(self, at: int) -> Found | None:
        match = _ISO.match(self._text, at)
        if match is None:
            return None
        year, month = int(match["y"]), int(match["m"] or match["mm"])
        if match["d"]:
            span, grain = spans.of_day(date(year, month, int(match["d"]))), Grain.DAY
        else:
            span, grain = spans.of_month(year, month), Grain.MONTH
        return Found(reading=Reading(grain=grain, span=span), start=at, end=match.end(), year=year)

    def _dated(self, at: int, pending: Found | None) -> Found | None:
        """A year, a place in a year, or both."""
        year = year_at(self._text, at, self._context.published.year)
        if year is not None and year.told:
            year = self._from_told(year, pending)
            if year is None:
                return None
        behind = self._skip(year.end) if year else at
        place = place_at(self._text, behind, behind_year=year is not None)
        if place is None:
            return self._whole_year(year, at) if year and year.whole else None
        if year is None and (not place.alone or self._is_bound(at)):
            return None
        return self._placed(year, place, at)

    def _skip(self, at: int) -> int:
        """Behind a space or a 的 between a year and its month."""
        while self._text[at : at + 1] in {" ", "的", ","} and self._text[at : at + 1]:
            if self._text[at] == ",":
                break
            at += 1
        return at

    def _is_bound(self, at: int) -> bool:
        """Is the numeral the end of something longer: 近三月, 3.5月, 二十一月?"""
        return bool(
            re.search(
                r"[近满隔超逾过每一二三四五六七八九十]$|每年$|\d[.:/]$",
                self._text[max(0, at - 2) : at],
            )
        )

    def _from_told(self, year: Year, pending: Found | None) -> Year | None:
        told = self._last_span(pending) or self._context.told
        if told is None:
            return None
        return replace(year, number=told.start.year + year.number)

    def _last_span(self, pending: Found | None) -> Span | None:
        if pending is not None:
            settled = next(iter(self._settled(pending)), None)
            return settled.span if settled else None
        return self._told.span if self._told else None

    def _whole_year(self, year: Year, at: int) -> Found:
        fiscal = self._context.fiscal
        span = fiscal.year(year.number) if year.fiscal else spans.of_year(year.number)
        within = _IN.match(self._text, year.end)
        before = _BEFORE.match(self._text, year.end)
        end = (within or before).end() if within or before else year.end  # type: ignore[union-attr]
        reading = Reading(grain=Grain.YEAR, span=span, relative=year.relative)
        return self._since(Found(reading=reading, start=at, end=end, year=year.number))

    def _placed(self, year: Year | None, place: Place, at: int) -> Found | None:
        grain, end, reading_at = place.grain, place.end, place.at
        if place.grain is Grain.PART and self._is_by(at, end):
            before = _BEFORE.match(self._text, end)
            end = before.end() if before else end
            if self._text[place.end - 1] in "底末尾终关":
                grain, reading_at = Grain.YEAR, spans.of_year
        elif (before := _BEFORE.match(self._text, end)) is not None:
            end = before.end()
        if year is None:
            if grain is Grain.YEAR:  # 年底前: this year
                span = spans.of_year(self._context.published.year)
                reading = Reading(grain=grain, span=span, relative=True)
                return Found(reading=reading, start=at, end=end)
            if place.grain is Grain.PART and _LATEST.search(self._text[max(0, at - 5) : at]):
                return self._latest(at, end)
            reading = Reading(grain=grain, at=reading_at)
            return self._since(Found(reading=reading, start=at, end=end))
        if year.fiscal and place.fiscal:
            span = place.fiscal(self._context.fiscal, year.number)
        else:
            span = reading_at(year.number)  # type: ignore[assignment]
        if span is None:
            return None
        reading = Reading(grain=grain, span=span, relative=year.relative)
        return self._since(Found(reading=reading, start=at, end=end, year=year.number))

    def _is_by(self, start: int, end: int) -> bool:
        by = _BY.search(self._text[max(0, start - 4) : start])
        if by and _PUT_OFF.search(self._text[max(0, start - 16) : start]):
            return False  # 推迟一年,到2025年底
        not_before = self._text.startswith(("才", "方"), end)  # 要到2020年底才启用: at its end
        return bool(_BEFORE.match(self._text, end) or (by and not not_before))

    def _latest(self, at: int, end: int) -> Found:
        published = self._context.published
        span = Span(start=published, end=date(published.year, 12, 31))
        return Found(
            reading=Reading(grain=Grain.RANGE, span=span, relative=True), start=at, end=end
        )

    def _since(self, found: Found) -> Found:
        """今年以来, 2017年底以来: from there to the day of publication."""
        match = _SINCE.match(self._text, found.end)
        if match is None:
            return found
        published, span = self._context.published, found.reading.span
        if span is None and found.reading.at is not None:
            span = spans.latest(found.reading.at, published)
        if span is None or span.start > published:
            return found
        reading = Reading(
            grain=Grain.RANGE, span=Span(start=span.start, end=published), relative=True
        )
        return Found(reading=reading, start=found.start, end=match.end())

    def _relative(self, at: int, pending: Found | None) -> Found | None:
        told = self._anchor(at, pending)
        read = relative_at(self._context, at, told)
        if read is None:
            return None
        reading, end = read
        before = _BEFORE.match(self._text, end)
        if before is not None and reading.grain in {Grain.DAY, Grain.MONTH}:
            end = before.end()
        return self._since(Found(reading=reading, start=at, end=end))

    def _anchor(self, at: int, pending: Found | None) -> Span | None:
        """The date told before in the same sentence, if it names its month."""
        last = self._last_span(pending)
        end = pending.end if pending else (self._told.end if self._told else 0)
        if last is None or _SENTENCE.search(self._text, end, at):
            return None
        return last

    def _day(self, at: int, pending: Found | None) -> Found | None:
        match = _DAY.match(self._text, at)
        if match is None or _NO_DAY.search(self._text[max(0, at - 1) : at]):
            return None
        if _NO_SINGLE.match(self._text, at):
            return None
        told = self._anchor(at, pending)
        recent = timedelta(days=40)
        if told is not None and (
            (told.end - told.start).days > 31  # noqa: PLR2004
            or abs(told.start - self._context.published) < recent
        ):
            told = None
        reading = day_of_month(integer(match["day"]), self._context, told)
        if reading is None:
            return None
        if match["last"]:
            reading = _until(reading, integer(match["last"]))
        return Found(reading=reading, start=at, end=match.end())

    def _joined(self, first: Found, second: Found) -> Found | None:
        gap = self._text[first.end : second.start]
        if len(gap) > JOIN_CHARS:
            return None
        days = first.reading.grain is second.reading.grain is Grain.DAY
        if days and gap.strip() in {"(", ""} and gap != "":
            return self._one_day(first, second)
        if days and gap == "" and first.reading.relative != second.reading.relative:
            return self._one_day(first, second)
        if gap.strip() == "(" and self._text.startswith(")", second.end):
            return said_closer(first, second)
        if gap in OR:
            return either(first, second)
        return from_to(first, second) if _TO.fullmatch(gap) else None

    def _one_day(self, first: Found, second: Found) -> Found | None:
        """昨日(8月2日), 3月28日(周四): one day told twice; the calendar's own wins."""
        if first.reading.relative == second.reading.relative:
            in_bracket = "(" in self._text[first.end : second.start]
            return replace(second, start=first.start, end=second.end) if in_bracket else None
        best = second if first.reading.relative else first
        return replace(best, start=first.start, end=second.end)

    def _settle(self, one: Found) -> Iterator[Dated]:
        for dated in self._settled(one):
            self._told = dated
            yield dated

    def _settled(self, one: Found) -> Iterator[Dated]:
        reading = one.reading
        behind, ahead, span = reading.behind, reading.ahead, reading.span
        if reading.at is not None:
            span = self._same_year(one)
            if span is None:
                behind, ahead = _around(reading.at, self._context.published)
        if span is None:
            span = self._chosen(one, behind, ahead)
        if span is None:
            return
        if reading.years:
            span = self._counted_from(one, span)
        yield Dated(
            span=span,
            start=one.start,
            end=one.end,
            text=self._text[one.start : one.end],
            relative=reading.relative,
            granularity=reading.grain.value,
            earlier=behind,
            later=ahead,
            years=reading.years,
        )

    def _same_year(self, one: Found) -> Span | None:
        """Behind a date of another year in the same sentence: that year goes on."""
        told = self._told
        if told is None or told.earlier or one.reading.at is None:
            return None
        year = told.span.start.year
        if told.span.end.year != year or year == self._context.published.year:
            return None
        between = self._text[told.end : one.start]
        before = self._text[max(0, told.start - 3) : told.start]
        if _SENTENCE.search(between) or _COMPARED.search(before) or _COMPARED.search(between):
            return None
        if not (told.granularity in WITHIN or self._stands_alone(told)):
            return None
        if year > self._context.published.year and self._is_of_now(one.reading.at):
            return None  # "明年3月投产,公司6月13日宣布"
        span = one.reading.at(year)
        over = one.reading.grain in FIGURED and span is not None and span.end < told.span.end
        return span if span and (span.start >= told.span.start or over) else None

    def _is_of_now(self, at: YearSpan) -> bool:
        """Does one of its readings lie around the day of publication?"""
        here = self._context.published
        return any(
            span is not None and here - AROUND <= span.end and span.start <= here + AROUND
            for span in _around(at, here)
        )

    def _stands_alone(self, told: Dated) -> bool:
        """Does a year head a sentence, a clause of its own: "2024年,..., 6月..."?"""
        before = self._text[max(0, told.start - 1) : told.start]
        year = told.granularity == Grain.YEAR and self._text.startswith(",", told.end)
        return year and (not before or _SENTENCE.match(before) is not None)

    def _chosen(self, one: Found, behind: Span | None, ahead: Span | None) -> Span | None:
        if behind is None or ahead is None:
            return behind or ahead
        if behind == ahead:
            return behind
        coming = is_ahead(self._text, one.start, one.end)
        if one.reading.at is None:
            return ahead if coming else behind
        return _this_year(behind, ahead, self._context.published, coming=coming)

    def _counted_from(self, one: Found, span: Span) -> Span:
        """A horizon behind a past year of the same sentence counts from that year."""
        told = self._told
        if told is None or (told.relative and told.span.start.year >= self._context.published.year):
            return span
        if told.span.end >= self._context.published:
            return span
        if _SENTENCE.search(self._text[told.end : one.start]):
            return span
        return spans.horizon(told.span.start.year, one.reading.years)


def _until(reading: Reading, last: int) -> Reading:
    """From the day that was read to a later one of its month: 13日至19日."""

    def longer(span: Span | None) -> Span | None:
        if span is None:
            return None
        return Span(start=span.start, end=span.start.replace(day=last))

    return replace(
        reading,
        grain=Grain.RANGE,
        span=longer(reading.span),
        behind=longer(reading.behind),
        ahead=longer(reading.ahead),
    )


def _this_year(behind: Span, ahead: Span, published: date, *, coming: bool | None) -> Span:
    """The one of the running year, unless the words around speak for the other and it is near.

    In the first weeks of a year its last months are those of the year before.
    """
    if coming and ahead.start - published < NEAR:
        return ahead
    if behind.start.year == published.year or coming is False:
        return behind
    if coming is None and published.month <= EARLY_MONTHS and behind.start.month >= LATE_MONTH:
        return behind
    return ahead if ahead.start.year == published.year else behind


def _around(at: YearSpan, published: date) -> tuple[Span | None, Span | None]:
    try:
        return spans.latest(at, published), spans.coming(at, published)
    except (ValueError, OverflowError):  # published in the first or last years of the calendar
        return None, None
