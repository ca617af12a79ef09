"""A step from which days are counted is no news of today, whatever the day of the sentence."""

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
    ("step", "sentence"),
    [
        ("unveil", "小米SU7发布后32天，第10000辆整车昨日下线。"),
        ("unveil", "昨日，第50万辆小米汽车下线，距首款车SU7发布602天。"),
        ("launch", "小鹏G6上市后20天，昨日开始交付。"),
        ("launch", "乐道L60开售后3个月，第2万辆昨日交到车主手中。"),
        ("unveil", "极氪007亮相后第45天，昨日公布售价22.99万元。"),
        ("delivery", "问界M9昨日迎来第10万辆下线，距开启交付仅过去9个月。"),
        ("production", "特斯拉柏林工厂投产后两个月，昨日发布了新车。"),
        ("production", "蔚来ET9到首台下线只用了400天，昨日正式上市。"),
        ("launch", "理想L6昨日推送新系统，距离开售已有50天。"),
        ("unveil", "零跑C16发布后才10天，昨日宣布订单破万。"),
    ],
)
def test_days_counted_from_a_step_make_it_no_news(step: str, sentence: str) -> None:
    assert (step, "done") not in told(sentence)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (("unveil", "done"), "小米SU7昨日发布。"),
        (("production", "done"), "第50万辆小米汽车昨日下线。"),
        (("launch", "done"), "小鹏G6昨日上市，售价20.99万元。"),
        (("delivery", "done"), "蔚来ET9昨日开启交付，三天后送完首批。"),
        (("delivery", "planned"), "理想i8距离首批交付只剩两个月。"),
        (("launch", "planned"), "乐道L60距离开售还有3个月。"),
    ],
)
def test_the_step_itself_and_what_is_still_ahead_stay(step: tuple[str, str], sentence: str) -> None:
    assert step in told(sentence)
