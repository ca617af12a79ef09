"""Words of a step that speak of another matter, and the same words where they tell the step."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

CASES = [
    ("A release by Nio shows how many cars were sold in the region.", "a fact that is shown"),
    ("Nio showed how fast cars of its own fleet can be charged.", "a fact that is shown"),
    ("Two contractors start in May; CATL wants to take on more firms.", "a rival or a helper"),
    ("Leapmotor means to take on companies like Tesla next year.", "a rival or a helper"),
    (
        "Kia will build a plant in Georgia for $1.5 billion where batteries for EVs are made.",
        "words of two clauses",
    ),
    ("On May 17 Rivian became a public company, a step on the way to an IPO.", "what it leads to"),
    ("The plant that once built electric cars for Ford has a new owner.", "what once was"),
    ("It took Tesla 20 months to build its plant in Berlin.", "how long it took"),
    ("Lucid is recalling its first shipment of electric cars to Canada.", "which cars are meant"),
    ("The probe of Tesla's brakes could lead to a recall of its cars.", "what may follow"),
    ("Tesla has had other recalls of its vehicles of late.", "other recalls"),
    (
        "Tesla has begun to take orders for cars made there, to be delivered in May.",
        "another verb",
    ),
    ("Xpeng showed the pre-production cars in Paris on Monday.", "what is shown"),
    ("Nio on Friday said it has reached sales of 500,000 cars.", "a figure that is reached"),
    ("BYD reckons with 4 million cars for the whole of 2024.", "a number reckoned with"),
    ("Peter Rawlinson, who led it, parts with a stake in Lucid.", "the shares of a person"),
    (
        "Guests at BYD's plant, once a home of EV production, are busy until late 2025.",
        "an insertion",
    ),
    (
        'Tesla took orders in May for "made in China" electric cars.',
        "a name for where it is from",
    ),
    (
        "BYD contributed $32 million to a funding round of its partner.",
        "a part of what another raises",
    ),
    (
        "Toyota builds EVs. All over the world carmakers are racing to develop solid-state batteries for 2027.",
        "what the whole trade does",
    ),
    ("Kia speaks of the start of sales, with 90 dealers at first.", "places of sale"),
]
TOLD = [
    ("BYD showed a car that will cost little.", "byd unveil done"),
    ("Tesla built its plant in Berlin in 20 months.", "tesla factory done"),
    ("Lucid has sent its first shipment of electric cars to Canada.", "lucid market_entry done"),
    ("Tesla has issued a recall of 3,000 electric cars over brakes.", "tesla recall done"),
    ("Kia began to deliver the EV9 in May.", "kia delivery done"),
    (
        "Lucid and LG have announced the end of their venture for cells.",
        "lucid partnership cancelled",
    ),
    ("The preliminary evaluation is opened for 9,000 Model 3 cars.", "tesla recall pending"),
    (
        "BYD has contributed $32 million to a financing round of its partner.",
        "byd investment done",
    ),
    ("Nio says that work on its car plant in Hefei has begun.", "nio factory done"),
    ("Lucid is already preparing a second plant near Phoenix.", "lucid factory pending"),
    ("Its chief leaves the top job at EV maker Polestar.", "polestar restructuring done"),
    ("The jobs at Ford's EV plant are to be gone by late 2025.", "ford restructuring planned"),
    ("Rivian raised $12 billion in its IPO in November 2021.", "rivian funding done"),
    ("Nio's Li Bin opens a car plant in Hefei.", "nio factory done"),
    ("Tesla decided to bin its plant in Chile.", "tesla factory cancelled"),
]


def read(text: str) -> Extraction:
    """One sentence under a title that tells no step."""
    return extract(
        "News of electric cars", text, language="en", published=date(2024, 6, 14), catalogue=load()
    )


@pytest.mark.parametrize(("sentence", "why"), CASES)
def test_another_matter_is_told_as_the_reason(sentence: str, why: str) -> None:
    said = [note for trace in read(sentence).trace for note in trace.seen]

    assert any(note.endswith(f"- {why}") for note in said), said


@pytest.mark.parametrize(("sentence", "step"), TOLD)
def test_the_same_words_tell_a_step_elsewhere(sentence: str, step: str) -> None:
    told = [f"{m.company} {m.kind.value} {m.phase.value}" for m in read(sentence).milestones]

    assert step in told


def test_what_a_plant_costs_over_the_years_is_told_of_the_plant() -> None:
    found = read(
        "Hyundai said its new EV plant is expected to be set up with an investment of $3 billion"
        " over the next five years."
    )
    told = {m.kind.value: m.amount and m.amount.value for m in found.milestones}

    assert told == {"factory": 3_000_000_000}
