"""What makes a figure or a date inexact, read at the place where it stands in the evidence.

No slot holds it: "more than 40,000 vehicles" is kept as 40,000 vehicles, "by the end of 2025" as
the year 2025. Whoever puts a step into words asks here and says the bound in his language:

    of_quantity(milestone)  # Bound.MORE_THAN for "more than 40,000", 逾4万辆; None: exact
    of_amount(milestone)    # Bound.UP_TO for "up to $1.5 billion", 最高15亿美元; None: exact
    timing(milestone)       # Timing(limit=Limit.BY, part=Part.END) for "by the end of 2025"

The evidence may be in either language, whatever the language of the reader. Where the evidence does
not bound the figure, the sentences of `support` are read. A figure that stands twice in one of them
with different bounds has none. Everything here is a value of the step alone, so that both languages
agree.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import table
from storage.records import Certainty, Kind, Milestone, Phase, Span, Unit


class Bound(StrEnum):
    """How a figure is bounded; a range is told by its lower end, which is `AT_LEAST`."""

    MORE_THAN = "more_than"  # 超过、逾
    NEARLY = "nearly"  # 近
    LESS_THAN = "less_than"  # 不到
    ABOUT = "about"  # 约
    UP_TO = "up_to"  # 最高、不超过
    AT_LEAST = "at_least"  # 至少、以上


class Limit(StrEnum):
    """How a date is bounded."""

    BY = "by"  # by 2025, by the end of 2025 (with Part.END), until 2025
    BEFORE = "before"  # before 2025, 2025年前
    EARLIEST = "earliest"  # no earlier than 2025, as early as 2025, 最早2025年
    AROUND = "around"  # around 2025, 2025年前后
    SINCE = "since"  # since January: of what goes on from then
    TOLD = "told"  # "said on Monday that it had signed": the day of the saying, not of the act


class Part(StrEnum):
    """Which part of a year or month a date names; of a month where its span lies in one month."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """What the evidence says of a date beyond its days; "by early 2024" says both."""

    limit: Limit | None = None
    part: Part | None = None


class Pace(StrEnum):
    """How long a count took that is a rate: "5,000 cars in one week" is no total."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


EXACTLY: Final = Timing()
LEAST_COUNT: Final = 10  # of jobs; smaller numbers count other things
LASTING: Final = frozenset((Kind.TESTING,))  # kinds of which "since" is no beginning
# Kinds whose figures add up until a day: "had delivered 9,000 cars by the end of 2025".
COUNTED: Final = frozenset(
    (Kind.DELIVERY, Kind.PRODUCTION, Kind.INFRASTRUCTURE, Kind.LAUNCH, Kind.INVESTMENT)
)


def of_amount(m: Milestone) -> Bound | None:
    """The bound of a step's sum; None where it is exact, or there is none."""
    return _of(m.amount.value, m) if m.amount else None


def of_quantity(m: Milestone) -> Bound | None:
    """The bound of a step's count; None where it is exact, or there is none."""
    return _of(m.quantity.value, m) if m.quantity else None


def pace(m: Milestone) -> Pace | None:
    """The period of a count that is told as a rate: "80 cars a day", 周产5000辆; None: a total."""
    if m.quantity is None:
        return None
    plain = unicodedata.normalize("NFKC", m.evidence).casefold()
    for found, value in _numbers(plain):
        if value == m.quantity.value:
            is_yearly = _YEARLY.match(plain, found.end()) is not None
            is_yearly |= _YEARLY_BEFORE.search(plain[: found.start()]) is not None
            if is_yearly and m.kind is Kind.PRODUCTION:
                return Pace.YEAR
            behind = _PACE_BEHIND.match(plain, found.end())
            before = _PACE_BEFORE.search(plain[: found.start()])
            if told := behind or before:
                return _PACES[next(word for word in told.groups() if word)]
    return None


def is_in_evidence(value: Decimal, m: Milestone) -> bool:
    """Does the evidence itself hold this number in digits, rather than its support alone?"""
    return any(number == value for number, _ in _figures(m.evidence))


def is_only_beside(value: Decimal, m: Milestone) -> bool:
    """Does a sentence of the support hold this number in digits, and the evidence does not?"""
    told = (number for text in m.support for number, _ in _figures(text))
    return not is_in_evidence(value, m) and value in told


