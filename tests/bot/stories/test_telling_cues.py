"""Every cue decides something, and every word that takes another's place names a cue."""

import re
from pathlib import Path

from bot.catalogue import table
from bot.stories.english_claims import STATIONS

CODE = Path(__file__).parents[3] / "bot"


def asked() -> set[str]:
    """The cues that a row of wording or the code asks for."""
    rows = [row for name in ("english", "chinese") for row in table(f"{name}_telling")["step"]]
    told = {row[key] for row in rows for key in ("cue", "without") if key in row}
    stations = {cue for cue, _ in STATIONS}  # and the same of Chinese
    return told | stations | set(re.findall(r'\bsays\("(\w+)"', code()))


def code() -> str:
    """All that words a step."""
    paths = [path for name in ("stories", "compose") for path in (CODE / name).glob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_every_cue_is_asked_for() -> None:
    assert set(table("telling_cues")) - asked() == set()


def test_a_cue_takes_the_place_of_cues_alone() -> None:
    cues = table("telling_cues")

    assert {other for cue in cues.values() for other in cue.get("over", ())} <= set(cues)


def test_what_the_evidence_may_call_a_step_is_asked_for_by_its_sort() -> None:
    sorts = set(re.findall(r'\bcalled\(step, "(\w+)"', code()))

    assert set(table("english_telling")["named"]) == sorts
