"""A secret that may stand in a file: read anew at each use, away from the loop."""

import asyncio
from collections.abc import Callable

ReadSecret = Callable[[], str | None]


async def read(secret: ReadSecret) -> str | None:
    """The secret without blanks around it; None: there is none. Raises what `secret` raises."""
    return (await asyncio.to_thread(secret) or "").strip() or None
