"""What may be a step besides those that were put together; the rest of the text decides on it."""

from collections.abc import Sequence

from bot.milestones.statement import Statement


def perhaps(
    steps: Sequence[Statement], again: Sequence[Statement], guesses: Sequence[Statement]
) -> list[Statement]:
    """What was put together with one of `steps` from another sentence, and what was only guessed.

    Of the guesses the first of each company and kind, where no step is of these.
    """
    sentences = {(s.company, s.kind, s.evidence) for s in steps}
    known = {(s.company, s.kind) for s in steps}
    found = [s for s in again if (s.company, s.kind, s.evidence) not in sentences]
    for s in guesses:
        if (s.company, s.kind) not in known:
            known.add((s.company, s.kind))
            found.append(s)
    return found
