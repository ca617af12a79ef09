"""Pictures and files on Slack: what goes wrong with them is told, and the words come all the same."""

import pytest

from adapters.chat import Reply, Request
from adapters.document import Document, File, Picture, Title
from adapters.slack.app import SlackChat
from tests.doubles.slack.eyes import visible
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault
from tests.fakes_local import PNG, FakeClock, serving
from tests.fakes_slack import HERE, chatting, hand

CHART = Picture(PNG, alt="Xiaomi: 3 done", name="xiaomi.png")
TABLE = File(b"a,b\r\n", name="xiaomi.csv", kind="text/csv")
DRAWN = Document((Title("Xiaomi"), CHART, TABLE), plain="Xiaomi")


async def asked(slack: SlackDouble, clock: FakeClock, *, private: bool, said: int = 2) -> list[str]:
    """What the person is told, after so many answers through the response_url."""

    async def answer(_: Request) -> Reply:
        return Reply(document=DRAWN, private=private)

    async with chatting(slack, clock, app_token=lambda: "xapp-one") as chat, serving(chat, answer):
        person = hand(slack)
        payload = person.slash("/milestones xiaomi")
        await person.road.bring("slash", payload)
        told = slack.answered[payload["response_url"]]
        # Whatever is under way when the chat ends is given up: so until the files are there.
        await slack.until(
            lambda: len(told) >= said and (said > 1 or any(m.files for m in slack.messages))
        )
    return [visible(each.get("text", ""), each.get("blocks")) for each in told]


@pytest.mark.parametrize("private", [True, False])
@pytest.mark.parametrize(
    ("method", "fault", "why"),
    [
        ("files.getUploadURLExternal", Fault(error="storage_limit_reached"), "storage_limit"),
        ("files.getUploadURLExternal", Fault(cut="before"), "lost"),
        ("upload", Fault(status=500), "not taken (500)"),
        ("upload", Fault(cut="before"), "not sent"),
        ("files.completeUploadExternal", Fault(error="posting_to_channel_denied"), "may not post"),
    ],
)
async def test_what_cannot_be_sent_is_told_with_what_it_says(
    slack: SlackDouble, clock: FakeClock, method: str, fault: Fault, why: str, *, private: bool
) -> None:
    slack.fail(method, fault)

    words, lost = await asked(slack, clock, private=private)

    assert "Xiaomi" in words
    assert "xiaomi.png, xiaomi.csv could not be sent" in lost
    assert why in lost
    assert CHART.alt in lost
    assert [m for m in slack.messages if m.files] == []


async def test_without_the_scope_it_says_which_one(slack: SlackDouble, clock: FakeClock) -> None:
    slack.teams["T1"].scopes -= {"files:write"}

    _, lost = await asked(slack, clock, private=True)

    assert "scope files:write is missing" in lost


async def test_a_public_channel_is_joined_to_share_in_it(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.channels["C1"].is_member = False

    await asked(slack, clock, private=False, said=1)

    assert slack.channels["C1"].is_member


async def test_a_private_answer_says_where_its_files_are(
    slack: SlackDouble, clock: FakeClock
) -> None:
    [words] = await asked(slack, clock, private=True, said=1)

    assert "xiaomi.png, xiaomi.csv: in your direct messages" in words


async def test_the_files_of_an_alert_stand_in_its_thread_and_never_hold_it_up(
    slack: SlackDouble, chat: SlackChat
) -> None:
    first = await chat.post(HERE, DRAWN, key="1")
    slack.fail("files.getUploadURLExternal", Fault(error="file_uploads_disabled"))
    second = await chat.post(HERE, DRAWN, key="2")

    [files] = [m for m in slack.messages if m.files]
    assert files.thread_ts == first
    assert slack.message("C1", second)
