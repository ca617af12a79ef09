"""How large a plant or a deal is in Chinese, told behind it in its sentence or in the next one."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract

PUBLISHED: Final = date(2024, 6, 14)
CONTEXT: Final = "新能源汽车"


def sizes(text: str, kind: str, phase: str) -> set[float | None]:
    found = extract(CONTEXT, text, language="zh", published=PUBLISHED, catalogue=load())
    told = [m for m in found.milestones if (m.kind.value, m.phase.value) == (kind, phase)]
    return {float(m.quantity.value) if m.quantity else None for m in told}


@pytest.mark.parametrize(
    ("size", "phase", "text"),
    [
        (
            100000,
            "done",
            "6月13日，理想汽车在顺义的新工厂开工，投资超60亿元，计划2025年底投产，年产电动车10万辆。",
        ),
        (
            24,
            "done",
            "LG新能源的第二座工厂6月13日竣工，总投资13亿美元，占地16万平方米，量产后年产24GWh。",
        ),
        (
            35,
            "planned",
            "福特宣布，将斥资35亿美元在密歇根州兴建电池厂，名为蓝椭圆，2026年启用，初期年产能35GWh。",
        ),
        (
            100000,
            "done",
            "长安汽车泰国工厂6月13日竣工。工厂总投资约100亿泰铢，一期年产能10万辆，以后扩大到20万辆，供应其他市场。",
        ),
        (
            5000,
            "done",
            "Lucid的沙特工厂6月13日揭幕。工厂先组装Lucid Air，年产能5000辆，今后产能扩至15.5万辆。",
        ),
    ],
)
def test_a_plant_has_the_size_told_behind_it(size: float, phase: str, text: str) -> None:
    assert size in sizes(text, "factory", phase)


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (100000, "优步与比亚迪6月13日达成合作，双方将在全球为优步引入10万辆比亚迪电动车。"),
        (25000, "优步与塔塔汽车6月13日签署谅解备忘录，前者将购买2.5万辆电动轿车。"),
        (20000, "VinFast 6月13日与优步签署谅解备忘录，将向其供应2万辆电动车。"),
        (None, "比亚迪6月13日与优步签署合作协议，公司5月卖出33万辆车。"),
        (None, "小鹏与大众6月13日签署合作协议，小鹏第10万辆车同日下线。"),
    ],
)
def test_a_deal_is_counted_in_the_cars_that_one_side_takes(size: float | None, text: str) -> None:
    assert sizes(text, "partnership", "done") == {size}
