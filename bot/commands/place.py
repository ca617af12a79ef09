"""What this place watches, as several verbs look for it."""

from dataclasses import replace
from typing import Any, TypeVar

from rapidfuzz import fuzz, process

from adapters.plain import host
from bot.catalogue import Catalogue
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.tokens import address
from bot.commands.vocabulary import NEAR, fold
from bot.compose.addresses import shown, title
from bot.compose.rows import name_of
from bot.compose.wording import Phrase
from storage.sources import Watch

_Named = TypeVar("_Named", bound=Any)  # a command about the thing of a `name`


async def watch_named(call: Call, words: str, verb: str) -> Watch:
    """The row of the watchlist that these words mean; raises `CommandError` with the nearest."""
    watches = await call.store.watchlist.watches(call.workspace)
    own_first = sorted(watches, key=lambda watch: watch.managed)
    for is_it in (_is_company, _is_address, _is_title, _is_host):
        hits = [watch for watch in own_first if is_it(watch, words, call.catalogue)]
        if hits:
            return hits[0]
    names = {watch_name(watch, call.catalogue, call.language): watch for watch in own_first}
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
        suggestions=tuple(f'/evwatch {verb} "{name}"' for _, _, name in near),
    )


def harmless(words: str) -> str:
    """What somebody typed, with what could be a key hidden where it is an address."""
    url = address(words)
    return shown(url) if url else words


def kept_harmless(command: _Named) -> _Named:
    """The command as it may be logged: what could be a key in its `name` hidden."""
    return replace(command, name=harmless(command.name))


def _is_company(watch: Watch, words: str, catalogue: Catalogue) -> bool:
    company = catalogue.find(words)
    return company is not None and watch.company == company.id


def _is_address(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    url = address(words)
    return bool(watch.source and url and _bare(watch.source.url) == _bare(url))


def _is_title(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    return bool(watch.source and fold(title(watch.source)) == fold(words))


def _is_host(watch: Watch, words: str, _catalogue: Catalogue) -> bool:
    url = address(words)
    return bool(watch.source and url and _bare(url) == _bare(f"https://{host(watch.source.url)}"))


def _bare(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def watch_name(watch: Watch, catalogue: Catalogue, language: str) -> str:
    """A row of the watchlist as people know it."""
    if watch.source:
        return title(watch.source)
    return name_of(watch.company or "", catalogue, language)
