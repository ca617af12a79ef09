"""A hub on loopback: it is asked, it asks back, it pushes; a push hurries a visit and no more."""

import hashlib
import hmac
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web

from adapters.http.client import HttpFetch
from adapters.http.guard import Guard
from bot.catalogue import load
from bot.ingest import Ingest
from bot.sources.hubs import HUB, TOPIC, named
from bot.websub import (
    AGAIN,
    AGAIN_MAX,
    EVERY,
    HURRY,
    LEASE_MAX,
    RENEW,
    TRIES_MAX,
    WebSub,
    is_signed,
)
from bot.workers import inline
from storage.pushes import Push
from storage.records import digest
from storage.sources import Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, entry, rss
from tests.fakes_storage import audit

OLD = entry("old", "A walk through the car fair", "There were many cars and a good lunch.")


class Net:
    """The hub, the publisher and our own door, on one loopback server."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.forms: list[dict[str, str]] = []
        self.answer = 202
        self.feed = b""
        self.rings = 0
        self.base = ""
        self.store: Store
        self.websub: WebSub
        self.ingest: Ingest
        self.http: aiohttp.ClientSession

    async def subscribe(self, request: web.Request) -> web.Response:
        self.forms.append({name: str(value) for name, value in (await request.post()).items()})
        return web.Response(status=self.answer)

    async def publish(self, _: web.Request) -> web.Response:
        return web.Response(body=self.feed, content_type="application/rss+xml")

    def ring(self) -> None:
        self.rings += 1

    async def call_back(self, **query: str) -> tuple[int, str]:
        form = self.forms[-1]
        asked = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "x7<&",
            **{f"hub.{name}": value for name, value in query.items()},
        }
        async with self.http.get(form["hub.callback"], params=asked) as answer:
            return answer.status, await answer.text()

    async def push(self, body: bytes = b"<rss/>", secret: str = "") -> int:
        form = self.forms[-1]
        key = secret or form["hub.secret"]
        signed = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={signed}"}
        async with self.http.post(form["hub.callback"], data=body, headers=headers) as answer:
            return answer.status

    async def kept(self) -> Push:
        [push] = await self.store.pushes.all()
        return push

    async def visit(self) -> Source:
        source = await self.store.visits.source(digest(self.base + "/feed"))
        assert source is not None
        outcome = await self.ingest.visit(source)
        assert outcome.fault is None
        return source

    def with_hub(self, *more: str) -> bytes:
        hub = f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="{self.base}/hub"/>'
        return rss(OLD, *more).replace(b"<item>", hub.encode() + b"<item>", 1)


async def nowhere(_url: str, _form: Mapping[str, str]) -> None:
    """The door only listens."""


@pytest.fixture
async def net() -> AsyncIterator[Net]:
    made = Net()
    async with AsyncExitStack() as stack:
        made.store = Store(await SqliteEngine.open(":memory:"))
        stack.push_async_callback(made.store.close)
        await made.store.migrate()
        made.http = await stack.enter_async_context(aiohttp.ClientSession())
        app = web.Application()
        app.add_routes([web.post("/hub", made.subscribe), web.get("/feed", made.publish)])
        runner = web.AppRunner(app)
        listening = WebSub(  # its port is known only when it listens
            store=made.store,
            submit=nowhere,
            clock=made.clock,
            public="http://unused.example",
            hurried=made.ring,
        )
        app.add_routes(listening.routes())
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        made.base = f"http://127.0.0.1:{port}"
        guard = Guard(allow=frozenset({("127.0.0.1", port)}))
        fetch = await stack.enter_async_context(HttpFetch(guard=guard, user_agent="EVWatch/test"))
        made.websub = WebSub(
            store=made.store, submit=fetch.submit, clock=made.clock, public=made.base
        )
        made.ingest = Ingest(
            fetch=fetch, run=inline, store=made.store, catalogue=load(), clock=made.clock
        )
        url = made.base + "/feed"
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url)
        await made.store.watchlist.add_source(source, audit=audit())
        made.feed = made.with_hub()
        await made.visit()
        yield made


async def test_a_hub_is_asked_confirms_and_pushes(net: Net) -> None:
    await net.websub.turn()
    [form] = net.forms
    assert form["hub.topic"] == net.base + "/feed"
    assert form["hub.mode"] == "subscribe"
    assert (await net.kept()).lease_until is None

    assert await net.call_back(lease_seconds="864000") == (200, "x7<&")
    net.clock.pass_by(timedelta(minutes=1))
    assert (await net.kept()).lease_until is not None
    assert await net.store.visits.due(net.clock()) == []

    assert await net.push() == 202

    assert net.rings == 1
    assert [each.url for each in await net.store.visits.due(net.clock())] == [net.base + "/feed"]
    await net.websub.turn()
    assert len(net.forms) == 1


async def test_pushes_hurry_a_visit_a_minute(net: Net) -> None:
    await net.websub.turn()
    await net.push()
    await net.push()
    assert net.rings == 1

    net.clock.pass_by(HURRY)
    await net.push()
    assert net.rings == 2


async def test_a_forged_push_is_taken_and_ignored(net: Net) -> None:
    await net.websub.turn()

    assert await net.push(secret="another") == 202

    assert net.rings == 0
    assert await net.store.visits.due(net.clock()) == []


async def test_nobody_else_is_confirmed(net: Net) -> None:
    await net.websub.turn()

    assert (await net.call_back(topic="https://other.example/feed"))[0] == 404
    assert (await net.call_back(mode="unsubscribe"))[0] == 404
    net.forms.append(net.forms[-1] | {"hub.callback": net.base + "/websub/guessed"})
    assert (await net.call_back())[0] == 404
    assert await net.push() == 410
    assert (await net.kept()).lease_until is None


@pytest.mark.parametrize("lease", ["864000", "9000", "99999999999999", "soon", "999999999"])
async def test_a_lease_is_renewed_before_it_ends(net: Net, lease: str) -> None:
    await net.websub.turn()
    await net.call_back(lease_seconds=lease)
    kept = await net.kept()
    assert kept.lease_until is not None
    assert net.clock() < kept.next_try < kept.lease_until <= net.clock() + LEASE_MAX

    net.clock.pass_by(kept.lease_until - net.clock() - min(RENEW, timedelta(minutes=4)))
    await net.websub.turn()

    assert len(net.forms) == 2
    assert net.forms[0] == net.forms[1]


@pytest.mark.parametrize("answer", [202, 400, 302, 500])
async def test_a_hub_that_does_not_confirm_is_asked_less_and_less(net: Net, answer: int) -> None:
    net.answer = answer
    await net.websub.turn()
    await net.websub.turn()
    net.clock.pass_by(AGAIN)
    await net.websub.turn()
    net.clock.pass_by(AGAIN)
    await net.websub.turn()

    assert len(net.forms) == 2


async def test_a_hub_that_denies_is_left_alone_for_a_week(net: Net) -> None:
    await net.websub.turn()
    assert (await net.call_back(mode="denied"))[0] == 200

    assert (await net.kept()).next_try == net.clock() + AGAIN_MAX


@pytest.mark.parametrize("lease", ["0", "1", "600"])
async def test_a_short_lease_is_renewed_hourly_at_most(net: Net, lease: str) -> None:
    await net.websub.turn()
    await net.call_back(lease_seconds=lease)

    for _ in range(12):
        net.clock.pass_by(EVERY)
        await net.websub.turn()

    assert len(net.forms) == 2


@pytest.mark.parametrize("denied", [True, False])
async def test_a_hub_that_never_says_yes_is_asked_no_more(net: Net, denied: bool) -> None:  # noqa: FBT001
    for _ in range(TRIES_MAX + 5):
        await net.websub.turn()
        if denied:
            await net.call_back(mode="denied")
        net.clock.pass_by(AGAIN_MAX)

    assert len(net.forms) == TRIES_MAX


async def test_a_feed_without_its_hub_is_forgotten_there(net: Net) -> None:
    await net.websub.turn()
    net.feed = rss(OLD)
    await net.visit()
    await net.websub.turn()

    assert await net.store.pushes.all() == []


async def test_the_secret_is_in_no_repr(net: Net) -> None:
    await net.websub.turn()

    push = await net.kept()
    assert push.secret not in repr(push)
    assert push.path not in repr(push)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_is_that_of_the_body(method: str) -> None:
    own = hmac.new(b"key", b"body", method).hexdigest()

    assert is_signed(f"{method}={own}", "key", b"body")
    assert is_signed(f"{method.upper()}={own.upper()}", "key", b"body")
    assert not is_signed(f"{method}={own}", "key", b"bodies")
    assert not is_signed(f"{method}={own[:-1]}", "key", b"body")
    assert not is_signed(own, "key", b"body")
    assert not is_signed("md5=" + hmac.new(b"key", b"body", "md5").hexdigest(), "key", b"body")
    assert not is_signed("sha256=é", "key", b"body")


@pytest.mark.parametrize(
    ("links", "header", "hub", "topic"),
    [
        ([], "", "", ""),
        ([("self", "https://e.org/f")], "", "", ""),
        ([("hub", "https://hub.org/")], "", "https://hub.org/", "https://e.org/feed"),
        (
            [("hub", "https://one.org/"), ("self", "/f")],
            '<https://two.org/>; rel="hub", <https://e.org/g>; rel=self',
            "https://two.org/",
            "https://e.org/g",
        ),
        ([("hub", "file:///etc/passwd")], "", "", ""),
        ([], '<https://hub.org/>; title="x"; rel="hub"', "https://hub.org/", "https://e.org/feed"),
    ],
)
def test_the_hub_of_a_feed_is_found(
    links: list[tuple[str, str]], header: str, hub: str, topic: str
) -> None:
    assert named(links, header, "https://e.org/feed") == {HUB: hub, TOPIC: topic}
