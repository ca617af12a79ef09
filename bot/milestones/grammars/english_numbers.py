"""English numerals: digits with separators, number words, scales and ordinals.

Patterns are anchored where a numeral can begin and repeat only bounded runs, so that reading is linear
in the length of the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.milestones.found import Number

_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SMALL: Final[Mapping[str, int]] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_SCALES: Final[Mapping[str, int]] = {
    "dozen": 12,
    "hundred": 100,
    **dict.fromkeys(("thousand", "k"), 10**3),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 10**5),
    **dict.fromkeys(("million", "mn", "mln", "mio", "m"), 10**6),
    **dict.fromkeys(("crore", "crores", "cr"), 10**7),
    **dict.fromkeys(("billion", "bn", "bln", "b"), 10**9),
    **dict.fromkeys(("trillion", "tn", "trn", "t"), 10**12),
}
ORDINALS: Final[Mapping[str, int]] = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
# Codes that touch their digits: "CNY159,800", "Rs8,472".
CODES: Final = (
    "CNY RMB USD EUR GBP JPY KRW INR HKD TWD SGD AUD CAD NZD CHF SEK NOK DKK THB IDR MYR VND PHP "
    "BRL MXN TRY PLN CZK HUF RUB ZAR AED SAR ILS"
).split()
MAX_WORDS: Final = 12  # of one spelled-out numeral

_GAP: Final = r"[ \u00a0\u2009\u202f]"
_GROUPED: Final = (
    r"[0-9]{1,3}(?:,[0-9]{2,3}){0,4},[0-9]{3}(?![0-9])"  # 200,000 and, in India, 18,90,000
    rf"|[0-9]{{1,3}}(?:(?:{_GAP}|['\u2019])[0-9]{{3}}){{1,4}}(?![0-9])"
)
_BEFORE: Final = "|".join(f"(?<={code})" for code in (*CODES, "Rs", "Rp", "RM"))
_DIGITS: Final = re.compile(
    rf"(?:(?<![\w])(?<![0-9][.,:/])(?<![A-Za-z][-\u2010\u2011])|{_BEFORE})"
    r"(?:(?P<comma>[0-9]{1,3},[0-9]{1,2})(?=[ \u00a0-]?(?:million|billion|trillion|bn|mn)\b)"
    rf"|(?P<plain>(?:{_GROUPED}|[0-9]{{1,15}}(?![0-9]))(?:\.[0-9]{{1,9}}(?![0-9]))?))"
)
_SCALE: Final = re.compile(
    rf"(?:{_GAP}{{0,2}}|[-\u2010\u2011])"
    r"(thousand|hundred|dozen|million|billion|trillion|lakhs?|lac|crores?|mio|mln|mn|bln|bn|trn|tn|cr)"
    r"(th)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[kKmMbBT](?![A-Za-z0-9])")
_NTH: Final = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z0-9])", re.IGNORECASE)
_WORD: Final = re.compile(r"(?<![\w-])[A-Za-z]{1,12}(?![A-Za-z0-9])")
_NEXT_WORD: Final = re.compile(r"[\s\u2010\u2011-]{1,2}([A-Za-z]{1,12})(?![\w])")
_LONG_SCALES: Final = frozenset(
    (
        "dozen",
        "hundred",
        "thousand",
        "lakh",
        "lakhs",
        "million",
        "crore",
        "crores",
        "billion",
        "trillion",
    )
)
_OPENERS: Final = frozenset((*SMALL, *_LONG_SCALES, "a", "an", "half", "millionth", "thousandth"))
_START: Final = re.compile(
    r"[0-9]|(?<![\w-])(?:" + "|".join(sorted(_OPENERS)) + r")(?![A-Za-z0-9])", re.IGNORECASE
)


def numbers(text: str) -> Iterator[Number]:
    """Every English numeral of the text, in order."""
    at = 0
    while (start := _START.search(text, at)) is not None:
        place = start.start()
        found = _digits(text, place) if start[0].isdigit() else _words(text, place)
        if found is not None:
            yield replace(found, value=_plain(found.value))
        at = max(found.end if found else _past(text, place), place + 1)


def _plain(value: Decimal) -> Decimal:
    """The same value without zeros behind the point: 7340000000, not 7340000000.00."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _past(text: str, at: int) -> int:
    """Where the run of digits or the word at `at` ends, so that it is not tried again from inside."""
    end = at
    while end < len(text) and text[end].isalnum():
        end += 1
    return end


