"""How things stand, and what was once hoped for: totals so far, old goals, guesses of others."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

REACH: Final = 12  # characters between "so far" and what was made
# So many by now: "截至4月底累计交付24万辆", "至今总共生产了300多万辆", "首15个月累计交付30万辆".
_SO_FAR: Final = re.compile(
    r"截[至止]到?[^,。;]{1,14}?,?[^,。;]{0,8}?累计|历史累计|首\d+个月累计|"
    rf"{any_of('until_now')}[^。;]{{0,8}}?(?:总共|共|累计|一共|已经?)?[^,。;]{{0,2}}?"
    rf"(?:{any_of('building')}|造)"
)
# Somebody outside expects it.
_OUTSIDE: Final = re.compile(
    rf"{any_of('outside_observers')}[^,。;]{{0,4}}?{any_of('before_now')}?{any_of('expecting')}"
)
# Behind a plan: it came to nothing, or was made smaller.
_MISSED: Final = re.compile(
    rf",[^,。;]{{0,6}}?(?:{any_of('came_to_nothing')}|{any_of('then')}[^,。;]{{0,4}}?{any_of('lowered')})"
)
# At the head of a clause: what was thought then.
_THEN: Final = re.compile(rf"(?:{any_of('back_then')})[^。;]{{0,24}}?{any_of('expecting')}")
_SO_THAT: Final = re.compile(r"(?:以便|用以|方便)[^,。;]{0,8}$")
_MINE: Final = re.compile(r"(?:该矿|矿山|锂矿|矿区|盐湖)[^,。;]{0,12}$")
_BESIDE_RIVAL: Final = re.compile(rf"{any_of('measured_by')}[^,。;]{{0,14}}$")
_A_MODEL: Final = re.compile(r"(?:一|两|三|新|几|[1-9])款|新车型|全新(?:的)?车型")
_PAPER: Final = re.compile(rf"[^,。;]{{0,6}}?{any_of('papers_on_it')}")
_LEAVES_PLANT: Final = re.compile(rf"[^,。;]{{0,6}}?{any_of('sent_off')}")
_EXPECTED_PRICE: Final = re.compile(r"(?:预计|估计|预期|预测|料)[^,。;]{0,6}$")
_JOINS_RESCUE: Final = re.compile(
    rf"(?:报名|有意|申请|表示|愿意)?{any_of('joining_rescue')}[^,。;]{{0,10}}$"
)
_IN_VAIN: Final = re.compile(rf"[^,。;]{{0,12}},?(?:但|却|可)?[^,。;]{{0,4}}?{any_of('in_vain')}")
_NOT_A_CAR: Final = re.compile(rf"[^,。;]{{0,12}}?[)\"”』」]*{any_of('no_car_but')}(?=[,。;]|$)")
_NEVER: Final = re.compile(
    r"(?:至今|迄今|仍|还)(?:还|仍|都)?(?:没有|未|没能)[^,。;]{0,8}?(?:推出|发布|面世|量产|落地)"
)


def is_so_far(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it how many there are by now, and no figure of a day or month?"""
    if s.phase is not Phase.DONE or s.quantity is None or s.titled or scene.title:
        return False
    begin, _ = scene.bounds(max(0, scene.clause(match.start) - 1))
    so_far = _SO_FAR.search(scene.text, begin, match.end)
    return so_far is not None and match.end - so_far.start() <= 3 * REACH


def is_expected_outside(s: Statement, scene: Scene, match: Match) -> bool:
    """Do others expect it: "分析师原本预计它今年能造4万辆"?"""
    if s.phase is not Phase.PLANNED:
        return False
    begin, end = scene.bounds(scene.clause(match.end - 1))
    return _OUTSIDE.search(scene.text, begin, min(end, match.end)) is not None


