"""Pictures and files of the local page: under names nobody can guess, for whoever may see the page."""

from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from adapters.chat import Address
from adapters.document import Document, File, Picture
from adapters.local.shelf import ROOM_BYTES, Shelf
from tests.fakes_local import PNG, local_chat, local_web

GENERAL = Address(workspace="local", channel="general")
CHART = Picture(PNG, alt="a")


def test_the_same_bytes_have_one_name_which_another_process_cannot_tell() -> None:
    one, other = Shelf(), Shelf()

    assert one.keep(CHART) == one.keep(Picture(PNG, alt="other words"))
    assert one.keep(CHART) != one.keep(Picture(PNG, alt="a", name="b.png"))
    assert one.keep(CHART) != other.keep(CHART)


def test_it_lets_go_what_was_not_asked_for_longest() -> None:
    shelf = Shelf()
    names = [
        shelf.keep(File(bytes([n]) * (ROOM_BYTES // 3), name="a", kind="text/csv")).rpartition("/")[
            2
        ]
        for n in range(3)
    ]
    shelf.give(names[0])
    shelf.keep(CHART)

    assert shelf.give(names[0]).status == 200
    with pytest.raises(web.HTTPNotFound):
        shelf.give(names[1])


async def test_a_file_is_given_to_be_saved_and_runs_nothing(tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    page = File(b"<script>alert(1)</script>", name='x";\r\n.html', kind="text/html")
    async with local_web(chat) as server, ClientSession() as session:
        await chat.post(GENERAL, Document((page,), plain="p"), key="k")
        async with session.get(f"{server.url}local/messages?channel=general") as response:
            html = (await response.json())["messages"][0]["html"]
        path = html.partition('href="/local/files/')[2].partition('"')[0]
        async with session.get(f"{server.url}local/files/{path}") as response:
            headers = response.headers

    assert headers["Content-Disposition"].startswith('attachment; filename="x----')
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    await chat.close()


async def test_without_the_token_nothing_is_given(tmp_path: Path) -> None:
    chat = local_chat(tmp_path, token="secret")
    name = chat._shelf.keep(CHART)
    async with local_web(chat, token="secret") as server, ClientSession() as session:
        async with session.get(server.url.rstrip("/") + name) as response:
            refused = response.status
        headers = {"Authorization": "Bearer secret"}
        async with session.get(server.url.rstrip("/") + name, headers=headers) as response:
            taken = response.status
        async with session.get(f"{server.url}local/files/{'0' * 36}", headers=headers) as response:
            missing = response.status

    assert (refused, taken, missing) == (401, 200, 404)
    await chat.close()
