"""Chinese wording of steps: one clause a step, its hedge kept."""

import re
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from storage.records import Certainty, Kind, Milestone, Money, Phase, Quantity, Span, Unit

SPACE: Final = ""  # between sentences

# What is done, and what it takes; segments are choices as in English.
KINDS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.COMPANY_SETUP: ("设立{subject}|进入电动汽车业务",),
    Kind.INVESTMENT: ("投资{amount}|投资", "（{subject}）"),
    Kind.FUNDING: ("融资{amount}|融资", "（{subject}）"),
    Kind.PARTNERSHIP: ("与{partner}达成合作|达成合作（{subject}）|达成合作", "，金额{amount}"),
    Kind.REGISTRATION: ("注册{subject}|完成注册", "（{agency}）"),
    Kind.APPROVAL: ("获得{agency}批准|获得批准", "（{subject}）"),
    Kind.FACTORY: ("建设工厂", "（{subject}）", "，产能{quantity}", "，金额{amount}"),
    Kind.TESTING: ("测试{subject}|测试新车", "（{quantity}）"),
    Kind.PRODUCTION: ("生产{output}", "量产{subject}|量产"),
    Kind.UNVEIL: ("发布{subject}|发布新车型",),
    Kind.LAUNCH: ("上市{subject}|新车上市", "，售价{amount}起", "，订单{quantity}"),
    Kind.DELIVERY: ("交付{quantity}|交付{subject}|交付新车",),
    Kind.MARKET_ENTRY: ("进入{subject}市场|进入新市场",),
    Kind.TECHNOLOGY: ("推出{subject}|推出新技术",),
    Kind.INFRASTRUCTURE: ("建成{quantity}|建设补能网络", "（{subject}）"),
    Kind.RECALL: ("召回{quantity}|召回", "（{subject}）", "，{agency}公布"),
    Kind.RESTRUCTURING: ("重组", "（{subject}）", "，涉及{quantity}"),
}
CURRENCIES: Final = {
    "USD": "美元", "EUR": "欧元", "CNY": "元", "GBP": "英镑", "JPY": "日元", "CAD": "加元",
    "AUD": "澳元", "HKD": "港元", "TWD": "新台币", "KRW": "韩元", "INR": "卢比", "THB": "泰铢",
    "BRL": "雷亚尔", "SEK": "瑞典克朗", "IDR": "印尼盾", "VND": "越南盾",
}  # fmt: skip
UNITS: Final = {
    Unit.VEHICLES: "辆",
    Unit.VEHICLES_PER_YEAR: "辆/年",
    Unit.ORDERS: "单",
    Unit.GWH: "GWh",
    Unit.GWH_PER_YEAR: "GWh/年",
    Unit.STATIONS: "座",
    Unit.JOBS: "个岗位",
}
HEDGES: Final = {Certainty.OFFICIAL: "", Certainty.REPORTED: "据报道", Certainty.RUMOURED: "传闻"}
AGENCIES: Final = {
    "NDRC": "国家发改委",
    "MIIT": "工信部",
    "SAMR": "市场监管总局",
    "MOFCOM": "商务部",
}
PHASES: Final = {
    Phase.PLANNED: "计划",
    Phase.PENDING: "正准备",
    Phase.DONE: "已",
    Phase.DELAYED: "推迟",
    Phase.CANCELLED: "取消",
}
QUARTER: Final = 3  # months
HALF: Final = 6
YEAR: Final = 12
_PRECISION: Final = Decimal("0.0001")
_SLOT: Final = re.compile(r"\{([a-z]+)\}")
_SCALES: Final = ((Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))


def title(names: Sequence[str], steps: Sequence[Milestone]) -> str:
    """One line, without a full stop; `steps` are steps of the same companies, not empty."""
    return sentence([(names, step) for step in steps], again=False).removesuffix("。")


