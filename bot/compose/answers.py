"""What a command is answered: notes, problems, lists, states and previews."""

from collections.abc import Sequence
from datetime import MAXYEAR, UTC, datetime, tzinfo
from typing import Final

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
from bot.compose.addresses import shown, shown_in
from bot.compose.fault_words import fault_in
from bot.compose.figures import end
from bot.compose.phrases import Phrases
from bot.compose.rows import name_of
from bot.compose.rows import text as text  # noqa: PLC0414 - many answers take it from here
from bot.compose.wording import Phrase, listed
from storage.channels import Subscription
from storage.records import Item

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


def choice(url: str, feeds: Sequence[tuple[str, str]], language: str) -> Document:
    """A page names several feeds, each with the command that takes it: which one?"""
    return note(
        Phrase.SEVERAL_FEEDS.say(language, url=shown(url), n=len(feeds)),
        buttons=[Button(label=shown(feed), command=line) for feed, line in feeds[:CHOICES_MAX]],
    )


def hears(subscription: Subscription | None, catalogue: Catalogue, language: str) -> str:
    """What a channel follows, in one sentence."""
    if subscription is None:
        return Phrase.CHANNEL_FOLLOWS_NOTHING.say(language)
    if not subscription.companies:
        return Phrase.CHANNEL_HEARS_ALL.say(language)
    names = [name_of(company, catalogue, language) for company in subscription.companies]
    return Phrase.CHANNEL_HEARS.say(language, names=listed(names, language))


def preview(  # noqa: PLR0913 - what a look saw
    url: str,
    name: str,
    *,
    items: Sequence[Item],
    alerts: Sequence[Document],
    silent: Sequence[tuple[Item, str]],
    found: str,
    now: datetime,
    language: str,
) -> list[Part]:
    """What a source would have brought. `found`: what was read, where other words were typed."""
    parts: list[Part] = [Title(text=name or shown(url), tag=Phrase.PREVIEW.say(language))]
    if found:
        parts.append(text(found, faint=True))
    parts.append(text(_would_post(items, len(alerts), now, language)))
    for document in alerts[:ALERTS_MAX]:
        parts += document.parts
    parts += _more(len(alerts) - ALERTS_MAX, language)
    if silent:
        parts.append(_heading(Phrase.STAYED_SILENT.say(language), len(silent)))
        parts.append(
            Facts(
                tuple(_hushed(item, fault_in(why, language)) for item, why in silent[:SILENT_MAX])
            )
        )
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


def until_words(until: datetime, language: str, zone: tzinfo | None = UTC) -> str:
    """The end of a pause or silence by the clocks of a zone, or that it has none."""
    if until.year == MAXYEAR:
        return Phrase.UNTIL_RESUMED.say(language)
    return Phrase.UNTIL.say(language, until=end(until.astimezone(zone), language))


def _heading(words: str, count: int | None = None) -> Text:
    return text(words if count is None else f"{words} ({count})", bold=True)


def _more(rest: int, language: str) -> list[Part]:
    return [text(Phrase.AND_MORE.say(language, n=rest), faint=True)] if rest > 0 else []


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
