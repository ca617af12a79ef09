"""Write down what the rules of an earlier day read in cases that they had not learned from yet.

    cd CHECKOUT-OF-THAT-DAY && python .../benchmarks/before.py FILE... >> .../before/LANGUAGE.jsonl

Rules that were mended with a file are wrong there less often than in life; what they said of it
before tells `benchmarks/train_doubt.py` how they err. One step a line, without its text: the case,
where the sentence stands in title, newline, text, and what the rules made of it.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final
from unittest import mock

FLAGS: Final = (
    *("titled", "fresh", "background", "carried", "announced", "recaps", "sums_up", "vague"),
    *("listed", "shared", "timeless", "usual", "capital", "row"),
)
NUMBERS: Final = ("position", "paragraph", "weight", "echoes")
SLOTS: Final = ("when", "amount", "quantity", "subject", "agency")


def main(names: Sequence[str]) -> None:
    """Print the steps of these files."""
    sys.path.insert(0, str(Path.cwd()))
    for name in names:
        file = Path(name)
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            for step in steps(case, file.stem[-2:]):
                print(json.dumps({"file": file.stem, "id": case["id"], **step}))


def steps(case: Mapping[str, Any], language: str) -> Iterator[dict[str, Any]]:
    """What the rules of the day make of a case, before anything chooses among it."""
    from bot.catalogue import load  # noqa: PLC0415 - of the day in question
    from bot.milestones import extract as pipeline  # noqa: PLC0415

    seen: list[Any] = []
    choose = pipeline.headline.choose  # type: ignore[attr-defined]

    def spy(read: Sequence[Any], *rest: Any) -> Any:  # noqa: ANN401
        seen[:] = seen or read
        return choose(read, *rest)

    whole = f"{case['title']}\n{case['text']}"
    day = date.fromisoformat(case["published"])
    with (
        mock.patch.object(pipeline.headline, "choose", spy),  # type: ignore[attr-defined]
        mock.patch.object(pipeline, "DOUBTS", {}, create=True),
    ):
        pipeline.extract(
            case["title"], case["text"], language=language, published=day, catalogue=load()
        )
    for s in seen:
        start = whole.find(s.evidence)
        yield {
            "company": s.company,
            "kind": s.kind.value,
            "phase": s.phase.value,
            "certainty": s.certainty.value,
            "at": [start, start + len(s.evidence)],
            "rule": s.rule,
            "stage": getattr(s, "stage", ""),
            "is": [flag for flag in FLAGS if getattr(s, flag, False)],
            "has": [slot for slot in SLOTS if getattr(s, slot, None) is not None],
            **{name: getattr(s, name, 0) for name in NUMBERS},
        }


if __name__ == "__main__":
    main(sys.argv[1:])
