"""One pattern found in a sentence: what it states, of whom, or why it states nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.catalogue import table
from bot.milestones.chinese import gates, slots, times
from bot.milestones.chinese.actors import Actor, who
from bot.milestones.chinese.certainty import certainty
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.phase import is_decided, is_denied, is_supposed, phase
from bot.milestones.chinese.reading import Reading
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.shares import shared_out
from bot.milestones.chinese.sorts import sort_of
from bot.milestones.chinese.whole import LEAD
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Span

DENIED: Final = "denied"
WORD_WEIGHT: Final = 10  # of a phrase, beside its characters
FAR_YEARS: Final = 4
# Steps of a brand that are steps of its maker too.
OF_BRANDS: Final = frozenset(
    (Kind.PRODUCTION, Kind.LAUNCH, Kind.DELIVERY, Kind.UNVEIL, Kind.RECALL, Kind.APPROVAL)
)
DESCRIBING: Final = frozenset(
    ("made", "build", "join_hands", "sign", "supply", "start_production", "finished_building")
)
# Kinds that are steps of a thing, which the sentence has to name.
THINGS: Final = frozenset((Kind.LAUNCH, Kind.PRODUCTION, Kind.UNVEIL))
PAID: Final = frozenset((Kind.INVESTMENT, Kind.FUNDING))
SMALLEST: Final = 1_000_000  # of any currency: smaller sums are prices and fines
FEW: Final = 10  # cars
# Kinds that are relations when a car or plant is described by them.
RELATIONS: Final = frozenset((Kind.FACTORY, Kind.PRODUCTION, Kind.PARTNERSHIP, Kind.DELIVERY))
# Kinds of which a mere intention is no step.
BOUND: Final = frozenset(
    (
        Kind.LAUNCH,
        Kind.PRODUCTION,
        Kind.DELIVERY,
        Kind.UNVEIL,
        Kind.TECHNOLOGY,
        Kind.TESTING,
        Kind.INFRASTRUCTURE,
        Kind.INVESTMENT,
    )
)
# Kinds of which a rumour without "has" speaks of what is to come.
TO_COME: Final = frozenset((Kind.LAUNCH, Kind.UNVEIL, Kind.DELIVERY, Kind.PRODUCTION))
AFTER: Final = ("之后", "以后", "后")
CAR: Final = 4  # characters between a car and its sale
BEHIND: Final = 8  # characters between a step and "after"
# What makes an intention one about something.
NAMED: Final = ("place", "model", "NAME", "plant", "tech", "concept", "car_show")
# Kinds that a company sets itself for a year.
YEARLY: Final = frozenset(
    (Kind.INFRASTRUCTURE, Kind.FACTORY, Kind.PRODUCTION, Kind.LAUNCH, Kind.UNVEIL, Kind.TECHNOLOGY)
)
LONG, LEFT = timedelta(days=80), timedelta(days=60)
CLOSED: Final = timedelta(days=60)


def judge(
    scene: Scene, match: Match, everyone: Sequence[Actor], reading: Reading
) -> list[Statement] | str:
    """The statements of one pattern, or why it states nothing."""
    step = match.pattern.step
    crowd = scene.title and step.who == "both" and scene.has("roundup") and len(everyone) > 1
    if crowd or is_supposed(scene, match) or is_denied(scene, match):
        return "only supposed" if crowd or is_supposed(scene, match) else DENIED
    companies, rule = who(scene, match, everyone, reading.talk)
    lists = step.kind is Kind.APPROVAL and not scene.title and (not everyone or not companies)
    if lists and scene.has("AGENCY") and not scene.has("itself"):
        reading.listing = (_statement(scene, match, [""], "listed behind", reading), scene.number)
        return "its takers may be listed behind"
    companies = [
        c
        for c in companies
        if not (_is_bought(scene, match, c) or _is_its_own(scene, match, c, everyone))
    ]
    lack = rule if not companies else gates.lacks(scene, match, companies, told=reading.told_of)
    if lack is not None:
        return lack
    fitting = [c for c in companies if gates.is_electric(c, step.kind, scene, match, reading.about)]
    if not fitting:
        return "not about electric cars"
    if step.kind is Kind.PARTNERSHIP:
        fitting = companies  # what is electric for one side is so for the other
    statement = _statement(scene, match, fitting, rule, reading)
    why = _is_no_step(statement, scene, match, reading.published)
    if why is not None:
        return why
    return _of_all(statement, scene, match, fitting, reading)


def _is_bought(scene: Scene, match: Match, company: str) -> bool:
    """Is it the one whose shares are bought: "中美能源认购比亚迪新股"?"""
    verbs = [t for t in match.words if "buy_stake" in t.groups]
    if match.pattern.step.kind is not Kind.INVESTMENT or not verbs:
        return False
    own = [m for m in scene.mentions if m.company == company]
    begin, end = scene.bounds(scene.clause(verbs[0].start))
    object_ = [m for m in own if verbs[0].end <= m.start < end]
    return bool(object_) and not any(m.start < verbs[0].start for m in own) and begin >= 0


def _is_its_own(scene: Scene, match: Match, company: str, everyone: Sequence[Actor]) -> bool:
    """Does a company only move money into a firm of its own?"""
    if match.pattern.step.kind is not Kind.FUNDING or match.pattern.step.who not in {
        "named",
        "object",
    }:
        return False
    clause = scene.clause(match.start)
    own = [a for a in everyone if a.company == company and a.clause == clause]
    return len(own) > 1 and any(a.role == "free" and a.mention.end <= match.start for a in own)


def _of_all(
    statement: Statement, scene: Scene, match: Match, companies: Sequence[str], reading: Reading
) -> list[Statement]:
    """A statement, for each company whose step it is."""
    step = match.pattern.step
    taker = _taker(scene, match, companies, reading)
    if taker is not None:
        return [statement, replace(statement, company=taker, kind=Kind.FUNDING)]
    if step.kind in OF_BRANDS:
        companies = _with_second(companies, scene, reading)
    return [
        replace(s, kind=gates.kind_for(s.company, k, scene, match, reading.home(s.company)))
        for s in shared_out(scene, match, statement, companies)
        for k in (step.kind, *step.also)
    ]


def _taker(scene: Scene, match: Match, companies: Sequence[str], reading: Reading) -> str | None:
    """Who gets the money for a stake in a text about that company: "大众出资9亿欧元,拿到20%"."""
    topic = reading.talk.topic
    paid = match.pattern.step.kind is Kind.INVESTMENT and "invest" in match.words[0].groups
    alone = len(scene.mentions) == 1 and len(companies) == len(topic) == 1
    if not (paid and alone and scene.has("stake")) or topic[0] in companies:
        return None
    return topic[0]


def _with_second(companies: Sequence[str], scene: Scene, reading: Reading) -> list[str]:
    """A brand of two companies acts for both where the text names the second one."""
    seconds = table("chinese_names")["second"]
    added = [seconds.get(m.name) for m in scene.mentions if m.company in companies]
    return list(dict.fromkeys((*companies, *(c for c in added if c in reading.named))))


def _statement(
    scene: Scene, match: Match, companies: Sequence[str], rule: str, reading: Reading
) -> Statement:
    """What a pattern states of the first of these companies."""
    step = match.pattern.step
    told = phase(scene, match)
    at = told or step.bare
    sure = certainty(scene, match, reported=reading.reported, phase=at)
    if at is Phase.PLANNED and is_decided(scene, match, sure):
        at = Phase.DONE
    if at is Phase.DONE and told is None and sure is Certainty.RUMOURED and step.kind in TO_COME:
        at = Phase.PLANNED  # what may be is not yet
    at, span = _timed(scene, match, at, reading, told=told is not None)
    if step.kind is Kind.APPROVAL and at is Phase.PENDING and span is not None:
        # An entry of old in a list that was put out for comment is closed by now.
        at = Phase.DONE if span.end < reading.published - CLOSED else at
    count = slots.quantity(scene, match)
    return Statement(
        company=companies[0],
        kind=step.kind,
        phase=at,
        certainty=sure,
        evidence=reading.evidence(scene),
        support=reading.support(span, scene),
        when=span,
        amount=slots.amount(scene, match),
        quantity=count,
        agency=slots.agency(scene, match, reading.agencies, reading.words(scene)),
        subject=slots.subject(scene, match, companies),
        position=scene.number,
        paragraph=scene.sentence.paragraph,
        titled=scene.title,
        fresh=scene.has("fresh"),
        background=bool(scene.within(0, match.start, "recap")),
        weight=WORD_WEIGHT * len(match.tags) + sum(t.end - t.start for t in match.tags),
        start=scene.sentence.start,
        carried=rule == "carried on",
        echoes=reading.echoes,
        recaps=scene.has("recap"),
        sums_up=bool(scene.within(max(0, match.start - 12), match.end, "running_total")),
        capital="{capital}" in match.pattern.said,
        stage=sort_of(scene, match),
        rule=f"{match.pattern.said}, {rule}",
    )


def _timed(
    scene: Scene, match: Match, at: Phase, reading: Reading, *, told: bool
) -> tuple[Phase, Span | None]:
    """The date, and the phase once the date is known; `told`: a cue says how far the step is."""
    published = reading.published
    step_kind = match.pattern.step.kind
    bare = at is Phase.PLANNED and not told and match.pattern.step.bare is Phase.PLANNED
    if bare and not scene.has("said", "announced", "sign"):
        past = times.when(scene, match, Phase.DONE, published, times.Told())
        if past is not None and past.end <= published:
            return Phase.DONE, past
    span = times.when(scene, match, at, published, reading.told)
    if at is Phase.DONE and span is not None and span.start > published:
        if step_kind is Kind.RECALL:  # its campaign begins later, the recall is made known
            return at, reading.told.dateline or Span(start=published, end=published)
        if step_kind is Kind.PARTNERSHIP and scene.has("sign"):
            return at, reading.told.dateline  # what is signed is done, whenever it is to run
        return Phase.PLANNED, span
    if (
        at is Phase.DONE
        and not told
        and span is not None
        and _is_open(scene, match, span, published)
    ):
        return Phase.PLANNED, span
    return at, span


def _is_open(scene: Scene, match: Match, span: Span, published: date) -> bool:
    """Has the period that is told long to run: "今年建成1000座"?"""
    running = span.end - span.start >= LONG and span.end - published >= LEFT
    last = max(t.end for t in match.words)
    described = scene.text[last : last + 1] == "的" or scene.has("done_behind")
    return running and match.pattern.step.kind in YEARLY and not described


def _is_no_step(s: Statement, scene: Scene, match: Match, published: date) -> str | None:
    """Why a reading that is complete is no step after all."""
    entered = s.kind is Kind.MARKET_ENTRY and s.phase is Phase.DONE
    small = s.kind in PAID and s.amount is not None and s.amount.value < SMALLEST
    reasons = (
        (entered and _is_before(scene, match), "told as what came before"),
        (_is_founder(scene, match), "told of who founded it"),
        (_is_purpose(s.kind, scene, match), "what money is for"),
        (_is_of_dismissed(s.kind, scene, match), "told of those who were dismissed"),
        (_is_of_nobody(s, scene), "a figure of which the title does not say whose"),
        (_is_time_taken(scene, match), "how long the building took"),
        (
            gates.is_of_cars(s.company, s.kind, scene, match),
            "a car, which its supplier does not make",
        ),
        (_is_car_on_sale(s, scene, match), "the sale of a car, not of shares"),
        (_is_routine(s), "a condition of every deal"),
        (_is_described(s, scene, match), "a relation without a date"),
        (_is_vague(s, scene), "an intention without date, figure, model or place"),
        (_is_idle(s, scene), "the words of a step without anything told"),
        (small, "too small a sum"),
        (_is_far(s.kind, s.phase, s.when, published), "a long-range ambition"),
    )
    return next((why for applies, why in reasons if applies), None)


def _is_routine(s: Statement) -> bool:
    """Is it the approval that any deal waits for, of no regulator that is named?"""
    waits = s.kind is Kind.APPROVAL and s.phase is Phase.PENDING and "{await}" in s.rule
    return waits and s.agency is None and s.when is None and s.position > 1


def _is_time_taken(scene: Scene, match: Match) -> bool:
    """Is the start of building only that of a span: "从动工到建成用了16个月"?"""
    begun = [t for t in match.words if "started_building" in t.groups]
    return any(
        scene.text[max(0, t.start - 1) : t.start] in {"从", "由", "自"}
        and scene.text[t.end : t.end + 1] in {"到", "至"}
        for t in begun
    )


def _is_purpose(kind: Kind, scene: Scene, match: Match) -> bool:
    """Is a step only what money is raised for: "用于飞行汽车量产"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    paid = kind in PAID or kind is Kind.FACTORY  # the cost of a plant is told so
    return not paid and bool(scene.within(begin, match.words[0].start, "purpose"))


