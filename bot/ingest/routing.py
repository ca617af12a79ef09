"""Which channels hear of what a visit changed, and in which language they had to wait for it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.drafts import Drafts
from bot.ingest.missed import Retold, telling
from bot.ingest.understand import Understood
from bot.stories.group import REACH, told
from bot.stories.route import route, speaks
from bot.views import Share, shares
from storage.channels import Delivery, Subscription
from storage.records import Milestone, Story
from storage.sight import Viewed
from storage.store import Store


async def routed(  # noqa: PLR0913 - what a visit has made, and from what
    store: Store,
    catalogue: Catalogue,
    drafts: Drafts,
    understood: Sequence[Understood],
    *,
    now: datetime,
    before: Sequence[Story] = (),
) -> tuple[Delivery, ...]:
    """The deliveries of the drafted stories that are news, to those who see a text that tells them.

    A channel that reads some languages, or does not see all sources, only hears of a story once a
    text that it sees, in one of them, tells it, and of a step of it once a text that it sees tells
    that; whether or not it is news for anybody else. `before` are the stories that this visit met.
    """
    stories = {story.id: story for story in (*before, *drafts.stories)}
    routing = _Routing(store, catalogue, now, understood, stories.values())
    deliveries: list[Delivery] = []
    for story in drafts.stories:
        deliveries += await routing.of(story, drafts.news.get(story.id, ()))
    return tuple(deliveries)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The texts of a story: those of this visit, and those before.

    Each once that is seen by the same workspaces, in the same language.
    """

    now: Collection[Viewed]  # whatever this visit read of it, edited or not
    before: Collection[Viewed]

    def is_heard_by(self, each: Subscription) -> bool:
        """Does it see what this visit read, in a language that it reads, or read it before?"""
        seen = _of(self.now, each)
        return bool(seen) and speaks(each, [*seen, *_of(self.before, each)])

    @property
    def is_late(self) -> bool:
        """May somebody who saw it before read it now for the first time?"""
        if len({each.language for each in (*self.now, *self.before)}) <= 1:
            return False
        viewers = frozenset[str]().union(*(each.workspaces for each in (*self.now, *self.before)))
        return any(
            not {each.language for each in self.now if each.by(viewer)} <= had
            for viewer in viewers
            if (had := {each.language for each in self.before if each.by(viewer)})
        )


def _is_told(story: Story, each: Understood) -> bool:
    """Is it a new text that tells the story, rather than denies it, and not to be silent about?"""
    return each.item.id in story.items and not (each.hush or each.is_edit)


def _headlines(story: Story) -> list[Milestone]:
    return [m for m in story.milestones if m.headline]


def _of(texts: Iterable[Viewed], each: Subscription) -> list[str]:
    """The languages of the texts that a channel sees."""
    return [text.language for text in texts if text.by(each.channel.workspace)]


class _Routing:
    """The routing of one visit."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        now: datetime,
        understood: Sequence[Understood],
        stories: Collection[Story],
    ) -> None:
        self._store = store
        self._within = catalogue.within
        self._now = now
        self._understood = understood
        self._stories = stories  # those that it met, as it leaves them
        self._watchers: dict[str, frozenset[str]] = {}
        self._following: dict[tuple[str, ...], list[Subscription]] = {}

    async def of(self, story: Story, news: Sequence[Milestone]) -> tuple[Delivery, ...]:
        """The deliveries of one story."""
        here = [each for each in self._understood if each.item.id in story.told_by]
        new = {each.item.id for each in here if _is_told(story, each)}
        if not news and not new:
            return ()
        texts = await self._texts(story, here)
        retold = await self._retold(story, news, new, texts) if new else None
        if not news and retold is None:
            return ()
        deliveries: list[Delivery] = []
        for share in await shares(self._store, [*news, *_headlines(story)]):
            said = share.of(news)
            hearing = [
                each
                for each in await self._wanting(said)
                if share.may_hear(each) and texts.is_heard_by(each)
            ]
            deliveries += route(story, said, hearing, now=self._now, within=self._within)
            if retold is not None:
                deliveries += await self._missed(share, retold)
        return tuple({each.key: each for each in deliveries}.values())

    async def _retold(
        self, story: Story, news: Sequence[Milestone], new: Collection[str], texts: _Texts
    ) -> Retold | None:
        """What tells a story, and what told its steps before; None where nobody missed a thing."""
        steps = _headlines(story)
        # To who reads it now for the first time all that it told before may be news, too.
        if not (texts.is_late and any(each.news for each in await self._wanting(steps))):
            steps = [m for m in steps if m.item in new]
        steps = [m for m in steps if m not in news]
        if not steps:
            return None
        here = [each for each in self._understood if not each.is_edit]
        retold = Retold(
            story=story,
            told=new,
            stories=telling(steps, await self._near(steps)),
            at={each.item.id: told(each.item, self._now) for each in here},
        )
        viewers = await self._store.sights.viewers(retold.items)
        viewers |= {each.item.id: await self._viewed(each) for each in here}
        return retold.seen_by(viewers)

    async def _near(self, steps: Sequence[Milestone]) -> list[Story]:
        """The stories that may tell these steps: those met, and more where others told them."""
        companies = {m.company for m in steps}
        met = {m.company for each in self._understood for m in each.milestones}
        stories = {story.id: story for story in self._stories}
        if not companies <= met:
            since = min(told(each.item, self._now) for each in self._understood) - REACH
            more = await self._store.history.candidates(sorted(companies - met), since=since)
            stories = {story.id: story for story in more} | stories
        return list(stories.values())

    async def _missed(self, share: Share, retold: Retold) -> list[Delivery]:
        """The deliveries of what is news only to those who missed it: others may have heard."""
        story = retold.story
        hearing: dict[tuple[Milestone, ...], set[str]] = {}
        for each in await self._wanting(share.of(_headlines(story))):
            if share.may_hear(each) and (missed := retold.missed_by(each)):
                hearing.setdefault(missed, set()).add(each.id)
        found: list[Delivery] = []
        for missed, ids in hearing.items():
            said = share.of(missed)
            wanting = [each for each in await self._wanting(said) if each.id in ids]
            found += route(story, said, wanting, now=self._now, within=self._within)
        return found

    async def _texts(self, story: Story, here: Sequence[Understood]) -> _Texts:
        """Of a story, who sees which text."""
        new = {each.item.id for each in here if not each.is_edit}
        known = await self._store.sights.viewers([id_ for id_ in story.items if id_ not in new])
        return _Texts(now={await self._viewed(each) for each in here}, before=set(known.values()))

    async def _viewed(self, each: Understood) -> Viewed:
        source = each.item.source
        if source not in self._watchers:
            self._watchers[source] = await self._store.sights.watchers(source)
        return Viewed(language=each.item.language or "", workspaces=self._watchers[source])

    async def _wanting(self, news: Sequence[Milestone]) -> list[Subscription]:
        companies = tuple(sorted({milestone.company for milestone in news}))
        if companies not in self._following:
            self._following[companies] = await self._store.watchlist.subscriptions(
                companies, now=self._now, within=self._within
            )
        return self._following[companies]
