"""What a workspace watches and how that is doing, page by page."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar

from adapters.chat import Health
from adapters.document import Button, Buttons, Document, Fact, Facts, Part, Run, Text, Title
from bot.catalogue import Catalogue
from bot.compose.addresses import shown, shown_in, title
from bot.compose.answers import hears, text, until_words
from bot.compose.fault_words import fault_in
from bot.compose.figures import moment, rhythm
from bot.compose.listing_words import SOURCE_KINDS, Listing
from bot.compose.rows import DOT, dotted, name_of
from bot.compose.tending_words import Say
from bot.compose.wording import DELIVERY_STATES, SOURCE_STATES, Phrase, listed, pick
from storage.channels import DeliveryState, Subscription
from storage.sources import TROUBLED, SourceKind, SourceState, SourceStatus, Watch

LIST_ROWS: Final = 20
STATUS_ROWS: Final = 10  # three lines each on a phone

Turn = Callable[[int], str]  # the command of a page, from 1 on
T = TypeVar("T")


def watchlist(  # noqa: PLR0913 - all that the list shows
    watches: Sequence[Watch],
    states: Mapping[str, SourceState],
    subscription: Subscription | None,
    *,
    catalogue: Catalogue,
    now: datetime,
    language: str,
    turn: Turn,
    page: int = 1,
    whole: bool = True,
    muted: Sequence[str] = (),
) -> Document:
    """A page of what a workspace watches; the first says what this channel hears, too.

    Ends are told by the clocks of the zone that `now` is in.
    `states` are those of sources by their ids, `muted` is what the channel does not hear. `whole`:
    nothing was left out.
    """
    companies = sorted(
        (_company(each, catalogue, now, language) for each in watches if each.company), key=_named
    )
    sources = sorted(
        (_source(each, states, now, language) for each in watches if each.source), key=_named
    )
    pages = _chunks([*companies, *sources], LIST_ROWS) or [()]
    page = min(page, len(pages))
    shown_rows = pages[page - 1]
    known = [row for row in shown_rows if any(row is each for each in companies)]
    read = shown_rows[len(known) :]
    parts: list[Part] = [Title(text=Phrase.WATCHLIST.say(language))]
    if known or (whole and page == 1):
        parts.append(_heading(Phrase.COMPANIES.say(language), len(companies)))
        parts.append(Facts(tuple(known)) if known else text(Phrase.NO_COMPANIES.say(language)))
    if read or (whole and not sources and page == 1):
        parts.append(_heading(Phrase.SOURCES.say(language), len(sources)))
        parts.append(Facts(tuple(read)) if read else text(_no_source(language)))
    if whole and page == 1:
        parts += _channel(subscription, muted, catalogue, language)
    parts += _turning(page, len(pages), turn, language)
    plain = f"{Phrase.WATCHLIST.say(language)}: {len(companies)} + {len(sources)}"
    return Document(parts=tuple(parts), plain=plain, tone="answer")


def status(  # noqa: PLR0913 - all that the state shows
    statuses: Sequence[SourceStatus],
    waiting: Mapping[DeliveryState, int],
    *,
    platforms: Mapping[str, Health],
    now: datetime,
    language: str,
    turn: Turn,
    page: int = 1,
) -> Document:
    """A page of how the sources are doing. The first one sums up and names what is not well.

    Those that are well have pages of their own, where all together are more than one page.
    """
    order = sorted(statuses, key=lambda each: (each.state not in TROUBLED, title(each.source)))
    pages = _status_pages(order)
    page = min(page, len(pages))
    troubled = sum(each.state in TROUBLED for each in order)
    said = _summed(len(order), troubled, language)
    parts: list[Part] = [Title(text=said, tag=Phrase.STATUS.say(language))]
    if page == 1:
        parts += _counted(order, language)
        parts.append(Facts((*_platforms(platforms, language), _waiting(waiting, language))))
    if rows := tuple(_state(each, now, language) for each in pages[page - 1]):
        parts.append(Facts(rows))
    is_short = page == 1 and len(pages) > 1 and not pages[0]
    next_ = Listing.THE_REST if is_short or page * STATUS_ROWS >= troubled else Listing.NEXT
    parts += _turning(page, len(pages), turn, language, next_=next_ if page == 1 else Listing.NEXT)
    is_ill = troubled or not all(health.ok for health in platforms.values())
    return Document(parts=tuple(parts), plain=said, tone="warning" if is_ill else "answer")


def _status_pages(order: Sequence[SourceStatus]) -> list[Sequence[SourceStatus]]:
    if len(order) <= STATUS_ROWS:
        return [order]
    ill = [each for each in order if each.state in TROUBLED]
    return [*(_chunks(ill, STATUS_ROWS) or [()]), *_chunks(order[len(ill) :], STATUS_ROWS)]


def _summed(count: int, troubled: int, language: str) -> str:
    if not count:
        return _no_source(language)
    if troubled:
        return Phrase.SOME_FAIL.say(language, n=troubled, of=count)
    return Phrase.ALL_WELL.say(language, n=count)


def _counted(order: Sequence[SourceStatus], language: str) -> list[Part]:
    """How many are in each state, where there is more than one state."""
    counts = Counter(each.state for each in order)
    if len(counts) < 2:  # noqa: PLR2004 - the title says it
        return []
    told = [
        Listing.COUNTED.say(language, n=counts[state], state=pick(SOURCE_STATES[state], language))
        for state in SourceState
        if counts[state]
    ]
    return [text(DOT.join(told))]


def _platforms(platforms: Mapping[str, Health], language: str) -> list[Fact]:
    found = []
    for name, health in platforms.items():
        state = SOURCE_STATES[SourceState.OK if health.ok else SourceState.FAILING]
        reason = (Run(fault_in(health.reason, language)),) if health.reason else ()
        fact = Fact(label=name.capitalize(), phase_text=pick(state, language), detail=reason)
        found.append(fact)
    return found


def _waiting(waiting: Mapping[DeliveryState, int], language: str) -> Fact:
    queue = [f"{n} {pick(DELIVERY_STATES[state], language)}" for state, n in waiting.items() if n]
    told = listed(queue or [Phrase.NOTHING_WAITS.say(language)], language)
    return Fact(label=Phrase.DELIVERIES.say(language), detail=(Run(told),))


def _state(each: SourceStatus, now: datetime, language: str) -> Fact:
    told = [Run(shown_in(fault_in(each.fault, language)), bold=True)] if each.fault else []
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
    if each.source.kind != SourceKind.FEED:
        told.append(Run(pick(SOURCE_KINDS[each.source.kind], language), faint=True))
    return Fact(
        label=title(each.source),
        detail=dotted(told),
        phase_text=pick(SOURCE_STATES[each.state], language),
    )


def _channel(
    subscription: Subscription | None, muted: Sequence[str], catalogue: Catalogue, language: str
) -> list[Part]:
    parts: list[Part] = [_heading(Phrase.THIS_CHANNEL.say(language))]
    parts.append(text(hears(subscription, catalogue, language)))
    if subscription and subscription.managed:
        parts.append(text(Phrase.FROM_FILE.say(language), faint=True))
    if muted:
        parts.append(text(Phrase.MUTED_HERE.say(language, names=listed(muted, language))))
    return parts


def _company(watch: Watch, catalogue: Catalogue, now: datetime, language: str) -> Fact:
    name = name_of(watch.company or "", catalogue, language)
    return Fact(label=name, detail=dotted(_marks(watch, now, language)))


def _source(watch: Watch, states: Mapping[str, SourceState], now: datetime, language: str) -> Fact:
    source = watch.source
    if source is None:
        return Fact(label="")
    marks = [*_marks(watch, now, language), Run(shown(source.url), faint=True)]
    state = states.get(source.id, SourceState.OK)
    is_plain = state in {SourceState.OK, SourceState.PAUSED}  # a pause has words of its own
    mark = "" if is_plain else pick(SOURCE_STATES[state], language)
    return Fact(label=title(source), detail=dotted(marks), phase_text=mark)


def _marks(watch: Watch, now: datetime, language: str) -> list[Run]:
    """Whether it is paused, how often it is wanted, and who owns it."""
    marks: list[Run] = []
    if watch.paused_until and watch.paused_until > now:
        paused = pick(SOURCE_STATES[SourceState.PAUSED], language)
        marks.append(
            Run(f"{paused} {until_words(watch.paused_until, language, now.tzinfo)}", bold=True)
        )
    if watch.own.every:
        marks.append(Run(rhythm(watch.own.every, language), faint=True))
    if watch.managed:
        marks.append(Run(Phrase.FROM_FILE.say(language), faint=True))
    return marks


def _turning(
    page: int, pages: int, turn: Turn, language: str, *, next_: Listing = Listing.NEXT
) -> list[Part]:
    """Which page it is, and the buttons to those beside it; nothing for the only one."""
    if pages == 1:
        return []
    buttons = [Button(Listing.BEFORE.say(language), turn(page - 1))] if page > 1 else []
    buttons += [Button(next_.say(language), turn(page + 1))] if page < pages else []
    told = Phrase.PAGE.say(language, page=page, pages=pages)
    return [text(told, faint=True), Buttons(tuple(buttons))]


def _chunks(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _no_source(language: str) -> str:
    return Phrase.NO_SOURCES.say(language, command="/evwatch add https://…")


def _heading(words: str, count: int | None = None) -> Text:
    return text(words if count is None else f"{words} ({count})", bold=True)


def _named(row: Fact) -> str:
    return row.label.casefold()
