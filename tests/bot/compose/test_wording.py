"""Words: both languages say the same, and nothing is kept that nobody says."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot import compose
from bot.compose import wording
from bot.compose.phrases import Count, Phrases
from bot.compose.wording import Phrase, together
from storage.channels import DeliveryState
from storage.records import Certainty, Kind, Phase
from storage.sources import SourceState

PACKAGE = Path(bot.__file__).parent
TABLES = [
    table
    for module in pkgutil.iter_modules(compose.__path__, f"{compose.__name__}.")
    for _, table in inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
    if issubclass(table, Phrases) and table.__module__ == module.name
]


@pytest.mark.parametrize("phrase", [phrase for table in TABLES for phrase in table], ids=str)
def test_both_languages_of_a_phrase_name_the_same_values(phrase: Phrases) -> None:
    english, chinese = phrase.value

    assert english.strip()
    assert chinese.strip()
    assert _names(english) == _names(chinese)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_no_two_phrases_of_a_table_are_one(table: type[Phrases]) -> None:
    assert len(table.__members__) == len(list(table))


def test_every_phrase_is_said_somewhere() -> None:
    said = set(chain.from_iterable(map(_said, PACKAGE.rglob("*.py"))))

    assert {str(phrase) for phrase in chain.from_iterable(TABLES)} - said == set()


def test_every_name_of_the_records_has_words() -> None:
    assert set(wording.KINDS) == set(Kind)
    assert set(wording.PHASES) == set(Phase)
    assert set(wording.CERTAINTIES) == set(Certainty)
    assert set(wording.SOURCE_STATES) == set(SourceState)
    assert set(wording.DELIVERY_STATES) == set(DeliveryState)


def test_a_count_picks_its_noun() -> None:
    assert f"{Count(1):step|steps}" == "1 step"
    assert f"{Count(0):step|steps}" == "0 steps"
    assert f"{Count(12345):step|steps}" == "12,345 steps"
    assert f"{Count(3)}" == "3"


def test_braces_from_outside_are_no_template() -> None:
    told = Phrase.NOT_ON_LIST.say("en", word="{0.__class__} {command}", command="/x")

    assert "{0.__class__} {command}" in told


@pytest.mark.parametrize("language", ["zh", "zh-CN", "ZH-tw"])
def test_every_chinese_gets_chinese(language: str) -> None:
    assert Phrase.SOURCES.say(language) == "来源"


def test_any_other_language_gets_english() -> None:
    assert Phrase.SOURCES.say("de") == "Sources"


def test_names_join_as_a_subject() -> None:
    assert together(["BYD"], "en") == "BYD"
    assert together(["BYD", "NIO", "Kia"], "en") == "BYD, NIO and Kia"
    assert together(["比亚迪", "蔚来"], "zh") == "比亚迪、蔚来"


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def _said(path: Path) -> Iterator[str]:
    """The phrases that a file names, as `Table.NAME`; all of a table whose names it looks up."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {table.__name__: table for table in TABLES}
    called = {
        alias.asname or alias.name: known[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in known
    }
    called |= {
        node.name: known[node.name]
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name in known
    }
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=phrase) if name in called:
                yield f"{called[name].__name__}.{phrase}"
            case ast.Subscript(value=ast.Name(id=name)) if name in called:
                yield from map(str, called[name])
