"""When a planned date has moved back, and what became of promises."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.promises import State, follow
from bot.stories.slips import Told, slip_of, target
from storage.records import Milestone
from tests.fakes_stories import SEEN, milestone

H1 = "2024-01-01/2024-06-30"
Q4 = "2023-10-01/2023-12-31"


def plan(when: str | None = None, subject: str | None = "SU7", *, kind: str = "production", phase: str = "planned", **slots: str) -> Milestone:  # fmt: skip
    return milestone(kind=kind, phase=phase, when=when, subject=subject, **slots)  # type: ignore[arg-type] # a test's shorthand


def told(m: Milestone, days: float = 0) -> Told:
    return Told(milestone=m, at=SEEN + timedelta(days=days))


SLIPS = [
    ("a quarter to a half-year", plan(Q4), plan(H1)),
    ("a day to a day", plan("2023-09-01"), plan("2023-10-15")),
    ("a delay with its new date", plan(Q4, "Szeged", kind="factory"), plan("2025-01-01/2025-12-31", "匈牙利塞格德", kind="factory", phase="delayed")),
    ("a second delay", plan("2025-01-01/2025-12-31", "North Carolina", kind="factory", phase="delayed"), plan("2028-01-01/2028-12-31", "北卡罗来纳州", kind="factory", phase="delayed")),
    ("a first car", plan(Q4, None), plan(H1, "first car")),
    ("two languages", plan(Q4, "first electric model"), plan(H1, "首款车")),
]  # fmt: skip

NO_SLIPS = [
    ("a rounding", plan(H1), plan("2024-01-01/2024-12-31")),
    ("a refinement", plan("2024-01-01/2024-12-31"), plan(H1)),
    ("brought forward", plan(H1), plan(Q4)),
    ("a horizon from the year of writing", plan("2021-01-01/2031-12-31", None, kind="investment", amount="10e9 USD"), plan("2033-01-01/2043-12-31", None, kind="investment", amount="10e9 USD")),
    ("a date after a horizon", plan("2021-01-01/2023-12-31"), plan(H1)),
    ("another model", plan(Q4), plan(H1, "YU7")),
    ("another plant", plan(Q4, "Szeged", kind="factory"), plan(H1, "Debrecen", kind="factory")),
    ("a later phase of a plant", plan(Q4, "Rayong", kind="factory"), plan(H1, "Rayong, second phase", kind="factory")),
    ("next year's target", plan("2023-01-01/2023-12-31", None, kind="delivery", quantity="100000 vehicles"), plan("2024-01-01/2024-12-31", None, kind="delivery", quantity="100000 vehicles")),
    ("another kind", plan(Q4, kind="launch"), plan(H1)),
    ("a thing nobody names", plan(Q4, None, kind="launch"), plan(H1, None, kind="launch")),
    ("another sum", plan(Q4, "Szeged", kind="factory", amount="1e9 EUR"), plan(H1, "Szeged", kind="factory", amount="4e9 EUR")),
    ("an application's day", plan("2023-08-30", phase="pending"), plan("2023-09-30", phase="pending")),
    ("a plan told as history", plan("2021-03-30"), plan(H1)),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in SLIPS], ids=[c[0] for c in SLIPS])
def test_a_promise_that_moves_back_is_a_slip(old: Milestone, new: Milestone) -> None:
    assert slip_of(told(new, 7), [told(old)]) == told(old)
    assert slip_of(told(old, 7), [told(new)]) is None


@pytest.mark.parametrize(
    ("old", "new"), [case[1:] for case in NO_SLIPS], ids=[case[0] for case in NO_SLIPS]
)
def test_what_only_looks_like_a_slip_is_none(old: Milestone, new: Milestone) -> None:
    assert slip_of(told(new, 7), [told(old)]) is None


def test_a_slip_is_said_once_however_often_it_is_retold() -> None:
    known = [told(plan(Q4)), told(plan(H1), 7), told(plan(Q4), 8)]  # one outlet lags behind

    assert slip_of(told(plan(H1), 9), known) is None


def test_a_slip_is_told_from_the_newest_date() -> None:
    known = [told(plan(Q4)), told(plan(H1), 7)]

    assert slip_of(told(plan("2025-01-01/2025-12-31"), 9), known) == told(plan(H1), 7)


def test_the_day_of_a_delay_is_no_new_date() -> None:
    delay = plan("2023-08-24", phase="delayed")

    assert target(told(delay)) is None
    assert target(told(plan("2023-08-24"))) is not None


TODAY = date(2024, 7, 1)
FATES = [
    ("nobody told", [plan(H1)], State.OVERDUE),
    ("not due", [plan("2024-07-01/2024-12-31")], State.OPEN),
    ("done in time", [plan(H1), milestone(kind="production", when="2024-03-28", subject="SU7")], State.KEPT),
    ("done late", [plan(Q4), milestone(kind="production", when="2024-03-28", subject="SU7")], State.KEPT),
    ("done early", [plan("2024-07-01/2024-12-31"), milestone(kind="production", when="2024-03-28", subject="SU7")], State.KEPT),
    ("done, told in Chinese", [plan(H1, "Seal"), milestone(kind="production", when="2024-03-28", subject="海豹", evidence="海豹下线")], State.KEPT),
    ("another model done", [plan(H1), milestone(kind="production", when="2024-03-28", subject="YU7")], State.OVERDUE),
    ("dropped", [plan(H1), milestone(kind="production", phase="cancelled", when="2024-02-27", subject="SU7")], State.DROPPED),
    ("put off", [plan(H1), plan("2025-01-01/2025-12-31", phase="delayed")], State.DELAYED),
    ("put off without a date", [plan(H1), plan(None, phase="delayed")], State.DELAYED),
    ("put off, and overdue again", [plan(Q4), plan(H1, phase="delayed")], State.OVERDUE),
    ("slipped and open", [plan(H1), plan("2025-01-01/2025-12-31")], State.OPEN),
    ("a target met", [plan("2023-10-01/2023-10-31", None, kind="delivery", quantity="16000 vehicles"), milestone(kind="delivery", when="2023-10-01/2023-10-31", quantity="16074 vehicles")], State.KEPT),
    ("a target missed", [plan("2023-10-01/2023-10-31", None, kind="delivery", quantity="20000 vehicles"), milestone(kind="delivery", when="2023-10-01/2023-10-31", quantity="16074 vehicles")], State.MISSED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "state"), [case[1:] for case in FATES], ids=[case[0] for case in FATES]
)
def test_a_promise_is_followed_to_its_end(said: list[Milestone], state: State) -> None:
    [promise] = follow([told(m, day) for day, m in enumerate(said)], TODAY)

    assert promise.state == state


def test_a_promise_knows_what_it_was() -> None:
    statements = [told(plan(Q4)), told(plan(Q4), 1), told(plan(H1), 7)]

    [promise] = follow(statements, date(2024, 1, 1))

    assert [str(m.when) for m in promise.slipped] == [Q4]
    assert str(promise.plan.milestone.when) == H1


statements = st.builds(
    told,
    st.builds(
        plan,
        st.sampled_from(
            [None, Q4, H1, "2024-01-01/2024-12-31", "2023-09-01", "2021-01-01/2031-12-31"]
        ),
        st.sampled_from([None, "SU7", "YU7", "first car", "首款车"]),
        phase=st.sampled_from(["planned", "pending", "delayed", "done", "cancelled"]),
    ),
    st.integers(0, 400),
)


@given(st.lists(statements, max_size=7, unique_by=lambda each: each.at), st.randoms())
def test_the_order_in_which_promises_are_met_does_not_matter(
    said: list[Told], random: object
) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert follow(said, TODAY) == follow(shuffled, TODAY)


@given(st.lists(statements, max_size=7))
def test_every_plan_with_a_date_is_in_one_promise(said: list[Told]) -> None:
    followed = [each for promise in follow(said, TODAY) for each in promise.tellings]

    assert len(followed) == sum(target(each) is not None for each in said)


@given(statements, st.lists(statements, max_size=6))
def test_a_slip_never_goes_back_in_time(now: Told, known: list[Told]) -> None:
    slip = slip_of(now, known)

    if slip is not None:
        assert slip.at < now.at
        assert slip.milestone.when is not None
        assert now.milestone.when is not None
        assert slip.milestone.when.end < now.milestone.when.start
