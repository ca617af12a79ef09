"""How long an answer may take, who waits for whom, and where names lead."""

import asyncio
import socket
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.fetch import FetchError
from adapters.http.client import TOO_SLOW, HttpFetch
from adapters.http.guard import UNREACHABLE, Guard
from adapters.http.resolve import AddrInfo, Names
from tests.fakes_http import HASTY, LIMITS, Directory, RawServer, fault, fetching, raw_server

OK = b"HTTP/1.1 200 OK\r\n"

# Time


@pytest.mark.parametrize(
    "head",
    [b"", b"HTTP/1.1 ", OK, OK + b"X: a", OK + b"Content-Length: 10\r\n\r\n<rss>", OK + b"\r\n"],
    ids=range(6),
)
async def test_silence_ends_with_the_time_limit(server: RawServer, head: bytes) -> None:
    assert str(await fault(server, server.silent("/feed", head), HASTY)) == TOO_SLOW


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a=b;" * 100),
    ],
)
async def test_an_endless_prelude_ends(server: RawServer, head: bytes, piece: bytes) -> None:
    url = server.forever("/feed", head, piece)

    assert str(await fault(server, url, HASTY))


async def test_hops_share_one_time_limit(server: RawServer) -> None:
    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.12)
        await server.send(
            writer, b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"
        )

    error = await fault(server, server.play("/a", late), HASTY)

    assert str(error) == TOO_SLOW
    assert server.connections <= 3


async def test_one_host_gets_no_more_than_its_share_and_others_go_on(server: RawServer) -> None:
    slow = server.silent("/slow")
    quick = server.ok("/quick", b"x")
    other = f"http://other.example:{server.port}/quick"
    limits = replace(LIMITS, per_host=2, at_once=10)
    names = Directory({"other.example": ["127.0.0.1"]})
    guard = Guard(allow=frozenset({("127.0.0.1", server.port)}))

    async with HttpFetch(
        guard=guard, user_agent="t", limits=limits, resolver=names.resolver()
    ) as fetch:
        waiting = [asyncio.create_task(fetch(slow)) for _ in range(5)]
        behind = asyncio.create_task(fetch(quick))
        fetched = await fetch(other)
        while server.connections < 3:  # two slow ones and the other
            server.met.clear()
            await server.met.wait()

        assert fetched.body == b"x"
        assert [head.split(" ")[1] for head in server.heads].count("/slow") == 2
        assert not behind.done()
        for task in waiting:
            task.cancel()
        assert (await behind).body == b"x"
    await asyncio.gather(*waiting, return_exceptions=True)


# Names


def asking(server: RawServer, names: dict[str, list[str]]) -> HttpFetch:
    return fetching(server, resolver=Directory(names).resolver())


async def test_a_name_that_leads_to_a_forbidden_address_is_as_good_as_unknown(
    server: RawServer,
) -> None:
    async with (
        raw_server("127.0.0.2", server.port) as forbidden,
        asking(server, {"inside.example": ["127.0.0.2"]}) as fetch,
    ):
        texts = set()
        for host in ("inside.example", "unknown.example"):
            with pytest.raises(FetchError) as caught:
                await fetch(f"http://{host}:{server.port}/feed")
            texts.add((str(caught.value), caught.value.permanent))

        assert texts == {(UNREACHABLE, False)}
        assert forbidden.connections == 0


@pytest.mark.parametrize("answer", ["127.0.0.1 127.0.0.2", "127.0.0.2 127.0.0.1"])
async def test_of_a_good_and_a_bad_address_only_the_good_one_is_connected(
    server: RawServer, answer: str
) -> None:
    server.ok("/feed", b"good")
    async with (
        raw_server("127.0.0.2", server.port) as forbidden,
        asking(server, {"both.example": [answer]}) as fetch,
    ):
        fetched = await fetch(f"http://both.example:{server.port}/feed")

        assert (fetched.body, forbidden.connections) == (b"good", 0)


async def test_a_name_that_changes_its_address_never_leads_to_the_bad_one(
    server: RawServer,
) -> None:
    server.ok("/feed", b"good")
    names = {"turn.example": ["127.0.0.1", "127.0.0.2", "127.0.0.1", "127.0.0.2"]}
    async with raw_server("127.0.0.2", server.port) as forbidden:
        for _ in range(4):
            async with asking(server, names) as fetch:
                try:
                    assert (await fetch(f"http://turn.example:{server.port}/feed")).body == b"good"
                except FetchError as error:
                    assert str(error) == UNREACHABLE

        assert (server.connections, forbidden.connections) == (2, 0)


async def test_a_name_server_that_never_answers_holds_up_nobody_else(server: RawServer) -> None:
    url = server.ok("/feed", b"x")
    hang = threading.Event()

    def never(host: str, port: int, family: socket.AddressFamily) -> list[AddrInfo]:
        hang.wait()
        raise socket.gaierror(socket.EAI_AGAIN, f"{host} {port} {family}")

    guard = Guard(allow=frozenset({("127.0.0.1", server.port)}))
    limits = replace(LIMITS, connect=timedelta(seconds=0.2))
    try:
        async with HttpFetch(
            guard=guard, user_agent="t", limits=limits, resolver=Names(never)
        ) as fetch:
            stuck = [asyncio.create_task(fetch(f"http://n{i}.example/")) for i in range(20)]
            fetched = await fetch(url)
            errors = await asyncio.gather(*stuck, return_exceptions=True)
    finally:
        hang.set()

    assert fetched.body == b"x"
    assert {str(error) for error in errors} == {UNREACHABLE}


@pytest.mark.parametrize("host", ["localhost", "localhost.", "a.localhost"])
async def test_the_system_says_where_localhost_is_and_the_guard_refuses_it(
    server: RawServer, host: str
) -> None:
    async with HttpFetch(guard=Guard(), user_agent="t") as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(f"http://{host}/")

    assert str(caught.value) == UNREACHABLE
    assert server.connections == 0


async def test_a_name_that_is_none_is_unreachable() -> None:
    async with HttpFetch(guard=Guard(), user_agent="t") as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch("http://" + ".".join(["a" * 63] * 5) + "/")

    assert str(caught.value) == UNREACHABLE
