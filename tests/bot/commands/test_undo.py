"""Every edit can be taken back, exactly; or it is told who is in the way."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import load
from bot.commands.grammar import parse
from bot.commands.registry import of
from bot.compose.plain import text
from bot.ingest import Look
from bot.stories.parting import worded
from storage.channels import Delivery
from storage.records import Kind, Story, digest
from storage.sources import Role
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.bot.commands.typed import ALL
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_words import NOW, item, step, story
from tests.owned import belongings, stories

ONE, OTHER = f"#{'0' * 20}", f"#{'1' * 20}"  # stories that there are when it is typed
SHAPES = (f"/evwatch story split {ONE} 2", f"/evwatch story merge {ONE} {OTHER}")
EDITS = (*(line for line in ALL if of(parse(line)).name != "undo"), *SHAPES)


class Room:
    """A desk with an alert, a lost channel, a message that rests, and stories to reshape."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.engine = engine
        # Who may take stories apart, which are everybody's, is told by the configuration here.
        self.desk = Desk(Store(engine), operators="home")
        self.story = ""
        self.told: list[Story] = []

    async def furnish(self) -> None:
        desk = self.desk
        for address in (FEED, "https://example.org/feed", "https://example.org/"):
            desk.look.looks[address] = Look(url=address, title="Example News")
        await desk.ask(f"/evwatch add {FEED} now")
        await desk.ask("/evwatch add xiaomi with:none now")
        await desk.tell([step(Kind.LAUNCH, subject="SU7")])
        [told] = await desk.store.history.timeline("xiaomi")
        self.story = told.story
        delivery = Delivery(channel=CHANNEL, story=self.story, revision=1)
        await desk.visit(deliveries=(delivery,))
        await desk.store.outbox.park(delivery.key, fault="gone")
        await desk.store.parking.park(CHANNEL, fault="gone", at=NOW, next_probe=NOW)
        await self.tell_more()

    async def tell_more(self) -> None:
        """A story of three texts that waits to be told, and one of a single text that is held."""
        texts = [item(f"more {n}", source=digest(FEED), published=NOW, seen=NOW) for n in range(4)]
        said = [
            replace(step(Kind.RECALL, company="nio", subject="ET5"), item=each.id) for each in texts
        ]
        told = [
            worded(replace(story(said[:3], texts[:3]), id=digest(texts[0].id)), load()),
            worded(replace(story(said[3:], texts[3:]), id=digest(texts[3].id)), load()),
        ]
        waiting = [Delivery(channel=CHANNEL, story=each.id, revision=1) for each in told]
        await self.desk.visit(items=tuple(texts), stories=tuple(told), deliveries=tuple(waiting))
        await self.desk.store.holding.hold(waiting[1].key, until=NOW, by="daily")
        self.told = told

    async def shape(self, line: str) -> str:
        """The line with two of the stories that there are now, the largest first."""
        history = self.desk.store.history
        ids = [item for each in self.told for item in each.items]
        told = sorted(await history.stories_of(ids), key=lambda each: (-len(each.items), each.id))
        return line.replace(ONE, f"#{told[0].id}").replace(OTHER, f"#{told[-1].id}")

    async def type(self, line: str, user: str = "ann") -> list[int]:
        """Give a command a minute later; gives the ids of the changes that it made."""
        self.desk.now += timedelta(minutes=1)
        before = await self.ids()
        if re.fullmatch("/evwatch (un)?flag", line):
            line = f"{line} #{self.story}"
        if line in SHAPES:
            line = await self.shape(line)
        await self.desk.ask(line, user=user)
        return [id_ for id_ in await self.ids() if id_ not in before]

    async def ids(self) -> Sequence[int]:
        rows = await self.engine.fetch("SELECT DISTINCT audit AS id FROM changes ORDER BY audit")
        return [int(str(row["id"])) for row in rows]

    async def has(self) -> Mapping[str, list[str]]:
        return {**await belongings(self.engine), **await stories(self.engine)}


