"""Steps of a rival, a mine or a whole round in Chinese, told beside a company: none of its own."""

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


@pytest.mark.parametrize(
    ("company", "kind", "sentence"),
    [
        (
            "li-auto",
            "funding",
            "理想公开发售认购5.5倍，远不如上月在港上市、募资约140亿港元的小鹏汽车。",
        ),
        ("nio", "funding", "蔚来这次募资的热度，不及上周在纽约上市的极氪。"),
        ("catl", "partnership", "宁德时代计划在上海建电池工厂，以便就近向特斯拉供货。"),
        ("sk-on", "partnership", "SK On打算在佐治亚建电池厂，方便就近为现代汽车供货。"),
        ("gm", "production", "通用汽车投资了一座锂矿，该矿预计2026年下半年投产。"),
        ("toyota", "production", "丰田手里有1300项固态电池专利，却迟迟不见量产。"),
        ("xpeng", "market_entry", "小鹏在以色列有店。中国造车新势力正在中东大力开拓市场。"),
        ("nio", "infrastructure", "截至5月底，蔚来布局了2400座换电站，充电桩超过1万根。"),
    ],
)
def test_what_is_told_of_something_else_is_no_step(company: str, kind: str, sentence: str) -> None:
    assert kind not in {k for who, k, _ in told(sentence) if who == company}


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (("xpeng", "funding", "done"), "小鹏汽车在港上市，募资约140亿港元。"),
        (("tesla", "production", "planned"), "特斯拉柏林工厂预计2026年下半年投产Model 2。"),
        (("xpeng", "market_entry", "planned"), "小鹏汽车计划明年进入以色列市场。"),
    ],
)
def test_steps_of_its_own_stay(step: tuple[str, str, str], sentence: str) -> None:
    assert step in told(sentence)


def test_who_leads_a_round_pays_what_is_told_of_him() -> None:
    text = "2020年2月，丰田领投小马智行4.62亿美元融资，独家出资4亿美元。"

    found = extract(CONTEXT, text, language="zh", published=date(2024, 6, 14), catalogue=load())

    paid = [int(m.amount.value) for m in found.milestones if m.amount]
    assert paid == [400_000_000]
