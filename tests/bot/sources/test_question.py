"""Registers that answer only to a question, or say by a status that they have nothing."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from adapters.fetch import Fetched, FetchError
from adapters.http.client import HttpFetch
from adapters.http.guard import Guard
from bot.catalogue import load
from bot.ingest import Ingest
from bot.sources.equip import equip
from bot.sources.making import MakingError, made, spoken
from bot.sources.registers import Definition, empty, question, read
from bot.sources.registers.tables import read_rows
from bot.workers import inline
from storage.records import Item
from storage.sources import Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.bot.sources.test_registers import SEEN, definition
from tests.fakes import FakeClock
from tests.fakes_storage import audit
from tests.fakes_web import Loopback, loopback

WORDS = "register:cninfo_announcements?words=%E4%BA%A4%E4%BB%98"
ROW = {
    "announcementId": "1", "announcementTitle": "关于<em>交付</em>的公告", "secName": "比亚迪", "secCode": "002594",
    "adjunctUrl": "finalpage/1.PDF", "announcementTime": 1690905600000,
}  # fmt: skip


def test_what_is_filled_in_is_asked_and_named_again() -> None:
    source = made(WORDS).source()
    asked = question(source)

    assert asked is not None
    assert asked.content_type.startswith("application/x-www-form-urlencoded")
    assert parse_qs(asked.body.decode())["searchkey"] == ["交付"]
    assert spoken(source.kind, source.url, source.settings) == WORDS
    with pytest.raises(MakingError, match="words=…"):
        made("register:cninfo_announcements")


@given(st.text(max_size=80))
def test_what_is_filled_in_is_never_part_of_the_form(words: str) -> None:
    source = made(WORDS).source()
    asked = question(replace(source, settings={**source.settings, "=words": words}))

    assert asked is not None
    told = parse_qs(asked.body.decode(), keep_blank_values=True, errors="surrogatepass")
    assert told["searchkey"] == [words]
    assert told["pageSize"] == ["30"]
    assert len(told) == 14


def test_a_source_whose_address_is_enough_asks_nothing() -> None:
    assert question(made("register:hkex_en").source()) is None
    assert question(made("https://example.org/feed").source()) is None


@pytest.mark.parametrize(
    "more",
    [
        {"method": "POST"},
        {"body": {"a": "b"}},
        {"method": "POST", "body": {"a": 1}},
        {"method": "PUT", "body": {"a": "b"}},
    ],
)
def test_a_body_goes_with_a_question_and_a_form_holds_texts(more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        definition(**more)


def test_the_blanks_of_a_nested_body_are_wanted() -> None:
    what: Definition = definition(
        method="POST", sends="json", body={"query": {"all": ["{make}", {"year": "{year}"}], "n": 5}}
    )

    assert what.blanks == ("make", "year")


@pytest.mark.parametrize(("status", "is_empty"), [(400, True), (404, False), (0, False)])
def test_a_status_may_say_that_there_is_nothing(status: int, is_empty: bool) -> None:  # noqa: FBT001
    source = made("register:nhtsa_recalls?make=tesla&model=model+3&year=2023").source()
    answer = empty(source, FetchError("no", status=status))

    assert (answer is not None) == is_empty
    if answer is not None:
        assert (read(source, answer, seen=SEEN).fault, read(source, answer, seen=SEEN).items) == (
            None,
            (),
        )
    assert empty(made(WORDS).source(), FetchError("no", status=status)) is None


def test_a_heading_above_names_the_maker_and_only_what_counts_is_kept() -> None:
    body = b"""<h2>Model Year 2024</h2><h3>TESLA, INC.</h3><table>
      <tr><th>EO #</th></tr><tr><td>A-1</td><td>3/29/2024</td><td>G1</td><td>na</td><td>na</td></tr></table>
      <table><caption>RIVIAN</caption><tr><td>A-2</td><td>3/18/2024</td><td>G2</td><td>na</td></tr>
      <tr><td>A-3</td><td>3/18/2024</td><td>G3</td><td>DEDICATED</td></tr></table>"""
    source = equip(made("register:carb_orders").source(), catalogue=load(), settings={})
    reading = read(source, Fetched(url=source.url, status=200, body=body), seen=SEEN)

    told = [(each.key, each.claims[0].company, each.claims[0].subject) for each in reading.items]
    assert told == [("A-2", "rivian", "G2"), ("A-1", "tesla", "G1")]


LIST = (
    '<div class="page-content"><ul><li><a href="/a/202608/t20260821_1.html" title="比亚迪召回部分汽车">比亚迪召…</a>'
    '<span>2023-08-01</span></li><li><a href="./202608/t20260820_2.html">小米汽车召回部分SU7汽车</a><b>2023-08-02</b></li>'
    '<li><a href="/home">小米汽车</a></li></ul></div>'
)


@pytest.mark.parametrize(
    ("name", "body", "count"),
    [
        ("samr_recalls", LIST.encode(), 2),
        ("miit_vehicles", json.dumps({"data": {"html": LIST}}).encode(), 3),
    ],
)
def test_a_title_is_told_whole_where_a_link_cuts_it(name: str, body: bytes, count: int) -> None:
    source = equip(made(f"register:{name}").source(), catalogue=load(), settings={})
    reading = read(source, Fetched(url=source.url, status=200, body=body), seen=SEEN)

    told = {each.title: each.published and each.published.date() for each in reading.items}
    assert len(told) == count
    assert told["比亚迪召回部分汽车"] == date(2023, 8, 1)
    assert told["小米汽车召回部分SU7汽车"] == date(2023, 8, 2)


@pytest.mark.parametrize(
    "body", [b"{}", b'{"data": {"html": 7}}', b"<html>", b'{"data": {"html": ""}}']
)
def test_a_page_that_is_not_within_is_a_fault(body: bytes) -> None:
    source = equip(made("register:miit_vehicles").source(), catalogue=load(), settings={})

    assert read(source, Fetched(url=source.url, status=200, body=body), seen=SEEN).fault


def test_rows_that_do_not_count_leave_room_for_those_that_do() -> None:
    lines = [
        "no,who,day,model",
        *("R,Somebody,2023-01-01,gas" for _ in range(6_000)),
        "E,BYD,2023-01-01,EV",
    ]
    what = definition(format="csv", only={"model": "EV"})

    assert [
        row["number"]
        for row in read_rows(what, Fetched(url="x", status=200, body="\n".join(lines).encode()))
    ] == ["E"]


class Exchange:
    """A list that answers to a form, on loopback."""

    def __init__(self, served: Loopback, store: Store, fetch: HttpFetch) -> None:
        self.forms: list[dict[str, str]] = []
        self.store, self.url = store, served.url("/query")
        self.ingest = Ingest(
            fetch=fetch, query=fetch.query, run=inline, store=store, catalogue=load(), clock=FakeClock(SEEN),
            equip=lambda source: equip(source, catalogue=load(), settings={}),
        )  # fmt: skip
        served.pages["/query"] = self.answer

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.method != "POST":
            raise web.HTTPMethodNotAllowed(request.method, ["POST"])
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(text=json.dumps({"announcements": [ROW]}, ensure_ascii=False))


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    async with loopback() as served:
        store = Store(await SqliteEngine.open(":memory:"))
        await store.migrate()
        guard = Guard(allow=frozenset({("127.0.0.1", served.port)}))
        async with HttpFetch(guard=guard, user_agent="EVWatch/test") as fetch:
            yield Exchange(served, store, fetch)
        await store.close()


async def test_a_list_that_answers_to_a_form_is_visited(exchange: Exchange) -> None:
    source = replace(made(WORDS).source(), url=exchange.url)
    await exchange.store.watchlist.add_source(source, audit=audit())
    outcome = await exchange.ingest.visit(source)

    assert (outcome.fault, outcome.new) == (None, 1)
    assert exchange.forms[0]["searchkey"] == "交付"
    [(kept, _)] = await exchange.store.visits.items([_id(source)])
    assert kept.title == "比亚迪：关于交付的公告"
    assert kept.published is not None
    assert kept.published.date() == date(2023, 8, 2)  # there it is that day already


async def test_without_a_way_for_questions_that_is_a_fault(exchange: Exchange) -> None:
    source = replace(made(WORDS).source(), url=exchange.url)
    await exchange.store.watchlist.add_source(source, audit=audit())
    outcome = await replace(exchange.ingest, query=None).visit(source)

    assert "no questions" in str(outcome.fault)
    assert exchange.forms == []


def _id(source: Source) -> str:
    assert source.kind == SourceKind.REGISTER
    return Item(source=source.id, key="1", url="", title="", text="", seen=SEEN, language="zh").id
