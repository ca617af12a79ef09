"""Words of a sentence, marked with the groups of `english_words.toml` that they belong to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final, NamedTuple

from bot.catalogue import table
from bot.milestones.english.small import small

VERB: Final = "verb"
NOUN: Final = "noun"
NAMES: Final = frozenset(("May", "Bin"))  # spelled like verbs: the month, Li Bin
PAIR: Final = 2
# Their phrases end with a preposition: "launched in Germany" may be "launched in March".
WHERE: Final = frozenset(("reachplace", "come", "hit"))
# Determiners that also stand without a noun: "this launched in May", "some were built".
STANDING_ALONE: Final = frozenset(
    ("that", "this", "these", "some", "first", "market", "last", "new")
)
MAX_PHRASE: Final = 7  # words in the longest entry

_TOKEN: Final = re.compile(
    r"(?P<word>[Pp]er\s+cent\b|[^\W\d_]+(?:[-.&](?=[^\W_])[^\W_]+|(?<=[^\W\d_])'(?!s\b)(?=[^\W\d_])[^\W\d_]+|\d+[^\W_]*)*)"
    r"|(?P<possessive>'s\b|(?<=s)'(?!\w))"
    r"|(?P<number>[$€£¥₹₩]?\d[\d,.]*\d(?:st|nd|rd|th|[A-Za-z%]{1,3})?\b%?|[$€£¥₹₩]?\d(?:st|nd|rd|th|[A-Za-z%]{1,3})?\b%?)"
    r"|(?P<mark>[^\w\s])"
)


class Token(NamedTuple):
    """One word, number or mark; `start` and `end` count in the sentence."""

    text: str
    low: str
    start: int
    end: int
    kind: str  # word, number, mark, possessive


class Tag(NamedTuple):
    """The words `first` to `last` (inclusive) stand for a group of the trade."""

    group: str
    first: int
    last: int
    part: str  # VERB or NOUN
    form: str  # of a verb the forms it may be: base s past part ing; of a noun ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence in words, with its tags by group."""

    tokens: tuple[Token, ...]
    tags: Mapping[str, tuple[Tag, ...]]
    nouns: frozenset[int] = field(default_factory=frozenset)  # words of nouns of the trade
    heads: frozenset[int] = field(default_factory=frozenset)  # the last word of each such noun


# Before a bare form of a verb they leave it the past of another one.
PERFECT: Final = frozenset(("has", "had", "was", "were", "been", "is", "are"))


class Entry(NamedTuple):
    """What a phrase stands for."""

    words: tuple[str, ...]
    group: str
    part: str
    form: str  # of a verb every form that is spelled so, with spaces between


def tokenize(text: str) -> tuple[Token, ...]:
    """The words, numbers and marks of a sentence in order.

    The month keeps its capital in `low`, as "may" is a guess; so does Li Bin, who bins nothing.
    """
    return tuple(
        [
            # Faster by half than calling Token, some fifty times a text.
            tuple.__new__(Token, (word := found[0], _low(word), *found.span(), found.lastgroup))
            for found in _TOKEN.finditer(text)
        ]
    )


@lru_cache(maxsize=8192)  # one object for all places of a word, so that it is hashed once
def _low(word: str) -> str:
    """How a word is looked up; "per cent" is one word with two spellings."""
    low = word if word in NAMES else word.lower()
    return "percent" if low.startswith("per") and low.endswith("cent") else low


