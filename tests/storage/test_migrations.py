"""The schema steps: in order, whole, once."""

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from storage import migrations
from storage.engine import StoreError
from storage.sight import EVERYTHING
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_storage import DERIVED, TABLES, dump

# As it was written when a milestone had fewer fields.
CLAIM = {
    "item": "", "company": "byd", "kind": "launch", "phase": "done", "certainty": "official",
    "evidence": "It was launched.", "headline": 1, "span_start": None, "span_end": None,
    "amount": None, "currency": None, "quantity": None, "unit": None, "agency": None,
    "subject": None, "rules": "1",
}  # fmt: skip
SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


async def test_migrating_twice_is_migrating_once(tmp_path: Path) -> None:
    engine = await SqliteEngine.open(tmp_path / "evwatch.db")
    store = Store(engine)

    assert tuple(await store.migrate()) == tuple(migrations.STEPS)
    once = await engine.fetch(SCHEMA)
    assert tuple(await store.migrate()) == ()

    assert await engine.fetch(SCHEMA) == once
    await store.close()


@pytest.mark.parametrize("released", list(migrations.STEPS)[1:])
async def test_a_database_of_any_release_comes_to_the_fresh_schema(
    tmp_path: Path, released: str
) -> None:
    old = Database(tmp_path / "old.db")
    migrations.steps().apply(old, stop_before=released)
    old.close()
    names = list(migrations.STEPS)

    migrated = await SqliteEngine.open(tmp_path / "old.db")
    fresh = await SqliteEngine.open(tmp_path / "fresh.db")

    assert tuple(await migrated.migrate()) == tuple(names[names.index(released) :])
    await fresh.migrate()
    assert await migrated.fetch(SCHEMA) == await fresh.fetch(SCHEMA)
    await migrated.close()
    await fresh.close()


async def test_the_tables_are_those_that_the_tests_look_at(tmp_path: Path) -> None:
    engine = await SqliteEngine.open(tmp_path / "evwatch.db")
    await engine.migrate()

    found = await engine.fetch("SELECT name FROM sqlite_master WHERE type = 'table'")
    others = ("sqlite_", "_", *DERIVED)
    ours = {str(row["name"]) for row in found if not str(row["name"]).startswith(others)}

    assert ours == set(TABLES)
    assert await dump(engine) == {table: [] for table in TABLES}
    await engine.close()


async def test_statements_kept_before_support_and_chances_have_none_and_are_sure(
    tmp_path: Path,
) -> None:
    old = Database(tmp_path / "old.db")
    migrations.steps().apply(old, stop_before="0007_support")
    old["sources"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"id": "s", "kind": "feed", "url": "u", "title": "t", "trust": 0, "every_s": 1.0,
         "backfill": 0, "memory": "{}", "failures": 0, "next_try": ""}
    )  # fmt: skip
    at = "2024-03-28T12:00:00.000000+00:00"
    old["items"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"id": "i", "source": "s", "key": "k", "told": at, "published": at, "seen": at, "url": "",
         "title": "", "language": "", "content": ""}
    )  # fmt: skip
    old["texts"].insert({"item": "i", "text": "", "claims": json.dumps([CLAIM])})  # type: ignore[union-attr] # a table, as the step made it
    old.close()
    store = Store(await SqliteEngine.open(tmp_path / "old.db"))
    await store.migrate()

    found = await store.visits.item("i")

    assert found is not None
    told = [
        (each.support, each.chance, each.when_chance, each.phase_chance) for each in found.claims
    ]
    assert told == [((), 1.0, 1.0, 1.0)]
    await store.close()


async def test_changes_and_corrections_kept_before_support_and_chances_are_read(
    tmp_path: Path,
) -> None:
    old = Database(tmp_path / "old.db")
    migrations.steps().apply(old, stop_before="0025_chances")
    at = "2024-03-28T12:00:00.000000+00:00"
    change = {
        "revision": 2, "kind": "phase", "milestone": CLAIM, "before": CLAIM, "denial": None
    }  # fmt: skip
    old["stories"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"id": "st", "revision": 2, "companies": "[]", "title": "", "gist": "", "items": "[]",
         "first_seen": at, "last_seen": at, "changes": json.dumps([change])}
    )  # fmt: skip
    old["corrections"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"workspace": "w", "id": "c", "story": "st", "statements": json.dumps([CLAIM]),
         "value": json.dumps(CLAIM), "slots": "[]", "rejected": 0, "editor": "e", "at": at}
    )  # fmt: skip
    old.close()
    store = Store(await SqliteEngine.open(tmp_path / "old.db"))
    await store.migrate()

    story = await store.history.story("st")
    [correction] = await store.editing.corrections("w")

    assert story is not None
    [changed] = story.changes
    assert changed.before is not None
    read = (changed.milestone, changed.before, *correction.statements, correction.value)
    chances = [(each.chance, each.when_chance, each.phase_chance) for each in read]
    assert chances == [(1.0, 1.0, 1.0)] * 4
    assert [(each.company, each.support) for each in read] == [("byd", ())] * 4
    await store.close()


