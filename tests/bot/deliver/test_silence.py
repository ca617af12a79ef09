"""A place that is silent gets nothing; when that is over, all of it in one message."""

from datetime import timedelta

import pytest

from adapters.chat import ChatError
from tests.bot.deliver.nights import lines_of, tell_many, work
from tests.fakes_outbox import Line, channel
from tests.fakes_stories import milestone

HOUR = timedelta(hours=1)


async def test_what_comes_in_a_silence_is_told_in_one_message_after_it(line: Line) -> None:
    await line.store.hushes.hush(line.clock.now + HOUR, audit=line.audit())
    stories = await tell_many(line, 3)
    await work(line)
    during = (line.chat.posts[:], await line.states())

    line.clock.now += HOUR
    await work(line)

    assert during == ([], {"held": 3})
    [post] = line.chat.posts
    assert len(lines_of(post.document)) == len(stories)
    assert await line.states() == {"sent": 3}


async def test_a_person_ends_it_sooner_and_the_latest_state_is_told_once(line: Line) -> None:
    await line.store.hushes.hush(line.clock.now + 9 * HOUR, audit=line.audit())
    story = await line.tell()
    await work(line)
    grown = [*story.milestones, milestone(kind="recall", when="2023-08-24")]
    await line.tell("b", *grown, known=story, title="Grown")
    await work(line)

    await line.store.hushes.end(line.clock.now, audit=line.audit())
    await work(line)
    await work(line)

    [post] = line.chat.posts
    assert "Grown" in str(post.document)


async def test_no_other_place_is_silent(line: Line) -> None:
    elsewhere = line.audit()
    here = channel().workspace
    await line.store.hushes.hush(line.clock.now + HOUR, audit=elsewhere)
    async with line.store._engine.transaction() as transaction:
        await transaction.execute("UPDATE hushes SET workspace = 'elsewhere'")
    await line.tell()

    await work(line)

    assert len(line.chat.posts) == 1
    assert await line.store.hushes.until(here, line.clock.now) is None


async def test_what_wakes_in_a_silence_goes_on_being_held(line: Line) -> None:
    await line.store.hushes.hush(line.clock.now + HOUR, audit=line.audit())
    await line.tell()
    await work(line)

    line.clock.now += HOUR / 2
    await work(line)

    assert line.chat.posts == []
    assert await line.states() == {"held": 1}


@pytest.mark.parametrize("was_posted", [False, True])
async def test_what_was_in_doubt_when_it_began_is_not_posted_in_it(
    line: Line, *, was_posted: bool
) -> None:
    await line.tell()
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.takes_it = was_posted
    await line.deliverer.once()

    await line.store.hushes.hush(line.clock.now + HOUR, audit=line.audit())
    line.clock.now += HOUR / 2
    await work(line)
    during = (len(line.chat.posts), await line.states())
    line.clock.now += HOUR / 2
    await work(line)

    assert during == ((1, {"sent": 1}) if was_posted else (0, {"held": 1}))
    assert (len(line.chat.posts), await line.states()) == (1, {"sent": 1})
