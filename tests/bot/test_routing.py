"""Who hears of a visit: by language and by group, and nobody twice."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage.channels import Channel, Subscription
from storage.records import digest
from storage.sqlite import SqliteEngine
from tests.fakes import entry, rss
from tests.fakes_line import JUNE, OTHER, URL, Line

EN = entry("en", "NIO delivers 7,024 cars in May", "NIO delivered 7,024 vehicles in May 2022, the company said on Wednesday.", published=JUNE)  # fmt: skip
ZH = entry("zh", "蔚来5月交付7024辆", "蔚来汽车6月1日宣布，2022年5月共交付新车7024辆。", published=JUNE + timedelta(hours=1))  # fmt: skip
AGAIN = entry("en2", "Nio's May: 7,024 deliveries", "Nio said it had delivered 7,024 vehicles in May 2022.", published=JUNE + timedelta(hours=5))  # fmt: skip


def channel(name: str) -> Channel:
    return Channel(platform="fake", workspace="w", id=name)


async def hears(line: Line, name: str, *companies: str, news: tuple[str, ...] = ()) -> None:
    where = channel(name)
    rules = Subscription(id=digest(str(where)), channel=where, companies=companies, news=news)
    await line.store.watchlist.rule(where, lambda _: rules, audit=line.audit())


async def told(line: Line, feed: str, *entries: str) -> list[str]:
    """The channels that get something of the next visit."""
    line.fetch.pages[feed] = rss(*entries)
    return sorted(each.channel.id for each in (await line.visit(feed)).deliveries)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    made = Line(await SqliteEngine.open(":memory:"))
    await made.store.migrate()
    for url in (URL, OTHER):
        await made.add(url)
        await made.visit(url)
    yield made
    await made.store.close()


async def test_a_channel_hears_of_news_in_its_languages_once_one_of_them_tells_it(
    line: Line,
) -> None:
    await hears(line, "all")
    await hears(line, "english", news=("en",))
    await hears(line, "chinese", news=("zh",))

    first = await told(line, URL, ZH)
    second = await told(line, OTHER, EN)
    third = await told(line, OTHER, EN, AGAIN)

    assert first == ["all", "chinese"]
    assert second == ["english"]
    assert third == []


async def test_a_channel_hears_of_a_story_once_a_source_of_its_own_tells_it(line: Line) -> None:
    mine = Channel(platform="fake", workspace="mine", id="mine")
    await line.store.watchlist.rule(
        mine, lambda _: Subscription(id=digest(str(mine)), channel=mine), audit=line.audit("mine")
    )
    other = await line.store.visits.source(digest(OTHER))
    assert other is not None
    await line.store.watchlist.add_source(other, audit=line.audit("mine"))
    await hears(line, "all")

    first = await told(line, URL, EN)
    second = await told(line, OTHER, ZH)
    third = await told(line, OTHER, ZH, AGAIN)

    assert first == ["all"]
    assert second == ["mine"]
    assert third == []


async def test_a_story_told_in_both_languages_at_once_reaches_each_once(line: Line) -> None:
    await hears(line, "english", news=("en",))
    await hears(line, "both", news=("en", "zh"))

    assert await told(line, URL, ZH, EN) == ["both", "english"]


async def test_what_is_old_news_stays_silent_in_any_language(line: Line) -> None:
    await hears(line, "english", news=("en",))
    await told(line, URL, ZH)
    line.clock.pass_by(timedelta(days=20))

    assert await told(line, OTHER, EN) == []


async def test_a_channel_that_follows_a_group_hears_of_its_companies_only(line: Line) -> None:
    await hears(line, "china", "all-china")
    await hears(line, "batteries", "all-batteries")
    await hears(line, "japan", "all-japan", "nio")

    assert await told(line, URL, EN) == ["china", "japan"]


async def test_thin_items_are_read_for_the_companies_of_a_followed_group(line: Line) -> None:
    await hears(line, "china", "all-china")
    titles = ("NIO delivered 7,024 vehicles in May 2022", "Tesla delivered 9,000 cars in May 2022")
    thin, other = (entry(title[:3], title, published=JUNE) for title in titles)

    await told(line, URL, thin, other)

    assert line.asked("https://example.org/NIO")
    assert not line.asked("https://example.org/Tes")
