"""What a company plans, as a calendar that can be subscribed to.

Source: RFC 5545; RFC 7986 for the name and the colour of a calendar.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

import icalendar

from bot.compose.exchanging import Exchanging
from bot.compose.rows import company_name, figures, label
from bot.compose.standing import State
from bot.compose.wording import PHASES, pick
from bot.exchange.steps import Step
from bot.stories.slips import HORIZON_DAYS, OPEN
from storage.records import Certainty, Company, Span

PRODUCT: Final = "-//EV Watch//milestones//EN"
REFRESH: Final = timedelta(hours=6)


def calendar(company: Company, steps: Iterable[Step], *, language: str) -> bytes:
    """An event of whole days for each dated step that is still ahead or overdue.

    A horizon of years ("by 2030") is its last day: as an event it would cover all others.
    """
    name = company_name(company, language)
    found = icalendar.Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        found.add(key, Exchanging.PLANS.say(language, company=name))
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for step in steps:
        if step.best.phase in OPEN and step.best.when and step.stands.moved_to is None:
            found.add_component(_event(step, step.best.when, name, language))
    return bytes(found.to_ical())


def _event(step: Step, when: Span, name: str, language: str) -> icalendar.Event:
    best, newest = step.best, step.newest
    event = icalendar.Event()
    event.add("uid", f"{step.id}@evwatch")
    event.add("dtstamp", step.updated)
    event.add("last-modified", step.updated)
    is_horizon = (when.end - when.start).days > HORIZON_DAYS
    event.add("dtstart", when.end if is_horizon else when.start)
    if when.end < date.max:
        event.add("dtend", when.end + timedelta(days=1))  # the first day that is no more of it
    event.add("summary", _summary(step, name, language))
    quote = Exchanging.QUOTED.say(language, words=newest.words, outlet=newest.outlet)
    event.add("description", f"{quote}\n{newest.url}".rstrip())
    if newest.url:
        event.add("url", newest.url)
    event.add("categories", [best.kind.value])
    is_sure = best.certainty == Certainty.OFFICIAL and step.stands.state == State.PLANNED
    event.add("status", "CONFIRMED" if is_sure else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    return event


def _summary(step: Step, name: str, language: str) -> str:
    """In one line, such as "Xiaomi: Launch · YU7 (planned)"."""
    what = " · ".join((label(step.best, language), *figures(step.best, language)))
    state = pick(PHASES[step.best.phase], language)
    if step.stands.state == State.OVERDUE:
        state = Exchanging.OVERDUE.say(language)
    return _line(Exchanging.EVENT.say(language, company=name, what=what, state=state))


def _line(words: str) -> str:
    """The words on one line."""
    return " ".join(words.split())
