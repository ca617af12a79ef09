"""English wording of sums: "$1.4bn", "RMB 10 billion", "3 to 4 billion euros", "Rs 8,472 crore"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bot.milestones.found import Number, Sum
from bot.milestones.grammars.english_numbers import CODES, SIGNED, numbers, plain
from storage.records import Money

LEAST_WORDY: Final = 100
LEAST_LISTED: Final = 1000  # a smaller number in a list is no price
DOLLAR: Final = "$"  # settled by the caller's `dollar`
YEN_OR_YUAN: Final = "\u00a5"  # settled by the text around

_SYMBOLS: Final[Mapping[str, str]] = {
    "US$": "USD",
    "US $": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "Can$": "CAD",
    "CDN$": "CAD",
    "Cdn$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "HK$": "HKD",
    "S$": "SGD",
    "SG$": "SGD",
    "NT$": "TWD",
    "NZ$": "NZD",
    "R$": "BRL",
    "MX$": "MXN",
    "CN\u00a5": "CNY",
    "JP\u00a5": "JPY",
    "\u20ac": "EUR",
    "\u00a3": "GBP",
    "\u20b9": "INR",
    "\u20a9": "KRW",
    "\u0e3f": "THB",
    "\u20ab": "VND",
    "\u20ba": "TRY",
    "\u20bd": "RUB",
    "\u20aa": "ILS",
    "\u20b1": "PHP",
    "Rs": "INR",
    "Rp": "IDR",
    "RM": "MYR",
    "RMB": "CNY",
    "Yuan": "CNY",
    "$": DOLLAR,
    "\u00a5": YEN_OR_YUAN,
    "\uffe5": YEN_OR_YUAN,
    **SIGNED,
    **{code: code for code in CODES if code != "RMB"},
}
_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("us dollar", "us dollars", "u.s. dollar", "u.s. dollars", "american dollars"), "USD"
    ),
    **dict.fromkeys(("dollar", "dollars", "bucks"), DOLLAR),
    **dict.fromkeys(("singapore dollar", "singapore dollars"), "SGD"),
    **dict.fromkeys(("hong kong dollar", "hong kong dollars"), "HKD"),
    **dict.fromkeys(("canadian dollar", "canadian dollars"), "CAD"),
    **dict.fromkeys(("australian dollar", "australian dollars"), "AUD"),
    **dict.fromkeys(("new zealand dollar", "new zealand dollars"), "NZD"),
    **dict.fromkeys(("taiwan dollar", "taiwan dollars", "new taiwan dollars"), "TWD"),
    **dict.fromkeys(("yuan", "chinese yuan", "yuan renminbi", "renminbi", "rmb"), "CNY"),
    **dict.fromkeys(("euro", "euros"), "EUR"),
    **dict.fromkeys(
        ("pound", "pounds", "pound sterling", "pounds sterling", "british pounds"), "GBP"
    ),
    **dict.fromkeys(("yen", "japanese yen"), "JPY"),
    **dict.fromkeys(("won", "korean won", "south korean won"), "KRW"),
    **dict.fromkeys(("rupee", "rupees", "indian rupees"), "INR"),
    **dict.fromkeys(("baht", "thai baht"), "THB"),
    **dict.fromkeys(("rupiah", "indonesian rupiah"), "IDR"),
    "ringgit": "MYR",
    "dong": "VND",
    **dict.fromkeys(("real", "reais", "brazilian reais", "brazilian real", "reals"), "BRL"),
    **dict.fromkeys(("mexican pesos", "pesos", "mexican peso"), "MXN"),
    **dict.fromkeys(("philippine pesos", "philippine peso"), "PHP"),
    **dict.fromkeys(("lira", "liras", "turkish lira"), "TRY"),
    **dict.fromkeys(("zloty", "zlotys", "zlotych"), "PLN"),
    **dict.fromkeys(("forint", "forints"), "HUF"),
    **dict.fromkeys(("koruna", "korunas", "czech koruna"), "CZK"),
    **dict.fromkeys(
        ("krona", "kronor", "swedish kronor", "swedish krona", "swedish crowns"), "SEK"
    ),
    **dict.fromkeys(("norwegian kroner", "norwegian krone", "norwegian crowns"), "NOK"),
    **dict.fromkeys(("danish kroner", "danish krone", "danish crowns"), "DKK"),
    **dict.fromkeys(("swiss franc", "swiss francs"), "CHF"),
    **dict.fromkeys(("rouble", "roubles", "ruble", "rubles"), "RUB"),
    "rand": "ZAR",
    **dict.fromkeys(("dirham", "dirhams"), "AED"),
    **dict.fromkeys(("riyal", "riyals", "saudi riyals"), "SAR"),
    **dict.fromkeys(("shekel", "shekels"), "ILS"),
    "francs": "CHF",
}
_CODE_WORDS: Final[Mapping[str, str]] = {
    **{code: code for code in CODES},
    "RMB": "CNY",
    "Rs": "INR",
}


def _alternatives(words: Mapping[str, str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True)
    )


_GAP: Final = r"[\s]{0,2}"
_LEFT: Final = re.compile(
    rf"(?:(?<![A-Za-z])|(?=[$\u00a5\u20ac\u00a3\u20b9]))({_alternatives(_SYMBOLS)})\.?{_GAP}$"
)
_LEFT_WIDE: Final = re.compile(r"\b(rupees|euros?|yuan|renminbi)\s$", re.IGNORECASE)
_RIGHT_WORD: Final = re.compile(
    rf"[\s\u2010\u2011-]{{1,2}}({_alternatives(_WORDS)})(?![A-Za-z])", re.IGNORECASE
)
_RIGHT_SIGN: Final = re.compile(
    rf"{_GAP}(US\$|[$\u20ac\u00a3\u00a5\u20b9\u20a9\u0e3f]|(?:{_alternatives(_CODE_WORDS)})"
    rf"(?![A-Za-z]))"
)
_LEFT_CHARS: Final = 10
_TO: Final = re.compile(r"\s?(?:[-\u2010-\u2015]|\b(?:to|or)\b)\s?(?:about\s|around\s)?")
_AND: Final = re.compile(r"\sand\s")
_BETWEEN: Final = re.compile(r"\bbetween\s\S{0,8}$", re.IGNORECASE)
_BY_UNIT: Final = re.compile(
    r"\s?(?:/|per\s|an?\s|each\s)\s?(?:share|barrel|k?Wh|kilowatt|hour|tonne|ton|litre|liter|"
    r"gallon|piece|ADS|mile|km)|\sapiece\b",
    re.IGNORECASE,
)
_LIST: Final = re.compile(r",\s|,?\sand\s")
# Words that are also other words: a sum only from a hundred on.
_HOMONYMS: Final = frozenset({"BRL", "KRW", "ZAR", "VND", "TRY"})
_WEIGHT: Final = re.compile(
    r"\b(?:weigh\w*|heav\w+|payload|tow\w*|torque|curb|kerb|lighter)\b[^.;]{0,60}$", re.IGNORECASE
)
_WEIGHT_BEHIND: Final = re.compile(
    r"\s(?:of\s)?(?:payload|torque|weight|heavier|lighter|foot|feet|lithium)", re.IGNORECASE
)
_ELLIPSIS: Final = re.compile(
    r"(?=[.,;:)!?\n]|$|\s(?:in|for|from|to|by|at|on|over|and|or|of\sthat|will|was|were|is|are|"
    r"more|went|came)\b)"
)
_SENTENCE: Final = re.compile(r"[.!?]\s|\n")
_OPENED: Final = re.compile(r"\s?[(\[]\s?(?:[A-Za-z=~\u2248]+\s){0,4}$")
_EQUAL: Final = re.compile(
    r"(?:,|;)?\s?(?:or|i\.e\.|equal\sto|equivalent\sto|equivalent\sof|worth|which\sis|=|"
    r"\u2248)\s(?:about|around|some|roughly|approximately|nearly)?\s?$"
)
_CHINA: Final = re.compile(r"\b(?:yuan|renminbi|RMB|CNY|Chin(?:a|ese)|Beijing|Shanghai|Shenzhen)\b")
_JAPAN: Final = re.compile(
    r"\b(?:yen|JPY|Japan(?:ese)?|Tokyo|Nissan|Toyota|Honda|Sony|Mitsubishi)\b"
)
_GAP_CHARS: Final = 40
_REACH_CHARS: Final = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A numeral with the currency that touches it, if any does."""

    number: Number
    currency: str | None
    start: int
    end: int


