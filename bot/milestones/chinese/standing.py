"""Words of a step that only say who a firm or a person is, what it has, or what a figure was."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

if TYPE_CHECKING:
    from bot.milestones.found import Count, Dated

OLD: Final = timedelta(days=400)
BEHIND: Final = 16  # characters behind "publishes" in which it is said what
# "X是全球最大的电池制造商之一,2012年...": what follows tells who it is.
_IS_A: Final = re.compile(
    r"^[^,。;]{1,24}?(?:\([^()]{1,40}\))?(?:乃是?|是|为|作为)[^,。;]{0,30}"
    r"(?:之一|制造商|供应商|生产商|企业|车企|车厂|公司|集团|巨头|厂商)[,;]"
)
# What is published is a figure or a list, no car.
_FIGURES: Final = re.compile(
    r"(?:了|的)?[^,。;]{0,14}?(?:指数|榜单|名单|排行|报告|白皮书|财报|业绩|公告|声明|公开信|全员信"
    r"|(?:交车|交付|产|销|出货|销售|发货|装机|装车)(?:数?量|数据|数字|数)|产销|营收|季报|年报|月报|数据)"
)
_ATTRIBUTE_OF: Final = re.compile(
    r"的[^,。;]{1,16}|(?:案)?(?:受托人|管理人|托管人|接管人|清算人|法院|债权人|律师)"
)
_TURNED_INTO: Final = re.compile(r"而成的?")
_HAS: Final = ("拥有", "具备", "握有", "手握")
_BECOMES: Final = re.compile(
    r"率先|首个|首家|首批|第[一二三四五六七八九十\d]+家|正式|终于|成功|已经?"
)
# A person comes from a firm: "由甲公司的某某出任".
_OF_FIRM: Final = re.compile(r"(?:\([^()]{1,40}\)|[^,。;的]){0,20}的[^,。;]{2,12}$")
_THAT_POST: Final = re.compile(r"(?:此|该|这一|上述)(?:职务?|职位|岗位)")
# What a person did elsewhere: "并带领另一家公司在美上市".
_LED: Final = re.compile(r"(?:带领|率领|助推|帮助|一手把|曾将|曾带)[^,。;]{1,20}$")
_RATED: Final = re.compile(r"(?:设计|规划|额定|核定|备案|总)产能[^,。;]{0,6}$")
# A figure from which another one rises or falls: "从2016年约65万辆降至36万辆".
_FROM: Final = re.compile(r"(?:从|由|较|比)[^,。;从由]{0,22}$")
_TO: Final = re.compile(
    r"[^,。;]{0,8}?(?:下降|下滑|减少|减|跌|降|升|增长|增加|增|提高|提升|扩大|涨)[^,。;]{0,4}(?:到|至|为)"
)
# Behind a step: it waits still, or is only talked of.
_OPEN: Final = re.compile(
    r"(?:一事|计划)?(?:尚未|还未|仍未|未获|有待|仍需|尚需)"
    r"|[^,。;]{0,6}?的?(?:消息|传闻|传言|说法)(?:不断|不绝|四起|频传|满天飞)"
)
_TALKED: Final = re.compile(r"讨论|商讨|洽谈|磋商|商谈|谈判|接洽")
_MUST: Final = re.compile(
    r"(?:^|[,。;:]|表示)[“\"]?(?:要|若要|想要|为了?|为达到)[^,。;]{4,40}目标,"
)


def standing(s: Statement, scene: Scene, match: Match, published: date) -> str | None:
    """Why the words of a reading tell no step of the day; None when they do."""
    reasons = (
        (_is_resume(s, scene, published), "who a firm is"),
        (_is_figures(s, scene, match), "figures or a list that are published"),
        (_is_insolvent_one(s, scene, match), "said of a firm that is insolvent already"),
        (_is_held(s, scene, match), "what a firm has"),
        (_is_turned_into(scene, match), "what a plant is made of"),
        (_is_elsewhere(s, scene, match), "a post or a deed elsewhere"),
        (_is_rated(s, scene, match), "what a plant is designed for"),
        (_is_left_behind(s, scene), "a figure that is left behind"),
        (_is_yet_open(s, scene, match), "a plan that waits, or is only talked of"),
        (_is_run_together(scene, match), "two words that meet"),
        (_is_price_class(s, scene, match), "the price of a car that is described"),
        (_is_in_order_to(s, scene), "a goal that needs something"),
    )
    return next((why for applies, why in reasons if applies), None)


def _is_resume(s: Statement, scene: Scene, published: date) -> bool:
    """Is it an old deed that says who a firm is: "甲是最大的车企之一,2010年曾收购乙"?"""
    if s.titled or s.phase is not Phase.DONE or scene.has("fresh"):
        return False
    told = [cast("Dated", t.value).span.end for t in scene.groups.get("DATE", ())]
    ends = [s.when.end] if s.when else told
    old = bool(ends) and all(published - end > OLD for end in ends)
    return old and _IS_A.match(scene.text) is not None


def _is_figures(s: Statement, scene: Scene, match: Match) -> bool:
    """Is what is published a figure or a list: "公布第三季全球交车量", "发布了品牌指数"?"""
    return s.kind is Kind.UNVEIL and any(
        scene.text[t.start : t.end].startswith(("公布", "发布", "公开", "发表", "晒出"))
        and _FIGURES.match(scene.text, t.end, t.end + BEHIND) is not None
        for t in match.words
        if "show" in t.groups
    )


def _is_insolvent_one(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the word only say which firm: "破产的电池厂表示", "破产管理人"?"""
    if s.kind is not Kind.RESTRUCTURING or s.titled or s.when is not None:
        return False
    told = [t for t in match.words if "insolvent" in t.groups]
    return bool(told) and all(_ATTRIBUTE_OF.match(scene.text, t.end) is not None for t in told)


