"""What changes the watchlist, and `preview`, which only looks; every change is audited."""

from collections.abc import Callable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from adapters.document import Button, Document, Footer, Part
from adapters.plain import host
from bot.catalogue import Catalogue
from bot.commands.call import FOREVER, Call
from bot.commands.errors import CommandError, said
from bot.commands.render import render
from bot.commands.tokens import address
from bot.commands.values import (
    AddCompany,
    AddSource,
    Follow,
    Pause,
    Preview,
    Remove,
    Resume,
    Unfollow,
)
from bot.commands.vocabulary import NEAR, fold
from bot.compose import alert, answers
from bot.compose.addresses import shown, title
from bot.compose.figures import day
from bot.compose.rows import company_name, name_of
from bot.compose.wording import Phrase, listed
from storage.channels import Subscription
from storage.records import Company, digest
from storage.sources import Source, SourceKind, Watch

if TYPE_CHECKING:
    from bot.ingest import Look

# No name of the catalogue has more than four, but people also type "B Y D". Without a limit a line
# of 400 names held up the event loop for two seconds.
NAME_MAX_WORDS: Final = 12


async def add_source(call: Call, command: AddSource) -> Document:
    """Watch a feed; where a page names several, ask which."""
    look = await _looked(call, command.url)
    if len(look.found) > 1:
        return answers.choice(command.url, look.found, "/evwatch add", call.language)
    source = Source(
        id=digest(look.url),
        kind=SourceKind.FEED,
        url=look.url,
        title=look.title.strip() or host(look.url),
    )
    fresh = await call.store.watchlist.add_source(source, audit=call.audit(after=shown(look.url)))
    subscription = await _subscribe(call, ())
    done = Phrase.ADDED_SOURCE if fresh else Phrase.HAD_SOURCE
    texts = [
        done.say(call.language, source=title(source)),
        answers.hears(subscription, call.catalogue, call.language),
        Phrase.FIRST_VISIT_SILENT.say(call.language) if fresh else "",
    ]
    return answers.note(*texts, more=_seen(call, command.url, look))


async def add_company(call: Call, command: AddCompany) -> Document:
    """Watch a company, and let this channel hear of it."""
    language = call.language
    company = call.company(command.name, lambda name: render(AddCompany(name=name)))
    fresh = await call.store.watchlist.add_company(company.id, audit=call.audit(after=company.id))
    subscription = await _subscribe(call, (company.id,))
    done = Phrase.ADDED_COMPANY if fresh else Phrase.HAD_COMPANY
    texts = [
        done.say(language, company=company_name(company, language)),
        answers.hears(subscription, call.catalogue, language),
    ]
    command_ = f"/milestones {company.id}"
    if steps := len(await call.timeline(company.id)):
        texts.append(Phrase.STEPS_KNOWN.say(language, n=steps, command=command_))
    watches = await call.store.watchlist.watches(call.workspace)
    if not any(watch.source for watch in watches):
        texts.append(Phrase.NO_SOURCE.say(language, command="/evwatch add https://…"))
    return answers.note(*texts)


async def remove(call: Call, command: Remove) -> Document:
    """Watch a company or source no longer; this channel forgets the company, too."""
    watch = await _watch(call, command.name, "remove")
    name = _name(watch, call.catalogue, call.language)
    if watch.managed:
        raise CommandError(said(Phrase.MANAGED, name=name))
    if watch.source:
        audit = call.audit(before=shown(watch.source.url))
        await call.store.watchlist.remove_source(watch.source.id, audit=audit)
    elif watch.company:
        audit = call.audit(before=watch.company)
        await call.store.watchlist.remove_company(watch.company, audit=audit)
        subscription = await call.store.watchlist.subscription(call.channel)
        if subscription and watch.company in subscription.companies:
            await call.store.watchlist.unfollow(call.channel, [watch.company], audit=audit)
    return answers.note(Phrase.REMOVED.say(call.language, name=name))


async def follow(call: Call, command: Follow) -> Document:
    """Let this channel hear of companies; the watchlist stays as it is."""
    companies = _companies(call, command.names, lambda names: render(Follow(names=names)))
    ids = tuple(company.id for company in companies)
    subscription = await _subscribe(call, ids, is_all=not ids)
    watches = await call.store.watchlist.watches(call.workspace)
    watched = {watch.company for watch in watches if watch.company}
    unwatched = [company for company in companies if watched and company.id not in watched]
    texts = [answers.hears(subscription, call.catalogue, call.language)]
    if unwatched:
        names = listed([company_name(each, call.language) for each in unwatched], call.language)
        add = f"/evwatch add {unwatched[0].id}"
        texts.append(Phrase.FOLLOWED_UNWATCHED.say(call.language, names=names, command=add))
    return answers.note(*texts)


async def unfollow(call: Call, command: Unfollow) -> Document:
    """Let this channel hear of companies no longer; the watchlist stays as it is."""
    language = call.language
    companies = _companies(call, command.names, lambda names: render(Unfollow(names=names)))
    ids = tuple(company.id for company in companies)
    names = listed([company_name(each, language) for each in companies], language)
    before = await call.store.watchlist.subscription(call.channel)
    if before is None:
        return answers.note(Phrase.CHANNEL_FOLLOWS_NOTHING.say(language))
    if not await call.store.watchlist.unfollow(call.channel, ids, audit=call.audit()):
        if before.companies:
            raise CommandError(said(Phrase.CHANNEL_NEVER_FOLLOWED, names=names))
        leave = "/evwatch unfollow all"
        raise CommandError(said(Phrase.CHANNEL_FOLLOWS_ALL, names=names, command=leave))
    after = await call.store.watchlist.subscription(call.channel)
    if after is None:
        return answers.note(Phrase.CHANNEL_HEARS_NOTHING.say(language))
    return answers.note(answers.hears(after, call.catalogue, language))


