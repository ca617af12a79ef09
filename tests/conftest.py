"""What every test may count on."""

import logging
import os
from collections.abc import Iterator
from typing import Final

import pytest
import structlog
from hypothesis import HealthCheck, settings

# A property is tried often enough for each change; `EVWATCH_THOROUGH=1` tries it more often.
# Never by the clock: on a busy machine each of them may be slow.
_UNTIMED: Final = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", _UNTIMED, max_examples=25)
settings.register_profile("thorough", _UNTIMED, max_examples=1_000)
settings.load_profile("thorough" if os.environ.get("EVWATCH_THOROUGH") else "quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: begun last, they would keep one processor waiting for minutes."""
    items.sort(key=lambda item: not item.path.name.startswith("test_kill"))


@pytest.fixture(autouse=True)
def _quiet_log() -> Iterator[None]:
    """Whoever sets the log up in a test leaves none of it to the next one."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
