"""Words of a step that only say when, how long or what for; or the step waits still."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

SPAN: Final = 12  # characters between "from" and "to"
# Behind a step: it is the time of something else.
_BEFORE: Final = re.compile(r"(?:[之以]前|前(?=[,、的就便已要还须需也都]|一[天日晚周月年]|夕))")
_AFTER: Final = re.compile(
    r"(?:开始|市场)?(?:[之以]后|以来|后(?=[,、的就便将会可能不尽再还才两三一\d]))"
)
# Before a step: so long behind another one.
_COUNTED: Final = re.compile(r"后(?:不超过)?[\d一二两三四五六七八九十]+个?[年月]之?内$")
# Before a step: how long it took until then.
_SO_LONG: Final = re.compile(
    r"(?<![\d年])(?:\d{1,2}|[一二两三四五六七八九十]+)(?:年半?|个月|天|周)多?(?:后|内)?(?:就|便|即)$"
)
# Behind a step: it waits still, or is only talked of.
_OPEN: Final = re.compile(
    rf"(?:一事|计划)?{any_of('still_open')}|[^,。;]{{0,6}}?的?{any_of('talk')}{any_of('spreading')}"
)
_PAVED: Final = re.compile(rf"[^,。;]{{0,6}}?{any_of('paved')}")
# Behind a step: so many days were counted from it; before it, that they are counted.
_DAYS: Final = re.compile(
    r"后(?:的|仅|才|短短)?(?:第)?(?:\d+|[一二两三四五六七八九十百]+)(?:多)?(?:天|个月|周)"
)
_FROM_IT: Final = re.compile(r"(?:距|距离)(?!今)[^,。;]{0,14}$")
_PASSED: Final = re.compile(
    r"[^,。;]{0,4}?(?:过去|已|才|仅|刚好|整整)?(?:有|过)?(?:\d+|[一二两三四五六七八九十百]+)多?(?:天|个月|年|周)"
)
# "到第10万台下线只用了230天"
_UNTIL_IT: Final = re.compile(r"(?<![送达抵来直等])[到至][^,。;]{1,14}$")
_TOOK: Final = re.compile(
    r"[^,。;]{0,4}?(?:只|仅|前后|一共|总共|才)?(?:用|花|历时)了?(?:不到|近|约)?\d+多?(?:天|个月|年|周)"
)
# "从宣布设立公司,到打下第一根桩,前后不到五个月"
_WHOLE_SPAN: Final = re.compile(
    r"[从自由][^。;]{2,60},(?P<to>到)[^,。;]{1,14},?"
    r"(?:前后|只|仅|总共|一共|才|历时)[^。;,]{0,8}(?:天|月|年|周)"
)
FOR: Final = 6  # characters between "for" and a step
# Before a step: what something is good for.
_HELPS: Final = re.compile(rf"{any_of('good_for')}[^,。;]*$")
_MUST: Final = re.compile(rf"(?:^|[,。;:]|表示)[“\"]?{any_of('to_reach')}[^,。;]{{4,40}}目标,")


def is_span(_: Statement, scene: Scene, match: Match) -> bool:
    """Is the start of production the end of a span: "由奠基到投产只用了16个月"?"""
    if any(_SO_LONG.search(scene.text, max(0, t.start - SPAN), t.start) for t in match.words):
        return True
    whole = whole_span(scene)
    if whole is not None and any(whole.start("to") <= t.start < whole.end() for t in match.words):
        return True
    return any(
        scene.text[max(0, t.start - 1) : t.start] in {"到", "至"}
        and re.search("[从由自]", scene.text[max(0, t.start - SPAN) : t.start - 1])
        for t in match.words
    )


def whole_span(scene: Scene) -> re.Match[str] | None:
    """How long it took from one step to another, where a sentence tells nothing else of them."""
    return _WHOLE_SPAN.search(scene.text) if "到" in scene.text else None


def is_after(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the step only say which thing, or since when: "拆分后的落脚点", "牵手时,市场还小"?"""
    when = ("时,", "的时候") if s.kind is Kind.PARTNERSHIP else ()
    when = ("之后,", "后,") if s.kind is Kind.INVESTMENT and not match.start else when
    return scene.text.startswith(("后的", "之后的", "以后的", *when), match.end)


