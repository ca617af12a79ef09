"""Slack over HTTP: signed by Slack, now, and not before; nothing else comes in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession
from prometheus_client import CollectorRegistry

from adapters.chat import Reply, Request
from adapters.slack.app import SlackChat
from bot.commands.forms import forms
from bot.web import Web as Server
from tests.doubles.slack.person import Hand, Web, encoded
from tests.doubles.slack.server import SlackDouble
from tests.fakes_local import FakeClock, is_ready, note, serving
from tests.fakes_slack import Secret, chatting, signing

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Stand:
    """The bot's server, what it was asked, and a person who comes over HTTP."""

    chat: SlackChat
    road: Web
    asked: list[Request]
    hand: Hand

    async def send(self, payload: dict[str, Any], headers: dict[str, str]) -> int:
        body, _ = encoded("slash", payload)
        await self.road.post(body, {**FORM, **headers})
        return self.road.statuses[-1]

    def signed(self, payload: dict[str, Any], *, at: int | None = None) -> dict[str, str]:
        return self.road.signed(encoded("slash", payload)[0], at=at)


@asynccontextmanager
async def standing(
    slack: SlackDouble, clock: FakeClock, *, serves: bool = True, **settings: object
) -> AsyncIterator[Stand]:
    asked: list[Request] = []

    async def answer(request: Request) -> Reply:
        asked.append(request)
        return Reply(document=note(f"asked {request.text}"))

    known = {"signing_secret": signing(), **settings}
    async with chatting(slack, clock, **known) as chat, ClientSession() as session:
        server = Server(chat.routes(), ready=is_ready, registry=CollectorRegistry(), port=0)
        async with server:
            road = Web(slack, session, f"{server.url}slack/events")
            stand = Stand(chat, road, asked, Hand(slack, road))
            if serves:
                async with serving(chat, answer):
                    yield stand
            else:
                yield stand


async def test_a_signed_command_is_acknowledged_and_answered(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        assert "asked /milestones nio" in await stand.hand.type("/milestones nio")

    assert stand.road.statuses == [200]
    assert stand.asked[0].is_admin


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "v0=é", "X-Slack-Request-Timestamp": "1693310400"},
        {"X-Slack-Signature": "", "X-Slack-Request-Timestamp": "1693310400"},
        {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "now"},
        {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "9" * 400},
        {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "1693310400"},
    ],
)
async def test_what_slack_did_not_sign_is_refused(
    slack: SlackDouble, clock: FakeClock, headers: dict[str, str]
) -> None:
    async with standing(slack, clock) as stand:
        assert await stand.send(stand.hand.slash("/evwatch remove nio"), headers) == 401

    assert stand.asked == []


async def test_a_changed_body_is_refused(slack: SlackDouble, clock: FakeClock) -> None:
    async with standing(slack, clock) as stand:
        payload = stand.hand.slash("/evwatch list")
        headers = stand.signed(payload)
        assert await stand.send({**payload, "text": "remove nio"}, headers) == 401

    assert stand.asked == []


@pytest.mark.parametrize(("age", "status"), [(0, 200), (299, 200), (301, 401), (-301, 401)])
async def test_an_old_signature_is_refused(
    slack: SlackDouble, clock: FakeClock, age: int, status: int
) -> None:
    async with standing(slack, clock) as stand:
        payload = stand.hand.slash("/milestones nio")
        at = int(clock().timestamp()) - age
        assert await stand.send(payload, stand.signed(payload, at=at)) == status


async def test_the_same_bytes_again_have_no_effect(slack: SlackDouble, clock: FakeClock) -> None:
    async with standing(slack, clock) as stand:
        payload = stand.hand.slash("/evwatch remove nio")
        headers = stand.signed(payload)
        statuses = [await stand.send(payload, headers) for _ in range(3)]
        await stand.hand.answer(payload)

    assert statuses == [200, 200, 200]
    assert len(stand.asked) == 1


async def test_an_interaction_that_is_signed_anew_is_answered_once_too(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock) as stand:
        payload = stand.hand.slash("/evwatch remove nio")
        now = int(clock().timestamp())
        for at in (now, now + 1):
            assert await stand.send(payload, stand.signed(payload, at=at)) == 200
        await stand.hand.answer(payload)

    assert len(stand.asked) == 1


async def test_a_replaced_secret_holds_at_once(slack: SlackDouble, clock: FakeClock) -> None:
    secret = Secret("another")
    async with standing(slack, clock, signing_secret=secret) as stand:
        payload = stand.hand.slash("/milestones nio")
        assert await stand.send(payload, stand.signed(payload)) == 401
        secret.value = f"{stand.road.secret}\n"
        assert await stand.send(payload, stand.signed(payload)) == 200


@pytest.mark.parametrize("value", [None, "", " "])
async def test_without_a_secret_nothing_comes_in(
    slack: SlackDouble, clock: FakeClock, value: str | None
) -> None:
    async with standing(slack, clock, signing_secret=Secret(value)) as stand:
        stand.road.secret = value or ""
        payload = stand.hand.slash("/milestones nio")
        assert await stand.send(payload, stand.signed(payload)) == 401


async def test_before_serving_slack_is_asked_to_come_again(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock, serves=False) as stand:
        payload = stand.hand.slash("/milestones nio")
        assert await stand.send(payload, stand.signed(payload)) == 503


async def test_slack_may_check_the_address(slack: SlackDouble, clock: FakeClock) -> None:
    async with standing(slack, clock) as stand:
        found = await stand.road.bring("event", {"type": "url_verification", "challenge": "abc"})

    assert found == {"challenge": "abc"}


async def test_buttons_and_menus_come_the_same_way(slack: SlackDouble, clock: FakeClock) -> None:
    async with standing(slack, clock) as stand:
        message = slack.say("C1", "an alert")
        await stand.hand.choose("why", message)
        assert await stand.hand.begin("x") == ["x"]

    assert [request.kind for request in stand.asked] == ["command", "suggest"]


async def test_an_app_without_a_signing_secret_has_no_routes(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with chatting(slack, clock) as chat:
        assert chat.routes() == []


async def test_what_is_wrong_in_a_form_goes_with_the_acknowledgement(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async with standing(slack, clock, forms=forms()) as stand:
        view = await stand.hand.open("form:milestones")
        said = await stand.hand.submit(view, company="nio")

    assert said == "company: asked /milestones nio"  # whatever this bot is asked, it has words
    assert [each.kind for each in stand.asked] == ["check"]
