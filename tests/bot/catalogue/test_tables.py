"""The tables that people extend: every class is used, no entry stands twice, none contradicts another."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

import bot
from bot.catalogue import FOLDER, load, table
from bot.milestones.english.needs import NEEDS
from bot.milestones.english.patterns import VALUES
from bot.milestones.english.words import lexicon, tokenize
from bot.milestones.text import fold

SOURCE: Final = "\n".join(
    path.read_text(encoding="utf-8").replace("'", '"')
    for path in Path(bot.__file__).parent.rglob("*.py")
)
NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.toml"))
# Their keys are ids, names or units, which no rule spells out.
KEYED_BY_DATA: Final = frozenset(
    {
        *("companies", "two_scripts", "models", "chinese_models", "title_words", "brands"),
        *("english_telling", "chinese_telling", "telling_cues"),
    }
)
BY_DATA: Final = frozenset(
    {
        *(
            "profiles.second",
            "profiles.ventures",
            "english_places.nationality",
            "english_places.nationals",
        ),
        *("outsiders.units", "chinese_names.aliases", "chinese_names.persons"),
        *("chinese_names.second", "chinese_names.wary"),
        "chinese_words.home_",  # by country
        "english_words.nouns.othersite",  # hides the shorter words in it: "power plant" is no plant
    }
)


# The tables of ways to say a step, with the name of their entries.
ENGLISH: Final = (
    ("english_steps", "step"),
    ("english_topics", "topic"),
    ("english_idioms", "topic"),
)
FIELDS: Final = frozenset(
    ("kind", "say", "who", "phase", "need", "without", "object", "stop", "beside", "only")
)
PHASES: Final = frozenset(
    {
        *("verb", "done", "planned", "pending", "delayed", "cancelled", "stopped"),
        *("agreed", "offered", "filed", "listed"),
    }
)
TAKERS: Final = frozenset(
    {
        *("any", "both", "carried", "founder", "guests", "maker", "raiser", "receiver", "seller"),
        *("subject", "taker"),
    }
)


def lists(name: str, content: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Every list of words of a table, with its path."""
    for key, value in content.items():
        path = f"{name}.{key}"
        if isinstance(value, Mapping):
            yield from lists(path, value)
        elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            yield path, value


@pytest.mark.parametrize("name", NAMES)
def test_no_entry_stands_twice_in_its_list(name: str) -> None:
    twice = {
        path: [word for word, count in Counter(words).items() if count > 1]
        for path, words in lists(name, table(name))
        if len(set(words)) < len(words) and ".units." not in path  # singular and plural
    }

    assert twice == {}


@pytest.mark.parametrize("name", sorted(set(NAMES) - KEYED_BY_DATA))
def test_every_class_is_asked_for_by_a_rule(name: str) -> None:
    said = _said()
    unused = [
        path
        for path, _ in lists(name, table(name))
        if not path.startswith(tuple(BY_DATA))
        and path.rpartition(".")[2] not in said
        and f'"{path.rpartition(".")[2]}"' not in SOURCE
        and f'"{path.partition(".")[2]}"' not in SOURCE
    ]

    assert unused == []


def test_what_tells_the_sort_of_a_step_stands_in_a_way_to_say_one() -> None:
    ways = "\n".join(way for name, all_ in ENGLISH for e in table(name)[all_] for way in e["say"])

    told = [words for all_ in table("english_grammar")["sorts"].values() for words in all_]

    assert [words for words in told if words not in ways] == []


@pytest.mark.parametrize(
    ("language", "calls", "name"),
    [
        ("english", "small", "english_grammar"),
        ("english", "sense", "english_senses"),
        ("chinese", "sense|any_of", "chinese_senses"),
    ],
)
def test_what_a_rule_asks_for_is_a_class_of_the_table(language: str, calls: str, name: str) -> None:
    folder = Path(bot.__file__).parent / "milestones" / language
    code = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))

    asked = {
        each.strip(" \"'\n")
        for found in re.findall(rf"\b(?:{calls})\(([\"'][^()]*)\)", code)
        for each in found.split(",")
    }

    assert len(asked) > 40
    assert asked - table(name).keys() - {""} == set()


