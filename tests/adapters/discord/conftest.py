"""One adapter on one loopback Discord for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes_discord import Set, a_set


@pytest.fixture
async def on() -> AsyncIterator[Set]:
    """Nothing is posted and nobody is connected yet."""
    async with a_set() as made:
        yield made
