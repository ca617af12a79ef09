"""May a company be called so? What a name must be, and which names are also common words."""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import Final

from bot.catalogue import Catalogue, fold, table

LATIN_MIN_CHARS: Final = 3  # of letters and digits: shorter ones stand in too many other words
HAN_MIN_CHARS: Final = 2
NAME_MAX_CHARS: Final = 60
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_UNFIT: Final = re.compile(r"[<>@#/\\|`*\"“”「」\[\]{}=:：,，、;；\n\r\t]")
_TABLES: Final = (
    *("english_words", "english_steps", "english_cues", "english_classes", "english_topics"),
    *("english_idioms", "title_words", "english_grammar"),
    *("chinese_words", "chinese_steps", "chinese_cues"),
)


class Refusal(StrEnum):
    """Why a company cannot be called so."""

    SHORT = "short"
    LONG = "long"
    UNFIT = "unfit"  # no letter in it, or a sign that commands or platforms read
    TAKEN = "taken"  # by another company
    MODEL = "model"  # that of another company


def refusal(name: str, catalogue: Catalogue, company: str = "") -> tuple[Refusal, str] | None:
    """Why `company` cannot have this name, and the id of whose it is; None when it can.

    A name that it has already is no reason.
    """
    if len(name) > NAME_MAX_CHARS:
        return Refusal.LONG, ""
    if _UNFIT.search(name) or not _LETTER.search(name):
        return Refusal.UNFIT, ""
    least = HAN_MIN_CHARS if _HAN.search(name) else LATIN_MIN_CHARS
    if len(fold(name)) < least:
        return Refusal.SHORT, ""
    return _taken(name, catalogue, company)


def _taken(name: str, catalogue: Catalogue, company: str) -> tuple[Refusal, str] | None:
    """Whose the name is already: another company's, a group's, a model's."""
    owner = catalogue.find(name) or catalogue.find_group(name)
    if owner is not None:
        return (Refusal.TAKEN, owner.id) if owner.id != company else None
    maker = _models().get(fold(name), company)
    return (Refusal.MODEL, maker) if maker != company else None


def is_common(name: str) -> bool:
    """Is it also a word of the trade or of everyday speech, as far as the tables know?

    A Chinese name of two characters nearly always is, or stands in other words.
    """
    if _HAN.search(name):
        return len(fold(name)) <= HAN_MIN_CHARS or name in _words()
    return " " not in name.strip() and name.strip().casefold() in _words()


@cache
def _models() -> dict[str, str]:
    models = table("models")["models"]
    return {fold(model): company for company, all_ in models.items() for model in all_}


@cache
def _words() -> frozenset[str]:
    return frozenset(
        word
        for name in _TABLES
        for text in _texts(table(name))
        for word in re.findall(r"[a-z]{2,}|[\u3400-\u9fff]+", text.casefold())
    )


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
