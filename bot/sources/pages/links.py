"""The list of a page: the links that stand in one kind of place and are called as articles are."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lxml import etree

from bot.sources.entries import TITLE_MAX_CHARS, absolute
from bot.sources.identity import canonical, fold, weight
from bot.sources.moments import moment
from bot.sources.plaintext import one_line

ANCHORS_MAX: Final = 3_000
LINKS_MAX: Final = 200
LIST_MIN: Final = 3  # links that make a list
TITLE_MIN_WEIGHT: Final = 14  # letters, as in `identity`: shorter ones are menus
TITLE_WEIGHT_CAP: Final = 80
DEPTH: Final = 5  # ancestors that say what kind of place a link stands in
ROW_DEPTH: Final = 3  # ancestors in which its date may stand
ROW_MAX_CHARS: Final = 400
_ASIDE: Final = frozenset({"nav", "footer", "aside", "header"})
_ROWS: Final = frozenset({"li", "tr", "article", "dd", "dt", "p", "div", "section"})
_DATE: Final = re.compile(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:[ T]\d{1,2}:\d{2})?")
_IN_PATH: Final = re.compile(r"/(20\d{2})[/-]?(\d{2})[/-]?(\d{2})(?:/|\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a list, with what its row says of it."""

    url: str
    title: str
    published: datetime | None


def links(
    tree: etree._Element, url: str, *, seen: datetime, within: Sequence[etree._Element] = ()
) -> tuple[Link, ...]:
    """The links of the page's list, in its order; those in `within` where that is given.

    Without it the list is found: of all kinds of places in the page that hold three links or more,
    the one whose links say most. Empty where there is none.
    """
    anchors = [anchor for each in within for anchor in each.iter("a")] if within else _list(tree)
    found: dict[str, Link] = {}
    for anchor in anchors[:ANCHORS_MAX]:
        address = absolute(str(anchor.get("href") or ""), url)
        title = _title(anchor)
        key = canonical(address)
        if key and title and key != canonical(url) and key not in found:
            found[key] = Link(url=address, title=title, published=_published(anchor, address, seen))
    return tuple(found.values())[:LINKS_MAX]


def _list(tree: etree._Element) -> list[etree._Element]:
    places: defaultdict[tuple[str, ...], list[etree._Element]] = defaultdict(list)
    for anchor in tree.iterfind(".//a[@href]"):
        if weight(fold(_title(anchor))) >= TITLE_MIN_WEIGHT and (place := _place(anchor)):
            places[place].append(anchor)
    lists = [each for each in places.values() if len(each) >= LIST_MIN]
    return max(lists, key=_worth, default=[])


def _worth(anchors: Iterable[etree._Element]) -> float:
    return sum(min(weight(fold(_title(anchor))), TITLE_WEIGHT_CAP) for anchor in anchors)


def _place(anchor: etree._Element) -> tuple[str, ...]:
    """The tags above a link with their first class; empty for what stands beside the content."""
    path = []
    for place, above in enumerate(anchor.iterancestors()):
        if above.tag in _ASIDE:
            return ()
        if place < DEPTH:
            first = str(above.get("class") or "").split(" ", 1)[0]
            path.append(f"{above.tag}.{re.sub(r'[0-9]+', '', first)}")
    return tuple(path) or ("root",)


def _title(anchor: etree._Element) -> str:
    told = one_line(" ".join(anchor.itertext()), max_chars=TITLE_MAX_CHARS)
    given = one_line(str(anchor.get("title") or ""), max_chars=TITLE_MAX_CHARS)
    return given if len(given) > len(told) and told.rstrip(".…") in given else told or given


def _published(anchor: etree._Element, address: str, seen: datetime) -> datetime | None:
    """The time that its row states, else the day in its address."""
    for above in _rows(anchor):
        for each in above.iter("time"):
            if when := moment(str(each.get("datetime") or ""), seen=seen):
                return when
        words = " ".join(above.itertext())[:ROW_MAX_CHARS]
        if found := _DATE.search(words):
            return moment(found[0], seen=seen)
    path = _IN_PATH.search(address)
    return moment("-".join(path.groups()), seen=seen) if path else None


def _rows(anchor: etree._Element) -> Iterable[etree._Element]:
    """The link itself, then what is around it, as long as that holds no other article's link."""
    yield anchor
    for place, above in enumerate(anchor.iterancestors()):
        if place >= ROW_DEPTH or above.tag not in _ROWS:
            return
        told = [each for each in above.iter("a") if weight(fold(_title(each))) >= TITLE_MIN_WEIGHT]
        if len(told) > 1:
            return
        yield above
