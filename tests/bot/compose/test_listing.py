from datetime import UTC, datetime, timedelta

from adapters.chat import Health
from bot.catalogue import load
from bot.compose import listing
from bot.compose.plain import lines, text
from storage.channels import DeliveryState
from storage.sources import Source, SourceKind, SourceState, SourceStatus, Watch
from tests.fakes_words import NOW


def turn(page: int) -> str:
    return f"/evwatch status page:{page}"


SOURCE = Source(id="1", kind=SourceKind.FEED, url="https://example.org/feed?key=1", title="Example")


def state(name: str, state_: SourceState, *, fault: str | None = None) -> SourceStatus:
    return SourceStatus(
        source=Source(id=name, kind=SourceKind.FEED, url="https://example.org/", title=name),
        state=state_,
        fault=fault,
        last_try=NOW,
        last_success=NOW - timedelta(hours=3),
        last_new=None,
        next_try=NOW - timedelta(minutes=1),
        items=3,
    )


def test_failing_sources_come_first_and_their_faults_hide_keys() -> None:
    document = listing.status(
        [
            state("Well", SourceState.OK),
            state("Rest", SourceState.PAUSED),
            state("Ill", SourceState.FAILING, fault="404 at https://example.org/?key=hush"),
        ],
        {DeliveryState.WAITING: 2, DeliveryState.PARKED: 1, DeliveryState.SENT: 0},
        platforms={"local": Health(ok=True), "slack": Health(ok=False, reason="bad token")},
        now=NOW,
        language="en",
        turn=turn,
    )

    assert lines(document) == (
        "Status: 1 of 3 sources failing.",
        "1 ok · 1 paused · 1 failing",
        "  - Local [ok]",
        "  - Slack [failing]: bad token",
        "  - Deliveries: 2 waiting, 1 parked",
        (
            "  - Ill [failing]: 404 at https://example.org/?key=… · last success 3 h ago"
            " · last new item never · next try now"
        ),
        "  - Rest [paused]: last success 3 h ago · last new item never",
        "  - Well [ok]: last success 3 h ago · last new item never · next try now",
    )  # fmt: skip
    assert document.tone == "warning"


def test_many_sources_come_page_by_page_each_once() -> None:
    many = [state(f"S{n:03}", SourceState.OK) for n in range(488)]
    ill = [state(f"I{n:02}", SourceState.FAILING, fault="404") for n in range(12)]
    pages = []
    for page in range(1, 52):
        document = listing.status(
            [*many, *ill], {}, platforms={}, now=NOW, language="en", turn=turn, page=page
        )
        pages.append([line.split()[1] for line in lines(document) if line.startswith("  - ")])
        assert len(lines(document)) < 20

    assert [len(page) for page in pages] == [11, 2, *[10] * 48, 8]
    assert pages[0][1:] + pages[1] == [each.source.title for each in ill]
    assert [name for page in pages[2:] for name in page] == [each.source.title for each in many]


def test_the_state_sums_up_first_where_all_is_well() -> None:
    many = [state(f"S{n:03}", SourceState.OK) for n in range(11)]

    document = listing.status(many, {}, platforms={}, now=NOW, language="en", turn=turn)

    assert lines(document)[:3] == (
        "Status: 11 sources, all well.",
        "  - Deliveries: none waiting",
        "Page 1 of 3",
    )
    assert "All sources: /evwatch status page:2" in lines(document)[3]


def test_a_page_behind_the_last_one_is_the_last_one() -> None:
    watches = [Watch(workspace="home", source=each.source) for each in
               (state(f"S{n:03}", SourceState.OK) for n in range(45))]  # fmt: skip
    states = {"S044": SourceState.STALE}

    document = listing.watchlist(
        watches, states, None, catalogue=load(), now=NOW, language="en", turn=turn, page=99
    )

    assert lines(document)[:3] == ("Watchlist", "Sources (45)", "  - S040: https://example.org/")
    assert "  - S044 [silent]: https://example.org/" in lines(document)
    assert "Page 3 of 3" in lines(document)


def test_the_watchlist_marks_pauses_and_owners() -> None:
    watches = [
        Watch(workspace="home", company="xiaomi"),
        Watch(workspace="home", company="byd", paused_until=NOW + timedelta(days=2)),
        Watch(workspace="home", company="nio", paused_until=NOW - timedelta(days=2)),
        Watch(workspace="*", source=SOURCE, managed=True,
              paused_until=datetime.max.replace(tzinfo=UTC)),
    ]  # fmt: skip

    document = listing.watchlist(
        watches, {}, None, turn=turn, catalogue=load(), now=NOW, language="en"
    )

    assert lines(document) == (
        "Watchlist",
        "Companies (3)",
        "  - BYD: paused until 27 Aug 2023, 12:00 UTC",
        "  - NIO",
        "  - Xiaomi",
        "Sources (1)",
        "  - Example: paused until resumed · configuration file · https://example.org/feed?key=…",
        "This channel",
        "This channel follows nothing.",
    )


def test_an_empty_watchlist_says_how_to_begin() -> None:
    document = listing.watchlist([], {}, None, turn=turn, catalogue=load(), now=NOW, language="zh")

    assert "/evwatch add https://…" in text(document)
