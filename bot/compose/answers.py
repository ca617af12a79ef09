"""What a command is answered: notes, problems, lists, states and previews."""

from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, UTC, datetime
from typing import Final

from adapters.chat import Health
from adapters.document import (
    Button,
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    Footer,
    Part,
    Run,
    Text,
    Title,
)
from bot.catalogue import Catalogue
from bot.compose.addresses import shown, shown_in, title
from bot.compose.figures import day, moment
from bot.compose.phrases import Phrases
from bot.compose.rows import dotted, name_of
from bot.compose.rows import text as text  # noqa: PLC0414 - many answers take it from here
from bot.compose.tending_words import Say
from bot.compose.wording import DELIVERY_STATES, SOURCE_STATES, Phrase, listed, pick
from storage.channels import DeliveryState, Subscription
from storage.records import Item
from storage.sources import TROUBLED, SourceState, SourceStatus, Watch

SOURCES_MAX: Final = 40
ALERTS_MAX: Final = 3
SILENT_MAX: Final = 5
CHOICES_MAX: Final = 5


def note(
    *texts: str, buttons: Sequence[Button] = (), tone: str = "answer", more: Sequence[Part] = ()
) -> Document:
    """A short answer: its first text is the answer, the others say more."""
    parts: list[Part] = [Title(text=texts[0])]
    parts += [text(each) for each in texts[1:] if each]
    parts += more
    if buttons:
        parts.append(Buttons(tuple(buttons)))
    return Document(parts=tuple(parts), plain=texts[0], tone=tone)


def problem(texts: Sequence[str], suggestions: Sequence[str], language: str) -> Document:
    """Why a command cannot be done; `suggestions` are commands that may have been meant."""
    buttons = [Button(label=shown_in(command), command=command) for command in suggestions]
    meant = [Phrase.DID_YOU_MEAN.say(language)] if buttons else []
    return note(*map(shown_in, texts), *meant, buttons=buttons, tone="warning")


def failure(phrase: Phrases, language: str) -> Document:
    """What went wrong on our side, without its inside."""
    return note(phrase.say(language), tone="error")


def choice(url: str, feeds: Sequence[str], verb: str, language: str) -> Document:
    """A page names several feeds: which one?"""
    shown_feeds = feeds[:CHOICES_MAX]
    return note(
        Phrase.SEVERAL_FEEDS.say(language, url=shown(url), n=len(feeds)),
        buttons=[Button(label=shown(feed), command=f"{verb} {feed}") for feed in shown_feeds],
    )


def watchlist(  # noqa: PLR0913 - all that the list shows
    watches: Sequence[Watch],
    subscription: Subscription | None,
    *,
    catalogue: Catalogue,
    now: datetime,
    language: str,
    muted: Sequence[str] = (),
) -> Document:
    """What a workspace watches, and what this channel hears; `muted` is what it does not."""
    companies = [watch for watch in watches if watch.company]
    sources = [watch for watch in watches if watch.source]
    parts: list[Part] = [Title(text=Phrase.WATCHLIST.say(language))]
    parts.append(_heading(Phrase.COMPANIES.say(language), len(companies)))
    if companies:
        parts.append(Facts(tuple(_company(each, catalogue, now, language) for each in companies)))
    else:
        parts.append(text(Phrase.NO_COMPANIES.say(language)))
    parts.append(_heading(Phrase.SOURCES.say(language), len(sources)))
    if sources:
        parts.append(Facts(tuple(_source(each, now, language) for each in sources[:SOURCES_MAX])))
        parts += _more(len(sources) - SOURCES_MAX, language)
    else:
        command = "/evwatch add https://…"
        parts.append(text(Phrase.NO_SOURCES.say(language, command=command)))
    parts.append(_heading(Phrase.THIS_CHANNEL.say(language)))
    parts.append(text(hears(subscription, catalogue, language)))
    if subscription and subscription.managed:
        parts.append(text(Phrase.FROM_FILE.say(language), faint=True))
    if muted:
        parts.append(text(Phrase.MUTED_HERE.say(language, names=listed(muted, language))))
    plain = f"{len(companies)} + {len(sources)}"
    return Document(
        parts=tuple(parts), plain=f"{Phrase.WATCHLIST.say(language)}: {plain}", tone="answer"
    )


