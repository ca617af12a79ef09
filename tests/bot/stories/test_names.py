import pytest

from bot.catalogue import table
from bot.stories.names import around, fold, is_inside, split
from bot.stories.words import READ_MAX_CHARS, codes, distinctive, likeness, pieces, places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Szeged", {"place:szeged"}),
        ("匈牙利塞格德", {"place:hungary", "place:szeged"}),
        ("北卡羅來納州", {"place:north carolina"}),
        ("Rayong, second phase", {"place:rayong", "later:2nd"}),
        ("小米汽车", {"company:xiaomi"}),
        ("宝马 电芯", {"company:bmw"}),
        ("USB port", set()),
        ("thaiger", set()),
    ],
)
def test_names_are_found_whole_in_both_scripts(text: str, names: set[str]) -> None:
    assert set(split(fold(text))[0]) == names


def test_a_place_lies_in_those_around_it() -> None:
    assert around("place:yizhuang") == ("place:beijing", "place:china")
    assert is_inside("place:szeged", "place:europe")
    assert not is_inside("place:hungary", "place:szeged")


def test_what_a_company_is_called_does_not_tell_its_subjects_apart() -> None:
    assert distinctive("Leapmotor International", "leapmotor") == {"international"}
    assert distinctive("小米汽车有限公司", "xiaomi") == frozenset()
    assert places(distinctive("Lingang, Shanghai", "tesla")) == {"place:lingang"}
    assert codes(distinctive("Model Y, H1 2024, 5nm", "tesla")) == {"model:modely"}
    assert codes(distinctive("印度首店，Model Y贵得离谱", "tesla")) == {"model:modely"}
    assert not codes(distinctive("supermodel yields", "tesla"))


def test_sentences_in_two_scripts_are_alike_only_by_names_and_numbers() -> None:
    assert likeness("BYD opened the Szeged plant", "比亚迪塞格德工厂开业") > 0.3
    assert likeness("It was opened", "工厂已经开业") == 0.0


def test_the_table_of_names_holds_no_contradiction() -> None:
    content = table("two_scripts")
    owners: dict[str, str] = {}
    for kind in ("place", "model", "thing"):
        for entry in content[kind]:
            for name in (*entry["en"], *entry["zh"]):
                assert owners.setdefault(fold(name), entry["en"][0]) == entry["en"][0]
    known = {entry["en"][0] for entry in content["place"]}
    assert {entry["in"] for entry in content["place"] if "in" in entry} <= known


@pytest.mark.parametrize("words", ["a", "第", " 1", "model ", "北京", "1st batch ", "x y "])
def test_a_long_text_is_compared_by_its_beginning(words: str) -> None:
    long = words * (200_000 // len(words))

    assert pieces(long) == pieces(long[:READ_MAX_CHARS])
