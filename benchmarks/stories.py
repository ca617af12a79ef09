"""How well stories are told apart: `python -m benchmarks.stories CASES...`.

Labelled cases (JSON lines) are grouped by the milestones of their labels, in order of publication
and in 40 other orders. Prints precision and recall of the pairs, then each pair that is wrong.
"""

import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.catalogue import load
from tests import gold

ORDERS = 40


def main(names: Sequence[str]) -> None:
    """Group, compare, print."""
    cases = gold.read(*map(Path, names))
    slugs = gold.slugs(cases)
    largest = max(set(slugs.values()), key=list(slugs.values()).count)
    rest = [case for case in cases if case.story != largest]
    ordered = sorted(cases, key=lambda case: case.item.seen)
    said = gold.grouped(ordered, load())
    for name, some in (("all", cases), ("without the largest story", rest)):
        found, right = gold.pairs(some, said), gold.pairs(some, slugs)
        hit = len(found & right)
        print(f"{name}: precision {hit}/{len(found)} recall {hit}/{len(right)}")
    found, right = gold.pairs(cases, said), gold.pairs(cases, slugs)
    for what, wrong in (("merged", found - right), ("apart", right - found)):
        for pair in sorted(map(sorted, wrong)):
            print(f"  {what}: {' '.join(pair)}  {' '.join(slugs[key] for key in pair)}")
    _orders(cases, found)


def _orders(cases: Sequence[gold.Labelled], found: set[frozenset[str]]) -> None:
    chance = random.Random(1)  # noqa: S311 - the same orders each time
    shuffled, same = list(cases), 0
    wrong: Counter[tuple[str, ...]] = Counter()
    for _ in range(ORDERS):
        chance.shuffle(shuffled)
        met = gold.pairs(cases, gold.grouped(shuffled, load()))
        same += met == found
        wrong.update(tuple(sorted(pair)) for pair in met ^ found)
    print(f"orders that give the same stories: {same}/{ORDERS}")
    for keys, times in wrong.most_common():
        print(f"  differs {times} times: {' '.join(keys)}")


if __name__ == "__main__":
    main(sys.argv[1:])
