"""What an id of a person or a group looks like on each platform; others call nobody."""

import re
from collections.abc import Mapping
from typing import Final

IDS: Final[Mapping[tuple[str, str], re.Pattern[str]]] = {
    ("slack", "user"): re.compile(r"[UW][A-Z0-9]{2,20}"),
    ("slack", "group"): re.compile(r"S[A-Z0-9]{2,20}"),
    ("discord", "user"): re.compile(r"[1-9]\d{14,20}"),
    ("discord", "group"): re.compile(r"[1-9]\d{14,20}"),
}
LOCAL: Final = re.compile(r"[\w.-]{1,32}", re.ASCII)


def is_id(platform: str, who: str, text: str) -> bool:
    """Could the platform have given this id to a "user" or a "group"?"""
    return IDS.get((platform, who), LOCAL).fullmatch(text) is not None
