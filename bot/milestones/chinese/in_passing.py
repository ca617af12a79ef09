"""Words of a step that only describe: a habit, a trade, what a plant can do, a seller."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import group
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

THINGS: Final = frozenset((Kind.LAUNCH, Kind.PRODUCTION, Kind.UNVEIL))
BUILT: Final = frozenset(
    ("start_production", "finished_building", "off_line", "allowed", "on_sale", "deliver")
)
ABLE: Final = ("能", "可", "能够", "可以")
PAID_TO: Final = ("付给", "汇给", "打给", "交给")
ALREADY: Final = ("已", "早已", "业已", "已经", "早就", "此前", "新建成", "之前")
# All cars built from now on have something new: "即日起下线的车型搭载".
FROM_NOW: Final = ("即日起", "今起", "今后")
# What makes a word of a step an attribute: "已投产的", "已获批或申请中的".
_ATTRIBUTE: Final = re.compile(r"(?:[或和、][^,。的]{1,6})?的")
# Behind "listed": for how long it has been.
_LASTED: Final = re.compile(
    r"(?:[\d一二两三四五六七八九十]+个?(?:多)?(?:年|月|周年)多?)?(?:来|以来|至今)"
)
# Behind "deliver": how it goes.
_PACE: Final = re.compile(
    r"(?:[太很]|得[太很又]|周期|能力|压力|体验|质量|效率|速度|节奏|流程|难题|瓶颈)"
)
AIM: Final = 4  # characters of "in order to" before a verb
_AIM: Final = re.compile(r"(?:[,，](?:以便?|来)|用来|用以|用于|以便)$")
_YIELD: Final = re.compile(r"(?:达产|投产|建成|满产)后.{0,8}(?:形成|具备|达到|可达|年产|实现)")
_FUND: Final = re.compile(
    r"(?:所得|募集|募得|集资|募资|筹得).{0,12}(?:用来|用于|用作|用在|投入|投向)"
)
# Shares that change hands, so that no money comes into the firm.
_OLD_SHARES: Final = re.compile(r"股权?(?:的)?(?:收购|转让)|(?:收购|受让|买)[^。;]{0,48}股权")


def in_passing(s: Statement, scene: Scene, match: Match) -> str | None:
    """Why the words of a reading only describe something; None when they tell a step."""
    reasons = (
        (_is_habit(s, scene, match), "what is always so"),
        (_has_lasted(s.kind, scene, match), "how long it has been on the market or listed"),
        (_is_old_part(s, scene, match), "a part that ran before"),
        (_is_able(s, scene, match), "what a plant can make"),
        (_is_trade(s, scene, match), "what a firm does for a living"),
        (_is_person(s.kind, scene, match), "told of a founder"),
        (_is_ambassador(s.kind, scene, match), "a face for a brand"),
        (_is_paid(s, scene), "the seller of shares"),
        (_is_bought_together(s, scene, match), "shares that are bought"),
        (_is_associate(s.kind, scene, match), "a firm that is held in part"),
        (_is_listed_firm(s, scene, match), "where a firm is listed"),
        (_is_facility(s.kind, scene, match), "a part of a plant"),
        (_is_yield(s, scene, match), "what a plant will make"),
        (_is_fund(s.kind, scene, match), "what money is for"),
        (_is_remark(s, scene), "a remark on the recall"),
        (_is_inside(s, scene, match), "inside which plant"),
        (_is_aim(s, scene, match), "what something is done for"),
        (_is_mending(s.kind, scene), "how recalled cars are mended"),
        (_is_pace(s, scene, match), "how fast or how well it goes"),
        (_is_of_recalled(s.kind, scene, match), "when recalled cars were built"),
        (_is_unable(s.kind, scene, match), "what cannot be made"),
    )
    return next((why for applies, why in reasons if applies), None)


def _is_habit(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it told of every car: "新车都由华为发布"?"""
    if s.kind not in THINGS or s.phase is not Phase.DONE or s.quantity is not None:
        return False
    begin, _ = scene.bounds(scene.clause(match.words[-1].start))
    told = scene.text[begin : match.end]
    return any(word in told for word in group("habit"))


def _has_lasted(kind: Kind, scene: Scene, match: Match) -> bool:
    """Has it been on the market or an exchange for years: "上市三年来头一回"?"""
    return kind is Kind.LAUNCH and any(
        _LASTED.match(scene.text, t.end) is not None for t in match.words if "on_sale" in t.groups
    )


