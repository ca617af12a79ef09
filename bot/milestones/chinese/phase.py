"""How far a step is, by the cues around its words."""

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.beside import (
    is_announced,
    is_day_of_telling,
    is_for_a_time,
    is_meant,
    is_through,
    taken_back,
)
from bot.milestones.chinese.cues import CUES, nearest
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sorts import LED, sort_of
from bot.milestones.chinese.words import Tag, any_of, sense
from storage.records import Certainty, Kind, Phase

if TYPE_CHECKING:
    from bot.milestones.found import Dated

NEARLY: Final = 6  # characters before a word of a step in which it is called near
_NEARLY: Final = re.compile(r"(?:(?<![加尽很最飞更够赶])快要?|马上就?要?|就要|眼看就?要?)$")
_ALONE: Final = re.compile(
    r"(?:由|从)(?:联合|合作|共同).{0,8}(?:改成|改为|转为|变为|变成|变更为|调整为)[^,。;]{0,6}?(?:自主|独立|自行|自研)"
)
# Before a plant: two sides talk about it, or a site for it is looked for.
_TALKED: Final = re.compile(any_of("talks_of_plant"))
_SOUGHT: Final = re.compile(any_of("looked_for"))
# What each pays into a round that is closed: "其中甲增资13亿元", "公司此次增资45亿元".
_PAID_NOW: Final = re.compile(
    rf"(?:(?:^|,)其中|此次|本次|此轮|本轮)[^,。;拟将]{{0,12}}?{any_of('paying_in')}"
)
# A plant that is still to be finished: "待全部建成,年产能将达50万辆"; one that a board votes for.
_ONCE_BUILT: Final = re.compile(rf"(?<![等期看招接对])待[^,。;]{{0,12}}?{any_of('in_full_swing')}")
# A plant for which money was just raised, and one of which only the effects are looked at.
_PAID_FOR: Final = re.compile(
    rf"{any_of('new_money')}[^。;]{{0,12}}?{any_of('put_to_use')}[^。;]{{0,24}}$"
)
_ASSESSED: Final = re.compile(any_of("assessments"))
_VOTED: Final = re.compile(r"通过了?[^,。;]{0,6}《?关于[^。;》]{2,50}的?(?:议案|提案|公告)")
_NOT_YET: Final = re.compile(
    r"(?:尚未|还未|仍未|还没有?)(?:正式)?(?:得到|获得|取得|拿到|获)?[^,。;]{0,10}$"
)
# Before the end of what was agreed: "的计划已经", "的备忘录".
_OF_PLAN: Final = re.compile(
    rf"的?{any_of('what_was_agreed')}(?:[^,。;]{{0,10}}(?:到期|期满)后?)?"
    r"(?:已经?|现已|也已|宣告|被|就此|正式|全面|提前|双双|随之|将|要|到期){0,3}$"
)
# A permit that is not there yet.
_LOOKED_AT: Final = re.compile(
    rf"{any_of('permit_under_way')}|申报图(?!已)(?!.{{0,12}}目录)"
    r"|(?:批准|许可|批文|资质)后,?才(?:会|能|可)|预计[^,。;]{0,8}(?:拿到|取得|获批)"
)
# Before a step: it waits for papers or money, "手续一齐就", "获批后就".
_AS_SOON: Final = re.compile(
    r"(?:手续|审批|批文|资金|土地|许可|牌照|条件)[^,。;]{0,4}?(?:一[^,。;直已]{1,3}|(?:到位|齐全|办妥|下来)后?)"
    r"[就便即](?:可|能|会|立即|马上)?$"
)
SOON: Final = 16  # characters before a step in which it is told for what it waits
# An agreement that is to be signed yet.
_TO_SIGN: Final = re.compile(rf"{any_of('to_sign')}[^,。;]{{0,18}}?(?:签|公布协议)")
# Behind a sale: it is put off, and why.
_SALE_LATE: Final = re.compile(
    rf"[^,。;]{{0,6}}?,?(?:因|由于)?[^,。;]{{0,24}}?{any_of('falling_behind')}"
)
# So long before a step: "距离交付只剩三个月".
_AHEAD_OF: Final = re.compile(r"(?:距|距离)(?!今)[^,。;]{0,14}$")
_LEFT: Final = re.compile(
    r"[^,。;]{0,6}?(?:只剩|还剩|仅剩|还有|不到|不足|仅有|只有)\D{0,2}?[\d一二两三四五六七八九十几数]"
)
_FIRST_DAY: Final = re.compile(rf"首日[^,。;]{{0,8}}{any_of('first_day')}")
_COUNTED: Final = re.compile(r"的?约?\d")  # behind a date: a figure of that time
LISTS: Final = ("包括", "包含", "例如", "比如")  # begin a clause that only says which
CONFIRMED: Final = frozenset(("确认", "证实"))
LET: Final = ("让", "使", "令")  # begin a clause that tells what is done with somebody's thing
BEHIND: Final = 10  # characters behind the words of a step in which it is put off or dropped
MOVED: Final = 40  # characters in which an old and a new date of a step stand
NEAR: Final = 6  # characters behind the words of a step in which it is called near
DUE: Final = 3  # characters behind the words of a step before the day for which it is set
DESCRIBED, LACKING = 3, 5  # characters between "not" or "without" and the 的 of what it describes
LATE_CHARS: Final = 4  # characters behind a date that say "not before"
LATE: Final = ("才会", "才能", "才可", "才有")
# Kinds of step that are filed for: there an application is the step, elsewhere it is a word.
FILED: Final = frozenset((Kind.APPROVAL, Kind.REGISTRATION, Kind.FUNDING))
# Kinds in which the decision or the signature is the step, whatever is to follow.
DECIDED: Final = frozenset((Kind.PARTNERSHIP, Kind.COMPANY_SETUP, Kind.RESTRUCTURING))

