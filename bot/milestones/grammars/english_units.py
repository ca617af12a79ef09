"""English nouns that are counted, and where they stand behind their number."""

import re
from dataclasses import dataclass
from typing import Final

from bot.milestones.found import Number
from bot.milestones.grammars.readings import words
from storage.records import Unit

MAX_BETWEEN_WORDS: Final = 6  # "30,931 SU7 Standard cars"
MAX_NOUNS: Final = 3  # in a row
LEAST_OF_THE: Final = 20  # "17,198 of the vans", but "two of its stations"
LEAST_HYPHENED: Final = 100  # "a 100,000-vehicle plant", but "a two-car garage"
REACH_CHARS: Final = 160

_VEHICLES: Final = (
    r"(?:vehicle|car)\skits?|vehicles?|cars?|e-?cars?|units?|EVs?|BEVs?|PHEVs?|EREVs?|NEVs?|xEVs?|e-?SUVs?|SUVs?|"
    r"MPVs?|sedans?|"
    r"saloons?|hatchbacks?|crossovers?|wagons?|coupes?|trucks?|e-?trucks?|vans?|pick-?ups?|"
    r"bus(?:es)?|"
    r"e-?bus(?:es)?|prototypes?|automobiles?|taxis?|robotaxis?|scooters?|e-scooters?|two-wheelers?|"
    r"motorcycles?|minivans?|roadsters?|supercars?|hybrids?|electrics|Teslas|Cybertrucks|examples"
)
_ORDERS: Final = (
    r"pre-?orders?|orders?|reservations?|pre-reservations?|bookings?|pre-?bookings?|deposits?|"
    r"reservation\sholders"
)
_STATIONS: Final = (
    r"(?:charging|swap|swapping|supercharger|supercharging|battery[\s-]swap|battery[\s-]swapping|"
    r"power\sswap|fast-charging|rapid-charging|ultra-fast|high-power)\s(?:stations?|points?|piles?|posts?|hubs?|"
    r"sites?|stops?|locations?|stalls?|bays?|parks?|plugs?|ports?|columns?|poles?|outlets?|terminals?|spots?)|"
    r"swap\scabinets?|"
    r"charge\spoints?|chargers?|super-?chargers?|stations?|piles"
)
_JOBS: Final = (
    r"jobs?|workers?|employees?|positions?|posts|roles|staff|staffers|workplaces|people|new\shires|"
    r"engineers|redundancies|layoffs|job\scuts|colleagues|staff\smembers"
)
_UNITS: Final = tuple(
    (unit, re.compile(rf"(?:{nouns})(?![\w-])", re.IGNORECASE))
    for unit, nouns in (
        (Unit.ORDERS, _ORDERS),
        (Unit.STATIONS, _STATIONS),
        (Unit.JOBS, _JOBS),
        (Unit.VEHICLES, _VEHICLES),
    )
)
# "300,000-car-a-year", "100,000-unit-per-year": the noun and the rate in one word.
_HYPHENED: Final = re.compile(
    r"[-\u2010\u2011](?:vehicle|car|unit|truck|EV)(?=-(?:an?|per)-year\b)", re.IGNORECASE
)
_WORD: Final = re.compile(
    r"[\s\u2010\u2011-](?P<word>[A-Za-z0-9\u00c0-\u024f+.'\u2019/&]{1,40}"
    r"(?:-[A-Za-z0-9\u00c0-\u024f]{1,40}){0,4})"
)
_JOINTS: Final = frozenset(" -\u00a0\u2009\u202f\u2010\u2011")
# Words that end the noun phrase of the number.
_STOP_WORDS: Final = words(
    """
    a an the of in on at to for from by with and or as than is are was were be been will would has
    have had it its that which who this these those they he she we per percent cent million billion
    thousand yuan dollars euros pounds won yen rupees baht year years month months week weeks day
    days hours minutes times km kilometres kilometers miles km/h kwh mwh kw hp mm metres meters feet
    square but not if when while after before since into until over under about around between only
    more less up out off down so then there their his her our your said says can could may might
    other different separate independent distinct
    """
)
_JOINING: Final = words("and or")
_OTHER_HEADS: Final = words(
    """
    companies countries cities markets dealers brands suppliers plants factories models makers
    carmakers automakers stores outlets showrooms lines projects sites variants versions weeks
    """
)
_OTHER_STATIONS: Final = words(
    "gas petrol filling fuel hydrogen police radio tv train metro subway polling weather railway"
)
_NO_PHRASE: Final = _STOP_WORDS | _OTHER_HEADS | _OTHER_STATIONS
# "Model 3 and Model Y vehicles", "electric and plug-in hybrid cars"
_AND_MODEL: Final = re.compile(r"\sand\s(?=[A-Z]|plug-in\b|hybrid\b|electric\b|electrified\b)")
_FOLLOWING: Final = re.compile(r"[\s\u2010\u2011-](?P<word>\w{1,40})")
_PLURALS: Final = words("staff people")
_HIRING: Final = re.compile(
    r"\b(?:hir\w{1,4}|lay(?:s|ing)?\soff|laid\soff|lose\stheir|losing\stheir|shown\sthe\sdoor|"
    r"out\sof\swork|made\sredundant|let\sgo|let(?:s|ting)?\s(?:[\w,]{1,12}\s){1,5}go|told\sto\s(?:leave|go)|do(?:es)?\swithout|"
    r"(?:have|has|are|is|must|will)\s(?:to\s)?(?:leave|go)|staff|payroll|dismissals?|"
    r"layoffs?|cut(?:s|ting)?|employ\w{0,8}|jobs?|"
    r"dismiss\w{0,5}|"
    r"redundan\w{1,5}|sack\w{0,4}|fire[ds]?|workforce|recruit\w{0,5}|creat\w{1,4})\b",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[.!?;]\s|\n")
_FIRST_OWNERS: Final = re.compile(r"\s(?:customers|buyers|owners)\b", re.IGNORECASE)
# "22 customers collected their cars"
_COLLECTED: Final = re.compile(
    r"\s(?:(?:have|had|has|already)\s){0,2}(?:collected|picked\sup|drove\s(?:home|away|off)|"
    r"took\s(?:delivery|possession|home|away)|received\s(?:their|the|its|a)\s(?:[\w-]{1,15}\s){0,2}(?:cars?|vehicles?))\b",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(r"\bfirst\s$", re.IGNORECASE)
# "the 3,000-worker site": how large it is
_SIZED: Final = re.compile(
    r"[-\u2010\u2011](?:worker|employee|person)s?\s(?:site|plant|factory|works|complex|workforce)\b",
    re.IGNORECASE,
)
# "17,198 of the vans", "4,000 of its new charging stations"
_OF_THE: Final = re.compile(r"\sof\s(?:the|its|their|these|those|our|his|her)(?=\s)")
_MODEL_YEARS: Final = re.compile(r"\s20[0-4][0-9](?:[-\u2013]20[0-4][0-9])?(?=\s[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A unit and where its words end."""

    unit: Unit
    end: int


def noun_behind(number: Number, text: str) -> Noun | None:
    """The unit noun within a few words behind the number; None when another noun comes first."""
    at = number.end
    owners = _FIRST_OWNERS.match(text, at)
    if owners is not None and (
        _FIRST.search(text[max(0, number.start - 6) : number.start])
        or _COLLECTED.match(text, owners.end())
    ):
        return Noun(unit=Unit.VEHICLES, end=owners.end())
    # "three 2015 Lexus": cars of a model year
    vehicles = _MODEL_YEARS.match(text, at) or _HYPHENED.match(text, at)
    if vehicles is not None:
        return Noun(unit=Unit.VEHICLES, end=vehicles.end())
    of_the = _OF_THE.match(text, at) if number.value >= LEAST_OF_THE else None
    at = of_the.end() if of_the is not None else at
    for _ in range(0 if _SIZED.match(text, at) else MAX_BETWEEN_WORDS):
        noun = _noun_at(text, at + 1, number) if text[at : at + 1] in _JOINTS else None
        if noun is not None:
            return noun
        word = _WORD.match(text, at)
        if word is None or word["word"].endswith((".", ",")):
            return None
        if word["word"].lower() in _NO_PHRASE and not _AND_MODEL.match(text, at):
            return None
        at = word.end()
    return None


def sentence_around(text: str, at: int) -> str:
    """The sentence around an offset, at most a few lines of it."""
    begin = max(0, at - REACH_CHARS)
    head = list(_SENTENCE.finditer(text, begin, at))
    tail = _SENTENCE.search(text, at, at + REACH_CHARS)
    return text[head[-1].end() if head else begin : tail.start() if tail else at + REACH_CHARS]


def _noun_at(text: str, at: int, number: Number) -> Noun | None:
    """The last of the unit nouns in a row: "vehicle orders", "charging station jobs"."""
    found: tuple[Unit, re.Match[str]] | None = None
    for _ in range(MAX_NOUNS):
        here = _unit_at(text, at)
        if here is None:
            break
        found = here
        at = here[1].end() + 1
        if text[at - 1 : at] != " ":
            break
    if found is None or _is_modifier(found[1], number, text):
        return None
    unit, match = found
    if match[0].lower() == "people" and not _HIRING.search(sentence_around(text, at)):
        return None
    return Noun(unit=unit, end=match.end())


def _unit_at(text: str, at: int) -> tuple[Unit, re.Match[str]] | None:
    if not text[at : at + 1].isalpha():
        return None  # a list of numbers, soon told
    for unit, pattern in _UNITS:
        match = pattern.match(text, at)
        if match is not None:
            return unit, match
    return None


def _is_modifier(match: re.Match[str], number: Number, text: str) -> bool:
    """A singular behind a number above one belongs to the next word: "three car makers"."""
    noun = match[0].lower()
    if noun.endswith("s") or noun in _PLURALS or number.ordinal or number.value == 1:
        return False
    if text[match.start() - 1] in "-\u2010\u2011" and number.value >= LEAST_HYPHENED:
        return False
    following = _FOLLOWING.match(text, match.end())
    if following is None:
        return False
    word = following["word"].lower()
    return word in _JOINING or word not in _STOP_WORDS  # "ten EV and hybrid models"
