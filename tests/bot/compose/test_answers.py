from datetime import timedelta

from bot.compose import answers
from bot.compose.plain import lines
from storage.records import Item
from tests.fakes_words import NOW, item


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
                    found="",
                    now=NOW,
                    language="en",
                ),
            )
        )
    )
