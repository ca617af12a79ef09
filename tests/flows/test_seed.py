"""The day that it all began with: a name appears in registers, and a day later in the news."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from adapters.fetch import FetchError
from bot import compose
from bot.catalogue import load
from bot.deliver import Deliverer
from bot.ingest import Ingest, Outcome
from bot.sources.equip import equip
from bot.workers import inline
from storage.channels import Channel
from storage.records import Certainty, Story, digest
from storage.sources import Actor, Audit, Source, SourceKind
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes import FakeChat, FakeClock, FakeFetch, entry, rss

NAME = "xiaomiev.com"
DOMAIN, ENGLISH, CHINESE = f"domain:{NAME}", "https://en.example/feed", "https://zh.example/feed"
RDAP = f"https://rdap.example/domain/{NAME}"
CERTIFICATES, ICP = f"https://ct.example/{NAME}", f"https://icp.example/{NAME}"
CHANNEL = Channel(platform="fake", workspace="w", id="general")
START = datetime(2023, 8, 1, 9, tzinfo=UTC)
GONE = FetchError("there is nothing at this address", permanent=True, missing=True)
SETTINGS = {
    "directory": "https://iana.example/dns.json",
    "certificates": "https://ct.example/{name}",
    "icp": "https://icp.example/{name}",
    "icp_rows": "rows",
}


class Day:
    """The line with one domain and two feeds, and a channel that hears all."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.chat = store, FakeClock(START), FakeChat()
        self.web = FakeFetch(
            {
                SETTINGS["directory"]: as_json({"services": [[["com"], ["https://rdap.example"]]]}),
                RDAP: GONE,
                CERTIFICATES: as_json([]),
                ICP: as_json({"rows": []}),
                ENGLISH: rss(title="English Daily"),
                CHINESE: rss(title="中文日报"),
            }
        )
        self.ingest = Ingest(
            fetch=self.web,
            run=inline,
            store=store,
            catalogue=load(),
            clock=self.clock,
            chance=lambda: 0.5,
            resolve=self.resolve,
            equip=partial(equip, catalogue=load(), settings={SourceKind.DOMAIN: SETTINGS}),
        )
        self.deliverer = Deliverer(
            store=store,
            chats={"fake": self.chat},
            clock=self.clock,
            catalogue=load(),
            compose=compose.alert,
        )

    @staticmethod
    async def resolve(name: str, records: str) -> tuple[str, ...]:
        raise FetchError(f"there is no such name: {name} ({records})", missing=True)

    async def begin(self) -> None:
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        audit = Audit(at=START, actor=actor, command="test")
        await self.store.watchlist.follow(CHANNEL, (), audit=audit)
        for url in (DOMAIN, ENGLISH, CHINESE):
            kind = SourceKind.DOMAIN if url == DOMAIN else SourceKind.FEED
            source = Source(id=digest(url), kind=kind, url=url, title=NAME, company="xiaomi")
            await self.store.watchlist.add_source(source, audit=audit)
            await self.visit(url)

    async def visit(self, url: str) -> Outcome:
        """A visit, and what it left to be posted is posted."""
        source = await self.store.visits.source(digest(url))
        assert source is not None
        outcome = await self.ingest.visit(source)
        assert outcome.fault is None
        await self.deliverer.once()
        return outcome

    async def stories(self) -> list[Story]:
        return await self.store.history.candidates(["xiaomi"], since=START - timedelta(days=9))


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.fixture
async def day() -> AsyncIterator[Day]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    made = Day(store)
    await made.begin()
    yield made
    await store.close()


async def test_a_name_in_registers_and_news_is_one_story_that_grows_surer(day: Day) -> None:
    assert day.chat.posts == []  # nobody has the name yet

    day.clock.pass_by(timedelta(hours=6))
    day.web.pages[RDAP] = as_json(
        {
            "objectClassName": "domain",
            "ldhName": NAME,
            "events": [{"eventAction": "registration", "eventDate": "2023-08-01T10:00:00Z"}],
        }
    )
    await day.visit(DOMAIN)
    [story] = await day.stories()
    assert {m.certainty for m in story.milestones} == {Certainty.RUMOURED}

    day.clock.pass_by(timedelta(hours=6))
    day.web.pages[CERTIFICATES] = as_json([{"name_value": NAME, "not_before": "2023-08-01"}])
    await day.visit(DOMAIN)
    assert [each.id for each in await day.stories()] == [story.id]

    day.clock.pass_by(timedelta(hours=20))
    row = {
        "domain": NAME,
        "licence": "1",
        "organisation": "小米科技有限责任公司",
        "date": "2023-08-02",
    }
    day.web.pages[ICP] = as_json({"rows": [row]})
    await day.visit(DOMAIN)
    [story] = await day.stories()
    assert Certainty.OFFICIAL in {m.certainty for m in story.milestones}

    day.clock.pass_by(timedelta(hours=20))
    text = (
        f"Xiaomi registered the domain {NAME} with the MIIT on August 2, 2023, the filing shows. "
        "The company is preparing its first electric car."
    )
    news = entry(
        "en", f"Xiaomi registers {NAME} for its electric cars", text, published=day.clock()
    )
    day.web.pages[ENGLISH] = rss(news, title="English Daily")
    await day.visit(ENGLISH)
    text = f"8月2日，小米在工信部备案了域名{NAME}，其首款电动汽车正在准备中。"
    news = entry("zh", f"小米汽车备案域名{NAME}", text, published=day.clock())
    day.web.pages[CHINESE] = rss(news, title="中文日报")
    await day.visit(CHINESE)

    [story] = await day.stories()
    assert len(story.items) == 5
    first, *updates = day.chat.posts
    assert NAME in first.title
    assert {each.after for each in updates} == {first.id}  # one message, and what follows it
    assert len({each.key for each in day.chat.posts}) == len(day.chat.posts)


async def test_a_name_that_was_registered_before_it_was_watched_is_no_news(day: Day) -> None:
    old = "domain:xiaomicar.com"
    source = Source(id=digest(old), kind=SourceKind.DOMAIN, url=old, company="xiaomi")
    actor = Actor(platform="fake", workspace="w", channel="general", user="u")
    day.web.pages |= {
        "https://rdap.example/domain/xiaomicar.com": as_json(
            {
                "objectClassName": "domain",
                "events": [{"eventAction": "registration", "eventDate": "2023-08-01T08:00:00Z"}],
            }
        ),
        "https://ct.example/xiaomicar.com": as_json([]),
        "https://icp.example/xiaomicar.com": as_json({"rows": []}),
    }
    await day.store.watchlist.add_source(source, audit=Audit(at=START, actor=actor, command="test"))

    outcome = await day.visit(old)

    assert (outcome.new, outcome.deliveries) == (1, ())
    assert day.chat.posts == []


async def test_a_second_certificate_alerts_nobody(day: Day) -> None:
    certificate = {"name_value": NAME, "not_before": "2023-08-01"}
    day.clock.pass_by(timedelta(hours=6))
    day.web.pages[CERTIFICATES] = as_json([certificate])
    await day.visit(DOMAIN)
    posted = list(day.chat.posts)

    day.web.pages[CERTIFICATES] = as_json(
        [certificate, replace_name(certificate, f"www.{NAME}"), replace_name(certificate, NAME)]
    )
    await day.visit(DOMAIN)

    assert len(posted) == 1
    assert day.chat.posts == posted


def replace_name(certificate: dict[str, str], name: str) -> dict[str, str]:
    return certificate | {"name_value": name}
