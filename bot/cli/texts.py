"""The commands that work on texts alone: `extract`, `group`, `explain`; no store, no config."""

import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from bot.catalogue import load
from bot.cli import DONE, FAILED, USAGE
from bot.cli.console import complain, show_trace
from bot.milestones.extract import Extraction, detect
from bot.milestones.extract import extract as extract_milestones
from bot.stories.group import group as group_item
from bot.stories.summary import gist
from storage.records import Item, Milestone, Story


class InputError(Exception):
    """A line or file that cannot be read; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text to understand: the five fields that an extractor may read."""

    id: str
    lang: str
    published: date
    title: str
    text: str


def extract(options: Namespace) -> int:
    """JSON lines in (id, lang, published, title, text), JSON lines out, one for each."""
    return _each(options.file, _extracted)


def group(options: Namespace) -> int:
    """JSON lines in, `{"id", "story"}` lines out, in the order of the input.

    Cases are met in order of publication, as a feed would bring them. A case without a milestone
    is a story of its own.
    """
    try:
        cases = list(_cases(options.file))
    except InputError as error:
        complain(str(error))
        return USAGE
    stories: list[Story] = []
    found: dict[str, str] = {}
    for case in sorted(cases, key=lambda case: case.published):
        extraction = _understood(case)
        now = datetime.combine(case.published, time(12), tzinfo=UTC)
        item = Item(
            source="input",
            key=case.id,
            url="",
            title=case.title,
            text=case.text,
            seen=now,
            published=now,
            language=extraction.language,
        )
        decision = group_item(
            item, extraction.milestones, tuple(reversed(stories)), now=now, catalogue=load()
        )
        found[case.id] = decision.story.id if decision else case.id
        if decision:
            stories = [story for story in stories if story.id != decision.story.id]
            stories.append(decision.story)
    for case in cases:
        print(json.dumps({"id": case.id, "story": found[case.id]}, ensure_ascii=False))  # noqa: T201
    return DONE


def explain(options: Namespace) -> int:
    """Show how one text is understood, sentence by sentence."""
    try:
        case = _one(options)
    except InputError as error:
        complain(str(error))
        return USAGE
    if case is None:
        return FAILED
    show_trace(case.title, _understood(case), gist=_gist(_understood(case)))
    return DONE


def fields(milestone: Milestone) -> dict[str, object]:
    """A milestone in the guide's fields, ready for JSON."""
    return {
        "company": milestone.company,
        "kind": milestone.kind.value,
        "phase": milestone.phase.value,
        "certainty": milestone.certainty.value,
        "date": str(milestone.when) if milestone.when else None,
        "amount": {
            "value": _number(milestone.amount.value),
            "currency": milestone.amount.currency,
        }
        if milestone.amount
        else None,
        "quantity": {
            "value": _number(milestone.quantity.value),
            "unit": milestone.quantity.unit.value,
        }
        if milestone.quantity
        else None,
        "agency": milestone.agency,
        "subject": milestone.subject,
        "evidence": milestone.evidence,
        "headline": milestone.headline,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _extracted(case: Case) -> dict[str, object]:
    extraction = _understood(case)
    return {
        "id": case.id,
        "milestones": [fields(milestone) for milestone in extraction.milestones],
        "summary": _gist(extraction),
        "alert": any(milestone.headline for milestone in extraction.milestones),
    }


def _gist(extraction: Extraction) -> str:
    if not extraction.milestones:
        return ""
    return gist(extraction.milestones, load(), language=extraction.language or "en")


def _understood(case: Case) -> Extraction:
    return extract_milestones(
        case.title,
        case.text,
        language=case.lang or detect(case.title, case.text),
        published=case.published,
        catalogue=load(),
    )


def _each(name: str, work: Callable[[Case], dict[str, object]]) -> int:
    status = DONE
    try:
        for case in _cases(name):
            print(json.dumps(work(case), ensure_ascii=False))  # noqa: T201  # the answer
    except InputError as error:
        complain(str(error))
        status = USAGE
    return status


def _read(name: str) -> str:
    try:
        if name == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{name}: {error}") from error


def _cases(name: str) -> Iterator[Case]:
    """The cases of a file of JSON lines; raises `InputError` at the first bad line."""
    for number, line in enumerate(_read(name).split("\n"), 1):
        if line.strip():
            yield _case(line, f"{name}:{number}")


def _case(line: str, where: str) -> Case:
    try:
        content = json.loads(line)
        if not isinstance(content, dict):
            raise TypeError("not an object")  # noqa: TRY301  # told like every other fault of a line
        published = str(content.get("published") or "")[:10]
        return Case(
            id=str(content["id"]),
            lang=str(content.get("lang") or ""),
            published=date.fromisoformat(published) if published else datetime.now(tz=UTC).date(),
            title=str(content.get("title") or ""),
            text=str(content.get("text") or ""),
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(
            f"{where}: {error}; a line is a JSON object with id, lang, published, title and text"
        ) from error


def _one(options: Namespace) -> Case | None:
    """The text that `explain` is asked about; None when an address gave none (already told)."""
    day = date.fromisoformat(options.published) if options.published else None
    if options.file.startswith(("http://", "https://")):
        from bot.cli.service import article  # noqa: PLC0415  # only an address needs the network

        return article(options, day)
    content = _read(options.file)
    if content.lstrip().startswith("{"):
        lines = [line for line in content.split("\n") if line.strip()]
        cases = [_case(line, f"{options.file}:{n}") for n, line in enumerate(lines, 1)]
        chosen = [case for case in cases if options.id in (None, case.id)]
        if not chosen:
            raise InputError(f"{options.file}: no case {options.id!r} in it")
        return chosen[0]
    title, _, text = content.partition("\n")
    today = datetime.now(tz=UTC).date()
    return Case(id="text", lang="", published=day or today, title=title.strip(), text=text or title)
