"""English wording of counts: "200,000 cars a year", "30,179 bookings", "the 200,000th car"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from bot.milestones.found import Count, Number, Sum
from bot.milestones.grammars.english_bare import (
    ANNUAL_BEFORE,
    NO_MODEL,
    YEARLIKE,
    YEARLY,
    count_bare,
)
from bot.milestones.grammars.english_money import sums
from bot.milestones.grammars.english_numbers import numbers, plain
from bot.milestones.grammars.english_units import REACH_CHARS, noun_behind, sentence_around
from storage.records import Quantity, Unit

LEAST_NTH: Final = {Unit.VEHICLES: 100, Unit.STATIONS: 10}  # "the fifth car" is no milestone

_ENERGY: Final = re.compile(
    r"[\s\u2010\u2011-]?(?P<unit>GWh|gigawatt[\s-]hours?|MWh|TWh)(?![A-Za-z])", re.IGNORECASE
)
_IN_GWH: Final = {"mwh": Decimal("0.001"), "twh": Decimal(1000)}
_OF_YEARLY: Final = re.compile(
    r"\sof\s[\w-]{1,20}\s(?:(?:an?|per|each)\s(?:year|annum)|annually)\b", re.IGNORECASE
)
_PLANT: Final = re.compile(
    r"\b(?:plants?|factory|factories|gigafactory|capacity|annual(?:ly)?|production\sline|site)\b",
    re.IGNORECASE,
)
_PER: Final = re.compile(
    r"\s(?:an?|per|each|every)\s(?:month|week|day|hour|quarter)\b", re.IGNORECASE
)
LEAST_YEARLY: Final = 50  # cars that a plant makes
_ANNUAL_BEHIND: Final = re.compile(
    r"(?:[\s-]\w{1,20}){0,2}\s(?:annual|yearly)?\s?(?:production\s|manufacturing\s)?"
    r"(?:capacity|output)\b"
    r"|\s(?:assembly\s|car\s|EV\s)?(?:plant|factory)\b",
    re.IGNORECASE,
)
_MADE_YEARLY: Final = re.compile(
    r"\s(?:can|could|will|are\sto|may)\sbe\s(?:made|built|produced|assembled)\s(?:\w{1,10}\s){0,2}?"
    r"(?:in\sa|a|per|each|every)\syear\b",
    re.IGNORECASE,
)
_PERCENT: Final = re.compile(r"\s?%|[\s-](?:per\s?cent|percent|percentage)\b", re.IGNORECASE)
_BUILT_WITH: Final = re.compile(  # "three-row", "two-door": how a car is built
    r"[\u2010\u2011-](?:row|seat|seater|door|wheel|wheeler|wheeled|motor|speed|spoke|year|month|day"
    r"|hour|minute|inch|tier|axle|box|tonne|ton|liter|litre)s?\b",
    re.IGNORECASE,
)
_BOOKED: Final = re.compile(
    r"\s(?:were\s|was\s|had\sbeen\s|already\s)?(?:booked|ordered|reserved|pre-ordered)\b",
    re.IGNORECASE,
)
_FOR_THE_FIRST: Final = re.compile(r"\b(?:for|to)\sthe\sfirst\s$")
_MODEL_BEFORE: Final = re.compile(r"(?:^|[^\s])\s\(?(?:[A-Z][A-Za-z.-]*[a-z.]|[A-Z]{2,4}|ID\.?)\s$")
_CAPITAL_BEFORE: Final = re.compile(r"(?:^|\s)[A-Z][\w-]{0,20}\s$")
_YEAR_LEAD: Final = re.compile(
    r"\b(?:in|by|since|until|of|from|before|after|late|early|mid)[\s-]$", re.IGNORECASE
)
_MODEL_YEARS: Final = re.compile(r"\s?[-\u2010-\u2015]\s?20[0-4][0-9]\b")
_OF_MODEL: Final = re.compile(r"\s(?=[A-Z]|model\b)")  # "certain 2022 R1T pickups"
_MODEL_YEARS_BEFORE: Final = re.compile(r"\b20[0-4][0-9]\s?[-\u2010-\u2015]\s?$")
_OFTENER: Final = re.compile(r"\b(?:weekly|monthly|daily|hourly)\b[^.;]{0,25}$", re.IGNORECASE)
_TO: Final = re.compile(r"\s?(?:[-\u2010-\u2015]|\b(?:to|or)\b)\s?(?:about\s|around\s)?")
_AND: Final = re.compile(r"\sand\s")
_BETWEEN: Final = re.compile(r"\bbetween\s(?:about\s)?$", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom\s(?:about\s|around\s|some\s)?$", re.IGNORECASE)
_STATION: Final = re.compile(
    r"\b(?:charging|swap|swapping)\sstations?\b|\bchargers\b", re.IGNORECASE
)
_SINGLE: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|another)\s(?:(?:[\w'\u2019-]{1,20}\s){0,3}?"
    r"(?P<noun>(?:swap|swapping|charging|supercharging)\s(?:station|hub|site)|supercharger)"
    r"(?![\w-])"
    r"|one(?=\s(?:in|at|on|near)\b)|(?:\w{1,20}\s)?site\b)",
    re.IGNORECASE,
)
# "600 sites and 3,500 fast chargers", "400 of them, with 2,500 chargers"
_SITES: Final = re.compile(
    r"(?:\s(?:[\w-]{1,20}\s){0,2}?(?:sites|hubs|locations)(?:,?\s(?:and|with|having)\s)"
    r"|\sof\s(?:them|these|those),?\s(?:with|having)\s)(?:[a-z]{1,10}\s){0,3}?"
    r"[0-9][0-9,]{0,9}\s(?:[\w-]{1,20}\s){0,3}?"
    r"(?:chargers|superchargers|charging\s(?:points|stalls|bays|ports)|stalls)\b",
    re.IGNORECASE,
)
MOST_SITES: Final = 100_000


@lru_cache(maxsize=64)
def counts(text: str) -> tuple[Count, ...]:
    """Every count of an English text, in order; reading and verifying ask for the same text."""
    return tuple(_counts(text))


def _counts(text: str) -> Iterator[Count]:
    end = 0
    for count in sorted((*_numbered(text), *_single_stations(text)), key=lambda one: one.start):
        if count.start >= end:
            yield count
            end = count.end


def _single_stations(text: str) -> Iterator[Count]:
    """The first swap station; and "a second site" where stations were spoken of."""
    low = text.lower()
    if "swap" not in low and "charg" not in low:
        return
    known = _STATION.search(text)
    for match in _SINGLE.finditer(text):
        if match["noun"] or (known is not None and known.start() < match.start()):
            quantity = Quantity(value=Decimal(1), unit=Unit.STATIONS)
            yield Count(quantity=quantity, start=match.start(), end=match.end(), inferred=True)


def _numbered(text: str) -> Iterator[Count]:
    last: Count | None = None
    for number, following in _pairs(_free(iter(numbers(text)), iter(sums(text, "USD")))):
        if last is not None and number.start < last.end:
            continue
        found = _count(number, following, last, text)
        if found is not None:
            yield found
            last = found


def _free(found: Iterator[Number], money: Iterator[Sum]) -> Iterator[Number]:
    """The numbers that are no money; both are in order."""
    taken = next(money, None)
    for number in found:
        while taken is not None and taken.end <= number.start:
            taken = next(money, None)
        if taken is None or number.end <= taken.start:
            yield number


def _pairs(found: Iterator[Number]) -> Iterator[tuple[Number, Number | None]]:
    previous: Number | None = None
    for number in found:
        if previous is not None:
            yield previous, number
        previous = number
    if previous is not None:
        yield previous, None


def _count(number: Number, following: Number | None, last: Count | None, text: str) -> Count | None:
    if _PERCENT.match(text, number.end) or _is_name(number, text):
        return None
    if following is not None and _is_range(number, following, text):
        return _lower_end(number, following, last, text)
    return (
        _energy(number, text)
        or _named(number, text)
        or _sites(number, text)
        or count_bare(number, last, text)
    )


def _is_range(first: Number, second: Number, text: str) -> bool:
    """Is it "2 to 3 stations", or "cut from 100,000 to 80,000 cars"?"""
    gap = text[first.end : second.start]
    if first.ordinal or second.ordinal:
        return False
    if _AND.fullmatch(gap):
        return bool(_BETWEEN.search(text[max(0, first.start - 20) : first.start]))
    falls = first.value > second.value and _is_from(first, text)
    return bool(_TO.fullmatch(gap)) and (first.value < second.value or falls)


def _is_from(number: Number, text: str) -> bool:
    return _FROM.search(text[max(0, number.start - 14) : number.start]) is not None


def _lower_end(number: Number, upper: Number, last: Count | None, text: str) -> Count | None:
    """Of "2 to 3 stations" the 2; of "tripled from one to three stations" the 3."""
    whole = _count(upper, None, last, text)
    if whole is None or whole.inferred:
        return None
    if _is_from(number, text):
        return whole
    value = number.value
    if number.scale == 1 and value < upper.value:
        value *= upper.scale
    quantity = Quantity(value=plain(value), unit=whole.quantity.unit)
    return replace(whole, quantity=quantity, start=number.start)


def _is_name(number: Number, text: str) -> bool:
    """The 3 of "Model 3 cars" is a name; the 2025 of "in 2025 cars ..." a year."""
    before = text[max(0, number.start - 24) : number.start]
    raw = text[number.start : number.end]
    if YEARLIKE.fullmatch(raw) and (
        _YEAR_LEAD.search(before)
        or _MODEL_YEARS.match(text, number.end)
        or _MODEL_YEARS_BEFORE.search(before)
        or _OF_MODEL.match(text, number.end)
    ):
        return True
    if not raw.isdigit() or len(raw) > len("99"):
        return False
    named = _MODEL_BEFORE.search(before) or (len(raw) == 1 and _CAPITAL_BEFORE.search(before))
    return bool(named) and not NO_MODEL.search(before)


def _energy(number: Number, text: str) -> Count | None:
    match = _ENERGY.match(text, number.end)
    if match is None or number.ordinal:
        return None
    value = plain(number.value * _IN_GWH.get(match["unit"].lower(), Decimal(1)))
    if value < 1 and match["unit"].lower() == "mwh":
        return None
    yearly = YEARLY.match(text, match.end()) or _OF_YEARLY.match(text, match.end())
    is_rate = (
        yearly
        or ANNUAL_BEFORE.search(_before(text, number))
        or _PLANT.search(sentence_around(text, number.start))
    )
    quantity = Quantity(value=value, unit=Unit.GWH_PER_YEAR if is_rate else Unit.GWH)
    return Count(quantity=quantity, start=number.start, end=(yearly or match).end())


def _named(number: Number, text: str) -> Count | None:
    noun = noun_behind(number, text)
    if noun is None or number.value != int(number.value) or _is_offered(number, noun.unit, text):
        return None
    if number.ordinal and number.value < LEAST_NTH.get(noun.unit, number.value + 1):
        return None
    unit, end = noun.unit, noun.end
    if unit is Unit.VEHICLES and not number.ordinal:
        if number.value == 0 or _BUILT_WITH.match(text, number.end):
            return None
        if _PER.match(text, end) or _OFTENER.search(_before(text, number)):
            return None
        yearly = YEARLY.match(text, end)
        if _BOOKED.match(text, end):
            unit = Unit.ORDERS
        elif (
            yearly
            or _MADE_YEARLY.match(text, end)
            or ANNUAL_BEFORE.search(_before(text, number))
            or _ANNUAL_BEHIND.match(text, end)
        ):
            if number.value < LEAST_YEARLY:
                return None  # "one electric van factory"
            unit = Unit.VEHICLES_PER_YEAR
            end = yearly.end() if yearly else end
    quantity = Quantity(value=number.value, unit=unit)
    return Count(quantity=quantity, start=number.start, end=end, ordinal=number.ordinal)


def _is_offered(number: Number, unit: Unit, text: str) -> bool:
    """Is it to how many a price is offered: "for the first 5,000 bookings"?"""
    return unit is Unit.ORDERS and _FOR_THE_FIRST.search(_before(text, number)) is not None


def _sites(number: Number, text: str) -> Count | None:
    """The sites at which so many chargers stand: "1,800 sites and 10,000 fast chargers"."""
    raw = text[number.start : number.end]
    if number.ordinal or number.value >= MOST_SITES or YEARLIKE.fullmatch(raw):
        return None
    if number.value != int(number.value) or not _SITES.match(text, number.end):
        return None
    quantity = Quantity(value=number.value, unit=Unit.STATIONS)
    return Count(quantity=quantity, start=number.start, end=number.end, inferred=True)


def _before(text: str, number: Number) -> str:
    return text[max(0, number.start - REACH_CHARS) : number.start]
