"""How each rule of a channel is read: whatever people type, into the one way to write it.

Every reader takes the words behind the rule's name, gives text that it reads as the same, and
raises `CommandError` and nothing else.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import Final, TypeVar

from rapidfuzz import fuzz, process

from bot.commands.clocks import CHINESE_HALVES, HOURS, hour_of
from bot.commands.errors import CommandError, Said, WrongWord, said
from bot.commands.rule_names import (
    AT_ONCE,
    CITIES,
    FLOORS,
    LANGUAGES,
    OFF,
    ON,
    UPDATES,
    WEEKDAYS,
    Setting,
)
from bot.commands.vocabulary import ALL, KINDS, NEAR, fold, lookup, nearest
from bot.compose.phrases import Phrases
from bot.compose.rules_words import Ruling
from bot.compose.wording import Phrase
from storage import pacing

_Name = TypeVar("_Name", bound=str)

NIGHT: Final = "22:00-07:00"  # what "on" means
MORNING: Final = "09:00"
MONDAY: Final = "mon"
COMMAS: Final = re.compile(r"[,，、;；|+]")
_BETWEEN_CALLS: Final = re.compile(r"[,，、;；]|(?<=>)\s+(?=<)")
_CLOCK: Final = re.compile(
    rf"(?P<half>{'|'.join(CHINESE_HALVES)})?\s*(?<!\d)(?P<hour>\d{{1,2}})"
    r"(?:\s*[:：.h点时]\s*(?P<minute>\d{2}|半)?分?)?\s*(?P<end>am|pm|a\.m\.|p\.m\.)?(?![\d:])",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(r"\s*(?:-|–|—|~|～|至|到|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
_RATE: Final = re.compile(
    r"(?P<most>\d{1,5})\s*(?:messages|alerts|条)?\s*(?:/|per|an?|every|in|每)\s*"
    r"(?P<count>\d{0,5})\s*(?P<unit>minutes?|mins?|m|hours?|h|days?|d|分钟|小时|天)",
    re.IGNORECASE,
)
_RATE_ZH: Final = re.compile(r"每(?P<count>\d{0,5})个?(?P<unit>分钟|小时|天)(?P<most>\d{1,5})条?")
_UNITS: Final = {"m": "m", "h": "h", "d": "d", "分": "m", "小": "h", "天": "d"}
# As Slack and Discord write a mention into a line, and as its id is typed.
_MENTIONS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("group", re.compile(r"<!subteam\^(S[A-Z0-9]+)(?:\|[^<>]*)?>")),
    ("group", re.compile(r"<@&(\d+)>")),
    ("user", re.compile(r"<@!?([UW]?[A-Z0-9]+)(?:\|[^<>]*)?>")),
    ("group", re.compile(r"(?:group|role|team):@?([\w.-]+)", re.IGNORECASE)),
    ("user", re.compile(r"(?:user|person):@?([\w.-]+)", re.IGNORECASE)),
    ("group", re.compile(r"(S[A-Z0-9]{5,})")),
    ("user", re.compile(r"@?([\w.-]+)")),
)
EVERYBODY: Final = frozenset({"everyone", "here", "channel", "all", "所有人"})


def read(setting: Setting, text: str) -> str:
    """A rule's value as it is written; `text` is what stood behind the rule's name."""
    return _READERS[setting](text.strip())


def guess(text: str) -> tuple[Setting, str] | None:
    """The rule that these words can only be a value of, and its value; None: of no one rule."""
    for setting in _GUESSED:
        with suppress(CommandError):
            return setting, read(setting, text)
    return None


def near(word: str) -> tuple[str, ...]:
    """The values that look most like this word, of the rules that need no name."""
    found = (nearest(names, word, 1) for names in (FLOORS, UPDATES, _RHYTHMS, KINDS))
    return tuple(str(each) for names in found for each in names)


def _companies(text: str) -> str:
    """Names as they were typed; what they mean is for who knows the catalogue."""
    names = [name.strip() for name in COMMAS.split(text) if name.strip()]
    if not names:
        raise CommandError(said(Phrase.MISSING_COMPANY), _type_this("companies:china,byd"))
    return "all" if any(fold(name) in ALL for name in names) else ",".join(names)


def _kinds(text: str) -> str:
    if fold(text) in ALL:
        return "all"
    kinds = _listed(KINDS, text, Phrase.UNKNOWN_KIND, "kinds:launch,recall")
    return ",".join(kinds)


def _bypass(text: str) -> str:
    if _is_off(text):
        return "off"
    kinds = _listed(KINDS, text, Phrase.UNKNOWN_KIND, "bypass:recall")
    return ",".join(kinds)


def _news(text: str) -> str:
    if fold(text) in ALL:
        return "all"
    languages = _listed(LANGUAGES, text, Ruling.UNKNOWN_LANGUAGE, "news:en,zh")
    return ",".join(sorted(languages))


def _certainty(text: str) -> str:
    return _one(FLOORS, text, Ruling.UNKNOWN_CERTAINTY)


def _language(text: str) -> str:
    return _one(LANGUAGES, text, Ruling.UNKNOWN_LANGUAGE)


def _updates(text: str) -> str:
    return _one(UPDATES, text, Ruling.UNKNOWN_UPDATES)


def _promises(text: str) -> str:
    if _is_off(text):
        return "off"
    if fold(text) in ON:
        return "on"
    raise CommandError(said(Ruling.ON_OR_OFF, word=text))


def _digest(text: str) -> str:
    words = fold(text.replace("@", " "))
    if _is_off(text) or words in AT_ONCE:
        return "off"
    day = next((d for d, others in WEEKDAYS.items() if _names(words, (d, *others))), None)
    at = _clock_in(_without_days(words))
    if day or re.search(r"week|每周", words):
        return _checked(pacing.digest, f"weekly@{day or MONDAY}@{at or MORNING}", text)
    if re.search(r"dail|every ?day|\bday\b|每天|每日", words):
        return _checked(pacing.digest, f"daily@{at or MORNING}", text)
    if re.search(r"hour|每小时", words):
        return "hourly"
    raise CommandError(said(Ruling.UNKNOWN_DIGEST, word=text), _type_this("digest:daily@09:00"))


def _quiet(text: str) -> str:
    if _is_off(text):
        return "off"
    if fold(text) in ON:
        return NIGHT
    ends = [_clock_in(each) for each in _SPAN.split(text.casefold(), maxsplit=1)]
    if len(ends) == 2 and ends[0] and ends[1]:  # noqa: PLR2004 - from and to
        return _checked(pacing.quiet, f"{ends[0]}-{ends[1]}", text)
    raise CommandError(said(Ruling.UNKNOWN_QUIET, word=text), _type_this("quiet:22:00-07:00"))


def _zone(text: str) -> str:
    wanted = fold(text)
    with suppress(ValueError):
        return pacing.zone(text)
    known = _places()
    if wanted in known:
        return known[wanted]
    near = process.extract(wanted, list(known), scorer=fuzz.ratio, score_cutoff=NEAR, limit=6)
    names = tuple(dict.fromkeys(known[name] for name, _, _ in near))[:3]
    raise WrongWord(said(Ruling.UNKNOWN_ZONE, word=text), word=text, near=names)


def _cap(text: str) -> str:
    if _is_off(text):
        return "off"
    found = _RATE_ZH.search(text) or _RATE.search(text)
    if found is None:
        raise CommandError(said(Ruling.UNKNOWN_CAP, word=text), _type_this("cap:10/h"))
    unit = _UNITS[found["unit"][0].lower()]
    value = _checked(pacing.cap, f"{found['most']}/{found['count'] or 1}{unit}", text)
    return pacing.cap_text(pacing.cap(value))


def _mention(text: str) -> str:
    """Who is called for what: `recall=user:U1,all=group:S1`; `recall=off` calls nobody for it."""
    if _is_off(text):
        return "off"
    calls: dict[str, None] = {}
    kind = "all"
    for piece in _BETWEEN_CALLS.split(text):
        named, equals, who = piece.strip().rpartition("=")
        if equals:
            kind = "all" if fold(named) in ALL else _one(KINDS, named, Phrase.UNKNOWN_KIND)
        if who.strip():
            calls[f"{kind}={_whom(who.strip())}"] = None
    if not calls:
        raise CommandError(said(Ruling.UNKNOWN_MENTION, word=text))
    return ",".join(calls)


def _whom(text: str) -> str:
    if _is_off(text):
        return "off"
    if text.lstrip("@!<").rstrip(">").casefold() in EVERYBODY:
        raise CommandError(said(Ruling.NOT_EVERYBODY))
    for who, pattern in _MENTIONS:
        if found := pattern.fullmatch(text):
            return f"{who}:{found[1]}"
    raise CommandError(said(Ruling.UNKNOWN_MENTION, word=text))


_READERS: Final[Mapping[Setting, Callable[[str], str]]] = {
    "companies": _companies,
    "kinds": _kinds,
    "certainty": _certainty,
    "language": _language,
    "news": _news,
    "updates": _updates,
    "promises": _promises,
    "digest": _digest,
    "quiet": _quiet,
    "zone": _zone,
    "bypass": _bypass,
    "cap": _cap,
    "mention": _mention,
}
_RHYTHMS: Final[Mapping[str, Sequence[str]]] = {"hourly": (), "daily": (), "weekly": ()}
_GUESSED: Final[tuple[Setting, ...]] = ("quiet", "digest", "certainty", "updates", "cap", "kinds")


def _one(names: Mapping[_Name, Sequence[str]], text: str, unknown: Phrases) -> _Name:
    found = lookup(names, text)
    if found is None:
        near = tuple(map(str, nearest(names, text)))
        known = () if near else (said(Phrase.THESE_ARE, names=", ".join(names)),)
        raise WrongWord(said(unknown, word=text), *known, word=text, near=near)
    return found


def _listed(
    names: Mapping[_Name, Sequence[str]], text: str, unknown: Phrases, line: str
) -> list[_Name]:
    """The names between commas, or one behind the other; every one must be known."""
    parts = [part.strip() for part in COMMAS.split(text) if part.strip()]
    if not parts:
        raise CommandError(said(Phrase.MISSING_NAME), _type_this(line))
    found: list[_Name] = []
    for part in parts:
        words = part.split()
        each = [part] if lookup(names, part) or len(words) == 1 else words
        found += [_one(names, word, unknown) for word in each]
    return list(dict.fromkeys(found))


def _is_off(text: str) -> bool:
    return fold(text) in OFF


def _names(words: str, others: Sequence[str]) -> bool:
    """Is one of these among the words? Chinese ones stand without spaces."""
    spaced = set(words.split())
    return any(each in (words if not each.isascii() else spaced) for each in others)


def _without_days(words: str) -> str:
    """The words without 周一 and the like, of which no figure is meant."""
    for others in WEEKDAYS.values():
        for each in others:
            words = words if each.isascii() else words.replace(each, " ")
    return words


def _clock_in(text: str) -> str | None:
    """The time of day that is told here, as `09:00`; None: there is none."""
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, told = int(found["hour"]), found["minute"]
    minute = 30 if told == "半" else int(told or 0)
    hour = hour_of(hour, found["half"] or (found["end"] or "").lower())
    return f"{0 if hour == HOURS else hour:02}:{minute:02}"


def _checked(read: Callable[[str], object], value: str, text: str) -> str:
    try:
        read(value)
    except ValueError as fault:
        raise CommandError(said(Ruling.BAD_VALUE, word=text, why=str(fault))) from fault
    return value


def _type_this(rules: str) -> Said:
    return said(Phrase.TYPE_THIS, example=f"/evwatch channel {rules}")


@cache
def _places() -> Mapping[str, str]:
    """Cities and whole names, folded, to the zones that they mean."""
    found = {fold(name.rpartition("/")[2]): name for name in pacing.zones()}
    found |= {fold(name): name for name in pacing.zones()}
    found |= {fold(city): name for name, cities in CITIES.items() for city in cities}
    return found
