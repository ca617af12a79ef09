"""The nouns: what makes two of them the same."""

import pickle
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from storage.records import (
    Certainty,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Unit,
    digest,
    keepable,
)

APPROVAL = Milestone(
    company="xiaomi",
    kind=Kind.APPROVAL,
    phase=Phase.DONE,
    certainty=Certainty.REPORTED,
    evidence="Both the NDRC and the MIIT have approved it.",
    headline=True,
    agency="NDRC",
    item="item",
)


@pytest.mark.parametrize(
    "change",
    [
        {"agency": "MIIT"},
        {"subject": "SU7"},
        {"when": Span(start=date(2023, 8, 2), end=date(2023, 8, 2))},
        {"amount": Money(value=Decimal(1), currency="USD")},
        {"quantity": Quantity(value=Decimal(1), unit=Unit.VEHICLES)},
        {"item": "another"},
    ],
)
def test_two_steps_of_one_sentence_are_two_milestones(change: dict[str, object]) -> None:
    assert replace(APPROVAL, **change).id != APPROVAL.id  # type: ignore[arg-type]


def test_a_statement_judged_anew_is_the_same_milestone() -> None:
    assert replace(APPROVAL, certainty=Certainty.OFFICIAL, headline=False).id == APPROVAL.id


def test_a_span_never_ends_before_it_starts() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Span(start=date(2024, 1, 2), end=date(2024, 1, 1))


def test_a_digest_tells_parts_apart_and_is_that_of_what_is_kept() -> None:
    assert digest("a", "bc") != digest("ab", "c")
    assert digest("a\ud800") == digest(keepable("a\ud800"))


def test_a_statement_that_was_changed_has_its_own_id_though_the_first_was_asked_for_its() -> None:
    first = replace(APPROVAL)
    asked = first.id

    other = replace(first, subject="another")

    assert other.id != asked
    assert replace(other, subject=first.subject).id == asked
    assert pickle.loads(pickle.dumps(first)) == first == APPROVAL  # noqa: S301 - our own
