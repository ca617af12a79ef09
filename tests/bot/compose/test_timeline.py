from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.document import Button, Buttons, Document, Fact, Facts
from bot.catalogue import load
from bot.commands.grammar import parse
from bot.compose import timeline
from bot.compose.coverage import Coverage
from bot.compose.entries import entries
from bot.compose.filters import Filter
from bot.compose.plain import lines, text
from storage.records import Certainty, Kind, Phase, Span, Telling
from tests.fakes_pages import PAGES
from tests.fakes_words import NOW, step, telling, vehicles, xiaomi_steps

XIAOMI = load().companies["xiaomi"]
MARCH = datetime(2023, 3, 1, tzinfo=UTC)
WATCHED = Coverage(watched=True, since=MARCH, has_source=True)
NOTHING = Filter()


def look_up(
    tellings: list[Telling],
    *,
    coverage: Coverage = WATCHED,
    only: Filter = NOTHING,
    page: int = 1,
    now: datetime = NOW,
    language: str = "en",
) -> Document:
    return timeline(
        XIAOMI,
        tellings,
        coverage=coverage,
        pages=replace(PAGES, number=page),
        now=now,
        only=only,
        language=language,
    )


def test_each_step_is_told_once_with_its_newest_state_who_tells_it_and_what_it_was() -> None:
    tellings = [
        telling(
            step(Kind.APPROVAL, Phase.PLANNED, agency="NDRC", item="old"), MARCH, outlet="Wire"
        ),
        *[telling(each) for each in xiaomi_steps("new")],
    ]

    document = look_up(tellings)

    assert lines(document) == (
        "Xiaomi: 5 steps",
        (
            "  - Approval · NDRC [done, reported]: EV production · was planned"
            " · Gazette <https://gazette.example/a> · Wire <https://gazette.example/a>"
            " · 25 Aug 2023"
        ),
        (
            "  - Investment [planned, official] 2023–2033: $10 bn"
            " · Gazette <https://gazette.example/a> · 25 Aug 2023"
        ),
        "  - Approval · MIIT [pending, reported]: Gazette <https://gazette.example/a> · 25 Aug 2023",
        (
            "  - Production [planned, official] H1 2024:"
            " Gazette <https://gazette.example/a> · 25 Aug 2023"
        ),
        (
            "  - Registration · MIIT [done, reported] 2 Aug 2023: xiaomiev.com"
            " · Gazette <https://gazette.example/a> · 25 Aug 2023"
        ),
    )  # fmt: skip


def test_an_old_step_that_is_recalled_today_does_not_come_first() -> None:
    founded = step(Kind.COMPANY_SETUP, when="2021-03-30", headline=False, item="new")
    fresh = step(Kind.LAUNCH, subject="SU7", item="new")

    steps = entries((telling(founded), telling(fresh)))

    assert [entry.best.kind for entry in steps] == [Kind.LAUNCH, Kind.COMPANY_SETUP]


def test_what_was_filed_lately_comes_before_what_was_done_before_that() -> None:
    asked = step(Kind.APPROVAL, Phase.PENDING, agency="MIIT", item="a")
    filed = replace(asked, when=Span(start=NOW.date(), end=NOW.date()), item="b")
    done = step(Kind.APPROVAL, agency="NDRC", item="c")
    told = [telling(asked, MARCH), telling(done, MARCH), telling(filed, NOW)]

    first, second = entries(tuple(told))

    assert (first.best.agency, first.when) == ("MIIT", NOW.date())
    assert second.best.agency == "NDRC"


def test_what_is_filed_for_a_day_ahead_stands_at_the_day_on_which_that_was_told() -> None:
    ahead = (NOW + timedelta(days=90)).date()
    filed = step(Kind.APPROVAL, Phase.PENDING, agency="MIIT", when=f"{ahead}")

    [entry] = entries((telling(filed, NOW),))

    assert entry.when == NOW.date()


def test_what_is_read_with_doubt_says_so() -> None:
    mentioned = step(Kind.FACTORY, headline=False, chance=0.5, item="a")
    news = step(Kind.LAUNCH, chance=0.75, item="b")

    rows = [line for line in lines(look_up([telling(mentioned), telling(news)])) if "[" in line]

    assert ["read with some doubt" in row for row in rows] == ["Factory" in row for row in rows]
    assert "解读存疑" in text(look_up([telling(mentioned)], language="zh"))


