"""How far this machine's clock is from that of a platform, by the date of an answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from adapters.chat import Check

SKEW_MAX: Final = timedelta(minutes=2)


def skew(headers: Mapping[str, Any], now: datetime) -> timedelta | None:
    """How far `now` is ahead of the clock that sent these headers; None: they do not say."""
    stated = headers.get("Date") or headers.get("date")
    try:
        return now - parsedate_to_datetime(str(stated)) if stated else None
    except (ValueError, TypeError):  # no date; one without a zone
        return None


def clock_check(what: str, ahead: timedelta | None) -> Check:
    """What a person is told of it."""
    if ahead is None or abs(ahead) <= SKEW_MAX:
        return Check(what=what, ok=True)
    remedy = f"it is off by {round(ahead.total_seconds())} s: let the machine keep time (NTP)"
    return Check(what=what, ok=False, remedy=remedy)
