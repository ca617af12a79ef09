"""`compare`: companies side by side."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from adapters.document import Document, Part
from adapters.forms import Option
from bot.commands import asked, naming
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.lookups import coverage, place_words, places
from bot.commands.parsing import example, quoted, whole
from bot.commands.tokens import Token
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.compose.comparison import COMPANIES_MAX, compare
from bot.compose.coverage import Coverage, unwatched
from bot.compose.entries import entries
from bot.compose.lookup_words import Look
from bot.compose.rows import company_name, text
from bot.compose.wording import listed
from storage.records import Company, Kind, Telling
from storage.sources import Role

BETWEEN: Final = re.compile(
    r"\s*[,，、;；/]\s*|\s+(?:and|vs\.?|versus|with|和|与|及|跟)\s+", re.IGNORECASE
)
JOINED: Final = frozenset({"and", "vs", "vs.", "versus", "with", "和", "与", "及", "跟"})
NAMES_MAX: Final = 12

HELP: Final = Page(
    form="/evwatch compare COMPANY COMPANY …",
    short=("companies side by side", "并排对比多家公司"),
    long=(
        (
            (
                "Shows deliveries month by month, and of each kind of step the newest state that "
                "each company has come to. Up to five companies; kind: narrows it."
            ),
            "显示每月交付量，以及各公司每类进展的最新状态。最多五家；可用 kind: 筛选。",
        ),
    ),
    examples=(
        ("/evwatch compare nio xpeng li-auto", ("three of them", "三家对比")),
        ("/evwatch compare 小米, 比亚迪", ("two of them", "两家对比")),
        ("/evwatch compare byd tesla kind:factory", ("their plants", "它们的工厂")),
    ),
)
OPTIONS: Final = (
    Option(
        name="names",
        description="Companies, with commas",
        description_zh="公司，用逗号分隔",
        required=True,
        suggests=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Command):
    """Show companies side by side. A name may hold several, one behind the other."""

    names: tuple[str, ...]
    kinds: tuple[Kind, ...] = ()
    page: int = 1


def parse(words: Sequence[Token]) -> Compare:
    """Names, with or without commas between them."""
    found, rest = asked.read(words)
    if others := replace(found, kinds=()).words.strip():
        raise CommandError(said(Look.NOT_COMPARED, word=others))
    page, _, _, plain = places(rest, lambda _: None)
    names = [name for run in _runs(plain) for name in run]
    if not names:
        raise CommandError(said(Look.NEEDS_TWO), example(HELP.example))
    return Compare(names=tuple(names[:NAMES_MAX]), kinds=found.kinds, page=page)


def render(command: Compare) -> str:
    """The command as it may be typed."""
    kinds = f" kind:{','.join(command.kinds)}" if command.kinds else ""
    names = ", ".join(map(quoted, command.names))
    return f"/milestones compare {names}{kinds}{place_words(command.page, None, None)}"


async def show(call: Call, command: Compare) -> Document:
    """The companies side by side."""
    found, kinds = _understood(call, command)
    command = replace(command, kinds=kinds)
    shown = found[:COMPANIES_MAX]
    first = Compare(names=tuple(each.id for each in shown), kinds=command.kinds)
    notes: list[Part] = []
    if len(found) > len(shown):
        names = listed([company_name(each, call.language) for each in shown], call.language)
        notes.append(text(Look.ONLY_SO_MANY.say(call.language, n=COMPANIES_MAX, names=names)))
    known = []
    about = await call.at_once(partial(_about, [each.id for each in shown]))
    for company, (covered, tellings) in zip(shown, about, strict=True):
        notes += unwatched(covered, company_name(company, call.language), call.language)
        steps = await asyncio.to_thread(entries, tellings)
        kept = [each for each in steps if not command.kinds or each.best.kind in command.kinds]
        known.append((company, kept))
    return compare(
        known,
        turn=lambda page: render(replace(first, page=page)),
        page=command.page,
        language=call.language,
        notes=notes,
    )


async def _about(
    companies: Sequence[str], call: Call
) -> list[tuple[Coverage, tuple[Telling, ...]]]:
    told = await call.timelines(companies)
    return [(await coverage(call, each), told[each]) for each in companies]


def _understood(call: Call, command: Compare) -> tuple[list[Company], tuple[Kind, ...]]:
    """At least two companies, and the kinds that are asked for, those in plain words among them.

    Raises `CommandError` for a name that is none, with what may be meant.
    """
    found: dict[str, Company] = {}
    kinds = command.kinds
    for place, name in enumerate(command.names):
        if whole_name := call.catalogue.find(name):
            found[whole_name.id] = whole_name
            continue
        named, rest = naming.companies(name.split(), call.catalogue)
        found |= {each.id: each for each in named}
        if rest:
            if naming.are_filters(rest):
                kinds = tuple(dict.fromkeys((*kinds, *_kinds(rest))))
                continue
            wrong, before = " ".join(rest), command.names[:place]
            after = command.names[place + 1 :]

            def suggest(near: str) -> str:
                names = (*before, *(each.id for each in named), near, *after)  # noqa: B023 - run at once
                return render(replace(command, names=names))

            near = call.company(wrong, suggest)
            found[near.id] = near
    if len(found) == 1:
        raise CommandError(said(Look.NEEDS_TWO), example(HELP.example))
    return list(found.values()), kinds


def _kinds(words: Sequence[str]) -> tuple[Kind, ...]:
    """The kinds that plain words narrow a comparison to; it cannot be narrowed by anything else."""
    told = asked.loosened(asked.NOTHING, words)
    if others := replace(told, kinds=()).words.strip():
        raise CommandError(said(Look.NOT_COMPARED, word=others))
    return told.kinds


def _runs(words: Sequence[Token]) -> list[list[str]]:
    """The names between commas; a quoted one stands alone."""
    runs: list[list[str]] = []
    plain: list[str] = []
    for word in (*map(whole, words), Token("", quoted=True)):
        if not word.quoted:
            plain.append(word.text)
            continue
        line = " ".join("," if each.casefold() in JOINED else each for each in plain)
        runs += [[name] for name in BETWEEN.split(line) if name.strip(" ,")]
        plain = []
        if word.text:
            runs.append([word.text])
    return runs


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="compare",
        others=("versus", "vs", "side-by-side", "对比", "比较"),
        page=HELP,
        options=OPTIONS,
        commands=(Compare,),
        parse=parse,
        render=render,
        run=show,
        needs=Role.VIEWER,
        shares=True,
    ),
)
