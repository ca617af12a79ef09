"""What a shell is told: each difference a line, and what could not be read with its reason."""

from datetime import UTC, datetime

import pytest

from bot.cli.console import show_difference, show_differences
from bot.reprocess import Difference
from storage.records import Item

ITEM = Item(
    source="s", key="k", url="https://example.org/1", title="NIO\x1b[2J opens", text="", seen=datetime(2024, 5, 1, tzinfo=UTC)
)  # fmt: skip


def test_what_could_not_be_read_anew_is_named_and_not_counted_as_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    unread = Difference(item=ITEM, gone=(), new=(), fault="it took longer than 10 seconds")

    show_difference(unread)
    show_differences(3, [unread], dry_run=False)

    told = capsys.readouterr().out
    assert "left as it was: it took longer than 10 seconds" in told
    assert "2 items read anew: 0 differ" in told
    assert "1 could not be read and were left as they were." in told
    assert "\x1b[2J" not in told
