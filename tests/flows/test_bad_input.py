"""What the web really sends: each fault is told where people look, and stops no other source."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.http.client import HttpFetch, Limits
from adapters.http.guard import Guard
from bot.catalogue import load
from bot.ingest import Ingest
from bot.watch import Watcher
from bot.workers import Workers
from storage.channels import Channel
from storage.records import digest
from storage.sources import Actor, Audit, Source, SourceKind, SourceState, SourceStatus
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, entry, rss
from tests.fakes_web import Loopback, Page, loopback, never

NOW = datetime(2022, 6, 1, 12, 0, tzinfo=UTC)
NIO = entry("nio-may", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=NOW)  # fmt: skip
BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "lol lol lol lol lol lol lol lol lol">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>
<rss version="2.0"><channel><title>&g;</title><item><title>&g;</title></item></channel></rss>"""


async def huge(request: web.Request) -> web.StreamResponse:
    """20 MB of a feed that never ends."""
    response = web.StreamResponse(headers={"Content-Type": "application/rss+xml"})
    await response.prepare(request)
    await response.write(b"<?xml version='1.0'?><rss version='2.0'><channel><title>")
    try:
        for _ in range(20):
            await response.write(b"x" * 1024 * 1024)
    except ConnectionError:
        pass
    return response


async def page(_: web.Request) -> web.StreamResponse:
    return web.Response(
        text="<!doctype html><html><head><title>News</title></head><body><p>Hello</p></body></html>",
        content_type="text/html",
    )


async def wrong_charset(_: web.Request) -> web.StreamResponse:
    """GBK bytes that are declared as UTF-8, in the header and in the document."""
    told = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>电动车</title>'
    item = "<item><guid>z</guid><title>蔚来5月交付7024辆</title><link>https://e.org/z</link></item>"
    return web.Response(
        body=f"{told}{item}</channel></rss>".encode("gbk"),
        headers={"Content-Type": "application/rss+xml; charset=utf-8"},
    )


async def busy(_: web.Request) -> web.StreamResponse:
    return web.Response(status=503, headers={"Retry-After": "7200"})


class Sweep:
    """Sources on a loopback server, swept by the real line."""

    def __init__(self, web: Loopback, store: Store, fetch: HttpFetch, workers: Workers) -> None:
        self.web, self.store = web, store
        self.clock = FakeClock(NOW)
        ingest = Ingest(fetch=fetch, run=workers, store=store, catalogue=load(), clock=self.clock)
        self.watcher = Watcher(store=store, ingest=ingest, clock=self.clock)

    async def add(self, path: str) -> None:
        url = self.web.url(path)
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url, backfill=5)
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        audit = Audit(at=self.clock(), actor=actor, command="test")
        await self.store.watchlist.add_source(source, audit=audit)
        channel = Channel(platform="fake", workspace="w", id="general")
        await self.store.watchlist.follow(channel, (), audit=audit)

    async def statuses(self) -> dict[str, SourceStatus]:
        told = await self.store.visits.statuses(now=self.clock())
        return {status.source.url.rpartition("/")[2]: status for status in told}


@pytest.fixture
async def sweep() -> AsyncIterator[Sweep]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    workers = Workers(processes=2, limit=timedelta(seconds=5))
    limits = Limits(total=timedelta(seconds=2), max_bytes=4 * 1024 * 1024, per_host=20)
    async with loopback() as served:
        guard = Guard(allow=frozenset({("127.0.0.1", served.port)}))
        async with HttpFetch(guard=guard, user_agent="EVWatch/test", limits=limits) as fetch:
            yield Sweep(served, store, fetch, workers)
    await workers.close()
    await store.close()


FAULTS: dict[str, Page] = {
    "/text": b"Just some words, no feed at all.",
    "/empty": b"",
    "/page": page,
    "/missing": 404,
    "/gone": 410,
    "/broken": 500,
    "/busy": busy,
    "/silent": never,
    "/huge": huge,
    "/bomb": BOMB,
}
READ: dict[str, Page] = {
    "/good": rss(NIO),
    "/charset": wrong_charset,
    "/undated": rss(entry("u", "XPeng delivered 10,125 vehicles in May 2022", published=None)),
    "/twins": rss(
        entry("same", "Li Auto delivered 11,496 vehicles in May 2022", published=NOW),
        entry("same", "Leapmotor delivered 10,069 vehicles in May 2022", published=NOW, url="https://e.org/2"),
    ),
    "/bare": rss(),
}  # fmt: skip


async def test_every_fault_is_told_in_its_status_and_stops_no_other_source(sweep: Sweep) -> None:
    sweep.web.pages.update(FAULTS | READ)
    for path in FAULTS | READ:
        await sweep.add(path)

    swept = await sweep.watcher.sweep()

    told = await sweep.statuses()
    assert swept == len(FAULTS | READ)
    assert {
        name
        for name, status in told.items()
        if status.state in (SourceState.FAILING, SourceState.PAUSED)
    } == {path[1:] for path in FAULTS}
    words = {name: status.fault or "" for name, status in told.items() if status.fault}
    assert all(len(fault) > 10 for fault in words.values())
    assert "127.0.0.1" not in " ".join(words.values())
    assert len(set(words.values())) >= 7  # each kind of fault has words of its own
    assert {name: status.items for name, status in told.items() if status.items} == {
        "good": 1,
        "charset": 1,
        "undated": 1,
        "twins": 2,
    }


async def test_a_source_that_is_gone_or_busy_is_left_alone_for_long(sweep: Sweep) -> None:
    sweep.web.pages.update(FAULTS)
    for path in ("/gone", "/busy", "/broken"):
        await sweep.add(path)

    await sweep.watcher.sweep()

    told = await sweep.statuses()
    pauses = {name: (status.next_try or NOW) - NOW for name, status in told.items()}
    assert pauses["gone"] > timedelta(hours=19)
    assert timedelta(hours=2) <= pauses["busy"] < timedelta(hours=3)
    assert timedelta(minutes=4) <= pauses["broken"] <= timedelta(minutes=6)


async def test_a_source_that_comes_back_is_well_again(sweep: Sweep) -> None:
    sweep.web.pages["/feed"] = 500
    await sweep.add("/feed")
    await sweep.watcher.sweep()
    sweep.web.pages["/feed"] = rss(NIO)
    sweep.clock.pass_by(timedelta(hours=1))

    await sweep.watcher.sweep()

    status = (await sweep.statuses())["feed"]
    assert (status.state, status.fault, status.source.failures) == (SourceState.OK, None, 0)
    assert len(await sweep.store.outbox.queue("w")) == 1
