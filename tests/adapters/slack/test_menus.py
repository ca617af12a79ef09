"""Forms on Slack: opened by a shortcut, filled in with menus, answered where the person says."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.chat import Reply, Request
from adapters.document import Document, Run, Text, Title
from adapters.forms import Choice, Form, Option
from adapters.slack.menus import blamed, fault, modal
from bot.commands.forms import forms
from tests.doubles.slack import layout
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault
from tests.fakes_local import FakeClock, note, serving
from tests.fakes_slack import HERE, chatting

WELL = Reply(document=Document(parts=(), plain=""))


@pytest.mark.parametrize("form", forms(), ids=lambda form: " ".join(form.path))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verb_has_a_form_that_slack_takes(form: Form, language: str) -> None:
    assert layout.view_breaches(modal(form, language)) == []


texts = st.text(max_size=120) | st.sampled_from(["<!channel>", "🚗" * 60])
names = st.text("abc", min_size=1, max_size=5)
choices = st.builds(Choice, label=texts, label_zh=texts, value=names)
options = st.builds(
    Option,
    name=names,
    description=texts,
    description_zh=texts,
    required=st.booleans(),
    suggests=st.booleans(),
    choices=st.lists(choices.filter(lambda each: each.label and each.label_zh)).map(tuple),
)


@settings(max_examples=40)
@given(st.lists(options, max_size=20).map(tuple))
def test_any_form_is_one_that_slack_takes(blanks: tuple[Option, ...]) -> None:
    form = Form(path=("evwatch", "x" * 40), description="", description_zh="", options=blanks)

    for language in ("en", "zh"):
        assert layout.view_breaches(modal(form, language)) == []


async def test_a_form_is_opened_filled_in_and_answered(
    slack: SlackDouble, clock: FakeClock
) -> None:
    asked: list[Request] = []

    async def answer(request: Request) -> Reply:
        if request.kind == "check":
            return WELL
        asked.append(request)
        words = ('/milestones "li auto"', "Lucid") if request.kind == "suggest" else ()
        return Reply(document=note(f"asked {request.text}"), suggestions=words)

    hand = Hand(slack, Socket(slack), user="U2")
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        view = await hand.open("form:milestones")
        assert await hand.begin("li au", view) == ["li auto", "Lucid"]
        said = await hand.submit(view, company="li auto", kind="delivery")

    assert view["submit"]["text"] == "发送"
    assert said == 'asked /milestones "li auto" kind:delivery'
    assert [request.kind for request in asked] == ["suggest", "command"]
    assert asked[0].text == "/milestones li au"
    assert (asked[1].at, asked[1].user, asked[1].is_admin) == (HERE, "U2", False)
    assert [m.only_for for m in slack.messages] == ["U2"]


@pytest.mark.parametrize(("channel", "private"), [("C1", False), ("C2", True), ("C3", True)])
async def test_a_form_is_known_to_be_answered_in_a_private_channel(
    slack: SlackDouble,
    clock: FakeClock,
    channel: str,
    private: bool,  # noqa: FBT001 - a column of the table
) -> None:
    asked: list[Request] = []

    async def answer(request: Request) -> Reply:
        if request.kind == "check":
            return WELL
        asked.append(request)
        return Reply(document=note("answered"))

    slack.channels["C2"].is_private = True
    slack.channels["C3"] = replace(slack.channels["C1"], id="C3")
    if channel == "C3":  # Slack says nothing of a private channel that the bot is not in
        slack.fail("conversations.info", Fault(error="channel_not_found"))
    hand = Hand(slack, Socket(slack), channel=channel)
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        await hand.submit(await hand.open("form:milestones"), company="nio")

    assert [each.private for each in asked] == [private]


async def test_what_no_menu_offers_can_be_typed_all_the_same(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async def answer(request: Request) -> Reply:
        if request.kind == "check":
            return WELL
        return Reply(document=note(f"asked {request.text}"))

    hand = Hand(slack, Socket(slack))
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    address = f"https://example.org/{'long/' * 20}feed"
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        view = await hand.open("form:evwatch add")
        said = await hand.submit(view, name=address, now="now")
        offered = await hand.begin("Zoox", await hand.open("form:milestones"))

    assert said == f"asked /evwatch add {address} now"
    assert offered == ["Zoox"]


async def test_a_shortcut_of_no_verb_opens_nothing(slack: SlackDouble, clock: FakeClock) -> None:
    hand = Hand(slack, Socket(slack))
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, _unasked):
        payload = {"type": "shortcut", "callback_id": "form:nothing", "team": {"id": "T1"}}
        await Socket(slack).bring("interactive", payload)
        forged = hand.submission(
            {"type": "modal", "callback_id": "form", "private_metadata": "x", "blocks": []}, {}
        )
        await Socket(slack).bring("interactive", forged)

    assert (slack.views, slack.messages) == ([], [])


async def _unasked(request: Request) -> Reply:
    raise AssertionError(request)


WRONG = Document((Title("“soon” is no time."), Text((Run("Type 2023."),))), plain="")


async def misread(slack: SlackDouble, clock: FakeClock, **values: str) -> tuple[str, list[str]]:
    """What a form says that cannot be read, and which kinds of questions were asked."""
    asked: list[str] = []

    async def answer(request: Request) -> Reply:
        asked.append(request.kind)
        return Reply(document=WRONG if "soon" in request.text else note("answered"))

    hand = Hand(slack, Socket(slack))
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        return await hand.submit(await hand.open("form:milestones"), **values), asked


async def test_what_cannot_be_read_is_said_beneath_its_blank_and_the_form_stays(
    slack: SlackDouble, clock: FakeClock
) -> None:
    said, asked = await misread(slack, clock, company="nio", since="soon")

    assert said == "since: “soon” is no time. Type 2023."
    assert asked == ["check"]
    assert slack.messages == []


@pytest.mark.parametrize(
    ("values", "words", "blank"),
    [
        ({"company": "nio", "since": "soon"}, "“soon” is no time", "since"),
        ({"company": "nio", "since": "soon"}, "no such thing", "company"),
        ({"company": "", "since": "soon"}, "no such thing", "since"),
        ({"company": ""}, "Which one?", "company"),
        ({}, "Which one?", "where"),
    ],
)
def test_the_blank_is_found_by_what_stands_in_it(
    values: dict[str, str], words: str, blank: str
) -> None:
    filled = {name: {name: {"value": value}} for name, value in values.items()}

    assert blamed({"state": {"values": filled}}, words) == blank


@given(st.text(max_size=400))
def test_a_fault_has_room_beneath_a_blank(text: str) -> None:
    assert len(fault(Document((Title(text),), plain=""))) <= 300


async def test_a_form_that_nobody_checks_in_time_is_answered_all_the_same(
    slack: SlackDouble, clock: FakeClock
) -> None:
    async def answer(request: Request) -> Reply:
        if request.kind == "check":
            raise RuntimeError("no check")
        return Reply(document=note("answered"))

    hand = Hand(slack, Socket(slack))
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        said = await hand.submit(await hand.open("form:milestones"), company="nio")

    assert said == "answered"
