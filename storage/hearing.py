"""Rows to records and back, for channels and what they hear (see `storage.rows`)."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from storage import pacing
from storage.channels import (
    Channel,
    Delivery,
    DeliveryState,
    Flagging,
    Heard,
    Parked,
    Silence,
    Subscription,
    Updates,
)
from storage.records import (
    Certainty,
    Kind,
)
from storage.rows import Columns, Values, id_of, stamp, stamp_or_none, time_or_none


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
        digest=row["digest"],
    )


def heard(row: Columns) -> Heard:
    """What a channel heard of a story last."""
    return Heard(
        message=row["message"],
        revision=row["revision"],
        is_shared=bool(row["is_shared"]),
        at=time_or_none(row["created"]),
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
                news=tuple(json.loads(row["news"])),
                pace=pacing.pace(row["pace"]),
                calls=pacing.calls(row["calls"]),
                managed=bool(row["managed"]),
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
        "news": json.dumps(subscription.news),
        "pace": pacing.pace_text(subscription.pace),
        "calls": pacing.calls_text(subscription.calls),
    }


def rules_told(before: Subscription | None, after: Subscription) -> tuple[str | None, str]:
    """The rules that a change gave a channel others of, as they were and are, for the audit."""
    were, are = _rules(before) if before else {}, _rules(after)
    names = [name for name in dict.fromkeys((*were, *are)) if were.get(name) != are.get(name)]
    was, is_ = (
        " ".join(f"{name}:{rules[name]}" for name in names if name in rules)
        for rules in (were, are)
    )
    return (was or None), is_


def _rules(subscription: Subscription) -> dict[str, str]:
    """Each rule that is set, in the words that set it."""
    values = subscription_values(subscription)
    plain = {name: str(values[name]) for name in ("floor", "language", "updates")}
    lists = {
        "companies": subscription.companies or ("all",),
        "kinds": [kind.value for kind in subscription.kinds],
        "news": subscription.news,
    }
    joined = {name: ",".join(each) for name, each in lists.items() if each}
    promises = {"promises": "on"} if subscription.promises else {}
    pace = {name: _plain(each) for name, each in json.loads(str(values["pace"])).items()}
    calls = json.loads(str(values["calls"]))
    mentions = {"mentions": _plain(calls)} if calls else {}
    return joined | plain | promises | pace | mentions


def _plain(value: object) -> str:
    """A value of JSON without its signs."""
    if isinstance(value, list):
        return ",".join(map(_plain, value))
    return "off" if value is None else str(value)
