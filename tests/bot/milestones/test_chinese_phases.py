"""How far a step is in Chinese, where the words around it say so and not a cue before it.

Each class has sentences that it settles and look-alikes that stay what they were.
"""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract

PUBLISHED: Final = date(2024, 6, 14)
CONTEXT: Final = "新能源汽车"


def phases(sentence: str, *kinds: str) -> set[str]:
    found = extract(CONTEXT, sentence, language="zh", published=PUBLISHED, catalogue=load())
    return {m.phase.value for m in found.milestones if m.kind.value in kinds}


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("planned", "福特宣布将在德国裁减2000个岗位。"),
        ("planned", "沃尔沃汽车对外宣布，拟在全球削减1500个岗位。"),
        ("planned", "特斯拉向员工发出内部邮件，称公司将裁员一成。"),
        ("planned", "日产决定再裁员8000人。"),
        ("planned", "通用汽车公布裁减1200个岗位的计划。"),
        ("done", "福特6月10日宣布裁员400人。"),
        ("done", "蔚来上周裁员约300人。"),
        ("done", "Rivian将立即裁减500个岗位，公司今天宣布。"),
        ("done", "日产已按计划裁员9000人。"),
    ],
)
def test_jobs_that_are_to_be_cut_are_only_planned(phase: str, sentence: str) -> None:
    assert phase in phases(sentence, "restructuring")


@pytest.mark.parametrize(
    "sentence",
    [
        "小鹏汽车决定，现任副总裁将出任总裁。",
        "沃尔沃汽车宣布，财务总监将接任首席执行官。",
    ],
)
def test_a_change_at_the_head_that_is_decided_is_done(sentence: str) -> None:
    assert "done" in phases(sentence, "restructuring")


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("done", "丰田与比亚迪将组建合资公司。"),
        ("done", "本田与通用汽车将共同开发电动车平台。"),
        ("done", "双方联合宣布，广汽集团将与华为在自动驾驶上开展合作。"),
        ("planned", "知情人士说，丰田可能与比亚迪组建合资公司。"),
        ("planned", "丰田打算与比亚迪组建合资公司。"),
    ],
)
def test_what_two_sides_will_do_together_is_agreed(phase: str, sentence: str) -> None:
    assert phase in phases(sentence, "partnership")


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("done", "福特正在召回2万辆Mustang Mach-E。"),
        ("done", "比亚迪的新款轿车正在进行高原测试。"),
        ("done", "小米汽车的SUV正在漠河冬测。"),
        ("planned", "小米汽车的SUV将在漠河冬测。"),
    ],
)
def test_a_test_or_recall_that_runs_is_done(phase: str, sentence: str) -> None:
    assert phases(sentence, "recall", "testing") == {phase}


@pytest.mark.parametrize(
    ("phase", "sentence"),
    [
        ("planned", "吉利汽车宣布，计划收购极氪已发行的全部股份。"),
        ("planned", "吉利已达成协议，收购路特斯科技约三成的股份。"),
        ("planned", "赛力斯董事会同意以20亿元现金购买引望5%股权。"),
        ("planned", "日产已表示愿意投入6亿欧元。"),
        ("done", "松下2009年签下电池供应协议，2010年出资20亿日元入股特斯拉。"),
        ("done", "吉利已完成对极氪全部股份的收购。"),
    ],
)
def test_a_purchase_is_planned_until_it_is_paid(phase: str, sentence: str) -> None:
    assert phase in phases(sentence, "investment")


@pytest.mark.parametrize(
    ("kind", "phase", "sentence"),
    [
        ("funding", "planned", "大众刚宣布向Rivian投资50亿美元。"),
        ("investment", "planned", "宁德时代3月宣布对蔚来投资，金额不超过25亿元。"),
        ("funding", "done", "蔚来宣布完成10亿美元融资。"),
        ("funding", "done", "宁德时代3月向蔚来投资了25亿元。"),
        ("factory", "planned", "宁德时代去年8月12日宣布在匈牙利建厂。"),
        ("factory", "planned", "比亚迪上周宣布在土耳其建厂。"),
    ],
)
def test_what_is_announced_is_not_done_on_the_day_of_telling(
    kind: str, phase: str, sentence: str
) -> None:
    assert phase in phases(sentence, kind)


@pytest.mark.parametrize(
    ("kind", "phase", "sentence"),
    [
        ("factory", "delayed", "比亚迪有意在越南设厂，不过计划已放缓。"),
        ("factory", "cancelled", "特斯拉打算在印度建厂，但该计划已被取消。"),
        ("factory", "planned", "特斯拉打算在印度建厂，但该计划并未取消。"),
        ("factory", "planned", "特斯拉打算在印度建厂，投资计划书已递交。"),
        ("production", "delayed", "现代汽车的蔚山工厂停产一周。"),
        ("production", "delayed", "蔚来的合肥工厂暂停生产5个工作日。"),
        ("production", "cancelled", "大众今天停产e-up!电动车。"),
        ("factory", "planned", "LG新能源计划把电池产能从今年的100GWh提高到2027年的260GWh。"),
        ("delivery", "planned", "新工厂支撑VinFast全年交付8万辆的目标。"),
        ("delivery", "done", "零跑5月交付1.8万辆，完成全年目标的两成。"),
        ("testing", "done", "苹果的原型车已在加州路测，将于明年发布。"),
        ("factory", "done", "小米汽车二期工厂昨日完成规划验收。"),
        ("factory", "pending", "小米汽车工厂正在安装调试设备。"),
        ("delivery", "done", "今年以来零跑月交付稳定在1.5万台以上，5月交付18165台。"),
    ],
)
def test_words_behind_a_step_tell_how_far_it_is(kind: str, phase: str, sentence: str) -> None:
    assert phase in phases(sentence, kind)
