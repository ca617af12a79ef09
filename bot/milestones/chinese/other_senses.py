"""Words of a step that mean something else where they stand: a licence of technology, a listing."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import group
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

BEFORE: Final = 4  # characters of the word that says which licence it is
SPAN: Final = 12  # characters between "from" and "to"
DEEDS: Final = frozenset(
    (
        Kind.FACTORY,
        Kind.PRODUCTION,
        Kind.LAUNCH,
        Kind.DELIVERY,
        Kind.UNVEIL,
        Kind.TESTING,
        Kind.RECALL,
        Kind.MARKET_ENTRY,
    )
)
# Behind a step: it is the time of something else.
_BEFORE: Final = re.compile(r"(?:[之以]前|前(?=[,、的就便已要还须需也都]|一[天日晚周月年]|夕))")
_AFTER: Final = re.compile(
    r"(?:开始|市场)?(?:[之以]后|以来|后(?=[,、的就便将会可能能不将尽再还才两三一\d]))"
)
# Before a step: so long behind another one.
_COUNTED: Final = re.compile(r"后(?:不超过)?[\d一二两三四五六七八九十]+个?[年月]之?内$")
# Credit for those who buy a car.
_CHEAP: Final = re.compile(r"[零免低贴]息|车贷|首付|保险补贴|购车补贴|置换补贴")
# Before a step: how long it took until then.
_SO_LONG: Final = re.compile(
    r"(?<![\d年])(?:\d{1,2}|[一二两三四五六七八九十]+)(?:年半?|个月|天|周)多?(?:后|内)?(?:就|便|即)$"
)
_WOOED: Final = re.compile(r"(?:伙伴|方)?.{0,3}(?:洽谈|商谈|磋商|接洽|在谈)")
FREE: Final = 6  # characters before a charger that comes with a car, or does not
# Who speaks for nobody: those who write below an article.
_READERS: Final = re.compile(
    r"^(?:(?:此前|日前|近日|早前|稍早|之前|昨日|昨天|今日),?)?(?:有|还有|多名|不少|一些|部分|一位|众多)?(?:网友|网民|评论区|评论里|热评|楼主|散户|股民|吧友)"
)


def other_sense(s: Statement, scene: Scene, match: Match) -> str | None:
    """Why the words of a reading mean no step of this kind here."""
    reasons = (
        (_is_by_readers(s.kind, scene), "said by readers"),
        (_is_licence(s.kind, scene, match), "a licence of technology"),
        (_is_listing(s.kind, scene, match), "a listing on an exchange, not a car on sale"),
        (_is_permitted(s, scene, match), "a permit to do so"),
        (_is_span(s.kind, scene, match), "how long it took"),
        (_comes_with_car(s.kind, scene, match), "a charger that is sold with a car"),
        (_is_content(s, scene), "what an agreement is about"),
        (_is_after(s.kind, scene, match), "told as what came before"),
        (_is_only_when(s, scene, match), "only the time of something else"),
        (_is_wooing(s, scene, match), "partners who are still talking"),
        (_is_with_itself(s, scene, match), "no other side"),
        (_is_trend(s.kind, scene, match), "how a trade changes"),
        (_is_policy(s.kind, scene, match), "whether permits are given at all"),
        (_is_over_probe(s, scene, match), "a probe that is over"),
        (_is_ended_venture(s.kind, scene, match), "the end of a venture, not of a company"),
        (_is_price(s.kind, scene, match), "the price of a car"),
        (_waits_for_exchange(s, scene), "an exchange that looks at a listing"),
    )
    return next((why for applies, why in reasons if applies), None)


def _is_by_readers(kind: Kind, scene: Scene) -> bool:
    """Do those speak who write below an article? What they saw on the road still counts."""
    return kind not in {Kind.TESTING, Kind.UNVEIL} and _READERS.match(scene.text) is not None


def _is_licence(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it what one firm lets another use: "技术和服务许可", "专利许可"?"""
    permits = [t for t in match.words if "permit" in t.groups]
    return kind is Kind.APPROVAL and any(
        any(word in scene.text[max(0, t.start - BEFORE) : t.end] for word in group("licensed"))
        for t in permits
    )


def _is_listing(kind: Kind, scene: Scene, match: Match) -> bool:
    """Are shares sold, and no cars: "首家A+H上市的车企", "上市公司", "每股48元,29日上市"?"""
    listed = [t for t in match.words if scene.text[t.start : t.end].endswith("上市")]
    if kind is not Kind.LAUNCH or not listed:
        return False
    shares = "每股" in scene.text or "股份" in scene.text or scene.has("ipo", "exchange")
    if shares and not scene.has("model", "NAME"):
        return True
    begin, end = scene.bounds(scene.clause(match.start))
    placed = scene.within(begin, end, "exchange", "listing_place")
    return any(
        scene.text.startswith(tuple(group("listed_firm")), t.end)
        or (placed and scene.text.startswith("的", t.end))
        or scene.text[: t.start].endswith(("A+H", "A股", "H股"))
        for t in listed
    )


