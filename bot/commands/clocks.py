"""Hours of a day as people say them, in halves of it: "6 pm", 中午1点, 晚上12点."""

from typing import Final

NOON: Final = 12
HOURS: Final = 24
SMALL_HOURS: Final = range(1, 5)  # 晚上2点 is of the night, not of the afternoon

_MORNING: Final = frozenset({"am", "a.m.", "凌晨"})
_MIDDAY: Final = frozenset({"中午"})
_AFTERNOON: Final = frozenset({"pm", "p.m.", "下午", "傍晚"})
_NIGHT: Final = frozenset({"晚上", "今晚", "明晚"})
CHINESE_HALVES: Final = (
    *("凌晨", "早上", "早晨", "上午", "中午", "下午", "傍晚", "晚上"),
    *("今早", "今晚", "明早", "明晚"),
)


def hour_of(told: int, half: str) -> int:
    """The hour from 0 to 24 that is told in a half of the day; 24 is the end of that day.

    >>> hour_of(6, "pm"), hour_of(12, "am"), hour_of(1, "中午"), hour_of(11, "中午")
    (18, 0, 13, 11)
    >>> hour_of(12, "晚上"), hour_of(8, "晚上"), hour_of(2, "晚上")
    (24, 20, 2)
    """
    if half in _MORNING and told == NOON:
        return 0
    if half in _NIGHT and told == NOON:
        return HOURS
    is_small = told in SMALL_HOURS
    is_late = half in _AFTERNOON or (half in _NIGHT and not is_small)
    if told < NOON and (is_late or (half in _MIDDAY and is_small)):
        return told + NOON
    return told
