"""Roles are given by admins, and decide what a person may do."""

from datetime import UTC, datetime

import pytest

from adapters.chat import Address, Request
from bot.compose.plain import text
from storage.sources import Role
from tests.fakes_desk import Desk
from tests.fakes_words import NOW


async def says(desk: Desk, line: str, user: str) -> str:
    """What somebody is answered who does not run the place."""
    desk.may_edit = False
    reply = await desk.ask(line, user=user)
    desk.may_edit = True
    return text(reply.document)


async def test_an_editor_edits_and_gives_no_roles(desk: Desk) -> None:
    assert "Only editors and admins" in await says(desk, "/evwatch add nio with:none now", "bob")

    assert "bob: an editor from now on." in await desk.says("/evwatch role @bob editor")

    assert "NIO is watched" in await says(desk, "/evwatch add nio with:none now", "bob")
    refused = await says(desk, "/evwatch role bob admin", "bob")
    assert "Only admins may do that; you are an editor here." in refused
    assert "These may: whoever operates this page." in refused


async def test_an_admin_by_name_gives_roles_and_undoes_for_others(desk: Desk) -> None:
    await desk.ask("/evwatch role <@bob> admin")
    await desk.ask("/evwatch role eve editor")
    await says(desk, "/evwatch add nio with:none now", "eve")

    assert "Only admins may do that" in await says(desk, "/evwatch undo 1", "eve")
    assert "Undone, #3" in await says(desk, "/evwatch undo 3", "bob")
    assert "an editor from now on" in await says(desk, "/evwatch role ann editor", "bob")
    assert "These may: whoever operates this page and bob." in await says(
        desk, "/evwatch role eve admin", "eve"
    )


async def test_everybody_may_be_let_edit_and_one_kept_from_it(desk: Desk) -> None:
    assert "everybody else: an editor" in await desk.says("/evwatch role everyone editor")
    await desk.ask("/evwatch role eve viewer")

    assert "NIO is watched" in await says(desk, "/evwatch add nio with:none now", "bob")
    assert "Only editors" in await says(desk, "/evwatch add byd with:none now", "eve")
    assert "Everybody cannot be an admin" in await desk.says("/evwatch role everyone admin")


async def test_who_runs_the_place_is_an_admin_whatever_is_set(desk: Desk) -> None:
    await desk.ask("/evwatch role ann viewer")

    assert "You are an admin here" in await desk.says("/evwatch role")
    assert "nothing" not in await desk.says("/evwatch add nio with:none now")


async def test_a_role_taken_back_is_gone_and_can_be_undone(desk: Desk) -> None:
    await desk.ask("/evwatch role bob editor")

    assert "no role of their own any more" in await desk.says("/evwatch role bob reset")
    assert await desk.store.roles.of("home", "local", "bob") is Role.VIEWER
    await desk.ask("/evwatch undo 2")
    assert await desk.store.roles.of("home", "local", "bob") is Role.EDITOR
    assert "bob had no" not in await desk.says("/evwatch role bob reset")
    assert "bob had no role" in await desk.says("/evwatch role bob reset")


async def test_a_demoted_editor_undoes_no_edit_but_a_flag(desk: Desk) -> None:
    await desk.ask("/evwatch role bob editor")
    await says(desk, "/evwatch add nio with:none now", "bob")
    await desk.ask("/evwatch role bob reset")

    assert "Only editors and admins" in await says(desk, "/evwatch undo 2", "bob")


async def test_roles_are_of_one_workspace_and_one_platform(desk: Desk) -> None:
    await desk.ask("/evwatch role bob editor")

    assert await desk.store.roles.of("elsewhere", "local", "bob") is Role.VIEWER
    assert await desk.store.roles.of("home", "slack", "bob") is Role.VIEWER


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("/evwatch role", "You are an admin here"),
        ("/evwatch role bob", "bob is a viewer here"),
        ("/evwatch role editor", "Whose role?"),
        ("/evwatch role bob editor admin", "Whose role?"),
        ("/evwatch role bob eve editor", "Whose role?"),
    ],
)
async def test_what_is_answered(desk: Desk, line: str, piece: str) -> None:
    assert piece in await desk.says(line)


async def test_given_roles_are_listed(desk: Desk) -> None:
    await desk.ask("/evwatch role bob editor")

    said = await desk.says("/evwatch role")

    assert "bob: an editor" in said
    assert "Admins, whatever is set here: whoever operates this page." in said


async def test_the_whole_place_is_silenced_by_an_admin_and_it_is_shown(desk: Desk) -> None:
    await desk.ask("/evwatch role bob editor")

    assert "Only admins" in await says(desk, "/evwatch silence all", "bob")
    assert "until 25 Aug 2023, 15:00 UTC" in await desk.says("/evwatch silence all for 3h")
    assert "All of this place is silent" in await desk.says("/evwatch list")
    assert "All of this place is silent" in await desk.says("/evwatch status")
    for line in ("/evwatch channel", "/evwatch queue"):
        assert "All of this place is silent" in await desk.says(line)
    await desk.ask("/evwatch silence all until 2023-09-01")
    assert "until 25 Aug 2023, 15:00 UTC → until 1 Sep" in await desk.says("/evwatch audit")
    assert "posted here again" in await desk.says("/evwatch unsilence all")
    assert "was not silent" in await desk.says("/evwatch unsilence all")
    assert "silent" not in await desk.says("/evwatch list")


async def test_the_end_of_a_silence_is_by_the_clocks_of_the_channel(desk: Desk) -> None:
    await desk.ask("/evwatch follow nio")
    await desk.ask("/evwatch channel zone:Asia/Shanghai")

    said = await desk.says("/evwatch silence all until tomorrow 8am")
    desk.language = "zh"
    chinese = await desk.says("/evwatch silence all until 明天早上8点")
    shown = [await desk.says(line) for line in ("/evwatch list", "/evwatch status")]

    assert "until 26 Aug 2023, 08:00 Asia/Shanghai; /evwatch unsilence all" in said
    assert "在2023年8月26日08:00（Asia/Shanghai）之前" in chinese
    assert all("静默至2023年8月26日08:00（Asia/Shanghai）" in each for each in shown)
    assert await desk.store.hushes.until("home", NOW) == datetime(2023, 8, 26, tzinfo=UTC)


async def test_silence_of_a_name_is_a_mute(desk: Desk) -> None:
    assert "hears nothing of NIO" in await desk.says("/evwatch silence nio")
    assert "hears of NIO again" in await desk.says("/evwatch unsilence nio")
    assert "Silence what?" in await desk.says("/evwatch silence")


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_word_that_is_nobodys_id_is_given_no_role(desk: Desk, platform: str) -> None:
    request = Request(
        kind="command",
        platform=platform,
        at=Address(workspace="home", channel="general"),
        user="root",
        text="/evwatch role @ann editor",
        language="en",
        is_admin=True,
    )

    reply = await desk.dispatch.answer(request)

    assert "“ann” names nobody here. Type @ and choose" in text(reply.document)
    assert await desk.store.roles.given("home", platform) == []
