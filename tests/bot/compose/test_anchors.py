"""Pages stay as they are while news comes in: laws of paging."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.document import Button, Buttons, Document, Fact, Facts
from bot.catalogue import load
from bot.compose import anchors, timeline
from bot.compose.anchors import Anchor, Since
from bot.compose.coverage import Coverage
from bot.compose.entries import entries
from bot.compose.filters import ALL, Filter, fits
from storage.records import Certainty, Kind, Phase, Telling
from tests.fakes_pages import PAGES
from tests.fakes_words import NOW, step, telling, vehicles

XIAOMI = load().companies["xiaomi"]
DAY = date(2023, 1, 1)


@st.composite
def tellings(draw: st.DrawFn, most: int = 40) -> list[Telling]:
    """What is told of one company, each by an item of its own."""
    count = draw(st.integers(1, most))
    return [draw(_telling(f"item-{number}")) for number in range(count)]


@st.composite
def _telling(draw: st.DrawFn, item: str, *, seen: datetime = NOW) -> Telling:
    at = seen - timedelta(days=draw(st.integers(0, 300)))
    start = DAY + timedelta(days=draw(st.integers(0, 700)))
    milestone = step(
        draw(st.sampled_from([Kind.DELIVERY, Kind.LAUNCH, Kind.FACTORY, Kind.RECALL])),
        draw(st.sampled_from(list(Phase))),
        certainty=draw(st.sampled_from(list(Certainty))),
        when=draw(st.sampled_from([None, start.isoformat()])),
        subject=draw(st.sampled_from([None, "SU7", "YU7", "Beijing"])),
        quantity=vehicles(draw(st.integers(1, 10**6))) if draw(st.booleans()) else None,
        headline=draw(st.booleans()),
        evidence=f"It is said by {item}.",
        item=item,
    )
    return telling(milestone, at, story=item, seen=seen)


def page(told: Sequence[Telling], command: str, only: Filter = ALL) -> Document:
    """The page that a command asks for, of what is told by now."""
    key, _, anchor = command.rpartition(" ")[2].partition(":")
    pages = PAGES
    if key in {"older", "newer"}:
        pages = replace(PAGES, **{key: anchors.read(anchor)})  # type: ignore[arg-type] # one of the two
    coverage = Coverage(watched=True, has_source=True)
    return timeline(XIAOMI, told, coverage=coverage, pages=pages, now=NOW, only=only)


def rows(document: Document) -> list[Fact]:
    return [row for part in document.parts if isinstance(part, Facts) for row in part.rows]


def button(document: Document, label: str) -> str:
    found: list[Button] = [
        each for part in document.parts if isinstance(part, Buttons) for each in part.items
    ]
    return next((each.command for each in found if each.label == label), "")


@settings(deadline=None, max_examples=40)
@given(tellings())
def test_all_pages_together_show_every_step_once_in_order(told: list[Telling]) -> None:
    whole = timeline_of(told)
    shown, command = [], "/milestones xiaomi"
    while command:
        document = page(told, command)
        shown += rows(document)
        command = button(document, "Older")

    assert shown == whole


@settings(deadline=None, max_examples=40)
@given(tellings(), st.data())
def test_what_comes_in_between_shifts_no_page(told: list[Telling], data: st.DataObject) -> None:
    whole = timeline_of(told)
    document, later, shown, pages = page(told, ""), list(told), list[Fact](), list[list[Fact]]()
    while True:
        shown += rows(document)
        pages.append(rows(document))
        later += [
            data.draw(_telling(f"late-{len(later)}", seen=NOW + timedelta(minutes=len(later))))
            for _ in range(data.draw(st.integers(0, 2)))
        ]
        if not (command := button(document, "Older")):
            break
        document = page(later, command)

    assert shown == whole
    while command := button(document, "Newer"):
        document = page(later, command)
        pages.pop()
        assert rows(document) == pages[-1]
    assert len(pages) == 1
    if len(later) > len(told) and len(whole) > anchors.PAGE:
        assert button(document, "Newest") == "/milestones xiaomi"


def timeline_of(told: Sequence[Telling]) -> list[Fact]:
    """Every step in its order, on as many pages as it takes, by their numbers."""
    coverage = Coverage(watched=True, has_source=True)
    found: list[Fact] = []
    for number in range(1, 9):
        document = timeline(
            XIAOMI, told, coverage=coverage, pages=replace(PAGES, number=number), now=NOW
        )
        more = rows(document)
        if number > 1 and len(found) >= len(entries(tuple(told))):
            break
        found += more
    return found


@settings(deadline=None)
@given(
    tellings(20),
    st.builds(
        Filter,
        kinds=st.sets(st.sampled_from([Kind.DELIVERY, Kind.LAUNCH])).map(tuple),
        phases=st.sets(st.sampled_from(list(Phase)), max_size=2).map(tuple),
        certainties=st.sets(st.sampled_from(list(Certainty)), max_size=2).map(tuple),
        since=st.none() | st.dates(DAY, date(2024, 12, 31)),
        until=st.none() | st.dates(DAY, date(2024, 12, 31)),
        about=st.sampled_from([(), ("SU7",), ("yu7",), ("北京",), ("Beijing", "SU7")]),
    ).filter(lambda only: not (only.since and only.until) or only.since <= only.until),
)
def test_a_filter_shows_what_fits_and_leaves_out_what_does_not(
    told: list[Telling], only: Filter
) -> None:
    every = entries(tuple(told))
    kept = [entry for entry in every if fits(entry, only)]
    document = page(told, "", only)

    assert len(rows(document)) == min(len(kept), anchors.PAGE)
    for entry in every:
        best, is_kept = entry.best, entry in kept
        told_of = " ".join(f"{each.milestone.subject}" for each in entry.tellings)
        misses = [
            only.kinds and best.kind not in only.kinds,
            only.phases and best.phase not in only.phases,
            only.certainties and best.certainty not in only.certainties,
            only.since and entry.last < only.since,
            only.until and entry.first > only.until,
            any({"北京": "Beijing", "yu7": "YU7"}.get(w, w) not in told_of for w in only.about),
        ]
        assert is_kept != any(misses)


@given(
    st.integers(-(2**33), 2**33).map(lambda s: datetime.fromtimestamp(s, tz=UTC)),
    st.dates(),
    st.sampled_from([True, False]),
    st.integers(-16, 0),
    st.integers(0, 16**8 - 1),
)
def test_an_anchor_is_read_as_it_was_written(
    seen: datetime,
    day: date,
    is_news: object,
    rank: int,
    number: int,
) -> None:
    anchor = Anchor(seen=seen, place=(day.toordinal(), bool(is_news), rank, f"{number:08x}"))
    since = Since(seen=seen, told=seen, item=f"{number:08x}")

    assert anchors.read(str(anchor)) == anchor
    assert anchors.read_telling(str(since)) == since
    assert len(f"/milestones great-wall-motor older:{anchor}") < 100


@pytest.mark.parametrize(
    "text",
    ["", "x", "1-1-0", "1-1-01-zzzzzzzz", "zzzzzzzzzzzz-1-01-00000000", "~~-1-01-00000000", "1-1-1-1", "١-1-01-00000000"],
)  # fmt: skip
def test_what_is_no_anchor(text: str) -> None:
    assert anchors.read(text) is None
    assert anchors.read_telling(text) is None
