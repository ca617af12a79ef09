"""Rows to records and back: the one place that knows how a value is spelled in a table.

Times are ISO 8601 text in UTC with microseconds, so that the order of the text is that of time;
sums are decimal text; lists that no query looks into are JSON. Absence is NULL.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, Final
from urllib.parse import urlsplit

from storage.records import (
    Certainty,
    Change,
    ChangeKind,
    Channel,
    Delivery,
    DeliveryState,
    Denial,
    Flagging,
    Item,
    Join,
    Kind,
    Known,
    Milestone,
    Money,
    Objection,
    Parked,
    Phase,
    Pin,
    Quantity,
    Silence,
    Source,
    SourceKind,
    SourceState,
    SourceStatus,
    Span,
    Story,
    Subscription,
    Telling,
    Unit,
    Updates,
)

CHUNK: Final = 500  # values of one list in one statement; SQLite allows 32,766 parameters in all

NO_SUPPORT: Final = {"support": "[]"}  # claims kept before they had any

Values = dict[str, object]  # of one statement, by parameter name
Columns = Mapping[str, Any]  # of one row; every engine gives str, int, float or None


def spread(sql: str, **lists: Sequence[str]) -> tuple[str, Values]:
    """A statement with each `(:name)` widened to as many parameters as its list has values.

    >>> spread("SELECT :a FROM t WHERE k IN (:k)", k=["x", "y"])
    ('SELECT :a FROM t WHERE k IN (:k_0, :k_1)', {'k_0': 'x', 'k_1': 'y'})
    """
    values: Values = {}
    for name, each in lists.items():
        named: Values = {f"{name}_{number}": value for number, value in enumerate(each)}
        sql = sql.replace(f"(:{name})", f"({', '.join(f':{key}' for key in named)})")
        values |= named
    return sql, values


def chunks(values: Iterable[str]) -> Iterator[list[str]]:
    """The distinct values in their order, at most `CHUNK` at a time; nothing for none."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


def stamp(at: datetime) -> str:
    """A time as it is kept; raises `ValueError` for one without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"time without a zone: {at}")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def stamp_or_none(at: datetime | None) -> str | None:
    """A time as it is kept, if there is one."""
    return None if at is None else stamp(at)


def time_or_none(text: str | None) -> datetime | None:
    """A kept time, if there is one."""
    return None if text is None else datetime.fromisoformat(text)


def id_of(row: Columns) -> str:
    """The id of what the row is about."""
    return str(row["id"])


def time_of(row: Columns, name: str) -> datetime | None:
    """One column that holds a time."""
    return time_or_none(row[name])


def text_of(row: Columns, name: str) -> str:
    """One column that holds a text."""
    return str(row[name])


def number_of(row: Columns, name: str) -> int:
    """One column that holds a whole number."""
    return int(row[name])


def memory_text(memory: Mapping[str, str]) -> str:
    """What a source left for its next visit, as it is kept."""
    return json.dumps(dict(memory))


def source(row: Columns) -> Source:
    """A source; the operator's own name for it goes before the one that it tells."""
    return Source(
        id=row["id"],
        kind=SourceKind(row["kind"]),
        url=row["url"],
        title=row["label"] or row["title"],
        company=row["company"],
        language=row["language"],
        trust=row["trust"],
        every=timedelta(seconds=row["every_s"]),
        backfill=row["backfill"],
        memory=json.loads(row["memory"]),
        failures=row["failures"],
    )


def source_values(source: Source) -> Values:
    """A source; it is called by its host until somebody names it."""
    return {
        "id": source.id,
        "kind": source.kind.value,
        "url": source.url,
        "title": source.title or urlsplit(source.url).hostname or source.url,
        "company": source.company,
        "language": source.language,
        "trust": source.trust,
        "every_s": source.every.total_seconds(),
        "backfill": source.backfill,
        "memory": memory_text(source.memory),
        "failures": source.failures,
    }


