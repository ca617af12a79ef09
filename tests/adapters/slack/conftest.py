"""A Slack for each test, which must break no rule of Slack's; and the chat on it."""

from collections.abc import AsyncIterator

import pytest

from adapters.slack.app import SlackChat
from tests.doubles.slack.server import SlackDouble, running
from tests.fakes_local import FakeClock
from tests.fakes_slack import chatting


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def slack(clock: FakeClock) -> AsyncIterator[SlackDouble]:
    async with running(clock) as slack:
        yield slack


@pytest.fixture
async def chat(slack: SlackDouble, clock: FakeClock) -> AsyncIterator[SlackChat]:
    async with chatting(slack, clock) as chat:
        yield chat
