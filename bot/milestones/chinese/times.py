"""When a step happened or is due, by the dates around its words and in the sentences before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

from bot.milestones.chinese.certainty import speakers
from bot.milestones.chinese.no_days import is_of_something_else
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sources import Voice
from bot.milestones.chinese.words import Tag, sense
from bot.milestones.found import Dated, Grain
from storage.records import Kind, Phase, Span

BESIDE: Final = 30  # characters between days and "built"
ABOUT: Final = timedelta(days=4)  # a day so near is that of the news
AHEAD: Final = timedelta(days=1)  # of the outlet's clock
OLD: Final = timedelta(days=5)  # an announcement so old is told as history, by its own date
PERIODS: Final = frozenset(
    (Grain.MONTH, Grain.QUARTER, Grain.HALF, Grain.YEAR, Grain.RANGE, Grain.WEEK)
)
BEHIND: Final = 2  # clauses behind a step in which its day, or its new one, may be told
PLANT, BUILT = 4, 4  # clauses behind a plant, and characters behind a day, in which it is finished
SINCE: Final = ("以来", "至今")
_CLOCK: Final = re.compile(r" {0,2}\d{1,2}:\d\d(?! ?更新)")  # behind a day: a page's stamp
# Behind the day of a report, before that of the news: "21日,据新华社报道,通用20日宣布".
_REPORTED: Final = re.compile(r",? ?据[^,。;]{2,12}(?:报道|报导|消息),")
NOW: Final = "即日"
WIRED: Final = ("电)", "讯)", "电,", "讯,")  # behind the day of a report by wire
SAME: Final = ("即日", "当日", "当天", "当晚", "同日", "同天")
THAT: Final = ("当月", "该月", "当季")  # the period that was told before
GOAL: Final = ("目标", "任务", "指引")  # behind "sales of the year": a plan, no figure
PRESS: Final = 3  # characters between a day and "reported"
FIGURE: Final = 8  # characters between a period and the word for its figures
JUST_GONE: Final = timedelta(days=31)
LONG_GONE, SOON = timedelta(days=180), timedelta(days=45)  # so that only the next one is meant


@dataclass(frozen=True, slots=True)
class Told:
    """What the sentences before told of time."""

    dateline: Span | None = None  # the day that the text is of
    day: Span | None = None  # the last day that was told
    period: Span | None = None  # the month or quarter whose figures follow
    month: Span | None = None  # the one month of the title
    news: Span | None = None  # the first day of the text, where it is about that of publication


def when(scene: Scene, match: Match, at: Phase, published: date, told: Told) -> Span | None:
    """When a step happened or is due; None when nothing says so."""
    kind = match.pattern.step.kind
    recalls = kind is Kind.RECALL or scene.has("recall")
    found = [t for t in scene.groups.get("DATE", ()) if not (recalls and _is_build_date(scene, t))]
    if scene.title:  # the day of which the text is to tell
        found = [t for t in found if not scene.text.startswith(SAME, t.start)]
    if kind is Kind.RECALL:
        told = Told() if at is Phase.PLANNED else told
        return _notice(scene, match, found, published, told)
    if kind is Kind.DELIVERY and at is Phase.DONE:
        period = _period(scene, match, found, published, told.period)
        return period or told.period or told.month
    ahead = at in {Phase.PLANNED, Phase.DELAYED}
    usable = [t for t in found if _fits(scene, match, t, at, published)]
    usable = [t for t in usable if not scene.is_aside(t.start)] or usable
    if at is Phase.PLANNED:  # "今天奠基,将于2026年竣工": the first day is of what is done
        here = scene.clause(match.words[-1].start)
        own = [t for t in usable if scene.clause(t.start) == here and not _lasts(scene, t)]
        usable = [t for t in own if _span(t, published, ahead=True).start > published] or usable
    best = _nearest(scene, match, usable, target=at is Phase.DELAYED)
    same = _same_day(scene, match, best, told)
    if same is not None and at in {Phase.DONE, Phase.CANCELLED, Phase.DELAYED}:
        return same
    if best is None:
        if at in {Phase.DONE, Phase.CANCELLED}:
            return _carried(scene, match, told)
        made_known = _announcement if at is Phase.DELAYED else _old_news
        return made_known(scene, found, published)
    return _span(best, published, ahead=ahead)


def _lasts(scene: Scene, tag: Tag) -> bool:
    """Is it how long something takes: "开工后不超过24个月"?"""
    return "个" in scene.text[tag.start : tag.end]


def _same_day(scene: Scene, match: Match, best: Tag | None, told: Told) -> Span | None:
    """The day told before, where the sentence only says "on the same day" or "from now on"."""
    if best is not None:
        counts = scene.text.startswith(SAME, best.start)
        return told.day if counts else None
    begin, _ = scene.bounds(max(0, scene.clause(match.start) - BEHIND))
    return told.day if scene.within(begin, match.end, "same_day") else None


def _carried(scene: Scene, match: Match, told: Told) -> Span | None:
    """The period of a bare figure, or the day of the text, for what tells no date itself."""
    if told.period is not None and _is_output(scene, match):
        return told.period
    return None if _is_vague(scene, match) else told.dateline


def _is_output(scene: Scene, match: Match) -> bool:
    """Is it how many were built in the period told before, not which one left the line?"""
    counts = [t for t in match.tags if "VEHICLES" in t.groups]
    built = match.pattern.step.kind is Kind.PRODUCTION
    return built and bool(counts) and not scene.has("ORDINAL", "DATE")


def _is_vague(scene: Scene, match: Match) -> bool:
    """Is the step told of old, or as of "recently"?"""
    return scene.has("long_ago") or bool(scene.within(0, match.end, "vague"))


def _announcement(scene: Scene, found: Sequence[Tag], published: date) -> Span | None:
    """The day on which a delay without a new date was made known."""
    days = [t for t in found if _announces(scene, t) and not is_of_report(scene, t)]
    told = [t for t in days if _dated(t).granularity == Grain.DAY]
    return _span(told[-1], published, ahead=False) if told else None


def _old_news(scene: Scene, found: Sequence[Tag], published: date) -> Span | None:
    """A plan told as history is dated by its announcement."""
    spans = [_span(t, published, ahead=False) for t in found if _announces(scene, t)]
    return next((s for s in spans if s.end < published - OLD), None)


def _notice(
    scene: Scene, match: Match, found: Sequence[Tag], published: date, told: Told
) -> Span | None:
    """A recall is dated by its notice, not by the start of the campaign."""
    notices = [t for t in found if not _starts(scene, t)]
    if notices:
        return _span(_nearest_to(scene, match, notices), published, ahead=False)
    if told.dateline is not None or not found:
        old = scene.has("vague", "long_ago")
        return told.dateline or (None if old else told.news)
    return _span(_nearest_to(scene, match, found), published, ahead=False)


def _starts(scene: Scene, tag: Tag) -> bool:
    """Is it the day from which something runs ("自11月7日起")?"""
    after = scene.text[tag.end : tag.end + 3]
    return after.startswith(("起", "开始", "之后", "后开")) or scene.text[tag.end - 1] == "起"


def _is_build_date(scene: Scene, tag: Tag) -> bool:
    """Are these the days on which recalled cars were built?"""
    if scene.within(max(0, tag.start - 6), tag.start, "built_on"):
        return True
    _, end = scene.bounds(scene.clause(tag.end - 1))
    return any(
        t.start - tag.end <= BESIDE for t in scene.within(tag.end, min(end, tag.end + 40), "built")
    )


def _period(
    scene: Scene, match: Match, found: Sequence[Tag], published: date, told: Span | None
) -> Span | None:
    """The period that a figure of deliveries is for; `told` is the one told before."""
    clause = scene.clause(match.tags[-1].start)
    fitting = [
        t for t in found if t.start < match.tags[-1].start and scene.clause(t.start) <= clause
    ]
    fitting = [
        t
        for t in fitting
        if not scene.within(t.end, min(t.end + 5, match.start), "announced", "reported")
    ]
    whole = [t for t in fitting if _dated(t).granularity in PERIODS] or [
        t for t in fitting if not _announces(scene, t)
    ]
    if not whole:
        return None
    if told is not None and scene.text.startswith(THAT, whole[-1].start):
        return told
    return _span(whole[-1], published, ahead=False)


def _fits(scene: Scene, match: Match, tag: Tag, at: Phase, published: date) -> bool:
    """May this date be that of the step?"""
    further = scene.clause(tag.start) - scene.clause(match.end - 1)
    if further > 0 and not _is_told_behind(scene, match, tag, further, at):
        return False
    if is_of_something_else(scene, match, tag):
        return False
    goal = scene.text.startswith(("的目标是", "的目标为", "的目标仍"), tag.end)
    old = scene.within(tag.end, tag.end + 4, "old_target") and not goal
    if old or scene.text.startswith(sense("old_words"), tag.end):
        return False
    if scene.within(max(0, tag.start - 6), tag.start, "once") or _is_of_goal(scene, match, tag):
        return False
    first, last = (scene.clause(t.start) for t in (match.words[0], match.words[-1]))
    own = first <= scene.clause(tag.start) <= last
    if at in {Phase.PLANNED, Phase.PENDING, Phase.DELAYED}:
        own = own or (at is Phase.PENDING and _heads(scene, tag, match))
        works = match.pattern.step.kind is Kind.FACTORY
        return _fits_plan(scene, tag, at, published, own=own, works=works)
    return _fits_deed(scene, match, tag, published, own=own)


def _fits_deed(scene: Scene, match: Match, tag: Tag, published: date, *, own: bool) -> bool:
    """May it be the day of what happened; `own`: it stands in the clause of the step."""
    if scene.text[tag.end - 2 : tag.end] in SINCE:
        return False  # how long a state has lasted
    if not own and scene.within(tag.end, match.end, "vague"):
        return False  # "11月21日,天眼查显示,公司近日成立": the day of who says so
    span = _span(tag, published, ahead=False)
    if match.pattern.step.kind is Kind.PARTNERSHIP and _is_term(_dated(tag), span, published):
        return False
    return (own or span.start <= published) and not is_of_report(scene, tag)


def _is_of_goal(scene: Scene, match: Match, tag: Tag) -> bool:
    """Is it the year of a goal for which a step is taken: "为实现2050年碳中和,将投放新车"?"""
    clause = scene.clause(tag.start)
    begin, end = scene.bounds(clause)
    goal = (
        scene.text[begin:].startswith(sense("for_a_goal")) or "碳中和" in scene.text[tag.end : end]
    )
    aim = "目标" in scene.text[begin : tag.start] and any(
        w in scene.text[end:] for w in sense("that_goal")
    )
    return (goal or aim) and clause != scene.clause(match.words[-1].start)


def _is_told_behind(scene: Scene, match: Match, tag: Tag, further: int, at: Phase) -> bool:
    """Does a clause behind the step tell its day, or the new one of a delay?"""
    begin, end = scene.bounds(scene.clause(tag.start))
    if match.pattern.step.kind is Kind.FACTORY and at is Phase.PLANNED and further <= PLANT:
        done = scene.within(tag.end, min(end, tag.end + BUILT), "finished_building")
        return bool(done) and not scene.within(match.end, tag.start, "COMPANY", "plant")
    told = at is Phase.DELAYED and _is_new(scene, tag)
    return further <= BEHIND and (told or bool(scene.within(begin, tag.start, "day_of")))


def is_of_report(scene: Scene, tag: Tag) -> bool:
    """Is it the day on which somebody outside said or printed it?"""
    later = [t for t in scene.groups.get("DATE", ()) if t.start > tag.end]
    if scene.within(tag.end, tag.end + PRESS, "press"):
        return True
    if later and _REPORTED.match(scene.text, tag.end) is not None:
        return True
    clause = scene.clause(tag.start)
    if not scene.text[tag.end : scene.bounds(clause)[1]].strip(" ,:"):
        clause += 1  # the day stands alone before the clause of the report
    told = [s for s in speakers(scene) if s.voice is not Voice.OWN and tag.start < s.end]
    return any(
        scene.clause(s.start) == clause and not scene.within(tag.end, s.end, "COMPANY")
        for s in told[:1]
    )


def _fits_plan(  # noqa: PLR0913 - a date, and how the step stands to it
    scene: Scene, tag: Tag, at: Phase, published: date, *, own: bool, works: bool
) -> bool:
    """May it be the date of something to come; `own`: it stands in the clause of the step.

    `works`: a plant is being built, for which the day of who says so is none.
    """
    if at is not Phase.PENDING and is_of_report(scene, tag):
        return False
    is_day = _dated(tag).granularity == Grain.DAY
    span = _span(tag, published, ahead=at is not Phase.PENDING)
    if _announces(scene, tag) and _span(tag, published, ahead=False).end <= published:
        return at is Phase.PENDING and is_day and not works
    if at is Phase.PENDING:
        return own or is_day
    if scene.text.startswith(WIRED, tag.end):
        return False
    return own or span.end > published


def _is_term(told: Dated, span: Span, published: date) -> bool:
    """Is it how long an agreement runs, or when its cars come? It is of the day it was made."""
    runs = told.granularity in {Grain.RANGE, Grain.HORIZON} and span.end > published
    return runs or span.start > published


def _heads(scene: Scene, tag: Tag, match: Match) -> bool:
    """Does it stand alone before the clause of the step: "去年11月,公司递交申请"?"""
    begin, end = scene.bounds(scene.clause(tag.start))
    alone = not scene.text[begin : tag.start].strip() and not scene.text[tag.end : end].strip(" ,")
    return alone and scene.clause(match.words[-1].start) - scene.clause(tag.start) == 1


def _announces(scene: Scene, tag: Tag) -> bool:
    """Is it the day on which something is said, not done?"""
    clause = scene.clause(tag.start)
    begin, end = scene.bounds(clause)
    if end - tag.end <= len("晚间,") and not begin < tag.start - 6 and end < len(scene.text):
        _, end = scene.bounds(scene.clause(end))  # the date stands alone: "7月8日,"
    return bool(scene.within(tag.end, end, "announced"))


def _nearest(scene: Scene, match: Match, tags: Sequence[Tag], *, target: bool) -> Tag | None:
    if not tags:
        return None
    if target:  # "from July 2024 to 2025": the new date stands behind
        behind = [t for t in tags if _is_new(scene, t)]
        return (behind or list(tags))[-1]
    return _nearest_to(scene, match, tags)


def _is_new(scene: Scene, tag: Tag) -> bool:
    """Is this the date to which something is put off?"""
    late = any(
        t.end == tag.start and scene.text[t.end - 1] in "到至"
        for t in scene.groups.get("delayed", ())
    )
    return late or bool(scene.within(max(0, tag.start - 4), tag.start + 1, "until"))


def _nearest_to(scene: Scene, match: Match, tags: Sequence[Tag]) -> Tag:
    own = scene.clause(match.words[0].start)
    verb = match.words[-1]

    def far(tag: Tag) -> tuple[int, int]:
        gap = verb.start - tag.end if tag.end <= verb.start else tag.start - verb.end + 5
        return abs(scene.clause(tag.start) - own), gap

    return min(tags, key=far)


def _dated(tag: Tag) -> Dated:
    return cast("Dated", tag.value)


def _span(tag: Tag, published: date, *, ahead: bool) -> Span:
    """The days that a date means; `ahead`: the words around it speak of a plan.

    A day or month just gone is not that of next year, whatever the sentence plans.
    """
    told = _dated(tag)
    gone = published - told.span.end
    if told.later is not None and gone > LONG_GONE and told.later.start - published <= SOON:
        return told.later
    return told.later if ahead and told.later is not None and gone > JUST_GONE else told.span


def due(scene: Scene, begin: int, end: int, published: date) -> Span | None:
    """The first time still ahead that is told between two offsets."""
    spans = [_span(t, published, ahead=True) for t in scene.within(begin, end, "DATE")]
    return next((s for s in spans if s.end > published), None)


def dateline(scene: Scene, published: date, known: Span | None) -> Span | None:
    """The day of a sentence that tells when its news was, else the one known before.

    "From now on" counts from the day known.
    """
    for tag in scene.groups.get("DATE", ()):
        told = _dated(tag)
        begins = scene.has("recall") and not told.text.startswith(NOW) and _starts(scene, tag)
        stamp = told.text.isascii() and _CLOCK.match(scene.text, tag.end) is not None
        now = known is not None and told.text.startswith(NOW)
        if stamp or begins or now or is_of_report(scene, tag):
            continue
        gone = published - told.span.start
        if told.granularity == Grain.DAY and -AHEAD <= gone <= ABOUT:
            return told.span
    return known


def last(scene: Scene) -> Span | None:
    """The last date that a sentence tells."""
    dates = scene.groups.get("DATE", ())
    return _dated(dates[-1]).span if dates else None


def day(scene: Scene) -> Span | None:
    """The last day that a sentence tells by its date."""
    days = [_dated(t) for t in scene.groups.get("DATE", ())]
    told = [d for d in days if d.granularity == Grain.DAY and not d.text.startswith(SAME)]
    return told[-1].span if told else None


def of_title(scene: Scene, published: date) -> Span | None:
    """The one month that a title names, just gone: that of bare figures below it."""
    spans = {_dated(t).span for t in scene.groups.get("DATE", ()) if _is_month(t)}
    only = spans.pop() if len(spans) == 1 else None
    return only if only and only.start <= published <= only.end + JUST_GONE else None


def _is_month(tag: Tag) -> bool:
    return _dated(tag).granularity == Grain.MONTH


def period_after(scene: Scene, published: date, known: Span | None) -> Span | None:
    """The period whose figures are told from here on.

    The months of a year so far are told beside a month, and do not take its place. Nor does the one
    that runs when they are told: "又到月初交卷日".
    """
    here = period(scene, published)
    if here is None or known is None:
        return here or known
    longer = here.start <= known.start and known.end <= here.end
    runs = known.end <= published < here.end
    return known if longer or runs else here


def period(scene: Scene, published: date) -> Span | None:
    """The month, quarter or half-year whose figures a sentence announces."""
    for tag in scene.groups.get("DATE", ()):
        figures = scene.within(tag.end - 1, tag.end + FIGURE, "figures", "deliver", "sales")
        if not figures or scene.text.startswith(GOAL, figures[0].end):
            continue
        told = _dated(tag)
        if told.text.startswith(THAT):
            continue
        span = told.towards(future=False)
        if told.granularity in PERIODS and span.start <= published:
            return span
    return None