def timing(m: Milestone) -> Timing:
    """What bounds a step's date, and the part of the year or month that it names.

    A single day has no part. A span of several years is bounded at its end alone.
    """
    if m.when is None:
        return EXACTLY
    if is_of_telling(m):
        return Timing(limit=Limit.TOLD)
    for text in (m.evidence, *m.support):
        if found := _timings(text, m.when):
            told = found[0] if len(set(found)) == 1 else EXACTLY
            if told.limit is Limit.SINCE and not _goes_on(m):
                return replace(told, limit=None)
            told = EXACTLY if _is_of_others(m, told, text) else told
            return _of_a_day(told) if _is_day_of(m, told) else told
    return EXACTLY


def _goes_on(m: Milestone) -> bool:
    """Is what was done since a day no beginning on it: tests, cars that were counted?"""
    is_sum = m.kind in {Kind.DELIVERY, Kind.PRODUCTION} and m.quantity is not None
    return m.phase is Phase.DONE and (m.kind in LASTING or is_sum)


def _is_of_others(m: Milestone, told: Timing, text: str) -> bool:
    """Is "by the end of the month" told of something else, beside what was counted in a time?"""
    is_beside = text != m.evidence and m.kind in COUNTED
    return is_beside and m.phase is Phase.DONE and told.limit is Limit.BY


def is_of_telling(m: Milestone) -> bool:
    """Is the only day that the evidence tells that on which somebody said what had been done?"""
    if m.phase not in _OVER or m.when is None or m.when.start != m.when.end:
        return False
    head = _DATELINE.match(m.evidence) or _PLAIN_DATELINE.match(m.evidence)
    body = m.evidence[head.end() :] if head else m.evidence
    days = len(_DAY_WORD.findall(body))
    if days == 0 and head and _DAY_WORD.search(head[0]):
        return _HAS_DONE.match(body) is not None
    return days == 1 and _HAD_BEEN.search(body) is not None


def is_of_other_figure(m: Milestone) -> bool:
    """Does only a sentence beside it tell its date, of other jobs that went at another time?"""
    if m.quantity is None or m.when is None or m.quantity.unit is not Unit.JOBS:
        return False
    dated = [text for text in m.support if _DATE_WORD.search(text)]
    is_beside = _DATE_WORD.search(m.evidence) is None and len(dated) == 1
    figures = {value for value, _ in _figures(dated[0])} if is_beside else set()
    others = {value for value in figures if value >= LEAST_COUNT and not _is_year(value)}
    return bool(others) and m.quantity.value not in others


def _is_year(value: Decimal) -> bool:
    return value in {Decimal(year) for year in range(1990, 2060)}


def is_announced(m: Milestone) -> bool:
    """Does the evidence tell who said what was done, rather than that it is so?"""
    return m.certainty is Certainty.OFFICIAL and _SAYS.search(m.evidence) is not None


def _of_a_day(told: Timing) -> Timing:
    return EXACTLY if told.part is Part.END else replace(told, limit=None)


def _is_day_of(m: Milestone, told: Timing) -> bool:
    """Is a limit no limit: what is done is done on a day, unless it was counted until then?"""
    is_uncounted = m.kind not in COUNTED or (m.amount is None and m.quantity is None)
    return m.phase is Phase.DONE and (
        told.limit is Limit.EARLIEST or (told.limit is Limit.BY and is_uncounted)
    )


# --------------------------------------------------------------------------- figures


def _of(value: Decimal, m: Milestone) -> Bound | None:
    """The bound where a figure is told; one that is told without it may have it beside it."""
    for text in (m.evidence, *m.support):
        found = {bound for number, bound in _figures(text) if number == value}
        if len(found) > 1:
            return None
        if bound := next(iter(found), None):
            return bound
    return None


