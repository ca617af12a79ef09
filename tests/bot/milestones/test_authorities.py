"""Authorities that no table names, and those that it does: one text a line."""

import pytest

from bot.milestones.agencies import find_agencies
from bot.milestones.english.authorities import authorities, governments

NAME_WORDS = 8  # of the longest name that is read as one


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("approved by China's top economic planner", "NDRC"),
        ("the industry ministry in Beijing", "MIIT"),
        ("the country's market regulator said", "SAMR"),
        ("US auto safety regulators opened", "NHTSA"),
        ("federal safety regulators asked", "NHTSA"),
        ("California's Department of Motor Vehicles", "California DMV"),
        ("a loan of the US Energy Department", "DOE"),
        ("Germany's motor transport authority", "KBA"),
        ("the Dutch vehicle authority", "RDW"),
        ("Britain's Department for Transport", "DfT"),
        ("the Vehicle Certification Agency", "VCA"),
        ("Canada's transport ministry", "Transport Canada"),
        ("India's Ministry of Road Transport and Highways", "MoRTH"),
        ("India's market regulator has cleared", "SEBI"),
        ("Japan's transport ministry", "MLIT"),
        ("Japan's industry ministry", "METI"),
        ("South Korea's industry ministry", "MOTIE"),
        ("South Korea's transport ministry", "MOLIT"),
        ("the EU's executive", "European Commission"),
        ("Thailand's Board of Investment", "BOI"),
        ("the US Patent and Trademark Office", "USPTO"),
        ("工信部公告", "MIIT"),
    ],
)
def test_a_known_authority_goes_by_its_short_name(text: str, short: str) -> None:
    assert next(find_agencies(text)).short == short


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Thailand's energy regulator said", ["Thailand's energy regulator"]),
        ("the Norwegian road safety agency", ["Norwegian road safety agency"]),
        ("The Guangzhou Transport Bureau gave a permit", ["Guangzhou Transport Bureau"]),
        ("the Ministry of Road Safety", ["Ministry of Road Safety"]),
        ("Land Transport Authority of Singapore", ["Land Transport Authority of Singapore"]),
        (
            "the Ministry of Industry, Trade and Tourism",
            ["Ministry of Industry, Trade and Tourism"],
        ),
        ("the regulator said", []),
        ("The Commission said", []),
        ("a Ministry official", []),
        ("the department of cars", []),
    ],
)
def test_an_unknown_authority_goes_by_the_words_of_the_text(text: str, named: list[str]) -> None:
    found = list(authorities(text))

    assert [a.short for a in found] == named
    assert all(text[a.start : a.end] == a.short for a in found)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("by the state of Illinois in May", ["Illinois"]),
        ("the Maharashtra government", ["Maharashtra government"]),
        ("the Hefei city government", ["Hefei city government"]),
        ("the government", []),
    ],
)
def test_a_government_that_names_its_place_may_give_money(text: str, named: list[str]) -> None:
    assert [g.short for g in governments(text)] == named


@pytest.mark.parametrize("piece", ["Ministry of ", "A and ", "Ministry ", "state of A ", "'s "])
def test_words_of_a_name_again_and_again_name_nothing_long(piece: str) -> None:
    text = piece * (50_000 // len(piece))

    assert list(governments(text)) == []
    assert all(len(found.short.split()) <= NAME_WORDS for found in authorities(text))
