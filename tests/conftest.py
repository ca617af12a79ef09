"""What every test may count on."""

import logging
import os
from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

# A property is tried often enough for each change; `EVWATCH_THOROUGH=1` tries it more often.
settings.register_profile("quick", max_examples=25)
settings.register_profile("thorough", max_examples=1_000)
settings.load_profile("thorough" if os.environ.get("EVWATCH_THOROUGH") else "quick")


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    """Whoever sets the log up in a test leaves none of it to the next one."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
