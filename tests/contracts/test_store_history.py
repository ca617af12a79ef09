"""What a store promises about stories and timelines that are asked for."""

from datetime import date, timedelta

from storage.records import Kind, Phase, Span
from storage.store import Store
from tests.fakes_storage import NOW, item, milestone, story, visit


async def test_candidates_are_stories_of_these_companies_seen_lately(watched: Store) -> None:
    def told(name: str, *companies: str, days: int) -> None:
        stories.append(
            story(item(name), name=name, companies=companies, seen=NOW - timedelta(days=days))
        )

    stories: list[object] = []
    told("old", "xiaomi", days=40)
    told("joint", "xiaomi", "catl", days=2)
    told("recent", "byd", days=1)
    told("other", "nio", days=0)
    names = ("old", "joint", "recent", "other")
    await watched.visits.record(
        visit(*map(item, names), stories=stories)  # type: ignore[arg-type] # they are stories
    )

    found = await watched.history.candidates(
        ["xiaomi", "catl", "byd"], since=NOW - timedelta(days=2)
    )

    assert found == [stories[2], stories[1]]
    assert await watched.history.stories_of([item("old").id, item("other").id]) == [
        stories[3],
        stories[0],
    ]


async def test_a_story_seen_again_is_found_by_its_new_date_and_companies(watched: Store) -> None:
    first = item("1")
    await watched.visits.record(visit(first, stories=[story(first)]))
    grown = story(first, revision=2, companies=("catl",), seen=NOW + timedelta(days=9))

    await watched.visits.record(visit(stories=[grown], based_on={"launch": 1}))

    assert await watched.history.candidates(["xiaomi"], since=NOW) == []
    assert await watched.history.candidates(["catl"], since=NOW + timedelta(days=9)) == [grown]


async def test_a_story_without_milestones_is_whole(watched: Store) -> None:
    quiet = story(item(), milestones=[])

    await watched.visits.record(visit(item(), stories=[quiet]))

    assert await watched.history.story("launch") == quiet


async def test_a_timeline_is_newest_first_and_filtered(watched: Store) -> None:
    dated = item("1", published=NOW - timedelta(days=3))
    undated = item("2", seen=NOW - timedelta(days=2))
    newest = item("3", published=NOW)
    year = Span(start=date(2024, 1, 1), end=date(2024, 12, 31))
    steps = [
        milestone(dated, kind=Kind.FACTORY, phase=Phase.PLANNED, when=year),
        milestone(undated, kind=Kind.LAUNCH),
        milestone(newest, kind=Kind.LAUNCH, phase=Phase.DELAYED),
        milestone(newest, company="byd"),
    ]
    told = story(dated, undated, newest, milestones=steps)
    await watched.visits.record(visit(dated, undated, newest, stories=[told], title="Daily"))
    timeline = watched.history.timeline

    assert [each.milestone for each in await timeline("xiaomi")] == [steps[2], steps[1], steps[0]]
    [planned] = await timeline("xiaomi", kinds=[Kind.FACTORY])
    assert planned.milestone == steps[0]
    assert (planned.url, planned.title, planned.outlet) == (dated.url, dated.title, "Daily")
    assert (planned.published, planned.seen, planned.story) == (dated.published, NOW, "launch")
    assert [each.milestone for each in await timeline("xiaomi", phases=[Phase.DONE])] == [steps[1]]
    since = await timeline("xiaomi", since=NOW.date() - timedelta(days=1))
    assert [each.milestone for each in since] == [steps[2], steps[0]]
    assert [each.milestone for each in await watched.history.latest(2)] == steps[2:4]


async def test_an_export_is_every_milestone_oldest_first(watched: Store) -> None:
    items = [item(f"{n:04}", published=NOW + timedelta(minutes=n % 700)) for n in range(1100)]
    stories = [story(each, name=each.key) for each in items]
    await watched.visits.record(visit(*items, stories=stories))

    exported = [each async for each in watched.history.export()]

    assert {each.story for each in exported} == {each.id for each in stories}
    assert len(exported) == 1100
    times = [each.published for each in exported if each.published]
    assert times == sorted(times)
