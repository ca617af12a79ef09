"""`story`: what tells it, taken apart and put together, by those who may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import load
from bot.commands.grammar import parse, render
from bot.commands.verbs.reshaping import Shape
from bot.compose.plain import text
from bot.stories.group import group
from storage.channels import Channel, Delivery, DeliveryState
from storage.records import Item, Pin, Story, digest
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_stories import milestone
from tests.fakes_words import NOW, item

A, B = "0123456789abcdef0123", "abcdef0123456789abcd"


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/evwatch story", Shape()),
        (f"/evwatch story #{A}", Shape(story=A)),
        (f"/evwatch story split #{A} 2, 3", Shape(action="split", story=A, items=("2", "3"))),
        (
            f'/evwatch story split {A} "A title, with more"',
            Shape(action="split", story=A, items=("A title, with more",)),
        ),
        (f"/evwatch story merge #{A} #{B}", Shape(action="merge", story=A, other=B)),
        (f"/evwatch story merge #{A} with #{B}", Shape(action="merge", story=A, other=B)),
        (f"/evwatch 消息 合并 {A} {B}", Shape(action="merge", story=A, other=B)),
    ],
)
def test_what_people_type(line: str, command: Shape) -> None:
    assert parse(line) == command
    assert parse(render(command)) == command


@given(st.lists(st.text("ab1, 福", min_size=1, max_size=6), min_size=1, max_size=3, unique=True))
def test_a_command_is_read_as_it_is_written(names: list[str]) -> None:
    told = tuple(dict.fromkeys(" ".join(name.split()) for name in names))
    if not all(name and name.strip(", ") for name in told):
        return
    command = Shape(action="split", story=A, items=told)

    assert parse(render(command)) == command


async def told(desk: Desk, count: int = 3) -> Story:
    """One event that several texts of the feed told, and that its channel has."""
    story: Story | None = None
    for n in range(count):
        at = NOW + timedelta(hours=n)
        article = item(f"told {n}", source=digest(FEED), published=at, seen=at)
        said = milestone(
            "xiaomi", "launch", when="2023-08-24", subject="SU7", evidence=f"Said {n}."
        )
        decision = group(
            article, [said], [story] if story else [], now=NOW + timedelta(days=1), catalogue=load()
        )
        assert decision is not None
        await visit(desk, article, decision.story, story)
        story = decision.story
    assert story is not None
    return story


async def visit(desk: Desk, article: Item, story: Story, before: Story | None) -> None:
    based_on = {before.id: before.revision} if before else {}
    await desk.visit(items=(article,), stories=(story,), based_on=based_on)


async def test_what_tells_a_story_is_shown_with_numbers(watching: Desk) -> None:
    story = await told(watching)

    reply = await watching.ask(f"/evwatch story #{story.id}")

    assert "3 texts tell this story" in text(reply.document)
    assert "2. " in text(reply.document)
    assert [each.label for each in buttons(reply)][:3] == ["Take out 1", "Take out 2", "Take out 3"]


async def test_apart_and_together_again_is_seen_as_before(watching: Desk) -> None:
    story = await told(watching)
    before = await watching.says("/milestones xiaomi")

    reply = await watching.ask(f"/evwatch story split #{story.id} 2")
    apart = await watching.says(f"/evwatch story #{story.id}")
    pins = await watching.store.visits.pins(story.items)
    [other] = [s for s in await watching.store.history.stories_of(story.items) if s.id != story.id]
    again = await watching.ask(f"/evwatch story merge #{story.id} #{other.id}")

    assert "Taken apart" in text(reply.document)
    assert "2 texts tell this story" in apart
    assert Pin(item=story.items[1], story=story.id) in pins
    assert "Put together" in text(again.document)
    assert await watching.says("/milestones xiaomi") == before
    assert await watching.store.visits.pins(story.items) == []
    assert sum((await watching.store.outbox.counts()).values()) == 0
    assert "Taken apart" in await watching.says(f"/evwatch story split #{story.id} 2")


async def test_who_asks_for_a_story_that_is_gone_is_shown_the_one_that_has_it(
    watching: Desk,
) -> None:
    story = await told(watching)
    await watching.says(f"/evwatch story split #{story.id} 3")
    [other] = [s for s in await watching.store.history.stories_of(story.items) if s.id != story.id]

    await watching.says(f"/evwatch story merge #{story.id} #{other.id}")

    assert "3 texts tell this story" in await watching.says(f"/evwatch story #{other.id}")


async def test_what_still_waits_is_told_of_the_story_that_has_it_now(watching: Desk) -> None:
    story = await told(watching)
    await watching.says(f"/evwatch story split #{story.id} 3")
    [other] = [s for s in await watching.store.history.stories_of(story.items) if s.id != story.id]
    waiting = Delivery(channel=CHANNEL, story=other.id, revision=1)
    elsewhere = replace(waiting, channel=Channel(platform="local", workspace="home", id="news"))
    sent = Delivery(channel=CHANNEL, story=story.id, revision=story.revision)
    await watching.visit(deliveries=(waiting, elsewhere, sent))
    await watching.store.outbox.settle(sent.key, message="m1", at=NOW)

    await watching.says(f"/evwatch story merge #{story.id} #{other.id}")

    queue = [(d.channel.id, d.story) for d in await watching.store.outbox.queue("home")]
    assert ("news", story.id) in queue
    assert ("general", story.id) not in queue
    assert all(d.state == DeliveryState.WAITING for d in await watching.store.outbox.queue("home"))


async def test_what_is_held_for_its_hour_is_told_of_the_story_that_has_it_now(
    watching: Desk,
) -> None:
    story = await told(watching)
    await watching.says(f"/evwatch story split #{story.id} 3")
    [other] = [s for s in await watching.store.history.stories_of(story.items) if s.id != story.id]
    held = Delivery(channel=CHANNEL, story=other.id, revision=1)
    await watching.visit(deliveries=(held,))
    await watching.store.holding.hold(held.key, until=NOW, by="daily")

    await watching.says(f"/evwatch story merge #{story.id} #{other.id}")

    queue = await watching.store.outbox.queue("home")
    [moved] = [each for each in queue if each.story == story.id]
    assert (moved.state, moved.not_before) == (DeliveryState.WAITING, None)


async def test_who_took_a_story_apart_is_in_the_log(watching: Desk) -> None:
    story = await told(watching)
    reply = await watching.ask(f"/evwatch story split #{story.id} 2")
    [undo] = buttons(reply)
    await watching.ask(undo.command)

    undone, split, *_ = await watching.store.watchlist.audits("home")

    assert split.command.startswith("/evwatch story split")
    assert undone.command.startswith("/evwatch undo")
    assert (undone.before, undone.after) == (split.after, split.before)


class TestUndo:
    """A split or a merge is undone like every other change."""

    async def test_a_merge_leaves_what_went_out_since_and_takes_back_what_waits(
        self, watching: Desk
    ) -> None:
        story, other = await apart(watching)
        news = Channel(platform="local", workspace="home", id="news")
        first, second = (Delivery(channel=c, story=other.id, revision=1) for c in (CHANNEL, news))
        await watching.visit(deliveries=(first, second))
        merged = await watching.ask(f"/evwatch story merge #{story.id} #{other.id}")
        [gone_out] = [d for d in await watching.store.outbox.queue("home") if d.channel == CHANNEL]
        await watching.store.outbox.settle(gone_out.key, message="m1", at=NOW)

        said = await watching.says(buttons(merged)[0].command)

        queue = await watching.store.outbox.queue("home")
        assert "Undone" in said
        assert [(d.channel, d.story) for d in queue] == [(news, other.id)]
        assert await watching.store.outbox.stories("m1", CHANNEL) == [story.id]
        assert "Undone" in await watching.says("/evwatch undo 5")
        assert "3 texts tell" in await watching.says(f"/evwatch story #{other.id}")

    async def test_of_a_story_that_grew_since_is_refused_with_words(self, watching: Desk) -> None:
        story, other = await apart(watching)
        grown = replace(other, revision=2, title="Grown")
        await watching.visit(stories=(grown,), based_on={other.id: 1})

        said = await watching.says("/evwatch undo 3")

        assert "news came to one of its stories since" in said
        assert "2 texts tell" in await watching.says(f"/evwatch story #{story.id}")

    async def test_of_a_story_that_is_flagged_or_told_since_is_refused(
        self, watching: Desk
    ) -> None:
        _, other = await apart(watching)
        await watching.says(f"/evwatch flag #{other.id}")

        assert "somebody flagged it" in await watching.says("/evwatch undo 3")
        await watching.says(f"/evwatch unflag #{other.id}")
        assert "Undone" in await watching.says("/evwatch undo 3")

    async def test_what_was_made_of_it_later_is_undone_first(self, watching: Desk) -> None:
        story, other = await apart(watching)

        await watching.says(f"/evwatch story merge #{story.id} #{other.id}")

        assert "Undo that first: /evwatch undo 4" in await watching.says("/evwatch undo 3")

    async def test_where_others_are_served_by_now_it_is_for_the_operators(
        self, watching: Desk
    ) -> None:
        await apart(watching)
        await Desk(watching.store, workspace="other").says("/evwatch add byd with:none now")

        refused = await watching.says("/evwatch undo 3")

        assert "shared by every place" in refused
        assert "Undone" in await Desk(watching.store, operators="home").says("/evwatch undo 3")

    async def test_the_stories_are_in_nobodys_export(self, watching: Desk) -> None:
        story, _ = await apart(watching)

        data = await watching.store.leaving.everything(CHANNEL, private=True)

        assert story.id in repr(data["audits"])
        assert all(row["owned"] != "stories" for row in data["changes"])


async def test_who_asks_for_one_that_was_put_into_another_twice_is_shown_the_last(
    watching: Desk,
) -> None:
    story = await told(watching)
    await watching.says(f"/evwatch story split #{story.id} 3")
    await watching.says(f"/evwatch story split #{story.id} 2")
    second, third = await others(watching, story)

    await watching.says(f"/evwatch story merge #{second} #{third}")
    await watching.says(f"/evwatch story merge #{story.id} #{second}")

    assert "3 texts tell this story" in await watching.says(f"/evwatch story #{third}")


async def others(desk: Desk, story: Story) -> list[str]:
    found = await desk.store.history.stories_of(story.items)
    return [each.id for each in found if each.id != story.id]


async def apart(desk: Desk) -> tuple[Story, Story]:
    """A story of three texts and the one that its third was taken into, by change 3."""
    story = await told(desk)
    await desk.says(f"/evwatch story split #{story.id} 3")
    [id_] = await others(desk, story)
    other = await desk.store.history.story(id_)
    assert other is not None
    return story, other


@pytest.mark.parametrize("line", ["split #{id} 2", "merge #{id} #{id}"])
async def test_where_others_are_served_too_it_is_refused_with_words(
    watching: Desk, line: str
) -> None:
    story = await told(watching)
    theirs = Desk(watching.store, workspace="other")
    await theirs.says("/evwatch add byd with:none now")
    line = line.format(id=story.id)

    refused = await watching.says(f"/evwatch story {line}")
    operators = Desk(watching.store, operators="home")
    elsewhere = Desk(watching.store, workspace="other", operators="home")

    assert "shared by every place" in refused
    assert "shared by every place" in await elsewhere.says(f"/evwatch story {line}")
    assert "shared by every place" not in await operators.says(f"/evwatch story {line}")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("split", "Which story?"),
        ("split", "/evwatch story split #"),
        ("merge", "/evwatch story merge #"),
        ("split #{id}", "Which of its texts?"),
        ("split #{id} 9", "is no text of this story"),
        ("split #{id} 1, 2, 3", "some must stay"),
        ("merge #{id}", "Which two stories?"),
        ("merge #{id} #{id}", "one story already"),
        (f"merge #{{id}} #{A}", "no story that I know"),
        ("dance", "no command “dance”"),
    ],
)
async def test_what_cannot_be_done_says_why(watching: Desk, line: str, words: str) -> None:
    story = await told(watching)

    assert words in await watching.says(f"/evwatch story {line.format(id=story.id)}")


async def test_who_may_only_look_changes_nothing(watching: Desk) -> None:
    story = await told(watching)
    watching.may_edit = False

    assert "Only editors and admins" in await watching.says(f"/evwatch story split #{story.id} 2")
    assert "3 texts tell" in await watching.says(f"/evwatch story #{story.id}")
