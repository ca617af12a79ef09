"""Words of a step that only say who a firm or a person is, what it has, or who speaks."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

if TYPE_CHECKING:
    from bot.milestones.found import Dated

OLD: Final = timedelta(days=400)
ON_FILE: Final = frozenset((Kind.REGISTRATION, Kind.APPROVAL))
# "X是全球最大的电池制造商之一,2012年...": what follows tells who it is.
_IS_A: Final = re.compile(
    r"^[^,。;]{1,24}?(?:\([^()]{1,40}\))?(?:乃是?|是|为|作为)[^,。;]{0,30}"
    rf"{any_of('sort_of_firm')}[,;]"
)
_PROFILE: Final = re.compile(r"[^,。;]{0,14},(?:是|乃|总部|主要|主营|业务)")
_ATTRIBUTE_OF: Final = re.compile(rf"的[^,。;]{{1,16}}|案?{any_of('of_insolvency')}")
_BECOMES: Final = re.compile(rf"{any_of('just_got')}|第[一二三四五六七八九十\d]+家")
# A person comes from a firm: "由甲公司的某某出任".
_OF_FIRM: Final = re.compile(r"(?:\([^()]{1,40}\)|[^,。;的]){0,20}的[^,。;]{2,12}$")
_THAT_POST: Final = re.compile(rf"(?:此|该|这一|上述){any_of('posts')}")
# What a person did elsewhere: "并带领另一家公司在美上市".
_LED: Final = re.compile(rf"{any_of('led_once')}[^,。;]{{1,20}}$")
# Who speaks for nobody: those who write below an article.
_READERS: Final = re.compile(
    rf"^(?:{any_of('the_other_day')},?)?{any_of('some_of_them')}?{any_of('readers')}"
)


_LOOKED_UP: Final = re.compile(
    rf"^[^。;]{{0,30}}(?:{any_of('registers')})[^。;]{{0,10}}(?:{any_of('looked_up')})"
)


def is_resume(s: Statement, scene: Scene, published: date) -> bool:
    """Is it an old deed that says who a firm is: "甲是最大的车企之一,2010年曾收购乙"?"""
    if s.titled or s.phase is not Phase.DONE or scene.has("fresh"):
        return False
    told = [cast("Dated", t.value).span.end for t in scene.groups.get("DATE", ())]
    ends = [s.when.end] if s.when else told
    old = bool(ends) and all(published - end > OLD for end in ends)
    return old and _IS_A.match(scene.text) is not None


def is_profile(s: Statement, scene: Scene, match: Match) -> bool:
    """Is a founding year only part of who a firm is: "它成立于1995年,是一家车企"?"""
    bare = match.pattern.said == "COMPANY {born}" and not s.titled
    return bare and _PROFILE.match(scene.text, match.end) is not None


def is_insolvent_one(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the word only say which firm: "破产的电池厂表示", "破产管理人"?"""
    if s.titled or s.when is not None:
        return False
    told = [t for t in match.words if "insolvent" in t.groups]
    return bool(told) and all(_ATTRIBUTE_OF.match(scene.text, t.end) is not None for t in told)


def is_held(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it a licence that a firm has: "目前拥有生产资质", "收购拥有生产资质的一家车厂"?"""
    granted = [t for t in match.words if "grant" in t.groups]
    has = [t for t in granted if scene.text.startswith(sense("having"), t.start)]
    if has and scene.text.startswith("的", match.end):
        return True
    if s.titled or s.when is not None:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    became = _BECOMES.search(scene.text, begin, match.end) is not None
    return bool(has) and len(has) == len(granted) and not became


def is_elsewhere(s: Statement, scene: Scene, match: Match) -> bool:
    """Does somebody of a firm take a post elsewhere, or did he lead another firm to a listing?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if s.kind is Kind.FUNDING:
        led = _LED.search(scene.text, begin, match.start) is not None
        return led and s.phase is Phase.DONE
    arrived = [t for t in match.words if "arrive" in t.groups]
    if not arrived:
        return False
    if _THAT_POST.match(scene.text, arrived[-1].end):
        return True
    own = [m for m in scene.mentions if m.company == s.company and m.end <= arrived[-1].start]
    sent = [m for m in own if scene.text[: m.start].endswith("由")]
    return any(_OF_FIRM.match(scene.text[m.end : arrived[-1].start]) for m in sent)


def is_by_readers(s: Statement, scene: Scene, _: Match) -> bool:
    """Do those speak who write below an article: "网友称,它三个月后就破产了"?

    What they looked up in a register stands there: "网友在工信部备案系统里查到新域名".
    """
    found = s.kind in ON_FILE and _LOOKED_UP.match(scene.text) is not None
    return _READERS.match(scene.text) is not None and not found
