"""How the words behind a verb are read and written: names, lists, times, filters; for all verbs.

Everything that reads raises `CommandError` and nothing else.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from bot.commands import deadlines
from bot.commands.deadlines import Deadline
from bot.commands.errors import CommandError, Said, WrongWord, said
from bot.commands.tokens import Token, address, phrase_of
from bot.commands.vocabulary import ALL, AND, FILTERS, UNTIL, lookup, nearest
from bot.compose.phrases import Phrases
from bot.compose.wording import Phrase

VALUE_MAX_WORDS: Final = 4  # of a value that nobody put in quotes: "last 30 days", "under way"
PAGE_MAX: Final = 9_999

_Value = TypeVar("_Value")
_Name = TypeVar("_Name", bound=str)
_SEPARATOR: Final = re.compile(r"[,，、;；]")
_STORY: Final = re.compile(r"#?([0-9a-f]{20})", re.IGNORECASE)
_GLUED: Final = re.compile(r"(?:直到|至|到)(.+)")  # 到明天早上8点: Chinese needs no space
_LENGTH: Final = re.compile(r"\d{1,4}(?:h|d|w|m|y|天|周)", re.IGNORECASE)
# As Slack and Discord write a channel and a person into a line; else the id itself.
_CHANNEL: Final = re.compile(r"<#(\w+)(?:\|[^<>]*)?>|#?([^\s<>#@|]+)")
_PERSON: Final = re.compile(r"<@!?([\w.-]+)(?:\|[^<>]*)?>|@?([\w.-]+)")
_NAMED: Final = re.compile(r"<@[\w.-]+\|([\w.-]{1,80})>")
_PLAIN: Final = re.compile(r"[\w.&+'’-]+(?: [\w.&+'’-]+)*")


def example(line: str) -> Said:
    """What to type instead."""
    return said(Phrase.TYPE_THIS, example=line)


def whole(word: Token) -> Token:
    """A token as it was typed: what looked like a filter is part of a name."""
    return Token(f"{word.key}:{word.text}") if word.key else word


def typed(words: Sequence[Token]) -> str:
    """All the words as they were typed."""
    return phrase_of([whole(word) for word in words])


def nothing_more(words: Sequence[Token]) -> None:
    """Refuse words that no verb knows what to do with."""
    if words:
        raise CommandError(said(Phrase.STRAY_WORDS, word=typed(words)))


def target(words: Sequence[Token], missing: Phrases, line: str) -> str:
    """The words as one name; `line` is an example for who typed none."""
    text = typed(words)
    if not text:
        raise CommandError(said(missing), example(line))
    return text


def names_of(words: Sequence[Token], line: str) -> tuple[str, ...]:
    """Names between commas, "and" or quotes; words without any of these are one name.

    Empty: all of them. `line` is an example for who typed none.
    """
    names: list[str] = []
    is_open = False  # may the next word still belong to the last name?
    for word in map(whole, words):
        if word.quoted:
            names.append(word.text)
            is_open = False
            continue
        if word.text.casefold() in AND:
            is_open = False
            continue
        for place, piece in enumerate(_SEPARATOR.split(word.text)):
            is_open = is_open and place == 0
            if piece and is_open:
                names[-1] += f" {piece}"
            elif piece:
                names.append(piece)
                is_open = True
    if not names:
        raise CommandError(said(Phrase.MISSING_COMPANY), example(line))
    if any(name.casefold() in ALL for name in names):
        return ()
    return tuple(dict.fromkeys(names))


def channel_of(text: str) -> str:
    """The id of the channel that this text names, or "here"."""
    found = _CHANNEL.fullmatch(text.strip())
    if found is None:
        raise CommandError(said(Phrase.STRAY_WORDS, word=text))
    return "here" if text.casefold() == "here" else found[1] or found[2]


def person_of(text: str) -> str | None:
    """The id of the person whom this text names; None where it names nobody."""
    found = _PERSON.fullmatch(text.strip())
    return (found[1] or found[2]) if found else None


def name_in(text: str) -> str:
    """What a mention of Slack's calls the person, `<@U12345|ann>`; empty where it says nothing."""
    found = _NAMED.fullmatch(text.strip())
    return found[1] if found else ""


def story_of(words: Sequence[Token]) -> str:
    """The id of the story that is named; empty when none is."""
    if not words:
        return ""
    told = typed(words)
    found = story_id(told)
    if found is None:
        raise CommandError(said(Phrase.NO_STORY, word=told))
    return found


