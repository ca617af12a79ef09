"""How well and how fast texts are understood.

For each file of labelled cases (JSON lines) the measures of the milestone guide; then the processor
time of one item over all of them - of as much as a feed gives of it, and of the whole page - and of
texts made to be slow. With `--feeds FOLDER` also of every entry of the feeds in a folder.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from adapters.fetch import Fetched
from benchmarks.scoring import Score, score
from bot.catalogue import load
from bot.cli.cases import fields
from bot.milestones.extract import Extraction, detect, extract
from bot.sources import feeds
from storage.sources import Source, SourceKind

SEEN: Final = datetime(2026, 11, 1, tzinfo=UTC)
FEED: Final = "https://example.org/feed"

HOSTILE = {
    "50,000 equal letters": "a" * 50_000,
    "50,000 equal characters": "一" * 50_000,
    "nested brackets": "(" * 20_000 + ")" * 20_000,
    "10,000 numbers": " ".join(map(str, range(10_000))),
    "10,000 dates": "3月5日 " * 10_000,
    "ministries": "Ministry of " * 4_000,
    "brackets of pictures": "[photo " * 8_000,
    "links": "Read more " * 6_000,
    "一串公司": "比亚迪、" * 20_000,
    "one sentence again and again": "NIO opened a plant in Hefei in May 2024. " * 5_000,
    "一句话反复": "蔚来于2024年5月在合肥建成工厂。" * 12_000,
}


SNIPPET: Final = 280  # characters of a text that a feed gives, about
SHARES: Final = ((0.5, "median"), (0.99, "p99"), (1.0, "most"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", type=Path, metavar="CASES")
    parser.add_argument("--feeds", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    for path in arguments.cases:
        cases = _read(path)
        predicted = {case["id"]: _predicted(case) for case in cases}
        print(f"\n{path.name}: {len(cases)} cases")
        print("\n".join(table(score(cases, predicted))))
        snippets = [{**case, "text": case["text"][:SNIPPET]} for case in cases]
        print(f"  an item of a feed: {_spread(snippets)}")
        print(f"  a whole page:      {_spread(cases)}")
    if arguments.feeds:
        entries = list(_entries(arguments.feeds))
        print(f"\n{len(entries)} entries of feeds: {_spread(entries)}")
    print()
    for what, text in HOSTILE.items():
        for language in ("en", "zh"):
            case = {"title": "NIO 蔚来", "text": text, "lang": language, "published": "2024-06-14"}
            print(f"{what}, as {language}: {_timed(partial(_extract, case)):.0f} ms")


def _spread(cases: Sequence[Mapping[str, str]]) -> str:
    """The processor time of one item: the median, the slowest of a hundred, and the slowest."""
    for case in cases:
        _extract(case)  # the tables are read, the automata built, the words looked up once
    times = sorted(_timed(partial(_extract, case)) for case in cases)
    return ", ".join(
        f"{name} {times[min(len(times) - 1, int(len(times) * share))]:.1f} ms"
        for share, name in SHARES
    )


def _entries(folder: Path) -> Iterator[dict[str, str]]:
    """What every feed of a folder gives, in the languages that are read."""
    for path in sorted(folder.iterdir()):
        read = feeds.read(
            Source(id="s", kind=SourceKind.FEED, url=FEED),
            Fetched(url=FEED, status=200, body=path.read_bytes()),
            seen=SEEN,
        )
        for item in read.items:
            day = (item.published or item.seen).date().isoformat()
            if language := detect(item.title, item.text):
                case = {"title": item.title, "text": item.text, "lang": language}
                yield {**case, "published": day}


def table(found: Score) -> Iterable[str]:
    """The measures in lines."""
    rows = (("all", found.everything), ("headline", found.headline), ("alert", found.alert))
    for name, tally in rows:
        yield f"  {name:9} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}"
    equal = (f"{name} {tally.recall:.3f}" for name, tally in found.equal.items())
    valued = (
        f"{name} {tally.recall:.3f} ({tally.hit}/{tally.true})"
        for name, tally in found.valued.items()
    )
    yield f"  equal in matched pairs: {', '.join(equal)}"
    yield f"  where the label has a value: {', '.join(valued)}"
    over, literal = found.overstated, found.literal
    yield f"  unsure called official: {over.hit}/{over.true}; evidence literal {literal.recall:.3f}"


def _read(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _extract(case: Mapping[str, str]) -> Extraction:
    return extract(
        case["title"],
        case["text"],
        language=case["lang"],
        published=date.fromisoformat(case["published"]),
        catalogue=load(),
    )


def _predicted(case: dict[str, str]) -> dict[str, object]:
    return {"milestones": [fields(milestone) for milestone in _extract(case).milestones]}


def _timed(work: Callable[[], object]) -> float:
    """Processor time, in milliseconds."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
