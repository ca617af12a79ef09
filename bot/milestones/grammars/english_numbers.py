"""English numerals: digits with separators, number words, scales and ordinals.

Patterns are anchored where a numeral can begin and repeat only bounded runs, so that reading is
linear in the length of the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from bot.milestones.found import Number
from bot.milestones.grammars.readings import listed, words

_UNITS: Final = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS: Final = listed("twenty thirty forty fifty sixty seventy eighty ninety")
SMALL: Final[Mapping[str, int]] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word: 10 * value for value, word in enumerate(_TENS, start=2)},
}
_SCALES: Final[Mapping[str, int]] = {
    "dozen": 12,
    "hundred": 100,
    **dict.fromkeys(("thousand", "k"), 10**3),
    **dict.fromkeys(("lakh", "lakhs", "lac"), 10**5),
    **dict.fromkeys(
        ("million", "mn", "mln", "mio", "m", "millionen", "milhões", "millones"), 10**6
    ),
    **dict.fromkeys(("crore", "crores", "cr"), 10**7),
    **dict.fromkeys(("billion", "bn", "bln", "b", "milliarden", "bilhões", "miliardi"), 10**9),
    **dict.fromkeys(("trillion", "tn", "trn", "t"), 10**12),
}
_NTHS: Final = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
ORDINALS: Final[Mapping[str, int]] = {word: value for value, word in enumerate(_NTHS, start=1)}
# Codes that touch their digits: "CNY159,800", "Rs8,472".
CODES: Final = listed(
    "CNY RMB USD EUR GBP JPY KRW INR HKD TWD SGD AUD CAD NZD CHF SEK NOK DKK THB IDR MYR VND PHP "
    "BRL MXN TRY PLN CZK HUF RUB ZAR AED SAR ILS"
)
# The same behind a sign of dollars, as in Australia: "$A1.1 billion", "$US30".
SIGNED: Final = {
    "$US": "USD",
    "$A": "AUD",
    "$AU": "AUD",
    "$NZ": "NZD",
    "$HK": "HKD",
    "$C": "CAD",
    "$CA": "CAD",
    "$S": "SGD",
    "$NT": "TWD",
}
MAX_WORDS: Final = 12  # of one spelled-out numeral

_GAP: Final = r"[ \u00a0\u2009\u202f]"
_GROUPED: Final = (
    r"[0-9]{1,3}(?:,[0-9]{2,3}){0,4},[0-9]{3}(?![0-9])"  # 200,000 and, in India, 18,90,000
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,4}(?!\.?[0-9])"  # 3.000.000, but not the telephone 1.313.555.0100
    rf"|[0-9]{{1,3}}(?:(?:{_GAP}|['\u2019])[0-9]{{3}}){{1,4}}(?![0-9])"
)
_BEFORE: Final = "|".join(f"(?<={re.escape(code)})" for code in (*CODES, "Rs", "Rp", "RM", *SIGNED))
_DIGITS: Final = re.compile(
    rf"(?:(?<![\w])(?<![0-9][.,:/])(?<![A-Za-z][-\u2010\u2011])|{_BEFORE})"
    r"(?:(?P<comma>[0-9]{1,3},[0-9]{1,2})(?=[ \u00a0-]?(?:million|billion|trillion|bn|mn)\b)"
    rf"|(?P<plain>(?:{_GROUPED}|[0-9]{{1,15}}(?![0-9]))(?:\.[0-9]{{1,9}}(?![0-9]))?))"
)
_CODE: Final = re.compile(r"0[0-9]{3}")  # of a share or a telephone: "SHE: 000625"
_DOTTED: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,4}")
_DATED: Final = re.compile(r"(?:[A-Z][a-z]{2,8}\.?|[0-9]{4}),?\s$")  # "on May 24 200 cars"
_SCALE: Final = re.compile(
    rf"(?:{_GAP}{{0,2}}|[-\u2010\u2011])"
    r"(thousand|hundred|dozen|million|billion|trillion|lakhs?|lac|crores?|mio|mln|mn|bln|bn|"
    r"millionen|milhões|millones|milliarden|bilhões|miliardi|"  # left in a translated text
    r"trn|tn|cr)"
    r"(th)?(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[kKmMbBT](?![A-Za-z0-9])")
_NTH: Final = re.compile(r"(?:st|nd|rd|th)(?![A-Za-z0-9])", re.IGNORECASE)
_WORD: Final = re.compile(r"(?<![\w-])[A-Za-z]{1,12}(?![A-Za-z0-9])")
_NEXT_WORD: Final = re.compile(r"[\s\u2010\u2011-]{1,2}([A-Za-z]{1,12})(?![\w])")
_LONG_SCALES: Final = words(
    "dozen hundred thousand lakh lakhs million crore crores billion trillion"
)
_NTH_SCALES: Final = words("hundredth thousandth millionth billionth")
_ARTICLES: Final = frozenset(("a", "an"))
_OPENERS: Final = _ARTICLES.union(SMALL, _LONG_SCALES, ("half", "millionth", "thousandth"))
_BEHIND_ARTICLE: Final = _LONG_SCALES | {"quarter"}
# "several hundred cars", "a few hundred thousand"
_VAGUE: Final = re.compile(
    r"\b(?:several|few|many)\s(?:(?:dozen|hundred|thousand|million)\s){0,2}$", re.IGNORECASE
)
VAGUE_CHARS: Final = 30
_START: Final = re.compile(r"[0-9]|(?<![\w-])[A-Za-z]{1,12}(?![A-Za-z0-9])")


@lru_cache(maxsize=64)
def numbers(text: str) -> tuple[Number, ...]:
    """Every English numeral of the text, in order; dates, sums and counts ask for the same text."""
    return tuple(_numbers(text))


def _numbers(text: str) -> Iterator[Number]:
    at = 0
    for start in _START.finditer(text):
        place = start.start()
        if place < at:
            continue
        if start[0].isdigit():
            found = _digits(text, place)
            at = found.end if found else _past(text, place)
        elif (
            (low := start[0].lower()) in _OPENERS
            and (low not in _ARTICLES or _opens(start, text))
            and not (
                low in _LONG_SCALES and _VAGUE.search(text[max(0, place - VAGUE_CHARS) : place])
            )
            and (found := _words(text, place))
        ):
            at = found.end
        else:
            continue
        if found is not None:
            yield found


def _opens(word: re.Match[str], text: str) -> bool:
    """May a numeral begin with this article: "a million", "a quarter of a"?"""
    following = _NEXT_WORD.match(text, word.end())
    return following is not None and following[1].lower() in _BEHIND_ARTICLE


def plain(value: Decimal) -> Decimal:
    """The same value without zeros behind the point: 7340000000, not 7340000000.00."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