def _is_permitted(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what an office allows: "环保局批准工厂投入生产"?"""
    if s.kind not in {Kind.PRODUCTION, Kind.DELIVERY} or s.phase is not Phase.DONE:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    return bool(scene.within(begin, match.start, "approve"))


def _is_span(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is the start of production the end of a span: "由奠基到投产只用了16个月"?"""
    if kind not in {Kind.PRODUCTION, Kind.FACTORY, Kind.DELIVERY, Kind.LAUNCH}:
        return False
    if any(_SO_LONG.search(scene.text, max(0, t.start - SPAN), t.start) for t in match.words):
        return True
    return any(
        scene.text[max(0, t.start - 1) : t.start] in {"到", "至"}
        and re.search("[从由自]", scene.text[max(0, t.start - SPAN) : t.start - 1])
        for t in match.words
    )


def _comes_with_car(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is a charger only part of a price: "价格不含充电桩和安装费用", "赠送家充桩"?"""
    if kind is not Kind.INFRASTRUCTURE:
        return False
    before = scene.text[max(0, match.start - FREE) : match.start]
    return scene.text.startswith("费", match.end) or any(
        word in before for word in group("sold_with")
    )


def _is_content(s: Statement, scene: Scene) -> bool:
    """Are stations what two sides agree on: "签署协议,内容包括共建换电站"?"""
    counted = s.quantity is not None or s.phase is not Phase.DONE
    return (
        s.kind is Kind.INFRASTRUCTURE
        and not counted
        and scene.has("sign")
        and scene.has("agreement")
    )


def _is_after(kind: Kind, scene: Scene, match: Match) -> bool:
    """Does the step only say which thing, or since when: "拆分后的落脚点", "牵手时,市场还小"?"""
    when = ("时,", "的时候") if kind is Kind.PARTNERSHIP else ()
    when = ("之后,", "后,") if kind is Kind.INVESTMENT and not match.start else when
    return scene.text.startswith(("后的", "之后的", "以后的", *when), match.end)


def _is_only_when(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the step only say before or after what: "量产以前也去测过", "一期开工后不超过26个月"?"""
    if s.kind not in DEEDS:
        return False
    ends = [t.end for t in match.words]
    if any(_BEFORE.match(scene.text, end) for end in ends):
        open_ = s.phase is Phase.PLANNED and s.when is None
        return not s.titled and (s.phase is Phase.DONE or open_)
    bare = s.phase is Phase.DONE and not (s.when or s.quantity or s.titled)
    verb = match.words[-1].start
    counted = _COUNTED.search(scene.text, max(0, verb - SPAN), verb)
    return bare and (counted is not None or any(_AFTER.match(scene.text, end) for end in ends))


def _is_wooing(s: Statement, scene: Scene, match: Match) -> bool:
    """Are partners only talked to: "与合作伙伴洽谈"?"""
    return (
        s.kind is Kind.PARTNERSHIP
        and s.phase is Phase.DONE
        and any(_WOOED.match(scene.text, t.end) for t in match.words)
    )


def _is_with_itself(s: Statement, scene: Scene, match: Match) -> bool:
    """Is the side that is supplied only a brand of the same company?"""
    named = [m for m in scene.mentions if match.start <= m.start < match.end]
    supplied = s.kind is Kind.PARTNERSHIP and "{supply} COMPANY" in match.pattern.said
    return supplied and bool(named) and all(m.company == s.company for m in named)


def _is_trend(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it a trade that changes: "帮助泰国汽车产业链转型"?"""
    return kind is Kind.COMPANY_SETUP and any(
        scene.text.startswith("转型", t.start)
        and scene.text[: t.start].endswith(("产业链", "产业", "行业", "市场", "领域", "工业"))
        for t in match.words
    )


def _is_policy(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it whether an office gives permits to anybody: "发改委会暂停发放资质"?"""
    return kind is Kind.APPROVAL and any(
        scene.text[: t.start].endswith(("暂停", "停止", "恢复", "重启", "放缓", "收紧"))
        for t in match.words
    )


def _is_over_probe(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a probe told with what it found: "调查后认为", "调查结果显示"?"""
    return s.kind is Kind.RECALL and any(
        scene.text.startswith(("后", "结果", "发现", "认定", "结论", "报告", "显示"), t.end)
        for t in match.words
        if "probe" in t.groups
    )


def _is_ended_venture(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it a joint company that its parents dissolve: "解散双方的电池合资公司"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    return (
        kind is Kind.RESTRUCTURING
        and any("insolvent" in t.groups for t in match.words)
        and bool(scene.within(begin, end, "venture"))
    )


def _is_price(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is money what a car costs after a subsidy: "补贴后15万元起"?"""
    if kind is Kind.LAUNCH and "MONEY" in match.pattern.said:
        return scene.text.startswith(("以下的", "以内的", "左右的", "级的", "区间的"), match.end)
    if kind not in {Kind.FUNDING, Kind.INVESTMENT}:
        return False
    if _CHEAP.search(scene.text, max(0, match.start - BEFORE), match.end + BEFORE):
        return True
    subsidised = any(scene.text.startswith("补贴后", t.start) for t in match.words)
    return subsidised or scene.text.startswith(("起", "左右起"), match.end)


def _waits_for_exchange(s: Statement, scene: Scene) -> bool:
    """Is what is waited for the word of an exchange: "已向新交所递交上市申请,正在等待审核"?"""
    waits = s.kind is Kind.APPROVAL and s.phase is Phase.PENDING and s.agency is None
    return waits and scene.has("exchange", "ipo")