@lru_cache(maxsize=64)
def sums(text: str, dollar: str) -> tuple[Sum, ...]:
    """Every sum of money of an English text, in order."""
    return tuple(_sums(text, dollar))


def _sums(text: str, dollar: str) -> Iterator[Sum]:
    last: Sum | None = None
    signs = {DOLLAR: dollar, YEN_OR_YUAN: _yen_or_yuan(text)}
    for piece in _ranged(_listed(list(_pieces(text)), text), text):
        found = _sum(piece, last, text, signs)
        if found is not None:
            yield found
            last = found if not found.converted else last


def _pieces(text: str) -> Iterator[_Piece]:
    floor = 0
    for number in numbers(text):
        if number.ordinal:
            continue
        currency, start = _left(text, number, floor)
        end = number.end
        if currency in (None, DOLLAR):
            right, right_end = _right(text, number)
            if right is not None and (currency is None or right != DOLLAR):
                currency, end = right, right_end
        floor = end
        yield _Piece(number=number, currency=currency, start=start, end=end)


def _left(text: str, number: Number, floor: int) -> tuple[str | None, int]:
    start = number.start
    begin = max(floor, start - _LEFT_CHARS)
    window = text[begin:start]
    match = _LEFT.search(window)
    if match is not None:
        return _SYMBOLS[match[1]], begin + match.start(1)
    wide = _LEFT_WIDE.search(window)
    if wide is not None and number.value >= LEAST_WORDY:
        return _WORDS[wide[1].lower()], begin + wide.start(1)
    return None, start


