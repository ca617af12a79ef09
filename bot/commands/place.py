"""What this place watches, as several verbs look for it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from bot.catalogue import Catalogue
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.tokens import address
from bot.commands.vocabulary import NEAR, fold
from bot.compose.addresses import shown, shown_in, site, title
from bot.compose.editing_words import Editing
from bot.compose.rows import name_of
from bot.compose.wording import Phrase
from bot.sources.making import spoken
from storage.sources import Source, Watch

SEVERAL_MAX: Final = 5

_HOST: Final = re.compile(r"(?:https?://)?[^\s/?#@]+/?", re.IGNORECASE)
_Named = TypeVar("_Named", bound=Any)  # a command about the thing of a `name`


async def watch_named(
    call: Call, words: str, verb: str, *, rest: str = "", is_source: bool = False
) -> Watch:
    """The row of the watchlist that these words mean; raises `CommandError` with the nearest.

    `rest` is what stands behind the name, for the commands that are suggested instead: of sources
    alone where the thing `is_source`.
    """
    watches = await call.store.watchlist.watches(call.workspace)
    own_first = sorted(watches, key=lambda watch: watch.managed)
    if found := the_one(own_first, words, call.catalogue, f"/evwatch {verb} {{}}{rest}"):
        return found
    fitting = [watch for watch in own_first if watch.source or not is_source]
    names = [watch_name(watch, call.catalogue, call.language) for watch in fitting]
    near = process.extract(
        fold(words),
        {name: fold(name) for name in names},
        scorer=fuzz.WRatio,
        score_cutoff=NEAR,
        limit=3,
    )
    listing = "/evwatch list"
    raise CommandError(
        said(Phrase.NOT_ON_LIST, word=harmless(words), command=listing),
        suggestions=tuple(f'/evwatch {verb} "{name}"{rest}' for _, _, name in near),
    )


def the_one(watches: Sequence[Watch], words: str, catalogue: Catalogue, line: str) -> Watch | None:
    """The one of these that the words mean; None: none.

    Raises `CommandError` where they mean several: `line` with the words for each is suggested.
    """
    for is_it in (_is_company, _is_itself, _is_address, _is_title, _is_known_as, _is_host):
        hits = [watch for watch in watches if is_it(watch, words, catalogue)]
        if len(hits) > 1:
            raise CommandError(
                said(Editing.SEVERAL, word=harmless(words), n=len(hits)),
                suggestions=tuple(line.replace("{}", each) for each in _apart(hits)),
            )
        if hits:
            return hits[0]
    return None


def harmless(words: str) -> str:
    """What somebody typed, with what could be a key hidden where it is an address."""
    url = address(words)
    return shown(url) if url else shown_in(words)


def kept_harmless(command: _Named) -> _Named:
    """The command as it may be logged: what could be a key in its `name` hidden."""
    return replace(command, name=harmless(command.name))


def told_as(call: Call, watch: Watch, line: Callable[[str], str]) -> Call:
    """The call, kept under the name that this place gave the source, if it gave it one.

    `line` is the command, fit to be kept, for a name.
    """
    return replace(call, command=line(harmless(watch.own.title))) if watch.own.title else call


def _apart(hits: Sequence[Watch]) -> list[str]:
    """Words for each of several sources that mean it alone."""
    sources = [watch.source for watch in hits if watch.source]
    titles = Counter(fold(title(source)) for source in sources)
    return [
        f'"{title(source)}"' if titles[fold(title(source))] == 1 else _spoken(source)
        for source in sources[:SEVERAL_MAX]
    ]


def _spoken(source: Source) -> str:
    return spoken(source.kind, source.url, source.settings)


def _is_itself(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    if watch.source is None:
        return False
    is_name = words.casefold() == watch.source.url  # phones begin "Domain:" with a capital
    return is_name or words in {watch.source.url, _spoken(watch.source)}


def _is_company(watch: Watch, words: str, catalogue: Catalogue) -> bool:
    company = catalogue.find(words)
    return company is not None and watch.company == company.id


def _is_address(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    url = address(words)
    return bool(watch.source and url and _bare(watch.source.url) == _bare(url))


def _is_title(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    return bool(watch.source and fold(title(watch.source)) == fold(words))


def _is_known_as(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    return bool(watch.known_as and fold(watch.known_as) == fold(words))


def _is_host(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    """Are the words a host, with or without the port that the source has there, and no more?"""
    if watch.source is None or not _HOST.fullmatch(words):
        return False
    typed, url = address(words) or f"https://{words}", watch.source.url
    return bool(site(typed)) and site(typed) == site(url) and _port(typed) in {None, _port(url)}


def _port(url: str) -> int | None:
    try:
        return urlsplit(url).port
    except ValueError:
        return None


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def watch_name(watch: Watch, catalogue: Catalogue, language: str) -> str:
    """A row of the watchlist as people know it."""
    if watch.source:
        return title(watch.source)
    return name_of(watch.company or "", catalogue, language)
