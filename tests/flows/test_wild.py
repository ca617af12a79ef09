"""A web of the wild: case -> state -> alerts, over real sockets and through the whole line.

Nothing is lost, nothing is told twice, and no socket is made for a forbidden address.
"""

import gzip
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from adapters.http.client import HttpFetch, Limits
from adapters.http.guard import Guard
from bot.catalogue import load
from bot.ingest import Ingest
from bot.tending import GATHER, Report, Tending
from bot.workers import inline
from storage.channels import Channel
from storage.records import digest
from storage.sources import Actor, Audit, News, Source, SourceKind, SourceState
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, entry, rss
from tests.fakes_http import Directory
from tests.fakes_web import Loopback, Page, loopback, never

NOW = datetime(2022, 6, 1, 12, 0, tzinfo=UTC)
TEXT = "The company opened its first showroom in the city, with room for twelve cars and a small café for all who wait for theirs, and more are to follow before the year ends, it said on Monday."  # fmt: skip
OLD = [
    entry(f"old-{number}", f"A walk through the car fair, part {number}", f"{number}: {TEXT}", published=NOW - timedelta(days=number + 1))
    for number in range(4)
]  # fmt: skip
NIO = entry("nio-may", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=NOW)  # fmt: skip
BEFORE, AFTER = rss(*OLD), rss(NIO, *OLD)


def rekeyed() -> bytes:
    """The same articles by other ids and addresses."""
    return rss(*(each.replace("old-", "https://cdn.example.net/p/") for each in OLD))


def redated() -> bytes:
    """The same articles, all from today."""
    return rss(
        *(
            entry(f"old-{number}", f"A walk through the car fair, part {number}", f"{number}: {TEXT}", published=NOW)
            for number in range(4)
        )
    )  # fmt: skip


def told_at_length(*, again: bool) -> bytes:
    """Long articles; again: by other ids and addresses, retitled, of today, a word changed."""
    key, title = (
        ("https://cdn.example.net/p/", "Seen at the fair") if again else ("long-", "A walk")
    )
    text = f"{TEXT} Behind the glass stands what was shown at the fair in spring, in a colour that nobody had seen until then, and those who came early sat in it for as long as they liked."
    text = text.replace("more are to follow", "more will follow") if again else text
    return rss(
        *(
            entry(f"{key}{number}", f"{title}, part {number}", f"{number}: {text}", published=NOW - timedelta(days=0 if again else number + 1))
            for number in range(4)
        )
    )  # fmt: skip


def leads(to: str, status: int = 302) -> Page:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": to})

    return answer


