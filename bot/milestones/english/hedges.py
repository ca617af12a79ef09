"""Which small words colour a step: a hedge its own predicate, a source all that it tells.

"X said it will start production, and reportedly plans to raise $1bn": two voices, two steps.
"Sources said that X opened a plant and plans a second one": one voice for both.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from bot.milestones.english.clauses import RELATIVES, clauses
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import Tag, is_adverb

JOINTS: Final = frozenset(("and", "but", "while", "yet", "or", "then"))
BEFORE: Final = 6  # words between the comma and the source: ", the paper added, sources"
STOPS: Final = frozenset((";", "\u2014", "."))
MARKS: Final = frozenset((",", ";", "\u2014", "\u2013", "("))


class Cue(NamedTuple):
    """A hedge or a source, at the words `first` to `last`."""

    first: int
    last: int
    hedge: bool  # it stands inside the predicate that it colours
    guess: bool  # it guesses, where others report


def colours(scene: Scene, match: Match, cues: Sequence[Cue]) -> bool:
    """Does one of these words speak of the step?"""
    return any(_reaches(scene, match, cue, cues) for cue in cues)


def _reaches(scene: Scene, match: Match, cue: Cue, cues: Sequence[Cue]) -> bool:
    pieces = _pieces(scene, cues)
    step = _piece(pieces, match.verb.last if match.verb else match.first)
    told = _piece(pieces, cue.first)
    if _is_aside(scene, match, cue):
        return False
    if step == told:
        return True
    if cue.hedge:
        return told < step and all(_leans(scene, pieces[i]) for i in range(told + 1, step + 1))
    if told < step:
        return not any(_has_voice(scene, pieces[i], cues) for i in range(told + 1, step + 1))
    if cue.guess and _is_guess(scene, pieces[told]) and not _is_guess(scene, pieces[step]):
        return False  # "A will open in May, and B may follow, dealers suppose"
    return _closes(scene, cue) and not _has_voice(scene, pieces[step], cues)


def _pieces(scene: Scene, cues: Sequence[Cue]) -> list[Range]:
    """The predicates of a sentence; a new one begins at "and reportedly", "but, sources say,"."""
    tokens = scene.tokens
    starts = {first for first, _ in clauses(scene)} | {0}
    carrying = small("guess", "will")
    starts |= {
        at + 1
        for at, token in enumerate(tokens[:-1])
        if token.low in JOINTS and tokens[at + 1].low in carrying
    }
    for cue in cues:
        at = cue.first
        while at > 0 and (tokens[at - 1].text == "," or is_adverb(tokens[at - 1].low)):
            at -= 1
        if at > 0 and tokens[at - 1].low in JOINTS:
            starts.add(at)
    order = sorted(starts)
    return list(zip(order, [*(start - 1 for start in order[1:]), len(tokens) - 1], strict=True))


def _piece(pieces: Sequence[Range], at: int) -> int:
    return next(i for i, (first, last) in enumerate(pieces) if first <= at <= last)


def _is_aside(scene: Scene, match: Match, cue: Cue) -> bool:
    """Does it stand in a relative clause that tells something else: "X, which sources say ..."?"""
    return any(
        first <= cue.first
        and cue.last <= last
        and (match.last < first or last < match.first)
        and scene.tokens[first + 1].low in RELATIVES
        for first, last in scene.asides
    )


def _leans(scene: Scene, piece: Range) -> bool:
    """Does a predicate go on without a subject or an auxiliary: "has opened A and begun B"?"""
    at = piece[0]
    while at <= piece[1] and (
        scene.tokens[at].low in JOINTS
        or scene.tokens[at].text == ","
        or is_adverb(scene.tokens[at].low)
    ):
        at += 1
    return any(tag.first == at and tag.form != "s" for tag in _verbs(scene, *piece))


def _has_voice(scene: Scene, piece: Range, cues: Sequence[Cue]) -> bool:
    """Does somebody else speak in this predicate: "..., and the company confirmed that ..."?"""
    sources = {at for cue in cues if not cue.hedge for at in range(cue.first, cue.last + 1)}
    if any(piece[0] <= at <= piece[1] for at in sources):
        return False
    said = small("saying", "spoken")
    return any(scene.tokens[at].low in said for at in range(piece[0], piece[1] + 1))


def _is_guess(scene: Scene, piece: Range) -> bool:
    return any(scene.tokens[at].low in small("guess") for at in range(piece[0], piece[1] + 1))


def _closes(scene: Scene, cue: Cue) -> bool:
    """Does a source stand at the end, behind a comma, for all before it: "..., sources said"?"""
    at = cue.first
    if at > 0 and scene.tokens[at - 1].low in JOINTS:
        return False  # it opens a predicate of its own
    while at > 0 and scene.tokens[at - 1].text not in MARKS and at > cue.first - BEFORE:
        at -= 1
    marked = at > 0 and scene.tokens[at - 1].text in MARKS
    rest = range(cue.last + 1, len(scene.tokens))
    end = next((at for at in rest if scene.tokens[at].text in STOPS), len(scene.tokens))
    return marked and not any(
        scene.tokens[tag.first].low not in small("saying")
        for tag in _verbs(scene, cue.last + 1, end - 1)
    )


def _verbs(scene: Scene, first: int, last: int) -> Iterator[Tag]:
    return (
        tag
        for tags in scene.verbs.values()
        for tag in tags
        if first <= tag.first and tag.last <= last
    )
