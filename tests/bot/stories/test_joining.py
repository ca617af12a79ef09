"""A story taken apart and put together again is the story that there was."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.stories.group import group
from bot.stories.parting import join, split
from storage.records import Pin, Story
from tests.fakes_stories import SEEN, catalogue, item, milestone

NAMES = catalogue()


def grown(count: int) -> Story:
    """One event that several texts tell, an hour after each other."""
    story: Story | None = None
    for n in range(count):
        said = milestone(
            "xiaomi", "launch", when="2023-08-24", subject="SU7", evidence=f"Said {n}."
        )
        told = item(f"k{n}", days=n / 24)
        decision = group(
            told, [said], [story] if story else [], now=SEEN + timedelta(days=2), catalogue=NAMES
        )
        assert decision is not None
        assert story is None or decision.story.id == story.id
        story = decision.story
    assert story is not None
    return story


@given(st.integers(2, 5), st.data())
def test_apart_and_together_again_is_the_same_story(count: int, data: st.DataObject) -> None:
    story = grown(count)
    some = st.lists(st.sampled_from(story.items), min_size=1, max_size=count - 1, unique=True)

    parted = split(story, data.draw(some), catalogue=NAMES)
    joined = join(parted.rest, parted.other, catalogue=NAMES)

    whole = joined.whole
    assert whole.items == story.items
    assert whole.milestones == story.milestones
    assert (whole.title, whole.gist) == (story.title, story.gist)
    assert (whole.first_seen, whole.last_seen) == (story.first_seen, story.last_seen)
    assert [join.at for join in whole.joins] == [join.at for join in story.joins]
    assert set(joined.unpinned) == set(parted.pins)
    assert joined.empty.milestones == ()


def test_the_one_that_is_named_first_stays() -> None:
    parted = split(grown(3), grown(3).items[:1], catalogue=NAMES)  # what goes was told first

    joined = join(parted.rest, parted.other, catalogue=NAMES)

    assert joined.whole.id == parted.rest.id == grown(3).id
    assert joined.whole.revision == parted.rest.revision + 1
    assert joined.whole.first_seen == parted.other.first_seen
    assert Pin(item=grown(3).items[0], story=parted.rest.id) in joined.unpinned


def test_what_had_changed_about_the_other_is_not_told_again() -> None:
    parted = split(grown(3), grown(3).items[2:], catalogue=NAMES)
    changed = replace(
        parted.other,
        changes=tuple(replace(change, revision=2) for change in grown(3).changes),
    )

    whole = join(parted.rest, changed, catalogue=NAMES).whole

    assert all(change.revision <= parted.rest.revision for change in whole.changes)
