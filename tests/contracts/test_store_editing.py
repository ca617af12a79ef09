"""What a store promises about a workspace's own names and corrections."""

from dataclasses import replace
from datetime import timedelta

from storage.corrections import Correction, Own, OwnName, own_id
from storage.records import Phase
from storage.store import Store
from tests.fakes_storage import NOW, audit, item, milestone

FOO = own_id("acme", "foo-motors")
NAME = OwnName(text="Foo Motors", key="foomotors")
ALSO = OwnName(text="福", key="福", common=True)
MINE = Own(workspace="acme", company=FOO, name="Foo Motors", names=(NAME, ALSO))
ALIAS = Own(workspace="acme", company="byd", names=(OwnName(text="Dreams", key="dreams"),))
THEIRS = replace(MINE, workspace="other", company=own_id("other", "foo-motors"))
WAS = milestone(item("a"))
FIX = Correction(
    workspace="acme",
    story="launch",
    statements=(WAS,),
    value=replace(WAS, phase=Phase.PLANNED),
    slots=("phase",),
    by="Ann",
    at=NOW,
)


async def test_a_company_is_kept_with_its_names_once(store: Store) -> None:
    assert await store.editing.add_company(MINE, audit=audit())
    assert not await store.editing.add_company(MINE, audit=audit())
    await store.editing.add_company(THEIRS, audit=audit(workspace="other"))

    assert await store.editing.owns("acme") == [MINE]
    assert await store.editing.owns() == [MINE, THEIRS]
    assert len(await store.watchlist.audits("acme")) == 1


async def test_names_are_added_in_their_order_and_taken_back(store: Store) -> None:
    await store.editing.add_company(replace(MINE, names=(NAME,)), audit=audit())

    assert await store.editing.add_names(replace(MINE, names=(ALSO,)), audit=audit()) == 1
    assert await store.editing.add_names(replace(MINE, names=(ALSO,)), audit=audit()) == 0
    assert await store.editing.add_names(ALIAS, audit=audit()) == 1

    assert await store.editing.owns("acme") == [ALIAS, MINE]
    assert not await store.editing.remove_name("other", NAME, audit=audit(workspace="other"))
    assert await store.editing.remove_name("acme", ALIAS.names[0], audit=audit())
    assert await store.editing.owns("acme") == [MINE]


async def test_a_company_is_merged_into_another_and_back(store: Store) -> None:
    await store.editing.add_company(MINE, audit=audit())

    assert not await store.editing.merge("other", FOO, "byd", audit=audit(workspace="other"))
    assert await store.editing.merge("acme", FOO, "byd", audit=audit())
    assert not await store.editing.merge("acme", FOO, "byd", audit=audit())
    assert [each.into for each in await store.editing.owns("acme")] == ["byd"]
    assert await store.editing.merge("acme", FOO, "", audit=audit())
    assert await store.editing.owns("acme") == [MINE]


async def test_corrections_are_those_of_a_workspace_oldest_first(store: Store) -> None:
    later = replace(FIX, slots=(), rejected=True, at=NOW + timedelta(days=1))
    await store.editing.correct(later, audit=audit())
    await store.editing.correct(FIX, audit=audit())
    await store.editing.correct(FIX, audit=audit())

    assert await store.editing.corrections("acme") == [FIX, later]
    assert await store.editing.corrections("other") == []
    assert await store.editing.take_back([FIX], audit=audit()) == 1
    assert await store.editing.take_back([FIX], audit=audit()) == 0
    assert await store.editing.corrections("acme") == [later]
