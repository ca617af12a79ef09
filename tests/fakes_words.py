"""Small stories and tellings for the tests of what people read and type."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from storage.records import (
    Certainty,
    Item,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Story,
    Telling,
    Unit,
)

NOW = datetime(2023, 8, 25, 12, tzinfo=UTC)


def step(kind: Kind = Kind.DELIVERY, phase: Phase = Phase.DONE, **slots: object) -> Milestone:
    """A step of Xiaomi, unless told otherwise; dates as `when="2024-01-01/2024-06-30"`."""
    when = slots.pop("when", None)
    if isinstance(when, str):
        start, _, end = when.partition("/")
        when = Span(start=date.fromisoformat(start), end=date.fromisoformat(end or start))
    values = {
        "company": "xiaomi",
        "certainty": Certainty.REPORTED,
        "evidence": f"It is said that {kind} was {phase}.",
        "headline": True,
        **slots,
    }
    return Milestone(kind=kind, phase=phase, when=when, **values)  # type: ignore[arg-type] # a test's shorthand


def item(key: str = "a", **values: object) -> Item:
    given = {
        "source": "gazette",
        "url": f"https://gazette.example/{key}",
        "title": f"Title of {key}",
        "text": "Text.",
        "seen": NOW,
        "published": NOW,
        **values,
    }
    return Item(key=key, **given)  # type: ignore[arg-type] # a test's shorthand


def xiaomi_steps(of: str = "") -> tuple[Milestone, ...]:
    """The five steps of the mission's text, as one item tells them."""
    return (
        step(
            Kind.REGISTRATION,
            when="2023-08-02",
            agency="MIIT",
            subject="xiaomiev.com",
            item=of,
            evidence="the name xiaomiev.com was spotted as registered on August 2",
        ),
        step(
            Kind.APPROVAL,
            agency="NDRC",
            subject="EV production",
            item=of,
            evidence="Xiaomi has reportedly been cleared by the commission to build electric cars",
        ),
        step(
            Kind.APPROVAL,
            Phase.PENDING,
            agency="MIIT",
            headline=False,
            item=of,
            evidence="The company also needs the approval of the ministry.",
        ),
        step(
            Kind.INVESTMENT,
            Phase.PLANNED,
            certainty=Certainty.OFFICIAL,
            when="2023-01-01/2033-12-31",
            amount=Money(value=Decimal(10_000_000_000), currency="USD"),
            headline=False,
            item=of,
            evidence="Xiaomi has committed 10 billion dollars over the next decade.",
        ),
        step(
            Kind.PRODUCTION,
            Phase.PLANNED,
            certainty=Certainty.OFFICIAL,
            when="2024-01-01/2024-06-30",
            headline=False,
            item=of,
            evidence="It aims to begin mass production in the first half of 2024.",
        ),
    )


def story(milestones: Sequence[Milestone], items: Sequence[Item], **values: object) -> Story:
    given = {
        "id": "story-1",
        "revision": 1,
        "companies": tuple(dict.fromkeys(each.company for each in milestones)),
        "title": "",
        "gist": "",
        "first_seen": NOW,
        "last_seen": NOW,
        **values,
    }
    return Story(items=tuple(each.id for each in items), milestones=tuple(milestones), **given)  # type: ignore[arg-type] # a test's shorthand


def telling(milestone: Milestone, at: datetime = NOW, **values: object) -> Telling:
    given = {
        "story": "story-1",
        "url": "https://gazette.example/a",
        "title": "Title",
        "outlet": "Gazette",
        "published": at,
        "seen": at,
        **values,
    }
    return Telling(milestone=milestone, **given)  # type: ignore[arg-type] # a test's shorthand


def vehicles(value: int, unit: Unit = Unit.VEHICLES) -> Quantity:
    return Quantity(value=Decimal(value), unit=unit)