def _is_held(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it a licence that a firm has: "目前拥有生产资质"?"""
    if s.kind is not Kind.APPROVAL or s.titled or s.when is not None:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    granted = [t for t in match.words if "grant" in t.groups]
    has = [t for t in granted if scene.text.startswith(_HAS, t.start)]
    became = _BECOMES.search(scene.text, begin, match.end) is not None
    return bool(has) and len(has) == len(granted) and not became


def _is_turned_into(scene: Scene, match: Match) -> bool:
    """Does the building only describe: "由玻璃打造而成的工厂"?"""
    return any(_TURNED_INTO.match(scene.text, t.end) is not None for t in match.words)


def _is_elsewhere(s: Statement, scene: Scene, match: Match) -> bool:
    """Does somebody of a firm take a post elsewhere, or did he lead another firm to a listing?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if s.kind is Kind.FUNDING and s.phase is Phase.DONE:
        return _LED.search(scene.text, begin, match.start) is not None
    arrived = [t for t in match.words if "arrive" in t.groups]
    if s.kind is not Kind.RESTRUCTURING or not arrived:
        return False
    if _THAT_POST.match(scene.text, arrived[-1].end):
        return True
    own = [m for m in scene.mentions if m.company == s.company and m.end <= arrived[-1].start]
    sent = [m for m in own if scene.text[: m.start].endswith("由")]
    return any(_OF_FIRM.match(scene.text[m.end : arrived[-1].start]) for m in sent)


def _is_rated(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a plant is laid out for: "设计产能为年产30万辆"?"""
    if s.kind is not Kind.PRODUCTION or s.phase is not Phase.DONE:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    return any(
        _RATED.search(scene.text, begin, t.start) is not None
        for t in match.words
        if "output" in t.groups
    )


def _is_left_behind(s: Statement, scene: Scene) -> bool:
    """Is a figure only where another one comes from: "从2016年的65万辆降至36万辆"?"""
    if s.kind not in {Kind.DELIVERY, Kind.PRODUCTION} or s.quantity is None:
        return False
    first = next(iter(scene.groups.get("VEHICLES", ())), None)
    if first is None or cast("Count", first.value).quantity != s.quantity:
        return False
    before = scene.text[max(0, first.start - 26) : first.start]
    return _FROM.search(before) is not None and _TO.match(scene.text, first.end) is not None


def _is_yet_open(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the step wait for something, or make talk only: "入华尚未得到批准", "落地消息不断"?"""
    if s.kind is Kind.APPROVAL:
        return False
    return _OPEN.match(scene.text, match.end) is not None


def _is_run_together(scene: Scene, match: Match) -> bool:
    """Is the word made of the end of one and the beginning of another: "衰退出现"?"""
    return any(
        scene.text.startswith("退出现", t.start) and scene.text[: t.start].endswith("衰")
        for t in match.words
    )


def _is_price_class(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a price say which sort of car, or what one not yet built would cost?"""
    if s.kind is not Kind.LAUNCH or s.titled or "MONEY" not in match.pattern.said:
        return False
    if any(t.groups & {"on_sale", "sales_start"} for t in match.words):
        return False
    return scene.text.startswith("的", match.end) or (
        _TALKED.search(scene.text, 0, match.start) is not None and scene.has("plant")
    )


def _is_in_order_to(s: Statement, scene: Scene) -> bool:
    """Is a goal only why something is needed: "要达到年销百万辆的目标,需要再建厂"?"""
    planned = s.kind is Kind.DELIVERY and s.phase is Phase.PLANNED
    return planned and _MUST.search(scene.text) is not None