def story_id(text: str) -> str | None:
    """The id that this text is, with or without its hash sign."""
    found = _STORY.fullmatch(text)
    return found[1].lower() if found else None


def split_until(words: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """What is meant, and the words of the time, if any: "nio until 2026-12-01", "nio 3d"."""
    words = list(words)
    for place, word in enumerate(words):
        if word.key.casefold() in UNTIL:
            return words[:place], [Token(word.text), *words[place + 1 :]]
        if not word.quoted and not word.key and word.text.casefold() in UNTIL:
            return words[:place], words[place + 1 :]
        glued = _GLUED.fullmatch(word.text)
        if glued and place and not word.quoted and not word.key and deadlines.read(glued[1]):
            return words[:place], [Token(glued[1]), *words[place + 1 :]]
    if len(words) > 1 and not words[-1].quoted and _LENGTH.fullmatch(words[-1].text):
        return words[:-1], words[-1:]
    return words, []


def until_of(words: Sequence[Token], line: str) -> Deadline | None:
    """The end that these words tell; None for no words."""
    if not words:
        return None
    told = phrase_of(words)
    when = deadlines.read(told)
    if when is None:
        raise CommandError(said(Phrase.UNKNOWN_TIME, word=told), example(line))
    return when


def filter_of(word: Token) -> str:
    """The filter that a token sets; empty when it is part of a name, as in "NASDAQ:LI"."""
    if not word.key:
        return ""
    known = lookup(FILTERS, word.key)
    if known is None and word.key.islower() and (near := nearest(FILTERS, word.key, 1)):
        raise WrongWord(said(Phrase.UNKNOWN_FILTER, word=word.key), word=word.key, near=near)
    return known or ""


def choices_of(
    word: Token,
    rest: list[Token],
    names: Mapping[_Name, Sequence[str]],
    unknown: Phrases,
) -> list[_Name]:
    """The names of a list such as `delivery,factory`; every one must be known. Eats of `rest`."""
    these = said(Phrase.THESE_ARE, names=", ".join(names))
    word = valued(word, these)
    listed = longest(word, rest, lambda text: _all_known(names, text))
    if listed is not None:
        return listed
    parts = [part.strip() for part in re.split(r"[,，、;；|/+]", word.text) if part.strip()]
    wrong = next((part for part in parts if lookup(names, part) is None), word.text)
    near = tuple(map(str, nearest(names, wrong)))
    known = () if near else (these,)
    raise WrongWord(said(unknown, word=wrong), *known, word=wrong, near=near)


def valued(word: Token, *more: Said) -> Token:
    """A filter that says something; raises `CommandError` for one that does not, `more` behind."""
    if not word.text:
        raise CommandError(said(Phrase.NO_VALUE, word=word.key), *more)
    return word


def longest(word: Token, rest: list[Token], read: Callable[[str], _Value | None]) -> _Value | None:
    """Read a value with as many of the words behind it as make sense together; eats those."""
    more = 0
    while more < min(len(rest), VALUE_MAX_WORDS) and not (rest[more].key or rest[more].quoted):
        more += 1
    for count in range(0 if word.quoted else more, -1, -1):
        value = read(phrase_of([word, *rest[:count]]))
        if value is not None:
            del rest[:count]
            return value
    return None


def page_of(word: Token) -> int:
    """A page's number, from 1 on."""
    if not valued(word).text.isdecimal() or not 0 < int(word.text[:5]) <= PAGE_MAX:
        raise CommandError(said(Phrase.BAD_PAGE, word=word.text))
    return int(word.text)


def quoted(name: str) -> str:
    """The name in quotes where it could be read as something else."""
    is_plain = _PLAIN.fullmatch(name) and not {*name.casefold().split()} & (UNTIL | AND | ALL)
    return name if is_plain and not address(name) and " " not in name else f'"{name}"'


def until_words(when: Deadline | None) -> str:
    """An end as it is typed behind a name, with a space before it; empty for none."""
    return f" until:{quoted(when.words)}" if when else ""


def story_words(story: str) -> str:
    """A story as it is typed behind a verb, with a space before it; empty for none."""
    return f" #{story}" if story else ""


def _all_known(names: Mapping[_Name, Sequence[str]], text: str) -> list[_Name] | None:
    found: list[_Name] = []
    for part in re.split(r"[,，、;；|/+]", text):
        name = lookup(names, part) if part.strip() else None
        if part.strip() and name is None:
            return None
        found += [name] if name is not None else []
    return found or None
