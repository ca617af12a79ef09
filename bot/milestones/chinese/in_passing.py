"""Words of a step that only describe: a habit, a trade, what a plant can do, a seller."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.statement import Statement
from storage.records import Phase

BUILT: Final = frozenset(
    (
        *("start_production", "finished_building", "off_line", "allowed", "on_sale", "deliver"),
        "station_up",
    )
)
ABLE: Final = ("能", "可", "能够", "可以")
# What makes a word of a step an attribute: "已投产的", "已获批或申请中的".
_ATTRIBUTE: Final = re.compile(r"(?:[或和、][^,。的]{1,6})?的")
_ANOTHER_CAR: Final = re.compile(r"的(?:另|其他|第[二三四五六七八九]|后续)[^,。;]{0,8}(?:车|款)")
# Behind "listed": for how long it has been.
_LASTED: Final = re.compile(
    r"(?:[\d一二两三四五六七八九十]+个?(?:多)?(?:年|月|周年)多?)?(?:来|以来|至今)"
)
_ASPECT: Final = re.compile(rf"的{any_of('aspects')}")
_JUDGED: Final = re.compile(rf"[^,。;]{{0,4}}?是[^,。;]{{0,6}}?{any_of('worth')}")
AIM: Final = 4  # characters of "in order to" before a verb
_AIM: Final = re.compile(r"(?:,(?:以|来)|用来|用以|用于|以便)$")
_NEXT_TO: Final = re.compile(rf"{any_of('next_to')}[^,。;]{{0,16}}$")
_BECOMING: Final = re.compile(rf"{any_of('becoming')}[^,。;]{{0,16}}$")
_HUB: Final = re.compile(rf"[^,。;]{{0,16}}?{any_of('hubs')}")
_TRIM: Final = re.compile(rf"[^,。;]{{0,8}}?{any_of('trims')}")
_RANGE: Final = re.compile(
    r"(?:已|先后|累计|陆续)(?:经|先后|累计|陆续|共)*推出了?[^,。;]{0,30}?[\d一二两三四五六七八九十]+款"
)
_ROUND_DONE: Final = re.compile(rf"{any_of('rounds')}(?:事项)?(?:全部)?完成[之以]?后,")
# What is brought out, at the head of a clause.
_REMEDY: Final = re.compile(
    rf"(?:该|这一|新的|上述|最终|具体)?{any_of('remedies')}(?:预计|将|计划|拟|会|于|有望|也)"
)
_WAIVED: Final = re.compile(rf"放弃[^,。;]{{0,14}}{any_of('rights_to_buy')}")
_NEW_LEADER: Final = re.compile(
    rf"{any_of('took_office')}(?:不久|不到[^,。;]{{1,6}})?的(?:新任?)?{any_of('heads_of_firms')}"
    rf"[^,。;]{{0,10}}{any_of('does_in_office')}"
)
_MISSED: Final = re.compile(rf"{any_of('failing')}(?:如期)?{any_of('reaching')}[^,。;]{{0,20}}目标")
_SQUATTED: Final = re.compile(r"被(?:他人|别人|人|第三方|外人)?(?:抢先|恶意)?(?:抢注|注册)")
_COMING: Final = re.compile("将(?:要)?推出?的|将(?:要)?导入的")
# How fast a line runs: "平均53秒".
_EACH: Final = re.compile(
    r"(?<!第)(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)(?:秒钟?|分钟)(?:左右)?(?:就|便|即|可|能|可以|就能|便可)?$"
)
# Behind 投产: what a plant can make then.
_SIZE: Final = re.compile(r"后的?(?:规划|设计|预计|总)?年?(?:总|整车)?(?:产能|产值|产量)")
_YIELD: Final = re.compile(rf"{any_of('in_full_swing')}后.{{0,8}}{any_of('yielding')}")
_FUND: Final = re.compile(rf"{any_of('raised')}.{{0,12}}{any_of('put_to')}")
_GIVEN: Final = re.compile(
    rf"(?:获|获得|拿到|拿到了|取得|得到)[^,。;]{{1,20}}(?:资金|贷款|补贴|补助|拨款),[^,。;]{{0,4}}{any_of('put_to')}[^,。;]{{0,20}}$"
)
# Shares that change hands, so that no money comes into the firm.
_OLD_SHARES: Final = re.compile(r"股权?(?:的)?(?:收购|转让)|(?:收购|受让|买)[^。;]{0,48}股权")
# A plant that another one was before.
_REBUILT: Final = re.compile(
    r"由[^,。;]{0,24}?(?:改扩建|改建|改造|翻建)(?:而[来成]|来的)"
    r"|原[^,。;原]{2,14}?工厂的?(?:地块|厂房|厂区|旧址|原址|老厂)"
)
_NO_DAY: Final = re.compile(
    r"(?:暂无|尚无|没有|暂未有|还没有)(?:明确的?|具体的?)?(?:时间表|时间计划)"
)


def is_habit(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it told of every car: "新车都由华为发布"?"""
    if s.phase is not Phase.DONE or s.quantity is not None:
        return False
    begin, _ = scene.bounds(scene.clause(match.words[-1].start))
    told = scene.text[begin : match.end]
    return any(word in told for word in sense("habit"))