# Kinds that rest on an agreement, which may end.
AGREED: Final = frozenset((Kind.PARTNERSHIP, Kind.INVESTMENT))
# Kinds that are done once they run: "正在路试", "正在召回".
RUNS: Final = frozenset((Kind.TESTING, Kind.RECALL))
# Kinds that may be stopped for a time.
SUSPENDED: Final = frozenset((Kind.PRODUCTION, Kind.REGISTRATION))
# Kinds for which money is first promised.
COMMITTED: Final = frozenset((Kind.FACTORY, Kind.INVESTMENT))

MEANT: Final = ("计划", "打算", "准备", "考虑")  # of a change at the head that is only announced

# Kinds of step that have a day for which they are due.
DATED: Final = frozenset(
    (
        Kind.FACTORY,
        Kind.PRODUCTION,
        Kind.LAUNCH,
        Kind.UNVEIL,
        Kind.DELIVERY,
        Kind.MARKET_ENTRY,
        Kind.INFRASTRUCTURE,
        Kind.TESTING,
        Kind.TECHNOLOGY,
        Kind.FUNDING,
    )
)


def phase(scene: Scene, match: Match) -> Phase | None:
    """How far a step is, by the cues around its words; None when none says so."""
    step = match.pattern.step
    if step.kind is Kind.APPROVAL and (_is_awaited(scene, match) or _is_looked_at(scene)):
        return Phase.PENDING
    if step.phase is not None:
        return _other_than_told(scene, match) or step.phase
    told = _overturned(scene, match) or _by_story(scene, match) or _told(scene, match)
    open_ = (told or step.bare) in {Phase.PLANNED, Phase.PENDING}
    return (taken_back(scene, match) if open_ else None) or told


def _other_than_told(scene: Scene, match: Match) -> Phase | None:
    """What stands beside words that tell by themselves how far the step is."""
    step = match.pattern.step
    if step.phase is Phase.PENDING:
        if _is_yet_to_apply(scene, match):
            return Phase.PLANNED
        return Phase.DONE if step.kind is Kind.FACTORY and is_through(scene, match) else None
    if step.phase is Phase.CANCELLED and step.kind in SUSPENDED and is_for_a_time(scene, match):
        begin, _ = scene.bounds(scene.clause(match.words[-1].start))
        ahead = nearest(scene, begin, match.words[0].start + 1, match.words) is Phase.PLANNED
        return Phase.PLANNED if ahead else Phase.DELAYED
    return None


