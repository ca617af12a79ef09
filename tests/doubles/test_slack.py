"""The loopback Slack is held to what Slack publishes, and sees what breaks its rules."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.doubles.slack import layout, published
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SlackDouble
from tests.fakes_local import FakeClock

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


@pytest.fixture
async def slack() -> AsyncIterator[SlackDouble]:
    slack = SlackDouble(FakeClock())
    slack.people_live_here()
    await slack.start()
    yield slack
    await slack.stop()


def client(slack: SlackDouble, token: str = "xoxb-one") -> AsyncWebClient:  # noqa: S107
    return AsyncWebClient(token, base_url=slack.api_url, retry_handlers=[])


async def test_its_answers_have_the_fields_of_the_published_samples(slack: SlackDouble) -> None:
    if published.folder() is None:
        pytest.skip("Slack's contracts are not here")
    web = client(slack)
    await web.auth_test()
    await web.chat_postMessage(channel="C1", text="a", unfurl_links=False, unfurl_media=False)
    await web.chat_postEphemeral(channel="C1", user="U1", text="a")
    await web.conversations_info(channel="C1")
    await web.conversations_join(channel="C1")
    await web.users_info(user="U1", include_locale=True)
    await web.apps_connections_open(app_token="xapp-one")

    checked = {name: published.strangers(name, body) for name, body in slack.answers.items()}
    assert checked == {name: [] for name in checked}
    assert len(checked) == 7
    assert slack.violations == []


async def test_its_payloads_have_the_fields_of_the_published_samples(slack: SlackDouble) -> None:
    if published.folder() is None:
        pytest.skip("Slack's contracts are not here")
    hand = Hand(slack, Socket(slack))
    message = slack.say("C1", "an alert")
    button = {"action_id": "run:0", "text": {"type": "plain_text", "text": "x"}, "value": "/x"}

    assert published.strangers("SlashCommandPayload", hand.slash("/milestones nio")) == []
    assert published.strangers("BlockActionPayload", hand.action(button, message)) == []


@pytest.mark.parametrize(
    ("args", "finding"),
    [
        ({"client_msg_id": "x"}, "unknown argument 'client_msg_id'"),
        ({"reply_broadcast": True}, "would call people"),
        ({"link_names": True}, "would call people"),
        ({"unfurl_links": True}, "would unfurl links"),
        ({"text": "<!channel> look"}, "a mention that notifies"),
        ({"text": "<@U1> look"}, "a mention that notifies"),
        ({"text": "a < b"}, "unescaped markup"),
        ({"text": "x" * 40_001}, "text of 40001 characters"),
        ({"blocks": [SECTION] * 51}, "51 blocks"),
        ({"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]}, "no text of"),
        ({"blocks": [{"type": "image"}]}, "unknown block"),
        ({"mrkdwn": "yes"}, "'mrkdwn' is no boolean"),
    ],
)
async def test_it_sees_what_breaks_a_rule(
    slack: SlackDouble, args: dict[str, Any], finding: str
) -> None:
    if published.folder() is None and ("argument" in finding or "boolean" in finding):
        pytest.skip("Slack's contracts are not here")
    known = {"channel": "C1", "text": "a", "unfurl_links": False, "unfurl_media": False, **args}

    await client(slack).api_call("chat.postMessage", json=known)

    assert any(finding in each for each in slack.violations)


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def button(**changes: object) -> dict[str, object]:
    return {"type": "button", "action_id": "a", "text": plain("x"), "value": "v", **changes}


@pytest.mark.parametrize(
    ("block", "finding"),
    [
        ({"type": "header", "text": plain("x" * 151)}, "151 characters, 150 at most"),
        ({"type": "header", "text": plain("🚗" * 76)}, "152 characters, 150 at most"),
        ({"type": "section", "text": plain("x" * 3_001)}, "3001 characters"),
        ({"type": "section"}, "empty section"),
        ({"type": "section", "fields": [plain("x")] * 11}, "11 fields"),
        ({"type": "section", "text": plain(""), "colour": "red"}, "unknown field 'colour'"),
        ({"type": "context", "elements": [plain("x")] * 11}, "11 elements"),
        ({"type": "context", "elements": []}, "0 elements"),
        ({"type": "actions", "elements": [button()] * 2}, "an action_id twice"),
        ({"type": "actions", "elements": [button(value="v" * 2_001)]}, "value is too long"),
        ({"type": "actions", "elements": [button(text=plain("x" * 76))]}, "76 characters"),
        ({"type": "actions", "elements": [button(action_id="a" * 256)]}, "action_id is too long"),
        ({"type": "rich_text", "elements": []}, "an empty rich text"),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}]},
            "unknown or notifying element 'user'",
        ),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": "javascript:x"}]}]},
            "a link to",
        ),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x" * 13_201}]}]},
            "13201 characters in all",
        ),
    ],
)  # fmt: skip
def test_it_knows_the_limits_of_blocks(block: dict[str, Any], finding: str) -> None:
    assert any(finding in each for each in layout.breaches([block]))


async def test_what_slack_would_refuse_it_refuses(slack: SlackDouble) -> None:
    found = {}
    calls = {
        "bad token": ("auth.test", {}, "xoxb-bad"),
        "no channel": ("conversations.info", {"channel": "C404"}, "xoxb-one"),
        "no method": ("no.such", {}, "xoxb-one"),
        "not ours": ("chat.update", {"channel": "C1", "ts": slack.say("C1", "a").ts}, "xoxb-one"),
        "no text": ("chat.postMessage", {"channel": "C1"}, "xoxb-one"),
        "no message": ("chat.update", {"channel": "C1", "ts": "1.0", "text": "a"}, "xoxb-one"),
    }
    for name, (method, args, token) in calls.items():
        with pytest.raises(SlackApiError) as caught:
            await client(slack, token).api_call(method, json=args)
        found[name] = caught.value.response["error"]

    assert found == {
        "bad token": "invalid_auth",
        "no channel": "channel_not_found",
        "no method": "unknown_method",
        "not ours": "cant_update_message",
        "no text": "no_text",
        "no message": "message_not_found",
    }


async def test_a_socket_address_is_good_for_one_connection(slack: SlackDouble) -> None:
    web = client(slack)
    url = str((await web.apps_connections_open(app_token="xapp-one"))["url"])

    async with ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(url)
