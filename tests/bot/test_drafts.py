"""What the items of one visit make of the stories, denials among them."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.ingest.drafts import Drafts, draft
from bot.ingest.understand import Understood
from storage.records import Denial, Kind, Milestone, Pin, Story
from tests.fakes_stories import SEEN, catalogue, item, milestone

PLAN = milestone(
    "byd", "factory", "planned", subject="Szeged", evidence="BYD will build in Szeged."
)
DENIAL = Denial(company="byd", kind=Kind.FACTORY, evidence="BYD denied it.")
NOW = SEEN + timedelta(days=10)


def said(key: str, *milestones: Milestone, days: float = 0, denies: bool = False, **more: object) -> Understood:  # fmt: skip
    return Understood(item=item(key, days=days), milestones=milestones, companies=("byd",), denials=(DENIAL,) if denies else (), **more)  # type: ignore[arg-type] # fmt: skip


def drafted(*understood: Understood, stories: tuple[Story, ...] = (), now: datetime = NOW, **more: object) -> Drafts:  # fmt: skip
    return draft(understood, stories, now=now, catalogue=catalogue(), **more)  # type: ignore[arg-type] # a test's shorthand


def told() -> Story:
    [story] = drafted(said("a", PLAN)).stories
    return story


def test_a_denial_grows_the_story_that_it_denies_and_is_news_of_the_step() -> None:
    drafts = drafted(said("d", days=3, denies=True), stories=(told(),))

    [story] = drafts.stories
    assert story.revision == 2
    assert story.denials == (replace(DENIAL, item=item("d").id),)
    assert drafts.based_on == {story.id: 1}
    assert drafts.news == {story.id: told().milestones}
    assert drafts.silent == ()
    assert drafts.denials == ()


def test_a_denial_that_finds_no_story_is_kept_with_its_item_and_is_silent() -> None:
    drafts = drafted(said("d", days=3, denies=True))

    assert drafts.stories == ()
    assert drafts.denials == (replace(DENIAL, item=item("d").id),)
    assert [why for _, why in drafts.silent] == ["denies a step that nobody told"]


def test_a_denial_in_the_same_visit_is_one_revision() -> None:
    drafts = drafted(said("a", PLAN), said("d", days=3, denies=True))

    [story] = drafts.stories
    assert story.revision == 1
    assert [change.revision for change in story.changes] == [1]


def test_a_hushed_denial_is_kept_and_raises_nothing() -> None:
    drafts = drafted(said("d", days=3, denies=True, hush="first poll"), stories=(told(),))

    assert len(drafts.stories[0].denials) == 1
    assert drafts.news == {}
    assert [why for _, why in drafts.silent] == ["first poll"]


def test_a_second_outlet_with_the_denial_is_silent() -> None:
    [denied] = drafted(said("d", days=3, denies=True), stories=(told(),)).stories

    drafts = drafted(said("e", days=4, denies=True), stories=(denied,))

    assert len(drafts.stories[0].denials) == 2
    assert drafts.news == {}
    assert [why for _, why in drafts.silent] == [f"denied before: {denied.title}"]


def test_an_edited_denial_is_no_news_again_and_a_withdrawn_one_goes() -> None:
    [denied] = drafted(said("d", days=3, denies=True), stories=(told(),)).stories

    same = drafted(said("d", days=3, denies=True, is_edit=True), stories=(denied,))
    gone = drafted(said("d", days=3, is_edit=True), stories=(denied,))

    assert (same.stories[0].denials, same.news) == (denied.denials, {})
    assert gone.stories[0].denials == ()
    assert gone.stories[0].milestones == denied.milestones


def test_a_text_that_tells_one_thing_and_denies_another_does_both() -> None:
    launch = milestone("byd", "launch", subject="Seal", when="2023-08-27")

    drafts = drafted(said("d", launch, days=3, denies=True), stories=(told(),))

    assert {story.id == told().id for story in drafts.stories} == {True, False}
    assert len(drafts.news) == 2
    assert drafts.silent == ()


def test_a_text_never_denies_what_it_states() -> None:
    drafts = drafted(said("a", PLAN, denies=True))

    assert drafts.stories[0].denials == ()
    assert len(drafts.denials) == 1


def test_a_pin_keeps_an_item_out() -> None:
    pin = Pin(item=item("b").id, story=told().id)

    drafts = drafted(said("b", PLAN), stories=(told(),), pins=[pin])

    assert drafts.stories[0].id != told().id
    assert drafts.based_on == {}
