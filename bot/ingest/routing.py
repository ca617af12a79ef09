"""Which channels hear of what a visit changed, and in which language they had to wait for it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.drafts import Drafts
from bot.ingest.missed import Retold, telling
from bot.ingest.understand import Understood
from bot.stories.group import told
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
    text that it sees, in one of them, tells it, and of a step of it once such a text tells that;
    whether or not it is news for anybody else. `before` are the stories that this visit met.
    """
    stories = {story.id: story for story in (*before, *drafts.stories)}
    routing = _Routing(store, catalogue, now, understood, stories.values())
    deliveries: list[Delivery] = []
    for story in drafts.stories:
        deliveries += await routing.of(story, drafts.news.get(story.id, ()))
    return tuple(deliveries)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The texts of a story: those of this visit, and which of them are told, and those before.

    Each once that is seen by the same workspaces, in the same language.
    """

    now: Collection[Viewed]  # whatever this visit read of it, edited or not
    told: Collection[Viewed]  # new, and not to be silent about
    before: Collection[Viewed]

    def is_heard_by(self, each: Subscription) -> bool:
        """Does it see what this visit read, in a language that it reads, or read it before?"""
        seen = _of(self.now, each)
        return bool(seen) and speaks(each, [*seen, *_of(self.before, each)])

    def is_told_to(self, each: Subscription) -> bool:
        """Does it see one of the new texts, and in a language that it reads?"""
        told = _of(self.told, each)
        return bool(told) and speaks(each, told)

    def is_late_for(self, each: Subscription) -> bool:
        """Was what it saw of it in none of its languages, and is a new text in one?"""
        before = _of(self.before, each)
        return bool(before) and not speaks(each, before) and self.is_told_to(each)

    @property
    def is_late_for_nobody(self) -> bool:
        """Did whoever sees what is told now see a text in its language before?"""
        seen = {(viewer, each.language) for each in self.before for viewer in each.workspaces}
        return not self.before or all(
            (viewer, each.language) in seen for each in self.told for viewer in each.workspaces
        )


def _is_told(story: Story, each: Understood) -> bool:
    """Is it a new text that tells the story, rather than denies it, and not to be silent about?"""
    return each.item.id in story.items and not (each.hush or each.is_edit)


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
        headlines = [each for each in story.milestones if each.headline]
        known = [m for m in headlines if m.item in new and m not in news]
        retold = await self._retold(story, known)
        if not news and texts.is_late_for_nobody and retold is None:
            return ()
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
            if retold is not None:
                deliveries += await self._missed(story, share, texts, retold)
        return tuple({each.key: each for each in deliveries}.values())

    async def _retold(self, story: Story, steps: Sequence[Milestone]) -> Retold | None:
        """These steps, which were told before; None where everybody saw that."""
        if not steps:
            return None
        new = [each for each in self._understood if not each.is_edit]
        retold = Retold(
            story=story.id,
            steps=steps,
            stories=telling(steps, self._stories),
            at={each.item.id: told(each.item, self._now) for each in new},
        )
        viewers = await self._store.sights.viewers(retold.items)
        viewers |= {each.item.id: await self._viewed(each) for each in new}
        return retold.seen_by(viewers)

    async def _missed(
        self, story: Story, share: Share, texts: _Texts, retold: Retold
    ) -> list[Delivery]:
        """The deliveries of what is news only to those who missed it: others may have heard."""
        hearing: dict[tuple[Milestone, ...], set[str]] = {}
        for each in await self._wanting(share.of(retold.steps)):
            if share.may_hear(each) and texts.is_told_to(each) and not texts.is_late_for(each):
                missed = tuple(share.of(retold.missed_by(each.channel.workspace)))
                hearing.setdefault(missed, set()).add(each.id)
        found: list[Delivery] = []
        for missed, ids in hearing.items():
            wanting = [each for each in await self._wanting(missed) if each.id in ids]
            found += route(story, missed, wanting, now=self._now, within=self._within)
        return found

    async def _texts(self, story: Story, here: Sequence[Understood]) -> _Texts:
        """Of a story, who sees which text."""
        seen = [(each, await self._viewed(each)) for each in here]
        new = {each.item.id for each in here if not each.is_edit}
        known = await self._store.sights.viewers([id_ for id_ in story.items if id_ not in new])
        return _Texts(
            now={viewed for _, viewed in seen},
            told={viewed for each, viewed in seen if _is_told(story, each)},
            before=set(known.values()),
        )

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
