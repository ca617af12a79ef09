"""What one visit makes of new, edited and repeated items."""

from datetime import timedelta

import pytest

from storage.engine import Conflict, Engine, StoreError
from storage.records import digest
from storage.sources import Visit
from storage.visits import Visits
from tests.fakes import entry, rss
from tests.fakes_line import CHANNEL, JUNE, NIO, NOISE, OTHER, RETOLD, URL, XPENG, Line, polled, why


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