def _is_of_dismissed(kind: Kind, scene: Scene, match: Match) -> bool:
    """Are those told of who had to go: "被特斯拉裁掉的前员工"?"""
    if kind is not Kind.RESTRUCTURING:
        return False
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    return any(
        scene.text[t.end : t.end + 1] == "的" and "被" in scene.text[begin : t.start]
        for t in match.words
    )


def _is_of_nobody(s: Statement, scene: Scene) -> bool:
    """Is it a figure in a title that names no company: that of a market?"""
    return scene.title and not scene.mentions and s.kind is Kind.DELIVERY and bool(s.quantity)


def _is_founder(scene: Scene, match: Match) -> bool:
    """Is a company only told by its founder: "李想创办的车和家"?"""
    found = [t for t in match.words if "found" in t.groups]
    named = match.pattern.step.kind is Kind.COMPANY_SETUP and "COMPANY" in match.pattern.said
    return named and any(scene.text[t.end : t.end + 1] == "的" for t in found)


def _is_car_on_sale(s: Statement, scene: Scene, match: Match) -> bool:
    """Is it a car that goes on sale: "入门版的上市计划"? The word is the same for shares."""
    told = [t for t in match.words if "ipo" in t.groups and "上市" in scene.text[t.start : t.end]]
    if s.kind is not Kind.FUNDING or not told or scene.has("exchange", "raise_money"):
        return False
    near = scene.within(max(0, told[0].start - BEHIND), told[0].start, "model", "NAME")
    return any(told[0].start - t.end <= CAR for t in near)


