"""Laws of the store: whatever is recorded comes back, in whatever order it was recorded."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records import (
    Certainty,
    Change,
    ChangeKind,
    Denial,
    Item,
    Join,
    Kind,
    Milestone,
    Money,
    Phase,
    Quantity,
    Span,
    Story,
    Unit,
    digest,
    keepable,
)
from storage.sources import Visit
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_storage import DAILY, MINUTE, NOW, audit

T = TypeVar("T")

# With NUL, lone surrogates, quotes of SQL, both scripts and what looks like a parameter.
TEXTS = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["", "a\x00b", "\ud800", "'; DROP TABLE items --", ":id", "小米汽车", "🚗", "e\u0301", "\x1f"]
)
TIMES = st.datetimes(timezones=st.just(UTC))
DATES = st.dates()
SPANS = st.tuples(DATES, DATES).map(lambda two: Span(start=min(two), end=max(two)))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
CLAIMS = st.builds(
    Milestone,
    company=st.sampled_from(["xiaomi", "byd"]),
    kind=st.sampled_from(Kind),
    phase=st.sampled_from(Phase),
    certainty=st.sampled_from(Certainty),
    evidence=TEXTS,
    headline=st.booleans(),
    when=st.none() | SPANS,
    amount=st.none() | st.builds(Money, value=DECIMALS, currency=st.sampled_from(["CNY", "USD"])),
    quantity=st.none() | st.builds(Quantity, value=DECIMALS, unit=st.sampled_from(Unit)),
    agency=st.none() | TEXTS,
    subject=st.none() | TEXTS,
    support=st.lists(TEXTS, max_size=2).map(tuple),
    rules=TEXTS,
    chance=st.floats(0.0, 1.0),
    when_chance=st.floats(0.0, 1.0),
    phase_chance=st.floats(0.0, 1.0),
)
ITEMS = st.builds(
    Item,
    source=st.just(DAILY.id),
    key=st.sampled_from(["a", "b", "c\ud800", ""]),
    url=TEXTS,
    title=TEXTS,
    text=TEXTS,
    seen=TIMES,
    language=TEXTS,
    published=st.none() | TIMES,
    marks=st.lists(TEXTS.map(keepable), max_size=3, unique=True).map(tuple),
    claims=st.lists(CLAIMS, max_size=2).map(tuple),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one visit brings: items, and for each what it tells in which story."""

    items: Sequence[Item]
    told: Sequence[Sequence[Milestone]]
    story: str


ROUNDS = st.builds(
    Round,
    items=st.lists(ITEMS, max_size=3, unique_by=lambda item: item.id),
    told=st.lists(st.lists(CLAIMS, max_size=3), min_size=3, max_size=3),
    story=st.sampled_from(["one", "two"]),
)


@settings(deadline=None, max_examples=60)
@given(rounds=st.lists(ROUNDS, max_size=5))
def test_any_sequence_of_visits_comes_back(rounds: Sequence[Round]) -> None:
    asyncio.run(_record_and_compare(rounds))


async def _record_and_compare(rounds: Sequence[Round]) -> None:
    engine = await SqliteEngine.open(":memory:")
    store = Store(engine)
    await store.migrate()
    await store.watchlist.add_source(DAILY, audit=audit())
    items: dict[str, Item] = {}
    stories: dict[str, Story] = {}
    homes: dict[str, str] = {}  # an item tells one story

    for number, each in enumerate(rounds):
        fresh = [item for item in each.items if homes.get(item.id, each.story) == each.story]
        homes |= {item.id: each.story for item in fresh}
        at = NOW + number * MINUTE
        before = stories.get(each.story)
        after = _grown(before, each, fresh, at)
        stories[each.story] = after
        await store.visits.record(
            Visit(
                source=DAILY.id,
                at=at,
                next_at=at + MINUTE,
                memory={"round\ud800": str(number)},
                items=tuple(fresh),
                stories=(after,),
                based_on={before.id: before.revision} if before else {},
            )
        )
        for item in fresh:
            seen = items[item.id].seen if item.id in items else item.seen
            items[item.id] = replace(item, seen=seen)

    for id_, item in items.items():
        assert await store.visits.item(id_) == replace(_kept(item), claims=item.claims)  # JSON
    for name, story in stories.items():
        kept = replace(_kept(story), changes=story.changes)  # JSON
        assert await store.history.story(name) == kept
    everything = [milestone for story in stories.values() for milestone in story.milestones]
    exported = [each.milestone async for each in store.history.export()]
    assert sorted(map(repr, exported)) == sorted(repr(_kept(each)) for each in everything)
    timelines = [
        each.milestone
        for company in ("xiaomi", "byd")
        for each in await store.history.timeline(company)
    ]
    assert sorted(map(repr, timelines)) == sorted(map(repr, exported))
    source = await store.visits.source(DAILY.id)
    assert source is not None
    assert source.memory == ({"round\ud800": str(len(rounds) - 1)} if rounds else {})
    await store.close()


