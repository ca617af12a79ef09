"""Certainty, denial and supposition, by the small words around a step."""

import re
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from storage.records import Certainty, Kind

SIGHTED: Final = frozenset((Kind.TESTING, Kind.UNVEIL, Kind.REGISTRATION))
LIKES: Final = 4
REMARK: Final = 3  # words that open a remark on what was told
_UNREAL: Final = re.compile(r"\b(?:would|could|might)\b")
_BREAK: Final = re.compile(r"[;\u2014]|, (?:but|while|although|though|whereas) ")


@cache
def cue(name: str) -> re.Pattern[str]:
    """One pattern for all entries of a list of `english_cues.toml`, whole words only."""
    entries = sorted(_entries(name), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, entries)) + r")(?![\w-])")


@lru_cache(maxsize=512)
def says(name: str, text: str) -> bool:
    """Does a text in lower case hold an entry of this list? Every step of a sentence asks again."""
    return cue(name).search(text) is not None


@cache
def word_set(name: str) -> frozenset[str]:
    """The entries of a list, for single words."""
    return frozenset(_entries(name))


def _entries(name: str) -> list[str]:
    section, _, key = name.rpartition(".")
    data = table("english_cues")
    entries: list[str] = (data[section] if section else data)[key]
    return entries


def clause(scene: Scene, first: int, last: int) -> str:
    """The part of the sentence around these words, lower case, cut at semicolons and "but"."""
    text = scene.sentence.text
    start, end = scene.tokens[first].start, scene.tokens[last].end
    left, right = 0, len(text)
    for found in _BREAK.finditer(text):
        if found.end() <= start:
            left = found.end()
        elif found.start() >= end:
            right = found.start()
            break
    return text[left:right].lower()


def certainty(scene: Scene, match: Match, near: str, *, pending: bool) -> Certainty:
    """Who stands for the step: the company or a regulator, a medium, or nobody."""
    how, kind = match.state, match.pattern.step.kind
    whole = scene.sentence.text.lower()
    permitted = kind is Kind.APPROVAL and "may" in match.pattern.said  # "may drive itself"
    verbless = how.time == "bare" and bool(small("guess") & set(scene.lows)) and not permitted
    if (how.guess and not permitted) or verbless or says("rumoured", near):
        return Certainty.RUMOURED
    if says("own_voice", whole) and not says("citing", whole):
        return Certainty.OFFICIAL
    if says("reported", near) or _media(whole):
        return Certainty.REPORTED
    spoken = bool(small("spoken") & set(scene.lows))
    if kind in SIGHTED and says("sighted", whole) and not spoken:
        return Certainty.REPORTED
    if pending:
        return Certainty.REPORTED
    if how.expected and not says("official", whole):
        return Certainty.REPORTED
    return Certainty.OFFICIAL


def is_voiced(scene: Scene) -> bool:
    """Does somebody say so on record in this sentence?"""
    whole = scene.sentence.text.lower()
    return bool(small("spoken") & set(scene.lows)) or says("official", whole)


def is_hearsay(scene: Scene) -> bool:
    """Does the sentence, a title, credit a medium or sources: "..., sources say"?"""
    whole = scene.sentence.text.lower()
    return _media(whole) or says("reported", whole)


@cache
def _media_cue() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_entries("media"), key=len, reverse=True)))
    verbs = (
        "reports?|reported|writes?|wrote|says?|said|has learned|has learnt|told"
        "|quotes?|quoted|claims?|claimed|citing|cited|puts|reckons|knows|hears|learns|has it"
    )
    return re.compile(
        rf"(?<!\w)(?:{names})(?:'s)?(?: [\w'-]+){{0,7}},? (?:{verbs})(?!\w)"
        rf"|according to (?:[\w-]+ ){{0,5}}(?:{names})(?!\w)"
        rf"|(?:{verbs}) (?:the |a )?(?:[\w-]+ ){{0,2}}(?:{names})(?!\w)"
    )


@lru_cache(maxsize=128)
def _media(whole: str) -> bool:
    return _media_cue().search(whole) is not None


def supposed(scene: Scene, first: int, last: int) -> bool:
    """Does an "if" or "whether" stand over the words `first` to `last`?"""
    whole = scene.sentence.text.lower()
    start, end = scene.tokens[first].start, scene.tokens[last].end
    return _is_inverted(scene, first) or any(
        _stands_over(whole, found, start, end)
        for found in cue("hypothetical").finditer(whole)
        if not cue("hypothetical_allowed").match(whole, found.start())
        and not whole.startswith(("as if", "even if"), max(0, found.start() - 5))
        and not whole.startswith("as if", max(0, found.start() - 3))
    )


def _is_inverted(scene: Scene, first: int) -> bool:
    """Is it an "if" without the word, or a remark: "Should others follow", "It would be"?"""
    lows = [t.low for t in scene.tokens[:REMARK]]
    if ";" in {t.text for t in scene.tokens[:first]}:
        return False
    if lows[0] in {"should", "were"}:
        return "?" not in scene.lows
    wishes = "like" in {t.low for t in scene.tokens[:LIKES]}  # "it would like to double that"
    remarks = lows[0] in {"it", "this", "that"} and "would" in lows and not wishes
    return remarks or lows[0] in {"anyone", "anybody"}


def demanded(scene: Scene, match: Match) -> bool:
    """Is it what somebody asks of a company: "the union demands that no plant be closed"?"""
    if match.pattern.step.kind is Kind.RECALL or match.pattern.step.who == "any":
        return False
    whole = scene.sentence.text.lower()
    found = cue("demands").search(whole)
    return found is not None and found.start() < scene.tokens[match.last].start


def _stands_over(whole: str, found: re.Match[str], start: int, end: int) -> bool:
    word = found.group()
    if word in {"if", "unless"}:
        if found.start() >= end:  # "will open in May if all goes well" is a plan with a condition
            return re.search(r"\bwould\b", whole[: found.start()]) is not None
        inner = whole[found.end() : start]
        return "," not in inner or _UNREAL.search(whole, found.end()) is not None
    if word == "whether":
        return found.start() < start and ";" not in whole[found.end() : start]
    return True


def denied(near: str) -> bool:
    """Does the clause deny?"""
    return says("denial", near)
