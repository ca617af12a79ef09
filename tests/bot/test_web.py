"""The one server: health, metrics, headers, errors that tell nothing, an orderly stop."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web
from prometheus_client import CollectorRegistry, Counter

from bot.web import Web, WebError, is_loopback
from tests.fakes_local import is_ready


async def not_ready() -> bool:
    return False


async def broken() -> bool:
    raise RuntimeError("/srv/secret")


async def endless() -> bool:
    await asyncio.Event().wait()
    return True


def server(routes: list[web.RouteDef] | None = None, **settings: object) -> Web:
    given = {"ready": is_ready, "registry": CollectorRegistry(), "port": 0, **settings}
    return Web(routes or [], **given)  # type: ignore[arg-type]


@asynccontextmanager
async def opened(
    server: Web, path: str, **headers: str
) -> AsyncIterator[tuple[int, str, dict[str, str]]]:
    async with (
        server,
        ClientSession() as session,
        session.get(server.url.rstrip("/") + path, headers=headers) as response,
    ):
        yield response.status, await response.text(), dict(response.headers)


async def test_a_living_process_says_so() -> None:
    async with opened(server(ready=broken), "/healthz") as (status, text, _):
        assert (status, text) == (200, "ok\n")


@pytest.mark.parametrize(
    ("ready", "status", "text"),
    [
        (is_ready, 200, "ready\n"),
        (not_ready, 503, "not ready\n"),
        (broken, 503, "not ready\n"),
    ],
)
async def test_readiness_is_what_the_service_says(ready: object, status: int, text: str) -> None:
    async with opened(server(ready=ready), "/readyz") as (got, body, _):
        assert (got, body) == (status, text)


async def test_a_readiness_that_does_not_come_is_not_ready() -> None:
    async with opened(server(ready=endless, ready_within=timedelta(0)), "/readyz") as (got, _, _):
        assert got == 503


async def test_metrics_are_those_of_the_registry_given() -> None:
    registry = CollectorRegistry()
    Counter("evwatch_visits_total", "Visits", registry=registry).inc(3)

    async with opened(server(registry=registry), "/metrics") as (status, text, headers):
        assert status == 200
        assert "evwatch_visits_total 3.0" in text
        assert headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/metrics", {}, 401),
        ("/metrics", {"Authorization": "Bearer wrong"}, 401),
        ("/metrics", {"Authorization": "Basic sesame"}, 401),
        ("/metrics", {"Authorization": "Bearer sesame"}, 200),
        ("/healthz", {}, 200),
        ("/readyz", {}, 200),
        ("/healthz", {"X-Forwarded-For": "203.0.113.9"}, 401),
        ("/readyz", {"X-Forwarded-For": "203.0.113.9", "Authorization": "Bearer sesame"}, 200),
    ],
)
async def test_a_token_guards_metrics_and_health_from_afar(
    path: str, headers: dict[str, str], status: int
) -> None:
    async with opened(server(token="sesame"), path, **headers) as (got, _, _):
        assert got == status


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "ev.example", ""])  # noqa: S104
def test_an_address_that_others_can_reach_needs_a_token(host: str) -> None:
    with pytest.raises(WebError, match="EVWATCH_WEB_TOKEN"):
        server(host=host)

    server(host=host, token="sesame")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - only asked about
        ("10.0.0.1", False),
        ("localhost.evil.example", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


async def test_port_zero_takes_a_free_one_and_tells_it() -> None:
    async with server() as one, server() as two:
        assert one.port != two.port
        assert one.url == f"http://127.0.0.1:{one.port}/"


async def test_a_port_that_is_taken_is_told_with_the_remedy() -> None:
    async with server() as one:
        with pytest.raises(WebError, match=r"web\.port"):
            await server(port=one.port).start()


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/nowhere", "/fails"])
async def test_every_answer_carries_the_security_headers(path: str) -> None:
    async with opened(server([web.get("/fails", fails)]), path) as (_, _, headers):
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "aiohttp" not in headers["Server"].lower()


async def fails(_: web.Request) -> web.Response:
    raise RuntimeError("/srv/secret/file.py 10.0.0.7")


async def refuses(_: web.Request) -> web.Response:
    raise web.HTTPForbidden(text="<b>not</b> you")


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
async def test_a_failure_is_told_without_its_cause(accept: str) -> None:
    async with opened(server([web.get("/", fails)]), "/", Accept=accept) as (status, text, _):
        assert status == 500
        assert "Something went wrong" in text
        for word in ("secret", "10.0.0.7", "Runtime", "Traceback", ".py"):
            assert word not in text


async def test_an_error_page_is_escaped_html_or_json_as_asked() -> None:
    routes = [web.get("/no", refuses)]

    async with opened(server(routes), "/no", Accept="text/html") as (status, page, _):
        assert (status, "&lt;b&gt;not&lt;/b&gt; you" in page) == (403, True)
    async with opened(server(routes), "/no") as (status, text, _):
        assert (status, text) == (403, '{"status": 403, "error": "<b>not</b> you"}')
    async with opened(server(routes), "/nowhere") as (status, text, _):
        assert (status, text) == (404, '{"status": 404, "error": "Not Found"}')


async def test_a_route_handed_over_is_served() -> None:
    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello", headers={"Content-Security-Policy": "own"})

    async with opened(server([web.get("/hello", hello)]), "/hello") as (status, text, headers):
        assert (status, text) == (200, "hello")
        assert headers["Content-Security-Policy"] == "own"


async def test_a_redirect_is_no_error() -> None:
    async def moved(_: web.Request) -> web.Response:
        raise web.HTTPSeeOther("/healthz")

    async with opened(server([web.get("/moved", moved)]), "/moved") as (status, text, _):
        assert (status, text) == (200, "ok\n")


async def test_a_stop_lets_an_answer_under_way_end() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        begun.set()
        await go_on.wait()
        return web.Response(text="ended well")

    one = server([web.get("/slow", slow)])
    await one.start()
    async with ClientSession() as session:
        asking = asyncio.create_task(session.get(one.url + "slow"))
        await begun.wait()
        stopping = asyncio.create_task(one.stop())
        await asyncio.sleep(0)
        go_on.set()
        response = await asking

        assert await response.text() == "ended well"
        await stopping


async def test_its_port_is_free_when_it_has_ended() -> None:
    async with server() as one:
        port = one.port

    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))
