"""What may be a step besides those that were put together; the rest of the text decides on it."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.statement import Statement
from storage.records import Kind

# A company takes several steps of these kinds, and one text tells of more than one.
REPEATED: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE))


def perhaps(
    steps: Sequence[Statement], again: Sequence[Statement], guesses: Sequence[Statement]
) -> list[Statement]:
    """What was put together with one of `steps` from another sentence, and what was only guessed.

    Of the guesses the first of each company and kind, where no step is of these; of a plant or a
    network also one of another date.
    """
    sentences = {(s.company, s.kind, s.evidence) for s in steps}
    found = [s for s in again if (s.company, s.kind, s.evidence) not in sentences]
    known = [*steps]
    for s in guesses:
        alike = [o for o in known if (o.company, o.kind) == (s.company, s.kind)]
        if not alike or _is_another(s, alike):
            known.append(s)
            found.append(s)
    return found


def _is_another(s: Statement, alike: Sequence[Statement]) -> bool:
    """Is it told with a date of its own, and in a sentence of its own?"""
    own = s.kind in REPEATED and s.when is not None
    return own and all(o.when != s.when and o.evidence != s.evidence for o in alike)
