"""Elliptical headlines: what a title states when the text below it adds nothing."""

from datetime import date
from pathlib import Path

from bot.catalogue import load
from bot.milestones.extract import extract

TITLES = Path(__file__).parent / "titles" / "english.txt"
TEXT = "It is news of electric cars and of the electric vehicle market."
FLOOR = 0.7  # a little less than what the rules reach today


def lines() -> list[str]:
    found = TITLES.read_text(encoding="utf-8").splitlines()
    return [line for line in found if line.strip() and not line.startswith("#")]


def wanted(line: str) -> set[tuple[str, ...]]:
    return {tuple(spec.split()) for spec in line.partition("|")[0].split(";")}


def stated(title: str) -> set[tuple[str, ...]]:
    published = date(2024, 6, 14)
    found = extract(title, TEXT, language="en", published=published, catalogue=load())
    return {(m.company, m.kind.value, m.phase.value) for m in found.milestones}


def test_titles_state_their_steps() -> None:
    every = lines()
    missed = [line for line in every if not wanted(line) <= stated(line.partition("|")[2].strip())]

    assert len(every) >= 60
    assert len(missed) <= (1 - FLOOR) * len(every), missed
