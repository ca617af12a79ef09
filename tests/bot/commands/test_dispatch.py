from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, cast

import pytest

from adapters.chat import Address, Request
from adapters.document import Button
from bot.commands.dispatch import Dispatch
from bot.commands.registry import VERBS
from bot.compose.plain import text
from bot.ingest import Look
from storage.corrections import Own
from storage.engine import StoreBusy
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons

if TYPE_CHECKING:
    from bot.catalogue import Catalogue


class TestPermission:
    @pytest.mark.parametrize(
        "line",
        [
            "/evwatch add nio with:none now",
            f"/evwatch add {FEED} now",
            "/evwatch remove xiaomi",
            "/evwatch follow nio",
            "/evwatch unfollow xiaomi",
            "/evwatch pause xiaomi",
            "/evwatch resume xiaomi",
            f"/evwatch preview {FEED}",
            "/evwatch mute xiaomi",
            "/evwatch unmute xiaomi",
            "/evwatch flags",
            "/evwatch queue retry all",
        ],
    )
    async def test_an_edit_by_anybody_else_is_refused_and_noted(
        self, watching: Desk, line: str
    ) -> None:
        before = await watching.store.watchlist.watches("home")
        watching.look.asked.clear()
        watching.may_edit = False

        reply = await watching.ask(line)

        assert "Only editors and admins may do that; you are a viewer here." in text(reply.document)
        assert await watching.store.watchlist.watches("home") == before
        assert watching.look.asked == []
        [audit, *_] = await watching.store.watchlist.audits("home")
        assert not audit.allowed
        assert "hush" not in audit.command

    async def test_anybody_may_look(self, watching: Desk) -> None:
        watching.may_edit = False

        assert "Watched since" in await watching.says("/milestones xiaomi")
        assert "Status" in await watching.says("/evwatch status")
        assert "Watchlist" in await watching.says("/evwatch list")
        assert "What you can type" in await watching.says("/evwatch help")

    async def test_workspaces_do_not_see_each_other(self, watching: Desk) -> None:
        reply = await watching.dispatch.answer(
            Request(
                kind="command",
                platform="local",
                at=Address(workspace="elsewhere", channel="general"),
                user="bob",
                text="/evwatch list",
            )
        )

        assert "Example News" not in text(reply.document)
        assert "follows nothing" in text(reply.document)


class TestTrouble:
    async def test_an_error_inside_is_told_without_its_inside(self, desk: Desk) -> None:
        async def explode(url: str, *, owns: Sequence[Own] = ()) -> Look:  # noqa: ARG001 - the port's
            raise RuntimeError(f"secret path /var/lib for {url}")

        desk.look.look = explode  # type: ignore[method-assign] # a fake may break

        reply = await desk.ask(f"/evwatch preview {FEED}")

        assert text(reply.document) == (
            "That went wrong on our side; it was noted in the log. Try again in a moment.\n"
        )
        assert reply.document.tone == "error"

    async def test_a_busy_store_says_that_nothing_was_changed(self, desk: Desk) -> None:
        async def busy(url: str, *, owns: Sequence[Own] = ()) -> Look:  # noqa: ARG001 - the port's
            raise StoreBusy(f"locked by {url}")

        desk.look.look = busy  # type: ignore[method-assign] # a fake may break

        assert "nothing was changed" in await desk.says(f"/evwatch preview {FEED}")

    async def test_a_fault_while_somebody_types_is_not_raised_to_the_platform(
        self, desk: Desk
    ) -> None:
        desk.dispatch = Dispatch(
            store=desk.store,
            catalogue=cast("Catalogue", None),
            ingest=desk.look,
            clock=lambda: desk.now,
        )

        reply = await desk.ask("/milestones xia", kind="suggest")

        assert (reply.suggestions, reply.document.tone) == ((), "error")

    @pytest.mark.parametrize(
        ("line", "meant"),
        [
            ("小米", "/milestones 小米"),
            ("/evwatch xiaomi", "/milestones xiaomi"),
            ("xiaomi deliveries", "/milestones xiaomi deliveries"),
            ("/evwatch help xiaomi", "/milestones xiaomi"),
            ("li auto", "/milestones li auto"),
        ],
    )
    async def test_a_company_without_a_verb_is_offered_as_a_look_up(
        self, desk: Desk, line: str, meant: str
    ) -> None:
        reply = await desk.ask(line)

        assert buttons(reply)[0] == Button(meant, meant)

    async def test_a_word_that_is_nothing_is_not_offered(self, desk: Desk) -> None:
        assert buttons(await desk.ask("/evwatch xyzzy")) == []

    async def test_a_wrong_verb_suggests_the_right_one(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch stauts")

        assert buttons(reply) == [Button("/evwatch status", "/evwatch status")]

    async def test_a_typing_error_is_told_in_the_language_of_the_person(self, desk: Desk) -> None:
        desk.language = "zh"

        assert "没有“stauts”这个命令" in await desk.says("/evwatch stauts")


class TestHelp:
    async def test_names_every_verb(self, desk: Desk) -> None:
        said = await desk.says("/evwatch help")

        assert "/milestones " in said
        assert [
            verb for verb in VERBS if verb != "milestones" and f"/evwatch {verb}" not in said
        ] == []

    @pytest.mark.parametrize("language", ["en", "zh"])
    async def test_about_one_verb_has_examples(self, desk: Desk, language: str) -> None:
        desk.language = language

        said = await desk.says("/evwatch help pause")

        assert "  - /evwatch pause nio for 3d: " in said


async def test_suggestions_come_from_memory(desk: Desk) -> None:
    reply = await desk.ask("/milestones xia", kind="suggest")

    assert reply.suggestions[0] == "Xiaomi"
    assert reply.document.parts == ()


async def test_a_place_that_asks_has_the_bot_whatever_was_heard_of_its_leaving(desk: Desk) -> None:
    await desk.store.leaving.left(CHANNEL.platform, CHANNEL.workspace, at=desk.now)

    await desk.says("/evwatch list")

    assert not await desk.store.leaving.has_left(CHANNEL.platform, CHANNEL.workspace)


class TestCheck:
    async def test_a_line_that_can_be_read_is_not_carried_out(self, watching: Desk) -> None:
        before = await watching.store.watchlist.audits("home")

        reply = await watching.ask("/evwatch pause xiaomi for 3d", kind="check")

        assert reply.document.parts == ()
        assert await watching.store.watchlist.audits("home") == before

    @pytest.mark.parametrize(
        ("line", "piece"),
        [
            ("/milestones xiaomi since:gibberish", "“gibberish” is not a time"),
            ("/evwatch pause xiaomi until:25:00", "“25:00” is not a time"),
            ("/milestones xiaomi kind:delivry", "kind:delivery"),
        ],
    )
    async def test_one_that_cannot_says_why_without_buttons(
        self, watching: Desk, line: str, piece: str
    ) -> None:
        reply = await watching.ask(line, kind="check")

        assert piece in text(reply.document)
        assert buttons(reply) == []


class TestAsked:
    @pytest.mark.parametrize("kind", ["command", "button", "suggest", "check"])
    async def test_every_request_is_heard_of_before_it_is_read(
        self, watching: Desk, kind: Literal["command", "button", "suggest", "check"]
    ) -> None:
        heard: list[str] = []
        desk = Desk(watching.store, asked=lambda: heard.append("asked"))

        await desk.ask("/milestones nonsense:", kind=kind)

        assert heard == ["asked"]