def test_a_plan_whose_time_has_passed_says_so() -> None:
    plan = telling(step(Kind.PRODUCTION, Phase.PLANNED, when="2024-01-01/2024-06-30"))

    before = look_up([plan], now=datetime(2024, 6, 30, tzinfo=UTC))
    after = look_up([plan], now=datetime(2024, 7, 1, tzinfo=UTC))

    assert "overdue" not in text(before)
    assert "overdue" in text(after)


@pytest.mark.parametrize(
    ("kind", "phase", "when"),
    [
        (Kind.APPROVAL, Phase.PENDING, "2023-08-02"),
        (Kind.INVESTMENT, Phase.PLANNED, "2023-08-02"),
        (Kind.LAUNCH, Phase.DONE, "2023-08-02"),
        (Kind.LAUNCH, Phase.CANCELLED, "2023-08-02"),
        (Kind.LAUNCH, Phase.PLANNED, "2023-08-25"),
    ],
)
def test_what_is_not_overdue(kind: Kind, phase: Phase, when: str) -> None:
    document = look_up([telling(step(kind, phase, when=when))])

    assert "overdue" not in text(document)


class TestAFilter:
    def test_asks_for_the_newest_state_not_for_what_once_was(self) -> None:
        tellings = [
            telling(step(Kind.LAUNCH, Phase.PLANNED, subject="SU7", item="old"), MARCH),
            telling(step(Kind.LAUNCH, Phase.DONE, subject="SU7", item="new")),
        ]

        planned = look_up(tellings, only=Filter(phases=(Phase.PLANNED,)))

        assert not _labels(planned)

    def test_takes_several_kinds_and_says_what_it_left_out(self) -> None:
        document = look_up(
            [telling(each) for each in xiaomi_steps("a")],
            only=Filter(kinds=(Kind.INVESTMENT, Kind.PRODUCTION), phases=(Phase.PLANNED,)),
        )

        assert _labels(document) == ["Investment", "Production"]
        assert "Only: Investment, Production, planned" in text(document)

    def test_since_counts_the_last_day_of_a_dated_step_and_else_the_telling(self) -> None:
        tellings = [telling(each) for each in xiaomi_steps("a")]

        later = look_up(tellings, only=Filter(since=date(2023, 8, 3)))

        assert "Registration · MIIT" not in _labels(later)
        assert "Approval · NDRC" in _labels(later)
        assert "Only: since 3 Aug 2023" in text(later)

    def test_that_nothing_fits_says_what_there_would_be(self) -> None:
        tellings = [telling(each) for each in xiaomi_steps("a")]

        document = look_up(tellings, only=Filter(kinds=(Kind.RECALL,)))

        assert lines(document) == (
            "No step of Xiaomi fits this filter; without it there would be 5 steps.",
            "Only: Recall",
            "The latest step: Approval · NDRC (done, reported), EV production.",
            "  → All steps: /milestones xiaomi",
        )

    def test_where_only_the_time_was_narrowed_the_title_alone_says_so(self) -> None:
        document = look_up([telling(step(when="2023-01-31"))], only=Filter(since=date(2023, 8, 3)))

        assert lines(document)[0] == "Nothing of Xiaomi since 3 Aug 2023."
        assert "Only:" not in text(document)