def _right(text: str, number: Number) -> tuple[str | None, int]:
    end = number.end
    match = _RIGHT_WORD.match(text, end)
    if match is not None:
        currency = _WORDS[" ".join(match[1].lower().split())]
        if currency in _HOMONYMS and number.value < LEAST_WORDY:
            return None, end
        return currency, match.end()
    match = _RIGHT_SIGN.match(text, end)
    if match is not None and not text[match.end() : match.end() + 1].isdigit():
        sign = match[1]
        return _CODE_WORDS.get(sign) or _SYMBOLS[sign], match.end()
    return None, end


def _listed(pieces: list[_Piece], text: str) -> list[_Piece]:
    """Prices of a list share the currency behind the last: "169,900, 189,900 and 229,900 yuan"."""
    listed = pieces[:]
    for at in range(len(listed) - 2, -1, -1):
        piece, following = listed[at], listed[at + 1]
        if (
            piece.currency is None
            and following.currency is not None
            and piece.number.value >= LEAST_LISTED
        ):
            alike = (
                piece.number.scale == following.number.scale == 1
                and following.start == following.number.start
            )
            if alike and _LIST.fullmatch(text[piece.end : following.start]):
                listed[at] = replace(piece, currency=following.currency)
    return listed


def _ranged(pieces: list[_Piece], text: str) -> Iterator[_Piece]:
    """The lower ends of "3 to 4 billion euros", "between $3 and $4 million"; the rest as it is."""
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if at + 1 < len(pieces) and _is_range(piece, pieces[at + 1], text):
            piece = _lower(piece, pieces[at + 1])
            at += 1
        yield piece
        at += 1


def _is_range(first: _Piece, second: _Piece, text: str) -> bool:
    if second.currency is None and (
        first.currency is None or second.number.value <= first.number.value
    ):
        return False
    if (
        second.currency is not None
        and first.currency is not None
        and first.currency != second.currency
    ):
        return False
    gap = text[first.end : second.start]
    if _AND.fullmatch(gap):
        return bool(_BETWEEN.search(text[max(0, first.start - 20) : first.start]))
    return bool(_TO.fullmatch(gap))


def _lower(first: _Piece, second: _Piece) -> _Piece:
    value = first.number.value
    scale = max(first.number.scale, second.number.scale)
    if first.number.scale == 1 and value < second.number.value:
        value *= scale
    number = replace(first.number, value=plain(value), end=second.end, scale=scale)
    return _Piece(
        number=number, currency=second.currency or first.currency, start=first.start, end=second.end
    )


def _sum(piece: _Piece, last: Sum | None, text: str, signs: Mapping[str, str]) -> Sum | None:
    number, currency = piece.number, piece.currency
    if currency is None:
        return _bare(number, last, text)
    if _BY_UNIT.match(text, piece.end) or (currency == "GBP" and _is_weight(piece, text)):
        return None
    money = Money(value=number.value, currency=signs.get(currency, currency))
    return Sum(
        money=money,
        start=piece.start,
        end=piece.end,
        converted=_is_converted(piece, money, last, text),
    )


def _bare(number: Number, last: Sum | None, text: str) -> Sum | None:
    """Much without a noun behind it, after a sum in the same sentence: in its currency."""
    if last is None or number.scale < 10**5 or _ELLIPSIS.match(text, number.end) is None:
        return None
    gap = text[last.end : number.start]
    if len(gap) > _REACH_CHARS or _SENTENCE.search(gap):
        return None
    money = Money(value=number.value, currency=last.money.currency)
    return Sum(money=money, start=number.start, end=number.end)


def _is_weight(piece: _Piece, text: str) -> bool:
    """Pounds that weigh: "a 960-pound battery"."""
    if piece.number.scale == 1 and text[piece.start : piece.end].endswith("-pound"):
        return True
    before = text[max(0, piece.start - _REACH_CHARS) : piece.start]
    return bool(_WEIGHT.search(before) or _WEIGHT_BEHIND.match(text, piece.end))


def _is_converted(piece: _Piece, money: Money, last: Sum | None, text: str) -> bool:
    if last is None or last.money.currency == money.currency:
        return False
    gap = text[last.end : piece.start]
    return len(gap) <= _GAP_CHARS and bool(_OPENED.fullmatch(gap) or _EQUAL.fullmatch(gap))


def _yen_or_yuan(text: str) -> str:
    """What the sign means in this text, by the names in it; in doubt the yuan."""
    if YEN_OR_YUAN not in text and "\uffe5" not in text:
        return "CNY"
    return "JPY" if len(_JAPAN.findall(text)) > len(_CHINA.findall(text)) else "CNY"