def _past(text: str, at: int) -> int:
    """Where the run of digits or the word at `at` ends: it is not tried again from inside."""
    end = at
    while end < len(text) and text[end].isalnum():
        end += 1
    return end


def _digits(text: str, at: int) -> Number | None:
    match = None if _CODE.match(text, at) else _DIGITS.match(text, at)
    if match is None:
        return None
    raw = match["comma"].replace(",", ".") if match["comma"] else match["plain"]
    end = match.end()
    if raw[-4:-3].isspace() and _DATED.search(text[max(0, at - 12) : at]):
        raw = raw.split(maxsplit=1)[0]
        end = at + len(raw)
    if _DOTTED.fullmatch(raw):
        raw = raw.replace(".", "")
    value = Decimal(re.sub(r"[,\s'\u2019]", "", raw))
    if (nth := _NTH.match(text, end)) is not None:
        return Number(value=plain(value), start=at, end=nth.end(), ordinal=True)
    if (letter := _LETTER.match(text, end)) is not None:
        told_in = _SCALES[letter[0].lower()]
        return Number(value=plain(value * told_in), start=at, end=letter.end(), scale=told_in)
    ordinal, told_in = False, 1
    for _ in range(2):  # "1 lakh crore"
        scale = _SCALE.match(text, end)
        if scale is None or ordinal:
            break
        told_in *= _SCALES[scale[1].lower()]
        end, ordinal = scale.end(), scale[2] is not None
    return Number(value=plain(value * told_in), start=at, end=end, ordinal=ordinal, scale=told_in)


def _words(text: str, at: int) -> Number | None:
    run = list(_run(text, at))
    read = [word for word, _ in run]
    parts = _fraction(read) or _cardinal(read)
    if parts is None:
        return None
    value, used = parts
    last, end = run[used - 1]
    return Number(
        value=plain(value),
        start=at,
        end=end,
        ordinal=last in _NTH_SCALES,
        scale=_SCALES.get(last.removesuffix("th"), 1),
    )


def _run(text: str, at: int) -> Iterator[tuple[str, int]]:
    """The words from `at` on, lower case, with their ends."""
    match = _WORD.match(text, at)
    for _ in range(MAX_WORDS):
        if match is None:
            return
        yield match[match.re.groups].lower(), match.end()
        match = _NEXT_WORD.match(text, match.end())


def _fraction(read: list[str]) -> tuple[Decimal, int] | None:
    """Half a million, a quarter of a million: the value and how many words it took."""
    for opening, part in ((("half", "a"), "0.5"), (("a", "quarter", "of", "a"), "0.25")):
        size = len(opening)
        if tuple(read[:size]) == opening and len(read) > size and read[size] in _LONG_SCALES:
            return Decimal(part) * _SCALES[read[size]], size + 1
    return None


@dataclass(slots=True)
class _Tally:
    """A spelled-out numeral on the way: whole scales so far, and what waits for the next scale."""

    whole: Decimal = Decimal(0)
    open: Decimal = Decimal(0)

    def take(self, word: str) -> bool:
        """Add a word if it can follow; False when the numeral ends before it."""
        if word in SMALL:
            tens = self.open % 100
            if tens and (SMALL[word] > 9 or tens < 20 or tens % 10):  # noqa: PLR2004
                return False
            self.open += SMALL[word]
            return True
        scale = word.removesuffix("th")
        if scale not in _LONG_SCALES:
            return False
        self.open = (self.open or Decimal(1)) * _SCALES[scale]
        if _SCALES[scale] > 100:  # noqa: PLR2004
            self.whole, self.open = self.whole + self.open, Decimal(0)
        return True


def _cardinal(read: list[str]) -> tuple[Decimal, int] | None:
    """The longest numeral that the words begin with: its value and how many words it took."""
    tally, used, at = _Tally(), 0, 0
    if read[0] in {"a", "an"}:
        if len(read) == 1 or read[1] not in _LONG_SCALES:
            return None
        at = 1
    while at < len(read):
        if read[at : at + 3] == ["and", "a", "half"] and used:
            tally.open += Decimal("0.5")
            at = used = at + 3
        elif (
            read[at] == "and" and used and read[at - 1] in _LONG_SCALES and _is_small(read, at + 1)
        ):
            at += 1
        elif tally.take(read[at]):
            at = used = at + 1
        else:
            break
        if read[used - 1] in _NTH_SCALES:
            break
    return (tally.whole + tally.open, used) if used else None


def _is_small(read: list[str], at: int) -> bool:
    return at < len(read) and read[at] in SMALL