def _grown(before: Story | None, each: Round, fresh: Sequence[Item], at: datetime) -> Story:
    """The story after a visit: what the fresh items said before goes."""
    ids = [item.id for item in fresh]
    old_items = before.items if before else ()
    old = [one for one in (before.milestones if before else ()) if one.item not in ids]
    new = [
        replace(milestone, item=item.id)
        for item, told in zip(fresh, each.told, strict=False)
        for milestone in told
    ]
    return Story(
        id=each.story,
        revision=(before.revision if before else 0) + 1,
        companies=("xiaomi", "byd"),
        title=fresh[0].title if fresh else "",
        gist=fresh[0].text if fresh else "",
        items=tuple(dict.fromkeys((*old_items, *ids))),
        milestones=(*old, *new),
        first_seen=before.first_seen if before else at,
        last_seen=at,
        changes=tuple(
            Change(revision=2, kind=ChangeKind.SLIP, milestone=one, before=other)
            for one, other in zip(new, old, strict=False)
        ),
        denials=tuple(
            Denial(company=one.company, kind=one.kind, evidence=f"{n} {one.evidence}", item=ids[0])
            for n, one in enumerate(new)
        ),
        joins=tuple(Join(item=id_, at=at, points=1.5, why=each.story) for id_ in ids),
    )


def _kept(value: T) -> T:
    """The same value with every text as a database gives it back."""
    kept: Any = value
    if isinstance(value, str) and not isinstance(value, Enum):
        kept = keepable(value)
    elif isinstance(value, tuple):
        kept = tuple(_kept(each) for each in value)
    elif is_dataclass(value) and not isinstance(value, type):
        kept = replace(
            value, **{f.name: _kept(getattr(value, f.name)) for f in fields(value) if f.init}
        )
    if isinstance(value, Milestone):
        kept = replace(kept, support=value.support)  # JSON
    return kept  # type: ignore[no-any-return] # of the type it came in


@given(item=ITEMS)
def test_a_kept_item_has_the_id_and_the_content_of_the_given_one(item: Item) -> None:
    assert (_kept(item).id, _kept(item).content) == (item.id, item.content)


@given(parts=st.lists(TEXTS.filter(lambda text: "\x1f" not in text), min_size=1, max_size=4))
def test_a_digest_is_short_and_stable(parts: list[str]) -> None:
    assert digest(*parts) == digest(*map(keepable, parts))
    assert len(digest(*parts)) == 20


@given(text=TEXTS)
def test_what_is_keepable_stays_as_it_is(text: str) -> None:
    once = keepable(text)

    assert keepable(once) == once
    assert "\x00" not in once
    once.encode()
    assert len(once) == len(text)


def test_a_span_of_decimals_and_dates_comes_back_exactly() -> None:
    far = Milestone(
        company="xiaomi",
        kind=Kind.INVESTMENT,
        phase=Phase.PLANNED,
        certainty=Certainty.REPORTED,
        evidence="ten years",
        headline=True,
        when=Span(start=date.min, end=date.max),
        amount=Money(value=Decimal("1.10E+10"), currency="CNY"),
        quantity=Quantity(value=Decimal("-0.00"), unit=Unit.GWH),
    )
    told = Item(
        source=DAILY.id,
        key="k",
        url="",
        title="",
        text="",
        seen=datetime.max.replace(tzinfo=UTC) - timedelta(days=1),
        claims=(far,),
    )

    async def kept() -> Item | None:
        store = Store(await SqliteEngine.open(":memory:"))
        await store.migrate()
        await store.watchlist.add_source(DAILY, audit=audit())
        await store.visits.record(
            Visit(source=DAILY.id, at=NOW, next_at=NOW, memory={}, items=(told,))
        )
        found = await store.visits.item(told.id)
        await store.close()
        return found

    back = asyncio.run(kept())

    assert back == told
    assert back is not None
    assert repr(back.claims) == repr(told.claims)  # equal decimals may differ in their digits
