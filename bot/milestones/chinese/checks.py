"""What the cues of a Chinese sentence allow it to state, whoever read a step in it."""

from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.text import fold
from bot.milestones.titles import speaks_of
from storage.records import Certainty, Kind

# A cue of one character stands inside many words ("若" in 若干): here only longer ones decide.
CUE_CHARS: Final = 2
_REASONS: Final = (
    ("gates", "question", "asked"),
    ("gates", "hypothesis", "only supposed"),
    ("gates", "untrue", "denied"),
    ("gates", "negation", "negated"),
)
_HEDGES: Final = ("rumoured", "rumoured_anywhere", "rumoured_source")
_SINGLE: Final = {"negated": ("未", "没"), "only supposed": ("若", "倘")}


def doubt(sentence: str) -> str | None:
    """Why the sentence states no step; None when nothing speaks against it."""
    low = fold(sentence, language="zh")
    if "?" in low:
        return "asked"
    for section, name, reason in _REASONS:
        if any(cue in low for cue in (*_cues(section, name), *_SINGLE.get(reason, ()))):
            return reason
    return None


def certainty(sentence: str, kind: Kind) -> Certainty:
    """How sure its words leave a step of that kind; no hedge reaches across a semicolon."""
    parts = fold(sentence, language="zh").split(";")
    low = ";".join([part for part in parts if speaks_of(part, kind)] or parts)
    hedges = [cue for name in _HEDGES for cue in _cues("certainty", name)]
    if "或" in low or any(cue in low for cue in hedges):
        return Certainty.RUMOURED
    told = any(cue in low for cue in _cues("certainty", "reported"))
    return Certainty.REPORTED if told else Certainty.OFFICIAL


def is_ahead(sentence: str) -> bool:
    """Does it speak of what is still to come?"""
    low = fold(sentence, language="zh")
    return any(cue in low for cue in ("将", "拟", *_cues("phase", "planned")))


@cache
def _cues(section: str, name: str) -> tuple[str, ...]:
    cues = table("chinese_cues")[section][name]
    return tuple(cue for cue in cues if len(cue) >= CUE_CHARS)
