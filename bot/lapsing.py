"""Which plans are overdue for each workspace that asks, by the texts that it sees alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final

import structlog

from bot.catalogue import Catalogue
from bot.stories.overdue import COUNTING, Lapse, is_due, lapses
from bot.stories.route import wants
from bot.views import PLAIN, View, about, own_pools, told, view
from bot.workers import Run, WorkerError
from storage.channels import Subscription
from storage.records import Milestone, Telling
from storage.store import Store

log = structlog.get_logger(__name__)

LONGEST: Final = timedelta(days=366)  # whatever `max_age` says, an older plan is history


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """An overdue plan as one workspace sees it, and its channels that want to hear of that."""

    view: View
    lapse: Lapse
    kept: Milestone  # the plan as it is kept for all
    hearing: tuple[Subscription, ...]  # never empty

    @property
    def as_kept(self) -> Lapse:
        """The lapse with its plan as it is kept."""
        return replace(self.lapse, plan=self.kept)


@dataclass(slots=True)
class Lapsing:
    """One look at all that is overdue at a time."""

    store: Store
    run: Run
    catalogue: Catalogue
    now: datetime
    max_age: timedelta
    # By the tellings it was made from, which are kept so that no others take their place: what
    # workspaces see alike is compared once.
    _found: dict[int, tuple[Sequence[Telling], tuple[Lapse, ...]]] = field(default_factory=dict)
    _following: dict[tuple[str, ...], Sequence[Subscription]] = field(default_factory=dict)

    async def late(self) -> list[Late]:
        """What is overdue and asked for, by workspace. Raises `StoreError`.

        A company with too much to compare is left out, and logged.
        """
        asking = [each for each in await self.store.watchlist.all_subscriptions() if each.promises]
        due = await self._due(asking)
        found: list[Late] = []
        for workspace, _ in groupby(asking, key=lambda each: each.channel.workspace):
            seen = await view(self.store, self.catalogue, workspace)
            for company in self._companies(seen, due):
                found += await self._of(seen, company)
        return found

    @property
    def _today(self) -> date:
        return self.now.astimezone(UTC).date()

    async def _due(self, asking: Sequence[Subscription]) -> list[Telling]:
        """All that is told of plans that have come to be due, of what is followed."""
        if not asking:
            return []
        named: Iterable[str] = self.catalogue.companies
        if all(each.companies for each in asking):
            named = self.catalogue.members(name for each in asking for name in each.companies)
        companies = sorted({*named, *await own_pools(self.store)})
        since = self._today - min(self.max_age, LONGEST) - COUNTING
        ahead = await self.store.history.ahead(companies, since=since)
        return [each for each in ahead if self._is_due(each.milestone)]

    def _is_due(self, m: Milestone) -> bool:
        return is_due(m, self._today, max_age=min(self.max_age, LONGEST))

    def _companies(self, seen: View, due: Sequence[Telling]) -> Sequence[str]:
        """The companies of which a workspace sees something due, or has corrected it to be."""
        fixed = [each.value for each in seen.overlay.corrections if self._is_due(each.value)]
        shown = [each.milestone for each in seen.tellings(due)]
        found = (seen.overlay.company(m.company) for m in (*shown, *fixed))
        return [company for company in dict.fromkeys(found) if company]

    async def _of(self, seen: View, company: str) -> list[Late]:
        pools = seen.overlay.pools(company)
        following = [
            each
            for each in await self._followers(pools)
            if each.promises and each.channel.workspace == seen.sight.workspace
        ]
        if not following:
            return []
        kept, tellings = await self._tellings(seen, company)
        found: list[Late] = []
        for lapse in await self._lapses(company, tellings):
            hearing = tuple(each for each in following if self._wants(each, lapse, pools))
            plan = kept.get(lapse.plan.id, lapse.plan)
            if hearing:
                found.append(Late(view=seen, lapse=lapse, kept=plan, hearing=hearing))
        return found

    async def _followers(self, pools: tuple[str, ...]) -> Sequence[Subscription]:
        """Who follows a company under any of these ids, in whatever workspace."""
        if pools not in self._following:
            self._following[pools] = await self.store.watchlist.subscriptions(
                pools, now=self.now, within=self.catalogue.within
            )
        return self._following[pools]

    async def _tellings(
        self, seen: View, company: str
    ) -> tuple[Mapping[str, Milestone], Sequence[Telling]]:
        """All that a workspace sees of a company; by id as it is kept what it sees otherwise."""
        if seen.overlay == PLAIN:
            return {}, (await about(self.store, seen, company)).tellings
        pairs = await told(self.store, seen, company)
        return {now.milestone.id: was.milestone for was, now in pairs}, [now for _, now in pairs]

    async def _lapses(self, company: str, tellings: Sequence[Telling]) -> tuple[Lapse, ...]:
        if id(tellings) not in self._found:
            max_age = min(self.max_age, LONGEST)
            try:
                # Comparing years of tellings takes too long for the event loop.
                found = await self.run(lapses, tellings, self._today, max_age=max_age)
            except WorkerError as fault:  # too much to compare: other companies go on
                log.warning("overdue plans not looked for", company=company, fault=str(fault))
                found = ()
            self._found[id(tellings)] = tellings, found
        return self._found[id(tellings)][1]

    def _wants(self, each: Subscription, lapse: Lapse, pools: Sequence[str]) -> bool:
        """Does a channel want to hear of it, by whichever of its ids it follows the company?"""
        return any(
            wants(each, replace(m, company=pool), self.catalogue.within)
            for m in lapse.tellings
            for pool in pools
        )
