"""The commands that work on texts alone: `extract`, `group`, `explain`; no store, no config."""

import json
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from bot.catalogue import load
from bot.cli import DONE, FAILED, USAGE
from bot.cli.cases import Case, InputError, fields, read_case, read_cases, read_text
from bot.cli.console import complain, show_trace
from bot.milestones.extract import Extraction, detect
from bot.milestones.extract import extract as extract_milestones
from bot.stories.group import group as group_item
from bot.stories.summary import gist
from storage.records import Item, Story


def extract(options: Namespace) -> int:
    """JSON lines in (id, lang, published, title, text), JSON lines out, one for each."""
    return _each(options.file, _extracted)


def group(options: Namespace) -> int:
    """JSON lines in, `{"id", "story"}` lines out, in the order of the input.

    Cases are met in order of publication, as a feed would bring them. A case without a milestone
    is a story of its own.
    """
    try:
        cases = list(read_cases(options.file))
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
        for case in read_cases(name):
            print(json.dumps(work(case), ensure_ascii=False))  # noqa: T201  # the answer
    except InputError as error:
        complain(str(error))
        status = USAGE
    return status


def _one(options: Namespace) -> Case | None:
    """The text that `explain` is asked about; None when an address gave none (already told)."""
    day = date.fromisoformat(options.published) if options.published else None
    if options.file.startswith(("http://", "https://")):
        from bot.cli.page import article  # noqa: PLC0415  # only an address needs the network

        return article(options, day)
    content = read_text(options.file)
    if content.lstrip().startswith("{"):
        lines = [line for line in content.split("\n") if line.strip()]
        cases = [read_case(line, f"{options.file}:{n}") for n, line in enumerate(lines, 1)]
        chosen = [case for case in cases if options.id in (None, case.id)]
        if not chosen:
            raise InputError(f"{options.file}: no case {options.id!r} in it")
        return chosen[0]
    title, _, text = content.partition("\n")
    today = datetime.now(tz=UTC).date()
    return Case(id="text", lang="", published=day or today, title=title.strip(), text=text or title)
