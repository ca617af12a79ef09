"""The words of a command line in, a `Command` out; and a `Command` back in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from adapters.plain import plain
from bot.commands import times
from bot.commands.errors import CommandError, Said, WrongWord, said
from bot.commands.times import When
from bot.commands.tokens import Token, address, narrow, phrase_of, tokens
from bot.commands.vocabulary import FILTERS, KINDS, PHASES, VERBS, lookup, nearest
from bot.compose.wording import Phrase
from storage.records import Kind, Phase

TEXT_MAX_CHARS: Final = 2_000
PAGE_MAX: Final = 9_999
VALUE_MAX_WORDS: Final = 4  # of a value that nobody put in quotes: "last 30 days", "under way"
ALL: Final = frozenset({"all", "everything", "全部", "所有"})
AND: Final = frozenset({"and", "和", "及"})
UNTIL: Final = frozenset({"until", "till", "for", "直到", "至", "到"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """Look up the steps of a company. Empty tuples and None: all of them."""

    company: str
    kinds: tuple[Kind, ...] = ()
    phases: tuple[Phase, ...] = ()
    since: When | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSource:
    """Watch a feed, or the feed that a page names."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCompany:
    """Watch a company of the catalogue."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Watch a company or source no longer."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """Let this channel hear of companies; no names: of all that are watched."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfollow:
    """Let this channel hear of companies no longer; no names: of nothing at all."""

    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """Show what is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Leave a company or source alone for a while; None: until resumed."""

    name: str
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """End a pause."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Show what an address would bring; nothing is stored."""

    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Show how every source is doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Show what can be typed; about one verb, or about all."""

    verb: str = ""


Lookup = Milestones | List | Status | Help
Edit = AddSource | AddCompany | Remove | Follow | Unfollow | Pause | Resume | Preview
Command = Lookup | Edit
EXAMPLES: Final[Mapping[str, str]] = {
    "milestones": "/milestones xiaomi",
    "add": "/evwatch add nio",
    "remove": "/evwatch remove nio",
    "follow": "/evwatch follow byd, nio",
    "unfollow": "/evwatch unfollow nio",
    "list": "/evwatch list",
    "pause": "/evwatch pause nio for 3d",
    "resume": "/evwatch resume nio",
    "preview": "/evwatch preview https://example.org/feed",
    "status": "/evwatch status",
    "help": "/evwatch help",
}
_Value = TypeVar("_Value")
_Name = TypeVar("_Name", bound=str)
_SEPARATOR: Final = re.compile(r"[,，、;；]")
_LENGTH: Final = re.compile(r"\d{1,4}(?:h|d|w|m|y|天|周)", re.IGNORECASE)
_PLAIN: Final = re.compile(r"[\w.&+'’-]+(?: [\w.&+'’-]+)*")


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


def render(command: Command) -> str:  # noqa: PLR0911 - one arm for each command
    """The command in words that `parse` reads as the same command."""
    match command:
        case Milestones():
            return f"/milestones {_quoted(command.company)}{_filters(command)}"
        case AddSource() | Preview():
            verb = "add" if isinstance(command, AddSource) else "preview"
            return f"/evwatch {verb} {command.url}"
        case Follow() | Unfollow():
            verb = "follow" if isinstance(command, Follow) else "unfollow"
            return f"/evwatch {verb} {', '.join(map(_quoted, command.names)) or 'all'}"
        case AddCompany() | Remove() | Resume():
            verb = {AddCompany: "add", Remove: "remove", Resume: "resume"}[type(command)]
            return f"/evwatch {verb} {_quoted(command.name)}"
        case Pause():
            until = f" until:{_quoted(command.until.words)}" if command.until else ""
            return f"/evwatch pause {_quoted(command.name)}{until}"
        case Help():
            return f"/evwatch help {command.verb}".rstrip()
        case List() | Status():
            return f"/evwatch {type(command).__name__.lower()}"


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
    return Resume(name=_target(words, "resume", Phrase.MISSING_NAME))


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
    return said(Phrase.TYPE_THIS, example=EXAMPLES[verb])


def _filters(command: Milestones) -> str:
    parts = [
        f"kind:{','.join(command.kinds)}" if command.kinds else "",
        f"phase:{','.join(command.phases)}" if command.phases else "",
        f"since:{_quoted(command.since.words)}" if command.since else "",
        f"page:{command.page}" if command.page > 1 else "",
    ]
    return "".join(f" {part}" for part in parts if part)


def _quoted(name: str) -> str:
    """The name in quotes where it could be read as something else."""
    is_plain = _PLAIN.fullmatch(name) and not {*name.casefold().split()} & (UNTIL | AND | ALL)
    return name if is_plain and not address(name) and " " not in name else f'"{name}"'
