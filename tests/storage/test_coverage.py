"""How a workspace watches a company, against the same counted row by row."""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.coverage import GLANCE, SUSPECT, Coverage, Watching
from storage.migrations import steps
from storage.rows import stamp
from storage.sqlite_queries import Direct

NOW = datetime(2024, 3, 28, tzinfo=UTC)
COMPANIES = ("nio", "byd")
ADD = """
    INSERT INTO sources (id, kind, url, title, company, trust, every_s, backfill, memory, failures,
      last_success, next_try)
    VALUES (:id, 'feed', 'https://a.example/', 'A', :company, 0, 900, 0, '{}', :failures,
      :answered, :next)"""
WATCH = """
    INSERT INTO watches (workspace, source, company, managed, added_by, added_at)
    VALUES (:workspace, :source, :company, 0, 'ann', :at)"""

Fed = tuple[str | None, int, int | None, Mapping[str, int | None]]

_days = st.none() | st.integers(0, 3)
_watched = st.dictionaries(st.sampled_from(("acme", "other", "*")), _days)
_sources: st.SearchStrategy[list[Fed]] = st.lists(
    st.tuples(st.none() | st.sampled_from(COMPANIES), st.integers(0, 1), _days, _watched),
    max_size=4,
)


@given(_sources, _watched, st.sampled_from((*COMPANIES, "*")))
def test_what_a_look_up_is_told_is_what_counting_gives(
    sources: list[Fed], named: dict[str, int | None], company: str
) -> None:
    connection = opened()
    connection.execute("BEGIN")
    try:
        kept(connection, sources, named)
        found = asyncio.run(Coverage(Direct(connection)).watching("acme", company, now=NOW))
    finally:
        connection.execute("ROLLBACK")

    assert told(found) == counted(sources, named, company)


@pytest.mark.parametrize("query", [GLANCE, SUSPECT])
def test_no_look_up_walks_through_every_source_or_watch(query: str) -> None:
    values = {"workspace": "acme", "company": "nio", "silent": stamp(NOW), "limit": 9}

    plan = [row[3] for row in opened().execute(f"EXPLAIN QUERY PLAN {query}", values)]

    walked = [line for line in plan if line.startswith("SCAN")]
    assert set(walked) <= {"SCAN 2 CONSTANT ROWS", "SCAN p"}  # p: the workspace, and everybody


@cache
def opened() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    steps().apply(Database(connection))
    return connection


def kept(
    connection: sqlite3.Connection, sources: Sequence[Fed], named: Mapping[str, int | None]
) -> None:
    """Watch the sources, and the first of the companies by its name."""
    for number, (about, failures, answered, watched) in enumerate(sources):
        row = {"id": str(number), "company": about, "failures": failures, "next": stamp(NOW)}
        connection.execute(ADD, row | {"answered": ago(answered)})
        for workspace, days in watched.items():
            watch = {"workspace": workspace, "source": str(number), "company": None}
            connection.execute(WATCH, watch | {"at": ago(days)})
    for workspace, days in named.items():
        watch = {"workspace": workspace, "source": None, "company": COMPANIES[0]}
        connection.execute(WATCH, watch | {"at": ago(days)})


def ago(days: int | None) -> str | None:
    return None if days is None else stamp(NOW - timedelta(days=days))


def told(found: Watching) -> tuple[object, ...]:
    since = found.since and stamp(found.since)
    suspects = {each.source.id for each in found.suspects}
    return found.watched, since, found.has_source, found.sources, suspects


def counted(
    sources: Sequence[Fed], named: Mapping[str, int | None], company: str
) -> tuple[object, ...]:
    """The same, by the rows that the workspace sees."""
    own = {place: days for place, days in named.items() if place != "other"}
    seen = [
        (number, about, failures, answered, watched)
        for number, (about, failures, answered, watched) in enumerate(sources)
        if set(watched) - {"other"}
    ]
    fitting = [each for each in seen if company == "*" or each[1] in {None, company}]
    suspects = {
        str(number)
        for number, _, failures, answered, _ in fitting
        if failures or (answered is not None and answered > 1)
    }
    days = list(own.values())
    if not (has_own := bool(own) and company == COMPANIES[0]):
        days += [at for *_, watched in seen for place, at in watched.items() if place != "other"]
    first = max((at for at in days if at is not None), default=None)
    is_watched = has_own or ((company == "*" or not own) and bool(own or seen))
    return is_watched, ago(first), bool(fitting), len(fitting) if suspects else 0, suspects
