"""A company to watch, and the sources that it brings: shown first, added together as one change."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from adapters.document import Button, Buttons, Document, Fact, Facts, Part, Run, Title
from adapters.plain import host
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.looking import about_words
from bot.commands.parsing import quoted
from bot.commands.verb import Command
from bot.compose import answers
from bot.compose.adding_words import Adding
from bot.compose.addresses import shown
from bot.compose.entries import Entry, entries, told
from bot.compose.rows import company_name, step_row
from bot.compose.wording import Phrase, listed, pick
from bot.sources.making import made
from bot.sources.templates import Proposal, proposals
from storage.records import Company
from storage.sources import Source, SourceKind

BUTTONS_MAX: Final = 5
LATELY: Final = timedelta(days=14)
LATELY_MAX: Final = 3  # steps that are shown
NONE: Final = frozenset({"none", "nothing", "无"})
ALL: Final = frozenset({"all", "everything", "全部", "所有"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCompany(Command):
    """Watch a company with sources that are proposed for it. `now`: without asking.

    `bring` names them; empty: the company alone; None: the usual ones.
    """

    name: str
    bring: tuple[str, ...] | None = None
    now: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A company with what can be watched for it and is not yet, and what of that is chosen."""

    company: Company
    offered: tuple[Proposal, ...]
    chosen: tuple[Proposal, ...]
    has_source: bool  # something is watched that could tell of it
    is_new: bool  # it is not watched here, or this channel does not hear of it


def render(command: AddCompany) -> str:
    """The command as it may be typed."""
    bring = "" if command.bring is None else f" with:{','.join(command.bring) or 'none'}"
    return f"/evwatch add {quoted(command.name)}{bring}{' now' if command.now else ''}"


async def add_company(call: Call, command: AddCompany) -> Document:
    """Show what a company brings, and add it with that when it is confirmed."""
    brought = await bringing(call, command)
    if not command.now and (brought.is_new or brought.offered):
        return await asked(call, brought)
    return await _added(call, brought)


def _known(call: Call, command: AddCompany) -> Company:
    """The company that is named; who names none that is known may make it known."""
    try:
        return call.company(command.name, lambda name: render(replace(command, name=name)))
    except CommandError as error:
        new = f"/evwatch company add {quoted(command.name)}"
        raise CommandError(*error.said, suggestions=(*error.suggestions, new)) from error


async def bringing(call: Call, command: AddCompany) -> Brought:
    """What a company brings; raises `CommandError` for a name or a source that is not known."""
    company = _known(call, command)
    every = proposals(company)
    named = _named(command.bring, company, every, call.language)
    watches = await call.store.watchlist.watches(call.workspace)
    have = {watch.source.id for watch in watches if watch.source}
    offered = tuple(each for each in every if made(each.words).source().id not in have)
    subscription = await call.store.watchlist.subscription(call.channel)
    hears = subscription is not None and (
        not subscription.companies or company.id in call.catalogue.members(subscription.companies)
    )
    is_watched = any(watch.company == company.id for watch in watches)
    return Brought(
        company=company,
        offered=offered,
        chosen=tuple(each for each in offered if each in named),
        has_source=bool(have),
        is_new=not (is_watched and hears),
    )


def _named(
    words: tuple[str, ...] | None, company: Company, every: Sequence[Proposal], language: str
) -> list[Proposal]:
    if words is None:
        return [each for each in every if each.is_usual]
    if len(words) == 1 and words[0].casefold() in NONE | ALL:
        return list(every) if words[0].casefold() in ALL else []
    known = {each.name: each for each in every}
    for word in words:
        if word.casefold() not in known:
            name, names = company_name(company, language), ", ".join(known)
            raise CommandError(said(Adding.UNKNOWN_PROPOSAL, word=word, company=name, names=names))
    return [known[word.casefold()] for word in words]


async def _shown(call: Call, brought: Brought) -> list[Part]:
    """What was told of a company lately, and which sources it would bring."""
    language, name = call.language, company_name(brought.company, call.language)
    steps = await asyncio.to_thread(entries, await call.timeline(brought.company.id))
    lately = [each for each in steps if _newest(each) > (call.now - LATELY).date()]
    known = Adding.TOLD_LATELY.say(language, n=len(lately), days=LATELY.days)
    parts: list[Part] = [
        Title(text=name, tag=Phrase.PREVIEW.say(language)),
        answers.text(known if steps else Adding.TOLD_NEVER.say(language)),
    ]
    if lately:
        shown_ = sorted(lately, key=_newest, reverse=True)[:LATELY_MAX]
        parts.append(Facts(tuple(step_row(each.best, language) for each in shown_)))
    if brought.offered:
        parts.append(Title(text=Adding.PROPOSED.say(language)))
        parts.append(Facts(tuple(_row(each, language, brought.chosen) for each in brought.offered)))
    return parts


