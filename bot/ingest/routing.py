"""Which channels hear of what a visit changed, and in which language they had to wait for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.drafts import Drafts
from bot.ingest.understand import Understood
from bot.stories.group import is_known
from bot.stories.route import route, speaks
from bot.views import Share, shares
from storage.channels import Delivery, Subscription
from storage.records import Milestone, Story
from storage.sight import EVERYBODY, Viewed
from storage.store import Store


async def routed(
    store: Store,
    catalogue: Catalogue,
    drafts: Drafts,
    understood: Sequence[Understood],
    *,
    now: datetime,
) -> tuple[Delivery, ...]:
    """The deliveries of the drafted stories that are news, to those who see a text that tells them.

    A channel that reads some languages, or does not see all sources, only hears of a story once a
    text that it sees, in one of them, tells it, and of a step of it once such a text tells that;
    whether or not it is news for anybody else.
    """
    routing = _Routing(store, catalogue, now)
    deliveries: list[Delivery] = []
    for story in drafts.stories:
        news = drafts.news.get(story.id, ())
        deliveries += await routing.of(story, news, understood)
    return tuple(deliveries)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The texts of a story: those of this visit, and which of them are told, and those before."""

    now: Sequence[Viewed]  # whatever this visit read of it, edited or not
    told: Mapping[str, Viewed]  # new, and not to be silent about; by item
    before: Mapping[str, Viewed]  # by item

    def is_heard_by(self, each: Subscription) -> bool:
        """Does it see what this visit read, in a language that it reads, or read it before?"""
        seen = _of(self.now, each)
        return bool(seen) and speaks(each, [*seen, *_of(self.before.values(), each)])

    def is_late_for(self, each: Subscription) -> bool:
        """Was there nothing in it for this channel, and is there now?"""
        return (
            bool(self.before)
            and not _is_spoken(each, _of(self.before.values(), each))
            and _is_spoken(each, _of(self.told.values(), each))
        )

    @property
    def is_late_for_nobody(self) -> bool:
        """Did whoever sees what is told now see a text in its language before?"""
        before, told = self.before.values(), self.told.values()
        seen = {(viewer, each.language) for each in before for viewer in each.workspaces}
        return not before or all(
            (viewer, each.language) in seen for each in told for viewer in each.workspaces
        )

    @property
    def is_uneven(self) -> bool:
        """May somebody see what is told now, and not all that was told before?"""
        return any(
            EVERYBODY not in before.workspaces and not each.workspaces <= before.workspaces
            for each in self.told.values()
            for before in self.before.values()
        )

    def missed(self, story: Story, each: Subscription, at: datetime) -> list[Milestone]:
        """The steps told now that nothing told before which this channel's workspace sees.

        Others may have known them. None for who saw all that was told, or nothing.
        """
        seen = {id_ for id_, text in self.told.items() if text.by(each.channel.workspace)}
        had = {id_ for id_, text in self.before.items() if text.by(each.channel.workspace)}
        if not had or len(had) == len(self.before):
            return []
        if not _is_spoken(each, [self.told[id_].language for id_ in seen]):
            return []
        known = [m for m in story.milestones if m.item in had]
        times = [join.at for join in story.joins if join.item in had]
        then = replace(story, first_seen=min(times), last_seen=max(times)) if times else story
        return [
            m
            for m in story.milestones
            if m.headline and m.item in seen and not is_known(m, known, then, at)
        ]


def _is_told(story: Story, each: Understood) -> bool:
    """Is it a new text that tells the story, rather than denies it, and not to be silent about?"""
    return each.item.id in story.items and not (each.hush or each.is_edit)


def _of(texts: Iterable[Viewed], each: Subscription) -> list[str]:
    """The languages of the texts that a channel sees."""
    return [text.language for text in texts if text.by(each.channel.workspace)]


def _is_spoken(each: Subscription, languages: Sequence[str]) -> bool:
    return bool(languages) and speaks(each, languages)


class _Routing:
    """The routing of one visit."""

    def __init__(self, store: Store, catalogue: Catalogue, now: datetime) -> None:
        self._store = store
        self._within = catalogue.within
        self._now = now
        self._watchers: dict[str, frozenset[str]] = {}

    async def of(
        self, story: Story, news: Sequence[Milestone], understood: Sequence[Understood]
    ) -> tuple[Delivery, ...]:
        """The deliveries of one story."""
        here = [each for each in understood if each.item.id in story.told_by]
        if not news and not any(_is_told(story, each) for each in here):
            return ()
        texts = await self._texts(story, here)
        if not news and texts.is_late_for_nobody and not texts.is_uneven:
            return ()
        headlines = [each for each in story.milestones if each.headline]
        deliveries: list[Delivery] = []
        for share in await shares(self._store, [*news, *headlines]):
            said, recalled = share.of(news), share.of(headlines)
            wanting = [
                s for s in await self._wanting(said if news else recalled) if share.may_hear(s)
            ]
            late = [s for s in wanting if texts.is_late_for(s)]
            prompt = [s for s in wanting if s not in late and texts.is_heard_by(s)]
            deliveries += (
                *route(story, said, prompt, now=self._now, within=self._within),
                *route(story, [*said, *recalled], late, now=self._now, within=self._within),
            )
            if texts.is_uneven:
                deliveries += await self._missed(story, share, texts, recalled)
        return tuple({each.key: each for each in deliveries}.values())

    async def _missed(
        self, story: Story, share: Share, texts: _Texts, headlines: Sequence[Milestone]
    ) -> list[Delivery]:
        """What is news where nobody saw the text of others that told it before."""
        found: list[Delivery] = []
        for each in await self._wanting(headlines):
            missed = share.of(texts.missed(story, each, self._now))
            if missed and share.may_hear(each) and each in await self._wanting(missed):
                found += route(story, missed, [each], now=self._now, within=self._within)
        return found

    async def _texts(self, story: Story, here: Sequence[Understood]) -> _Texts:
        """Of a story, who sees which text."""
        seen = [(each, await self._viewed(each)) for each in here]
        new = {each.item.id for each in here if not each.is_edit}
        known = await self._store.sights.viewers([id_ for id_ in story.items if id_ not in new])
        return _Texts(
            now=[viewed for _, viewed in seen],
            told={each.item.id: viewed for each, viewed in seen if _is_told(story, each)},
            before=known,
        )

    async def _viewed(self, each: Understood) -> Viewed:
        source = each.item.source
        if source not in self._watchers:
            self._watchers[source] = await self._store.sights.watchers(source)
        return Viewed(language=each.item.language or "", workspaces=self._watchers[source])

    async def _wanting(self, news: Sequence[Milestone]) -> list[Subscription]:
        companies = sorted({milestone.company for milestone in news})
        return await self._store.watchlist.subscriptions(
            companies, now=self._now, within=self._within
        )
