"""The blanks of a step as people fill them in: `date:"Q3 2024"`, `amount:10亿元`, `phase:done`."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from bot.commands.errors import CommandError, said
from bot.commands.vocabulary import KINDS, PHASES, lookup
from bot.compose.correcting_words import Correcting
from bot.compose.phrases import Phrases
from bot.compose.wording import Phrase
from bot.milestones.agencies import agency_names
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.dates import find_dates
from storage.records import Certainty, Milestone, Quantity, Span

_Name = TypeVar("_Name", bound=str)
_Reader = Callable[[str, Milestone, date], object]

WORDS_MAX_CHARS: Final = 120  # of a subject or an agency
SLOTS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": ("type", "类型", "种类"),
    "phase": ("stage", "state", "阶段"),
    "certainty": ("sure", "可信度"),
    "date": ("when", "time", "时间", "日期"),
    "amount": ("sum", "money", "金额"),
    "quantity": ("count", "number", "数量"),
    "agency": ("authority", "机构"),
    "company": ("公司",),
    "subject": ("what", "model", "对象", "车型"),
}
# What a slot is called in a milestone, where that is another word.
ATTRIBUTES: Final[Mapping[str, str]] = {"date": "when"}
NONE: Final = frozenset({"none", "nothing", "-", "–", "无", "没有"})
CERTAINTIES: Final[Mapping[Certainty, tuple[str, ...]]] = {
    Certainty.OFFICIAL: ("confirmed", "sure", "官方", "已确认"),
    Certainty.REPORTED: ("report", "media", "媒体报道", "报道"),
    Certainty.RUMOURED: ("rumour", "rumor", "rumored", "传闻"),
}
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_AROUND: Final = re.compile(r"\b(?:in|on|by|the|about|of|at)\b|[\s,.，。]")
_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


def attribute(slot: str) -> str:
    """The attribute of a milestone that a blank fills."""
    return ATTRIBUTES.get(slot, slot)


def value(slot: str, words: str, step: Milestone, today: date) -> object:
    """What a blank means for this step; None: it has none of that.

    Every slot but the company, which only a catalogue knows. Raises `CommandError`.
    """
    if words.casefold() in NONE:
        if slot in {"kind", "phase", "certainty"}:
            raise CommandError(said(Correcting.NEEDED, slot=slot))
        return None
    return _READERS[slot](words, step, today)


def _one_of(names: Mapping[_Name, Sequence[str]], unknown: Phrases) -> _Reader:
    """What reads one of a closed set; `unknown` says that a word is none of it."""

    def read(words: str, _step: Milestone, _today: date) -> object:
        found = lookup(names, words)
        if found is None:
            these = said(Phrase.THESE_ARE, names=", ".join(names))
            raise CommandError(said(unknown, word=words), these)
        return found

    return read


def _date(words: str, _step: Milestone, today: date) -> object:
    first, bar, last = words.partition("/")
    spans = [_span(each, today) for each in ([first, last] if bar else [words])]
    if any(span is None for span in spans):
        whole = _span(words, today)
        spans = [whole]
    met = [span for span in spans if span is not None]
    if not met or met[0].start > met[-1].end:
        raise CommandError(said(Phrase.UNKNOWN_TIME, word=words), said(Correcting.TIMES))
    return Span(start=met[0].start, end=met[-1].end)


def _span(words: str, today: date) -> Span | None:
    found = find_dates(words, published=today, language=_language(words))
    if len(found) != 1 or _is_more(words, found[0].start, found[0].end):
        return None
    return found[0].span


def _amount(words: str, _step: Milestone, _today: date) -> object:
    found = find_money(words, language=_language(words))
    if len(found) != 1 or _is_more(words, found[0].start, found[0].end):
        raise CommandError(said(Correcting.NO_SUM, word=words))
    return found[0].money


def _quantity(words: str, step: Milestone, _today: date) -> object:
    if _NUMBER.fullmatch(words) and step.quantity:
        return Quantity(value=Decimal(words.replace(",", "")), unit=step.quantity.unit)
    found = find_quantities(words, language=_language(words))
    if len(found) != 1:
        raise CommandError(said(Correcting.NO_COUNT, word=words))
    return found[0].quantity


def _agency(words: str, _step: Milestone, _today: date) -> object:
    wanted = words.casefold()
    for short, names in agency_names().items():
        if wanted in {short.casefold(), *(name.casefold() for name in names)}:
            return short
    return _text(words)


def _subject(words: str, _step: Milestone, _today: date) -> object:
    return _text(words)


def _text(words: str) -> str:
    if len(words) > WORDS_MAX_CHARS:
        raise CommandError(said(Phrase.TOO_LONG))
    return words


def _is_more(words: str, start: int, end: int) -> bool:
    """Is anything said beside what was found?"""
    return bool(_AROUND.sub("", words[:start] + words[end:]))


def _language(words: str) -> str:
    return "zh" if _HAN.search(words) else "en"


_READERS: Final[Mapping[str, _Reader]] = {
    "kind": _one_of(KINDS, Phrase.UNKNOWN_KIND),
    "phase": _one_of(PHASES, Phrase.UNKNOWN_PHASE),
    "certainty": _one_of(CERTAINTIES, Correcting.NO_CERTAINTY),
    "date": _date,
    "amount": _amount,
    "quantity": _quantity,
    "agency": _agency,
    "subject": _subject,
}
