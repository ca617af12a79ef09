"""The words of a command line in, a `Command` out; and a `Command` as words again."""

import re
from collections.abc import Sequence
from typing import Final

from adapters.plain import plain
from bot.commands import registry
from bot.commands.errors import CommandError, WrongWord, said
from bot.commands.parsing import typed
from bot.commands.tokens import Token, narrow, tokens
from bot.commands.verb import Command
from bot.compose.wording import Phrase

TEXT_MAX_CHARS: Final = 2_000
WORD_MAX_CHARS: Final = 40
_HEAD: Final = re.compile(r"\s*[/／]?\s*(?:ev-?watch\s+)?(\S+)", re.IGNORECASE)


def parse(text: str) -> Command:
    """Read a whole command line, with or without its slash.

    Raises `CommandError`, and nothing else, for whatever else is typed.
    """
    head = _HEAD.match(text)
    verb = registry.named(head[1].lstrip("/／")) if head and len(head[1]) < WORD_MAX_CHARS else None
    if head and verb and verb.whole:
        return verb.whole(text[head.end() :].strip())
    if len(text) > TEXT_MAX_CHARS:
        raise CommandError(said(Phrase.TOO_LONG))
    help_ = registry.VERBS["help"].parse
    words = tokens(text)
    if not words:
        return help_(())
    root, rest = words[0].text.lstrip("/／"), words[1:]
    if root.casefold().replace("-", "") == "evwatch":
        if not rest:
            return help_(())
        root, rest = _first(rest)
    elif not root and rest:  # "/ milestones"
        root, rest = _first(rest)
    verb = registry.named(root)
    if verb is None:
        raise registry.unknown(root, typed(rest))
    try:
        return verb.parse(rest)
    except WrongWord as error:
        line = " ".join(narrow(plain(text)).split())
        meant = tuple(line.replace(error.word, near, 1) for near in error.near)
        raise CommandError(*error.said, suggestions=meant) from error


def _first(words: Sequence[Token]) -> tuple[str, list[Token]]:
    """The verb and what is behind it; "add: nio" is "add nio"."""
    first, rest = words[0], list(words[1:])
    if not first.key:
        return first.text, rest
    return first.key, [Token(first.text, quoted=first.quoted), *rest]


def render(command: Command) -> str:
    """The command in words that `parse` reads as the same command."""
    return registry.of(command).render(command)
