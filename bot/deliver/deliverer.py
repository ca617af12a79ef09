"""From the outbox to the channel, once: claim, compose, post, settle; reconcile what is in doubt.

A delivery's key travels with its message. What may have been posted although nobody heard so (the
process died, the answer was lost) is looked for in the channel by its key before it is posted
again; where nobody can look, it rests for a person, or is sent again when that is preferred.
What comes at the wrong hour is held, and told later with all else that was (`waking`): many
deliveries in one message, under one key.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from adapters.chat import Address, CannotTellError, Chat, ChatError
from adapters.document import Document
from bot.catalogue import Catalogue
from bot.compose import digest
from bot.deliver.calling import called
from bot.deliver.composing import Compose, Composing, Gather
from bot.deliver.news import Needless, News, read
from bot.deliver.waking import Waking
from bot.stories.hours import held_until, quiet_until
from storage.channels import Channel, Delivery
from storage.engine import StoreError
from storage.pacing import pace_text
from storage.store import Store

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(minutes=2)  # a post that takes longer is taken for lost
POST_LIMIT: Final = timedelta(seconds=60)  # well within the lease
BACK_OFF: Final = timedelta(seconds=15)  # doubled by each attempt
BACK_OFF_MAX: Final = timedelta(hours=1)
LOOK_EVERY: Final = timedelta(seconds=1)  # at what is in doubt and due
LOOK_AGAIN: Final = timedelta(seconds=3)  # a platform may show a message late
LOOK_LIMIT: Final = timedelta(seconds=55)  # with a post behind it within the lease
CLOCKS: Final = timedelta(minutes=5)  # our clock and a platform's may be so far apart
IDLE: Final = timedelta(seconds=2)  # between looks into an empty outbox
CANNOT_TELL: Final = "it may have been posted, and nobody can look"


def _pass(_name: str) -> None:
    """Go on: only tests stop at a checkpoint."""


def _ignore(_delivery: Delivery, _outcome: str, _document: Document | None) -> None:
    """Nobody listens."""


async def _left(channel: Channel, fault: str) -> None:
    """Nobody looks after lost channels."""
    log.error("channel lost", channel=str(channel), fault=fault)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliverer:
    """Delivers what waits in the outbox to the platforms of `chats` (by their name).

    Each platform has `batch` posts under way at most, and no channel more than one.
    """

    store: Store
    chats: Mapping[str, Chat]
    clock: Callable[[], datetime]
    catalogue: Catalogue
    compose: Compose
    gather: Gather = digest
    lease: timedelta = LEASE
    batch: int = 20
    doubles: bool = False  # where nobody can look: send again rather than leave it to a person
    chance: Callable[[], float] = random.random
    checkpoint: Callable[[str], None] = _pass
    # Told of every attempt: sent, held, retry, uncertain or parked, and what was posted when it was
    # sent; of many told at once, each.
    tried: Callable[[Delivery, str, Document | None], None] = _ignore
    lost: Callable[[Channel, str], Awaitable[None]] = _left  # told of a channel, and why
    awake: set[Channel] = field(default_factory=set)  # what is held of them is being looked into
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # set: something new waits
    stopping: asyncio.Event = field(default_factory=asyncio.Event)  # set: begin no new round

    @property
    def _waking(self) -> Waking:
        return Waking(
            store=self.store, catalogue=self.catalogue, clock=self.clock, lease=self.lease
        )

    @property
    def _composing(self) -> Composing:
        return Composing(clock=self.clock, compose=self.compose, gather=self.gather)

    async def run(self) -> None:
        """Deliver until told to stop: first what a crash left in doubt, then whatever comes.

        `stopping` ends it after what is under way. Cancelled, that is looked for by its key at
        the next start.
        """
        async with asyncio.TaskGroup() as tasks:
            # A platform that hangs is not waited for: its looks are under way like any other work.
            busy: dict[asyncio.Task[None], str] = {}
            looked, time = float("-inf"), asyncio.get_running_loop().time
            is_start = True
            while not self.stopping.is_set():
                self.bell.clear()
                is_due = time() - looked >= LOOK_EVERY.total_seconds()
                looked = time() if is_due else looked
                under_way = list(busy.values())
                for platform, work in await self._work(under_way, look=is_due, every=is_start):
                    busy[tasks.create_task(work)] = platform
                is_start = False
                await self._idle(busy)
                busy = {task: platform for task, platform in busy.items() if not task.done()}

    async def once(self, *, every: bool = False) -> int:
        """One round: reconcile what is in doubt, and deliver one message a channel.

        Channels are served at once, each on its own: the fault of one stops no other. `every`:
        also reconcile what was under way when the process stopped; only for start-up, while no
        other process delivers. Gives the number of deliveries worked on; 0: nothing can be done
        now.
        """
        work = await self._work((), look=True, every=every)
        async with asyncio.TaskGroup() as tasks:
            for _, each in work:
                tasks.create_task(each)
        return len(work)

    async def _work(
        self, busy: Sequence[str], *, look: bool, every: bool
    ) -> list[tuple[str, Coroutine[Any, Any, None]]]:
        """What can be begun now, with its platform; `busy` is what is under way on which.

        `look`: also for what is in doubt, and with `every` for all that was under way.
        """
        work: list[tuple[str, Coroutine[Any, Any, None]]] = []
        for platform in self.chats:
            free = self.batch - busy.count(platform)
            if free <= 0:
                continue
            try:
                doubtful = await self._doubtful(platform, every=every) if look else []
                waking = await self._woke(platform, free) if look else []
                claimed = await self._claimed(platform, free)
            except StoreError as fault:
                log.warning("store failed while delivering", fault=str(fault))
                continue
            work += [(platform, self._tried(self._reconciled(each))) for each in doubtful]
            work += [(platform, self._tried(self._woken(each))) for each in waking]
            work += [(platform, self._tried(self._delivered([each]))) for each in claimed]
        return work

    async def _doubtful(self, platform: str, *, every: bool) -> list[list[Delivery]]:
        """What is in doubt: what was to be told by one message together."""
        found = await self.store.outbox.unsettled(
            self.clock(), platforms=(platform,), lease=self.lease, every=every
        )
        batches: dict[str, list[Delivery]] = {}
        for each in found:
            batches.setdefault(_key([each]), []).append(each)
        return list(batches.values())

    async def _woke(self, platform: str, limit: int) -> list[Channel]:
        """The channels with something to decide about, those left out that are at it."""
        found = await self._waking.channels(platform, limit)
        fresh = [channel for channel in found if channel not in self.awake]
        self.awake.update(fresh)
        return fresh

    async def _claimed(self, platform: str, limit: int) -> list[Delivery]:
        claimed = await self.store.outbox.claim(
            self.clock(), platforms=(platform,), lease=self.lease, limit=limit
        )
        self.checkpoint("deliver.claimed")
        return claimed

    async def _tried(self, work: Awaitable[None]) -> None:
        """Do the work; however it fails, the row's lease brings it back."""
        try:
            await work
        except StoreError as fault:
            log.warning("store failed while delivering", fault=str(fault))
        except Exception:  # our own fault; other channels go on
            log.exception("delivery failed")

    async def _woken(self, channel: Channel) -> None:
        """Tell what is due of all that a channel has held."""
        try:
            batch = await self._waking.due(channel)
        finally:
            self.awake.discard(channel)
        if batch:
            self.checkpoint("deliver.folded")
            await self._delivered(batch)

    async def _reconciled(self, batch: Sequence[Delivery]) -> None:
        """Settle deliveries that may have been posted, or post them now."""
        first, key = batch[0], _key(batch)
        chat, to = self.chats[first.channel.platform], _address(first)
        # What was gathered for days was not posted before it was taken for this message.
        begun = first.attempted if first.digest else first.created
        since = (begun or first.attempted or self.clock() - LEASE) - CLOCKS
        try:
            before = await self._before(batch)
            async with asyncio.timeout(LOOK_LIMIT.total_seconds()):
                message = await chat.find(to, key, since=since, after=before)
        except CannotTellError as fault:
            await self._untold(batch, fault)
            return
        except TimeoutError:
            await self._refused(batch, ChatError("no answer in time"), posted=True)
            return
        except ChatError as fault:
            await self._refused(batch, fault, posted=True)
            return
        except Exception as fault:  # whatever an adapter raises, other channels go on
            log.exception("chat failed", channel=str(first.channel))
            await self._refused(batch, ChatError(f"{fault!r}"), posted=True)
            return
        if message is None:
            await self._delivered(batch)
        else:
            await self._settled(batch, message)

    async def _before(self, batch: Sequence[Delivery]) -> str | None:
        """The message that the batch was to follow; one that tells many stories follows none."""
        if len({each.story for each in batch}) > 1:
            return None
        heard = await self.store.outbox.last(batch[0].story, batch[0].channel)
        return heard.message if heard else None

    async def _untold(self, batch: Sequence[Delivery], fault: CannotTellError) -> None:
        """Nobody can say whether it is there: what the operator prefers decides."""
        if self.doubles:
            await self._delivered(batch)
            return
        key = _key(batch)
        log.error("delivery rests", delivery=key, channel=str(batch[0].channel))
        self._count(batch, "uncertain")
        await self.store.outbox.rest(key, fault=f"{CANNOT_TELL}: {fault}")

    async def _delivered(self, batch: Sequence[Delivery]) -> None:
        """Compose, post and settle what one message is to tell, ours under its lease."""
        news = [found for told in _together(batch) for found in await self._news(told)]
        if not news or await self._is_held(batch, news):
            return
        document, lost = await self._composing.one(news, key=_key(batch))
        for each, fault in lost:
            news.remove(each)
            for delivery in each.told:
                await self.store.outbox.park(delivery.key, fault=fault)
        if document is None:
            return
        self.checkpoint("deliver.composed")
        [alone] = news if len(news) == 1 else [None]
        after, is_edit = (alone.after, alone.is_edit) if alone else (None, False)
        if not is_edit:
            document = called(document, news)
        left = [delivery for each in news for delivery in each.told]
        await self._posted(left, document, after, edit=is_edit)

    async def _news(self, told: Sequence[Delivery]) -> list[News]:
        """What there is to tell of one story, for the newest of its deliveries and those before.

        What says that a plan is overdue says nothing else. The needless is dropped.
        """
        found: list[News] = []
        left = list(told)
        while left:
            last = left.pop()
            news = await read(self.store, self.catalogue, last, now=self.clock())
            if isinstance(news, Needless):
                await self.store.outbox.drop(last.key, fault=news.why)
            elif news.overdue:
                found.append(replace(news, told=(last,)))
            else:
                found.append(replace(news, told=(*left, last)))
                break
        return found

    async def _is_held(self, batch: Sequence[Delivery], news: Sequence[News]) -> bool:
        """Is it not the hour of the channel? Then it is held until that."""
        pace, now = news[0].subscription.pace, self.clock()
        if batch[0].digest:
            until = quiet_until(pace, now)
        else:
            posted: Sequence[datetime] = ()
            if pace.cap and not pace.digest:
                since = now - pace.cap.within
                posted = await self.store.holding.posted(batch[0].channel, since=since)
            until = held_until(pace, now, kinds=news[0].kinds, posted=posted)
        if until is None:
            return False
        await self.store.holding.hold(_key(batch), until=until, by=pace_text(pace))
        self.checkpoint("deliver.held")
        self._count(batch, "held")
        return True

    async def _posted(
        self, batch: Sequence[Delivery], document: Document, before: str | None, *, edit: bool
    ) -> None:
        key, first = _key(batch), batch[0]
        chat, to = self.chats[first.channel.platform], _address(first)
        try:
            async with asyncio.timeout(POST_LIMIT.total_seconds()):
                message = await chat.post(to, document, key=key, after=before, edit=edit)
        except TimeoutError:
            await self._refused(batch, ChatError("no answer in time"), posted=True)
            return
        except ChatError as fault:
            await self._refused(batch, fault, posted=fault.uncertain)
            return
        except Exception as fault:  # whatever an adapter raises, other channels go on
            log.exception("chat failed", channel=str(first.channel))
            await self._refused(batch, ChatError(f"{fault!r}"), posted=True)
            return
        self.checkpoint("deliver.posted")
        await self._settled(batch, message, document)

    async def _settled(
        self, batch: Sequence[Delivery], message: str, document: Document | None = None
    ) -> None:
        key = _key(batch)
        await self.store.outbox.settle(key, message=message, at=self.clock())
        self.checkpoint("deliver.settled")
        self._count(batch, "sent", document)
        log.info("delivered", delivery=key, channel=str(batch[0].channel), stories=len(batch))

    async def _refused(self, batch: Sequence[Delivery], fault: ChatError, *, posted: bool) -> None:
        """Keep why it failed. `posted`: the message may be in the channel all the same."""
        outbox, key, text, first = self.store.outbox, _key(batch), str(fault), batch[0]
        log.warning("not delivered", delivery=key, channel=str(first.channel), fault=text)
        if fault.permanent:
            self._count(batch, "parked")
            await self.lost(first.channel, text)
        if posted:
            self._count(batch, "uncertain")
            # As long again as it has been in doubt: soon at first, then ever more rarely.
            doubted = self.clock() - (first.attempted or self.clock())
            pause = fault.retry_after or max(LOOK_AGAIN, min(doubted, BACK_OFF_MAX))
            await outbox.doubt(key, not_before=self.clock() + pause, fault=text)
        else:
            if not fault.permanent:
                self._count(batch, "retry")
            pause = fault.retry_after or self._pause(first)
            await outbox.release(key, not_before=self.clock() + pause, fault=text)

    def _count(
        self, batch: Sequence[Delivery], outcome: str, document: Document | None = None
    ) -> None:
        """Tell of an attempt, of a message only once."""
        for number, each in enumerate(batch):
            self.tried(each, outcome, None if number else document)

    def _pause(self, delivery: Delivery) -> timedelta:
        doublings = min(max(delivery.attempts - 1, 0), 12)
        return min(BACK_OFF * (1 << doublings), BACK_OFF_MAX) * (0.8 + 0.4 * self.chance())

    async def _idle(self, busy: Iterable[asyncio.Task[None]]) -> None:
        """Until something new waits, something under way has ended, or a look is due."""
        rung = asyncio.create_task(self.bell.wait())
        try:
            await asyncio.wait(
                {rung, *busy},
                timeout=IDLE.total_seconds(),
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            rung.cancel()


def _address(delivery: Delivery) -> Address:
    return Address(workspace=delivery.channel.workspace, channel=delivery.channel.id)


def _key(batch: Sequence[Delivery]) -> str:
    """What the platform knows the one message of these deliveries by."""
    return batch[0].digest or batch[0].key


def _together(batch: Sequence[Delivery]) -> list[list[Delivery]]:
    """The deliveries of each story, by revision; in the order in which the stories came."""
    by_story: dict[str, list[Delivery]] = {}
    for each in batch:
        by_story.setdefault(each.story, []).append(each)
    return [sorted(told, key=lambda each: each.revision) for told in by_story.values()]
