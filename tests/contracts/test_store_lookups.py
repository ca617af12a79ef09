"""What a store promises to look-ups: never stale, the newest first, honest about what is watched."""

import operator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.hand import Hand
from storage.recent import At
from storage.records import Denial, Kind
from storage.shelf import Shelf
from storage.store import Store
from tests.fakes_storage import (
    DAILY,
    NOW,
    WEEKLY,
    audit,
    item,
    milestone,
    source,
    story,
    visit,
)

DAY = timedelta(days=1)


class TestShelf:
    async def test_gives_the_same_value_until_something_changes(self, watched: Store) -> None:
        first = item("1")
        await watched.visits.record(visit(first, stories=[story(first)]))

        one, two = await watched.shelf.told("xiaomi"), await watched.shelf.told("xiaomi")

        assert one is two
        assert list(one.tellings) == await watched.history.timeline("xiaomi")

    async def test_is_never_older_than_the_last_commit(self, watched: Store) -> None:
        first, second = item("1"), item("2", published=NOW + DAY)
        await watched.visits.record(visit(first, stories=[story(first)]))
        await watched.shelf.told("xiaomi")
        denial = Denial(company="xiaomi", kind=None, evidence="No.", item=second.id)
        changes = (
            visit(second, stories=[story(second, name="other")]),
            visit(replace(first, title="Another title")),
            visit(title="Another name"),
            replace(visit(second), denials=(denial,)),
            visit(
                stories=[story(first, revision=2, milestones=[milestone(first, kind=Kind.RECALL)])],
                based_on={"launch": 1},
            ),
            visit(stories=[story(first, revision=3, milestones=[])], based_on={"launch": 2}),
        )
        for change in changes:
            before = await watched.shelf.told("xiaomi")
            await watched.visits.record(change)

            told = await watched.shelf.told("xiaomi")

            assert told is not before
            assert list(told.tellings) == await watched.history.timeline("xiaomi")
            assert list(told.objections) == await watched.history.objections("xiaomi")

    async def test_several_at_once_are_each_as_alone(self, watched: Store) -> None:
        for number, company in enumerate(("nio", "byd")):
            told = item(str(number))
            one = story(told, name=company, companies=(company,))
            await watched.visits.record(visit(told, stories=[one]))
        alone = [await watched.shelf.told(each) for each in ("byd", "nobody", "nio")]

        together = await watched.shelf.told_of(["byd", "nobody", "nio"])

        assert [len(each.tellings) for each in together] == [1, 0, 1]
        assert all(map(operator.is_, together, alone))

    async def test_what_is_at_hand_is_shared_with_what_is_read_at_once(
        self, watched: Store
    ) -> None:
        first = item("1")
        await watched.visits.record(visit(first, stories=[story(first)]))
        before = await watched.shelf.told("xiaomi")

        assert await watched.at_once(lambda store: store.shelf.told("xiaomi")) is before

    async def test_a_source_that_told_nothing_yet_changes_nothing(self, watched: Store) -> None:
        first = item("1")
        await watched.visits.record(visit(first, stories=[story(first)]))
        await watched.watchlist.add_source(source("new"), audit=audit("add"))
        before = await watched.shelf.told("xiaomi")

        await watched.visits.record(replace(visit(title="Its own name"), source=source("new").id))

        assert await watched.shelf.told("xiaomi") is before

    async def test_reads_again_only_the_stories_that_changed(self, watched: Store) -> None:
        first, second = item("1"), item("2", published=NOW + DAY)
        await watched.visits.record(visit(first, stories=[story(first)]))
        [before] = (await watched.shelf.told("xiaomi")).tellings

        await watched.visits.record(visit(second, stories=[story(second, name="other")]))

        new, old = (await watched.shelf.told("xiaomi")).tellings
        assert (new.story, new.milestone.item) != (before.story, before.milestone.item)
        assert old is before

    async def test_news_of_others_changes_nothing(self, watched: Store) -> None:
        first, second = item("1"), item("2")
        await watched.visits.record(visit(first, stories=[story(first)]))
        before = await watched.shelf.told("xiaomi")

        await watched.visits.record(
            visit(second, stories=[story(second, name="other", companies=("byd",))])
        )

        assert await watched.shelf.told("xiaomi") is before

    async def test_which_stories_say_nothing_any_more_is_forgotten_and_nothing_is_stale(
        self, watched: Store
    ) -> None:
        first, second = item("1"), item("2")
        other = story(second, name="other")
        await watched.visits.record(visit(first, second, stories=[story(first), other]))
        mine, theirs = watched.shelf, Shelf(watched.shelf._engine)
        for each in (mine, theirs):
            assert len((await each.told("xiaomi")).tellings) == 2
        gone = story(first, revision=2, milestones=[], companies=("byd",))
        await watched.visits.record(visit(stories=[gone], based_on={"launch": 1}))

        forgotten = [await mine.tidy(), await mine.tidy()]

        assert forgotten == [1, 0]
        for each in (mine, theirs):
            assert [told.story for told in (await each.told("xiaomi")).tellings] == ["other"]

    async def test_what_is_folded_is_as_new_as_the_last_commit(self, watched: Store) -> None:
        first, second = item("1"), item("2", published=NOW + DAY)
        await watched.visits.record(visit(first, stories=[story(first)]))
        held = Shelf(watched.shelf._engine, Hand(most=1))
        await held.fetch("xiaomi")
        await held.fetch("nobody")  # the first is folded
        for change in (
            visit(second, stories=[story(second, name="other")]),
            visit(replace(first, title="Another title")),
            visit(title="Another name"),
        ):
            assert (await held.told("xiaomi")) == (await watched.shelf.told("xiaomi"))
            await held.told("nobody")
            await watched.visits.record(change)
        assert (await held.told("xiaomi")).tellings == (await watched.shelf.told("xiaomi")).tellings


