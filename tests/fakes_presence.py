"""Who came and went, as platforms told it."""

import asyncio


class FakePresence:
    """Remembers who came and went, in their order."""

    def __init__(self) -> None:
        self.known: dict[str, bool] = {}
        self.told: list[tuple[str, str, str]] = []
        self._came = asyncio.Condition()

    async def left(self, platform: str, workspace: str) -> None:
        await self._keep("left", platform, workspace)

    async def joined(self, platform: str, workspace: str) -> None:
        await self._keep("joined", platform, workspace)

    async def roll(self, _platform: str) -> dict[str, bool]:
        return self.known

    async def until(self, count: int) -> None:
        """Wait until so much was told."""
        async with asyncio.timeout(20), self._came:  # only so that a failing test ends
            await self._came.wait_for(lambda: len(self.told) >= count)

    async def until_told(self, what: str, platform: str, workspace: str) -> None:
        """Wait until this was told."""
        async with asyncio.timeout(20), self._came:  # only so that a failing test ends
            await self._came.wait_for(lambda: (what, platform, workspace) in self.told)

    async def _keep(self, what: str, platform: str, workspace: str) -> None:
        async with self._came:
            self.told.append((what, platform, workspace))
            self._came.notify_all()