def hears(subscription: Subscription | None, catalogue: Catalogue, language: str) -> str:
    """What a channel follows, in one sentence."""
    if subscription is None:
        return Phrase.CHANNEL_FOLLOWS_NOTHING.say(language)
    if not subscription.companies:
        return Phrase.CHANNEL_HEARS_ALL.say(language)
    names = [name_of(company, catalogue, language) for company in subscription.companies]
    return Phrase.CHANNEL_HEARS.say(language, names=listed(names, language))


def status(
    statuses: Sequence[SourceStatus],
    waiting: Mapping[DeliveryState, int],
    *,
    platforms: Mapping[str, Health],
    now: datetime,
    language: str,
) -> Document:
    """How every source is doing, the failing ones first; the platforms; what waits for delivery."""
    failing = sum(each.state in TROUBLED for each in statuses)
    said = Phrase.ALL_WELL.say(language, n=len(statuses))
    if failing:
        said = Phrase.SOME_FAIL.say(language, n=failing, of=len(statuses))
    if not statuses:
        said = Phrase.NO_SOURCES.say(language, command="/evwatch add https://…")
    order = sorted(statuses, key=lambda each: each.state not in TROUBLED)
    rows = tuple(_state(each, now, language) for each in order[:SOURCES_MAX])
    parts: list[Part] = [Title(text=said, tag=Phrase.STATUS.say(language))]
    parts += [Facts(rows)] if rows else []
    parts += _more(len(statuses) - SOURCES_MAX, language)
    queue = [
        f"{n} {pick(DELIVERY_STATES[state], language)}" for state, n in waiting.items() if n
    ] or [Phrase.NOTHING_WAITS.say(language)]
    detail = (Run(listed(queue, language)),)
    told = [_platform(name, health, language) for name, health in platforms.items()]
    told.append(Fact(label=Phrase.DELIVERIES.say(language), detail=detail))
    parts.append(Facts(tuple(told)))
    is_ill = failing or not all(health.ok for health in platforms.values())
    return Document(parts=tuple(parts), plain=said, tone="warning" if is_ill else "answer")


def _platform(name: str, health: Health, language: str) -> Fact:
    state = SOURCE_STATES[SourceState.OK if health.ok else SourceState.FAILING]
    reason = (Run(health.reason),) if health.reason else ()
    return Fact(label=name.capitalize(), phase_text=pick(state, language), detail=reason)


def preview(  # noqa: PLR0913 - what a look saw
    url: str,
    name: str,
    *,
    items: Sequence[Item],
    alerts: Sequence[Document],
    silent: Sequence[tuple[Item, str]],
    feed: str | None,
    now: datetime,
    language: str,
) -> list[Part]:
    """What an address would have brought. `feed`: the one found on the page, if it was a page."""
    parts: list[Part] = [Title(text=name or shown(url), tag=Phrase.PREVIEW.say(language))]
    if feed:
        parts.append(text(Phrase.FEED_FOUND.say(language, url=shown(feed)), faint=True))
    parts.append(text(_would_post(items, len(alerts), now, language)))
    for document in alerts[:ALERTS_MAX]:
        parts += document.parts
    parts += _more(len(alerts) - ALERTS_MAX, language)
    if silent:
        parts.append(_heading(Phrase.STAYED_SILENT.say(language), len(silent)))
        parts.append(Facts(tuple(_hushed(item, why) for item, why in silent[:SILENT_MAX])))
        parts += _more(len(silent) - SILENT_MAX, language)
    return parts


