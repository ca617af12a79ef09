from string import Formatter

import pytest

from bot.compose import wording
from bot.compose.phrases import Count
from bot.compose.wording import Phrase, together
from storage.channels import DeliveryState
from storage.records import Certainty, Kind, Phase
from storage.sources import SourceState


@pytest.mark.parametrize("phrase", Phrase)
def test_both_languages_of_a_phrase_name_the_same_values(phrase: Phrase) -> None:
    english, chinese = phrase.value

    assert english.strip()
    assert chinese.strip()
    assert _names(english) == _names(chinese)


def test_no_two_phrases_are_one() -> None:
    assert len(Phrase.__members__) == len(list(Phrase))


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
