"""Laws of delivery: whatever the hours, the rules, the faults and the crashes, each thing is told once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.chat import Address, ChatError
from adapters.document import Document, Fact, Facts, Run, Title
from bot.stories.hours import quiet_until
from storage import pacing
from storage.channels import DeliveryState, Subscription, Updates
from storage.records import Kind, Story, digest
from storage.rules import Cap, Pace
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock
from tests.fakes_outbox import SOURCE, Line, channel
from tests.fakes_stories import milestone

COMPANIES = ("byd", "nio", "vinfast", "leapmotor")
POINTS = ("claimed", "held", "folded", "composed", "posted", "settled")
FAULTS: dict[str, Callable[[], tuple[Exception, bool]]] = {
    "refused": lambda: (ChatError("slow down"), False),
    "lost": lambda: (ChatError("the answer was lost", uncertain=True), False),
    "taken": lambda: (ChatError("the answer was lost", uncertain=True), True),
    "broken": lambda: (RuntimeError("a fault of the adapter"), True),
}
PACES = st.builds(
    Pace,
    digest=st.sampled_from([None, None, "hourly", "daily@09:00", "weekly@fri@18:30"]).map(lambda text: text and pacing.digest(text)),
    quiet=st.sampled_from([None, "22:00-07:00", "11:00-13:30"]).map(lambda text: text and pacing.quiet(text)),
    zone=st.sampled_from(["UTC", "Asia/Shanghai", "Australia/Lord_Howe"]),
    bypass=st.sampled_from([(), (Kind.RECALL,)]),
    cap=st.sampled_from([None, Cap(most=1, within=timedelta(hours=1)), Cap(most=3, within=timedelta(hours=2))]),
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), st.sampled_from(["approval", "recall"])),
        st.tuples(st.just("grow"), st.integers(0, 5)),
        st.tuples(st.just("pass"), st.integers(1, 900)),
        st.tuples(st.just("rule"), st.tuples(PACES, st.sampled_from([Updates.EDIT, Updates.THREAD]))),
        st.tuples(st.just("work"), st.integers(1, 4)),
        st.tuples(st.just("crash"), st.sampled_from(POINTS)),
        st.tuples(st.just("fault"), st.sampled_from(list(FAULTS))),
    ),
    max_size=30,
)  # fmt: skip


class Killed(BaseException):
    """The process ends here."""


def worded(story: Story, *_sources: object, **_how: object) -> Document:
    """A message that says which revision of which story it is."""
    line = f"{story.id}:{story.revision}"
    return Document(parts=(Title(line),), plain=line)


def gathered(told: Sequence[Document], **_how: object) -> Document:
    rows = tuple(Fact(label="", detail=(Run(each.plain),)) for each in told)
    return Document(parts=(Title("digest"), Facts(rows)), plain="digest")


@dataclass
class Watched(FakeChat):
    """A chat that sees when what was posted; a key that is there already must not come again."""

    clock: FakeClock = field(default_factory=FakeClock)
    pace: Pace = field(default_factory=Pace)
    kinds: dict[str, set[Kind]] = field(default_factory=dict)  # by story
    doubled: list[str] = field(default_factory=list)
    woken: list[str] = field(default_factory=list)  # by messages in quiet hours

    async def post(self, to: Address, document: Document, **how: Any) -> str:  # noqa: ANN401 - passed on
        if any(post.key == how["key"] for post in self.posts):
            self.doubled.append(how["key"])
        kinds = {kind for line in lines(document) for kind in self.kinds[line.split(":")[0]]}
        if quiet_until(self.pace, self.clock()) and kinds.isdisjoint(self.pace.bypass):
            self.woken.append(document.plain)
        return await super().post(to, document, **how)


def lines(document: Document) -> list[str]:
    rows = [row for part in document.parts if isinstance(part, Facts) for row in part.rows]
    return [row.detail[0].text for row in rows] or [document.plain]


class World:
    """One channel, and everything that may happen to it."""

    def __init__(self, store: Store) -> None:
        self.line = Line(store)
        self.chat = Watched(clock=self.line.clock)
        self.stories: list[Story] = []
        self.line.chat = self.chat
        self.started()

    def started(self) -> None:
        """A process begins: it remembers nothing."""
        self.deliverer = replace(
            self.line.deliverer,
            chats={"fake": self.chat},
            compose=worded,
            gather=gathered,
            awake=set(),
        )

    async def tell(self, kind: str) -> None:
        number = len(self.stories)
        said = milestone(COMPANIES[number % 4], kind, when=f"2023-{number // 4 % 8 + 1:02}-01")
        story = await self.line.tell(f"i{number}", said)
        self.chat.kinds.setdefault(story.id, set()).add(Kind(kind))
        self.stories.append(story)

    async def grow(self, number: int) -> None:
        if not self.stories:
            return
        place = number % len(self.stories)
        story = self.stories[place]
        kinds = [kind for kind in Kind if kind not in {m.kind for m in story.milestones}]
        if not kinds:
            return
        company = story.companies[0]
        fresh = milestone(company, kinds[0].value, when="2023-08-24")
        grown = await self.line.tell(f"g{story.id}{story.revision}", *story.milestones, fresh, known=story)  # fmt: skip
        if grown.id == story.id:
            self.chat.kinds[story.id].add(kinds[0])
            self.stories[place] = grown

    async def rule(self, rules: tuple[Pace, Updates]) -> None:
        pace, updates = rules
        where = channel()
        wish = Subscription(id=digest(str(where)), channel=where, pace=pace, updates=updates)
        await self.line.store.watchlist.rule(where, lambda _: wish, audit=self.line.audit())
        self.chat.pace = pace

    async def work(self, rounds: int) -> None:
        for _ in range(rounds):
            await self.deliverer.once()

    async def crash(self, point: str) -> None:
        def stop(name: str) -> None:
            if name == f"deliver.{point}":
                raise Killed

        with suppress(Killed, BaseExceptionGroup):
            await replace(self.deliverer, checkpoint=stop).once()
        self.started()
        await self.deliverer.once(every=True)

    async def fault(self, name: str) -> None:
        fault, takes_it = FAULTS[name]()
        self.chat.faults, self.chat.takes_it = [fault], takes_it

    async def passes(self, minutes: int) -> None:
        self.line.clock.pass_by(timedelta(minutes=minutes))

    async def ended(self) -> None:
        """Everything is well again, and time passes."""
        self.chat.faults = []
        for _ in range(30):
            await self.passes(400)
            while await self.deliverer.once():
                pass


async def happen(steps: Sequence[tuple[str, Any]]) -> tuple[World, dict[DeliveryState, int]]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    world = World(store)
    await store.watchlist.add_source(SOURCE, audit=world.line.audit())
    await world.line.follow("general")
    acts: dict[str, Callable[[Any], Awaitable[None]]] = {
        "tell": world.tell,
        "grow": world.grow,
        "rule": world.rule,
        "work": world.work,
        "crash": world.crash,
        "fault": world.fault,
        "pass": world.passes,
    }
    for name, value in steps:
        await acts[name](value)
    await world.ended()
    counts = await store.outbox.counts()
    await store.close()
    return world, dict(counts)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_each_story_is_told_in_its_latest_state_and_no_state_twice(
    steps: list[tuple[str, Any]],
) -> None:
    world, counts = asyncio.run(happen(steps))

    told = Counter(line for post in world.chat.posts for line in lines(post.document))
    open_ = {state for state, count in counts.items() if count} - {"sent", "dropped"}
    assert open_ == set()
    assert {f"{story.id}:{story.revision}" for story in world.stories} <= set(told)
    assert [line for line, times in told.items() if times > 1] == []
    assert world.chat.doubled == []
    assert world.chat.woken == []
