"""Entries of any feed format to items: keys, addresses, texts and marks.

The formats differ in where things stand; what is made of them is the same, and is made here.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urljoin, urlsplit

from bot.sources.identity import canonical, fold, marks
from bot.sources.plaintext import one_line, plain
from storage.records import Item, digest
from storage.sources import Source

ITEMS_MAX: Final = 2000  # of one answer; the newest are kept
TITLE_MAX_CHARS: Final = 300
LEAD_MAX_CHARS: Final = 120
KEY_MAX_CHARS: Final = 200
URL_MAX_CHARS: Final = 4096
SHARED_BY: Final = 1  # an address of more articles than that names none of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as its format gives it; every text may be markup, empty when absent."""

    id: str
    link: str  # as it stands there, perhaps relative
    title: str
    body: str
    published: datetime | None
    language: str = ""


def items(
    entries: Sequence[Entry], source: Source, *, base: str, language: str, seen: datetime
) -> tuple[Item, ...]:
    """The entries as items, oldest first; `entries` come as the feed has them, newest first."""
    kept = _newest(entries)
    drafts = [draft for entry in kept if (draft := _Draft.of(entry, base)).says_anything]
    keys = _keys(drafts)
    shared = _shared(drafts)
    found: dict[str, Item] = {}
    for draft, key in zip(drafts, keys, strict=True):
        if key in found:  # the same article once more: the first is the newest
            continue
        entry = draft.entry
        mark_url = "" if draft.address in shared else draft.url
        found[key] = Item(
            source=source.id,
            key=key,
            url=draft.url,
            title=draft.title,
            text=draft.text,
            seen=seen,
            language=two_letters(entry.language) or language or source.language or "",
            published=entry.published,
            marks=marks(mark_url, draft.title, entry.published, draft.text),
        )
    return _oldest_first(list(found.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An entry with what its words come to."""

    entry: Entry
    url: str
    address: str  # the canonical address, to compare by
    title: str
    text: str

    @property
    def says_anything(self) -> bool:
        return bool(self.url or self.title)

    @classmethod
    def of(cls, entry: Entry, base: str) -> "_Draft":
        text = plain(entry.body)
        title = one_line(entry.title, max_chars=TITLE_MAX_CHARS)
        url = absolute(entry.link, base)
        return cls(
            entry=entry,
            url=url,
            address=canonical(url),
            title=title or one_line(text.partition("\n")[0], max_chars=LEAD_MAX_CHARS),
            text=text,
        )


def absolute(link: str, base: str) -> str:
    """The link as an http(s) address, resolved against `base`; empty when it is none."""
    link = link.strip()
    if not link or len(link) > URL_MAX_CHARS or not link.isprintable() or "\\" in link:
        return ""
    try:
        joined = urljoin(base, link).replace(" ", "%20")
        parts = urlsplit(joined)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port  # raises for one that is none
    except ValueError:
        return ""
    return joined if is_web and "@" not in parts.netloc else ""


def two_letters(tag: str) -> str:
    """The language of a tag such as `zh-Hans-CN`: two lower-case letters, or nothing."""
    language = tag.strip().replace("_", "-").partition("-")[0].lower()
    is_code = len(language) == 2 and language.isascii() and language.isalpha()  # noqa: PLR2004
    return language if is_code else ""


def _newest(entries: Sequence[Entry]) -> Sequence[Entry]:
    """As many as are read; feeds put the newest first, and say so by their dates or not."""
    if len(entries) <= ITEMS_MAX:
        return entries
    dated = [(entry.published, -at) for at, entry in enumerate(entries) if entry.published]
    if len(dated) < len(entries):
        return entries[:ITEMS_MAX]
    places = sorted(-at for _, at in sorted(dated, reverse=True)[:ITEMS_MAX])
    return [entries[at] for at in places]


def _oldest_first(found: list[Item]) -> tuple[Item, ...]:
    found.reverse()
    if all(item.published for item in found):
        found.sort(key=lambda item: item.published or item.seen)
    return tuple(found)


def _keys(drafts: Sequence[_Draft]) -> list[str]:
    """A key for each entry: its id, or one from link and title.

    Where one key would stand for different articles, each gets its own from all it has.
    """
    names = [_name(draft) for draft in drafts]
    namesakes: defaultdict[str, list[_Draft]] = defaultdict(list)
    for draft, name in zip(drafts, names, strict=True):
        namesakes[name].append(draft)
    return [
        name
        if all(_is_same(draft, other) for other in namesakes[name])
        else digest("entry", name, *_particulars(draft))
        for draft, name in zip(drafts, names, strict=True)
    ]


def _name(draft: _Draft) -> str:
    own = draft.entry.id.strip()
    if not own:
        return digest("entry", draft.address, draft.title or draft.text)
    return own if len(own) <= KEY_MAX_CHARS and own.isprintable() else digest("id", own)


def _is_same(one: _Draft, other: _Draft) -> bool:
    """Whether two entries of one feed that go by the same name are one article."""
    if one.address != other.address:
        return False
    if one.entry.published is not None and one.entry.published == other.entry.published:
        return True
    if not one.address:
        return one.text == other.text
    return fold(one.title) == fold(other.title)


def _particulars(draft: _Draft) -> tuple[str, ...]:
    if draft.address:
        return (draft.address, fold(draft.title))
    return (fold(draft.title), str(draft.entry.published), draft.text)


def _shared(drafts: Sequence[_Draft]) -> frozenset[str]:
    """Addresses that several articles of the feed give as theirs: a home page, a section."""
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        titles[draft.address].add(fold(draft.title))
    return frozenset(address for address, names in titles.items() if len(names) > SHARED_BY)
