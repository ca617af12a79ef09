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
    r"由[^,。;]{2,20}(?:合资|合营|共同出资|联合)(?:成立|组建|设立|创立|打造)"
)
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
    if s.phase is Phase.PLANNED and not s.titled and scene.text.startswith("的", last.end):
        return True
    bare = s.phase is Phase.DONE and not (s.titled or scene.has("DATE"))
    if not bare or scene.text[last.start : last.end] not in {"合作", "深度合作", "战略合作"}:
        return False
    begin, end = scene.bounds(scene.clause(last.start))
    if scene.text.startswith(sense("for_long"), last.end):
        return True
    if not scene.text[: last.start].endswith(("的", "间", "们")):
        return False
    through = any(scene.text.startswith(w, begin) for w in sense("by_way_of"))
    asked = any(w in scene.text[begin : last.start] for w in sense("asked_about"))
    return through or asked or any(w in scene.text[last.end : end] for w in sense("goes_well"))


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
    """Is the side that is supplied only a brand of the same company?"""
    if "{supply} COMPANY" not in match.pattern.said:
        return False
    named = [m for m in scene.mentions if match.start <= m.start < match.end]
    return bool(named) and all(m.company == s.company for m in named)


def is_ended_venture(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it a joint company that its parents dissolve: "解散双方的电池合资公司"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    insolvent = any("insolvent" in t.groups for t in match.words)
    return insolvent and bool(scene.within(begin, end, "venture"))