def has_lasted(_: Statement, scene: Scene, match: Match) -> bool:
    """Has it been on the market or an exchange for years: "上市三年来头一回"?"""
    return any(
        _LASTED.match(scene.text, t.end) is not None for t in match.words if "on_sale" in t.groups
    )


def is_old_part(_: Statement, scene: Scene, match: Match) -> bool:
    """Does the word describe a part that ran before: "挨着已投产的一期"?"""
    return any(
        _ATTRIBUTE.match(scene.text, t.end) is not None
        and (
            scene.text[: t.start].endswith(sense("already"))
            or ("off_line" in t.groups and scene.text[: t.start].endswith(sense("from_now")))
        )
        for t in match.words
        if t.groups & BUILT
    )


def is_filed_thing(_: Statement, scene: Scene, match: Match) -> bool:
    """Does filing only say which marks or patents: "919项已注册或申请中的商标"?"""
    return any(
        scene.text.startswith(("中的", "或申请中的", "的各类", "的系列"), t.end)
        for t in match.words
        if "filed" in t.groups
    )


def is_made_together(_: Statement, scene: Scene, match: Match) -> bool:
    """Does working together only say which car it is: "双方合作的另一款车型"?"""
    return any(
        _ANOTHER_CAR.match(scene.text, t.end) is not None
        for t in match.words
        if "join_hands" in t.groups
    )


