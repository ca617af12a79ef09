"""`/milestones`: the steps of a company. Only reads the memory; nothing is fetched here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from adapters.document import Document
from adapters.forms import Option
from bot.catalogue import Catalogue
from bot.commands import times
from bot.commands.blanks import choices
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.parsing import choices_of, example, filter_of, longest, page_of, quoted, whole
from bot.commands.times import When
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb, names
from bot.commands.vocabulary import FILTERS, KINDS, PHASES, lookup
from bot.compose import timeline, wording
from bot.compose.addresses import title
from bot.compose.timeline import Coverage, Filter
from bot.compose.wording import Phrase
from storage.records import Company, Kind, Phase
from storage.sources import Role, SourceState, SourceStatus, Watch

STALE_AFTER: Final = timedelta(days=1)  # and not before three visits were missed
MISSED: Final = 3


PAGE: Final = Page(
    form="/milestones COMPANY",
    short=("the steps of a company, newest first", "一家公司的进展，最新在前"),
    long=(
        (
            (
                "Shows each step once, in its newest state, with how sure it is, when it is "
                "dated, and who tells it. A name in any script will do."
            ),
            "每项进展只列一次，显示最新状态、可信度、时间和来源。中英文名称均可。",
        ),
        (
            "Narrow it with kind:, phase: and since:, in any order; lists take commas.",
            "可用 kind:（类型）、phase:（阶段）、since:（起始）筛选，多个值用逗号分隔。",
        ),
        (f"kind: {names(KINDS)}",) * 2,
        (f"phase: {names(PHASES)}",) * 2,
    ),
    examples=(
        ("/milestones xiaomi", ("all steps of Xiaomi", "小米的全部进展")),
        ("/milestones 小米", ("the same", "同上")),
        (
            "/milestones byd kind:delivery,factory since:2023",
            ("deliveries and plants, from 2023 on", "2023年以来的交付与工厂"),
        ),
        (
            '/milestones "li auto" phase:planned since:"last month"',
            ("what it still plans, as told since last month", "上月以来的计划"),
        ),
        ("/milestones nio since:30d page:2", ("the second page of it", "第二页")),
    ),
)
OPTIONS: Final = (
    Option(
        name="company",
        description="A company, in any script",
        description_zh="公司名称，中英文均可",
        required=True,
        suggests=True,
    ),
    Option(
        name="kind",
        description="Only steps of this kind",
        description_zh="只看某类进展",
        keyed=True,
        choices=choices((kind.value, wording.KINDS[kind]) for kind in KINDS),
    ),
    Option(
        name="phase",
        description="Only steps that have come so far",
        description_zh="只看某阶段",
        keyed=True,
        choices=choices((phase.value, words) for phase, words in wording.PHASES.items()),
    ),
    Option(
        name="since",
        description="Only steps since then: 2023, 30d, last month",
        description_zh="起始时间：2023、30d、上月",
        keyed=True,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones(Command):
    """Look up the steps of a company. Empty tuples and None: all of them."""

    company: str
    kinds: tuple[Kind, ...] = ()
    phases: tuple[Phase, ...] = ()
    since: When | None = None
    page: int = 1


def parse(words: Sequence[Token]) -> Milestones:
    """A company, and filters in any order among its words."""
    company: list[Token] = []
    kinds: list[Kind] = []
    phases: list[Phase] = []
    since: When | None = None
    page = 1
    rest = list(words)
    while rest:
        word = rest.pop(0)
        match filter_of(word):
            case "kind":
                kinds += choices_of(word, rest, KINDS, Phrase.UNKNOWN_KIND)
            case "phase":
                phases += choices_of(word, rest, PHASES, Phrase.UNKNOWN_PHASE)
            case "since":
                since = _since(word, rest)
            case "page":
                page = page_of(word)
            case _:
                company.append(whole(word))
    if not company:
        raise CommandError(said(Phrase.MISSING_COMPANY), example(PAGE.example))
    return Milestones(
        company=phrase_of(company),
        kinds=tuple(dict.fromkeys(kinds)),
        phases=tuple(dict.fromkeys(phases)),
        since=since,
        page=page,
    )


def render(command: Milestones) -> str:
    """The command as it may be typed."""
    parts = [
        f"kind:{','.join(command.kinds)}" if command.kinds else "",
        f"phase:{','.join(command.phases)}" if command.phases else "",
        f"since:{quoted(command.since.words)}" if command.since else "",
        f"page:{command.page}" if command.page > 1 else "",
    ]
    filters = "".join(f" {part}" for part in parts if part)
    return f"/milestones {quoted(command.company)}{filters}"


async def milestones(call: Call, command: Milestones) -> Document:
    """The steps of a company, and how much the answer means."""

    def suggest(name: str) -> str:
        return render(replace(command, company=name, page=1))

    def turn(page: int) -> str:
        if page == 0:
            return render(Milestones(company=company.id))
        return render(replace(command, company=company.id, page=page))

    command = loosened(command, call.catalogue)
    company = call.company(command.company, suggest)
    today = call.now.astimezone(UTC).date()
    # Telling the steps of a busy company apart takes longer than the loop may be held up.
    return await asyncio.to_thread(
        timeline,
        company,
        await call.store.history.timeline(company.id),
        coverage=await _coverage(call, company),
        turn=turn,
        now=call.now,
        only=Filter(
            kinds=command.kinds,
            phases=command.phases,
            since=command.since.start(today) if command.since else None,
        ),
        page=command.page,
        language=call.language,
        objections=await call.store.history.objections(company.id),
    )


def loosened(command: Milestones, catalogue: Catalogue) -> Milestones:
    """The command with its last words read as filters, where they are no part of a name.

    "byd deliveries since 2023" means `byd kind:delivery since:2023`. As it is, if they are neither.
    """
    words = command.company.split()
    if catalogue.find(command.company):
        return command
    for cut in range(len(words) - 1, 0, -1):
        name = " ".join(words[:cut])
        if catalogue.find(name):
            return _narrowed(replace(command, company=name), words[cut:]) or command
    return command


def _narrowed(command: Milestones, words: Sequence[str]) -> Milestones | None:
    kinds, phases, since = list(command.kinds), list(command.phases), command.since
    for place, word in enumerate(words):
        if kind := lookup(KINDS, word):
            kinds.append(kind)
        elif phase := lookup(PHASES, word):
            phases.append(phase)
        else:
            is_told = lookup(FILTERS, word) == "since"
            since = times.read(" ".join(words[place + is_told :]))
            if since is None:
                return None
            break
    return replace(command, kinds=tuple(kinds), phases=tuple(phases), since=since)


def _since(word: Token, rest: list[Token]) -> When:
    when = longest(word, rest, times.read)
    if when is None:
        raise CommandError(
            said(Phrase.UNKNOWN_TIME, word=word.text),
            said(Phrase.THESE_ARE, names='2023, 2023-05, 30d, "last month"'),
        )
    return when


async def _coverage(call: Call, company: Company) -> Coverage:
    watches = await call.store.watchlist.watches(call.workspace)
    statuses = await call.store.visits.statuses(call.workspace, now=call.now)
    telling = [each for each in statuses if each.source.company in (None, company.id)]
    watched = _watched(watches, company)
    return Coverage(
        watched=bool(watched),
        since=min((each.added_at for each in watched if each.added_at), default=None),
        paused_until=_paused(watched, call.now),
        sources=len(telling),
        silent=tuple(
            (title(each.source), each.last_success) for each in telling if is_silent(each, call.now)
        ),
    )


def is_silent(status: SourceStatus, now: datetime) -> bool:
    """Does a source fail, or has it not answered for so long that news may be missing?"""
    if status.state == SourceState.FAILING:
        return True
    if status.state != SourceState.OK or status.last_success is None:
        return False
    patience = max(STALE_AFTER, MISSED * status.source.every)
    return now - status.last_success > patience


def _watched(watches: Sequence[Watch], company: Company) -> list[Watch]:
    """The rows that watch a company: its own, or all sources where no company is named."""
    named = [each for each in watches if each.company]
    if named:
        return [each for each in named if each.company == company.id]
    return [each for each in watches if each.source]


def _paused(watched: Sequence[Watch], now: datetime) -> datetime | None:
    """When the pause of a company ends; None while any row watches it."""
    ends = [each.paused_until for each in watched if each.company]
    over = [end for end in ends if end is None or end <= now]
    return None if over else max((end for end in ends if end), default=None)


VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="milestones",
        others=("milestone", "timeline", "里程碑", "进展"),
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
