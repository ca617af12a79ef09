"""What all rows share: how a list goes into a statement, and a time or text into a column.

Whole records are spelled by `storage.news`, `storage.hearing`, `storage.watching` and
`storage.auditing`; nothing else knows how a value is kept.
Times are ISO 8601 text in UTC with microseconds, so that the order of the text is that of time;
sums are decimal text; lists that no query looks into are JSON. Absence is NULL.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

CHUNK: Final = 500  # values of one list in one statement; SQLite allows 32,766 parameters in all

Values = dict[str, object]  # of one statement, by parameter name
Columns = Mapping[str, Any]  # of one row; every engine gives str, int, float or None


def spread(sql: str, **lists: Sequence[object]) -> tuple[str, Values]:
    """A statement with each `(:name)` widened to as many parameters as its list has values.

    >>> spread("SELECT :a FROM t WHERE k IN (:k)", k=["x", "y"])
    ('SELECT :a FROM t WHERE k IN (:k_0, :k_1)', {'k_0': 'x', 'k_1': 'y'})
    """
    values: Values = {}
    for name, each in lists.items():
        named: Values = {f"{name}_{number}": value for number, value in enumerate(each)}
        sql = sql.replace(f"(:{name})", f"({', '.join(f':{key}' for key in named)})")
        values |= named
    return sql, values


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """The distinct values in their order, at most `CHUNK` at a time; nothing for none."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def stamp(at: datetime) -> str:
    """A time as it is kept; raises `ValueError` for one without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"time without a zone: {at}")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(at: datetime | None) -> str | None:
    """A time as it is kept, if there is one."""
    return None if at is None else stamp(at)


def time_or_none(text: str | None) -> datetime | None:
    """A kept time, if there is one."""
    return None if text is None else datetime.fromisoformat(text)


def within(word: str) -> str:
    """For `LIKE ... ESCAPE '~'`: whatever holds this word; nothing in it means anything else.

    >>> within("5%_")
    '%5~%~_%'
    """
    plain = word.replace("~", "~~").replace("%", "~%").replace("_", "~_")
    return f"%{plain}%"


def id_of(row: Columns) -> str:
    """The id of what the row is about."""
    return str(row["id"])


def time_of(row: Columns, name: str) -> datetime | None:
    """One column that holds a time."""
    return time_or_none(row[name])


def text_of(row: Columns, name: str) -> str:
    """One column that holds a text."""
    return str(row[name])


def number_of(row: Columns, name: str) -> int:
    """One column that holds a whole number."""
    return int(row[name])
