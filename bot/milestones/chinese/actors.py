"""The companies of a sentence with their roles, and whom a text goes on about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of, sense
from bot.milestones.mentions import Mention

REACH: Final = 8  # characters between a preposition and the name that it governs
HEAD: Final = 1  # clauses at the head of a sentence, where its subject stands
FURTHER: Final = 20  # the same where it is said first what the one is that is named
OF: Final = 5  # characters of "德国的" between a preposition and the name
LINK: Final = 10  # characters between two names of one enumeration
ONCE: Final = 36  # characters from "once" to the last of those where somebody was
OWNED: Final = 22  # characters between an owner and what it owns

# Between a preposition and a name: the preposition governs something else.
BARRIERS: Final = ("COMPANY", "said", "seen", "sign", "deliver", "start_production", "found")
MARKS: Final = ' "“”‘’'
# What joins two names of one enumeration.
LINKS: Final = frozenset(
    (
        "",
        "、",
        "和",
        "与",
        "及",
        "以及",
        "同",
        "跟",
        "暨",
        "/",
        "&",
        "+",
        "×",
        "并",
        "联合",
        "携手",
        "联手",
        ",",
    )
)
# Before a name: who was there once; not 日前, 此前, 目前.
# Behind "once", before the post: no clause ends, nothing is told.
_ONCE_AT: Final = re.compile(r"曾任(?:职于)?(?:[\w·]{1,12}?[、及和与])*$")
_FORMER: Final = re.compile(r"(?:^|[^日此目之以先近年])前$")
# Before a name: what it is ("与中国动力电池电芯制造商甲").
_APPOSED: Final = re.compile(rf"{any_of('called')}[“\"]?$")
# Around a name: what it does only weighs on somebody else, "受甲降价影响".
_WEIGHED: Final = re.compile(r"受[^,。;]{0,20}$")
_WEIGHS: Final = re.compile(r"[^,。;]{1,14}?(?:影响|拖累|冲击|推动|带动|提振)")
# Around a name: somebody else works in that company's plant, "零跑将在古伦的甲工厂组装".
_HOUSED: Final = re.compile(r"[\u4e00-\u9fffA-Za-z]{2}[^,。;]*?在[^,。;在]{0,12}的[“\"]?$")
_HOUSE: Final = re.compile(
    r"[”\"]?(?:汽车)?(?:的)?(?:工厂|厂区|厂房|生产线|产线|基地)(?:里|内|中)?(?!的)"
)
# Behind a name with 在 before it: a company works in the plant of another one.
_SITE: Final = re.compile(r"[^,。;:在由]{0,14}?(?:工厂|厂区|厂房|生产线|产线|生产基地)")
# The rest of a name: "汽车集团", a model ("L9").
_MORE_NAME: Final = re.compile(rf"^(?:{any_of('rest_of_name')}|[A-Za-z0-9+ -]{{1,12}})+")


@dataclass(frozen=True, slots=True)
class Actor:
    """A company of a sentence and what it does there.

    `role`: free (may act), oblique (with, from, for somebody), modifier (only describes).
    """

    mention: Mention
    role: str
    clause: int
    preposition: str = ""

    @property
    def company(self) -> str:
        """Its id; "" for one that is not followed."""
        return self.mention.company


@dataclass(slots=True)
class Discourse:
    """Whom a text goes on about, sentence after sentence."""

    topic: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    met: set[str] = field(default_factory=set)
    somebody_else: bool = False  # the text is about a company that is not followed

    def see(self, scene: Scene, everyone: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        self.met.update(a.company for a in everyone if a.company)
        free = [a for a in everyone if a.role == "free"]
        if free and (free[0].company or free[0].clause <= HEAD):
            self.current = tuple(dict.fromkeys(a.company for a in together(scene, free, free[0])))
        both = tuple(dict.fromkeys(a.company for a in everyone if a.role != "modifier"))
        if len(both) > 1:
            self.partners = both

    @property
    def carried(self) -> tuple[str, ...]:
        """Who acts in a sentence that names nobody."""
        return () if self.somebody_else else self.current or self.topic


def actors(scene: Scene) -> list[Actor]:
    """Every company of a sentence with its role, in order."""
    found: list[Actor] = []
    for number, mention in enumerate(scene.mentions):
        after = scene.mentions[number + 1] if number + 1 < len(scene.mentions) else None
        found.append(_actor(scene, mention, found[-1] if found else None, after))
    for at in range(len(found) - 2, -1, -1):  # "A与B共同持有的C": A owns too
        one, two = found[at], found[at + 1]
        is_aside = scene.is_aside(two.mention.start)
        if two.role == "modifier" and not is_aside and is_joined(scene, one.mention, two.mention):
            found[at] = Actor(one.mention, "modifier", one.clause)
    return found


def _actor(scene: Scene, mention: Mention, last: Actor | None, after: Mention | None) -> Actor:
    clause = scene.clause(mention.start)
    if _is_modifier(scene, mention, after) or _is_host(scene, mention, last):
        return Actor(mention, "modifier", clause)
    if last is not None and last.role != "modifier" and is_joined(scene, last.mention, mention):
        return Actor(mention, last.role, clause, last.preposition)
    preposition = _preposition(scene, mention)
    return Actor(mention, "oblique" if preposition else "free", clause, preposition)


def _is_host(scene: Scene, mention: Mention, last: Actor | None) -> bool:
    """Does the company named before work in its plant: "AFEELA 1已在本田俄亥俄工厂试生产"?"""
    acts = last is not None and last.role == "free" and last.company not in {"", mention.company}
    here = acts and last is not None and last.clause == scene.clause(mention.start)
    inside = scene.text[: mention.start].endswith("在")
    return here and inside and _SITE.match(scene.text, mention.end) is not None


def _is_modifier(scene: Scene, mention: Mention, after: Mention | None) -> bool:
    end = mention.end
    begin, _ = scene.bounds(scene.clause(mention.start))
    houses = _HOUSE.match(scene.text, end) and _HOUSED.search(scene.text, begin, mention.start)
    weighs = _WEIGHS.match(scene.text, end) and _WEIGHED.search(scene.text, 0, mention.start)
    if scene.is_aside(mention.start) or weighs or houses:
        return True
    if _is_past_post(scene, mention) or any(
        t.start <= end + 3 for t in scene.within(end, end + 4, "not_itself")
    ):
        return True
    if after is None or scene.distance(end, after.start) > OWNED:
        return False
    if scene.clause(after.start) != scene.clause(mention.start):
        return False
    return any(t.end <= after.start for t in scene.within(end, after.start, "owns"))


def _is_past_post(scene: Scene, mention: Mention) -> bool:
    """Is it where somebody was before: "两名前特斯拉高管", "欧宝前掌门", "曾任欧宝总裁"?"""
    if _ONCE_AT.search(scene.text, max(0, mention.start - ONCE), mention.start):
        return True
    at = mention.end
    if _FORMER.search(scene.text, max(0, mention.start - 2), mention.start) is None:
        if not scene.text.startswith("前", at):
            return False
        at += 1
    return scene.text.startswith(sense("who_left"), at)


def is_joined(scene: Scene, one: Mention, two: Mention) -> bool:
    """Do two names stand in one enumeration: "A、B", "A和B", "A与B"?"""
    if scene.distance(one.end, two.start) > LINK:
        return False
    between = _without_asides(scene, one.end, two.start).strip(MARKS)
    return _MORE_NAME.sub("", between).strip(MARKS) in LINKS


def _without_asides(scene: Scene, start: int, end: int) -> str:
    return "".join(scene.text[i] for i in range(start, end) if not scene.is_aside(i))


def _preposition(scene: Scene, mention: Mention) -> str:
    """The preposition that governs a name, without a verb in between."""
    begin, _ = scene.bounds(scene.clause(mention.start))
    reach = FURTHER if _APPOSED.search(scene.text, begin, mention.start) else REACH
    for tag in reversed(
        scene.within(max(begin, mention.start - reach), mention.start, "preposition")
    ):
        if tag.end > mention.start:
            continue
        between = scene.text[tag.end : mention.start]
        placed = between.endswith("的") and bool(scene.within(tag.end, tag.end + 1, "place"))
        if (len(between) > OF and "的" in between and not placed) or scene.within(
            tag.end, mention.start, *BARRIERS
        ):
            return ""
        return scene.text[tag.start : tag.end]
    return ""


def together(scene: Scene, among: Sequence[Actor], actor: Actor) -> list[Actor]:
    """An actor with those that stand in one enumeration with it."""
    at = among.index(actor)
    first = last = at
    while first and is_joined(scene, among[first - 1].mention, among[first].mention):
        first -= 1
    while last + 1 < len(among) and is_joined(scene, among[last].mention, among[last + 1].mention):
        last += 1
    return list(among[first : last + 1])
