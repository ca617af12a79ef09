"""What comes at the wrong hour: held, looked at again, and told as one message of the latest state."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from adapters.chat import CannotTellError, ChatError
from adapters.document import Title
from storage import pacing
from storage.channels import Silence, Updates
from storage.records import Kind, Story
from storage.rules import Cap, Pace
from tests.bot.deliver.nights import (
    COMPANIES,
    EVENING,
    HOUR,
    MORNING,
    NIGHT,
    lines_of,
    rule,
    tell_many,
    work,
)
from tests.fakes_outbox import Line, channel
from tests.fakes_stories import SEEN, milestone


async def test_the_night_is_quiet_and_the_morning_has_one_message(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    stories = await tell_many(line, 3)

    await work(line)
    held = (line.chat.posts[:], await line.states())
    line.clock.now = MORNING
    await work(line)

    assert held == ([], {"held": 3})
    [post] = line.chat.posts
    assert lines_of(post.document) == [f"News {n} (1 sources, en)" for n in range(3)]
    assert await line.states() == {"sent": 3}
    assert await line.store.outbox.stories(post.id, channel()) == [s.id for s in reversed(stories)]


async def test_a_story_that_grew_while_it_was_held_is_one_line_of_its_latest_state(
    line: Line,
) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    story = await line.tell()
    await line.tell("z", milestone("nio"), title="Other")
    await work(line)
    for key, kind in (("b", "recall"), ("c", "launch"), ("d", "factory")):
        grown = [*story.milestones, milestone(kind=kind, when="2023-08-24")]
        story = await line.tell(key, *grown, known=story, title=f"Grown by {kind}")
        await work(line)

    line.clock.now = MORNING
    await work(line)

    [post] = line.chat.posts
    assert lines_of(post.document) == ["Grown by factory (4 sources, en)", "Other (1 sources, en)"]
    assert await line.states() == {"sent": 5}


async def test_one_held_alert_comes_as_itself(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    story = await line.tell()
    await work(line)

    line.clock.now = MORNING
    await work(line)

    [post] = line.chat.posts
    assert post.title == f"{story.title} (1 sources, en)"


async def held_and_unwanted(line: Line, count: int) -> list[Story]:
    """Stories that are held for the night; BYD is muted, and the second called no milestone."""
    await rule(line, NIGHT)
    line.clock.now = EVENING
    stories = await tell_many(line, count)
    await work(line)
    silence = Silence(channel=channel(), what="company", name="byd", until=MORNING + HOUR)
    await line.store.responses.silence(silence, audit=line.audit())
    await line.store.responses.flag(stories[1].id, audit=line.audit())
    return stories


async def test_what_was_silenced_or_called_no_milestone_meanwhile_is_left_out(line: Line) -> None:
    await held_and_unwanted(line, 4)

    line.clock.now = MORNING
    await work(line)

    [post] = line.chat.posts
    assert lines_of(post.document) == ["News 2 (1 sources, en)", "News 3 (1 sources, en)"]
    assert await line.states() == {"sent": 2, "dropped": 2}


async def test_a_flag_and_a_mute_that_are_taken_back_leave_nothing_out(line: Line) -> None:
    stories = await held_and_unwanted(line, 2)
    await line.store.responses.unsilence(channel(), "company", "byd", audit=line.audit())
    await line.store.responses.unflag(stories[1].id, audit=line.audit())

    line.clock.now = MORNING
    await work(line)

    assert await line.states() == {"sent": 2}


async def test_a_flag_stops_what_waits_for_that_channel_only(line: Line) -> None:
    await line.follow("other")
    story = await line.tell()
    await line.store.responses.flag(story.id, audit=line.audit())

    await work(line)

    assert [post.to.channel for post in line.chat.posts] == ["other"]


async def test_what_the_rules_leave_out_by_now_is_left_out(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 2)
    await line.tell("r", milestone("xiaomi", "recall"), title="A recall")
    await work(line)
    await rule(line, NIGHT, kinds=(Kind.RECALL,))

    line.clock.now = MORNING
    await work(line)

    [post] = line.chat.posts
    assert post.title == "A recall (1 sources, en)"
    assert await line.states() == {"sent": 1, "dropped": 2}


async def test_a_company_that_was_paused_meanwhile_is_left_out(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 3)
    await work(line)
    for company in COMPANIES:
        await line.store.watchlist.add_company(company, audit=line.audit())
    await line.store.watchlist.pause(company="byd", until=MORNING + HOUR, audit=line.audit())

    line.clock.now = MORNING
    await work(line)

    assert len(lines_of(line.chat.posts[0].document)) == 2
    assert await line.states() == {"sent": 2, "dropped": 1}


async def test_a_kind_that_passes_comes_at_night(line: Line) -> None:
    await rule(line, replace(NIGHT, bypass=(Kind.RECALL,)))
    line.clock.now = EVENING
    await tell_many(line, 2)
    await line.tell("r", milestone("xiaomi", "recall"), title="A recall")

    await work(line)

    assert [post.title for post in line.chat.posts] == ["A recall (1 sources, en)"]
    assert await line.states() == {"held": 2, "sent": 1}


async def test_a_daily_digest_comes_at_its_hour(line: Line) -> None:
    await rule(line, Pace(digest=pacing.digest("daily@09:00"), zone="Europe/Berlin"))
    line.clock.now = datetime.fromisoformat("2023-08-24T07:00:01+00:00")  # just behind 09:00
    await tell_many(line, 2)
    await work(line)

    times: list[datetime] = []
    for _ in range(48):
        line.clock.pass_by(HOUR / 2)
        await work(line)
        times += [line.clock()] * (len(line.chat.posts) - len(times))

    assert [at.isoformat() for at in times] == ["2023-08-25T07:00:01+00:00"]
    assert await line.states() == {"sent": 2}


async def test_a_digest_that_was_missed_waits_through_the_night(line: Line) -> None:
    rules = replace(NIGHT, digest=pacing.digest("daily@18:00"))
    await rule(line, rules)
    line.clock.now = datetime.fromisoformat("2023-08-24T09:00:00+00:00")
    await tell_many(line, 2)
    await work(line)

    line.clock.now = EVENING  # nobody was up at 18:00
    await work(line)
    at_night = len(line.chat.posts)
    line.clock.now = MORNING
    await work(line)

    assert (at_night, len(line.chat.posts)) == (0, 1)


async def test_a_burst_is_folded_and_nothing_of_it_dropped(line: Line) -> None:
    await rule(line, Pace(cap=Cap(most=2, within=HOUR)))
    await tell_many(line, 6)

    await work(line)
    at_once = len(line.chat.posts)
    line.clock.pass_by(HOUR)
    await work(line)

    assert at_once == 2
    assert len(line.chat.posts) == 3
    assert len(lines_of(line.chat.posts[-1].document)) == 4
    assert await line.states() == {"sent": 6}


async def test_other_rules_are_heeded_at_once(line: Line) -> None:
    await rule(line, Pace(digest=pacing.digest("weekly@mon@09:00")))
    await tell_many(line, 3)
    await work(line)

    await rule(line, Pace())
    await work(line)

    assert len(line.chat.posts) == 1
    assert await line.states() == {"sent": 3}


async def test_other_rules_may_hold_longer(line: Line) -> None:
    await rule(line, Pace(digest=pacing.digest("hourly")))
    await tell_many(line, 2)
    await work(line)

    await rule(line, Pace(digest=pacing.digest("daily@09:00")))
    await work(line)
    line.clock.pass_by(2 * HOUR)
    await work(line)
    before = len(line.chat.posts)
    line.clock.pass_by(24 * HOUR)
    await work(line)

    assert (before, len(line.chat.posts)) == (0, 1)


async def test_nothing_is_held_for_a_channel_that_follows_nothing_any_more(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 2)
    await work(line)

    await line.store.watchlist.unfollow(channel(), (), audit=line.audit())
    await work(line)

    assert await line.states() == {"dropped": 2}


async def test_a_parked_channel_holds_its_digest_until_it_is_free(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 2)
    await work(line)
    await line.store.parking.park(channel(), fault="gone", at=EVENING, next_probe=MORNING)

    line.clock.now = MORNING
    await work(line)
    parked = len(line.chat.posts)
    await line.store.parking.free(channel())
    await work(line)

    assert (parked, len(line.chat.posts)) == (0, 1)


@pytest.mark.parametrize("updates", [Updates.EDIT, Updates.THREAD])
async def test_news_of_a_story_in_a_digest_follows_it_and_replaces_nothing(
    line: Line, updates: Updates
) -> None:
    await rule(line, NIGHT, updates=updates)
    line.clock.now = EVENING
    [story, *_] = await tell_many(line, 2)
    await work(line)
    line.clock.now = MORNING
    await work(line)
    await line.tell("n", *story.milestones, milestone("byd", "recall", when="2023-08-24"), known=story)  # fmt: skip

    await work(line)

    first, second = line.chat.posts
    assert (second.after, second.edit) == (first.id, False)
    assert second.title.endswith("update)")


async def test_a_single_held_update_takes_the_place_of_its_own_message(line: Line) -> None:
    await rule(line, NIGHT, updates=Updates.EDIT)
    line.clock.now = EVENING - 4 * HOUR
    story = await line.tell()
    await work(line)
    line.clock.now = EVENING
    await line.tell("n", *story.milestones, milestone(kind="recall", when="2023-08-24"), known=story)  # fmt: skip
    await work(line)

    line.clock.now = MORNING
    await work(line)

    first, second = line.chat.posts
    assert (second.after, second.edit) == (first.id, True)


async def test_a_channel_without_updates_hears_none_in_a_digest(line: Line) -> None:
    await rule(line, NIGHT, updates=Updates.NONE)
    line.clock.now = EVENING - 4 * HOUR
    story = await line.tell()
    await work(line)
    line.clock.now = EVENING
    await line.tell("n", *story.milestones, milestone(kind="recall", when="2023-08-24"), known=story)  # fmt: skip
    await tell_many(line, 2)
    await work(line)

    line.clock.now = MORNING
    await work(line)

    assert len(lines_of(line.chat.posts[-1].document)) == 2
    assert await line.states() == {"sent": 3, "dropped": 1}


async def test_a_story_that_has_no_words_is_parked_alone(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 2)
    await line.tell("u", milestone("xiaomi"), title="unspeakable")
    await work(line)

    line.clock.now = MORNING
    await work(line)

    assert len(lines_of(line.chat.posts[0].document)) == 2
    assert await line.states() == {"sent": 2, "parked": 1}


async def test_a_digest_that_is_refused_is_tried_again_with_what_came_since(line: Line) -> None:
    await rule(line, Pace(digest=pacing.digest("hourly")))
    stories = await tell_many(line, 2)
    await work(line)
    line.clock.now = SEEN + HOUR
    line.chat.faults = [ChatError("slow down", retry_after=HOUR)]
    await work(line)
    await line.tell("l", milestone("xiaomi"), title="Late")
    await work(line)
    refused = await line.states()

    line.clock.pass_by(HOUR)
    await work(line)

    assert refused == {"held": 3}
    [post] = line.chat.posts
    assert len(lines_of(post.document)) == 3 > len(stories)


@pytest.mark.parametrize("takes_it", [True, False])
async def test_a_digest_in_doubt_is_looked_for_once_and_as_a_whole(
    line: Line, *, takes_it: bool
) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 3)
    await work(line)
    line.clock.now = MORNING
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.takes_it = takes_it

    await work(line)
    doubtful = await line.states()
    line.clock.pass_by(timedelta(minutes=3))
    await work(line)

    assert doubtful == {"uncertain": 3}
    assert await line.states() == {"sent": 3}
    assert len(line.chat.posts) == len(line.chat.sought) == 1


async def test_a_digest_of_which_nobody_can_tell_rests_and_is_decided_about_as_one(
    line: Line,
) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 3)
    await work(line)
    line.clock.now = MORNING
    line.chat.faults = [ChatError("the answer was lost", uncertain=True)]
    line.chat.find_fault = CannotTellError("the history may not be read")
    await work(line)
    line.clock.pass_by(timedelta(minutes=3))
    await work(line)
    [first, *_] = await line.store.outbox.queue("w")

    rests = await line.store.outbox.resting()
    assert first.digest is not None
    decided = await line.store.outbox.decide(first.digest[:8], again=True, audit=line.audit())
    await work(line)

    assert (rests, len(decided)) == (3, 3)
    assert len(line.chat.posts) == 1
    assert await line.states() == {"sent": 3}


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize(
    "point",
    ["deliver.claimed", "deliver.held", "deliver.folded", "deliver.composed", "deliver.posted", "deliver.settled"],
)  # fmt: skip
async def test_a_crash_between_any_two_steps_of_a_digest_neither_loses_nor_doubles(
    line: Line, point: str
) -> None:
    def crash(name: str) -> None:
        if name == point:
            raise Killed

    await rule(line, NIGHT)
    line.clock.now = EVENING
    await tell_many(line, 3)
    deliverer = replace(line.deliverer, checkpoint=crash)
    for now in (EVENING, MORNING):
        line.clock.now = now
        with suppress(Killed, BaseExceptionGroup):
            await deliverer.once()
        await replace(line.deliverer, awake=set()).once(every=True)
        await work(line)

    assert len(line.chat.posts) == 1
    assert len(lines_of(line.chat.posts[0].document)) == 3
    assert await line.states() == {"sent": 3}


async def test_a_digest_of_many_shows_the_first_and_counts_the_rest(line: Line) -> None:
    await rule(line, NIGHT)
    line.clock.now = EVENING
    for number in range(30):
        when = f"2023-08-{number % 28 + 1:02}"
        said = milestone(COMPANIES[number % 6], list(Kind)[number % len(Kind)].value, when=when)
        await line.tell(f"i{number}", said, title=f"News {number}")
    await work(line)

    line.clock.now = MORNING
    await work(line)

    [post] = line.chat.posts
    states = await line.states()
    assert len(lines_of(post.document)) == 12
    assert states == {"sent": 30}
    assert (
        next(part.text for part in post.document.parts if isinstance(part, Title))[:10]
        == "30 stories"
    )
    kept = await line.store.holding.told_by(post.key, channel())
    assert len(kept) == 30