@lru_cache(maxsize=512)
def _figures(text: str) -> tuple[tuple[Decimal, Bound | None], ...]:
    """Every number of a text with its bound."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple((value, _bound(plain, found)) for found, value in _numbers(plain))


def _numbers(plain: str) -> Iterator[tuple[re.Match[str], Decimal]]:
    for found in _NUMERAL.finditer(plain):
        digits, word, scale = found["digits"], found["word"], found["scale"] or ""
        value = Decimal(_SMALL.index(word) + 1) if word else _plain(digits)
        if not scale and (other := _TO.match(plain, found.end())):
            is_list = other["joint"] == "and" and not _BETWEEN.search(plain[: found.start()])
            # "between 100 and 120 million", 100至120亿元; but "300 jobs and 2 billion"
            scale = "" if is_list else other["scale"] or ""
        yield found, value * _SCALES.get(scale, 1)


def _plain(digits: str) -> Decimal:
    return Decimal(re.sub(r"[, ']", "", digits))


def _bound(plain: str, found: re.Match[str]) -> Bound | None:
    before, behind = plain[max(0, found.start() - REACH) : found.start()], plain[found.end() :]
    said = _pattern("figures").search(before)
    if said is not None and not before[: said.end("word")].endswith(_verbs()):
        return _meaning("figures")[said["word"]]
    if found["more"]:
        return Bound.MORE_THAN
    if said := _pattern("behind").match(behind[:REACH]):
        return _meaning("behind")[said["word"]]
    return Bound.AT_LEAST if _is_range(before, found, behind) else None


def _is_range(before: str, found: re.Match[str], behind: str) -> bool:
    """Is it the lower end of "1,400 to 1,700", 100至120亿元, rather than where a rise began?"""
    other = _TO.match(behind)
    if other is None or _FROM.search(before):
        return False
    if other["joint"] == "and" and not _BETWEEN.search(before):
        return False
    return found["digits"] is not None and _plain(other["digits"]) > _plain(found["digits"])


REACH: Final = 40  # characters on either side of a figure in which its bound is told
_SMALL: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SCALES: Final[Mapping[str, int]] = {
    "hundred": 100,
    "百": 100,
    **dict.fromkeys(("thousand", "k", "千"), 10**3),
    **dict.fromkeys(("万", "萬"), 10**4),
    **dict.fromkeys(("lakh", "lakhs"), 10**5),
    **dict.fromkeys(("million", "mn", "mln", "m", "百万"), 10**6),
    **dict.fromkeys(("crore", "crores", "千万"), 10**7),
    **dict.fromkeys(("亿", "億"), 10**8),
    **dict.fromkeys(("billion", "bn", "bln", "b"), 10**9),
    **dict.fromkeys(("trillion", "tn", "万亿"), 10**12),
}
_LONG_FIRST: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMERAL: Final = re.compile(
    r"(?<![\d.,])(?:(?P<digits>\d{1,3}(?:[, ']\d{2,3}){1,4}(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|\b(?P<word>{'|'.join(_SMALL)})(?= (?:hundred|thousand|million|billion|trillion)))"
    rf"(?P<more>[余多]?)(?:[ -]?(?P<scale>(?:{_LONG_FIRST})(?![a-z])))?"
)
# What may stand between a bound and its number: a currency.
_SIGN: Final = (
    r"(?:\s*(?:a total of|[a-z]{0,3}\$|[€£¥₹฿₩]|(?:rmb|cny|usd|eur|gbp|inr|krw|rs\.?|sek|hkd)"
    r"|人民币|美元|港元|港币|欧元|现金))?\s*"
)
_TO: Final = re.compile(
    r"\s*(?:[a-z]+ )?(?P<joint>to|-|—|–|至|到|~|and)\s*[$€£¥₹]?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    rf"[ -]?(?P<scale>(?:{_LONG_FIRST})(?![a-z]))?"
)
_BETWEEN: Final = re.compile(r"between\s{1,3}\S{0,8}$")
_FROM: Final = re.compile(r"(?:\bfrom|\bby|从|由)\s*[$€£¥₹]?$")
# The thing that is counted may stand between a Chinese number and what bounds it: 4万辆以上.
_THING: Final = r"\s*(?:[辆台座单亿元美欧港个家名人度只套]|gwh|gw|人民币){0,4}"


@cache
def _pattern(place: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_meaning(place), key=len, reverse=True)))
    if place == "figures":
        return re.compile(rf"(?<![a-z])(?P<word>{words}){_SIGN}$")
    return re.compile(rf"{_THING}[\s-]?(?P<word>{words})(?![a-z])")


@cache
def _verbs() -> tuple[str, ...]:
    """Verbs that end in a word of a bound: handed over."""
    return tuple(table("bounds")["verbs"]["ending"])


@cache
def _meaning(place: str) -> Mapping[str, Bound]:
    """The bound that each word of a place means."""
    return {
        word: Bound(name)
        for words in table("bounds")[place].values()
        for name, some in words.items()
        for word in some
    }


_PACES: Final[Mapping[str, Pace]] = {
    **dict.fromkeys(("day", "日", "天"), Pace.DAY),
    **dict.fromkeys(("week", "周"), Pace.WEEK),
    **dict.fromkeys(("month", "月"), Pace.MONTH),
}
# A year is also that of a total: "20,000 cars compared with 900 a year earlier", 2025年产量.
_YEARLY: Final = re.compile(
    r"(?:\s(?!than|with|from|versus|against|in\b)[a-z-][a-z0-9-]*){0,6}?\s"
    r"(?:annually|(?:a|per|each|every)\syear)\b"
    r"(?!\s(?:earlier|ago|later|after|before|ahead|on))|\s?[辆台]?/年"
)
_YEARLY_BEFORE: Final = re.compile(
    r"(?:每年|(?<![\d去今明前全同一二三四五六七八九零〇])年产(?:量|能)?)"
    r"(?:将|可|能)?(?:生产|达到|达|超过|超|突破|约|近|逾|至|提升至)*\s?$"
)
_PACE_BEHIND: Final = re.compile(
    r"(?:\s[a-z0-9.-]+){0,4}?\s(?:a|per|each|every|in (?:a|one|a single))\s"
    r"(?P<pace>day|week|month)\b|\s?[辆台]?/(?P<han>[日天周月])"
)
_PACE_BEFORE: Final = re.compile(
    r"(?:每|单)?(?P<pace>[日天周月])(?:均?产(?:量|能)?|均)(?:达到|达|超过|超|突破|约|近|逾|至|提升至)*\s?$"
)


# --------------------------------------------------------------------------- dates


def _timings(text: str, span: Span) -> list[Timing]:
    """What is said at each place of a text where it can mean the end of this span."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"\b(?:the )?year[- ]end\b", "end of the year", plain)
    if span.start.year != span.end.year and f"{span.start.year}" in plain:
        return []  # "from 2021 to 2025" has both ends
    places = [*_english().finditer(plain), *_chinese().finditer(plain)]
    literal = [found for found in places if found["year"] == f"{span.end.year}"]
    told = literal or [found for found in places if found["year"] is None]
    return [_timing(found, span) for found in told if _is_of(found, span)]


