"""What stands around a step and changes how far it is, though no cue before its words says so."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sources import ANNOUNCED
from bot.milestones.chinese.words import any_of, sense
from storage.records import Kind, Phase

THROUGH: Final = 12  # characters before works under way that say they are finished
BACK: Final = 10  # characters between "the plan" and what became of it
AIM: Final = 10  # characters behind a step before the goal that it is
# "不过该计划已放缓", at the head of the clause behind a plan; bare, it must have come to something.
_THE_PLAN: Final = re.compile(
    rf"(?:{any_of('but')}|{any_of('this')}|(?={any_of('plans')}[已被遭]))(?:{any_of('this')})?"
    rf"(?:{any_of('plans')})(?!书|师|组|于|在)"
)
# One of the two sides is out of it: "原本要合资,后者已退出".
_LEFT_IT: Final = re.compile(
    r"(?:后者|前者|对方)[^,。;未没不]{0,12}?(?:已|已经)?(?:退出|放弃|撤出)"
)
# How long something stops: "停产一周", "暂停5个工作日".
_FOR_A_TIME: Final = re.compile(
    r"[^,。;]{0,4}?(?:\d+|[一二两三四五六七八九十几数半]{1,3})"
    r"(?:周|天|(?:个|个半)(?:多)?(?:月|星期|礼拜|工作日)|星期|礼拜)(?!前|后|内|以来)"
)
_GOAL: Final = re.compile(
    rf"(?![^,。;]{{0,{AIM}}}[成超达实])[^,。;]{{0,{AIM}}}的?(?:年度|全年|销售)?目标"
)
_CUTS: Final = re.compile(rf"[^,。;]{{0,{AIM}}}(?:计划|方案)(?!之外)")
# Kinds of which so and so many are the goal of a year.
AIMED: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION, Kind.INFRASTRUCTURE))
OF_JOBS: Final = frozenset(("staff", "layoff"))


def taken_back(scene: Scene, match: Match) -> Phase | None:
    """Is a plan put off or dropped in the clause behind it: "有意设厂,不过计划已放缓"?"""
    number = scene.clause(match.end - 1) + 1
    if number >= len(scene.borders):
        return None
    begin, end = scene.bounds(number)
    if _LEFT_IT.match(scene.text, begin, end) is not None:
        return Phase.CANCELLED
    plan = _THE_PLAN.match(scene.text, begin, end)
    if plan is None or scene.within(plan.end(), end, "negation"):
        return None
    near = min(end, plan.end() + BACK)
    for name, at in (("cancelled", Phase.CANCELLED), ("delayed", Phase.DELAYED)):
        if scene.within(plan.end(), near, name):
            return at
    return None


def is_through(scene: Scene, match: Match) -> bool:
    """Are works that are under way by their words finished: "完成设备的安装调试"?"""
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    verb = match.words[-1]
    before = scene.text[max(begin, verb.start - THROUGH) : verb.start]
    behind = scene.text[verb.end : min(end, verb.end + 2)]
    told = before.endswith(tuple(sense("finished"))) or behind in sense("finished")
    return told and not scene.within(begin, verb.start, "planned", "negation")


def is_for_a_time(scene: Scene, match: Match) -> bool:
    """Does something only stop for a while: "停产一周", "商标申请被暂停"?"""
    if match.pattern.step.kind is Kind.REGISTRATION:
        return any(scene.text[t.start : t.end] == "暂停" for t in match.words)
    return any(_FOR_A_TIME.match(scene.text, t.end) for t in match.words)


def is_day_of_telling(scene: Scene, begin: int, end: int) -> bool:
    """Does the past before a step date only its announcement: "去年8月12日宣布建厂"?"""
    cues = scene.within(begin, end, "planned", "pending", "done")
    dates = [t for t in scene.within(begin, end, "DATE") if cues and t.start <= cues[-1].start]
    return any(
        cues[-1].start < t.end and ANNOUNCED in scene.text[cues[-1].end : end] for t in dates
    )


def is_announced(scene: Scene, match: Match) -> bool:
    """Is money for another company only announced: "宣布向Rivian投资50亿美元"?"""
    step = match.pattern.step
    given = match.pattern.said.startswith(("向", "对", "给", "为"))
    if not given or step.kind not in {Kind.INVESTMENT, Kind.FUNDING}:
        return False
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    announced = ANNOUNCED in scene.text[begin : match.words[0].start]
    return announced and not scene.within(begin, match.end, "done_weak")


def is_meant(scene: Scene, match: Match) -> bool:
    """Is a step a goal or a decision: "后者将出资", "决定裁员", "交付20万辆的目标"?"""
    kind = match.pattern.step.kind
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if any(scene.text[t.start : t.end].endswith(("将", "拟")) for t in match.words):
        return True
    if scene.within(begin, match.end, "done_weak", "done"):
        return False
    if kind in AIMED:
        return _GOAL.match(scene.text, match.words[-1].end) is not None
    if kind is not Kind.RESTRUCTURING or not any(t.groups & OF_JOBS for t in match.words):
        return False
    decided = "决定" in scene.text[begin : match.words[0].start]
    return decided or _CUTS.match(scene.text, match.words[-1].end) is not None
