"""Figures of a whole market, told in a text about one company: "5月国内新能源车卖出90万辆"."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import group
from bot.milestones.statement import Statement
from storage.records import Kind

COUNTED: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH, Kind.MARKET_ENTRY))
_GOODS: Final = (
    r"(?:新能源|纯电|电动|乘用车|动力电池|新车|汽车(?!公司|集团|股份)|智能车|轿车"
    r"|出口电动|出口新能源|出口汽车)"
)
_SCOPE: Final = re.compile(
    r"(?:全国|我国|中国|国内|本土|全球|全世界|全台|全港|全行业|全市场|行业|市场上?|车市|欧盟|欧洲|北美|美国|德国|英国|法国"
    rf"|日本|韩国|泰国|印度|巴西|挪威)(?:整个|各地|的|共|一共|总共|全部)?{_GOODS}"
)
_BASE: Final = re.compile(
    r"的?[^,。;]{0,8}(?:之中|当中|中|里),[^。;]{0,12}(?:占|不足|仅|只有|比例)"
)
_THINGS: Final = re.compile(_GOODS)
_OWN: Final = re.compile(r"公司|其(?![中他余])|它|旗下|集团|自家|自己|品牌|我们|双方|两家")


def is_base(s: Statement, scene: Scene) -> bool:
    """Is a figure only that of which a share is told: "280万辆的销量中,纯电动车占0.5%"?"""
    return s.kind is Kind.DELIVERY and any(
        _BASE.match(scene.text, t.end) is not None for t in scene.groups.get("VEHICLES", ())[:1]
    )


def is_of_market(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a figure that names nobody that of a market, rather than of whom the text is about?"""
    cells = s.kind is Kind.TECHNOLOGY and scene.has("ENERGY")
    if not s.carried or not (cells or (s.kind in COUNTED and s.quantity is not None)):
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    end = scene.bounds(scene.clause(match.end - 1))[1]
    told = scene.text[begin:end]
    if _OWN.search(told):
        return False
    counters = any(word in scene.text[:end] for word in group("market_counters"))
    return _SCOPE.search(told) is not None or (counters and _THINGS.search(told) is not None)
