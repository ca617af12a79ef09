"""How fast Slack is asked, by a clock that may be set back."""

from datetime import timedelta

from adapters.slack.pace import HISTORY, INTERVAL, SWEEP, Pace
from tests.fakes_local import FakeClock


def paced(clock: FakeClock) -> tuple[Pace, list[float]]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.forward(timedelta(seconds=seconds))

    return Pace(clock=clock, sleep=sleep), slept


async def test_a_channel_waits_a_second_and_no_longer_when_the_clock_is_set_back() -> None:
    clock = FakeClock()
    pace, slept = paced(clock)
    await pace.turn("T1", "C1")
    await pace.turn("T1", "C1")
    clock.forward(-timedelta(hours=1))

    await pace.turn("T1", "C1")

    assert slept == [1.0, 1.0]


async def test_channels_that_are_idle_are_forgotten() -> None:
    clock = FakeClock()
    pace, _ = paced(clock)
    for number in range(SWEEP + 1):
        await pace.turn("T1", str(number))
    clock.forward(INTERVAL)

    await pace.turn("T1", "C1")

    assert list(pace._next) == [("T1", "C1")]


def test_no_look_is_spent_while_slack_wants_none() -> None:
    clock = FakeClock()
    pace, _ = paced(clock)
    pace.close("T1", HISTORY, timedelta(seconds=30))

    assert (pace.may_look("T1"), pace.may_look("T2")) == (False, True)
    clock.forward(timedelta(seconds=30))
    assert pace.may_look("T1")
