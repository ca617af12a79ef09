"""What a workspace hears of a step although another one's source told it first; nobody twice."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import load
from bot.compose import alert
from bot.compose.plain import text
from bot.deliver import Deliverer
from storage.channels import Channel, Subscription
from storage.records import digest
from storage.sqlite import SqliteEngine
from tests.fakes import FakeChat, entry, rss
from tests.fakes_line import JUNE, OTHER, URL, Line

DAY = timedelta(days=1)
PLAN = ("NIO plans to begin deliveries of the ET5 on June 3", "NIO plans to begin deliveries of the ET5 on 3 June 2022, the company said on Wednesday.", JUNE)  # fmt: skip
BEGUN = ("NIO begins deliveries of the ET5", "NIO has begun deliveries of the ET5 on 3 June 2022, the company said on Friday.", JUNE + 2 * DAY)  # fmt: skip
LOUD = ("NIO starts to deliver its ET5", "Zz: NIO began deliveries of the ET5 on 3 June 2022, the company said.", JUNE + 2 * DAY)  # fmt: skip
RECALL = ("NIO recalls 300 ET7 cars", "NIO recalls 300 ET7 cars for faulty brakes, the regulator said on Friday.", JUNE + 2 * DAY)  # fmt: skip
BOTH = (f"{PLAN[0]}, and recalls 300 ET7 cars", f"{PLAN[1]} {RECALL[1]}", JUNE + 2 * DAY)
Article = tuple[str, str, object]


class House:
    """Two workspaces that read one feed; one of them reads a second, of its own."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.chat = FakeChat()
        self.count = 0
        self.deliverer = Deliverer(
            store=line.store,
            chats={"fake": self.chat},
            clock=line.clock,
            catalogue=load(),
            compose=alert,
        )

    async def tells(self, feed: str, *articles: Article) -> None:
        """A feed tells these, and what comes of it is posted."""
        self.count += 1
        said = [
            entry(f"{self.count}-{n}", title, words, published=at)  # type: ignore[arg-type] # a time
            for n, (title, words, at) in enumerate(articles)
        ]
        self.line.clock.now = max(self.line.clock.now, JUNE + 2 * DAY + timedelta(hours=self.count))
        self.line.fetch.pages[feed] = rss(*said)
        await self.line.visit(feed)
        while await self.deliverer.once():
            pass

    def heard(self, workspace: str) -> list[str]:
        return [text(each.document) for each in self.chat.posts if each.to.workspace == workspace]


async def opened() -> House:
    line = Line(await SqliteEngine.open(":memory:"))
    await line.store.migrate()
    for url, workspaces in ((URL, ("mine", "theirs")), (OTHER, ("theirs",))):
        source = await line.add(url)
        for workspace in workspaces:
            await line.store.watchlist.add_source(source, audit=line.audit(workspace))
        await line.visit(url)
    for name in ("mine", "theirs"):
        where = Channel(platform="fake", workspace=name, id="general")
        rules = Subscription(id=digest(name), channel=where)
        await line.store.watchlist.rule(where, lambda _, r=rules: r, audit=line.audit(name))  # type: ignore[misc] # the loop's own
    return House(line)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    made = await opened()
    yield made
    await made.line.store.close()


async def test_a_step_that_others_knew_is_news_where_it_was_not_known(house: House) -> None:
    await house.tells(URL, PLAN)
    await house.tells(OTHER, LOUD)
    await house.tells(URL, BEGUN)

    mine, theirs = house.heard("mine"), house.heard("theirs")

    assert len(mine) == 2
    assert "Zz" not in "".join(mine)
    assert "Delivery" in mine[1]
    assert "was planned" in mine[1]
    assert len(theirs) == 2
    assert "Zz" in theirs[1]


async def test_nobody_hears_of_it_twice(house: House) -> None:
    await house.tells(URL, PLAN)
    await house.tells(OTHER, LOUD)
    await house.tells(URL, BEGUN)
    await house.tells(URL, ("Deliveries of NIO's ET5 begin", BEGUN[1], BEGUN[2]))

    assert (len(house.heard("mine")), len(house.heard("theirs"))) == (2, 2)


async def test_a_new_step_of_a_known_story_is_heard_where_it_is_seen_first(house: House) -> None:
    await house.tells(URL, PLAN)
    await house.tells(OTHER, BOTH)
    await house.tells(URL, BOTH)

    assert ["Recall" in each for each in house.heard("mine")] == [False, True]
    assert len(house.heard("theirs")) == 2


async def test_a_step_that_a_story_of_others_told_is_news_where_that_is_not_seen(
    house: House,
) -> None:
    await house.tells(OTHER, RECALL)
    await house.tells(URL, PLAN)
    await house.tells(URL, BOTH)

    assert ["Recall" in each for each in house.heard("mine")] == [False, True]


async def test_so_it_is_where_the_text_joins_another_story(house: House) -> None:
    await house.tells(URL, RECALL)
    await house.tells(OTHER, PLAN)
    await house.tells(URL, BOTH)

    assert ["Delivery [planned" in each for each in house.heard("mine")] == [False, True]


SEATS = "NIO recalls 900 ES8 cars for loose seats, the regulator said on Friday."
BELTS = "NIO recalls 555 EC6 cars for torn belts, the regulator said on Friday."
TWO = ("NIO recalls 900 ES8 cars and 555 EC6 cars", f"{SEATS} {BELTS}", JUNE + 2 * DAY)
THREE = (f"{TWO[0]} and 300 ET7 cars", f"{TWO[1]} {RECALL[1]}", JUNE + 2 * DAY)


@pytest.mark.parametrize("visit", [(RECALL, THREE), (THREE, RECALL)], ids=["before", "after"])
async def test_what_two_texts_of_one_visit_tell_in_two_stories_is_heard_once(
    house: House, visit: tuple[Article, Article]
) -> None:
    await house.tells(URL, TWO)
    await house.tells(OTHER, RECALL)
    await house.tells(URL, *visit)

    assert ["ET7" in each for each in house.heard("mine")] == [False, True]
    assert ["ET7" in each for each in house.heard("theirs")] == [False, True]


# Each of one step: which story a text of several joins depends on all there are.
STEPS = st.lists(
    st.tuples(st.sampled_from((URL, OTHER)), st.sampled_from((PLAN, BEGUN, LOUD, RECALL))),
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(STEPS)
def test_the_texts_of_others_keep_no_news_away(steps: list[tuple[str, Article]]) -> None:
    async def run() -> None:
        alone, beside = await opened(), await opened()
        for feed, article in steps:
            await beside.tells(feed, article)
            if feed == URL:
                await alone.tells(feed, article)
            else:
                alone.count += 1
        assert [each.splitlines()[:3] for each in beside.heard("mine")] == [
            each.splitlines()[:3] for each in alone.heard("mine")
        ]
        for each in (alone, beside):
            await each.line.store.close()

    asyncio.run(run())
