"""Chinese wording of counts: 年产能15万辆, 大定突破20万台, 10.26GWh, 第1000座换电站, 裁员2000人."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.found import Count, Number
from bot.milestones.grammars.chinese_money import money
from bot.milestones.grammars.chinese_nouns import (
    MORE,
    job,
    last_of,
    order_noun,
    station,
    vehicle,
)
from bot.milestones.grammars.chinese_numbers import figures, plain
from bot.milestones.grammars.chinese_units import clause_before, clause_behind, pattern
from storage.records import Quantity, Unit

LEAST_NTH: Final = {Unit.VEHICLES: 100, Unit.STATIONS: 10}  # 第五辆 is no milestone
LEAST: Final = {Unit.VEHICLES: 2, Unit.ORDERS: 10, Unit.JOBS: 10}  # 一辆车, 五个工人 count nothing
LEAST_BARE: Final = 1000  # a smaller number without a unit counts nothing in particular
LEAST_GWH: Final = Decimal("0.001")
CUE_CHARS: Final = 40
MACHINE_CHARS: Final = 16
ORDER_CHARS: Final = 26

_ENERGY: Final = re.compile(
    rf"{MORE}(?P<unit>GWh|GWH|gwh|Gwh|GW·h|吉瓦时|吉瓦小时|MWh|MWH|兆瓦时|兆瓦小时|TWh|太瓦时|千瓦时|瓦时)"
    r"(?![A-Za-z])(?P<yearly> ?/ ?(?:年|a\b)|每年)?"
)
_IN_GWH: Final = {
    "gwh": Decimal(1),
    "gw·h": Decimal(1),
    "吉瓦时": Decimal(1),
    "吉瓦小时": Decimal(1),
    "mwh": Decimal("0.001"),
    "兆瓦时": Decimal("0.001"),
    "兆瓦小时": Decimal("0.001"),
    "twh": Decimal(1000),
    "太瓦时": Decimal(1000),
    "千瓦时": Decimal("0.000001"),
    "瓦时": Decimal("0.000000001"),
}
_YEARLY: Final = re.compile(
    r"(?:(?:整车|新车|汽车|乘用车|电动车|电动汽车|新能源汽车|新能源车|纯电动车)?(?: ?/ ?年| ?每年|的?(?:设计|规划)?年?产能|的?年(?:生产|制造)能力|的?生产能力))"
)
_YEARLY_BEFORE: Final = re.compile(
    r"(?:(?<!全)(?<!全年)(?:年产(?!量)(?:能)?|产能|年化|生产能力|设计能力|制造能力)|每年(?:可|能|将)?(?:生产|制造|组装|下线)?|年均产量)(?!利用率)"
)
_EACH_YEAR: Final = re.compile(
    r"(?:一年|每年)(?:起步|可容|能拼|能造|可造|能产|可产|能出|可出|要吐出|能吐出|吐出|要出|拼|造|产|出)?[约近]?$"
)
_OTHER_PERIOD: Final = re.compile(r"[月周日][均]?产能?[^,。;]{0,8}$|每[月周天日][^,。;]{0,6}$")
_PER_OTHER: Final = re.compile(r" ?/ ?(?:月|周|天|日|小时)|每[月周天日]")
_PERCENT: Final = re.compile(r" ?%|个?百分点|成(?!立|本|功|为|交|都)|倍")
_LESS: Final = re.compile(r"(?:不到|不足|低于|少于|未到)约?$")
_NOT_LESS: Final = re.compile(r"不(?:低于|少于)约?$")
# 1000辆以内: nobody knows how many.
_AT_MOST: Final = re.compile(r"以[内下](?!简称|统称|称|为)|之内")
_BARE_BEHIND: Final = re.compile(r"[余多+]?(?=$|[ ,.。;!?、)(|\n]|大关)")
_BARE_BEFORE: Final = re.compile(
    r"(?:交付|销量|销售|产量|订单|大定|小订|锁单|预订|召回|出口|下线|首)(?:量|数|了|数量|总数)?"
    r"(?:再|首次|首|已|均|也|双双|合计|共|累计|单月)?(?:突破|破|超过|超|逾|达到|达|为|近|约|逼近|冲破|冲上|:|攻破)* ?$"
)
_TO: Final = re.compile(r" ?(?:-|~|—|至|到) ?[约近]?")
# Behind a number of people: who came to see it.
_GUESTS: Final = re.compile(
    r"[^,。;]{0,4}?(?:出席|(?:参加|參加)[^,。;]{0,4}(?:仪式|儀式|典礼|典禮|活动|活動)|到场|到場|与会|與會|见证|見證|参观|參觀|观礼|在场|在場)"
)
_PEOPLE: Final = re.compile(rf"{MORE}(?:人(?![民次工形机均])|名|位|个)")
# A measure of stations without a noun of its own behind it.
_ALONE: Final = re.compile(
    rf"{MORE}(?:座|根|个(?=$|[ ,。;、)!?以左在建])|家(?=$|[ ,。;、)!?]))(?!城市|工厂|县|省|商场|门店)"
)
_SHEETS: Final = re.compile(
    rf"{MORE}(?:份(?!报|简|合同|协议|文件|问卷|额|工)|单(?!车|元|体|位|价)|张|笔)"
)
_SINGLE: Final = re.compile(
    r"(?:首|第一|第二|第三|第四|第五)[座个家](?:[^,。;!?\n、]{0,10}?)(?P<noun>换电站|充电站|超充站|充换电站)"
)


def counts(text: str) -> Iterator[Count]:
    """Every count of a Chinese text, in order."""
    folded = fold_chinese(text)
    taken = [(one.start, one.end) for one in money(folded, "USD")]
    singles = {match.end(): match for match in _SINGLE.finditer(folded)}
    found = sorted(
        [*_numbered(folded, taken), *map(_single, singles.values())],
        key=lambda one: (one.start, -one.end),
    )
    end = 0
    for count in found:
        if count.start >= end:
            yield count
            end = count.end


def _single(match: re.Match[str]) -> Count:
    """The first swap station, or "a second": one of them."""
    quantity = Quantity(value=Decimal(1), unit=Unit.STATIONS)
    return Count(quantity=quantity, start=match.start(), end=match.end(), inferred=True)


def _numbered(text: str, taken: list[tuple[int, int]]) -> Iterator[Count]:
    last: Count | None = None
    money_at = 0
    for number in figures(text):
        while money_at < len(taken) and taken[money_at][1] <= number.start:
            money_at += 1
        if money_at < len(taken) and taken[money_at][0] < number.end:
            continue
        found = _count(number, last, text)
        if found is not None:
            if last is not None and _is_upper_end(last, found, text):
                last = replace(last, end=found.end)
                continue
            if last is not None:
                yield last
            last = found
    if last is not None:
        yield last


def _is_upper_end(first: Count, second: Count, text: str) -> bool:
    return (
        first.quantity.unit is second.quantity.unit
        and first.quantity.value < second.quantity.value
        and _TO.fullmatch(text, first.end, second.start) is not None
    )


def _count(number: Number, last: Count | None, text: str) -> Count | None:
    if _PERCENT.match(text, number.end):
        return None
    before = clause_before(text, number.start)
    if _LESS.search(before) and not _NOT_LESS.search(before):
        return None
    found = (
        _energy(number, before, text)
        or _stations(number, before, last, text)
        or _vehicles(number, before, text)
        or _jobs(number, before, text)
        or _bare(number, before, text)
    )
    if found is None or found.quantity.value < LEAST.get(found.quantity.unit, 0):
        return None
    if _AT_MOST.match(text, found.end):
        return None
    return found


def _energy(number: Number, before: str, text: str) -> Count | None:
    match = _ENERGY.match(text, number.end)
    if match is None or number.ordinal:
        return None
    unit = match["unit"].lower()
    value = number.value * _IN_GWH[unit]
    if value < LEAST_GWH or (unit == "千瓦时" and value < 1):
        return None
    is_rate = match["yearly"] or _is_capacity(before, clause_behind(text, match.end(), 12))
    return _of(number, plain(value), Unit.GWH_PER_YEAR if is_rate else Unit.GWH, match.end())


def _is_capacity(before: str, behind: str) -> bool:
    """Does the nearest word speak of what a plant makes by the year?"""
    if pattern("capacity", "words", behind="[约达到为最高可至近超逾过]{0,6}$").search(before):
        return True
    if pattern("capacity", "words").search(behind) or pattern("capacity", "plants").search(behind):
        return True
    if pattern("capacity", "amounts").search(behind):
        return False
    return last_of("capacity", ("words", "plants"), before) > last_of(
        "capacity", ("amounts",), before
    )


def _vehicles(number: Number, before: str, text: str) -> Count | None:
    if number.value != number.value.to_integral_value():
        return None
    ordered = order_noun().match(text, number.end)
    match = vehicle().match(text, number.end)
    if match is not None and match[0][-1] != "辆" and _is_machine(before):
        return None
    if match is None and ordered is None:
        return _orders_behind_noun(number, before, text)
    if number.ordinal:
        if match is None or number.value < LEAST_NTH[Unit.VEHICLES]:
            return None
        return replace(_of(number, number.value, Unit.VEHICLES, match.end()), ordinal=True)
    if match is None or (ordered is not None and ordered.end() > match.end()):
        end = ordered.end() if ordered else number.end
        return _of(number, number.value, Unit.ORDERS, end)
    if _PER_OTHER.match(text, match.end()) or _OTHER_PERIOD.search(before):
        return None
    yearly = _YEARLY.match(text, match.end())
    if yearly or _is_yearly(before):
        end = yearly.end() if yearly else match.end()
        return _of(number, number.value, Unit.VEHICLES_PER_YEAR, end)
    unit = Unit.ORDERS if _is_ordered(before) else Unit.VEHICLES
    return _of(number, number.value, unit, match.end())


def _is_machine(before: str) -> bool:
    """Is the 台 one of another thing, named before: 机器人1000台?"""
    window = before[-MACHINE_CHARS:]
    return pattern("vehicles", "others").search(window[window.rfind(",") + 1 :]) is not None


def _orders_behind_noun(number: Number, before: str, text: str) -> Count | None:
    """订单超10万份: the noun stands before."""
    match = _SHEETS.match(text, number.end)
    if match is None or number.ordinal:
        return None
    # 份 counts little else in this trade, so the noun may stand in the sentence before.
    wide = text[max(0, number.start - CUE_CHARS) : number.start]
    if not _is_ordered(before) and not (match[0][-1] == "份" and _is_ordered(wide, CUE_CHARS)):
        return None
    return _of(number, number.value, Unit.ORDERS, match.end())


def _is_ordered(before: str, reach: int = ORDER_CHARS) -> bool:
    window = before[-reach:]
    return last_of("orders", ("nouns",), window) > last_of("made", ("nouns",), window)


def _is_yearly(before: str) -> bool:
    """Does a word of capacity stand before, and none of a stated output or sale behind it?"""
    if _EACH_YEAR.search(before):
        return True
    window = before[-CUE_CHARS:]
    cues = list(_YEARLY_BEFORE.finditer(window))
    if not cues:
        return False
    rest = window[cues[-1].end() :]
    return pattern("made", "nouns").search(rest) is None


def _stations(number: Number, before: str, last: Count | None, text: str) -> Count | None:
    match = station().match(text, number.end)
    inferred = False
    if match is None:
        match = _ALONE.match(text, number.end)
        if match is None:
            return None
        known = last_of("stations", ("nouns",), before) >= 0
        inferred = not known and last is not None and last.quantity.unit is Unit.STATIONS
        if not known and not inferred:
            return None
    if number.ordinal and number.value < LEAST_NTH[Unit.STATIONS]:
        return None
    count = _of(number, number.value, Unit.STATIONS, match.end())
    return replace(count, ordinal=number.ordinal, inferred=inferred)


def _jobs(number: Number, before: str, text: str) -> Count | None:
    if number.ordinal or number.value != number.value.to_integral_value():
        return None
    match = job().match(text, number.end)
    if match is None:
        match = _PEOPLE.match(text, number.end)
        near = pattern("jobs", "cues").search(before[-CUE_CHARS:]) if match else None
        if match is None or near is None or _GUESTS.match(text, match.end()):
            return None
        if match[0][-1] == "个" and "岗位" not in before:
            return None
    return _of(number, number.value, Unit.JOBS, match.end())


def _bare(number: Number, before: str, text: str) -> Count | None:
    """A number without a unit right behind a word of deliveries or orders: 交付21352, 首破两万."""
    if number.ordinal or number.value < LEAST_BARE or not _BARE_BEHIND.match(text, number.end):
        return None
    if not _BARE_BEFORE.search(before):
        return None
    unit = Unit.ORDERS if _is_ordered(before) else Unit.VEHICLES
    return replace(_of(number, number.value, unit, number.end), inferred=True)


def _of(number: Number, value: Decimal, unit: Unit, end: int) -> Count:
    return Count(quantity=Quantity(value=value, unit=unit), start=number.start, end=end)
