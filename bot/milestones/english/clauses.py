"""The clauses of a sentence, and the verb that carries each."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import VERB, Tag, is_adverb

OPENERS: Final = frozenset(
    ("and", "but", "while", "whereas", "although", "though", "after", "before", "because")
)
RELATIVES: Final = frozenset(("which", "who", "where", "whose"))
BEHIND_COMMA: Final = OPENERS | RELATIVES
BREAKS: Final = frozenset((";", ":", "\u2014", "\u2013", "?", "!", "\u2022", "|"))


@lru_cache(maxsize=4)  # each step of a sentence asks again
def clauses(scene: Scene) -> tuple[Range, ...]:
    """The clauses of a sentence, as first and last word, from left to right."""
    starts = [0]
    tokens = scene.tokens
    for at, token in enumerate(tokens):
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        breaks = (token.text in BREAKS and not _only_names(scene, at)) or (
            token.text == "," and following in BEHIND_COMMA
        )
        if breaks or (token.low == "and" and following and _is_finite(scene, at + 1)):
            starts.append(at + 1)
    starts = _without_dates_alone(scene, starts)
    ends = [*(start - 1 for start in starts[1:]), len(tokens) - 1]
    return tuple((a, b) for a, b in zip(starts, ends, strict=True) if b > a)


def _only_names(scene: Scene, colon: int) -> bool:
    """Does a colon stand before words without a verb: "the best May so far: 10,146 cars"?"""
    if scene.tokens[colon].text != ":":
        return False
    for at in range(colon + 1, len(scene.tokens)):
        if scene.tokens[at].text in BREAKS:
            break
        if _is_finite(scene, at):
            return False
    return True


def _without_dates_alone(scene: Scene, starts: list[int]) -> list[int]:
    """Keep "June 2024:" with the words that it dates."""
    dated = {at for _, (first, last) in scene.dates for at in range(first, last + 1)}
    kept = starts[:1]
    for at in starts[1:]:
        before = range(kept[-1], at - 1)
        alone = any(k in dated for k in before) and all(
            k in dated or scene.tokens[k].kind == "mark" for k in before
        )
        if not alone:
            kept.append(at)
    return kept


def _is_finite(scene: Scene, at: int) -> bool:
    """Does a new full verb begin here: "opened a plant and began production"?"""
    auxiliary = small("be", "have", "will", "guess", "can")
    return scene.tokens[at].low in auxiliary or any(
        tag.first == at and ("past" in tag.form or tag.form == "s")
        for tags in scene.verbs.values()
        for tag in tags
    )


def carrying(scene: Scene, first: int, last: int) -> Tag | None:
    """The verb that carries the clause around the words `first` to `last`."""
    return next(
        (main_verb(scene, (a, b)) for a, b in clauses(scene) if a <= first and last <= b), None
    )


def main_verb(scene: Scene, clause: Range) -> Tag | None:
    """The verb that carries a clause; "said that" carries only what has no verb of its own."""
    full = _full_verbs(scene, clause)
    first = next(full, None)
    if first is not None and _is_in_relative(scene, clause, first):
        return next(full, first)
    return first or _unlisted(scene, clause)


def _is_in_relative(scene: Scene, clause: Range, verb: Tag) -> bool:
    """Does the verb only say which: "the first plant that X puts up will stand in Szeged"?"""
    for at in range(verb.first - 1, clause[0], -1):
        token, before = scene.tokens[at], scene.tokens[at - 1]
        if token.low in {"that", "which", "who"}:
            held = before.low in small("spoken") or at - 1 in scene.verbs
            return before.kind == "word" and not held
        if token.kind == "mark":
            return False
    return False


def _unlisted(scene: Scene, clause: Range) -> Tag | None:
    """A past tense that no table lists: "squeezed another $150 million out of its owner"."""
    tokens = scene.tokens
    for at in range(clause[0] + 1, clause[1]):
        before, low = tokens[at - 1], tokens[at].low
        if (
            low.endswith("ed")
            and len(low) > len("need")
            and tokens[at].text.islower()
            and before.kind in {"word", "mark"}
            and before.low not in small("determiners", "prepositions", "spoken")
            and tokens[at + 1].low not in {"by", "in", "from", "at"}
            and not is_adverb(before.low)
            and low not in small("spoken")
            and at not in scene.marked.nouns
            and at + 1 not in scene.marked.nouns
        ):
            return Tag("", at, at, VERB, "past")
    return None


def _full_verbs(scene: Scene, clause: Range) -> Iterator[Tag]:
    tokens = scene.tokens
    auxiliary = small("be", "have", "will", "guess", "can")
    at = clause[0]
    while at < clause[1]:
        tag = None
        if tokens[at].low in auxiliary:
            tag = _behind(scene, at, clause)
        else:
            tag = next((t for t in scene.verbs.get(at, ()) if _is_full(t, clause)), None)
            if tag is not None and at in scene.marked.nouns:
                tag = None  # "works", "plans"
            if tag is None and tokens[at].low in small("past_verbs"):
                tag = Tag("", at, at, VERB, "past")
        if tag is not None and not _says(tokens[tag.last].low):
            yield tag
        at = max(at, tag.last if tag is not None else at) + 1


def _says(low: str) -> bool:
    return low == "says" or low in small("spoken")


def _is_full(tag: Tag, clause: Range) -> bool:
    return tag.first >= clause[0] and tag.form != "ing" and ("past" in tag.form or tag.form == "s")


def _behind(scene: Scene, at: int, clause: Range) -> Tag:
    """The verb behind an auxiliary; the auxiliary itself where none follows."""
    tokens = scene.tokens
    last = at
    while last + 1 <= clause[1] and _leads_on(tokens[last + 1].low):
        last += 1
    verb = last + 1
    if verb > clause[1]:
        return Tag("", at, at, VERB, "s")
    low = tokens[verb].low
    known = [t for tags in scene.verbs.values() for t in tags if t.first == verb]
    if known:
        return known[0]
    if low.endswith("ing"):
        return Tag("", verb, verb, VERB, "ing")
    if low.endswith(("ed", "en")) or low in small("past_verbs"):
        return Tag("", verb, verb, VERB, "part")
    if tokens[last].low == "to" or tokens[last].low in small("will", "guess", "can"):
        return Tag("", verb, verb, VERB, "base")
    if last > at and tokens[last].low in {"be", "been", "have"}:  # "will be the first", "will have"
        return Tag("", last, last, VERB, "part" if tokens[last].low == "been" else "base")
    past = tokens[at].low == "had" or tokens[at].low in small("was")
    return Tag("", at, at, VERB, "past" if past else "s")


def _leads_on(low: str) -> bool:
    """May this word stand between an auxiliary and its verb?"""
    return low == "to" or low in small("be", "have", "will", "guess", "can") or is_adverb(low)
