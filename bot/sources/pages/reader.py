"""A page without a feed, read: new links of its list, or new lines of one place in it.

What seems new is looked at once more before it counts, so that what flaps alerts nobody.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from lxml import etree

from adapters.fetch import Fetched
from bot.sources.charset import decode
from bot.sources.entries import TITLE_MAX_CHARS, two_letters
from bot.sources.identity import canonical, marks
from bot.sources.pages.links import Link, links
from bot.sources.pages.sitemap import Entry, is_sitemap, sitemap
from bot.sources.pages.texts import lines
from bot.sources.pages.texts import marks as marks_of
from bot.sources.plaintext import one_line, parse
from bot.sources.reading import NONE_YET, Answers, Ask, Reading
from storage.records import Item, digest
from storage.sources import Source

PAGE_MAX_CHARS: Final = 4_000_000
VERSIONS: Final = 5  # of a text that are remembered
KNOWN_MAX: Final = 600  # links and lines that are remembered
NO_LIST: Final = "no list of articles was found on the page; name a place in it by a CSS selector"


def read(
    source: Source, fetched: Fetched, *, seen: datetime, answers: Answers = NONE_YET
) -> Reading:
    """New links become items without a text, new lines one item; the oldest first.

    `source.settings`: `selector` (CSS) says where in the page; `watch` = "text": its lines count,
    not its links. A sitemap is read as the list that it is.
    """
    if is_sitemap(fetched.body):
        return _sitemap(source, fetched, seen, answers)
    page = _Page.of(source, fetched)
    if isinstance(page, str):
        return Reading(fault=page)
    again = Ask(of=fetched.url, turn=2)
    answer = answers.get(again)
    second = _Page.of(source, answer.fetched) if answer and answer.fetched else None
    if answer and not isinstance(second, _Page):
        return Reading(fault=f"the second look failed: {answer.fault or second}")
    confirmed = second if isinstance(second, _Page) else None
    if source.settings.get("watch") == "text":
        return page.changed(again, confirmed, seen)
    return page.listed(again, confirmed, seen)


class _Page:
    """One answer, taken apart."""

    def __init__(
        self, source: Source, url: str, tree: etree._Element, places: Sequence[etree._Element]
    ) -> None:
        self._source, self._url, self._tree, self._places = source, url, tree, places
        self._title = one_line(tree.findtext(".//title") or "", max_chars=TITLE_MAX_CHARS)
        self._language = two_letters(str(tree.get("lang") or "")) or ""

    @classmethod
    def of(cls, source: Source, fetched: Fetched) -> "_Page | str":
        """The page, or why it is none."""
        tree = parse(decode(fetched.body, fetched.content_type)[:PAGE_MAX_CHARS])
        if tree is None:
            return "it is no page"
        selector = source.settings.get("selector", "")
        try:
            places = tree.cssselect(selector) if selector else []
        except Exception as error:  # noqa: BLE001 - whatever somebody wrote there
            return f"{selector!r} is no CSS selector ({type(error).__name__})"
        if selector and not places:
            return f"nothing on the page is found by {selector!r}: it has changed, or is not whole"
        return cls(source, fetched.url, tree, places)

    def listed(self, again: Ask, second: "_Page | None", seen: datetime) -> Reading:
        """The links of its list; of those not met before, the ones that a second look shows too."""
        told = links(self._tree, self._url, seen=seen, within=self._places)
        if not told:
            return Reading(fault=NO_LIST)
        known = self._known("links")
        fresh = [link for link in told if _mark(link.url) not in known]
        if known and fresh and second is None:
            return Reading(asks=(again,))
        both = told
        if known and second is not None:
            shown = links(second._tree, second._url, seen=seen, within=second._places)  # noqa: SLF001
            both = tuple(each for each in told if each.url in {link.url for link in shown})
        items = [self._item(link, seen) for link in reversed(both)]
        memory = {"links": self._kept(map(_mark, (link.url for link in both)), known)}
        return self._reading(items, memory, again=len(both) < len(told))

    def changed(self, again: Ask, second: "_Page | None", seen: datetime) -> Reading:
        """The lines that none of the last versions had, where a second look shows them too."""
        told = lines(self._places or [self._tree])
        mine = marks_of(told)
        versions, known = self._known("versions"), self._known("lines")
        if not versions:
            return self._reading([], self._version(mine, (), ()))
        if digest(*mine) in versions:
            return self._reading([], {})
        if second is None:
            return Reading(asks=(again,))
        shown = set(marks_of(lines(second._places or [second._tree])))  # noqa: SLF001
        new = [line for line, mark in zip(told, mine, strict=True) if mark in shown - set(known)]
        # Only what both looks showed is known from now on: the rest may come to stay.
        both = [mark for mark in mine if mark in shown]
        items = [self._text("\n".join(new), seen)] if new else []
        memory = self._version(both, versions, known)
        return self._reading(items, memory, again=len(both) < len(mine))

    def _version(
        self, mine: Sequence[str], versions: Sequence[str], known: Sequence[str]
    ) -> dict[str, str]:
        kept = dict.fromkeys((digest(*mine), *versions))
        return {
            "versions": json.dumps(list(kept)[:VERSIONS]),
            "lines": self._kept(mine, known),
        }

    def _item(self, link: Link | Entry, seen: datetime) -> Item:
        return _item(self._source, link, seen, self._language)

    def _text(self, text: str, seen: datetime) -> Item:
        return Item(
            source=self._source.id,
            key=digest(text),
            url=self._url,
            title=self._title or self._url,
            text=text,
            seen=seen,
            language=self._language,
        )

    def _reading(
        self, items: Sequence[Item], memory: dict[str, str], *, again: bool = False
    ) -> Reading:
        return Reading(
            items=tuple(items),
            title=self._title or None,
            language=self._language or None,
            memory=memory,
            again=again,
        )

    def _known(self, name: str) -> list[str]:
        return [str(each) for each in json.loads(self._source.memory.get(name) or "[]")]

    @staticmethod
    def _kept(marks: "Sequence[str] | map[str]", known: Sequence[str]) -> str:
        return json.dumps(list(dict.fromkeys((*marks, *known)))[:KNOWN_MAX])


def _sitemap(source: Source, fetched: Fetched, seen: datetime, answers: Answers) -> Reading:
    """The pages of a sitemap, of an index those of its newest sitemaps."""
    told = sitemap(fetched.body, fetched.url, seen=seen)
    if told is None:
        return Reading(fault="it is a broken sitemap")
    entries = list(told.entries)
    asks = [Ask(of=child) for child in told.children]
    if any(ask not in answers for ask in asks):
        return Reading(asks=tuple(asks))
    for ask in asks:
        answer = answers[ask].fetched
        child = sitemap(answer.body, answer.url, seen=seen) if answer else None
        entries += child.entries if child else ()
    if asks and not entries:
        return Reading(fault="none of its sitemaps could be read")
    return Reading(
        items=tuple(_item(source, each, seen, each.language) for each in reversed(entries)),
        again=bool(asks),  # an index may stay as it is while its sitemaps grow
    )


def _item(source: Source, told: Link | Entry, seen: datetime, language: str) -> Item:
    return Item(
        source=source.id,
        key=_mark(told.url),
        url=told.url,
        title=told.title,
        text="",
        seen=seen,
        language=language,
        published=told.published,
        marks=marks(told.url, told.title, told.published, ""),
    )


def _mark(url: str) -> str:
    return digest(canonical(url))
