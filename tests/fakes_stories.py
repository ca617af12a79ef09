"""Statements, items and companies to build stories from, in one line each."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.catalogue import Catalogue
from storage.records import (
    Certainty,
    Company,
    Item,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Unit,
)

SEEN = datetime(2023, 8, 24, 9, 0, tzinfo=UTC)


def catalogue() -> Catalogue:
    """Four companies, whose names are enough here."""
    names = {
        "xiaomi": ("Xiaomi", "小米"),
        "byd": ("BYD", "比亚迪"),
        "stellantis": ("Stellantis",),
        "leapmotor": ("Leapmotor", "零跑"),
        "nio": ("NIO", "蔚来"),
        "vinfast": ("VinFast",),
    }
    return Catalogue(
        companies={
            company: Company(id=company, name=known[0], names=known, country="CN")
            for company, known in names.items()
        }
    )


def span(text: str) -> Span:
    """`2023-08-02` or `2023-08-01/2023-08-31`."""
    start, _, end = text.partition("/")
    return Span(start=date.fromisoformat(start), end=date.fromisoformat(end or start))


def milestone(
    company: str = "xiaomi",
    kind: str = "approval",
    phase: str = "done",
    *,
    certainty: str = "official",
    when: str | None = None,
    amount: str | None = None,
    quantity: str | None = None,
    agency: str | None = None,
    subject: str | None = None,
    evidence: str = "It was said in so many words.",
    headline: bool = True,
    item: str = "",
) -> Milestone:
    """A statement; `amount` is `10e9 USD`, `quantity` is `200000 vehicles/year`."""
    value, _, currency = (amount or "").partition(" ")
    count, _, unit = (quantity or "").partition(" ")
    return Milestone(
        company=company,
        kind=Kind(kind),
        phase=Phase(phase),
        certainty=Certainty(certainty),
        evidence=evidence,
        headline=headline,
        when=span(when) if when else None,
        amount=Money(value=Decimal(value), currency=currency) if amount else None,
        quantity=Quantity(value=Decimal(count), unit=Unit(unit)) if quantity else None,
        agency=agency,
        subject=subject,
        item=item,
    )


def item(key: str = "a", *, days: float = 0, source: str = "feed", text: str = "Text.") -> Item:
    """An item published `days` after the first one."""
    at = SEEN + timedelta(days=days)
    return Item(
        source=source, key=key, url="", title=f"Title {key}", text=text, seen=at, published=at
    )


def seed() -> tuple[Milestone, ...]:
    """The seed case of the guide: one article on Xiaomi, five steps."""
    return (
        milestone(
            kind="registration",
            certainty="reported",
            when="2023-08-02",
            agency="MIIT",
            subject="xiaomiev.com",
            evidence="the name xiaomiev.com was spotted as registered on August 2",
        ),
        milestone(
            certainty="reported",
            agency="NDRC",
            subject="EV production",
            evidence="Xiaomi has reportedly been cleared by the commission",
        ),
        milestone(
            phase="pending",
            certainty="reported",
            agency="MIIT",
            evidence="The company also needs the approval of the ministry",
            headline=False,
        ),
        milestone(
            kind="investment",
            phase="planned",
            when="2023-01-01/2033-12-31",
            amount="10e9 USD",
            subject="car business",
            evidence="Xiaomi has committed 10 billion dollars over the next decade",
            headline=False,
        ),
        milestone(
            kind="production",
            phase="planned",
            when="2024-01-01/2024-06-30",
            subject="first electric model",
            evidence="aims to begin mass production in the first half of 2024",
            headline=False,
        ),
    )
