"""The commands that work on texts alone: `extract`, `group`, `explain`; no store, no config."""

import json
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial

from bot.catalogue import load
from bot.cli import DONE, FAILED, USAGE
from bot.cli.cases import Case, InputError, fields, read_case, read_text
from bot.cli.console import Figures, complain, show_trace
from bot.cli.stream import Line, lines, mapped
from bot.milestones.agencies import find_agencies
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.dates import find_dates
from bot.milestones.extract import Extraction, detect
from bot.milestones.extract import extract as extract_milestones
from bot.milestones.text import fold
from bot.stories.group import group as group_item
from bot.stories.shelf import Shelf
from bot.stories.summary import gist
from storage.records import Item, Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What came of one line: an answer, or the fault that kept it from one."""

    line: int
    text: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What grouping needs of one line: little, as all lines are held at once."""

    line: int
    item: Item | None = None
    milestones: tuple[Milestone, ...] = ()
    fault: str = ""


def extract(options: Namespace) -> int:
    """JSON lines in (id, lang, published, title, text), JSON lines out, one for each.

    A stream of any length: answers go out while lines come in. A broken line is told with its
    number and skipped; the exit code then says so.
    """
    status = DONE
    try:
        for answer in mapped(_extracted, lines(options.file)):
            if answer.fault:
                complain(f"{options.file}:{answer.line}: {answer.fault}")
                status = USAGE
            else:
                print(answer.text, flush=True)  # noqa: T201  # the answer
    except InputError as error:
        complain(str(error))
        status = USAGE
    return status


def group(options: Namespace) -> int:
    """JSON lines in, `{"id", "story"}` lines out, in the order of the input.

    Cases are met in order of publication, as a feed would bring them. A case without a milestone
    is a story of its own. A broken line is told with its number and skipped, as by `extract`.
    """
    status = DONE
    cases: list[_Read] = []
    try:
        for case in mapped(_read, lines(options.file)):
            if case.fault:
                complain(f"{options.file}:{case.line}: {case.fault}")
                status = USAGE
            else:
                cases.append(case)
    except InputError as error:
        complain(str(error))
        return USAGE
    found = _grouped(cases)
    for case in cases:
        if case.item:
            told = {"id": case.item.key, "story": found[case.line]}
            print(json.dumps(told, ensure_ascii=False))  # noqa: T201  # the answer
    return status


def explain(options: Namespace) -> int:
    """Show how one text is understood, sentence by sentence."""
    try:
        case = _one(options)
    except InputError as error:
        complain(str(error))
        return USAGE
    if case is None:
        return FAILED
    extraction = _understood(case, explain=True)
    show_trace(
        case.title,
        extraction,
        published=case.published,
        gist=_gist(extraction, case.published),
        figures=partial(_figures, published=case.published, language=extraction.language or "en"),
    )
    return DONE


def _figures(sentence: str, *, published: date, language: str) -> Figures:
    """The dates, sums, counts and authorities that the grammars find in one sentence."""
    dates = find_dates(sentence, published=published, language=language)
    sums = find_money(sentence, language=language)
    counts = find_quantities(sentence, language=language)
    agencies = find_agencies(fold(sentence, language=language))
    return (
        ("dates", tuple(f"{d.text} = {d.span}" for d in dates)),
        ("sums", tuple(f"{s.money.value:,f} {s.money.currency}" for s in sums)),
        ("counts", tuple(f"{c.quantity.value:,f} {c.quantity.unit}" for c in counts)),
        ("agency", tuple(dict.fromkeys(a.short for a in agencies))),
    )


def _extracted(line: Line) -> _Answer:
    """One line, in any process."""
    try:
        case = _case(line)
    except InputError as error:
        return _Answer(line=line.number, fault=str(error))
    extraction = _understood(case)
    told = {
        "id": case.id,
        "milestones": [fields(milestone) for milestone in extraction.milestones],
        "summary": _gist(extraction, case.published),
        "alert": any(milestone.headline for milestone in extraction.milestones),
    }
    return _Answer(line=line.number, text=json.dumps(told, ensure_ascii=False))


def _read(line: Line) -> _Read:
    """One line, in any process."""
    try:
        case = _case(line)
    except InputError as error:
        return _Read(line=line.number, fault=str(error))
    extraction = _understood(case)
    at = datetime.combine(case.published, time(12), tzinfo=UTC)
    item = Item(
        source="input",
        key=case.id,
        url="",
        title="",
        text="",
        seen=at,
        published=at,
        language=extraction.language,
    )
    return _Read(line=line.number, item=item, milestones=extraction.milestones)


def _grouped(cases: Iterable[_Read]) -> dict[int, str]:
    """The story of each case, by its line."""
    shelf = Shelf()
    found: dict[int, str] = {}
    dated = [(case.item, case) for case in cases if case.item]
    for item, case in sorted(dated, key=lambda each: (each[0].seen, each[1].line)):
        near = shelf.near({m.company for m in case.milestones}, item.seen)
        decision = group_item(item, case.milestones, near, now=item.seen, catalogue=load())
        found[case.line] = decision.story.id if decision else item.key
        if decision:
            shelf.put(decision.story)
    return found


def _case(line: Line) -> Case:
    """The case of a line; raises `InputError`."""
    if not line.text:
        raise InputError("longer than a line may be")
    try:
        return read_case(line.text.decode("utf-8"), "")
    except UnicodeDecodeError as error:
        raise InputError("not UTF-8; save it as UTF-8 text") from error


def _gist(extraction: Extraction, published: date) -> str:
    language = extraction.language or "en"
    return gist(extraction.milestones, load(), language=language, day=published)


def _understood(case: Case, *, explain: bool = False) -> Extraction:
    return extract_milestones(
        case.title,
        case.text,
        language=case.lang or detect(case.title, case.text),
        published=case.published,
        catalogue=load(),
        explain=explain,
    )


def _one(options: Namespace) -> Case | None:
    """The text that `explain` is asked about; None when an address gave none (already told)."""
    day: date | None = options.published
    if options.file.startswith(("http://", "https://")):
        from bot.cli.page import article  # noqa: PLC0415  # only an address needs the network

        return article(options, day)
    content = read_text(options.file)
    if not content.strip():
        raise InputError(f"{options.file}: nothing in it")
    if content.lstrip().startswith("{"):
        cases = _cases(content, options.file)
        chosen = [case for case in cases if options.id in (None, case.id)]
        if not chosen:
            raise InputError(f"{options.file}: no case {options.id!r} in it")
        return chosen[0]
    if options.id is not None:
        raise InputError(f"{options.file}: a plain text has no cases; --id is for JSON lines")
    title, _, text = content.strip().partition("\n")
    if not text:
        title, text = "", title  # one line is a text without a title
    today = datetime.now(tz=UTC).date()
    return Case(id="text", lang="", published=day or today, title=title.strip(), text=text)


def _cases(content: str, name: str) -> list[Case]:
    """The cases of JSON lines, or the one of an object that is set over several lines."""
    rows = [(n, line) for n, line in enumerate(content.split("\n"), 1) if line.strip()]
    if not _is_json(rows[0][1]) and _is_json(content):
        return [read_case(content, name)]
    return [read_case(line, f"{name}:{n}") for n, line in rows]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
