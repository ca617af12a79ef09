"""Chinese wording of money: 100亿美元, 人民币25万3500元, 售价21.59万起, 注资100亿, ¥25.35万."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.found import Number, Sum
from bot.milestones.grammars.chinese_numbers import figures
from bot.milestones.grammars.chinese_numerals import WAN, YI
from bot.milestones.grammars.chinese_units import any_of, clause_before, currencies, pattern
from storage.records import Money

VERB_CHARS: Final = 12  # between a verb of spending and its bare sum
PRICE_CHARS: Final = 14
EACH_CHARS: Final = 8
WORTH_CHARS: Final = 12

_ABOUT: Final = "[约近逾超达共高]{0,2}"
_YUAN: Final = r"元(?!宇宙|旦|PLUS|UP|Pro|素|件|器件|老|首|月)|块钱"
_GAP: Final = re.compile(
    r"[ ,]{0,2}[(\[] ?(?:折合|合计?|约合|相当于|等于|约为|即)?[约近逾超]?(?:合)? ?|[ ,]{0,2}(?:折合|约合|相当于|合)约? ?|, ?约 ?"
)
_RANGE: Final = re.compile(r" ?(?:-|~|—|至|到) ?[约近]?")
_LESS: Final = re.compile(r"(?:不到|不足|低于|少于|未到)(?:人民币|约)?$")
_NOT_LESS: Final = re.compile(r"不(?:低于|少于)(?:人民币|约)?$")
_OTHER_UNIT: Final = re.compile(
    r"[余多]? ?(?:[辆台部座个家款名人位条项次根处对把份张单股套件片颗只头亩吨斤度公里千瓦平]|[kKMGT]?Wh|kW|km|瓦|安时|年|月|日|天|小时|分|秒|倍|%|页|字|粉|用户|订|像素|级|岁|款|期|代|产能)"
)
_FROM: Final = re.compile(r"(?:元)?起(?!来|步|火|诉|点)|以[内下上]|左右")
_NO_SALE: Final = "(?:(?<![开发销出零在])|(?!售(?!价)))"  # 开售13分钟破万 tells no price
_WORTH: Final = re.compile("的?(?:估值|市值)")
_FRONT_CHARS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A number with the currency told beside it, None where none is."""

    number: Number
    currency: str | None
    start: int
    end: int


def sums(text: str, dollar: str) -> Iterator[Sum]:
    """Every sum of money of a Chinese text, in order; `dollar` is what a bare $ means."""
    folded = fold_chinese(text)
    return iter(money(folded, dollar))


@lru_cache(maxsize=4)
def money(text: str, dollar: str) -> tuple[Sum, ...]:
    """Every sum of money of a folded text, in order."""
    return tuple(_money(text, dollar))


def _money(text: str, dollar: str) -> Iterator[Sum]:
    pieces = [_piece(number, text, dollar) for number in figures(text) if not number.ordinal]
    last: Sum | None = None
    for piece in _shared(pieces, text):
        found = _sum(piece, last, text)
        if found is None:
            continue
        if last is not None and found.start < last.end:  # 5元人民币10元: the name is taken
            found = replace(found, start=piece.number.start)
        if last is not None and _is_upper_end(last, found, text):
            last = replace(last, end=found.end)
            continue
        if last is not None:
            yield last
        last = found
    if last is not None:
        yield last


@cache
def _behind() -> re.Pattern[str]:
    names = [name for name in currencies() if name not in {"¥", "$"}]
    return re.compile(rf"[余多]? ?(?P<name>{any_of(names)}|{_YUAN})(?: ?\(?人民币\)?)?")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{any_of(currencies())}) ?{_ABOUT} ?$")


def _piece(number: Number, text: str, dollar: str) -> _Piece:
    start, end, currency = number.start, number.end, None
    behind = _behind().match(text, end)
    if behind is not None:
        currency, end = currencies().get(behind["name"], "CNY"), behind.end()
    front = max(0, start - _FRONT_CHARS)
    before = _before().search(text[front:start])
    if before is not None and (behind is None or behind["name"][0] == "元"):
        name = before["name"]
        currency, start = dollar if name == "$" else currencies()[name], front + before.start()
    return _Piece(number=number, currency=currency, start=start, end=end)


def _shared(pieces: list[_Piece], text: str) -> Iterator[_Piece]:
    """A number of a list takes currency and scale of the next: 25.98/27.98万元."""
    later: _Piece | None = None
    shared: list[_Piece] = []
    for piece in reversed(pieces):
        whole = piece
        if later is not None and later.currency and piece.currency is None:
            whole = _like(piece, later, text)
        shared.append(whole)
        later = whole
    return reversed(shared)


def _like(piece: _Piece, later: _Piece, text: str) -> _Piece:
    gap = text[piece.end : later.start]
    if gap.strip() not in {"、", "/", "和", "及", "与", "或", "-", "~"}:
        return piece
    number = piece.number
    if number.scale == 1 and number.value < later.number.value:
        number = replace(number, value=number.value * later.number.scale, scale=later.number.scale)
    return replace(piece, number=number, currency=later.currency)


def _sum(piece: _Piece, last: Sum | None, text: str) -> Sum | None:
    number = piece.number
    before = clause_before(text, piece.start)
    currency = piece.currency or _bare(number, before, text)
    if currency is None or _is_apart(piece, before, text):
        return None
    return Sum(
        money=Money(value=number.value, currency=currency),
        start=piece.start,
        end=piece.end,
        converted=_is_converted(piece, currency, last, text),
    )


def _is_apart(piece: _Piece, before: str, text: str) -> bool:
    """A price by share or kilowatt-hour, a wage, a valuation, or less than so much."""
    if _LESS.search(before) and not _NOT_LESS.search(before):
        return True
    return bool(
        pattern("each", "behind", before=" ?(?:/|每) ?").match(text, piece.end)
        or _near("each", "before", before, EACH_CHARS)
        or _near("each", "worth", before, WORTH_CHARS)
        or _WORTH.match(text, piece.end)
    )


def _bare(number: Number, before: str, text: str) -> str | None:
    """Money told without its unit, as headlines do: 注资100亿, 售价21.59万."""
    if number.scale < WAN or _OTHER_UNIT.match(text, number.end):
        return None
    if number.scale < YI and number.value < YI:
        is_price = _near("verbs", "price", before, PRICE_CHARS, _NO_SALE) or _FROM.match(
            text, number.end
        )
        return "CNY" if is_price else None
    return "CNY" if _near("verbs", "spend", before, VERB_CHARS) else None


def _near(name: str, key: str, before: str, reach: int, apart: str = "") -> bool:
    """Does a word of the list stand at most so many characters before, in the same clause?"""
    window = before[-reach:]
    window = window[1 + max(window.rfind(","), window.rfind("、")) :]
    return pattern(name, key, before=apart).search(window) is not None


def _is_upper_end(first: Sum, second: Sum, text: str) -> bool:
    """Is the second the upper end of a range that the first begins?"""
    return (
        first.money.currency == second.money.currency
        and first.money.value < second.money.value
        and _RANGE.fullmatch(text, first.end, second.start) is not None
    )


def _is_converted(piece: _Piece, currency: str, last: Sum | None, text: str) -> bool:
    if last is None or last.money.currency == currency:
        return False
    gap = text[last.end : piece.start]
    return len(gap) <= _FRONT_CHARS and _GAP.fullmatch(gap.removeprefix("起")) is not None
