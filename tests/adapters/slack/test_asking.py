"""Reading Slack's payloads: what was typed, by whom, on what; whatever they hold."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat import Address
from adapters.slack.asking import press, shortcut, slash, suggestion, unwrapped
from adapters.slack.people import Person, read
from tests.doubles.slack.published import sample

LINES = [
    ("xiaomi", "xiaomi"),
    ("add <https://cnevpost.com/>", "add https://cnevpost.com/"),
    ("add <https://cnevpost.com/|cnevpost.com>", "add https://cnevpost.com/"),
    ("add <http://a.example/?x=1&amp;y=2|a.example/?x=1&amp;y=2>", "add http://a.example/?x=1&y=2"),
    ("follow in <#C123|ev-news>", "follow in <#C123>"),
    ("follow in <#C123|>", "follow in <#C123>"),
    ("follow in <#C123>", "follow in <#C123>"),
    ("ask <@U123|ann>", "ask <@U123|ann>"),
    ("ask <@U123|an n>", "ask <@U123>"),
    ("ask <@U123>", "ask <@U123>"),
    ("<!here> <!channel|@channel>", "@here @channel"),
    ("<!subteam^S1|@desk> <!subteam^S1>", "<!subteam^S1> <!subteam^S1>"),
    ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ("“li auto” „nio“ «byd» 「小米」 ＂x＂", '"li auto" "nio" "byd" "小米" "x"'),
    ("‘a’ b’s", "'a' b's"),
    ("a &lt;b&gt; &amp;amp;", "a <b> &amp;"),
    ("kind:delivery  since:2023", "kind:delivery  since:2023"),
    ("", ""),
]


@pytest.mark.parametrize(("typed", "expected"), LINES)
def test_a_line_is_what_was_typed(typed: str, expected: str) -> None:
    assert unwrapped(typed) == expected


def test_a_command_begins_with_its_name_and_keeps_its_lines() -> None:
    asked = slash(
        {
            "command": "/milestones",
            "text": "  xiaomi\n kind:delivery ",
            "team_id": "T1",
            "channel_id": "C1",
            "user_id": "U1",
            "user_name": "ann",
            "trigger_id": "1.2",
            "response_url": "https://hooks.slack.com/1",
        }
    )

    assert asked.request.text == "/milestones xiaomi\nkind:delivery"
    assert asked.request.at == Address(workspace="T1", channel="C1")
    assert (asked.mark, asked.response_url) == ("1.2", "https://hooks.slack.com/1")


def test_what_slack_publishes_as_samples_can_be_read() -> None:
    command, action = sample("SlashCommandPayload"), sample("BlockActionPayload")
    if command is None or action is None:
        pytest.skip("Slack's samples are not here")

    assert slash(command).request.kind == "command"
    assert press(action).request.kind == "button"


texts = st.text(max_size=30) | st.sampled_from(["<@U1>", "<https://a|b>", "\u202e", "\x00", "/"])


@given(texts)
def test_no_line_keeps_a_wrapping_or_a_disguise(text: str) -> None:
    body = {"command": "/milestones", "text": text}

    said = slash(body).request.text

    assert said.startswith("/milestones")
    assert not re.search(r"[\u202a-\u202e\x00-\x09\x0b-\x1f]", said)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(("command", "text", "user_id"), texts)))
def test_any_text_field_is_read(body: dict[str, str]) -> None:
    assert slash(json.loads(json.dumps(body))).request.kind == "command"


@given(texts, texts, texts)
def test_a_button_a_shortcut_and_a_menu_are_read_whatever_their_texts(
    value: str, name: str, place: str
) -> None:
    body = {
        "actions": [{"action_id": name, "value": value}],
        "value": value,
        "user": {"id": place, "name": name},
        "team": {"id": place},
        "channel": {"id": place},
        "message_ts": place,
    }

    assert press(body).request.public == name.startswith("share")
    assert shortcut(body).request.text == "/evwatch why"
    assert suggestion(body).request.kind == "suggest"


@pytest.mark.parametrize(("thread", "expected"), [("", None), ("5.1", None), ("4.0", "4.0")])
def test_what_is_done_on_a_reply_is_done_in_its_thread(thread: str, expected: str | None) -> None:
    body = {
        "container": {"message_ts": "5.1", "thread_ts": thread},
        "message_ts": "5.1",
        "message": {"thread_ts": thread},
    }

    assert press(body).request.at.thread == expected
    assert shortcut(body).request.at.thread == expected


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        ({"team_id": "T1", "is_admin": True}, Person(is_admin=True)),
        (
            {"team_id": "T1", "is_owner": True, "locale": "zh-TW"},
            Person(is_admin=True, language="zh"),
        ),
        ({"team_id": "T1"}, Person()),
        ({"team_id": "T2", "is_admin": True}, Person()),
        ({"team_id": "T1", "is_admin": True, "is_stranger": True}, Person()),
        ({"team_id": "T1", "is_admin": True, "is_restricted": True}, Person()),
        ({"team_id": "T1", "is_admin": True, "is_ultra_restricted": True}, Person()),
        ({"team_id": "T1", "is_admin": True, "is_bot": True}, Person()),
        ({"team_id": "T1", "is_admin": True, "deleted": True}, Person()),
        ({"is_admin": True}, Person()),
        ({"team_id": "T1", "locale": "de-DE"}, Person()),
        ({}, Person()),
    ],
)
def test_who_is_an_admin_and_what_they_read(user: dict[str, object], expected: Person) -> None:
    assert read(user, "T1") == expected


@pytest.mark.parametrize(
    ("channel", "name", "private"),
    [
        ("C1", "general", False),
        ("C1", "privategroup", True),
        ("D1", "directmessage", True),
        ("G1", "mpdm-ann--bob-1", True),
        ("G1", "old-private", True),
        ("C1", "mpdm-ann--bob-1", True),
        ("C1", "", None),
    ],
)
def test_a_private_channel_is_known_by_what_slack_calls_it(
    channel: str,
    name: str,
    private: bool | None,  # noqa: FBT001 - a column of the table
) -> None:
    typed = slash({"channel_id": channel, "channel_name": name, "text": "list"})
    pressed = press({"channel": {"id": channel, "name": name}, "actions": [{"value": "/x"}]})

    assert [typed.request.private, pressed.request.private] == [private, private]
