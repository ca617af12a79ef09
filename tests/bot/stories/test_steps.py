import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.compare import conflict, same_step
from bot.stories.steps import merge
from storage.records import Milestone
from tests.fakes_stories import milestone, seed

DIFFERENT = [
    ("company", milestone("byd"), milestone("nio"), "another company"),
    ("kind", milestone(kind="launch"), milestone(kind="unveil"), "another kind of step"),
    ("agency", milestone(agency="NDRC"), milestone(agency="MIIT"), "another agency"),
    ("month", milestone(kind="delivery", when="2022-05-01/2022-05-31"), milestone(kind="delivery", when="2022-06-01/2022-06-30"), "another time"),
    ("month within its quarter", milestone(kind="delivery", when="2022-05-01/2022-05-31"), milestone(kind="delivery", when="2022-04-01/2022-06-30"), "another time"),
    ("two days apart", milestone(when="2023-08-02"), milestone(when="2023-08-04"), "another time"),
    ("sum", milestone(kind="funding", amount="1e9 USD"), milestone(kind="funding", amount="2e9 USD"), "another sum"),
    ("ten billion of each currency", milestone(kind="investment", amount="10e9 USD"), milestone(kind="investment", amount="10e9 CNY"), "another sum"),
    ("sums of a currency nobody knows", milestone(kind="funding", amount="5 XAU"), milestone(kind="funding", amount="5 USD"), "another sum"),
    ("capacity", milestone(kind="factory", quantity="100000 vehicles/year"), milestone(kind="factory", quantity="200000 vehicles/year"), "another quantity"),
    ("output and start", milestone(kind="production", quantity="50000 vehicles"), milestone(kind="production"), "another quantity"),
    ("monthly figures", milestone(kind="delivery", quantity="7024 vehicles"), milestone(kind="delivery", quantity="7600 vehicles"), "another quantity"),
    ("catalogue batch", milestone(subject="第385批公告"), milestone(subject="第377批公告"), "another batch"),
    ("second phase", milestone(kind="factory", subject="Rayong"), milestone(kind="factory", subject="Rayong, second phase"), "another phase or plant"),
    ("model", milestone(kind="launch", subject="SU7"), milestone(kind="launch", subject="YU7"), "another model"),
    ("place", milestone(kind="factory", subject="Zhengzhou"), milestone(kind="factory", subject="Georgia"), "another place"),
    ("place on one day", milestone(kind="factory", subject="Xi'an", when="2023-08-02"), milestone(kind="factory", subject="Georgia", when="2023-08-02"), "another place"),
]  # fmt: skip

SAME = [
    ("a month and its day", milestone(agency="NDRC", when="2023-08-01/2023-08-31"), milestone(agency="NDRC", when="2023-08-23")),
    ("the day before, in another time zone", milestone(kind="recall", when="2025-01-24"), milestone(kind="recall", when="2025-01-23")),
    ("a date and none", milestone(agency="NDRC", when="2023-08-23"), milestone(agency="ndrc")),
    ("a plan and its end", milestone(kind="factory", phase="planned", subject="Szeged"), milestone(kind="factory", subject="Szeged plant")),
    ("a rounded count", milestone(kind="recall", quantity="11411 vehicles"), milestone(kind="recall", quantity="11000 vehicles")),
    ("a sum and its conversion", milestone(kind="investment", amount="10e9 CNY"), milestone(kind="investment", amount="1.4e9 USD")),
    ("subjects in two scripts", milestone(kind="recall", subject="MEGA 2024", quantity="11411 vehicles"), milestone(kind="recall", subject="理想", quantity="11411 vehicles")),
    ("a plan put off", milestone(kind="factory", phase="planned", subject="North Carolina", when="2024-07-01/2024-07-31"), milestone(kind="factory", phase="delayed", subject="Chatham County, North Carolina", when="2025-01-01/2025-12-31")),
    ("models in another order", milestone(kind="launch", subject="BE 6, XEV 9e"), milestone(kind="launch", subject="XEV 9e, BE 6")),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "reason"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])  # fmt: skip
