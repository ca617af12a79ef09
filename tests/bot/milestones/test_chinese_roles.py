"""Whose step it is in Chinese, and which day and sum are its own, where several stand around it.

Each class has sentences that it settles and look-alikes that stay what they were.
"""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from storage.records import Certainty, Milestone

PUBLISHED: Final = date(2024, 11, 20)
CONTEXT: Final = "新能源汽车"


def read(
    text: str, *kinds: str, title: str = CONTEXT, published: date = PUBLISHED
) -> list[Milestone]:
    found = extract(title, text, language="zh", published=published, catalogue=load())
    return [m for m in found.milestones if m.kind.value in kinds]


def whose(text: str, *kinds: str, title: str = CONTEXT) -> set[str]:
    return {m.company for m in read(text, *kinds, title=title)}


@pytest.mark.parametrize(
    ("title", "text", "companies"),
    [
        (
            "大众小鹏首款车投产",
            "11月18日，与众08在合肥投产，这是大众与小鹏汽车联合开发的首款车。",
            {"volkswagen"},
        ),
        (
            "丰田比亚迪合作车型投产",
            "丰田bZ3于11月18日投产，它是丰田与比亚迪共同开发的轿车。",
            {"toyota"},
        ),
        (
            "大众上汽新车投产",
            "大众ID. ERA于11月18日投产，是大众和上汽联合打造的第一款车。",
            {"volkswagen"},
        ),
        (
            "比亚迪投产海豹",
            "比亚迪11月18日投产海豹，该厂由比亚迪与丰田合资。",
            {"byd"},
        ),
    ],
)  # fmt: skip
def test_who_helped_to_develop_a_car_does_not_make_it(
    title: str, text: str, companies: set[str]
) -> None:
    assert whose(text, "production", title=title) == companies


@pytest.mark.parametrize(
    "text",
    [
        "比亚迪的展台挨着奥迪。美国国家公路交通安全管理局（NHTSA）18日对特斯拉FSD启动初步调查。",
        "小鹏汽车当天没有回应。NHTSA昨天对特斯拉Model Y启动安全调查，涉及约10万辆车。",
        "蔚来的展台人最多。NHTSA针对特斯拉启动缺陷调查，涉及5万辆车。",
        "NHTSA对特斯拉展开调查，涉及5万辆车。",
    ],
)
def test_a_probe_is_of_the_one_into_whom_it_looks(text: str) -> None:
    assert whose(text, "recall") == {"tesla"}


@pytest.mark.parametrize(
    "text",
    [
        "比亚迪11月11日才递表，9天便获证监会放行。",
        "比亚迪11月11日递交申请，昨天获得证监会批准。",
        "比亚迪11月11日提交材料，如今已获工信部批准。",
    ],
)
def test_the_day_of_the_papers_is_not_that_of_the_leave(text: str) -> None:
    assert all(m.when is None or m.when.start != date(2024, 11, 11) for m in read(text, "approval"))


def test_the_day_of_a_leave_stays_its_own() -> None:
    (leave,) = read("比亚迪11月11日获得工信部批准，此前已递交申请。", "approval")

    assert leave.when is not None
    assert leave.when.start == date(2024, 11, 11)


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("planned", "通用汽车武汉工厂今年年底投入运营。"),
        ("planned", "比亚迪的匈牙利工厂今年底投产。"),
        ("planned", "蔚来第三工厂年底投产。"),
        ("planned", "特斯拉说，临港的超级工厂手续一齐就动工。"),
        ("planned", "比亚迪说，匈牙利工厂的手续办妥后就动工。"),
        ("planned", "蔚来表示，合肥的新工厂土地一批下就开工。"),
        ("done", "特斯拉临港工厂签约后就动工，昨天打下第一根桩。"),
        ("done", "比亚迪的匈牙利工厂去年底投产。"),
        ("done", "比亚迪的匈牙利工厂11月18日投产。"),
    ],
)
def test_the_end_of_this_year_and_what_waits_for_papers_are_still_to_come(
    phase: str, text: str
) -> None:
    assert phase in {m.phase.value for m in read(text, "factory", "production")}


@pytest.mark.parametrize(
    "text",
    [
        "从丰田2月5日宣布在金山设立电动车及电池公司，到打下第一根桩，前后不到五个月。",
        "比亚迪从2月5日宣布设立泰国公司，到第一根桩打下，只用了五个月。",
        "蔚来从2023年签约，到工厂第一根桩打下，历时8个月。",
    ],
)
def test_how_long_it_took_is_no_plant_of_the_first_day(text: str) -> None:
    title = "雷克萨斯金山工厂破土"

    assert not [m for m in read(text, "factory", title=title) if m.evidence == text]


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("神行", "宁德时代今天发布4C超充电池“神行”。"),
        ("5C超充电池", "宁德时代今天发布5C超充电池。"),
        ("4C超充电池", "宁德时代11月18日推出4C超充电池，充10分钟可跑400公里。"),
        ("4C超充", "小鹏汽车今天发布4C超充技术。"),
    ],
)
def test_a_cell_for_fast_charging_is_a_cell(subject: str, text: str) -> None:
    assert subject in {m.subject for m in read(text, "technology")}


@pytest.mark.parametrize(
    "text",
    [
        "Fisker周一向法院申请破产保护，列出的资产5亿至10亿美元。",
        "Lucid昨天申请破产，负债约1.6亿美元。",
        "Northvolt今天在美国申请破产保护，债务高达58亿美元。",
        "蔚来申请破产重整，欠款超过200亿元。",
    ],
)
def test_what_an_insolvent_firm_has_or_owes_is_no_sum_of_the_step(text: str) -> None:
    found = read(text, "restructuring")

    assert found
    assert all(m.amount is None for m in found)


@pytest.mark.parametrize(
    "text",
    [
        "因Northvolt迟迟交不出货，宝马撤掉了2020年与其签下的电芯合同，改由三星SDI供货。",
        "宝马取消2020年与Northvolt签下的电芯合同，转由LG新能源供货。",
        "宝马终止了2020年与Northvolt签署的供货合同，改用宁德时代的电芯。",
    ],
)
def test_who_steps_in_is_no_side_of_what_ends(text: str) -> None:
    ended = [m for m in read(text, "partnership") if m.company == "bmw"]

    assert ended
    assert {m.subject for m in ended} == {"Northvolt"}
    assert all(m.when is None or m.when.start.year != 2020 for m in ended)


def test_a_title_of_two_is_as_sure_as_its_text() -> None:
    told = read(
        "据《经理人杂志》报道，宝马撤掉了与Northvolt签下的电芯合同。",
        "partnership",
        title="宝马取消Northvolt 20亿欧元电池订单",
    )

    assert {m.company for m in told} == {"bmw", "northvolt"}
    assert {m.certainty for m in told} == {Certainty.REPORTED}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("FSD", "特斯拉FSD昨天获得荷兰车辆管理局批准。"),
        ("完全自动驾驶", "特斯拉的完全自动驾驶昨天在欧洲获批。"),
    ],
)
def test_leave_for_a_driving_system_names_it(subject: str, text: str) -> None:
    assert subject in {m.subject for m in read(text, "approval")}
