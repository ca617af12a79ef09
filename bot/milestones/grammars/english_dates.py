"""English dates: try the rules at each word, take the longest, join ranges, settle open years."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Dated, Grain
from bot.milestones.grammars import (
    english_days,
    english_months,
    english_named,
    english_periods,
    english_relative,
    english_stretches,
    english_told,
)
from bot.milestones.grammars.english_ahead import is_ahead, is_present
from bot.milestones.grammars.readings import Context, Reading, Rule, YearSpan, between
from storage.records import Span

RULES: Final = (
    *english_days.RULES,
    *english_months.RULES,
    *english_named.RULES,
    *english_periods.RULES,
    *english_stretches.RULES,
    *english_relative.RULES,
    *english_told.RULES,
)

_WORD: Final = re.compile(r"(?<![A-Za-z0-9_])(?:[A-Za-z]+|[0-9])")
_TO: Final = re.compile(r"\s?(?:[-\u2010-\u2015]|\b(?:to|through|until|till)\b)\s?(?:the\s)?")
_AND: Final = re.compile(r"\sand\s(?:the\s)?")
_OR: Final = re.compile(r"\sor\s(?:in\s|the\s)?")
_BETWEEN: Final = re.compile(r"\bbetween\s(?:the\s)?$", re.IGNORECASE)
_MOVED: Final = re.compile(
    r"\b(?:delay|push|postpon|put\s(?:off|back)|mov(?:e|ing)|shift|bring|brought|slip|defer|"
    r"ros|rise|grew|grow|f[ae]ll)"
    r"[^.;]{0,80}$",
    re.IGNORECASE,
)
_GLUE: Final = re.compile(r"\s?[,(]?\s?(?:the\s)?", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?]\s|\n")
_GOES_ON: Final = re.compile(r"\b(?:and|then|before|followed)\b")
_WAS_DONE: Final = re.compile(
    r"\b(?:\w{2,}ed|began|begun|broke|built|made|put|sold|took|went|won)\b"
)
_IS_AHEAD: Final = re.compile(
    r"\b(?:will|would|plans?|planned|is|are|due|begins?|launches|starts|opens|expects?|expected"
    r"|aims?|should|may|could|to (?:be|begin|start|launch|open|build|make|enter|deliver))\b"
)
_COMPARED: Final = re.compile(
    r"\b(?:than|from|compared|against|versus|vs|over|up|down|above|below|unlike)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_BACK_CHARS: Final = 100
AROUND: Final = timedelta(days=45)  # a time so near is that of the news, whatever year was told
WITHIN: Final = frozenset((Grain.DAY, Grain.MONTH, Grain.QUARTER, Grain.PART))  # times of a year
EITHER: Final = frozenset((Grain.MONTH, Grain.QUARTER, Grain.YEAR, Grain.PART))
ANY_YEAR: Final = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A reading at its place in the text."""

    reading: Reading
    start: int
    end: int


def dates(context: Context) -> Iterator[Dated]:
    """Every English date of the context's text, in order, never overlapping."""
    last: Dated | None = None
    for one in _joined(_scan(context), context):
        told = _of_same_year(_of_told_year(one, last, context), last, context)
        dated = _settled(told, context)
        if dated is not None:
            dated = _counted_from(last, dated, context)
            yield dated
            last = dated


def _of_told_year(one: _Found, last: Dated | None, context: Context) -> _Found:
    """That year, the same year: the one of the date told before; nothing without such a date."""
    reading = one.reading
    if not reading.told or reading.at is None:
        return one
    before = last.span if last else context.told
    span = reading.at(before.start.year) if before else None
    return replace(one, reading=replace(reading, span=span, at=None))


def _of_same_year(one: _Found, last: Dated | None, context: Context) -> _Found:
    """Behind a time of a past year in the same sentence that year goes on: "May 2021, and in June".

    Unless one of its readings is a time of these days, or the two times are compared.
    """
    at = one.reading.at
    if at is None or last is None or last.relative or last.earlier is not None:
        return one
    year = last.span.start.year
    if last.granularity not in WITHIN or year >= context.published.year:
        return one
    if not _tells_on(last, one, context):
        return one
    span, here = at(year), context.published
    near = (each for each in _around(at, context) if each is not None)
    is_now = any(here - AROUND <= each.end and each.start <= here + AROUND for each in near)
    if is_now or span is None or span.start < last.span.start:
        return one
    return replace(one, reading=replace(one.reading, span=span, at=None))


def _tells_on(last: Dated, one: _Found, context: Context) -> bool:
    """Does the sentence go on to a further deed, and set no two times against each other?"""
    between_them = context.text[last.end : one.start]
    goes_on = _GOES_ON.search(between_them)
    if goes_on is None or _STOP.search(between_them):
        return False
    before = context.text[max(0, last.start - _BACK_CHARS) : last.start]
    if _COMPARED.search(before) or _COMPARED.search(between_them):
        return False
    deed = between_them[goes_on.end() :]
    return _WAS_DONE.search(deed) is not None and _IS_AHEAD.search(deed) is None


