"""A row of a watchlist as a file tells it: its fields checked one by one, and told again."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from adapters.plain import one_line, web_address
from bot.sources.making import Made, MakingError, made, spoken
from bot.sources.rhythm import ASKED_MAX, ASKED_MIN
from storage.sources import SourceKind

TITLE_MAX_CHARS: Final = 200
URL_MAX_CHARS: Final = 1_500
BACKFILL_MAX: Final = 200

# The columns of a file, in the order in which they are written, with what others call them.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("type", "类型"),
    "url": ("xmlurl", "watch", "feed", "feedurl", "link", "address", "网址", "地址"),
    "title": ("name", "text", "标题", "名称"),
    "company": ("公司",),
    "language": ("lang", "语言"),
    "every": ("rhythm", "interval", "频率"),
    "backfill": ("回填",),
}
COMPANY: Final = "company"  # the kind of a row that is no source
_DURATION: Final = re.compile(r"(\d{1,6})\s*([smhd])")
_UNITS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_NAMES: Final = {other: name for name, others in FIELDS.items() for other in (name, *others)}
# What other programs write as the type of a feed.
_FEEDS: Final = frozenset({"", "rss", "rss1", "rss2", "atom", "atom1", "rdf", "json", "jsonfeed"})

Find = Callable[[str], str | None]  # the id of the company of that name


class Why(StrEnum):
    """Why a line, or a whole file, cannot be used."""

    NO_ADDRESS = "no address"
    NOT_AN_ADDRESS = "not an address"
    TOO_LONG = "too long"
    UNKNOWN_COMPANY = "unknown company"
    UNKNOWN_LANGUAGE = "unknown language"
    UNKNOWN_KIND = "unknown kind"
    UNKNOWN_FIELD = "unknown field"
    BAD_EVERY = "bad rhythm"
    BAD_BACKFILL = "bad backfill"
    BROKEN = "broken markup"
    COLUMNS = "columns"
    # of a whole file
    TOO_LARGE = "too large"
    TOO_MANY = "too many"
    HOSTILE = "hostile"
    NOTHING = "nothing in it"
    UNREADABLE = "unreadable"


class ListError(Exception):
    """A file that is not read at all."""

    def __init__(self, why: Why, word: str = "") -> None:
        super().__init__(f"{why}: {word}")
        self.why = why
        self.word = word


class Broken(Exception):
    """A field that cannot be used; `word` is what stands there."""

    def __init__(self, why: Why, word: str = "") -> None:
        super().__init__(f"{why}: {word}")
        self.why = why
        self.word = one_line(word)[:80]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A company, or a source. Of a source, None and empty: the file does not say.

    `url` is what `bot.sources.making` reads: an address, or "domain:", "page:", "register:" words.
    """

    kind: str  # COMPANY or a `SourceKind`
    url: str = ""
    title: str = ""
    company: str = ""  # the company itself; of a source, the one that it is about
    language: str = ""
    every: timedelta | None = None
    backfill: int | None = None

    @property
    def is_company(self) -> bool:
        """Is it a company?"""
        return self.kind == COMPANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a format found in one place: fields by the names of the file, or why there are none."""

    line: int  # from 1 on
    text: str  # of that line, to know it again
    fields: Mapping[str, str] = field(default_factory=dict)
    broken: Broken | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A row that can be used."""

    line: int
    listed: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A line that cannot be used."""

    line: int
    text: str
    why: Why
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a file tells, each part in the order of its lines."""

    entries: tuple[Placed, ...]
    faults: tuple[Fault, ...]


def contents(rows: Iterable[Row], *, find: Find, kinds: Collection[SourceKind]) -> Contents:
    """The rows of a file, each checked by itself; `kinds` are those that can be read."""
    entries: list[Placed] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            if row.broken:
                raise row.broken
            listed = checked(row.fields, find=find, kinds=kinds)
            entries.append(Placed(line=row.line, listed=listed))
        except Broken as error:
            text = one_line(row.text)[:100]
            faults.append(Fault(line=row.line, text=text, why=error.why, word=error.word))
    return Contents(entries=tuple(entries), faults=tuple(faults))


