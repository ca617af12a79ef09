"""What of a timeline is asked for, and which steps fit."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from adapters.document import Text
from bot.compose.entries import Entry
from bot.compose.figures import day, span
from bot.compose.lookup_words import Look
from bot.compose.rows import text
from bot.compose.wording import CERTAINTIES, KINDS, PHASES, Phrase, listed, pick
from bot.stories.names import fold, is_chinese
from bot.stories.words import pieces
from storage.records import Certainty, Kind, Milestone, Phase, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What of a timeline is asked for; empty is all of it.

    Both days are inside, and `since` is not behind `until`.
    """

    kinds: tuple[Kind, ...] = ()
    phases: tuple[Phase, ...] = ()
    certainties: tuple[Certainty, ...] = ()
    since: date | None = None
    until: date | None = None
    about: tuple[str, ...] = ()  # words that must all be told of it: a model, a place, a partner

    @property
    def is_empty(self) -> bool:
        """Does everything pass?"""
        return self == ALL


ALL: Final = Filter()


def fits(entry: Entry, only: Filter) -> bool:
    """Does the newest state of a step pass the filter?"""
    best = entry.best
    return (
        (not only.kinds or best.kind in only.kinds)
        and (not only.phases or best.phase in only.phases)
        and (not only.certainties or best.certainty in only.certainties)
        and (only.since is None or entry.last >= only.since)
        and (only.until is None or entry.first <= only.until)
        and all(_is_about(entry, word) for word in only.about)
    )


def asked(only: Filter, language: str) -> list[Text]:
    """The filter in words, for above the steps; nothing for none."""
    if only.is_empty:
        return []
    words = [pick(KINDS[kind], language) for kind in only.kinds]
    words += [pick(PHASES[phase], language) for phase in only.phases]
    words += [pick(CERTAINTIES[certainty], language) for certainty in only.certainties]
    words += [Look.ABOUT.say(language, word=word) for word in only.about]
    words += stretch(only, language)
    return [text(Phrase.FILTER.say(language, filters=listed(words, language)), faint=True)]


def stretch(only: Filter, language: str) -> list[str]:
    """Since when and until when, as one phrase; nothing where both ends are open."""
    if only.since and only.until:
        return [span(Span(start=only.since, end=only.until), language)]
    if only.since:
        return [Phrase.SINCE.say(language, day=day(only.since, language))]
    if only.until:
        return [Look.UNTIL.say(language, day=day(only.until, language))]
    return []


def _is_about(entry: Entry, word: str) -> bool:
    return any(_tells(each.milestone, word) for each in entry.tellings)


def _tells(m: Milestone, word: str) -> bool:
    """Is the word told, letter by letter or as another name of the same model, place or thing?"""
    said = f"{m.subject or ''} {m.agency or ''} {m.evidence}"
    wanted, told = fold(word), fold(said)
    if wanted in told and (is_chinese(wanted) or _stands_alone(wanted, told)):
        return True
    meant = _pieces(word)
    return bool(meant) and meant <= _pieces(said)


def _stands_alone(word: str, text: str) -> bool:
    """Does a word of a spaced script begin where a word of the text begins?"""
    place = text.find(word)
    while place >= 0:
        if place == 0 or not text[place - 1].isascii() or not text[place - 1].isalnum():
            return True
        place = text.find(word, place + 1)
    return False


@lru_cache(maxsize=8192)
def _pieces(text: str) -> frozenset[str]:
    return frozenset(pieces(text))
