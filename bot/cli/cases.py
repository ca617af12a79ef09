"""Cases: texts to understand as they come in, milestones as they go out, both as JSON."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from storage.records import Milestone


class InputError(Exception):
    """A line or file that cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text to understand: the five fields that an extractor may read."""

    id: str
    lang: str
    published: date
    title: str
    text: str


def fields(milestone: Milestone) -> dict[str, object]:
    """A milestone in the guide's fields, ready for JSON."""
    return {
        "company": milestone.company,
        "kind": milestone.kind.value,
        "phase": milestone.phase.value,
        "certainty": milestone.certainty.value,
        "date": str(milestone.when) if milestone.when else None,
        "amount": {
            "value": _number(milestone.amount.value),
            "currency": milestone.amount.currency,
        }
        if milestone.amount
        else None,
        "quantity": {
            "value": _number(milestone.quantity.value),
            "unit": milestone.quantity.unit.value,
        }
        if milestone.quantity
        else None,
        "agency": milestone.agency,
        "subject": milestone.subject,
        "evidence": milestone.evidence,
        "support": list(milestone.support),
        "headline": milestone.headline,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def read_text(name: str) -> str:
    """The text of a file, or of standard input for `-`; raises `InputError`."""
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8; save it as UTF-8 text") from error


def read_case(line: str, where: str) -> Case:
    """One case from a line of JSON; raises `InputError` that names `where`, if that is given."""
    try:
        content = json.loads(line)
        if not isinstance(content, dict):
            raise TypeError("not an object")  # noqa: TRY301  # told like every other fault of a line
        if "id" not in content:
            raise TypeError("no id in it")  # noqa: TRY301
        return Case(
            id=str(content["id"]),
            lang=str(content.get("lang") or ""),
            published=_day(str(content.get("published") or "")),
            title=str(content.get("title") or ""),
            text=str(content.get("text") or ""),
        )
    except (ValueError, TypeError, RecursionError) as error:
        place = f"{where}: " if where else ""
        why = str(error)
        if isinstance(error, json.JSONDecodeError):
            why = f"no JSON ({error.msg}, column {error.colno})"
        raise InputError(
            f"{place}{why}; a line is a JSON object with id, lang, published, title and text"
        ) from error


def _day(text: str) -> date:
    """The day of an ISO date or moment; today for none."""
    if not text:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"published {text[:40]!r} is no date like 2024-03-28") from None
