"""Asking the model about items in doubt: behind the alerts, within a budget, never trusted."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.model import ModelError
from bot.catalogue import load
from bot.consult import FAILURES_MAX, LATER, LONG_REST, REST, Consulting
from bot.ingest import Ingest
from bot.workers import inline
from storage.channels import Channel
from storage.corrections import Own, OwnName, own_id
from storage.records import digest
from storage.sources import Actor, Audit, Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeClock, FakeFetch, entry, rss
from tests.fakes_model import FakeModel

URL = "https://example.org/feed"
MAY = datetime(2024, 5, 6, 9, 0, tzinfo=UTC)
QUOTE = "Rivian calls the old glassworks near Peoria its own since Monday, May 6."
# The rules meet a plant that is none, and do not know what a glassworks is for.
DOUBT = entry("r", "Rivian and the county", f"{QUOTE} Rivian has not opened its electric car plant.", published=MAY)  # fmt: skip
SURE = entry("n", "NIO delivers 15,620 cars in April", "NIO delivered 15,620 vehicles in April 2024, the company said.", published=MAY)  # fmt: skip
CHANNEL = Channel(platform="fake", workspace="w", id="general")
ANSWER = json.dumps({"steps": [{"quote": QUOTE, "company": "rivian", "kind": "factory", "phase": "done", "news": True}]})  # fmt: skip


class Line:
    """A visited feed with one item in doubt, and a model to ask."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.store = Store(engine)
        self.clock = FakeClock(MAY + timedelta(hours=1))
        self.fetch = FakeFetch({URL: rss(SURE, DOUBT)})
        self.outcomes: list[str] = []
        self.ingest = Ingest(
            fetch=self.fetch,
            run=inline,
            store=self.store,
            catalogue=load(),
            clock=self.clock,
            asks=True,
        )

    def consulting(self, model: FakeModel, *, daily_tokens: int = 10_000) -> Consulting:
        return Consulting(
            store=self.store,
            ingest=self.ingest,
            model=model,
            run=inline,
            catalogue=load(),
            clock=self.clock,
            daily_tokens=daily_tokens,
            asked=self.outcomes.append,
        )

    def audit(self) -> Audit:
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        return Audit(at=self.clock(), actor=actor, command="test")

    async def visit(self) -> int:
        source = Source(id=digest(URL), kind=SourceKind.FEED, url=URL, backfill=9)
        audit = self.audit()
        await self.store.watchlist.add_source(source, audit=audit)
        await self.store.watchlist.follow(CHANNEL, ["rivian", "nio"], audit=audit)
        kept = await self.store.visits.source(source.id)
        assert kept is not None
        return len((await self.ingest.visit(kept)).deliveries)

    async def alerts(self) -> int:
        return sum((await self.store.outbox.counts()).values())


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    engine = await SqliteEngine.open(":memory:")
    await engine.migrate()
    yield Line(engine)
    await engine.close()


async def test_sure_news_is_told_before_anything_is_asked(line: Line) -> None:
    assert await line.visit() == 1

    assert len(await line.store.questions.open(line.clock())) == 1


async def test_what_the_text_bears_out_becomes_an_alert_once(line: Line) -> None:
    await line.visit()
    model = FakeModel(ANSWER)

    assert await line.consulting(model).turn() == 1
    assert await line.consulting(model).turn() == 0

    assert line.outcomes == ["kept"]
    assert await line.alerts() == 2
    assert len(model.asked) == 1
    told = await line.store.history.timeline("rivian")
    assert [telling.milestone.rules for telling in told] == ["model-1"]


