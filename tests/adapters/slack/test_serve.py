"""Serving over Socket Mode: acknowledged first, answered once, connected again after any loss."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from adapters.chat import Address, ChatError, Reply, Request
from adapters.document import Button, Buttons, Document, Run, Text
from adapters.slack.app import SlackChat
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault, Message
from tests.fakes_local import FakeClock, note, serving
from tests.fakes_slack import HERE, FakeVault, Secret, Waits, chatting


@dataclass
class Desk:
    """Answers with what was asked, and remembers it. `hold`: no answer before it is set."""

    asked: list[Request] = field(default_factory=list)
    private: bool = True
    hold: asyncio.Event | None = None

    async def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        if self.hold is not None:
            await self.hold.wait()
        buttons = Buttons(
            (Button("Timeline", "/milestones nio"), Button("Share", "/milestones nio", public=True))
        )
        document = Document((Text((Run(f"asked {request.text}"),)), buttons), plain="answer")
        private = self.private and not request.public
        return Reply(document=document, private=private, suggestions=("小米", "Xiaomi", " "))


@asynccontextmanager
async def served(
    slack: SlackDouble, clock: FakeClock, desk: Desk, **settings: object
) -> AsyncIterator[SlackChat]:
    known = {"app_token": lambda: "xapp-one", **settings}
    async with chatting(slack, clock, **known) as chat, serving(chat, desk):
        yield chat


def hand(slack: SlackDouble, **who: str) -> Hand:
    return Hand(slack, Socket(slack), **who)


async def test_a_command_is_answered_to_the_person_alone(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        said = await hand(slack).type(
            "/milestones <https://a.example|a> “li auto” &amp; <#C1|news>"
        )

    assert "asked /milestones" in said
    request = desk.asked[0]
    assert request.text == '/milestones https://a.example "li auto" & #news'
    assert (request.kind, request.platform, request.at) == ("command", "slack", HERE)
    assert (request.user, request.user_name, request.language) == ("U1", "ann", "en")
    assert [m.only_for for m in slack.messages] == ["U1"]


async def test_an_answer_comes_after_the_acknowledgement(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk(hold=asyncio.Event())
    async with served(slack, clock, desk):
        person = hand(slack)
        payload = person.slash("/milestones nio")
        await Socket(slack).bring("slash", payload)  # returns: it was acknowledged
        assert slack.messages == []
        desk.hold.set()  # type: ignore[union-attr]
        assert "asked" in await person.answer(payload)


async def test_a_button_runs_its_command_as_whoever_presses_it(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk) as chat:
        await chat.post(HERE, (await desk(_ask())).document, key="1")
        alert = slack.seen("C1")[0]
        await hand(slack, user="U2").press(alert, "Timeline")
        await hand(slack, user="U1").press(alert, "Share")

    first, second = desk.asked[1:]
    assert (first.kind, first.text, first.public) == ("button", "/milestones nio", False)
    assert (first.user, first.may_edit, first.language) == ("U2", False, "zh")
    assert (second.user, second.may_edit, second.public) == ("U1", True, True)
    assert first.message == second.message == alert.ts
    assert [m.only_for for m in slack.messages[1:]] == ["U2", None]


async def test_a_button_in_a_thread_is_answered_there(slack: SlackDouble, clock: FakeClock) -> None:
    desk = Desk(private=False)
    async with served(slack, clock, desk) as chat:
        root = await chat.post(HERE, note("first"), key="1")
        await chat.post(HERE, (await desk(_ask())).document, key="2", after=root)
        await hand(slack).press(slack.seen("C1")[1], "Timeline")

    assert desk.asked[-1].at == replace(HERE, thread=root)
    assert slack.seen("C1")[-1].thread_ts == root


async def test_a_forged_button_is_only_a_command_of_the_person_who_presses(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    forged = {"action_id": "run:0", "text": {"text": "x"}, "value": "/evwatch remove\u202e nio\n"}
    message = Message(slack.ts(), "C1", "U3", "not ours")
    async with served(slack, clock, desk):
        person = hand(slack, user="U3")
        payload = person.action(forged, message)
        await Socket(slack).bring("interactive", payload)
        await person.answer(payload)

    assert (desk.asked[0].text, desk.asked[0].may_edit) == ("/evwatch remove nio", False)


async def test_why_this_alert_names_the_message(slack: SlackDouble, clock: FakeClock) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        message = slack.say("C1", "an alert")
        said = await hand(slack).choose("why", message)

    assert "asked /evwatch why" in said
    assert (desk.asked[0].kind, desk.asked[0].message) == ("command", message.ts)


async def test_a_menu_offers_words_while_somebody_types(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        assert await hand(slack).begin("xiao") == ["小米", "Xiaomi"]

    assert (desk.asked[0].kind, desk.asked[0].text) == ("suggest", "xiao")


async def test_a_second_delivery_of_one_interaction_is_acknowledged_and_not_answered_again(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        person, road = hand(slack), Socket(slack)
        payload = person.slash("/milestones nio")
        await road.bring("slash", payload, envelope="e-same")
        await road.bring("slash", payload, envelope="e-same")
        await road.bring("slash", payload, envelope="e-other")
        await person.answer(payload)
        await person.type("/milestones byd")

    assert [request.text for request in desk.asked] == ["/milestones nio", "/milestones byd"]
    assert len(slack.messages) == 2


@pytest.mark.parametrize(
    ("user", "may_edit"),
    [("U1", True), ("U2", False), ("U3", False), ("U9", False), ("U404", False)],
)
async def test_only_admins_of_the_workspace_may_edit(
    slack: SlackDouble,
    clock: FakeClock,
    user: str,
    may_edit: bool,  # noqa: FBT001
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await hand(slack, user=user).type("/evwatch add nio")

    assert desk.asked[0].may_edit == may_edit


async def test_an_admin_who_is_one_no_more_may_not_edit_a_few_minutes_later(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await hand(slack).type("/evwatch add nio")
        await hand(slack).type("/evwatch add byd")
        slack.people["U1"].is_admin = False
        clock.at = clock.at.replace(minute=clock.at.minute + 6)
        await hand(slack).type("/evwatch add xpeng")

    assert [request.may_edit for request in desk.asked] == [True, True, False]
    assert len(slack.posted("users.info")) == 2


async def test_a_workspace_that_the_bot_is_not_in_gets_no_answer_of_ours(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        person = hand(slack, team="T9", user="U9")
        payload = person.slash("/evwatch list")
        await Socket(slack).bring("slash", payload)
        assert "not installed" in await person.answer(payload)

    assert desk.asked == []


async def test_a_spent_response_url_is_made_up_for_by_a_whisper(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    slack.fail("response_url", Fault(status=500), Fault(status=500))
    async with served(slack, clock, desk):
        payload = hand(slack).slash("/milestones nio")
        await Socket(slack).bring("slash", payload)
        await slack.until(lambda: slack.messages)

    assert [(m.only_for, m.text) for m in slack.messages] == [("U1", "asked /milestones nio")]


async def test_an_answer_that_slack_refuses_as_blocks_is_said_plainly(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("response_url", Fault(status=400))
    async with served(slack, clock, Desk()):
        assert await hand(slack).type("/milestones nio") == "asked /milestones nio"

    assert slack.messages[0].blocks is None


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
    async with served(slack, clock, Desk(), wait=Waits()) as chat:
        await Socket(slack).bring("event", event)
        await slack.until(lambda: "removed" in chat.health().reason)

    assert not chat.health().ok


@pytest.mark.parametrize("frame", ["", "{", "[]", '{"type": "hello"}', '{"envelope_id": "x"}'])
async def test_an_odd_frame_ends_nothing(slack: SlackDouble, clock: FakeClock, frame: str) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await slack.until(lambda: slack.sockets)
        await slack.sockets[0].send_str(frame)
        await hand(slack).type("/milestones nio")

    assert len(desk.asked) == 1
    assert slack.connections == 1


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"type": "block_actions"},
        {"type": "block_actions", "team": {"id": "T1"}, "actions": [{"action_id": "run:0"}]},
        {"type": "block_actions", "team": {"id": "T1"}, "actions": []},
        {"type": "message_action", "team": {"id": "T1"}, "callback_id": "why"},
        {"command": "/milestones", "team_id": "T1"},
        {"type": "view_submission", "team": {"id": "T1"}, "view": {}},
    ],
)
async def test_an_odd_payload_ends_nothing(
    slack: SlackDouble, clock: FakeClock, payload: dict[str, object]
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        envelope = {"type": "interactive", "envelope_id": "odd", "payload": payload}
        await slack.send(json.loads(json.dumps(envelope)))
        assert "asked" in await hand(slack).type("/milestones nio")

    assert slack.connections == 1


async def test_40_000_characters_in_a_command_are_answered(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await hand(slack).type("/milestones " + "🚗\x00<!channel>" * 4_000)

    assert len(desk.asked[0].text) <= 2_000
    assert "\x00" not in desk.asked[0].text


async def test_the_end_of_serving_closes_the_socket_and_gives_up_what_is_under_way(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk(hold=asyncio.Event())
    async with served(slack, clock, desk):
        await Socket(slack).bring("slash", hand(slack).slash("/milestones nio"))
        await slack.until(lambda: desk.asked)
    await slack.until(lambda: not slack.sockets)

    assert slack.messages == []


def _holds_nothing(folder: Path) -> bool:
    return not any(folder.iterdir())


def _ask() -> Request:
    return Request(
        kind="command", platform="slack", at=Address(workspace="T1", channel="C1"), user="U1"
    )