def _is_old_part(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the word describe a part that ran before: "挨着已投产的一期"?"""
    return s.phase is Phase.DONE and any(
        _ATTRIBUTE.match(scene.text, t.end) is not None
        and scene.text[: t.start].endswith(
            (*ALREADY, *FROM_NOW) if "off_line" in t.groups else ALREADY
        )
        for t in match.words
        if t.groups & BUILT
    )


def _is_able(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a plant can make in a year: "一年能造15万辆"?"""
    return (
        s.kind is Kind.PRODUCTION
        and s.phase is Phase.DONE
        and any(scene.text[: t.start].endswith(ABLE) for t in match.words if "made" in t.groups)
    )


def _is_trade(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a firm does: "替车厂做设计制造", "自己设计制造的车"?"""
    bare = s.kind is Kind.PRODUCTION and s.phase is Phase.DONE and s.quantity is None
    return bare and any(
        scene.text[: t.start].endswith("设计") for t in match.words if "made" in t.groups
    )


def _is_person(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is the founding word the name of an office: "创办人"?"""
    return kind is Kind.COMPANY_SETUP and any(
        scene.text.startswith(("人", "者"), t.end) for t in match.words if "found" in t.groups
    )


def _is_ambassador(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is somebody made the face of a brand: "官宣某人任体验官"?"""
    shown = any("官宣" in scene.text[t.start : t.end] for t in match.words)
    return (
        kind is Kind.UNVEIL
        and shown
        and any(word in scene.text[match.start :] for word in group("ambassador"))
    )


def _is_paid(s: Statement, scene: Scene) -> bool:
    """Is it who gets the money for shares of its own: "把尾款付给甲,股权收购完成"?"""
    if s.kind not in {Kind.FUNDING, Kind.INVESTMENT} or not _OLD_SHARES.search(scene.text):
        return False
    own = [m for m in scene.mentions if m.company == s.company]
    return any(scene.text[: m.start].endswith(PAID_TO) for m in own)


def _is_bought_together(s: Statement, scene: Scene, match: Match) -> bool:
    """Is "together" said of the owners of a firm whose shares are bought?"""
    joined = all(t.groups & {"join_hands"} for t in match.words)
    return s.kind is Kind.PARTNERSHIP and joined and _OLD_SHARES.search(scene.text) is not None


def _is_associate(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is the word only the sort of a firm: "联营企业"?"""
    return kind is Kind.PARTNERSHIP and any(
        scene.text[t.start : t.end] in {"联营", "合营"}
        and scene.text.startswith(("企业", "公司"), t.end)
        for t in match.words
    )


def _is_listed_firm(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a listing only say which firm it is: "在港股挂牌的广汽集团"?"""
    return (
        s.kind is Kind.FUNDING
        and s.amount is None
        and any(
            scene.text.startswith("的", t.end)
            for t in match.words
            if t.end == match.end and scene.text[t.start : t.end].endswith(("挂牌", "上市"))
        )
    )


def _is_facility(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it a place for tests in a list of such: "设有研发中心、试验检测、试车场等设施"?"""
    return kind is Kind.TESTING and any(
        scene.text.startswith(("场", "中心", "基地", "设施", "跑道", "道等"), t.end)
        for t in match.words
    )


def _is_yield(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it the capacity of a project: "达产后形成年产8万辆的能力"?"""
    begin, _ = scene.bounds(scene.clause(match.start))
    rated = s.kind is Kind.PRODUCTION and s.phase is Phase.DONE and s.quantity is not None
    return rated and _YIELD.search(scene.text, begin, match.end) is not None


def _is_fund(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is a plant only where new money goes: "所得资金会用来推进匈牙利项目建设"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    return kind is Kind.FACTORY and _FUND.search(scene.text, begin, match.end) is not None


def _is_remark(s: Statement, scene: Scene) -> bool:
    """Is it said which recall it is: "这是韩国产电动车第一次大规模召回"?"""
    bare = s.kind is Kind.RECALL and s.quantity is None and not s.titled
    return bare and scene.text.startswith(("这是", "这也是", "此次召回是", "本次召回是"))


def _is_inside(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a plant only say where: "在规划建设的超级工厂里,它最先建成"?"""
    bare = s.kind is Kind.FACTORY and not (s.when or s.amount or s.quantity or s.titled)
    return bare and any(
        scene.text.startswith(("里,", "中,", "内,", "当中,"), t.end)
        for t in match.words
        if "plant" in t.groups
    )


def _is_aim(s: Statement, scene: Scene, match: Match) -> bool:
    """Is making cars only what something is for: "加以改造,以生产电动车"?"""
    made = s.kind is Kind.PRODUCTION and s.phase is Phase.DONE
    return made and any(
        _AIM.search(scene.text, max(0, t.start - AIM), t.start) is not None
        for t in match.words
        if "made" in t.groups
    )


def _is_mending(kind: Kind, scene: Scene) -> bool:
    """Is it told what is done to cars that were called back: "替召回车辆更新软件"?"""
    return kind is Kind.TECHNOLOGY and "召回" in scene.text


def _is_pace(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it how deliveries go: "交付太快", "交付周期", "交付能力"?"""
    bare = s.kind is Kind.DELIVERY and s.quantity is None
    return bare and any(
        _PACE.match(scene.text, t.end) is not None for t in match.words if "deliver" in t.groups
    )


def _is_of_recalled(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it the build of cars that are called back: "2022年1月至9月生产的部分国产Model 3"?"""
    return kind is Kind.PRODUCTION and any(
        scene.text.startswith("的部分", t.end) for t in match.words if "made" in t.groups
    )


def _is_unable(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is it what a firm could not do: "交不出车"?"""
    return kind in {Kind.PRODUCTION, Kind.DELIVERY} and any(
        scene.text.startswith("出", t.start) and scene.text[: t.start].endswith("不")
        for t in match.words
    )