async def pause(call: Call, command: Pause) -> Document:
    """Leave a company or source alone for a while."""
    watch = await _watch(call, command.name, "pause")
    name = _name(watch, call.catalogue, call.language)
    until = call.until(command.until)
    await call.store.watchlist.pause(
        source=watch.source.id if watch.source else None,
        company=watch.company,
        until=until,
        audit=call.audit(),
    )
    resume = render(Resume(name=watch.company or name))
    back = Button(label=resume, command=resume)
    if until == FOREVER:
        words = Phrase.PAUSED_FOREVER.say(call.language, name=name, command=resume)
        return answers.note(words, buttons=[back])
    end = day(until.astimezone(UTC).date(), call.language)
    return answers.note(Phrase.PAUSED.say(call.language, name=name, until=end), buttons=[back])


async def resume(call: Call, command: Resume) -> Document:
    """End a pause."""
    watch = await _watch(call, command.name, "resume")
    was_paused = await call.store.watchlist.resume(
        source=watch.source.id if watch.source else None,
        company=watch.company,
        audit=call.audit(),
    )
    if was_paused and watch.source:
        await call.store.visits.hurry(watch.source.id, call.now)
    done = Phrase.RESUMED if was_paused else Phrase.WAS_NOT_PAUSED
    name = _name(watch, call.catalogue, call.language)
    return answers.note(done.say(call.language, name=name))


async def preview(call: Call, command: Preview) -> Document:
    """Show what an address would have brought; nothing is stored."""
    look = await _looked(call, command.url)
    parts = _seen(call, command.url, look)
    parts.append(Footer(text=Phrase.PREVIEW_NOTE.say(call.language)))
    return Document(parts=tuple(parts), plain=shown(command.url), tone="answer")


async def _looked(call: Call, url: str) -> "Look":
    """What an address brings; raises `CommandError` when that is nothing usable."""
    look = await call.look(url)
    if look.fault:
        raise CommandError(said(Phrase.FEED_FAULT, url=shown(url), fault=look.fault))
    return look


def _seen(call: Call, url: str, look: "Look") -> list[Part]:
    outlet = look.title.strip() or host(look.url)
    told = {item.id: (item, outlet) for item in look.items}
    alerts = [
        alert(
            story,
            [told[item] for item in story.items if item in told],
            catalogue=call.catalogue,
            language=call.language,
        )
        for story in look.alerts
    ]
    return answers.preview(
        look.url,
        look.title.strip(),
        items=look.items,
        alerts=alerts,
        silent=look.silent,
        feed=look.url if look.found or look.url != url else None,
        now=call.now,
        language=call.language,
    )


async def _subscribe(call: Call, companies: Sequence[str], *, is_all: bool = False) -> Subscription:
    """Make this channel hear of these companies; never of fewer than before.

    Without companies: of all, if it follows nothing yet or if that was asked for (`is_all`).
    """
    before = await call.store.watchlist.subscription(call.channel)
    if before and (not before.companies or not (companies or is_all)):
        return before
    return await call.store.watchlist.follow(
        call.channel, companies, audit=call.audit(), language=call.language
    )


def _companies(
    call: Call, names: Sequence[str], suggest: Callable[[tuple[str, ...]], str]
) -> list[Company]:
    """The companies of these names; names without commas between them are told apart."""
    found: list[Company] = []
    for place, name in enumerate(names):
        several = _told_apart(call.catalogue, name)
        if several is None:
            several = [call.company(name, _in_place(names, place, suggest))]
        found += several
    return list({company.id: company for company in found}.values())


def _in_place(
    names: Sequence[str], place: int, suggest: Callable[[tuple[str, ...]], str]
) -> Callable[[str], str]:
    """What suggests the same names with another one in this place."""
    return lambda name: suggest((*names[:place], name, *names[place + 1 :]))


def _told_apart(catalogue: Catalogue, words: str) -> list[Company] | None:
    """The companies that these words name one after the other, or None when any is unknown."""
    left, found = words.split(), list[Company]()
    while left:
        sizes = range(min(len(left), NAME_MAX_WORDS), 0, -1)
        hits = ((size, catalogue.find(" ".join(left[:size]))) for size in sizes)
        size, company = next(((size, hit) for size, hit in hits if hit), (0, None))
        if company is None:
            return None
        found.append(company)
        left = left[size:]
    return found


async def _watch(call: Call, words: str, verb: str) -> Watch:
    """The row of the watchlist that these words mean; raises `CommandError` with the nearest."""
    watches = await call.store.watchlist.watches(call.workspace)
    own_first = sorted(watches, key=lambda watch: watch.managed)
    for is_it in (_is_company, _is_address, _is_title, _is_host):
        hits = [watch for watch in own_first if is_it(watch, words, call.catalogue)]
        if hits:
            return hits[0]
    names = {_name(watch, call.catalogue, call.language): watch for watch in own_first}
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


def _name(watch: Watch, catalogue: Catalogue, language: str) -> str:
    if watch.source:
        return title(watch.source)
    return name_of(watch.company or "", catalogue, language)
