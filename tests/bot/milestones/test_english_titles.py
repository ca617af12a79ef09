"""Elliptical headlines: what a title states when the text below it adds nothing."""

from datetime import date
from pathlib import Path

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract
from tests.told import lines_of, stated, wanted

TITLES = Path(__file__).parent / "titles" / "english.txt"
TEXT = "It is news of electric cars and of the electric vehicle market."
FLOOR = 0.7  # a little less than what the rules reach today


def read(title: str) -> Extraction:
    published = date(2024, 6, 14)
    return extract(title, TEXT, language="en", published=published, catalogue=load())


def test_titles_state_their_steps() -> None:
    every = lines_of(TITLES)
    missed = []
    for line in every:
        steps, title = wanted(line)
        missed += [] if steps <= set(stated(read(title))) else [line]

    assert len(every) >= 60
    assert len(missed) <= (1 - FLOOR) * len(every), missed
