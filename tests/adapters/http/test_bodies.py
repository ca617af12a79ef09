"""Bodies: unpacked within limits, and never taken for whole when they are cut or broken."""

import asyncio
import gzip
import socket
import zlib

import pytest

from adapters.fetch import FetchError
from adapters.http.client import HttpFetch
from adapters.http.guard import Guard
from adapters.http.unpack import DAMAGED, MEMBERS_MAX, TOO_LARGE
from tests.fakes_http import LIMITS, RawServer, fault, get

OK = b"HTTP/1.1 200 OK\r\n"


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
