"""What stands before the word of a mark, on every platform: none is told by colour alone."""

from collections.abc import Mapping
from typing import Final

PHASE_SIGNS: Final[Mapping[str, str]] = {
    "planned": "○",
    "pending": "◔",
    "done": "✓",
    "delayed": "↷",
    "cancelled": "✕",
}
CERTAINTY_SIGNS: Final[Mapping[str, str]] = {"official": "✦", "reported": "❝", "rumoured": "?"}
