"""Steps as JSON: everything that is known of them, every statement with its source."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from bot.exchange.steps import Evidence, Step
from storage.records import Company, Span

VERSION: Final = 1  # of this form; a field that is added leaves it as it is


def document(company: Company, steps: Iterable[Step], *, at: datetime) -> bytes:
    """One object: the company, when it was written, and its steps in the order given."""
    content = {
        "version": VERSION,
        "company": {"id": company.id, "name": company.name, "names": list(company.names)},
        "written": at.isoformat(),
        "steps": [_step(step) for step in steps],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _step(step: Step) -> dict[str, Any]:
    best = step.best
    return {
        "id": step.id,
        "kind": best.kind.value,
        "state": step.stands.state.value,
        "phase": best.phase.value,
        "certainty": best.certainty.value,
        "when": _days(best.when),
        "moved_from": _days(step.stands.moved_from),
        "moved_to": _days(step.stands.moved_to),
        "amount": [f"{best.amount.value:f}", best.amount.currency] if best.amount else None,
        "quantity": [f"{best.quantity.value:f}", best.quantity.unit] if best.quantity else None,
        "agency": step.agency or None,
        "subject": step.subject or None,
        "evidence": [_evidence(each) for each in step.evidence],
    }


def _days(span: Span | None) -> list[str] | None:
    """First and last day."""
    return [f"{span.start}", f"{span.end}"] if span else None


def _evidence(each: Evidence) -> dict[str, Any]:
    return {
        "words": each.words,
        "phase": each.phase,
        "certainty": each.certainty,
        "outlet": each.outlet,
        "title": each.title,
        "url": each.url or None,
        "told": each.told.isoformat(),
        "story": each.story,
    }
