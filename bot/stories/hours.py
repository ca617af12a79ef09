"""When a channel hears: at once, or held until when; pure, over any change of the clocks.

A wall clock may show a time never (the clocks go forward over it) or twice (they go back). A time
that is never shown counts as the moment of the change. Of one that is shown twice the first is
meant, but quiet hours end at the second.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from storage.records import Kind
from storage.rules import Beat, Cap, Digest, Pace, Quiet

DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)


def held_until(
    pace: Pace, now: datetime, *, kinds: Collection[Kind], posted: Sequence[datetime] = ()
) -> datetime | None:
    """Until when something new that tells of these kinds is held; None: it goes at once.

    `posted` are the times of the channel's messages within its cap, in any order. What is given
    is after `now`, outside the quiet hours.
    """
    if not set(kinds).isdisjoint(pace.bypass):
        return None
    if pace.digest:
        until: datetime | None = next_digest(pace.digest, pace.zone, now)
    else:
        until = _full(pace.cap, now, posted)
    return quiet_until(pace, until or now) or until


def quiet_until(pace: Pace, now: datetime) -> datetime | None:
    """When the quiet hours end in which `now` lies; None: it lies in none."""
    if pace.quiet is None:
        return None
    zone, until = ZoneInfo(pace.zone), now
    for start, end in _quiet_hours(pace.quiet, now.astimezone(zone).date(), zone):
        if start <= until < end:
            until = end  # a change of the clocks may join it to the next
    return until if until > now else None


def next_digest(digest: Digest, zone: str, now: datetime) -> datetime:
    """The first time after `now` at which the digest is due, in UTC."""
    local = now.astimezone(ZoneInfo(zone))
    if digest.every == Beat.HOURLY:
        hour = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
        walls = [hour + timedelta(hours=ahead) for ahead in range(4)]
        times = [at for wall in walls for at in _shown(wall, ZoneInfo(zone))]
        return min(at for at in times if at > now)
    days = (local.date() + DAY * ahead for ahead in range(-1, 9))
    is_daily = digest.every == Beat.DAILY
    times = [
        _shown(datetime.combine(day, digest.at), ZoneInfo(zone))[0]
        for day in days
        if is_daily or day.weekday() == digest.day
    ]
    return min(at for at in times if at > now)


def _full(cap: Cap | None, now: datetime, posted: Sequence[datetime]) -> datetime | None:
    """When there is room for one more message again; None: there is."""
    if cap is None:
        return None
    recent = sorted(at for at in posted if now - cap.within < at)
    return recent[-cap.most] + cap.within if len(recent) >= cap.most else None


def _quiet_hours(quiet: Quiet, today: date, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """The quiet hours around that day, in their order."""
    over_midnight = DAY if quiet.end <= quiet.start else timedelta()
    for day in (today - DAY, today, today + DAY):
        start = _shown(datetime.combine(day, quiet.start), zone)[0]
        end = _shown(datetime.combine(day + over_midnight, quiet.end), zone)[-1]
        yield start, end


def _shown(wall: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments at which clocks show this time, in UTC and in their order; at least one."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return (first,)
    if first < second:  # clocks go back: shown twice
        return first, second
    return (_change(second, first, zone),)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between the two at which the clocks change, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
