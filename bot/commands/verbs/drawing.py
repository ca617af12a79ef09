"""`chart` and `download`: the steps of a company as a picture, or as a file to take along."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Final

from adapters.chat import Reply
from adapters.document import Button, Buttons, Document, Facts, File, Part, Run, Text, Title
from adapters.forms import Option
from bot.catalogue import Catalogue
from bot.chart.plan import plan
from bot.chart.shape import Chart
from bot.commands import naming
from bot.commands.blanks import choices
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.lookups import coverage
from bot.commands.parsing import example, quoted, target, whole
from bot.commands.tokens import Token, phrase_of
from bot.commands.verb import AnyVerb, Command, Page, Verb
from bot.commands.vocabulary import lookup
from bot.compose.answers import note
from bot.compose.coverage import doubts, nothing
from bot.compose.entries import entries, promises_of
from bot.compose.exchanging import FORMATS, Exchanging
from bot.compose.rows import company_name
from bot.compose.wording import Phrase, pick
from bot.exchange.files import NAMES, Format, write
from bot.workers import WorkerError
from storage.records import Company, Telling
from storage.sources import Role

FILE_MAX_BYTES: Final = 8 << 20  # Discord takes ten

CHART: Final = Page(
    form="/evwatch chart COMPANY",
    short=("the steps of a company as a picture", "以图表显示一家公司的进展"),
    long=(
        (
            (
                "Done, under way, planned, put off, overdue and cancelled each have a mark of "
                "their own; figures of three months and more are bars beneath."
            ),
            "已完成、进行中、计划中、已推迟、已逾期、已取消各有标记；三个月以上的交付量以柱状图显示。",
        ),
    ),
    examples=(
        ("/evwatch chart xiaomi", ("the chart of Xiaomi", "小米的图表")),
        ("/evwatch chart 蔚来", ("a name in any script will do", "中英文名称均可")),
    ),
)
DOWNLOAD: Final = Page(
    form="/evwatch download COMPANY [csv | json | ics | atom]",
    short=("the steps of a company as a file", "下载一家公司的进展"),
    long=(
        (
            (
                "csv for spreadsheets, json with every statement and its source, ics with what is "
                "planned for calendars, atom for feed readers. Without one you are asked."
            ),
            (
                "csv 用于表格，json 含每条陈述及来源，ics 为日历中的计划，atom 用于订阅。"
                "不写格式则会询问。"
            ),
        ),
    ),
    examples=(
        ("/evwatch download xiaomi csv", ("a table of all steps", "全部进展的表格")),
        ("/milestones xiaomi export:ics", ("what is planned, as a calendar", "计划，日历格式")),
    ),
)
COMPANY: Final = Option(
    name="company",
    description="A company, in any script",
    description_zh="公司名称，中英文均可",
    required=True,
    suggests=True,
)
FORMAT: Final = Option(
    name="format",
    description="The format of the file",
    description_zh="文件格式",
    choices=choices((each.value, FORMATS[each.value]) for each in Format),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Command):
    """Show the steps of a company as a picture."""

    company: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download(Command):
    """Give the steps of a company as a file; None: ask in which format."""

    company: str
    format: Format | None = None


def format_of(word: Token) -> Format:
    """The format that is meant; raises `CommandError` with those there are."""
    known = lookup(_BY_FORMAT, word.text)
    if known is None:
        raise _no_format(word.text)
    return known


def _no_format(word: str) -> CommandError:
    known_names = said(Phrase.THESE_ARE, names=", ".join(Format))
    return CommandError(said(Exchanging.UNKNOWN_FORMAT, word=word), known_names)


def _draw(words: Sequence[Token]) -> Draw:
    return Draw(company=target(words, Phrase.MISSING_COMPANY, CHART.example))


def _download(words: Sequence[Token]) -> Download:
    """A company and a format, before it or behind it: "xiaomi csv", "csv of xiaomi"."""
    named = [whole(word) for word in words]
    for place in (-1, 0):
        if len(named) > 1 and lookup(_BY_FORMAT, named[place].text.lstrip(".")):
            word = named.pop(place)
            return Download(
                company=phrase_of(_behind(named)),
                format=format_of(replace(word, text=word.text.lstrip("."))),
            )
    if not named:
        raise CommandError(said(Phrase.MISSING_COMPANY), example(DOWNLOAD.example))
    return Download(company=phrase_of(named))


def _behind(words: Sequence[Token]) -> Sequence[Token]:
    """The words without the "of" or "as" that people put between a company and a format."""
    joins = {"of", "as", "for", "的"}
    start = len(words) > 1 and words[0].text.casefold() in joins
    end = len(words) > 1 and words[-1].text.casefold() in joins
    return words[int(start) : len(words) - int(end)]


def _draw_line(command: Draw) -> str:
    return f"/evwatch chart {quoted(command.company)}"


def _download_line(command: Download) -> str:
    format_ = f" {command.format}" if command.format else ""
    return f"/evwatch download {quoted(command.company)}{format_}"


async def chart(call: Call, command: Draw) -> Document:
    """The picture, with what it says for who does not see it."""
    company = _whole(call, command.company)
    tellings = await told(call, company)
    if not tellings:
        return await _nothing(call, company)
    shown = await asyncio.to_thread(planned, call, company, tellings)
    try:
        picture = await call.charts.picture(shown, f"{company.id}-milestones")
    except WorkerError as error:
        raise CommandError(said(Exchanging.NOT_DRAWN, why=str(error))) from error
    parts: list[Part] = [Title(text=shown.subtitle, tag=company_name(company, call.language))]
    parts += [picture, Buttons((_timeline(call, company), _file_button(call, company)))]
    return Document(parts=tuple(parts), plain=shown.alt, tone="answer")


def _whole(call: Call, words: str) -> Company:
    """The company that these words name; of filters behind its name a chart takes none."""
    begun = naming.beginning(words.split(), call.catalogue)
    if begun and begun[1] and naming.are_filters(begun[1]):
        company, rest = begun[0], " ".join(begun[1])
        steps = f"/milestones {company.id} {rest}"
        all_of_it = _draw_line(Draw(company=company.id))
        raise CommandError(said(Exchanging.NO_FILTER, word=rest), suggestions=(all_of_it, steps))
    return call.company(words, lambda name: _draw_line(Draw(company=name)))


def planned(call: Call, company: Company, tellings: Sequence[Telling]) -> Chart:
    """What the chart of these tellings shows; takes as long as telling their steps apart."""
    today = call.now.astimezone(UTC).date()
    found = tuple(tellings)
    return plan(
        company, entries(found), promises_of(found, today), today=today, language=call.language
    )


async def download(call: Call, command: Download) -> Document:
    """The file; or the formats there are, as buttons."""
    company = _meant(call, command)
    name = company_name(company, call.language)
    if command.format is None:
        buttons = [
            Button(
                pick(FORMATS[each.value], call.language),
                _download_line(Download(company=company.id, format=each)),
            )
            for each in Format
        ]
        return note(Exchanging.WHICH_FORMAT.say(call.language, company=name), buttons=buttons)
    tellings = await told(call, company)
    if not tellings:
        return await _nothing(call, company)
    file = await asyncio.to_thread(
        write, command.format, company, tellings, now=call.now, language=call.language
    )
    if len(file.data) > FILE_MAX_BYTES:
        raise CommandError(said(Exchanging.TOO_LARGE, size=len(file.data) >> 20))
    return _given(call, name, file)


def _meant(call: Call, command: Download) -> Company:
    """The company; raises `CommandError`, of the format where only the last word is unknown."""
    words, _, last = command.company.rpartition(" ")
    find = call.catalogue.find
    if command.format is None and find(command.company) is None and words and find(words):
        raise _no_format(last)
    return call.company(
        command.company, lambda name: _download_line(replace(command, company=name))
    )


def _given(call: Call, name: str, file: File) -> Document:
    format_ = Format(file.name.rpartition(".")[2])
    text = Exchanging.FILE.say(call.language, company=name, file=file.name)
    hint = Text((Run(pick(HINTS[format_], call.language), faint=True),))
    return Document(parts=(Title(text=text), hint, file), plain=text, tone="answer")


async def told(call: Call, company: Company) -> tuple[Telling, ...]:
    """All that was told of the company, as this workspace sees it."""
    return await call.timeline(company.id)


async def _nothing(call: Call, company: Company) -> Document:
    """That there is nothing to show, and how much that means."""
    language, name = call.language, company_name(company, call.language)
    covered = await coverage(call, company.id)
    parts = [*nothing(covered, company, language), *doubts(covered, name, call.now, language)]
    first = next(part.text for part in parts if isinstance(part, Title))
    return Document(parts=tuple(parts), plain=first, tone="answer")


def _timeline(call: Call, company: Company) -> Button:
    return Button(Phrase.TIMELINE.say(call.language), f"/milestones {company.id}")


def _file_button(call: Call, company: Company) -> Button:
    return Button(
        Exchanging.EXPORT.say(call.language), _download_line(Download(company=company.id))
    )


def leading(verb: AnyVerb) -> AnyVerb:
    """The look-up of a company's steps, which leads on to their chart and their files.

    "/milestones xiaomi export:csv" and "chart:" are those themselves.
    """

    def parse(words: Sequence[Token]) -> Command:
        key = next((each for each in words if each.key and lookup(_LEADS, each.key)), None)
        if key is None:
            return verb.parse(words)
        rest = [each for each in words if each is not key]
        if lookup(_LEADS, key.key) == "chart":
            return _draw([*rest, Token(key.text)] if key.text else rest)
        return _download([*rest, Token(format_of(key))] if key.text else rest)

    async def run(call: Call, command: Command) -> Document | Reply:
        answer = await verb.run(call, command)
        company = _named(str(getattr(command, "company", "")), call.catalogue)
        if isinstance(answer, Reply) or company is None:
            return answer
        return _led_on(answer, company, call.language)

    return replace(verb, parse=parse, run=run)


def _led_on(document: Document, company: Company, language: str) -> Document:
    """The answer with two more buttons, if it has steps."""
    if not any(isinstance(part, Facts) for part in document.parts):
        return document
    more = (
        Button(Exchanging.CHART.say(language), _draw_line(Draw(company=company.id))),
        Button(Exchanging.EXPORT.say(language), _download_line(Download(company=company.id))),
    )
    *parts, last = document.parts
    if isinstance(last, Buttons):
        return replace(document, parts=(*parts, Buttons((*last.items, *more))))
    return replace(document, parts=(*document.parts, Buttons(more)))


def _named(words: str, catalogue: Catalogue) -> Company | None:
    """The company that the words begin with: "byd deliveries since 2023" is about BYD."""
    parts = words.split()
    found = (catalogue.find(" ".join(parts[:cut])) for cut in range(len(parts), 0, -1))
    return next((each for each in found if each), None)


_LEADS: Final = {
    "export": ("download", "format", "导出", "下载"),
    "chart": ("graph", "图表"),
}
_BY_FORMAT: Final[dict[Format, tuple[str, ...]]] = {
    each: tuple(name for name, known in NAMES.items() if known == each) for each in Format
}
HINTS: Final[dict[Format, tuple[str, str]]] = {
    Format.CSV: Exchanging.HINT_CSV.value,
    Format.JSON: Exchanging.HINT_JSON.value,
    Format.ICS: Exchanging.HINT_ICS.value,
    Format.ATOM: Exchanging.HINT_ATOM.value,
}
VERBS: Final[tuple[AnyVerb, ...]] = (
    Verb(
        name="chart",
        others=("graph", "plot", "picture", "图", "图表"),
        page=CHART,
        options=(COMPANY,),
        commands=(Draw,),
        parse=_draw,
        render=_draw_line,
        run=chart,
        needs=Role.VIEWER,
        shares=True,
    ),
    Verb(
        name="download",
        others=("file", "save", "下载"),
        page=DOWNLOAD,
        options=(COMPANY, FORMAT),
        commands=(Download,),
        parse=_download,
        render=_download_line,
        run=download,
        needs=Role.VIEWER,
        shares=True,
    ),
)
