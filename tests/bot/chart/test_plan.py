"""What a chart shows of the steps of a company, and in which state."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chart.plan import ALT_MAX_CHARS, MARKS_MAX, TICKS_MAX, plan
from bot.chart.shape import Chart
from bot.compose.entries import entries, promises_of
from bot.compose.standing import State
from storage.records import Telling
from tests.fakes_stories import catalogue, milestone
from tests.fakes_told import TODAY, telling, xiaomi
from tests.strategies import DATES, tellings

XIAOMI = catalogue().companies["xiaomi"]


def planned(told: list[Telling], today: date = TODAY, language: str = "en") -> Chart:
    return plan(
        XIAOMI,
        entries(tuple(told)),
        promises_of(tuple(told), today),
        today=today,
        language=language,
    )


def test_each_step_has_what_became_of_it() -> None:
    chart = planned(xiaomi())

    assert [(mark.label, mark.when, mark.state) for mark in chart.marks] == [
        ("Approval · NDRC", "2 Aug 2023", State.DONE),
        ("Launch · SU7", "28 Mar 2024", State.DONE),
        ("Recall · SU7 (rumoured)", "told 30 May 2024", State.DONE),
        ("Production · SU7", "H1 2024", State.OVERDUE),
        ("Factory · Beijing", "2024", State.PENDING),
        ("Market entry", "Feb 2025", State.CANCELLED),
        ("Technology · charging", "1 May 2025", State.PLANNED),
        ("Launch · YU7", "Jun–Jul 2025", State.SLIPPED),
    ]
    assert [state for state, _ in chart.legend] == list(State)
    assert chart.today == TODAY


def test_a_plan_that_moved_back_is_one_mark_that_tells_from_where() -> None:
    [moved] = [mark for mark in planned(xiaomi()).marks if "YU7" in mark.label]

    assert moved.moved_from == date(2025, 3, 31)
    assert (moved.start, moved.end) == (date(2025, 6, 1), date(2025, 7, 31))


def test_figures_of_months_are_bars_and_a_month_without_one_is_a_gap() -> None:
    bars = planned(xiaomi()).bars

    assert [(bar.name, bar.value, bar.text) for bar in bars] == [
        ("Apr 2024", 7058, "7.06k"),
        ("May 2024", 8646, "8.65k"),
        ("Jun 2024", 10_000, "10k"),
        ("Jul 2024", None, "–"),
        ("Aug 2024", 13_000, "13k"),
    ]


def test_two_months_are_no_bars_but_marks() -> None:
    told = [each for each in xiaomi() if each.milestone.quantity][:2]

    chart = planned(told)

    assert chart.bars == ()
    assert len(chart.marks) == 2


def test_of_two_figures_of_a_month_the_surest_counts() -> None:
    when = "2024-06-01/2024-06-30"
    rumour = milestone(
        kind="delivery", certainty="rumoured", when=when, quantity="99000 vehicles", item="x"
    )

    chart = planned([*xiaomi(), telling(rumour, "2024-07-01", story="other")])

    assert [bar.value for bar in chart.bars if bar.name == "Jun 2024"] == [10_000]


def test_figures_of_a_model_say_so() -> None:
    told = [
        replace(each, milestone=replace(each.milestone, subject="SU7"))
        for each in xiaomi()
        if each.milestone.quantity
    ]

    assert planned(told).bars_title == "Vehicles delivered a month: SU7"


def test_in_chinese_every_word_is() -> None:
    chart = planned(xiaomi(), language="zh")

    assert chart.title == "小米：里程碑"
    assert [mark.when for mark in chart.marks][3] == "2024年上半年"
    assert chart.alt.startswith("小米时间轴，2023–2025：3 已完成、1 进行中")
    assert "已逾期：量产 · SU7（2024年上半年）" in chart.alt
    assert "2024年4月至2024年8月：最低7058，最高1.3万，最近1.3万" in chart.alt


def test_the_alternative_text_says_what_the_picture_says() -> None:
    alt = planned(xiaomi()).alt

    assert alt == (
        "Timeline of Xiaomi, 2023–2025: 3 done, 1 under way, 1 planned, 1 put off, 1 overdue, "
        "1 cancelled. Overdue: Production · SU7 (H1 2024). Put off: Launch · YU7 (Jun–Jul 2025). "
        "Planned: Technology · charging (1 May 2025). Last done: Recall · SU7 (rumoured) "
        "(told 30 May 2024). Vehicles delivered a month, Apr 2024 to Aug 2024: from 7.06k to 13k, "
        "the last 13k."
    )


def test_of_many_steps_those_nearest_to_today_are_shown() -> None:
    told = [
        telling(
            milestone(
                kind="launch",
                when=f"{TODAY - timedelta(days=40 * n)}",
                subject=f"M{n}",
                item=f"{n}",
            ),
            "2024-01-01",
            story=f"{n}",
        )
        for n in range(30)
    ]

    chart = planned(told)

    assert [mark.label for mark in chart.marks] == [
        f"Launch · M{n}" for n in range(MARKS_MAX - 1, -1, -1)
    ]
    assert chart.subtitle == "12 of 30 steps: those nearest to today"


def test_a_horizon_of_years_does_not_make_all_else_small() -> None:
    horizon = milestone(
        kind="market_entry", phase="planned", when="2024-01-01/2033-12-31", item="h"
    )

    chart = planned([*xiaomi(), telling(horizon, "2024-06-01")])

    assert chart.last < date(2026, 1, 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_told_is_a_chart_that_says_so(language: str) -> None:
    chart = planned([], language=language)

    assert chart.marks == ()
    assert chart.alt == chart.nothing


@settings(deadline=None)  # reading the tables of words counts with the first
@given(st.lists(tellings(), max_size=25), DATES, st.sampled_from(["en", "zh"]))
def test_any_statements_are_a_chart_within_bounds(
    told: list[Telling], today: date, language: str
) -> None:
    chart = planned(told, today, language)

    assert len(chart.marks) <= MARKS_MAX
    assert len(chart.ticks) <= TICKS_MAX
    assert len(chart.alt) <= ALT_MAX_CHARS
    assert chart.first <= chart.last
    assert all(chart.first <= tick.day <= chart.last for tick in chart.ticks)
    assert len(chart.bars) in {0, *range(3, 13)}
    assert {state for state, _ in chart.legend} == {mark.state for mark in chart.marks}
