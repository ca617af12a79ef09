"""Attacks that no other test of the fetcher plays: names of clouds, zones, bodies in bodies, forms."""

import asyncio
import gzip
import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.fetch import FetchError, Question
from adapters.http.client import TOO_SLOW
from adapters.http.guard import UNREACHABLE, Guard
from adapters.http.resolve import AddrInfo, Names
from adapters.http.unpack import TOO_LARGE
from tests.fakes_http import HASTY, LIMITS, Directory, RawServer, fault, fetching, get, raw_server

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"

# Where names lead


@pytest.mark.parametrize(
    "name", ["metadata.google.internal", "instance-data", "metadata", "kubernetes.default.svc"]
)
async def test_a_name_of_a_cloud_is_as_good_as_unknown(server: RawServer, name: str) -> None:
    names = Directory({name: ["169.254.169.254"]})

    async with fetching(server, resolver=names.resolver()) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch(f"http://{name}:{server.port}/latest/meta-data/")

    assert str(caught.value) == UNREACHABLE


async def test_a_name_turns_bad_between_the_hops_of_one_fetch(server: RawServer) -> None:
    """Each hop connects anew: its own address is checked, not the one of the hop before."""
    names = Directory({"one.example": ["127.0.0.1"], "two.example": ["127.0.0.2"]})
    host = f"two.example:{server.port}"
    server.ok("/a", b"", f"Location: http://{host}/b", status="301 Moved")

    async with (
        raw_server("127.0.0.2", server.port) as forbidden,
        fetching(server, resolver=names.resolver()) as fetch,
    ):
        forbidden.ok("/b", b"secret")
        with pytest.raises(FetchError) as caught:
            await fetch(f"http://one.example:{server.port}/a")

        assert str(caught.value) == UNREACHABLE
        assert (server.connections, forbidden.connections) == (1, 0)


@pytest.mark.parametrize("address", ["::1", "fe80::1%lo", "::ffff:127.0.0.2", "64:ff9b::7f00:2"])
async def test_a_name_may_not_lead_to_an_inner_address_of_six(
    server: RawServer, address: str
) -> None:
    def look_up(_host: str, port: int, _family: socket.AddressFamily) -> list[AddrInfo]:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, port, 0, 0))]

    async with (
        raw_server("::1", server.port) as forbidden,
        fetching(server, resolver=Names(look_up)) as fetch,
    ):
        with pytest.raises(FetchError) as caught:
            await fetch(f"http://six.example:{server.port}/")

        assert str(caught.value) == UNREACHABLE
        assert forbidden.connections == 0


@pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[::ffff:0:127.0.0.1]", "[0::1]"])
async def test_a_literal_of_six_is_not_connected(server: RawServer, host: str) -> None:
    async with raw_server("::1", server.port) as forbidden:
        assert (await fault(server, f"http://{host}:{server.port}/")).permanent
        assert forbidden.connections == 0


# What is sent along


async def test_a_redirect_to_another_host_takes_nothing_secret_along(server: RawServer) -> None:
    names = Directory({"other.example": ["127.0.0.1"]})
    there = f"http://other.example:{server.port}/b"
    server.ok("/a", b"", f"Location: {there}", "Set-Cookie: s=1; Path=/", status="302 Found")
    server.ok("/b", b"here")

    async with fetching(server, resolver=names.resolver()) as fetch:
        await fetch(server.url("/a?key=s3cret"))

    names_sent = {line.partition(":")[0] for line in server.heads[1].split("\r\n")[1:] if line}
    assert names_sent == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert "s3cret" not in server.heads[1]


# Bodies


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity"])
async def test_only_one_layer_is_unpacked(server: RawServer, encoding: str) -> None:
    """What is packed inside stays as it is: a bomb in it never goes off."""
    inner = gzip.compress(bytes(64 * 1024 * 1024), mtime=0)
    sent = gzip.compress(inner, mtime=0) if encoding == "gzip" else inner

    body = (await get(server, server.ok("/feed", sent, "Content-Type: application/gzip"))).body

    assert body == sent
    if encoding == "gzip":
        packed = server.ok("/packed", sent, "Content-Encoding: gzip")
        assert (await get(server, packed)).body == inner


async def test_a_bomb_after_a_redirect_stops_at_the_cap(server: RawServer) -> None:
    server.ok("/a", b"", "Location: /b", status="302 Found")
    server.ok("/b", gzip.compress(bytes(8 * 1024 * 1024)), "Content-Encoding: gzip")

    assert str(await fault(server, server.url("/a"))) == TOO_LARGE


async def test_the_body_of_a_redirect_or_a_fault_is_not_read(server: RawServer) -> None:
    for path, status in (("/a", "302 Found\r\nLocation: /c"), ("/b", "404 Not Found")):
        head = f"HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        server.forever(path, head, b"1000\r\n" + b"x" * 4096 + b"\r\n")
    server.ok("/c", b"here")

    assert (await get(server, server.url("/a"))).body == b"here"
    assert "(404)" in str(await fault(server, server.url("/b")))