def mark(tokens: tuple[Token, ...], taken: frozenset[int] = frozenset()) -> Marked:
    """Find the groups; the longest phrase wins, whatever it covers is not marked again.

    `taken` are words of names, which mean nothing else.
    """
    lows = tuple([token.low for token in tokens])
    known = _by_first()
    found = [
        tag
        for at, low in enumerate(lows)
        if low in known and at not in taken
        for tag in _at(lows, at, *known[low])
    ]
    widest: dict[int, int] = {}  # word -> last word of the longest phrase that begins before it
    kept: list[Tag] = []
    for tag in found:
        if tag.first in widest and _inside(tag, widest):
            continue
        kept.append(tag)
        if tag.part == VERB and (
            tag.group in WHERE or tokens[min(tag.first + 1, tag.last)].low not in small("particles")
        ):
            continue
        for at in range(tag.first, tag.last + 1):
            widest[at] = max(widest.get(at, -1), tag.last)
    nouns = {at for tag in kept if tag.part == NOUN for at in range(tag.first, tag.last + 1)}
    heads = {
        tag.last for tag in kept if tag.part == NOUN and not _modifies(tokens, tag.last, nouns)
    }
    tags: dict[str, list[Tag]] = {}
    for tag in kept:
        if tag.part == VERB and not _is_verb(tokens, tag, taken):
            continue
        if tag.part == NOUN and tag.last not in heads:
            continue  # "battery plant": the battery only says which plant
        tags.setdefault(tag.group, []).append(tag)
    return Marked(
        tokens,
        {group: tuple(all_) for group, all_ in tags.items()},
        frozenset(nouns),
        frozenset(heads),
    )


def _modifies(tokens: tuple[Token, ...], last: int, nouns: set[int]) -> bool:
    """Does this noun only say what kind the next one is: "battery plant", "battery pack works"?"""
    if last + 1 in nouns:
        return True
    if last + 2 not in nouns:
        return False
    between = tokens[last + 1]
    small_words = small("prepositions", "determiners", "modals", "be", "have")
    return (
        between.kind == "word"
        and between.text.islower()
        and between.low not in small_words
        and not is_adverb(between.low)
        and not any(entry.part == VERB for entry in lexicon().get(between.low, ()))
    )


def _inside(tag: Tag, widest: Mapping[int, int]) -> bool:
    """Does a longer phrase that began earlier cover this one?"""
    return widest[tag.first] >= tag.last and any(
        widest.get(at, -1) >= tag.last for at in range(max(0, tag.first - MAX_PHRASE), tag.first)
    )


def _at(
    lows: tuple[str, ...],
    at: int,
    single: tuple[Entry, ...],
    longer: Mapping[str, tuple[Entry, ...]],
) -> Iterable[Tag]:
    """The longest tags that begin with this word; `single` and `longer` are its entries."""
    following = lows[at + 1] if at + 1 < len(lows) else ""
    if following and lows[at] in small("be") and is_adverb(following):
        return (*_parted(longer, lows, at), *_longest(lows, at, single, longer))
    if following in longer:
        return _longest(lows, at, single, longer)
    return [Tag(entry.group, at, at, entry.part, entry.form) for entry in single]


def _longest(
    lows: tuple[str, ...],
    at: int,
    single: tuple[Entry, ...],
    longer: Mapping[str, tuple[Entry, ...]],
) -> Iterator[Tag]:
    following = lows[at + 1]
    closed = 0  # words of the longest phrase that leaves no part of itself free
    groups: set[tuple[str, str]] = set()
    for entry in (*longer.get(following, ()), *single):  # longest first
        size = len(entry.words)
        if size < closed or (entry.group, entry.part) in groups:
            continue
        if size > PAIR and lows[at : at + size] != entry.words:
            continue
        parted = size > 1 and following in small("particles") and entry.group not in WHERE
        if entry.part == NOUN or parted:
            closed = max(closed, size)
        groups.add((entry.group, entry.part))
        yield Tag(entry.group, at, at + size - 1, entry.part, entry.form)


def _parted(
    longer: Mapping[str, tuple[Entry, ...]], lows: tuple[str, ...], at: int
) -> Iterator[Tag]:
    """Phrases that an adverb parts behind their first word: "is already under way"."""
    for entry in longer.get(lows[at + 2] if at + 2 < len(lows) else "", ()):
        last = at + len(entry.words)
        if lows[at + 2 : last + 1] == entry.words[1:]:
            yield Tag(entry.group, at, last, entry.part, entry.form)


