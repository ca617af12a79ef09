"""Tokens at rest: readable with the key alone, and only where they belong."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from storage.engine import StoreError
from storage.sqlite import SqliteEngine
from storage.store import Store
from storage.vault import Vault, cipher
from tests.fakes_storage import NOW

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
TOKEN = "xoxb-very-secret-1234567890"


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def opened(engine: SqliteEngine, key: str) -> Vault:
    return Vault(engine, cipher(key), clock=lambda: NOW)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[SqliteEngine]:
    engine = await SqliteEngine.open(tmp_path / "evwatch.db")
    await Store(engine).migrate()
    yield engine
    await engine.close()


async def test_a_secret_comes_back_and_is_replaced_and_erased(engine: SqliteEngine) -> None:
    vault = opened(engine, KEY)
    await vault.put("slack", "T1", "old")
    await vault.put("slack", "T1", TOKEN)
    await vault.put("slack", "T2", "other")

    assert await vault.get("slack", "T1") == TOKEN
    assert await vault.get("discord", "T1") is None
    assert await vault.workspaces("slack") == ["T1", "T2"]
    assert await vault.kept_at("slack", "T1") == NOW
    await vault.erase("slack", "T1")
    await vault.erase("slack", "T1")
    assert await vault.get("slack", "T1") is None
    assert await vault.kept_at("slack", "T1") is None


async def test_no_file_of_the_database_holds_it_in_clear(
    engine: SqliteEngine, tmp_path: Path
) -> None:
    await opened(engine, KEY).put("slack", "T1", TOKEN)

    kept = b"".join(path.read_bytes() for path in files(tmp_path))
    assert b"T1" in kept
    assert TOKEN.encode() not in kept


async def test_another_key_tells_what_to_do_and_not_the_secret(engine: SqliteEngine) -> None:
    await opened(engine, KEY).put("slack", "T1", TOKEN)

    with pytest.raises(StoreError, match="under another key") as caught:
        await opened(engine, OTHER).get("slack", "T1")

    assert TOKEN not in str(caught.value)


async def test_an_old_key_behind_the_new_one_still_reads(engine: SqliteEngine) -> None:
    await opened(engine, KEY).put("slack", "T1", TOKEN)

    assert await opened(engine, f"{OTHER}, {KEY}").get("slack", "T1") == TOKEN


async def test_a_row_moved_to_another_workspace_opens_nothing(engine: SqliteEngine) -> None:
    vault = opened(engine, KEY)
    await vault.put("slack", "T1", TOKEN)
    async with engine.transaction() as transaction:
        await transaction.execute("UPDATE secrets SET workspace = 'T2'")

    with pytest.raises(StoreError):
        await vault.get("slack", "T2")


@pytest.mark.parametrize(
    "key", ["", "short", KEY[:-4], f"{KEY},oops"], ids=["none", "short", "cut", "one that is bad"]
)
def test_a_key_that_is_none_is_told_without_repeating_it(key: str) -> None:
    with pytest.raises(ValueError, match="openssl rand") as caught:
        cipher(key)

    assert KEY[:20] not in str(caught.value)


def test_the_key_that_openssl_prints_will_do() -> None:
    assert cipher("+/" + "A" * 41 + "=")
