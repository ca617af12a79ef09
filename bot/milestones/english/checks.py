"""What the small words of an English sentence allow it to state, whoever read a step in it."""

import re
from typing import Final

from bot.milestones.english.cues import cue, word_set
from storage.records import Certainty

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
_MAYBE: Final = frozenset(("may", "might", "could"))
_AHEAD: Final = frozenset(
    ("will", "plans", "plan", "planned", "aims", "aim", "expects", "intends", "target", "targets")
)


def doubt(sentence: str) -> str | None:
    """Why the sentence states no step; None when nothing speaks against it."""
    low = sentence.lower()
    words = set(_WORD.findall(low))
    if "?" in low:
        return "asked"
    if cue("hypothetical").search(low):
        return "only supposed"
    if cue("denial").search(low):
        return "denied"
    if words & word_set("negative") or any(word.endswith("n't") for word in words):
        return "negated"
    return None


def certainty(sentence: str) -> Certainty:
    """How sure its words leave it."""
    low = sentence.lower()
    if cue("rumoured").search(low) or _MAYBE.intersection(_WORD.findall(low)):
        return Certainty.RUMOURED
    return Certainty.REPORTED if cue("reported").search(low) else Certainty.OFFICIAL


def is_ahead(sentence: str) -> bool:
    """Does it speak of what is still to come?"""
    return not _AHEAD.isdisjoint(_WORD.findall(sentence.lower()))
