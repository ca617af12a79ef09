"""Words of a deal, a permit, a price or an office that tell no such step, and why not."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

CASES = [
    ("SK On said it had agreed with Ford to end their joint venture.", "the end of a deal"),
    ("Rivian agreed with Mercedes to wind up their van company.", "the end of a deal"),
    ("Nio has signed a share subscription agreement with CYVN.", "a purchase of shares"),
    ("Seres signed an agreement on a share transfer with Huawei.", "a purchase of shares"),
    ("Jiyue, the electric car venture of Baidu and Geely, cut jobs.", "whose a company is"),
    ("VinFast would have to ask for approval to benefit.", "a permit that would be needed"),
    (
        "GM puts off production at its Orion plant a year later than planned.",
        "output that comes late, no plant",
    ),
    ("Nissan looks for ways to save under its new chief executive.", "a new head who is only"),
    ("Mahindra gets Rs 1,925 crore for electric SUVs.", "money that is received"),
    ("Rivian unveiled the R2, which will cost $45,000.", "what a car that is shown will cost"),
]


def read(text: str) -> Extraction:
    """One sentence under a title that tells no step."""
    return extract(
        "News of electric cars", text, language="en", published=date(2025, 6, 14), catalogue=load()
    )


@pytest.mark.parametrize(("sentence", "why"), CASES)
def test_what_is_no_deal_is_told_as_the_reason(sentence: str, why: str) -> None:
    found = read(sentence)
    said = [note for trace in found.trace for note in trace.seen]

    assert any(why in note for note in said), said
    assert not {m.phase.value for m in found.milestones if m.kind.value == "partnership"} & {"done"}
    assert "factory" not in {m.kind.value for m in found.milestones}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Nio signed a supply agreement with CATL on June 12.", "partnership"),
        ("Ford and SK On agreed on June 12 to form a battery venture.", "partnership"),
        ("VinFast asked for approval of its plant in India on June 12.", "approval"),
        ("Lucid's plant in Arizona will open a year late, in 2026.", "factory"),
    ],
)
def test_the_plain_deal_beside_it_counts(sentence: str, kind: str) -> None:
    assert kind in {milestone.kind.value for milestone in read(sentence).milestones}


def test_money_for_something_unnamed_is_no_funding_of_the_givers() -> None:
    text = "CATL and Stellantis form a venture. The two plan to put 4.1 billion euros into it."

    assert "funding" not in {milestone.kind.value for milestone in read(text).milestones}
