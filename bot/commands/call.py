"""One request on its way to an answer: who asks, from where, and what can be asked of whom."""

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

from adapters.chat import Health, Request
from adapters.document import Document
from adapters.fetch import Fetch
from bot.catalogue import Catalogue
from bot.chart.charts import Charts
from bot.commands.deadlines import Deadline
from bot.commands.errors import CommandError, said
from bot.compose.rows import company_name
from bot.compose.wording import Phrase
from bot.sharing import Sharing
from bot.views import About, View, about, story_seen, timelines, view
from storage.changes import Change
from storage.channels import Channel
from storage.records import Company, Item, Story, Telling
from storage.sources import Actor, Audit, Role
from storage.store import Store

if TYPE_CHECKING:  # a look-up in the terminal need not load every reader
    from bot.ingest import Look
    from bot.ingest.study import Study

T = TypeVar("T")

FOREVER: Final = datetime.max.replace(tzinfo=UTC)  # until a person ends it


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request with everything that its answer may need. `command` is its text, fit to be kept.

    What was told is read through `view`, which knows the corrections of the workspace.
    """

    request: Request
    command: str
    store: Store
    view: View
    look: "Callable[[str], Awaitable[Look]]"
    study: "Callable[[Item, Catalogue], Awaitable[Study]]"
    now: datetime
    charts: Charts
    sharing: Sharing
    # Post where the request came from, once for each key; see `bot.posting`.
    post: Callable[[Request, Document, str], Awaitable[bool]]
    fetch: Fetch  # one address, guarded and within limits
    platforms: Mapping[str, Health] = field(default_factory=dict)  # how each one is
    reread: Callable[[Request, str], bool] = lambda _request, _company: False  # see `Dispatch`
    operators: str = ""  # the workspace of those who run the bot; empty: nobody said
    role: Role = Role.VIEWER  # of the person
    needs: Role = Role.VIEWER  # for this command
    made: list[int] = field(default_factory=list)  # the changes that came of it, by their ids

    @property
    def catalogue(self) -> Catalogue:
        """The companies that the workspace knows."""
        return self.view.catalogue

    @property
    def language(self) -> str:
        """The language of the answer."""
        return self.request.language

    @property
    def workspace(self) -> str:
        """Whose watchlist it is about."""
        return self.request.at.workspace

    @property
    def channel(self) -> Channel:
        """Where it was typed; a thread counts as its channel."""
        return channel_of(self.request)

    async def at_once(self, work: "Callable[[Call], Coroutine[Any, Any, T]]") -> T:
        """What `work` gives, which reads several things for this call; see `Store.at_once`."""
        return await self.store.at_once(lambda store: work(replace(self, store=store)))

    async def again(self) -> "Call":
        """The same call after an edit, with the view as it is now."""
        return replace(self, view=await view(self.store, self.view.base, self.workspace))

    async def about(self, company: str) -> About:
        """All that the workspace sees of a company."""
        return await about(self.store, self.view, company)

    async def timeline(self, company: str) -> tuple[Telling, ...]:
        """Every telling of every step of a company as the workspace sees it, newest first."""
        return (await self.about(company)).tellings

    async def timelines(self, companies: Sequence[str]) -> dict[str, tuple[Telling, ...]]:
        """The same of several companies, by their ids."""
        return await timelines(self.store, self.view, companies)

    async def story(self, id_: str) -> Story | None:
        """One story as the workspace sees it; None: there is none for it to see.

        Of one that was put into another, that.
        """
        id_ = await self.store.history.merged_into(id_) or id_
        story = await self.store.history.story(id_)
        return story and await self.seen(story)

    async def seen(self, story: Story) -> Story | None:
        """A kept story as the workspace sees it; None: it sees nothing of it."""
        return await story_seen(self.store, self.view, story)

    async def zone(self) -> ZoneInfo:
        """The zone whose clocks count in the channel: UTC where none is set."""
        subscription = await self.store.watchlist.subscription(self.channel)
        return ZoneInfo(subscription.pace.zone if subscription else "UTC")

    async def until(self, when: Deadline | None) -> datetime:
        """When that is, in the zone of the channel, or UTC; `FOREVER` for None.

        Raises `CommandError` when it is past.
        """
        if when is None:
            return FOREVER
        zone = await self.zone()
        until = when.moment(self.now, zone).astimezone(zone)
        if until <= self.now:
            raise CommandError(said(Phrase.PAST_TIME, word=when.words))
        return until

    def audit(
        self, *, before: str | None = None, after: str | None = None, allowed: bool = True
    ) -> Audit:
        """The row that says who did this; the store tells before and after where neither is."""
        request = self.request
        actor = Actor(
            platform=request.platform,
            workspace=request.at.workspace,
            channel=request.at.channel,
            user=request.user,
            name=request.user_name,
        )
        return Audit(
            at=self.now,
            actor=actor,
            command=self.command,
            allowed=allowed,
            before=before,
            after=after,
            needs=self.needs,
        )

    @asynccontextmanager
    async def change(
        self, *, before: str | None = None, after: str | None = None
    ) -> AsyncIterator[Change]:
        """One edit, undone as one; what it was and what it became in a few words, as `audit`.

        What edits takes it as `audit`. While it is open, nothing else may be read from the store.
        """
        audit = self.audit(before=before, after=after)
        async with self.store.changes.change(audit) as change:
            yield change
        if change.id is not None:
            self.made.append(change.id)

    def company(self, words: str, suggest: Callable[[str], str]) -> Company:
        """The company of that name; raises `CommandError` with the nearest ones.

        `suggest` gives the command that asks the same of another name.
        """
        company = self.catalogue.find(words)
        if company is None:
            near = [company_name(each, self.language) for each in self.catalogue.nearest(words)]
            hint = () if near else (said(Phrase.NAME_IT, command="/evwatch company add"),)
            raise CommandError(
                said(Phrase.UNKNOWN_COMPANY, word=words),
                *hint,
                suggestions=tuple(suggest(name) for name in near),
            )
        return company


def channel_of(request: Request) -> Channel:
    """Where a request was typed; a thread counts as its channel."""
    at = request.at
    return Channel(platform=request.platform, workspace=at.workspace, id=at.channel)
