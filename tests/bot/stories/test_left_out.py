"""What of a step an alert leaves out: figures and authorities of other sentences, doubted dates."""

from dataclasses import replace

import pytest

from bot.stories.left_out import as_told
from bot.stories.shown import as_shown
from storage.records import Fix, Milestone, Story
from tests.fakes_stories import SEEN, milestone

COUNTS = "5,000 cars, 40 stations, 300 jobs and 2 billion yuan, the KBA said."


@pytest.mark.parametrize(
    ("said", "left_out"),
    [
        (milestone(kind="testing", quantity="5000 vehicles"), "quantity"),
        (milestone(kind="infrastructure", quantity="40 stations"), "quantity"),
        (milestone(kind="restructuring", quantity="300 jobs"), "quantity"),
        (milestone(kind="infrastructure", amount="2e9 CNY"), "amount"),
        (milestone(kind="partnership", amount="2e9 CNY"), "amount"),
        (milestone(kind="delivery", quantity="5000 vehicles"), ""),  # else "began deliveries"
        (milestone(kind="infrastructure", quantity="2 stations"), ""),  # in words, in no sentence
        (milestone(kind="recall", agency="KBA"), "agency"),
        (milestone(kind="recall", phase="pending", agency="KBA"), ""),
        (milestone(kind="infrastructure", quantity="1 stations"), ""),
        (milestone(kind="recall", agency="KBA", evidence="召回5000辆。"), ""),
        (milestone(kind="recall", quantity="5000 vehicles"), ""),
        (milestone(kind="factory", quantity="5000 vehicles/year"), ""),
        (milestone(kind="factory", amount="2e9 CNY"), ""),
        (milestone(kind="approval", agency="KBA"), ""),
        (milestone(kind="launch", quantity="5000 orders"), ""),
    ],
)
def test_what_another_sentence_tells_is_left_out_where_it_is_mostly_of_something_else(
    said: Milestone, left_out: str
) -> None:
    m = replace(said, support=(COUNTS,))

    assert as_told(m) == (replace(m, **{left_out: None}) if left_out else m)  # type: ignore[arg-type]


@pytest.mark.parametrize("evidence", [COUNTS, COUNTS.replace("KBA", "Kraftfahrt-Bundesamt")])
def test_what_the_evidence_itself_tells_is_told(evidence: str) -> None:
    tested = milestone(kind="testing", quantity="5000 vehicles", evidence=evidence)
    recalled = milestone(kind="recall", agency="KBA", evidence=evidence)

    assert (as_told(tested), as_told(recalled)) == (tested, recalled)


@pytest.mark.parametrize("kind", ["approval", "market_entry"])
def test_a_count_that_is_of_other_kinds_of_steps_is_left_out(kind: str) -> None:
    m = milestone(kind=kind, quantity="5000 vehicles", evidence=COUNTS)

    assert as_told(m).quantity is None
    assert as_told(
        replace(m, fix=Fix(by="Ann", at=SEEN, was=replace(m, quantity=None)))
    ) == replace(m, fix=Fix(by="Ann", at=SEEN, was=replace(m, quantity=None)))


@pytest.mark.parametrize(
    ("evidence", "is_told"),
    [
        ("It will put in 10 billion over the next decade.", True),
        ("未来十年投入100亿。", True),
        ("It will put in 10 billion by 2033.", False),
    ],
)
def test_a_horizon_that_its_sentence_tells_is_told(evidence: str, *, is_told: bool) -> None:
    plan = milestone(kind="investment", when="2023-01-01/2033-12-31", evidence=evidence)

    assert (as_told(replace(plan, when_chance=0.7)).when is not None) is is_told


@pytest.mark.parametrize(
    ("kind", "evidence", "place"),
    [
        ("delivery", "It delivered 51,579 cars in 2024, all made in Normal.", None),
        ("testing", "The road tests started, after trials on the bench in Normal.", None),
        ("delivery", "It delivered the first cars in Normal.", "Normal"),
        ("delivery", "It begins deliveries before the end of the year in Normal.", "Normal"),
        ("testing", "It starts after years in Normal.", "Normal"),
        ("factory", "It will open a plant, built in Normal for 4 billion dollars.", "Normal"),
    ],
)
def test_where_something_else_was_is_not_told(kind: str, evidence: str, place: str | None) -> None:
    m = milestone(kind=kind, subject="Normal", evidence=evidence)
    told = Story(
        id="s", revision=1, companies=(m.company,), title="", gist="", items=("a",),
        milestones=(m,), first_seen=SEEN, last_seen=SEEN,
    )  # fmt: skip

    (found,) = as_shown(told).milestones

    assert found.subject == place
    assert as_told(m).subject == "Normal"  # by which a plan is known again
