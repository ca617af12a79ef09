"""The other side of a Chinese deal, and what money is for: rounds, offers, shares, investors."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.chinese.actors import Actor, is_joined
from bot.milestones.chinese.nearness import deed
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.things import Thing, any_thing, things
from bot.milestones.chinese_fold import fold_chinese

MOST: Final = 3  # sides that are told by name
LISTED: Final = frozenset(("ipo", "list_file", "listed", "exchange"))
PAID: Final = frozenset(("invest", "invest_more", "buy_stake"))  # groups
FLOATED: Final = 4  # characters behind a bourse
LEADS: Final = "领投"
BEFORE: Final = 8  # characters before a name in which it is said what it does
HELPS: Final = 6  # characters behind a name in which it is said that it only serves
_SHARE: Final = re.compile(
    r"(?P<of>[\u4e00-\u9fffA-Za-z]{2,12}?)的?(?:约|近|共计|合计|不超过|至多|最多|不低于|超过)?\d{1,3}(?:\.\d+)?%的?(?:股权|股份)"
)
_NOT_OF: Final = re.compile(
    r".*(?:持有|收购|购买|受让|转让|出售|拿下|取得|获得|认购|购入|所持|出让|增持|以|向|将|买入|买下|买进|的|其|得|取|获|母公司|成|了|由|对|从)"
)
_NO_FIRM: Final = frozenset(
    (
        *("公司", "目标公司", "后者", "前者", "该公司", "合资公司", "对方", "各自", "双方"),
        *("新发行", "新增发", "新股", "增发"),
    )
)
_GIVEN: Final = re.compile(r"[^,。;]{0,14}?(?:增资|投资|注资|投入|出资|追加)")
# Before a name: it takes the place of a partner, or pays the rest beside the company.
_STEPS_IN: Final = re.compile(r"(?:改由|转由|转交|转给|改用|换成|改投|转投|其余[^,。;]{0,14})$")
_TAIL: Final = re.compile(r"(?:汽车|集团|公司|控股|股份)+$")  # of the name of a firm
_NAME: Final = r"[A-Z][A-Za-z0-9&.'-]+(?: [A-Z][A-Za-z0-9&.'-]*){0,4}"
SALE: Final = 4  # characters between a verb and what is bought


def partners(scene: Scene, companies: Sequence[str], everyone: Sequence[Actor]) -> list[Thing]:
    """The other sides of a deal: those joined with the company, or governed by a "with"."""
    own = [a for a in everyone if a.company in companies]
    others = [a for a in _firms(everyone, companies) if a.role != "modifier"]
    others = [a for a in others if not _only_helps(scene, a)]
    beside = _beside(scene, others, own)
    facing = [a for a in beside if _is_facing(scene, a, own)]
    across = [a for a in others if a not in beside and _is_across(scene, a, own)]
    sides = facing or across or beside
    if not sides and (strangers := _strangers(scene)):
        return strangers
    sides = sides or _alone(others)
    return [_called(a) for a in _each(sides)][:MOST]


def _called(actor: Actor) -> Thing:
    """A company by the name that the catalogue has, without what is hung on it: 奇瑞|汽车."""
    m = actor.mention
    short = _TAIL.sub("", m.name)
    if short in _names():
        return Thing(m.start, m.start + len(short))
    known = (end for end in range(len(m.name), 1, -1) if m.name[:end] in _names())
    return Thing(m.start, m.start + next(known, m.end - m.start))


def _firms(everyone: Sequence[Actor], companies: Sequence[str]) -> list[Actor]:
    """The others by a name of their own, not by that of a person."""
    return [a for a in everyone if a.company not in companies and a.mention.name not in _persons()]


def _alone(others: Sequence[Actor]) -> list[Actor]:
    """The only company besides, where there is one."""
    each = _each(others)
    return each if len(each) == 1 else []


def _each(sides: Sequence[Actor]) -> list[Actor]:
    """The companies, each by its first name."""
    return list({a.company or a.mention.name: a for a in reversed(sides)}.values())[::-1]


def _beside(scene: Scene, others: Sequence[Actor], own: Sequence[Actor]) -> list[Actor]:
    """Those that stand in one enumeration with the company, in order."""
    found: list[Actor] = []
    for actor in (*others, *reversed(others)):  # those before it are joined from behind
        if actor not in found and _is_beside(scene, actor, (*own, *found)):
            found.append(actor)
    return sorted(found, key=lambda a: a.mention.start)


def _is_beside(scene: Scene, actor: Actor, own: Sequence[Actor]) -> bool:
    pairs = (sorted((a.mention, actor.mention), key=lambda m: m.start) for a in own)
    return any(is_joined(scene, first, second) for first, second in pairs)


def _is_facing(scene: Scene, actor: Actor, own: Sequence[Actor]) -> bool:
    """Does a "with" stand between it and the company: "A与B", not "A、B"?"""
    pairs = (sorted((a.mention, actor.mention), key=lambda m: m.start) for a in own)
    return any(
        word in scene.text[first.end : second.start]
        for first, second in pairs
        for word in things("across")
    )


def _is_across(scene: Scene, actor: Actor, own: Sequence[Actor]) -> bool:
    """Is the deal with it, or does it deal with the company?"""
    before = scene.text[max(0, actor.mention.start - BEFORE) : actor.mention.start]
    if before.endswith(things("compared_with")):
        return False
    if _with().search(before) is not None:
        return True
    return actor.role == "free" and any(a.role == "oblique" for a in own)


def _only_helps(scene: Scene, actor: Actor) -> bool:
    """Is it a sponsor, an agent, an analyst, somebody compared, or who steps in: "改由乙供货"?"""
    begin, end = scene.bounds(scene.clause(actor.mention.start))
    if _STEPS_IN.search(scene.text, begin, actor.mention.start) is not None:
        return True
    behind = scene.text[actor.mention.end : min(end, actor.mention.end + HELPS)]
    before = scene.text[max(begin, actor.mention.start - BEFORE) : actor.mention.start]
    return any(w in part for w in things("helpers") for part in (behind, before))


def _strangers(scene: Scene) -> list[Thing]:
    """A side that no table has: "与Emil Frey签署", "与永兴材料合资"."""
    found = _stranger().search(scene.text)
    if found is None:
        return []
    group = 1 if found[1] else 2
    start, end = found.span(group)
    torn = any(m.start < end and start < m.end for m in scene.mentions)
    return [] if torn else [Thing(start, end)]


def money(
    scene: Scene, match: Match, companies: Sequence[str], everyone: Sequence[Actor]
) -> list[Thing]:
    """What money was raised by: a round, an offer or a listing by name, else from whom."""
    first = scene.bounds(max(0, scene.clause(match.words[0].start) - 1))[0]
    _, last = scene.bounds(min(len(scene.borders) - 1, scene.clause(match.words[-1].start) + 1))
    start, end = deed(match)
    others = [
        a
        for a in _firms(everyone, companies)
        if first <= a.mention.start < last and a.role != "modifier" and not _only_helps(scene, a)
    ]
    paid = any(PAID & t.groups for t in match.words)
    givers = [a for a in others if _gives(scene, a)] or (_alone(others) if paid else [])
    from_them = [_leading(scene, a) for a in _each(givers)]
    if from_them and paid:
        return from_them[:MOST]
    listing = any(LISTED & t.groups for t in match.words)
    named = [
        Thing(*m.span())
        for m in _offers().finditer(scene.text, first, last)
        if listing or m[0] not in things("bourses") or _is_floated(scene, m.end())
    ]
    if named:
        here = [t for t in named if scene.clause(t.start) == scene.clause(start)] or named
        return [min(here, key=lambda t: max(t.start - end, start - t.end))]
    return from_them[:MOST]


def _leading(scene: Scene, actor: Actor) -> Thing:
    """An investor, with the word that it only leads a round."""
    m = actor.mention
    leads = scene.text.startswith(LEADS, m.end)
    return Thing(m.start, m.end + len(LEADS)) if leads else _called(actor)


def _is_floated(scene: Scene, at: int) -> bool:
    """Do shares come to the bourse that is named before?"""
    return any(word in scene.text[at : at + FLOATED] for word in things("floated"))


def _gives(scene: Scene, actor: Actor) -> bool:
    """Do the words around a name say that its money comes in?"""
    begin, end = scene.bounds(scene.clause(actor.mention.start))
    before = scene.text[max(begin, actor.mention.start - BEFORE) : actor.mention.start]
    if _from().search(before) is not None:
        return True
    behind = scene.text[actor.mention.end : min(end, actor.mention.end + 2 * HELPS)]
    return any(word in behind for word in things("gives_money"))


def bought(
    scene: Scene, match: Match, companies: Sequence[str], everyone: Sequence[Actor]
) -> list[Thing]:
    """Into what a company puts money: shares with whose they are, else the firm behind the verb."""
    clause = scene.clause(deed(match)[0])
    first, last = scene.bounds(clause)
    last = scene.bounds(clause + 1)[1] if clause + 1 < len(scene.borders) else last
    shares = [_share(m) for m in _SHARE.finditer(scene.text, first, last)]
    told = [t for t in shares if t is not None]
    if told:
        return told[:1]
    others = [
        a
        for a in _firms(everyone, companies)
        if first <= a.mention.start < last
        and not scene.text.endswith(things("sellers"), 0, a.mention.start)
        and not _holds(scene, a)
    ]
    for actor in others:
        before = scene.text[max(first, actor.mention.start - BEFORE) : actor.mention.start]
        given = _to_whom().search(before) is not None and _GIVEN.match(
            scene.text, actor.mention.end
        )
        if given or _buys().search(before) is not None:
            works = _works().match(scene.text, actor.mention.end)
            return [Thing(actor.mention.start, works.end()) if works else _called(actor)]
    fitting = [a for a in others if not _only_helps(scene, a) and not _gives(scene, a)]
    return [_called(a) for a in _alone(fitting)]


def _holds(scene: Scene, actor: Actor) -> bool:
    """Does it only hold a part, or sell?"""
    return scene.text.startswith(things("holds"), actor.mention.end)


def _share(found: re.Match[str]) -> Thing | None:
    """A part of a firm, from the name of the firm on."""
    cut = _NOT_OF.match(found["of"])
    start = found.start() + (cut.end() if cut is not None else 0)
    of = found.string[start : found.end("of")]
    return Thing(start, found.end()) if len(of) > 1 and of not in _NO_FIRM else None


@cache
def _names() -> frozenset[str]:
    """The names of the catalogue in normal form."""
    blocks = table("companies").values()
    return frozenset(fold_chinese(n) for b in blocks for n in (b["name"], *b.get("names", ())))


@cache
def _persons() -> frozenset[str]:
    return frozenset(p for all_ in table("chinese_names")["persons"].values() for p in all_)


@cache
def _with() -> re.Pattern[str]:
    return re.compile(rf"{any_thing('with_whom')}[^,。;、在]{{0,5}}$")


@cache
def _stranger() -> re.Pattern[str]:
    ends, dealt = any_thing("firm_ends"), any_thing("dealt")
    joint = r"(?:与|和|同|跟|携手|联手|牵手)(?:[\u4e00-\u9fff]{0,10}?)"
    return re.compile(
        rf"{joint}(?:({_NAME})(?:公司|集团)?(?:\([^()]{{1,20}}\))?(?:在[^,。;]{{0,8}})?[^,。;]{{0,4}}?{dealt}"
        rf"|((?:(?![与和同跟及日月])[\u4e00-\u9fff]){{2,8}}?{ends})(?:在[^,。;]{{0,8}})?(?:已|就|正式|于|还|将)?[^,。;]{{0,4}}?{dealt})"
    )


@cache
def _offers() -> re.Pattern[str]:
    tails = any_thing("round_tails")
    return re.compile(
        rf"(?<![A-Za-z0-9]){any_thing('rounds')}{tails}?"
        rf"|(?<![A-Za-z]){any_thing('offers')}"
        rf"|{any_thing('bourses')}(?:主板|正式){{0,2}}(?:IPO)?"
    )


@cache
def _from() -> re.Pattern[str]:
    return re.compile(rf"{any_thing('from_whom')}(?:了|到|自)?[^,。;]{{0,4}}$")


@cache
def _buys() -> re.Pattern[str]:
    return re.compile(
        rf"(?:收购|购买|入股|投资|增资|注资|参股|控股(?![和与及、])|认购|买下|接手|接盘|拿下|购入|并购|战投)"
        rf"了?[^,。;]{{0,{SALE}}}$"
    )


@cache
def _to_whom() -> re.Pattern[str]:
    return re.compile(rf"[向对给为][^,。;]{{0,{SALE}}}$")


@cache
def _works() -> re.Pattern[str]:
    return re.compile(r"(?:的|在|位于)?[^,。;的]{0,8}?(?:工厂|基地|厂房|生产线)")