def usage(verb: str, forms: Sequence[tuple[str, str]], texts: Sequence[str]) -> Document:
    """Help about one verb: what it does, then what to type and what that gives."""
    rows = tuple(Fact(label=command, detail=(Run(gives),)) for command, gives in forms)
    parts: list[Part] = [Title(text=texts[0], tag=verb)]
    parts += [text(each) for each in texts[1:]]
    parts.append(Facts(rows))
    return Document(parts=tuple(parts), plain=texts[0], tone="answer")


def overview(
    chapters: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    more: str,
    language: str,
    *,
    examples: str,
) -> Document:
    """Help about all verbs, one a line, in chapters, with a few lines to try first."""
    head = Phrase.HELP.say(language)
    parts: list[Part] = [Title(text=head), Code(examples)]
    for chapter, forms in chapters:
        rows = tuple(Fact(label=command, detail=(Run(gives),)) for command, gives in forms)
        parts += [text(chapter, bold=True), Facts(rows)]
    return Document(parts=(*parts, Footer(text=more)), plain=head, tone="answer")


def until_words(until: datetime, language: str) -> str:
    """The end of a pause: its day, or that it has none."""
    if until.year == MAXYEAR:
        return Phrase.UNTIL_RESUMED.say(language)
    return Phrase.UNTIL.say(language, until=day(until.astimezone(UTC).date(), language))


def _heading(words: str, count: int | None = None) -> Text:
    return text(words if count is None else f"{words} ({count})", bold=True)


def _more(rest: int, language: str) -> list[Part]:
    return [text(Phrase.AND_MORE.say(language, n=rest), faint=True)] if rest > 0 else []


def _company(watch: Watch, catalogue: Catalogue, now: datetime, language: str) -> Fact:
    name = name_of(watch.company or "", catalogue, language)
    return Fact(label=name, detail=dotted(_marks(watch, now, language)))


def _source(watch: Watch, now: datetime, language: str) -> Fact:
    source = watch.source
    if source is None:
        return Fact(label="")
    marks = [*_marks(watch, now, language), Run(shown(source.url), faint=True)]
    return Fact(label=title(source), detail=dotted(marks))


def _marks(watch: Watch, now: datetime, language: str) -> list[Run]:
    """Whether it is paused, and who owns it."""
    marks: list[Run] = []
    if watch.paused_until and watch.paused_until > now:
        paused = pick(SOURCE_STATES[SourceState.PAUSED], language)
        marks.append(Run(f"{paused} {until_words(watch.paused_until, language)}", bold=True))
    if watch.managed:
        marks.append(Run(Phrase.FROM_FILE.say(language), faint=True))
    return marks


def _state(each: SourceStatus, now: datetime, language: str) -> Fact:
    told = [Run(shown_in(each.fault), bold=True)] if each.fault else []
    success = Phrase.NO_SUCCESS.say(language)
    if each.last_success:
        at = moment(each.last_success, now, language)
        success = Phrase.LAST_SUCCESS.say(language, at=at)
    told.append(Run(success))
    told.append(Run(Phrase.LAST_NEW.say(language, at=moment(each.last_new, now, language))))
    if each.moved:
        told.append(Run(Say.MOVED.say(language, url=shown(each.moved))))
    if each.next_try and each.state != SourceState.PAUSED:
        at = moment(max(each.next_try, now), now, language)
        told.append(Run(Phrase.NEXT_TRY.say(language, at=at), faint=True))
    return Fact(
        label=title(each.source),
        detail=dotted(told),
        phase_text=pick(SOURCE_STATES[each.state], language),
    )


def _hushed(item: Item, why: str) -> Fact:
    return Fact(label=item.title.strip() or shown(item.url), detail=(Run(why, faint=True),))


def _would_post(items: Sequence[Item], alerts: int, now: datetime, language: str) -> str:
    if not items:
        return Phrase.EMPTY_FEED.say(language)
    oldest = min((item.published for item in items if item.published), default=None)
    if oldest is None:
        return Phrase.WOULD_POST_UNDATED.say(language, items=len(items), n=alerts)
    days = Phrase.DAYS.say(language, n=max((now - oldest).days + 1, 1))
    return Phrase.WOULD_POST.say(language, items=len(items), n=alerts, days=days)