def _is_of(found: re.Match[str], span: Span) -> bool:
    """Can these words mean this span, by their year and month?"""
    month = found["month"]
    if not month:
        return found.re is not _chinese() or _can_mean(found[0], span)
    number = int(month) if month.isdigit() else _SHORT.index(month[:3]) + 1
    return number == span.end.month and (span.start.month, span.start.year) == (
        span.end.month,
        span.end.year,
    )


def _can_mean(words: str, span: Span) -> bool:
    """Can Chinese words without a month mean this span: 到明年上半年 is no August?"""
    months = span.start.month, span.end.month
    for said, own in _HALVES.items():
        if said in words:
            return months == own
    is_short = span.start.year == span.end.year and months[0] == months[1]
    return not is_short or "月" in words or months[1] == len(_MONTHS)


def _timing(found: re.Match[str], span: Span) -> Timing:
    limit, part = _limit(found), _part(found)
    if limit is Limit.BEFORE and part is Part.END:
        limit = Limit.BY  # "before the end of 2025"
    if part and not _is_part(span, part, found[0], limit):
        part = None
    return Timing(limit=limit, part=part)


def _is_part(span: Span, part: Part, words: str, limit: Limit | None) -> bool:
    """Is the span that which the grammars read in such a part of a month or year?"""
    start, end = span.start, span.end
    if start == end or start.year != end.year:
        return False
    if start.month == end.month:
        return "month" in words or "月" in words or any(name in words for name in _SHORT)
    if (start.month, end.month) == (1, 12):
        return limit is Limit.BY and part is Part.END
    return (start.month, end.month) == _PART_MONTHS[part]


def _limit(found: re.Match[str]) -> Limit | None:
    days = table("bounds")
    for said, place in ((found["limit"], "days"), (found["behind"], "days_behind")):
        for words in days[place].values():
            for name, some in words.items():
                if said and said in some:
                    return Limit(name)
    return None


def _part(found: re.Match[str]) -> Part | None:
    said = found["part"]
    for words in table("bounds")["parts"].values():
        for name, some in words.items():
            if said and said in some:
                return Part(name)
    return None


_HALVES: Final = {"上半年": (1, 6), "下半年": (7, 12)}
_PART_MONTHS: Final = {
    Part.EARLY: (1, 3),
    Part.MIDDLE: (5, 8),
    Part.LATE: (10, 12),
    Part.END: (10, 12),
}
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip

