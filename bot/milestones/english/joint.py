"""What is told further down of a plant that two companies share is a step of both."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.milestones.statement import Statement
from storage.records import Kind

PAIR: Final = 2
AT_PLANT: Final = frozenset((Kind.FACTORY, Kind.TESTING, Kind.PRODUCTION))
# The rule by which a sentence that names nobody goes on about the plant or its venture.
_GOES_ON: Final = re.compile(
    r"carried on$|subject '(?:[Tt]he|[Tt]heir|[Ii]ts) [^']*(?:venture|plant|factory)'$"
)


def shared(told: Sequence[Statement]) -> list[Statement]:
    """The statements, those about a plant of two companies once for each of them."""
    found: list[Statement] = []
    owners: tuple[str, ...] = ()
    for s in told:
        both = _owners(s, told)
        owners = both if s.kind is Kind.FACTORY and not _goes_on(s) else owners
        found.append(s)
        if not both and s.company in owners and s.kind in AT_PLANT and _goes_on(s):
            others = [c for c in owners if c != s.company and not _takes(c, s, told)]
            found += [replace(s, company=other) for other in others]
    return found


def _owners(s: Statement, told: Sequence[Statement]) -> tuple[str, ...]:
    """The two companies of whose plant a sentence tells."""
    if s.kind is not Kind.FACTORY:
        return ()
    mine = [o for o in told if (o.start, o.kind, o.phase) == (s.start, s.kind, s.phase)]
    owners = tuple(dict.fromkeys(o.company for o in mine))
    return owners if len(owners) == PAIR else ()


def _goes_on(s: Statement) -> bool:
    """Does it go on about the plant, and name no car?"""
    return s.subject is None and _GOES_ON.search(s.rule) is not None


def _takes(company: str, s: Statement, told: Sequence[Statement]) -> bool:
    return any((o.company, o.kind, o.start) == (company, s.kind, s.start) for o in told)
