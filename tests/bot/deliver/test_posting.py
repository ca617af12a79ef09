"""Posting: once, in order, again after a refusal; one failing delivery stops no other."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

from adapters.chat import ChatError
from adapters.document import Document
from storage.channels import Channel, DeliveryState
from tests.fakes_outbox import Line, compose
from tests.fakes_stories import milestone


async def test_an_alert_is_composed_posted_and_settled_once(line: Line) -> None:
    story = await line.tell()

    worked = [await line.deliverer.once(), await line.deliverer.once()]

    assert worked == [1, 0]
    (post,) = line.chat.posts
    assert post.title == f"{story.title} (1 sources, en)"
    assert (post.to.workspace, post.to.channel, post.after) == ("w", "general", None)
    assert await line.states() == {"sent": 1}


async def test_no_alert_is_put_into_words_in_the_event_loop(line: Line) -> None:
    where: list[int] = []

    def composed(*args: Any, **kwargs: Any) -> Document:  # noqa: ANN401 - passed on
        where.append(threading.get_ident())
        return compose(*args, **kwargs)

    await line.tell()

    await replace(line.deliverer, compose=composed).once()

    assert len(line.chat.posts) == len(where) == 1
    assert threading.get_ident() not in where


async def test_every_attempt_is_told(line: Line) -> None:
    told: list[tuple[str, bool]] = []
    deliverer = replace(
        line.deliverer,
        tried=lambda _, outcome, document: told.append((outcome, document is not None)),
    )
    await line.tell()
    line.chat.faults = [
        ChatError("slow down", retry_after=timedelta(seconds=1)),
        ChatError("the answer was lost", uncertain=True),
        ChatError("closed", permanent=True),
    ]

    for _ in range(3):
        await deliverer.once()
        line.clock.pass_by(timedelta(minutes=5))
    await line.tell("b", milestone("nio"))
    await deliverer.once()

    assert told == [("retry", False), ("uncertain", False), ("parked", False), ("sent", True)]


async def test_messages_of_one_channel_keep_their_order(line: Line) -> None:
    for key, company in (("a", "byd"), ("b", "nio"), ("c", "xiaomi")):
        line.clock.pass_by(timedelta(seconds=1))
        await line.tell(key, milestone(company, kind="unveil"))
    line.chat.faults = [ChatError("slow down", retry_after=timedelta(seconds=30))]

    await line.deliverer.once()
    held = await line.deliverer.once()
    line.clock.pass_by(timedelta(seconds=31))
    while await line.deliverer.once():
        pass

    assert held == 0
    assert [post.title.split(" ")[0] for post in line.chat.posts] == ["BYD", "NIO", "Xiaomi"]


async def test_a_refusal_is_tried_again_after_its_time_and_not_before(line: Line) -> None:
    await line.tell()
    line.chat.faults = [ChatError("slow down", retry_after=timedelta(minutes=5))]

    await line.deliverer.once()
    line.clock.pass_by(timedelta(minutes=4, seconds=59))
    early = await line.deliverer.once()
    line.clock.pass_by(timedelta(seconds=2))
    await line.deliverer.once()

    assert early == 0
    assert await line.states() == {"sent": 1}


async def test_without_a_hint_the_pauses_double_up_to_an_hour(line: Line) -> None:
    await line.tell()
    pauses = []
    for _ in range(12):
        line.chat.faults = [ChatError("not now")]
        await line.deliverer.once()
        (waiting,) = await line.store.outbox.queue("w")
        assert waiting.not_before is not None
        pauses.append((waiting.not_before - line.clock()).total_seconds())
        line.clock.now = waiting.not_before

    assert pauses[:3] == [15, 30, 60]
    assert pauses[-1] == 3600


async def test_a_channel_that_takes_nothing_keeps_its_messages_and_stops_no_other(
    line: Line,
) -> None:
    lost: list[tuple[str, str]] = []

    async def tell(which: Channel, fault: str) -> None:
        lost.append((which.id, fault))

    await line.follow("other")
    line.chat.broken = {"general"}
    await line.tell()

    await replace(line.deliverer, lost=tell).once()

    assert [post.to.channel for post in line.chat.posts] == ["other"]
    assert await line.states() == {"sent": 1, "waiting": 1}
    assert lost == [("general", "the channel is closed")]


async def test_a_fault_of_our_own_ends_no_other_delivery_and_is_made_up_for(line: Line) -> None:
    await line.follow("other")
    await line.tell()
    faults = iter([ValueError("a fault of our own")])

    def stumble(name: str) -> None:
        if name == "deliver.composed" and (fault := next(faults, None)):
            raise fault

    runner = replace(line.deliverer, checkpoint=stumble)
    await runner.once()
    at_first = len(line.chat.posts)
    line.clock.pass_by(timedelta(minutes=2))
    await runner.once()

    assert (at_first, len(line.chat.posts)) == (1, 2)
    assert await line.states() == {"sent": 2}


async def test_a_story_without_words_is_parked_and_the_next_one_goes_out(line: Line) -> None:
    await line.tell("a", milestone("byd"), title="unspeakable")
    await line.tell("b", milestone("nio"))

    await line.deliverer.once()
    await line.deliverer.once()

    assert await line.states() == {"parked": 1, "sent": 1}


async def test_what_another_platform_should_take_is_left_to_it(line: Line) -> None:
    await line.tell()

    assert await replace(line.deliverer, chats={"other": line.chat}).once() == 0
    assert await line.states() == {DeliveryState.WAITING.value: 1}