class TestRecent:
    async def test_is_news_of_what_is_watched_newest_first(self, watched: Store) -> None:
        days = {"xiaomi": 3, "byd": 1, "nio": 2}
        for company, back in days.items():
            told = item(company, published=NOW - back * DAY)
            recalled = milestone(told, company, headline=False, kind=Kind.FACTORY)
            await watched.visits.record(
                visit(
                    told,
                    stories=[
                        story(
                            told,
                            name=company,
                            companies=(company,),
                            milestones=[milestone(told, company), recalled],
                        )
                    ],
                )
            )

        async def companies(**more: object) -> list[str]:
            found = await watched.recent.tellings("acme", seen=NOW, **more)  # type: ignore[arg-type] # a test's shorthand
            return [each.milestone.company for each in found]

        assert await companies() == ["byd", "nio", "xiaomi"]
        assert await companies(kinds=[Kind.RECALL]) == []
        await watched.watchlist.add_company("nio", audit=audit())
        await watched.watchlist.add_company("xiaomi", audit=audit())
        assert await companies() == ["nio", "xiaomi"]
        place = At(told=NOW - 2 * DAY, item=item("nio").id[:8])
        assert await companies(behind=place) == ["xiaomi"]
        later = At(told=NOW - 3 * DAY, item=f"{item('xiaomi').id[:8]}~")
        assert await companies(before=later) == ["nio"]
        assert await watched.recent.companies("acme") == {"nio", "xiaomi"}
        assert await watched.recent.companies("other") == frozenset()

    async def test_knows_nothing_of_what_was_seen_later(self, watched: Store) -> None:
        told = item("1", seen=NOW + DAY)
        await watched.visits.record(visit(told, stories=[story(told)]))

        assert await watched.recent.tellings("acme", seen=NOW) == []
        assert await watched.recent.seen("acme") == NOW + DAY

    async def test_the_busiest_are_those_of_which_most_was_told(self, watched: Store) -> None:
        for number, company in enumerate(["nio", "byd", "byd", "catl", "byd", "nio"]):
            told = item(str(number))
            kept = story(told, name=str(number), companies=(company,))
            await watched.visits.record(visit(told, stories=[kept]))

        assert await watched.recent.busiest(9, least=2) == ["byd", "nio"]
        assert await watched.recent.busiest(1, least=1) == ["byd"]


class TestCoverage:
    async def test_nothing_is_watched(self, store: Store) -> None:
        found = await store.coverage.watching("acme", "nio", now=NOW)

        assert (found.watched, found.since, found.has_source) == (False, None, False)

    async def test_all_companies_are_where_none_is_named(self, watched: Store) -> None:
        found = await watched.coverage.watching("acme", "nio", now=NOW)

        assert (found.watched, found.since, found.has_source) == (True, NOW, True)
        assert not (await watched.coverage.watching("other", "nio", now=NOW)).watched

    async def test_only_those_that_are_named(self, watched: Store) -> None:
        await watched.watchlist.add_company("nio", audit=audit(at=NOW + DAY))

        assert (await watched.coverage.watching("acme", "nio", now=NOW)).since == NOW + DAY
        assert not (await watched.coverage.watching("acme", "byd", now=NOW)).watched
        assert (await watched.coverage.watching("acme", now=NOW)).watched

    async def test_a_feed_about_another_company_does_not_count(self, watched: Store) -> None:
        about_byd = source("query", company="byd")
        await watched.watchlist.add_source(about_byd, audit=audit())
        await watched.visits.record(visit(at=NOW, failure="no answer"))

        assert (await watched.coverage.watching("acme", "nio", now=NOW)).sources == 1
        assert (await watched.coverage.watching("acme", "byd", now=NOW)).sources == 2
        assert (await watched.coverage.watching("acme", now=NOW)).sources == 2

    async def test_a_feed_about_another_company_is_none_for_this_one(self, store: Store) -> None:
        about_byd = source("query", company="byd")
        await store.watchlist.add_source(about_byd, audit=audit())

        assert not (await store.coverage.watching("acme", "nio", now=NOW)).has_source
        assert (await store.coverage.watching("acme", "byd", now=NOW)).has_source
        assert (await store.coverage.watching("acme", now=NOW)).has_source

    async def test_sources_that_fail_or_were_silent_are_named(self, watched: Store) -> None:
        await watched.watchlist.add_source(WEEKLY, audit=audit())
        await watched.visits.record(visit(at=NOW))
        await watched.visits.record(visit(of=WEEKLY, at=NOW, failure="no answer"))

        now = await watched.coverage.watching("acme", "nio", now=NOW)
        later = await watched.coverage.watching("acme", "nio", now=NOW + 2 * DAY)

        assert [each.source.id for each in now.suspects] == [WEEKLY.id]
        assert {each.source.id for each in later.suspects} == {DAILY.id, WEEKLY.id}

    async def test_a_pause_is_told(self, watched: Store) -> None:
        await watched.watchlist.add_company("nio", audit=audit())
        until = datetime.max.replace(tzinfo=UTC)

        await watched.watchlist.pause(company="nio", until=until, audit=audit())

        assert (await watched.coverage.watching("acme", "nio", now=NOW)).paused_until == until
