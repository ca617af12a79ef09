"""When an entry says it was published: what its words say, or nothing rather than a guess."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

YEAR_MIN: Final = 1990  # the web is not older
AHEAD_MAX: Final = timedelta(days=2)  # clocks and time zones may be off by that
ZONE_MAX: Final = timedelta(hours=14)
WORDS_MAX_CHARS: Final = 80

# 2020/1/10 8:05, 2020-01-10 08:05:00 +0800, 2020年1月10日 08:05; feedparser takes the first for
# the first of October.
_NUMERIC: Final = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"(?:[T\s,]*(?P<hour>\d{1,2})[:时](?P<minute>\d{2})(?:[:分](?P<second>\d{2})(?:[.,]\d{1,9})?秒?|分)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<zh>\d{2}):?(?P<zm>\d{2}))?",
    re.IGNORECASE,
)
_NO_YEAR: Final = re.compile(r"(?<![+\-\d:])0\d{3}(?![\d:])")  # 0001, which becomes 2001
_WEEKDAY: Final = re.compile(r"^\s*[^\W\d_]{2,12}\.?,?\s+(?=\d)")


def moment(words: str, *, seen: datetime) -> datetime | None:
    """The time that a feed's words name, in UTC; a time without a zone counts as UTC.

    None when the words are no date, or name a day before 1990 or later than two days from `seen`.
    """
    words = words.strip()
    if not words or len(words) > WORDS_MAX_CHARS or _NO_YEAR.search(words):
        return None
    when = _numeric(words) or _mail(words)
    return sensible(when, seen=seen)


def sensible(when: datetime | None, *, seen: datetime) -> datetime | None:
    """The time in UTC if an article can be from then."""
    if when is None:
        return None
    try:
        when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        return when if when.year >= YEAR_MIN and when - seen <= AHEAD_MAX else None
    except OverflowError:
        return None


def _numeric(words: str) -> datetime | None:
    found = _NUMERIC.fullmatch(words)
    if not found:
        return None
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    offset = timedelta(hours=int(found["zh"] or 0), minutes=int(found["zm"] or 0))
    if offset > ZONE_MAX:
        return None
    try:
        when = datetime(
            int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=UTC
        ) + timedelta(hours=hour, minutes=minute, seconds=second)
        return when + offset if found["sign"] == "-" else when - offset
    except (ValueError, OverflowError):
        return None


def _mail(words: str) -> datetime | None:
    """RFC 5322 dates; a weekday in any language is skipped, it says nothing new."""
    try:
        return parsedate_to_datetime(_WEEKDAY.sub("", words))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
