"""What the doctor is told of Slack: tokens, scopes, clock, each with what to do."""

import threading
from datetime import UTC, datetime, timedelta

from adapters.slack.app import SlackChat
from tests.doubles.slack.server import SlackDouble
from tests.fakes_local import FakeClock
from tests.fakes_slack import FakeVault, chatting


async def ill(chat: SlackChat) -> dict[str, str]:
    return {each.what: each.remedy for each in await chat.examine() if not each.ok}


def on_time() -> FakeClock:
    """The clock of the double's answers is the machine's own."""
    clock = FakeClock()
    clock.forward(datetime.now(tz=UTC) - clock())
    return clock


async def test_a_good_set_up_has_nothing_to_tell(slack: SlackDouble) -> None:
    async with chatting(slack, on_time(), app_token=lambda: "xapp-one") as chat:
        looked = await chat.examine()

    assert [each.ok for each in looked] == [True] * 4
    assert any("EV Desk" in each.what for each in looked)


async def test_a_bad_bot_token_is_told_with_where_to_find_it(slack: SlackDouble) -> None:
    async with chatting(slack, on_time(), token=lambda: "xoxb-bad") as chat:
        found = await ill(chat)

    assert "OAuth & Permissions" in found["slack: bot token"]
    assert "xoxb-bad" not in str(found)


async def test_each_missing_scope_is_told_with_what_it_is_for(slack: SlackDouble) -> None:
    slack.teams["T1"].scopes -= {"channels:history", "users:read"}
    async with chatting(slack, on_time()) as chat:
        found = await ill(chat)

    assert "looking whether an alert was posted" in found["slack: scope channels:history"]
    assert set(found) == {"slack: scope channels:history", "slack: scope users:read"}


async def test_a_bad_app_token_is_told(slack: SlackDouble) -> None:
    async with chatting(slack, on_time(), app_token=lambda: "xapp-bad") as chat:
        found = await ill(chat)

    assert "connections:write" in found["slack: app token (Socket Mode)"]


async def test_no_app_token_is_told(slack: SlackDouble) -> None:
    async with chatting(slack, on_time(), app_token=lambda: None) as chat:
        found = await ill(chat)

    assert "SLACK_APP_TOKEN" in found["slack: app token (Socket Mode)"]


async def test_an_app_token_is_read_as_the_socket_reads_it(slack: SlackDouble) -> None:
    readers: list[int] = []

    def token() -> str:
        readers.append(threading.get_ident())
        return "xapp-one\n"

    def unreadable() -> str:
        raise PermissionError

    async with chatting(slack, on_time(), app_token=token) as chat:
        found = await ill(chat)
    async with chatting(slack, on_time(), app_token=unreadable) as chat:
        told = await ill(chat)

    assert found == {}
    assert threading.get_ident() not in readers
    assert "cannot be read (PermissionError)" in told["slack: app token (Socket Mode)"]


async def test_a_clock_that_is_off_is_told(slack: SlackDouble) -> None:
    clock = on_time()
    clock.forward(timedelta(minutes=10))
    async with chatting(slack, clock) as chat:
        found = await ill(chat)

    assert "NTP" in found["slack: clock of this machine"]


async def test_a_slack_out_of_reach_is_told(slack: SlackDouble) -> None:
    async with chatting(slack, on_time(), app_token=lambda: "xapp-one") as chat:
        await slack.stop()
        found = await ill(chat)

    assert len(found) == 3
    assert "cannot be reached" in found["slack: clock of this machine"]


async def test_every_workspace_that_installed_it_is_looked_at(slack: SlackDouble) -> None:
    vault = FakeVault()
    vault.secrets = {("slack", "T1"): "xoxb-one", ("slack", "T2"): "xoxb-gone"}
    slack.teams["T1"].scopes -= {"users:read"}
    async with chatting(slack, on_time(), token=None, vault=vault) as chat:
        found = await chat.examine()

    assert [each.what for each in found if each.ok] == [
        "slack: clock of this machine",
        "slack: installed in 2 workspaces",
        "slack: workspace EV Desk",
    ]
    told = {each.what: each.remedy for each in found if not each.ok}
    assert "does not accept" in told["slack: workspace T2"]
    assert "who is an admin" in told["slack: scope users:read"]


async def test_an_app_that_nobody_installed_is_told(slack: SlackDouble) -> None:
    async with chatting(slack, on_time(), token=None, vault=FakeVault()) as chat:
        assert "/slack/install" in (await ill(chat))["slack: installed in 0 workspaces"]
