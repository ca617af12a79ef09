"""The commands that need the configuration and the store."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import open_store
from bot.cli import CONFIG, DONE, FAILED, STORE, USAGE, main
from bot.config import Config
from storage.records import Certainty, Item, Kind, Milestone, Phase, Story
from storage.sources import Actor, Audit, Source, SourceKind, Visit

AT = datetime(2023, 9, 1, 12, tzinfo=UTC)
EVIDENCE = "NIO delivered 19,329 vehicles in August."


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration in an empty folder, which is also the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EVWATCH_CONFIG", raising=False)
    path = tmp_path / "evwatch.toml"
    path.write_text('database = "db/evwatch.db"\ncompanies = ["nio"]\n', encoding="utf-8")
    return path


async def kept(folder: Path) -> None:
    """One NIO story in the database."""
    source = Source(id="s", kind=SourceKind.FEED, url="https://example.org/feed", title="Outlet")
    item = Item(source="s", key="k", url="https://example.org/1", title="T", text="x", seen=AT)
    milestone = Milestone(
        company="nio",
        kind=Kind.DELIVERY,
        phase=Phase.DONE,
        certainty=Certainty.OFFICIAL,
        evidence=EVIDENCE,
        headline=True,
        item=item.id,
    )
    story = Story(
        id="story",
        revision=1,
        companies=("nio",),
        title="NIO delivers",
        gist=EVIDENCE,
        items=(item.id,),
        milestones=(milestone,),
        first_seen=AT,
        last_seen=AT,
    )
    actor = Actor(platform="local", workspace="local", channel="general", user="you")
    async with open_store(Config(database=folder / "db" / "evwatch.db")) as store:
        await store.watchlist.add_source(source, audit=Audit(at=AT, actor=actor, command="add"))
        await store.visits.record(
            Visit(source="s", at=AT, next_at=AT, memory={}, items=(item,), stories=(story,))
        )


@pytest.mark.usefixtures("config")
def test_check_says_that_a_good_configuration_is_good(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == DONE
    assert "good" in capsys.readouterr().out


def test_check_lists_all_faults(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.write_text('companies = ["nobody"]\n[web]\nhost = "0.0.0.0"\n', encoding="utf-8")

    assert main(["check"]) == CONFIG

    err = capsys.readouterr().err
    assert "companies.0" in err
    assert "web.host" in err


def test_a_config_that_is_named_must_exist(config: Path) -> None:
    assert main(["--config", str(config.with_name("other.toml")), "check"]) == CONFIG


@pytest.mark.usefixtures("config")
def test_migrate_makes_the_database_and_twice_is_harmless(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["migrate"]) == DONE
    assert main(["migrate"]) == DONE
    assert (tmp_path / "db" / "evwatch.db").exists()
    assert "up to date" in capsys.readouterr().out


def test_a_file_that_is_no_database_is_told(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = config.parent / "db" / "evwatch.db"
    broken.parent.mkdir()
    broken.write_bytes(b"this is not a database, whatever its name says" * 100)

    assert main(["migrate"]) == STORE
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.usefixtures("config")
def test_milestones_export_and_backup_tell_what_is_kept(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asyncio.run(kept(tmp_path))

    assert main(["milestones", "蔚来", "--json"]) == DONE
    (row,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert row["evidence"] == EVIDENCE
    assert row["outlet"] == "Outlet"

    assert main(["export"]) == DONE
    assert json.loads(capsys.readouterr().out) == row

    assert main(["milestones", "nio"]) == DONE
    assert "NIO" in capsys.readouterr().out

    assert main(["backup", str(tmp_path / "copy.db")]) == DONE
    assert main(["backup", str(tmp_path / "copy.db")]) == USAGE


@pytest.mark.usefixtures("config")
def test_an_unknown_company_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["milestones", "nobody-at-all", "--json"]) == FAILED
    assert main(["milestones", "nobody-at-all"]) == FAILED
    assert "nobody-at-all" in capsys.readouterr().err


@pytest.mark.usefixtures("config")
def test_a_visit_of_an_address_that_is_refused_fails_in_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["visit", "http://127.0.0.1:1/feed"]) == FAILED
    assert capsys.readouterr().out.strip()


def test_reprocess_shows_what_is_read_otherwise_and_a_dry_run_changes_nothing(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(kept(config.parent))

    assert main(["reprocess", "--dry-run"]) == DONE
    dry = capsys.readouterr().out
    assert main(["reprocess"]) == DONE
    wet = capsys.readouterr().out
    assert main(["reprocess"]) == DONE
    again = capsys.readouterr().out

    assert EVIDENCE in dry
    assert "1 items read anew: 1 differ, 1 milestones gone, 0 new" in dry
    assert "nothing was changed" in dry
    assert "nothing was alerted" in wet
    assert "1 items read anew: 0 differ" in again


@pytest.mark.parametrize("command", ["migrate", "export", "milestones nio", "doctor", "run"])
def test_a_folder_that_cannot_be_made_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    config.write_text('database = "evwatch.toml/db/evwatch.db"\n', encoding="utf-8")

    assert main(command.split()) == STORE
    err = capsys.readouterr().err
    assert "the folder evwatch.toml/db cannot be made: Not a directory" in err
    assert "Traceback" not in err


def test_a_demo_says_that_its_folder_cannot_be_made(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", "--folder", str(config)]) == STORE
    assert f"the folder {config} cannot be made: File exists" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["65536", "-1", "abc", "８３", ""])
def test_a_demo_says_what_a_port_is(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--serve", f"--port={port}"])

    assert ended.value.code == USAGE
    assert f"{port!r} is no port; write a number from 0 to 65535" in capsys.readouterr().err


def test_a_backup_names_the_folder_that_is_not_there(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = config.parent / "nowhere"

    assert main(["backup", str(folder / "copy.db")]) == USAGE
    assert f"{folder} is no folder" in capsys.readouterr().err


def test_check_says_that_there_is_no_file(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config.unlink()

    assert main(["check"]) == DONE
    assert "There is no evwatch.toml here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"x = [", "no TOML: "), (b"\xff\xfe", "not UTF-8"), (None, "Is a directory")],
)
def test_a_config_that_cannot_be_read_is_told(
    config: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    config.unlink()
    if content is None:
        config.mkdir()
    else:
        config.write_bytes(content)

    assert main(["--config", str(config), "check"]) == CONFIG
    assert f"{config}: {said}" in capsys.readouterr().err
