"""What a store knows of who asks, before anything is answered."""

from dataclasses import replace

from storage.sources import Person, Role
from storage.store import Store
from tests.contracts.test_store_editing import ALIAS, FIX, MINE, NAME
from tests.fakes_storage import NOW, audit, channel

HERE = channel("general")


async def test_a_stranger_in_a_new_place_may_look(store: Store) -> None:
    met = await store.meeting.of(HERE, "ann")

    assert (met.role, met.has_left, met.is_private) == (Role.VIEWER, False, False)
    assert met.sight is await store.sights.of("acme")


async def test_role_leaving_and_privacy_are_of_this_place_and_person(store: Store) -> None:
    await store.roles.give(Person(id="ann", name="Ann"), Role.EDITOR, audit=audit())
    await store.roles.give(Person(id="*", name=""), Role.ADMIN, audit=audit(workspace="other"))
    await store.privacy.mark(HERE, private=True)
    await store.leaving.left("local", "other", at=NOW)

    ann = await store.meeting.of(HERE, "ann")
    bob = await store.meeting.of(replace(HERE, id="random"), "bob")
    other = await store.meeting.of(channel("general", workspace="other"), "ann")

    assert (ann.role, ann.has_left, ann.is_private) == (Role.EDITOR, False, True)
    assert (bob.role, bob.has_left, bob.is_private) == (Role.VIEWER, False, False)
    assert (other.role, other.has_left, other.is_private) == (Role.ADMIN, True, False)


async def test_what_a_workspace_knows_better_is_as_it_is_now(store: Store) -> None:
    async def known() -> tuple[object, object]:
        sight = (await store.meeting.of(HERE, "ann")).sight
        assert sight is await store.sights.of("acme")  # the same while nothing changes
        return sight.owns, sight.corrections

    assert await known() == ((), ())
    await store.editing.add_company(MINE, audit=audit())
    assert await known() == ((MINE,), ())
    await store.editing.add_names(ALIAS, audit=audit())
    assert await known() == ((ALIAS, MINE), ())
    await store.editing.correct(FIX, audit=audit())
    assert await known() == ((ALIAS, MINE), (FIX,))
    await store.editing.merge("acme", MINE.company, "byd", audit=audit())
    assert await known() == ((ALIAS, replace(MINE, into="byd")), (FIX,))
    await store.editing.remove_name("acme", NAME, audit=audit())
    await store.editing.take_back([FIX], audit=audit())
    [alias, merged] = (await store.meeting.of(HERE, "ann")).sight.owns
    assert (alias, [name.text for name in merged.names]) == (ALIAS, ["福"])
    await store.editing.remove_company("acme", MINE.company, audit=audit())
    await store.editing.remove_name("acme", ALIAS.names[0], audit=audit())
    assert await known() == ((), ())
