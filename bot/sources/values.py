"""JSON of strangers, looked into without a fault: whatever is not as expected is not there."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

TEXT_MAX_CHARS: Final = 200

_DAY: Final = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})")


def parsed(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON it is
    """The value of a JSON text; None for what is none."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def text(value: object) -> str:
    """A line of text, short enough to be shown; empty for anything else."""
    if not isinstance(value, str | int):
        return ""
    return " ".join(str(value).split())[:TEXT_MAX_CHARS]


def texts(value: object) -> tuple[str, ...]:
    """The lines of a list of them."""
    return tuple(line for each in rows(value) if (line := text(each)))


def rows(value: object) -> Sequence[Any]:
    """A list, as it is; nothing for anything else."""
    return value if isinstance(value, list) else ()


def fields(value: object) -> Mapping[str, Any]:
    """An object, as it is; nothing for anything else."""
    return value if isinstance(value, dict) else {}


def at(value: object, path: str) -> Any:  # noqa: ANN401 - whatever lies there
    """What lies at a path of names and numbers with dots between them; None where nothing does.

    >>> at({"data": [{"name": "a"}]}, "data.0.name")
    'a'
    """
    for step in path.split(".") if path else ():
        if isinstance(value, list):
            value = value[int(step)] if step.isdecimal() and int(step) < len(value) else None
        else:
            value = fields(value).get(step)
    return value


def day(value: object) -> date | None:
    """The day that a text begins with or holds, year first; None where there is none."""
    found = _DAY.search(text(value))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
