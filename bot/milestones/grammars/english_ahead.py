"""Does an English clause speak of what is to come? The nearest cue to a date decides."""

import re
from typing import Final

from bot.milestones.grammars.readings import words

REACH_CHARS: Final = 160

_AHEAD: Final = words(
    "will shall would should could might may 'll due plan plans planned planning aim aims "
    "aimed expect expects "
    "expected scheduled target targets targeted slated hopes hope hoping intends intend going "
    "upcoming forthcoming "
    "starting pencilled penciled earliest must wants want bound promises promised promising "
    "postponed "
    "delayed pushed soon tentatively anticipated forecast forecasts deadline"
)
_BEHIND: Final = words(
    "was were had did said told has have been began rose fell sold built made took opened went "
    "gave held broke "
    "put saw signed came became got grew hit left lost met paid ran sent set shut stood won "
    "wrote drew fed led "
    "dated since ago recently already after kept found bought brought laid reported"
)
_PRESENT: Final = words(
    "begins begin starts start opens open launches launch arrives arrive comes come follows "
    "follow debuts ships "
    "ship goes go runs takes becomes steps hits enters enter reaches reach lands expires ends "
    "closes gets get receives receive take rolls roll leaves leave appears appear returns return "
    "joins join moves move"
)
_PLANNED: Final = words("planned expected plan target forecast scheduled")
_OPENING: Final = words("by from until till")
_BORDER: Final = re.compile(r"[.!?;\n](?=\s|$)|\n")
_WORD: Final = re.compile(r"[A-Za-z]+|'ll|[0-9][\w.,]*")
_NO_VERB: Final = words(
    "the a an its his her their this that these those in on at by for of from about some up "
    "around nearly "
    "least only just more market production date tail end door tonight"
)
_OWN: Final = words("a an the its their his her")
OPENING: Final = 9  # words behind an opening date within which its verb stands
_NO_PAST: Final = words("exceed proceed succeed indeed hundred limited")
# A participle behind one of these belongs to its noun: "behind closed doors", "the used cars".
_BEFORE_ADJECTIVE: Final = words(
    "the a an its his her their in of for with by behind as and or more most newly"
)


def is_present(text: str, start: int) -> bool:
    """Does the clause before tell in the present tense ("production starts on June 3")?"""
    said = _clause_before(text, start)
    if not said:
        return any(w.lower() in _PRESENT for w in _clause_after(text, start)[:OPENING])
    return any(word.lower() in _PRESENT or _has_own(said, at) for at, word in enumerate(said))


def _has_own(said: list[str], at: int) -> bool:
    """The present of "has its premiere", no perfect. `said` runs backwards."""
    return said[at].lower() in {"has", "have"} and at > 0 and said[at - 1].lower() in _OWN


def is_ahead(text: str, start: int, end: int, *, coarse: bool) -> bool | None:
    """Do the words around `text[start:end]` speak of the future? None: they do not say.

    `coarse`: the date is a month or longer, for which a verb in the present ("sales start in May")
    tells of a plan; beside a day it is the way headlines tell the past.
    """
    before = _clause_before(text, start)
    told = _nearest(before, coarse=coarse)
    if told is None:
        told = _nearest_after(_clause_after(text, end), coarse=coarse)
    return told


def _clause_before(text: str, start: int) -> list[str]:
    window = text[max(0, start - REACH_CHARS) : start]
    borders = list(_BORDER.finditer(window))
    return _WORD.findall(window[borders[-1].end() :] if borders else window)[::-1]


def _clause_after(text: str, end: int) -> list[str]:
    window = text[end : end + REACH_CHARS]
    border = _BORDER.search(window)
    return _WORD.findall(window[: border.start()] if border else window)


def _nearest(said: list[str], *, coarse: bool) -> bool | None:
    """Read backwards from the date: the first cue wins; "by" and "from" when no other speaks."""
    weak: bool | None = None
    for at, raw in enumerate(said):
        word = raw if raw == "May" else raw.lower()  # the month speaks of no future
        if word in _OPENING and said[:at] in ([], ["the"]):
            weak = True
        if (word in _AHEAD and not _is_noun(said, at)) or (word in _PRESENT and coarse):
            return True
        if said[at + 1 : at + 2] == ["to"] and _is_infinitive(word):
            return True
        if _has_own(said, at):
            return True if coarse else None
        if word in _BEHIND or (_is_past(word) and not _is_passive(said, at)):
            return False
    return weak


def _nearest_after(said: list[str], *, coarse: bool) -> bool | None:
    for at, raw in enumerate(said):
        word = raw if raw == "May" else raw.lower()
        if word in _AHEAD or (word in _PRESENT and coarse):
            return True
        if word == "to" and said[at - 1 : at] in (["is"], ["are"]):
            return True
        if word in _BEHIND or _is_past(word):
            return False
    return None


def _is_noun(said: list[str], at: int) -> bool:
    """The plan, higher than expected: no plan of this clause. `said` runs backwards."""
    return said[at] in _PLANNED and said[at + 1 : at + 2] in (
        ["the"],
        ["a"],
        ["than"],
        ["as"],
        ["its"],
    )


def _is_infinitive(word: str) -> bool:
    return word.isalpha() and word not in _NO_VERB and not word.endswith("ing")


def _is_past(word: str) -> bool:
    return len(word) > len("speed") and word.endswith("ed") and word not in _NO_PAST


def _is_passive(said: list[str], at: int) -> bool:
    """To be unveiled, behind closed doors: no past. `said` runs backwards."""
    return "be" in said[at + 1 : at + 3] or (
        at + 1 < len(said) and said[at + 1].lower() in _BEFORE_ADJECTIVE
    )