def is_coming_one(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the sale only say which car: "即将上市的P7将在肇庆投产"?"""
    if any(
        _COMING.search(scene.text[max(0, t.start - 2) : t.end + 2]) is not None
        for t in match.words
        if t.groups & {"bring_out", "show"} and not s.titled
    ):
        return True
    bare = s.phase is Phase.PLANNED and not (s.when or s.amount or s.quantity or s.titled)
    return bare and any(
        scene.text.startswith("的", t.end) and scene.text[: t.start].endswith("即将")
        for t in match.words
        if "on_sale" in t.groups
    )


def is_aspect(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a side of the step spoken of: "建设换电站的成本", "推出新车的传闻"?"""
    bare = not (s.titled or scene.has("DATE") or s.quantity or s.amount)
    return bare and _ASPECT.match(scene.text, match.end) is not None


def is_explained(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only told why, or what it is worth: "裁员是为了降低成本", "放弃造车是明智的"?"""
    bare = not (s.titled or scene.has("DATE") or s.quantity or s.amount)
    return bare and (
        scene.text.startswith(sense("reasons"), match.end)
        or _JUDGED.match(scene.text, match.end) is not None
    )


def is_experience(s: Statement, scene: Scene, match: Match) -> bool:
    """Has it happened before, some day: "它也曾推迟过交付"?"""
    bare = not (s.titled or scene.has("DATE") or s.quantity or s.amount)
    if not bare or "曾" not in scene.text[: match.end]:
        return False
    return any(scene.text.startswith("过", t.end) for t in match.words)


def is_able(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a plant can make in a year, or how fast: "一年能造15万辆", "53秒下线一台"?"""
    return s.phase is Phase.DONE and any(
        scene.text[: t.start].endswith(ABLE) or _EACH.search(scene.text, 0, t.start) is not None
        for t in match.words
        if t.groups & {"made", "output", "off_line"}
    )


def is_trade(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a firm does: "替车厂做设计制造", "自己设计制造的车"?"""
    bare = s.phase is Phase.DONE and s.quantity is None
    return bare and any(
        scene.text[: t.start].endswith("设计") for t in match.words if "made" in t.groups
    )


def is_person(_: Statement, scene: Scene, match: Match) -> bool:
    """Is the founding word the name of an office: "创办人"?"""
    return any(
        scene.text.startswith(("人", "者"), t.end) for t in match.words if "found" in t.groups
    )


def is_ambassador(_: Statement, scene: Scene, match: Match) -> bool:
    """Is somebody made the face of a brand: "官宣某人任体验官"?"""
    shown = any("官宣" in scene.text[t.start : t.end] for t in match.words)
    return shown and any(word in scene.text[match.start :] for word in sense("ambassador"))


def is_paid(s: Statement, scene: Scene, _: Match) -> bool:
    """Is it who gets the money for shares of its own: "把尾款付给甲,股权收购完成"?"""
    if not _OLD_SHARES.search(scene.text):
        return False
    own = [m for m in scene.mentions if m.company == s.company]
    return any(scene.text[: m.start].endswith(sense("paid_to")) for m in own)


def is_bought_together(_: Statement, scene: Scene, match: Match) -> bool:
    """Is "together" said of the owners of a firm whose shares are bought?"""
    joined = all(t.groups & {"join_hands"} for t in match.words)
    return joined and _OLD_SHARES.search(scene.text) is not None


def is_associate(_: Statement, scene: Scene, match: Match) -> bool:
    """Is the word only the sort of a firm: "联营企业"?"""
    return any(
        scene.text[t.start : t.end] in {"联营", "合营"}
        and scene.text.startswith(("企业", "公司"), t.end)
        for t in match.words
    )


def is_listed_firm(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a listing only say which firm it is: "在港股挂牌的广汽集团"?"""
    return s.amount is None and any(
        scene.text.startswith("的", t.end)
        for t in match.words
        if t.end == match.end and scene.text[t.start : t.end].endswith(("挂牌", "上市"))
    )


def is_facility(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it a place for tests in a list of such: "设有研发中心、试验检测、试车场等设施"?"""
    return any(scene.text.startswith(sense("facilities"), t.end) for t in match.words)


def is_yield(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it the capacity of a project: "达产后形成年产8万辆的能力"?"""
    begin, _ = scene.bounds(scene.clause(match.start))
    rated = s.phase is Phase.DONE and s.quantity is not None
    sized = any(_SIZE.match(scene.text, t.end) for t in match.words)
    return rated and (sized or _YIELD.search(scene.text, begin, match.end) is not None)


def is_remedy(s: Statement, scene: Scene, match: Match) -> bool:
    """Is what is brought out no car but a remedy: "补救方案预计9月底推出"?"""
    begin, _ = scene.bounds(scene.clause(match.start))
    return not s.titled and _REMEDY.match(scene.text, begin) is not None


def is_of_owners(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it told how the first owners fare: "首批车主苦等三个月"?"""
    return s.quantity is None and any(
        scene.text.startswith(sense("first_ones"), t.start)
        and scene.text.startswith(sense("how_they_fare"), t.end)
        for t in match.words
    )


def is_such_a_car(s: Statement, scene: Scene, match: Match) -> bool:
    """Does leaving the line only say which car: "下线的Q6车身涂着花纹"?"""
    bare = s.phase is Phase.DONE and not (s.quantity or s.titled or scene.has("DATE"))
    begin, _ = scene.bounds(scene.clause(match.start))
    return bare and any(
        t.start == begin and scene.text.startswith("的", t.end)
        for t in match.words
        if "off_line" in t.groups
    )


def is_waived(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only a right that an owner does not use: "放弃同比例增资权利"?"""
    waived = s.phase is Phase.CANCELLED
    return waived and _WAIVED.search(scene.text, 0, match.end + 16) is not None


def is_new_leader(s: Statement, scene: Scene, _: Match) -> bool:
    """Is it only said who somebody is: "上月上任的新CEO正推行改革"?"""
    return not s.titled and s.stage == "leaders" and _NEW_LEADER.search(scene.text) is not None


def is_of_the_retired(_: Statement, scene: Scene, match: Match) -> bool:
    """Does being retired only say who somebody is: "退休员工约200人"?"""
    those = ("员工", "職員", "职工", "工人", "干部", "教师")
    left = [t for t in match.words if "leave" in t.groups]
    if [scene.text[t.start : t.end] for t in left] != ["退休"]:
        return False
    return scene.text.startswith(those, left[0].end)


def is_missed_goal(s: Statement, scene: Scene, _: Match) -> bool:
    """Is it only a goal that was not reached: "未能达成去年的交车目标"?"""
    return s.phase is Phase.CANCELLED and _MISSED.search(scene.text) is not None


def is_way_to_pay(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it how somebody pays another one: "用可转债方式向甲投了10亿美元"?"""
    return any(
        scene.text[: t.start].endswith(("用", "以", "通过"))
        and scene.text.startswith(("方式", "形式", "的方式", "的形式"), t.end)
        and "向" in scene.text[t.end : t.end + 6]
        for t in match.words
        if "issue" in t.groups
    )


def is_others_mark(_: Statement, scene: Scene, match: Match) -> bool:
    """Did somebody else file for a mark: "商标早已被他人抢注"?"""
    begin, _end = scene.bounds(scene.clause(match.start))
    return _SQUATTED.search(scene.text, begin, match.end + 2) is not None


def is_after_round(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a round makes of the capital: "融资完成后,注册资本由64亿元增至78亿元"?"""
    capital = any("capital" in t.groups for t in match.words)
    return capital and _ROUND_DONE.search(scene.text, 0, match.start) is not None


def is_fund(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a plant only where new money goes: "所得资金会用来推进匈牙利项目建设"?"""
    begin = scene.bounds(scene.clause(match.words[0].start))[0]
    given = _GIVEN.search(scene.text, 0, match.end) is not None
    return given or _FUND.search(scene.text, begin, match.end) is not None


def is_remark(s: Statement, scene: Scene, _: Match) -> bool:
    """Is it said which recall it is: "这是韩国产电动车第一次大规模召回"?"""
    bare = s.quantity is None and not s.titled
    return bare and scene.text.startswith(sense("remarks"))


def is_inside(s: Statement, scene: Scene, match: Match) -> bool:
    """Does a plant only say where: "在规划建设的超级工厂里,它最先建成"?"""
    bare = not (s.when or s.amount or s.quantity or s.titled)
    return bare and any(
        scene.text.startswith(("里,", "中,", "内,", "当中,"), t.end)
        for t in match.words
        if "plant" in t.groups
    )


def is_beside(_: Statement, scene: Scene, match: Match) -> bool:
    """Does a plant only say where, or for what a permit is: "二期工厂旁边", "自建工厂生产资质"?"""
    plants = [t for t in match.words if t.groups & {"plant", "build_plant"}]
    begin, _end = scene.bounds(scene.clause(match.start))
    near = any(_NEXT_TO.search(scene.text, begin, t.start) is not None for t in plants)
    return near or any(scene.text.startswith(sense("place_at_plant"), t.end) for t in plants)


def is_hub(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a place only one where something is made: "成为生产电动车的首选地"?"""
    begin, end = scene.bounds(scene.clause(match.words[-1].start))
    bare = not scene.within(begin, end, "DATE")
    return bare and any(
        _BECOMING.search(scene.text, begin, t.start) is not None
        and _HUB.match(scene.text, t.end, end) is not None
        for t in match.words
        if "made" in t.groups
    )


def is_trim(_: Statement, scene: Scene, match: Match) -> bool:
    """Are only versions or extras of a car dropped: "取消多版本", "取消选装"?"""
    return any(
        _TRIM.match(scene.text, t.end) is not None for t in match.words if "cancelled" in t.groups
    )


def is_range(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it which cars a maker has by now: "已推出S01、T03、C11三款车型"?"""
    bare = not (s.when or s.titled or s.amount or s.quantity or scene.has("DATE"))
    begin, _end = scene.bounds(scene.clause(match.start))
    return bare and _RANGE.search(scene.text, begin) is not None


def is_aim(s: Statement, scene: Scene, match: Match) -> bool:
    """Is making cars only what something is for: "加以改造,以生产电动车"?"""
    return s.phase is Phase.DONE and any(
        _AIM.search(scene.text, max(0, t.start - AIM), t.start) is not None
        for t in match.words
        if "made" in t.groups
    )


def is_mending(_: Statement, scene: Scene, __: Match) -> bool:
    """Is it told what is done to cars that were called back: "替召回车辆更新软件"?"""
    return "召回" in scene.text


def is_pace(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it how deliveries go: "交付太快", "交付周期", "交付能力"?"""
    return s.quantity is None and any(
        scene.text.startswith(sense("pace"), t.end) for t in match.words if "deliver" in t.groups
    )


def is_of_recalled(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it the build of cars that are called back: "2022年1月至9月生产的部分国产Model 3"?"""
    return any(scene.text.startswith("的部分", t.end) for t in match.words if "made" in t.groups)


def is_unable(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it what a firm could not do: "交不出车"?"""
    return any(
        scene.text.startswith("出", t.start) and scene.text[: t.start].endswith("不")
        for t in match.words
    )


def is_rebuilt(s: Statement, scene: Scene, _: Match) -> bool:
    """Is it the old plant that a new one is made of: "工厂由甲一工厂改扩建而来"?"""
    return any(
        found.start() <= m.start < found.end()
        for found in _REBUILT.finditer(scene.text)
        for m in scene.mentions
        if m.company == s.company
    )


def is_unscheduled(_: Statement, scene: Scene, match: Match) -> bool:
    """Is there no day for it yet: "入华暂无时间表"?"""
    _begin, end = scene.bounds(scene.clause(match.end - 1))
    return _NO_DAY.search(scene.text, match.start, end) is not None
