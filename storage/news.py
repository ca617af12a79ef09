"""Rows to records and back, for what is told: items, milestones, stories (see `storage.rows`)."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Final

from storage.records import (
    Certainty,
    Change,
    ChangeKind,
    Denial,
    Item,
    Join,
    Kind,
    Known,
    Milestone,
    Money,
    Objection,
    Phase,
    Pin,
    Quantity,
    Span,
    Story,
    Telling,
    Unit,
)
from storage.rows import Columns, Values, id_of, stamp, stamp_or_none, time_or_none

# What a milestone that was written as JSON before it had it is read with.
BEFORE: Final = {"support": "[]", "chance": 1.0, "when_chance": 1.0, "phase_chance": 1.0}


def known(rows: Sequence[Columns], asked: Mapping[str, str]) -> list[Known]:
    """Items met before, each from as many rows in a row as it has marks, or from one.

    `asked` gives the keys as the question spelled them: what is kept may be cleaner.
    """
    found = []
    for _, group in groupby(rows, key=id_of):
        met = list(group)
        row = met[0]
        marks = tuple(each["mark"] for each in met if each["mark"] is not None)
        key = asked.get(row["key"], row["key"])
        found.append(Known(id=row["id"], key=key, content=row["content"], marks=marks))
    return found


def item(rows: Sequence[Columns]) -> Item:
    """An item, from as many rows as it has marks, or from one."""
    row = rows[0]
    return Item(
        source=row["source"],
        key=row["key"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        seen=datetime.fromisoformat(row["seen"]),
        language=row["language"],
        published=time_or_none(row["published"]),
        marks=tuple(each["mark"] for each in rows if each["mark"] is not None),
        claims=tuple(kept_milestone(claim) for claim in json.loads(row["claims"])),
    )


def item_values(item: Item) -> Values:
    """An item without its marks."""
    return {
        "id": item.id,
        "source": item.source,
        "key": item.key,
        "url": item.url,
        "title": item.title,
        "text": item.text,
        "seen": stamp(item.seen),
        "language": item.language,
        "published": stamp_or_none(item.published),
        "content": item.content,
        "claims": json.dumps([milestone_values(claim) for claim in item.claims]),
    }


def milestone(row: Columns) -> Milestone:
    """One statement of one item."""
    start, amount, quantity = row["span_start"], row["amount"], row["quantity"]
    return Milestone(
        company=row["company"],
        kind=Kind(row["kind"]),
        phase=Phase(row["phase"]),
        certainty=Certainty(row["certainty"]),
        evidence=row["evidence"],
        headline=bool(row["headline"]),
        when=start
        and Span(start=date.fromisoformat(start), end=date.fromisoformat(row["span_end"])),
        amount=amount and Money(value=Decimal(amount), currency=row["currency"]),
        quantity=quantity and Quantity(value=Decimal(quantity), unit=Unit(row["unit"])),
        agency=row["agency"],
        subject=row["subject"],
        support=tuple(json.loads(row["support"])),
        item=row["item"],
        rules=row["rules"],
        chance=row["chance"],
        when_chance=row["when_chance"],
        phase_chance=row["phase_chance"],
    )


def kept_milestone(values: Columns) -> Milestone:
    """The same out of JSON, which an older version may have written with fewer fields."""
    return milestone({**BEFORE, **values})


def milestone_values(milestone: Milestone) -> Values:
    """One statement, without its place in a story."""
    when, amount, quantity = milestone.when, milestone.amount, milestone.quantity
    return {
        "item": milestone.item,
        "company": milestone.company,
        "kind": milestone.kind.value,
        "phase": milestone.phase.value,
        "certainty": milestone.certainty.value,
        "evidence": milestone.evidence,
        "headline": int(milestone.headline),
        "span_start": when and when.start.isoformat(),
        "span_end": when and when.end.isoformat(),
        "amount": amount and str(amount.value),
        "currency": amount and amount.currency,
        "quantity": quantity and str(quantity.value),
        "unit": quantity and quantity.unit.value,
        "agency": milestone.agency,
        "subject": milestone.subject,
        "support": json.dumps(milestone.support),
        "rules": milestone.rules,
        "chance": milestone.chance,
        "when_chance": milestone.when_chance,
        "phase_chance": milestone.phase_chance,
    }


def stories(rows: Sequence[Columns], denied: Sequence[Columns] = ()) -> list[Story]:
    """Stories, each from as many rows in a row as it has milestones, or from one if it has none.

    `denied` are the denials of any of them, those of one story in their order.
    """
    found = []
    for _, group in groupby(rows, key=id_of):
        told = list(group)
        row = told[0]
        found.append(
            Story(
                id=row["id"],
                revision=row["revision"],
                companies=tuple(json.loads(row["companies"])),
                title=row["title"],
                gist=row["gist"],
                items=tuple(json.loads(row["items"])),
                milestones=tuple(milestone(each) for each in told if each["item"] is not None),
                first_seen=datetime.fromisoformat(row["first_seen"]),
                last_seen=datetime.fromisoformat(row["last_seen"]),
                changes=tuple(_change(each) for each in json.loads(row["changes"])),
                denials=tuple(denial(each) for each in denied if each["story"] == row["id"]),
                joins=tuple(_join(each) for each in json.loads(row["joins"])),
            )
        )
    return found


def denial(row: Columns) -> Denial:
    """A denial of one item."""
    return Denial(
        company=row["company"],
        kind=row["kind"] and Kind(row["kind"]),
        evidence=row["evidence"],
        item=row["item"],
    )


def denial_values(denial: Denial) -> Values:
    """A denial, without the story whose step it denies."""
    return {
        "id": denial.id,
        "item": denial.item,
        "company": denial.company,
        "kind": denial.kind and denial.kind.value,
        "evidence": denial.evidence,
    }


def objection(row: Columns) -> Objection:
    """A denial with where it was told."""
    return Objection(
        denial=denial(row),
        story=row["story"] or "",
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        published=time_or_none(row["published"]),
        seen=datetime.fromisoformat(row["seen"]),
        source=row["source"],
    )


def pin(row: Columns) -> Pin:
    """What an item never tells."""
    return Pin(item=row["item"], story=row["story"])


def _change(values: Columns) -> Change:
    before, denied = values["before"], values["denial"]
    heard = values.get("heard")  # changes of older versions have none
    return Change(
        revision=values["revision"],
        kind=ChangeKind(values["kind"]),
        milestone=kept_milestone(values["milestone"]),
        before=before and kept_milestone(before),
        denial=denied and denial(denied),
        heard=date.fromisoformat(heard) if heard else None,
    )


def _change_values(change: Change) -> Values:
    return {
        "revision": change.revision,
        "kind": change.kind.value,
        "milestone": milestone_values(change.milestone),
        "before": change.before and milestone_values(change.before),
        "denial": change.denial and denial_values(change.denial),
        "heard": change.heard and change.heard.isoformat(),
    }


def _join(values: Columns) -> Join:
    return Join(
        item=values["item"],
        at=datetime.fromisoformat(values["at"]),
        points=values["points"],
        why=values["why"],
    )


def _join_values(join: Join) -> Values:
    return {"item": join.item, "at": stamp(join.at), "points": join.points, "why": join.why}


def story_values(story: Story) -> Values:
    """A story without its milestones and denials, which have rows of their own."""
    return {
        "id": story.id,
        "revision": story.revision,
        "companies": json.dumps(story.companies),
        "title": story.title,
        "gist": story.gist,
        "items": json.dumps(story.items),
        "first_seen": stamp(story.first_seen),
        "last_seen": stamp(story.last_seen),
        "changes": json.dumps([_change_values(change) for change in story.changes]),
        "joins": json.dumps([_join_values(join) for join in story.joins]),
    }


def telling(row: Columns) -> Telling:
    """A milestone with where it was told."""
    return Telling(
        milestone=milestone(row),
        story=row["story"],
        url=row["url"],
        title=row["title"],
        outlet=row["outlet"],
        published=time_or_none(row["published"]),
        seen=datetime.fromisoformat(row["seen"]),
        source=row["source"],
    )