def _by_start(rules: Sequence[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    table: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for start in rule.starts:
            table[start].append(rule)
    return {start: tuple(some) for start, some in table.items()}


_TABLE: Final = _by_start(RULES)


def _scan(context: Context) -> Iterator[_Found]:
    at = 0
    for word in _WORD.finditer(context.text):
        is_digit = word[0].isdigit()
        rules = _TABLE.get("#" if is_digit else word[0].lower())
        if rules is None or word.start() < at:
            continue
        best = _longest(rules, word.start(), context)
        if best is not None:
            yield best
            at = best.end
        elif is_digit:
            at = _behind_number(context.text, word.end())


def _behind_number(text: str, end: int) -> int:
    """Where the run of digits ends that goes on at `end`: no date begins inside a number."""
    while end < len(text) and (
        text[end].isalnum() or (text[end] in ".,:" and text[end + 1 : end + 2].isdigit())
    ):
        end += 1
    return end


def _longest(rules: Sequence[Rule], start: int, context: Context) -> _Found | None:
    best: _Found | None = None
    for rule in rules:
        match = rule.pattern.match(context.text, start)
        if match is None or (best is not None and match.end() <= best.end):
            continue
        try:
            reading = rule.make(match, context)
        except (ValueError, OverflowError):  # a day that the calendar does not have
            continue
        if reading is not None:
            best = _Found(reading=reading, start=match.start(), end=match.end())
    return best


def _joined(found: Iterator[_Found], context: Context) -> Iterator[_Found]:
    """Neighbours made one: a weekday with its day, "July 13 to July 19", "between May and June"."""
    pending: _Found | None = None
    for one in found:
        whole = _join(pending, one, context) if pending else None
        if pending is not None and whole is None:
            yield pending
        pending = whole or one
    if pending is not None:
        yield pending


def _join(first: _Found, second: _Found, context: Context) -> _Found | None:
    gap = context.text[first.end : second.start]
    if len(gap) > 12:  # noqa: PLR2004
        return None
    if _is_weekday(first.reading) and _is_plain_day(second.reading) and _GLUE.fullmatch(gap):
        return replace(second, start=first.start)
    if _is_plain_day(first.reading) and _is_weekday(second.reading) and gap.strip() == "(":
        return replace(first, end=second.end)
    before = context.text[max(0, first.start - _BACK_CHARS) : first.start]
    if _OR.fullmatch(gap):
        either = _either(first.reading, second.reading)
        return _Found(reading=either, start=first.start, end=second.end) if either else None
    if not (
        (_TO.fullmatch(gap) and not _MOVED.search(before))
        or (_AND.fullmatch(gap) and _BETWEEN.search(before))
    ):
        return None
    reading = _from_to(first.reading, second.reading)
    return _Found(reading=reading, start=first.start, end=second.end) if reading else None


def _is_weekday(reading: Reading) -> bool:
    return reading.grain is Grain.DAY and reading.behind is not None


def _is_plain_day(reading: Reading) -> bool:
    return reading.grain is Grain.DAY and not reading.relative


def _either(first: Reading, second: Reading) -> Reading | None:
    """One of two times that follow each other: "in August or September", "2027 or 2028"."""
    if first.grain is not second.grain or first.grain not in EITHER or first.told or second.told:
        return None
    year = second.span.start.year if second.span else ANY_YEAR
    one, two = (r.span or (r.at(year) if r.at else None) for r in (first, second))
    if one is None or two is None or two.start - one.end != timedelta(days=1):
        return None
    return _from_to(first, second)


def _from_to(first: Reading, second: Reading) -> Reading | None:
    if first.relative or second.relative or first.years or second.years:
        return None
    return between(first, second)


def _settled(one: _Found, context: Context) -> Dated | None:
    reading = one.reading
    behind, ahead = reading.behind, reading.ahead
    if reading.at is not None:
        behind, ahead = _around(reading.at, context)
    span = reading.span
    if span is None:
        coming = is_ahead(
            context.text, one.start, one.end, coarse=reading.grain not in {Grain.DAY, Grain.RANGE}
        )
        if behind is None and not coming and reading.at is None:
            return None  # "in two months", where nothing speaks of the future
        if coming is None and reading.at is not None and behind and ahead:
            coming = _is_nearer(behind, ahead, context) and is_present(context.text, one.start)
        span = (ahead if coming else behind) or ahead or behind
    if span is None:
        return None
    return Dated(
        span=span,
        start=one.start,
        end=one.end,
        text=context.text[one.start : one.end],
        relative=reading.relative,
        granularity=reading.grain.value,
        earlier=behind,
        later=ahead,
        years=reading.years,
    )


def _is_nearer(behind: Span, ahead: Span, context: Context) -> bool:
    """Is the coming occurrence much nearer than the last one?"""
    return 3 * (ahead.start - context.published) < context.published - behind.start


def _around(at: YearSpan, context: Context) -> tuple[Span | None, Span | None]:
    try:
        return spans.latest(at, context.published), spans.coming(at, context.published)
    except (ValueError, OverflowError):  # published in the first or last years of the calendar
        return None, None


def _counted_from(last: Dated | None, dated: Dated, context: Context) -> Dated:
    """A horizon behind a past year of the same sentence counts from that year."""
    if not dated.years or last is None or last.relative or last.span.end >= context.published:
        return dated
    if _STOP.search(context.text[last.end : dated.start]):
        return dated
    return replace(dated, span=spans.horizon(last.span.start.year, dated.years), relative=False)
