"""What later tellings change about a story, what is denied of it, and how it is taken apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.denials import deny
from bot.stories.group import Decision, group
from bot.stories.parties import parties
from bot.stories.parting import split
from bot.stories.slips import Told
from storage.records import ChangeKind, Denial, Item, Kind, Milestone, Pin, Story
from tests.fakes_stories import SEEN, catalogue, item, milestone, seed

NDRC = milestone(certainty="reported", agency="NDRC", when="2023-08-01/2023-08-31")


def put(
    told: Item,
    said: Sequence[Milestone],
    *stories: Story,
    plans: Sequence[Told] = (),
    pins: Sequence[Pin] = (),
) -> Decision:
    decision = group(
        told, said, stories, now=told.seen, catalogue=catalogue(), plans=plans, pins=pins
    )
    assert decision is not None
    return decision


def changes(first: Milestone, later: Milestone) -> list[ChangeKind]:
    story = put(item("a"), (first,)).story
    grown = put(item("b", days=0.5), (later,), story).story
    assert grown.id == story.id
    return [change.kind for change in grown.changes]


UPGRADES = [
    ("surer", NDRC, replace(NDRC, certainty=milestone().certainty), ["certainty"]),
    ("a rumour reported", milestone(certainty="rumoured", agency="NDRC"), milestone(certainty="reported", agency="NDRC"), ["certainty"]),
    ("a month to a day", NDRC, replace(NDRC, when=milestone(when="2023-08-23").when), ["date"]),
    ("no date to a day", milestone(agency="NDRC", subject="EV"), milestone(agency="NDRC", subject="EV", when="2023-08-23"), ["date"]),
    ("a sum that was missing", milestone(kind="factory", subject="Szeged"), milestone(kind="factory", subject="Szeged", amount="4e9 EUR"), ["figure"]),
    ("a count that was missing", milestone(kind="recall", subject="SU7"), milestone(kind="recall", subject="SU7", quantity="30931 vehicles"), ["figure"]),
    ("a plan come true", milestone(kind="launch", phase="planned", subject="SU7", when="2023-08-24"), milestone(kind="launch", subject="SU7", when="2023-08-24"), ["phase"]),
    ("a plan dropped", milestone(kind="factory", phase="planned", subject="Szeged", amount="1e9 EUR"), milestone(kind="factory", phase="cancelled", subject="Szeged", amount="1e9 EUR"), ["phase"]),
    ("surer and more exact", NDRC, milestone(agency="NDRC", when="2023-08-23"), ["certainty", "date"]),
    ("another figure", milestone(kind="recall", subject="SU7", when="2023-08-24", quantity="11411 vehicles"), milestone(kind="recall", subject="SU7", when="2023-08-24", quantity="12900 vehicles"), ["dispute"]),
    ("nothing", NDRC, NDRC, []),
    ("less sure", replace(NDRC, certainty=milestone().certainty), NDRC, []),
    ("less exact", milestone(certainty="reported", agency="NDRC", when="2023-08-23"), NDRC, []),
    ("a figure left away", milestone(kind="recall", subject="SU7", quantity="30931 vehicles"), milestone(kind="recall", subject="SU7"), []),
    ("a plan told again after it came true", milestone(kind="launch", subject="SU7", when="2023-08-24"), milestone(kind="launch", phase="planned", subject="SU7", when="2023-08-24"), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "later", "kinds"), [case[1:] for case in UPGRADES], ids=[case[0] for case in UPGRADES]
)
def test_a_revision_says_what_changed(first: Milestone, later: Milestone, kinds: list[str]) -> None:
    assert changes(first, later) == kinds


def test_a_change_knows_its_revision_and_both_tellings() -> None:
    story = put(item("a"), (NDRC,)).story
    sure = replace(NDRC, certainty=milestone().certainty)

    [change] = put(item("b", days=0.5), (sure,), story).story.changes

    assert change.revision == 2
    assert change.milestone == replace(sure, item=item("b").id)
    assert change.before == replace(NDRC, item=item("a").id)


def test_a_step_that_nobody_told_is_a_change_of_a_story_that_had_some() -> None:
    story = put(item("a"), (NDRC,)).story

    grown = put(item("b", days=1), seed()[:2], story).story

    assert story.changes == ()
    assert [c.kind for c in grown.changes] == ["step"]


def test_a_date_moved_back_says_so_in_whatever_story_it_was_told() -> None:
    old = milestone(kind="production", phase="planned", when="2023-10-01/2023-12-31", subject="SU7")
    new = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="SU7")

    decision = put(item("b", days=300), (new,), plans=[Told(milestone=old, at=SEEN)])

    assert decision.fresh
    assert decision.news
    [change] = decision.story.changes
    assert (change.kind, change.before) == ("slip", old)


def test_an_item_edited_twice_changes_once() -> None:
    story = put(item("a"), (NDRC,)).story
    sure = replace(NDRC, certainty=milestone().certainty)
    once = put(item("b", days=0.5), (sure,), story).story

    twice = put(item("b", days=0.5), (sure,), once).story

    assert twice.changes == once.changes
    assert twice.joins == once.joins
    assert twice.milestones == once.milestones


# --- denials

PLAN = milestone(
    "byd", "factory", "planned", subject="Szeged", evidence="BYD will build in Szeged."
)


def denial(company: str = "byd", kind: str | None = "factory", words: str = "BYD denied that it will build there.") -> Denial:  # fmt: skip
    return Denial(company=company, kind=Kind(kind) if kind else None, evidence=words, item="d")


def test_a_denial_is_kept_beside_the_step_that_it_denies() -> None:
    story = put(item("a"), (PLAN,)).story

    met = deny(denial(), [story], SEEN + timedelta(days=3))

    assert met is not None
    denied, step, is_new = met
    assert (denied.id, denied.revision, is_new) == (story.id, 2, True)
    assert denied.milestones == story.milestones
    assert denied.denials == (denial(),)
    assert step == story.milestones[0]
    assert [c.kind for c in denied.changes] == ["denial"]


@pytest.mark.parametrize(
    ("said", "days"),
    [
        (denial("nio"), 3),
        (denial(kind="recall"), 3),
        (denial(), 60),
        (denial(kind=None, words="Nothing of this is true."), 3),
    ],
)
def test_a_denial_of_something_else_finds_no_story(said: Denial, days: int) -> None:
    story = put(item("a"), (PLAN,)).story

    assert deny(said, [story], SEEN + timedelta(days=days)) is None


def test_a_denial_without_a_kind_is_known_by_its_words() -> None:
    story = put(item("a"), (PLAN,)).story

    assert deny(denial(kind=None, words="BYD will not build in Szeged."), [story], SEEN) is not None


def test_a_second_denial_is_kept_and_is_no_news() -> None:
    story = put(item("a"), (PLAN,)).story
    first = deny(denial(), [story], SEEN)
    assert first is not None

    again = deny(replace(denial(), item="e"), [first[0]], SEEN)

    assert again is not None
    assert len(again[0].denials) == 2
    assert not again[2]
    assert again[0].changes == first[0].changes


# --- pins and parting


def test_a_pinned_item_never_joins_that_story() -> None:
    story = put(item("a"), (NDRC,)).story

    pinned = put(item("b"), (NDRC,), story, pins=[Pin(item=item("b").id, story=story.id)])
    free = put(item("b"), (NDRC,), story, pins=[Pin(item=item("b").id, story="another")])

    assert pinned.fresh
    assert not free.fresh


def test_why_an_item_joined_is_kept_with_its_points() -> None:
    story = put(item("a"), (NDRC,)).story

    grown = put(item("b", days=0.5), (NDRC,), story).story

    assert [(join.item, join.points > 3) for join in grown.joins] == [
        (item("a").id, False),
        (item("b").id, True),
    ]
    assert [join.at for join in grown.joins] == [SEEN, SEEN + timedelta(days=0.5)]


keys = st.sampled_from(["b", "c", "d"])


@given(st.lists(st.tuples(keys, st.floats(0, 3)), min_size=1, max_size=3, unique_by=lambda x: x[0]))
def test_parting_after_a_merge_restores_both_stories(more: list[tuple[str, float]]) -> None:
    alone = put(item("a"), (NDRC,)).story
    whole = alone
    for key, days in more:
        whole = put(item(key, days=days), (NDRC,), whole).story

    going = [item(key).id for key, _ in more]
    parted = split(whole, going, catalogue=catalogue())

    assert replace(parted.rest, revision=1) == alone
    first = item(more[0][0], days=more[0][1])
    begun = put(first, (NDRC,)).story
    assert parted.other.id == begun.id
    assert parted.other.items == tuple(going)
    assert parted.other.first_seen == min(SEEN + timedelta(days=days) for _, days in more)
    if len(more) == 1:
        assert parted.other == begun


def test_what_was_parted_stays_apart() -> None:
    whole = put(item("b"), (NDRC,), put(item("a"), (NDRC,)).story).story
    parted = split(whole, [item("b").id], catalogue=catalogue())

    again = put(item("b"), (NDRC,), parted.rest, pins=parted.pins)
    back = put(item("a"), (NDRC,), parted.other, pins=parted.pins)

    assert again.story.id != parted.rest.id
    assert back.story.id != parted.other.id


@pytest.mark.parametrize("items", [(), ("unknown",), ("a",)])
def test_a_story_is_not_parted_from_nothing_or_all(items: tuple[str, ...]) -> None:
    story = put(item("a"), (NDRC,)).story
    ids = [item(key).id for key in items]

    with pytest.raises(ValueError, match="some items must go"):
        split(story, ids, catalogue=catalogue())


# --- both sides of a fit


def delivered(company: str, *, headline: bool = True) -> Milestone:
    count = {"byd": "262161 vehicles", "nio": "20462 vehicles", "leapmotor": "14335 vehicles"}
    return milestone(company, "delivery", when="2023-07-01/2023-07-31", quantity=count[company], headline=headline)  # fmt: skip


STAKE = (
    milestone("stellantis", "investment", "planned", amount="1.5e9 EUR", subject="Leapmotor", evidence="Stellantis buys in."),
    milestone("leapmotor", "funding", "planned", amount="1.5e9 EUR", subject="Stellantis", evidence="Stellantis buys in."),
    milestone("stellantis", "partnership", when="2023-08-24", subject="Leapmotor International", evidence="A venture is formed."),
    milestone("leapmotor", "partnership", when="2023-08-24", subject="Leapmotor International", evidence="A venture is formed."),
)  # fmt: skip


def plant(company: str = "byd", subject: str = "Szeged", *, phase: str = "planned", when: str | None = "2025-07-01/2025-12-31", headline: bool = True) -> Milestone:  # fmt: skip
    said = f"News of {company}." if headline else f"Beside it {company} has a site."
    return milestone(company, "factory", phase, when=when, subject=subject, headline=headline, evidence=said)  # fmt: skip


OPENED = plant(phase="done", when="2023-08-23")
ORDER = (
    milestone("nio", "partnership", "cancelled", subject="ET5", evidence="NIO ends its order at Leapmotor."),
    milestone("leapmotor", "partnership", "cancelled", evidence="A contract of Leapmotor and NIO is void."),
)  # fmt: skip
PARTIES = [
    ("the sides of a deal", STAKE, 1),
    ("one company", seed(), 1),
    ("monthly figures", (delivered("byd"), delivered("nio", headline=False)), 2),
    ("figures in brief below other news", (OPENED, delivered("nio", headline=False)), 1),
    ("sides that only the sentences name", ORDER, 1),
    ("a tour with one newest example", (OPENED, *(plant(each, place, headline=False) for each, place in (("nio", "Hefei"), ("xiaomi", "Wuhan"), ("leapmotor", "Jinhua")))), 4),
    ("news with a rival in the background", (OPENED, plant("nio", headline=False), plant("xiaomi", headline=False)), 1),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected"), [c[1:] for c in PARTIES], ids=[c[0] for c in PARTIES])  # fmt: skip
def test_how_many_parties_a_text_is_about(said: tuple[Milestone, ...], expected: int) -> None:
    assert len(parties(said)) == expected


RETOLD = milestone(
    "leapmotor",
    "investment",
    "planned",
    amount="1.5e9 EUR",
    subject="Stellantis",
    evidence="Money from Stellantis comes.",
)
UNVEILED = milestone("byd", "unveil", when="2023-08-24", subject="Seal U")
PAIRS = [
    ("two tellings", (NDRC,), 0, (NDRC,), 0.5, True),
    ("one step of two", (NDRC,), 0, seed()[:2], 0.5, True),
    ("one step of two, weeks apart", seed()[:1], 0, seed()[:2], 20, False),
    ("a round-up and one of its companies", (delivered("byd"), delivered("nio")), 0, (delivered("nio"),), 0.5, False),
    ("a round-up led by one company", (delivered("byd"), delivered("nio", headline=False)), 0, (delivered("byd"),), 0.5, False),
    ("two round-ups", (delivered("byd"), delivered("nio"), delivered("leapmotor")), 0, (delivered("byd"), delivered("nio")), 0.5, True),
    ("a recap and a longer one", seed()[2:3], 0, seed()[2:], 0.5, True),
    ("two round-ups that lead with other firms", (delivered("byd"), delivered("nio"), delivered("leapmotor", headline=False)), 0, (delivered("byd"), delivered("nio"), delivered("leapmotor")), 0.5, True),
    ("a step of the day, led with and beside", (plant(phase="delayed", when="2023-08-24"),), 0, (UNVEILED, plant(phase="delayed", when="2023-08-24", headline=False)), 0.5, True),
    ("a step of last month, beside", (plant(phase="delayed", when="2023-07-24"),), 0, (UNVEILED, plant(phase="delayed", when="2023-07-24", headline=False)), 0.5, False),
    ("a plan with place and date, led with and beside", (plant(),), 0, (UNVEILED, plant(headline=False)), 0.5, True),
    ("the same, weeks apart", (plant(),), 0, (UNVEILED, plant(headline=False)), 20, False),
    ("a plan of another place beside", (plant(),), 0, (UNVEILED, plant(subject="Rayong", headline=False)), 0.5, False),
    ("a bare plan beside", (plant(when="2023-01-01/2033-12-31"),), 0, (UNVEILED, plant(subject="", when="2023-01-01/2033-12-31", headline=False)), 0.5, False),
    ("a deal a week later, one of four told otherwise", STAKE, 0, (*STAKE[:3], RETOLD), 7, True),
    ("a deal a week later, half of it told otherwise", STAKE, 0, (*STAKE[:2], RETOLD, milestone("stellantis", "launch", subject="T03")), 7, False),
    ("a deal, seen from one side", STAKE, 0, STAKE[1:2], 0.5, True),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "day", "two", "other_day", "is_one"),
    [case[1:] for case in PAIRS],
    ids=[case[0] for case in PAIRS],
)
def test_which_text_comes_first_does_not_matter(
    one: tuple[Milestone, ...],
    day: float,
    two: tuple[Milestone, ...],
    other_day: float,
    is_one: bool,  # noqa: FBT001 - a table
) -> None:
    first, second = item("a", days=day), item("b", days=other_day)

    forward = put(second, two, put(first, one).story)
    backward = put(first, one, put(second, two).story)

    assert (not forward.fresh, not backward.fresh) == (is_one, is_one)


bundles = st.lists(
    st.sampled_from([*seed(), NDRC, delivered("byd"), delivered("nio"), PLAN]),
    min_size=1,
    max_size=3,
)


@settings(max_examples=60)
@given(bundles, bundles, st.floats(0, 40))
def test_two_texts_are_one_story_in_either_order(
    one: list[Milestone], two: list[Milestone], days: float
) -> None:
    first, second = item("a"), item("b", days=days)

    forward = put(second, one, put(first, two).story)
    backward = put(first, two, put(second, one).story)

    assert forward.fresh == backward.fresh
