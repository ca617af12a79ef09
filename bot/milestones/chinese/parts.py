"""Which reading of a sentence is only part of another step of the same company in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.words import any_of
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

Read = tuple[Match, Statement]
Rule = Callable[[Read, Read], bool]

_SEVERAL: Final = re.compile(
    r"(?<!第)(?:[两二三四五六七八九多几]|\d{1,2})[座家個个][^,，。;；]{0,8}(?:工厂|工廠|基地|厂|廠)"
)
_WORK: Final = re.compile(rf"{any_of('sorts_of_work')}合作(?:框架)?{any_of('papers_of_work')}")
_ANNOUNCED: Final = re.compile(
    r"(?:宣布|官宣)(?:将|已)?[与與和跟同][^,，。;；]{1,16}?合作(?!的|[开開研打推生设設])"
)
_ROUND_LED: Final = re.compile(
    r"(?:领投|参投|跟投)[^,，。;；]{1,20}?[\d.]+[万亿][^,，。;；]{0,4}融资"
)
ONE_BREATH: Final = 30  # characters between a car shown and its price
DROPPED: Final = frozenset((Phase.DELAYED, Phase.CANCELLED))
PUT_OFF: Final = frozenset(
    (
        Kind.PRODUCTION,
        Kind.FACTORY,
        Kind.PARTNERSHIP,
        Kind.DELIVERY,
        Kind.INVESTMENT,
        Kind.TECHNOLOGY,
        Kind.UNVEIL,
        Kind.FUNDING,
    )
)
# Steps that say what is to be made, without being the making.
BUILT: Final = frozenset(
    (Kind.FACTORY, Kind.APPROVAL, Kind.INVESTMENT, Kind.PARTNERSHIP, Kind.COMPANY_SETUP)
)


def is_part(mine: Read, other: Read) -> bool:
    """Is `mine` told by `other` already, or only a word of it?"""
    if mine is other or mine[1].company != other[1].company:
        return False
    if mine[1].kind in OF_A_CAR and other[1].kind is Kind.RECALL:
        return True
    return any(rule(mine, other) for rule in RULES.get(mine[1].kind, ()))


def _is_cost(mine: Read, other: Read) -> bool:
    """Money for one new plant, or of all partners together, is told with the plant or deal."""
    (_, s), (_, o) = mine, other
    if o.kind is Kind.FACTORY and is_of_old_plants(s, o):
        return False
    shared = o.kind is Kind.PARTNERSHIP and "{buy_stake}" not in s.rule
    return s.amount is not None and s.amount == o.amount and (o.kind is Kind.FACTORY or shared)


def _is_spent_on(mine: Read, other: Read) -> bool:
    """What a plant cost that runs by now is no plan to spend it: "工厂投产,投资额近35亿元"."""
    (match, s), (done, o) = mine, other
    built = o.kind in {Kind.PRODUCTION, Kind.FACTORY} and o.phase is Phase.DONE
    bare = s.phase is Phase.PLANNED and s.when is None and "{invest} " in s.rule
    return built and bare and done.start < match.start


def _is_outcome(mine: Read, other: Read) -> bool:
    """Whom the shares make an owner is told with the purchase, which is only planned yet."""
    bought = other[1].kind is Kind.INVESTMENT and "{buy_stake}" in other[1].rule
    return mine[1].rule.startswith("成为|") and bought and other[1].phase is Phase.PLANNED


def _is_whole_round(mine: Read, other: Read) -> bool:
    """The sum of a round that somebody leads is not what he pays, where that is told."""
    (_, s), (_, o) = mine, other
    leads = o.kind is Kind.INVESTMENT and o.phase is s.phase and s.amount is not None
    paid = o.amount is not None and s.amount is not None and o.amount.value < s.amount.value
    return leads and paid and _ROUND_LED.search(s.evidence) is not None


def _is_filed_listing(mine: Read, other: Read) -> bool:
    """A listing that is filed for did not take place yet."""
    (_, s), (_, o) = mine, other
    listed = s.rule.startswith("{ipo}") and s.phase is Phase.DONE
    return listed and o.kind is Kind.FUNDING and o.phase is Phase.PENDING


def _is_taken_over(mine: Read, other: Read) -> bool:
    """A change of owner in the register is the purchase itself."""
    told = any("register" in t.groups or "register_signs" in t.groups for t in mine[0].words)
    return told and other[1].kind is Kind.INVESTMENT and "股东" in other[1].rule


def _is_coming_in(mine: Read, other: Read) -> bool:
    """The sum that a company raises is none that it spends."""
    return other[1].kind is Kind.FUNDING and mine[1].amount == other[1].amount is not None


def is_of_old_plants(spent: Statement, plant: Statement) -> bool:
    """Is the money for a plant that stands already, or for several?"""
    stands = "{invest_more}" in spent.rule or "{expand}" in plant.rule
    return stands or _SEVERAL.search(plant.evidence) is not None


def _is_capacity(mine: Read, other: Read) -> bool:
    told = any(said in mine[1].rule for said in ("{output} RATE", "{output} VEHICLES", "VEHICLES"))
    yearly = "{output} RATE" in mine[1].rule or any(
        mine[0].pattern.parts and "output" in t.groups for t in mine[0].words
    )
    return told and yearly and other[1].kind in {Kind.FACTORY, Kind.APPROVAL, Kind.PARTNERSHIP}


def _is_permitted(mine: Read, other: Read) -> bool:
    """What an authority allows is not done yet: "批准工厂扩建", "可在公开道路测试"."""
    if other[1].kind is not Kind.APPROVAL:
        return False
    if mine[1].phase is Phase.CANCELLED is other[1].phase:
        return True  # a plant that is not allowed
    if mine[1].phase is not Phase.DONE:
        return False
    begun = any("start_word" in t.groups or "started_building" in t.groups for t in mine[0].words)
    behind = other[0].words[0].start < mine[0].words[0].start
    return behind and not begun and mine[1].when in {None, other[1].when}


def _is_purpose(mine: Read, other: Read) -> bool:
    if mine[1].rule.startswith("{made} ") and other[1].kind in BUILT:
        return not _is_later(mine[1], other[1])
    bare = mine[1].phase is Phase.DONE and mine[1].when is None
    ahead = other[1].phase is Phase.PLANNED and other[0].start < mine[0].start
    return bare and ahead and other[1].kind in {Kind.INVESTMENT, Kind.FACTORY}


def _is_later(s: Statement, o: Statement) -> bool:
    """Has a step a day of its own, behind that of the other: "2026年动工,2028年开始生产R2"?"""
    return s.when is not None and o.when is not None and o.when.end < s.when.start


def _is_made_part(mine: Read, other: Read) -> bool:
    """What is made is a battery or a system, not a car."""
    return other[1].kind is Kind.TECHNOLOGY and any(
        a.start < b.end and b.start < a.end for a in mine[0].words for b in other[0].words
    )


def _is_put_off_with(mine: Read, other: Read) -> bool:
    """A car is put off with its production, plant or deal."""
    late = mine[1].phase in DROPPED and other[1].phase in DROPPED
    return late and other[1].kind in PUT_OFF


def _is_first_show(mine: Read, other: Read) -> bool:
    shown = "{bring_out}" in mine[1].rule and "{first_show}" in other[1].rule
    return shown and other[1].kind is Kind.UNVEIL


def _is_entry(mine: Read, other: Read) -> bool:
    same = other[1].kind is Kind.MARKET_ENTRY and other[1].phase is mine[1].phase
    return same and not _is_later(other[1], mine[1])


def _is_sold(mine: Read, other: Read) -> bool:
    """A car shown and sold in one breath is launched."""
    if "{first_show}" in mine[1].rule and "{bring_out}" in other[1].rule:
        return False
    near = abs(mine[0].start - other[0].start) <= ONE_BREATH
    sold = other[1].kind in {Kind.LAUNCH, Kind.MARKET_ENTRY} and mine[1].phase not in DROPPED
    return sold and near and other[1].phase is mine[1].phase


def _is_late_start(mine: Read, other: Read) -> bool:
    """The plant whose production starts later: the production is put off."""
    late = mine[1].phase is Phase.DELAYED is other[1].phase
    return late and other[1].kind is Kind.PRODUCTION


def _is_joint(mine: Read, other: Read) -> bool:
    """The plant for which partners join, where nothing more is told of it."""
    (_, s), (_, o) = mine, other
    if is_joint_plant(other, mine):
        return False
    told = s.when not in {None, o.when} or s.quantity or s.amount not in {None, o.amount}
    joint = any("venture" in t.groups or "join_hands" in t.groups for t in other[0].words)
    return (
        not told
        and joint
        and s.phase is Phase.PLANNED
        and o.phase is Phase.DONE
        and (o.kind is Kind.PARTNERSHIP)
    )


def _is_listing(mine: Read, other: Read) -> bool:
    return mine[1].rule.startswith("{ipo}") and other[1].kind is Kind.APPROVAL


def _is_aside(mine: Read, other: Read) -> bool:
    """With whom a thing was made, told beside the step of the thing.

    What partners are to make is told by the deal (`_is_purpose`): one of the two stays.
    """
    (match, s), (_, o) = mine, other
    made = any("deal_made" in t.groups for t in match.words)
    bare = match.pattern.said == "{join_hands}" and not (s.when or s.amount or s.titled or made)
    bare = bare and not (_is_purpose(other, mine) or _ANNOUNCED.search(s.evidence))
    return bare and o.kind in {Kind.TECHNOLOGY, Kind.PRODUCTION, Kind.LAUNCH, Kind.UNVEIL}


def is_joint_plant(mine: Read, other: Read) -> bool:
    """Is the venture only the plant that partners build: "要盖第三座合资电池厂"?"""
    if mine[1].kind is not Kind.PARTNERSHIP or other[1].kind is not Kind.FACTORY:
        return False
    ventures = [t for t in mine[0].words if "venture" in t.groups]
    formed = any("found" in t.groups for t in mine[0].words)
    built = [t for t in other[0].words if "plant" in t.groups]
    return not formed and any(a.start < b.end and b.start < a.end for a in ventures for b in built)


def is_deed_of(mine: Read, other: Read) -> bool:
    """Is it the contract with which another company buys shares, signed by the seller too?"""
    bought = "{buy_stake}" in other[1].rule and other[1].kind is Kind.INVESTMENT
    return mine[1].kind is Kind.PARTNERSHIP and _is_contract(mine) and bought


def _is_contract(mine: Read) -> bool:
    """Is something signed, and not expressly to work together: "签署战略合作协议"?"""
    return "{sign}" in mine[1].rule and _WORK.search(mine[1].evidence) is None


def _is_founding(mine: Read, other: Read) -> bool:
    """A business split off, or a brand brought out, is a firm founded."""
    told = any({"reorganise", "bring_out", "show"} & t.groups for t in mine[0].words)
    shares = any(a.start < b.end and b.start < a.end for a in mine[0].words for b in other[0].words)
    split = mine[1].kind is Kind.RESTRUCTURING
    return other[1].kind is Kind.COMPANY_SETUP and told and (split or shares)


def _is_of_a_plant(mine: Read, other: Read) -> bool:
    """A plant that builds no more cars is no business given up."""
    stopped = other[1].kind is Kind.PRODUCTION and other[1].phase is Phase.CANCELLED
    return stopped and "{plant}" in other[1].rule and "{ev_business}" in mine[1].rule


def _is_purchase(mine: Read, other: Read) -> bool:
    """The contract of a purchase or of new shares is no joint work."""
    bought = other[1].kind is Kind.FUNDING or "{buy_stake}" in other[1].rule
    return _is_contract(mine) and bought and other[1].kind in {Kind.FUNDING, Kind.INVESTMENT}


OF_A_CAR: Final = frozenset(
    (Kind.PRODUCTION, Kind.LAUNCH, Kind.UNVEIL, Kind.TESTING, Kind.TECHNOLOGY, Kind.DELIVERY)
)
RULES: Final[Mapping[Kind, Sequence[Rule]]] = {
    Kind.INVESTMENT: (
        _is_cost,
        _is_permitted,
        _is_coming_in,
        _is_spent_on,
        _is_outcome,
        _is_whole_round,
    ),
    Kind.TESTING: (_is_permitted,),
    Kind.REGISTRATION: (_is_taken_over,),
    Kind.PRODUCTION: (_is_capacity, _is_purpose, _is_made_part),
    Kind.LAUNCH: (_is_put_off_with, _is_first_show, _is_entry),
    Kind.UNVEIL: (_is_sold, _is_founding),
    Kind.RESTRUCTURING: (_is_founding, _is_of_a_plant),
    Kind.FACTORY: (_is_late_start, _is_joint, _is_permitted),
    Kind.FUNDING: (_is_listing, _is_filed_listing),
    Kind.PARTNERSHIP: (_is_purchase, _is_aside),
}
