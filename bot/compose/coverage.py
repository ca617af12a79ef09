"""How much an answer means: what is watched, since when, and which sources are silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, datetime, timedelta
from typing import Final

from adapters.document import Button, Buttons, Part, Title
from bot.compose.figures import day, end
from bot.compose.rows import company_name, text
from bot.compose.wording import Phrase, is_chinese, listed
from storage.records import Company

NAMES_MAX: Final = 3  # of silent sources
WEEK: Final = timedelta(days=6)  # so far back a day of the week names one day
_DAYS: Final = (
    ("Monday", "周一"), ("Tuesday", "周二"), ("Wednesday", "周三"), ("Thursday", "周四"),
    ("Friday", "周五"), ("Saturday", "周六"), ("Sunday", "周日"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is known of a company's sources: how much an empty or short answer means."""

    watched: bool
    since: datetime | None = None  # when it was put on the watchlist
    paused_until: datetime | None = None  # `datetime.max` (UTC): until resumed
    has_source: bool = False  # one that could tell of it is watched
    sources: int = 0  # how many of them are, where some are silent
    silent: tuple[tuple[str, datetime | None], ...] = ()  # stale or failing: name, last success


def unwatched(coverage: Coverage, name: str, language: str) -> list[Part]:
    """That a company is not watched, for above what others told of it; nothing if it is."""
    if coverage.watched:
        return []
    return [text(Phrase.NOT_WATCHED_BUT.say(language, company=name))]


def nothing(coverage: Coverage, company: Company, language: str) -> list[Part]:
    """That nothing was told of a company, and what that means."""
    name = company_name(company, language)
    if coverage.watched and coverage.since:
        since = day(coverage.since.astimezone(UTC).date(), language)
        return [Title(text=Phrase.NOTHING_YET.say(language, company=name, day=since))]
    if coverage.watched:
        return [Title(text=Phrase.NOTHING_YET_UNDATED.say(language, company=name))]
    command = f"/evwatch add {company.id}"
    return [
        Title(text=Phrase.NOT_WATCHED.say(language, company=name)),
        text(Phrase.HOW_TO_WATCH.say(language, command=command)),
        Buttons((Button(Phrase.WATCH_IT.say(language, company=name), command),)),
    ]


def doubts(coverage: Coverage, name: str, now: datetime, language: str) -> list[Part]:
    """Why steps may be missing here, if they may; `name` is what the answer is about."""
    parts: list[Part] = []
    if until := coverage.paused_until:
        is_open = until.year == MAXYEAR
        phrase = Phrase.PAUSED_OPEN if is_open else Phrase.PAUSED_NOW
        last = "" if is_open else end(until.astimezone(UTC), language)
        parts.append(text("⚠ " + phrase.say(language, company=name, until=last)))
    if coverage.watched and not coverage.has_source:
        command = "/evwatch add https://…"
        parts.append(text(Phrase.NO_SOURCE.say(language, command=command)))
    if coverage.silent:
        parts.append(text("⚠ " + _silence(coverage.silent, coverage.sources, now, language)))
    return parts


def since_day(at: datetime, now: datetime, language: str) -> str:
    """A past day as people say it: "Tuesday" in the days after it, later "2 Aug 2023"."""
    when, today = at.astimezone(UTC).date(), now.astimezone(UTC).date()
    if timedelta(0) < today - when <= WEEK:
        return _DAYS[when.weekday()][is_chinese(language)]
    return day(when, language)


def _silence(
    silent: Sequence[tuple[str, datetime | None]], sources: int, now: datetime, language: str
) -> str:
    names = [name for name, _ in silent][:NAMES_MAX]
    rest = len(silent) - len(names)
    names += [Phrase.AND_MORE.say(language, n=rest)] if rest else []
    values = {"n": len(silent), "of": sources, "names": listed(names, language)}
    heard = [at for _, at in silent if at]
    if not heard:
        return Phrase.SOURCES_FAIL_UNDATED.say(language, **values)
    return Phrase.SOURCES_FAIL.say(language, day=since_day(min(heard), now, language), **values)
