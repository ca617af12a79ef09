"""The labelled cases: one event of many tellings is one story, in whatever order they come."""

import random
from pathlib import Path

import pytest

from bot.catalogue import load
from tests import gold

FOLDER = Path(__file__).parents[4] / "shared" / "milestones"
FILES = [FOLDER / "dev-en.jsonl", FOLDER / "dev-zh.jsonl"]
ORDERS = 8

pytestmark = pytest.mark.skipif(
    not all(file.exists() for file in FILES), reason="the labelled cases are not here"
)


def test_every_pair_that_is_one_story_is_found_and_no_other() -> None:
    cases = sorted(gold.read(*FILES), key=lambda case: case.item.seen)

    assert gold.pairs(cases, gold.grouped(cases, load())) == gold.pairs(cases, gold.slugs(cases))


def test_the_order_of_the_texts_does_not_matter() -> None:
    cases, chance = gold.read(*FILES), random.Random(1)  # noqa: S311 - the same orders each time
    slugs = gold.pairs(cases, gold.slugs(cases))

    for _ in range(ORDERS):
        chance.shuffle(cases)
        assert gold.pairs(cases, gold.grouped(cases, load())) == slugs
