"""The text of one place of a page, and what is new in it since the last versions."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree, html

from bot.sources.identity import fold, weight
from bot.sources.plaintext import plain
from storage.records import digest

LINES_MAX: Final = 400
LABEL_WEIGHT: Final = 40  # letters: a shorter line is a label, and its figures are counters
_DIGITS: Final = re.compile(r"\d+")


def lines(places: Sequence[etree._Element]) -> tuple[str, ...]:
    """The lines that a reader sees there, each once."""
    told = (plain(str(html.tostring(place, encoding="unicode"))) for place in places)
    every = (line.strip() for text in told for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in every if line))[:LINES_MAX]


def marks(told: Sequence[str]) -> tuple[str, ...]:
    """A short digest of each line; the figures of labels do not count, so no counter changes it."""
    return tuple(digest(_steady(line))[:10] for line in told)


def _steady(line: str) -> str:
    return _DIGITS.sub("0", line) if weight(fold(line)) < LABEL_WEIGHT else line
