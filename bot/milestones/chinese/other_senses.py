"""What the words of a step may mean instead where they stand, in the order in which it is asked."""

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import Final, NamedTuple

from bot.milestones.chinese import (
    deals,
    figures,
    firms,
    in_passing,
    investors,
    only_when,
    permits,
    standing,
)
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import sense
from bot.milestones.statement import Statement
from storage.records import Kind

ANY: Final = frozenset(Kind)
# Behind the name of a market: no market is meant.
_STAGE: Final = re.compile(r"的?(?:型式)?(?:认证|法规|标准|审批|供应链|研发|设计中心|总部|董事会)")
FREE: Final = 6  # characters before a charger that comes with a car, or does not
# Kinds that readers may well tell of: what they saw on the road.
SEEN: Final = frozenset((Kind.TESTING, Kind.UNVEIL))
MADE: Final = frozenset((Kind.PRODUCTION, Kind.DELIVERY))
THINGS: Final = frozenset((Kind.LAUNCH, Kind.PRODUCTION, Kind.UNVEIL))
# Kinds that date something else: "before it went into production".
DEEDS: Final = MADE | THINGS | {Kind.FACTORY, Kind.TESTING, Kind.RECALL, Kind.MARKET_ENTRY}
BUILT: Final = frozenset((Kind.INFRASTRUCTURE, Kind.FACTORY, Kind.TECHNOLOGY))
PAID: Final = frozenset((Kind.FUNDING, Kind.INVESTMENT))
# Kinds that are goals of a company, or of others for it.
GOALS: Final = MADE | THINGS | BUILT | {Kind.MARKET_ENTRY}


class Sense(NamedTuple):
    """A reading that is no step, and the kinds of step whose words it is asked of."""

    what: str
    applies: Callable[[Statement, Scene, Match], bool]
    kinds: Collection[Kind]


def other_sense(s: Statement, scene: Scene, match: Match) -> str | None:
    """What the words of a reading mean instead of a step; None when nothing speaks against one."""
    return next((what for what, applies, _ in _of_kind(s.kind) if applies(s, scene, match)), None)


@cache
def _of_kind(kind: Kind) -> tuple[Sense, ...]:
    return tuple(each for each in SENSES if kind in each.kinds)


def _comes_with_car(_: Statement, scene: Scene, match: Match) -> bool:
    """Is a charger only part of a price: "价格不含充电桩和安装费用", "赠送家充桩"?"""
    before = scene.text[max(0, match.start - FREE) : match.start]
    return scene.text.startswith("费", match.end) or any(w in before for w in sense("sold_with"))


