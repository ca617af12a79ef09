"""Who says what a sentence tells: somebody outside, somebody guessing, the company itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table

REACH: Final = 16  # characters between a voice and its verb
OWN_REACH: Final = 13  # the same for a company, whose name is the voice
LONG_REACH: Final = 50  # the same, with a name in Latin letters between
ANNOUNCED: Final = "宣布"
LONGEST: Final = 4  # characters of a verb of saying
TO: Final = 5  # characters between 向 and whom it is said to
# A name in Latin letters between a voice and its verb counts for nothing.
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z .·-]{4,30}")
_BORDER: Final = re.compile(r"[,;:。!?【】|—]")
_ACCORDING: Final = re.compile(r"(?:^|[,;:。(\s])(?:另|又|再)?据([^,;:。]{1,30})")
_LEARNT: Final = re.compile(r"从([^,;:。从]{1,16})(?:获悉|了解到|得知|处证实)")
_PRINTED: Final = "|".join(map(re.escape, table("chinese_sources")["printed"]))
_TITLED: Final = re.compile(rf"《[^《》]{{2,14}}》[^,;:。《》]{{0,10}}?(?:{_PRINTED})")
_FIGURES_OF: Final = re.compile(r"[A-Z][A-Za-z .&]{2,30}(?:公司|机构)?的?(?:统计)?数据显示")
_HEARSAY: Final = re.compile(r"(?:^|(?<=[,;:。!?\s(“《有市外盛遭再])|(?<=消息))传")
# Of an office or a company, behind its name or its brackets.
_SITE_OF: Final = re.compile(r"(?<=[局部署会司所团院)])(?:官方)?网站")
_TAIL: Final = " ,。!?;:\"'“”‘’)…"


class Voice(StrEnum):
    """Who speaks."""

    OWN = "own"  # the company, or a regulator
    OTHER = "other"  # somebody else, who may know
    GUESS = "guess"  # somebody who only guesses, or nobody: a rumour


# Of voices before one verb: 投行人士 guesses, 公司的供应商 is no company.
_RANK: Final = {Voice.OWN: 0, Voice.OTHER: 1, Voice.GUESS: 2}


@dataclass(frozen=True, slots=True)
class Source:
    """A voice with its verb, at `start` to `end` of a sentence."""

    voice: Voice
    start: int
    end: int


@lru_cache(maxsize=256)
def sources(text: str, names: tuple[tuple[int, int], ...]) -> tuple[Source, ...]:
    """Every voice of a sentence in normal form, in order; `names`: where companies stand."""
    found = [
        *_spoken(text, names),
        *_according(text, names),
        *(Source(Voice.OTHER, m.start(), m.end()) for m in _TITLED.finditer(text)),
        *_counted(text, names),
        *_hearsay(text, names),
    ]
    return tuple(sorted(found, key=lambda s: (s.end, s.start)))


def closing(text: str, found: Sequence[Source], after: int) -> Source | None:
    """The voice with which a sentence ends ("…, 工会人士说。"), if it begins behind `after`."""
    end = len(text.rstrip(_TAIL))
    last = [s for s in found if s.end >= end and s.start >= after]
    return last[0] if last else None


def _spoken(text: str, names: Sequence[tuple[int, int]]) -> Iterator[Source]:
    """A voice, and behind it in the same clause a verb of saying.

    Of several voices before one verb an outsider speaks: 公司的供应商, 工会发言人.
    """
    best: dict[int, Source] = {}
    for voice, start, end in _voices(text, names):
        border = _BORDER.search(text, end, end + LONG_REACH)
        reach = OWN_REACH if voice is Voice.OWN else REACH
        named = _LATIN.match(text, end)
        reach += len(named[0]) if named else 0
        stop = min(border.end() if border else len(text), end + reach + LONGEST)
        verb = _verb(voice, text, end, stop, reach)
        if verb is None and voice is Voice.OWN:
            verb = _announces(text, end)
        if verb is None or (voice is Voice.OWN and _find("inside", text[end : verb.start])):
            continue
        old = best.get(verb.end)
        if old is None or _RANK[verb.voice] > _RANK[old.voice]:
            best[verb.end] = Source(verb.voice, start if old is None else old.start, verb.end)
    yield from best.values()


def _announces(text: str, end: int) -> Source | None:
    """The 宣布 of a company in its clause, however far: "极氪于当天开幕的车展中宣布"."""
    clause = _BORDER.split(text[end : end + LONG_REACH], maxsplit=1)[0]
    at = clause.find(ANNOUNCED)
    if at < 0 or _find("person", clause[:at]):
        return None
    return Source(Voice.OWN, end + at, end + at + len(ANNOUNCED))


def _verb(voice: Voice, text: str, end: int, stop: int, reach: int) -> Source | None:
    """The verb of saying behind a voice, with what the verb makes of the voice."""
    for name in _verbs(voice):
        verb = next(iter(_find(name, text[end:stop])), None)
        if verb is not None and verb[0] <= reach:
            guessed = voice is Voice.GUESS or name == "guess"
            return Source(Voice.GUESS if guessed else voice, end + verb[0], end + verb[1])
    return None


def _verbs(voice: Voice) -> tuple[str, ...]:
    if voice is Voice.OWN:
        return ("own_say",)
    return ("guess", "say") if voice is Voice.GUESS else ("say", "guess")


def _voices(text: str, names: Sequence[tuple[int, int]]) -> Iterator[tuple[Voice, int, int]]:
    sites = {m.start() for m in _SITE_OF.finditer(text)}
    found = [(Voice.OTHER, *at) for at in _find("person", text) if at[0] not in sites]
    found += [(Voice.GUESS, *at) for at in _find("guesser", text)]
    found += [(Voice.OWN, *at) for at in _find("own", text)]
    found += [(Voice.OWN, *at) for at in names]
    own = [(a, b) for voice, a, b in found if voice is Voice.OWN]
    found = [
        (voice, start, end)
        for voice, start, end in found
        if voice is Voice.OWN or not any(a < start and end <= b for a, b in own)
    ]
    for voice, start, end in sorted(found, key=lambda v: (v[1], -v[2])):
        if not _find("spoken_to", _BORDER.split(text[max(0, start - TO) : start])[-1]):
            yield voice, start, end


def _according(text: str, names: Sequence[tuple[int, int]]) -> Iterator[Source]:
    """据…报道, 从…获悉: whom the words between name."""
    for m in _ACCORDING.finditer(text):
        verb = next(iter(_find("according", m[1])), None)
        if verb is not None:
            voice = _cited(text, m.start(1), m.start(1) + verb[0], names)
            yield Source(voice, m.start(), m.start(1) + verb[1])
    for m in _LEARNT.finditer(text):
        yield Source(_cited(text, *m.span(1), names), m.start(), m.end())


def _counted(text: str, names: Sequence[tuple[int, int]]) -> Iterator[Source]:
    """Whose figures they are, where it is no company and no authority: "Dataforce的数据显示"."""
    for m in _FIGURES_OF.finditer(text):
        if _cited(text, m.start(), m.end(), names) is Voice.OTHER:
            yield Source(Voice.OTHER, m.start(), m.end())


def _cited(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> Voice:
    own = _find("cited_self", text[start:end]) or any(start <= a < end for a, _ in names)
    others = _find("person", _SITE_OF.sub("", text[start:end]))
    return Voice.OWN if own and not others else Voice.OTHER


def _hearsay(text: str, names: Sequence[tuple[int, int]]) -> Iterator[Source]:
    """传 with a rumour behind it, at the head of a clause or behind a company."""
    starts = {m.end() for m in _HEARSAY.finditer(text)}
    starts |= {end + 1 for _, end in names if text[end : end + 1] == "传"}
    for at in sorted(starts):
        named = any(start == at for start, _ in names)
        if named or text.startswith(tuple(_list("hearsay")), at):
            yield Source(Voice.GUESS, at - 1, at)


def _find(name: str, text: str) -> list[tuple[int, int]]:
    return [(start, end) for _, start, end in _finder(name).find_matches_as_indexes(text)]


@cache
def _finder(name: str) -> AhoCorasick:
    return AhoCorasick(_list(name), matchkind=MatchKind.LeftmostLongest)


@cache
def _list(name: str) -> list[str]:
    return list(table("chinese_sources")[name])