def _overturned(scene: Scene, match: Match) -> Phase | None:
    """Is the step dropped, put off or moved to a later date, or is it still to come?"""
    kind = match.pattern.step.kind
    begin, end = scene.bounds(scene.clause(match.words[0].start))
    end = min(max(end, match.end), match.end + BEHIND)
    if kind in AGREED and _is_plan_ended(scene, match):
        return Phase.CANCELLED
    for name, at in (("cancelled", Phase.CANCELLED), ("delayed", Phase.DELAYED)):
        if kind is not Kind.RESTRUCTURING and any(
            _bears(scene, t, match)
            for t in scene.within(begin, end, name)
            if kind is not Kind.RECALL or _says(scene, t) in sense("undone")
        ):
            return at
    if kind is Kind.PARTNERSHIP and _is_given_up(scene, match):
        return Phase.CANCELLED
    if kind is Kind.RESTRUCTURING and _is_sale_delayed(scene, match):
        return Phase.DELAYED
    if kind in DATED and (_is_moved(scene, match, begin, end) or _is_late(scene, match, begin)):
        return Phase.DELAYED
    near = scene.within(match.end - 1, match.end + NEAR, "near")
    _, last = scene.bounds(scene.clause(match.end - 1))
    due = scene.within(match.end, min(match.end + DUE, last), "set_for")
    ahead = near or due or _is_time(scene, match) or _is_counted_down(scene, match)
    ahead = ahead or (kind in DATED and _is_as_soon_as(scene, match))
    return Phase.PLANNED if ahead else None


def _is_as_soon_as(scene: Scene, match: Match) -> bool:
    """Does it begin as soon as something else is there: "手续一齐就动工"?"""
    verb = match.words[-1]
    begin, _ = scene.bounds(scene.clause(verb.start))
    return _AS_SOON.search(scene.text, max(begin, verb.start - SOON), verb.start) is not None


def _is_plan_ended(scene: Scene, match: Match) -> bool:
    """Has the plan that two sides made ended: "合作开发平价电动车的计划已经中止"?"""
    _, end = scene.bounds(scene.clause(match.end - 1))
    return any(
        _OF_PLAN.search(scene.text, match.words[-1].end, t.start) is not None
        for t in scene.within(match.end, end, "cancelled")
    )


def _is_counted_down(scene: Scene, match: Match) -> bool:
    """Is it told how long it is until the step: "距离首批交付只剩三个月"?"""
    verb = match.words[-1]
    begin, end = scene.bounds(scene.clause(verb.start))
    ahead = _AHEAD_OF.search(scene.text, begin, verb.start)
    return ahead is not None and _LEFT.match(scene.text, verb.end, end) is not None


def _is_sale_delayed(scene: Scene, match: Match) -> bool:
    """Is the sale of a business put off: "电池业务出售,因买方资金不足而延期"?"""
    sold = any("sell_off" in t.groups for t in match.words)
    return sold and _SALE_LATE.match(scene.text, match.end) is not None


def _is_given_up(scene: Scene, match: Match) -> bool:
    """Do two sides no longer work together: "由联合开发改为自主开发"?"""
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    return _ALONE.search(scene.text, begin, end) is not None


def _told(scene: Scene, match: Match) -> Phase | None:
    """What the cues before the words of the step say, in its clause or the one before."""
    kind, verb = match.pattern.step.kind, match.words[-1]
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    told = nearest(scene, begin, verb.start + 1, match.words)
    if told is not Phase.PLANNED and kind in FILED and _is_filed(scene, match, begin):
        told = Phase.PENDING
    told = told or _inherited(scene, match)
    if told is Phase.DONE and kind in COMMITTED and is_day_of_telling(scene, begin, verb.start):
        told = None
    if told is None and (is_announced(scene, match) or is_meant(scene, match)):
        return Phase.PLANNED
    return _for_its_kind(scene, match, told) or _left_open(scene, match, told)