async def furnished() -> Room:
    engine = await SqliteEngine.open(":memory:")
    await engine.migrate()
    room = Room(engine)
    await room.furnish()
    return room


@pytest.mark.parametrize("line", EDITS)
def test_an_edit_undone_was_never_made_and_made_again_is_the_same(line: str) -> None:
    async def run() -> None:
        room = await furnished()
        before = await room.has()
        made = await room.type(line)
        after = await room.has()
        if of(parse(line)).role(parse(line)) is Role.VIEWER and "flag" not in line:
            assert made == []

        assert len(made) <= 1
        assert (after == before) == (not made)
        for id_ in made:
            assert "Undone" in await room.desk.says(f"/evwatch undo {id_}")
            assert await room.has() == before
            [*_, undo] = await room.ids()
            assert "Undone" in await room.desk.says(f"/evwatch undo {undo}")
            assert await room.has() == after
        await room.engine.close()

    asyncio.run(run())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.sampled_from(["ann", "bob"])), max_size=12))
def test_undone_from_the_last_to_the_first_nothing_was_ever_done(
    typed: list[tuple[str, str]],
) -> None:
    async def run() -> None:
        room = await furnished()
        states = [await room.has()]
        made: list[int] = []
        for line, user in typed:
            if new := await room.type(line, user):
                made += new
                states.append(await room.has())
        while made:
            assert await room.has() == states.pop()
            assert "Undone" in await room.desk.says(f"/evwatch undo {made.pop()}")
        assert [await room.has()] == states
        await room.engine.close()

    asyncio.run(run())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(EDITS), min_size=2, max_size=10),
    st.lists(st.integers(0, 20), min_size=1, max_size=6),
)
def test_undone_in_any_order_each_is_exact_or_refused_for_a_reason(
    lines: list[str], picks: list[int]
) -> None:
    async def run() -> None:
        room = await furnished()
        for line in lines:
            await room.type(line)
        for pick in picks:
            ids = await room.ids()
            before = await room.has()
            said = await room.desk.says(f"/evwatch undo {ids[pick % len(ids)]}")
            if "Undone" in said:
                [*_, undo] = await room.ids()
                assert "Undone" in await room.desk.says(f"/evwatch undo {undo}")
            else:
                reasons = ("changed the same thing since", "was undone before", "news came to one")
                assert any(reason in said for reason in reasons)
            assert await room.has() == before
        await room.engine.close()

    asyncio.run(run())


async def test_what_somebody_changed_since_is_left_and_they_are_named(watching: Desk) -> None:
    await watching.ask("/evwatch pause xiaomi for 3d")
    await watching.ask("/evwatch pause xiaomi for 7d", user="bob")

    said = await watching.says("/evwatch undo 3")

    assert "#3 cannot be undone: bob changed the same thing since" in said
    assert "Undo that first: /evwatch undo 4" in said
    assert "Undone" in await watching.says("/evwatch undo 4")
    assert "Undone" in await watching.says("/evwatch undo 3")


async def test_what_the_file_changed_since_is_left(watching: Desk) -> None:
    await watching.ask("/evwatch pause xiaomi for 3d")
    async with watching.store._engine.transaction() as transaction:
        await transaction.execute("UPDATE pauses SET until = '2030'")

    said = await watching.says("/evwatch undo 3")

    assert "the configuration file or the bot itself changed the same thing" in said