def checked(fields: Mapping[str, str], *, find: Find, kinds: Collection[SourceKind]) -> Listed:
    """Fields as text, read; raises `Broken` for the first that cannot be."""
    values = {name: value.strip() for name, value in fields.items() if value.strip()}
    company = company_of(values.get("company", ""), find)
    kind = values.get("kind", "")
    if kind.casefold() == COMPANY or not (kind or values.get("url")):
        if not company:
            raise Broken(Why.NO_ADDRESS)
        return Listed(kind=COMPANY, company=company)
    what = what_of(values.get("url", ""), kind, kinds)
    return Listed(
        kind=what.kind,
        url=spoken(what.kind, what.url, what.settings),
        title=title_of(values.get("title", "")),
        company=company,
        language=language_of(values.get("language", "")),
        every=every_of(values["every"]) if "every" in values else None,
        backfill=backfill_of(values["backfill"]) if "backfill" in values else None,
    )


def told(listed: Listed) -> dict[str, str]:
    """The fields as text, those that say something, in the order of `FIELDS`."""
    values = {
        "kind": COMPANY if listed.is_company else "",
        "url": listed.url,
        "title": listed.title,
        "company": listed.company,
        "language": listed.language,
        "every": every_words(listed.every) if listed.every is not None else "",
        "backfill": str(listed.backfill) if listed.backfill is not None else "",
    }
    return {name: value for name, value in values.items() if value}


def named(name: str) -> str | None:
    """The field that a column or key of this name holds, if any."""
    folded = re.sub(r"[\s_-]+", "", name.strip().casefold())
    return _NAMES.get(folded)


def title_of(text: str) -> str:
    """A name for a source; raises `Broken`."""
    title = one_line(text)
    if len(title) > TITLE_MAX_CHARS:
        raise Broken(Why.TOO_LONG, title)
    return title


def company_of(text: str, find: Find) -> str:
    """The id of a company, empty for no words; raises `Broken`."""
    company = find(text) if text else ""
    if company is None:
        raise Broken(Why.UNKNOWN_COMPANY, text)
    return company


def language_of(text: str) -> str:
    """A language as two letters, empty for no words; raises `Broken`."""
    language = re.split(r"[-_]", text.casefold())[0]
    language = {"english": "en", "英文": "en", "英语": "en", "chinese": "zh", "中文": "zh"}.get(
        language, language
    )
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise Broken(Why.UNKNOWN_LANGUAGE, text)
    return language


def every_of(text: str) -> timedelta:
    """A rhythm such as "30m" or "6h", within bounds; raises `Broken`."""
    found = _DURATION.fullmatch(text.casefold())
    every = timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else None
    if every is None or not ASKED_MIN <= every <= ASKED_MAX:
        raise Broken(Why.BAD_EVERY, text)
    return every


def every_words(every: timedelta) -> str:
    """A rhythm as it is typed.

    >>> every_words(timedelta(minutes=90)), every_words(timedelta(hours=48))
    ('90m', '2d')
    """
    seconds = round(every.total_seconds())
    unit = next(unit for unit, size in _UNITS.items() if seconds % size == 0)
    return f"{seconds // _UNITS[unit]}{unit}"


def backfill_of(text: str) -> int:
    """How many items of a first visit may alert; raises `Broken`."""
    if not re.fullmatch(r"\d{1,4}", text) or int(text) > BACKFILL_MAX:
        raise Broken(Why.BAD_BACKFILL, text)
    return int(text)


def what_of(text: str, kind: str, kinds: Collection[SourceKind]) -> Made:
    """What is watched, of a kind that can be read; raises `Broken`."""
    if not text:
        raise Broken(Why.NO_ADDRESS)
    if len(text) > URL_MAX_CHARS:
        raise Broken(Why.TOO_LONG, text)
    text = re.sub(r"(?i)^feed:(?://)?(?=https?://)", "", text)
    if kind.casefold() not in _FEEDS | set(SourceKind):
        raise Broken(Why.UNKNOWN_KIND, kind)
    try:
        what = made(text)
    except MakingError as error:
        raise Broken(Why.NOT_AN_ADDRESS, text) from error
    if what.kind not in kinds:
        raise Broken(Why.UNKNOWN_KIND, what.kind)
    if what.kind == SourceKind.FEED and web_address(what.url) is None:
        raise Broken(Why.NOT_AN_ADDRESS, text)
    return what
