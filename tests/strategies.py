"""Any statement that could be kept, for properties: whatever the sources tell."""

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from storage.records import (
    Certainty,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Telling,
    Unit,
    keepable,
)

DATES = st.dates() | st.dates(date(2020, 1, 1), date(2027, 12, 31))
# What breaks formats: formulas, quotes, lines, markup, mathematics, right to left, a lone surrogate.
ODD = ("=1+1", '"a","b"\r\nc', "<b>&amp;</b>", "$x_{1}$", "\u202eevil", "\ud800", "小米 SU7", "")
WORDS = st.sampled_from(ODD) | st.text(max_size=60)
KEPT = WORDS.map(keepable)  # as a database gives it back
DECIMALS = st.decimals(-(10**15), 10**15, places=2) | st.integers(0, 10**9).map(Decimal)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """A day, or days from one to another."""
    one, other = draw(DATES), draw(DATES)
    return Span(start=min(one, other), end=max(one, other))


@st.composite
def milestones(draw: st.DrawFn, company: str = "xiaomi") -> Milestone:
    """A statement with any slots."""
    return Milestone(
        company=company,
        kind=draw(st.sampled_from(Kind)),
        phase=draw(st.sampled_from(Phase)),
        certainty=draw(st.sampled_from(Certainty)),
        evidence=draw(KEPT),
        headline=draw(st.booleans()),
        when=draw(st.none() | spans()),
        amount=draw(st.none() | st.builds(Money, value=DECIMALS, currency=st.just("USD"))),
        quantity=draw(
            st.none() | st.builds(Quantity, value=DECIMALS, unit=st.sampled_from(list(Unit)))
        ),
        agency=draw(st.none() | KEPT),
        subject=draw(st.none() | KEPT),
        item=draw(st.sampled_from(["i1", "i2", "i3", "i4"])),
    )


@st.composite
def tellings(draw: st.DrawFn, company: str = "xiaomi") -> Telling:
    """A statement with where it was told."""
    days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
    moments = days.map(lambda day: datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    return Telling(
        milestone=draw(milestones(company)),
        story=draw(st.sampled_from(["s1", "s2"])),
        url=draw(st.sampled_from(["https://a.example/1", "", "javascript:alert(1)"])),
        title=draw(KEPT),
        outlet=draw(KEPT),
        published=draw(st.none() | moments),
        seen=draw(moments),
    )