def test_what_says_another_one_forbids_a_merge(a: Milestone, b: Milestone, reason: str) -> None:
    assert conflict(a, b) == reason
    assert conflict(b, a) == reason
    assert not same_step(a, b)


@pytest.mark.parametrize(("a", "b"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_one_step_in_two_wordings_is_one_step(a: Milestone, b: Milestone) -> None:
    assert same_step(a, b)
    assert same_step(b, a)


def test_two_statements_that_share_no_slot_stay_two() -> None:
    a = milestone(kind="launch", evidence="BYD put a new sedan on sale in Brazil.")
    b = milestone(kind="launch", evidence="The hatchback is now in showrooms across Norway.")

    assert conflict(a, b) is None
    assert not same_step(a, b)


def test_the_seed_case_is_five_steps() -> None:
    assert [step.tellings for step in merge(seed())] == [(0,), (1,), (2,), (3,), (4,)]


def test_the_furthest_and_most_precise_statement_speaks_for_its_step() -> None:
    plan = milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", item="a")
    done = milestone(kind="production", when="2024-03-28", subject="SU7", item="b")
    vague = milestone(kind="production", when="2024-01-01/2024-12-31", item="c")

    steps = merge([plan, vague, done])

    assert [step.tellings for step in steps] == [(0, 1, 2)]
    assert steps[0].best == done


def test_a_vague_statement_is_no_bridge_between_two_months() -> None:
    may = milestone(kind="recall", when="2022-05-01/2022-05-31", item="a")
    year = milestone(kind="recall", when="2022-01-01/2022-12-31", item="b")
    june = milestone(kind="recall", when="2022-06-01/2022-06-30", item="c")

    steps = merge([may, year, june])

    assert sorted(len(step.tellings) for step in steps) == [1, 2]


def test_two_statements_of_one_kept_item_are_never_one_step() -> None:
    europe = milestone(kind="launch", subject="Firefly, Europe", item="a")
    china = milestone(kind="launch", subject="Firefly, China", item="a")

    assert len(merge([europe, china])) == 2


statements = st.builds(
    milestone,
    company=st.sampled_from(["byd", "nio"]),
    kind=st.sampled_from(["factory", "delivery", "approval"]),
    phase=st.sampled_from(["planned", "done", "delayed"]),
    when=st.sampled_from([None, "2023-08-02", "2023-08-01/2023-08-31", "2023-01-01/2023-12-31"]),
    amount=st.sampled_from([None, "1e9 USD", "7e9 CNY", "9e9 USD"]),
    quantity=st.sampled_from([None, "1000 vehicles", "1010 vehicles", "5 stations"]),
    agency=st.sampled_from([None, "MIIT", "NDRC"]),
    subject=st.sampled_from([None, "Szeged", "Szeged second plant", "匈牙利塞格德", "SU7"]),
    evidence=st.sampled_from(["The plant was opened.", "A recall was told.", "工厂已经开业。"]),
    item=st.sampled_from(["", "a", "b"]),
)


@given(statements, statements)
def test_agreement_has_no_direction(a: Milestone, b: Milestone) -> None:
    assert conflict(a, b) == conflict(b, a)
    assert same_step(a, b) == same_step(b, a)


@given(st.lists(statements, max_size=8, unique_by=lambda m: (m.id, m)), st.randoms())
def test_the_order_of_statements_does_not_matter(said: list[Milestone], random: object) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def partition(milestones: list[Milestone]) -> set[frozenset[Milestone]]:
        return {frozenset(milestones[i] for i in step.tellings) for step in merge(milestones)}

    assert partition(said) == partition(shuffled)


@given(st.lists(statements, max_size=8))
def test_every_statement_is_in_one_step_and_its_best_among_them(said: list[Milestone]) -> None:
    steps = merge(said)

    assert sorted(i for step in steps for i in step.tellings) == list(range(len(said)))
    assert all(step.best in [said[i] for i in step.tellings] for step in steps)
