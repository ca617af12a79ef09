"""A title of several headlines: what one of them denies or guesses is not the other's."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract
from bot.milestones.text import pieces
from bot.milestones.titles import headings, speaks_of
from storage.records import Kind

BELOW: Final = {
    "en": "It is news of electric cars and of the electric vehicle market.",
    "zh": "这是新能源汽车行业的消息，涉及电动汽车。",
}
# The title, the steps that it states, and of whom it denies something.
TITLES: Final = (
    (
        "BYD denies report of plant in Spain; Nio starts deliveries of the ET9",
        "nio delivery done official",
        "byd",
    ),
    ("Nio denies talks with Geely. XPeng launches the G7 at 235,800 yuan", "xpeng launch done", ""),
    ("Volvo denies sale - Polestar raises $200 million", "polestar funding done", "volvo"),
    ("Rivian starts production of R2, Lucid denies bankruptcy", "rivian production done", ""),
    (
        "GM could build a plant in Mexico; Kia begins production of the EV4 in Zilina",
        "gm factory planned rumoured; kia production done official",
        "",
    ),
    ("Is Ford leaving Cologne? Stellantis closes Luton plant", "stellantis factory done", ""),
    (
        "Tesla opens plant in Gujarat; Ford recalls 8,727 Mustang Mach-E",
        "tesla factory done; ford recall done",
        "",
    ),
    ("Xiaomi not planning a van; Li Auto delivers 35,020 cars in May", "li-auto delivery done", ""),
    (
        "Tesla to open plant in Gujarat, sources say; Nio starts deliveries of the ET9",
        "tesla factory planned reported; nio delivery done official",
        "",
    ),
    ("比亚迪否认西班牙建厂传闻；蔚来ET9开始交付", "nio delivery done official", "byd"),
    ("蔚来辟谣与吉利洽谈 小鹏G7上市售价23.58万元", "xpeng launch done", "nio"),
    ("小米否认裁员，理想5月交付35020辆", "li-auto delivery done", "xiaomi"),
    (
        "特斯拉上海工厂投产；福特召回8727辆Mustang Mach-E",
        "tesla production done; ford recall done",
        "",
    ),
)


def read(title: str) -> Extraction:
    language = "en" if title.isascii() else "zh"
    return extract(
        title, BELOW[language], language=language, published=date(2024, 6, 14), catalogue=load()
    )


@pytest.mark.parametrize(("title", "steps", "denier"), TITLES)
def test_each_headline_of_a_title_is_read_for_itself(title: str, steps: str, denier: str) -> None:
    found = read(title)

    told = [f"{m.company} {m.kind} {m.phase} {m.certainty}" for m in found.milestones]
    wanted = [step.strip() for step in steps.split(";")]
    assert len(told) == len(wanted), told
    assert all(any(one.startswith(step) for one in told) for step in wanted), told
    assert [d.company for d in found.denials] == ([denier] if denier else [])


@pytest.mark.parametrize(
    "title",
    [
        "NIO Inc. announces closing of US$2.2 billion investment",
        "St. Thomas plant: 90 GWh, and up to 13 billion reasons",
        "Nio, XPeng and Li Auto deliver more cars in May",
        "",
    ],
)
def test_one_headline_stays_whole(title: str) -> None:
    found = headings(title, [(0, "nio"), (5, "xpeng")], whole=pieces(title), torn=False)

    assert found == ([(0, len(title))] if title else [])


def test_a_denial_tears_a_title_at_a_comma_before_another_company() -> None:
    title = "Nio denies it, XPeng too"

    named = [(0, "nio"), (15, "xpeng")]
    assert headings(title, named, whole=(), torn=True) == [(0, 13), (15, 24)]
    assert headings(title, named, whole=(), torn=False) == [(0, 24)]


def test_words_tell_the_kind_of_step() -> None:
    assert speaks_of("Nio raises $1bn", Kind.FUNDING)
    assert not speaks_of("Nio opens a plant", Kind.FUNDING)
