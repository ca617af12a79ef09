"""What a number without a noun counts, as an English text lets a reader infer it."""

import re
from typing import Final

from bot.milestones.found import Count, Number
from bot.milestones.grammars.english_units import REACH_CHARS
from storage.records import Quantity, Unit

LEAST: Final = 20  # a smaller bare number counts nothing in particular
LEAST_MADE: Final = 100

YEARLIKE: Final = re.compile(r"(?:19[5-9]|20[0-4])[0-9]")
YEARLY: Final = re.compile(
    r"[\s-]?(?:,\s)?(?:/\s?(?:year|yr|a)\b|(?:an?|per|each|every)[\s-](?:year|annum)\b|"
    r"annually\b|yearly\b|"
    r"p\.\s?a\.)",
    re.IGNORECASE,
)
ANNUAL_BEFORE: Final = re.compile(
    r"\b(?:annual(?:ly)?|yearly|capacity|laid\sout|designed)\b[^.;!?\n]{0,60}$|"
    r"\broom\sfor\s[^.;!?\n]{0,20}$",
    re.IGNORECASE,
)
NO_MODEL: Final = re.compile(
    r"\b(?:The|A|Its|All|Some|About|Around|Nearly|Over|In|By|With|And|These|Those|Another|"
    r"First|Last|Only|Just|"
    r"Delivers?|Recalls?|Sells?|Sold|Builds?|Built|Makes?|Made|Ships?|Orders?|Has|Have|Was|"
    r"Were|To|For|Of|At|On|"
    r"Delivered|Recalled|Cuts?|Adds?|Opens?|Hires?|Spotted)\s$"
)
_BEHIND: Final = re.compile(
    r"(?=[.,;:)!?\n]|$|\s(?:in|on|at|for|by|from|of\sthem|of\sthese|are|were|will|was|have|had|"
    r"over|during|within|"
    r"last|this|the|annually|later|eventually|and|outside|abroad|worldwide|globally|booked|delivered|sold|built|"
    r"so\sfar|it|a\syear|"
    r"per\syear)\b)"
)
_ABOUT: Final = (
    r"(?:(?:about|around|some|nearly|almost|only|just|more\sthan|over|up\sto|at\sleast|"
    r"another)\s)?$"
)
_MADE: Final = re.compile(
    r"\b(?:deliver(?:ed|s|ing)?|sold|sells?|ship(?:ped|s)|hand(?:ed|s)\sover|produced?|"
    r"buil[dt]|mak(?:e|ing)|made|"
    r"(?:turn|roll|churn|crank)(?:ed|s|ing)?\sout|assembl(?:ed|es|ing)|put\stogether|screwed\stogether|"
    r"(?:call|order|pull)(?:ed|s|ing)?\s(?:in|back)|"
    rf"recall(?:ed|s|ing)?)\s{_ABOUT}",
    re.IGNORECASE,
)
# "opened a preliminary evaluation of some 174,000 Model Y", "is looking into 40,000 Ioniq 5"
_PROBED: Final = re.compile(
    r"\b(?:(?:probes?|investigations?|inquir(?:y|ies)|enquir(?:y|ies)|look(?:s|ed|ing)?)\s(?:in)?to"
    r"|evaluations?\sof|investigat(?:e|es|ed|ing)|prob(?:e|es|ed|ing)|examin(?:e|es|ed|ing))"
    rf"\s{_ABOUT}",
    re.IGNORECASE,
)
# "investigates 750 Tesla crashes"
_OF_CARS: Final = re.compile(
    r"(?:\s[\w'\u2019-]{1,20}){1,3}?\s(?:crash(?:es)?|fires?|accidents?|incidents?|complaints?|"
    r"reports?|cases?|claims?|deaths?|owners?|drivers?|collisions?)\b",
    re.IGNORECASE,
)
# "some 10,200 of its Ocean SUVs", "69,000 older ones"
_SOME_OF: Final = re.compile(
    r"\s(?:of\s(?:them|these|those|its|the|their|this|that|his|her)\b"
    r"(?!(?:\s[\w-]{1,20}){0,3}?\s(?:shares?|stock|customers|employees|workers|people))"
    r"|(?:[a-z]{3,12}\s){0,2}ones\b)",
    re.IGNORECASE,
)
# "A second phase will raise that to 100,000", "an enlargement to 155,000"
_RAISED_TO: Final = re.compile(
    r"\b(?:(?:rais|lift|bring|tak|doubl|expand|increas)(?:e|es|ed|ing|s)?\s(?:that|it|this|capacity|output)"
    r"|enlargement|expansion|extension)\sto\s(?:about\s|around\s|some\s)?$",
    re.IGNORECASE,
)
# "is putting 999 of its VF 8 aboard", "covers 362,758 of his cars"
_CONCERNED: Final = re.compile(
    r"\b(?:ship(?:s|ped|ping)?|send(?:s|ing)?|sent|load(?:s|ed|ing)?|put(?:s|ting)?|covers?|covered|concerns?"
    rf"|affects?|affected|involves?|involved)\s{_ABOUT}",
    re.IGNORECASE,
)
_OF_THEM: Final = re.compile(r"\sof\s(?:them|these|those)(?=\s)")
# "10,000 of them had been built"
_WERE_MADE: Final = re.compile(
    r"\s(?:of\s(?:them|these|those)\s)?(?:have|had|has|are|were|was|will|would)?\s?(?:already\s)?"
    r"(?:been\s|be\s)?(?:built|made|assembled|produced|recalled|called\sback|delivered|sold|handed\sover)\b",
    re.IGNORECASE,
)
_SHED: Final = re.compile(
    r"\b(?:lay(?:ing|s)?\soff|laid\soff|employ(?:s|ing)?|hir(?:e|es|ing)|dismiss(?:es|ing)?|let\sgo)\s"
    + _ABOUT,
    re.IGNORECASE,
)
_OF_ITS: Final = re.compile(r"\sof\s(?:its|their|the)\b")
_NOUN_BEFORE: Final = re.compile(
    r"\b(?P<noun>deliveries|sales|output|pre-?orders|orders|reservations|bookings|exports|"
    r"shipments|hubs|stations|chargers)\b"
    r"(?:\s?:\s|(?:\s(?!(?:of|for|in|on|by|from|and|value|worth|price)\b)[a-z]{1,20}){0,3}"
    r"\s(?:to|at|of|is|was|were|reach(?:ed|es)?|hits?|top(?:s|ped)?|pass(?:ed|es)?|exceed(?:ed|s)?|"
    rf"total(?:l?ed|s)?|came\sto|numbered)\s{_ABOUT})",
    re.IGNORECASE,
)
_AFFECTED: Final = re.compile(
    r"\b(?:units|vehicles|cars)\s(?:potentially\s)?(?:affected|involved|recalled|concerned)\s?:\s$"
    r"|\b(?:affected|recalled|involved)\s(?:units|vehicles|cars)\s?:\s$",
    re.IGNORECASE,
)
_ORDER_NOUN: Final = re.compile(r"pre-?orders|orders|reservations|bookings", re.IGNORECASE)
_MODELS: Final = re.compile(r"\s[A-Z][\w-]{0,20}")
_NAME_BEFORE: Final = re.compile(r"(?:[A-Z][a-z]{1,20}\.?\s|[$\u20ac\u00a3\u00a5#])$")
_THIS_YEAR: Final = re.compile(
    r"(?:\s(?:are|were|will\sbe|is|was)\s\w{1,20})?\s(?:(?:for|in|during)\s)?"
    r"(?:(?:this|next|last)\syear|20[0-4][0-9])\b",
    re.IGNORECASE,
)