def _for_its_kind(scene: Scene, match: Match, told: Phase | None) -> Phase | None:
    """What a cue tells of a step of this kind other than of the rest; None when nothing."""
    kind = match.pattern.step.kind
    if told is not Phase.PLANNED and kind is Kind.INVESTMENT and _is_agreed(scene, match):
        return Phase.PLANNED
    if told is Phase.PLANNED and kind is Kind.RECALL and not _is_open(scene, match):
        return Phase.DONE  # a recall announced is a recall
    if told is Phase.PENDING and kind in RUNS:
        return Phase.DONE  # what runs is done
    if told is Phase.DONE and kind is Kind.FUNDING:
        # plans to list that are made, or taken up again
        return Phase.PLANNED if _says(scene, match.words[-1]).endswith("计划") else None
    return None


def _left_open(scene: Scene, match: Match, told: Phase | None) -> Phase | None:
    """What words that say less tell, where no cue does, or none of a plan."""
    kind, verb = match.pattern.step.kind, match.words[-1]
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if told is not Phase.PLANNED and any(_is_nearly(scene, t) for t in match.words):
        told = Phase.PENDING if kind is Kind.FACTORY else Phase.PLANNED
    if told is None and any(_is_over(scene, t) for t in match.words):
        told = Phase.DONE
    if told is None and kind is Kind.INVESTMENT and _PAID_NOW.search(scene.text, 0, verb.end):
        told = Phase.DONE
    if told is None and scene.within(begin, verb.end, "done_weak"):
        told = Phase.DONE
    if kind is Kind.FACTORY and scene.within(begin, verb.end, "next_one"):
        return Phase.PLANNED
    if told is None and scene.within(begin, verb.start, "once"):
        told = Phase.PLANNED  # what was once meant
    return told


def _is_awaited(scene: Scene, match: Match) -> bool:
    """Is an approval only not there yet: "尚未获得批准", "还没有获批"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    return _NOT_YET.search(scene.text, begin, match.words[-1].start) is not None


def _is_looked_at(scene: Scene) -> bool:
    """Is a permit only asked for, or looked at: "已进入认证阶段", "拿到许可后才会动工"?"""
    return _LOOKED_AT.search(scene.text) is not None


def _by_story(scene: Scene, match: Match) -> Phase | None:
    """What is told beside: the first day of trading, a site looked for, talks that begin."""
    kind = match.pattern.step.kind
    if kind is Kind.FUNDING and _FIRST_DAY.search(scene.text) is not None:
        return _told(scene, match) or Phase.DONE
    if kind is not Kind.FACTORY:
        return None
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    verb = match.words[-1].start
    if _ONCE_BUILT.search(scene.text, begin, match.words[-1].end) or _VOTED.search(scene.text):
        return Phase.PLANNED
    if _SOUGHT.search(scene.text, begin, verb) is not None:
        return Phase.PLANNED
    _, end = scene.bounds(scene.clause(match.end - 1))
    if _PAID_FOR.search(scene.text, 0, match.end) or _ASSESSED.search(scene.text, begin, end):
        return Phase.PLANNED
    begun = nearest(scene, begin, verb + 1, match.words) is Phase.DONE
    return Phase.PLANNED if begun and _TALKED.search(scene.text, begin, verb) else None


def _is_open(scene: Scene, match: Match) -> bool:
    """Is it only said that cars may be called back: "5万辆也可能被召回"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    return any(
        word in scene.text[begin : match.words[-1].start]
        for word in ("可能被", "或被", "也许会", "恐被")
    )


def _is_nearly(scene: Scene, verb: Tag) -> bool:
    """Is the step only near: "工厂快完工了", "马上就要交付"?"""
    return _NEARLY.search(scene.text, max(0, verb.start - NEARLY), verb.start) is not None


def _is_over(scene: Scene, verb: Tag) -> bool:
    """Does 了 stand behind a word of the step: "投资了7亿"?"""
    if _says(scene, verb).endswith("了"):
        return True
    return scene.text.startswith("了", verb.end) and not scene.text.startswith("了解", verb.end)


def _is_filed(scene: Scene, match: Match, begin: int) -> bool:
    """Is the step only applied for, and not granted by its own words?"""
    granted = any({"grant", "allowed", "approve"} & t.groups for t in match.words)
    _, end = scene.bounds(scene.clause(match.end - 1))
    granted = granted or bool(scene.within(match.end, end, "allowed"))  # "申请获得核准"
    return not granted and bool(scene.within(begin, match.end, "filed_phase"))