Phrases = tuple[tuple[Entry, ...], Mapping[str, tuple[Entry, ...]]]


@cache
def _by_first() -> Mapping[str, Phrases]:
    """By their first word: the single words, and the longer phrases by their second one."""
    found: dict[str, Phrases] = {}
    for first, entries in lexicon().items():
        longer: dict[str, list[Entry]] = {}
        for entry in entries:
            if len(entry.words) > 1:
                longer.setdefault(entry.words[1], []).append(entry)
        single = tuple(entry for entry in entries if len(entry.words) == 1)
        found[first] = single, {second: tuple(all_) for second, all_ in longer.items()}
    return found


# "set up" is no setting, "start at" is a start.


def is_adverb(low: str) -> bool:
    """May this word stand between a verb and its auxiliary?"""
    return low in small("adverbs") or (
        low.endswith("ly") and low not in small("not_adverbs") and len(low) > len("only")
    )


def _is_amount(token: Token) -> bool:
    return token.kind == "number" or token.low in small("magnitudes")


def _is_verb(tokens: tuple[Token, ...], tag: Tag, taken: frozenset[int]) -> bool:
    """Is this really a verb here, not "the launch", "10,000 orders" or "its planned start"?"""
    at = tag.first - 1
    while at >= 0 and is_adverb(tokens[at].low) and tokens[at].low not in small("determiners"):
        at -= 1
    before = tokens[at] if at >= 0 else None
    after = tokens[tag.last + 1] if tag.last + 1 < len(tokens) else None
    if tokens[tag.first].low == "won" and before is not None and _is_amount(before):
        return False  # the currency
    if before is None or before.kind == "mark":
        if tag.form == "s" and after is not None and _leads(after.low):
            return not _is_noun(tokens[tag.first].low)  # "Exports to Norway might follow"
        return (
            "base" not in tag.form
            or tag.first > 0
            or tag.last > 0
            or (after is not None and after.low in small("determiners"))
        )
    if tag.form == "base" and before.low in PERFECT:
        return False  # "has found a backer" founds nothing
    if "ing" in tag.form:
        return before.low not in small("determiners") and before.kind != "possessive"
    if "base" not in tag.form and ("past" in tag.form or "part" in tag.form):
        return not (
            (before.low in small("determiners") and before.low not in STANDING_ALONE)
            or before.kind == "possessive"
            or (
                before.low in small("prepositions")
                and before.low != "by"
                and tag.first == tag.last
                and before.low not in {"since", "after", "before", "in", "on"}
            )
        )
    if (
        (before.low in small("determiners") and before.low != "that")
        or before.low in small("prepositions")
        or before.kind == "possessive"
    ):
        return False
    counts = before.kind == "number" and at not in taken and not _names_model(tokens, at)
    if tag.form == "s":
        return not counts
    if before.low in small("modals") or "past" in tag.form:
        return True
    # A bare "launch" behind a name is a noun in "Model Y launch", a verb in "A, B launch a car".
    plural = at >= 1 and tokens[at - 1].low in {"and", ",", "&"}
    follows = after is not None and (
        after.low in small("determiners") or after.kind == "number" or after.text[:1].isupper()
    )
    only = not any(
        entry.part == NOUN
        for entry in lexicon().get(tokens[tag.first].low, ())
        if len(entry.words) == 1
    )
    return (
        only or plural or before.low.endswith("s") or follows or tag.last > tag.first
    ) and not counts


def _leads(low: str) -> bool:
    return low == "to" or low in small("prepositions")


def _is_noun(low: str) -> bool:
    return any(entry.part == NOUN and len(entry.words) == 1 for entry in lexicon().get(low, ()))


def _names_model(tokens: tuple[Token, ...], at: int) -> bool:
    """Is this number part of a name or a date: "Polestar 4 gets", "in 2025 build"?"""
    if len(tokens[at].text) > len("2025") or not at:
        return False
    previous = tokens[at - 1]
    return previous.text[:1].isupper() or (
        len(tokens[at].text) == len("2025") and previous.low in small("prepositions")
    )


