"""Words of a step that only tell a figure: of a market, a plant on paper, an old one, a price."""

import re
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.certainty import speakers
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sources import Voice
from bot.milestones.chinese.whole import LEAD
from bot.milestones.chinese.words import Tag, any_of, group, sense
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

if TYPE_CHECKING:
    from bot.milestones.found import Count, Sum

BEHIND: Final = 16  # characters behind "publishes" in which it is said what
OLD: Final = 26  # characters before a figure in which it is told where it comes from
OFFER: Final = 4  # characters around a sum in which it is credit for those who buy a car
COUNTED: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH, Kind.MARKET_ENTRY, Kind.PRODUCTION))
# What is published is a figure or a list, no car.
_PAPERS: Final = re.compile(
    r"(?:了|的)?[^,。;]{0,14}?"
    rf"(?:{any_of('papers')}|{any_of('counted_deeds')}{any_of('counts')})"
)
_RATED: Final = re.compile(rf"{any_of('laid_out')}产能[^,。;]{{0,6}}$")
# A figure from which another one rises or falls: "从2016年约65万辆降至36万辆".
_FROM: Final = re.compile(r"(?:从|由|较|比)[^,。;从由]{0,22}$")
_TO: Final = re.compile(rf"[^,。;]{{0,8}}?{any_of('rising_or_falling')}[^,。;]{{0,4}}(?:到|至|为)")
_BASE: Final = re.compile(
    rf"的?[^,。;]{{0,8}}(?:之中|当中|中|里),[^。;]{{0,12}}{any_of('share_of_it')}"
)
_GOODS: Final = rf"(?!{any_of('no_goods')}){any_of('goods')}"
_THINGS: Final = re.compile(_GOODS)
_SCOPE: Final = re.compile(rf"{any_of('markets')}{any_of('all_of_it')}?{_GOODS}")
# What a state plans for its market: "工信部等八部门印发方案,提出力争销量达…".
_SET_BY_STATE: Final = re.compile(
    r"(?:部门|工信部|发改委|商务部|国务院|财政部)[^。;]{0,8}(?:印发|发布|出台|联合印发)"
)
_OWN: Final = re.compile(rf"(?!{any_of('not_its_own')}){any_of('its_own')}")
_TALKED: Final = re.compile(any_of("talked_about"))
_WHEN_NEW: Final = re.compile(r"(?:上市|发布|推出|亮相|预售)(?:时|之初|当时|初期|那会儿?)的?")
_NEAR_TO: Final = re.compile(r"[与和跟同][^,。;]{2,14}(?:接近|相近|相当|相仿|持平|差不多|类似)")
_SINCE: Final = re.compile(r"(?:上市|交付|开售|发布|成立|投产)以来[^。;]{0,16}累计")
_CHEAPER: Final = re.compile(
    r",比(?!当初|此前|之前|预售|上一代|老款|旧款|去年|原)[^,。;]{2,12}(?:便宜|贵|低|高|划算)"
)
CHEAPER: Final = 18  # characters behind a price in which another one is told
_ALL_TOLD: Final = re.compile(
    r"累计(?:销量|交付量?|销售|产销|用户)(?:已|也|就)*(?:经)?(?:突破|超过?|达到?|逾)"
)
DEAR: Final = frozenset(("CNY", "USD", "EUR", "HKD", "GBP"))
DEAREST: Final = 20_000_000  # in any of these currencies; no car costs so much
ASKED: Final = 8  # characters of a question behind a price
_SHARES: Final = re.compile(r"(?:了|约|不超过|合计|共)?[\d.,]+[万亿]?股")
_RESEARCH: Final = re.compile(any_of("research"))
# The same months of the year before, not compared with: "较去年同期增长".
_YEAR_BEFORE: Final = re.compile(
    r"(?<![较比与同跟和])(?:去年|上年|前年)同[期月](?!相比|[^,。;]{0,8}(?:[增降涨跌升减]|下滑|持平))"
)
# Of so many cars one is of some sort.
_OF_EACH: Final = re.compile(
    r"每[^,。;\d]{0,6}[\d一二两三四五六七八九十百]+[辆台部][^。;]{0,10}?(?:就|便|中|里|有)"
)
RATIO: Final = 100  # cars of which a share is told
USED: Final = 8  # characters behind a plant in which it is its use that grows
_UNTIL: Final = re.compile(r"(?:[^,。;]{1,8}方面,)?截[至止]")
_SO_FAR: Final = re.compile(any_of("so_far"))
# Credit for those who buy a car.
_CHEAP: Final = re.compile(any_of("car_credit"))


