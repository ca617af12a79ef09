"""Which companies take a step: the subject of its clause, a partner, whom the text is about."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from bot.milestones.chinese.actors import MARKS, Actor, Discourse, together
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import any_of, sense
from storage.records import Kind, Phase

GIVEN: Final = frozenset(("向", "给"))  # "向百度发出牌照": who receives stands behind them
PROBED: Final = frozenset(("对", "针对", "就"))
AGENT: Final = frozenset(("由", "被"))  # "由蔚来拿下": who acts stands behind them
BESIDE: Final = frozenset(
    ("与", "和", "同", "跟", "携手", "联手", "联合", "牵手")
)  # a partner follows
_NOTICE: Final = re.compile(r"公告|披露|通报|发布消息")  # who gives it tells the line
# The hour at which a live report tells a line.
_CLOCK: Final = re.compile(r"^\d{1,2}:\d{2}[ :,]*")
# A firm that is not named begins the clause: "一家欧洲初创称", "另一家电池厂宣布".
_OUTSIDER: Final = re.compile(
    rf"(?:另有?|还有|有)?一家[^,。:;]{{0,10}}?{any_of('nameless_firms')}(?!的)"
)
# Others who are counted begin it: "五名投资者认购".
_COUNTED: Final = re.compile(
    r"[\d一二两三四五六七八九十多数]+[名位家个][^,。:;]{0,4}?(?:投资者|投资人|投资方|认购方|分析师)"
)
# A firm in Latin letters begins the clause: "EPMB去年与甲达成协议".
_NAMED_FIRM: Final = re.compile(
    r"[“\"]?[A-Z][A-Za-z.&-]{1,20}(?: [A-Z][A-Za-z.&-]{1,20}){0,3}[^,。;A-Za-z]{0,8}?[与和同跟]"
)
# Several firms that are not named: "不少零部件企业".
_OTHERS: Final = re.compile(
    r"(?:已有|还有|有)?(?:不少|许多|众多|多家|数家|几家|一批|大批|部分|一些)"
    r"[^,。:;在由]{0,8}?(?:企业|公司|车企|厂商|厂家|供应商|经销商|新势力)(?!的)"
)
# A body of the state asks for something.
_MEETING: Final = re.compile(
    r"[^,。;]{0,14}?(?:会议|政治局)[^,。;]{0,4}?(?:提出|指出|强调|要求|明确|部署)"
)
# A town or province signs with whom it likes: "今年宜宾新签项目48个".
_OF_PLACE: Final = re.compile(
    r"(?:全[省市县区州]|[省市县区州])?(?:今年)?(?:新签|新签约|共签约|累计签约)"
)
# Between the owners of a venture and its name.
_VENTURE_OF: Final = re.compile(
    rf".{{0,8}}{any_of('owned_by_both')}{any_of('set_up')}?的.{{0,10}}$"
)
# Behind a partner: what the two of them own together.
_OWNS_WITH: Final = re.compile(
    rf"(?:\([^()]{{0,40}}\))?.{{0,6}}?{any_of('owned_together')}(?:成立|组建|建设)?的"
)
# The full name of a firm, which "its" or "the" does not make one of the company itself.
_FULL_NAME: Final = re.compile(
    r"(?![其该本新这此与和同由向对在据]|公司|旗下|子公司|全资|控股)[\u4e00-\u9fff()]{3,18}?(?:股份|集团|有限责任)?有限公司(?!的)"
)
# Steps that firms take under names of their own, which nobody knows: its units.
OF_UNITS: Final = frozenset((Kind.REGISTRATION, Kind.COMPANY_SETUP, Kind.INVESTMENT, Kind.APPROVAL))
OWNERS: Final = "its owners"
GUESS: Final = 3  # characters between somebody else and the word with which he guesses


def who(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[list[str], str]:
    """The ids of the companies that take a step, and by which rule; none and why not."""
    how = match.pattern.step.who
    if how == "both":
        deal = _of_told_deal(match, everyone, talk)
        return (deal, "both sides, carried on") if deal else _parties(scene, match, everyone, talk)
    if how == "topic":
        return _its_own(match, everyone, talk), "whom the text is about"
    if how == "owned":
        return _owned(everyone, talk), "whom its owners pay"
    if how == "named":
        told = [t.start for t in match.tags if "COMPANY" in t.groups]
        return _listed(a for a in everyone if a.mention.start in told), "named"
    if how == "object":
        named = [a for a in everyone if match.start <= a.mention.start and a.role != "modifier"]
        if named:
            return _listed(together(scene, named, named[0])), "object"
    return _taker(scene, match, everyone, talk)


def _taker(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[list[str], str]:
    """Who is handed it, who builds it together, who is named in it; else the subject."""
    given = _given(scene, match, everyone)
    sides = given or _partners(scene, match, everyone, talk)
    if sides:
        return sides, "given to it" if given else "partners"
    held = [a for a in everyone if a.role == "free" and _in_reach(scene, match, a)]
    any_ = match.pattern.step.who == "any"
    if any_ and held and not _before(scene, match, everyone):
        return _listed(together(scene, held, held[0])), "named in it"
    return _subject(scene, match, everyone, talk)


def _its_own(match: Match, everyone: Sequence[Actor], talk: Discourse) -> list[str]:
    """Whom "its" means behind a buyer: who was named before him, else whom the text is about."""
    before = [a.company for a in everyone if a.mention.end <= match.words[0].start and a.company]
    others = [c for c in before if c != before[-1]] if before else []
    topic = [c for c in talk.topic if c not in before[-1:]]
    return others[:1] or (topic if len(topic) == 1 else [])


def _owned(everyone: Sequence[Actor], talk: Discourse) -> list[str]:
    """Whose owners pay: the only company of the sentence, else whom the text goes on about."""
    named = list(dict.fromkeys(a.company for a in everyone if a.company))
    carried = [c for c in talk.carried if c]
    return named if len(named) == 1 else carried if not named and len(carried) == 1 else []


def _given(scene: Scene, match: Match, everyone: Sequence[Actor]) -> list[str]:
    """Who is handed a permit or looked into: "向百度发出牌照", "对特斯拉启动调查"."""
    clause = scene.clause(match.start)
    given = [a for a in everyone if a.preposition in GIVEN and a.clause == clause]
    if match.pattern.step.kind is Kind.RECALL:
        given = [a for a in everyone if a.preposition in PROBED and a.clause == clause]
        given = [a for a in given if a.mention.end <= match.words[-1].start]
    permitted = match.pattern.step.kind in {Kind.APPROVAL, Kind.RECALL} and scene.has("AGENCY")
    return _listed(together(scene, given, given[-1])) if given and permitted else []


def _partners(scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse) -> list[str]:
    """Those who build a joint plant together: "A与B宣布,要盖第三座合资电池厂"."""
    clause = scene.clause(match.words[0].start)
    near = [a for a in everyone if clause - 1 <= a.clause <= clause and a.mention.end <= match.end]
    free = [a for a in near if a.role == "free"]
    beside = [a for a in near if a.role == "oblique" and a.preposition in BESIDE]
    joint = any("venture" in t.groups for t in match.words)
    joint = joint and match.pattern.step.kind is Kind.FACTORY
    built = [a for a in beside if _OWNS_WITH.match(scene.text[a.mention.end : match.words[-1].end])]
    if built and match.pattern.step.kind in {Kind.FACTORY, Kind.PRODUCTION}:
        told = [a for a in everyone if a.role == "free" and a.mention.end <= match.end][:1]
        return list(
            dict.fromkeys((*(_listed(told) or filter(None, talk.carried)), *_listed(built)))
        )
    return _listed((*free[:1], *beside)) if joint and free and beside else []


def _in_reach(scene: Scene, match: Match, actor: Actor) -> bool:
    last = scene.clause(match.end - 1)
    return actor.mention.start >= match.start and (scene.title or actor.clause <= last)


def _before(scene: Scene, match: Match, everyone: Sequence[Actor]) -> list[Actor]:
    """Those free to act in the clause of a step, before its word."""
    buys = match.pattern.step.kind is Kind.INVESTMENT  # what is bought stands behind the verb
    verb = match.words[0 if buys else -1].start
    clause = scene.clause(match.words[0].start)
    held = [
        a for a in everyone if a.role == "free" and a.clause == clause and a.mention.end <= verb
    ]
    # "Rivian接入特斯拉充电网": what stands between the words owns the thing.
    ahead = [a for a in held if a.mention.end <= match.words[0].start]
    return ahead or held


def _subject(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[list[str], str]:
    """The subject: an agent, who stands before the verb, who began the sentence, or was told of."""
    near = _agents(scene, match, everyone) or _before(scene, match, everyone)
    if near:
        companies, rule = _of(scene, near, near[-1])
        others = [c for c in talk.carried if c and c not in companies]
        alone = rule == OWNERS and len(companies) == 1 and bool(others)
        return [*others, *companies] if alone else companies, rule
    clause = scene.clause(match.words[0].start)
    for number in range(clause, -1, -1):
        start, end = scene.bounds(number)
        both = _both(scene, start, everyone, talk)
        if (
            both
            or _is_foreign(scene, start, min(end, match.words[-1].start))
            or (match.pattern.step.kind not in OF_UNITS and _is_other_firm(scene, start, end))
        ):
            return both, "both sides" if both else "somebody else's step"
        held = [a for a in everyone if a.role == "free" and a.clause == number and number < clause]
        if held:
            return _of(scene, held, held[0])
    held = _behind(scene, match, everyone) if match.pattern.step.who == "any" else []
    if held:
        return _of(scene, held, held[0])
    named = [a for a in everyone if a.clause <= clause]
    if (
        not named
        and talk.partners
        and scene.within(scene.bounds(clause)[0], match.words[-1].start, "both_sides")
    ):
        return [c for c in talk.partners if c], "both sides, carried on"
    carried = [c for c in talk.carried if c]
    return (carried, "carried on") if carried else ([], "nobody takes it")


def _both(scene: Scene, start: int, everyone: Sequence[Actor], talk: Discourse) -> list[str]:
    """The two sides with whom a clause begins: "双方将推出两款新车"; empty for another subject."""
    if not scene.text.startswith(sense("the_two"), start):
        return []
    named = dict.fromkeys(a.company for a in everyone if a.mention.end <= start and a.company)
    sides = named if len(named) > 1 else dict.fromkeys(filter(None, talk.partners))
    return list(sides) if len(sides) > 1 else []


def _agents(scene: Scene, match: Match, everyone: Sequence[Actor]) -> list[Actor]:
    """Those behind 由 or 被 before the word of a step."""
    clause, verb = scene.clause(match.words[0].start), match.words[-1].start
    held = [a for a in everyone if a.clause == clause and a.mention.end <= verb]
    return [a for a in held if a.preposition in AGENT]


def _behind(scene: Scene, match: Match, everyone: Sequence[Actor]) -> list[Actor]:
    """Those behind the word of a step in its clause who are not what it acts on."""
    clause, objects = scene.clause(match.words[0].start), {t.start for t in match.tags}
    held = [a for a in everyone if a.role == "free" and a.clause == clause]
    return [a for a in held if match.start <= a.mention.start and a.mention.start not in objects]


def _is_foreign(scene: Scene, start: int, end: int) -> bool:
    """Does a clause begin with somebody else as its subject, who does more than guess?"""
    head = _CLOCK.sub("", scene.text[start:end].lstrip(MARKS))
    unnamed = _OUTSIDER.match(head) is not None and not scene.within(start, end, "COMPANY")
    places = scene.within(start, end, "place")[:1]
    town = any(_OF_PLACE.match(scene.text, t.end) for t in places)
    unnamed = unnamed or town or _is_latin_firm(scene, start) or _OTHERS.match(head) is not None
    unnamed = unnamed or _COUNTED.match(head) is not None or _MEETING.match(head) is not None
    if head.startswith("某") or unnamed:
        return True
    return any(
        not _CLOCK.sub("", scene.text[start : tag.start].strip(MARKS))
        and not scene.within(tag.end, tag.end + GUESS, "guesses")
        for tag in scene.within(start, end, "foreign_subject")
    )


def _is_latin_firm(scene: Scene, start: int) -> bool:
    """Does a clause begin with a firm in Latin letters that acts with one that is followed?"""
    found = _NAMED_FIRM.match(scene.text, start)
    begins = {m.start for m in scene.mentions}
    return found is not None and found.end() in begins and start not in begins


def _is_other_firm(scene: Scene, start: int, end: int) -> bool:
    """Does a clause begin with the full name of a firm that is not followed?"""
    head = scene.text[start:end].lstrip(MARKS)
    return _FULL_NAME.match(head) is not None and not scene.within(start, end, "COMPANY")


def _of(scene: Scene, among: Sequence[Actor], actor: Actor) -> tuple[list[str], str]:
    companies = _listed(together(scene, among, actor))
    if companies:
        return companies, "subject"
    owners = _owners(scene, actor)
    return (owners, OWNERS) if owners else ([], "step of a company that is not followed")


def _owners(scene: Scene, actor: Actor) -> list[str]:
    """Whose venture a firm is that is not followed itself: "通用与LG合资的Ultium Cells"."""
    begin, _ = scene.bounds(actor.clause)
    before = [m for m in scene.mentions if begin <= m.start and m.end <= actor.mention.start]
    if not before or not _VENTURE_OF.match(scene.text[before[-1].end : actor.mention.start]):
        return []
    return list(dict.fromkeys(m.company for m in before if m.company))


def _listed(group: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(a.company for a in group if a.company))


def _of_told_deal(match: Match, everyone: Sequence[Actor], talk: Discourse) -> list[str]:
    """The sides of the deal that was told before: "该订单于2020年7月签订"."""
    that = match.pattern.said.startswith("该|") and not everyone and len(talk.partners) > 1
    return [c for c in talk.partners if c] if that else []


def _tells(scene: Scene, actor: Actor) -> bool:
    """Does it make known what its own deals come to: "LG新能源公告,福特通知终止供应协议"?"""
    _, end = scene.bounds(actor.clause)
    return actor.role == "free" and _NOTICE.search(scene.text, actor.mention.end, end) is not None


def _besides(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse, named: list[str]
) -> tuple[list[str], str] | None:
    """The only side that an agreement names, with the one that is told outside of it."""
    if len(named) != 1:
        return None
    others = [c for c in talk.topic if c not in named] if len(talk.topic) == 1 else []
    if match.pattern.step.phase is Phase.CANCELLED:
        clause = scene.clause(match.start)
        tellers = _listed([a for a in everyone if a.clause < clause and _tells(scene, a)])
        if others and len(everyone) == 1:  # "宝马取消20亿欧元的订单", in a text about the supplier
            return [*named, *others], "parties, the text's own one"
        if tellers:
            return list(dict.fromkeys((*tellers, *named))), "parties, who tells it"
    joined = match.pattern.said.startswith("成为|成了")
    if joined and len(everyone) == 1 and len(talk.topic) == 1:
        return [*named, *others], "parties, the text's own one"
    return None


def _parties(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[list[str], str]:
    """Every side of an agreement."""
    clause, last = scene.clause(match.start), scene.clause(match.end - 1)
    if scene.title:
        clause, last = 0, len(scene.borders)
    here = [a for a in everyone if a.role != "modifier" and clause <= a.clause <= last]
    if not here:
        here = [a for a in everyone if a.role == "oblique" and a.clause == clause - 1]
    verb = match.words[0].start
    free = [a for a in here if a.role == "free" and a.mention.end <= verb]
    sides = [*together(scene, free, free[-1])] if free else []
    sides += [a for a in here if a.role == "oblique"]
    behind = [a for a in here if a.role == "free" and a.mention.start > verb]
    sides += together(scene, behind, behind[0]) if behind else []
    named = _listed(sides)
    more = _besides(scene, match, everyone, talk, named)
    if more is not None:
        return more
    if len(named) > 1 or (free and named):
        return named, "parties"
    earlier = [a for a in everyone if a.clause < clause and a.role != "modifier"]
    both = bool(scene.within(0, match.end, "both_sides"))
    if earlier and both:
        return _listed((*earlier, *sides)), "both sides"
    subjects, rule = _subject(scene, match, everyone, talk)
    if both and len(talk.partners) > 1 and not earlier:
        return [c for c in talk.partners if c], "both sides, carried on"
    return list(dict.fromkeys((*subjects, *named))), rule
