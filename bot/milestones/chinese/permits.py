"""Words of permits, listings and probes that tell no such step where they stand."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import sense
from bot.milestones.statement import Statement
from storage.records import Phase

_CONDITION: Final = re.compile(r"(?:之后|后)(?:不久)?,?[^,。;]{0,3}(?:即可|才|方可|便可|就可)")
BEFORE: Final = 4  # characters of the word that says which licence it is
_AND_OTHERS: Final = re.compile(
    r"等(?:[\d一二三四五六七八九十两多数]+)?(?:家|个|部门|部委|车企|企业|公司|品牌|机构)"
)
# Of a listing its plan begins.
_BEGUN_PLAN: Final = re.compile(
    r"(?:上市|IPO|挂牌)的?(?:计划|筹备|工作|事宜|进程)[^,。;]{0,12}(?:启动|开始|展开)"
)


def is_licence(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it what one firm lets another use: "技术和服务许可", "专利许可"?"""
    permits = [t for t in match.words if "permit" in t.groups]
    return any(
        any(word in scene.text[max(0, t.start - BEFORE) : t.end] for word in sense("licensed"))
        for t in permits
    )


def is_listing(_: Statement, scene: Scene, match: Match) -> bool:
    """Are shares sold, and no cars: "首家A+H上市的车企", "上市公司", "每股48元,29日上市"?"""
    listed = [t for t in match.words if scene.text[t.start : t.end].endswith("上市")]
    if not listed:
        return False
    sold = any(word in scene.text for word in sense("of_shares")) or scene.has("ipo", "exchange")
    if sold and not scene.has("model", "NAME"):
        return True
    begin, end = scene.bounds(scene.clause(match.start))
    placed = scene.within(begin, end, "exchange", "listing_place")
    return any(
        scene.text.startswith(sense("listed_firm"), t.end)
        or (placed and scene.text.startswith("的", t.end))
        or scene.text[: t.start].endswith(sense("sorts_of_shares"))
        for t in listed
    )


def is_that_listing(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only spoken of the listing that was told: "此次IPO共引入13名投资者"?"""
    bare = match.pattern.said == "{ipo}" and not s.titled and s.when is None
    return bare and scene.text[: match.start].endswith(sense("that_one"))


def is_begun_plan(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only when the plan of a listing was begun: "上市计划自去年12月启动"?"""
    _begin, end = scene.bounds(scene.clause(match.start))
    return s.phase is Phase.DONE and _BEGUN_PLAN.search(scene.text, match.start, end) is not None


def is_and_others(_: Statement, scene: Scene, match: Match) -> bool:
    """Is 等 no waiting but "and others": "工信部等四部门批准"?"""
    return any(_AND_OTHERS.match(scene.text, t.start) is not None for t in match.words)


def is_permitted(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what an office allows: "环保局批准工厂投入生产"?"""
    if s.phase is not Phase.DONE:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    return bool(scene.within(begin, match.start, "approve"))


def is_granted_now(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it told what had been applied for, and is granted: "10月申请的项目已获批"?"""
    described = any(
        scene.text.startswith(("的", "并"), t.end) for t in match.words if "apply" in t.groups
    )
    granted = scene.within(match.words[0].end, len(scene.text), "allowed", "approve", "grant")
    return s.phase is Phase.PENDING and described and bool(granted)


def is_condition(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only when something may begin: "获得所有必要批准后即可开工"?"""
    waits = s.phase is Phase.DONE and not (s.titled or scene.has("DATE"))
    return waits and _CONDITION.match(scene.text, match.end) is not None


def is_policy(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it whether an office gives permits to anybody: "发改委会暂停发放资质"?"""
    return any(scene.text[: t.start].endswith(sense("given_at_all")) for t in match.words)


def is_over_probe(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a probe told with what it found: "调查后认为", "调查结果显示"?"""
    return any(
        scene.text.startswith(sense("found_out"), t.end) for t in match.words if "probe" in t.groups
    )


def waits_for_exchange(s: Statement, scene: Scene, _: Match) -> bool:
    """Is what is waited for the word of an exchange: "已向新交所递交上市申请,正在等待审核"?"""
    waits = s.phase is Phase.PENDING and s.agency is None
    return waits and scene.has("exchange", "ipo")
