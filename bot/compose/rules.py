"""The rules of a channel as people read them: in a glance, and what the common changes are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from adapters.document import Button, Document, Fact, Facts, Part, Run
from bot.catalogue import Catalogue
from bot.compose.answers import note, text
from bot.compose.figures import end
from bot.compose.phrases import pick
from bot.compose.rows import name_of
from bot.compose.rules_words import WEEKDAYS, Ruling
from bot.compose.wording import KINDS, Phrase, listed
from storage.channels import Subscription, Updates
from storage.records import Certainty, Kind
from storage.rules import USUAL, Beat, Call, Cap, Pace

LANGUAGES: Final[Mapping[str, tuple[str, str]]] = {
    "en": ("English", "英文"),
    "zh": ("Chinese", "中文"),
}
UPDATES: Final[Mapping[Updates, Ruling]] = {
    Updates.EDIT: Ruling.BY_EDIT,
    Updates.THREAD: Ruling.BY_THREAD,
    Updates.NONE: Ruling.NOTHING,
}
LEAST: Final[Mapping[Certainty, Ruling]] = {
    Certainty.OFFICIAL: Ruling.ONLY_OFFICIAL,
    Certainty.REPORTED: Ruling.NO_RUMOURS,
    Certainty.RUMOURED: Ruling.ALSO_RUMOURS,
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
        follow = [Button(Ruling.HEAR_ALL.say(language), "/evwatch follow all")]
        said = Phrase.CHANNEL_FOLLOWS_NOTHING.say(language)
        return note(said, buttons=follow if may_edit else ())
    parts: list[Part] = [Facts(tuple(_rows(state, subscription, catalogue, now, language)))]
    if subscription.managed:
        parts.append(text(Ruling.MANAGED.say(language), faint=True))
    if may_edit and _is_timed(subscription.pace) and subscription.pace.zone == USUAL.zone:
        parts.append(text(Ruling.IN_UTC.say(language, command=f"{CHANNEL} {_own_zone(language)}")))
    buttons = _buttons(subscription, language) if may_edit and not subscription.managed else ()
    if buttons:
        parts.append(text(Ruling.HOW_TO.say(language, command="/evwatch help channel")))
    return note(state.head or Ruling.CHANNEL.say(language), more=parts, buttons=buttons)


def _is_timed(pace: Pace) -> bool:
    """Does it tell any time of day?"""
    return bool(pace.quiet or (pace.digest and pace.digest.every != Beat.HOURLY))


def _is_capped(pace: Pace) -> bool:
    """Is there a limit of its own that counts only without the digest?"""
    return pace.digest is not None and pace.cap != USUAL.cap


def _own_zone(language: str) -> str:
    return pick(("zone:Berlin", "zone:上海"), language)


def _rows(
    state: State, rules: Subscription, catalogue: Catalogue, now: datetime, language: str
) -> list[Fact]:
    pace = rules.pace
    kinds = _kinds(rules.kinds, language) or Ruling.EVERY_KIND.say(language)
    told = [
        (Ruling.COMPANIES, _companies(rules, catalogue, language)),
        (Ruling.KINDS, kinds),
        (Ruling.CERTAINTY, LEAST[rules.floor].say(language)),
        (Ruling.LANGUAGE, _languages(rules, language)),
        (Ruling.WHEN, _when(pace, language)),
        (Ruling.IF_AT_ONCE, _burst(pace.cap, language) if _is_capped(pace) else ""),
        (Ruling.QUIET, _quiet(pace, now, language)),
        (Ruling.AT_ANY_HOUR, _kinds(pace.bypass, language)),
        (Ruling.UPDATES, UPDATES[rules.updates].say(language)),
        (Ruling.OVERDUE, Ruling.ON.say(language) if rules.promises else ""),
        (Ruling.CALLS, _calls(rules.calls, language)),
        (Ruling.MUTED, listed(state.muted, language)),
        (Ruling.HELD, _held(state, pace, language)),
    ]
    return [Fact(label=label.say(language), detail=(Run(value),)) for label, value in told if value]


def _companies(rules: Subscription, catalogue: Catalogue, language: str) -> str:
    if not rules.companies:
        return Ruling.EVERY_COMPANY.say(language)
    names = [name_of(each, catalogue, language) for each in rules.companies]
    more = len(names) - COMPANIES_MAX
    rest = [Phrase.AND_MORE.say(language, n=more)] if more > 0 else []
    return listed([*names[:COMPANIES_MAX], *rest], language)


def _kinds(kinds: Sequence[Kind], language: str) -> str:
    return listed([pick(KINDS[kind], language) for kind in kinds], language)


def _languages(rules: Subscription, language: str) -> str:
    own = pick(LANGUAGES.get(rules.language, (rules.language, rules.language)), language)
    if not rules.news:
        return Ruling.IN_LANGUAGE.say(language, own=own)
    read = listed([pick(LANGUAGES[each], language) for each in rules.news], language)
    return Ruling.IN_LANGUAGE_OF.say(language, own=own, news=read)


def _when(pace: Pace, language: str) -> str:
    digest = pace.digest
    if digest is None:
        at_once, burst = Ruling.AT_ONCE.say(language), _burst(pace.cap, language)
        return (
            pick((f"{at_once}; {burst}", f"{at_once}；{burst}"), language) if pace.cap else at_once
        )
    at = f"{_clock(digest.at)} ({pace.zone})"
    match digest.every:
        case Beat.HOURLY:
            return Ruling.HOURLY.say(language)
        case Beat.DAILY:
            return Ruling.DAILY.say(language, at=at)
        case Beat.WEEKLY:
            return Ruling.WEEKLY.say(language, day=pick(WEEKDAYS[digest.day], language), at=at)


def _burst(cap: Cap | None, language: str) -> str:
    if cap is None:
        return Ruling.NO_LIMIT.say(language)
    minutes = int(cap.within.total_seconds()) // 60
    whole_hours = minutes % 60 == 0
    span = Ruling.WITHIN_HOURS if whole_hours else Ruling.WITHIN_MINUTES
    within = span.say(language, n=minutes // 60 if whole_hours else minutes)
    return Ruling.BURST.say(language, most=cap.most, within=within)


def _quiet(pace: Pace, now: datetime, language: str) -> str:
    if pace.quiet is None:
        return Ruling.NOTHING.say(language)
    local = now.astimezone(ZoneInfo(pace.zone))
    return Ruling.QUIET_FROM_TO.say(
        language,
        start=_clock(pace.quiet.start),
        end=_clock(pace.quiet.end),
        zone=pace.zone,
        now=_clock(local.time()),
    )


def _calls(calls: Sequence[Call], language: str) -> str:
    said = []
    for call in calls:
        kind = pick(KINDS[call.kind], language) if call.kind else Ruling.ANY_KIND.say(language)
        who = Ruling.GROUP if call.who == "group" else Ruling.PERSON
        said.append(f"{kind}: {who.say(language, id=call.id)}")
    return listed(said, language)


def _held(state: State, pace: Pace, language: str) -> str:
    if not state.held or state.until is None:
        return ""
    at = end(state.until.astimezone(ZoneInfo(pace.zone)), language)
    return Ruling.HELD_UNTIL.say(language, n=state.held, at=at)


def _buttons(rules: Subscription, language: str) -> list[Button]:
    pace = rules.pace
    changes = [
        (Ruling.DO_AT_ONCE, "digest:off")
        if pace.digest
        else (Ruling.DO_DAILY, "digest:daily@09:00"),
        (Ruling.DO_NO_QUIET, "quiet:off") if pace.quiet else (Ruling.DO_QUIET, "quiet:22:00-07:00"),
        (Ruling.DO_THREAD, "updates:thread")
        if rules.updates == Updates.EDIT
        else (Ruling.DO_EDIT, "updates:edit"),
        (Ruling.DO_ANY, "certainty:rumoured")
        if rules.floor == Certainty.OFFICIAL
        else (Ruling.DO_OFFICIAL, "certainty:official"),
    ]
    return [Button(words.say(language), f"{CHANNEL} {rule}") for words, rule in changes]


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
