"""What one workspace sees: of its sources alone, with its own names and corrections laid over.

Whatever shows, composes or routes for a workspace reads through its view.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Final

from bot.catalogue import Catalogue
from bot.catalogue.own import known
from bot.stories.overlay import Overlay, overlay
from bot.stories.sight import cut
from storage.channels import Subscription
from storage.corrections import Own, is_own
from storage.records import Milestone, Objection, Story, Telling
from storage.sight import Sight, seen_only
from storage.store import Store

PLAIN: Final = Overlay()  # of a workspace that sees everything as it is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a workspace knows and sees. The empty overlay shows everything as it is kept."""

    catalogue: Catalogue
    base: Catalogue  # what every workspace knows
    sight: Sight  # of which sources it sees the texts
    overlay: Overlay = field(default_factory=Overlay)

    @property
    def owns(self) -> tuple[Own, ...]:
        """Its own companies, and its names of others."""
        return self.sight.owns

    def tellings(self, tellings: Sequence[Telling]) -> list[Telling]:
        """The tellings as the workspace sees them, in their order, without those it does not."""
        return self.overlay.tellings(seen_only(self.sight, tellings))


async def view(store: Store, catalogue: Catalogue, workspace: str) -> View:
    """The view of a workspace; `catalogue` is the bundled one."""
    return await store.at_once(partial(_view, catalogue, workspace))


async def _view(catalogue: Catalogue, workspace: str, store: Store) -> View:
    return seen_by(await store.sights.of(workspace), catalogue)


def seen_by(sight: Sight, catalogue: Catalogue) -> View:
    """The view of the workspace that sees this; `catalogue` is the bundled one."""
    return View(
        catalogue=known(catalogue, sight.owns),
        base=catalogue,
        sight=sight,
        overlay=overlay(sight.owns, sight.corrections),
    )


async def story_seen(store: Store, view: View, story: Story) -> Story | None:
    """A kept story as a workspace sees it; None when nothing of it is for it to see."""
    hidden = await store.sights.hidden(view.sight, story.told_by)
    part = cut(story, hidden, view.base)
    return part and view.overlay.story(part, view.catalogue)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """All that a workspace sees of a company, newest first by when it was told."""

    tellings: tuple[Telling, ...]  # of every step
    objections: tuple[Objection, ...]  # denials of steps


async def about(store: Store, view: View, company: str) -> About:
    """All that a workspace sees of a company.

    The same values for as long as nothing changes, where the workspace sees nothing otherwise.
    """
    if view.overlay == PLAIN:
        found = await store.sights.told(company, view.sight)
        return About(tellings=found.tellings, objections=found.objections)
    return await store.at_once(partial(_about, view, company))


async def _about(view: View, company: str, store: Store) -> About:
    tellings = tuple(seen for _, seen in await told(store, view, company))
    pools = await store.sights.told_of(view.overlay.pools(company), view.sight)
    objections = view.overlay.objections([each for pool in pools for each in pool.objections])
    return About(
        tellings=tellings, objections=tuple(sorted(objections, key=_objected, reverse=True))
    )


async def timeline(store: Store, view: View, company: str) -> tuple[Telling, ...]:
    """Every telling of every step of a company as a workspace sees it, newest first."""
    return (await about(store, view, company)).tellings


async def timelines(
    store: Store, view: View, companies: Sequence[str]
) -> dict[str, tuple[Telling, ...]]:
    """The same of several companies, with as few questions to the database as there can be."""
    if companies and view.overlay == PLAIN:
        found = await store.sights.told_of(companies, view.sight)
        return {each: one.tellings for each, one in zip(companies, found, strict=True)}
    return {each: await timeline(store, view, each) for each in companies}


async def told(store: Store, view: View, company: str) -> list[tuple[Telling, Telling]]:
    """The same, each telling as it is kept and as it is seen."""
    pools = await store.sights.told_of(view.overlay.pools(company), view.sight)
    found = [each for pool in pools for each in pool.tellings]
    if moved := view.overlay.moved(company):
        found += seen_only(view.sight, await store.history.told_by(moved))
    if len(pools) > 1 or moved:
        once = {(each.story, each.milestone.id): each for each in found}
        found = sorted(once.values(), key=_told, reverse=True)
    pairs = zip(found, view.overlay.seen(found), strict=True)
    return [(raw, seen) for raw, seen in pairs if seen and seen.milestone.company == company]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The part of some news that all may hear, or that one workspace alone knows of."""

    workspace: str = ""  # empty: everybody
    overlay: Overlay = field(default_factory=Overlay)
    is_shown: bool = False  # under the companies that the workspace sees; else as it is kept

    def of(self, news: Iterable[Milestone]) -> list[Milestone]:
        """What of the news is in it, as its hearers follow it."""
        if not self.workspace:
            return [m for m in news if not is_own(m.company)]
        mine = [m for m in news if is_own(m.company) and m.company in self.overlay.shown]
        return [m for m in self.overlay.milestones(mine) if m] if self.is_shown else mine

    def may_hear(self, subscription: Subscription) -> bool:
        """Is it for this channel?"""
        return self.workspace in {"", subscription.channel.workspace}


async def shares(store: Store, news: Iterable[Milestone]) -> list[Share]:
    """The parts of this news.

    What a workspace alone knows comes twice: as it is kept, for who follows it by that, and under
    the company by which it is shown.
    """
    found = [Share()]
    owns = await store.editing.owns() if any(is_own(m.company) for m in news) else []
    for workspace, group in groupby(owns, lambda own: own.workspace):
        laid = overlay(group, ())
        found += [
            Share(workspace=workspace, overlay=laid, is_shown=is_shown)
            for is_shown in (False, True)
        ]
    return found


async def own_pools(store: Store) -> set[str]:
    """Every id under which what single workspaces know is kept."""
    by_workspace = groupby(await store.editing.owns(), lambda own: own.workspace)
    return {pool for _, group in by_workspace for pool in overlay(group, ()).shown}


def _told(telling: Telling) -> datetime:
    return telling.published or telling.seen


def _objected(objection: Objection) -> datetime:
    return objection.published or objection.seen
