"""What a workspace can set of a source for itself: how it is typed, read, and written again.

Empty text stands for "as the source is for everybody". Whatever reads raises `CommandError` and
nothing else.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from adapters.plain import one_line
from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.parsing import quoted, whole
from bot.commands.rule_names import LANGUAGES
from bot.commands.tokens import Token, phrase_of
from bot.commands.vocabulary import fold, lookup, nearest
from bot.compose.editing_words import Editing
from bot.exchange.lists.entries import TITLE_MAX_CHARS, Broken, every_words, language_of
from bot.sources.rhythm import ASKED_MAX, ASKED_MIN
from storage.sources import OwnSettings

Field = Literal["title", "every", "company", "lang"]
Fields = tuple[tuple[Field, str], ...]

FIELDS: Final[Mapping[Field, tuple[str, ...]]] = {
    "title": ("name", "标题", "名称"),
    "every": ("rhythm", "interval", "pace", "频率", "间隔"),
    "company": ("about", "for", "公司"),
    "lang": ("language", "语言"),
}
AUTO: Final = frozenset({"", "auto", "automatic", "default", "none", "off", "自动", "默认", "无"})
WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("hourly", "hour", "每小时"), "1h"),
    **dict.fromkeys(("half hourly", "half an hour", "half hour", "半小时", "每半小时"), "30m"),
    **dict.fromkeys(("daily", "day", "每天", "每日"), "1d"),
    **dict.fromkeys(("weekly", "week", "每周"), "7d"),
}
# Kinds of sources that stand before a colon, too.
_KINDS: Final = frozenset({"page", "text", "domain", "register"})
_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_PART: Final = re.compile(
    r"(?P<n>[0-9]{1,6}(?:\.[0-9]{1,2})?)\s*(?:(?P<s>s|secs?|seconds?|秒钟?)"
    r"|(?P<m>m|mins?|minutes?|分钟?)|(?P<h>h|hrs?|hours?|个?小时)|(?P<d>d|days?|天|日)"
    r"|(?P<w>w|weeks?|周))(?![a-z])\s*"
)
_EVERY: Final = re.compile(r"^(?:every|each|once every|once an?|once per|per|每隔?)\s*")


def split(words: Sequence[Token]) -> tuple[list[Token], Fields]:
    """The words before the first field, and the fields: `title:X`, `title=X`, or `every 30m`.

    A field's value goes on to the next field; of a field that is named twice, the last one counts.
    """
    named, found = _pieces(_joined(words))
    if not found:
        named, found = _spaced(named)
    last = len(found) - 1
    values = {
        field: READERS[field](_value(value, is_whole=place == last and field == "title"))
        for place, (field, value) in enumerate(found)
    }
    return named, tuple((field, values[field]) for field in FIELDS if field in values)


def line(fields: Fields) -> str:
    """The fields as they are typed, each with a space before it."""
    return "".join(f" {field}:{quoted(value) if value else 'auto'}" for field, value in fields)


def told(settings: OwnSettings, field: Field) -> str:
    """One setting as a field holds it; empty: none of its own."""
    if field == "every":
        return every_words(settings.every) if settings.every else ""
    value = settings.language if field == "lang" else getattr(settings, field)
    return value or ""


def rhythm(words: str) -> timedelta | None:
    """How long these words say; None for what is no length of time."""
    text = _EVERY.sub("", words.casefold()).strip()
    text = WORDS.get(fold(words)) or WORDS.get(text) or text
    parts = list(_PART.finditer(text))
    if not parts or "".join(part[0] for part in parts) != text:
        return None
    seconds = sum(Decimal(part["n"]) * _UNITS[str(part.lastgroup)] for part in parts)
    return timedelta(seconds=int(seconds)) if seconds == int(seconds) else None


def _pieces(words: Sequence[Token]) -> tuple[list[Token], list[tuple[Field, list[Token]]]]:
    named: list[Token] = []
    found: list[tuple[Field, list[Token]]] = []
    for place, word in enumerate(words):
        field = _field(word)
        if field is None and place and not found and (stray := _stray(word)):
            raise CommandError(said(Editing.NO_FIELD, word=stray))
        if field is None:
            (found[-1][1] if found else named).append(whole(word))
        else:
            value = Token(word.text, quoted=word.quoted)
            found.append((field, [value] if word.text else []))
    return named, found


def _joined(words: Sequence[Token]) -> list[Token]:
    """The words with `title=X` as `title:X`, whatever spaces stand around the sign."""
    joined: list[Token] = []
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, sign, value = word.text.partition("=")
        if word.quoted or word.key:
            joined.append(word)
        elif sign and _is_name(name):
            joined.append(Token(value, key=name))
        elif _is_name(word.text) and rest and not rest[0].key and rest[0].text.startswith("="):
            joined.append(Token(rest.pop(0).text[1:], key=word.text))
        else:
            joined.append(word)
    return joined


def _is_name(word: str) -> bool:
    return word.isalpha() and bool(lookup(FIELDS, word) or nearest(FIELDS, word, 1))


def _spaced(words: Sequence[Token]) -> tuple[list[Token], list[tuple[Field, list[Token]]]]:
    """The same of a line without signs: a field's name is a word of its own behind the source."""
    keyed = [
        Token("", key=word.text) if place and not word.quoted and word.text in FIELDS else word
        for place, word in enumerate(words)
    ]
    return _pieces(keyed)


def _field(word: Token) -> Field | None:
    """The field that a token sets; None where it is part of a name or a value."""
    if not word.key or word.key.casefold() in _KINDS:
        return None
    field = lookup(FIELDS, word.key)
    if field is None and word.key.islower() and (near := nearest(FIELDS, word.key, 1)):
        raise WrongWord(said(Editing.NO_FIELD, word=word.key), word=word.key, near=near)
    return field


def _is_auto(text: str) -> bool:
    return fold(text.strip("-–")) in AUTO


def _stray(word: Token) -> str:
    """What stands in a word as a field's name would and is none; empty where there is no sign."""
    name, sign, _ = (word.key, ":", "") if word.key else word.text.partition("=")
    return name if sign and not word.quoted and name.isalpha() and name.islower() else ""


def _value(words: Sequence[Token], *, is_whole: bool) -> str:
    """The words of a value; a comma may stand behind it, unless it `is_whole`."""
    text = phrase_of(words).strip()
    return text if is_whole or not words or words[-1].quoted else text.rstrip(",;，；、 ")


def _title(text: str) -> str:
    title = one_line(text)
    if _is_auto(title):
        return ""
    if len(title) > TITLE_MAX_CHARS:
        raise CommandError(said(Editing.TITLE_TOO_LONG, n=TITLE_MAX_CHARS, has=len(title)))
    return title


def _every(text: str) -> str:
    if _is_auto(text):
        return ""
    found = rhythm(text)
    if found is None:
        raise CommandError(said(Editing.NO_RHYTHM, word=text))
    if not ASKED_MIN <= found <= ASKED_MAX:
        raise CommandError(said(Editing.OUT_OF_BOUNDS, word=text))
    return every_words(found)


def _company(text: str) -> str:
    """A name as it was typed; whose it is, a catalogue knows."""
    return "" if _is_auto(text) else text


def _language(text: str) -> str:
    if _is_auto(text):
        return ""
    if known := lookup(LANGUAGES, text):
        return known
    try:
        return language_of(text)
    except Broken as broken:
        raise CommandError(said(Editing.NO_LANGUAGE, word=text)) from broken


READERS: Final[Mapping[Field, Callable[[str], str]]] = {
    "title": _title,
    "every": _every,
    "company": _company,
    "lang": _language,
}
