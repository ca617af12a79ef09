"""Days that are told from the one named before: "on the same day", "a day later"."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_DAYS: Final = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_AFTER: Final = re.compile(
    r"\b(?:(?P<days>a|one|two|three|four|five)\sdays?\s(?:later|afterwards?|on)(?!\sthan)"
    r"|(?:on\s)?(?P<next>(?:the|that)\s(?:next|following)\sday|the\sday\safter)\b(?!\s(?:he|she|it|they))"
    r"|(?:on\s)?(?:the|that)\s(?:very\s)?same\s(?:day|morning|afternoon|evening|night))\b",
    re.IGNORECASE,
)


class After(NamedTuple):
    """So many days after a day named before; `start` and `end` count in the text."""

    start: int
    end: int
    days: int


def days_after(text: str) -> Iterator[After]:
    """Every such day of a text, in its order."""
    for found in _AFTER.finditer(text):
        days = _DAYS[found["days"].lower()] if found["days"] else int(found["next"] is not None)
        yield After(found.start(), found.end(), days)
