"""What the fetcher gives, keeps and refuses, against a server that answers with any bytes."""

import asyncio
import gzip
import socket
import threading
import zlib
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.fetch import Fetched, FetchError
from adapters.http.client import REDIRECTS_MAX, TOO_SLOW, HttpFetch, Limits
from adapters.http.guard import UNREACHABLE, Guard
from adapters.http.resolve import AddrInfo, Names
from adapters.http.unpack import DAMAGED, MEMBERS_MAX, TOO_LARGE
from tests.fakes_http import RawServer, raw_server

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = Limits(max_bytes=256 * 1024)
HASTY = replace(LIMITS, total=timedelta(seconds=0.3))
OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    async with raw_server() as served:
        yield served


def fetching(server: RawServer, limits: Limits = LIMITS) -> HttpFetch:
    guard = Guard(allow=frozenset({("127.0.0.1", server.port)}))
    return HttpFetch(guard=guard, user_agent="EVWatch/test", limits=limits, clock=lambda: NOW)


async def get(server: RawServer, url: str, limits: Limits = LIMITS) -> Fetched:
    async with fetching(server, limits) as fetch:
        return await fetch(url)


async def fault(server: RawServer, url: str, limits: Limits = LIMITS) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await get(server, url, limits)
    return caught.value


class Directory:
    """Names and the addresses that each look-up gives in turn; the last one stays."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names

    def resolver(self) -> "Names":
        return Names(self.look_up)

    def look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[AddrInfo]:
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        known = self.names[host]
        answer = known.pop(0) if len(known) > 1 else known[0]
        assert family in (socket.AF_UNSPEC, socket.AF_INET)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in answer.split()
        ]


# What is asked and what comes back


async def test_an_answer_comes_with_what_the_next_request_needs(server: RawServer) -> None:
    url = server.ok(
        "/feed", b"<rss/>", "Content-Type: application/rss+xml; charset=utf-8", 'ETag: W/"a1"',
        "Last-Modified: Sun, 22 Nov 2026 10:00:00 GMT", "Cache-Control: public, max-age=900", "Age: 300",
        "Set-Cookie: a=1", "Link: <https://hub.example/>; rel=hub",
    )  # fmt: skip

    fetched = await get(server, url)

    assert fetched == Fetched(
        url=url,
        status=200,
        body=b"<rss/>",
        content_type="application/rss+xml; charset=utf-8",
        etag='W/"a1"',
        modified="Sun, 22 Nov 2026 10:00:00 GMT",
        fresh_for=timedelta(minutes=10),
        headers={"link": "<https://hub.example/>; rel=hub"},
    )


async def test_validators_make_the_request_conditional(server: RawServer) -> None:
    url = server.on("/feed", b'HTTP/1.1 304 Not Modified\r\nETag: "b"\r\n\r\n')

    async with fetching(server) as fetch:
        fetched = await fetch(url, etag='"a"', modified="Sun, 22 Nov 2026 10:00:00 GMT")

    assert (fetched.status, fetched.body, fetched.etag) == (304, b"", '"b"')
    assert 'If-None-Match: "a"\r\n' in server.heads[0]
    assert "If-Modified-Since: Sun, 22 Nov 2026 10:00:00 GMT\r\n" in server.heads[0]


async def test_a_request_says_who_asks_and_nothing_secret(server: RawServer) -> None:
    await get(server, server.ok("/feed", b"x"))

    names = {line.partition(":")[0] for line in server.heads[0].split("\r\n")[1:] if line}
    assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding"}
    assert "User-Agent: EVWatch/test\r\n" in server.heads[0]
    assert "Accept-Encoding: gzip, deflate\r\n" in server.heads[0]


@pytest.mark.parametrize(
    ("etag", "modified"),
    [("ü" * 3, "gestern"), ("a" * 10_000, "x" * 10_000), ('"a\r\nX-Evil: 1"', "Sun\r\nX-Evil: 1"), ("", "")],
)  # fmt: skip
async def test_bad_validators_are_not_sent(server: RawServer, etag: str, modified: str) -> None:
    url = server.ok("/feed", b"x")

    async with fetching(server) as fetch:
        await fetch(url, etag=etag, modified=modified)

    assert "If-" not in server.heads[0]
    assert "Evil" not in server.heads[0]


@pytest.mark.parametrize("etag", ["ü", "a" * 600, '"a\x01"', ""])
async def test_a_validator_that_could_not_be_sent_back_is_dropped(
    server: RawServer, etag: str
) -> None:
    url = server.ok("/feed", b"x", f"ETag: {etag}", "Last-Modified: gestern")

    try:
        fetched = await get(server, url)
    except FetchError:
        assert "\x01" in etag  # not HTTP at all: refused as a whole
    else:
        assert (fetched.etag, fetched.modified) == (None, None)


async def test_no_cookie_is_kept(server: RawServer) -> None:
    url = server.ok("/feed", b"x", "Set-Cookie: id=1; Path=/")

    async with fetching(server) as fetch:
        await fetch(url)
        await fetch(url)

    assert "Cookie" not in server.heads[1]


async def test_a_proxy_of_the_environment_is_ignored(
    server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with raw_server() as proxy:
        proxy.ok("/", b"proxied")
        monkeypatch.setenv("HTTP_PROXY", proxy.url(""))
        monkeypatch.setenv("http_proxy", proxy.url(""))

        fetched = await get(server, server.ok("/feed", b"direct"))

        assert (fetched.body, proxy.connections) == (b"direct", 0)


async def test_outside_of_its_context_it_is_a_defect(server: RawServer) -> None:
    with pytest.raises(RuntimeError):
        await fetching(server)(server.ok("/feed"))


# Redirects


@pytest.mark.parametrize(
    ("hops", "is_moved"),
    [((301,), True), ((308, 301), True), ((302,), False), ((303,), False), ((307,), False), ((301, 302), False), ((302, 301), False)],
)  # fmt: skip
async def test_only_permanent_redirects_move_a_source(
    server: RawServer, hops: tuple[int, ...], *, is_moved: bool
) -> None:
    for at, status in enumerate(hops):
        server.ok(f"/{at}", b"", f"Location: /{at + 1}", status=f"{status} Elsewhere")
    last = server.ok(f"/{len(hops)}", b"here")

    fetched = await get(server, server.url("/0"))

    assert (fetched.url, fetched.body) == (last, b"here")
    assert fetched.moved == (last if is_moved else None)


async def test_a_permanent_redirect_to_an_error_moves_nothing(server: RawServer) -> None:
    url = server.ok("/a", b"", "Location: /b", status="301 Moved")
    server.ok("/b", b"", status="404 Not Found")

    assert "(404)" in str(await fault(server, url))


async def test_redirects_end(server: RawServer) -> None:
    url = server.ok("/a", b"", "Location: /a", status="302 Found")

    error = await fault(server, url)

    assert "from one address to the next" in str(error)
    assert server.connections == REDIRECTS_MAX + 1


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.2/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://0/",
        "http://[::ffff:127.0.0.2]/", "http://2130706434/", "http://0x7f.0.0.2/", "http://127.2/", "http://①②⑦.0.0.2/",
        "//127.0.0.2/", "/\\127.0.0.2/", "http:\\\\127.0.0.2\\", "http://user:pw@x.example/", "http://127.0.0.2:PORT/",
        "http://127.0.0.1:22/", "http://localhost:22/", "file:///etc/passwd", "gopher://x/", "ftp://x/", "data:,x",
        "javascript:1", "ws://127.0.0.1:PORT/", "http+unix://x/", "http://[fe80::1%25lo]/", "http://[64:ff9b::7f00:2]/",
        "http://x y.example/", "http://[x/", "", "http://", "https://127.0.0.2/", "http://%31%32%37.0.0.2/",
    ],
)  # fmt: skip
async def test_a_redirect_to_a_forbidden_place_is_not_followed(
    server: RawServer, location: str
) -> None:
    location = location.replace("PORT", str(server.port))
    url = server.ok("/a", b"", f"Location: {location}", status="301 Moved")

    async with raw_server("127.0.0.2", server.port) as forbidden:
        if location:
            error = await fault(server, url)
            assert "pw" not in str(error)
        else:  # an empty one is this page again
            assert "from one address" in str(await fault(server, url))

        assert forbidden.connections == 0


async def test_secrets_of_an_address_are_not_in_any_fault(server: RawServer) -> None:
    server.ok("/feed", b"", status="403 Forbidden")
    server.ok("/to", b"", f"Location: {server.url('/feed')}?token=s3cret", status="302 Found")

    errors = [
        await fault(server, server.url("/feed?key=s3cret")),
        await fault(server, server.url("/to?key=s3cret")),
        await fault(server, "http://u:s3cret@x.example/"),
        await fault(server, "http://x.example:22/?key=s3cret"),
        await fault(server, "http://127.0.0.9:443/?key=s3cret"),
    ]

    assert not [error for error in errors if "s3cret" in str(error)]


@pytest.mark.parametrize(
    "header", ["Refresh: 0; url=/b", "Content-Location: /b", "Link: </b>; rel=canonical"]
)
async def test_no_other_header_leads_anywhere(server: RawServer, header: str) -> None:
    url = server.ok("/a", b'<meta http-equiv="refresh" content="0; url=/b">', header)

    fetched = await get(server, url)

    assert (fetched.url, server.connections) == (url, 1)


# Statuses


@pytest.mark.parametrize(
    ("status", "permanent", "gone", "words"),
    [
        ("404 Not Found", True, False, "nothing at this address"),
        ("410 Gone", True, True, "gone for good"),
        ("401 Unauthorized", True, False, "login"),
        ("403 Forbidden", True, False, "refuses"),
        ("407 Proxy", True, False, "login"),
        ("429 Too Many", False, False, "less often"),
        ("451 Legal", True, False, "legal"),
        ("500 Oh", False, False, "trouble"),
        ("503 Oh", False, False, "trouble"),
        ("599 Oh", False, False, "trouble"),
        ("999 No", False, False, "oddly"),
        ("206 Partial", False, False, "oddly"),
        ("204 None", False, False, "oddly"),
        ("304 Unasked", False, False, "oddly"),
        ("300 Choices", False, False, "oddly"),
        ("302 Without", False, False, "oddly"),
    ],
)
async def test_a_status_is_told_in_words(
    server: RawServer, status: str, *, permanent: bool, gone: bool, words: str
) -> None:
    error = await fault(server, server.ok("/feed", b"", status=status))

    assert words in str(error)
    assert status[:3] in str(error)
    assert (error.permanent, error.gone) == (permanent, gone)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("999999999999", timedelta(hours=24)),
        ("9" * 5000, None),
        ("-5", None),
        ("soon", None),
        ("Mon, 23 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("Mon, 23 Nov 2026 11:00:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(hours=24)),
        ("Fri, 99 Dec 2026 23:59:59 GMT", None),
    ],
)
async def test_a_wish_to_be_left_alone_is_heard_within_a_day(
    server: RawServer, value: str, expected: timedelta | None
) -> None:
    url = server.ok("/feed", b"", f"Retry-After: {value}", status="503 Later")

    assert (await fault(server, url)).retry_after == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("max-age=60", timedelta(minutes=1)), ("public, MAX-AGE = 60", timedelta(minutes=1)), ("max-age=9999999999", timedelta(hours=24)),
        ("max-age=-1", None), ("max-age=0", None), ("no-cache, max-age=60", None), ("no-store", None), ("s-maxage=60", None), ("", None),
    ],
)  # fmt: skip
async def test_freshness_is_read(server: RawServer, value: str, expected: timedelta | None) -> None:
    assert (
        await get(server, server.ok("/feed", b"x", f"Cache-Control: {value}"))
    ).fresh_for == expected


# Bodies


def zipped(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


BODY = b"<rss>" + bytes(range(256)) * 40 + b"</rss>"


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", zipped(BODY)),
        ("x-gzip", zipped(BODY)),
        ("GZip", zipped(BODY)),
        ("gzip", zipped(BODY[:100]) + zipped(BODY[100:])),
        ("gzip", zipped(BODY) + b"\0" * 20),
        ("deflate", zlib.compress(BODY)),
        ("deflate", raw_deflate(BODY)),
        ("identity", BODY),
        ("", BODY),
    ],
)
async def test_a_packed_body_is_unpacked(server: RawServer, encoding: str, sent: bytes) -> None:
    url = server.ok("/feed", sent, f"Content-Encoding: {encoding}")

    assert (await get(server, url)).body == BODY


async def test_a_packed_body_may_come_byte_by_byte(server: RawServer) -> None:
    head = OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = [b"1\r\n" + bytes([byte]) + b"\r\n" for byte in zipped(b"<rss/>")]
    url = server.on("/feed", head, *chunks, b"0\r\n\r\n")

    assert (await get(server, url)).body == b"<rss/>"


async def test_an_empty_body_that_claims_to_be_packed_is_empty(server: RawServer) -> None:
    assert (await get(server, server.ok("/feed", b"", "Content-Encoding: gzip"))).body == b""


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", zipped(BODY)[:-20]),
        ("gzip", zipped(BODY)[:-1]),
        ("gzip", zipped(BODY)[:1]),
        ("gzip", zipped(BODY) + zipped(BODY)[:50]),
        ("gzip", b"<rss/>"),
        ("gzip", zipped(b"") * (MEMBERS_MAX + 1)),
        ("deflate", zlib.compress(BODY)[:-5]),
        ("deflate", raw_deflate(BODY)[:-5]),
        ("deflate", b"x"),
    ],
)
async def test_a_cut_or_broken_packing_is_not_taken_for_a_whole(
    server: RawServer, encoding: str, sent: bytes
) -> None:
    assert (
        str(await fault(server, server.ok("/feed", sent, f"Content-Encoding: {encoding}")))
        == DAMAGED
    )


@pytest.mark.parametrize(
    "encoding", ["br", "zstd", "gzip, gzip", "gzip, br", "compress", ", ".join(["gzip"] * 1000)]
)
async def test_an_unasked_packing_is_refused(server: RawServer, encoding: str) -> None:
    error = await fault(
        server, server.ok("/feed", zipped(zipped(BODY)), f"Content-Encoding: {encoding}")
    )

    assert "not asked for" in str(error)


@pytest.mark.parametrize(
    ("encoding", "bomb"),
    [
        ("gzip", zipped(bytes(64 * 1024 * 1024))),
        ("deflate", zlib.compress(bytes(64 * 1024 * 1024))),
        ("gzip", zipped(bytes(200 * 1024)) * 3),
    ],
)
async def test_a_bomb_stops_at_the_cap(server: RawServer, encoding: str, bomb: bytes) -> None:
    assert (
        str(await fault(server, server.ok("/feed", bomb, f"Content-Encoding: {encoding}")))
        == TOO_LARGE
    )


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"Content-Type: application/rss+xml\r\n", b"<item/>" * 1000),
        (b"Transfer-Encoding: chunked\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (b"Content-Encoding: gzip\r\n", zipped(bytes(100_000))),
    ],
)
async def test_an_endless_body_stops_at_the_cap(
    server: RawServer, head: bytes, piece: bytes
) -> None:
    url = server.forever("/feed", OK + head + b"\r\n", piece)

    assert str(await fault(server, url)) in (TOO_LARGE, DAMAGED)
    assert server.sent < 32 * LIMITS.max_bytes


@pytest.mark.parametrize("size", [10 * 1024**4, LIMITS.max_bytes + 1])
async def test_a_body_announced_too_large_is_not_read(server: RawServer, size: int) -> None:
    url = server.silent("/feed", OK + f"Content-Length: {size}\r\n\r\n".encode())

    assert str(await fault(server, url)) == TOO_LARGE


async def test_a_body_of_just_the_cap_is_read(server: RawServer) -> None:
    assert (
        len((await get(server, server.ok("/feed", bytes(LIMITS.max_bytes)))).body)
        == LIMITS.max_bytes
    )


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 100\r\n\r\n<rss>",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<rs",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<rss>\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n-5\r\n<rss>\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n<rss>\r\n0\r\n\r\n",
        OK + b"Content-Length: -5\r\n\r\n<rss>",
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n<rss>",
        OK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n",
        OK + b"Content-Length: five\r\n\r\n<rss>",
        OK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n<rss>",
        OK + b"X: a\r\n" * 20_000 + b"\r\n<rss>",
        OK + b"X: a\x00b\r\n\r\n<rss>",
        OK + b"no colon\r\n\r\n<rss>",
        b"HTTP/1.1 banana OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
        b"ICY 200 OK\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02\x00",
        b"\x00" * 1000,
        b"HTTP/1.1 200",
        b"",
    ],
    ids=range(22),
)
async def test_a_broken_answer_is_a_fault_and_never_a_whole(
    server: RawServer, answer: bytes
) -> None:
    error = await fault(server, server.on("/feed", answer))

    assert str(error)
    assert not error.permanent


async def test_a_server_without_encryption_is_told_apart() -> None:
    def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    guard = Guard(allow=frozenset({("127.0.0.1", port)}))
    async with server, HttpFetch(guard=guard, user_agent="t") as fetch:
        with pytest.raises(FetchError, match="certificate"):
            await fetch(f"https://127.0.0.1:{port}/feed")


async def test_a_reset_is_a_fault(server: RawServer) -> None:
    async def reset(writer: asyncio.StreamWriter) -> None:
        await server.send(writer, OK + b"Content-Length: 100\r\n\r\n<rss>")
        made = writer.get_extra_info("socket")
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        writer.transport.abort()

    assert str(await fault(server, server.play("/feed", reset)))


async def test_many_tiny_chunks_are_read(server: RawServer) -> None:
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    url = server.on("/feed", head, b"1\r\nx\r\n" * 100_000, b"0\r\n\r\n")

    assert (await get(server, url)).body == b"x" * 100_000


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


def asking(server: RawServer, names: dict[str, list[str]], limits: Limits = LIMITS) -> HttpFetch:
    guard = Guard(allow=frozenset({("127.0.0.1", server.port)}))
    return HttpFetch(
        guard=guard, user_agent="t", limits=limits, resolver=Directory(names).resolver()
    )


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