async def asked(call: Call, brought: Brought, *, is_preview: bool = False) -> Document:
    """What would come of it, and the buttons that do it or choose otherwise; these stay good."""
    language, name = call.language, company_name(brought.company, call.language)
    if is_preview:
        words = Phrase.PREVIEW_NOTE.say(language)
    elif brought.is_new:
        words = Adding.ASK_COMPANY.say(language, company=name)
    else:
        words = Adding.ASK_SOURCES.say(language, company=name)
    parts = [
        *await _shown(call, brought),
        answers.text(words, bold=True),
        Buttons((*_confirming(brought, language), *_choosing(brought, language))),
    ]
    return Document(parts=tuple(parts), plain=f"{Phrase.PREVIEW.say(language)}: {name}")


def _confirming(brought: Brought, language: str) -> list[Button]:
    """What adds: with the chosen sources, with all, or the company alone."""
    chosen, every = brought.chosen, brought.offered
    found: list[Button] = []
    if chosen or brought.is_new:
        label = Adding.ADD_WITH if chosen else Adding.ADD_ALONE
        words = label.say(language, n=len(chosen))
        found.append(Button(words, _line(brought, chosen, now=True)))
    if len(chosen) < len(every):
        words = Adding.ADD_ALL.say(language, n=len(every))
        found.append(Button(words, _line(brought, every, now=True)))
    if chosen and brought.is_new:
        found.append(Button(Adding.ADD_ALONE.say(language), _line(brought, (), now=True)))
    return found


def _choosing(brought: Brought, language: str) -> list[Button]:
    """A button for each source that takes it in or out of what is chosen, and shows that."""
    found = []
    for each in brought.offered:
        is_chosen = each in brought.chosen
        others = [p for p in brought.offered if (p in brought.chosen) != (p == each)]
        label = f"{'−' if is_chosen else '+'} {pick(each.label, language)}"
        found.append(Button(label, _line(brought, others, now=False)))
    return found


def _line(brought: Brought, bring: Sequence[Proposal], *, now: bool) -> str:
    names = tuple(each.name for each in bring)
    return render(AddCompany(name=brought.company.id, bring=names, now=now))


async def _added(call: Call, brought: Brought) -> Document:
    """Watch the company with the chosen sources, as one change, and propose the others."""
    language, company = call.language, brought.company
    watchlist = call.store.watchlist
    async with call.change(after=company.id) as change:
        fresh = await watchlist.add_company(company.id, audit=change)
        for each in brought.chosen:
            await watchlist.add_source(_source(each, company, language), audit=change)
        subscription = await watchlist.hear(
            call.channel, (company.id,), audit=change, language=language
        )
    done = Phrase.ADDED_COMPANY if fresh else Phrase.HAD_COMPANY
    texts = [
        done.say(language, company=company_name(company, language)),
        answers.hears(subscription, call.catalogue, language),
    ]
    if brought.chosen:
        labels = [pick(each.label, language) for each in brought.chosen]
        texts.append(Adding.BROUGHT.say(language, names=listed(labels, language)))
    command = f"/milestones {company.id}"
    tellings = await call.timeline(company.id)
    if steps := len(await asyncio.to_thread(entries, tellings)):
        texts.append(Phrase.STEPS_KNOWN.say(language, n=steps, command=command))
    if not (brought.has_source or brought.chosen):
        texts.append(Phrase.NO_SOURCE.say(language, command="/evwatch add https://…"))
    left = [each for each in brought.offered if each not in brought.chosen]
    return answers.note(*texts, more=_offer(left, company, language))


def _source(proposal: Proposal, company: Company, language: str) -> Source:
    about = None if proposal.is_general else company.id
    name = f"{company_name(company, language)}: {pick(proposal.label, language)}"
    return made(proposal.words).source(title=name, company=about)


def _offer(left: Sequence[Proposal], company: Company, language: str) -> list[Part]:
    """What else may be watched for the company, with a button for each."""
    if not left:
        return []
    usual = [each.name for each in left if each.is_usual]
    buttons = [
        Button(label=pick(each.label, language), command=_single(each, company))
        for each in left
        if not each.is_usual
    ]
    if usual:
        line = render(AddCompany(name=company.id, bring=tuple(usual), now=True))
        buttons.insert(0, Button(label=Adding.USUAL.say(language), command=line))
    heading = Title(text=Adding.PROPOSED.say(language))
    rows = tuple(_row(each, language) for each in left)
    return [heading, Facts(rows), Buttons(tuple(buttons[:BUTTONS_MAX]))]


def _row(proposal: Proposal, language: str, chosen: Sequence[Proposal] | None = None) -> Fact:
    """A proposal; where some are `chosen`, whether it is one of them.

    Where it would be read from, as far as that says something, and what is not certain.
    """
    source = made(proposal.words).source()
    words = [host(source.url)] if source.kind == SourceKind.FEED else [shown(proposal.words)]
    words += [] if proposal.is_verified else [Adding.UNVERIFIED.say(language)]
    mark = "" if chosen is None else "✓ " if proposal in chosen else "– "
    label = f"{mark}{pick(proposal.label, language)}"
    return Fact(label=label, detail=(Run(" · ".join(words), faint=True),))


def _single(proposal: Proposal, company: Company) -> str:
    """Looks at a source first; one that tells of all companies is about none."""
    about = "" if proposal.is_general else company.id
    return f"/evwatch add {proposal.words}{about_words(about)}"


def _newest(entry: Entry) -> date:
    return max(map(told, entry.tellings))
