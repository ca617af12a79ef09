from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ParamSpec, TypeVar

import pytest

from adapters.fetch import Fetched, FetchError
from bot.catalogue import load
from bot.ingest import Ingest, Outcome
from bot.workers import WorkerError, inline
from storage.channels import Channel, Delivery
from storage.corrections import Own, OwnName
from storage.engine import Conflict, Engine, StoreError
from storage.records import Item, digest
from storage.sources import Actor, Audit, Source, SourceKind, Visit
from storage.sqlite import SqliteEngine
from storage.store import Store
from storage.visits import Visits
from tests.fakes import Asked, FakeClock, FakeFetch, entry, rss

P = ParamSpec("P")
T = TypeVar("T")

URL = "https://example.org/feed"
OTHER = "https://other.example.org/feed"
JUNE = datetime(2022, 6, 1, 9, 0, tzinfo=UTC)
NIO = entry("nio-may", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
XPENG = entry("xpeng-may", "XPeng delivers 10,125 cars in May", "XPeng delivered 10,125 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
RETOLD = entry("nio", "Nio's May: 7,024 deliveries", "Nio said it had delivered 7,024 vehicles in May 2022.", published=JUNE + timedelta(hours=5))  # fmt: skip
NOISE = entry("fair", "A walk through the car fair", "There were many cars and a good lunch.", published=JUNE)  # fmt: skip
CHANNEL = Channel(platform="fake", workspace="w", id="general")


class Line:
    """A store with watched sources and one channel that follows everything, and its ingest."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.store = store = Store(engine)
        self.clock = FakeClock(JUNE + timedelta(hours=6))
        self.fetch = FakeFetch({URL: rss(), OTHER: rss(title="Other Daily")})
        self.checkpoints: list[str] = []
        self.ingest = Ingest(
            fetch=self.fetch,
            run=inline,
            store=store,
            catalogue=load(),
            clock=self.clock,
            chance=lambda: 0.5,
            checkpoint=self.checkpoints.append,
        )

    def audit(self) -> Audit:
        actor = Actor(platform="fake", workspace="w", channel="general", user="u")
        return Audit(at=self.clock(), actor=actor, command="test")

    async def add(self, url: str = URL, **other: int) -> Source:
        source = Source(id=digest(url), kind=SourceKind.FEED, url=url, **other)  # type: ignore[arg-type]
        await self.store.watchlist.add_source(source, audit=self.audit())
        return source

    async def visit(self, url: str = URL) -> Outcome:
        source = await self.store.visits.source(digest(url))
        assert source is not None
        self.clock.pass_by(timedelta(minutes=20))
        return await self.ingest.visit(source)

    def asked(self, *urls: str) -> list[Asked]:
        return [asked for asked in self.fetch.asked if asked.url in urls]

    async def queue(self) -> list[Delivery]:
        return await self.store.outbox.queue("w")


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(await SqliteEngine.open(":memory:"))
    await made.store.migrate()
    await made.store.watchlist.follow(CHANNEL, (), audit=made.audit())
    await made.add()
    yield made
    await made.store.close()


def _titles(argument: object) -> tuple[str, ...]:
    """The titles of a batch of items; none of anything else."""
    batch = argument if isinstance(argument, tuple) else ()
    return tuple(each.title for each in batch if isinstance(each, Item))


async def polled(line: Line, *entries: str) -> Outcome:
    """The outcome of a visit that is not the first one."""
    if not line.fetch.asked:
        await line.visit()
    line.fetch.pages[URL] = rss(*entries)
    return await line.visit()


def why(outcome: Outcome) -> list[str]:
    return [reason for _, reason in outcome.silent]


async def test_the_first_poll_is_a_silent_baseline_that_later_tellings_meet(line: Line) -> None:
    line.fetch.pages[URL] = rss(NIO)
    await line.add(OTHER)
    await line.visit(OTHER)

    first = await line.visit()
    line.fetch.pages[OTHER] = rss(RETOLD)
    retold = await line.visit(OTHER)

    assert (first.new, len(first.stories), why(first)) == (1, 1, ["first poll: baseline"])
    assert [reason.startswith("told before: NIO") for reason in why(retold)] == [True]
    assert await line.queue() == []


async def test_a_new_item_with_a_milestone_alerts_each_channel_once(line: Line) -> None:
    outcome = await polled(line, NIO, NOISE)

    assert (outcome.items, outcome.new, why(outcome)) == (2, 2, ["no milestone"])
    (delivery,) = await line.queue()
    assert (delivery.channel, delivery.story) == (CHANNEL, outcome.stories[0].id)
    assert "7,024" in outcome.stories[0].gist


async def test_backfill_lets_the_newest_items_of_the_first_poll_alert(line: Line) -> None:
    line.fetch.pages[OTHER] = rss(NIO, XPENG, RETOLD)
    await line.add(OTHER, backfill=1)
    newest = rss(entry("x", "XPeng delivers 10,125 cars in May", "XPeng delivered 10,125 vehicles in May 2022, the company said.", published=JUNE + timedelta(hours=1)), NIO)  # fmt: skip
    line.fetch.pages[OTHER] = newest

    outcome = await line.visit(OTHER)

    assert why(outcome) == ["first poll: baseline"]
    assert [story.companies for story in outcome.stories if story.id == (outcome.deliveries[0].story)] == [("xpeng",)]  # fmt: skip


EDITS = {
    "an edited item": entry("nio-may", "NIO delivers 7,024 cars in May (updated)", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday. Shares rose.", published=JUNE),
    "a new guid": entry("brand-new-guid", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE, url="https://example.org/nio-may"),
    "a changed date": entry("nio-may", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE + timedelta(hours=3)),
}  # fmt: skip


@pytest.mark.parametrize("again", EDITS.values(), ids=EDITS.keys())
async def test_what_only_looks_new_raises_no_second_alert(line: Line, again: str) -> None:
    await polled(line, NIO)

    outcome = await polled(line, again)

    assert outcome.new == 0
    assert outcome.deliveries == ()
    assert len(await line.queue()) == 1
    assert (await line.store.history.counts())["items"] == 1
    assert (await line.store.history.counts())["stories"] == 1


async def test_an_edit_alerts_only_for_a_step_that_its_story_did_not_have(line: Line) -> None:
    await polled(line, NIO)
    more = entry("nio-may", "NIO delivers 7,024 cars in May, recalls 4,000 cars", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday. NIO recalled 4,000 vehicles on 1 June 2022.", published=JUNE)  # fmt: skip

    outcome = await polled(line, more)

    assert outcome.new == 0
    assert [delivery.revision for delivery in outcome.deliveries] == [2]


async def test_another_outlet_is_recorded_and_raises_nothing(line: Line) -> None:
    await polled(line, NIO)
    await line.add(OTHER)
    await line.visit(OTHER)
    line.fetch.pages[OTHER] = rss(RETOLD)

    outcome = await line.visit(OTHER)

    assert outcome.deliveries == ()
    (story,) = outcome.stories
    assert (story.revision, len(story.items)) == (2, 2)
    assert await line.store.history.story(story.id) == story


async def test_two_items_of_one_visit_that_tell_one_event_are_one_alert(line: Line) -> None:
    outcome = await polled(line, NIO, RETOLD)

    (story,) = outcome.stories
    assert (story.revision, len(story.items)) == (1, 2)
    assert len(outcome.deliveries) == 1
    assert len(await line.queue()) == 1


async def test_an_item_older_than_two_weeks_never_alerts(line: Line) -> None:
    line.clock.pass_by(timedelta(days=15))

    outcome = await polled(line, NIO)

    assert why(outcome) == ["older than 14 days"]
    assert len(outcome.stories) == 1
    assert await line.queue() == []


async def test_an_undated_item_counts_from_when_it_was_seen(line: Line) -> None:
    undated = entry("u", "NIO delivers 7,024 cars in May 2022", "NIO delivered 7,024 vehicles in May 2022, the company said.", published=None)  # fmt: skip

    outcome = await polled(line, undated)

    assert len(outcome.deliveries) == 1


async def test_equal_bytes_and_a_304_are_recorded_without_reading(line: Line) -> None:
    line.fetch.pages[URL] = Fetched(url=URL, status=200, body=rss(NIO), etag='"1"')
    await line.visit()
    read = line.checkpoints.count("visit.read")

    unchanged = await line.visit()
    line.fetch.pages[URL] = Fetched(url=URL, status=200, body=rss(NIO), etag='"2"')
    equal = await line.visit()

    assert line.checkpoints.count("visit.read") == read == 1
    assert [asked.etag for asked in line.asked(URL)] == [None, '"1"', '"1"']
    assert (unchanged.fault, equal.fault, equal.items) == (None, None, 0)
    (status,) = await line.store.visits.statuses(now=line.clock())
    assert status.last_success == line.clock()


INDEX = (
    b'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<sitemap><loc>https://example.org/news.xml</loc></sitemap></sitemapindex>"
)


def sitemap(*names: str) -> bytes:
    rows = "".join(f"<url><loc>https://example.org/news/{name}</loc></url>" for name in names)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


async def test_an_index_that_stays_as_it_is_hides_nothing_new_in_its_sitemaps(line: Line) -> None:
    page = Source(id=digest("page"), kind=SourceKind.PAGE, url="https://example.org/index.xml")
    await line.store.watchlist.add_source(page, audit=line.audit())
    line.fetch.pages[page.url] = Fetched(url=page.url, status=200, body=INDEX, etag='"1"')
    line.fetch.pages["https://example.org/news.xml"] = sitemap("a-plant-opens.html")
    await line.visit("page")

    line.fetch.pages["https://example.org/news.xml"] = sitemap("a-plant-opens.html", "b-too.html")
    outcome = await line.visit("page")

    assert outcome.new == 1


async def test_a_link_that_a_second_look_missed_is_met_at_the_next_visit(line: Line) -> None:
    page = Source(id=digest("page"), kind=SourceKind.PAGE, url="https://example.org/news/")
    await line.store.watchlist.add_source(page, audit=line.audit())
    old, new = (
        b"".join(b"<li><a href=/news/%d.html>News of the company, number %d</a></li>" % (n, n) for n in ns)
        for ns in (range(5), range(6))
    )  # fmt: skip
    line.fetch.pages[page.url] = old
    await line.visit("page")

    looks = iter([new, old])  # the second comes from a cache that is behind

    async def flapping(url: str, **_: str | None) -> Fetched:
        return Fetched(url=url, status=200, body=next(looks))

    source = await line.store.visits.source(page.id)
    assert source is not None
    missed = await replace(line.ingest, fetch=flapping).visit(source)
    line.fetch.pages[page.url] = new
    met = await line.visit("page")

    assert (missed.fault, missed.new, met.new) == (None, 0, 1)


async def test_a_failure_is_told_backs_off_and_forgets_nothing(line: Line) -> None:
    await polled(line, NIO)
    before = await line.store.visits.source(digest(URL))
    line.fetch.pages[URL] = FetchError("the server is busy (503)", retry_after=timedelta(hours=2))

    outcome = await line.visit()

    after = await line.store.visits.source(digest(URL))
    assert before is not None
    assert after is not None
    assert outcome.fault == "the server is busy (503)"
    assert (after.memory, after.failures) == (before.memory, 1)
    (status,) = await line.store.visits.statuses(now=line.clock())
    assert (status.fault, status.next_try) == (
        "the server is busy (503)",
        line.clock() + timedelta(hours=2),
    )


async def test_a_source_that_flaps_never_alerts_again(line: Line) -> None:
    await polled(line, NIO)
    broken: list[bytes | FetchError] = [
        FetchError("not found (404)", permanent=True),
        b"<html><body>Down for maintenance</body></html>",
        rss(),
        rss(NIO)[:200],
        rss(NIO, NOISE),
        rss(NIO),
    ]

    for answer in broken * 3:
        line.fetch.pages[URL] = answer
        await line.visit()

    assert len(await line.queue()) == 1
    assert (await line.store.history.counts())["items"] == 2


async def test_a_web_page_where_a_feed_was_is_a_fault_in_words(line: Line) -> None:
    line.fetch.pages[URL] = b"<!doctype html><html><head><title>Hi</title></head><body>Hello</body></html>"  # fmt: skip

    outcome = await line.visit()

    assert outcome.fault
    assert "since" not in (await line.store.visits.statuses(now=line.clock()))[0].source.memory


async def test_a_permanent_move_is_remembered_and_left_when_it_leads_nowhere(line: Line) -> None:
    new = "https://example.org/new-feed"
    line.fetch.pages[URL] = Fetched(url=new, status=200, body=rss(NIO), moved=new)
    line.fetch.pages[new] = rss(NIO, NOISE)
    await line.visit()

    await line.visit()
    del line.fetch.pages[new]
    line.fetch.pages[URL] = rss(NIO)
    outcome = await line.visit()
    await line.visit()

    assert [asked.url for asked in line.asked(URL, new)] == [URL, new, new, URL, URL]
    assert outcome.fault is None


async def test_a_thin_item_of_a_watched_company_is_read_from_its_article(line: Line) -> None:
    body = "".join(
        f"<p>{text}</p>"
        for text in (
            "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday. " * 3,
            "The company keeps building cars in Hefei with its partner, and more are to come. " * 4,
        )
    )
    page = f"<html><head><title>NIO</title></head><body><article><h1>NIO in May</h1>{body}</article></body></html>"  # fmt: skip
    line.fetch.pages["https://example.org/thin"] = page.encode()
    thin = entry("thin", "How NIO did in May", published=JUNE)

    outcome = await polled(line, thin)
    again = await polled(line, thin, NOISE)

    assert len(outcome.deliveries) == 1
    assert again.new == 1  # the noise; the thin item is known although its text was filled
    assert len(line.asked("https://example.org/thin")) == 1


async def test_a_thin_item_whose_article_cannot_be_had_goes_on_thin(line: Line) -> None:
    thin = entry("thin", "NIO delivered 7,024 vehicles in May 2022", published=JUNE)

    outcome = await polled(line, thin)

    assert line.asked("https://example.org/thin")
    assert len(outcome.deliveries) == 1


async def test_an_article_of_a_company_nobody_watches_is_not_fetched(line: Line) -> None:
    await line.store.watchlist.add_company("byd", audit=line.audit())
    thin = entry("thin", "NIO delivered 7,024 vehicles in May 2022", published=JUNE)

    await polled(line, thin)

    assert not line.asked("https://example.org/thin")


async def test_a_company_watched_under_a_place_s_own_name_has_its_articles_fetched(
    line: Line,
) -> None:
    await line.store.watchlist.add_company("nio", audit=line.audit())
    name = OwnName(text="Blue Sky Coming", key="blue sky coming")
    own = Own(workspace="w", company="nio", names=(name,))
    await line.store.editing.add_names(own, audit=line.audit())
    thin = entry("thin", "How Blue Sky Coming did in May", published=JUNE)

    await polled(line, thin)

    assert line.asked("https://example.org/thin")


async def test_a_fault_of_ours_on_one_source_is_told_there(line: Line) -> None:
    def stumble(name: str) -> None:
        if name == "visit.grouped":
            raise LookupError(name)

    source = await line.store.visits.source(digest(URL))
    assert source is not None
    line.fetch.pages[URL] = rss(NIO)

    outcome = await replace(line.ingest, checkpoint=stumble).visit(source)

    assert outcome.fault == "it could not be read, by a fault of the bot: LookupError"
    assert (await line.store.history.counts())["items"] == 0


async def test_a_text_that_is_too_much_for_the_rules_takes_no_other_with_it(line: Line) -> None:
    poison = entry("poison", "Poison", "Too much of it. " * 40, published=JUNE)
    well = line.ingest

    async def run(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if any("Poison" in _titles(argument) for argument in args):
            raise WorkerError("it took longer than 10 seconds")
        return await inline(function, *args, **kwargs)

    line.ingest = replace(line.ingest, run=run)

    outcome = await polled(line, poison, NIO)

    assert why(outcome) == ["could not be understood: it took longer than 10 seconds"]
    assert (outcome.new, len(outcome.deliveries)) == (1, 1)
    line.ingest = well  # the rules were mended, the feed is what it was
    assert (await line.visit()).new == 1


async def test_many_texts_that_are_too_much_are_not_all_tried_one_by_one(line: Line) -> None:
    tried: list[int] = []

    async def run(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if sizes := [len(titles) for argument in args if (titles := _titles(argument))]:
            tried.extend(sizes)
            raise WorkerError("it took too much memory")
        return await inline(function, *args, **kwargs)

    line.ingest = replace(line.ingest, run=run)

    outcome = await polled(line, *(entry(f"p{n}", f"Poison {n}", published=JUNE) for n in range(9)))

    assert tried == [9, 1, 1, 1]
    assert (outcome.new, len(outcome.silent), outcome.fault) == (0, 9, None)


class Contested(Visits):
    """Visits whose stories somebody else changed just before, so many times."""

    def __init__(self, engine: Engine, times: int) -> None:
        super().__init__(engine)
        self.times = times

    async def record(self, visit: Visit) -> None:
        if visit.items and self.times:
            self.times -= 1
            raise Conflict(visit.source)
        await super().record(visit)


@pytest.mark.parametrize(("times", "alerts"), [(4, 1), (5, 0)])
async def test_a_visit_that_others_overtook_groups_again_a_bounded_number_of_times(
    line: Line, times: int, alerts: int
) -> None:
    await line.visit()
    line.store.visits = Contested(line.engine, times)

    outcome = await polled(line, NIO)

    assert len(outcome.deliveries) == len(await line.queue()) == alerts
    assert (outcome.fault is None) == bool(alerts)


async def test_a_store_that_cannot_be_used_is_no_fault_of_the_source(line: Line) -> None:
    source = await line.store.visits.source(digest(URL))
    assert source is not None
    await line.store.close()

    with pytest.raises(StoreError):
        await line.ingest.visit(source)


async def test_a_look_shows_what_would_be_posted_and_stores_nothing(line: Line) -> None:
    line.fetch.pages[URL] = rss(NIO, RETOLD, NOISE)

    look = await line.ingest.look(URL)

    assert (look.title, look.fault, len(look.items)) == ("EV Daily", None, 3)
    assert [story.companies for story in look.alerts] == [("nio",)]
    assert sorted(reason.split(":")[0] for _, reason in look.silent) == ["no milestone", "told before"]  # fmt: skip
    assert (await line.store.history.counts())["items"] == 0


async def test_a_look_at_a_page_reads_the_feed_that_it_names(line: Line) -> None:
    page = f'<html><head><link rel="alternate" type="application/rss+xml" href="{URL}"></head><body>News</body></html>'  # fmt: skip
    line.fetch.pages["https://example.org/"] = page.encode()
    line.fetch.pages[URL] = rss(NIO)

    look = await line.ingest.look("https://example.org/")

    assert (look.url, look.found) == (URL, (URL,))
    assert len(look.alerts) == 1


async def test_a_look_at_nothing_says_why(line: Line) -> None:
    look = await line.ingest.look("https://example.org/missing")

    assert (look.fault, look.items) == ("not found (404)", ())


async def test_a_look_at_a_page_without_a_feed_says_why(line: Line) -> None:
    line.fetch.pages["https://example.org/"] = b"<html><body><p>Nothing here.</p></body></html>"

    look = await line.ingest.look("https://example.org/")

    assert look.fault
    assert look.found == ()
