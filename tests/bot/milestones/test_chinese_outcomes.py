"""What became of a step in Chinese, told beside it: spent, filed, put off, given up by one side."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract

CONTEXT: Final = "新能源汽车"


def told(text: str) -> set[tuple[str, str]]:
    """Kind and phase of each step."""
    found = extract(CONTEXT, text, language="zh", published=date(2024, 6, 14), catalogue=load())
    return {(m.kind.value, m.phase.value) for m in found.milestones}


@pytest.mark.parametrize(
    "sentence",
    [
        "广汽本田电动车工厂昨日投产，投资额近35亿元。",
        "吉利电池工厂6月13日竣工，投资80亿元。",
        "蔚来合肥新工厂昨日投产，总投资50亿元。",
        "零跑金华电动车工厂开工，投资25亿元。",
    ],
)
def test_what_a_plant_cost_is_no_plan_to_spend_it(sentence: str) -> None:
    assert ("investment", "planned") not in told(sentence)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (("investment", "planned"), "大众宣布拟以11亿欧元收购国轩高科26%的股份，成为其大股东。"),
        (("investment", "planned"), "吉利计划以10亿元收购一家电池企业的股份，成为其第一大股东。"),
        (("funding", "pending"), "理想汽车5月底向港交所递交上市申请，采用双重主要上市。"),
        (("funding", "pending"), "小鹏汽车6月12日向港交所提交上市申请，拟在两地上市。"),
        (("restructuring", "delayed"), "日产表示，电动车电池业务出售，因买方资金不足而延期。"),
        (
            ("restructuring", "delayed"),
            "博世称，出售电动车业务一事再度推迟，福特出售电动车业务推迟。",
        ),
        (
            ("partnership", "cancelled"),
            "福特原本要和SK On在土耳其成立合资公司，后者已退出这一项目。",
        ),
        (("partnership", "cancelled"), "本田原本要和松下在当地成立合资公司，对方今年已退出。"),
    ],
)
def test_what_became_of_it_says_how_far_it_is(step: tuple[str, str], sentence: str) -> None:
    assert step in told(sentence)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (("investment", "done"), "大众宣布拟以11亿欧元收购国轩高科26%的股份，成为其大股东。"),
        (("funding", "done"), "理想汽车5月底向港交所递交上市申请，采用双重主要上市。"),
        (("factory", "planned"), "奥迪宣布，英戈尔施塔特工厂将增加一款全新的电动车型。"),
        (("factory", "planned"), "宝马说，慕尼黑工厂明年将新增两款纯电车型。"),
        (("technology", "done"), "奇瑞6月13日发布了动力电池安全白皮书。"),
        (("technology", "done"), "宁德时代昨日公布固态电池发展蓝皮书。"),
        (("unveil", "planned"), "全固态电池计划2027年上车，首发车型是星途ES8，奇瑞说。"),
        (("testing", "planned"), "奇瑞自嘲是一家伪装成车企的能源公司，还说要做前沿研究。"),
        (
            ("technology", "done"),
            "奇瑞全固态电池计划2027年上车，首发车型是ES8，电芯密度已做到400Wh/kg。",
        ),
    ],
)
def test_what_is_told_beside_is_no_step_of_its_own(step: tuple[str, str], sentence: str) -> None:
    assert step not in told(sentence)