def says(text: str, status: int = 200, **headers: str) -> Page:
    async def answer(_: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return web.Response(text=text, status=status, content_type="text/html", headers=named)

    return answer


def packed(body: bytes) -> Page:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(
            body=body, headers={"Content-Encoding": "gzip", "Content-Type": "text/xml"}
        )

    return answer


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await response.write(b"<item><title>more</title></item>" * 1000)
    except ConnectionError:
        return response


CHALLENGE = "<html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script></html>"
LOGIN = "<html><form><input name='user'><input type='password' name='p'></form></html>"
BOMB = packed(gzip.compress(b"<rss>" + b" " * 30_000_000))
CUT = packed(gzip.compress(AFTER)[:-40])


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the address answers at each visit, and what becomes of it."""

    pages: Sequence[Page]
    state: SourceState = SourceState.OK
    alerts: int = 0
    news: tuple[News, ...] = ()
    others: dict[str, Page] = field(default_factory=dict)


CASES = {
    "steady": Case(pages=[BEFORE, AFTER, AFTER], alerts=1),
    "moving": Case(
        pages=[BEFORE, leads("/new", 301), leads("/new", 301)],
        others={"/new": AFTER},
        alerts=1,
        news=(News.MOVED,),
    ),
    "moving for a day": Case(pages=[BEFORE, leads("/new")], others={"/new": AFTER}, alerts=1),
    "dying": Case(pages=[BEFORE, 410], state=SourceState.PAUSED),
    "dead and back": Case(pages=[BEFORE, 410, 404, AFTER, AFTER], alerts=1),
    "missing": Case(pages=[BEFORE, 404, 404, 404], state=SourceState.FAILING),
    "re-keying": Case(pages=[BEFORE, rekeyed(), rekeyed()], news=(News.REKEYED,)),
    "re-keying with news": Case(
        pages=[
            BEFORE,
            rekeyed(),
            rekeyed().replace(
                b"</description><item>", b"</description>" + NIO.encode() + b"<item>", 1
            ),
        ],
        alerts=1,
        news=(News.REKEYED,),
    ),
    "re-dating": Case(pages=[BEFORE, redated(), redated()], news=(News.REDATED,)),
    "touched up": Case(
        pages=[told_at_length(again=False), told_at_length(again=True), told_at_length(again=True)],
        news=(News.REKEYED,),
    ),
    "flapping": Case(pages=[BEFORE, AFTER, BEFORE, rss(), AFTER, 503, AFTER], alerts=1),
    "throttling": Case(
        pages=[BEFORE, *[says("slow down", 429, Retry_After="7200")] * 3], state=SourceState.FAILING
    ),
    "challenge": Case(pages=[BEFORE, *[says(CHALLENGE)] * 3], state=SourceState.BLOCKED),
    "challenge by status": Case(
        pages=[BEFORE, *[says("", 503, cf_mitigated="challenge")] * 3], state=SourceState.BLOCKED
    ),
    "login": Case(
        pages=[BEFORE, *[leads("/login")] * 3],
        others={"/login": says(LOGIN)},
        state=SourceState.BLOCKED,
    ),
    "refusing": Case(pages=[BEFORE, 403, 403, 403], state=SourceState.BLOCKED),
    "challenge and back": Case(pages=[BEFORE, *[says(CHALLENGE)] * 3, AFTER], alerts=1),
    "a plain page": Case(pages=[BEFORE, *[says("<html><p>Hi")] * 3], state=SourceState.FAILING),
    "endless": Case(pages=[BEFORE, endless, endless, endless], state=SourceState.FAILING),
    "endless and back": Case(pages=[BEFORE, endless, AFTER], alerts=1),
    "bomb": Case(pages=[BEFORE, BOMB, BOMB, BOMB], state=SourceState.FAILING),
    "cut": Case(pages=[BEFORE, CUT, CUT, CUT], state=SourceState.FAILING),
    "cut, then whole": Case(pages=[BEFORE, CUT, packed(gzip.compress(AFTER))], alerts=1),
    "silent": Case(pages=[BEFORE, never, never, never], state=SourceState.FAILING),
    "a chain": Case(
        pages=[BEFORE, leads("/1")],
        others={**{f"/{n}": leads(f"/{n + 1}") for n in range(1, 9)}, "/9": AFTER},
        alerts=1,
    ),
    "a circle": Case(
        pages=[BEFORE, *[leads("/a")] * 3],
        others={"/a": leads("/b"), "/b": leads("/a")},
        state=SourceState.FAILING,
    ),
    "led inside": Case(
        pages=[BEFORE, *[leads("http://169.254.169.254/latest", 301)] * 3],
        state=SourceState.FAILING,
    ),
    "led to a file": Case(
        pages=[BEFORE, *[leads("file:///etc/passwd")] * 3], state=SourceState.FAILING
    ),
    "led to a name inside": Case(
        pages=[BEFORE, *[leads("http://inside.example/", 301)] * 3], state=SourceState.FAILING
    ),
    "led by a name that turns": Case(
        pages=[BEFORE, *[leads("http://turning.example/", 308)] * 3], state=SourceState.FAILING
    ),
}


class WatchedGuard(Guard):
    """The guard, and every address for which it made a socket."""

    made: list[tuple[str, int]]

    def socket_factory(
        self, addr_info: tuple[int, int, int, str, tuple[Any, ...]]
    ) -> socket.socket:
        found = super().socket_factory(addr_info)
        self.made.append((str(addr_info[4][0]), int(addr_info[4][1])))
        return found


class Wild:
    """One source on the loopback web, visited by the whole line; operators who listen."""

    def __init__(self, served: Loopback, store: Store, fetch: HttpFetch) -> None:
        self.web, self.store = served, store
        self.clock = FakeClock(NOW)
        self.reports: list[Report] = []
        self.ingest = Ingest(
            fetch=fetch, run=inline, store=store, catalogue=load(), clock=self.clock
        )
        self.tending = Tending(store=store, clock=self.clock, tell=self.hear)
        self.id = digest(served.url("/feed"))

    async def hear(self, report: Report) -> None:
        self.reports.append(report)

    async def begin(self) -> None:
        await self.store.migrate()
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        audit = Audit(at=NOW, actor=actor, command="test")
        channel = Channel(platform="fake", workspace="w", id="general")
        await self.store.watchlist.follow(channel, (), audit=audit)
        source = Source(id=self.id, kind=SourceKind.FEED, url=self.web.url("/feed"))
        await self.store.watchlist.add_source(source, audit=audit)

    async def visit(self, page: Page) -> None:
        self.web.pages["/feed"] = page
        source = await self.store.visits.source(self.id)
        assert source is not None
        await self.ingest.visit(source)
        await self.tending.turn()
        self.clock.pass_by(GATHER)
        await self.tending.turn()
        self.clock.pass_by(timedelta(hours=1))


@pytest.mark.parametrize("name", CASES)
async def test_what_the_web_does_becomes_a_state_and_at_most_one_alert(name: str) -> None:
    case = CASES[name]
    names = Directory(
        {"inside.example": ["10.0.0.7"], "turning.example": ["192.168.0.1", "127.0.0.1"]}
    )
    async with loopback() as served:
        served.pages |= case.others
        guard = WatchedGuard(allow=frozenset({("127.0.0.1", served.port)}))
        object.__setattr__(guard, "made", [])
        limits = Limits(max_bytes=512 * 1024, total=timedelta(seconds=0.5))
        store = Store(await SqliteEngine.open(":memory:"))
        async with HttpFetch(
            guard=guard, user_agent="EVWatch/test", limits=limits, resolver=names.resolver()
        ) as fetch:
            wild = Wild(served, store, fetch)
            await wild.begin()
            for page in case.pages:
                await wild.visit(page)

        [status] = await store.visits.statuses(now=wild.clock())
        queue = await store.outbox.queue("w")
        await store.close()
        assert status.state == case.state
        assert len(queue) == case.alerts
        assert tuple(word.news for report in wild.reports for word in report.words) == case.news
        changes = [each.state for report in wild.reports for each in report.changed]
        assert len(changes) == len(set(changes))  # each told once
        assert (case.state in changes) or case.state == SourceState.OK
        assert set(guard.made) <= {("127.0.0.1", served.port)}
        assert status.moved == (served.url("/new") if name == "moving" else None)
