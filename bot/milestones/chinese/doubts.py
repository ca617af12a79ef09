"""Why a complete reading is no step after all: told in passing, or of somebody else."""

import re
from datetime import date
from typing import Final

from bot.milestones.chinese import gates
from bot.milestones.chinese.figures import is_base, is_of_market
from bot.milestones.chinese.firms import is_resume
from bot.milestones.chinese.other_senses import other_sense
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.whole import LEAD
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.statement import Statement
from storage.records import Kind, Phase, Unit

FAR_YEARS: Final = 4
DESCRIBING: Final = frozenset(
    (
        *("made", "build", "join_hands", "sign", "supply", "start_production"),
        *("finished_building", "do_test", "road_test"),
    )
)
# Kinds that are steps of a thing, which the sentence has to name.
THINGS: Final = frozenset((Kind.LAUNCH, Kind.PRODUCTION, Kind.UNVEIL))
PAID: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
SMALLEST: Final = 1_000_000  # of any currency: smaller sums are prices and fines
FEW: Final = 10  # cars
# Kinds that are relations when a car or plant is described by them.
RELATIONS: Final = frozenset(
    (Kind.FACTORY, Kind.PRODUCTION, Kind.PARTNERSHIP, Kind.DELIVERY, Kind.TESTING)
)
# Kinds of which a mere intention is no step.
BOUND: Final = frozenset(
    (
        Kind.LAUNCH,
        Kind.PRODUCTION,
        Kind.DELIVERY,
        Kind.UNVEIL,
        Kind.TECHNOLOGY,
        Kind.TESTING,
        Kind.INFRASTRUCTURE,
        Kind.INVESTMENT,
    )
)
AFTER: Final = ("之后", "以后", "后")
CAR: Final = 4  # characters between a car and its sale
_OF_VENTURE: Final = re.compile(r"(?:[设造立办产建]{0,2}|运营|生产)的")
_IN_YEARS: Final = re.compile(
    r"(?<![\d零〇一二三四五六七八九十年])[两三四五六七八九十3-9]年(?:之?内)?(?:要|累计|共|总共|将)?(?:卖|销|售|交付)"
)
_ONLY: Final = re.compile(r"(?:只|仅|全部|完全|将只|将仅)$")
_NOW: Final = re.compile(rf"{any_of('still_so')}(?:在|只|就|主要)?$")
BEHIND: Final = 8  # characters between a step and "after"
# What makes an intention one about something.
NAMED: Final = ("place", "model", "NAME", "plant", "tech", "concept", "car_show")


def is_no_step(s: Statement, scene: Scene, match: Match, published: date) -> str | None:
    """Why a reading that is complete is no step after all."""
    entered = s.kind is Kind.MARKET_ENTRY and s.phase is Phase.DONE
    small = s.kind in PAID and s.amount is not None and s.amount.value < SMALLEST
    reasons = (
        (entered and _is_before(scene, match), "told as what came before"),
        (_is_founder(scene, match), "told of who founded it"),
        (_is_founded_together(s.kind, scene, match), "a firm that two found together"),
        (_is_purpose(s.kind, scene, match), "what money is for"),
        (_is_of_dismissed(s.kind, scene, match), "told of those who were dismissed"),
        (_is_of_nobody(s, scene), "a figure of which the title does not say whose"),
        (is_base(s, scene), "a figure of which a share is told"),
        (is_of_market(s, scene, match), "a figure of the market"),
        (_is_undated_past(s, scene), "told without a date as what came before"),
        (_is_time_taken(scene, match), "how long the building took"),
        (
            gates.is_of_cars(s.company, s.kind, scene, match),
            "a car, which its supplier does not make",
        ),
        (_is_car_on_sale(s, scene, match), "the sale of a car, not of shares"),
        (_is_cited(s.kind, scene, match), "a prospectus that is only cited"),
        (_is_routine(s), "a condition of every deal"),
        (_is_described(s, scene, match), "a relation without a date"),
        (_is_vague(s, scene), "an intention without date, figure, model or place"),
        (_is_idle(s, scene), "the words of a step without anything told"),
        (small, "too small a sum"),
        (_is_far(s, scene, match, published), "a long-range ambition"),
    )
    why = next((why for applies, why in reasons if applies), None)
    why = why or other_sense(s, scene, match)
    return why or ("who a firm is" if is_resume(s, scene, published) else None)


