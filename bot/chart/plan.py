"""The steps of a company as a chart: which are shown, in which state, on which days. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot.chart.bars import figures
from bot.chart.shape import Bar, Chart, Mark, Tick
from bot.compose.charting import Charting
from bot.compose.entries import Entry, told
from bot.compose.figures import MONTHS, day, span
from bot.compose.phrases import is_chinese, pick
from bot.compose.rows import company_name, label
from bot.compose.rows import figures as slots
from bot.compose.standing import Promises, Standing, State, standing
from bot.compose.wording import listed
from bot.stories.slips import HORIZON_DAYS
from storage.records import Certainty, Company

MARKS_MAX: Final = 12
ALT_STEPS_MAX: Final = 3  # named of each state that is ahead
ALT_MAX_CHARS: Final = 900  # Slack takes 1,000 and Discord 1,024
DAY: Final = timedelta(days=1)
TICKS_MAX: Final = 7
AHEAD: Final = (State.OVERDUE, State.SLIPPED, State.PLANNED)  # what a reader asks for first


def plan(
    company: Company,
    entries: Sequence[Entry],
    promised: Promises,
    *,
    today: date,
    language: str,
) -> Chart:
    """The chart of these steps, those nearest to today where there are too many.

    A plan whose date was moved back later is not shown by itself: the new one tells of it. Nor is a
    figure that stands among the bars.
    """
    counted = figures(entries, language)
    every = [
        _mark(entry, stands, language)
        for entry in entries
        for stands in [standing(entry, promised)]
        if stands.moved_to is None and entry.best.id not in counted.ids
    ]
    near = sorted(every, key=lambda mark: _distance(mark, today))[:MARKS_MAX]
    marks = tuple(sorted(near, key=lambda mark: (mark.end, mark.start, mark.label)))
    first, last = _ends(marks, today)
    title = Charting.DELIVERIES.say(language)
    if counted.subject:
        title = Charting.DELIVERIES_OF.say(language, subject=counted.subject)
    name = company_name(company, language)
    return Chart(
        title=Charting.TITLE.say(language, company=name),
        subtitle=_subtitle(len(marks), len(every), language),
        marks=marks,
        first=first,
        last=last,
        ticks=_ticks(first, last, language),
        today=today if first <= today <= last else None,
        today_text=Charting.TODAY.say(language),
        legend=tuple(
            (state, _named(state, language))
            for state in State
            if any(mark.state == state for mark in marks)
        ),
        bars=counted.bars,
        bars_title=title,
        nothing=Charting.NOTHING.say(language),
        alt=_alt(name, marks, counted.bars, title, language),
    )


def _mark(entry: Entry, stands: Standing, language: str) -> Mark:
    best = entry.best
    words = " · ".join((label(best, language), *slots(best, language)))
    if best.certainty == Certainty.RUMOURED:
        words = Charting.RUMOURED.say(language, label=words)
    if best.when:
        when, start, end = span(best.when, language), best.when.start, best.when.end
    else:
        start = end = told(entry.stating[0])
        when = Charting.TOLD.say(language, day=day(end, language))
    return Mark(
        label=words,
        when=when,
        state=stands.state,
        start=start,
        end=end,
        moved_from=stands.moved_from.end if stands.moved_from else None,
    )


def _distance(mark: Mark, today: date) -> tuple[bool, int]:
    """How far a step is from today, those with a time first that can be drawn to scale."""
    away = min(abs((mark.start - today).days), abs((mark.end - today).days))
    inside = mark.start <= today <= mark.end
    return _is_horizon(mark), 0 if inside else away


def _is_horizon(mark: Mark) -> bool:
    """Is it a time of years ("by 2030"), which would make everything else small?"""
    return (mark.end - mark.start).days > HORIZON_DAYS


def _ends(marks: Sequence[Mark], today: date) -> tuple[date, date]:
    """The days at both ends of the axis, a little beyond what is to be seen.

    Horizons run over the edge. Today is on it where something is ahead of it or overdue.
    """
    shown = [mark for mark in marks if not _is_horizon(mark)] or list(marks)
    days = [each for mark in shown for each in (mark.start, mark.end, mark.moved_from) if each]
    if not days or any(mark.state != State.DONE for mark in shown):
        days.append(today)
    first, last = min(days), max(days)
    if any(mark.state in {*AHEAD, State.PENDING} for mark in marks if mark.end >= last):
        last = max(last, min(mark.end for mark in marks if mark.end >= last))
    room = max((last - first).days // 20, 15)
    return _moved(first, -room), _moved(last, room)


def _moved(from_: date, days: int) -> date:
    """So many days later, as far as the calendar goes."""
    least, most = date.min.toordinal(), date.max.toordinal()
    return date.fromordinal(min(max(from_.toordinal() + days, least), most))


def _ticks(first: date, last: date, language: str) -> tuple[Tick, ...]:
    """Beginnings of months, quarters, halves or years, as many as there is room for."""
    months = [
        (number // 12, number % 12 + 1)
        for number in range(first.year * 12 + first.month, last.year * 12 + last.month)
        if number // 12 <= date.max.year
    ]
    for step in (1, 3, 6, 12, 24, 60, 120, 600, 2400, 12000, 24000):
        chosen = [(y, m) for y, m in months if (y * 12 + m - 1) % step == 0]
        if len(chosen) <= TICKS_MAX:
            break
    if not chosen:  # all within one month
        return (Tick(day=first, text=day(first, language)),)
    return tuple(
        Tick(day=date(y, m, 1), text=_tick(y, m, language, is_first=i == 0), strong=m == 1)
        for i, (y, m) in enumerate(chosen)
    )


def _tick(year: int, month: int, language: str, *, is_first: bool) -> str:
    """The year where one begins, else the month; the first one tells its year, too."""
    if month == 1:
        return pick((f"{year}", f"{year}年"), language)
    name = f"{month}月" if is_chinese(language) else MONTHS[month - 1]
    return f"{name}\n{pick((f'{year}', f'{year}年'), language)}" if is_first else name


def _subtitle(shown: int, every: int, language: str) -> str:
    if shown < every:
        return Charting.STEPS_OF.say(language, n=shown, all=every)
    return Charting.STEPS.say(language, n=every)


def _named(state: State, language: str) -> str:
    return Charting[state.name].say(language)


def _alt(
    name: str, marks: Sequence[Mark], bars: Sequence[Bar], bars_title: str, language: str
) -> str:
    """What the picture says: how many of each state, those ahead by name, the range of figures."""
    if not marks and not bars:
        told = Charting.NOTHING.say(language)
    elif marks:
        counts = listed(
            [
                f"{count} {_named(state, language)}"
                for state in State
                if (count := sum(mark.state == state for mark in marks))
            ],
            language,
        )
        years = sorted({mark.start.year for mark in marks} | {mark.end.year for mark in marks})
        whole = f"{years[0]}–{years[-1]}" if len(years) > 1 else f"{years[0]}"
        told = Charting.ALT.say(language, company=name, span=whole, counts=counts)
    else:
        told = f"{name}."
    parts = [told, *_ahead(marks, language)]
    values = [(bar.value, bar.text) for bar in bars if bar.value is not None]
    if values:
        parts.append(
            Charting.ALT_BARS.say(
                language,
                title=bars_title,
                first=bars[0].name,
                last=bars[-1].name,
                least=min(values)[1],
                most=max(values)[1],
                newest=values[-1][1],
            )
        )
    text = pick((" ", ""), language).join(parts)
    return text if len(text) <= ALT_MAX_CHARS else f"{text[: ALT_MAX_CHARS - 1]}…"


def _ahead(marks: Sequence[Mark], language: str) -> list[str]:
    """What is overdue, put off or planned, by name; and the newest thing that is done."""
    found: list[str] = []
    for state in (*AHEAD, State.DONE):
        these = [mark for mark in marks if mark.state == state]
        if state == State.DONE:
            these = these[-1:]
        steps = [
            Charting.ALT_STEP.say(language, label=mark.label, when=mark.when)
            for mark in these[:ALT_STEPS_MAX]
        ]
        if steps:
            phrase = Charting.ALT_LAST if state == State.DONE else Charting.ALT_NAMED
            text = phrase.say(
                language, state=_named(state, language), steps=listed(steps, language)
            )
            found.append(text[:1].upper() + text[1:])
    return found
