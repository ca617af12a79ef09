"""Words of partners that tell no new agreement: what it is about, talks, a brand of one's own."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.whole import LEAD
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.statement import Statement
from storage.records import Phase

# "极越由百度与吉利合资成立"
_PARENTS: Final = re.compile(
    r"由[^,。;]{2,20}(?:合资|合营|共同出资|联合|共同|合作|携手)"
    r"(?:成立|组建|设立|创立|打造|开发|研发|设计)"
)
# Before partners: with their help something else is done.
_WITH_HELP: Final = re.compile(r"借助(?:于)?[与和同跟][^,。;]{2,16}$")
# Between partners and their work: "双方的合作", "与小鹏的研发合作".
_SORT_OF_WORK: Final = re.compile(r"(?:[的间们]|的(?:研发|技术|业务|电池|供应|采购|产品))$")
# Behind "uses": with whom the thing was developed, "采用与甲合作开发的电芯".
_MADE_WITH: Final = re.compile(
    r"了?[与和同跟][^,。;]{2,14}(?:合作|联合|共同)(?:开发|研发|打造|设计)的"
)
# A government with whom it is signed where a plant is to stand.
_SITED: Final = re.compile(
    rf"[与和同跟][^,。;]{{0,14}}{any_of('governments')}[^,。;]{{0,16}}{any_of('of_a_site')}"
    rf"[^,。;]{{0,6}}{any_of('papers_of_work', 'contracts')}"
)
_WON: Final = re.compile(rf"[^,。;股]{{0,20}}?{any_of('orders_won')}")
# Behind a field in which two sides work together: "换电网络建设及运营等领域".
_IN_FIELDS: Final = re.compile(
    r"[^,。;]{0,40}?等(?:多个|诸多|几个)?(?:领域|方面|方向|环节|业务|层面)[^,。;]{0,8}合作"
)
_WOOED: Final = re.compile(rf"(?:伙伴|方)?.{{0,3}}{any_of('wooing')}")


def is_content(s: Statement, scene: Scene, match: Match) -> bool:
    """Are stations what two sides agree on: "协议内容包括共建换电站", "在建站等领域合作"?"""
    if not s.titled and _IN_FIELDS.match(scene.text, match.words[0].end) is not None:
        return True
    counted = s.quantity is not None or s.phase is not Phase.DONE
    return not counted and scene.has("sign") and scene.has("agreement")


def is_lasting(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it only spoken of working together: "通过与甲的合作", "双方的合作仍在进行"?"""
    last = match.words[-1]
    if any(_MADE_WITH.match(scene.text, t.end) for t in match.words if "supply" in t.groups):
        return True
    if s.phase is Phase.PLANNED and not s.titled and scene.text.startswith("的", last.end):
        return True
    bare = s.phase is Phase.DONE and not (s.titled or scene.has("DATE"))
    if not bare or scene.text[last.start : last.end] not in {"合作", "深度合作", "战略合作"}:
        return False
    begin, end = scene.bounds(scene.clause(last.start))
    if scene.text.startswith(sense("for_long"), last.end):
        return True
    if _SORT_OF_WORK.search(scene.text, begin, last.start) is None:
        return False
    through = any(scene.text.startswith(w, begin) for w in sense("by_way_of"))
    asked = any(w in scene.text[begin : last.start] for w in sense("asked_about"))
    return through or asked or any(w in scene.text[last.end : end] for w in sense("goes_well"))


def is_help(s: Statement, scene: Scene, match: Match) -> bool:
    """Do partners only help with something else: "借助与甲的合作补课"?"""
    return not s.titled and _WITH_HELP.search(scene.text, 0, match.words[-1].start) is not None


def is_background(s: Statement, scene: Scene, match: Match) -> bool:
    """Are partners of some time before named, or the parents of a firm: "此前已与甲达成协议"?"""
    if s.titled or s.phase is not Phase.DONE or scene.has("DATE"):
        return False
    if _PARENTS.search(scene.text, 0, match.end + 4) is not None:
        return True
    return s.position > LEAD and scene.text[: match.start].find("此前已") >= 0


def is_wooing(s: Statement, scene: Scene, match: Match) -> bool:
    """Are partners only talked to: "与合作伙伴洽谈"?"""
    return s.phase is Phase.DONE and any(_WOOED.match(scene.text, t.end) for t in match.words)


def is_with_itself(s: Statement, scene: Scene, match: Match) -> bool:
    """Is the side that is supplied only a brand, or a plant, of the same company?"""
    said = match.pattern.said
    if not ("{supply}" in said and "COMPANY" in said):
        return False
    own = [m for m in scene.mentions if m.company == s.company]
    if "{supply} COMPANY" not in said and (len(own) == 1 or len(own) < len(scene.mentions)):
        return False
    named = [m for m in scene.mentions if match.start <= m.start < match.end]
    return bool(named) and all(m.company == s.company for m in named)


def is_with_authority(_: Statement, scene: Scene, match: Match) -> bool:
    """Is the other side a government that lets a plant be built: "与市政府签署投资协议"?"""
    begin, end = scene.bounds(scene.clause(match.words[0].start))
    return _SITED.search(scene.text, begin, end) is not None


def is_order_won(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it an order that is won, and no firm that is bought: "拿下宝马的电芯订单"?"""
    return any(
        _WON.match(scene.text, t.end) is not None for t in match.words if "buy_stake" in t.groups
    )


def is_ended_venture(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it a joint company that its parents dissolve: "解散双方的电池合资公司"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    insolvent = any("insolvent" in t.groups for t in match.words)
    return insolvent and bool(scene.within(begin, end, "venture"))
