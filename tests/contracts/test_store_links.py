"""Links to pages: good until revoked or ended, each of its own workspace."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.channels import Channel
from storage.links import Link
from storage.sources import Actor, Audit
from storage.store import Store
from tests.fakes_words import NOW

LINK = Link(
    id="0123abcd",
    workspace="home",
    company="xiaomi",
    language="en",
    digest="d" * 64,
    made_by="ann",
    made_at=NOW,
)


def by(workspace: str = "home") -> Audit:
    actor = Actor(platform="local", workspace=workspace, channel="general", user="ann", name="ann")
    return Audit(at=NOW, actor=actor, command="/evwatch links", allowed=True)


async def test_a_link_is_found_by_its_digest_until_it_is_revoked(store: Store) -> None:
    await store.links.add(LINK, audit=by())

    assert await store.links.find(LINK.digest, now=NOW) == LINK
    assert await store.links.find("e" * 64, now=NOW) is None

    assert await store.links.revoke([LINK.id], audit=by()) == 1
    assert await store.links.find(LINK.digest, now=NOW) is None
    assert await store.links.revoke([LINK.id], audit=by()) == 0


async def test_a_link_ends_when_it_was_said_to(store: Store) -> None:
    ending = replace(LINK, until=NOW + timedelta(days=1))
    await store.links.add(ending, audit=by())

    assert await store.links.find(LINK.digest, now=NOW) == ending
    assert await store.links.find(LINK.digest, now=NOW + timedelta(days=1)) is None
    assert await store.links.of("home", now=NOW + timedelta(days=1)) == []


async def test_a_workspace_neither_sees_nor_revokes_those_of_another(store: Store) -> None:
    await store.links.add(LINK, audit=by())

    assert await store.links.of("elsewhere", now=NOW) == []
    assert await store.links.revoke([LINK.id], audit=by("elsewhere")) == 0
    assert await store.links.of("home", now=NOW) == [LINK]


async def test_a_revocation_is_undone_exactly(store: Store) -> None:
    await store.links.add(LINK, audit=by())
    async with store.changes.change(by()) as change:
        await store.links.revoke([LINK.id], audit=change)
    assert change.id is not None

    here = Channel(platform="local", workspace="home", id="general")
    await store.changes.undo(change.id, here, by())

    assert await store.links.of("home", now=NOW) == [LINK]


@pytest.mark.parametrize("workspace", ["home", "elsewhere"])
async def test_a_link_belongs_to_who_makes_it_whatever_it_says(
    store: Store, workspace: str
) -> None:
    await store.links.add(replace(LINK, workspace="other"), audit=by(workspace))

    assert [each.id for each in await store.links.of(workspace, now=NOW)] == [LINK.id]
