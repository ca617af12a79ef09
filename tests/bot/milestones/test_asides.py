"""Texts that are hardly news - views, reviews, sport - and texts that state nothing at all."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

PUBLISHED = date(2024, 11, 28)
NEWS = (
    "On Wednesday Tesla opened its electric car factory in Texas. The plant is to make 20,000 cars "
    "this year.\n\nThe mayor cut a ribbon. A band played. Workers waved from the roof."
)
CHINESE_NEWS = (
    "蔚来11月27日宣布，合肥第二工厂正式投产。工厂年产能30万辆。\n\n现场来宾很多。天气晴朗。"
    "公司没有透露更多细节。"
)


def read(title: str, text: str) -> Extraction:
    return extract(title, text, language="", published=PUBLISHED, catalogue=load())


@pytest.mark.parametrize(
    ("title", "text", "why"),
    [
        ("Review: the Tesla Model 3", NEWS, "the title says 'review'"),
        ("Tesla: quiz of the week", NEWS, "the title says 'quiz'"),
        ("Tesla opens plant", f"{NEWS}\n\nAn analyst raised his price target.", "'price target'"),
        ("Tesla at the Dakar", f"The Dakar rally begins. {NEWS}", "the text is about 'dakar'"),
        ("评测：蔚来ET5", CHINESE_NEWS, "the text says 评测"),
        ("蔚来股价大涨", "蔚来是一家公司。天气晴朗。", "the title says 股价"),
    ],
)
def test_a_text_that_is_hardly_news_says_why(title: str, text: str, why: str) -> None:
    found = read(title, text)

    assert why in (found.aside or "")
    assert found.noise is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tesla: engineer wanted", f"{NEWS} We are an equal opportunity employer."),
        ("Tesla moves to the moon", f"{NEWS} This is satire."),
        ("蔚来招聘", f"{CHINESE_NEWS}包吃住。"),
    ],
)
def test_an_advertisement_or_a_joke_states_nothing(title: str, text: str) -> None:
    found = read(title, text)

    assert found.noise is not None
    assert found.milestones == ()


def test_news_beside_a_word_on_a_test_stays_news() -> None:
    link = "The long-term test of an electric bus follows here next week."
    found = read("Tesla opens factory in Texas", f"{NEWS}\n\n{link}")

    assert found.aside == "the text says 'long-term test'"
    assert any(m.headline for m in found.milestones)


def test_what_a_company_calls_untrue_is_no_step_of_its() -> None:
    found = read(
        "福特要和小米在美国合资？双方：没这回事",
        "报道援引知情人士称，福特与小米就在美国组建电动车合资企业达成协议。记者昨日向双方求证。"
        "小米发言人2月1日回应：“消息不实，也没有进行相关谈判。”福特没有评论。天气晴朗。",
    )

    assert found.milestones == ()


def test_a_short_aside_tells_nothing_and_says_why() -> None:
    found = extract(
        "Review: the Tesla Model 3",
        "Tesla opened a plant in Texas on Wednesday.",
        language="en",
        published=PUBLISHED,
        catalogue=load(),
        explain=True,
    )

    assert found.milestones == ()
    assert "hardly news, and short: the title says 'review'" in found.account[0].fate
