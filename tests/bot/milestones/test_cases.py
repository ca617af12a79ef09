"""The rules against labelled cases of our own: floors that no change may fall through.

They lie a little under what was measured, so that one case more or less does not decide.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from benchmarks.scoring import Score, Tally, match, score
from bot.catalogue import load
from bot.cli.cases import fields
from bot.milestones.extract import extract
from tests.fakes_stories import span

CASES: Final = Path(__file__).parents[2] / "data" / "cases"


class Floor(NamedTuple):
    """The least that a file of cases must reach."""

    f1: float
    headline_f1: float
    alert_precision: float
    alert_recall: float


FLOORS: Final = {
    "practice-en": Floor(0.88, 0.85, 0.98, 0.97),
    "practice-zh": Floor(0.91, 0.88, 0.98, 0.98),
    "unseen-en": Floor(0.91, 0.85, 0.97, 0.96),
    "unseen-zh": Floor(0.93, 0.90, 0.98, 0.98),
    "second-en": Floor(0.87, 0.79, 0.98, 0.96),
    "second-zh": Floor(0.97, 0.96, 0.98, 0.98),
    "third-en": Floor(0.89, 0.83, 0.98, 0.98),
    "practice4-en": Floor(0.82, 0.82, 0.98, 0.88),
    "practice4-zh": Floor(0.88, 0.86, 0.98, 0.94),
    "practice5-en": Floor(0.85, 0.78, 0.97, 0.94),
    "practice6-en": Floor(0.82, 0.88, 0.98, 0.92),
    "practice7-en": Floor(0.84, 0.83, 0.98, 0.96),
    "practice8-en": Floor(0.76, 0.71, 0.97, 0.82),
    "practice9-en": Floor(0.87, 0.83, 0.96, 0.95),
    "practice10-en": Floor(0.83, 0.91, 0.98, 0.98),
    "practice11-en": Floor(0.81, 0.84, 0.96, 0.96),
    "seventh-en": Floor(0.70, 0.75, 0.93, 0.91),
    "sixth-en": Floor(0.85, 0.86, 0.97, 0.97),
    "fourth-en": Floor(0.75, 0.75, 0.97, 0.92),
    "fifth-en": Floor(0.85, 0.86, 0.98, 0.98),
    "third-zh": Floor(0.85, 0.86, 0.98, 0.91),
    "fifth-zh": Floor(0.90, 0.86, 0.97, 0.94),
    "sixth-zh": Floor(0.78, 0.79, 0.98, 0.95),
    "practice6-zh": Floor(0.89, 0.87, 0.98, 0.98),
    "practice5-zh": Floor(0.92, 0.90, 0.98, 0.98),
    "fourth-zh": Floor(0.89, 0.87, 0.97, 0.98),
}


@cache
def read(name: str) -> list[dict[str, Any]]:
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def scored(name: str) -> Score:
    predicted = {
        case["id"]: {
            "milestones": [
                fields(milestone)
                for milestone in extract(
                    case["title"],
                    case["text"],
                    language=case["lang"],
                    published=span(case["published"]).start,
                    catalogue=load(),
                ).milestones
            ]
        }
        for case in read(name)
    }
    return score(read(name), predicted)


@pytest.mark.parametrize("name", FLOORS)
def test_the_rules_reach_their_floors(name: str) -> None:
    found = scored(name)

    reached = Floor(
        found.everything.f1, found.headline.f1, found.alert.precision, found.alert.recall
    )
    assert all(a >= b for a, b in zip(reached, FLOORS[name], strict=True)), reached


@pytest.mark.parametrize("name", FLOORS)
def test_evidence_is_always_a_literal_part_of_the_text(name: str) -> None:
    literal = scored(name).literal

    assert literal.said > 0
    assert literal.hit == literal.said


@pytest.mark.parametrize("name", FLOORS)
def test_labels_name_companies_of_the_catalogue_and_quote_their_text(name: str) -> None:
    known = load().companies
    for case in read(name):
        whole = " ".join(f"{case['title']}\n{case['text']}".split())
        assert known.keys() >= set(case["companies"]), case["id"]
        for milestone in case["milestones"]:
            assert milestone["company"] in known
            assert " ".join(milestone["evidence"].split()) in whole, case["id"]


def step(kind: str = "launch", **more: object) -> dict[str, Any]:
    plain = {"company": "nio", "kind": kind, "phase": "done", "certainty": "official"}
    return plain | {"headline": True, "evidence": "NIO"} | more


def case(*milestones: dict[str, Any], key: str = "a") -> dict[str, Any]:
    return {"id": key, "title": "NIO", "text": "", "milestones": list(milestones)}


def test_a_label_is_met_by_the_prediction_that_agrees_most() -> None:
    said = [step(phase="planned"), step(date="2024-01-01/2024-01-31")]

    assert match([step(date="2024-01-01/2024-01-31")], said) == [(0, 1)]
    assert match([step("recall")], said) == []


def test_the_measures_count_what_they_say() -> None:
    labelled = [
        case(step(), step("recall", headline=False, certainty="reported", agency="SAMR")),
        case(key="silent"),
    ]
    predicted = {
        "a": case(step("recall", headline=False, agency="samr")),
        "silent": case(step(evidence="not there")),
    }

    found = score(labelled, predicted)

    assert found.everything == Tally(hit=1, said=2, true=2)
    assert found.headline == Tally(hit=0, said=1, true=1)
    assert found.alert == Tally(hit=0, said=1, true=1)
    assert found.equal["certainty"].recall == 0.0
    assert found.valued["agency"].recall == 1.0
    assert found.overstated == Tally(hit=1, said=1, true=1)
    assert found.literal == Tally(hit=1, said=2, true=2)
    assert (found.everything.precision, found.everything.f1) == (0.5, 0.5)
    assert Tally().f1 == 1.0
