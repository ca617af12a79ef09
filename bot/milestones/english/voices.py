"""Words that sound like hearsay and are not: "Nio reported 20,176 deliveries", "told Reuters"."""

import re
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import is_adverb

REPORTING: Final = frozenset(("report", "reports", "reported"))
CITING: Final = frozenset(("citing", "quoting"))
AHEAD: Final = 70  # letters in which it is said what is cited, what happened
SPEAKER: Final = 80  # letters before "told" in which the speaker stands
TOLD: Final = "told "
_WORD: Final = re.compile(r"[\w'-]+")
_END: Final = re.compile(r'[;"\u2014]')


def is_no_hearsay(scene: Scene, start: int, end: int) -> bool:
    """Is a word of the lists of hearsay, at these letters of the sentence, none here?

    A company that reports figures, a spokesman who tells a paper and what a company cites as its
    reason stand for themselves; reports of fires are no reports of a step.
    """
    low = scene.low
    word = low[start:end]
    if word in CITING:
        return small("cited").isdisjoint(_WORD.findall(low[end : end + AHEAD]))
    if word in REPORTING:
        return is_of_mishaps(low, end) or _is_by_itself(scene, start)
    if word.startswith(TOLD):
        return _is_officer(low[:start]) or _is_by_itself(scene, start)
    return low[:start].endswith(TOLD) and _is_officer(low[:start])


def is_of_mishaps(low: str, end: int) -> bool:
    """Are these "reports of crashes", which end at this letter?"""
    behind = low[end : end + AHEAD]
    return behind.startswith(" of ") and not small("mishaps").isdisjoint(_WORD.findall(behind))


def _is_by_itself(scene: Scene, start: int) -> bool:
    """Is it "Nio reported", "Lucid had also told us", not "Nio is reported to build"?"""
    at = next((i for i, token in enumerate(scene.tokens) if token.start == start), 0)
    behind = scene.tokens[at + 1].low if at + 1 < len(scene.tokens) else ""
    if behind == "to" or behind in small("reports_do"):
        return False
    before = at - 1
    while before > 0 and (
        scene.tokens[before].low in small("have") or is_adverb(scene.tokens[before].low)
    ):
        before -= 1
    return any(mention.company and last == before for mention, (_, last) in scene.mentions)


def _is_officer(before: str) -> bool:
    """Does somebody of a company or an authority speak, with name or office?"""
    said = _END.split(before[-SPEAKER:])[-1].removesuffix(TOLD)
    words = _WORD.findall(said)
    return not small("officers").isdisjoint(words) and small("nameless").isdisjoint(words)
