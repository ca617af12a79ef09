"""A channel with rules, and stories that come at its wrong hours."""

from datetime import datetime, timedelta

from adapters.document import Document, Facts
from storage import pacing
from storage.channels import Subscription
from storage.records import Story, digest
from storage.rules import Pace
from tests.fakes_outbox import Line, channel
from tests.fakes_stories import milestone

HOUR = timedelta(hours=1)
COMPANIES = ("byd", "nio", "vinfast", "leapmotor", "stellantis", "xiaomi")
NIGHT = Pace(quiet=pacing.quiet("22:00-07:00"), zone="Asia/Shanghai")
EVENING = datetime.fromisoformat("2023-08-24T15:00+00:00")  # 23:00 in Shanghai
MORNING = datetime.fromisoformat("2023-08-24T23:00+00:00")  # 07:00 there


async def rule(line: Line, pace: Pace, **more: object) -> None:
    where = channel()
    rules = Subscription(id=digest(str(where)), channel=where, pace=pace, **more)  # type: ignore[arg-type] # the tests name fields of Subscription
    await line.store.watchlist.rule(where, lambda _: rules, audit=line.audit())


async def work(line: Line) -> None:
    while await line.deliverer.once():
        pass


async def tell_many(line: Line, count: int, kind: str = "approval") -> list[Story]:
    return [
        await line.tell(f"i{number}", milestone(COMPANIES[number], kind), title=f"News {number}")
        for number in range(count)
    ]


def lines_of(document: Document) -> list[str]:
    """What a digest tells, a line each."""
    rows = [row for part in document.parts if isinstance(part, Facts) for row in part.rows]
    return ["".join(run.text for run in row.detail) for row in rows]
