"""Where clauses of a sentence border on each other, found once for all questions of distance."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from bot.milestones.english.small import small
from bot.milestones.english.words import Token

ACROSS: Final = 9  # words that a new clause counts for
JOINTS: Final = frozenset(("and", "but", "while", "which", "where", "after", "before"))
OPENERS: Final = JOINTS - {"before"} | {"with", "who", "up", "compared"}
NEVER: Final = 1_000_000


class Border(NamedTuple):
    """At the word `at`; it counts `cost` words for what lies behind the word `until`."""

    at: int
    cost: int
    until: int  # a joint opens a clause only when a verb follows before the other side


def borders(tokens: Sequence[Token], verbs: Collection[int]) -> tuple[Border, ...]:
    """The borders of a sentence from left to right; `verbs` are the last words of its verbs."""
    found: list[Border] = []
    following = NEVER  # the next verb
    for at in range(len(tokens) - 1, -1, -1):
        following = at if at in verbs else following
        low = tokens[at].low
        if low in {";", ":", "\u2014"}:
            found.append(Border(at, ACROSS, at))
        elif low in JOINTS and following < NEVER:
            found.append(Border(at, ACROSS, following))
        elif low == "," and at + 1 < len(tokens) and tokens[at + 1].low in small("second_verbs"):
            found.append(Border(at, 3 * ACROSS, at + 1))
        elif low == "," and at + 1 < len(tokens) and tokens[at + 1].low in OPENERS:
            found.append(Border(at, ACROSS // 2, at + 1))
    return tuple(reversed(found))
