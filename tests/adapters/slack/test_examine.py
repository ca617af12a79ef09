"""What the doctor is told of Slack: tokens, scopes, clock, each with what to do."""

from datetime import UTC, datetime, timedelta

from adapters.slack.app import SlackChat
from tests.doubles.slack.server import SlackDouble
from tests.fakes_local import FakeClock
from tests.fakes_slack import chatting


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
