"""What a Chinese step is about, in words of the text: a car, a place, a technique, a partner."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.milestones.chinese import sides
from bot.milestones.chinese.actors import Actor
from bot.milestones.chinese.cars import brand, car
from bot.milestones.chinese.nearness import deed, pick
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sites import site
from bot.milestones.chinese.things import Thing, any_thing, things
from storage.records import Kind

OPENING, CLOSING = '“"「', '”"」'
JOINT: Final = "、"  # between several things of one step
# Behind a brand: it is a firm of its that is founded, 雷克萨斯纯电动汽车研发生产公司.
_FIRM_OF: Final = re.compile(r"[^,。;、“”]{2,24}公司")
NEW_CHARS: Final = 10  # characters between what is done and the name of what is founded
MARKS: Final = 3  # trademarks that are told by name
_OF_CARS: Final = frozenset(
    (Kind.LAUNCH, Kind.UNVEIL, Kind.DELIVERY, Kind.PRODUCTION, Kind.TESTING, Kind.RECALL)
)
_AT_PLACES: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE, Kind.MARKET_ENTRY))
_FIRM: Final = re.compile(
    r"[\u4e00-\u9fffA-Za-z()·]{2,24}?(?:有限(?:责任)?公司|(?<=汽车)科技公司|(?<=能源)科技公司)"
)
# Words before the name of a firm, which are no part of it.
_BEFORE_FIRM: Final = re.compile(
    r".*(?:成立了?|设立了?|注册了?|新增|组建|名为|叫做|更名为|变更为|关联公司|子公司|公司(?!.)|旗下|其中|由|的|在|与|和|及|了|为|是|向|日|月|年|示|悉|近日|此前|将|对|有)"
)
_CELL: Final = re.compile(r"(?<!\d)\d{4,5}(?:大圆柱)?电池")
_CALLED: Final = re.compile(r"(?:电池|技术|系统)?[:]?“([^”]{1,10})”")
_SYSTEM: Final = re.compile(r"(?<![A-Za-z])FSD(?![A-Za-z])|完全自动驾驶|城市NOA")
_CHARGED: Final = re.compile(r"\d+C超充电池")  # a cell, no charger
_QUOTED: Final = re.compile(r"“([^”]{1,14})”")
_PERSON: Final = (
    r"[{surnames}][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{2,6}}·[\u4e00-\u9fff]{{2,6}}?"
)


def subject(  # noqa: PLR0913, PLR0917 - a match, and what its reading needs
    scene: Scene,
    match: Match,
    companies: Sequence[str],
    everyone: Sequence[Actor],
    before: Sequence[Scene],
    kind: Kind | None = None,
) -> str | None:
    """The thing itself in a few words, as the text has them; None where nothing names it.

    `everyone`: the companies of the sentence; `before`: the sentences read so far, the title first;
    `kind`: that of the step, where it is not the one of its pattern.
    """
    kind = kind or match.pattern.step.kind
    if kind in _OF_CARS:
        found = car(scene, match, companies, before) or _instead(scene, match, companies, before)
    elif kind in _AT_PLACES:
        found = site(scene, match, before)
    else:
        found = [(scene, t) for t in _other(scene, match, companies, everyone)]
    words = (_unquoted(each.sentence.text[t.start : t.end].strip()) for each, t in found)
    return JOINT.join(dict.fromkeys(w for w in words if w)) or None


def _unquoted(words: str) -> str:
    """The words without quotes around them all."""
    return words[1:-1] if words[:1] in OPENING and words[-1:] in CLOSING else words


def _instead(
    scene: Scene, match: Match, companies: Sequence[str], before: Sequence[Scene]
) -> list[tuple[Scene, Thing]]:
    """What a step of cars is about that names none: a brand, a battery, a plant that begins."""
    kind = match.pattern.step.kind
    if kind in {Kind.PRODUCTION, Kind.TESTING, Kind.UNVEIL}:
        tech = _technique(scene, match)
        if tech:
            return [(scene, t) for t in tech]
    told = brand(scene, match, companies)
    if told is not None:
        return [(scene, told)]
    return site(scene, match, before) if kind is Kind.PRODUCTION and scene.has("plant") else []


def _other(
    scene: Scene, match: Match, companies: Sequence[str], everyone: Sequence[Actor]
) -> list[Thing]:
    readers = {
        Kind.TECHNOLOGY: lambda: _technique(scene, match),
        Kind.APPROVAL: lambda: (
            _permit(scene, match)
            or [t for _, t in car(scene, match, companies, ())]
            or [Thing(*m.span()) for m in _SYSTEM.finditer(scene.text)][:1]
        ),
        Kind.PARTNERSHIP: lambda: sides.partners(scene, companies, everyone),
        Kind.FUNDING: lambda: sides.money(scene, match, companies, everyone),
        Kind.INVESTMENT: lambda: sides.bought(scene, match, companies, everyone),
        Kind.REGISTRATION: lambda: _entered(scene, match),
        Kind.COMPANY_SETUP: lambda: _founded(scene, match, companies),
    }
    return readers.get(match.pattern.step.kind, lambda: _person(scene, match))()


def _technique(scene: Scene, match: Match) -> list[Thing]:
    """A technique by its name, or by the words that say which one it is."""
    found = [Thing(*m.span()) for m in _CELL.finditer(scene.text)]
    for tag in scene.groups.get("tech", ()):
        word = scene.text[tag.start : tag.end]
        which = _which_tech().search(scene.text, max(0, tag.start - 8), tag.start)
        named = _before_tech().search(scene.text, max(0, tag.start - 14), tag.start)
        called = _CALLED.match(scene.text, tag.end)
        if called is not None:
            found.append(Thing(*called.span(1)))
        elif named is not None:
            found.append(Thing(named.start(), tag.end))
        elif word not in things("plain_tech") or which is not None:
            whole = _CHARGED.match(scene.text, tag.start)
            end = whole.end() if whole is not None else tag.end
            found.append(Thing(which.start() if which is not None else tag.start, end))
    return pick(scene, match, sorted(found, key=lambda t: t.start))[:2]


def _permit(scene: Scene, match: Match) -> list[Thing]:
    first = scene.bounds(scene.clause(match.words[0].start))[0]
    last = scene.bounds(min(scene.clause(match.words[-1].start) + 1, len(scene.borders) - 1))[1]
    found = [Thing(*m.span()) for m in _permits().finditer(scene.text, first, last)]
    start, end = deed(match)
    return [min(found, key=lambda t: max(t.start - end, start - t.end))] if found else []


def _entered(scene: Scene, match: Match) -> list[Thing]:
    """What a register has: a domain, trademarks by name, a patent, a firm by its full name."""
    sites = [Thing(t.start, t.end) for t in scene.groups.get("DOMAIN", ())]
    if sites:
        return sites[:1]
    if scene.has("trademark", "patent"):
        quoted = [
            Thing(*m.span(1))
            for m in _QUOTED.finditer(scene.text)
            if m[1] not in things("plain_marks")
            and not any(word in m[1] for word in things("no_marks"))
        ]
        if quoted:
            return quoted[:MARKS]
        bare = _bare_mark().search(scene.text)
        return [Thing(*bare.span(1))] if bare is not None else []
    return _firms(scene, match)


def _firms(scene: Scene, match: Match) -> list[Thing]:
    """Firms by their full names, from where they begin."""
    _, end = deed(match)
    found: list[Thing] = []
    for each in _FIRM.finditer(scene.text):
        cut = _BEFORE_FIRM.match(scene.text, each.start(), each.end() - 4)
        start = cut.end() if cut is not None else each.start()
        if each.end() - start > len("科技有限公司") + 1:
            found.append(Thing(start, each.end()))
    behind = [t for t in found if t.start >= end - 2]
    return (behind or found[-1:])[:1]


def _founded(scene: Scene, match: Match, companies: Sequence[str]) -> list[Thing]:
    firms = _firms(scene, match)
    if firms:
        return firms
    start, end = deed(match)
    quoted = [Thing(*m.span(m.lastindex or 1)) for m in _new_brand().finditer(scene.text)]
    if quoted:
        return [min(quoted, key=lambda t: max(t.start - end, start - t.end))]
    clause = scene.bounds(scene.clause(start))
    own = brand(scene, match, companies)
    if own is not None:
        return [] if _FIRM_OF.match(scene.text, own.end, clause[1]) else [own]
    told = [Thing(*m.span(1)) for m in _QUOTED.finditer(scene.text, *clause) if m[1].isascii()]
    if told:
        return told[:1]
    others = (m for m in scene.mentions if m.company not in companies)
    near = [m for m in others if end <= m.start <= end + NEW_CHARS]
    return [Thing(m.start, m.end) for m in near if "," not in scene.text[end : m.start]][:1]


def _person(scene: Scene, match: Match) -> list[Thing]:
    """Who comes or goes at the head."""
    first = scene.bounds(scene.clause(match.words[0].start))[0]
    last = scene.bounds(scene.clause(match.words[-1].start))[1]
    found = _persons().search(scene.text, first, last)
    if found is None:
        return []
    return [Thing(*next(found.span(n) for n in (1, 2, 3) if found[n]))]


@cache
def _which_tech() -> re.Pattern[str]:
    return re.compile(rf"{any_thing('which_tech')}的?$")


@cache
def _before_tech() -> re.Pattern[str]:
    return re.compile(r"“[^”]{1,8}”$|(?<=[\u4e00-\u9fff])[A-Z][A-Za-z0-9.]{2,10} ?$")


@cache
def _permits() -> re.Pattern[str]:
    which = any_thing("which_permit")
    return re.compile(
        rf"{which}+的?{which}*{any_thing('permit_words')}|{any_thing('whole_permits')}"
        rf"|L[34]级?(?:有条件)?自动驾驶"
        rf"|(?:境外|H股|港股|创业板|科创板)(?:发行)?(?:上市|IPO)(?:申请|备案|聆讯)?"
    )


@cache
def _bare_mark() -> re.Pattern[str]:
    return re.compile(
        r"(?:注册|申请)了?([A-Za-z0-9 ]{2,14}|[\u4e00-\u9fff]{2,5})(?:相关|系列|等)?商标"
    )


@cache
def _new_brand() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_thing('branded')}|{any_thing('named_as')})[:]?“([^”]{{1,10}})”|“([^”]{{1,10}})”{any_thing('branded')}"
        rf"|(?:成立|设立|组建)了?(?:一家)?([A-Z][A-Za-z0-9]*(?: [A-Za-z0-9]+){{1,2}})"
    )


@cache
def _persons() -> re.Pattern[str]:
    name = _PERSON.format(surnames="".join(things("surnames")))
    office, goes, comes = any_thing("offices"), any_thing("goes"), any_thing("comes")
    return re.compile(
        rf"{office}({name}){goes}|(?:由|任命)({name})(?:为|{comes})|({name})(?:将|已)?(?:{goes}|{comes})"
    )