def is_old_goal(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it a plan that came to nothing: "2020年就该推出,但没能实现"?"""
    if s.phase is not Phase.PLANNED or s.titled:
        return False
    _, end = scene.bounds(scene.clause(match.end - 1))
    if _MISSED.match(scene.text, end - 1) or _MISSED.match(scene.text, end):
        return True
    first, _ = scene.bounds(max(0, scene.clause(match.start) - 1))
    return s.when is None and _THEN.match(scene.text, first, match.end) is not None


def is_level(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it how much a plant can make by now: "那里的年产能已经达到45万辆"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    grown = [t for t in match.words if "expand" in t.groups]
    stands = bool(grown) and scene.text[grown[-1].start : grown[-1].end].endswith(("达到", "达"))
    return stands and not (s.titled or scene.within(begin, end, "DATE", "planned"))


def is_trade_route(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only where goods go anyway: "产品销往亚太、欧洲和北美"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    goes = any(scene.text.startswith(sense("goes_to"), t.start) for t in match.words)
    new = scene.within(begin, end, "DATE", "first", "planned", "start_word")
    return goes and s.phase is Phase.DONE and not (s.titled or new)


def is_recall_filing(_: Statement, scene: Scene, match: Match) -> bool:
    """Is what an office publishes or files a recall: "市场监管总局公布的备案信息显示,召回"?"""
    filed = any(scene.text.startswith("备案", t.start) for t in match.words)
    return filed and scene.has("recall")


def is_sent_off(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a station only leave the plant that makes it: "首座换电站下线并发往德国"?"""
    return (
        s.phase is Phase.DONE and _LEAVES_PLANT.match(scene.text, match.words[-1].end) is not None
    )


def is_expected_price(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a price only expected: "车型价格预计在50万至80万元"?"""
    sums = [t for t in match.tags if t in scene.groups.get("MONEY", ())]
    bare = s.phase is Phase.DONE and not s.titled
    return bare and any(_EXPECTED_PRICE.search(scene.text, match.start, t.start) for t in sums)


def is_rescuer(_: Statement, scene: Scene, match: Match) -> bool:
    """Does somebody only want to join the rescue of a firm: "报名参加极越预重整"?"""
    begin, _end = scene.bounds(scene.clause(match.start))
    return any(
        _JOINS_RESCUE.search(scene.text, begin, t.start) is not None
        for t in match.words
        if "insolvent" in t.groups
    )


def is_in_vain(s: Statement, scene: Scene, match: Match) -> bool:
    """Was it tried in vain: "要把它注册为商标,却屡屡碰壁"?"""
    open_ = s.phase is Phase.PLANNED and not s.titled
    return open_ and _IN_VAIN.match(scene.text, match.end) is not None


def is_programme(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a service or programme brought out, no car: "推出即时充电项目"?"""
    brought = [t for t in match.words if "bring_out" in t.groups]
    return any(_NOT_A_CAR.match(scene.text, t.end) is not None for t in brought)


def is_never_come(s: Statement, scene: Scene, match: Match) -> bool:
    """Was a thing to be made together that has not come yet: "至今还没有共同推出产品"?"""
    done = s.phase is Phase.DONE and not s.titled
    return done and s.kind is Kind.TECHNOLOGY and _NEVER.search(scene.text, match.end) is not None


def is_bought_thing(s: Statement, scene: Scene, match: Match) -> bool:
    """Does buying only say which plant it is: "让从乙买下的工厂投产"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    bought = [t for t in match.words if "buy_stake" in t.groups]
    bare = s.amount is None and not s.titled and not scene.within(begin, match.start, "DATE")
    used = scene.within(match.start, end, "start_production", "finished_building", "made")
    return bare and bool(used) and any(scene.text.startswith("的", t.end) for t in bought)


def is_notice_of_mark(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it a notice about a trade mark, which no permit is: "流程状态为受理通知书发文"?"""
    noticed = any(scene.text.startswith("通知书", t.end - len("通知书")) for t in match.words)
    return noticed and scene.has("trademark")


def is_added_model(_: Statement, scene: Scene, match: Match) -> bool:
    """Does a plant only get another car to build: "工厂将增加一款全新车型"?"""
    grown = [t for t in match.words if "expand" in t.groups]
    return any(_A_MODEL.match(scene.text, t.end) is not None for t in grown)


def is_paper(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a paper about a technology brought out, not a technology: "发布动力电池白皮书"?"""
    return _PAPER.match(scene.text, match.end) is not None


def is_so_that(_: Statement, scene: Scene, match: Match) -> bool:
    """Is supplying somebody only what a plant is good for: "以便就近向甲供货"?"""
    begin, _end = scene.bounds(scene.clause(match.start))
    return _SO_THAT.search(scene.text, begin, match.start) is not None


def is_of_mine(_: Statement, scene: Scene, match: Match) -> bool:
    """Does a mine begin to yield, and no car: "该矿预计2026年投产"?"""
    begin, _end = scene.bounds(scene.clause(match.start))
    return _MINE.search(scene.text, begin, match.words[0].start) is not None


def is_of_rival(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it told of the one with whom a company is compared: "不如上月在港上市的乙"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    measured = _BESIDE_RIVAL.search(scene.text, begin, match.start)
    others = [m for m in scene.mentions if match.end <= m.start < end and m.company != s.company]
    return measured is not None and bool(others)
