"""The documents tell of what is there: files, links, commands; the map of the house has it all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import parser
from bot.commands import grammar

ROOT = Path(__file__).parents[1]
MAP = ROOT / "docs/architecture.md"
ENGLISH = ROOT / "bot/milestones/english"
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/**/*.md"))]
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FILE = re.compile(r"[\w./-]*\w\.(?:py|toml|md)|[\w./-]+/")


def _mapped() -> Iterator[Path]:
    """What the tables of the map name; a bare name lies in the folder that was named before it."""
    text = MAP.read_text(encoding="utf-8").partition("## Where things are")[2].partition("\n## ")[0]
    for cell in re.findall(r"^\|[^|]*\|([^|]*)\|$", text, re.MULTILINE):
        folder = ROOT
        for name in filter(FILE.fullmatch, QUOTED.findall(cell)):
            if (ROOT / name.split("/")[0]).exists():
                path = ROOT / name
                folder = path if name.endswith("/") else path.parent
            else:
                path = folder / name
            yield path


def test_the_map_names_only_what_is_there() -> None:
    named = list(_mapped())

    assert len(named) > 50
    assert [str(path) for path in named if not path.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_whole_paths_in_documents_lead_somewhere(document: Path) -> None:
    named = filter(FILE.fullmatch, QUOTED.findall(document.read_text(encoding="utf-8")))
    whole = [name for name in named if name.startswith(("bot/", "adapters/", "storage/", "tests/"))]

    assert [name for name in whole if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("folder", ["bot", "adapters", "storage"])
def test_the_map_leads_to_each_part(folder: str) -> None:
    named = set(_mapped())

    parts = [path for path in (ROOT / folder).iterdir() if not path.name.startswith(("_", "."))]

    assert sorted(part.name for part in parts if not _leads_to(part, named)) == []


def test_the_order_of_reading_leads_to_each_rule_of_english_once() -> None:
    text = (ENGLISH / "__init__.py").read_text(encoding="utf-8")
    rows = re.findall(r"^  ([a-z_, ]+):", text, re.MULTILINE)
    named = [name for row in rows for name in row.split(", ")] + re.findall(r"`([a-z_]+)`", text)
    tables = re.findall(r"`(\w+\.toml)`", text)

    assert sorted(named) == sorted(p.stem for p in ENGLISH.glob("*.py") if p.stem != "__init__")
    assert [name for name in tables if not (ROOT / "bot/catalogue" / name).exists()] == []


def _leads_to(part: Path, named: set[Path]) -> bool:
    return any(part == path or part in path.parents for path in named)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    links = [
        each for each in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in each
    ]

    assert [link for link in links if not _is_there(document, link)] == []


def _is_there(document: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    path = document.parent / name if name else document
    if not anchor or not path.is_file():
        return path.exists()
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in {_anchor(heading) for heading in headings}


def _anchor(heading: str) -> str:
    """As GitHub makes it of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _readme(start: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return [quoted for quoted in QUOTED.findall(text) if re.match(start, quoted)]


@pytest.mark.parametrize("line", _readme(r"/(evwatch|milestones)\b"))
def test_what_the_readme_says_to_type_is_understood(line: str) -> None:
    assert grammar.parse(line)


def test_what_the_readme_says_of_the_command_line_is_a_command() -> None:
    commands = {words.split()[0] for words in _readme(r"[a-z]+( [A-Z]+)?$")}
    usage = parser().format_help()

    known = {word for word in commands if re.search(rf"^    {word}\b", usage, re.MULTILINE)}

    assert {"visit", "explain", "extract", "milestones", "check", "backup"} <= known


def test_what_the_readme_says_to_make_is_a_target() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(
        r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )

    assert set(re.findall(r"\bmake ([a-z]+)\b(?! [a-z])", text)) <= set(targets)
