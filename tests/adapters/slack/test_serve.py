"""Serving over Socket Mode: acknowledged first, answered once, connected again after any loss."""

import asyncio
import json
from dataclasses import replace

import pytest

from adapters.chat import Address, Request
from adapters.slack.listening import SUGGESTIONS_MAX
from tests.doubles.slack.person import Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault, Message
from tests.fakes_local import FakeClock, note
from tests.fakes_slack import HERE, Desk, hand, served


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
    assert request.text == '/milestones https://a.example "li auto" & <#C1>'
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
    assert (first.user, first.is_admin, first.language) == ("U2", False, "zh")
    assert (second.user, second.is_admin, second.public) == ("U1", True, True)
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

    assert (desk.asked[0].text, desk.asked[0].is_admin) == ("/evwatch remove nio", False)


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


async def test_a_menu_offers_no_more_than_it_can_show(slack: SlackDouble, clock: FakeClock) -> None:
    desk = Desk(suggestions=tuple(f"c{number}" for number in range(40)))
    async with served(slack, clock, desk):
        offered = await hand(slack).begin("c")

    assert offered == [f"c{number}" for number in range(SUGGESTIONS_MAX)]


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
    ("user", "is_admin"),
    [("U1", True), ("U2", False), ("U3", False), ("U9", False), ("U404", False)],
)
async def test_only_admins_of_the_workspace_are_admins(
    slack: SlackDouble,
    clock: FakeClock,
    user: str,
    is_admin: bool,  # noqa: FBT001
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await hand(slack, user=user).type("/evwatch add nio with:none now")

    assert desk.asked[0].is_admin == is_admin


async def test_an_admin_who_is_one_no_more_may_not_edit_a_few_minutes_later(
    slack: SlackDouble, clock: FakeClock
) -> None:
    desk = Desk()
    async with served(slack, clock, desk):
        await hand(slack).type("/evwatch add nio with:none now")
        await hand(slack).type("/evwatch add byd with:none now")
        slack.people["U1"].is_admin = False
        clock.at = clock.at.replace(minute=clock.at.minute + 6)
        await hand(slack).type("/evwatch add xpeng with:none now")

    assert [request.is_admin for request in desk.asked] == [True, True, False]
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

    assert len(desk.asked[0].text) <= 20_000
    assert "\x00" not in desk.asked[0].text


def _ask() -> Request:
    return Request(
        kind="command", platform="slack", at=Address(workspace="T1", channel="C1"), user="U1"
    )


async def test_an_answer_of_slack_that_is_odd_ends_nothing(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("users.info", Fault(body='{"ok": true, "user": "odd"}'))
    async with served(slack, clock, Desk()):
        person = hand(slack)
        await Socket(slack).bring("slash", person.slash("/milestones nio"))
        said = await person.type("/milestones byd")

    assert "asked /milestones byd" in said
    assert slack.connections == 1