async def test_what_was_kept_before_there_was_a_search_is_found(tmp_path: Path) -> None:
    old = Database(tmp_path / "old.db")
    migrations.steps().apply(old, stop_before="0011_changes")
    old["sources"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"id": "s", "kind": "feed", "url": "u", "title": "t", "trust": 0, "every_s": 1.0,
         "backfill": 0, "memory": "{}", "failures": 0, "next_try": ""}
    )  # fmt: skip
    for day, text in ((1, "工信部发布目录"), (2, "a catalogue"), (3, "目录公示")):
        at = f"2024-03-0{day}T12:00:00.000000+00:00"
        old["items"].insert(  # type: ignore[union-attr] # a table, as the step made it
            {"id": f"i{day}", "source": "s", "key": f"k{day}", "told": at, "published": at,
             "seen": at, "url": "", "title": f"T{day}", "language": "", "content": ""}
        )  # fmt: skip
        old["texts"].insert({"item": f"i{day}", "text": text, "claims": "[]"})  # type: ignore[union-attr] # a table, as the step made it
    old.close()
    store = Store(await SqliteEngine.open(tmp_path / "old.db"))
    await store.migrate()

    assert [hit.title for hit in (await store.search.find("目录", EVERYTHING)).hits] == ["T3", "T1"]
    await store.close()


async def test_of_former_sources_those_see_what_came_who_are_known_to_have_had_it(
    tmp_path: Path,
) -> None:
    old = Database(tmp_path / "old.db")
    migrations.steps().apply(old, stop_before="0022_sight")
    at = "2024-03-28T12:00:00.000000+00:00"
    for name, label in (("now", ""), ("was", ""), ("file", "Gazette"), ("whose", "")):
        old["sources"].insert(  # type: ignore[union-attr] # a table, as the step made it
            {"id": name, "kind": "feed", "url": name, "title": "t", "label": label, "trust": 0,
             "every_s": 1.0, "backfill": 0, "memory": "{}", "failures": 0, "next_try": ""}
        )  # fmt: skip
        old["items"].insert(  # type: ignore[union-attr] # a table, as the step made it
            {"id": f"i-{name}", "source": name, "key": "k", "told": at, "published": at,
             "seen": at, "url": "", "title": "", "language": "", "content": ""}
        )  # fmt: skip
    for workspace in ("acme", "other"):
        old["watches"].insert(  # type: ignore[union-attr] # a table, as the step made it
            {"workspace": workspace, "source": "now", "managed": 0, "added_by": ""}
        )
    old["audits"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"id": 1, "at": at, "platform": "local", "workspace": "acme", "channel": "c", "actor": "a",
         "actor_name": "a", "command": "/evwatch remove was", "allowed": 1}
    )  # fmt: skip
    old["changes"].insert(  # type: ignore[union-attr] # a table, as the step made it
        {"audit": 1, "position": 0, "workspace": "acme", "owned": "watches", "key": "[]",
         "topic": "[]", "before": json.dumps({"source": "was"})}
    )  # fmt: skip
    old.close()
    store = Store(await SqliteEngine.open(tmp_path / "old.db"))
    await store.migrate()
    items = ["i-now", "i-was", "i-file", "i-whose"]

    hidden = {
        workspace: await store.sights.hidden(await store.sights.of(workspace), items)
        for workspace in ("acme", "other")
    }

    assert hidden == {"acme": {"i-whose"}, "other": {"i-was", "i-whose"}}
    await store.close()


async def test_a_step_that_fails_leaves_the_schema_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "evwatch.db"
    in_the_way = Database(path)
    in_the_way.execute("CREATE TABLE deliveries (theirs TEXT)")
    in_the_way.close()
    engine = await SqliteEngine.open(path)
    before = await engine.fetch(SCHEMA)

    with pytest.raises(StoreError, match="already exists"):
        await engine.migrate()

    assert await engine.fetch(SCHEMA) == before
    async with engine.transaction() as transaction:
        await transaction.execute("DROP TABLE deliveries")
    assert tuple(await engine.migrate()) == tuple(migrations.STEPS)
    await engine.close()


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "evwatch.db"
    newer = migrations.steps()
    newer(name="0099_from_the_future")(migrations._Step("0099_from_the_future", ()))
    database = Database(path)
    newer.apply(database)
    database.close()
    engine = await SqliteEngine.open(path)

    with pytest.raises(StoreError, match="newer version"):
        await engine.migrate()

    await engine.close()