def is_only_when(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the step only say before or after what: "量产以前也去测过", "一期开工后不超过26个月"?"""
    ends = [t.end for t in match.words]
    if any(_BEFORE.match(scene.text, end) for end in ends):
        open_ = s.phase is Phase.PLANNED and s.when is None
        return not s.titled and (s.phase is Phase.DONE or open_)
    begin, _end = scene.bounds(scene.clause(match.words[-1].start))
    since = any(scene.text.startswith(("以来,", "以来的"), end) for end in ends)
    if since and not s.titled and not scene.within(begin, match.end, "DATE"):
        return True
    bare = s.phase is Phase.DONE and not (s.when or s.quantity or s.titled)
    verb = match.words[-1].start
    counted = _COUNTED.search(scene.text, max(0, verb - SPAN), verb)
    return bare and (counted is not None or any(_AFTER.match(scene.text, end) for end in ends))


def is_counted_from(s: Statement, scene: Scene, match: Match) -> bool:
    """Are days counted from the step, or up to it: "发布后32天,第1万辆下线", "距发布602天"?"""
    begin, _end = scene.bounds(scene.clause(match.words[-1].start))
    if s.phase is not Phase.DONE or scene.within(begin, match.words[0].start, "DATE"):
        return False
    if any(_DAYS.match(scene.text, t.end) for t in match.words):
        return True
    verb = match.words[-1]
    counted = _FROM_IT.search(scene.text, begin, verb.start), _PASSED.match(scene.text, verb.end)
    took = _UNTIL_IT.search(scene.text, 0, verb.start), _TOOK.match(scene.text, verb.end)
    return all(counted) or all(took)


def is_yet_open(_: Statement, scene: Scene, match: Match) -> bool:
    """Does the step wait for something, or make talk only: "入华尚未得到批准", "落地消息不断"?"""
    return _OPEN.match(scene.text, match.end) is not None


def is_paving(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a step only what another one makes way for: "为拿下生产资质铺路"?"""
    begin, _end = scene.bounds(scene.clause(match.start))
    ahead = "为" in scene.text[max(begin, match.start - FOR) : match.start]
    return ahead and _PAVED.match(scene.text, match.end) is not None


def is_set_for(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it set for a day, not ordered by anybody: "预定明年启用"?"""
    told = [t for t in match.words if scene.text[t.start : t.end] == "预定"]
    _begin, end = scene.bounds(scene.clause(match.end - 1))
    if scene.within(match.end, end, "on_sale", "show", "bring_out"):
        return False  # the car is to come then
    return bool(told) and bool(
        scene.within(told[0].end, told[0].end + 2, "DATE")
        or scene.text.startswith(("于", "在", "年内", "下"), told[0].end)
    )


def is_field(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it only the field that is spoken of: "换电站建设方面,"?"""
    return scene.text.startswith(sense("fields"), match.end)


def is_by_way(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only by what something came about: "随着新工厂的建成,产能瓶颈得到缓解"?"""
    last = match.words[-1]
    if s.titled or scene.text[last.start - 1 : last.start] != "的":
        return False
    begin, _end = scene.bounds(scene.clause(last.start))
    before = scene.text[begin : last.start]
    return any(word in before for word in sense("thanks_to")) and not scene.has("DATE")


def is_needed(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only what somebody had better do: "它需要推出更便宜的车型", "就收购一事谈判"?"""
    if s.titled:
        return False
    begin, _end = scene.bounds(scene.clause(match.words[-1].start))
    talked = "就" in scene.text[begin : match.words[-1].start]
    if talked and scene.text.startswith("一事", match.end):
        return True
    return scene.text[: match.words[0].start].endswith(sense("had_better"))


def is_benefit(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a step only what something is good for: "有利于开拓东南亚市场"?"""
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    dated = bool(scene.within(begin, end, "DATE"))
    return not (s.titled or dated) and (
        _HELPS.search(scene.text, begin, match.words[-1].start) is not None
    )


def is_in_order_to(s: Statement, scene: Scene, _: Match) -> bool:
    """Is a goal only why something is needed: "要达到年销百万辆的目标,需要再建厂"?"""
    return s.phase is Phase.PLANNED and _MUST.search(scene.text) is not None
