"""Which fresh items stay silent whatever they say, and what is noted of each; pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ingest.drafts import Drafts
from bot.ingest.understand import Understood
from bot.stories.group import told
from storage.sources import Note, Source


def hushed(
    source: Source, understood: Sequence[Understood], *, max_age: timedelta, now: datetime
) -> list[Understood]:
    """With the reason for those that must stay silent: a first poll's, and old news."""
    by_time = sorted(understood, key=lambda each: told(each.item, now))
    quiet = max(0, len(by_time) - source.backfill) if "since" not in source.memory else 0
    baseline = {each.item.id for each in by_time[:quiet]}
    return [
        replace(each, hush=each.hush or _reason(each, baseline, max_age=max_age, now=now))
        for each in understood
    ]


def _reason(
    each: Understood, baseline: set[str], *, max_age: timedelta, now: datetime
) -> str | None:
    if each.item.id in baseline:
        return "first poll: baseline"
    if now - told(each.item, now) > max_age:
        return f"older than {max_age.days} days"
    return None


def noted(understood: Sequence[Understood], drafts: Drafts) -> tuple[Note, ...]:
    """What became of each item; without the titles of stories, which others may not see."""
    silent = {item.id: why for item, why in drafts.silent}
    return tuple(
        Note(
            item=each.item.id,
            is_edit=each.is_edit,
            is_article=each.is_article,
            silent=_untitled(silent.get(each.item.id, "")),
        )
        for each in understood
        if not each.is_lost
    )


def _untitled(why: str) -> str:
    head, colon, _ = why.partition(": ")
    return head if colon and head in {"told before", "denied before", "grows"} else why
