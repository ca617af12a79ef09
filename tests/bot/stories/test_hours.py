"""When a channel hears, over every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.hours import held_until, next_digest, quiet_until
from storage.pacing import digest, quiet
from storage.records import Kind
from storage.rules import Beat, Cap, Digest, Pace

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Australia/Sydney", "Asia/Shanghai")  # fmt: skip
MINUTES = st.integers(0, 4 * 365 * 24 * 60)
TIMES = MINUTES.map(lambda n: datetime(2023, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
PACES = st.builds(
    Pace,
    digest=st.none() | st.builds(Digest, every=st.sampled_from(Beat), at=CLOCKS, day=st.integers(0, 6)),
    quiet=st.none() | st.tuples(CLOCKS, CLOCKS).filter(lambda two: two[0] != two[1]).map(lambda two: quiet(f"{two[0]:%H:%M}-{two[1]:%H:%M}")),
    zone=st.sampled_from(ZONES),
    cap=st.none(),
)  # fmt: skip


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# Of each zone an ordinary day, the day on which clocks go forward, and that on which they go back.
# Zone, quiet hours, now (UTC), the end of the quiet hours (UTC; empty: it is not quiet).
QUIET = [
    # An ordinary night: 22:00 to 07:00, at its edges.
    ("Europe/Berlin", "22:00-07:00", "2024-06-10 19:59", ""),
    ("Europe/Berlin", "22:00-07:00", "2024-06-10 20:00", "2024-06-11 05:00"),
    ("Europe/Berlin", "22:00-07:00", "2024-06-11 04:59", "2024-06-11 05:00"),
    ("Europe/Berlin", "22:00-07:00", "2024-06-11 05:00", ""),
    # Forward on 31 March at 02:00 (01:00 UTC): the night is an hour shorter.
    ("Europe/Berlin", "22:00-07:00", "2024-03-30 21:00", "2024-03-31 05:00"),
    ("Europe/Berlin", "22:00-07:00", "2024-03-31 05:00", ""),
    ("Europe/Berlin", "22:00-02:30", "2024-03-31 00:59", "2024-03-31 01:00"),  # never 02:30
    ("Europe/Berlin", "22:00-02:30", "2024-03-31 01:00", ""),
    ("Europe/Berlin", "02:30-06:00", "2024-03-31 00:59", ""),
    ("Europe/Berlin", "02:30-06:00", "2024-03-31 01:00", "2024-03-31 04:00"),
    # Back on 27 October at 03:00 (01:00 UTC): the night is an hour longer.
    ("Europe/Berlin", "22:00-07:00", "2024-10-26 20:00", "2024-10-27 06:00"),
    ("Europe/Berlin", "22:00-02:30", "2024-10-27 00:45", "2024-10-27 01:30"),  # quiet to the second
    ("Europe/Berlin", "22:00-02:30", "2024-10-27 01:30", ""),
    ("Europe/Berlin", "02:30-06:00", "2024-10-27 00:30", "2024-10-27 05:00"),  # from the first on
    ("Europe/Berlin", "02:30-06:00", "2024-10-27 01:10", "2024-10-27 05:00"),
    # Forward on 10 March at 02:00 (07:00 UTC), back on 3 November at 02:00 (06:00 UTC).
    ("America/New_York", "23:00-06:30", "2024-06-11 03:00", "2024-06-11 10:30"),
    ("America/New_York", "23:00-06:30", "2024-03-10 04:00", "2024-03-10 10:30"),
    ("America/New_York", "23:00-02:15", "2024-03-10 06:59", "2024-03-10 07:00"),
    ("America/New_York", "23:00-06:30", "2024-11-03 03:00", "2024-11-03 11:30"),
    ("America/New_York", "23:00-01:15", "2024-11-03 05:20", "2024-11-03 06:15"),
    # Half an hour only: back on 7 April at 02:00 (15:00 UTC), forward on 6 October at 02:00 (15:30).
    ("Australia/Lord_Howe", "22:00-07:00", "2024-04-06 11:00", "2024-04-06 20:30"),
    ("Australia/Lord_Howe", "22:00-01:45", "2024-04-06 14:50", "2024-04-06 15:15"),
    ("Australia/Lord_Howe", "22:00-07:00", "2024-10-05 11:30", "2024-10-05 20:00"),
    ("Australia/Lord_Howe", "22:00-02:15", "2024-10-05 15:29", "2024-10-05 15:30"),
    # Back on 7 April at 03:00 (16:00 UTC on the 6th), forward on 6 October at 02:00.
    ("Australia/Sydney", "22:00-07:00", "2024-04-06 11:00", "2024-04-06 21:00"),
    ("Australia/Sydney", "22:00-07:00", "2024-10-05 12:00", "2024-10-05 20:00"),
    # No change of the clocks; over noon, and all but a minute of the day.
    ("Asia/Shanghai", "22:00-07:00", "2024-03-31 14:00", "2024-03-31 23:00"),
    ("Asia/Shanghai", "12:00-14:00", "2024-10-27 04:00", "2024-10-27 06:00"),
    ("Asia/Shanghai", "12:00-14:00", "2024-10-27 06:00", ""),
    ("Asia/Shanghai", "07:01-07:00", "2024-10-27 23:00", ""),
    ("Asia/Shanghai", "07:01-07:00", "2024-10-27 23:01", "2024-10-28 23:00"),
]

# Zone, digest, now (UTC), when it is due (UTC).
DIGESTS = [
    ("Europe/Berlin", "daily@09:00", "2024-03-30 07:59", "2024-03-30 08:00"),
    ("Europe/Berlin", "daily@09:00", "2024-03-30 08:00", "2024-03-31 07:00"),  # 23 hours later
    ("Europe/Berlin", "daily@02:30", "2024-03-30 02:00", "2024-03-31 01:00"),  # never 02:30
    ("Europe/Berlin", "daily@02:30", "2024-03-31 01:00", "2024-04-01 00:30"),
    ("Europe/Berlin", "daily@09:00", "2024-10-26 07:00", "2024-10-27 08:00"),  # 25 hours later
    ("Europe/Berlin", "daily@02:30", "2024-10-26 12:00", "2024-10-27 00:30"),  # the first 02:30
    ("Europe/Berlin", "daily@02:30", "2024-10-27 00:30", "2024-10-28 01:30"),  # not the second
    ("Europe/Berlin", "hourly", "2024-10-27 00:15", "2024-10-27 01:00"),
    ("Europe/Berlin", "hourly", "2024-03-31 00:59", "2024-03-31 01:00"),
    ("America/New_York", "daily@08:30", "2024-03-09 13:30", "2024-03-10 12:30"),
    ("America/New_York", "daily@08:30", "2024-11-02 12:30", "2024-11-03 13:30"),
    ("America/New_York", "weekly@sun@02:30", "2024-03-04 00:00", "2024-03-10 07:00"),
    ("America/New_York", "weekly@sun@01:30", "2024-10-28 00:00", "2024-11-03 05:30"),
    ("America/New_York", "weekly@sun@01:30", "2024-11-03 05:30", "2024-11-10 06:30"),
    ("Australia/Lord_Howe", "daily@02:15", "2024-10-05 00:00", "2024-10-05 15:30"),
    ("Australia/Lord_Howe", "daily@01:45", "2024-04-06 00:00", "2024-04-06 14:45"),
    ("Australia/Lord_Howe", "daily@09:00", "2024-04-06 12:00", "2024-04-06 22:30"),
    ("Australia/Lord_Howe", "hourly", "2024-10-05 15:10", "2024-10-05 15:30"),  # no 02:00
    ("Australia/Lord_Howe", "hourly", "2024-10-05 15:30", "2024-10-05 16:00"),
    ("Australia/Lord_Howe", "hourly", "2024-04-06 14:10", "2024-04-06 15:30"),  # 01:30 again, no 02:00
    ("Asia/Shanghai", "daily@09:00", "2024-03-31 00:59", "2024-03-31 01:00"),
    ("Asia/Shanghai", "daily@09:00", "2024-03-31 01:00", "2024-04-01 01:00"),
    ("Asia/Shanghai", "weekly@mon@09:00", "2024-10-27 12:00", "2024-10-28 01:00"),
    ("Asia/Shanghai", "hourly", "2024-10-27 12:00", "2024-10-27 13:00"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "hours", "now", "end"), QUIET)
def test_quiet_hours_end_when_the_clocks_there_say_so(
    zone: str, hours: str, now: str, end: str
) -> None:
    pace = Pace(quiet=quiet(hours), zone=zone)

    assert quiet_until(pace, utc(now)) == (utc(end) if end else None)


@pytest.mark.parametrize(("zone", "rule", "now", "due"), DIGESTS)
def test_a_digest_is_due_once_a_day_whatever_the_clocks_do(
    zone: str, rule: str, now: str, due: str
) -> None:
    assert next_digest(digest(rule), zone, utc(now)) == utc(due)


@given(PACES, TIMES)
def test_what_is_held_is_held_into_the_future_and_never_into_quiet_hours(
    pace: Pace, now: datetime
) -> None:
    until = held_until(pace, now, kinds=())

    if until is None:
        assert pace.digest is None
        assert quiet_until(pace, now) is None
    else:
        assert until > now
        assert until - now <= timedelta(days=10)
        assert quiet_until(pace, until) is None


@given(st.sampled_from(ZONES), CLOCKS, st.dates(date(2023, 1, 1), date(2026, 12, 1)))
def test_a_daily_digest_comes_once_on_each_day_of_its_zone(
    zone: str, at: time, first: date
) -> None:
    rule, now = Digest(every=Beat.DAILY, at=at), datetime.combine(first, time(), tzinfo=UTC)

    due = [now := next_digest(rule, zone, now) for _ in range(400)]

    days = [each.astimezone(ZoneInfo(zone)).date() for each in due]
    assert all(later - day == timedelta(days=1) for day, later in pairwise(days))


@given(st.sampled_from(ZONES), TIMES)
def test_an_hourly_digest_lets_nobody_wait_much_longer_than_an_hour(
    zone: str, now: datetime
) -> None:
    due = next_digest(digest("hourly"), zone, now)

    assert timedelta() < due - now <= timedelta(minutes=90)


@given(PACES, TIMES)
def test_a_kind_that_passes_is_never_held(pace: Pace, now: datetime) -> None:
    passing = Pace(
        digest=pace.digest, quiet=pace.quiet, zone=pace.zone, bypass=(Kind.RECALL,), cap=Cap(most=1, within=timedelta(hours=1))
    )  # fmt: skip

    assert held_until(passing, now, kinds={Kind.RECALL, Kind.LAUNCH}, posted=[now]) is None
    if pace.digest or pace.quiet:
        assert held_until(passing, now, kinds={Kind.LAUNCH}) == held_until(pace, now, kinds=())


def test_a_burst_is_held_until_there_is_room_again() -> None:
    now = utc("2024-06-10 12:00")
    pace = Pace(cap=Cap(most=2, within=timedelta(hours=1)))
    minutes = [now - timedelta(minutes=ago) for ago in (90, 50, 10)]

    assert held_until(pace, now, kinds=(), posted=minutes[:2]) is None
    assert held_until(pace, now, kinds=(), posted=minutes) == now + timedelta(minutes=10)
    assert held_until(Pace(cap=None), now, kinds=(), posted=minutes * 50) is None


def test_a_burst_that_would_end_at_night_is_held_until_the_morning() -> None:
    now = utc("2024-06-10 21:45")
    pace = Pace(cap=Cap(most=1, within=timedelta(hours=1)), quiet=quiet("22:00-07:00"))

    assert held_until(pace, now, kinds=(), posted=[now]) == utc("2024-06-11 07:00")


def test_what_a_new_channel_hears_comes_at_once() -> None:
    assert held_until(Pace(), utc("2024-06-10 03:00"), kinds=(), posted=[]) is None