def count_bare(number: Number, last: Count | None, text: str) -> Count | None:
    """The count that a bare number stands for; `last` is the count before it in the text."""
    raw = text[number.start : number.end]
    if number.ordinal or number.value != int(number.value) or YEARLIKE.fullmatch(raw):
        return None
    before = text[max(0, number.start - REACH_CHARS) : number.start]
    if number.value >= LEAST_MADE and _RAISED_TO.search(before):
        return Count(
            quantity=Quantity(value=number.value, unit=Unit.VEHICLES_PER_YEAR),
            start=number.start,
            end=number.end,
            inferred=True,
        )
    unit = _by_words(number, before, text) or _by_last(number, last, before, text)
    if unit is None:
        return None
    yearly = YEARLY.match(text, number.end) if unit is Unit.VEHICLES_PER_YEAR else None
    return Count(
        quantity=Quantity(value=number.value, unit=unit),
        start=number.start,
        end=yearly.end() if yearly else number.end,
        inferred=True,
    )


def _by_words(number: Number, before: str, text: str) -> Unit | None:
    """Told by the words around: 150,000 a year; delivered 7,024; orders: 200,000."""
    if number.value < LEAST_MADE:
        return None
    of_them = _OF_THEM.match(text, number.end)
    if YEARLY.match(text, of_them.end() if of_them else number.end):
        return Unit.VEHICLES_PER_YEAR
    closed = _BEHIND.match(text, number.end) is not None
    if (closed or _OF_ITS.match(text, number.end)) and _SHED.search(before):
        return Unit.JOBS
    some = closed or _MODELS.match(text, number.end) or _SOME_OF.match(text, number.end)
    part = _SOME_OF.match(text, number.end)
    if part and _CONCERNED.search(before):
        return Unit.VEHICLES
    probed = some and not _OF_CARS.match(text, number.end) and _PROBED.search(before)
    if probed or (some and _MADE.search(before)) or _WERE_MADE.match(text, number.end):
        return Unit.VEHICLES_PER_YEAR if ANNUAL_BEFORE.search(before) else Unit.VEHICLES
    return _by_noun(before) if closed else None


def _by_noun(before: str) -> Unit | None:
    if ANNUAL_BEFORE.search(before):
        return Unit.VEHICLES_PER_YEAR
    if _AFFECTED.search(before):
        return Unit.VEHICLES
    noun = _NOUN_BEFORE.search(before)
    if noun is None:
        return None
    if noun["noun"].lower() in {"hubs", "stations", "chargers"}:
        return Unit.STATIONS
    return Unit.ORDERS if _ORDER_NOUN.match(noun["noun"]) else Unit.VEHICLES


def _by_last(number: Number, last: Count | None, before: str, text: str) -> Unit | None:
    """Told by the count before: 20 stations in 2022 and 120 in 2023."""
    if (
        last is None
        or number.start - last.end > 2 * REACH_CHARS
        or not _BEHIND.match(text, number.end)
    ):
        return None
    unit = last.quantity.unit
    if number.value < (LEAST if unit is Unit.STATIONS else LEAST_MADE):
        return None
    if _NAME_BEFORE.search(before[-12:]) and not NO_MODEL.search(before[-12:]):
        return None
    if unit is Unit.VEHICLES_PER_YEAR and _THIS_YEAR.match(text, number.end):
        return Unit.VEHICLES
    return unit
