"""Who runs a place and acts as somebody who may do less is answered as that one."""

from typing import Literal

import pytest

from adapters.chat import Address, Request
from bot.compose.plain import text
from tests.fakes_desk import Desk


async def asks(
    desk: Desk, line: str, acts_as: Literal["", "viewer", "editor"], *, is_admin: bool = True
) -> str:
    reply = await desk.dispatch.answer(
        Request(
            kind="command", platform="local", at=Address(workspace="home", channel="general"),
            user="you", text=line, is_admin=is_admin, acts_as=acts_as,
        )
    )  # fmt: skip
    return text(reply.document)


@pytest.mark.parametrize(
    ("line", "editor", "viewer"),
    [
        ("/evwatch add nio with:none now", True, False),
        ("/evwatch role bob viewer", False, False),
        ("/evwatch status", True, True),
    ],
)
async def test_it_may_do_what_that_one_may(
    watching: Desk,
    line: str,
    editor: bool,  # noqa: FBT001 - of a table
    viewer: bool,  # noqa: FBT001 - of a table
) -> None:
    for acts_as, may in (("editor", editor), ("viewer", viewer)):
        said = await asks(watching, line, acts_as)  # type: ignore[arg-type] # of the two

        assert (" may do that; you are " in said) is not may


async def test_it_gives_nobody_more_than_they_have(watching: Desk) -> None:
    refused = await asks(watching, "/evwatch add nio with:none now", "editor", is_admin=False)

    assert "Only editors and admins" in refused