async def test_trailers_and_extensions_of_chunks_are_no_body_and_no_header(
    server: RawServer,
) -> None:
    url = server.on(
        "/feed", CHUNKED, b'5;a="b"\r\n<rss>\r\n0\r\nETag: "late"\r\nSet-Cookie: a=1\r\n\r\n'
    )

    fetched = await get(server, url)

    assert (fetched.body, fetched.etag) == (b"<rss>", None)


async def test_endless_trailers_end(server: RawServer) -> None:
    url = server.forever("/feed", CHUNKED + b"5\r\n<rss>\r\n0\r\n", b"X: " + b"a" * 500 + b"\r\n")

    assert str(await fault(server, url, HASTY))


async def test_a_body_that_drips_ends_with_the_time_limit(server: RawServer) -> None:
    """Each byte comes in good time; all of them do not."""

    async def drip(writer: asyncio.StreamWriter) -> None:
        await server.send(writer, OK + b"\r\n")
        while True:
            await server.send(writer, b"x")
            await asyncio.sleep(0.01)

    assert str(await fault(server, server.play("/feed", drip), HASTY)) == TOO_SLOW


async def test_a_server_that_says_nothing_to_the_handshake_is_given_up(server: RawServer) -> None:
    limits = replace(LIMITS, connect=timedelta(seconds=0.2))

    error = await fault(server, f"https://127.0.0.1:{server.port}/feed", limits)

    assert str(error) == UNREACHABLE
    assert server.connections == 1


# Forms


@pytest.mark.parametrize(
    "url", ["http://127.0.0.2/", "http://[::1]/", "file:///etc/passwd", "http://u:pw@x.example/"]
)
async def test_a_form_goes_to_no_forbidden_place(server: RawServer, url: str) -> None:
    async with fetching(server) as fetch:
        with pytest.raises(FetchError) as caught:
            await fetch.submit(url, {"a": "b"})

    assert "pw" not in str(caught.value)


async def test_a_form_is_led_nowhere_and_its_answer_is_not_read(server: RawServer) -> None:
    server.ok("/led", b"", "Location: http://127.0.0.2/", status="307 Go")
    server.forever("/long", OK + b"\r\n", b"x" * 4096)

    async with raw_server("127.0.0.2", server.port) as forbidden:
        async with fetching(server) as fetch:
            with pytest.raises(FetchError, match="307"):
                await fetch.submit(server.url("/led"), {"a": "b"})
        async with fetching(server) as fetch:
            await fetch.submit(server.url("/long"), {"a": "b"})

        assert forbidden.connections == 0


QUESTION = Question(body=b"a=b", content_type="application/x-www-form-urlencoded")


async def test_a_question_is_sent_and_its_answer_kept_within_the_limits(server: RawServer) -> None:
    server.ok("/ask", b"answer", 'ETag: "1"')
    server.ok("/bomb", gzip.compress(bytes(8 * 1024 * 1024)), "Content-Encoding: gzip")
    server.ok("/none", b"", status="400 Nothing")

    async with fetching(server) as fetch:
        assert (await fetch.query(server.url("/ask"), QUESTION)).body == b"answer"
    async with fetching(server) as fetch:
        with pytest.raises(FetchError, match=TOO_LARGE):
            await fetch.query(server.url("/bomb"), QUESTION)
    async with fetching(server) as fetch:
        with pytest.raises(FetchError, match="400") as caught:
            await fetch.query(server.url("/none"), QUESTION)

    assert caught.value.status == 400
    assert server.heads[0].startswith("POST /ask HTTP/1.1")
    assert "Content-Type: application/x-www-form-urlencoded" in server.heads[0]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Go", "308 Go"])
async def test_a_question_is_led_nowhere(server: RawServer, status: str) -> None:
    server.ok("/led", b"", "Location: http://127.0.0.2/", status=status)

    async with raw_server("127.0.0.2", server.port) as forbidden, fetching(server) as fetch:
        with pytest.raises(FetchError):
            await fetch.query(server.url("/led"), QUESTION)

        assert forbidden.connections == 0


@pytest.mark.parametrize("url", ["http://127.0.0.2/", "http://[::1]/", "file:///etc/passwd"])
async def test_a_question_goes_to_no_forbidden_place(server: RawServer, url: str) -> None:
    async with fetching(server) as fetch:
        with pytest.raises(FetchError):
            await fetch.query(url, QUESTION)


@pytest.mark.parametrize("allowed", [(), ("127.0.0.1:80",)])
async def test_without_a_permission_loopback_is_closed(
    server: RawServer, allowed: tuple[str, ...]
) -> None:
    guard = Guard.of(allowed)

    assert not guard.permits("127.0.0.1", server.port)
    with pytest.raises(OSError, match="refused"):
        guard.socket_factory(
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port))
        )
