"""`/milestones`: the steps of a company, or of all of them. Only reads the memory."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from typing import Any, Final

from adapters.document import Document
from adapters.forms import Option
from bot.catalogue import Catalogue
from bot.commands import asked, naming
from bot.commands.asked import NOTHING, Asked, nearby, within
from bot.commands.blanks import choices
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.lookups import coverage, follows, place_words, places
from bot.commands.parsing import quoted, whole
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb, names
from bot.commands.verbs import comparing, latest, searching
from bot.commands.verbs.latest import Latest
from bot.commands.vocabulary import CERTAINTIES, KINDS, PHASES, lookup
from bot.compose import anchors, timeline, wording
from bot.compose.anchors import Anchor
from bot.compose.coverage import Coverage
from bot.compose.lookup_words import Look
from bot.compose.rows import company_name
from bot.compose.timeline import Pages
from bot.compose.wording import listed
from bot.views import About
from storage.records import Company
from storage.sources import Role

PAGE: Final = Page(
    form="/milestones [COMPANY | latest | compare … | search …]",
    short=("the steps of a company, newest first", "一家公司的进展，最新在前"),
    long=(
        (
            (
                "Shows each step once, in its newest state, with how sure it is, when it is "
                "dated, and who tells it. A name in any script will do; without one: the latest "
                "of all that is watched here."
            ),
            "每项进展只列一次，显示最新状态、可信度、时间和来源。中英文名称均可；不写则为所关注公司的最新进展。",
        ),
        (
            (
                "Narrow it with plain words behind the name, or with kind:, phase:, certainty:, "
                "since:, until: and model:, in any order; lists take commas."
            ),
            (
                "名称后可直接写筛选词，或用 kind:（类型）、phase:（阶段）、certainty:（可信度）、"
                "since:（起始）、until:（截止）、model:（车型），多个值用逗号分隔。"
            ),
        ),
        (f"kind: {names(KINDS)}",) * 2,
        (f"phase: {names(PHASES)}",) * 2,
        (f"certainty: {names(CERTAINTIES)}",) * 2,
    ),
    examples=(
        ("/milestones xiaomi", ("all steps of Xiaomi", "小米的全部进展")),
        ("/milestones 小米 su7", ("what was told of that model", "该车型的进展")),
        (
            "/milestones byd kind:delivery,factory since:2023",
            ("deliveries and plants, from 2023 on", "2023年以来的交付与工厂"),
        ),
        (
            '/milestones "li auto" planned official last month',
            ("what it itself came to plan last month", "上月官方公布的计划"),
        ),
        ("/milestones latest", ("what is new of all that is watched", "所关注公司的最新进展")),
        ("/milestones compare nio xpeng li-auto", ("side by side", "并排对比")),
        ("/milestones search 工信部 目录", ("texts that hold both words", "同时含两词的文章")),
    ),
)


def _closed(name: str, texts: tuple[str, str], labelled: Mapping[Any, tuple[str, str]]) -> Option:
    """A filter with a closed set of values."""
    return Option(
        name=name,
        description=texts[0],
        description_zh=texts[1],
        keyed=True,
        choices=choices((each.value, words) for each, words in labelled.items()),
    )


_KINDS: Final = {kind: wording.KINDS[kind] for kind in KINDS}
FILTERS: Final = (
    _closed("kind", ("Only steps of this kind", "只看某类进展"), _KINDS),
    _closed("phase", ("Only steps that have come so far", "只看某阶段"), wording.PHASES),
    _closed(
        "certainty",
        ("Only steps that are told by such a voice", "只看某可信度"),
        wording.CERTAINTIES,
    ),
    Option(
        name="since",
        description="Only steps since then: 2023, Q1 2024, 30d, last month",
        description_zh="起始时间：2023、2024年第一季度、30d、上月",
        keyed=True,
    ),
    Option(
        name="until",
        description="Only steps until then: 2023, last month",
        description_zh="截止时间：2023、上月",
        keyed=True,
    ),
    Option(
        name="model",
        description="Only what was told of a model, a place, a partner",
        description_zh="车型、地点或合作方",
        keyed=True,
    ),
)
OPTIONS: Final = (
    Option(
        name="company",
        description="A company, in any script; nothing: the latest of all",
        description_zh="公司名称，中英文均可；不填为最新进展",
        suggests=True,
    ),
    *FILTERS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones(Command):
    """Look up the steps of a company; one page of them."""

    company: str
    asked: Asked = NOTHING
    page: int = 1
    older: Anchor | None = None
    newer: Anchor | None = None


def parse(words: Sequence[Token]) -> Command:
    """A company, and filters in any order among its words; or what stands for many companies."""
    is_word = words and not words[0].key and not words[0].quoted
    if is_word and (first := lookup(_OTHERS, words[0].text)):
        return _OTHERS_PARSE[first](words[1:])
    found, rest = asked.read(words)
    page, older, newer, company = places(rest, anchors.read)
    if not company:
        return latest.parse(words)
    return Milestones(
        company=phrase_of([whole(word) for word in company]),
        asked=found,
        page=page,
        older=older,
        newer=newer,
    )


def render(command: Milestones) -> str:
    """The command as it may be typed."""
    place = place_words(command.page, command.older, command.newer)
    return f"/milestones {_named(command.company)}{command.asked.words}{place}"


def _named(company: str) -> str:
    """A name that is also the word for another look-up is read as a name where it is written so."""
    is_other = lookup(_OTHERS, company.split(maxsplit=1)[0]) if company else None
    return quoted(company) if not is_other else f'"{company}"'


async def milestones(call: Call, command: Milestones) -> Document:
    """The steps of a company, and how much the answer means."""
    named = _understood(command, call)
    if isinstance(named, Latest):
        return await latest.show(call, named)
    company, found = named
    first = Milestones(company=company.id, asked=found)
    today = call.now.astimezone(UTC).date()
    only = within(found, today, lambda other: render(replace(first, asked=other)))
    known = await call.at_once(partial(_known, company.id))
    # Telling the steps of a busy company apart takes longer than the loop may be held up.
    return await asyncio.to_thread(
        timeline,
        company,
        known.about.tellings,
        coverage=known.coverage,
        pages=Pages(
            number=command.page,
            older=command.older,
            newer=command.newer,
            command=render(first),
            everything=render(Milestones(company=company.id)),
            behind=lambda anchor: render(replace(first, older=anchor)),
            before=lambda anchor: render(replace(first, newer=anchor)),
            meant=tuple(render(replace(first, asked=each)) for each in nearby(found)),
        ),
        now=call.now,
        only=only,
        language=call.language,
        objections=known.about.objections,
        follows=known.follows,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of a company here."""

    about: About
    coverage: Coverage
    follows: bool