def _said() -> set[str]:
    """The groups of words that the ways to say a step name."""
    said: set[str] = set()
    for name in ("english_steps", "english_topics", "english_idioms", "chinese_steps"):
        text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        for found in re.findall(r"[<{(]([^>})]+)[>})]", text):
            said |= {word.rstrip("*") for word in found.split("|")}
    ways = (FOLDER / "chinese_steps.toml").read_text(encoding="utf-8")
    return said | set(re.findall(r"[a-z_]+", ways))


def test_a_word_that_changes_the_sense_is_one_that_a_text_can_hold() -> None:
    told = [word for _, words in lists("english_senses", table("english_senses")) for word in words]

    assert [word for word in told if [t.low for t in tokenize(word)] != [word]] == []


def test_a_chinese_word_that_changes_the_sense_is_spelled_as_texts_are_read() -> None:
    told = [word for _, words in lists("chinese_senses", table("chinese_senses")) for word in words]

    assert [word for word in told if fold(word, language="zh") != word] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_table_says_what_its_classes_are(name: str) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")

    assert text.lstrip().startswith("#")


def test_an_authority_goes_by_one_short_name() -> None:
    owners: dict[str, set[str]] = {}
    for entry in table("agencies")["agency"]:
        for each in entry["names"]:
            owners.setdefault(each, set()).add(entry["short"])
    for each in table("agencies")["unnamed"]:  # goes by its own words
        owners.setdefault(each, set()).add(each)

    assert {name: shorts for name, shorts in owners.items() if len(shorts) > 1} == {}


def test_a_hedge_is_not_also_a_word_of_the_record() -> None:
    english, chinese = table("english_cues"), table("chinese_cues")["certainty"]

    assert set(english["rumoured"]).isdisjoint(english["official"])
    assert set(english["reported"]).isdisjoint(english["rumoured"])
    assert set(chinese["rumoured"]).isdisjoint(chinese["on_record"])
    assert set(chinese["reported"]).isdisjoint(chinese["rumoured"])


def test_an_outsider_is_no_company_of_the_catalogue() -> None:
    names = {name for company in load().companies.values() for name in company.names}

    assert names.isdisjoint(table("outsiders")["names"])


def test_what_is_done_is_not_also_what_is_planned() -> None:
    phase = table("chinese_cues")["phase"]

    assert set(phase["done"]).isdisjoint(phase["planned"])
    assert set(phase["delayed"]).isdisjoint(phase["cancelled"])


@pytest.mark.parametrize(("name", "entries"), ENGLISH)
def test_an_entry_says_nothing_that_no_rule_reads(name: str, entries: str) -> None:
    needs = NEEDS.keys() | {"titled-pair", "no-recalls"}
    for entry in table(name)[entries]:
        assert entry.keys() <= FIELDS, entry["say"]
        assert entry.get("who", "subject") in TAKERS, entry["say"]
        assert entry.get("phase", "verb") in PHASES, entry["say"]
        assert {n for n in entry.get("need", ()) if not n.startswith("after-")} <= needs


def test_every_need_is_asked_for_by_an_entry() -> None:
    asked = {
        n for name, all_ in ENGLISH for entry in table(name)[all_] for n in entry.get("need", ())
    }

    assert asked >= NEEDS.keys()


@pytest.mark.parametrize(("name", "entries"), ENGLISH)
def test_what_makes_a_step_another_one_can_be_met(name: str, entries: str) -> None:
    groups = {(entry.part, entry.group) for all_ in lexicon().values() for entry in all_}
    idle = [
        word
        for entry in table(name)[entries]
        for word in entry.get("without", ())
        if not (
            word in VALUES
            or ("noun" if word[0] == "{" else "verb", word[1:-1]) in groups
            or (word == word.lower() and not re.search(r"[{}<>|]", word))
        )
    ]

    assert idle == []
