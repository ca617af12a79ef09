"""Money of somebody else: who only pays in, whose shares are offered, what an agreement sells."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of
from bot.milestones.statement import Statement
from storage.records import Phase

PAYERS: Final = 2  # firms with sums of their own: so many of them share one round
LISTED: Final = 30  # characters around a name in which it is one of a list of investors
PART: Final = "其中"
LATTER: Final = ("后者", "对方")
TO: Final = ("向", "对", "给", "为", "入股", "投资", "认购", "持有")
# Behind a name: it is the last of a list of those who pay in.
_OF_LIST: Final = re.compile(
    rf"(?:大中华|大中国|{any_of('rest_of_name')})?(?:\([^()]{{0,16}}\))?(?:[、和与及][^,。;的]{{1,14}}?){{0,4}}等[^,。;]{{0,6}}?{any_of('those_who_pay')}"
)
# Before a name: the firm that takes them in.
_TAKES_IN: Final = re.compile(rf"{any_of('taking_in')}了?[^,。;]{{0,16}}$")
# Behind such a list: what they do.
_PAY_IN: Final = re.compile(rf"[^,。;]{{0,8}}?{any_of('paying_in')}")
# Shares that another one offers, and one buys.
_JOINS: Final = re.compile(
    rf"{any_of('joining_offer')}(?!其?(?:自身|自己))[^,。;]{{1,24}}?的?{any_of('offers')}"
)
_IN_ITS: Final = re.compile(rf"在(?:其|该公司|对方|后者)[^,。;]{{0,24}}?{any_of('offers')}[中时里]")
# Right before a sum: a fund or firm that is not followed.
_PAYER: Final = re.compile(
    rf"(?:^|[,。;、:]|其中|由|以及)[^,。;、的由]{{1,10}}?{any_of('funds')}"
    r"(?:[a-zA-Z0-9一二三四五六七八九十]{0,3}号?)(?:拟|将|另)?"
    rf"(?:{any_of('paying_in')})?了?(?:约|近|超|逾)?$"
)
# What the buyers of a bond may take besides.
_OPTION: Final = re.compile(rf"{any_of('option_to_buy')}[^,。;]{{0,8}}$")
# Others who are counted pay: "53家战略投资者合计出资".
_COUNTED: Final = re.compile(
    rf"\d+[家名位个][^,。;]{{0,6}}?(?:机构|投资者|投资人|投资方|股东|基金|战投)[^,。;]{{0,8}}?{any_of('paying_in')}"
)
# Shares are what a purchase is paid with: "发行股份购买资产".
_IN_SHARES: Final = re.compile(r"发行股份[^,。;]{0,10}?(?:购买|收购)")
# What two sides agree on, or talk about, is that one of them is sold or bought.
_SALE: Final = re.compile(
    rf"{any_of('selling')}|{any_of('getting')}[^,。;]{{0,12}}{any_of('parts')}"
)
_JOINTLY: Final = re.compile(any_of("working_jointly"))


def is_investor(s: Statement, scene: Scene, _: Match) -> bool:
    """Is a company one of those who pay in: "引入甲等投资者", "甲等5家投资方缴款"?"""
    own = [m for m in scene.mentions if m.company == s.company]
    return bool(own) and all(_pays_in(scene, m.start, m.end) for m in own[:1])


def _pays_in(scene: Scene, start: int, end: int) -> bool:
    listed = _OF_LIST.match(scene.text, end, end + LISTED)
    if listed is None:
        return False
    taken_in = _TAKES_IN.search(scene.text, max(0, start - LISTED), start) is not None
    return taken_in or _PAY_IN.match(scene.text, listed.end()) is not None


def is_others_offer(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a company buy shares that another one offers: "甲计划参与乙的首次公开募股"?"""
    offered = [t for t in match.words if t.groups & {"ipo", "listed", "issue"}]
    begin, _end = scene.bounds(scene.clause(match.words[-1].start))
    return any(
        j.start() <= t.start < j.end() and _is_buyer(s.company, scene, begin, j)
        for pattern in (_JOINS, _IN_ITS)
        for j in pattern.finditer(scene.text, begin, match.end + LISTED)
        for t in offered
    )


def _is_buyer(company: str, scene: Scene, begin: int, joined: re.Match[str]) -> bool:
    """Is a company named before, and not inside, what one joins?"""
    own = [m for m in scene.mentions if m.company == company]
    inside = any(joined.start() <= m.start < joined.end() for m in own)
    before = [m for m in own if m.end <= joined.start()]
    return bool(before) and not inside and (begin <= before[-1].end or joined.re is _IN_ITS)


def is_of_latter(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a company pay the other one: "甲与乙宣布,甲将向后者投资10亿元"?"""
    for word in LATTER:
        at = scene.text.find(word, match.start - len(word), match.end)
        if at < 0 or not scene.text[:at].endswith(TO):
            continue
        begin, _end = scene.bounds(scene.clause(at))
        named = [m for m in scene.mentions if begin <= m.start < at]
        return bool(named) and named[-1].company == s.company
    return False


def is_share_of_round(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a sum what funds pay into a round that was told: "安华基金增资28亿元,国新资本7亿元"?"""
    sums = scene.groups.get("MONEY", ())
    told = [t for t in match.tags if t in sums]
    if s.titled or not told:
        return False
    paid = [t for t in sums if _PAYER.search(scene.text, max(0, t.start - LISTED), t.start)]
    shared = len(paid) >= PAYERS and not scene.mentions
    return shared or (scene.text.startswith(PART) and any(t in paid for t in told))


def is_part_of_round(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only a part of the money that was told before: "其中公开增发募资约12亿美元"?"""
    raised = any(t.groups & {"raise_money", "investors", "issue"} for t in match.words)
    return raised and s.phase is Phase.DONE and not s.titled and scene.text.startswith(PART)


def is_option(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it what the buyers may take besides: "另可增购2亿美元"?"""
    sums = scene.groups.get("MONEY", ())
    told = [t for t in match.tags if t in sums]
    return bool(told) and all(_OPTION.search(scene.text, 0, t.start) is not None for t in told)


def is_sale(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it a firm or stake that is sold: "双方谈妥,甲把子公司卖给乙", "签约取得乙10%股权"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    behind = scene.clause(match.end - 1) + 1
    if behind < len(scene.borders):
        end = scene.bounds(behind)[1]
    sold = _SALE.search(scene.text, begin, end) is not None
    signed = s.titled or any("agreement" in t.groups for t in match.words)
    open_ = s.phase is Phase.PENDING or not signed
    return sold and open_ and _JOINTLY.search(scene.text) is None


def is_paid_by_counted(_: Statement, scene: Scene, match: Match) -> bool:
    """Do others pay who are counted: "53家战略投资者合计出资183亿元,换取17.72%股份"?"""
    paid = [found.end() for found in _COUNTED.finditer(scene.text, 0, match.end)]
    return bool(paid) and not any(paid[-1] <= m.start < match.end for m in scene.mentions)


def is_paid_in_shares(_: Statement, scene: Scene, match: Match) -> bool:
    """Does a company issue shares only to pay for what it buys?"""
    begin, _end = scene.bounds(scene.clause(match.start))
    return _IN_SHARES.search(scene.text, begin, match.end + LISTED) is not None
