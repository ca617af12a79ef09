"""Who of a Chinese deal takes no part as told: who sells, whose shares they are, who raises money.

Money for shares is an investment of the one that pays and funding of the one that issues them; the
names of all others stand beside them in the same sentence.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of
from bot.milestones.mentions import Mention
from storage.records import Kind

AHEAD: Final = 48  # characters behind a name in which it is told what its company does
BACK: Final = 4  # characters before a name that make it the other side
# "通用甩卖电池厂股份", "雷诺将所持50%股份转让给东风", "鸿海卖给合作伙伴".
_SELLS: Final = re.compile(
    rf"[^。;]{{0,24}}?(?:{any_of('selling_off')}"
    rf"|(?:将|把|以其)[^,。;]{{0,16}}?(?:所持|持有|自己在)[^。;]{{0,24}}?{any_of('sold_to')})"
)
# Between a name and a sale: the company buys after all.
_BUYS: Final = re.compile(any_of("shares_bought"))
# "引望10%股权", "引望一成股权", "引望的估值".
_OF_SHARES: Final = re.compile(
    r"(?:的|约|近|剩余|全部){0,3}(?:\d{1,3}(?:\.\d+)?%|[一二两三四五]成)的?股|的?估值(?:为|达|约|\d)"
)
# Before a name: money or shares come from it or go to it.
_ACROSS: Final = re.compile(r"(?:从|向)$")
# "向Lucid发行新股": that one pays for them.
_RECEIVES: Final = re.compile(r"[^。;]{0,20}?(?:发行|增发|配发|新发)")
# "与华为签下引望的股权转让协议".
_SELLER: Final = re.compile(r"(?:与|和|同|跟)$")
_CONTRACT: Final = re.compile(r"[^,。;]{0,4}?签[^,。;]{0,16}?(?:股权|股份)?(?:转让|买卖)")
# "极氪完成A轮融资", "蔚来获15亿元战略投资", "小鹏引入战略投资者".
_RAISES: Final = re.compile(
    rf"[^。;对向参]{{0,24}}?{any_of('raising')}[^,。;对向参]{{0,20}}?{any_of('raised_money')}"
)
# "认购公司新发行的股份", "发行1.26亿股优先股".
_ISSUES: Final = re.compile(
    r"[^。;]{0,40}?认购(?:公司|其|该公司)(?:新|增|定向|发行)"
    r"|[^。;认]{0,40}?(?:新发|发行|增发)[^,。;购收]{0,16}?股(?!份购买|份收购)"
)
_JOINS: Final = re.compile(any_of("joining_a_round"))
# "以可转债投入10亿美元".
_PAYS: Final = re.compile(
    r"[^。;]{0,40}?(?:以|用|通过)[^,。;]{0,4}?可转[^,。;]{0,10}?(?:投|给|到位|注)"
)
_TAKES: Final = re.compile(r"(?:向|对|给|往|为)$")
_INVITED: Final = re.compile(r"(?:引入|引进|引来|迎来)了?$")
_INVESTOR: Final = re.compile(
    r"[^,。;]{0,8}?(?:作为|成为|为|等)?(?:新|战略|外部)?(?:投资者|投资方|股东)"
)


def is_other_side(scene: Scene, kind: Kind, company: str) -> bool:
    """Does each name of a company say that it is not the one whose step this is?"""
    tells = _TELLS.get(kind)
    own = [m for m in scene.mentions if m.company == company]
    if tells is None or not own:
        return False
    return all(any(tell(scene, m) for tell in tells) for m in own)


def _sells(scene: Scene, m: Mention) -> bool:
    found = _SELLS.match(scene.text, m.end)
    if found is None or _BUYS.search(scene.text, m.end, found.end() - 1) is not None:
        return False
    return not any(o.start >= found.end() and o.company == m.company for o in scene.mentions)


def _is_of_shares(scene: Scene, m: Mention) -> bool:
    return _OF_SHARES.match(scene.text, m.end) is not None


def _is_across(scene: Scene, m: Mention) -> bool:
    before = scene.text[max(0, m.start - BACK) : m.start]
    if _ACROSS.search(before) is not None:
        return _RECEIVES.match(scene.text, m.end) is None
    return _SELLER.search(before) is not None and _CONTRACT.match(scene.text, m.end) is not None


def _is_bought(scene: Scene, m: Mention) -> bool:
    """Does it stand behind a purchase in its clause: "赛力斯拿下华为引望10%股权"?"""
    begin, _ = scene.bounds(scene.clause(m.start))
    bought = scene.within(begin, m.start, "buy_stake")
    return any("COMPANY" in t.groups for t in scene.within(begin, m.start, "COMPANY")) and any(
        t.end <= m.start <= t.end + 2 for t in bought
    )


def _raises(scene: Scene, m: Mention) -> bool:
    end = m.end + AHEAD
    if _ACROSS.search(scene.text[max(0, m.start - BACK) : m.start]) is not None:
        return False
    if _JOINS.search(scene.text, m.end, end) is not None:
        return False
    return bool(_RAISES.match(scene.text, m.end, end) or _ISSUES.match(scene.text, m.end, end))


def _pays(scene: Scene, m: Mention) -> bool:
    """Does it pay by bonds; of two it is the first one, where the other is called the latter."""
    taken = _TAKES.search(scene.text[max(0, m.start - BACK) : m.start]) is not None
    latter = "后者" in scene.text and any(o.start < m.start for o in scene.mentions)
    return not (taken or latter) and _PAYS.match(scene.text, m.end) is not None


def _is_invited(scene: Scene, m: Mention) -> bool:
    before = scene.text[max(0, m.start - BACK) : m.start]
    return _INVITED.search(before) is not None and _INVESTOR.match(scene.text, m.end) is not None


_TELLS: Final[Mapping[Kind, tuple[Callable[[Scene, Mention], bool], ...]]] = {
    Kind.INVESTMENT: (_sells, _is_of_shares, _is_across, _is_bought, _raises),
    Kind.FUNDING: (_pays, _is_invited),
}
