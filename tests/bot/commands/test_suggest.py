import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import load
from bot.commands.grammar import parse
from bot.commands.suggest import suggest
from bot.commands.verbs.milestones import Milestones

CATALOGUE = load()


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("/", "/milestones"),
        ("/ev", "/evwatch"),
        ("mil", "/milestones"),
        ("/evwatch ", "latest"),
        ("/evwatch pa", "pause"),
        ("/evwatch help un", "unfollow"),
        ("/milestones xia", "Xiaomi"),
        ("/milestones XIA", "Xiaomi"),
        ("/milestones 小", "小米"),
        ("/milestones 比", "比亚迪"),
        ("/evwatch add ni", "NIO"),
        ("/evwatch follow byd, ni", "NIO"),
        ("/milestones li a", '/milestones "Li Auto"'),
        ("/evwatch add li a", '/evwatch add "Li Auto"'),
        ("/evwatch edit example.org ev", "every:"),
        ("/evwatch edit example.org every:", "every:auto"),
        ("/evwatch edit example.org lang:z", "lang:zh"),
        ("/evwatch edit example.org company:xia", "company:Xiaomi"),
        ("/evwatch edit example.org company:li", 'company:"Li Auto"'),
        ("/evwatch milestone fix 3fa2b71c company:xia", "company:Xiaomi"),
        ("/milestones xiaomi k", "kind:"),
        ("/milestones xiaomi kind:del", "kind:delivery"),
        ("/milestones xiaomi kind:factory,del", "kind:factory,delivery"),
        ("/milestones xiaomi phase:pl", "phase:planned"),
        ("/milestones xiaomi since:la", "since:last-month"),
    ],
)
def test_the_best_word_comes_first(line: str, first: str) -> None:
    assert suggest(line, CATALOGUE, "en")[0] == first


@pytest.mark.parametrize("line", ["/evwatch status x", "/xyzzy a", "/milestones qqqq"])
def test_nothing_to_suggest(line: str) -> None:
    assert suggest(line, CATALOGUE, "en") == ()


def test_before_the_first_letter_names_come_in_the_language_of_the_person() -> None:
    chinese = suggest("/milestones ", CATALOGUE, "zh")

    assert len(chinese) == 25
    assert sum(not name.isascii() for name in chinese) > 15
    assert all(name.isascii() for name in suggest("/milestones ", CATALOGUE, "en"))


def test_a_company_is_suggested_once() -> None:
    words = suggest("/milestones xiao", CATALOGUE, "en")

    assert len(words) == len({CATALOGUE.find(word) and CATALOGUE.find(word).id for word in words})  # type: ignore[union-attr] # found


@pytest.mark.parametrize("company", CATALOGUE.companies.values(), ids=lambda each: each.id)
def test_what_is_suggested_for_a_name_finds_that_company(company: object) -> None:
    name = company.name  # type: ignore[attr-defined] # a Company
    for word in suggest(f"/milestones {name[:3].strip()}", CATALOGUE, "en"):
        line = word if word.startswith("/") else f"/milestones {word}"
        command = parse(line)
        assert isinstance(command, Milestones)
        assert CATALOGUE.find(command.company) is not None


@given(st.text(max_size=40), st.sampled_from(["/milestones ", "/evwatch add ", "/evwatch ", ""]))
def test_any_line_can_be_typed(text: str, root: str) -> None:
    words = suggest(root + text, CATALOGUE, "en")

    assert len(words) <= 25
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/evwatch channel qu", ("quiet:",)),
        ("/evwatch channel digest:d", ("digest:daily@09:00",)),
        ("/evwatch channel quiet:22:00-07:00 zone:asia/s", ("zone:Asia/Shanghai", "zone:Asia/Seoul", "zone:Asia/Singapore")),
        ("/evwatch channel companies:byd,ch", ("companies:byd,china", "companies:byd,changan", "companies:byd,chery")),
        ("/evwatch channel kinds:launch,rec", ("kinds:launch,recall",)),
        ("/evwatch channel mention:x", ()),
        ("/evwatch channel nonsense:x", ()),
    ],
)  # fmt: skip
def test_rules_of_a_channel_are_completed(line: str, words: tuple[str, ...]) -> None:
    assert suggest(line, load(), "en") == words
