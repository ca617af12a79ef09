"""A `Command` in the words that `bot.commands.grammar` reads as the same command."""

import re
from typing import Final

from bot.commands.times import When
from bot.commands.tokens import address
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
from bot.commands.vocabulary import ALL, AND, UNTIL

_PLAIN: Final = re.compile(r"[\w.&+'’-]+(?: [\w.&+'’-]+)*")


def render(command: Command) -> str:  # noqa: C901, PLR0911 - one arm for each command
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
            verb = "add" if isinstance(command, AddCompany) else type(command).__name__.lower()
            return f"/evwatch {verb} {_quoted(command.name) if command.name else ''}".rstrip()
        case Pause():
            return f"/evwatch pause {_quoted(command.name)}{_until(command.until)}"
        case Mute():
            what = _muted(command) if command.name else _story(command.story)
            return f"/evwatch mute{what}{_until(command.until)}"
        case Unmute():
            return f"/evwatch unmute{_muted(command)}"
        case Flag():
            return f"/evwatch {'unflag' if command.undo else 'flag'}{_story(command.story)}"
        case Sources() | Why():
            return f"/evwatch {type(command).__name__.lower()}{_story(command.story)}"
        case Queue():
            key = "" if command.action == "list" else f" {command.action} {command.key or 'all'}"
            return f"/evwatch queue{key}"
        case Help():
            return f"/evwatch help {command.verb}".rstrip()
        case List() | Status() | Flags():
            return f"/evwatch {type(command).__name__.lower()}"


def _muted(command: Mute | Unmute) -> str:
    return f" {f'{command.what}:' if command.what else ''}{_quoted(command.name)}"


def _story(story: str) -> str:
    return f" #{story}" if story else ""


def _filters(command: Milestones) -> str:
    parts = [
        f"kind:{','.join(command.kinds)}" if command.kinds else "",
        f"phase:{','.join(command.phases)}" if command.phases else "",
        f"since:{_quoted(command.since.words)}" if command.since else "",
        f"page:{command.page}" if command.page > 1 else "",
    ]
    return "".join(f" {part}" for part in parts if part)


def _until(when: When | None) -> str:
    return f" until:{_quoted(when.words)}" if when else ""


def _quoted(name: str) -> str:
    """The name in quotes where it could be read as something else."""
    is_plain = _PLAIN.fullmatch(name) and not {*name.casefold().split()} & (UNTIL | AND | ALL)
    return name if is_plain and not address(name) and " " not in name else f'"{name}"'
