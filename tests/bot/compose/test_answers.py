from datetime import UTC, datetime, timedelta

from adapters.chat import Health
from bot.catalogue import load
from bot.compose import answers
from bot.compose.plain import lines, text
from storage.channels import DeliveryState
from storage.records import Item
from storage.sources import Source, SourceKind, SourceState, SourceStatus, Watch
from tests.fakes_words import NOW, item

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
    document = answers.status(
        [
            state("Well", SourceState.OK),
            state("Rest", SourceState.PAUSED),
            state("Ill", SourceState.FAILING, fault="404 at https://example.org/?key=hush"),
        ],
        {DeliveryState.WAITING: 2, DeliveryState.PARKED: 1, DeliveryState.SENT: 0},
        platforms={"local": Health(ok=True), "slack": Health(ok=False, reason="bad token")},
        now=NOW,
        language="en",
    )

    assert lines(document) == (
        "Status: 1 of 3 sources failing.",
        (
            "  - Ill [failing]: 404 at https://example.org/?key=… · last success 3 h ago"
            " · last new item never · next try now"
        ),
        "  - Well [ok]: last success 3 h ago · last new item never · next try now",
        "  - Rest [paused]: last success 3 h ago · last new item never",
        "  - Local [ok]",
        "  - Slack [failing]: bad token",
        "  - Deliveries: 2 waiting, 1 parked",
    )  # fmt: skip
    assert document.tone == "warning"


def test_a_long_list_says_how_much_more_there_is() -> None:
    many = [state(f"S{n}", SourceState.OK) for n in range(43)]

    document = answers.status(many, {}, platforms={}, now=NOW, language="en")

    assert "and 3 more" in lines(document)


def test_the_watchlist_marks_pauses_and_owners() -> None:
    watches = [
        Watch(workspace="home", company="xiaomi"),
        Watch(workspace="home", company="byd", paused_until=NOW + timedelta(days=2)),
        Watch(workspace="home", company="nio", paused_until=NOW - timedelta(days=2)),
        Watch(workspace="*", source=SOURCE, managed=True,
              paused_until=datetime.max.replace(tzinfo=UTC)),
    ]  # fmt: skip

    document = answers.watchlist(watches, None, catalogue=load(), now=NOW, language="en")

    assert lines(document) == (
        "Watchlist",
        "Companies (3)",
        "  - Xiaomi",
        "  - BYD: paused until 27 Aug 2023",
        "  - NIO",
        "Sources (1)",
        "  - Example: paused until resumed · configuration file · https://example.org/feed?key=…",
        "This channel",
        "This channel follows nothing.",
    )


def test_an_empty_watchlist_says_how_to_begin() -> None:
    document = answers.watchlist([], None, catalogue=load(), now=NOW, language="zh")

    assert "/evwatch add https://…" in text(document)


def test_a_preview_says_over_which_days_it_looked() -> None:
    items = [item("a", published=NOW - timedelta(days=9)), item("b", published=None)]

    assert "2 items of the last 10 days read: 0 alerts" in _previewed(items)
    assert "1 item read: 0 alerts" in _previewed(items[1:])
    assert "has no items now" in _previewed([])


def test_a_preview_counts_the_silent_ones_it_leaves_out() -> None:
    items = [item(f"{n}", title=f"Opinion {n}") for n in range(8)]

    told = _previewed(items)

    assert "Silent (8)" in told
    assert "and 3 more" in told


def _previewed(items: list[Item]) -> str:
    return "\n".join(
        lines(
            answers.note(
                "x",
                more=answers.preview(
                    "https://example.org/feed",
                    "Example",
                    items=items,
                    alerts=[],
                    silent=[(each, "no milestone") for each in items],
                    feed=None,
                    now=NOW,
                    language="en",
                ),
            )
        )
    )
