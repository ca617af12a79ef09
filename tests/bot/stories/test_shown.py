"""An alert tells its news, and beside it only what is hardly doubted; each step once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.changes import changes
from bot.stories.left_out import DATED, as_told
from bot.stories.shown import LIKELY, PLAIN, SAID, SURE, as_shown, is_doubted, shown
from bot.stories.slips import Told
from bot.stories.steps import folded, merge
from bot.stories.summary import gist
from storage.records import ChangeKind, Fix, Milestone, Phase, Story
from tests.fakes_stories import SEEN, catalogue, milestone

NEWS = milestone(kind="launch", subject="SU7", evidence="The SU7 is on sale.")
ASIDE = milestone(kind="factory", headline=False, evidence="It has a plant.")


@pytest.mark.parametrize(
    ("beside", "is_told"),
    [
        (ASIDE, True),
        (replace(ASIDE, chance=SURE), True),
        (replace(ASIDE, chance=SURE - 0.01), False),
        (replace(ASIDE, chance=0.1, headline=True), True),
        (replace(ASIDE, phase_chance=PLAIN), True),
        (replace(ASIDE, phase_chance=PLAIN - 0.01), False),
        (replace(ASIDE, phase_chance=0.1, headline=True), True),
        (replace(ASIDE, chance=0.1, fix=Fix(by="Ann", at=SEEN, was=ASIDE)), True),
        (replace(ASIDE, company="byd"), False),
        (replace(ASIDE, company="byd", evidence=NEWS.evidence), True),
        (replace(ASIDE, company="byd", headline=True), True),
    ],
)
def test_beside_the_news_stands_what_is_hardly_doubted(beside: Milestone, *, is_told: bool) -> None:
    assert shown([NEWS, beside]) == ((NEWS, beside) if is_told else (NEWS,))


def test_what_is_less_sure_beside_the_news_is_in_no_sentence() -> None:
    news = milestone(kind="launch", subject="SU7", evidence="The SU7 is on sale.")
    entry = milestone(
        kind="market_entry", subject="Japan", evidence="It is in Japan.", headline=False
    )

    said = [
        gist([news, replace(entry, chance=chance)], catalogue()) for chance in (SAID, SAID - 0.01)
    ]

    in_chinese = replace(entry, evidence="它进入日本市场。", chance=SURE)

    assert ["Japan" in words for words in said] == [True, False]
    assert "Japan" in gist([news, in_chinese], catalogue())
    assert shown([news, replace(entry, chance=SAID - 0.01)])[1:]


def test_without_news_all_of_it_is_told() -> None:
    told = (replace(ASIDE, chance=0.1), replace(ASIDE, company="byd"))

    assert shown(told) == told


def test_what_is_doubted_changes_nothing() -> None:
    plan = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30")
    done = milestone(kind="production", headline=False, item="b")
    doubted = replace(done, chance=0.5)

    assert [len(changes([m], [plan], [], at=SEEN, revision=2)) for m in (done, doubted)] == [1, 0]


@pytest.mark.parametrize(("chance", "is_change"), [(LIKELY, True), (LIKELY - 0.01, False)])
def test_what_is_likelier_not_so_far_changes_nothing(chance: float, *, is_change: bool) -> None:
    plan = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30")
    done = milestone(kind="production", item="b")

    found = changes([replace(done, phase_chance=chance)], [plan], [], at=SEEN, revision=2)

    assert bool(found) is is_change


def test_the_telling_that_is_likelier_so_far_speaks_for_its_step() -> None:
    plan = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30")
    done = replace(plan, phase=Phase.DONE, item="b", phase_chance=LIKELY - 0.01)
    surer = replace(plan, item="c", phase_chance=0.9)

    (step,) = merge([replace(plan, phase_chance=0.7), done, surer])

    assert (step.best.phase, step.best.phase_chance) == (Phase.PLANNED, 0.9)


def test_the_surest_telling_lends_its_sureness_to_the_one_that_tells_most() -> None:
    dated = replace(
        milestone(kind="production", when="2024-06-01/2024-06-01", subject="SU7"), chance=0.6
    )
    sure = replace(dated, when=None, item="b", chance=0.99)

    (step,) = merge([dated, sure])

    assert (step.best.when, step.best.chance) == (dated.when, 0.99)


@pytest.mark.parametrize(
    ("chance", "phase_chance", "doubted"),
    [(1.0, PLAIN, False), (1.0, PLAIN - 0.01, True), (0.5, 1.0, True)],
)
def test_doubted_news_is_marked_unless_a_person_set_it_right(
    chance: float, phase_chance: float, *, doubted: bool
) -> None:
    m = replace(NEWS, chance=chance, phase_chance=phase_chance)

    assert is_doubted(m) is doubted
    assert not is_doubted(replace(m, fix=Fix(by="Ann", at=SEEN, was=NEWS)))


@pytest.mark.parametrize(
    ("chance", "was", "is_told"),
    [
        (DATED, None, True),
        (DATED - 0.01, None, False),
        (0.1, "2024-03-27/2024-03-27", True),
        (0.1, "2024-03-28/2024-03-28", False),  # an editor set something else right
    ],
)
def test_a_date_that_is_hardly_sure_is_left_out(
    chance: float, was: str | None, *, is_told: bool
) -> None:
    dated = milestone(kind="launch", when="2024-03-28/2024-03-28")
    fix = Fix(by="Ann", at=SEEN, was=milestone(kind="launch", when=was)) if was else None
    m = replace(dated, when_chance=chance, fix=fix)
    told = Story(
        id="s",
        revision=1,
        companies=(m.company,),
        title="",
        gist="",
        items=("a",),
        milestones=(m,),
        first_seen=SEEN,
        last_seen=SEEN,
    )

    (found,) = as_shown(told).milestones

    assert found.when == (dated.when if is_told else None)


@pytest.mark.parametrize("kind", ["delivery", "production"])
def test_a_count_beside_the_news_whose_time_is_doubted_is_no_total(kind: str) -> None:
    counted = milestone(
        kind=kind, quantity="5000 vehicles", when="2024-01-01/2024-12-31", headline=False
    )
    doubted = replace(counted, when_chance=DATED - 0.01)

    assert shown([NEWS, counted]) == (NEWS, counted)
    assert shown([NEWS, doubted]) == (NEWS,)
    assert as_told(replace(doubted, headline=True)).when is not None  # nor is it one as news


def test_deliveries_beside_the_news_that_another_sentence_counts_are_left_out() -> None:
    counted = milestone(kind="delivery", quantity="5000 vehicles", headline=False)

    assert shown([NEWS, counted]) == (NEWS, counted)
    assert shown([NEWS, replace(counted, support=("5,000 cars, the KBA said.",))]) == (NEWS,)


@pytest.mark.parametrize("doubted", ["new", "old"])
def test_a_date_that_is_hardly_sure_is_no_slip(doubted: str) -> None:
    old = milestone(kind="production", phase="planned", subject="SU7", when="2023-10-01/2023-12-31")
    new = milestone(
        kind="production",
        phase="planned",
        subject="SU7",
        when="2024-01-01/2024-06-30",
        item="b",
    )
    later = SEEN + timedelta(days=30)

    def slips(old: Milestone, new: Milestone) -> int:
        known = [Told(milestone=old, at=SEEN)]
        found = changes([new], [], known, at=later, revision=2)
        return sum(change.kind == ChangeKind.SLIP for change in found)

    assert slips(old, new) == 1
    if doubted == "new":
        assert slips(old, replace(new, when_chance=0.3)) == 0
    else:
        assert slips(replace(old, when_chance=0.3), new) == 0


PLANT = milestone(kind="factory", phase="planned", quantity="30 GWh/year", subject="Ivancsa")
FOLDED = [
    ("nothing but its kind", milestone(kind="factory", phase="planned")),
    ("a part of its subject", milestone(kind="factory", phase="planned", subject="ivancsa")),
    ("less sure", milestone(kind="factory", phase="planned", certainty="reported")),
    ("only mentioned", milestone(kind="factory", phase="planned", headline=False)),
]
APART = [
    ("a day", milestone(kind="factory", phase="planned", when="2024-01-01/2024-12-31")),
    ("another place", milestone(kind="factory", phase="planned", subject="Komarom")),
    ("another size", milestone(kind="factory", phase="planned", quantity="40 GWh/year")),
    ("further", milestone(kind="factory")),
    ("put off", milestone(kind="factory", phase="delayed")),
    ("another company", milestone("byd", "factory", "planned")),
    ("another kind", milestone(kind="production", phase="planned")),
]


def together(*said: Milestone) -> Sequence[tuple[int, ...]]:
    """Which statements are told as one; each is a step of its own, as in one text."""
    each = [replace(m, item="i", evidence=f"{n}. {m.evidence}") for n, m in enumerate(said)]
    return [step.tellings for step in folded(merge(each), each)]


@pytest.mark.parametrize("less", [case[1] for case in FOLDED], ids=[case[0] for case in FOLDED])
def test_what_says_no_more_than_another_step_is_told_with_it(less: Milestone) -> None:
    assert together(PLANT, less) == [(0, 1)]
    assert together(less, PLANT) == [(0, 1)]


@pytest.mark.parametrize("more", [case[1] for case in APART], ids=[case[0] for case in APART])
def test_what_says_something_else_stays_a_step(more: Milestone) -> None:
    assert together(PLANT, more) == [(0,), (1,)]


@pytest.mark.parametrize(
    ("country", "town", "is_one"),
    [
        ("泰国", "罗勇", True),
        ("Thailand", "Rayong", True),
        ("湖北", "武汉", True),
        ("中国", "上海", True),
        ("韩国", "京畿道华城", True),
        ("韩国", "罗勇", False),
        ("上海", "中国", False),
        ("武汉", "上海", False),
    ],
)
def test_a_plant_of_a_country_is_the_one_of_the_town_there(
    country: str, town: str, *, is_one: bool
) -> None:
    inner = milestone(kind="factory", subject=town, when="2025-05-16/2025-05-16")
    outer = milestone(kind="factory", subject=country)

    assert together(inner, outer) == ([(0, 1)] if is_one else [(0,), (1,)])


def test_a_plan_without_a_day_is_told_with_what_has_come_of_it() -> None:
    plan = milestone(kind="production", phase="planned", subject="SU7")
    dated = milestone(kind="production", phase="planned", subject="SU7", when="2024-12-01")
    done = milestone(kind="production", subject="SU7", when="2024-03-28")

    assert together(plan, done) == [(0, 1)]
    assert together(dated, done) == [(0,), (1,)]


def test_news_is_not_told_with_what_is_only_mentioned() -> None:
    news = milestone(kind="launch")
    old = milestone(kind="launch", subject="SU7", headline=False)

    assert together(news, old) == [(0,), (1,)]


STATED = st.builds(
    milestone,
    company=st.sampled_from(["xiaomi", "byd"]),
    kind=st.sampled_from(["factory", "production"]),
    phase=st.sampled_from(["planned", "pending", "delayed", "done"]),
    certainty=st.sampled_from(["rumoured", "reported", "official"]),
    when=st.sampled_from([None, "2024-01-01/2024-12-31"]),
    quantity=st.sampled_from([None, "30 GWh/year"]),
    subject=st.sampled_from([None, "Ivancsa", "Ivancsa, Hungary"]),
    headline=st.booleans(),
)


@given(st.lists(STATED, max_size=8))
def test_every_statement_is_told_once_and_news_stays_news(said: list[Milestone]) -> None:
    each = [replace(m, item="i", evidence=f"{n}. {m.evidence}") for n, m in enumerate(said)]

    apart = merge(each)

    steps = folded(apart, each)

    def is_news(tellings: Sequence[int]) -> bool:
        return any(each[i].headline for i in tellings)

    assert sorted(i for step in steps for i in step.tellings) == list(range(len(said)))
    for step in steps:
        speaking = next(one for one in apart if one.best is step.best)
        assert is_news(step.tellings) == is_news(speaking.tellings)


def test_two_that_say_the_same_are_one_and_no_less_news() -> None:
    old, news = milestone(kind="launch", headline=False), milestone(kind="launch")

    assert together(old, news) == together(news, old) == [(0, 1)]
    assert together(news, news, news) == [(0, 1, 2)]
