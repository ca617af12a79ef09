"""Labelled cases as items and milestones: the milestones of their labels, not of the rules."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.catalogue import Catalogue
from bot.stories.group import group
from storage.records import (
    Certainty,
    Item,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Story,
    Unit,
)
from tests.fakes_stories import span


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One text with the steps that it states and the slug of the event that it is news for."""

    item: Item
    story: str
    milestones: tuple[Milestone, ...]


def read(*files: Path) -> list[Labelled]:
    """The cases that state a step, in the order of the files."""
    lines = (line for file in files for line in file.read_text(encoding="utf-8").splitlines())
    cases = [json.loads(line) for line in lines if line.strip()]
    return [_labelled(case) for case in cases if case["milestones"]]


def grouped(cases: Iterable[Labelled], catalogue: Catalogue) -> dict[str, str]:
    """The story of each case by the key of its item, met in the order given."""
    stories: dict[str, Story] = {}
    found: dict[str, str] = {}
    for case in cases:
        known = sorted(stories.values(), key=lambda story: story.last_seen, reverse=True)
        decision = group(case.item, case.milestones, known, now=case.item.seen, catalogue=catalogue)
        assert decision is not None
        stories[decision.story.id] = decision.story
        found[case.item.key] = decision.story.id
    return found


def pairs(cases: Sequence[Labelled], story: Mapping[str, str]) -> set[frozenset[str]]:
    """The pairs of cases that share a story, by the keys of their items."""
    return {
        frozenset((a.item.key, b.item.key))
        for a, b in combinations(cases, 2)
        if story[a.item.key] == story[b.item.key]
    }


def slugs(cases: Sequence[Labelled]) -> dict[str, str]:
    """The labelled story of each case, by the key of its item."""
    return {case.item.key: case.story for case in cases}


def _labelled(case: Mapping[str, Any]) -> Labelled:
    published = datetime.combine(datetime.fromisoformat(case["published"]), time(12), tzinfo=UTC)
    item = Item(
        source="input",
        key=case["id"],
        url="",
        title=case["title"],
        text=case["text"],
        seen=published,
        published=published,
        language=case["lang"],
    )
    milestones = tuple(_milestone(each) for each in case["milestones"])
    return Labelled(item=item, story=case["story"], milestones=milestones)


def _milestone(label: Mapping[str, Any]) -> Milestone:
    amount, quantity = label["amount"], label["quantity"]
    return Milestone(
        company=label["company"],
        kind=Kind(label["kind"]),
        phase=Phase(label["phase"]),
        certainty=Certainty(label["certainty"]),
        evidence=label["evidence"],
        headline=label["headline"],
        when=_span(label["date"]),
        amount=amount and Money(value=Decimal(str(amount["value"])), currency=amount["currency"]),
        quantity=quantity
        and Quantity(value=Decimal(str(quantity["value"])), unit=Unit(quantity["unit"])),
        agency=label["agency"],
        subject=label["subject"],
    )


def _span(text: str | None) -> Span | None:
    return span(text) if text else None


def slot(m: Milestone, name: str) -> str:
    """What fills a slot, as the tables of sentences write it: "2024-03-28", "80000-CNY", "-"."""
    if name == "date":
        if m.when is None:
            return "-"
        return str(m.when.start) if m.when.start == m.when.end else f"{m.when.start}/{m.when.end}"
    if name == "amount":
        return f"{m.amount.value:f}-{m.amount.currency}" if m.amount else "-"
    if name == "quantity":
        return f"{m.quantity.value:f}" if m.quantity else "-"
    return str({"phase": m.phase.value, "certainty": m.certainty.value}.get(name, m.agency or "-"))
