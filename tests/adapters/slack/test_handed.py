"""A list handed in as a file: read with the bot's token, from Slack alone, and not without limit."""

import pytest

from adapters.chat import Reply, Request
from adapters.slack.handed import FILE_MAX_BYTES, decoded, is_slacks
from bot.commands.forms import forms
from bot.commands.grammar import parse
from bot.commands.verbs.importing import ImportText
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.server import SlackDouble
from tests.doubles.slack.world import Fault, Message
from tests.fakes_local import FakeClock, note, serving
from tests.fakes_slack import chatting

API = "https://slack.com/api/"
LIST = '<opml version="2.0"><body>\n<outline xmlUrl="https://例.example/feed"/>\n</body></opml>'


async def handed(
    slack: SlackDouble, clock: FakeClock, file: str, user: str = "U1"
) -> tuple[str, str]:
    """Hand a file in with the form; gives the line that was asked, or nothing, and the answer."""
    lines: list[str] = []

    async def answer(request: Request) -> Reply:
        lines.append(request.text)
        return Reply(document=note("asked"))

    hand = Hand(slack, Socket(slack), user=user)
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        said = await hand.submit(await hand.open("form:evwatch import"), file=file)
    return "".join(lines), said


async def test_its_text_is_what_is_asked(slack: SlackDouble, clock: FakeClock) -> None:
    line, said = await handed(slack, clock, slack.hand_in(LIST.encode()))

    assert said == "asked"
    assert parse(line) == ImportText(text=LIST)


async def brought(
    slack: SlackDouble, clock: FakeClock, *files: str, user: str = "U1"
) -> tuple[str, str]:
    """Choose "Bring in this list" of a message with these files; as `handed`."""
    lines: list[str] = []

    async def answer(request: Request) -> Reply:
        lines.append(request.text)
        return Reply(document=note("asked"))

    hand = Hand(slack, Socket(slack), user=user)
    message = Message(slack.ts(), "C1", user, "our list", None)
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        said = await hand.choose("import", message, files)
    return "".join(lines), said


async def test_the_file_of_a_message_is_read_for_who_uploaded_it(
    slack: SlackDouble, clock: FakeClock
) -> None:
    file = slack.hand_in(LIST.encode())

    mine, _ = await brought(slack, clock, file)
    theirs, refused = await brought(slack, clock, file, user="U2")

    assert parse(mine) == ImportText(text=LIST)
    assert (theirs, "不是您上传的" in refused) == ("", True)


@pytest.mark.parametrize("count", [0, 2])
async def test_a_message_without_just_one_file_is_asked_which_list(
    slack: SlackDouble, clock: FakeClock, count: int
) -> None:
    files = [slack.hand_in(LIST.encode()) for _ in range(count)]

    line, said = await brought(slack, clock, *files)

    assert (line, said) == ("/evwatch import", "asked")


async def test_a_list_as_large_as_one_may_be_is_read(slack: SlackDouble, clock: FakeClock) -> None:
    large = "<opml>" + "x" * (FILE_MAX_BYTES - 6)

    line, _ = await handed(slack, clock, slack.hand_in(large.encode()))

    assert parse(line) == ImportText(text=large)


async def test_what_is_too_large_says_so_in_the_language_of_the_person(
    slack: SlackDouble, clock: FakeClock
) -> None:
    file = slack.hand_in(b"x" * (FILE_MAX_BYTES + 1), user="U2")

    line, said = await handed(slack, clock, file, user="U2")

    assert (line, "1 MB" in said, "文件" in said) == ("", True, True)


async def test_the_file_of_somebody_else_is_not_read(slack: SlackDouble, clock: FakeClock) -> None:
    line, said = await handed(slack, clock, slack.hand_in(LIST.encode(), user="U2"))

    assert (line, "no file that you uploaded" in said) == ("", True)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/files/F1",
        "https://files.slack.com.evil.example/F1",
        "http://files.slack.com/F1",
        "https://me@files.slack.com/F1",
        "https://files.slack.com:8443/F1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_the_token_goes_to_no_other_host(
    slack: SlackDouble, clock: FakeClock, url: str
) -> None:
    file = slack.hand_in(LIST.encode())
    slack.uploads[file].url = url

    line, said = await handed(slack, clock, file)

    assert not is_slacks(url, API)
    assert (line, "could not be read" in said) == ("", True)


async def test_it_is_followed_nowhere(slack: SlackDouble, clock: FakeClock) -> None:
    slack.fail("download", Fault(status=302, extra={"Location": f"{slack.api_url}auth.test"}))
    asked = len(slack.posted("auth.test"))

    line, said = await handed(slack, clock, slack.hand_in(LIST.encode()))

    assert (line, "(302)" in said) == ("", True)
    assert len(slack.posted("auth.test")) <= asked + 1  # the one of the start


async def test_a_login_page_in_its_place_says_what_is_missing(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.fail("download", Fault(body="<html>Sign in"))

    line, said = await handed(slack, clock, slack.hand_in(LIST.encode()))

    assert (line, "files:read is missing" in said) == ("", True)


async def test_without_the_scope_the_form_asks_for_no_file(
    slack: SlackDouble, clock: FakeClock
) -> None:
    slack.teams["T1"].scopes.remove("files:read")
    settings = {"app_token": lambda: "xapp-one", "forms": forms()}

    async def answer(request: Request) -> Reply:
        return Reply(document=note(request.text))

    hand = Hand(slack, Socket(slack))
    async with chatting(slack, clock, **settings) as chat, serving(chat, answer):
        view = await hand.open("form:evwatch import")

    assert [block["block_id"] for block in view["blocks"]] == ["list", "where"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_lists_are_read_however_they_are_written(encoding: str) -> None:
    assert decoded("名称,网址".encode(encoding)) == "名称,网址"