async def _known(company: str, call: Call) -> _Known:
    # Short ones first: to make something of all that is told takes longer than to read it.
    return _Known(
        coverage=await coverage(call, company),
        follows=await follows(call, company),
        about=await call.about(company),
    )


def _understood(command: Milestones, call: Call) -> tuple[Company, Asked] | Latest:
    """The company that is meant, and all filters; the latest steps where only filters are typed.

    Raises `CommandError` with what may be meant.
    """
    words = _SEPARATED.sub(" ", command.company).split()
    named = naming.beginning(words, call.catalogue)
    named = named or naming.beginning(command.company.split(), call.catalogue)
    if named is None:
        return _unnamed(command, words, call)
    company, rest = named
    _refuse_two(company, rest, call.catalogue, call.language)
    return company, asked.loosened(command.asked, rest)


def _unnamed(
    command: Milestones, words: Sequence[str], call: Call
) -> tuple[Company, Asked] | Latest:
    if naming.are_filters(words):
        return Latest(asked=asked.loosened(command.asked, words))
    name = naming.unnamed(words)
    try:
        more = asked.loosened(command.asked, words[len(name.split()) :])
    except CommandError:  # what cannot be read behind it is told once the name can be
        more = command.asked
    return call.company(name, lambda near: render(Milestones(company=near, asked=more))), more


def _refuse_two(company: Company, rest: Sequence[str], catalogue: Catalogue, language: str) -> None:
    """Say so where another company stands behind the first, rather than look for its name."""
    behind = [naming.joined(word) for word in rest if word.casefold() not in _AND]
    others, _ = naming.companies(behind, catalogue)
    if not others or others == [company]:
        return
    both = (company, *others)
    ids = tuple(each.id for each in both)
    raise CommandError(
        said(
            Look.TWO_COMPANIES,
            word=listed([company_name(each, language) for each in both], language),
            n=len(both),
        ),
        suggestions=(
            comparing.render(comparing.Compare(names=ids)),
            *(render(Milestones(company=each)) for each in ids),
        ),
    )


_SEPARATED: Final = re.compile(r"[,，、;；]+")
_AND: Final = frozenset({"and", "vs", "versus", "with", "和", "与", "及", "对比"})
_OTHERS: Final = {
    verb.name: verb.others for verb in (*latest.VERBS, *comparing.VERBS, *searching.VERBS)
}
_OTHERS_PARSE: Final = {
    verb.name: verb.parse for verb in (*latest.VERBS, *comparing.VERBS, *searching.VERBS)
}

VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="milestones",
        others=("timeline", "里程碑", "进展"),
        page=PAGE,
        options=OPTIONS,
        commands=(Milestones,),
        parse=parse,
        render=render,
        run=milestones,
        needs=Role.VIEWER,
        shares=True,
    ),
)
