"""What a step is about, in the words of the reader."""

import pytest

from bot.catalogue import load
from bot.stories.subject import in_language, is_itself, taken_apart
from tests.fakes_stories import milestone

CATALOGUE = load()
IN_CHINESE = [
    ("market_entry", "the UK", "英国"),
    ("market_entry", "the Netherlands", "荷兰"),
    ("infrastructure", "Oslo", "奥斯陆"),
    ("factory", "South Korean", "韩国"),
    ("market_entry", "Drammen, Norway", "挪威德拉门"),
    ("production", "Fiat 500e", "菲亚特500e"),
    ("recall", "Chevy Bolt", "雪佛兰Bolt"),
    ("recall", "Chevrolet Silverado EV", "雪佛兰Silverado EV"),
    ("delivery", "Li L8", "理想L8"),
    ("launch", "Omoda 7", "欧萌达7"),
    ("launch", "Q5 e-tron", "Q5 e-tron"),
    ("launch", "Škoda Epiq", "斯柯达Epiq"),
    ("launch", "Nissan Leaf", "日产聆风"),
    ("launch", "first electric sedan", "首款电动轿车"),
    ("technology", "solid-state battery", "固态电池"),
    ("funding", "Temasek", "淡马锡"),
    ("partnership", "GS Yuasa", "杰士汤浅"),
    ("partnership", "Leapmotor International", "Leapmotor International"),
    ("investment", "Lynk & Co", "领克"),
]


@pytest.mark.parametrize(("kind", "subject", "said"), IN_CHINESE, ids=[s for _, s, _ in IN_CHINESE])
def test_a_name_is_said_in_chinese_where_it_has_one(kind: str, subject: str, said: str) -> None:
    step = milestone("nio", kind, subject=subject, evidence=f"It happens in {subject}.")

    assert in_language(step, CATALOGUE, "zh") == said


def test_a_description_with_an_unknown_word_is_not_put_together() -> None:
    step = milestone("nio", "launch", subject="first electric whatsit")

    assert not taken_apart(step, CATALOGUE, "zh").things


def test_a_partner_by_a_longer_name_is_the_partner_and_no_thing() -> None:
    about = taken_apart(milestone("sk-on", "partnership", subject="Hyundai Motor"), CATALOGUE, "en")

    assert (about.things, about.companies) == ((), ("hyundai",))


@pytest.mark.parametrize(
    ("name", "company", "itself"),
    [
        ("小鹏汽车", "xpeng", True),
        ("Xpeng Motors", "xpeng", True),
        ("大众", "volkswagen", True),
        ("Škoda", "volkswagen", False),
        ("零跑国际", "leapmotor", False),
    ],
)
def test_a_brand_is_not_the_company_itself(
    name: str,
    company: str,
    itself: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert is_itself(name, CATALOGUE.companies[company]) == itself