@cache
def lexicon() -> Mapping[str, tuple[Entry, ...]]:
    """Every form of every entry by its first word, longest entry first."""
    data = table("english_words")
    forms = {base: _irregular(both) for base, both in data["forms"].items()}
    doubling = frozenset(data["doubling"]["verbs"])
    entries: set[Entry] = set()
    for group, phrases in data["verbs"].items():
        for phrase in phrases:
            entries.update(_verb_entries(group, phrase, forms, doubling))
    for group, phrases in data["nouns"].items():
        for phrase in phrases:
            entries.update(_noun_entries(group, phrase))
    spelled: dict[tuple[tuple[str, ...], str, str], set[str]] = {}
    for words, group, part, form in entries:
        spelled.setdefault((words, group, part), set()).add(form)
    by_word: dict[str, list[Entry]] = {}
    for (words, group, part), all_forms in sorted(
        spelled.items(), key=lambda e: (-len(e[0][0]), e[0])
    ):
        by_word.setdefault(words[0], []).append(
            Entry(words, group, part, " ".join(sorted(all_forms)))
        )
    return {word: tuple(all_) for word, all_ in by_word.items()}


def _irregular(both: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    past, participle = both.split()
    return tuple(past.split("|")), tuple(participle.split("|"))


def _verb_entries(
    group: str,
    phrase: str,
    forms: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
    doubling: frozenset[str],
) -> Iterator[Entry]:
    base, _, rest = phrase.partition(" ")
    for form, word in inflect(base, forms.get(base), doubles=base in doubling):
        tokens = tuple(t.low for t in tokenize(f"{word} {rest}".strip()))
        yield Entry(tokens, group, VERB, form)


def inflect(
    base: str, irregular: tuple[tuple[str, ...], tuple[str, ...]] | None, *, doubles: bool
) -> Iterator[tuple[str, str]]:
    """Every form of a verb with the name of the form."""
    if base == "be":
        yield from (
            ("base", "be"),
            ("s", "is"),
            ("s", "are"),
            ("past", "was"),
            ("past", "were"),
            ("part", "been"),
        )
        return
    stem = base + base[-1] if doubles else base
    yield "base", base
    if base == "have":
        yield "s", "has"
    elif base.endswith(("s", "sh", "ch", "x", "z", "go", "do")):
        yield "s", base + "es"
    elif base.endswith("y") and base[-2] not in "aeiou":
        yield "s", base[:-1] + "ies"
    else:
        yield "s", base + "s"
    silent = base.endswith("e") and not base.endswith(("ee", "ye", "oe"))
    yield "ing", (base[:-1] if silent else stem) + "ing"
    if irregular is not None:
        yield from (("past", past) for past in irregular[0])
        yield from (("part", participle) for participle in irregular[1])
        return
    if base.endswith("e"):
        regular = base + "d"
    elif base.endswith("y") and base[-2] not in "aeiou":
        regular = base[:-1] + "ied"
    else:
        regular = stem + "ed"
    yield "past", regular
    yield "part", regular


def _noun_entries(group: str, phrase: str) -> Iterator[Entry]:
    for form in (phrase, *_plurals(phrase)):
        yield Entry(tuple(t.low for t in tokenize(form)), group, NOUN, "")
        if " " in form and " of " not in form:
            yield Entry(tuple(t.low for t in tokenize(form.replace(" ", "-"))), group, NOUN, "")


def _plurals(phrase: str) -> Iterator[str]:
    if " " in phrase and phrase.rsplit(maxsplit=1)[-1] in small("verblike"):
        return  # "production starts in May" is no plural
    head, of, rest = phrase.partition(" of ")
    if head.endswith(("s", "sh", "ch", "x")):
        yield f"{head}es{of}{rest}"
    elif head.endswith("y") and head[-2] not in "aeiou":
        yield f"{head[:-1]}ies{of}{rest}"
    else:
        yield f"{head}s{of}{rest}"
