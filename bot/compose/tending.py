"""What operators are told of sources: what changed, what still lasts, what was noticed."""

from collections.abc import Sequence
from typing import Final

from adapters.document import Document, Fact, Facts, Part, Run, Text, Title
from bot.compose.addresses import shown, shown_in, title
from bot.compose.fault_words import fault_in
from bot.compose.phrases import pick
from bot.compose.tending_words import Say
from bot.compose.wording import SOURCE_STATES
from storage.sources import MOVED, News, SourceState, Standing, Word

ROWS_MAX: Final = 10  # of one message; the rest is counted
OUTAGE_MIN: Final = 5  # so many at once, and most of all: it is rather the way to them

_NEWS: Final = {News.REKEYED: Say.REKEYED, News.REDATED: Say.REDATED, News.MOVED: Say.MOVED}


def tended(
    changed: Sequence[Standing],
    lasting: Sequence[Standing],
    words: Sequence[Word],
    *,
    watched: int,
    language: str,
) -> Document:
    """One message for all of it; at least one of the three has something."""
    said = _title(changed, lasting, words, language)
    parts: list[Part] = [Title(text=said)]
    down = [each for each in changed if each.state == SourceState.FAILING]
    if len(down) >= max(OUTAGE_MIN, watched / 2):
        parts.append(Text((Run(Say.OUTAGE.say(language), bold=True),)))
    parts += _rows([_state(each, language) for each in changed], language)
    if lasting and changed:
        parts.append(Text((Run(Say.LASTS.say(language, n=len(lasting)), bold=True),)))
    parts += _rows([_state(each, language) for each in lasting], language)
    parts += _rows([_word(each, language) for each in words], language)
    if changed or lasting:
        parts.append(Text((Run(Say.KEPT.say(language, command="/evwatch status"), faint=True),)))
    return Document(
        parts=tuple(parts), plain=said, tone="warning" if changed or lasting else "neutral"
    )


def _title(
    changed: Sequence[Standing], lasting: Sequence[Standing], words: Sequence[Word], language: str
) -> str:
    if changed:
        return Say.CHANGED.say(language, n=len(changed))
    if lasting:
        return Say.LASTS.say(language, n=len(lasting))
    return Say.NOTICED.say(language, n=len({word.source.id for word in words}))


def _rows(rows: Sequence[Fact], language: str) -> list[Part]:
    parts: list[Part] = [Facts(tuple(rows[:ROWS_MAX]))] if rows else []
    if len(rows) > ROWS_MAX:
        parts.append(Text((Run(Say.MORE.say(language, n=len(rows) - ROWS_MAX), faint=True),)))
    return parts


def _state(each: Standing, language: str) -> Fact:
    if each.state == SourceState.OK:
        return Fact(label=title(each.source), phase_text=Say.WELL.say(language))
    why = shown_in(fault_in(each.fault, language)) if each.fault else ""
    if each.state == SourceState.STALE:
        why = Say.SILENT.say(language)
    return Fact(
        label=title(each.source),
        detail=(Run(why),) if why else (),
        phase_text=pick(SOURCE_STATES[each.state], language),
    )


def _word(each: Word, language: str) -> Fact:
    url = each.source.memory.get(MOVED, "")
    return Fact(
        label=title(each.source), detail=(Run(_NEWS[each.news].say(language, url=shown(url))),)
    )
