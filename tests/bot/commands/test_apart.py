"""A viewer changes nothing; a place shows nothing of another, a channel nothing of a private one."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.document import File
from bot.catalogue import load
from bot.commands.grammar import parse
from bot.commands.registry import of
from bot.compose.plain import text
from bot.stories.group import group
from bot.stories.overlay import step_id
from bot.stories.parting import story_id
from storage.owned import NOTED
from storage.records import Denial, Item, Kind, Milestone, digest
from storage.sources import Visit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.bot.commands.test_undo import Room, furnished
from tests.bot.commands.typed import ALL, ask
from tests.fakes_desk import FEED, Desk
from tests.fakes_words import NOW, item, step
from tests.owned import PLANTED, TABLES, plant

OTHER = "zz-b"


def text_there(n: int) -> Item:
    """A text of the other place's source."""
    return item(
        f"joined{n}", source=f"{OTHER}-source", title=f"{OTHER} told", text=f"{OTHER} recall",
        url=f"https://there.example/joined{n}", seen=NOW, published=NOW,
    )  # fmt: skip


def said_there(of: Milestone, text_: Item) -> Milestone:
    """The same step, in words of it."""
    return replace(of, item=text_.id, evidence=f"{OTHER} says so")


TEXT = text_there(0)
OWN = said_there(step(Kind.RECALL, company="zeekr", subject="X1"), TEXT)
HERE = digest(item("more 0", source=digest(FEED)).id)  # a story that both tell
THERE = story_id(TEXT.id, [OWN])  # one that is told there only
LOOKED_UP = (
    *("/milestones xiaomi", "/milestones nio", "/milestones zeekr", "/milestones latest"),
    *("/milestones search zz", "/milestones search recall", "/milestones search nothing"),
    *("/evwatch why zz", "/evwatch why https://there.example/joined0", "/evwatch why Title"),
    *(f"/evwatch {verb} #{id_}" for verb in ("sources", "why", "story") for id_ in (HERE, THERE)),
    *(f"/evwatch why #{TEXT.id}", f"/evwatch milestone fix {step_id(OWN)} phase:planned"),
    *("/evwatch chart nio", "/evwatch chart zeekr", "/evwatch compare nio zeekr xiaomi"),
    *(f"/evwatch download nio {format_}" for format_ in ("csv", "json", "ics", "atom")),
    *("/evwatch add zeekr", "/evwatch preview zeekr", "/evwatch status", "/evwatch list"),
    *("/evwatch export all", "/evwatch links nio"),
)
ASKED = (*ALL, *LOOKED_UP, "/evwatch audit %", "/evwatch audit page:2")


def test_every_table_of_the_list_has_a_row_to_plant() -> None:
    assert set(PLANTED) == {*TABLES, *NOTED}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ASKED), max_size=15))
def test_a_viewer_changes_nothing_but_flags_of_their_own(lines: list[str]) -> None:
    async def run() -> None:
        room = await furnished()
        before = await room.has()
        for line in lines:
            asked = (
                f"{line} #{room.story}" if line in {"/evwatch flag", "/evwatch unflag"} else line
            )
            await ask(room.desk, asked, user="eve", is_admin=False)
        after = await room.has()
        own = {row for row in after["flags"] if "('actor', 'eve')" in row}
        assert {**after, "flags": [r for r in after["flags"] if r not in own]} == dict(before)
        await room.engine.close()

    asyncio.run(run())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(ASKED), max_size=15))
def test_no_command_shows_or_changes_anything_of_another_place(lines: list[str]) -> None:
    async def run() -> None:
        room = await furnished()
        await plant(room.engine, OTHER)
        await tell_there(room)
        before = [await _rows(room.engine, table) for table in TABLES]
        for line in lines:
            reply = await ask(room.desk, line)
            assert OTHER not in text(reply.document), line
            assert OTHER not in repr(reply), line
        assert [await _rows(room.engine, table) for table in TABLES] == before
        await room.engine.close()

    asyncio.run(run())


@pytest.mark.parametrize("line", ASKED)
async def test_an_answer_is_the_same_whatever_another_place_has(line: str) -> None:
    alone, beside = await furnished(), await furnished()
    await plant(beside.engine, OTHER)
    await tell_there(beside)

    replies = [await ask(room.desk, line) for room in (alone, beside)]
    answers = [repr(reply) for reply in replies]
    files = [[each.data for each in reply.document.attached] for reply in replies]

    assert answers[0] == answers[1]
    assert files[0] == files[1]
    assert OTHER not in answers[1]
    assert all(OTHER.encode() not in data for data in files[1])
    for room in (alone, beside):
        await room.engine.close()


async def tell_there(room: Room) -> None:
    """The source of the other place tells what is told here, too, and something of its own.

    In words of which none is to be seen here; what it denies is told here alone.
    """
    known = [await room.desk.store.history.story(id_) for id_ in (room.story, room.told[0].id)]
    for n, before in enumerate([None, *known]):
        text_ = text_there(n)
        said = said_there(before.milestones[0], text_) if before else OWN
        near = [before] if before else []
        decision = group(text_, [said], near, now=NOW, catalogue=load())
        assert decision is not None
        assert decision.fresh == (before is None)
        denial = Denial(
            company=said.company, kind=said.kind, evidence=f"{OTHER} denies", item=text_.id
        )
        visit = Visit(
            source=text_.source, at=NOW, next_at=NOW + timedelta(hours=1), memory={}, items=(text_,),
            stories=(replace(decision.story, denials=(denial,)),),
            based_on={before.id: before.revision} if before else {},
        )  # fmt: skip
        await room.desk.store.visits.record(visit)


