"""A source as people name it, and what it would bring, looked at before anything is stored."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from adapters.document import Document, Part
from adapters.forms import Option
from adapters.plain import host
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import example, quoted
from bot.commands.tokens import Token, address
from bot.commands.vocabulary import NEAR
from bot.compose import alert, answers
from bot.compose.adding_words import Adding
from bot.compose.addresses import shown
from bot.compose.listing_words import SOURCE_KINDS
from bot.compose.wording import Phrase, pick
from bot.sources.domains.reader import SCHEME
from bot.sources.feeds import WEB_PAGE
from bot.sources.making import MakingError, made, spoken
from bot.sources.registers import definitions
from storage.records import Company
from storage.sources import Source, SourceKind

if TYPE_CHECKING:
    from bot.ingest import Look

_KINDED: Final = re.compile(r"(?:page|text|domain|register):", re.IGNORECASE)
TYPED_MIN_CHARS: Final = 3  # of the name of a register, to guess which
ABOUT_KEYS: Final = {"for": "for", "为": "for"}
ABOUT: Final = Option(
    name="for",
    description="Which company a source is about",
    description_zh="该来源涉及的公司",
    keyed=True,
    suggests=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A source as it would be watched, and what was seen of it, as parts of an answer."""

    source: Source
    parts: tuple[Part, ...]
    fault: str = ""  # why nothing was seen of it yet


def keyed(words: Sequence[Token], keys: Mapping[str, str]) -> tuple[list[Token], dict[str, str]]:
    """The words without those behind the first that have one of these keys, and what these say."""
    rest: list[Token] = []
    told: dict[str, str] = {}
    for word in words:
        name = keys.get(word.key.casefold()) if word.key else None
        if name and rest:
            told[name] = word.text
        else:
            rest.append(word)
    return rest, told


def source_words(told: str, verb: str) -> str | None:
    """The words as `made` reads them where they can name a source; None: they name none.

    Raises `CommandError` for an address that nothing can be read from, with what to type behind
    the `verb`.
    """
    if _KINDED.match(told):
        return told
    if url := address(told):
        return url
    if "://" in told:
        raise CommandError(said(Phrase.NOT_A_URL, word=told), example(f"/evwatch {verb} https://…"))
    return None


def about_words(company: str) -> str:
    """Whom a source is about as it is typed, with a space before it; empty for nobody."""
    return f" for:{quoted(company)}" if company else ""


async def examined(
    call: Call, words: str, about: str, line: Callable[[str, str], str], *, is_shown: bool = True
) -> Seen | Document:
    """What the source brings that these words name; a question where they name several.

    `about` names the company that it is of, or is empty. `line` gives the command that asks the
    same of other words and another company. Raises `CommandError` where nothing usable is there; a
    domain that is not to be shown is taken unseen.
    """
    company = call.company(about, lambda name: line(words, name)) if about else None
    try:
        named = made(words)
    except MakingError as fault:
        wrong = said(Adding.NO_SOURCE, word=shown(words))
        near = tuple(line(f"register:{name}", about) for name in _registers_like(words))
        write = () if near else (said(Adding.WRITE, form=fault.form),)
        raise CommandError(wrong, *write, suggestions=near) from fault
    look = await call.look(words)
    if look.fault and named.kind == SourceKind.DOMAIN:
        return _unseen(named.source(), company, look.fault, is_shown=is_shown)
    if look.fault:
        by_links = (line(f"page:{words}", about),) if look.fault == WEB_PAGE else ()
        wrong = said(Phrase.FEED_FAULT, url=shown(words), fault=look.fault)
        how = (said(Adding.BY_LINKS),) if by_links else ()
        raise CommandError(wrong, *how, suggestions=by_links)
    if len(look.found) > 1:
        feeds = [(feed, line(feed, about)) for feed in look.found]
        return answers.choice(words, feeds, call.language)
    found = look.source or made(look.url).source()
    source = replace(
        found,
        title=look.title.strip() or host(found.url),
        company=company.id if company else None,
    )
    parts = _parts(call, look, _found(words, look, found, call.language)) if is_shown else ()
    return Seen(source=source, parts=parts)


def _registers_like(words: str) -> list[str]:
    """The registers whose name has what was typed for one: "miit" of "miit_vehicles"."""
    _, is_register, name = words.casefold().partition("register:")
    typed = name.strip().partition("?")[0]
    if not is_register or len(typed) < TYPED_MIN_CHARS or typed in definitions():
        return []
    near = process.extract(
        typed, list(definitions()), scorer=fuzz.partial_ratio, score_cutoff=NEAR, limit=3
    )
    return [found for found, _, _ in near]


def _unseen(source: Source, company: Company | None, fault: str, *, is_shown: bool) -> Seen:
    """A name that others cannot tell of now: it is certain what it is, and they are asked again."""
    about = company.id if company else None
    if is_shown:
        line = f"/evwatch add {source.url}{about_words(about or '')} now"
        again = said(Adding.ADD_UNSEEN, command=line)
        failed = said(Adding.WHY_UNSEEN, fault=fault)
        raise CommandError(said(Adding.NOT_SEEN, url=source.url), failed, again)
    titled = replace(source, title=source.url.removeprefix(SCHEME), company=about)
    return Seen(source=titled, parts=(), fault=fault)


def _found(words: str, look: "Look", source: Source, language: str) -> str:
    """What is read in the place of the words that were typed, or as what; empty: just these."""
    if source.kind != SourceKind.FEED:
        kind = pick(SOURCE_KINDS[source.kind], language)
        spelled = shown(spoken(source.kind, source.url, source.settings))
        return Adding.WATCHED_AS.say(language, kind=kind, words=spelled)
    if look.found:
        return Phrase.FEED_FOUND.say(language, url=shown(look.url))
    return Adding.READ_FROM.say(language, url=shown(look.url)) if look.url != words else ""


def _parts(call: Call, look: "Look", found: str) -> tuple[Part, ...]:
    """What would have been posted, and what not."""
    outlet = look.title.strip() or host(look.url)
    told = {item.id: (item, outlet) for item in look.items}
    alerts = [
        alert(
            story,
            [told[item] for item in story.items if item in told],
            catalogue=call.catalogue,
            language=call.language,
        )
        for each in look.alerts
        if (story := call.view.overlay.story(each, call.catalogue))
    ]
    return tuple(
        answers.preview(
            look.url,
            look.title.strip(),
            items=look.items,
            alerts=alerts,
            silent=look.silent,
            found=found,
            now=call.now,
            language=call.language,
        )
    )