def sentence(clauses: Sequence[tuple[Sequence[str], Milestone]], *, again: bool) -> str:
    """One sentence of at least one clause. `again`: its subject was the last one's."""
    parts: list[str] = []
    last: Sequence[str] | None = None
    for index, (names, milestone) in enumerate(clauses):
        who = "" if names == last else "、".join(names)
        if index == 0 and again:
            who = "此外，"
        joint = "" if not parts else "；" if who else "，"
        parts.append(f"{joint}{who}{clause(milestone, many=len(names) > 1)}")
        last = names
    return "".join(parts) + "。"


def clause(milestone: Milestone, *, many: bool = False) -> str:
    """What is said of the company or companies, without their names."""
    m = milestone
    slots = _slots(m, many=many)
    segments = KINDS[m.kind]
    if m.kind == Kind.PRODUCTION:
        segments = segments[:1] if "output" in slots else segments[1:]
    said = _filled(segments, slots)
    hedge = HEDGES[m.certainty]
    time = when(m.when) if m.when else ""
    if m.kind == Kind.APPROVAL and m.phase == Phase.PENDING:
        return f"{hedge}仍需{said}"
    if m.phase == Phase.DONE and time:
        return f"{hedge}已于{time}{said}"
    if m.phase == Phase.DELAYED and time:
        return f"{hedge}将{said}推迟至{time}"
    if m.phase in (Phase.PLANNED, Phase.PENDING) and time:
        return f"{hedge}{PHASES[m.phase]}在{time}{said}"
    return f"{hedge}{PHASES[m.phase]}{said}"


def when(span: Span) -> str:
    """The days of a span in words: 2023年8月2日, 2024年上半年."""
    start, end = span.start, span.end
    year = f"{start.year}年"
    until = f"{end.year}年" if end.year != start.year else ""
    if start == end:
        return f"{year}{start.month}月{start.day}日"
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return f"{year}{start.month}月{start.day}日至{until}{end.month}月{end.day}日"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    named = {
        (1, start.month): f"{year}{start.month}月",
        (QUARTER, 1): f"{year}第一季度",
        (QUARTER, 4): f"{year}第二季度",
        (QUARTER, 7): f"{year}第三季度",
        (QUARTER, 10): f"{year}第四季度",
        (HALF, 1): f"{year}上半年",
        (HALF, 7): f"{year}下半年",
        (YEAR, 1): year,
    }
    whole_years = f"{year}至{until}" if months % YEAR == 0 and start.month == 1 else None
    span_of_months = f"{year}{start.month}月至{until}{end.month}月"
    return named.get((months, start.month)) or whole_years or span_of_months


def money(amount: Money) -> str:
    """A sum: 100亿美元."""
    return f"{_number(amount.value)}{CURRENCIES.get(amount.currency, amount.currency)}"


def count(quantity: Quantity) -> str:
    """A count with its unit: 20万辆/年."""
    return f"{_number(quantity.value)}{UNITS[quantity.unit]}"


def _slots(m: Milestone, *, many: bool) -> dict[str, str]:
    slots: dict[str, str] = {}
    if m.subject:
        slots["subject"] = m.subject
        if not many:
            slots["partner"] = m.subject
    if m.amount:
        slots["amount"] = money(m.amount)
    if m.quantity:
        slots["quantity"] = count(m.quantity)
        if m.quantity.unit == Unit.VEHICLES:
            slots["output"] = slots["quantity"]
    if m.agency:
        slots["agency"] = AGENCIES.get(m.agency, m.agency)
    return slots


def _filled(segments: Sequence[str], slots: dict[str, str]) -> str:
    said: list[str] = []
    for segment in segments:
        for choice in segment.split("|"):
            if all(name in slots for name in _SLOT.findall(choice)):
                said.append(_SLOT.sub(lambda slot: slots[slot[1]], choice))
                break
    return "".join(said)


def _number(value: Decimal) -> str:
    for scale, word in _SCALES:
        if abs(value) >= scale:
            scaled = value / scale
            if scaled == scaled.quantize(_PRECISION):
                return f"{scaled.normalize():f}{word}"
    return f"{value.normalize():f}"
