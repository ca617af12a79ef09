"""Who says a step in Chinese: the company or an authority, somebody else, nobody for sure."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract

PUBLISHED: Final = date(2024, 6, 14)
CONTEXT: Final = "新能源汽车"


def voices(sentence: str, kind: str) -> set[str]:
    found = extract(CONTEXT, sentence, language="zh", published=PUBLISHED, catalogue=load())
    return {m.certainty.value for m in found.milestones if m.kind.value == kind}


@pytest.mark.parametrize(
    ("kind", "certainty", "sentence"),
    [
        ("production", "official", "比亚迪这座工厂预计2025年底或2026年初投产。"),
        ("delivery", "official", "Rivian把R2的首批交付安排在9月或更晚。"),
        ("production", "rumoured", "比亚迪这座工厂或在2026年初投产。"),
        ("production", "rumoured", "比亚迪的新车2025年底或投产。"),
    ],
)
def test_one_of_two_times_is_no_doubt(kind: str, certainty: str, sentence: str) -> None:
    assert voices(sentence, kind) == {certainty}


@pytest.mark.parametrize(
    ("kind", "certainty", "sentence"),
    [
        ("production", "official", "比亚迪董事长在仪式上说，二期工厂有望明年7月投产。"),
        ("production", "rumoured", "供应商说，比亚迪二期工厂有望明年7月投产。"),
        ("production", "rumoured", "比亚迪二期工厂有望明年7月投产。"),
        ("production", "rumoured", "比亚迪董事长说，二期工厂可能明年7月投产。"),
        ("partnership", "official", "福特与大众还在探讨成立一家合资企业的可能性。"),
    ],
)
def test_what_a_company_hopes_for_itself_is_no_doubt(
    kind: str, certainty: str, sentence: str
) -> None:
    assert voices(sentence, kind) == {certainty}


@pytest.mark.parametrize(
    ("kind", "certainty", "sentence"),
    [
        ("partnership", "official", "路透河内6月4日电 越南Geleximco周二与奇瑞签署合资协议。"),
        ("production", "official", "某经济报道记者 常州报道 6月10日，理想汽车第80万辆车下线。"),
        ("approval", "official", "《经济通通讯社13日专讯》工信部昨日批准了蔚来的生产资质。"),
        ("partnership", "reported", "路透社6月4日报道称，奇瑞与Geleximco签署合资协议。"),
        ("restructuring", "reported", "彭博记者报道苹果已放弃造车。"),
        ("production", "reported", "据路透河内电，奇瑞6月在越南投产。"),
    ],
)
def test_whose_paper_it_is_tells_nothing_of_who_says_so(
    kind: str, certainty: str, sentence: str
) -> None:
    assert voices(sentence, kind) == {certainty}


@pytest.mark.parametrize(
    ("kind", "certainty", "sentence"),
    [
        ("factory", "official", "据了解，宁德时代一期项目2021年11月开工建设。"),
        ("production", "official", "据介绍，小鹏汽车肇庆工厂2020年5月投产。"),
        ("production", "reported", "据了解，小鹏汽车新工厂将于明年5月投产。"),
        ("production", "reported", "据悉，小鹏汽车新工厂2024年5月已投产。"),
        ("production", "reported", "据路透社报道，小鹏汽车新工厂2024年5月已投产。"),
    ],
)
def test_what_is_known_of_old_is_on_record(kind: str, certainty: str, sentence: str) -> None:
    assert voices(sentence, kind) == {certainty}


@pytest.mark.parametrize(
    ("kind", "certainty", "sentence"),
    [
        ("factory", "official", "土耳其工业部长说，比亚迪将在当地建厂。"),
        (
            "factory",
            "official",
            "据路透社报道，长城汽车总经理Managing Director Thailand表示，公司将在泰国建厂。",
        ),
        ("restructuring", "official", "美国电动车商Fisker表示，计划裁员15%。"),
        ("restructuring", "reported", "一名车商表示，Fisker计划裁员15%。"),
        (
            "market_entry",
            "official",
            "法国一家日报报道，极氪在当天开幕的上海国际汽车展览会中宣布，年底进入法国市场。",
        ),
        ("delivery", "reported", "Dataforce的数据显示，极氪5月在欧洲交付74辆。"),
        ("delivery", "official", "据外媒报道，电动车制造商Rivian表示，二季度交付13790辆。"),
        ("delivery", "official", "财报数据显示，极氪5月交付1.8万辆。"),
        ("factory", "official", "媒体报道，特斯拉在感谢信中提出，计划在上海建设新工厂。"),
    ],
)
def test_who_speaks_last_before_a_step_vouches_for_it(
    kind: str, certainty: str, sentence: str
) -> None:
    assert voices(sentence, kind) == {certainty}
