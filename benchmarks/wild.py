"""Every real feed of a folder: entries by feedparser, entries by us, fields that differ.

Run `python -m benchmarks.wild [FOLDER]`. What each differing field means is told below the table;
`fewer` is a defect, everything else is explained by what an alert needs.
"""

import argparse
import io
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import feedparser

from adapters.fetch import Fetched
from bot.sources.feeds import read
from storage.records import Item
from storage.sources import Source, SourceKind

SEEN: Final = datetime(2026, 11, 1, tzinfo=UTC)
URL: Final = "https://example.org/feed"
MEANING: Final = {
    "id made": "entries without an id, with one too long, or sharing it: a key is made",
    "link": "the article behind a counter, or no web address: left out",
    "title": "markup, entities or line feeds are gone; a missing one is the text's first line",
    "no date": "entries whose date feedparser does not read either, or that have none",
    "date": "dates that cannot be (before 1990, in the future), or that feedparser reads wrongly",
    "twice": "one article given twice is one item",
    "fewer": "entries lost: a defect",
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/feeds", type=Path)
    total: Counter[str] = Counter()
    print("| feed | feedparser | ours | differs | note |")
    print("| --- | --- | --- | --- | --- |")
    for path in sorted(parser.parse_args().folder.iterdir()):
        if path.suffix == ".md":
            continue
        theirs, odd = _theirs(path)
        reading = read(
            Source(id="s", kind=SourceKind.FEED, url=URL),
            Fetched(url=URL, status=200, body=path.read_bytes()),
            seen=SEEN,
        )
        differs = _differences(theirs, {item.key: item for item in reading.items}, reading.items)
        note = reading.fault or "; ".join((*reading.notes, *([odd] if odd else [])))
        told = ", ".join(f"{name} {count}" for name, count in differs.items())
        print(f"| {path.name} | {len(theirs)} | {len(reading.items)} | {told} | {note} |")
        total.update(feedparser=len(theirs), ours=len(reading.items), files=1, **differs)
    print()
    print(", ".join(f"{name}: {count}" for name, count in total.items()))
    for name, meaning in MEANING.items():
        print(f"- {name}: {meaning}")


def _theirs(path: Path) -> tuple[list[Mapping[str, Any]], str]:
    """The library's entries, and what it finds odd."""
    body = path.read_bytes()
    if path.suffix == ".json":  # which the library does not read: the document itself
        return [_as_entry(each) for each in json.loads(body)["items"]], ""
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    odd = str(parsed.bozo_exception).partition("\n")[0] if parsed.bozo else ""
    return list(parsed.entries), odd.replace("|", "/")[:80]


def _as_entry(each: Mapping[str, Any]) -> Mapping[str, Any]:
    words = each.get("date_published")
    when = datetime.fromisoformat(words).astimezone(UTC).timetuple() if words else None
    return {
        "id": str(each.get("id") or ""),
        "link": each.get("url", ""),
        "title": each.get("title", ""),
        "published_parsed": when,
    }


def _differences(
    theirs: list[Mapping[str, Any]], by_key: Mapping[str, Item], ours: tuple[Item, ...]
) -> Counter[str]:
    found: Counter[str] = Counter()
    distinct = {(e.get("id"), e.get("link"), e.get("title"), e.get("summary")) for e in theirs}
    found["twice"] = len(theirs) - len(distinct)
    found["fewer"] = max(0, len(distinct) - len(ours))
    for each in theirs:
        item = by_key.get(str(each.get("id") or "").strip())
        if item is None:
            found["id made"] += 1
            continue
        found["link"] += item.url != (each.get("link") or "")
        found["title"] += item.title != (each.get("title") or "")
        when = each.get("published_parsed") or each.get("updated_parsed")
        if item.published is None:
            found["no date"] += when is None
            found["date"] += when is not None
        else:
            found["date"] += when is None or item.published.timetuple()[:6] != tuple(when)[:6]
    return +found


if __name__ == "__main__":
    main()