def is_base(s: Statement, scene: Scene) -> bool:
    """Is a figure only that of which a share is told: "280万辆的销量中,纯电动车占0.5%"?"""
    return s.kind is Kind.DELIVERY and any(
        _BASE.match(scene.text, t.end) is not None for t in scene.groups.get("VEHICLES", ())[:1]
    )


def is_of_market(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a figure that names nobody that of a market: "5月国内新能源车卖出90万辆"?"""
    cells = s.kind is Kind.TECHNOLOGY and scene.has("ENERGY")
    if not s.carried or not (cells or (s.kind in COUNTED and s.quantity is not None)):
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    end = scene.bounds(scene.clause(match.end - 1))[1]
    told = scene.text[begin:end]
    if _OWN.search(told):
        return False
    counters = any(word in scene.text[:end] for word in group("market_counters"))
    if _SET_BY_STATE.search(scene.text, 0, end) is not None:
        return True
    return _SCOPE.search(told) is not None or (counters and _THINGS.search(told) is not None)


def is_ratio(s: Statement, scene: Scene, _: Match) -> bool:
    """Is a figure only that of which so many are of one sort: "每卖出10辆就有7辆是M9"?"""
    small = s.quantity is not None and s.quantity.value <= RATIO
    return small and _OF_EACH.search(scene.text) is not None


def is_use(_: Statement, scene: Scene, match: Match) -> bool:
    """Does only the use of a plant grow: "工厂的产能利用率将提高"?"""
    end = scene.bounds(scene.clause(match.end - 1))[1]
    return any(
        word in scene.text[match.start : min(end, match.end + USED)]
        for word in sense("use_of_plant")
    )


def is_share_of_total(s: Statement, scene: Scene, _: Match) -> bool:
    """Is a figure one part of a number told before: "底特律厂占1200人", "其中1000座先建成"?"""
    if s.quantity is None or s.titled:
        return False
    counted = [
        t
        for t in scene.groups.get("JOBS" if s.kind is Kind.RESTRUCTURING else "STATIONS", ())
        if "ORDINAL" not in t.groups and cast("Count", t.value).quantity == s.quantity
    ]
    return bool(counted) and scene.text[: counted[0].start].endswith(sense("of_a_total"))


def is_year_before(s: Statement, scene: Scene, _: Match) -> bool:
    """Is it the figure of a year before, told for comparison: "去年同期,蔚来交付6155辆"?"""
    if s.quantity is None:
        return False
    counted = [
        t for t in scene.groups.get("VEHICLES", ()) if cast("Count", t.value).quantity == s.quantity
    ]
    if not counted:
        return False
    begin, _end = scene.bounds(max(0, scene.clause(counted[0].start) - 1))
    return _YEAR_BEFORE.search(scene.text, begin, counted[0].start) is not None


def is_published(_: Statement, scene: Scene, match: Match) -> bool:
    """Is what is published a figure or a list: "公布第三季全球交车量", "发布了品牌指数"?"""
    return any(
        scene.text[t.start : t.end].startswith(sense("publishing"))
        and _PAPERS.match(scene.text, t.end, t.end + BEHIND) is not None
        for t in match.words
        if "show" in t.groups
    )


def is_rated(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a plant is laid out for: "设计产能为年产30万辆"?"""
    if s.phase is not Phase.DONE:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    return any(
        _RATED.search(scene.text, begin, t.start) is not None
        for t in match.words
        if "output" in t.groups
    )


def is_left_behind(s: Statement, scene: Scene, _: Match) -> bool:
    """Is a figure, or a capital, only where another comes from: "从2016年的65万辆降至36万辆"?"""
    told = "MONEY" if s.kind is Kind.INVESTMENT else "VEHICLES"
    first = next(iter(scene.groups.get(told, ())), None)
    if first is None or not _is_of(s, first):
        return False
    before = scene.text[max(0, first.start - OLD) : first.start]
    return _FROM.search(before) is not None and _TO.match(scene.text, first.end) is not None


def _is_of(s: Statement, tag: Tag) -> bool:
    """Is this the figure that the step tells?"""
    if s.kind is Kind.INVESTMENT:
        return s.capital and cast("Sum", tag.value).money == s.amount
    return s.quantity is not None and cast("Count", tag.value).quantity == s.quantity


def is_of_shares(_: Statement, scene: Scene, match: Match) -> bool:
    """Are shares sold, not cars: "全球发售8500万股"?"""
    return any(
        _SHARES.match(scene.text, t.end) is not None for t in match.words if "on_sale" in t.groups
    )


def is_asked_price(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a price only the beginning of a question: "卖30多万,嫌贵?"?"""
    end = scene.bounds(scene.clause(match.end - 1))[1]
    asks = s.when is None and "MONEY" in match.pattern.said
    return asks and "?" in scene.text[end : end + ASKED]


def is_spent_so_far(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what has been put in by now: "累计投资已达231亿元"?"""
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    ahead = s.phase is Phase.PLANNED and scene.within(begin, end, "planned")
    bare = not (ahead or s.titled)
    words = [t for t in match.words if "invest" in t.groups] or match.words[:1]
    return bare and scene.text[: words[-1].start].endswith(("累计", "累计已", "总计"))


def is_research(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what research cost in a period: "三年间研发投入近170亿元"?"""
    begin, _ = scene.bounds(scene.clause(match.start))
    ahead = s.phase is not Phase.DONE and scene.within(begin, match.end, "planned")
    return not ahead and _RESEARCH.search(scene.text, begin, match.end) is not None


def is_state(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it how many stations there are by now: "截至4月30日,累计布局换电站2411座"?"""
    bare = s.phase is Phase.DONE and s.quantity is not None and not s.titled
    if not bare or scene.has("ORDINAL") or scene.clause(match.start) == 0:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    return _UNTIL.match(scene.text) is not None and _SO_FAR.search(scene.text, begin) is not None


def _tells_price(match: Match) -> bool:
    return "MONEY" in match.pattern.said or "price" in match.pattern.said


def is_compared(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a price told for comparison: "相比之下,Model Y的售价为25万元"?"""
    told = _tells_price(match) and not (s.titled or scene.has("DATE"))
    return told and (scene.text.startswith(sense("comparing")) or "同期" in scene.text[: match.end])


def is_old_price(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a car cost when it was new: "上市时的价格为7万元"?"""
    told = _tells_price(match) and not (s.titled or scene.has("DATE"))
    return told and _WHEN_NEW.search(scene.text, 0, match.end) is not None


def is_no_price(s: Statement, _: Scene, match: Match) -> bool:
    """Does something far dearer than a car have this price: a plant, a stake?"""
    dear = s.amount is not None and s.amount.currency in DEAR and s.amount.value >= DEAREST
    return dear and "MONEY" in match.pattern.said


def is_near_price(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a car only say what another one costs: "价格与小鹏P7接近,卖21万元"?"""
    told = _tells_price(match) and not s.titled
    end = match.end + CHEAPER
    return told and (
        _NEAR_TO.search(scene.text, 0, match.end) is not None
        or _CHEAPER.search(scene.text, match.start, end) is not None
    )


def is_total(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it how many cars there are by now, or were at best: "上市以来累计交付16万辆"?"""
    if s.phase is not Phase.DONE or s.quantity is None or s.titled:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    once = any(word in scene.text[begin : match.end] for word in sense("at_best"))
    late = s.position > LEAD and not scene.has("DATE", "ORDINAL")
    sums_up = late and _ALL_TOLD.search(scene.text, begin, match.end) is not None
    return once or sums_up or _SINCE.search(scene.text, 0, match.end) is not None


def is_forecast(s: Statement, scene: Scene, _: Match) -> bool:
    """Do analysts guess at sales to come: "某券商预计,明年销量有望达到60万辆"?"""
    told = s.phase is Phase.PLANNED and s.certainty is Certainty.RUMOURED
    return told and any(each.voice is Voice.GUESS for each in speakers(scene))


def is_sped_up(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only wished or planned to go on: "加快换电网络的建设", "部署计划"?"""
    if any(scene.text[: t.start].endswith(("以", "从而")) for t in match.words):
        return True
    dated = s.when is not None and scene.has("DATE")
    bare = s.phase is Phase.DONE and not (s.quantity or dated or s.titled)
    begin, _ = scene.bounds(scene.clause(match.start))
    if bare and scene.text.startswith(("计划", "规划", "方案", "目标"), match.end):
        return True
    before = scene.text[begin : match.start]
    return bare and any(word in before for word in sense("sped_up"))


def is_price_class(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a price say which sort of car, or what one not yet built would cost?"""
    if s.titled or "MONEY" not in match.pattern.said:
        return False
    if any(t.groups & {"on_sale", "sales_start"} for t in match.words):
        return False
    return scene.text.startswith("的", match.end) or (
        _TALKED.search(scene.text, 0, match.start) is not None and scene.has("plant")
    )


def is_price(s: Statement, scene: Scene, match: Match) -> bool:
    """Is money what a car costs, or credit for who buys it: "补贴后15万元起", "15万以下的"?"""
    if s.kind is Kind.LAUNCH:
        told = "MONEY" in match.pattern.said
        return told and scene.text.startswith(sense("price_class"), match.end)
    if _CHEAP.search(scene.text, max(0, match.start - OFFER), match.end + OFFER):
        return True
    subsidised = any(scene.text.startswith("补贴后", t.start) for t in match.words)
    return subsidised or scene.text.startswith(("起", "左右起"), match.end)
