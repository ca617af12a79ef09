"""The rows of an alert: one for each step, joint ones once, nobody named twice."""

from dataclasses import replace
from decimal import Decimal

import pytest

from adapters.document import Footer, Quote, Title
from bot.compose import alert
from bot.compose.plain import lines
from bot.compose.rows import label
from storage.records import (
    Change,
    ChangeKind,
    Kind,
    Money,
    Phase,
)
from tests.bot.compose.test_alert import CATALOGUE, GAZETTE, SOURCES, WIRE, part_of, told
from tests.fakes_stories import milestone
from tests.fakes_words import item, step, story


def test_a_deal_of_two_is_one_line_that_names_both() -> None:
    steps = (
        step(Kind.PARTNERSHIP, company="byd", subject="Toyota", item=GAZETTE.id, evidence="They agreed."),
        step(Kind.PARTNERSHIP, company="toyota", subject="BYD", item=GAZETTE.id, evidence="They agreed."),
    )  # fmt: skip

    document = told(story(steps, [GAZETTE]), SOURCES[:1])

    assert lines(document)[0] == "BYD, Toyota: Reportedly agreed on a partnership"
    assert "  - Partnership [done, reported]: BYD, Toyota" in lines(document)


def test_a_deal_of_which_one_side_names_the_venture_is_one_row() -> None:
    steps = (
        step(Kind.PARTNERSHIP, company="leapmotor", subject="Leapmotor International"),
        step(Kind.PARTNERSHIP, company="stellantis"),
    )

    document = told(story([replace(m, item=GAZETTE.id) for m in steps], [GAZETTE]), SOURCES[:1])

    rows = [line for line in lines(document) if line.startswith("  - ")]
    assert rows == [
        "  - Partnership [done, reported]: Leapmotor, Stellantis · Leapmotor International"
    ]


def test_a_deal_that_one_side_tells_does_not_name_the_other_twice() -> None:
    steps = (
        step(Kind.PARTNERSHIP, company="leapmotor", subject="Stellantis"),
        step(Kind.PARTNERSHIP, company="stellantis"),
    )

    document = told(story([replace(m, item=GAZETTE.id) for m in steps], [GAZETTE]), SOURCES[:1])

    rows = [line for line in lines(document) if line.startswith("  - ")]
    assert rows == ["  - Partnership [done, reported]: Leapmotor, Stellantis"]


@pytest.mark.parametrize(("giver", "count"), [("Stellantis", 1), (None, 2)])
def test_money_that_one_company_puts_into_another_is_one_row(giver: str | None, count: int) -> None:
    euros = Money(value=Decimal("1.5e9"), currency="EUR")
    to = "Leapmotor" if giver else "NIO"
    steps = (
        step(Kind.INVESTMENT, company="stellantis", subject=to, evidence="It puts money in."),
        step(Kind.FUNDING, company="leapmotor", subject=giver, amount=euros),
    )

    document = told(story([replace(m, item=GAZETTE.id) for m in steps], [GAZETTE]), SOURCES[:1])

    rows = [line for line in lines(document) if line.startswith("  - ")]
    assert len(rows) == count
    if giver:
        assert rows == ["  - Investment [done, reported]: Stellantis · €1.5 bn · Leapmotor"]


def test_companies_that_the_headline_names_are_not_named_before_it() -> None:
    steps = (
        step(Kind.INVESTMENT, company="stellantis", subject="Leapmotor", when="2023-10-26"),
        step(Kind.FUNDING, company="leapmotor", subject="Stellantis", when="2023-10-26"),
    )

    document = told(story([replace(m, item=GAZETTE.id) for m in steps], [GAZETTE]), SOURCES[:1])

    assert document.plain == "Stellantis reportedly invested in Leapmotor on 26 October 2023"
    assert part_of(document, Title).tag == ""


def test_a_subject_that_says_no_more_than_its_kind_is_left_out() -> None:
    permit = step(Kind.APPROVAL, agency="NDRC", subject="批准", item=GAZETTE.id)

    document = told(story([permit], [GAZETTE]), SOURCES[:1], language="zh")

    assert "  - 审批 · 国家发改委 [已完成，媒体报道]" in lines(document)


def test_whom_the_quotation_names_is_not_named_again_below() -> None:
    radio = item("d", source="radio", url="")

    document = told(story([step(item=radio.id)], [radio]), [(radio, "Radio")])

    assert part_of(document, Quote).source == "Radio"
    assert part_of(document, Footer).text == "First told"


def test_a_date_that_moved_back_is_said_once() -> None:
    before = step(Kind.PRODUCTION, Phase.PLANNED, when="2024-01-01/2024-06-30", subject="SU7", item=GAZETTE.id)  # fmt: skip
    now = step(Kind.PRODUCTION, Phase.DELAYED, when="2024-07-01/2024-12-31", subject="SU7", item=WIRE.id)  # fmt: skip
    moved = Change(revision=2, kind=ChangeKind.SLIP, milestone=now, before=before)

    said = "\n".join(
        lines(told(replace(story([before, now], [GAZETTE, WIRE]), changes=(moved,)), SOURCES))
    )

    assert "Production: moved back to H2 2024, was H1 2024" in said
    assert "was planned" not in said


def test_whom_the_quotation_of_an_overdue_plan_names_is_not_named_again_below() -> None:
    radio = item("d", source="radio", url="")
    plan = step(Kind.PRODUCTION, Phase.PLANNED, when="2023-01-01/2023-06-30", subject="SU7", item=radio.id)  # fmt: skip
    overdue = Change(revision=2, kind=ChangeKind.OVERDUE, milestone=plan)

    document = alert(
        story([plan], [radio]),
        [(radio, "Radio")],
        catalogue=CATALOGUE,
        language="en",
        overdue=[overdue],
    )

    assert part_of(document, Quote).source == "Radio"
    assert "Radio" not in part_of(document, Footer).text


def test_who_takes_a_step_is_named_once_in_its_row() -> None:
    deal = step(Kind.PARTNERSHIP, subject="大众汽车、Qualcomm", item=GAZETTE.id)
    both = (
        deal,
        step(Kind.PARTNERSHIP, company="volkswagen", subject="大众汽车、Qualcomm", item=GAZETTE.id),
    )

    rows = lines(told(story(both, [GAZETTE]), SOURCES[:1], language="zh"))

    assert "  - 合作 [已完成，媒体报道]：小米、大众 · Qualcomm" in rows


def test_a_brand_of_a_company_stays_a_brand() -> None:
    bought = step(
        Kind.INVESTMENT, subject="Lynk & Co", evidence="money for Lynk & Co", item=GAZETTE.id
    )

    rows = lines(told(story((bought,), [GAZETTE]), SOURCES[:1]))

    assert "  - Investment [done, reported]: Lynk & Co" in rows


@pytest.mark.parametrize(
    ("evidence", "phase", "kind"),
    [
        (
            "The NHTSA opened a preliminary evaluation of 900 vans.",
            "pending",
            "Safety investigation",
        ),
        ("The KBA has begun an investigation of the SU7.", "done", "Safety investigation"),
        ("After an investigation it recalled 900 vans.", "done", "Recall"),
        ("It calls back 900 vans.", "done", "Recall"),
        ("It is to recall the vans that were under investigation.", "planned", "Recall"),
    ],
)
def test_a_look_into_a_fault_is_called_no_recall(evidence: str, phase: str, kind: str) -> None:
    step = milestone(kind="recall", phase=phase, agency="NHTSA", evidence=evidence)

    assert label(step, "en") == f"{kind} · NHTSA"
