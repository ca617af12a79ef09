"""What the small words of a quote leave a step, by its kind."""

from typing import Final

import pytest

from bot.milestones.chinese import checks as chinese
from bot.milestones.english import checks as english
from storage.records import Certainty, Kind

ENGLISH: Final = (
    "X said it will start production in May, and reportedly plans to raise $1bn",
    "X will start production in May and may raise $1bn",
    "Sources said that X started production in May and that it raised $1bn",
    "According to Bloomberg, X started production in May, and it raised $1bn",
    "X started production in May; possibly it will raise $1bn",
    "X reportedly started production in May, and it will raise $1bn",
    "X has it all",
)
OFFICIAL, REPORTED, RUMOURED = Certainty.OFFICIAL, Certainty.REPORTED, Certainty.RUMOURED
TOLD: Final = (
    (OFFICIAL, REPORTED),
    (OFFICIAL, RUMOURED),
    (REPORTED, REPORTED),
    (REPORTED, REPORTED),
    (OFFICIAL, RUMOURED),
    (REPORTED, OFFICIAL),
    (OFFICIAL, OFFICIAL),
)


@pytest.mark.parametrize(("sentence", "told"), list(zip(ENGLISH, TOLD, strict=True)))
def test_a_hedge_colours_its_own_predicate(
    sentence: str, told: tuple[Certainty, Certainty]
) -> None:
    assert english.certainty(sentence, Kind.PRODUCTION) is told[0]
    assert english.certainty(sentence, Kind.FUNDING) is told[1]


def test_a_chinese_hedge_stays_on_its_side_of_a_semicolon() -> None:
    sentence = "蔚来新工厂昨日投产；公司可能融资10亿美元"

    assert chinese.certainty(sentence, Kind.PRODUCTION) is OFFICIAL
    assert chinese.certainty(sentence, Kind.FUNDING) is RUMOURED