async def test_a_change_of_another_place_is_not_known_here() -> None:
    room = await furnished()
    await plant(room.engine, OTHER)
    async with room.engine.transaction() as transaction:
        await transaction.execute(
            "INSERT INTO audits SELECT 99, at, platform, workspace, channel, actor, actor_name, command, allowed, before, after, needs, undoes, undone FROM audits WHERE id < 0"
        )
        await transaction.execute("UPDATE changes SET audit = 99 WHERE audit < 0")
    hushed = await _rows(room.engine, "hushes")

    said = text((await ask(room.desk, "/evwatch undo 99")).document)

    assert "There is no change #99" in said
    assert await _rows(room.engine, "hushes") == hushed
    await room.engine.close()


async def _rows(engine: SqliteEngine, table: str) -> list[str]:
    """The rows of the other place."""
    rows = await engine.fetch(f"SELECT * FROM {table}")  # noqa: S608 - of the list
    return sorted(repr(row) for row in rows if OTHER in repr(row))


class TestPrivate:
    """What was done in a private channel."""

    @pytest.mark.parametrize("line", ASKED)
    async def test_is_shown_in_no_other(self, line: str) -> None:
        room = await furnished()
        await ask(room.desk, "/evwatch mute zeekr", channel="zz-secret", private=True)
        await ask(room.desk, "/evwatch follow zeekr", channel="zz-secret", private=True)
        await ask(room.desk, f"/evwatch flag #{room.story}", channel="zz-secret", user="zz-flagger")
        if of(parse(line)).name in {"add", "remove"} or "export all" in line:
            await room.engine.close()  # the export of all is for admins, who alone see it
            return

        told = repr(await ask(room.desk, line))

        assert "zz-secret" not in told
        assert "zz-flagger" not in told
        assert "mute zeekr" not in told
        await room.engine.close()

    async def test_is_shown_in_itself(self, desk: Desk) -> None:
        await ask(desk, "/evwatch mute zeekr", channel="secret", private=True)

        there = text((await ask(desk, "/evwatch audit", channel="secret")).document)
        here = text((await ask(desk, "/evwatch undo 1")).document)

        assert "mute zeekr" in there
        assert "no change #1" in here

    async def test_stands_in_the_way_of_an_undo_without_being_told(self, desk: Desk) -> None:
        await ask(desk, "/evwatch add nio with:none now")
        await ask(desk, "/evwatch pause nio", channel="secret", private=True, user="bob")

        said = text((await ask(desk, "/evwatch undo 1")).document)

        assert "was changed since, in a private channel" in said
        assert "bob" not in said

    async def test_a_channel_that_is_public_again_is_shown_again(self, desk: Desk) -> None:
        await ask(desk, "/evwatch mute zeekr", channel="news", private=True)
        await ask(desk, "/evwatch list", channel="news", private=False)

        assert "mute zeekr" in text((await ask(desk, "/evwatch audit")).document)

    async def test_is_kept_apart_anew_where_the_place_was_erased_and_came_back(
        self, desk: Desk
    ) -> None:
        await ask(desk, "/evwatch mute zeekr", channel="secret", private=True, workspace="T1")
        await desk.store.leaving.left("local", "T1", at=desk.now)
        await desk.store.leaving.erase("local", "T1", before=desk.now)

        await ask(desk, "/evwatch mute zeekr", channel="secret", private=True, workspace="T1")

        assert "zeekr" not in text((await ask(desk, "/evwatch audit", workspace="T1")).document)


async def test_all_data_are_given_to_an_admin_as_json() -> None:
    engine = await SqliteEngine.open(":memory:")
    await engine.migrate()
    await plant(engine, OTHER)
    await plant(engine, "zz-c")
    desk = Desk(Store(engine))

    reply = await ask(desk, "/evwatch export all", workspace=OTHER, channel=f"{OTHER}-channel")

    [file] = [part for part in reply.document.parts if isinstance(part, File)]
    told = file.data.decode()
    tables = json.loads(told)["tables"]
    assert set(tables) == {*TABLES, *NOTED} - {"private_channels"}
    assert "zz-c" not in told
    await engine.close()


async def test_of_private_channels_an_admin_gets_all_where_nobody_else_sees_it(desk: Desk) -> None:
    await ask(desk, "/evwatch mute zeekr", channel="secret", private=True)
    line = "/evwatch export all"

    alone = repr(await _given(desk, line, public=False))
    before_all = repr(await _given(desk, line, public=True))

    assert "mute zeekr" in alone
    assert "mute zeekr" not in before_all


async def _given(desk: Desk, line: str, *, public: bool) -> bytes:
    reply = await desk.ask(line, public=public)
    [file] = [part for part in reply.document.parts if isinstance(part, File)]
    return file.data
