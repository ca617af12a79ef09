"""How well and how fast texts are understood: `python -m benchmarks.understanding CASES...`.

For each file of labelled cases (JSON lines) the measures of the milestone guide; then the processor
time of one item over all of them, and of texts made to be slow.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from benchmarks.scoring import Score, score
from bot.catalogue import load
from bot.cli.cases import fields
from bot.milestones.extract import Extraction, extract

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


def main(names: Sequence[str]) -> None:
    """Measure and print."""
    cases = [case for name in names for case in _read(name)]
    for case in cases[:20]:
        _extract(case)  # the tables are read and the automata built once
    for name in names:
        some = _read(name)
        predicted = {case["id"]: _predicted(case) for case in some}
        print(f"\n{Path(name).name}: {len(some)} cases")
        print("\n".join(table(score(some, predicted))))
    times = sorted(_timed(lambda case=case: _extract(case)) for case in cases)
    if times:
        print(f"\none item: median {statistics.median(times):.1f} ms", end=", ")
        print(f"p99 {times[int(len(times) * 0.99)]:.1f} ms, most {times[-1]:.1f} ms")
    for what, text in HOSTILE.items():
        for language in ("en", "zh"):
            case = {"title": "NIO 蔚来", "text": text, "lang": language, "published": "2024-06-14"}
            print(f"{what}, as {language}: {_timed(lambda case=case: _extract(case)):.0f} ms")


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


def _read(name: str) -> list[dict[str, str]]:
    lines = Path(name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def _extract(case: dict[str, str]) -> Extraction:
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
    main(sys.argv[1:])
