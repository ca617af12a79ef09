"""Words that a half-typed command may go on with; from memory alone, on every key stroke."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.catalogue import Catalogue
from bot.commands.forms import forms
from bot.commands.own_fields import FIELDS
from bot.commands.registry import VERBS
from bot.commands.rule_names import CITIES, LANGUAGES, ORDER, UPDATES
from bot.commands.tokens import narrow
from bot.commands.vocabulary import CERTAINTIES, FILTERS, KINDS, PHASES, fold
from bot.compose.rows import company_name
from storage.records import Company

MOST: Final = 25  # what platforms show at once
ROOTS: Final = ("/milestones", "/evwatch")
NAMING: Final = frozenset(  # the verbs whose blank is filled with a name
    form.path[-1] for form in forms() if any(blank.suggests for blank in form.options)
)
OFTEN: Final[Mapping[str, Sequence[str]]] = {
    "kinds": ("all", *map(str, KINDS)),
    "bypass": ("off", *map(str, KINDS)),
    "certainty": tuple(map(str, CERTAINTIES)),
    "language": tuple(LANGUAGES),
    "news": ("all", *LANGUAGES),
    "updates": tuple(map(str, UPDATES)),
    "promises": ("on", "off"),
    "digest": ("off", "hourly", "daily@09:00", "weekly@mon@09:00"),
    "quiet": ("off", "22:00-07:00"),
    "zone": tuple(CITIES),
    "cap": ("off", "10/1h", "20/1d"),
    "mention": ("off",),
}
OWN: Final[Mapping[str, Sequence[str]]] = {
    "title": ("auto",),
    "every": ("auto", "5m", "15m", "30m", "1h", "6h", "1d", "7d"),
    "lang": ("auto", *LANGUAGES),
}
MANY: Final = ("latest", "compare", "search")  # what stands in the place of a company
VALUES: Final[Mapping[str, Iterable[str]]] = {
    "kind": tuple(map(str, KINDS)),
    "phase": tuple(map(str, PHASES)),
    "certainty": tuple(map(str, CERTAINTIES)),
    "since": ("30d", "last-month", "this-year", "last-year"),
    "until": ("last-month", "last-year"),
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
    if root in {"help", "channel"}:
        return _rules(last, catalogue) if root == "channel" else _starting(tuple(VERBS), last)
    if root not in NAMING:
        return ()
    is_field = bool(rest) or ":" in last
    if is_field and (found := _fields(root, last, catalogue, language)):
        return found
    found = _companies(line, rest, last, catalogue, language)
    return (*found, *_starting(MANY, last))[:MOST] if root == "milestones" and not rest else found


def _rules(last: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The rules of a channel, and of each what is often set; lists go on behind a comma."""
    key, colon, value = last.partition(":")
    if not colon:
        return _starting([*(f"{name}:" for name in ORDER), "reset"], key)
    *before, part = value.split(",")
    head = f"{key}:" + "".join(f"{each}," for each in before)
    groups = [group.names[0] for group in catalogue.groups.values()]
    often = {"companies": ["all", *groups, *catalogue.companies], **OFTEN}
    return tuple(head + each for each in _starting(often.get(key.casefold(), ()), part))


def _fields(root: str, last: str, catalogue: Catalogue, language: str) -> tuple[str, ...]:
    """Names of what may stand before a colon in a line of the verb; values of the one typed."""
    if root == "milestones":
        return _filter_values(last)
    key, colon, value = last.partition(":")
    if not colon:
        return _starting([f"{name}:" for name in FIELDS], key) if root == "edit" and key else ()
    if root not in {"edit", "milestone"} or key != "company":
        return _filled(key, _starting(OWN.get(key, ()), value)) if root == "edit" else ()
    return _filled(key, _named(catalogue, value, language))


def _filled(key: str, values: Iterable[str]) -> tuple[str, ...]:
    return tuple(f'{key}:"{each}"' if " " in each else f"{key}:{each}" for each in values)


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
    wanted = start.casefold()
    return tuple(word for word in words if word.casefold().startswith(wanted))[:MOST]
