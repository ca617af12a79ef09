"""Sources from what people write, and back: an address, or a word that says what it is and one.

https://example.org/feed
page:https://example.org/news#main ul      a page; behind # a CSS selector
text:https://example.org/status#figures    a page whose text counts, not its links
domain:xiaomiev.com
register:nhtsa_recalls?make=tesla&model=model+3&year=2023
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from bot.sources.registers import definitions
from storage.records import digest
from storage.sources import Source, SourceKind

CSS_SIGNS: Final = " .>#:()[]=*^$~|+,"
DOMAIN: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}")
FEW_HOURS: Final = timedelta(hours=6)
_BLANK: Final = re.compile(r"\{(\w+)\}")
_PREFIX: Final = re.compile(r"(page|text|domain|register)[:：]\s*(.+)", re.IGNORECASE | re.DOTALL)
_WEB: Final = re.compile(r"https?://[^\s#]+", re.IGNORECASE)


class MakingError(ValueError):
    """The words name no source; the text says what to write, `form` is only how that looks."""

    def __init__(self, form: str, text: str = "write {form}") -> None:
        super().__init__(text.format(form=form))
        self.form = form


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A source that words name; `every` is the rhythm that its kind suggests, None: the usual."""

    kind: SourceKind
    url: str
    settings: Mapping[str, str]
    every: timedelta | None = None

    def source(self, **more: object) -> Source:
        """As the store keeps it; `more` are further fields of it."""
        rhythm = {"every": self.every} if self.every else {}
        return Source(
            id=digest(spoken(self.kind, self.url, self.settings)),
            kind=self.kind,
            url=self.url,
            settings=dict(self.settings),
            **(rhythm | more),  # type: ignore[arg-type]
        )


def made(words: str) -> Made:
    """The source that these words name; raises `MakingError`."""
    words = words.strip()
    found = _PREFIX.fullmatch(words)
    if found is None:
        if not _WEB.match(words):
            raise MakingError("https://", "write an address that begins with {form}")
        return Made(kind=SourceKind.FEED, url=words, settings={})
    prefix, rest = found[1].lower(), found[2].strip()
    if prefix == "domain":
        return _domain(rest.casefold().rstrip("."))
    if prefix == "register":
        return _register(rest)
    return _page(rest, is_text=prefix == "text")


def spoken(kind: SourceKind, url: str, settings: Mapping[str, str]) -> str:
    """The words that name this source: `made(spoken(...))` is the same one.

    A feed's are its address. A register that is defined no more is named by its address.
    """
    if kind == SourceKind.PAGE:
        prefix = "text" if settings.get("watch") == "text" else "page"
        selector = settings.get("selector", "")
        return f"{prefix}:{url}" + (f"#{quote(selector, safe=CSS_SIGNS)}" if selector else "")
    if kind == SourceKind.REGISTER and (name := settings.get("register")):
        blanks = {key[1:]: value for key, value in settings.items() if key.startswith("=")}
        return f"register:{name}" + (f"?{urlencode(blanks)}" if blanks else "")
    return url


def _domain(name: str) -> Made:
    if not DOMAIN.fullmatch(name):
        raise MakingError("domain:example.com", "write a domain name such as {form}")
    return Made(kind=SourceKind.DOMAIN, url=f"domain:{name}", settings={}, every=FEW_HOURS)


def _page(words: str, *, is_text: bool) -> Made:
    url, _, selector = words.partition("#")
    if not _WEB.fullmatch(url.strip()):
        form = f"{'text' if is_text else 'page'}:https://example.org/news"
        raise MakingError(form, "write the address of a page such as {form}")
    settings = {"selector": unquote(selector.strip())} if selector.strip() else {}
    settings |= {"watch": "text"} if is_text else {}
    return Made(kind=SourceKind.PAGE, url=url.strip(), settings=settings)


def _register(words: str) -> Made:
    name, _, query = words.partition("?")
    definition = definitions().get(name.strip())
    if definition is None:
        known = ", ".join(f"register:{each}" for each in definitions())
        raise MakingError(known, "write one of: {form}")
    blanks = dict(parse_qsl(query))
    wanted = definition.blanks
    if set(blanks) != set(wanted):
        form = "&".join(f"{each}=…" for each in wanted)
        form = f"register:{name}?{form}" if form else f"register:{name}"
        raise MakingError(form, "write it as {form}")
    return Made(
        kind=SourceKind.REGISTER,
        url=_BLANK.sub(lambda blank: quote(blanks[blank[1]], safe=""), definition.address),
        settings={"register": name.strip(), **{f"={key}": value for key, value in blanks.items()}},
        every=definition.rhythm,
    )
