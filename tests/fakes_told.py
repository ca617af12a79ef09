"""A company with steps of every state and four months of figures, told by one outlet."""

from calendar import monthrange
from dataclasses import replace
from datetime import UTC, date, datetime

from storage.records import Milestone, Telling
from tests.fakes_stories import milestone

TODAY = date(2024, 12, 5)
NOW = datetime(2024, 12, 5, 12, tzinfo=UTC)
DELIVERED = {4: 7058, 5: 8646, 6: 10_000, 8: 13_000}


def telling(
    m: Milestone, at: str, *, story: str = "s1", url: str = "https://a.example/1"
) -> Telling:
    """The statement as an outlet told it on that day."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return Telling(
        milestone=m,
        story=story,
        url=url,
        title="A headline",
        outlet="CnEVPost",
        published=moment,
        seen=moment,
    )


def xiaomi() -> list[Telling]:
    """Newest last."""
    told: list[tuple[str, Milestone]] = [
        ("2023-03-24", milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="SU7")),
        ("2023-08-24", milestone(when="2023-08-02", agency="NDRC")),
        ("2024-01-24", milestone(kind="factory", phase="pending", when="2024-01-01/2024-12-31", subject="Beijing")),
        ("2024-03-28", milestone(kind="launch", when="2024-03-28", subject="SU7")),
        ("2024-05-29", milestone(kind="market_entry", phase="cancelled", when="2025-02-01/2025-02-28")),
        ("2024-05-30", milestone(kind="recall", certainty="rumoured", subject="SU7")),
        ("2024-07-28", milestone(kind="launch", phase="planned", when="2025-01-01/2025-03-31", subject="YU7")),
        ("2024-10-28", milestone(kind="launch", phase="planned", when="2025-06-01/2025-07-31", subject="YU7")),
        ("2024-11-01", milestone(kind="technology", phase="planned", when="2025-05-01", subject="charging")),
    ]  # fmt: skip
    for month, count in DELIVERED.items():
        end = date(2024, month, monthrange(2024, month)[1])
        when = f"2024-{month:02}-01/{end}"
        delivered = milestone(kind="delivery", when=when, quantity=f"{count} vehicles")
        told.append((f"{end}", delivered))
    return [
        telling(replace(m, item=f"i{number}"), at, story=f"s{number}")
        for number, (at, m) in enumerate(told)
    ]