def _digits(text: str, at: int) -> Number | None:
    match = _DIGITS.match(text, at)
    if match is None:
        return None
    raw = match["comma"].replace(",", ".") if match["comma"] else match["plain"]
    value = Decimal(re.sub(r"[,\s'\u2019]", "", raw))
    end = match.end()
    if (nth := _NTH.match(text, end)) is not None:
        return Number(value=value, start=at, end=nth.end(), ordinal=True)
    if (letter := _LETTER.match(text, end)) is not None:
        told_in = _SCALES[letter[0].lower()]
        return Number(value=value * told_in, start=at, end=letter.end(), scale=told_in)
    ordinal, told_in = False, 1
    for _ in range(2):  # "1 lakh crore"
        scale = _SCALE.match(text, end)
        if scale is None or ordinal:
            break
        told_in *= _SCALES[scale[1].lower()]
        end, ordinal = scale.end(), scale[2] is not None
    return Number(value=value * told_in, start=at, end=end, ordinal=ordinal, scale=told_in)


def _words(text: str, at: int) -> Number | None:
    words = list(_run(text, at))
    value, used, ordinal = _value([word for word, _ in words])
    if not used:
        return None
    told_in = _SCALES.get(words[used - 1][0].removesuffix("th"), 1)
    return Number(value=value, start=at, end=words[used - 1][1], ordinal=ordinal, scale=told_in)


def _run(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The words from `at` on, lower case, with their ends."""
    match = _WORD.match(text, at)
    for _ in range(MAX_WORDS):
        if match is None:
            return
        yield match[match.re.groups].lower(), match.end()
        match = _NEXT_WORD.match(text, match.end())


def _value(words: list[str]) -> tuple[Decimal, int, bool]:
    """The value of the longest numeral that the words begin with, how many words it took, ordinal?"""
    fixed = _fraction(words)
    if fixed is not None:
        return (*fixed, False)
    total, current, used, at = Decimal(0), Decimal(0), 0, 0
    if words[0] in {"a", "an"}:
        if len(words) == 1 or words[1] not in _LONG_SCALES:
            return total, 0, False
        current, at = Decimal(1), 1
    while at < len(words):
        word = words[at]
        scale = word.removesuffix("th")
        if word in SMALL:
            if current % 100 and not (
                SMALL[word] < 10 and current % 10 == 0 and current % 100 >= 20
            ):  # noqa: PLR2004
                break
            current += SMALL[word]
        elif scale in _LONG_SCALES:
            current = (current or Decimal(1)) * _SCALES[scale]
            if _SCALES[scale] > 100:  # noqa: PLR2004
                total, current = total + current, Decimal(0)
        elif words[at : at + 3] == ["and", "a", "half"] and used:
            current, at = current + Decimal("0.5"), at + 2
        elif (
            word == "and"
            and used
            and at + 1 < len(words)
            and words[at + 1] in SMALL
            and words[at - 1] in _LONG_SCALES
        ):
            at += 1
            continue
        else:
            break
        at += 1
        used = at
        if word in {"millionth", "thousandth", "hundredth", "billionth"}:
            return total + current, used, True
    return total + current, used, False


def _fraction(words: list[str]) -> tuple[Decimal, int] | None:
    """Half a million, a quarter of a million."""
    for opening, part in ((("half", "a"), "0.5"), (("a", "quarter", "of", "a"), "0.25")):
        size = len(opening)
        if tuple(words[:size]) == opening and len(words) > size and words[size] in _LONG_SCALES:
            return Decimal(part) * _SCALES[words[size]], size + 1
    return None