def status(row: Columns, *, now: datetime) -> SourceStatus:
    """A source with how it does; `paused_until` of the row is "" where nobody paused it."""
    if row["paused_until"] > stamp(now):
        state = SourceState.PAUSED
    elif row["failures"]:
        state = SourceState.FAILING
    else:
        state = SourceState.OK if row["last_success"] else SourceState.NEW
    return SourceStatus(
        source=source(row),
        state=state,
        fault=row["fault"],
        last_try=time_or_none(row["last_try"]),
        last_success=time_or_none(row["last_success"]),
        last_new=time_or_none(row["last_new"]),
        next_try=time_or_none(row["next_try"]),
        items=row["items"],
    )


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
        claims=tuple(milestone(NO_SUPPORT | claim) for claim in json.loads(row["claims"])),
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
    )


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
        milestone=milestone(values["milestone"]),
        before=before and milestone(before),
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
    )


def channel_values(channel: Channel) -> Values:
    """A channel, as three columns."""
    return {"platform": channel.platform, "workspace": channel.workspace, "channel": channel.id}


def channel(row: Columns) -> Channel:
    """A channel, from its three columns."""
    return Channel(platform=row["platform"], workspace=row["workspace"], id=row["channel"])


def silence(row: Columns) -> Silence:
    """What a channel hears nothing of."""
    return Silence(
        channel=channel(row),
        what=row["what"],
        name=row["name"],
        until=datetime.fromisoformat(row["until"]),
        label=row["label"],
    )


def flagging(rows: Sequence[Columns]) -> Flagging:
    """A flagged story, from one row for each person, in the order of their time."""
    return Flagging(
        story=rows[0]["story"],
        title=rows[0]["title"],
        people=tuple(row["actor_name"] or row["actor"] for row in rows),
        last=datetime.fromisoformat(rows[-1]["at"]),
    )


def parked(row: Columns) -> Parked:
    """A parked channel."""
    return Parked(
        channel=channel(row),
        since=datetime.fromisoformat(row["since"]),
        fault=row["fault"],
        next_probe=datetime.fromisoformat(row["next_probe"]),
        probes=row["probes"],
        told=bool(row["told"]),
    )


def deliveries(rows: Sequence[Columns]) -> list[Delivery]:
    """Rows of the outbox, in the order in which they came into it."""
    return [_delivery(row) for row in sorted(rows, key=itemgetter("seq"))]


def _delivery(row: Columns) -> Delivery:
    return Delivery(
        channel=channel(row),
        story=row["story"],
        revision=row["revision"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        not_before=time_or_none(row["not_before"]),
        message=row["message"],
        created=time_or_none(row["created"]),
        attempted=time_or_none(row["attempted"]),
    )


def delivery_values(delivery: Delivery, *, created: datetime) -> Values:
    """A row of the outbox; `created` where the delivery does not say it."""
    return channel_values(delivery.channel) | {
        "key": delivery.key,
        "story": delivery.story,
        "revision": delivery.revision,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "not_before": stamp_or_none(delivery.not_before),
        "message": delivery.message,
        "created": stamp(delivery.created or created),
        "attempted": stamp_or_none(delivery.attempted),
    }


def subscriptions(rows: Sequence[Columns]) -> list[Subscription]:
    """Subscriptions, each from as many rows in a row as it names companies.

    One that names none and does not follow all of them is none: it never turns into "all".
    """
    found = []
    for _, group in groupby(rows, key=id_of):
        named = list(group)
        row = named[0]
        companies = tuple(each["company"] for each in named if each["company"] is not None)
        if not (companies or row["all_companies"]):
            continue
        found.append(
            Subscription(
                id=row["id"],
                channel=channel(row),
                companies=() if row["all_companies"] else companies,
                kinds=tuple(Kind(kind) for kind in json.loads(row["kinds"])),
                floor=Certainty(row["floor"]),
                language=row["language"],
                updates=Updates(row["updates"]),
                promises=bool(row["promises"]),
            )
        )
    return found


def subscription_values(subscription: Subscription) -> Values:
    """A subscription without the companies it names, which have rows of their own."""
    return channel_values(subscription.channel) | {
        "id": subscription.id,
        "all_companies": int(not subscription.companies),
        "kinds": json.dumps([kind.value for kind in subscription.kinds]),
        "floor": subscription.floor.value,
        "language": subscription.language,
        "updates": subscription.updates.value,
        "promises": int(subscription.promises),
    }
