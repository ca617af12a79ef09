"""What a Chinese numeral is worth: 三万五千, 两千, 一亿二千万, 二〇二四, and figures beside 万 and 亿."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

DIGITS: Final[Mapping[str, int]] = {
    **{digit: value for value, digit in enumerate("零一二三四五六七八九")},
    **{digit: value for value, digit in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2,
}
TENS: Final[Mapping[str, int]] = {"廿": 20, "卅": 30}
SMALL: Final[Mapping[str, int]] = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
WAN: Final = 10**4
YI: Final = 10**8
SCALES: Final[Mapping[str, int]] = {
    "百": 10**2,
    "千": 10**3,
    "万": WAN,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": YI,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "兆": 10**12,  # in Taiwan and Korea; the mainland's mega stands before a unit of power
    "k": 10**3,
    "K": 10**3,
}
HAN: Final = "".join([*DIGITS, *TENS, *SMALL])  # every character of a numeral but 万 and 亿
MAX_CHARS: Final = 24  # of a numeral; a longer run counts nothing

_POINT: Final = re.compile(rf"([{HAN}]+)点([{''.join(DIGITS)}]+)([百千万亿]*)")
_ABOUT: Final = re.compile(r"[余多来几]")
_YEAR: Final = re.compile("[一二][〇零九][〇零一二三四五六七八九]{2}")


def han_value(words: str) -> Decimal | None:
    """The value of a numeral in Chinese characters; None for what is none ("三三两两").

    Two neighbouring digits before a unit are a range, of which the lower end counts: 六七千 is 6000.
    A digit behind a unit without 零 counts in the next lower one: 三万五 is 35000.
    """
    point = _POINT.fullmatch(words)
    if point is not None:
        whole = han_value(point[1])
        if whole is None:
            return None
        places = "".join(str(DIGITS[digit]) for digit in point[2])
        return (whole + Decimal(f"0.{places}")) * (han_value(point[3]) or 1)
    plain = _ABOUT.sub("", words)
    if not any(c in SMALL or c in "万亿" or c in TENS for c in plain):
        return _positional(plain)
    return _composed(plain)


def han_scale(words: str) -> int:
    """What a numeral in Chinese characters is told in: 10,000 for 三十万, 1 for 三十."""
    scale = 1
    for character, value in (("千", 10**3), ("仟", 10**3), ("万", WAN), ("亿", YI)):
        if character in words:
            scale = value
    return scale * WAN if "万亿" in words else scale


def _positional(digits: str) -> Decimal | None:
    """One digit, or the four of a year as they are read aloud."""
    if len(digits) == 1 or _YEAR.fullmatch(digits) is not None:
        return Decimal("".join(str(DIGITS[digit]) for digit in digits))
    return None


def _composed(words: str) -> Decimal | None:
    high = middle = low = 0  # the parts told in 亿, in 万, and below
    digit: int | None = None
    last = 1  # the unit before
    for at, character in enumerate(words):
        following = words[at + 1 : at + 2]
        if character in DIGITS:
            if digit is not None and digit != 0:
                if DIGITS[character] != digit + 1 or not following or following in DIGITS:
                    return None
                continue
            digit = DIGITS[character]
            last = 1 if digit == 0 else last
        elif character in TENS:
            low, digit, last = low + TENS[character], None, 10
        elif character in SMALL:
            last = SMALL[character]
            low, digit = low + (1 if digit is None else digit or 1) * last, None
        elif character == "万":
            middle, low, digit, last = middle + (low + (digit or 0) or 1) * WAN, 0, None, WAN
        else:
            high, middle, low, digit, last = (
                (high + middle + low + (digit or 0) or 1) * YI,
                0,
                0,
                None,
                YI,
            )
    rest = (digit or 0) * (last // 10 if last > 1 else 1)
    return Decimal(high + middle + low + rest)
