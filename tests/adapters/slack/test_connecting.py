"""Staying connected: whatever Slack, network and tokens do, it is told and mended."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.chat import ChatError
from tests.doubles.slack.person import Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault, Team
from tests.fakes_local import FakeClock, note
from tests.fakes_presence import FakePresence
from tests.fakes_slack import HERE, Desk, FakeVault, Secret, Waits, chatting, hand, served


async def test_a_dropped_socket_is_opened_again(slack: SlackDouble, clock: FakeClock) -> None:
    desk, waits = Desk(), Waits()
    async with served(slack, clock, desk, wait=waits) as chat:
        await hand(slack).type("/milestones nio")
        await slack.drop()
        await waits.until(2)  # the check of the token is the first
        assert not chat.health().ok
        await waits.end(1)
        await hand(slack).type("/milestones byd")
        assert chat.health().ok

    assert slack.connections == 2
    assert len(desk.asked) == 2


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_refresh_opens_the_next_socket_before_the_old_one_goes(
    slack: SlackDouble, clock: FakeClock, reason: str
) -> None:
    desk = Desk()
    async with served(slack, clock, desk, wait=Waits()) as chat:
        await slack.until(lambda: slack.sockets)
        old = slack.sockets[0]
        await old.send_json({"type": "disconnect", "reason": reason})
        await slack.until(lambda: slack.connections == 2)
        slack.sockets.reverse()  # what still comes on the old one is answered too
        await hand(slack).type("/milestones nio")
        slack.sockets.reverse()
        await old.close()
        await hand(slack).type("/milestones byd")
        assert chat.health().ok

    assert len(desk.asked) == 2


async def test_a_socket_that_slack_ends_for_good_is_asked_for_ever_more_rarely(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("apps.connections.open", *(Fault(error="internal_error") for _ in range(9)))
    waits = Waits()
    async with served(slack, clock, Desk(), wait=waits, token=None, vault=FakeVault()) as chat:
        for number in range(9):
            await waits.until(number + 1)
            assert not chat.health().ok
            await waits.end(number)
        await slack.until(lambda: slack.sockets)

    assert waits.asked == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_limited_socket_waits_as_long_as_slack_says(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("apps.connections.open", Fault(retry_after=42))
    waits = Waits()
    async with served(slack, clock, Desk(), wait=waits, token=None, vault=FakeVault()):
        await waits.until(1)

    assert waits.asked == [42]


async def test_bad_tokens_are_told_and_mended_without_a_restart(
    slack: SlackDouble, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    token, app_token, waits = Secret("xoxb-bad"), Secret("xapp-bad"), Waits()
    desk = Desk()
    async with served(slack, clock, desk, token=token, app_token=app_token, wait=waits) as chat:
        await waits.until(2)
        assert "bot token" in chat.health().reason
        token.value, app_token.value = "xoxb-one", "xapp-one"
        await waits.end(0)
        await waits.end(1)
        await hand(slack).type("/milestones nio")
        await waits.until(3)
        assert chat.health().ok

    said = "".join(capsys.readouterr())
    assert "app token" in said
    assert "xoxb" not in said
    assert "xapp" not in said


async def test_a_refused_token_is_not_tried_with_each_post(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with chatting(slack, clock, token=lambda: "xoxb-bad") as chat:
        for _ in range(3):
            with pytest.raises(ChatError, match="token") as caught:
                await chat.post(HERE, note("a"), key="1")
            assert caught.value.permanent

    assert len(slack.posted("auth.test")) == 1


async def test_the_environment_of_the_library_changes_nothing(
    slack: SlackDouble, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    names = ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_ID", "CLIENT_SECRET", "SCOPES")
    for name in names:
        monkeypatch.setenv(f"SLACK_{name}", f"xoxb-wrong-{name}")
    monkeypatch.setenv("HOME", str(tmp_path))
    desk = Desk()
    async with served(slack, clock, desk):
        await hand(slack).type("/milestones nio")

    assert len(desk.asked) == 1
    assert _holds_nothing(tmp_path)
    assert {call.token for call in slack.calls} <= {"xoxb-one", "xapp-one"}


@pytest.mark.parametrize("error", [OSError("no such file"), ValueError("no text")])
async def test_tokens_that_cannot_be_read_are_told_and_read_again(
    slack: SlackDouble, clock: FakeClock, error: Exception
) -> None:
    waits, broken = Waits(), [True]

    def token(value: str) -> Callable[[], str]:
        def read() -> str:
            if broken[0]:
                raise error
            return value

        return read

    tokens = {"token": token("xoxb-one"), "app_token": token("xapp-one")}
    async with served(slack, clock, Desk(), wait=waits, **tokens) as chat:
        await waits.until(2)
        assert "cannot be read" in chat.health().reason
        with pytest.raises(ChatError, match="cannot be read") as caught:
            await chat.post(HERE, note("a"), key="1")
        broken[0] = False
        await waits.end(0)
        await waits.end(1)
        await hand(slack).type("/milestones nio")
        await chat.post(HERE, note("a"), key="1")

    assert not caught.value.permanent


async def test_a_socket_address_that_leads_nowhere_is_asked_for_again(
    slack: SlackDouble, clock: FakeClock
) -> None:
    spent = f"ws://{slack.host}/socket?ticket=spent"
    bodies = [{"ok": True, "url": url} for url in (spent, "not an address", None)]
    slack.fail("apps.connections.open", *(Fault(body=json.dumps(body)) for body in bodies))
    waits, desk = Waits(), Desk()
    async with served(slack, clock, desk, wait=waits, token=None, vault=FakeVault()) as chat:
        for number in range(3):
            await waits.until(number + 1)
            assert "failed" in chat.health().reason
            await waits.end(number)
        await slack.until(lambda: slack.sockets)


async def test_a_token_that_was_revoked_is_noticed_without_a_post(
    slack: SlackDouble, clock: FakeClock
) -> None:
    waits = Waits()
    async with served(slack, clock, Desk(), wait=waits, app_token=None) as chat:
        await waits.until(1)
        assert chat.health().ok
        slack.teams["T1"].token = "xoxb-two"
        await waits.end(0)
        await waits.until(2)
        assert (chat.health().ok, "token" in chat.health().reason) == (False, True)


async def test_a_token_of_another_workspace_serves_the_first_one_no_more(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.teams["T2"] = Team("T2", "Other Desk", "xoxb-two", "UBOT2", "BBOT2")
    token = Secret("xoxb-one")
    async with chatting(slack, clock, token=token) as chat:
        await chat.post(HERE, note("a"), key="1")
        token.value = "xoxb-two"
        await chat.examine()

        with pytest.raises(ChatError, match="in workspace T2") as caught:
            await chat.post(HERE, note("b"), key="2")

    assert caught.value.permanent


async def test_missing_scopes_are_told(slack: SlackDouble, clock: FakeClock) -> None:
    waits = Waits()
    slack.teams["T1"].scopes -= {"channels:history", "users:read"}
    async with served(slack, clock, Desk(), wait=waits, app_token=None) as chat:
        await waits.until(1)
        told = chat.health()
        slack.teams["T1"].scopes.discard("chat:write")
        await waits.end(0)
        await waits.until(2)

        assert told.ok
        assert "channels:history" in told.reason
        assert "users:read" in told.reason
        assert not chat.health().ok


async def test_an_app_that_was_removed_is_told(slack: SlackDouble, clock: FakeClock) -> None:
    event = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": {"type": "app_uninstalled"},
    }
    waits = Waits()
    async with served(slack, clock, Desk(), wait=waits) as chat:
        await waits.until(1)  # the token was good a moment ago
        await Socket(slack).bring("event", event)

    assert not chat.health().ok
    assert "removed" in chat.health().reason


async def test_an_app_that_is_back_in_its_one_workspace_is_told(
    slack: SlackDouble, clock: FakeClock
) -> None:
    event = {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "event": {"type": "app_uninstalled"},
    }
    waits, presence = Waits(), FakePresence()
    token = "xoxb-one"
    async with served(
        slack, clock, Desk(), wait=waits, presence=presence, token=lambda: token
    ) as chat:
        await presence.until(1)
        await waits.until(1)
        slack.teams["T1"].token = "xoxb-gone"
        await Socket(slack).bring("event", event)
        await presence.until(2)
        await waits.end(0)
        await waits.until(2)
        gone = presence.told[:]
        token = slack.teams["T1"].token = "xoxb-two"
        await waits.end(1)
        await presence.until(3)
        healthy = chat.health().ok

    assert gone == [("joined", "slack", "T1"), ("left", "slack", "T1")]
    assert presence.told[2:] == [("joined", "slack", "T1")]
    assert healthy


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"type": "hello"}', '{"envelope_id": "x"}'])
async def test_an_odd_frame_ends_nothing(slack: SlackDouble, clock: FakeClock, frame: str) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await slack.until(lambda: slack.sockets)
        await slack.sockets[0].send_str(frame)
        await hand(slack).type("/milestones nio")

    assert len(desk.asked) == 1
    assert slack.connections == 1


async def test_the_end_of_serving_closes_the_socket_and_gives_up_what_is_under_way(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk(hold=asyncio.Event())
    async with served(slack, clock, desk):
        await Socket(slack).bring("slash", hand(slack).slash("/milestones nio"))
        await desk.hears.wait()
    await slack.until(lambda: not slack.sockets)

    assert slack.messages == []


def _holds_nothing(folder: Path) -> bool:
    return not any(folder.iterdir())