class TestHonestCoverage:
    def test_not_watched_says_how_to_watch(self) -> None:
        document = look_up([], coverage=Coverage(watched=False))

        assert lines(document) == (
            "Xiaomi is not watched here.",
            "To watch it, type /evwatch add xiaomi",
            "  → Watch Xiaomi: /evwatch add xiaomi",
        )

    def test_not_watched_but_told_by_others_shows_both(self) -> None:
        document = look_up([telling(step())], coverage=Coverage(watched=False))

        assert "Xiaomi is not watched here; this is what other texts told of it." in text(document)
        assert _labels(document) == ["Delivery"]

    def test_watched_and_nothing_so_far_says_since_when(self) -> None:
        document = look_up([])

        assert lines(document) == (
            "Watched since 1 Mar 2023; no step of Xiaomi has been told so far.",
        )

    def test_watched_for_nobody_knows_how_long(self) -> None:
        document = look_up([], coverage=Coverage(watched=True, has_source=True))

        assert lines(document) == ("Xiaomi is watched; no step has been told so far.",)

    def test_nothing_since_a_day(self) -> None:
        document = look_up([telling(step(when="2023-08-02"))], only=Filter(since=date(2023, 8, 20)))

        assert lines(document)[0] == "Nothing of Xiaomi since 20 Aug 2023."

    def test_sources_that_fail_are_named_with_the_day(self) -> None:
        silent = (("Wire", MARCH), ("Gazette", NOW), ("A", NOW), ("B", NOW))

        document = look_up(
            [telling(step())],
            coverage=Coverage(watched=True, has_source=True, sources=6, silent=silent),
        )

        assert lines(document)[-1] == (
            "⚠ 4 of 6 sources silent or failing since 1 Mar 2023: Wire, Gazette, A, and 1 more. "
            "Steps told there since are missing here."
        )

    def test_sources_that_never_answered(self) -> None:
        document = look_up(
            [],
            coverage=Coverage(watched=True, has_source=True, sources=1, silent=(("Wire", None),)),
        )

        assert "⚠ 1 of 1 source never answered: Wire." in text(document)

    def test_no_source_at_all(self) -> None:
        document = look_up([], coverage=Coverage(watched=True, since=MARCH))

        assert "No source is watched that could tell of it" in text(document)

    @pytest.mark.parametrize(
        ("until", "said"),
        [
            (NOW + timedelta(days=3), "⚠ Xiaomi is paused here until 28 Aug 2023, 12:00 UTC."),
            (datetime.max.replace(tzinfo=UTC), "⚠ Xiaomi is paused here until resumed."),
        ],
    )
    def test_a_pause_is_told_with_its_end(self, until: datetime, said: str) -> None:
        document = look_up(
            [], coverage=Coverage(watched=True, since=MARCH, has_source=True, paused_until=until)
        )

        assert said in lines(document)


class TestPages:
    DELIVERIES = tuple(
        telling(
            step(
                when=f"20{10 + month // 12}-{month % 12 + 1:02d}-01",
                quantity=vehicles(1000 + 37 * month),
                item=f"item-{month}",
                certainty=Certainty.OFFICIAL,
            )
        )
        for month in range(25)
    )

    def test_turn_with_buttons_that_are_commands(self) -> None:
        pages = [look_up([*self.DELIVERIES], page=page) for page in (1, 2, 3)]

        labels = [[button.label for button in _buttons(page)] for page in pages]

        assert labels == [["Older"], ["Newer", "Older"], ["Newer"]]
        assert all(parse(button.command) for page in pages for button in _buttons(page))

    def test_together_show_every_step_once(self) -> None:
        pages = [look_up([*self.DELIVERIES], page=page) for page in (1, 2, 3)]

        whens = [row.when for page in pages for row in _rows(page)]

        assert [len(_rows(page)) for page in pages] == [10, 10, 5]
        assert len(set(whens)) == 25
        assert whens[0] == "1 Jan 2012"
        assert whens[-1] == "1 Jan 2010"

    @pytest.mark.parametrize("page", [0, -3, 4, 999])
    def test_beyond_the_ends_are_the_ends(self, page: int) -> None:
        document = look_up([*self.DELIVERIES], page=page)

        assert f"Page {1 if page < 1 else 3} of 3" in lines(document)


def test_the_order_of_the_tellings_changes_no_step() -> None:
    tellings = [
        *[telling(each) for each in xiaomi_steps("a")],
        telling(step(Kind.APPROVAL, Phase.PLANNED, agency="NDRC", item="old"), MARCH, outlet="Wire"),
    ]  # fmt: skip

    assert set(_rows(look_up(tellings))) == set(_rows(look_up(tellings[::-1])))


def test_chinese_has_chinese_words() -> None:
    document = look_up([], coverage=Coverage(watched=False), language="zh")

    assert lines(document)[0] == "这里没有关注小米。"


def _rows(document: Document) -> list[Fact]:
    return [row for part in document.parts if isinstance(part, Facts) for row in part.rows]


def _labels(document: Document) -> list[str]:
    return [row.label for part in document.parts if isinstance(part, Facts) for row in part.rows]


def _buttons(document: Document) -> list[Button]:
    return [b for part in document.parts if isinstance(part, Buttons) for b in part.items]
