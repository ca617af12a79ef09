"""Words that a half-typed command may go on with; from memory alone, on every key stroke."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.catalogue import Catalogue
from bot.commands.forms import forms
from bot.commands.registry import VERBS
from bot.commands.tokens import narrow
from bot.commands.vocabulary import FILTERS, KINDS, PHASES, fold
from bot.compose.rows import company_name
from storage.records import Company

MOST: Final = 25  # what platforms show at once
ROOTS: Final = ("/milestones", "/evwatch")
NAMING: Final = frozenset(  # the verbs whose blank is filled with a name
    form.path[-1] for form in forms() if any(blank.suggests for blank in form.options)
)
VALUES: Final[Mapping[str, Iterable[str]]] = {
    "kind": tuple(map(str, KINDS)),
    "phase": tuple(map(str, PHASES)),
    "since": ("30d", "last-month", "this-year", "last-year"),
}


def suggest(line: str, catalogue: Catalogue, language: str) -> tuple[str, ...]:
    """What may be meant by a line that is still being typed, best first, at most 25.

    Each is one word for the last one of the line, or, where it starts with a slash, a whole line:
    a name whose first words stand there already cannot be one word.
    """
    words = narrow(line).split()
    last = "" if not words or line[-1:].isspace() else words.pop()
    if not words:
        return _starting(ROOTS, last if last.startswith("/") else f"/{last}")
    root, rest = words[0].lstrip("/").casefold(), words[1:]
    if root == "evwatch":
        if not rest:
            return _starting([verb for verb in VERBS if verb != "milestones"], last)
        root, rest = rest[0].casefold(), rest[1:]
    if root == "help":
        return _starting(tuple(VERBS), last)
    if root not in NAMING:
        return ()
    if root == "milestones" and (rest or ":" in last) and (found := _filter_values(last)):
        return found
    return _companies(line, rest, last, catalogue, language)


def _filter_values(last: str) -> tuple[str, ...]:
    key, colon, value = last.partition(":")
    if not colon:
        return _starting([f"{name}:" for name in FILTERS], key) if key else ()
    *before, part = value.split(",")
    head = f"{key}:" + "".join(f"{each}," for each in before)
    return tuple(head + each for each in _starting(tuple(VALUES.get(key.casefold(), ())), part))


def _companies(
    line: str, rest: list[str], last: str, catalogue: Catalogue, language: str
) -> tuple[str, ...]:
    """Companies that the last word begins; if none, those that all of the words begin."""
    if last or not rest:
        found = _named(catalogue, last, language)
        if found and not rest:
            return found
    typed = " ".join([*rest, last]).strip('"“”「」')
    longer = [name for name in _named(catalogue, typed, language) if " " in name] if rest else []
    if longer:
        head = line[: len(line) - len(line.lstrip())] + " ".join(line.split()[: _head_words(line)])
        return tuple(f'{head} "{name}"' for name in longer)
    return _named(catalogue, last.rpartition(",")[2], language) if last else ()


def _head_words(line: str) -> int:
    return 2 if line.split(maxsplit=1)[0].lstrip("/").casefold() == "evwatch" else 1


def _named(catalogue: Catalogue, prefix: str, language: str) -> tuple[str, ...]:
    """The name of each company that starts so, in the script that was typed; shortest first."""
    wanted = fold(prefix.strip('"“”「」'))
    names = (_match(each, wanted, language) for each in catalogue.companies.values())
    found = list(dict.fromkeys(name for name in names if name))
    return tuple(sorted(found, key=lambda name: (len(name), name)) if wanted else found)[:MOST]


def _match(company: Company, wanted: str, language: str) -> str | None:
    if not wanted:
        return company_name(company, language)
    hits = [name for name in company.names if fold(name).startswith(wanted)]
    if fold(company.name).startswith(wanted):
        return company.name
    return min(hits, key=len, default=None)


def _starting(words: Iterable[str], start: str) -> tuple[str, ...]:
    return tuple(word for word in words if word.startswith(start.casefold()))[:MOST]
