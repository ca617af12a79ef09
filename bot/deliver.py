"""From the outbox to the channel, once: claim, compose, post, settle; reconcile what is in doubt.

A delivery's key travels with its message. What may have been posted although nobody heard so (the
process died, the answer was lost) is looked for in the channel by its key before it is posted
again; where nobody can look, it rests for a person, or is sent again when that is preferred.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog

from adapters.chat import Address, CannotTellError, Chat, ChatError
from adapters.document import Document
from bot.catalogue import Catalogue
from bot.stories.overdue import still_overdue, tells_overdue
from bot.stories.silence import is_silenced
from bot.views import view
from storage.channels import Channel, Delivery, Subscription, Updates
from storage.engine import StoreError
from storage.records import Change, Item, Story
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


class Compose(Protocol):
    """Puts a story into words; called in a thread, so it touches nothing but its arguments."""

    def __call__(  # noqa: D102, PLR0913 - the class says it; the arguments of `alert`
        self,
        story: Story,
        sources: Sequence[tuple[Item, str]],
        *,
        catalogue: Catalogue,
        language: str,
        update: bool = False,
        heard: int = 0,
        overdue: Sequence[Change] = (),
    ) -> Document: ...


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
    lease: timedelta = LEASE
    batch: int = 20
    doubles: bool = False  # where nobody can look: send again rather than leave it to a person
    chance: Callable[[], float] = random.random
    checkpoint: Callable[[str], None] = _pass
    # Told of every attempt: sent, retry, uncertain or parked, and what was posted when it was sent.
    tried: Callable[[Delivery, str, Document | None], None] = _ignore
    lost: Callable[[Channel, str], Awaitable[None]] = _left  # told of a channel, and why
    bell: asyncio.Event = field(default_factory=asyncio.Event)  # set: something new waits
    stopping: asyncio.Event = field(default_factory=asyncio.Event)  # set: begin no new round

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
                claimed = await self._claimed(platform, free)
            except StoreError as fault:
                log.warning("store failed while delivering", fault=str(fault))
                continue
            work += [(platform, self._tried(self._reconciled(each))) for each in doubtful]
            work += [(platform, self._tried(self._delivered(each))) for each in claimed]
        return work

    async def _doubtful(self, platform: str, *, every: bool) -> list[Delivery]:
        return await self.store.outbox.unsettled(
            self.clock(), platforms=(platform,), lease=self.lease, every=every
        )

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

    async def _reconciled(self, delivery: Delivery) -> None:
        """Settle a delivery that may have been posted, or post it now."""
        chat, to = self.chats[delivery.channel.platform], _address(delivery)
        since = (delivery.created or delivery.attempted or self.clock() - LEASE) - CLOCKS
        try:
            before = await self.store.outbox.message(delivery.story, delivery.channel)
            async with asyncio.timeout(LOOK_LIMIT.total_seconds()):
                message = await chat.find(to, delivery.key, since=since, after=before)
        except CannotTellError as fault:
            await self._untold(delivery, fault)
            return
        except TimeoutError:
            await self._refused(delivery, ChatError("no answer in time"), posted=True)
            return
        except ChatError as fault:
            await self._refused(delivery, fault, posted=True)
            return
        except Exception as fault:  # whatever an adapter raises, other channels go on
            log.exception("chat failed", channel=str(delivery.channel))
            await self._refused(delivery, ChatError(f"{fault!r}"), posted=True)
            return
        if message is None:
            await self._delivered(delivery)
        else:
            await self._settled(delivery, message)

    async def _untold(self, delivery: Delivery, fault: CannotTellError) -> None:
        """Nobody can say whether it is there: what the operator prefers decides."""
        if self.doubles:
            await self._delivered(delivery)
            return
        log.error("delivery rests", delivery=delivery.key, channel=str(delivery.channel))
        self.tried(delivery, "uncertain", None)
        await self.store.outbox.rest(delivery.key, fault=f"{CANNOT_TELL}: {fault}")

    async def _delivered(self, delivery: Delivery) -> None:
        """Compose, post and settle one delivery that is ours under its lease."""
        outbox, key = self.store.outbox, delivery.key
        story = await self.store.history.story(delivery.story)
        subscription = await self.store.watchlist.subscription(delivery.channel)
        if story is None or subscription is None:
            await outbox.drop(key, fault="the channel follows nothing any more")
            return
        seen = await view(self.store, self.catalogue, delivery.channel.workspace)
        story = seen.story(story)
        if story is None or not (story.milestones or story.denials):
            await outbox.drop(key, fault="nothing of it counts as a step here")
            return
        before = await outbox.message(delivery.story, delivery.channel)
        heard = await outbox.heard(delivery.story, delivery.channel)
        sources = await self.store.visits.items(story.told_by)
        fault = await self._needless(delivery, story, subscription, before)
        if fault is None and await self._is_silenced(delivery, story, sources, heard):
            fault = "muted in this channel"
        if fault:
            await outbox.drop(key, fault=fault)
            return
        overdue = still_overdue(story, delivery.revision)
        # Only a message that tells the whole story may take the place of the one before.
        is_edit = before is not None and subscription.updates == Updates.EDIT and not overdue
        try:
            # Telling the steps of a busy story apart takes longer than the loop may be held up.
            document = await asyncio.to_thread(
                self.compose,
                story,
                sources,
                catalogue=seen.catalogue,
                language=subscription.language,
                update=before is not None and not is_edit,
                heard=heard,
                overdue=overdue,
            )
        except Exception as fault:  # one story that cannot be put into words blocks no channel
            log.exception("alert not composed", story=story.id)
            await outbox.park(key, fault=f"could not be put into words: {fault!r}")
            return
        self.checkpoint("deliver.composed")
        is_alone = subscription.updates == Updates.NONE
        await self._posted(delivery, document, None if is_alone else before, edit=is_edit)

    async def _needless(
        self, delivery: Delivery, story: Story, subscription: Subscription, before: str | None
    ) -> str | None:
        """Why a delivery is not posted after all; None when it is."""
        if tells_overdue(story, delivery.revision):
            if not subscription.promises:
                return "the channel wants no overdue plans"
            is_heard_of = not still_overdue(story, delivery.revision)
            return "the plan has been heard of since" if is_heard_of else None
        if story.revision > delivery.revision and await self._is_overtaken(delivery, story):
            return "told with what the story has become since"
        if before is not None and subscription.updates == Updates.NONE:
            return "the channel wants no updates"
        return None

    async def _is_silenced(
        self,
        delivery: Delivery,
        story: Story,
        sources: Sequence[tuple[Item, str]],
        heard: int,
    ) -> bool:
        silences = await self.store.responses.silences(delivery.channel, now=self.clock())
        by_item = {item.id: item.source for item, _ in sources}
        return is_silenced(story, silences, by_item, heard=heard)

    async def _is_overtaken(self, delivery: Delivery, story: Story) -> bool:
        """A later revision waits for the same channel; a message always tells the newest state.

        Only that of an overdue plan tells nothing else.
        """
        return any(
            revision > delivery.revision and not tells_overdue(story, revision)
            for revision in await self.store.outbox.waiting(delivery.story, delivery.channel)
        )

    async def _posted(
        self, delivery: Delivery, document: Document, before: str | None, *, edit: bool
    ) -> None:
        chat, to = self.chats[delivery.channel.platform], _address(delivery)
        try:
            async with asyncio.timeout(POST_LIMIT.total_seconds()):
                message = await chat.post(to, document, key=delivery.key, after=before, edit=edit)
        except TimeoutError:
            await self._refused(delivery, ChatError("no answer in time"), posted=True)
            return
        except ChatError as fault:
            await self._refused(delivery, fault, posted=fault.uncertain)
            return
        except Exception as fault:  # whatever an adapter raises, other channels go on
            log.exception("chat failed", channel=str(delivery.channel))
            await self._refused(delivery, ChatError(f"{fault!r}"), posted=True)
            return
        self.checkpoint("deliver.posted")
        await self._settled(delivery, message, document)

    async def _settled(
        self, delivery: Delivery, message: str, document: Document | None = None
    ) -> None:
        await self.store.outbox.settle(delivery.key, message=message, at=self.clock())
        self.checkpoint("deliver.settled")
        self.tried(delivery, "sent", document)
        log.info("delivered", delivery=delivery.key, channel=str(delivery.channel))

    async def _refused(self, delivery: Delivery, fault: ChatError, *, posted: bool) -> None:
        """Keep why it failed. `posted`: the message may be in the channel all the same."""
        outbox, key, text = self.store.outbox, delivery.key, str(fault)
        log.warning("not delivered", delivery=key, channel=str(delivery.channel), fault=text)
        if fault.permanent:
            self.tried(delivery, "parked", None)
            await self.lost(delivery.channel, text)
        if posted:
            self.tried(delivery, "uncertain", None)
            # As long again as it has been in doubt: soon at first, then ever more rarely.
            doubted = self.clock() - (delivery.attempted or self.clock())
            pause = fault.retry_after or max(LOOK_AGAIN, min(doubted, BACK_OFF_MAX))
            await outbox.doubt(key, not_before=self.clock() + pause, fault=text)
        else:
            if not fault.permanent:
                self.tried(delivery, "retry", None)
            pause = fault.retry_after or self._pause(delivery)
            await outbox.release(key, not_before=self.clock() + pause, fault=text)

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