async def test_what_one_place_alone_knows_stays_when_a_quote_is_kept(line: Line) -> None:
    foo = own_id("w", "foo motors")
    name = OwnName(text="Foo Motors", key="foo motors")
    own = Own(workspace="w", company=foo, name=name.text, names=(name,))
    await line.store.editing.add_company(own, audit=line.audit())
    beside = f"{QUOTE} Rivian has not opened its electric car plant. Foo Motors delivered 5,000 vehicles in April 2024, Foo Motors said."
    line.fetch.pages[URL] = rss(SURE, entry("r", "Rivian and the county", beside, published=MAY))
    await line.visit()
    before = await line.store.history.timeline(foo)
    asked = """INSERT INTO questions (item, not_before, tries) VALUES (:item, '', 0)
        ON CONFLICT DO NOTHING"""  # it may be in doubt already
    async with line.store._engine.transaction() as transaction:
        await transaction.execute(asked, item=before[0].milestone.item)

    await line.consulting(FakeModel(ANSWER)).turn()

    assert line.outcomes == ["kept"]
    after = await line.store.history.timeline(foo)
    assert [t.milestone.evidence for t in after] == [t.milestone.evidence for t in before]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ('{"steps": []}', "nothing"),
        ("Sure! Here are the steps:", "refused"),
        (ANSWER.replace("calls the old", "bought the old"), "refused"),
    ],
)
async def test_what_it_does_not_bear_out_alerts_nothing(
    line: Line, answer: str, outcome: str
) -> None:
    await line.visit()

    await line.consulting(FakeModel(answer)).turn()

    assert line.outcomes == [outcome]
    assert await line.alerts() == 1
    assert await line.store.questions.open(line.clock()) == []


async def test_the_same_question_is_answered_from_memory(line: Line) -> None:
    await line.visit()
    model = FakeModel(ANSWER)
    await line.consulting(model).turn()
    [row] = await line.store.history.timeline("rivian")
    async with line.store._engine.transaction() as transaction:
        await transaction.execute("UPDATE questions SET closed = NULL")

    await line.consulting(model).turn()

    assert len(model.asked) == 1
    assert await line.store.history.timeline("rivian") == [row]


async def test_the_cap_of_the_day_holds_and_ends_with_the_day(line: Line) -> None:
    await line.visit()
    await line.store.questions.called("x", model="m", at=line.clock(), tokens=500, answer=None)
    consulting = line.consulting(FakeModel(ANSWER), daily_tokens=500)

    assert await consulting.turn() == 0
    line.clock.pass_by(timedelta(days=1))
    assert await consulting.turn() == 1

    assert line.outcomes == ["capped", "kept"]


async def test_a_failed_question_is_asked_again_later_three_times_in_all(line: Line) -> None:
    await line.visit()
    model = FakeModel(ModelError("it did not answer in time"))
    consulting = line.consulting(model)

    for _ in range(5):
        await consulting.turn()
        line.clock.pass_by(LATER)

    assert len(model.asked) == 3
    assert await line.store.questions.outcomes() == {"failed": 1}
    assert await line.store.questions.spent(line.clock()) > 0


async def test_five_failures_in_a_row_give_the_endpoint_a_rest(line: Line) -> None:
    consulting = line.consulting(FakeModel(ANSWER))
    error = ModelError("it could not be reached")

    for _ in range(FAILURES_MAX - 1):
        consulting.breaker.fail(error, line.clock())
    assert not consulting.breaker.is_open(line.clock())
    consulting.breaker.fail(error, line.clock())

    assert consulting.breaker.is_open(line.clock())
    assert not consulting.breaker.is_open(line.clock() + REST)


async def test_a_wrong_key_gives_it_a_long_rest_and_a_busy_host_the_one_it_asks_for(
    line: Line,
) -> None:
    for error, rest in (
        (ModelError("no", permanent=True), LONG_REST),
        (ModelError("busy", retry_after=timedelta(seconds=90)), timedelta(seconds=90)),
    ):
        consulting = line.consulting(FakeModel(ANSWER))
        consulting.breaker.fail(error, line.clock())

        assert consulting.breaker.is_open(line.clock() + rest - timedelta(seconds=1))
        assert not consulting.breaker.is_open(line.clock() + rest)


async def test_without_a_model_nothing_is_put_down_to_be_asked(line: Line) -> None:
    object.__setattr__(line.ingest, "asks", False)

    await line.visit()

    assert await line.store.questions.open(line.clock()) == []