async def test_without_a_number_the_last_change_of_mine_is_shown_and_asked_about(
    watching: Desk,
) -> None:
    await watching.ask("/evwatch mute nio")
    await watching.ask("/evwatch mute byd", user="bob")

    reply = await watching.ask("/evwatch undo")

    [undo] = buttons(reply)
    assert "This undoes #3: /evwatch mute nio" in text(reply.document)
    assert "company:nio → –" in text(reply.document)
    assert "Undone, #3" in await watching.says(undo.command)
    assert "This undoes #2" in await watching.says("/evwatch undo")


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("/evwatch undo 99", "no change #99"),
        ("/evwatch undo nio", "“nio” is not the number of a change."),
        ("/evwatch undo 123456789012345678", "is not the number of a change."),
    ],
)
async def test_what_cannot_be_undone_is_told(watching: Desk, line: str, piece: str) -> None:
    assert piece in await watching.says(line)


async def test_a_refusal_is_in_the_log_and_is_nothing_to_undo(watching: Desk) -> None:
    watching.may_edit = False
    await watching.ask("/evwatch add nio with:none now")
    watching.may_edit = True

    assert "refused · /evwatch add nio with:none now" in await watching.says("/evwatch audit")
    assert "#3 changed nothing" in await watching.says("/evwatch undo 3")


async def test_nobody_without_changes_is_shown_those_of_others(watching: Desk) -> None:
    reply = await watching.ask("/evwatch undo", user="eve")

    assert "no change of yours here" in text(reply.document)


async def test_the_log_tells_only_the_rules_that_changed_in_the_words_that_set_them(
    watching: Desk,
) -> None:
    await watching.ask("/evwatch channel digest:daily@09:00 zone:Berlin bypass:recall,launch")
    await watching.ask("/evwatch channel digest:off updates:edit cap:off")

    told = await watching.says("/evwatch audit")

    rhythm = "digest:daily@09:00 zone:Europe/Berlin"
    assert f"· – → {rhythm} bypass:recall,launch ·" in told
    assert "updates:thread digest:daily@09:00 → updates:edit cap:off ·" in told
    assert "{" not in told


async def test_the_log_tells_of_following_only_what_came_and_went(watching: Desk) -> None:
    for line in ("add nio with:none now", "unfollow nio", "follow nio", "unfollow nio"):
        await watching.ask(f"/evwatch {line}")

    told = await watching.says("/evwatch audit")

    assert "/evwatch unfollow nio · * → xiaomi ·" in told
    assert "/evwatch follow nio · – → nio ·" in told
    assert "/evwatch unfollow nio · nio → – ·" in told


async def test_the_log_names_a_company_of_ones_own_and_not_its_id(watching: Desk) -> None:
    await watching.ask('/evwatch company add "Foo Motors"')
    await watching.ask('/evwatch company alias "Foo Motors" FooCar')

    await watching.ask('/evwatch add "Foo Motors" with:none now')

    told = await watching.says("/evwatch audit")
    last = await watching.says("/evwatch undo")

    assert "Foo Motors: FooCar" in told
    assert "Foo Motors" in last
    assert "own_" not in last
    assert "own_" not in told


async def test_the_log_is_paged_and_filtered(watching: Desk) -> None:
    for name in ("nio", "byd", "zeekr", "rivian", "lucid", "tesla", "xpeng", "li auto", "vinfast"):
        await watching.ask(f"/evwatch mute {name}", user="bob")

    first = await watching.ask("/evwatch audit")
    [older] = buttons(first)[:1]

    assert older.label == "Older"
    assert "#1" in await watching.says(older.command)
    assert "mute nio" in await watching.says("/evwatch audit 蔚来")
    assert "mute nio" not in await watching.says("/evwatch audit ann")
    assert "mute nio" in await watching.says("/evwatch audit channel:here bob")
    assert "No change fits." in await watching.says("/evwatch audit channel:C999")
    assert "No change fits." in await watching.says("/evwatch audit %")
    assert buttons(await watching.ask("/evwatch audit page:99")) == []


async def test_a_log_without_changes_says_that_there_are_none_yet(desk: Desk) -> None:
    assert "Nothing was changed here yet." in await desk.says("/evwatch audit")
    assert "No change fits." in await desk.says("/evwatch audit bob")
