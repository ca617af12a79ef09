"""Stretches of time as people type them: "last month", "since 2023", "between May and July 2023".

A time alone means all of it: "2023" is that year, from its first to its last day.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.commands import recurring, times
from bot.commands.times import When

TEXT_MAX_CHARS: Final = 80  # of what could be a time

_MODEL: Final = re.compile(r"[qh]\d")  # alone it is a car rather than a quarter
_SINCE: Final = re.compile(
    r"(?:since|from|after|自从|自|从)\s*(.+?)\s*(?:on|onwards|以来|以后|之后|起)?"
)
_SINCE_AFTER: Final = re.compile(r"(.+?)\s*(?:onwards|以来|以后|之后|至今|起)")
_UNTIL: Final = re.compile(r"(?:until|till|to|至|到|截至|截止)\s*(.+)")
_BEFORE: Final = re.compile(r"before\s+(.+)|(.+?)\s*(?:之前|以前|前)")
_BETWEEN: Final = re.compile(r"(?:between\s+|from\s+|自从|从|自)?(.+?)(?:之间|期间|间)?")
_TO: Final = re.compile(
    r"\s+(?:and|to|until|till|through)\s+|\s*(?:–|—|\.\.|~|～|至|到)\s*|\s+-\s+"
)
# What announces a time and nothing else; "to", "from" and "between" may have a place behind them.
ANNOUNCING: Final = frozenset(
    {"since", "after", "until", "till", "before", "自", "自从", "截至", "截止"}
)
_ANNOUNCED: Final = re.compile(
    r"(?P<until>截至|截止)(?P<a>.+)|(?:自从|自|从)?(?P<b>.*?)(?P<end>以来|以后|之后|之前|以前)(?:的.*)?"
    r"|(?P<since>自从|自)(?P<c>.+)起(?:的.*)?|(?P<bare>自从)(?P<d>.+)"
)
# What ends the day before these begin.
_EARLIER: Final = {
    "today": "yesterday",
    "yesterday": "2d",
    "tomorrow": "today",
    **{f"this {each}": f"last {each}" for each in ("week", "month", "quarter", "year")},
    **{f"next {each}": f"this {each}" for each in ("week", "month", "year")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From one time to another, each whole; None where it is open."""

    since: When | None = None
    until: When | None = None

    def first(self, today: date) -> date | None:
        """Its first day, for somebody who says it on `today`; None where it is open."""
        return self.since.start(today) if self.since else None

    def last(self, today: date) -> date | None:
        """Its last day; None where it is open.

        Of an end without its year it is the first one behind the beginning: "May to July" in June.
        """
        if self.until is None:
            return None
        first, last = self.first(today), self.until.end(today)
        behind = recurring.following(self.until.words, first) if first and last < first else None
        return self.until.end(behind) if behind else last


def read(text: str) -> Period | None:
    """The stretch of time that these words mean, or None when they mean none."""
    words = " ".join(text.casefold().split())
    if not words or len(words) > TEXT_MAX_CHARS:
        return None
    return _alone(words) or _open(words) or _between(words)


def announced(word: str) -> tuple[str, str] | None:
    """The part of a word that announces a time, and what stands there for it; None: nothing does.

    >>> announced("since"), announced("某天以来"), announced("su7")
    (('since', ''), ('以来', '某天'), None)
    """
    if word.casefold() in ANNOUNCING:
        return word, ""
    found = _ANNOUNCED.fullmatch(word)
    if not found:
        return None
    signs = found["until"] or found["end"] or found["since"] or found["bare"]
    return signs, found["a"] or found["b"] or found["c"] or found["d"] or ""


def _alone(words: str) -> Period | None:
    when = times.read(words)
    if when is None or _MODEL.fullmatch(words):
        return None
    return Period(since=when, until=None if when.is_length else when)


def _open(words: str) -> Period | None:
    """With one end: "since 2023", "2023年以来", "until May 2023", "before 2023"."""
    for pattern in (_SINCE, _SINCE_AFTER):
        found = pattern.fullmatch(words)
        if found and (when := times.read(found[1])):
            return Period(since=when)
    if (found := _UNTIL.fullmatch(words)) and (when := times.read(found[1])):
        return Period(until=when)
    if found := _BEFORE.fullmatch(words):
        return _before(times.read(found[1] or found[2]))
    return None


def _before(when: When | None) -> Period | None:
    """Until the day before; None where no words say that tomorrow, too."""
    if when and (earlier := _EARLIER.get(when.words)):
        return Period(until=When(earlier))
    if when is None or not when.is_fixed:
        return None
    return Period(until=When((when.start(date.max) - timedelta(days=1)).isoformat()))


def _between(words: str) -> Period | None:
    """With two ends, each of them inside; in either order where both are days of the calendar."""
    found = _BETWEEN.fullmatch(words)
    inner = found[1] if found else words
    for gap in _TO.finditer(inner):
        one, other = inner[: gap.start()], inner[gap.end() :]
        whole, behind = _dated(one, other), _dated(other, one)
        since, until = times.read(whole), times.read(behind)
        if since and until and not until.is_length:
            if since.is_fixed and until.is_fixed and since.start(date.max) > until.end(date.max):
                if behind != other:  # "November 2022 to February"
                    until = _years_on(until, 1)
                elif whole != one:
                    since = _years_on(since, -1)
                else:
                    since, until = until, since
            return Period(since=since, until=until) if since and until else None
    return None


def _years_on(when: When, years: int) -> When | None:
    """The same in another year; None where that has no such day."""
    year, rest = when.words[:4], when.words[4:]
    return times.read(f"{int(year) + years}{rest}")


def _dated(one: str, other: str) -> str:
    """A time with the year of the other, where it has none: "May to July 2023"."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", other)
    if not year or re.search(r"\d{4}", one):
        return one
    dated = f"{year[0]}年{one}" if "月" in one else f"{one} {year[0]}"
    return dated if times.read(dated) else one
