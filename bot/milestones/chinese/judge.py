"""One pattern found in a sentence: what it states, of whom, or why it states nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.catalogue import table
from bot.milestones.chinese import gates, slots, sums, times
from bot.milestones.chinese.actors import Actor, together
from bot.milestones.chinese.certainty import certainty
from bot.milestones.chinese.dealers import is_other_side
from bot.milestones.chinese.doubts import is_no_step
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.phase import is_decided, is_denied, is_supposed, phase
from bot.milestones.chinese.reading import Reading
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.shares import shared_out
from bot.milestones.chinese.sorts import sort_of
from bot.milestones.chinese.subject import subject
from bot.milestones.chinese.takers import who
from bot.milestones.chinese.theme import theme
from bot.milestones.chinese.words import sense
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Span, Unit

DENIED: Final = "denied"
WORD_WEIGHT: Final = 10  # of a phrase, beside its characters
# Steps of a brand that are steps of its maker too.
OF_BRANDS: Final = frozenset(
    (Kind.PRODUCTION, Kind.LAUNCH, Kind.DELIVERY, Kind.UNVEIL, Kind.RECALL, Kind.APPROVAL)
)
# Kinds of which a rumour without "has" speaks of what is to come.
TO_COME: Final = frozenset((Kind.LAUNCH, Kind.UNVEIL, Kind.DELIVERY, Kind.PRODUCTION))
# Kinds that a company sets itself for a year.
YEARLY: Final = frozenset(
    (Kind.INFRASTRUCTURE, Kind.FACTORY, Kind.PRODUCTION, Kind.LAUNCH, Kind.UNVEIL, Kind.TECHNOLOGY)
)
# Kinds that begin on a day: of a period that has just begun it is still to come.
TO_BEGIN: Final = frozenset(
    (Kind.DELIVERY, Kind.LAUNCH, Kind.UNVEIL, Kind.PRODUCTION, Kind.TESTING)
)
MONTH, PART = timedelta(days=27), 3
# Of a month without its part or its beginning it may be told as well what has been.
_THIS_MONTH: Final = re.compile(
    r"[本当]月(?![底末内起]|晚些|[中下]旬)|(?<![\d本当个上下])月[初底末]"
)
RUNNING: Final = TO_BEGIN | {Kind.FACTORY, Kind.INFRASTRUCTURE}
AHEAD: Final = timedelta(days=14)
_YEAR_END: Final = re.compile(r"(?:今年|本年|年)(?:年)?[底末](?!已|就已)")
LONG, LEFT = timedelta(days=80), timedelta(days=60)
ROUND: Final = 50  # cars
FOUNDED: Final = frozenset((Kind.COMPANY_SETUP, Kind.REGISTRATION))
LONG_AGO: Final = timedelta(days=400)
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
    lists = lists and not scene.text.startswith(sense("looking_back"))
    if lists and scene.has("AGENCY") and not scene.has("itself"):
        listed = _statement(scene, match, [""], "listed behind", reading)
        reading.listing = (listed, scene.number)
        return "its takers may be listed behind"
    companies = [
        c
        for c in companies
        if not (
            _is_bought(scene, match, c)
            or _is_its_own(scene, match, c, everyone)
            or _only_buys(scene, match, c)
            or is_other_side(scene, step.kind, c)
        )
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
    why = is_no_step(statement, scene, match, reading.published)
    if why is not None:
        return why
    about = subject(scene, match, fitting, everyone, reading.seen)
    statement = replace(statement, subject=about) if about else statement
    return _of_all(statement, scene, match, fitting, everyone, reading)


def assumed(
    scene: Scene,
    match: Match,
    companies: Sequence[str],
    everyone: Sequence[Actor],
    reading: Reading,
) -> list[Statement]:
    """What a match would state of these companies, had the rules nothing against it: guesses.

    What is denied, or only supposed, or about something else than electric cars, is not guessed.
    """
    if is_supposed(scene, match) or is_denied(scene, match):
        return []
    kind = match.pattern.step.kind
    return [
        replace(
            _statement(scene, match, [company], "assumed", reading),
            subject=subject(scene, match, [company], everyone, reading.seen),
            guess=True,
            weight=0,
        )
        for company in companies
        if gates.is_electric(company, kind, scene, match, reading.about)
        and not is_other_side(scene, kind, company)
    ]


def _is_bought(scene: Scene, match: Match, company: str) -> bool:
    """Is it the one whose shares are bought: "中美能源认购比亚迪新股"?"""
    verbs = [t for t in match.words if "buy_stake" in t.groups]
    if match.pattern.step.kind is not Kind.INVESTMENT or not verbs:
        return False
    own = [m for m in scene.mentions if m.company == company]
    _, end = scene.bounds(scene.clause(verbs[0].start))
    object_ = [m for m in own if verbs[0].end <= m.start < end]
    return bool(object_) and not any(m.start < verbs[0].start for m in own)


def _only_buys(scene: Scene, match: Match, company: str) -> bool:
    """Does a company buy what another one issues: "吉利认购极星发行的可转债"?"""
    issued = [t for t in match.words if "issue" in t.groups]
    if match.pattern.step.kind is not Kind.FUNDING or not issued:
        return False
    begin, _ = scene.bounds(scene.clause(issued[0].start))
    for verb in scene.within(begin, issued[0].start, "buy_stake", "buyer_words"):
        behind = [m for m in scene.mentions if verb.end <= m.start and m.end <= issued[0].start]
        if behind and all(m.company != company for m in behind):
            return True
    return False


def _is_its_own(scene: Scene, match: Match, company: str, everyone: Sequence[Actor]) -> bool:
    """Does a company only move money into a firm of its own?"""
    if match.pattern.step.kind is not Kind.FUNDING or match.pattern.step.who not in {
        "named",
        "object",
    }:
        return False
    own = [a for a in everyone if a.company == company]
    ahead = [a for a in everyone if a.mention.end <= match.start and a.role == "free"]
    last = ahead[-1:] and together(scene, ahead, ahead[-1])
    gives = any(a.company == company for a in last) and not scene.has("AGENCY")
    return len(own) > 1 and gives


def _of_all(  # noqa: PLR0913, PLR0917 - a statement, and what its reading needs
    statement: Statement,
    scene: Scene,
    match: Match,
    companies: Sequence[str],
    everyone: Sequence[Actor],
    reading: Reading,
) -> list[Statement]:
    """A statement, for each company whose step it is."""
    step = match.pattern.step
    taker = _taker(scene, match, companies, reading)
    if taker is not None:
        return [statement, replace(statement, company=taker, kind=Kind.FUNDING)]
    if step.kind in FOUNDED:
        statement = replace(statement, kind=_founded(statement, scene, match, reading.published))
        return shared_out(scene, match, statement, companies)
    if step.kind in OF_BRANDS:
        companies = _with_second(companies, scene, reading)
    told = [
        (s, gates.kind_for(s.company, step.kind, scene, match, reading.home(s.company)))
        for s in shared_out(scene, match, statement, companies)
    ]
    if len(companies) == 1 and all(s.kind is kind for s, kind in told):
        return [s for s, _ in told]
    return [
        replace(
            s, kind=kind, subject=subject(scene, match, [s.company], everyone, reading.seen, kind)
        )
        for s, kind in told
    ]


def _founded(s: Statement, scene: Scene, match: Match, published: date) -> Kind:
    """The kind of a founding: a firm by its full name is entered in the register these days.

    What was founded years ago is told of old: "X有限公司于2012年成立,经营范围为…".
    """
    verbs = scene.within(0, match.end, "found", "born")
    if s.phase is not Phase.DONE or s.when is None or not verbs:
        return s.kind
    if published - s.when.end > LONG_AGO:
        return Kind.COMPANY_SETUP
    begin, _ = scene.bounds(scene.clause(verbs[0].start))
    named = any(name in scene.text[begin : verbs[0].start] for name in ("有限公司", "分公司"))
    return Kind.REGISTRATION if named and s.when.start == s.when.end else s.kind


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
        amount=sums.amount(scene, match),
        quantity=count,
        agency=slots.agency(scene, match, reading.agencies, reading.words(scene)),
        theme=theme(scene, match, companies),
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
        recently=span is None and bool(scene.within(0, match.end, "vague")),
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
    dated = None if told else _by_date(scene, match, at, published)
    if dated is not None:
        return dated
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


def _by_date(scene: Scene, match: Match, at: Phase, published: date) -> tuple[Phase, Span] | None:
    """The phase that a date alone tells: a plan of last year, "2028年开始造车,年产40万辆"."""
    bare = at is Phase.PLANNED and match.pattern.step.bare is Phase.PLANNED
    if bare and not scene.has("said", "announced", "sign"):
        past = times.when(scene, match, Phase.DONE, published, times.Told())
        if past is not None and past.end <= published:
            return Phase.DONE, past
    if at is Phase.DONE and "RATE" in match.pattern.said:
        due = times.when(scene, match, Phase.PLANNED, published, times.Told())
        if due is not None and due.start > published:
            return Phase.PLANNED, due
    return None


def _is_open(scene: Scene, match: Match, span: Span, published: date) -> bool:
    """Has the period that is told long to run: "今年建成1000座"?"""
    kind = match.pattern.step.kind
    last = max(t.end for t in match.words)
    described = scene.text[last : last + 1] == "的" or scene.has("done_behind")
    if kind in RUNNING and not described and _is_year_end(scene, match, span, published):
        return True
    if kind in TO_BEGIN and not described and _has_just_begun(scene, match, span, published):
        return True
    running = span.end - span.start >= LONG and span.end - published >= LEFT
    count = slots.quantity(scene, match) if running else None
    if count is not None and count.unit is Unit.VEHICLES and count.value % ROUND:
        return False  # so exact is only what has been counted
    return running and kind in YEARLY and not described


def _is_year_end(scene: Scene, match: Match, span: Span, published: date) -> bool:
    """Is it the end of this year, which is still to come: "工厂今年年底投入运营"?"""
    if span.end - published < AHEAD:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    done = scene.within(begin, match.end, "done")
    return not done and _YEAR_END.search(scene.text, begin, match.words[-1].start) is not None


def _has_just_begun(scene: Scene, match: Match, span: Span, published: date) -> bool:
    """Is a month or more of which a good part is still to come: "三季度交付", told in July?"""
    long = span.end - span.start
    if long < MONTH or span.end - published < long / PART:
        return False
    begin, _ = scene.bounds(scene.clause(match.start))
    if scene.within(begin, match.end, "done") or _THIS_MONTH.search(scene.text):
        return False
    return slots.quantity(scene, match) is None
