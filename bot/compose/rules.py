"""The rules of a channel as people read them: in a glance, and what the common changes are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from adapters.document import Button, Document, Fact, Facts, Part, Run
from bot.catalogue import Catalogue
from bot.compose.answers import note, text
from bot.compose.phrases import pick
from bot.compose.rows import name_of
from bot.compose.rules_words import WEEKDAYS, Words
from bot.compose.wording import KINDS, Phrase, listed
from storage.channels import Subscription, Updates
from storage.records import Certainty, Kind
from storage.rules import Beat, Call, Cap, Pace

LANGUAGES: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("English", "英文"),
    "zh": ("Chinese", "中文"),
}
UPDATES: Final[Mapping[Updates, Words]] = {
    Updates.EDIT: Words.BY_EDIT,
    Updates.THREAD: Words.BY_THREAD,
    Updates.NONE: Words.BY_NOTHING,
}
LEAST: Final[Mapping[Certainty, Words]] = {
    Certainty.OFFICIAL: Words.ONLY_OFFICIAL,
    Certainty.REPORTED: Words.NO_RUMOURS,
    Certainty.RUMOURED: Words.ALSO_RUMOURS,
}
COMPANIES_MAX: Final = 12
CHANNEL: Final = "/evwatch channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a channel gets now; `muted` by name; `held` waits for its hour, the first until then.

    `head` says first what has come of a change.
    """

    subscription: Subscription | None
    muted: Sequence[str] = ()
    held: int = 0
    until: datetime | None = None
    head: str = ""


def rules(
    state: State, *, catalogue: Catalogue, now: datetime, language: str, may_edit: bool
) -> Document:
    """All rules of a channel; who `may_edit` gets buttons for the common changes."""
    subscription = state.subscription
    if subscription is None:
        follow = [Button(Words.HEAR_ALL.say(language), "/evwatch follow all")]
        said = Phrase.CHANNEL_FOLLOWS_NOTHING.say(language)
        return note(said, buttons=follow if may_edit else ())
    parts: list[Part] = [Facts(tuple(_rows(state, subscription, catalogue, now, language)))]
    if subscription.managed:
        parts.append(text(Words.MANAGED.say(language), faint=True))
    buttons = _buttons(subscription, language) if may_edit and not subscription.managed else ()
    if buttons:
        parts.append(text(Words.HOW_TO.say(language, command=f"{CHANNEL} digest:daily@09:00")))
    return note(state.head or Words.CHANNEL.say(language), more=parts, buttons=buttons)


def _rows(
    state: State, rules: Subscription, catalogue: Catalogue, now: datetime, language: str
) -> list[Fact]:
    pace = rules.pace
    kinds = _kinds(rules.kinds, language) or Words.EVERY_KIND.say(language)
    told = [
        (Words.COMPANIES, _companies(rules, catalogue, language)),
        (Words.KINDS, kinds),
        (Words.CERTAINTY, LEAST[rules.floor].say(language)),
        (Words.LANGUAGE, _languages(rules, language)),
        (Words.WHEN, _when(pace, language)),
        (Words.QUIET, _quiet(pace, now, language)),
        (Words.AT_ANY_HOUR, _kinds(pace.bypass, language)),
        (Words.UPDATES, UPDATES[rules.updates].say(language)),
        (Words.OVERDUE, Words.ON.say(language) if rules.promises else ""),
        (Words.CALLS, _calls(rules.calls, language)),
        (Words.MUTED, listed(state.muted, language)),
        (Words.HELD, _held(state, pace, language)),
    ]
    return [Fact(label=label.say(language), detail=(Run(value),)) for label, value in told if value]


def _companies(rules: Subscription, catalogue: Catalogue, language: str) -> str:
    if not rules.companies:
        return Words.EVERY_COMPANY.say(language)
    names = [name_of(each, catalogue, language) for each in rules.companies]
    more = len(names) - COMPANIES_MAX
    rest = [Phrase.AND_MORE.say(language, n=more)] if more > 0 else []
    return listed([*names[:COMPANIES_MAX], *rest], language)


def _kinds(kinds: Sequence[Kind], language: str) -> str:
    return listed([pick(KINDS[kind], language) for kind in kinds], language)


def _languages(rules: Subscription, language: str) -> str:
    own = pick(LANGUAGES.get(rules.language, (rules.language, rules.language)), language)
    if not rules.news:
        return Words.IN_LANGUAGE.say(language, own=own)
    read = listed([pick(LANGUAGES[each], language) for each in rules.news], language)
    return Words.IN_LANGUAGE_OF.say(language, own=own, news=read)


def _when(pace: Pace, language: str) -> str:
    digest = pace.digest
    if digest is None:
        at_once = Words.AT_ONCE.say(language)
        return f"{at_once}{_burst(pace.cap, language)}" if pace.cap else at_once
    at = f"{_clock(digest.at)} ({pace.zone})"
    match digest.every:
        case Beat.HOURLY:
            return Words.HOURLY.say(language)
        case Beat.DAILY:
            return Words.DAILY.say(language, at=at)
        case Beat.WEEKLY:
            return Words.WEEKLY.say(language, day=pick(WEEKDAYS[digest.day], language), at=at)


def _burst(cap: Cap, language: str) -> str:
    minutes = int(cap.within.total_seconds()) // 60
    whole_hours = minutes % 60 == 0
    span = Words.WITHIN_HOURS if whole_hours else Words.WITHIN_MINUTES
    within = span.say(language, n=minutes // 60 if whole_hours else minutes)
    return Words.BURST.say(language, most=cap.most, within=within)


def _quiet(pace: Pace, now: datetime, language: str) -> str:
    if pace.quiet is None:
        return Words.NO_QUIET.say(language)
    local = now.astimezone(ZoneInfo(pace.zone))
    return Words.QUIET_FROM_TO.say(
        language,
        start=_clock(pace.quiet.start),
        end=_clock(pace.quiet.end),
        zone=pace.zone,
        now=_clock(local.time()),
    )


def _calls(calls: Sequence[Call], language: str) -> str:
    said = []
    for call in calls:
        kind = pick(KINDS[call.kind], language) if call.kind else Words.ANY_KIND.say(language)
        who = Words.GROUP if call.who == "group" else Words.PERSON
        said.append(f"{kind}: {who.say(language, id=call.id)}")
    return listed(said, language)


def _held(state: State, pace: Pace, language: str) -> str:
    if not state.held or state.until is None:
        return ""
    local = state.until.astimezone(ZoneInfo(pace.zone))
    at = f"{local:%Y-%m-%d %H:%M} ({pace.zone})"
    return Words.HELD_UNTIL.say(language, n=state.held, at=at)


def _buttons(rules: Subscription, language: str) -> list[Button]:
    pace = rules.pace
    changes = [
        (Words.DO_AT_ONCE, "digest:off") if pace.digest else (Words.DO_DAILY, "digest:daily@09:00"),
        (Words.DO_NO_QUIET, "quiet:off") if pace.quiet else (Words.DO_QUIET, "quiet:22:00-07:00"),
        (Words.DO_THREAD, "updates:thread")
        if rules.updates == Updates.EDIT
        else (Words.DO_EDIT, "updates:edit"),
        (Words.DO_ANY, "certainty:rumoured")
        if rules.floor == Certainty.OFFICIAL
        else (Words.DO_OFFICIAL, "certainty:official"),
    ]
    return [Button(words.say(language), f"{CHANNEL} {rule}") for words, rule in changes]


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