def _is_before(scene: Scene, match: Match) -> bool:
    """Is the step only what came before another one: "after Israel and France"?"""
    _, end = scene.bounds(scene.clause(match.end - 1))
    behind = scene.text[match.end : end].rstrip(" ,")
    return behind.endswith(AFTER) and len(behind) <= BEHIND


def _is_idle(s: Statement, scene: Scene) -> bool:
    """Does it tell neither figure nor thing: "first look at orders and deliveries"?"""
    if scene.title or s.phase is not Phase.DONE or s.quantity or s.amount:
        return False
    if s.kind is Kind.LAUNCH and "MONEY" in s.rule:
        return True
    if s.kind is Kind.DELIVERY:
        return not scene.has("start_delivery", "first", "start_word", "NAME", "model", "keys")
    if s.kind is Kind.RECALL and s.when is None and s.agency is None:
        return not scene.has("NAME", "model", "on_record", "announced")  # advice to owners
    things = scene.has("NAME", "model", "plant", "first", "tech", "brand_new", "concept", "ORDINAL")
    late = s.carried or (s.when is None and s.position > LEAD)
    return s.kind in THINGS and not things and late


def _is_described(s: Statement, scene: Scene, match: Match) -> bool:
    """Does the step only describe a thing ("the i3 that BMW makes"), or is it a handful of cars?"""
    if s.kind is Kind.DELIVERY and s.quantity is not None and s.quantity.value < FEW:
        return not scene.has("start_delivery", "first")
    if s.kind is Kind.PRODUCTION and s.phase is Phase.DONE and _is_going_on(scene, match):
        return True
    begin, end = scene.bounds(scene.clause(match.start))
    dated = s.when is not None and (
        s.kind is not Kind.PARTNERSHIP or scene.within(begin, end, "DATE")
    )
    if s.kind not in RELATIONS or s.phase is not Phase.DONE or dated or scene.title:
        return False
    verbs = [t for t in match.words if t.groups & DESCRIBING]
    return any(scene.text[t.end : t.end + 1] == "的" for t in verbs)


def _is_going_on(scene: Scene, match: Match) -> bool:
    """Is a thing only said to be made still, or by somebody else: "G3仍由海马代工"?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    still = scene.within(begin, match.words[0].start, "still")
    return bool(still) and match.pattern.said.startswith("{made} ")


def _is_vague(s: Statement, scene: Scene) -> bool:
    if s.kind is Kind.FACTORY and s.phase is Phase.PLANNED and not scene.title:
        figures = s.when or s.amount or s.quantity or s.rule.startswith("把 ")
        return not figures and not scene.has("planned", "pending", "decided", "said", "sited")
    if s.phase is not Phase.PLANNED or s.kind not in BOUND:
        return False
    buys = s.kind is Kind.INVESTMENT and any(m.company != s.company for m in scene.mentions)
    told = (s.when, s.amount, s.quantity, s.agency, buys)
    return not any(told) and not scene.has(*NAMED)


def _is_far(kind: Kind, at: Phase, span: Span | None, published: date) -> bool:
    """A sales ambition of many years is no step yet."""
    if at is not Phase.PLANNED or kind is not Kind.DELIVERY:
        return False
    return span is None or span.end.year - published.year > FAR_YEARS
