"""Which regulators, authorities and public lenders a text names, in any language."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table


class Named(NamedTuple):
    """An authority named at `start` to `end`, under the short name that milestones carry."""

    short: str
    start: int
    end: int


def find_agencies(text: str) -> Iterator[Named]:
    """Every authority named, in order; whole words where the script has any."""
    finder, shorts = _finder()
    for pattern, start, end in finder.find_matches_as_indexes(text):
        if _whole(text, start, end):
            yield Named(shorts[pattern], start, end)


@cache
def agency_names() -> Mapping[str, tuple[str, ...]]:
    """Every name of each authority, in both scripts, by the short name.

    One without a short name goes by the words of the text.
    """
    known = table("agencies")
    names = {entry["short"]: tuple(entry["names"]) for entry in known["agency"]}
    return names | {name: (name,) for name in known["unnamed"]}


@cache
def _finder() -> tuple[AhoCorasick, tuple[str, ...]]:
    owners = {name: short for short, names in agency_names().items() for name in names}
    finder = AhoCorasick(list(owners), matchkind=MatchKind.LeftmostLongest)
    return finder, tuple(owners.values())


def _whole(text: str, start: int, end: int) -> bool:
    left = start == 0 or not _joins(text[start - 1], text[start])
    right = end == len(text) or not _joins(text[end - 1], text[end])
    return left and right


def _joins(a: str, b: str) -> bool:
    """Letters and digits of scripts that put spaces between their words."""
    return a.isalnum() and b.isalnum() and max(a, b) < "\u2e80"
