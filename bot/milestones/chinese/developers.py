"""Who only helped to develop a car: it is made and sold by the other one of the two."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.statement import Statement
from storage.records import Kind

MADE: Final = frozenset((Kind.PRODUCTION, Kind.LAUNCH, Kind.DELIVERY))
# Around a name: "与小鹏汽车联合开发的首款车".
_WITH: Final = re.compile(r"[与和同跟]$")
_DEVELOPED: Final = re.compile(
    r"(?:汽车|集团)?(?:联合|共同|合作|携手|联手)(?:开发|研发|打造|设计)的[^,。;]{0,8}?[车款]"
)


def without_developers(statements: Sequence[Statement], scenes: Sequence[Scene]) -> list[Statement]:
    """What a title tells of two firms is of the one with whose car the other one only helped."""
    helped = {
        m.company
        for scene in scenes
        if not scene.title
        for m in scene.mentions
        if m.company
        and _DEVELOPED.match(scene.text, m.end)
        and _WITH.search(scene.text, max(0, m.start - 1), m.start)
    }
    if not helped:
        return list(statements)
    makers = {(s.kind, s.phase) for s in statements if s.company not in helped}
    return [s for s in statements if not (_is_of_both(s, helped) and (s.kind, s.phase) in makers)]


def _is_of_both(s: Statement, helped: Collection[str]) -> bool:
    """Is it read of one that helped by the title, or because the title named him?"""
    return s.company in helped and s.kind in MADE and (s.titled or s.carried)
