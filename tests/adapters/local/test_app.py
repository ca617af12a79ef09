"""The local chat over HTTP: who may use it, and a live stream that goes on where it was."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientResponse, ClientSession

from adapters.chat import Address, ChatError, Reply, Request
from adapters.local.app import STREAMS_MAX, LocalChat
from tests.fakes_local import NOON, local_chat, no_answer, note, served

GENERAL = Address(workspace="local", channel="general")
COMMAND = {"kind": "command", "channel": "general", "text": "/milestones xiaomi"}


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


@pytest.fixture
def chat(tmp_path: Path) -> LocalChat:
    return local_chat(tmp_path)


@asynccontextmanager
async def stream(
    session: ClientSession, url: str, cursor: str = "", **headers: str
) -> AsyncIterator[AsyncIterator[dict[str, str]]]:
    """The events of /local/events as dicts of their fields."""
    async with session.get(
        f"{url}/local/events", params={"cursor": cursor}, headers=headers
    ) as response:
        assert response.status == 200
        yield events(response)


async def events(response: ClientResponse) -> AsyncIterator[dict[str, str]]:
    event: dict[str, str] = {}
    async for line in response.content:
        name, _, value = line.decode().rstrip("\r\n").partition(": ")
        if name:
            event[name] = value
        elif event:
            yield event
            event = {}


async def cursor_of(session: ClientSession, url: str) -> str:
    async with session.get(f"{url}/local/state") as response:
        return str((await response.json())["cursor"])


async def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing_inline(
    chat: LocalChat, session: ClientSession
) -> None:
    async with served(chat) as url, session.get(url + "/") as response:
        page = await response.text()

    assert response.status == 200
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "https:" not in page
    assert " on" not in {word[:3] for word in page.replace("=", "= ").split("<")}
    assert "style=" not in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [("page.css", "text/css"), ("page.js", "text/javascript"), ("icon.svg", "image/svg+xml")],
)
async def test_an_asset_is_served_with_its_type_and_kept_by_the_browser(
    chat: LocalChat, session: ClientSession, name: str, kind: str
) -> None:
    async with served(chat) as url:
        async with session.get(f"{url}/local/assets/{name}") as first:
            assert first.content_type == kind
            assert first.headers["X-Content-Type-Options"] == "nosniff"
        async with session.get(
            f"{url}/local/assets/{name}", headers={"If-None-Match": first.headers["ETag"]}
        ) as again:
            assert again.status == 304


@pytest.mark.parametrize("name", ["app.py", "..%2fapp.py", "%2e%2e%2fapp.py", "page.html", ""])
async def test_no_other_file_is_served(chat: LocalChat, session: ClientSession, name: str) -> None:
    async with served(chat) as url, session.get(f"{url}/local/assets/{name}") as response:
        assert response.status == 404


@pytest.mark.parametrize(
    "path", ["/", "/local/state", "/local/messages?channel=general", "/local/events"]
)
@pytest.mark.parametrize("name", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example"])
async def test_a_foreign_host_name_is_refused(
    chat: LocalChat, session: ClientSession, path: str, name: str
) -> None:
    async with served(chat) as url, session.get(url + path, headers={"Host": name}) as response:
        assert response.status == 403


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST:1", "127.0.0.1", "[::1]:9", "ev.home:80"])
async def test_its_own_names_are_accepted(
    tmp_path: Path, session: ClientSession, name: str
) -> None:
    chat = local_chat(tmp_path, hosts=("EV.home",))

    async with (
        served(chat) as url,
        session.get(url + "/local/state", headers={"Host": name}) as response,
    ):
        assert response.status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),  # another port is another site
        ({"Origin": "file://127.0.0.1"}, 403),
        ({"Origin": "OWN", "Content-Type": "text/plain"}, 415),
        ({"Origin": "OWN", "Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Origin": "OWN", "Host": "evil.example"}, 403),
        ({"Origin": "OWN", "Content-Type": "application/json; charset=utf-8"}, 200),
    ],
)
async def test_only_the_page_itself_may_send_commands(
    chat: LocalChat, session: ClientSession, headers: dict[str, str], status: int
) -> None:
    async with served(chat) as url:
        own = {name: value.replace("OWN", url) for name, value in headers.items()}
        async with session.post(
            f"{url}/local/requests",
            data=json.dumps(COMMAND),
            headers={"Content-Type": "application/json", **own},
        ) as response:
            assert response.status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("[" * 5000, 400),
        ("{}", 400),
        ('{"kind": "command", "channel": "nowhere", "text": "/x"}', 400),
        ('{"kind": "steal", "channel": "general", "text": "/x"}', 400),
        ('{"kind": "command", "channel": ["general"], "text": "/x"}', 400),
        ('{"kind": "command", "channel": "general", "text": 7}', 400),
        (json.dumps({**COMMAND, "text": "x" * 20_001}), 400),
        (json.dumps({**COMMAND, "text": "x" * 140_000}), 413),
        (json.dumps({**COMMAND, "text": "x" * 20_000}), 200),
        (json.dumps({**COMMAND, "language": ["zh"]}), 200),
    ],
)
async def test_a_body_that_is_no_request_is_refused_with_a_reason(
    chat: LocalChat, session: ClientSession, body: str, status: int
) -> None:
    async with (
        served(chat) as url,
        session.post(
            f"{url}/local/requests",
            data=body,
            headers={"Content-Type": "application/json", "Origin": url},
        ) as response,
    ):
        assert response.status == status
        assert status == 200 or (await response.json())["error"]


async def test_a_body_of_unknown_length_is_refused(chat: LocalChat, session: ClientSession) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield json.dumps(COMMAND).encode()

    async with (
        served(chat) as url,
        session.post(
            f"{url}/local/requests",
            data=chunks(),
            headers={"Content-Type": "application/json", "Origin": url},
        ) as response,
    ):
        assert response.status == 413


async def ask(session: ClientSession, url: str, **changes: object) -> ClientResponse:
    return await session.post(
        f"{url}/local/requests", json={**COMMAND, **changes}, headers={"Origin": url}
    )


@pytest.mark.parametrize(
    ("stated", "language"), [("zh-CN", "zh"), ("zh", "zh"), ("de", "en"), (None, "en")]
)
async def test_a_request_says_who_asks_where_and_in_which_language(
    chat: LocalChat, session: ClientSession, stated: str | None, language: str
) -> None:
    asked: list[Request] = []

    async def answer(request: Request) -> Reply:
        asked.append(request)
        return await no_answer(request)

    async with served(chat, answer=answer) as url:
        await ask(session, url, language=stated, text="/milestones \u202e小米")

    assert asked == [
        Request(
            kind="command",
            platform="local",
            at=GENERAL,
            user="you",
            text="/milestones 小米",
            language=language,
            is_admin=True,
            private=False,
        )
    ]


async def test_before_serve_a_command_is_told_to_wait(
    chat: LocalChat, session: ClientSession
) -> None:
    async with served(chat) as url:
        chat._answer = None
        response = await ask(session, url)

        assert response.status == 503
        assert "starting" in (await response.json())["error"]


async def test_a_stream_tells_each_new_message_once_with_its_cursor(
    chat: LocalChat, session: ClientSession
) -> None:
    async with served(chat) as url:
        await chat.post(GENERAL, note("before"), key="0")
        start = await cursor_of(session, url)
        async with stream(session, url, start) as told:
            assert (await anext(told))["event"] == "hello"
            await chat.post(GENERAL, note("one"), key="1")
            await chat.post(GENERAL, note("one"), key="1")
            await chat.post(Address(workspace="local", channel="factories"), note("two"), key="2")

            first, second = await anext(told), await anext(told)

    assert [json.loads(each["data"])["plain"] for each in (first, second)] == ["one", "two"]
    assert json.loads(second["data"])["channel"] == "factories"
    assert [each["id"].split(":")[1] for each in (first, second)] == ["2", "3"]


async def test_a_client_that_comes_back_gets_what_it_missed_even_over_a_restart(
    tmp_path: Path, session: ClientSession
) -> None:
    chat = local_chat(tmp_path)
    async with served(chat) as url:
        start = await cursor_of(session, url)
        async with stream(session, url, start) as told:
            await anext(told)
            await chat.post(GENERAL, note("seen"), key="0")
            last = (await anext(told))["id"]
    await chat.post(GENERAL, note("missed"), key="1")
    await chat.close()

    again = local_chat(tmp_path)
    async with served(again) as url, stream(session, url, start, **{"Last-Event-ID": last}) as told:
        assert (await anext(told))["event"] == "hello"
        missed = await anext(told)

    assert json.loads(missed["data"])["plain"] == "missed"


@pytest.mark.parametrize(
    "cursor", ["", "other:0", "NAME:99", "NAME:-1", "NAME:x", "NAME:" + "9" * 40]
)
async def test_a_cursor_of_another_journal_is_told_to_load_anew(
    chat: LocalChat, session: ClientSession, cursor: str
) -> None:
    async with served(chat) as url:
        name = (await cursor_of(session, url)).split(":")[0]
        async with stream(session, url, cursor.replace("NAME", name)) as told:
            assert [each["event"] async for each in told] == ["reset"]


async def test_streams_end_when_serving_ends_so_that_the_server_can_stop(
    chat: LocalChat, session: ClientSession
) -> None:
    async with served(chat) as url:
        start = await cursor_of(session, url)
        async with stream(session, url, start) as told:
            await anext(told)
            chat._journal.hush()

            assert [each async for each in told] == []
    assert chat._streams == 0


async def test_a_page_that_goes_away_gives_its_stream_back(
    chat: LocalChat, session: ClientSession
) -> None:
    async with served(chat) as url:
        start = await cursor_of(session, url)
        async with stream(session, url, start) as told:
            await anext(told)
            assert chat._streams == 1
        # The server hears of the closed connection when it next writes.
        for n in range(20):
            await chat.post(GENERAL, note("x" * 1000), key=str(n))

        async with asyncio.timeout(5):
            while chat._streams:
                await chat._journal.look()


async def test_too_many_streams_are_refused(chat: LocalChat, session: ClientSession) -> None:
    async with served(chat) as url:
        chat._streams = STREAMS_MAX
        async with session.get(f"{url}/local/events") as response:
            assert response.status == 503


async def test_a_journal_that_cannot_be_used_is_told_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("")
    chat = local_chat(tmp_path, journal=tmp_path / "file" / "chat.jsonl")

    with pytest.raises(ChatError) as posting:
        await chat.post(GENERAL, note("a"), key="k")
    with pytest.raises(ChatError):
        await chat.find(GENERAL, "k", since=NOON)
    health = await chat.probe(GENERAL)

    assert not posting.value.permanent
    assert not posting.value.uncertain
    assert posting.value.retry_after
    assert not health.ok
    assert str(tmp_path) not in f"{posting.value} {health.reason}"


async def test_messages_of_a_channel_that_was_taken_away_are_not_streamed(
    tmp_path: Path, session: ClientSession
) -> None:
    async with served(local_chat(tmp_path)) as url:
        start = await cursor_of(session, url)
    before = local_chat(tmp_path, channels=("old",))
    await before.post(Address(workspace="local", channel="old"), note("old"), key="1")
    await before.close()
    chat = local_chat(tmp_path)
    await chat.post(GENERAL, note("new"), key="2")

    async with served(chat) as url, stream(session, url, start) as told:
        await anext(told)
        assert json.loads((await anext(told))["data"])["plain"] == "new"


async def test_messages_come_in_pages(chat: LocalChat, session: ClientSession) -> None:
    async with served(chat) as url:
        for n in range(5):
            await chat.post(GENERAL, note(str(n)), key=str(n))
        async with session.get(f"{url}/local/messages?channel=general&limit=2") as response:
            newest = await response.json()
        query = f"channel=general&limit=100000&before={newest['before']}"
        async with session.get(f"{url}/local/messages?{query}") as response:
            older = await response.json()

    assert [each["plain"] for each in newest["messages"]] == ["3", "4"]
    assert [each["plain"] for each in older["messages"]] == ["0", "1", "2"]
    assert older["before"] is None


async def test_messages_of_an_unknown_channel_are_not_found(
    chat: LocalChat, session: ClientSession
) -> None:
    async with served(chat) as url:
        response = await session.get(f"{url}/local/messages?channel=nowhere")

    assert response.status == 404


class TestWithAToken:
    """A token is asked of every call but style and script."""

    @pytest.fixture
    def chat(self, tmp_path: Path) -> LocalChat:
        return local_chat(tmp_path, token="sesame")

    @pytest.mark.parametrize(
        "path",
        [
            "/",
            "/local/state",
            "/local/messages?channel=general",
            "/local/events",
            "/?token=",
            "/?token=wrong",
        ],
    )
    async def test_nothing_is_told_without_it(
        self, chat: LocalChat, session: ClientSession, path: str
    ) -> None:
        async with served(chat) as url, session.get(url + path) as response:
            assert response.status == 401
            assert not response.cookies

    async def test_a_command_without_it_is_refused(
        self, chat: LocalChat, session: ClientSession
    ) -> None:
        async with served(chat) as url:
            assert (await ask(session, url)).status == 401

    async def test_the_address_with_it_sets_a_cookie_and_drops_it_from_the_address(
        self, chat: LocalChat
    ) -> None:
        # aiohttp's jar takes no cookies of bare addresses unless told so.
        from aiohttp import CookieJar  # noqa: PLC0415

        async with served(chat) as url, ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            async with session.get(f"{url}/?token=sesame", allow_redirects=False) as response:
                assert response.status == 303
                assert response.headers["Location"] == "/"
                cookie = response.cookies["evwatch"]
            async with session.get(f"{url}/local/state") as state:
                assert state.status == 200

        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert "sesame" not in cookie.value

    @pytest.mark.parametrize(
        ("header", "status"),
        [
            ("Bearer sesame", 200),
            ("bearer sesame", 200),
            ("Bearer wrong", 401),
            ("Basic sesame", 401),
            ("Bearer ü", 401),
            ("Bearer", 401),
        ],
    )
    async def test_a_script_may_send_it_as_a_header(
        self, chat: LocalChat, session: ClientSession, header: str, status: int
    ) -> None:
        async with (
            served(chat) as url,
            session.get(url + "/local/state", headers={"Authorization": header}) as response,
        ):
            assert response.status == status

    async def test_any_name_will_do_since_cookies_are_bound_to_it(
        self, chat: LocalChat, session: ClientSession
    ) -> None:
        headers = {"Authorization": "Bearer sesame", "Host": "ev.example"}

        async with served(chat) as url, session.get(url + "/", headers=headers) as response:
            assert response.status == 200


async def test_a_token_in_the_address_of_a_page_that_needs_none_is_dropped(
    chat: LocalChat, session: ClientSession
) -> None:
    async with (
        served(chat) as url,
        session.get(f"{url}/?token=x", allow_redirects=False) as response,
    ):
        assert response.status == 303
        assert not response.cookies
