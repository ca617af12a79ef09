"""What can be typed, told to platforms that have menus for it: one `Form` for each verb.

The words travel as one command line, whichever way a person entered them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from adapters.plain import plain

_BREAKS: Final = frozenset(" \t\n\r,，、;；:：\"'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of a closed set of values: what people see, in both languages, and what is typed."""

    label: str
    label_zh: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A blank to fill in. `keyed`: typed as `name:value`, in any order; else by its place.

    `suggests`: its values are completed while somebody types (`Request.kind` "suggest").
    `is_open`: what is suggested is not all that may stand there, an address may, too: a platform
    that takes nothing but its suggestions asks for text instead.
    """

    name: str
    description: str
    description_zh: str
    required: bool = False
    keyed: bool = False
    suggests: bool = False
    is_open: bool = False
    choices: tuple[Choice, ...] = ()
    is_file: bool = False  # filled in with a file, where a platform can; its address is typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A verb: `path` is ("milestones",) or ("evwatch", "add"). `edits`: it changes something."""

    path: tuple[str, ...]
    description: str
    description_zh: str
    options: tuple[Option, ...] = ()
    edits: bool = False


def command_line(form: Form, values: Mapping[str, str]) -> str:
    """The filled-in form as one line, slash included; options without a value are left out.

    >>> who = Option(name="company", description="", description_zh="", required=True)
    >>> command_line(Form(path=("milestones",), description="", description_zh="", options=(who,)),
    ...              {"company": "li auto"})
    '/milestones "li auto"'
    """
    words = [f"/{form.path[0]}", *form.path[1:]]
    for option in form.options:
        value = plain(values.get(option.name, "")).strip()
        if not value:
            continue
        words.append(f"{option.name}:{_quoted(value)}" if option.keyed else _typed(value))
    return " ".join(words)


def _typed(value: str) -> str:
    """As a person would type it: addresses and lists with commas as they are."""
    return value if "://" in value or "," in value or "，" in value else _quoted(value)


def _quoted(value: str) -> str:
    if not _BREAKS & set(value):
        return value
    return '"' + " ".join(value.replace('"', "'").split()) + '"'
