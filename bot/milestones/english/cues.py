"""Certainty, denial and supposition, by the small words around a step."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from bot.catalogue import table
from bot.milestones.english.hedges import Cue, colours
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.voices import is_no_hearsay, is_of_mishaps
from bot.milestones.whole_words import runs, telling
from storage.records import Certainty, Kind

SIGHTED: Final = frozenset((Kind.TESTING, Kind.UNVEIL, Kind.REGISTRATION))
LIKES: Final = 4
MAY_HAVE_TO: Final = 4  # words before a verb, an adverb among them
REMARK: Final = 3  # words that open a remark on what was told
SEVERAL: Final = "two|three|four|five|several|some|a few|many|one of the"
OWN_PRESS: Final = " (?:release|conference|briefing|statement|event)"  # no press that writes
_SAID: Final = re.compile(r"\b(?:say|says|said|tell|told|according to)\b")
_ACCOUNT: Final = re.compile(r"\baccording to [^,.;]{1,60}")
_WOULD: Final = re.compile(r"\bwould\b")
_MIGHT: Final = re.compile(r"\b(?:could|might)\b")
# "could build 150,000 a year if it had the chips": it does not have them.
_UNFULFILLED: Final = re.compile(r" (?:only |there |[\w'-]+ ){1,3}?(?:had|were|did)\b")
_UNREAL: Final = re.compile(r"\b(?:would|could|might)\b")
_BREAK: Final = re.compile(r"[;\u2014]|, (?:but|while|although|though|whereas) ")


@cache
def cue(name: str) -> re.Pattern[str]:
    """One pattern for all entries of a list of `english_cues.toml`, whole words only."""
    entries = sorted(_entries(name), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, entries)) + r")(?![\w-])")


def says(name: str, text: str) -> bool:
    """Does a text in lower case hold an entry of this list, as whole words?"""
    return not _telling(name).isdisjoint(runs(text)) and cue(name).search(text) is not None


def said(name: str, text: str) -> list[str]:
    """The entries of this list that a text in lower case holds, in its order."""
    return cue(name).findall(text) if may_say(name, text) else []


def may_say(name: str, text: str) -> bool:
    """Does a text hold the most telling word of any entry? Most texts of most lists do not."""
    return not _telling(name).isdisjoint(runs(text))


@cache
def _telling(name: str) -> frozenset[str]:
    return telling(_entries(name))


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
    left, right = _around(scene, first, last)
    text = scene.sentence.text
    return scene.low if (left, right) == (0, len(text)) else text[left:right].lower()


def _around(scene: Scene, first: int, last: int) -> Range:
    """The place of that part, in letters."""
    text = scene.sentence.text
    start, end = scene.tokens[first].start, scene.tokens[last].end
    left, right = 0, len(text)
    for opens, closes in _breaks(text):
        if closes <= start:
            left = closes
        elif opens >= end:
            right = opens
            break
    return left, right


@lru_cache(maxsize=64)
def _breaks(text: str) -> tuple[tuple[int, int], ...]:
    """Where a sentence is cut; each of its steps asks again."""
    return tuple(found.span() for found in _BREAK.finditer(text))


def certainty(scene: Scene, match: Match, near: str, *, pending: bool) -> Certainty:
    """Who stands for the step: the company or a regulator, a medium, or nobody."""
    how, kind = match.state, match.pattern.step.kind
    whole = scene.low
    permitted = kind is Kind.APPROVAL and "may" in match.pattern.said  # "may drive itself"
    verbless = how.time == "bare" and scene.holds(small("guess")) and not permitted
    if (how.guess and not permitted) or verbless or _may_have_to(scene, match):
        return Certainty.RUMOURED
    guessed = says("rumoured", near) or bool(_guesses(near))
    if guessed and colours(scene, match, _found(scene, match, "rumoured")):
        return Certainty.RUMOURED
    if says("registers", near):
        return Certainty.OFFICIAL
    told = says("reported", near) or "according to" in near or bool(sources(whole))
    if told and colours(scene, match, _found(scene, match, "reported")):
        return Certainty.REPORTED
    if says("own_voice", near) and not says("citing", whole):
        return Certainty.OFFICIAL
    spoken = scene.holds(small("spoken"))
    if kind in SIGHTED and says("sighted", whole) and not spoken:
        return Certainty.REPORTED
    if pending:
        return Certainty.REPORTED
    if how.expected and not says("official", whole) and not _is_accounted(scene, whole):
        return Certainty.REPORTED
    return Certainty.OFFICIAL


def _found(scene: Scene, match: Match, name: str) -> list[Cue]:
    """The hedges and sources around a step: a medium that writes, not a company that reports."""
    whole = scene.low
    found = [each.span() for each in cue(name).finditer(whole)]
    if name == "rumoured":
        found += _guesses(whole)
    else:
        own = [each.span() for each in cue("own_voice").finditer(whole)]
        told = (*found, *sources(whole), *_accounts(scene, whole))
        found = [
            (a, b)
            for a, b in told
            if not any(c < b and a < d for c, d in own) and not is_no_hearsay(scene, a, b)
        ]
    left, right = _around(scene, match.first, match.last)
    return [
        Cue(
            *words, hedge=cue("hedges").fullmatch(whole, a, b) is not None, guess=name == "rumoured"
        )
        for a, b in found
        if left <= a < right and (words := _words_at(scene, a, b))
    ]


def _accounts(scene: Scene, whole: str) -> Iterator[tuple[int, int]]:
    """Where somebody is cited who is neither a company nor an authority: "according to ..."."""
    names = [m.start - scene.sentence.start for m, _ in scene.mentions]
    names += [scene.tokens[agency.first].start for agency in scene.agencies]
    for found in _ACCOUNT.finditer(whole):
        own = says("own_sources", found[0]) or any(
            found.start() <= at < found.end() for at in names
        )
        if not own:
            yield found.start(), found.start() + len("according to")


def _is_accounted(scene: Scene, whole: str) -> bool:
    """Does a company or an authority stand for it: "is expected in May, according to MG"?"""
    return len(_ACCOUNT.findall(whole)) > len([*_accounts(scene, whole)])


def _may_have_to(scene: Scene, match: Match) -> bool:
    """Is it "may have to delay", a guess although the verb says "have to"?"""
    at = match.verb.first if match.verb is not None else match.first
    lows = [t.low for t in scene.tokens[max(0, at - MAY_HAVE_TO) : at]]
    return lows[-2:] == ["have", "to"] and not small("guess").isdisjoint(lows)


def _words_at(scene: Scene, start: int, end: int) -> Range | None:
    inside = [i for i, t in enumerate(scene.tokens) if t.start < end and start < t.end]
    return (inside[0], inside[-1]) if inside else None


def is_voiced(scene: Scene) -> bool:
    """Does somebody say so on record in this sentence?"""
    whole = scene.low
    return scene.holds(small("spoken")) or says("official", whole)


def is_hearsay(scene: Scene) -> bool:
    """Does the sentence credit a medium or sources: "..., sources say"?"""
    return credits_others(scene.low)


def credits_others(whole: str) -> bool:
    """Does a title, in lower case, credit a medium or sources: "..., sources say"?"""
    told = (found.end() for found in cue("reported").finditer(whole))
    return bool(sources(whole)) or any(not is_of_mishaps(whole, end) for end in told)


@lru_cache(maxsize=128)
def sources(whole: str) -> tuple[tuple[int, int], ...]:
    """Where a medium, or people without a name, say something in a sentence in lower case."""
    found = [*_media_cue().finditer(whole)] if may_say("media", whole) else []
    if _SAID.search(whole):
        found += _people_cue().finditer(whole)
    return tuple(match.span() for match in found)


@lru_cache(maxsize=128)
def _guesses(whole: str) -> tuple[tuple[int, int], ...]:
    """Where bystanders guess."""
    if not says("guessing", whole):
        return ()
    return tuple(match.span() for match in _guess_cue().finditer(whole))


@cache
def _media_cue() -> re.Pattern[str]:
    names = _any_of("media")
    verbs = _any_of("media_says")
    return re.compile(
        rf"(?<!\w)(?<!wrote on )(?<!posted on )(?:{names})(?!{OWN_PRESS})(?:'s)?"
        rf"(?: [\w'-]+){{0,7}},? (?:{verbs})(?!\w)"
        rf"|according to (?:[\w-]+ ){{0,5}}(?:{names})(?!\w)"
        rf"|(?:{verbs}) (?:the |a )?(?:[\w-]+ ){{0,2}}(?:{names})(?!\w)(?!{OWN_PRESS})"
    )


@cache
def _people_cue() -> re.Pattern[str]:
    people, several = _any_of("unnamed"), _any_of("counted")
    return re.compile(
        rf"according to (?:[\w-]+ ){{0,5}}(?:{people})(?!\w)"
        rf"|(?<!\w)(?:{people}|(?:{SEVERAL}) (?:[\w-]+ ){{0,2}}(?:{several}))"
        rf"(?: [\w'-]+){{0,7}},? (?:say|says|said|tell|told)(?!\w)"
    )


@cache
def _guess_cue() -> re.Pattern[str]:
    people, guess = _any_of("guessers"), _any_of("guessing")
    return re.compile(rf"(?<!\w)(?:{people})(?: [\w'-]+){{0,5}} (?:{guess})(?!\w)")


def _any_of(name: str) -> str:
    return "|".join(map(re.escape, sorted(_entries(name), key=len, reverse=True)))


def supposed(scene: Scene, first: int, last: int) -> bool:
    """Does an "if" or "whether" stand over the words `first` to `last`?"""
    whole = scene.low
    start, end = scene.tokens[first].start, scene.tokens[last].end
    if not says("hypothetical", whole):
        return _is_inverted(scene, first)
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
    if lows[0] == "had" and scene.has("would", "could", "might"):
        return True
    wishes = "like" in {t.low for t in scene.tokens[:LIKES]}  # "it would like to double that"
    remarks = lows[0] in {"it", "this", "that"} and "would" in lows and not wishes
    return remarks or lows[0] in {"anyone", "anybody"}


def demanded(scene: Scene, match: Match) -> bool:
    """Is it what somebody asks of a company: "the union demands that no plant be closed"?"""
    insolvent = "<insolvent>" in match.pattern.said or "{insolvency}" in match.pattern.said
    if match.pattern.step.kind is Kind.RECALL or match.pattern.step.who == "any" or insolvent:
        return False  # "petitioned for bankruptcy" asks nothing of a company
    found = cue("demands").search(scene.low) if may_say("demands", scene.low) else None
    return found is not None and found.start() < scene.tokens[match.last].start


def _stands_over(whole: str, found: re.Match[str], start: int, end: int) -> bool:
    word = found.group()
    if word in {"if", "unless"}:
        if found.start() >= end:  # "will open in May if all goes well" is a plan with a condition
            before, behind = whole[: found.start()], whole[found.end() :]
            return _WOULD.search(before) is not None or bool(
                _MIGHT.search(before) and _UNFULFILLED.match(behind)
            )
        inner = whole[found.end() : start]
        return "," not in inner or _UNREAL.search(whole, found.end()) is not None
    if word == "whether":
        return found.start() < start and ";" not in whole[found.end() : start]
    return True


_GONE: Final = re.compile(r", which [^;.]*\b(?:had|has|have) none\b")


def denied(near: str) -> bool:
    """Does the clause deny, rather than a relative one that tells what is gone?"""
    return says("denial", _GONE.sub("", near) if ", which " in near else near)


def has_no(scene: Scene, match: Match) -> bool:
    """Is what the verb acts on denied: "opens no plant", "has no approval"?"""
    between = range(match.first + 1, match.last)
    return any(
        scene.tokens[at].low == "no" and scene.tokens[at + 1].low not in small("behind_no")
        for at in between
    )
