"""What the small words of an English sentence allow it to state, whoever read a step in it."""

import re
from typing import Final

from bot.milestones.english.cues import cue, sources, word_set
from bot.milestones.titles import speaks_of
from storage.records import Certainty, Kind

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")
_MAYBE: Final = re.compile(r"\b(?:may|might|could)\b")  # "May" is a month
# Where another predicate may begin: "..., and plans", "... and reportedly plans".
_JOINT: Final = re.compile(
    r"[;\u2014]|, (?:and|but|while|whereas|although|though) "
    r"| (?:and|but) (?=(?:may|might|could|possibly|perhaps|is|are|[a-z]+edly)\b)"
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


def certainty(sentence: str, kind: Kind) -> Certainty:
    """How sure its words leave a step of that kind; a hedge colours its own predicate only."""
    told = _about(sentence, kind)
    if cue("rumoured").search(told.lower()) or _MAYBE.search(told):
        return Certainty.RUMOURED
    low = told.lower()
    return Certainty.REPORTED if cue("reported").search(low) or sources(low) else Certainty.OFFICIAL


def _about(sentence: str, kind: Kind) -> str:
    """A sentence without the hedged predicates that tell of other kinds of step."""
    parts = _JOINT.split(sentence)
    if not any(speaks_of(part, kind) for part in parts):
        return sentence
    return " ".join(part for part in parts if speaks_of(part, kind) or not _is_apart(part))


def _is_apart(part: str) -> bool:
    """Does a hedge stand in it, and no source that would speak for the rest as well?"""
    low = part.lower()
    hedges = cue("hedges").findall(low)
    sources = cue("reported").findall(low) + cue("rumoured").findall(low)
    return (bool(hedges) or bool(_MAYBE.search(part))) and len(sources) <= len(hedges)


def is_ahead(sentence: str) -> bool:
    """Does it speak of what is still to come?"""
    return not word_set("ahead").isdisjoint(_WORD.findall(sentence.lower()))
