"""English wording of counts: "200,000 cars a year", "30,179 bookings", "100 GWh", "the 200,000th car"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import merge
from typing import Final

from bot.milestones.found import Count, Number
from bot.milestones.grammars.english_money import sums
from bot.milestones.grammars.english_numbers import numbers
from storage.records import Quantity, Unit

MAX_BETWEEN_WORDS: Final = 6  # "30,931 SU7 Standard cars"
LEAST_BARE: Final = 20  # a smaller bare number counts nothing in particular
LEAST_ORDINAL: Final = 100  # "the fifth car" is no milestone of its own

_VEHICLES: Final = (
    r"vehicles?|cars?|e-?cars?|units?|EVs?|BEVs?|PHEVs?|EREVs?|NEVs?|xEVs?|e-?SUVs?|SUVs?|MPVs?|sedans?|saloons?|"
    r"hatchbacks?|crossovers?|wagons?|coupes?|trucks?|e-?trucks?|vans?|pick-?ups?|bus(?:es)?|e-?bus(?:es)?|"
    r"prototypes?|automobiles?|taxis?|robotaxis?|scooters?|e-scooters?|two-wheelers?|motorcycles?|minivans?|models(?=\sa\syear)|"
    r"roadsters?|supercars?|hybrids?|electrics"
)
_ORDERS: Final = r"pre-?orders?|orders?|reservations?|pre-?reservations?|bookings?|pre-?bookings?|deposits?|reservation\sholders"
_STATIONS: Final = (
    r"(?:charging|swap|swapping|supercharger|supercharging|battery[\s-]swap|battery[\s-]swapping|power\sswap|"
    r"fast-charging)\s(?:stations?|points?|piles?|posts?|hubs?|sites?|stops?)|charge\spoints?|chargers?|super-?chargers?|"
    r"stations?|charging\slocations?|piles"
)
_JOBS: Final = (
    r"jobs?|workers?|employees?|positions?|posts|roles|staff|staffers|workplaces|people|new\shires|engineers|redundancies|"
    r"temporary\sworkers|layoffs|job\scuts"
)
_UNITS: Final = (
    ("orders", re.compile(rf"(?:{_ORDERS})(?![\w-])", re.IGNORECASE)),
    ("stations", re.compile(rf"(?:{_STATIONS})(?![\w-])", re.IGNORECASE)),
    ("jobs", re.compile(rf"(?:{_JOBS})(?![\w-])", re.IGNORECASE)),
    ("vehicles", re.compile(rf"(?:{_VEHICLES})(?![\w-])", re.IGNORECASE)),
)
_GWH: Final = re.compile(
    r"[\s\u2010\u2011-]?(?P<unit>GWh|gigawatt[\s-]hours?|MWh|TWh)(?![A-Za-z])", re.IGNORECASE
)
_YEARLY: Final = re.compile(
    r"\s?(?:,\s)?(?:/\s?(?:year|yr|a)\b|(?:an?|per|each|every)\s(?:year|annum)\b|annually\b|yearly\b|p\.\s?a\.)",
    re.IGNORECASE,
)
_PER: Final = re.compile(
    r"\s(?:an?|per|each|every)\s(?:month|week|day|hour|quarter)\b", re.IGNORECASE
)
_ANNUAL_BEFORE: Final = re.compile(
    r"\b(?:annual(?:ly)?|yearly|capacity|laid\sout|designed)\b[^.;!?\n]{0,60}$|\broom\sfor\s[^.;!?\n]{0,20}$",
    re.IGNORECASE,
)
_ANNUAL_BEHIND: Final = re.compile(
    r"(?:[\s-]\w+){0,2}\s(?:annual|yearly)?\s?(?:production\s|manufacturing\s)?(?:capacity|output)\b",
    re.IGNORECASE,
)
_PLANT: Final = re.compile(
    r"\b(?:plants?|factory|factories|gigafactory|capacity|annual(?:ly)?|production\sline|site)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(
    r"[\s\u2010\u2011-](?P<word>[A-Za-z0-9\u00c0-\u024f+.'\u2019/&]+(?:-[A-Za-z0-9\u00c0-\u024f]+)*)"
)
_STOP_WORDS: Final = frozenset(
    "a an the of in on at to for from by with and or as than is are was were be been will would has have had it its "
    "that which who this these those they he she we per percent cent million billion thousand yuan dollars euros pounds "
    "won yen rupees baht year years month months week weeks day days hours minutes times km kilometres kilometers miles "
    "km/h kwh mwh kw hp mm metres meters feet square but not if when while after before since until into over under about "
    "around between only more less up out off down so then there their his her our your said says can could may might "
    "other different".split()
)
_OTHER_HEADS: Final = frozenset(
    "companies countries cities markets dealers brands suppliers plants factories models makers carmakers "
    "automakers stores outlets showrooms lines projects sites variants versions weeks".split()
)
_NO_PHRASE: Final = _STOP_WORDS | _OTHER_HEADS
_PERCENT: Final = re.compile(r"\s?%|[\s-](?:per\s?cent|percent|percentage)\b", re.IGNORECASE)
_BEHIND_BOOKED: Final = re.compile(
    r"\s(?:were\s|was\s|had\sbeen\s|already\s)?(?:booked|ordered|reserved|pre-ordered)\b",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(
    r"\b(?:hir\w+|lay(?:ing)?\soff|laid\soff|layoffs?|cut(?:s|ting)?|employ\w*|jobs?|dismiss\w*|redundan\w*|sack\w*|fire[ds]?|workforce|"
    r"recruit\w*|let\sgo|creat\w+)\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?;]\s|\n")
_MODEL_BEFORE: Final = re.compile(r"(?:^|[^\s])\s\(?(?:[A-Z][A-Za-z.-]*[a-z.]|[A-Z]{2,4}|ID\.?)\s$")
_NO_MODEL: Final = re.compile(
    r"\b(?:The|A|Its|All|Some|About|Around|Nearly|Over|In|By|With|And|These|Those|Another|First|Last|Only|Just|"
    r"Delivers?|Recalls?|Sells?|Sold|Builds?|Built|Makes?|Made|Ships?|Orders?|Has|Have|Was|Were|To|For|Of|At|On|"
    r"Delivered|Recalled|Cuts?|Adds?|Opens?|Hires?|Spotted)\s$"
)
_YEARLIKE: Final = re.compile(r"(?:19[5-9]|20[0-4])[0-9]")
_YEAR_LEAD: Final = re.compile(
    r"\b(?:in|by|since|until|of|from|before|after|late|early|mid)[\s-]$", re.IGNORECASE
)
_TO: Final = re.compile(r"\s?(?:[-\u2010-\u2015]|\b(?:to|or)\b)\s?(?:about\s|around\s)?")
_AND: Final = re.compile(r"\sand\s")
_BETWEEN: Final = re.compile(r"\bbetween\s(?:about\s)?$", re.IGNORECASE)
_BARE_BEHIND: Final = re.compile(
    r"(?=[.,;:)!?\n]|$|\s(?:in|on|at|for|by|from|of\sthem|of\sthese|are|were|will|was|have|had|over|during|within|last|"
    r"this|the|annually|and|outside|abroad|worldwide|globally|booked|delivered|sold|built|so\sfar|it|a\syear|per\syear)\b)"
)
_MADE: Final = re.compile(
    r"\b(?:deliver(?:ed|s|ing)?|sold|sells?|ship(?:ped|s)|hand(?:ed|s)\sover|produced?|buil[dt]|mak(?:e|ing)|made|recall(?:ed|s|ing)?)\s"
    r"(?:about\s|around\s|some\s|nearly\s|almost\s|only\s|just\s|more\sthan\s|over\s|up\sto\s|at\sleast\s)?$",
    re.IGNORECASE,
)
_NOUN_BEFORE: Final = re.compile(
    r"\b(?P<noun>deliveries|sales|output|pre-?orders|orders|reservations|bookings|exports|shipments)\b"
    r"(?:\s?:\s|(?:\s(?!(?:of|for|in|on|by|from|and|value|worth|price)\b)[a-z]+){0,3}"
    r"\s(?:to|at|of|is|was|were|reach(?:ed|es)?|hits?|top(?:s|ped)?|pass(?:ed|es)?|exceed(?:ed|s)?|"
    r"total(?:l?ed|s)?|came\sto|numbered)"
    r"(?:\s(?:about|around|some|nearly|almost|over|more\sthan|just|only))?\s)$",
    re.IGNORECASE,
)
_ORDER_NOUN: Final = re.compile(r"pre-?orders|orders|reservations|bookings", re.IGNORECASE)
_NAME_BEFORE: Final = re.compile(r"(?:[A-Z][a-z]+\.?\s|[$\u20ac\u00a3\u00a5#])$")
_THIS_YEAR: Final = re.compile(
    r"(?:\s(?:are|were|will\sbe|is|was)\s\w+)?\s(?:(?:for|in|during)\s)?"
    r"(?:(?:this|next|last)\syear|20[0-4][0-9])\b",
    re.IGNORECASE,
)
_STATION: Final = re.compile(
    r"\b(?:charging|swap|swapping)\sstations?\b|\bchargers\b", re.IGNORECASE
)
_SINGLE: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|another)\s(?:(?:[\w'\u2019-]{1,20}\s){0,3}?"
    r"(?P<noun>(?:swap|swapping|charging|supercharging)\s(?:station|hub|site)|supercharger)(?![\w-])"
    r"|one(?=\s(?:in|at|on|near)\b)|(?:\w{1,20}\s)?site\b)",
    re.IGNORECASE,
)
_MODEL_YEARS: Final = re.compile(r"\s20[0-4][0-9](?:[-\u2013]20[0-4][0-9])?(?=\s[A-Z])")
_FIRST_OWNERS: Final = re.compile(r"\s(?:customers|buyers|owners)\b", re.IGNORECASE)
_FIRST: Final = re.compile(r"\bfirst\s$", re.IGNORECASE)
_SINGULAR: Final = re.compile(r"[\s\u2010\u2011-](?P<word>\w+)")
_PLURALS: Final = frozenset({"staff", "people"})
REACH_CHARS: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """A unit and where its words end."""

    unit: Unit
    end: int


def counts(text: str) -> Iterator[Count]:
    """Every count of an English text, in order."""
    end = 0
    for count in merge(_numbered(text), _single_stations(text), key=lambda one: one.start):
        if count.start >= end:
            yield count
            end = count.end


def _single_stations(text: str) -> Iterator[Count]:
    """The first swap station, another charging hub; where stations were spoken of, "a second site"."""
    known = _STATION.search(text)
    for match in _SINGLE.finditer(text):
        if match["noun"] or (known is not None and known.start() < match.start()):
            quantity = Quantity(value=Decimal(1), unit=Unit.STATIONS)
            yield Count(quantity=quantity, start=match.start(), end=match.end(), inferred=True)


def _numbered(text: str) -> Iterator[Count]:
    taken = [(one.start, one.end) for one in sums(text, "USD")]
    last: Count | None = None
    plain = _free(numbers(text), taken)
    for number, following in _pairs(plain):
        if last is not None and number.start < last.end:
            continue
        found = _count(number, following, last, text)
        if found is not None:
            yield found
            last = found


def _free(found: Iterator[Number], taken: list[tuple[int, int]]) -> Iterator[Number]:
    """The numbers that are no money; both sequences are in order."""
    spans = iter(taken)
    start, end = next(spans, (-1, -1))
    for number in found:
        while end != -1 and end <= number.start:
            start, end = next(spans, (-1, -1))
        if end == -1 or number.end <= start:
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
    if _PERCENT.match(text, number.end) or _is_model(number, text):
        return None
    if following is not None and _is_range(number, following, text):
        upper = _count(replace(following, ordinal=False), None, last, text)
        if upper is None or upper.inferred:
            return None
        value = number.value
        if number.scale == 1 and value < following.value:
            value *= following.scale
        return replace(
            upper, quantity=Quantity(value=value, unit=upper.quantity.unit), start=number.start
        )
    return _energy(number, text) or _named(number, text) or _bare(number, last, text)


def _is_range(first: Number, second: Number, text: str) -> bool:
    gap = text[first.end : second.start]
    if first.ordinal or second.ordinal:
        return False
    if _AND.fullmatch(gap):
        return bool(_BETWEEN.search(text[max(0, first.start - 20) : first.start]))
    return bool(_TO.fullmatch(gap)) and first.value < second.value


def _is_model(number: Number, text: str) -> bool:
    """The 3 of "Model 3 cars" names a model; the 2025 of "in 2025 cars ..." a year."""
    before = text[max(0, number.start - 24) : number.start]
    raw = text[number.start : number.end]
    if _YEARLIKE.fullmatch(raw) and _YEAR_LEAD.search(before):
        return True
    if not raw.isdigit() or number.value >= 100 or not _MODEL_BEFORE.search(before):  # noqa: PLR2004
        return False
    return not _NO_MODEL.search(before)


def _energy(number: Number, text: str) -> Count | None:
    match = _GWH.match(text, number.end)
    if match is None or number.ordinal:
        return None
    name = match["unit"].lower()
    value = (
        number.value / 1000
        if name == "mwh"
        else number.value * 1000
        if name == "twh"
        else number.value
    )
    if name == "mwh" and value < 1:
        return None
    yearly = _YEARLY.match(text, match.end())
    is_yearly = (
        yearly
        or _ANNUAL_BEFORE.search(_before(text, number.start))
        or _PLANT.search(_sentence(text, number.start))
    )
    unit = Unit.GWH_PER_YEAR if is_yearly else Unit.GWH
    return Count(
        quantity=Quantity(value=value, unit=unit),
        start=number.start,
        end=yearly.end() if yearly else match.end(),
    )


def _named(number: Number, text: str) -> Count | None:
    named = _unit(number, text)
    if named is None or (
        number.ordinal and (named.unit is not Unit.VEHICLES or number.value < LEAST_ORDINAL)
    ):
        return None
    unit, end = named.unit, named.end
    if unit is Unit.VEHICLES and not number.ordinal:
        if _BEHIND_BOOKED.match(text, end):
            unit = Unit.ORDERS
        elif _PER.match(text, end):
            return None
        elif (
            yearly := _YEARLY.match(text, end) or _YEARLY.match(text, min(end + 1, len(text)))
        ) is not None:
            unit, end = Unit.VEHICLES_PER_YEAR, yearly.end()
        elif _ANNUAL_BEFORE.search(_before(text, number.start)) or _ANNUAL_BEHIND.match(text, end):
            unit = Unit.VEHICLES_PER_YEAR
    quantity = Quantity(value=number.value, unit=unit)
    return Count(quantity=quantity, start=number.start, end=end, ordinal=number.ordinal)


def _unit(number: Number, text: str) -> _Named | None:
    """The unit noun within a few words behind the number."""
    at = number.end
    owners = _FIRST_OWNERS.match(text, at)
    if owners is not None and _FIRST.search(text[max(0, number.start - 6) : number.start]):
        return _Named(unit=Unit.VEHICLES, end=owners.end())
    if (years := _MODEL_YEARS.match(text, at)) is not None:
        return _Named(unit=Unit.VEHICLES, end=years.end())  # "three 2015 Lexus"
    for _ in range(MAX_BETWEEN_WORDS):
        if text[at : at + 1] in {" ", "-", "\u00a0", "\u2009", "\u202f", "\u2010", "\u2011"}:
            named = _unit_at(text, at + 1, number)
            if named is not None:
                return named
        word = _WORD.match(text, at)
        if word is None or word["word"].endswith((".", ",")) or word["word"].lower() in _NO_PHRASE:
            return None
        at = word.end()
    return None


def _unit_at(text: str, at: int, number: Number) -> _Named | None:
    for name, pattern in _UNITS:
        match = pattern.match(text, at)
        if match is None:
            continue
        further = (
            _unit_at(text, match.end() + 1, number)
            if text[match.end() : match.end() + 1] == " "
            else None
        )
        if further is not None:
            return further  # "vehicle orders", "charging station jobs"
        if _is_modifier(match, number, text):
            return None
        if match[0].lower() == "people" and not _PEOPLE.search(_sentence(text, at)):
            return None
        return _Named(unit=Unit(name), end=match.end())
    return None


def _is_modifier(match: re.Match[str], number: Number, text: str) -> bool:
    """A singular behind a number above one belongs to the next word: "three car makers"."""
    noun = match[0].lower()
    if noun.endswith("s") or noun in _PLURALS or number.ordinal or number.value == 1:
        return False
    following = _SINGULAR.match(text, match.end())
    return following is not None and following["word"].lower() not in _STOP_WORDS


def _bare(number: Number, last: Count | None, text: str) -> Count | None:
    """A number without a noun: of the unit counted before, or of what the verb before it makes."""
    raw = text[number.start : number.end]
    if (
        number.ordinal
        or number.value < LEAST_BARE
        or number.value != int(number.value)
        or _YEARLIKE.fullmatch(raw)
    ):
        return None
    before = _before(text, number.start)
    yearly = _YEARLY.match(text, number.end)
    if number.value >= LEAST_ORDINAL and (
        yearly or _MADE.search(before) or _ANNUAL_BEFORE.search(before)
    ):
        if not yearly and not _BARE_BEHIND.match(text, number.end):
            return None
        is_rate = yearly or _ANNUAL_BEFORE.search(before)
        unit = Unit.VEHICLES_PER_YEAR if is_rate else Unit.VEHICLES
        end = yearly.end() if yearly else number.end
        return Count(
            quantity=Quantity(value=number.value, unit=unit),
            start=number.start,
            end=end,
            inferred=True,
        )
    if (told := _told_before(number, before, text)) is not None:
        return told
    if last is None or number.start - last.end > 2 * REACH_CHARS:
        return None
    if not _BARE_BEHIND.match(text, number.end):
        return None
    if number.value < LEAST_ORDINAL and last.quantity.unit is not Unit.STATIONS:
        return None
    if _NAME_BEFORE.search(before[-12:]) and not _NO_MODEL.search(before[-12:]):
        return None
    unit = last.quantity.unit
    if unit is Unit.VEHICLES_PER_YEAR and _THIS_YEAR.match(text, number.end):
        unit = Unit.VEHICLES
    quantity = Quantity(value=number.value, unit=unit)
    return Count(quantity=quantity, start=number.start, end=number.end, inferred=True)


def _told_before(number: Number, before: str, text: str) -> Count | None:
    """Deliveries slip to 6,155; orders: 200,000."""
    noun = _NOUN_BEFORE.search(before)
    if noun is None or number.value < LEAST_ORDINAL or not _BARE_BEHIND.match(text, number.end):
        return None
    unit = Unit.ORDERS if _ORDER_NOUN.match(noun["noun"]) else Unit.VEHICLES
    quantity = Quantity(value=number.value, unit=unit)
    return Count(quantity=quantity, start=number.start, end=number.end, inferred=True)


def _before(text: str, at: int) -> str:
    return text[max(0, at - REACH_CHARS) : at]


def _sentence(text: str, at: int) -> str:
    """The sentence around, at most a few lines of it."""
    begin = max(0, at - REACH_CHARS)
    head = list(_SENTENCE.finditer(text, begin, at))
    tail = _SENTENCE.search(text, at, at + REACH_CHARS)
    return text[head[-1].end() if head else begin : tail.start() if tail else at + REACH_CHARS]