def _is_yet_to_apply(scene: Scene, match: Match) -> bool:
    """Is a plan to apply told, where the pattern says pending: "可能会在年内申报"?"""
    applied = [t for t in match.words if {"apply", "miit_filed"} & t.groups]
    if match.pattern.step.phase is not Phase.PENDING or not applied:
        return False
    begin, _ = scene.bounds(scene.clause(applied[0].start))
    cues = scene.within(begin, applied[0].start, *CUES)
    return bool(cues) and "planned" in cues[-1].groups and "拟" not in _says(scene, cues[-1])


def _is_moved(scene: Scene, match: Match, begin: int, end: int) -> bool:
    """Is a later date told behind an old one: "由9月改为12月", but not "从1月动工到12月交车"?"""
    dates = scene.within(begin, max(end, begin + MOVED), "DATE")
    for old, new in pairwise(dates):
        left = scene.within(max(0, old.start - 3), old.start, "from", "once")
        reached = scene.within(old.end, new.start, "until")
        if any(old.end <= t.start < new.start for t in match.words):
            reached = [t for t in reached if _says(scene, t) not in {"到", "至"}]
        if _COUNTED.match(scene.text, old.end):
            continue  # "从今年的100GWh提高到2023年的260GWh"
        if left and reached and _begins(old) < _begins(new):
            return True
    return False


def _is_late(scene: Scene, match: Match, begin: int) -> bool:
    """Is a time told before which it will not be: "明年第一季才会开始量产"?"""
    for tag in scene.within(begin, match.words[-1].start, "DATE"):
        behind = scene.text[tag.end : tag.end + LATE_CHARS].lstrip()
        if behind.startswith(LATE):
            return True
    return False


def _is_not_before(scene: Scene, cue: Tag) -> bool:
    """Does a word of condition only say that the step will not be before a day?"""
    dates = scene.groups.get("DATE", ())
    return _says(scene, cue) in LATE and any(0 <= cue.start - t.end <= 1 for t in dates)


def _begins(tag: Tag) -> date:
    return cast("Dated", tag.value).span.start


def _is_time(scene: Scene, match: Match) -> bool:
    """Is it the time of the step that is told: "开售时间，公司口径仍是2025年"?"""
    return scene.text.startswith(sense("times"), match.end)


def _says(scene: Scene, tag: Tag) -> str:
    return scene.text[tag.start : tag.end]


def is_decided(scene: Scene, match: Match, sure: Certainty) -> bool:
    """Is a planned agreement, founding or change at the head decided, and so done?"""
    kind = match.pattern.step.kind
    if kind not in DECIDED or sure is Certainty.RUMOURED:
        return False
    if (kind is Kind.COMPANY_SETUP and _is_only_confirmed(scene, match)) or (
        kind is Kind.PARTNERSHIP and _is_to_be_signed(scene, match)
    ):
        return False
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if kind is Kind.RESTRUCTURING and sort_of(scene, match) != LED:
        # Jobs to be cut, works to be closed.
        return any(word in scene.text[begin : match.end] for word in sense("at_once"))
    plans = scene.within(begin, match.words[-1].start, "planned")
    if kind is Kind.RESTRUCTURING and plans and _says(scene, plans[-1]) in MEANT:
        return False
    if scene.within(0, match.end, "decided"):
        return True
    if not plans and kind is Kind.PARTNERSHIP and scene.clause(begin):
        before, _ = scene.bounds(scene.clause(begin) - 1)  # "两家还将组建合资公司,合作开发软件"
        plans = scene.within(before, begin, "planned")
    will = bool(plans) and _says(scene, plans[-1]).startswith("将")
    return kind is Kind.PARTNERSHIP and will


def _is_to_be_signed(scene: Scene, match: Match) -> bool:
    """Is it the signature that is planned: "拟下周一签署备忘录", "打算2月17日签约"?"""
    begin, _ = scene.bounds(scene.clause(match.words[-1].start))
    found = _TO_SIGN.search(scene.text, begin, match.words[-1].end + 1)
    return found is not None and any(t.end > found.start() for t in match.words)


