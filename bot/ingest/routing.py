"""Which channels hear of what a visit changed, and in which language they had to wait for it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.catalogue import Catalogue
from bot.ingest.drafts import Drafts
from bot.ingest.understand import Understood
from bot.stories.group import told, unheard
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
    routing = _Routing(store, catalogue, now, before)
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
    at: Mapping[str, datetime]  # when each new one was told

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


def _is_told(story: Story, each: Understood) -> bool:
    """Is it a new text that tells the story, rather than denies it, and not to be silent about?"""
    return each.item.id in story.items and not (each.hush or each.is_edit)


def _home(story: Story, before: Sequence[Story]) -> Story | None:
    """The story as it was; None where it was not."""
    return next((each for each in before if each.id == story.id), None)


def _as_seen(story: Story, seen: Collection[str]) -> Story | None:
    """A story as far as these items tell it; None where they tell nothing of it."""
    told = tuple(m for m in story.milestones if m.item in seen)
    if len(told) == len(story.milestones):
        return story
    times = [join.at for join in story.joins if join.item in seen]
    first, last = min(times, default=story.first_seen), max(times, default=story.last_seen)
    return replace(story, milestones=told, first_seen=first, last_seen=last) if told else None


def _of(texts: Iterable[Viewed], each: Subscription) -> list[str]:
    """The languages of the texts that a channel sees."""
    return [text.language for text in texts if text.by(each.channel.workspace)]


def _is_spoken(each: Subscription, languages: Sequence[str]) -> bool:
    return bool(languages) and speaks(each, languages)


class _Routing:
    """The routing of one visit."""

    def __init__(
        self, store: Store, catalogue: Catalogue, now: datetime, before: Sequence[Story]
    ) -> None:
        self._store = store
        self._within = catalogue.within
        self._now = now
        self._before = before
        self._viewers: Mapping[str, Viewed] | None = None  # of what those tell, once asked for
        self._watchers: dict[str, frozenset[str]] = {}

    async def of(
        self, story: Story, news: Sequence[Milestone], understood: Sequence[Understood]
    ) -> tuple[Delivery, ...]:
        """The deliveries of one story."""
        here = [each for each in understood if each.item.id in story.told_by]
        if not news and not any(_is_told(story, each) for each in here):
            return ()
        texts = await self._texts(story, here)
        headlines = [each for each in story.milestones if each.headline]
        known = [m for m in headlines if m.item in texts.told and m not in news]
        if not news and texts.is_late_for_nobody and not known:
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
            if known:
                deliveries += await self._missed(story, share, texts, recalled)
        return tuple({each.key: each for each in deliveries}.values())

    async def _missed(
        self, story: Story, share: Share, texts: _Texts, headlines: Sequence[Milestone]
    ) -> list[Delivery]:
        """What is news only to those who saw no text that told it before: others may have."""
        found: list[Delivery] = []
        for each in await self._wanting(headlines):
            if not share.may_hear(each) or texts.is_late_for(each):
                continue
            missed = share.of(await self._unheard(story, texts, each))
            if missed and each in await self._wanting(missed):
                found += route(story, missed, [each], now=self._now, within=self._within)
        return found

    async def _unheard(self, story: Story, texts: _Texts, each: Subscription) -> list[Milestone]:
        """The steps told now, to this channel too, that nothing which it sees told before."""
        workspace = each.channel.workspace
        heard = {id_: text for id_, text in texts.told.items() if text.by(workspace)}
        if not _is_spoken(each, [text.language for text in heard.values()]):
            return []
        if (await self._store.sights.of(workspace)).is_all:
            return []
        seen = await self._seen(workspace)
        missed: list[Milestone] = []
        for id_ in heard:
            said = [m for m in story.milestones if m.headline and m.item == id_]
            news, mine = (
                unheard(said, _home(story, before), before, texts.at[id_])
                for before in (self._before, seen)
            )
            missed += [m for m in mine if m not in news]
        return missed

    async def _seen(self, workspace: str) -> list[Story]:
        """The stories from before this visit, as far as a workspace sees them."""
        if self._viewers is None:
            items = dict.fromkeys(m.item for each in self._before for m in each.milestones)
            self._viewers = await self._store.sights.viewers(list(items))
        seen = {id_ for id_, viewed in self._viewers.items() if viewed.by(workspace)}
        cut = (_as_seen(each, seen) for each in self._before)
        return [each for each in cut if each is not None]

    async def _texts(self, story: Story, here: Sequence[Understood]) -> _Texts:
        """Of a story, who sees which text."""
        seen = [(each, await self._viewed(each)) for each in here]
        new = {each.item.id for each in here if not each.is_edit}
        known = await self._store.sights.viewers([id_ for id_ in story.items if id_ not in new])
        return _Texts(
            now=[viewed for _, viewed in seen],
            told={each.item.id: viewed for each, viewed in seen if _is_told(story, each)},
            before=known,
            at={each.item.id: told(each.item, self._now) for each in here},
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