def _is_layout(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it how a firm's business is laid out, a noun: "甲在河南的新能源汽车产业布局"?"""
    word = match.words[-1]
    begin, end = scene.bounds(scene.clause(word.start))
    noun = scene.text[word.start : word.end] == "布局" and match.pattern.said.endswith("{enter}")
    return (
        noun and "的" in scene.text[begin : word.start] and not scene.text[word.end : end].strip()
    )


def _is_stage(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it only the rules of a market that are met: "进入北美认证阶段"?"""
    return _STAGE.match(scene.text, match.end) is not None


def _is_theme(s: Statement, scene: Scene, match: Match) -> bool:
    """Do the words of the step make a clause by themselves: "造车,难在供应链"?"""
    begin, end = scene.bounds(scene.clause(match.start))
    alone = scene.text[begin:end].strip(",:。 ") == scene.text[match.start : match.end]
    return s.carried and s.when is None and alone and end < len(scene.text)


def _is_trend(_: Statement, scene: Scene, match: Match) -> bool:
    """Is it a trade that changes: "帮助泰国汽车产业链转型"?"""
    return any(
        scene.text.startswith("转型", t.start) and scene.text[: t.start].endswith(sense("trades"))
        for t in match.words
    )


def _is_turned_into(_: Statement, scene: Scene, match: Match) -> bool:
    """Does the building only describe: "由玻璃打造而成的工厂"?"""
    return any(scene.text.startswith("而成", t.end) for t in match.words)


def _is_run_together(_: Statement, scene: Scene, match: Match) -> bool:
    """Is the word made of the end of one and the beginning of another: "衰退出现"?"""
    return any(
        scene.text.startswith("退出现", t.start) and scene.text[: t.start].endswith("衰")
        for t in match.words
    )


SENSES: Final = (
    Sense("said by readers", firms.is_by_readers, ANY - SEEN),
    Sense("a licence of technology", permits.is_licence, (Kind.APPROVAL,)),
    Sense("a listing on an exchange, not a car on sale", permits.is_listing, (Kind.LAUNCH,)),
    Sense("the listing that was told", permits.is_that_listing, (Kind.FUNDING,)),
    Sense("when the plan of a listing was begun", permits.is_begun_plan, (Kind.FUNDING,)),
    Sense("others beside a company, no waiting", permits.is_and_others, (Kind.APPROVAL,)),
    Sense("a permit to do so", permits.is_permitted, MADE),
    Sense("how long it took", only_when.is_span, MADE | {Kind.FACTORY, Kind.LAUNCH}),
    Sense("a charger that is sold with a car", _comes_with_car, (Kind.INFRASTRUCTURE,)),
    Sense("what an agreement is about", deals.is_content, (Kind.INFRASTRUCTURE,)),
    Sense("told as what came before", only_when.is_after, ANY),
    Sense("only the time of something else", only_when.is_only_when, DEEDS),
    Sense("from when days are counted", only_when.is_counted_from, DEEDS),
    Sense("partners of before, or parents", deals.is_background, (Kind.PARTNERSHIP,)),
    Sense("partners who work together anyway", deals.is_lasting, (Kind.PARTNERSHIP,)),
    Sense("partners who help with something else", deals.is_help, (Kind.PARTNERSHIP,)),
    Sense("partners who are still talking", deals.is_wooing, (Kind.PARTNERSHIP,)),
    Sense("no other side", deals.is_with_itself, (Kind.PARTNERSHIP,)),
    Sense("how a business is laid out", _is_layout, (Kind.COMPANY_SETUP,)),
    Sense("the rules of a market", _is_stage, (Kind.MARKET_ENTRY,)),
    Sense("a day for which it is set", only_when.is_set_for, (Kind.LAUNCH,)),
    Sense("how a trade changes", _is_trend, (Kind.COMPANY_SETUP,)),
    Sense("what is talked about", _is_theme, (Kind.COMPANY_SETUP,)),
    Sense("what another step makes way for", only_when.is_paving, PAID | {Kind.APPROVAL}),
    Sense("what somebody had better do", only_when.is_needed, ANY - {Kind.APPROVAL}),
    Sense("by what something came about", only_when.is_by_way, ANY),
    Sense("the field that is spoken of", only_when.is_field, BUILT),
    Sense("what was applied for and is granted", permits.is_granted_now, (Kind.APPROVAL,)),
    Sense("shares that are sold", figures.is_of_shares, (Kind.LAUNCH, Kind.MARKET_ENTRY)),
    Sense("a price that is compared", figures.is_compared, (Kind.LAUNCH,)),
    Sense("what a car cost when it was new", figures.is_old_price, (Kind.LAUNCH,)),
    Sense("the price of no car", figures.is_no_price, (Kind.LAUNCH,)),
    Sense("what another car costs", figures.is_near_price, (Kind.LAUNCH,)),
    Sense("how many there are by now", figures.is_total, (Kind.DELIVERY,)),
    Sense("what analysts guess", figures.is_forecast, (Kind.DELIVERY,)),
    Sense("a price in a question", figures.is_asked_price, (Kind.LAUNCH,)),
    Sense("what was spent by now", figures.is_spent_so_far, (Kind.INVESTMENT,)),
    Sense("what research cost", figures.is_research, (Kind.INVESTMENT,)),
    Sense("building that is to go on", figures.is_sped_up, (Kind.INFRASTRUCTURE,)),
    Sense("how many stations there are", figures.is_state, (Kind.INFRASTRUCTURE,)),
    Sense("when something may begin", permits.is_condition, (Kind.APPROVAL,)),
    Sense("whether permits are given at all", permits.is_policy, (Kind.APPROVAL,)),
    Sense("a probe that is over", permits.is_over_probe, (Kind.RECALL,)),
    Sense("the end of a venture, not of a company", deals.is_ended_venture, (Kind.RESTRUCTURING,)),
    Sense("the price of a car", figures.is_price, PAID | {Kind.LAUNCH}),
    Sense("an exchange that looks at a listing", permits.waits_for_exchange, (Kind.APPROVAL,)),
    Sense("what is always so", in_passing.is_habit, THINGS),
    Sense("how long it has been on the market or listed", in_passing.has_lasted, (Kind.LAUNCH,)),
    Sense("a part that ran before", in_passing.is_old_part, ANY),
    Sense("a side of a step", in_passing.is_aspect, ANY),
    Sense("why it is done", in_passing.is_explained, ANY),
    Sense("what happened some day", in_passing.is_experience, ANY),
    Sense("which car they make", in_passing.is_made_together, (Kind.PARTNERSHIP,)),
    Sense("which marks or patents", in_passing.is_filed_thing, (Kind.REGISTRATION,)),
    Sense("which car it is", in_passing.is_coming_one, (Kind.LAUNCH, Kind.UNVEIL)),
    Sense("what a plant can make", in_passing.is_able, (Kind.PRODUCTION,)),
    Sense("what a firm does for a living", in_passing.is_trade, (Kind.PRODUCTION,)),
    Sense("told of a founder", in_passing.is_person, (Kind.COMPANY_SETUP,)),
    Sense("a face for a brand", in_passing.is_ambassador, (Kind.UNVEIL,)),
    Sense("the seller of shares", in_passing.is_paid, PAID),
    Sense("shares that are bought", in_passing.is_bought_together, (Kind.PARTNERSHIP,)),
    Sense("a firm that is held in part", in_passing.is_associate, (Kind.PARTNERSHIP,)),
    Sense("where a firm is listed", in_passing.is_listed_firm, (Kind.FUNDING,)),
    Sense("a part of a plant", in_passing.is_facility, (Kind.TESTING,)),
    Sense("what a plant will make", in_passing.is_yield, (Kind.PRODUCTION,)),
    Sense("a remedy, no car", in_passing.is_remedy, (Kind.LAUNCH, Kind.UNVEIL)),
    Sense("how the first owners fare", in_passing.is_of_owners, (Kind.DELIVERY,)),
    Sense("which car left the line", in_passing.is_such_a_car, (Kind.PRODUCTION,)),
    Sense("a right that is not used", in_passing.is_waived, (Kind.INVESTMENT,)),
    Sense("who is retired", in_passing.is_of_the_retired, (Kind.RESTRUCTURING,)),
    Sense("who leads a firm by now", in_passing.is_new_leader, (Kind.RESTRUCTURING,)),
    Sense("a goal that was missed", in_passing.is_missed_goal, (Kind.DELIVERY,)),
    Sense("how another firm is paid", in_passing.is_way_to_pay, (Kind.FUNDING,)),
    Sense("the mark of somebody else", in_passing.is_others_mark, (Kind.REGISTRATION,)),
    Sense("what a round makes of it", in_passing.is_after_round, (Kind.INVESTMENT,)),
    Sense("what money is for", in_passing.is_fund, (Kind.FACTORY,)),
    Sense("a remark on the recall", in_passing.is_remark, (Kind.RECALL,)),
    Sense("inside which plant", in_passing.is_inside, (Kind.FACTORY,)),
    Sense("what something is done for", in_passing.is_aim, (Kind.PRODUCTION,)),
    Sense("how recalled cars are mended", in_passing.is_mending, (Kind.TECHNOLOGY,)),
    Sense("how fast or how well it goes", in_passing.is_pace, (Kind.DELIVERY,)),
    Sense("when recalled cars were built", in_passing.is_of_recalled, (Kind.PRODUCTION,)),
    Sense("what cannot be made", in_passing.is_unable, MADE),
    Sense("figures or a list that are published", figures.is_published, (Kind.UNVEIL,)),
    Sense(
        "said of a firm that is insolvent already", firms.is_insolvent_one, (Kind.RESTRUCTURING,)
    ),
    Sense("who a firm is", firms.is_profile, (Kind.COMPANY_SETUP,)),
    Sense("what a firm has", firms.is_held, (Kind.APPROVAL,)),
    Sense("what a plant is made of", _is_turned_into, ANY),
    Sense("a post or a deed elsewhere", firms.is_elsewhere, (Kind.FUNDING, Kind.RESTRUCTURING)),
    Sense("what a plant is designed for", figures.is_rated, (Kind.PRODUCTION,)),
    Sense("a figure that is left behind", figures.is_left_behind, MADE | {Kind.INVESTMENT}),
    Sense("a plan that waits, or is only talked of", only_when.is_yet_open, ANY - {Kind.APPROVAL}),
    Sense("two words that meet", _is_run_together, ANY),
    Sense("the price of a car that is described", figures.is_price_class, (Kind.LAUNCH,)),
    Sense("what something is good for", only_when.is_benefit, ANY),
    Sense("of how many cars one is of a sort", figures.is_ratio, MADE | {Kind.LAUNCH}),
    Sense("how much a plant is used", figures.is_use, (Kind.FACTORY,)),
    Sense("next to which plant, or of which plant a permit", in_passing.is_beside, (Kind.FACTORY,)),
    Sense("where something is made", in_passing.is_hub, (Kind.PRODUCTION,)),
    Sense("which cars there are by now", in_passing.is_range, (Kind.LAUNCH, Kind.UNVEIL)),
    Sense("the figure of a year before", figures.is_year_before, MADE),
    Sense("an order that is won", deals.is_order_won, (Kind.INVESTMENT,)),
    Sense("versions or extras of a car", in_passing.is_trim, (Kind.LAUNCH,)),
    Sense("a government where a plant is to stand", deals.is_with_authority, (Kind.PARTNERSHIP,)),
    Sense(
        "a part of a number that was told",
        figures.is_share_of_total,
        (Kind.RESTRUCTURING, Kind.INFRASTRUCTURE),
    ),
    Sense("a goal that needs something", only_when.is_in_order_to, (Kind.DELIVERY,)),
    Sense("so many by now", standing.is_so_far, MADE),
    Sense("what others expect", standing.is_expected_outside, MADE),
    Sense("a goal that came to nothing", standing.is_old_goal, GOALS),
    Sense("how much a plant makes by now", standing.is_level, (Kind.FACTORY,)),
    Sense("where goods go anyway", standing.is_trade_route, (Kind.MARKET_ENTRY,)),
    Sense("the filing of a recall", standing.is_recall_filing, (Kind.APPROVAL,)),
    Sense("a station that leaves its plant", standing.is_sent_off, (Kind.INFRASTRUCTURE,)),
    Sense("a price that is only expected", standing.is_expected_price, (Kind.LAUNCH,)),
    Sense("who wants to join a rescue", standing.is_rescuer, (Kind.RESTRUCTURING,)),
    Sense("what was tried in vain", standing.is_in_vain, (Kind.REGISTRATION,)),
    Sense("a programme, no car", standing.is_programme, (Kind.LAUNCH, Kind.UNVEIL)),
    Sense("which plant it is", standing.is_bought_thing, (Kind.INVESTMENT,)),
    Sense("a notice about a mark", standing.is_notice_of_mark, (Kind.APPROVAL,)),
    Sense("a model more in a plant", standing.is_added_model, (Kind.FACTORY,)),
    Sense("a paper about a technology", standing.is_paper, (Kind.TECHNOLOGY,)),
    Sense("what a plant is good for", standing.is_so_that, (Kind.PARTNERSHIP,)),
    Sense("a mine, no car", standing.is_of_mine, (Kind.PRODUCTION, Kind.FACTORY)),
    Sense("told of a rival", standing.is_of_rival, PAID | THINGS | MADE),
    Sense("what has not come yet", standing.is_never_come, (Kind.TECHNOLOGY,)),
    Sense("one of those who pay in", investors.is_investor, (Kind.FUNDING,)),
    Sense("shares that another one offers", investors.is_others_offer, (Kind.FUNDING,)),
    Sense("money for the other side", investors.is_of_latter, (Kind.FUNDING,)),
    Sense("what others pay in", investors.is_share_of_round, PAID),
    Sense("a part of the money that was told", investors.is_part_of_round, (Kind.FUNDING,)),
    Sense("what buyers may take besides", investors.is_option, PAID),
    Sense("others who pay in", investors.is_paid_by_counted, (Kind.INVESTMENT,)),
    Sense("shares that pay for a purchase", investors.is_paid_in_shares, (Kind.FUNDING,)),
    Sense("what a plant was before", in_passing.is_rebuilt, MADE | {Kind.FACTORY, Kind.INVESTMENT}),
    Sense("without a day so far", in_passing.is_unscheduled, (Kind.TECHNOLOGY, Kind.LAUNCH)),
    Sense("a sale, no agreement to work together", investors.is_sale, (Kind.PARTNERSHIP,)),
)
