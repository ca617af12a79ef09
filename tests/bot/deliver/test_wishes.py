"""What a channel wants to hear, and how: updates, edits, silences."""

from datetime import timedelta
from typing import Literal

import pytest

from storage.channels import Silence, Subscription, Updates
from tests.fakes_outbox import Line, channel
from tests.fakes_stories import milestone


async def test_a_story_that_grew_follows_its_first_message(line: Line) -> None:
    story = await line.tell()
    await line.deliverer.once()
    await line.tell("b", milestone(agency="NDRC"), milestone(kind="recall", when="2023-08-24"), known=story)  # fmt: skip

    await line.deliverer.once()

    assert [post.after for post in line.chat.posts] == [None, "m1"]
    assert line.chat.posts[1].title.endswith("(2 sources, en, update)")


async def test_what_a_later_revision_tells_is_told_once(line: Line) -> None:
    story = await line.tell()
    recall = milestone(kind="recall", when="2023-08-24")
    await line.tell("b", milestone(agency="NDRC"), recall, known=story)

    while await line.deliverer.once():
        pass

    assert [post.title.endswith("(2 sources, en)") for post in line.chat.posts] == [True]
    assert await line.states() == {"sent": 1, "dropped": 1}


async def test_a_channel_that_wants_no_updates_gets_the_first_message_only(line: Line) -> None:
    calm = Subscription(id="calm", channel=channel("calm"), updates=Updates.NONE)
    await line.store.watchlist.seed([], [calm], at=line.clock())
    story = await line.tell()
    while await line.deliverer.once():
        pass
    recall = milestone(kind="recall", when="2023-08-24")
    await line.tell("b", milestone(agency="NDRC"), recall, known=story)

    while await line.deliverer.once():
        pass

    assert sorted(post.to.channel for post in line.chat.posts) == ["calm", "general", "general"]


async def test_a_channel_that_wants_its_message_edited_gets_the_whole_story_in_its_place(
    line: Line,
) -> None:
    wish = Subscription(id="one", channel=channel("one"), updates=Updates.EDIT)
    await line.store.watchlist.seed([], [wish], at=line.clock())
    story = await line.tell()
    while await line.deliverer.once():
        pass
    recall = milestone(kind="recall", when="2023-08-24")
    await line.tell("b", milestone(agency="NDRC"), recall, known=story)

    while await line.deliverer.once():
        pass

    first, last = (post for post in line.chat.posts if post.to.channel == "one")
    assert (last.after, last.edit) == (first.id, True)
    assert last.title.endswith("(2 sources, en, edit)")
    assert {post.edit for post in line.chat.posts if post.to.channel == "general"} == {False}


@pytest.mark.parametrize(
    ("what", "name"), [("kind", "approval"), ("company", "xiaomi"), ("source", "feed")]
)
async def test_what_a_channel_muted_reaches_every_other_channel_only(
    line: Line, what: Literal["kind", "company", "source"], name: str
) -> None:
    await line.follow("other")
    until = line.clock() + timedelta(days=1)
    silence = Silence(channel=channel(), what=what, name=name, until=until)
    await line.store.responses.silence(silence, audit=line.audit())
    await line.tell()

    while await line.deliverer.once():
        pass

    assert [post.to.channel for post in line.chat.posts] == ["other"]
    assert await line.states() == {"sent": 1, "dropped": 1}


async def test_nothing_is_posted_to_a_channel_that_follows_nothing_any_more(line: Line) -> None:
    await line.tell()
    await line.store.watchlist.unfollow(channel(), (), audit=line.audit())

    await line.deliverer.once()

    assert line.chat.posts == []
    assert await line.states() == {"dropped": 1}
