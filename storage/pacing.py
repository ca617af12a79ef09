"""The rules of a channel as the text that a table keeps and the config file gives, and back."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

from storage.records import Kind
from storage.rules import USUAL, Beat, Call, Cap, Digest, Pace, Quiet

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNITS: Final = {"d": 86_400, "h": 3_600, "m": 60}
CAP_MAX: Final = 1_000
WITHIN_MAX: Final = timedelta(days=7)
ANY: Final = "all"
SILENCE: Final = "silence"  # holds as a pace does, in a place that is silent
CALL: Final = re.compile(r"([a-z_]+)=(user|group):([A-Za-z0-9_.-]{1,64})")


def pace_text(pace: Pace) -> str:
    """What differs from a channel's usual pace, as a JSON object; equal paces give equal texts."""
    usual, values = USUAL, dict[str, object]()
    if pace.digest:
        values["digest"] = digest_text(pace.digest)
    if pace.quiet:
        values["quiet"] = quiet_text(pace.quiet)
    if pace.zone != usual.zone:
        values["zone"] = pace.zone
    if pace.bypass:
        values["bypass"] = [kind.value for kind in pace.bypass]
    if pace.cap != usual.cap:
        values["cap"] = cap_text(pace.cap) if pace.cap else None
    return json.dumps(values)


def pace(text: str) -> Pace:
    """The pace of such a text."""
    values: Mapping[str, Any] = json.loads(text)
    usual = USUAL
    return Pace(
        digest=digest(values["digest"]) if "digest" in values else None,
        quiet=quiet(values["quiet"]) if "quiet" in values else None,
        zone=values.get("zone", usual.zone),
        bypass=tuple(Kind(kind) for kind in values.get("bypass", ())),
        cap=(values["cap"] and cap(values["cap"])) if "cap" in values else usual.cap,
    )


def calls_text(calls: Sequence[Call]) -> str:
    """Who is called, as a JSON list."""
    return json.dumps([call_text(call) for call in calls])


def calls(text: str) -> tuple[Call, ...]:
    """Who is called, from such a text."""
    return tuple(call(each) for each in json.loads(text))


def digest_text(value: Digest) -> str:
    """`hourly`, `daily@09:00` or `weekly@mon@09:00`."""
    at = value.at.isoformat("minutes")
    match value.every:
        case Beat.HOURLY:
            return value.every.value
        case Beat.DAILY:
            return f"{value.every.value}@{at}"
        case Beat.WEEKLY:
            return f"{value.every.value}@{DAYS[value.day]}@{at}"


def digest(text: str) -> Digest:
    """The digest of such a text; raises `ValueError`."""
    match text.split("@"):
        case ["hourly"]:
            return Digest(every=Beat.HOURLY)
        case ["daily", at]:
            return Digest(every=Beat.DAILY, at=_time(at))
        case ["weekly", day, at] if day in DAYS:
            return Digest(every=Beat.WEEKLY, at=_time(at), day=DAYS.index(day))
        case _:
            raise ValueError('write it as "hourly", "daily@09:00" or "weekly@mon@09:00"')


def quiet_text(value: Quiet) -> str:
    """`22:00-07:00`."""
    return f"{value.start.isoformat('minutes')}-{value.end.isoformat('minutes')}"


def quiet(text: str) -> Quiet:
    """The quiet hours of such a text; raises `ValueError`."""
    start, _, end = text.partition("-")
    found = Quiet(start=_time(start), end=_time(end))
    if found.start == found.end:
        raise ValueError("quiet hours that never end would keep everything")
    return found


def cap_text(value: Cap) -> str:
    """`10/1h`."""
    seconds = int(value.within.total_seconds())
    unit, size = next((unit, size) for unit, size in UNITS.items() if seconds % size == 0)
    return f"{value.most}/{seconds // size}{unit}"


def cap(text: str) -> Cap:
    """The cap of such a text; raises `ValueError`."""
    found = re.fullmatch(r"(\d{1,4})/(\d{1,5})([mhd])", text)
    if not found:
        raise ValueError('write it as "10/1h": at most so many messages within so long')
    most, within = int(found[1]), timedelta(seconds=int(found[2]) * UNITS[found[3]])
    if not (0 < most <= CAP_MAX and timedelta() < within <= WITHIN_MAX):
        raise ValueError(f"at least 1 and at most {CAP_MAX} messages, within 7 days at most")
    return Cap(most=most, within=within)


def call_text(value: Call) -> str:
    """`recall=user:U123`, `all=group:S123`."""
    return f"{value.kind.value if value.kind else ANY}={value.who}:{value.id}"


def call(text: str) -> Call:
    """The call of such a text; raises `ValueError`."""
    found = CALL.fullmatch(text)
    if not found or (found[1] != ANY and found[1] not in {kind.value for kind in Kind}):
        raise ValueError('write it as "recall=user:U123" or "all=group:S123"')
    kind = None if found[1] == ANY else Kind(found[1])
    return Call(kind=kind, who="user" if found[2] == "user" else "group", id=found[3])


def zone(text: str) -> str:
    """The name of a time zone as IANA spells it, in any case; raises `ValueError`."""
    name = _folded_zones().get(text.strip().replace(" ", "_").casefold())
    if name is None:
        raise ValueError('no such time zone: write it as "Europe/Berlin"')
    return ZoneInfo(name).key


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones."""
    # Not `zoneinfo.available_timezones`, which opens hundreds of files.
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8")
    return tuple(names.split())


@cache
def _folded_zones() -> Mapping[str, str]:
    return {name.casefold(): name for name in zones()}


def _time(text: str) -> time:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f'"{text}" is no time of day: write it as "09:00"')
    return time.fromisoformat(text)
