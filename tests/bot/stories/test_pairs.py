"""Pairs compared in bulk are compared as each alone."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories import compare, pairs
from bot.stories.pairs import Compared
from bot.stories.steps import Memory, merge
from storage.records import Certainty, Kind, Milestone, Money, Phase, Quantity, Span, Unit
from tests.fakes_stories import milestone

SUBJECTS = (
    None, "SU7", "Model 3", "第三工厂", "third plant", "Szeged plant", "塞格德工厂", "Hungary", "BYD",
    "宁德时代 battery", "CATL", "batch 12", "first car", "solid-state battery",
)  # fmt: skip
KINDS = (
    Kind.DELIVERY, Kind.FACTORY, Kind.PRODUCTION, Kind.LAUNCH, Kind.PARTNERSHIP,
    Kind.COMPANY_SETUP, Kind.APPROVAL,
)  # fmt: skip
SENTENCES = (
    "It said that it will open a plant in Szeged.",
    "工信部发布第398批目录，小米SU7在列。",
    "It delivered more cars than before, with BYD as its partner.",
    "The 399th batch of the catalogue lists it.",
    "它将在匈牙利塞格德建厂。",
    "",
)


@st.composite
def statements(draw: st.DrawFn) -> Milestone:
    start = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 60)))
    length = draw(st.sampled_from([0, 1, 29, 89, 364, 800]))
    return Milestone(
        company="xiaomi",
        kind=draw(st.sampled_from(KINDS)),
        phase=draw(st.sampled_from(list(Phase))),
        certainty=Certainty.REPORTED,
        evidence=draw(st.sampled_from(SENTENCES)),
        headline=True,
        when=draw(st.sampled_from([None, Span(start=start, end=start + timedelta(days=length))])),
        amount=draw(
            st.none()
            | st.builds(
                Money,
                value=st.sampled_from([Decimal(10**9), Decimal(10**9 + 1), Decimal(7 * 10**9)]),
                currency=st.sampled_from(["USD", "CNY"]),
            )
        ),
        quantity=draw(
            st.none()
            | st.builds(
                Quantity,
                value=st.sampled_from([Decimal(1000), Decimal(1010), Decimal(2000)]),
                unit=st.sampled_from([Unit.VEHICLES, Unit.ORDERS, Unit.GWH]),
            )
        ),
        agency=draw(st.sampled_from([None, "MIIT", "工信部", "NDRC"])),
        subject=draw(st.sampled_from(SUBJECTS)),
        item=draw(st.sampled_from(["a", "b", ""])),
    )


@settings(max_examples=1000, deadline=None)
@given(statements(), statements())
def test_in_bulk_as_alone(a: Milestone, other: Milestone) -> None:
    b = replace(other, kind=a.kind)

    found = pairs.agreement(pairs.traits(a), pairs.traits(b))

    assert (found is not None) == compare.same_step(a, b)
    if found is not None:
        assert found == pytest.approx(compare.agreement(a, b))


@given(st.lists(st.lists(statements(), max_size=6), max_size=4))
def test_with_a_memory_as_without_one(visits: list[list[Milestone]]) -> None:
    memory = Memory(Compared())
    told: list[Milestone] = []
    for new in visits:
        told = [*(replace(m, kind=Kind.FACTORY) for m in new), *told[1:]]

        assert merge(told, memory) == merge(told)


def test_what_was_compared_is_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    real = pairs.agreement

    def agreement(a: pairs.Traits, b: pairs.Traits) -> float | None:
        asked.append((a.m.item, b.m.item))
        return real(a, b)

    def plant(item: str) -> Milestone:
        return milestone(kind="factory", subject="Szeged", item=item)

    monkeypatch.setattr(pairs, "agreement", agreement)
    before = pairs.compared([plant("a"), plant("b")], pairs.Compared())
    asked.clear()

    after = pairs.compared([plant("a"), plant("c"), plant("b")], before)

    assert asked == [("a", "c"), ("c", "b")]
    assert len(after.agreed) == 3
