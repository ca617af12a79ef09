"""The archive's articles as stories: which outlet is visited first makes no difference."""

import random
from functools import cache

import pytest

from bot.catalogue import load as load_catalogue
from bot.demo.archive import Entry, load
from bot.milestones.extract import extract
from bot.stories.group import group
from storage.records import Item, Milestone, Story

ORDERS = 12


def stated(entry: Entry) -> tuple[Milestone, ...]:
    return _extracted(entry.feed, entry.slug)


@cache
def _extracted(feed: str, slug: str) -> tuple[Milestone, ...]:
    entry = next(e for e in load().entries if (e.feed, e.slug) == (feed, slug))
    found = extract(
        entry.title,
        entry.page or entry.text,
        language=entry.language,
        published=entry.at.date(),
        catalogue=load_catalogue(),
    )
    return tuple(found.milestones)


def stories(chance: random.Random) -> set[frozenset[str]]:
    """The articles of each story, the feeds of each day visited in a random order."""
    archive, kept = load(), dict[str, Story]()
    for day in range(len(archive.days)):
        feeds, now = list(archive.feeds), archive.moment(day)
        chance.shuffle(feeds)
        for feed in feeds:
            fresh = [e for e in archive.entries if (e.feed, e.day) == (feed, day)]
            for entry in sorted(fresh, key=lambda each: each.at):
                item = Item(source=feed, key=entry.slug, url="", title=entry.title, text="", seen=now, published=entry.at)  # fmt: skip
                decision = group(item, stated(entry), tuple(kept.values()), now=now, catalogue=load_catalogue())  # fmt: skip
                if decision is not None:
                    kept[decision.story.id] = decision.story
    names = {Item(source=e.feed, key=e.slug, url="", title="", text="", seen=e.at).id: f"{e.feed}/{e.slug}" for e in archive.entries}  # fmt: skip
    return {frozenset(names[item] for item in story.items) for story in kept.values()}


@pytest.mark.parametrize("seed", range(ORDERS))
def test_the_order_of_the_visits_does_not_matter(seed: int) -> None:
    assert stories(random.Random(seed)) == stories(random.Random(ORDERS))  # noqa: S311 - the same orders each time


def test_every_event_is_one_story_and_no_story_is_two() -> None:
    tells = {f"{e.feed}/{e.slug}": e.tells for e in load().entries if e.tells}

    events = [{tells[key] for key in story if key in tells} for story in stories(random.Random(0))]  # noqa: S311 - the same order each time

    assert [each for each in events if len(each) > 1] == []
    told = [event for each in events for event in each]
    assert sorted(told) == sorted(set(told))
