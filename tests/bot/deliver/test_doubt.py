"""What may have been posted although nobody heard so."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.chat import CannotTellError, ChatError
from bot.deliver import deliverer
from tests.fakes_outbox import Line


@pytest.mark.parametrize("doubles", [True, False])
async def test_where_nobody_can_look_the_operators_wish_decides(
    line: Line, *, doubles: bool
) -> None:
    await line.tell()
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.find_fault = CannotTellError("the history may not be read")
    deliverer = replace(line.deliverer, doubles=doubles)

    await deliverer.once()
    line.clock.pass_by(timedelta(minutes=2))
    await deliverer.once()
    line.clock.pass_by(timedelta(days=2))
    await deliverer.once()

    assert await line.states() == ({"sent": 1} if doubles else {"uncertain": 1})
    assert len(line.chat.attempts) == (2 if doubles else 1)


LOST = [
    ChatError("the answer was lost", uncertain=True),
    RuntimeError("a fault of the adapter"),
]


@pytest.mark.parametrize("fault", LOST, ids=["uncertain", "unforeseen"])
@pytest.mark.parametrize("takes_it", [True, False])
async def test_what_may_have_been_posted_is_looked_for_before_it_is_posted_again(
    line: Line, fault: Exception, *, takes_it: bool
) -> None:
    await line.tell()
    line.chat.faults = [fault]
    line.chat.takes_it = takes_it

    await line.deliverer.once()
    doubtful = await line.states()
    line.clock.pass_by(timedelta(minutes=2))
    await line.deliverer.once()

    assert doubtful == {"uncertain": 1}
    assert await line.states() == {"sent": 1}
    assert len(line.chat.posts) == 1
    assert len(line.chat.attempts) == (1 if takes_it else 2)


async def test_a_look_that_fails_keeps_the_delivery_in_doubt(line: Line) -> None:
    await line.tell()
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.takes_it = True
    await line.deliverer.once()
    line.chat.find_fault = ChatError("history cannot be read now")
    line.clock.pass_by(timedelta(minutes=2))

    await line.deliverer.once()
    still = await line.states()
    (doubted,) = await line.store.outbox.queue("w")
    line.chat.find_fault = None
    line.clock.pass_by(timedelta(minutes=2, seconds=1))
    await line.deliverer.once()

    assert still == {"uncertain": 1}
    assert doubted.not_before == line.clock() - timedelta(seconds=1)
    assert await line.states() == {"sent": 1}
    assert len(line.chat.attempts) == 1


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    "point", ["deliver.claimed", "deliver.composed", "deliver.posted", "deliver.settled"]
)
async def test_a_crash_between_any_two_steps_neither_loses_nor_doubles(
    line: Line, point: str
) -> None:
    def crash(name: str) -> None:
        if name == point:
            raise Killed

    await line.tell()
    with suppress(Killed, BaseExceptionGroup):
        await replace(line.deliverer, checkpoint=crash).once()

    await line.deliverer.once(every=True)
    await line.deliverer.once()

    assert len(line.chat.posts) == 1
    assert await line.states() == {"sent": 1}


def test_a_look_and_the_post_behind_it_end_within_the_lease() -> None:
    assert deliverer.LOOK_LIMIT + deliverer.POST_LIMIT < deliverer.LEASE