_SHORT: Final = tuple(name[:3] for name in _MONTHS)
_DATELINE: Final = re.compile(r"^[^.;:!?a-z]{0,12}[^;:!?]{0,60}?(?:--| [-–—]|:)\s+(?=\S)")
_DAY: Final = (
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|this (?:morning|afternoon)"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6})"
)
_OVER: Final = frozenset((Phase.DONE, Phase.CANCELLED))
# "MUMBAI, Dec 23 (PTI) Tata Motors", "Seoul, 3 May. Kia".
_PLAIN_DATELINE: Final = re.compile(
    rf"[A-Z][\w .]{{1,30}}, {_DAY}\.? (?:\([A-Z][\w ]{{1,14}}\) )?(?=[A-Z])"
)
_DATE_WORD: Final = re.compile(
    rf"\b{_DAY}\b|\b(?:January|February|March|April|June|July|August|September|October|November"
    r"|December|May|spring|summer|autumn|fall|winter|week|weeks|month|months|quarter|year|years"
    r"|half|tonight|now|(?:19|20)\d\d)\b|[年月日周昨今明季]"
)
_DAY_WORD: Final = re.compile(rf"\b{_DAY}\b")
_SAID: Final = r"(?:said|says|told|announced|confirmed|reported|disclosed|stated|revealed)"
_SAYS: Final = re.compile(rf"\b{_SAID}\b")
# Behind the place and day of a report: "Ford has closed its plant".
_HAS_DONE: Final = re.compile(
    r"(?:(?!\b(?:\w+ed|began|opened|built|broke|said)\b)[^;:]){1,120}?"
    r"\b(?:has|have) (?:now |also |already |formally |officially )?"
    r"(?:\w+ed|begun|built|bought|broken|given|laid|made|put|set|shown|sold|taken|won|got|cut)\b"
)
_HAS: Final = r"(?:has|have|had)\b(?! to\b)"
# "said on Monday that it had signed", "on Monday told the exchange that it has signed", and "has
# certified it, the company said on Monday".
_HAD_BEEN: Final = re.compile(
    rf"\b{_SAID}\b[^,;.]{{0,30}} {_DAY}\b,?(?:[^,;.]{{0,40}},)?(?: that)?"
    rf" (?:it|they|he|she|the [\w ]{{1,30}}|[A-Z][\w&. -]{{1,40}}) {_HAS}"
    rf"|\b{_DAY},? {_SAID}\b[^,;.]{{0,40}}(?: that)? (?:it|they|the [\w ]{{1,30}}) {_HAS}"
    rf"|\b{_HAS}[^;]{{1,300}}, (?!which |who )[^,;.]{{1,60}} {_SAID} (?:[a-z ]{{1,25}} )?{_DAY}\b"
    rf"|\b{_HAS}[^;]{{1,300}}, {_SAID} [^,;.]{{1,40}}(?: on)? {_DAY}\b"
)


def _any(words: Mapping[str, Sequence[str]]) -> str:
    """A pattern for any of these words, the longest first."""
    every = sorted((each for some in words.values() for each in some), key=len, reverse=True)
    return "|".join(map(re.escape, every))


@cache
def _english() -> re.Pattern[str]:
    days, parts = table("bounds")["days"]["en"], table("bounds")["parts"]["en"]
    month = "|".join(rf"{name}|{name[:3]}\b\.?" for name in (*_MONTHS, "sept"))
    relative = r"(?:this|next|that|last|the|coming)\s(?:year|month)\b"
    year = r"(?:19|20)\d\d\b"
    of = r"(?:first|second|third|fourth)\s(?:half|quarter)\sof\s|q[1-4],?\s(?:of\s)?"
    return re.compile(
        rf"\b(?:(?P<limit>{_any(days)})\s+)?(?:(?P<part>{_any(parts)})[\s-]+)?"
        rf"(?:the\s+(?={of}))?(?:{of})?(?=(?:\d{{1,2}}\s)?(?:{month})\b|{year}|{relative})"
        rf"(?:\d{{1,2}}\s(?={month}))?(?P<month>(?:{month})\b)?,?\s?(?:\d{{1,2}}\b,?\s?)?"
        rf"(?:(?P<year>{year})|{relative})?(?P<behind>)"
    )


@cache
def _chinese() -> re.Pattern[str]:
    days, parts = table("bounds")["days"]["zh"], table("bounds")["parts"]["zh"]
    behind = table("bounds")["days_behind"]["zh"]
    return re.compile(
        rf"(?P<limit>{_any(days)})?\s?"
        r"(?=(?:19|20)\d\d\s?年|[今明后去]年|年[底初中末内]|[本下]月|(?:1[0-2]|(?<!\d)[1-9])月)"
        r"(?:(?P<year>(?:19|20)\d\d)\s?年|[今明后去]年|[本下]月|年)?\s?"
        r"(?:(?P<month>1[0-2]|[1-9])月(?:份)?)?(?:[上下]半年|第?[一二三四]季度)?"
        rf"(?P<part>{_any(parts)})?(?P<behind>(?:{_any(behind)})(?![\d一二三四五六七八九十]))?"
    )
