"""The server that the fetcher is tried against."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes_http import RawServer, raw_server


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    async with raw_server() as served:
        yield served
