"""A brand's step is told as the brand's, and whose brand it is."""

import pytest

from bot.catalogue import load, table
from bot.compose import alert
from bot.compose.plain import lines
from bot.stories.brands import brands_of, called
from bot.stories.summary import headline
from tests.fakes_stories import milestone
from tests.fakes_words import item, story

CATALOGUE = load()
SAID = [
    ("volkswagen", "Audi is to cut 7,500 jobs by 2029.", "Audi (Volkswagen)", "奥迪（大众）"),
    ("volkswagen", "Volkswagen's brand Audi is to cut 7,500 jobs.", "Audi (Volkswagen)", "奥迪（大众）"),
    ("volkswagen", "Audi, a unit of Volkswagen, is to cut jobs.", "Audi (Volkswagen)", "奥迪（大众）"),
    ("volkswagen", "Volkswagen's plant in Brussels is to build an Audi.", "Volkswagen", "大众"),
    ("changan", "Avatr, majority-owned by Changan, handed in its papers.", "Avatr (Changan)", "阿维塔（长安汽车）"),
    ("volkswagen", "VW and Audi are to cut jobs.", "Volkswagen", "大众"),
    ("volkswagen", "Audi and Cupra are to cut jobs.", "Volkswagen", "大众"),
    ("volkswagen", "The group is to cut 7,500 jobs.", "Volkswagen", "大众"),
    ("volkswagen", "Mr Audibert leaves.", "Volkswagen", "大众"),
    ("volkswagen", "Škoda built its 100,000th Elroq.", "Škoda (Volkswagen)", "Škoda（大众）"),
    ("volkswagen", "一汽-大众召回1.2万辆电动汽车。", "FAW-Volkswagen (Volkswagen)", "一汽-大众（大众）"),
    ("changan", "阿维塔完成30亿元融资。", "Avatr (Changan)", "阿维塔（长安汽车）"),
    ("changan", "長安汽車旗下阿維塔完成融資。", "Avatr (Changan)", "阿维塔（长安汽车）"),
    ("changan", "长安汽车与阿维塔签约。", "Changan", "长安汽车"),
    ("baidu-jidu", "集度召开发布会。", "Jidu", "集度"),
    ("baidu-jidu", "极越召开发布会。", "Jiyue", "极越（集度）"),
    ("xiaomi", "Xiaomi has been cleared.", "Xiaomi", "小米"),
    ("nobody", "Nobody was cleared.", "nobody", "nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("company", "evidence", "english", "chinese"), SAID)
def test_a_company_is_called_by_the_one_brand_that_the_texts_name(
    company: str, evidence: str, english: str, chinese: str
) -> None:
    said = [milestone(company, evidence=evidence)]

    assert [called(company, said, CATALOGUE, each) for each in ("en", "zh")] == [english, chinese]


def test_the_news_decides_how_a_company_is_called() -> None:
    news = milestone("changan", "funding", evidence="Avatr has raised 3 billion yuan.")
    before = milestone("changan", "launch", evidence="Changan put it on sale.", headline=False)

    assert called("changan", [before, news], CATALOGUE, "en") == "Avatr (Changan)"
    assert called("changan", [before], CATALOGUE, "en") == "Changan"


def test_headline_and_alert_name_the_brand() -> None:
    article = item("a")
    step = milestone(
        "volkswagen", "restructuring", "planned", quantity="7500 jobs", item=article.id,
        evidence="Audi is to cut 7,500 jobs.",
    )  # fmt: skip
    told = story((step,), [article], companies=("volkswagen",))

    assert headline([step], CATALOGUE) == "Audi (Volkswagen) plans to cut 7,500 jobs"
    assert lines(alert(told, [(article, "Gazette")], catalogue=CATALOGUE, language="en"))[0] == (
        "Audi (Volkswagen): Plans to cut 7,500 jobs"
    )


def test_brands_are_found_by_names_of_their_company() -> None:
    for company in {row["company"] for row in table("brands")["brand"]}:
        names = [name for brand in brands_of(company) for name in brand.names]
        assert {CATALOGUE.find(name) for name in names} == {CATALOGUE.companies[company]}
