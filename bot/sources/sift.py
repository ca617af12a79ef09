"""Which items of a reading are new, which are edited, and which were met before."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.sources.sketch import SKETCH, TOLD, is_near
from storage.records import Item, Known
from storage.sources import News

ADOPTED_MIN: Final = 3  # items, and half of all: one edited id is nobody's move
DATED: Final = "title:"  # the mark that has the day in it
MARKS_MAX: Final = 24  # kept for one item: its identities and the wordings it had


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """An item that says something not met before in its source."""

    item: Item
    is_edit: bool


def identities(items: Sequence[Item]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys and the marks by which these items may be known, to ask the store for."""
    keys = dict.fromkeys(item.key for item in items)
    marks = dict.fromkeys(mark for item in items for mark in item.marks)
    return tuple(keys), tuple(marks)


def sift(items: Sequence[Item], known: Sequence[Known]) -> tuple[Fresh, ...]:
    """The new and the edited items, in their order.

    An item with a new key that carries a mark of a known one is that item, and takes its key; one
    that tells the same figures and names must also be worded almost as it.
    A wording that the item had before (a feed that flaps between two versions) is nothing new;
    neither is a changed date. Items given twice in one reading count once.
    """
    shared = _shared(items)
    met_before = _Before(known, shared)
    fresh: dict[str, Fresh] = {}
    met: set[str] = set()
    for item in items:
        own = tuple(mark for mark in item.marks if mark not in shared)
        before = met_before.find(item)
        if before is None:
            if item.key not in fresh and not met.intersection(own):
                fresh[item.key] = Fresh(item=_marked(item, own), is_edit=False)
        elif not _is_told(item, before):
            kept = (*own, *before.marks)
            fresh[before.key] = Fresh(
                item=_marked(replace(item, key=before.key), kept), is_edit=True
            )
        met.update(mark for mark in own if not mark.startswith((TOLD, SKETCH)))
    return tuple(fresh.values())


def adopted(items: Sequence[Item], known: Sequence[Known]) -> frozenset[News]:
    """Whether most items are known ones under new ids, or with other dates.

    A publisher that moves to other software does that to everything it has at once.
    """
    met_before = _Before(known, _shared(items))
    rekeyed = redated = 0
    for item in items:
        before = met_before.by_key.get(item.key)
        if before is None:
            rekeyed += met_before.find(item) is not None
        elif before.content == item.content:
            dated = {mark for mark in item.marks if mark.startswith(DATED)}
            had = any(mark.startswith(DATED) for mark in before.marks)
            redated += bool(had and dated and dated.isdisjoint(before.marks))
    least = max(ADOPTED_MIN, len(items) // 2)
    found = {News.REKEYED: rekeyed, News.REDATED: redated}
    return frozenset(news for news, count in found.items() if count >= least)


class _Before:
    """The items met before, by their keys and by what they may be known again by."""

    def __init__(self, known: Sequence[Known], shared: Collection[str]) -> None:
        self.by_key = {each.key: each for each in known}
        self._by_mark = {mark: each for each in known for mark in each.marks if mark not in shared}

    def find(self, item: Item) -> Known | None:
        """The item that this one is, or None; what is said of a text comes last."""
        if item.key in self.by_key:
            return self.by_key[item.key]
        for mark in item.marks:
            before = None if mark.startswith(SKETCH) else self._by_mark.get(mark)
            if before and (not mark.startswith(TOLD) or is_near(item.marks, before.marks)):
                return before
        return None


def _shared(items: Sequence[Item]) -> frozenset[str]:
    """Marks that different items carry at once (one link for all of them): they identify none.

    A sketch identifies nothing by itself, and may be that of several.
    """
    said = {(mark, item.key, item.content) for item in items for mark in item.marks}
    contents = Counter(mark for mark, _ in {(mark, content) for mark, _, content in said})
    return frozenset(
        mark for mark, count in contents.items() if count > 1 and not mark.startswith(SKETCH)
    )


def _is_told(item: Item, before: Known) -> bool:
    return item.content == before.content or _wording(item) in before.marks


def _marked(item: Item, marks: Sequence[str]) -> Item:
    """With the mark of its wording, so that it is known when its text has been filled since."""
    every = dict.fromkeys((_wording(item), *marks))
    return replace(item, marks=tuple(every)[:MARKS_MAX])


def _wording(item: Item) -> str:
    return f"wording:{item.content}"
