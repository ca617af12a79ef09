"""The port to kept secrets: the token of each workspace that installed the bot."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class VaultError(Exception):
    """The secrets cannot be read or kept; the text names the remedy and never a secret."""


class Vault(Protocol):
    """Secrets by platform and workspace, encrypted wherever they are kept."""

    async def put(self, platform: str, workspace: str, secret: str) -> None:
        """Keep a secret in place of the one before. Raises `VaultError`."""
        ...

    async def get(self, platform: str, workspace: str) -> str | None:
        """The secret, or None. Raises `VaultError`, as when the key is another one."""
        ...

    async def kept_at(self, platform: str, workspace: str) -> datetime | None:
        """When the secret was kept, or None. Raises `VaultError`."""
        ...

    async def erase(self, platform: str, workspace: str) -> None:
        """Forget the secret; none is fine."""
        ...

    async def workspaces(self, platform: str) -> Sequence[str]:
        """The workspaces that have a secret."""
        ...
