"""What the fetcher asks, where it is led, and what it makes of statuses and headers."""

from datetime import timedelta

import pytest

from adapters.fetch import Fetched, FetchError
from adapters.http.client import REDIRECTS_MAX
from tests.fakes_http import RawServer, fault, fetching, get, raw_server

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


async def test_redirects_without_end_are_a_fault_after_a_few(server: RawServer) -> None:
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
