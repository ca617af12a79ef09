"""Secrets of workspaces at rest: encrypted with the operator's key, each bound to its place.

Fits the port `adapters.vault.Vault` without knowing it, but for the error: `StoreError`.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from storage import rows
from storage.engine import Engine, StoreError

PUT: Final = """
    INSERT INTO secrets (platform, workspace, secret, at)
    VALUES (:platform, :workspace, :secret, :at)
    ON CONFLICT (platform, workspace) DO UPDATE SET secret = excluded.secret, at = excluded.at"""

GET: Final = "SELECT secret FROM secrets WHERE platform = :platform AND workspace = :workspace"

KEPT_AT: Final = "SELECT at FROM secrets WHERE platform = :platform AND workspace = :workspace"

ERASE: Final = "DELETE FROM secrets WHERE platform = :platform AND workspace = :workspace"

WORKSPACES: Final = """
    SELECT workspace FROM secrets WHERE platform = :platform ORDER BY workspace"""

_BETWEEN: Final = "\x1f"


def cipher(keys: str) -> MultiFernet:
    """The cipher of one key or several between commas: the first encrypts, all decrypt.

    A key is 32 random bytes in base64, as `openssl rand -base64 32` prints them. Raises
    `ValueError`, which repeats no key, for anything else.
    """
    spelled = [key.strip().replace("+", "-").replace("/", "_") for key in keys.split(",")]
    try:
        return MultiFernet([Fernet(key) for key in spelled])
    except ValueError:
        raise ValueError("not 32 bytes in base64: make one with openssl rand -base64 32") from None


class Vault:
    """Secrets by platform and workspace. What is read under another key is a `StoreError`."""

    def __init__(
        self, engine: Engine, cipher: MultiFernet, *, clock: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock

    async def put(self, platform: str, workspace: str, secret: str) -> None:
        """Keep a secret in place of the one before."""
        # The place is in the text: a row that is moved to another workspace opens nothing there.
        bound = _BETWEEN.join((platform, workspace, secret))
        async with self._engine.transaction() as transaction:
            await transaction.execute(
                PUT,
                platform=platform,
                workspace=workspace,
                secret=self._cipher.encrypt(bound.encode()).decode(),
                at=rows.stamp(self._clock()),
            )

    async def get(self, platform: str, workspace: str) -> str | None:
        """The secret, or None."""
        found = await self._engine.fetch(GET, platform=platform, workspace=workspace)
        if not found:
            return None
        try:
            bound = self._cipher.decrypt(rows.text_of(found[0], "secret")).decode()
        except InvalidToken:
            bound = ""
        place, _, secret = bound.rpartition(_BETWEEN)
        if place != _BETWEEN.join((platform, workspace)):
            raise StoreError(
                f"the token of {platform} {workspace} was kept under another key: "
                "add the old key behind the new one, or install the bot there again"
            )
        return secret

    async def kept_at(self, platform: str, workspace: str) -> datetime | None:
        """When the secret was kept, or None; under whichever key."""
        found = await self._engine.fetch(KEPT_AT, platform=platform, workspace=workspace)
        return rows.time_or_none(rows.text_of(found[0], "at")) if found else None

    async def erase(self, platform: str, workspace: str) -> None:
        """Forget the secret; none is fine."""
        async with self._engine.transaction() as transaction:
            await transaction.execute(ERASE, platform=platform, workspace=workspace)

    async def workspaces(self, platform: str) -> Sequence[str]:
        """The workspaces that have a secret."""
        found = await self._engine.fetch(WORKSPACES, platform=platform)
        return [rows.text_of(row, "workspace") for row in found]
