"""After all that can be erased is erased, no row is left whose parent is gone."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.leaving import Leaving
from storage.engine import Engine
from storage.pushes import Push
from storage.records import Denial, Pin
from storage.sources import News, Note, Reshaping, Restatement, SourceState
from storage.store import Store
from tests.fakes_storage import (
    DAILY,
    DERIVED,
    NOW,
    TABLES,
    WEEKLY,
    audit,
    delivery,
    item,
    listed,
    milestone,
    source,
    story,
    subscription,
    visit,
)
from tests.owned import plant

# Columns that name a row of another table, wherever they stand, and the column that they name.
PARENTS: Final = {
    "source": ("sources", "id"),
    "item": ("items", "id"),
    "story": ("stories", "id"),
    "into_story": ("stories", "id"),
    "subscription": ("subscriptions", "id"),
    "audit": ("audits", "id"),
    "undoes": ("audits", "id"),
    "undone": ("audits", "id"),
}
WITH_COLUMNS: Final = [
    table for table in dict.fromkeys((*TABLES, *DERIVED)) if table != "item_words"
]
WORKSPACES: Final = ("T1", "T2")


async def kept(engine: Engine, table: str, column: str) -> set[object]:
    found = await engine.fetch(f"SELECT {column} AS it FROM {table}")  # noqa: S608 - of the schema
    return {row["it"] for row in found} - {None}


async def columns(engine: Engine, table: str) -> list[str]:
    found = await engine.fetch(f"SELECT name FROM pragma_table_info('{table}')")  # noqa: S608 - of the schema
    return [str(row["name"]) for row in found]


async def orphans(engine: Engine) -> list[tuple[str, str, set[object]]]:
    found = []
    for table in WITH_COLUMNS:
        for column in set(await columns(engine, table)) & set(PARENTS):
            parents = await kept(engine, *PARENTS[column])
            found.append((table, column, await kept(engine, table, column) - parents))
    return [each for each in found if each[2]]


async def silent(engine: Engine) -> set[tuple[object, ...]]:
    """Companies and stories that changed and say nothing of them any more."""
    told = await engine.fetch("SELECT company, story FROM milestones")
    stirred = await engine.fetch("SELECT company, story FROM stirred")
    return {tuple(row.values()) for row in stirred} - {tuple(row.values()) for row in told}


async def live(store: Store, engine: Engine) -> None:
    """Do whatever leaves rows: visits, stories that grow, merge and fall silent, edits, undo."""
    one, two, three = item("1", marks=("m",)), item("2"), item("3", of=WEEKLY)
    for each in (DAILY, WEEKLY):
        await store.watchlist.add_source(each, audit=audit(workspace="T1"))
    await store.watchlist.seed(listed(source("file"), "nio"), [subscription(managed=True)], at=NOW)
    await store.visits.record(
        visit(
            *(one, two),
            stories=[story(one), story(two, name="other")],
            deliveries=[delivery()],
        )
    )
    denial = Denial(company="xiaomi", kind=None, evidence="No.", item=one.id)
    more = visit(three, of=WEEKLY)
    more = replace(more, denials=(denial,), questions=(three.id,))
    await store.visits.record(replace(more, notes=(Note(item=three.id),), news=(News.MOVED,)))
    await store.visits.pin([Pin(item=two.id, story="launch")])
    await store.visits.restate(
        Restatement(
            at=NOW,
            stories=(
                story(one, revision=2, companies=("byd",), milestones=[milestone(one, "byd")]),
            ),
            based_on={"launch": 1},
        )
    )
    whole = story(one, two, revision=3, companies=("byd",))
    empty = story(name="other", revision=2)
    await store.visits.reshape(
        Reshaping(
            stories=(whole, empty), based_on={"launch": 2, "other": 1}, merged={"other": "launch"}
        ),
        audit=audit(workspace="T1"),
    )
    push = Push(source=DAILY.id, hub="h", topic="t", path="p", secret="s", next_try=NOW)
    await store.pushes.keep(push)
    await store.tending.told([(DAILY.id, SourceState.FAILING)], at=NOW)
    for workspace in WORKSPACES:
        await plant(engine, workspace)


async def test_every_declared_parent_is_looked_at(engine: Engine) -> None:
    for table in WITH_COLUMNS:
        found = await engine.fetch(f"SELECT * FROM pragma_foreign_key_list('{table}')")  # noqa: S608 - of the schema
        for row in found:
            assert PARENTS[str(row["from"])] == (row["table"], row["to"])


async def test_no_row_is_left_whose_parent_is_gone(store: Store, engine: Engine) -> None:
    await live(store, engine)
    linked = [table for table in WITH_COLUMNS if set(await columns(engine, table)) & set(PARENTS)]
    assert [table for table in linked if not await engine.fetch(f"SELECT 1 FROM {table}")] == []  # noqa: S608 - of the schema
    assert await silent(engine)

    await store.watchlist.seed([], [], at=NOW)
    for each in (DAILY, WEEKLY):
        await store.watchlist.remove_source(each.id, audit=audit(workspace="T1"))
    await store.pushes.forget(DAILY.id)
    for workspace in WORKSPACES:
        await store.leaving.left("local", workspace, at=NOW)
    later = NOW + timedelta(days=60)
    await Leaving(store=store, clock=lambda: later, grace=timedelta(days=30)).turn()

    assert await orphans(engine) == []
    assert await engine.fetch("PRAGMA foreign_key_check") == []
    assert not await silent(engine)