def _is_undated_past(s: Statement, scene: Scene) -> bool:
    """Does a sentence only look back: "此前,已有15家企业获批"?"""
    deed = s.phase is Phase.DONE and s.when is None and not s.titled and s.position > 1
    return deed and s.kind is Kind.APPROVAL and scene.text.startswith(sense("looking_back"))


def _is_routine(s: Statement) -> bool:
    """Is it the approval that any deal waits for, of no regulator that is named?"""
    waits = s.kind is Kind.APPROVAL and s.phase is Phase.PENDING and "{await}" in s.rule
    return waits and s.agency is None and s.when is None and s.position > 1


def _is_time_taken(scene: Scene, match: Match) -> bool:
    """Is the start of building only that of a span: "从动工到建成用了16个月", "自开工起18个月"?"""
    begun = [t for t in match.words if "started_building" in t.groups]
    return any(
        scene.text[max(0, t.start - 1) : t.start] in {"从", "由", "自"}
        and scene.text[t.end : t.end + 1] in {"到", "至", "起", "之"}
        for t in begun
    )


def _is_purpose(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is a step only what money is raised for: "用于飞行汽车量产"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    paid = kind in PAID or kind is Kind.FACTORY  # the cost of a plant is told so
    return not paid and bool(scene.within(begin, match.words[0].start, "purpose"))


def _is_of_dismissed(kind: Kind, scene: Scene, match: Match) -> bool:
    """Are those told of who had to go: "被特斯拉裁掉的前员工"?"""
    if kind is not Kind.RESTRUCTURING:
        return False
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    return any(
        scene.text[t.end :].lstrip('"”’').startswith("的") and "被" in scene.text[begin : t.start]
        for t in match.words
    )


def _is_of_nobody(s: Statement, scene: Scene) -> bool:
    """Is it a figure in a title that names no company: that of a market?"""
    return scene.title and not scene.mentions and s.kind is Kind.DELIVERY and bool(s.quantity)


def _is_founder(scene: Scene, match: Match) -> bool:
    """Is a company only told by its founder: "李想创办的车和家"?"""
    found = [t for t in match.words if "found" in t.groups]
    named = match.pattern.step.kind is Kind.COMPANY_SETUP and "COMPANY" in match.pattern.said
    return named and any(scene.text[t.end : t.end + 1] == "的" for t in found)


def _is_founded_together(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it founded with somebody else, so that it is a venture: "吉利同百度组建汽车公司"?"""
    if kind is not Kind.COMPANY_SETUP or not any("found" in t.groups for t in match.words):
        return False
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    beside = scene.within(begin, match.words[0].start, "preposition")
    with_ = [t for t in beside if scene.text[t.start : t.end] in {"同", "与", "和", "跟"}]
    return any(m.start - t.end <= 1 for t in with_ for m in scene.mentions if m.start >= t.end)


def _is_car_on_sale(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it a car that goes on sale: "入门版的上市计划"? The word is the same for shares."""
    told = [t for t in match.words if "ipo" in t.groups and "上市" in scene.text[t.start : t.end]]
    if s.kind is not Kind.FUNDING or not told or scene.has("exchange", "raise_money"):
        return False
    if scene.text.startswith(("开售", "销售", "发售", "开卖"), told[0].end):
        return True
    near = scene.within(max(0, told[0].start - BEHIND), told[0].start, "model", "NAME")
    return any(told[0].start - t.end <= CAR for t in near)


def _is_cited(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is a prospectus only the source of what follows: "招股书透露"?"""
    told = [t for t in match.words if "ipo" in t.groups]
    return kind is Kind.FUNDING and any(
        scene.text.startswith("招股", t.start) and scene.text.startswith(sense("cited"), t.end)
        for t in told
    )


def _is_before(scene: Scene, match: Match) -> bool:
    """Is the step only what came before another one: "after Israel and France"?"""
    _, end = scene.bounds(scene.clause(match.end - 1))
    behind = scene.text[match.end : end].rstrip(" ,")
    return behind.endswith(AFTER) and len(behind) <= BEHIND


def _is_idle(s: Statement, scene: Scene) -> bool:
    """Does it tell neither figure nor thing: "first look at orders and deliveries"?"""
    if scene.title or s.phase is not Phase.DONE or s.quantity or s.amount:
        return False
    if s.kind is Kind.LAUNCH and "MONEY" in s.rule:
        return True
    if s.kind is Kind.DELIVERY:
        return not scene.has("start_delivery", "first", "start_word", "NAME", "model", "keys")
    if s.kind is Kind.RECALL and s.when is None and s.agency is None:
        return not scene.has("NAME", "model", "on_record", "announced")  # advice to owners
    told_when = s.when is not None and any(word in scene.text for word in sense("that_car"))
    things = told_when or scene.has(
        "NAME", "model", "plant", "first", "tech", "brand_new", "concept", "ORDINAL"
    )
    late = s.carried or (s.when is None and s.position > LEAD)
    return s.kind in THINGS and not things and late


def _is_described(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the step only describe a thing ("the i3 that BMW makes"), or is it a handful of cars?"""
    few = s.quantity is not None and s.quantity.unit is Unit.VEHICLES and s.quantity.value < FEW
    if s.kind is Kind.DELIVERY and few:
        return not scene.has("start_delivery", "first")
    if s.kind is Kind.PRODUCTION and s.phase is Phase.DONE and _is_going_on(scene, match):
        return True
    if _names_venture(s, scene, match):
        return True
    begin, end = scene.bounds(scene.clause(match.start))
    near = s.kind is Kind.PARTNERSHIP or any("made" in t.groups for t in match.words)
    dated = s.when is not None and (not near or scene.within(begin, end, "DATE"))
    if s.kind not in RELATIONS or s.phase is not Phase.DONE or dated or scene.title:
        return False
    verbs = [t for t in match.words if t.groups & DESCRIBING]
    return any(scene.text[t.end : t.end + 1] == "的" for t in verbs)


def _names_venture(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a joint venture only say whose the plant is: "与LG在印尼合资建设的工厂竣工"?"""
    if s.kind is not Kind.PARTNERSHIP or s.phase is not Phase.DONE or scene.title:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    joint = "合资" in scene.text[match.words[-1].start : match.end]
    behind = _OF_VENTURE.match(scene.text, match.end) is not None
    return joint and behind and not scene.within(begin, match.start, "DATE")


def _is_going_on(scene: Scene, match: Match) -> bool:
    """Is a thing only said to be made still, or by somebody else: "G3仍由海马代工"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    still = scene.within(begin, match.words[0].start, "still")
    now = _NOW.search(scene.text, begin, match.words[0].start) is not None
    return (bool(still) or now) and match.pattern.said.startswith("{made} ")


def _is_vague(s: Statement, scene: Scene) -> bool:
    if s.kind is Kind.FACTORY and s.phase is Phase.PLANNED and not scene.title:
        figures = s.when or s.amount or s.quantity or s.rule.startswith("把 ")
        return not figures and not scene.has("planned", "pending", "decided", "said", "sited")
    if s.phase is not Phase.PLANNED or s.kind not in BOUND:
        return False
    buys = s.kind is Kind.INVESTMENT and any(m.company != s.company for m in scene.mentions)
    told = (s.when, s.amount, s.quantity, s.agency, buys)
    return not any(told) and not scene.has(*NAMED)


def _is_far(s: Statement, scene: Scene, match: Match, published: date) -> bool:
    """A sales ambition of many years is no step yet: "到2030年年销百万辆", "三年卖90万辆"."""
    if s.phase is Phase.PLANNED and s.kind is Kind.PRODUCTION and s.when is not None:
        alone = _ONLY.search(scene.text, 0, match.words[0].start) is not None
        return alone and s.when.end.year - published.year > FAR_YEARS
    if s.phase is not Phase.PLANNED or s.kind is not Kind.DELIVERY:
        return False
    if _IN_YEARS.search(scene.text, 0, match.end) is not None:
        return True
    return s.when is None or s.when.end.year - published.year > FAR_YEARS
