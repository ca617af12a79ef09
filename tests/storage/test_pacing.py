"""The rules of a channel as text: what is written is read back, and nothing else is read."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import pacing
from storage.records import Kind
from storage.rules import BURST, Beat, Call, Cap, Digest, Pace, Quiet

CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WITHIN = st.integers(1, 10_080).map(lambda minutes: timedelta(minutes=minutes))
CAPS = st.builds(Cap, most=st.integers(1, pacing.CAP_MAX), within=WITHIN)
DIGESTS = st.one_of(
    st.just(Digest(every=Beat.HOURLY)),
    st.builds(Digest, every=st.just(Beat.DAILY), at=CLOCKS),
    st.builds(Digest, every=st.just(Beat.WEEKLY), at=CLOCKS, day=st.integers(0, 6)),
)
QUIETS = st.builds(Quiet, start=CLOCKS, end=CLOCKS).filter(lambda each: each.start != each.end)
PACES = st.builds(
    Pace,
    digest=st.none() | DIGESTS,
    quiet=st.none() | QUIETS,
    zone=st.sampled_from(["UTC", "Asia/Shanghai", "Australia/Lord_Howe"]),
    bypass=st.lists(st.sampled_from(Kind), unique=True, max_size=3).map(tuple),
    cap=st.none() | st.just(BURST) | CAPS,
)
CALLS = st.builds(
    Call,
    kind=st.none() | st.sampled_from(Kind),
    who=st.sampled_from(["user", "group"]),
    id=st.from_regex(r"[A-Za-z0-9_.-]{1,64}", fullmatch=True),
)


@given(PACES)
def test_a_pace_comes_back_from_its_text(pace: Pace) -> None:
    assert pacing.pace(pacing.pace_text(pace)) == pace


def test_the_usual_pace_is_an_empty_text() -> None:
    assert pacing.pace_text(Pace()) == "{}"


@given(st.lists(CALLS, max_size=4).map(tuple))
def test_calls_come_back_from_their_text(calls: tuple[Call, ...]) -> None:
    assert pacing.calls(pacing.calls_text(calls)) == calls


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (pacing.digest, "daily"),
        (pacing.digest, "daily@9"),
        (pacing.digest, "daily@24:00"),
        (pacing.digest, "weekly@xyz@09:00"),
        (pacing.digest, "hourly@09:00"),
        (pacing.quiet, "22:00"),
        (pacing.quiet, "22:00-22:00"),
        (pacing.cap, "0/1h"),
        (pacing.cap, "10/0m"),
        (pacing.cap, "10/8d"),
        (pacing.cap, "9999/1h"),
        (pacing.cap, "ten/1h"),
        (pacing.call, "recall=everyone"),
        (pacing.call, "nothing=user:U1"),
        (pacing.call, "recall=user:<!channel>"),
        (pacing.call, "recall=user:U1\n"),
        (pacing.zone, "Europe/Nowhere"),
        (pacing.zone, "../../etc/passwd"),
    ],
)
def test_what_is_no_rule_is_refused(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r"\w"):
        read(text)


def test_a_zone_is_found_in_any_case() -> None:
    assert pacing.zone("asia/shanghai") == "Asia/Shanghai"
    assert pacing.zone("america/new york") == "America/New_York"
