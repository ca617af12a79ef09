"""What a step is about: a model, a place, a partner - or nothing, rather than something silly.

`subjects/english.txt`: company and kind of a step, its subject ("-" for none), the sentences. A
title stands before "||". A step that is not read at all fails.
"""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import load
from bot.milestones.english.scene import Scene, build
from bot.milestones.english.seats import is_no_site
from bot.milestones.english.things import Sort, things
from bot.milestones.mentions import finder
from bot.milestones.text import Sentence
from tests.told import BESIDE, PUBLISHED, about_cars, columns


@pytest.mark.parametrize(
    ("step", "subject", "text"), columns(Path(__file__).parent / "subjects" / "english.txt", 3)
)
def test_a_step_is_about_what_its_words_say(step: str, subject: str, text: str) -> None:
    company, kind = step.split()

    read = [
        m.subject or "-"
        for m in about_cars(text).milestones
        if (m.company, m.kind.value) == (company, kind)
    ]

    assert subject in read


def scene_of(text: str) -> Scene:
    mentions = finder(load()).find(f"{text}\n{BESIDE}")
    sentence = Sentence(text=text, start=0, end=len(text), paragraph=0)
    inside = [m for m in mentions if m.end <= len(text)]
    return build(sentence, inside, number=1, published=PUBLISHED)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            "BYD sells the Atto 3 and the Seal in Spain.",
            ["model: Atto 3 and the Seal", "place: Spain"],
        ),
        ("Volkswagen builds the ID. Buzz in Hanover.", ["model: ID. Buzz", "place: Hanover"]),
        ("In Q3 the L3 permit, the V2G test and 5G came.", []),
        ("BMW showed it at the Shanghai auto show.", []),
        ("Hyundai paid S$3 million and R2.47m for it.", []),
        ("Tesla raised money in its IPO.", ["round: IPO"]),
        ("Ford will use NACS in the Explorer.", ["technology: NACS", "model: Explorer"]),
        ("The California-based Lucid builds cars.", []),
        ("Toyota plans plants in Ohio, Kentucky and Texas.", ["place: Ohio, Kentucky and Texas"]),
        ("Kia took over the domain kiaev.com.", ["domain: kiaev.com"]),
    ],
)
def test_a_sentence_names_things_of_their_sorts(text: str, named: list[str]) -> None:
    assert [f"{t.sort}: {t.text}" for t in things(scene_of(text))] == named


@pytest.mark.parametrize(
    ("text", "place", "seat"),
    [
        ("BYD of China builds cars.", "China", True),
        ("BYD builds cars in China.", "China", False),
        ("MUNICH, Germany - BMW builds cars.", "MUNICH", True),
        ("Lucid, headquartered in California, builds cars.", "California", True),
        ("Lucid said on Monday in California that it builds cars.", "California", True),
        ("Tesla China builds cars.", "China", True),
        ("Tesla builds a plant outside China.", "China", True),
        ("Tesla builds a plant outside Austin.", "Austin", False),
    ],
)
def test_a_seat_is_no_site(text: str, place: str, seat: bool) -> None:  # noqa: FBT001
    scene = scene_of(text)
    at = next(i for i, token in enumerate(scene.tokens) if token.text == place)

    assert is_no_site(scene, at, at) is seat


WORDS: Final = st.sampled_from(
    [
        *(
            "Tesla",
            "BYD",
            "Nio",
            "the",
            "its",
            "new",
            "SUV",
            "unveiled",
            "launched",
            "will",
            "build",
        ),
        *(
            "in",
            "of",
            "and",
            ",",
            "China",
            "Normal",
            "Illinois",
            "Model Y",
            "ET9",
            "Ocean",
            "Oceans",
        ),
        *(
            "with",
            "plant",
            "deliveries",
            "12,000",
            "(NYSE: XPEV)",
            "solid-state cells",
            "\u00eb-C3",
        ),
        *("P7+", "e:NP1", "ID. Buzz", '"Kestrel"', "'s", "from", "2025", "said", "\u2014", "IPO"),
    ]
)


@given(st.lists(WORDS, max_size=24).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_every_thing_is_a_literal_part_of_its_sentence(text: str) -> None:
    scene = scene_of(text)

    found = things(scene)

    for thing in found:
        assert thing.text in text
        assert 0 <= thing.first <= thing.last < len(scene.tokens)
    assert {t.sort for t in found} <= set(Sort)
    assert list(found) == sorted(found, key=lambda t: t.first)
