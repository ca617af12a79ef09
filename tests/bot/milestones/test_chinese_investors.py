"""Money of somebody else in Chinese: who pays in is not who gets it, and what is sold is no alliance."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract

CONTEXT: Final = "新能源汽车"


def told(text: str, title: str = CONTEXT) -> set[tuple[str, str, str]]:
    """Company, kind and phase of each step."""
    found = extract(title, text, language="zh", published=date(2024, 6, 14), catalogue=load())
    return {(m.company, m.kind.value, m.phase.value) for m in found.milestones}


def kinds(text: str, company: str) -> set[str]:
    return {kind for who, kind, _ in told(text) if who == company}


@pytest.mark.parametrize(
    ("company", "sentence"),
    [
        ("catl", "岚海动力6月引入宁德时代、中金等战略投资者,融资20亿元。"),
        ("xiaomi", "智行芯片昨日获小米等三家投资方增资,合计5亿元。"),
        ("toyota", "6月3日,云深科技公告,丰田、淡马锡等6家投资机构缴款合计12亿元。"),
        ("geely", "吉利打算参与德赛电池的首次公开募股。"),
        ("byd", "比亚迪可能在该公司明年的IPO中认购股份,两家电池厂已谈妥。"),
        ("bmw", "知情人士说,宝马有意认购远景动力的新股发行,以锁定电芯。"),
        ("ford", "福特与Redwood周三宣布,福特将向后者投资5000万美元。"),
        ("hyundai", "现代汽车与Factorial宣布,现代将对后者注资2亿美元。"),
        ("mercedes", "奔驰计划参投太蓝新能源IPO。"),
        ("nio", "蔚来有意参与云途半导体的首次公开发行。"),
    ],
)
def test_who_pays_in_raises_nothing(company: str, sentence: str) -> None:
    assert "funding" not in kinds(sentence, company)


@pytest.mark.parametrize(
    ("company", "sentence"),
    [
        ("xpeng", "小鹏汽车引入三家战略投资者,合计融资20亿元。"),
        ("leapmotor", "零跑汽车完成45亿元B轮融资,由国投等机构领投。"),
        ("nio", "蔚来获得CYVN等投资方22亿美元注资。"),
        ("zeekr", "极氪5月10日在纽交所挂牌上市。"),
    ],
)
def test_who_is_paid_still_raises(company: str, sentence: str) -> None:
    assert "funding" in kinds(sentence, company)


@pytest.mark.parametrize(
    "sentence",
    [
        "安平基金增资28亿元,国新资本7亿元,其他各方10亿元。",
        "其中渝海基金出资6亿元,交平资产3亿元。",
        "中和资本认购5亿元,恒泰基金认购3亿元。",
        "其中公开发行募资约3亿美元。",
    ],
)
def test_what_others_put_into_a_round_is_no_second_one(sentence: str) -> None:
    steps = told(f"6月13日,长安汽车宣布完成融资,募集资金45亿元。{sentence}")

    assert [kind for _, kind, _ in steps] == ["funding"]


def test_what_buyers_may_take_besides_is_no_money_that_comes_in() -> None:
    text = "Rivian周一宣布,计划发行13亿美元可转换债券,初始投资者另可增购2亿美元。"

    found = extract(CONTEXT, text, language="zh", published=date(2024, 6, 14), catalogue=load())

    assert [float(m.amount.value) for m in found.milestones if m.amount] == [1.3e9]


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("planned", "Rivian拟发13亿美元可转债。"),
        ("planned", "蔚来拟发5亿美元可转换债券。"),
        ("done", "蔚来发行5亿美元可转换债券。"),
    ],
)
def test_bonds_that_are_to_be_issued_are_planned(phase: str, sentence: str) -> None:
    assert phase in {at for _, kind, at in told(sentence) if kind == "funding"}


@pytest.mark.parametrize(
    "sentence",
    [
        "香港联交所上市委员会6月12日举行聆讯,审议宁德时代的申请。",
        "宁德时代表示,将遵守港交所上市规则。",
    ],
)
def test_a_hearing_is_no_listing(sentence: str) -> None:
    assert ("catl", "funding", "done") not in told(sentence)


@pytest.mark.parametrize(
    ("company", "sentence"),
    [
        ("nissan", "双方去年8月谈妥,日产把电池子公司卖给一家中国基金。"),
        ("panasonic", "日产正与松下谈判,打算出售其持有的电池公司51%股权。"),
        ("seres", "6月3日,赛力斯与华为签约,以115亿元取得引望10%股权。"),
        ("geely", "吉利与雷诺正在商谈,由吉利收购韩国公司的部分股份。"),
        ("zeekr", "极氪与五名投资者订立购股协议。"),
    ],
)
def test_what_is_sold_is_no_alliance(company: str, sentence: str) -> None:
    assert "partnership" not in kinds(sentence, company)


@pytest.mark.parametrize(
    "sentence",
    [
        "日产与松下签署协议,共同开发电池。",
        "吉利与雷诺昨日签署合资协议,在韩国生产电动车。",
        "宝马与宁德时代签订供货协议。",
    ],
)
def test_an_alliance_stays_one(sentence: str) -> None:
    assert "partnership" in {kind for _, kind, _ in told(sentence)}
