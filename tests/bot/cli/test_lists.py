"""A watchlist brought in and taken out on the command line."""

import asyncio
from pathlib import Path

import pytest

from bot.app import open_store
from bot.cli import DONE, FAILED, USAGE, main
from bot.config import Config
from storage.engine import StoreError
from storage.watchlist import Watchlist

GOOD = '<outline text="Feed {n}" type="rss" xmlUrl="https://s{n}.example/feed"/>'
BAD = (
    '<outline text="A & B" type="rss" xmlUrl="https://s{n}.example/feed"/>',
    '<outline text="Feed {n}" type="rss"/>',
    '<outline text="Feed {n}" xmlUrl="ftp://s{n}.example/feed"/>',
    '<outline text="Feed {n}" xmlUrl="https://s{n}.example/feed/>',
)
BROKEN = frozenset(range(20, 2001, 20))  # 5 % of the lines


@pytest.fixture
def big(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An OPML of 2,000 outlines, each on a line of its own from line 2 on."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVWATCH_CONFIG", raising=False)
    config = 'database = "db/evwatch.db"\n[[sources]]\nurl = "https://s1.example/feed"\n'
    Path("evwatch.toml").write_text(config, encoding="utf-8")
    lines = [(BAD[n // 20 % len(BAD)] if n in BROKEN else GOOD).format(n=n) for n in range(1, 2001)]
    text = "\n".join(['<opml version="2.0"><body>', *lines, "</body></opml>"])
    Path("big.opml").write_text(text, encoding="utf-8")
    return "big.opml"


def watched() -> int:
    async def count() -> int:
        async with open_store(Config(database=Path("db/evwatch.db"))) as store:
            return sum(not each.managed for each in await store.watchlist.watches("local"))

    return asyncio.run(count())


def test_a_dry_run_names_each_broken_line_and_changes_nothing(
    big: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", big, "--dry-run"]) == FAILED

    said = capsys.readouterr().out
    red = {int(line.split()[0]) for line in said.splitlines() if ": <outline" in line}
    assert red == {n + 1 for n in BROKEN}
    assert "1899 new, 0 differ" in said
    assert "1 of the configuration file, left alone" in said
    assert "100 not readable; nothing was changed (dry run)." in said
    assert watched() == 0


def test_an_import_is_whole_twice_is_once_and_its_export_changes_nothing(
    big: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", big]) == FAILED
    assert watched() == 1899
    main(["import", big])
    assert "0 new, 0 differ" in capsys.readouterr().out
    for form in ("opml", "csv", "toml", "yaml"):
        assert main(["export", "--format", form]) == DONE
        Path("again").write_text(capsys.readouterr().out, encoding="utf-8")
        assert main(["import", "again"]) == DONE
        assert "0 new, 0 differ and stay as they are, 1899 the same" in capsys.readouterr().out


def test_an_import_that_is_stopped_in_between_adds_nothing(
    big: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, calls = Watchlist.add_source, []

    async def failing(self: Watchlist, *values: object, **more: object) -> bool:
        calls.append(1)
        if len(calls) > 1000:
            raise StoreError("the disk is full")
        return await add(self, *values, **more)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(Watchlist, "add_source", failing)
    main(["import", big])

    assert len(calls) == 1001
    assert watched() == 0


def test_what_is_no_list_is_refused(big: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(big).write_text("<!DOCTYPE opml><opml/>", encoding="utf-8")

    assert main(["import", big]) == USAGE
    assert "hostile" in capsys.readouterr().err
