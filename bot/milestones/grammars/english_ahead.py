"""Does an English clause speak of what is to come? The nearest cue to a date decides."""

import re
from typing import Final

REACH_CHARS: Final = 160

_AHEAD: Final = frozenset(
    "will shall would should could might may 'll due plan plans planned planning aim aims aimed expect expects "
    "expected scheduled target targets targeted slated hopes hope hoping intends intend going upcoming forthcoming "
    "starting until till pencilled penciled earliest must wants want bound promises promised promising postponed "
    "delayed pushed soon tentatively anticipated forecast forecasts deadline".split()
)
_BEHIND: Final = frozenset(
    "was were had did said told has have been began rose fell sold built made took opened went gave held broke "
    "put saw signed came became got grew hit left lost met paid ran sent set shut stood won wrote drew fed led "
    "dated since ago recently already after kept found bought brought laid reported".split()
)
_PRESENT: Final = frozenset(
    "begins begin starts start opens open launches launch arrives arrive comes come follows follow debuts ships "
    "ship goes go runs takes becomes steps hits enters enter reaches reach lands expires ends closes is are".split()
)
_BORDER: Final = re.compile(r"[.!?;\n](?=\s|$)|\n")
_WORD: Final = re.compile(r"[A-Za-z]+|'ll")


def is_ahead(text: str, start: int, end: int, *, coarse: bool) -> bool:
    """Do the words around `text[start:end]` speak of the future?

    `coarse`: the date is a month or longer, for which a verb in the present ("sales start in May")
    tells of a plan; beside a day it is the way headlines tell the past.
    """
    before = _clause_before(text, start)
    told = _nearest(before, coarse=coarse)
    if told is None:
        told = _nearest_after(_clause_after(text, end), coarse=coarse)
    return bool(told)


def _clause_before(text: str, start: int) -> list[str]:
    window = text[max(0, start - REACH_CHARS) : start]
    borders = list(_BORDER.finditer(window))
    return _WORD.findall(window[borders[-1].end() :] if borders else window)[::-1]


def _clause_after(text: str, end: int) -> list[str]:
    window = text[end : end + REACH_CHARS]
    border = _BORDER.search(window)
    return _WORD.findall(window[: border.start()] if border else window)


def _nearest(words: list[str], *, coarse: bool) -> bool | None:
    """Read backwards from the date: the first cue wins; "by" and "from" only when no other does."""
    weak: bool | None = None
    for at, raw in enumerate(words):
        word = raw if raw == "May" else raw.lower()  # the month speaks of no future
        if at == 0 and word == "by":
            weak = True
        if word in _AHEAD:
            return True
        if at + 1 < len(words) and words[at + 1].lower() == "to" and _is_infinitive(word):
            return True
        if word in _BEHIND or (_is_past(word) and "be" not in words[at + 1 : at + 3]):
            return False
        if word in _PRESENT and coarse:
            weak = True if weak is None else weak
    return weak


def _nearest_after(words: list[str], *, coarse: bool) -> bool | None:
    for at, raw in enumerate(words):
        word = raw if raw == "May" else raw.lower()
        if word in _AHEAD:
            return True
        if word == "to" and at and words[at - 1].lower() in {"is", "are"}:
            return True
        if word in _BEHIND or _is_past(word):
            return False
    return None


def _is_infinitive(word: str) -> bool:
    return word not in {
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "this",
        "that",
    } and not word.endswith("ing")


def _is_past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in {"speed", "named", "based"}  # noqa: PLR2004
