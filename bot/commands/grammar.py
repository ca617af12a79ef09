"""The words of a command line in, a `Command` out."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from adapters.plain import plain
from bot.commands import times
from bot.commands.errors import CommandError, Said, WrongWord, said
from bot.commands.pages import PAGES
from bot.commands.times import When
from bot.commands.tokens import Token, address, narrow, phrase_of, tokens
from bot.commands.values import (
    AddCompany,
    AddSource,
    Command,
    Flag,
    Flags,
    Follow,
    Help,
    List,
    Milestones,
    Mute,
    Pause,
    Preview,
    Queue,
    Remove,
    Resume,
    Sources,
    Status,
    Unfollow,
    Unmute,
    Why,
)
from bot.commands.vocabulary import (
    ACTIONS,
    ALL,
    AND,
    FILTERS,
    KINDS,
    MUTABLE,
    PHASES,
    UNTIL,
    VERBS,
    Muted,
    lookup,
    nearest,
)
from bot.compose.wording import Phrase

if TYPE_CHECKING:
    from storage.records import Kind, Phase

TEXT_MAX_CHARS: Final = 2_000
PAGE_MAX: Final = 9_999
VALUE_MAX_WORDS: Final = 4  # of a value that nobody put in quotes: "last 30 days", "under way"


_Value = TypeVar("_Value")
_Name = TypeVar("_Name", bound=str)
_SEPARATOR: Final = re.compile(r"[,，、;；]")
_STORY: Final = re.compile(r"#?([0-9a-f]{20})", re.IGNORECASE)
_KEY: Final = re.compile(r"#?([0-9a-f]{4,20})", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\d{1,4}(?:h|d|w|m|y|天|周)", re.IGNORECASE)


def parse(text: str) -> Command:
    """Read a whole command line, with or without its slash.

    Raises `CommandError`, and nothing else, for whatever else is typed.
    """
    if len(text) > TEXT_MAX_CHARS:
        raise CommandError(said(Phrase.TOO_LONG))
    words = tokens(text)
    if not words:
        return Help()
    root, rest = words[0].text.lstrip("/／"), words[1:]
    if root.casefold().replace("-", "") == "evwatch":
        if not rest:
            return Help()
        root, rest = rest[0].text, rest[1:]
    elif not root and rest:  # "/ milestones"
        root, rest = rest[0].text, rest[1:]
    verb = lookup(VERBS, root)
    if verb is None:
        raise _unknown_verb(root, rest)
    try:
        return _PARSERS[verb](rest)
    except WrongWord as error:
        line = " ".join(narrow(plain(text)).split())
        meant = tuple(line.replace(error.word, near, 1) for near in error.near)
        raise CommandError(*error.said, suggestions=meant) from error


def _milestones(words: Sequence[Token]) -> Milestones:
    company: list[Token] = []
    kinds: list[Kind] = []
    phases: list[Phase] = []
    since: When | None = None
    page = 1
    rest = list(words)
    while rest:
        word = rest.pop(0)
        match _filter(word):
            case "kind":
                kinds += _choices(word, rest, KINDS, Phrase.UNKNOWN_KIND)
            case "phase":
                phases += _choices(word, rest, PHASES, Phrase.UNKNOWN_PHASE)
            case "since":
                since = _since(word, rest)
            case "page":
                page = _page(word)
            case _:
                company.append(_whole(word))
    if not company:
        raise CommandError(said(Phrase.MISSING_COMPANY), _example("milestones"))
    return Milestones(
        company=phrase_of(company),
        kinds=tuple(dict.fromkeys(kinds)),
        phases=tuple(dict.fromkeys(phases)),
        since=since,
        page=page,
    )


def _add(words: Sequence[Token]) -> AddSource | AddCompany:
    target = _target(words, "add", Phrase.MISSING_TARGET)
    if url := address(target):
        return AddSource(url=url)
    if "://" in target:
        raise CommandError(said(Phrase.NOT_A_URL, word=target), _example("preview"))
    return AddCompany(name=target)


def _preview(words: Sequence[Token]) -> Preview:
    target = _target(words, "preview", Phrase.MISSING_URL)
    url = address(target)
    if url is None:
        raise CommandError(said(Phrase.NOT_A_URL, word=target), _example("preview"))
    return Preview(url=url)


def _remove(words: Sequence[Token]) -> Remove:
    return Remove(name=_target(words, "remove", Phrase.MISSING_NAME))


def _resume(words: Sequence[Token]) -> Resume:
    return Resume(name=phrase_of([_whole(word) for word in words]))


def _follow(words: Sequence[Token]) -> Follow:
    return Follow(names=_names(words, "follow"))


def _unfollow(words: Sequence[Token]) -> Unfollow:
    return Unfollow(names=_names(words, "unfollow"))


def _pause(words: Sequence[Token]) -> Pause:
    name, until = _split_pause(list(words))
    target = _target(name, "pause", Phrase.MISSING_NAME)
    if not until:
        return Pause(name=target)
    told = phrase_of(until)
    when = times.read(told)
    if when is None:
        raise CommandError(said(Phrase.UNKNOWN_TIME, word=told), _example("pause"))
    return Pause(name=target, until=when)


def _mute(words: Sequence[Token]) -> Mute:
    target, until = _split_pause(list(words))
    when = times.read(phrase_of(until)) if until else None
    if until and when is None:
        told = phrase_of(until)
        raise CommandError(said(Phrase.UNKNOWN_TIME, word=told), _example("mute"))
    found = _STORY.fullmatch(phrase_of([_whole(word) for word in target]))
    if not target or found:
        return Mute(story=found[1].lower() if found else "", until=when)
    what, name = _muted(target, "mute")
    return Mute(what=what, name=name, until=when)


def _unmute(words: Sequence[Token]) -> Unmute:
    what, name = _muted(words, "unmute")
    return Unmute(what=what, name=name)


def _muted(words: Sequence[Token], verb: str) -> tuple[Muted | None, str]:
    """What is to be silent, and its name: "kind:launch", or only "launch"."""
    key = lookup(MUTABLE, words[0].key) if words and words[0].key else None
    if key is None:
        return None, _target(words, verb, Phrase.MISSING_NAME)
    first = Token(words[0].text, quoted=words[0].quoted)
    return key, _target([first, *words[1:]], verb, Phrase.MISSING_NAME)


def _sources(words: Sequence[Token]) -> Sources:
    return Sources(story=_story(words))


def _why(words: Sequence[Token]) -> Why:
    return Why(story=_story(words))


def _flag(words: Sequence[Token]) -> Flag:
    return Flag(story=_story(words))


def _unflag(words: Sequence[Token]) -> Flag:
    return Flag(story=_story(words), undo=True)


def _flags(words: Sequence[Token]) -> Flags:
    _nothing_more(words)
    return Flags()


def _queue(words: Sequence[Token]) -> Queue:
    if not words:
        return Queue()
    action, rest = lookup(ACTIONS, words[0].text), phrase_of(words[1:])
    if action is None:
        near = nearest(ACTIONS, words[0].text)
        raise WrongWord(
            said(Phrase.UNKNOWN_VERB, word=words[0].text), word=words[0].text, near=near
        )
    if action == "list":
        _nothing_more(words[1:])
        return Queue()
    key = _KEY.fullmatch(rest)
    if key is None and rest.casefold() not in ALL:
        raise CommandError(said(Phrase.MISSING_KEY), _example("queue"))
    return Queue(action=action, key=key[1].lower() if key else "")


def _story(words: Sequence[Token]) -> str:
    """The id of the story that is named; empty when none is."""
    if not words:
        return ""
    told = phrase_of([_whole(word) for word in words])
    found = _STORY.fullmatch(told)
    if found is None:
        raise CommandError(said(Phrase.NO_STORY, word=told))
    return found[1].lower()


def _split_pause(words: list[Token]) -> tuple[list[Token], list[Token]]:
    """What is paused, and the words of the time, if any: "nio until 2026-12-01", "nio 3d"."""
    for place, word in enumerate(words):
        if word.key.casefold() in UNTIL:
            return words[:place], [Token(word.text), *words[place + 1 :]]
        if not word.quoted and not word.key and word.text.casefold() in UNTIL:
            return words[:place], words[place + 1 :]
    if len(words) > 1 and not words[-1].quoted and _LENGTH.fullmatch(words[-1].text):
        return words[:-1], words[-1:]
    return words, []


def _list(words: Sequence[Token]) -> List:
    _nothing_more(words)
    return List()


def _status(words: Sequence[Token]) -> Status:
    _nothing_more(words)
    return Status()


def _help(words: Sequence[Token]) -> Help:
    names = [word.text.lstrip("/") for word in words]
    names = [name for name in names if name.casefold() != "evwatch"] or [""]
    verb = lookup(VERBS, names[0]) if names[0] else ""
    if verb is None:
        raise _unknown_verb(names[0], ())
    return Help(verb=verb)


_PARSERS: Final[Mapping[str, Callable[[Sequence[Token]], Command]]] = {
    "milestones": _milestones,
    "add": _add,
    "remove": _remove,
    "follow": _follow,
    "unfollow": _unfollow,
    "list": _list,
    "pause": _pause,
    "resume": _resume,
    "preview": _preview,
    "status": _status,
    "sources": _sources,
    "why": _why,
    "mute": _mute,
    "unmute": _unmute,
    "flag": _flag,
    "unflag": _unflag,
    "flags": _flags,
    "queue": _queue,
    "help": _help,
}


def _filter(word: Token) -> str:
    """The filter that a token sets; empty when it is part of a name, as in "NASDAQ:LI"."""
    if not word.key:
        return ""
    known = lookup(FILTERS, word.key)
    if known is None and word.key.islower() and (near := nearest(FILTERS, word.key, 1)):
        raise WrongWord(said(Phrase.UNKNOWN_FILTER, word=word.key), word=word.key, near=near)
    return known or ""


def _whole(word: Token) -> Token:
    return Token(f"{word.key}:{word.text}") if word.key else word


def _choices(
    word: Token,
    rest: list[Token],
    names: Mapping[_Name, Sequence[str]],
    unknown: Phrase,
) -> list[_Name]:
    """The names of a list such as `delivery,factory`; every one must be known."""
    listed = _longest(word, rest, lambda text: _all_known(names, text))
    if listed is not None:
        return listed
    parts = [part.strip() for part in re.split(r"[,，、;；|/+]", word.text) if part.strip()]
    wrong = next((part for part in parts if lookup(names, part) is None), word.text)
    near = tuple(map(str, nearest(names, wrong)))
    known = () if near else (said(Phrase.THESE_ARE, names=", ".join(names)),)
    raise WrongWord(said(unknown, word=wrong), *known, word=wrong, near=near)


def _all_known(names: Mapping[_Name, Sequence[str]], text: str) -> list[_Name] | None:
    found: list[_Name] = []
    for part in re.split(r"[,，、;；|/+]", text):
        name = lookup(names, part) if part.strip() else None
        if part.strip() and name is None:
            return None
        found += [name] if name is not None else []
    return found or None


def _since(word: Token, rest: list[Token]) -> When:
    when = _longest(word, rest, times.read)
    if when is None:
        raise CommandError(
            said(Phrase.UNKNOWN_TIME, word=word.text),
            said(Phrase.THESE_ARE, names='2023, 2023-05, 30d, "last month"'),
        )
    return when


def _longest(word: Token, rest: list[Token], read: Callable[[str], _Value | None]) -> _Value | None:
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


def _page(word: Token) -> int:
    if not word.text.isdecimal() or not 0 < int(word.text[:5]) <= PAGE_MAX:
        raise CommandError(said(Phrase.BAD_PAGE, word=word.text))
    return int(word.text)


def _target(words: Sequence[Token], verb: str, missing: Phrase) -> str:
    text = phrase_of([_whole(word) for word in words])
    if not text:
        raise CommandError(said(missing), _example(verb))
    return text


def _names(words: Sequence[Token], verb: str) -> tuple[str, ...]:
    """Names between commas, "and" or quotes; words without any of these are one name."""
    names: list[str] = []
    is_open = False  # may the next word still belong to the last name?
    for word in map(_whole, words):
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
        raise CommandError(said(Phrase.MISSING_COMPANY), _example(verb))
    if any(name.casefold() in ALL for name in names):
        return ()
    return tuple(dict.fromkeys(names))


def _nothing_more(words: Sequence[Token]) -> None:
    if words:
        raise CommandError(said(Phrase.STRAY_WORDS, word=phrase_of([_whole(w) for w in words])))


def _unknown_verb(word: str, rest: Sequence[Token]) -> CommandError:
    near = nearest(VERBS, word) if word else ()
    more = phrase_of([_whole(each) for each in rest])
    suggestions = [
        f"/milestones {more}" if n == "milestones" else f"/evwatch {n} {more}" for n in near
    ]
    return CommandError(
        said(Phrase.UNKNOWN_VERB, word=word),
        _example("help"),
        suggestions=tuple(each.rstrip() for each in suggestions),
    )


def _example(verb: str) -> Said:
    return said(Phrase.TYPE_THIS, example=PAGES[verb].example)
