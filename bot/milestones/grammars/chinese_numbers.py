"""Chinese wording of numerals: 1萬1411, 3.5万, 三万五千, 20余万, 第100万, 10万~15万."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.found import Number
from bot.milestones.grammars.chinese_numerals import HAN, MAX_CHARS, SCALES, han_scale, han_value

MAX_DIGITS: Final = 18

_SCALE: Final = r"兆(?=[韩日新台越元印])|万亿|千亿|百亿|十亿|亿|千万|百万|万|千(?![瓦米克伏帕焦赫])|百(?![分度公])|[kK](?![A-Za-z])"
_SCANNER: Final = re.compile(
    rf"""
    (?P<nth>第\ ?)?
    (?:
      (?:(?<![A-Za-z0-9_])|(?<=RMB)|(?<=CNY)|(?<=USD)|(?<=EUR)|(?<=HKD)|(?<=[A-Za-z])(?=[\d.,]+\ ?[万亿]|\d{{4}}))
      (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?
        |\d+(?:\ 0\d*)?(?:\.\d+|\ ?\.\ ?\d+(?=\ ?[万亿]))?)
      (?:\ ?[余多来几]?(?P<scale>{_SCALE}))?
    |
      (?P<han>[{HAN}][{HAN}万亿]*(?:点[{HAN}]+[万亿]*|[余多来](?=[万亿])[万亿]+)?|[万亿]{{1,2}})
    )
    """,
    re.VERBOSE,
)
_START: Final = re.compile(rf"[第\d{HAN}万亿]")
_RUN: Final = re.compile(r"[\d,.]*")
# What may follow 1万 as a smaller part of the same number; no year, clock time or share follows so.
_PART: Final = re.compile(
    rf"(?:\ (?=\d+[千百十]?万)|零)?(?P<digits>\d{{1,4}}(?:,\d{{3}})?)(?P<scale>{_SCALE})?"
    r"(?![\d年月日号时点款%:/.~,-]|小时|分钟| ?[A-Za-z])"
)
_MEASURES: Final = "辆台部座个家款名人位条项次元块美欧英日港韩泰份成倍年月天周批轮种根处亿万季"
_SINGLE: Final = re.compile(rf" ?[{_MEASURES}](?!数)")
_BOUND: Final = re.compile(r"[统唯万之单同某任其逐不进专每另有这那哪]$")
_UNIT: Final = re.compile(
    r"[余多]? ?(?:[辆台部座名人元美欧英日港韩泰新加澳瑞份块册]|个(?!性)|人民币)"
)
# 订单破万: ten thousand, where nothing else goes on with the word.
_ALONE: Final = re.compile(r"(?:突破|冲破|(?<![突冲])破|过)$")
_OVER: Final = re.compile(r"(?=$|[,.。;:!?、)(|\n」”])")
_ABOUT: Final = re.compile(r"[近超逾过破达约上第产]$")
_VAGUE: Final = re.compile(r"[几成]$|(?<![定单订总人辆次台量倍件户座])数$")
_RANGE: Final = re.compile(r" ?(?:-|~|—|至|到|\bto\b) ?[约近]?")
_SCALELESS: Final = 1


def numbers(text: str) -> Iterator[Number]:
    """Every numeral of a Chinese text, in order."""
    return numerals(fold_chinese(text))


def numerals(text: str) -> Iterator[Number]:
    """Every numeral of a folded text, in order."""
    at = 0
    while (start := _START.search(text, at)) is not None:
        match = _SCANNER.match(text, start.start())
        if match is None:
            at = _after(text, start)
            continue
        found = _arabic(match, text) if match["digits"] else _han(match, text)
        if found is not None:
            yield found
        at = found.end if found else match.end()


@lru_cache(maxsize=4)  # sums and counts of one text are looked for one after the other
def figures(text: str) -> tuple[Number, ...]:
    """The numerals of a folded text in order, the two ends of a range made one."""
    return tuple(with_ranges(numerals(text), text))


def with_ranges(found: Iterator[Number], text: str) -> Iterator[Number]:
    """The same with both ends of a range made one, of the lower value: 15-20万 is 150,000."""
    previous: Number | None = None
    for number in found:
        whole = _range(previous, number, text) if previous else None
        if previous is not None and whole is None:
            yield previous
        previous = whole or number
    if previous is not None:
        yield previous


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or trailing places: 3E+4 is 30000."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def _after(text: str, start: re.Match[str]) -> int:
    """Behind the character, and behind the whole run of digits: no number begins inside one."""
    run = _RUN.match(text, start.end()) if start[0].isdigit() else None
    return run.end() if run else start.end()


def _arabic(match: re.Match[str], text: str) -> Number | None:
    digits = re.sub(r"[ ,]", "", match["digits"])
    if len(digits) > MAX_DIGITS:
        return None
    scale = SCALES.get(match["scale"] or "", _SCALELESS)
    value, end = Decimal(digits) * scale, match.end()
    least = scale
    while least > 1 and "." not in digits and (part := _PART.match(text, end)) is not None:
        unit = SCALES.get(part["scale"] or "", 1)
        amount = Decimal(part["digits"].replace(",", "")) * unit
        if unit >= least or amount >= least:
            break
        if unit == 1 and len(part["digits"]) == 1 and text[end] != "零":
            amount *= least // 10  # 3万5 is 35,000
        value, end, least = value + amount, part.end(), unit
    return Number(
        value=plain(value), start=match.start(), end=end, ordinal=bool(match["nth"]), scale=scale
    )


def _han(match: re.Match[str], text: str) -> Number | None:
    words, start, end = match["han"], match.start("han"), match.end()
    if len(words) > MAX_CHARS:
        return None
    if not match["nth"] and not _is_numeral(words, text, start, end):
        return None
    value = han_value(words)
    if value is None:
        return None
    return Number(
        value=plain(value),
        start=match.start(),
        end=end,
        ordinal=bool(match["nth"]),
        scale=han_scale(words),
    )


def _is_numeral(words: str, text: str, start: int, end: int) -> bool:
    """Is it counted with, or a piece of another word (统一, 千万别, 数十万)?"""
    before = text[max(0, start - 2) : start]
    if words[0] in "十百千万亿" and _VAGUE.search(before):
        return False
    if words[0] in "百千万亿":
        unit = _UNIT.match(text, end)
        if words == "万" and _ALONE.search(before) and _OVER.match(text, end):
            return True
        many = len(words) > 1 and not words.startswith("万一")
        return bool(unit and (many or text[end] in "余多" or _ABOUT.search(before)))
    if len(words) == 1:
        return bool(_SINGLE.match(text, end)) and not _BOUND.search(before)
    return True


def _range(first: Number, second: Number, text: str) -> Number | None:
    if first.ordinal or second.ordinal or not _RANGE.fullmatch(text, first.end, second.start):
        return None
    lower = first.value
    if first.scale == 1 and lower * second.scale <= second.value:
        lower *= second.scale
    if lower >= second.value:
        return None
    return replace(second, value=plain(lower), start=first.start)
