"""What one workspace sees: its catalogue, and its corrections laid over what is kept for all.

Whatever shows, composes or routes for a workspace reads through its view.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.catalogue import Catalogue
from bot.catalogue.own import known
from bot.stories.overlay import Overlay, overlay
from storage.corrections import Own
from storage.records import Objection, Story, Telling
from storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a workspace knows and sees. The empty overlay shows everything as it is kept."""

    catalogue: Catalogue
    overlay: Overlay = field(default_factory=Overlay)
    owns: tuple[Own, ...] = ()

    def story(self, story: Story) -> Story | None:
        """The story as the workspace sees it; None when nothing of it is for it to see."""
        return self.overlay.story(story, self.catalogue)

    def tellings(self, tellings: Sequence[Telling]) -> list[Telling]:
        """The tellings as the workspace sees them, in their order, without those it does not."""
        return self.overlay.tellings(tellings)


async def view(store: Store, catalogue: Catalogue, workspace: str) -> View:
    """The view of a workspace; `catalogue` is the bundled one."""
    owns = await store.editing.owns(workspace)
    corrections = await store.editing.corrections(workspace)
    return View(
        catalogue=known(catalogue, owns),
        overlay=overlay(owns, corrections),
        owns=tuple(owns),
    )


async def timeline(store: Store, view: View, company: str) -> list[Telling]:
    """Every telling of every step of a company as a workspace sees it, newest first."""
    first, *others = view.overlay.pools(company)
    found = await store.history.timeline(first)
    for pool in others:
        found += await store.history.timeline(pool)
    if moved := view.overlay.moved(company):
        found += await store.history.told_by(moved)
    if others or moved:
        once = {(each.story, each.milestone.id): each for each in found}
        found = sorted(once.values(), key=_told, reverse=True)
    return [each for each in view.tellings(found) if each.milestone.company == company]


async def objections(store: Store, view: View, company: str) -> list[Objection]:
    """Every denial of a step of a company as a workspace sees it, newest first."""
    found: list[Objection] = []
    for pool in view.overlay.pools(company):
        found += await store.history.objections(pool)
    return sorted(view.overlay.objections(found), key=_objected, reverse=True)


def _told(telling: Telling) -> datetime:
    return telling.published or telling.seen


def _objected(objection: Objection) -> datetime:
    return objection.published or objection.seen
