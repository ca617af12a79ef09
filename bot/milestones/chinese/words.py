"""The phrases of the trade in a sentence: one pass of one automaton over all word tables."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table

LITERAL: Final = "="  # before a phrase that a pattern spells out: its group of one
BLOCK: Final = "block"  # longer words that hold a phrase without meaning it
PAST: Final = ("了", "过", "完")  # between a verb and its object
WORD_TABLES: Final = ("chinese_words", "chinese_cues")


@dataclass(frozen=True, slots=True)
class Tag:
    """A phrase at `start` to `end` of a sentence, with every group that it belongs to."""

    groups: frozenset[str]
    start: int
    end: int
    value: object = None  # what a grammar read there, or the short name of an agency


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases, ready to be looked for."""

    automaton: AhoCorasick
    groups: tuple[frozenset[str], ...]  # by phrase
    spelt: tuple[bool, ...]  # by phrase: only patterns spell it out
    cues: tuple[bool, ...]  # by phrase: all its groups are spelt out or of the table of cues
    latin: tuple[bool, ...]  # by phrase: it begins or ends in Latin letters or digits
    agencies: Mapping[int, str]  # phrase -> short name

    def find(self, text: str, names: Sequence[tuple[int, int]] = ()) -> list[Tag]:
        """The phrases of a text in order; one inside a longer one is left out.

        But a cue never hides a word: "被拍到" tells who says so, "拍到" in it what was done. What
        cuts into one of the `names` (start, end) is none: "小米汽车|计划" holds no "汽车计划".
        """
        cut = {at for start, end in names for at in range(start + 1, end)}
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        tags: list[Tag] = []
        reach = cue_reach = -1  # how far words, and cues, were found so far
        for phrase, start, end in sorted(found, key=lambda f: (f[1], -f[2])):
            if start in cut or end in cut or (start, end) in names:
                continue
            if end <= reach or (self.latin[phrase] and not _whole(text, start, end)):
                continue
            groups, spelt, is_cue = self.groups[phrase], self.spelt[phrase], self.cues[phrase]
            if is_cue and not spelt and end <= cue_reach:
                groups = frozenset(g for g in groups if g.startswith(LITERAL))
                spelt = True
            if not groups:
                continue
            if not spelt:  # "将以" leaves 将 what it is
                reach, cue_reach = (reach, end) if is_cue else (end, max(end, cue_reach))
            tags.append(Tag(groups, start, end, self.agencies.get(phrase)))
        return tags


@cache
def lexicon(literals: tuple[str, ...]) -> Lexicon:
    """The phrases of the tables and those that patterns spell out."""
    phrases: dict[str, set[str]] = {}
    about = table("chinese_cues")["about"]  # looked for by themselves, inside longer words too
    for group, words in _groups():
        for word in () if group in about else words:
            phrases.setdefault(word, set()).add(group)
    _separate(phrases)
    _lend(phrases)
    for word in literals:
        phrases.setdefault(word, set()).add(LITERAL + word)
    shorts = _authorities()
    for name in shorts:
        phrases.setdefault(name, set()).add("AGENCY")
    order = sorted(phrases)
    groups = tuple(frozenset(phrases[word]) for word in order)
    cues = {name for name, _ in _flat(table("chinese_cues").items())}
    worded = [{name for name in names if not name.startswith(LITERAL)} for names in groups]
    return Lexicon(
        automaton=AhoCorasick(order, matchkind=MatchKind.Standard),
        groups=groups,
        spelt=tuple(not names for names in worded),
        cues=tuple(names <= cues for names in worded),
        latin=tuple(word[0].isascii() or word[-1].isascii() for word in order),
        agencies={at: shorts[word] for at, word in enumerate(order) if word in shorts},
    )


def _authorities() -> Mapping[str, str]:
    """The short name of each authority that a Chinese text may name; "" where it has none.

    Of names in Latin letters those in capitals: NHTSA, KBA.
    """
    known = table("agencies")
    named = {name: entry["short"] for entry in known["agency"] for name in entry["names"]}
    return {
        **{name: short for name, short in named.items() if not name.isascii() or name.isupper()},
        **dict.fromkeys(known["unnamed"], ""),
    }


def _separate(phrases: dict[str, set[str]]) -> None:
    """A verb and its object with a word of the past between them: "亮过相", "签了约"."""
    for word in group("separable"):
        own = {*phrases.get(word, set())} - {BLOCK}
        for between in PAST if own else ():
            phrases.setdefault(word[:1] + between + word[1:], set()).update(own)


def _lend(phrases: dict[str, set[str]]) -> None:
    """A phrase of two that mean the same, or of an adverb and one, means that too: "建成投用"."""
    plain = group("adverb")
    lent: dict[str, set[str]] = {}
    for word, own in phrases.items():
        if BLOCK in own:
            continue
        if word[-1] in PAST and word[:-1] in phrases:  # "启用了" is 启用
            lent.setdefault(word, set()).update(phrases[word[:-1]] - {BLOCK})
        for at in range(1, len(word)):
            one, other = phrases.get(word[:at], set()), phrases.get(word[at:], set())
            lent.setdefault(word, set()).update(
                other - {BLOCK} if word[:at] in plain else one & other
            )
    for word, more in lent.items():
        phrases[word] |= more


@cache
def group(name: str) -> Sequence[str]:
    """The phrases of one group; raises KeyError for a name that no table has."""
    for each, words in _groups():
        if each == name:
            return words
    raise KeyError(name)


@cache
def sense(name: str) -> tuple[str, ...]:
    """The words of one class of `chinese_senses.toml`; raises KeyError for a name that it lacks.

    They are looked for by themselves, inside longer words too.
    """
    return tuple(table("chinese_senses")[name])


def any_of(*names: str) -> str:
    """A part of a regular expression: any word of these classes of `chinese_senses.toml`."""
    return f"(?:{'|'.join(re.escape(word) for name in names for word in sense(name))})"


def group_names() -> frozenset[str]:
    """The names of all groups."""
    return frozenset(name for name, _ in _groups())


def _groups() -> Iterator[tuple[str, list[str]]]:
    for name in WORD_TABLES:
        yield from _flat(table(name).items())


def _flat(items: Iterable[tuple[str, object]]) -> Iterator[tuple[str, list[str]]]:
    for key, value in items:
        if isinstance(value, list):
            yield key, value
        elif isinstance(value, dict):
            yield from _flat(value.items())


def _whole(text: str, start: int, end: int) -> bool:
    """Does a phrase in Latin letters stand alone?"""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    pair = text[at - 1 : at + 1]
    return pair.isascii() and (pair.isalpha() or pair.isdigit())
