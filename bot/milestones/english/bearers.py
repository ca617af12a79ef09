"""What a verb says something of: the subject of a clause that names no company."""

from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import is_adverb

LONGEST: Final = 14  # words of a subject
OPENS: Final = frozenset(
    (
        "and",
        "but",
        "while",
        "that",
        "which",
        "who",
        "when",
        "where",
        "as",
        "because",
        "if",
        "so",
        "after",
        "before",
        "since",
        "until",
        "than",
    )
)
# Behind these the subject may stand further left: a list, a clause that says which.
UNCLEAR: Final = frozenset((",", "and", "that", "which", "who", "where"))
MARKS: Final = frozenset(
    (",", ";", ":", "\u2014", "\u2013", '"', "(", ")", "\u2022", "|", "?", "!")
)


def is_of_others(scene: Scene, match: Match) -> bool:
    """Is the subject a thing of no trade: "similar cuts came into force in Japan"?

    A thing of the trade, a model, a number and a pronoun may stand for the company that the text
    was speaking of; "a choir", "the update" and "prices of flats" do not.
    """
    if match.verb is None:
        return False
    head = subject_head(scene, min(match.state.left, match.verb.first))
    if head < 0 or any(first <= head <= last for first, last in match.places):
        return False
    return not _may_stand_for_it(scene, head)


def subject_head(scene: Scene, left: int) -> int:
    """The head of the subject before a verb with its auxiliaries; -1 where none is seen."""
    tokens = scene.tokens
    skipped = small("be", "have", "will", "guess", "not") | {"to"}
    end = left - 1
    while end >= 0 and (tokens[end].low in skipped or is_adverb(tokens[end].low)):
        end -= 1
    start = end
    while start >= 0 and end - start < LONGEST and not _cuts(scene, start):
        start -= 1
    start += 1
    if start > end or end - start >= LONGEST - 1:
        return -1
    start = _behind_date(scene, start)
    listed = start > 0 and tokens[start - 1].low in UNCLEAR
    if listed or tokens[start].low in small("prepositions") | {"to"}:
        return -1  # "in May the first cars", "Norway, Sweden": where it begins is open
    if start > end:
        return -1
    governed = (
        at for at in range(start + 1, end + 1) if tokens[at].low in small("prepositions") | {"to"}
    )
    return next(governed, end + 1) - 1


def _behind_date(scene: Scene, start: int) -> int:
    """Behind a date that opens the clause: "On Saturday 4,000 visitors"."""
    opens = start + (scene.tokens[start].low in small("prepositions"))
    return next((last + 1 for _, (first, last) in scene.dates if first <= opens <= last), start)


def _cuts(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    return token.text in MARKS or token.low in OPENS


def _may_stand_for_it(scene: Scene, head: int) -> bool:
    token = scene.tokens[head]
    if token.kind != "word" or head in scene.marked.nouns or not token.text.islower():
        return True
    named = (w for ranges in scene.spans.values() for w in ranges)
    if any(first <= head <= last for first, last in named):
        return True
    return token.low in small("bearing", "pronouns", "personal", "cars")