def _is_only_confirmed(scene: Scene, match: Match) -> bool:
    """Is it confirmed only that a firm is to be founded: "确认将组建新公司"?"""
    told = {_says(scene, t) for t in scene.within(0, match.end, "decided")}
    return bool(told) and told <= CONFIRMED


def _is_agreed(scene: Scene, match: Match) -> bool:
    """Is a purchase announced or signed, and not closed yet?"""
    bought = any("buy_stake" in t.groups for t in match.words)
    if not bought or scene.has("deal_closed"):
        return False
    own = scene.clause(match.words[-1].start)
    agreed = [scene.clause(t.start) for t in scene.groups.get("deal_agreed", ())]
    dated = {scene.clause(t.start) for t in scene.groups.get("DATE", ())}
    # "2009年签下供应协议,2010年出资入股": two deeds of two years
    return any(a == own or not {a, own} <= dated for a in agreed)


def _bears(scene: Scene, cue: Tag, match: Match) -> bool:
    """Is a word of delay or dropping about this step, and not a word of the step itself?"""
    if any(t.start <= cue.start and cue.end <= t.end for t in match.words):
        return False
    return scene.clause(cue.start) in {scene.clause(match.start), scene.clause(match.end - 1)}


def _inherited(scene: Scene, match: Match) -> Phase | None:
    """A plan told in the clause before governs what follows it without a subject of its own."""
    clause = scene.clause(match.words[0].start)
    begin, _ = scene.bounds(clause)
    buys = "buy_stake" in match.words[0].groups  # what is bought stands behind the verb
    named = scene.within(begin, match.words[0 if buys else -1].start, "COMPANY")
    if named and not scene.text.startswith(LET, begin):
        return None
    if any(_is_over(scene, t) for t in match.words):
        return None  # "还拿到了补贴", whatever was planned before
    while clause:
        clause -= 1
        start, end = scene.bounds(clause)
        told = nearest(scene, start, end)
        if told is not None:
            return told if told is Phase.PLANNED else None
        if scene.within(start, end, "COMPANY") and not scene.text.startswith(LISTS, start):
            return None
    return None


def is_denied(scene: Scene, match: Match) -> bool:
    """Is the step said not to be, or denied as a rumour?"""
    clause = scene.clause(match.words[0].start)
    begin, _ = scene.bounds(clause)
    if match.pattern.step.kind is Kind.APPROVAL and _is_awaited(scene, match):
        return False
    paid = match.pattern.step.kind is Kind.INVESTMENT and match.pattern.step.phase is None
    if paid and "不再" in scene.text[begin : match.words[0].start]:
        return True
    for tag in scene.within(begin, match.words[-1].start + 1, "negation"):
        if any(t.start <= tag.start and tag.end <= t.end for t in match.words):
            continue  # "拒绝批准" is the step itself
        # "尚未持有的股份", "没有方向盘的Cybercab"
        reach = LACKING if _says(scene, tag) == "没有" else DESCRIBED
        describes = "的" in scene.text[tag.end : tag.end + reach]
        # "削减短期内无法盈利的项目": what is cut cannot do something
        verbs = [t for t in match.words[:-1] if begin <= t.start and t.end <= tag.start]
        describes = describes or bool(verbs and "的" in scene.text[tag.end : match.words[-1].start])
        if not describes and scene.distance(tag.end, match.words[-1].start) <= BEHIND + 4:
            return True
    end = scene.bounds(scene.clause(match.end - 1))[1]
    if scene.within(match.end, end, "gone"):
        return True
    priced = any(t.groups & {"price", "price_told"} for t in match.words)
    if priced and scene.within(match.end, min(end, match.end + NEAR), "untold"):
        return True
    return scene.has("untrue") and not scene.has("as_planned")


def is_supposed(scene: Scene, match: Match) -> bool:
    """Is the step only supposed, wished or asked?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if any(
        not _is_not_before(scene, t) for t in scene.within(0, match.words[-1].start, "hypothesis")
    ):
        return True
    if any(t.start == begin for t in scene.within(begin, begin + 1, "compare")):
        return True
    end = scene.bounds(scene.clause(match.end - 1))[1]
    if "?" in scene.text[match.end - 1 : end + 1]:
        return True
    return bool(scene.within(begin, end, "question"))
