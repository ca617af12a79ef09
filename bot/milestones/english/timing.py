"""The date of a step, and the phase once the date is known.

Of the dates of a sentence the nearest counts that stands in a clause of the step and fits its
tense; the day on which somebody said so counts for deeds, not for plans.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from bot.milestones.english.cues import is_hearsay, says
from bot.milestones.english.moments import (
    PERIODIC,
    PERIODS,
    is_compared,
    is_running_total,
)
from bot.milestones.english.nearness import (
    distance,
    heads_another,
    is_behind,
    is_inserted,
    is_of_another,
    is_of_first,
    is_of_what_follows,
    is_predicate,
    is_years_after,
    owns,
    segment,
    verbs_in,
    word_before,
)
from bot.milestones.english.no_days import is_duration, is_no_day
from bot.milestones.english.scene import Range, Scene
from bot.milestones.english.small import small
from bot.milestones.english.sorts import sort_of
from bot.milestones.english.steps import Match
from bot.milestones.english.tellings import (
    FRONT,
    heads_entry,
    is_announced,
    is_dateline,
    is_of_the_telling,
    is_recalled,
    is_sent_on,
    is_spoken,
    names_day,
)
from bot.milestones.found import Dated, Grain
from storage.records import Kind, Phase, Span, Unit

MOST_DATES: Final = 8  # of one sentence; more are a list
WRONG: Final = 25  # a date that costs so much is that of something else
FOREIGN: Final = 14  # in a clause with a verb of its own
SPOKEN: Final = 6  # beside a verb of saying
OLD_TARGET: Final = 12  # what a delay or a new plan has overtaken
TOWARDS: Final = 8  # the new date: "put off in June by a year, to 2028"
BEHIND: Final = 2  # right behind a step, rather than between its words
OWNED: Final = 4  # "Tuesday's launch"
SHARED: Final = 10
OLD: Final = timedelta(days=5)  # an announcement so old is history, dated by itself
CUT: Final = "would"  # "said that it would cut jobs": announced is done
OFFERED: Final = "can be"  # "can be ordered", "can be bought"
RECENT: Final = timedelta(days=45)  # a day so shortly past is not the one of next year
LONG: Final = timedelta(days=80)  # "this year" lies ahead, "this month" may be over
YEARLY: Final = frozenset((Grain.YEAR, Grain.RANGE))  # of which cars of a recall are
DAYS: Final = frozenset((Grain.DAY, Grain.WEEK))  # on which somebody speaks
LATE_KINDS: Final = frozenset(
    (Kind.FACTORY, Kind.PRODUCTION, Kind.LAUNCH, Kind.DELIVERY, Kind.MARKET_ENTRY, Kind.UNVEIL)
)
ANNOUNCED: Final = frozenset((Kind.RESTRUCTURING, Kind.RECALL))
DECIDED: Final = frozenset((Kind.COMPANY_SETUP, Kind.PARTNERSHIP))
SERIES: Final = {Kind.INFRASTRUCTURE: Unit.STATIONS}


class Timed(NamedTuple):
    """How far a date is from a step, and the days that it means for it."""

    cost: float
    span: Span


def timed(
    scene: Scene, match: Match, at: Phase, published: date, near: str
) -> tuple[Phase, Span | None]:
    """The phase and the date of a step; None when the sentence gives no date that fits.

    `near` are the words of its clause, lower case.
    """
    step, how = match.pattern.step, match.state
    cut = step.kind in ANNOUNCED and scene.has(CUT)
    if at is Phase.PLANNED and (step.kind in DECIDED or cut) and not _is_sale(scene, match):
        # The decision or agreement is the step: announced is done, on the day it was announced.
        told = when(scene, match, step.kind, Phase.DONE, published)
        if told is not None and told.end <= published and is_told(scene):
            return Phase.DONE, told
    span = when(scene, match, step.kind, at, published)
    if (
        at is Phase.DELAYED
        and span is not None
        and span.end < published
        and _came_late(scene, match)
    ):
        return Phase.DONE, span
    today = span is not None and span.start == span.end == published
    if at is Phase.PLANNED and today and (step.kind is Kind.LAUNCH or _is_from_now(scene, match)):
        return Phase.DONE, span  # "can be ordered from today"
    if at is Phase.PLANNED and match.pattern.said.startswith(OFFERED):
        since = _since(scene, published)
        at, span = (Phase.DONE, since) if since is not None else (at, span)
    due = _due(scene, published) if _is_price(scene, match) else None
    if due is not None:
        return Phase.PLANNED, due
    if _is_agreed_only(scene, match, at, span):
        return Phase.PLANNED, None
    plain = at is Phase.DONE and step.phase == "verb" and not _is_entry(scene, published)
    plain = plain and step.kind is not Kind.PARTNERSHIP  # "under an accord X supplies Y until 2026"
    literal = match.verb is None and how.time == "bare"  # its verb is one of its plain words
    open_tense = how.time in {"pending", "present"} or literal
    headed = scene.title and (bool(scene.counts) or not _is_soon(scene, published))
    open_tense = open_tense and not headed and not _is_price(scene, match)
    recent = span is not None and published - RECENT <= span.end <= published
    recent = recent and not (how.time == "present" and _is_nearest_ahead(scene, match, published))
    if plain and not recent and (open_tense or (span is None and how.time in {"present", "bare"})):
        # "Deliveries begin in October": the present tense of a date ahead is a plan.
        ahead = when(scene, match, step.kind, Phase.PLANNED, published)
        long = ahead is not None and ahead.end - ahead.start >= LONG
        spoken_for = ahead in {dated.span for dated, _ in scene.dates}
        if not spoken_for and not _goes_ahead(scene, match):
            return at, span  # "sign the contract on 19 April" is no plan for next year
        if ahead is not None and (
            ahead.start > published or (open_tense and long and ahead.end > published)
        ):
            return (Phase.DELAYED if is_late(step.kind, near) else Phase.PLANNED), ahead
    return at, span


def _is_from_now(scene: Scene, match: Match) -> bool:
    """Is it what begins with the day: "from today the EV4 will roll off the lines"?"""
    begins = match.pattern.step.kind in LATE_KINDS
    return begins and any(word_before(scene, where) == "from" for _, where in scene.dates)


def _is_sale(scene: Scene, match: Match) -> bool:
    """Is a stake or a plant to be sold, which is done once it is paid for?"""
    kind = match.pattern.step.kind
    return kind is Kind.RESTRUCTURING and sort_of(scene, kind, match.pattern.said) == "sale"


def _came_late(scene: Scene, match: Match) -> bool:
    """Is it "did not launch the car until the end of 2023", which it then did?"""
    how = match.state
    if not how.negated or match.verb is None or "until" not in scene.lows:
        return False
    return any(t.low in {"did", "didn't"} for t in scene.tokens[how.left : match.verb.first])


def _since(scene: Scene, published: date) -> Span | None:
    """The day from which something has been so: "since 21 May it can be bought"."""
    told = (d.towards(future=False) for d, w in scene.dates if word_before(scene, w) == "since")
    return next((span for span in told if span.end <= published), None)


def _is_soon(scene: Scene, published: date) -> bool:
    """Does a title name a time of the next months: "order books open in July"?"""
    return any(
        d.later is not None and timedelta() < d.later.start - published < LONG
        for d, _ in scene.dates
    )


def _is_nearest_ahead(scene: Scene, match: Match, published: date) -> bool:
    """Does the nearest date lie ahead by its words: "starts there late in 2025"?"""
    near = min(scene.dates, key=lambda d: distance(scene, match, d[1]), default=None)
    return near is not None and near[0].earlier is None and near[0].span.start > published


def _goes_ahead(scene: Scene, match: Match) -> bool:
    """Does a plain present carry it: "the curtain goes up on December 21", months from now?"""
    opening = {t.low for t in scene.tokens[: match.last + 1]}
    verbs = small("present_verbs") - small("be") - {"open"}
    return match.pattern.step.kind in LATE_KINDS and not verbs.isdisjoint(opening)


def _due(scene: Scene, published: date) -> Span | None:
    """When a car of that price is to come: "due in early 2026 at about $45,000"."""
    for dated, (first, _) in scene.dates:
        span = dated.towards(future=True)
        near = {t.low for t in scene.tokens[max(0, first - 2) : first]}
        if near & {"due", "expected", "coming", "planned"} and span.start > published:
            return span
    return None


def _is_agreed_only(scene: Scene, match: Match, at: Phase, span: Span | None) -> bool:
    """Is it "buys the unit for $744 million" without a day: agreed, not closed yet?"""
    return (
        at is Phase.DONE
        and match.pattern.step.kind is Kind.INVESTMENT
        and match.state.time == "present"
        and match.verb is not None
        and span is None
        and not scene.title
    )


def is_late(kind: Kind, near: str) -> bool:
    """Do the words around a plan say that it was due before?"""
    return kind in LATE_KINDS and says("late", near)


def when(scene: Scene, match: Match, kind: Kind, phase: Phase, published: date) -> Span | None:
    """The date of the step; None when the sentence gives none that fits."""
    if kind in SERIES and phase is Phase.PLANNED and len(scene.dates) > 1:
        units = [c for c, _ in scene.counts if c.quantity.unit is SERIES[kind]]
        if len(units) > 1:
            return scene.dates[-1][0].towards(future=True)
    best = min(candidates(scene, match, kind, phase, published), key=lambda t: t.cost, default=None)
    return best.span if best is not None and best.cost < WRONG else None


def when_due(scene: Scene, match: Match, published: date) -> Span | None:
    """The date of the step if it is a plan."""
    return when(scene, match, match.pattern.step.kind, Phase.PLANNED, published)


def candidates(
    scene: Scene, match: Match, kind: Kind, phase: Phase, published: date
) -> Iterator[Timed]:
    """Every date of the sentence as a date of this step, in order."""
    ahead = _is_ahead(kind, phase) or (phase is Phase.CANCELLED and _may_lie_ahead(match, phase))
    counted = phase is Phase.DONE and _counts_a_period(scene, match, kind)
    for dated, where in _nearest(scene, match):
        built = kind is Kind.RECALL and _is_build_date(scene, dated, where)
        if built or _is_quoted(scene, dated) or is_no_day(scene, kind, dated, where):
            continue
        if phase is Phase.DONE and kind in PERIODIC and is_compared(scene, where):
            continue
        if match.state.time != "planned" and is_duration(scene, kind, dated):
            continue
        line = is_dateline(scene, where) or is_sent_on(scene, dated, where, published)
        told = line or is_of_the_telling(match, dated) or is_of_first(scene, match, where)
        if phase is Phase.PLANNED and told:
            continue
        other = is_of_another(scene, match, where) or is_of_what_follows(scene, match, where)
        if phase is Phase.DONE and (other or heads_another(scene, match, where)):
            continue
        recalled = is_recalled(scene, match, where)
        spoken = is_spoken(scene, where, match) and (
            dated.granularity in DAYS or is_announced(scene, where)
        )
        span = _meant(
            scene,
            match,
            dated,
            where,
            phase=phase,
            ahead=ahead and not spoken and not recalled and not heads_entry(scene, where),
        )
        cost = SPOKEN if spoken else _attachment(scene, match, where)
        cost = max(cost, SPOKEN + 1) if line else cost
        if not spoken and is_predicate(scene, match, where):
            cost = min(cost, SHARED)
        if counted:
            cost = _of_figure(scene, dated, where, cost, recalled=recalled)
        if not dated.years and phase is not Phase.DELAYED and is_behind(scene, match, where):
            cost -= BEHIND
        cost += _cue(scene, kind, where)
        opened = kind is Kind.RECALL and dated.granularity in DAYS  # "said it had opened a probe"
        if spoken and is_hearsay(scene) and not (opened or _dates_deed(dated, phase)):
            cost += WRONG  # a month of a report, or the day of a report on a plan
        elif (spoken or recalled) and counted:
            cost += WRONG  # "said yesterday that October brought 3,667 deliveries"
        if line and names_day(scene, but=where):
            cost += WRONG  # "BANGKOK, Aug 7 - ... launched it on Tuesday"
        if recalled and phase is Phase.PLANNED and span.end < published - OLD:
            cost = WRONG - 1  # a plan told as history, when nothing tells when it is due
        elif phase is Phase.PLANNED or phase is Phase.DELAYED:
            cost += _as_plan(scene, match, where, span, published, spoken=spoken)
            if phase is Phase.DELAYED and word_before(scene, where) in small("towards"):
                cost -= TOWARDS
            if phase is Phase.DELAYED and spoken and span.end <= published:
                cost -= WRONG  # the day of the delay, when no new date is told
        elif _ends_soon(match, phase) or _takes_effect(scene, match, dated, where):
            span = _nearer(dated, published)
            cost -= TOWARDS
        elif span.start > published and not _may_lie_ahead(match, phase):
            cost += WRONG
        yield Timed(cost, span)


def _of_figure(scene: Scene, dated: Dated, where: Range, cost: float, *, recalled: bool) -> float:
    """What a date costs a figure: of a quarter, whoever wrote of it on Wednesday."""
    if word_before(scene, where) in small("summing_up"):
        return -BEHIND  # "and so brought the year to 4,700 cars"
    if dated.granularity in DAYS:
        return cost + FOREIGN
    return min(cost, SHARED) if not recalled and _is_only_period(scene, dated) else cost


def _is_only_period(scene: Scene, dated: Dated) -> bool:
    """Is it the one month, quarter, half or year that the sentence names?"""
    named = {d.span for d, _ in scene.dates if d.granularity in PERIODS}
    return dated.granularity in PERIODS and len(named) == 1


def _counts_a_period(scene: Scene, match: Match, kind: Kind) -> bool:
    """Is it a figure of a month, quarter or year that the sentence names?"""
    figure = "NUMBER" in match.pattern.said or "VEHICLES" in match.pattern.said
    named = any(dated.granularity in PERIODS for dated, _ in scene.dates)
    return figure and named and kind in PERIODIC and not is_running_total(scene)


def _nearest(scene: Scene, match: Match) -> Sequence[tuple[Dated, Range]]:
    """The dates of the sentence; of a list of dates those around the step."""
    if len(scene.dates) <= MOST_DATES:
        return scene.dates
    return sorted(scene.dates, key=lambda d: abs(d[1][0] - match.first))[:MOST_DATES]


def _is_ahead(kind: Kind, phase: Phase) -> bool:
    return phase in {Phase.PLANNED, Phase.DELAYED} or (
        phase is Phase.PENDING and kind is not Kind.RECALL
    )


def _attachment(scene: Scene, match: Match, where: Range) -> float:
    """Words between, more across the border of a clause, most in a clause of another verb."""
    if heads_entry(scene, where):
        return 0
    if is_dateline(scene, where):
        return SPOKEN + 1
    if owns(scene, where):
        return OWNED
    cost = distance(scene, match, where) + (FOREIGN if is_inserted(scene, match, where) else 0)
    cost += WRONG if is_years_after(scene, match, where) else 0
    around = segment(scene, where)
    if _opens_for_all(scene, match, where, around):
        return min(cost, SHARED)
    mine = {at for first, last in match.places for at in range(first, last + 1)}
    if mine.isdisjoint(range(around[0], around[1] + 1)) and verbs_in(scene, around):
        cost += WRONG if _is_price(scene, match) else FOREIGN
    return cost


def _opens_for_all(scene: Scene, match: Match, where: Range, around: Range) -> bool:
    """Does it stand before the verbs of one subject: "today signed a deal and decided to build"?"""
    if where[0] > match.first or where[1] - around[0] > FRONT:
        return False
    verbs = verbs_in(scene, around)
    joint = [
        at
        for at in range(around[1] + 1, match.first)
        if scene.tokens[at].low in {",", ";", "that", "which", "who", "\u2014", ":"}
    ]
    return bool(verbs) and where[1] < min(verbs) and not joint


def _meant(
    scene: Scene, match: Match, dated: Dated, where: Range, *, phase: Phase, ahead: bool
) -> Span:
    before = word_before(scene, where)
    if before == "since":
        return dated.towards(future=False)
    if before == "the" and where[0] > 1:
        before = scene.tokens[where[0] - 2].low  # "slipped to the third quarter"
    if phase is Phase.DELAYED and match.state.time == "done":
        # "paused in March" tells the day of the delay, "put off to March" the new date.
        return dated.towards(future=before in small("towards"))
    if ahead:
        # "was put out for comment on 3 May": filed on that day, though its outcome lies ahead.
        is_filed = phase is Phase.PENDING and match.state.time == "done"
        return dated.towards(future=not is_filed and not _agreed(scene, match))
    if match.verb is None and match.state.time == "bare":
        return dated.span
    return dated.towards(future=False)


def _cue(scene: Scene, kind: Kind, where: Range) -> float:
    before = word_before(scene, where)
    since = before == "since" and kind not in {Kind.TESTING, Kind.DELIVERY}
    return SPOKEN if before == "between" or since else 0


def _as_plan(
    scene: Scene, match: Match, where: Range, span: Span, published: date, *, spoken: bool
) -> float:
    """What a date costs as the day on which something is due."""
    how = match.state
    cost = 0.0
    if spoken:
        cost += SPOKEN if how.time == "done" and not how.passive else WRONG
    moved = match.pattern.step.phase == "delayed" or match.state.time == "done"
    if _is_old_target(scene, where) or (moved and word_before(scene, where) == "from"):
        cost += OLD_TARGET
    if [t.low for t in scene.tokens[max(0, where[0] - 2) : where[0]]][:1] == ["but"]:
        cost -= OLD_TARGET  # "not this year but in 2026"
    if span.end < published:
        announced = how.time == "done" or how.governor != how.left or _agreed(scene, match)
        cost += SPOKEN if announced and not spoken else WRONG
        if how.time == "planned" and not _agreed(scene, match):
            cost += WRONG
    return cost


def _is_old_target(scene: Scene, where: Range) -> bool:
    near = {t.low for t in scene.tokens[max(0, where[0] - 5) : where[0]]}
    behind = [t.low for t in scene.tokens[where[1] + 1 : where[1] + 3]]
    return bool(near & small("old_target")) or (
        behind[:1] == ["as"] and bool(set(behind[1:]) & small("as_told"))
    )


def has_old_target(scene: Scene) -> bool:
    """Does it take a date back: "in 2028, not in 2026 as announced", "not in 2026 but in 2028"?"""
    return any(
        "not" in {t.low for t in scene.tokens[max(0, first - 2) : first]}
        and (len(scene.dates) > 1 or [t.low for t in scene.tokens[last + 1 : last + 2]] == ["as"])
        for _, (first, last) in scene.dates
    )


def _may_lie_ahead(match: Match, phase: Phase) -> bool:
    """May what is no plan be dated ahead: a permit that is awaited, an end that is announced?"""
    ends = phase is Phase.CANCELLED and match.pattern.step.kind is Kind.PRODUCTION
    return phase is Phase.PENDING or (ends and match.state.time == "planned")


def _ends_soon(match: Match, phase: Phase) -> bool:
    """Is the end of a model told in the present tense: "production ends in December"?"""
    ends = phase is Phase.CANCELLED and match.pattern.step.kind is Kind.PRODUCTION
    return ends and match.state.time in {"present", "pending", "bare"}


def _nearer(dated: Dated, published: date) -> Span:
    """The one of its readings that lies nearer to the day of publication."""
    both = (dated.towards(future=False), dated.towards(future=True))
    return min(both, key=lambda span: abs(span.start - published))


def _takes_effect(scene: Scene, match: Match, dated: Dated, where: Range) -> bool:
    """Is it the day from which a change at the top counts: "effective 1 April"?"""
    kind, said = match.pattern.step.kind, match.pattern.said
    changed = kind is Kind.RESTRUCTURING and sort_of(scene, kind, said) == "leaders"
    short = dated.granularity in {Grain.DAY, Grain.MONTH}
    return changed and short and word_before(scene, where) in {"effective", "from", "starting"}


def _dates_deed(dated: Dated, phase: Phase) -> bool:
    """What a medium reports as done on a day is dated by that day."""
    return dated.granularity in DAYS and phase in {Phase.DONE, Phase.CANCELLED}


def _is_quoted(scene: Scene, dated: Dated) -> bool:
    """Is it a "today" inside a quotation, the day on which the speaker spoke?"""
    before = scene.sentence.text[: dated.start]
    return dated.text.lower() in {"today", "tonight", "this morning"} and before.count('"') % 2 == 1


def _is_build_date(scene: Scene, dated: Dated, where: Range) -> bool:
    """Cars of a recall were built then, or are of that model year."""
    first, last = where
    if word_before(scene, where) == "on":
        return False
    near = {t.low for t in scene.tokens[max(0, first - 6) : first]}
    behind = {t.low for t in scene.tokens[last + 1 : last + 3]}
    opening = {word_before(scene, where), scene.tokens[first].low}
    of_a_year = dated.granularity in YEARLY and not opening.isdisjoint(("of", "the", "all"))
    return of_a_year or bool(
        opening & {"between", "from", "and", "to"}
        or near & small("build_words")
        or behind & {"model", "models", "model-year"}
    )


def _is_entry(scene: Scene, published: date) -> bool:
    """Is the sentence an entry of a chronicle, which tells the past in the present tense?"""
    return any(
        heads_entry(scene, where) and dated.towards(future=False).start <= published
        for dated, where in scene.dates[:1]
    )


def _agreed(scene: Scene, match: Match) -> bool:
    at = match.state.governor
    return at >= 0 and scene.tokens[at].low in small("bound_on")


def is_told(scene: Scene) -> bool:
    """Is the sentence told as an announcement of the past?"""
    return scene.has("announced", "told", "said", "decided", "announce", "promised", "revealed")


def _is_price(scene: Scene, match: Match) -> bool:
    """Does it tell a price rather than the start of a sale?"""
    if match.verb is not None:
        return match.verb.group == "cost"
    paid = scene.spans.get("MONEY", ())
    return match.pattern.step.kind is Kind.LAUNCH and any(p in paid for p in match.places)
