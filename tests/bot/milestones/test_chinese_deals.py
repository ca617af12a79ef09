"""Deals in Chinese: who of the sides pays, and whether it is closed or only agreed.

Each class has sentences that it settles and look-alikes that stay what they were.
"""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract
from storage.records import Milestone

PUBLISHED: Final = date(2024, 6, 14)
CONTEXT: Final = "新能源汽车"


def read(text: str, *kinds: str, title: str = CONTEXT) -> list[Milestone]:
    found = extract(title, text, language="zh", published=PUBLISHED, catalogue=load())
    return [m for m in found.milestones if m.kind.value in kinds]


def phases(text: str, *kinds: str, title: str = CONTEXT) -> set[str]:
    return {m.phase.value for m in read(text, *kinds, title=title)}


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("planned", "比亚迪6月13日宣布以20亿元收购一家电池厂70%股权，交易预计今年年底前完成。"),
        ("planned", "长城汽车接手通用的泰国工厂，交割尚待泰国政府批准。"),
        ("planned", "小鹏汽车以5亿元买下该公司的全部股权，价款分三期支付。"),
        ("planned", "吉利控股6月12日以3亿元拿下该厂资产。若获监管同意，交易年中完成。"),
        ("planned", "塔塔买下福特的工厂。双方已签署资产转让协议。"),
        ("planned", "某上市公司公告，将所持新能源汽车公司100%股权转让给理想汽车，作价6亿元。"),
        (
            "pending",
            "赛力斯公告，发行股份收购超级工厂100%股权的申请6月13日获上交所受理，作价80亿元。",
        ),
        ("done", "比亚迪6月13日以20亿元收购一家电池厂70%股权，交易已完成交割。"),
        ("done", "小鹏汽车完成对该公司的收购，20亿元已全部付清。"),
        ("done", "吉利控股2018年2月买下戴姆勒9.69%的股份。今年的另一笔交易预计年底完成。"),
    ],
)
def test_a_purchase_that_is_to_be_closed_yet_is_planned(phase: str, text: str) -> None:
    assert phase in phases(text, "investment")


def test_a_purchase_still_to_be_closed_is_dated_by_its_closing() -> None:
    text = "比亚迪6月13日宣布以20亿元收购一家电池厂70%股权，交易预计2024年9月完成。"

    (bought,) = read(text, "investment")

    assert bought.when is not None
    assert (bought.when.start, bought.when.end) == (date(2024, 9, 1), date(2024, 9, 30))


def test_a_title_says_bought_of_what_its_text_says_to_be_sold() -> None:
    told = phases(
        "力帆股份6月13日公告，拟将全资子公司100%股权转让给理想汽车旗下公司，作价6.5亿元。",
        "investment",
        title="理想汽车6.5亿元买下力帆汽车",
    )

    assert told == {"planned"}


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("pending", "美国能源部6月13日宣布，有条件批准向Rivian提供最多66亿美元贷款。"),
        ("pending", "福特获得能源部92亿美元贷款的有条件承诺。"),
        ("done", "Rivian与能源部6月13日正式签署贷款协议，获得66亿美元贷款，此前曾获有条件批准。"),
        ("pending", "VinFast昨日向SEC公开送出F-1表格，准备在纳斯达克挂牌。"),
        ("pending", "零跑汽车今日在港交所刊发招股书，预计29日挂牌。"),
        ("done", "极氪6月12日在纽交所挂牌，募集资金4亿美元，比5月递交的招股书所写多。"),
        (
            "planned",
            "蔚来6月13日宣布与一家基金签署股份认购协议，后者拟以10亿美元买入新股，年底前交割。",
        ),
    ],
)
def test_money_that_is_promised_or_filed_for_is_not_there_yet(phase: str, text: str) -> None:
    assert phase in phases(text, "funding")


@pytest.mark.parametrize(
    ("nobody", "text"),
    [
        ("gm", "通用甩卖电池厂股份，接盘者是LG新能源。"),
        ("gm", "通用汽车6月13日宣布，将把自己在电池厂的股份出售给LG新能源，收回约10亿美元投资。"),
        ("huawei", "赛力斯拿下华为引望10%股权，作价115亿元。"),
        ("huawei", "长安汽车旗下阿维塔已与华为签下股权转让协议。"),
        ("huawei", "赛力斯已向华为支付第二笔转让款23亿元。"),
        ("zeekr", "极氪完成7.5亿美元A轮融资，宁德时代再次加码。"),
        ("nio", "基金等投资方签署协议，向蔚来能源增资15亿元。"),
        ("leapmotor", "零跑两成股份被买走，花了15亿欧元。"),
        ("foxconn", "鸿海把俄亥俄工厂卖给合作伙伴，作价3.75亿美元。"),
    ],
)
def test_who_sells_or_raises_money_invests_nothing(nobody: str, text: str) -> None:
    assert nobody not in {m.company for m in read(text, "investment")}


@pytest.mark.parametrize(
    ("somebody", "text"),
    [
        ("xiaomi", "小鹏汽车6月13日签署C轮融资协议，小米集团参与投资1亿美元。"),
        ("geely", "吉利控股6月13日认购雷诺巴西公司增发的股份，取得26.4%股权。"),
        ("lucid", "阿斯顿·马丁将向Lucid支付现金并发行2840万股新股，总价值约2.32亿美元。"),
        ("seres", "赛力斯拿下华为引望10%股权，作价115亿元。"),
        ("seres", "赛力斯6月13日从华为买下引望10%股权，作价115亿元。"),
    ],
)
def test_who_pays_for_shares_invests(somebody: str, text: str) -> None:
    assert somebody in {m.company for m in read(text, "investment")}


@pytest.mark.parametrize(
    ("nobody", "text"),
    [
        ("volkswagen", "大众先以可转债方式向Rivian投入10亿美元。"),
        ("volkswagen", "大众拟向Rivian投入50亿美元，其中10亿美元以可转债的形式先行到位。"),
        ("xiaomi", "小鹏汽车签署4亿美元C轮融资协议，引入小米集团作为战略投资者。"),
    ],
)
def test_who_pays_raises_no_money(nobody: str, text: str) -> None:
    assert nobody not in {m.company for m in read(text, "funding")}


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("cancelled", "本田6月13日证实，与通用汽车合作开发平价电动车的计划已经中止。"),
        ("cancelled", "广汽埃安6月13日公告，与华为的车型项目由联合开发变更为广汽埃安自主开发。"),
        ("cancelled", "福特与SK On在土耳其的合资备忘录到期不再延续。"),
        ("done", "本田与通用汽车6月13日签署协议，合作开发平价电动车。"),
    ],
)
def test_an_agreement_that_ended_is_cancelled(phase: str, text: str) -> None:
    assert phases(text, "partnership") == {phase}


def test_a_dropped_purchase_is_neither_a_plant_nor_a_partnership() -> None:
    text = "长城汽车收购通用汽车印度工厂的协议6月13日到期后不再续签。"

    assert phases(text, "investment") == {"cancelled"}
    assert not read(text, "factory", "partnership")


@pytest.mark.parametrize(
    ("phase", "published", "text"),
    [
        ("planned", date(2024, 7, 5), "特斯拉的Model Y标价60万元，三季度交付。"),
        ("planned", date(2024, 7, 5), "特斯拉官网写明，Model Y三季度开始交车。"),
        ("planned", date(2024, 6, 5), "丰田工厂的全固态电池，本月底开始试产。"),
        ("planned", date(2024, 6, 5), "蔚来给第三款车ET9排了期：明年9月起交付用户。"),
        ("planned", date(2024, 6, 5), "小鹏P7的首批用户6月底就能提到车。"),
        ("planned", date(2024, 6, 5), "小鹏P7交车的日子订在2025年年中。"),
        ("done", date(2024, 9, 25), "特斯拉的Model Y三季度开始交付，首批车主已提车。"),
        ("done", date(2024, 7, 5), "Lucid的样车本月已在封闭场地试跑。"),
    ],
)
def test_what_begins_in_a_period_just_begun_is_still_to_come(
    phase: str, published: date, text: str
) -> None:
    found = extract(CONTEXT, text, language="zh", published=published, catalogue=load())

    assert phase in {m.phase.value for m in found.milestones if m.kind in {"delivery", "testing"}}


def test_a_bare_month_behind_a_coming_one_lies_in_its_year() -> None:
    text = "马恒达BE 6将于2025年2月启动预订，3月起交付。"

    (delivered,) = read(text, "delivery")

    assert delivered.when is not None
    assert delivered.when.start == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("planned", "公司手里的钱将用于扩大Ola Electric的电芯工厂，目标年产能6.4GWh。"),
        ("planned", "宁德时代九成现金投往匈牙利工厂的扩建，年产能将达72GWh。"),
        ("planned", "环保部门网站6月13日挂出赛力斯工厂二期建设项目的环评受理信息。"),
        ("delayed", "松下和特斯拉已冻结内华达州超级工厂的扩产计划。"),
        ("done", "比亚迪匈牙利工厂6月13日动工，资金来自自有资金。"),
    ],
)
def test_a_plant_that_is_only_paid_for_or_looked_at_is_planned(phase: str, text: str) -> None:
    assert phases(text, "factory") == {phase}


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("planned", "宁德时代公告，公司拟与特斯拉签订供货协议。"),
        ("planned", "知情人士说，本田与日产拟下周一签署谅解备忘录。"),
        ("planned", "苹果与起亚双方打算2月17日签约。"),
        ("done", "大众与Rivian6月13日宣布，两家还将组建一家合资公司，合作开发软件。"),
        ("done", "本田与日产6月10日签署谅解备忘录，拟成立控股公司。"),
    ],
)
def test_an_agreement_to_be_signed_yet_is_planned(phase: str, text: str) -> None:
    assert phase in phases(text, "partnership")


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("pending", "鸿海的Model C已进入北美的法规认证阶段。"),
        ("pending", "中国证监会境外发行备案6月初已受理材料，尚待奇瑞补充说明。"),
        ("pending", "特斯拉6月12日提交申请，想在亚利桑那州测试自动驾驶车，须获交通厅许可。"),
        ("pending", "特斯拉发言人说，拿到全部许可后才会动工。"),
        ("pending", "长安的第二款车深蓝S7已拍下工信部的申报照。"),
        ("done", "小鹏G9 6月12日获得欧盟整车型式认证。"),
    ],
)
def test_a_permit_that_is_looked_at_is_pending(phase: str, text: str) -> None:
    assert phases(text, "approval") == {phase}


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("planned", "理想汽车北京顺义的工厂要到2025年末才能投产。"),
        ("planned", "索尼本田的首批车要到2026年年中才会交付。"),
        ("planned", "大众汽车茨维考工厂将自10月6日起停产一周。"),
        ("delayed", "极星3也被推迟。该车要到2025年一季度才能投产。"),
        ("delayed", "大众汽车茨维考工厂6月12日停产一周。"),
    ],
)
def test_what_will_not_be_before_a_day_is_put_off_only_where_the_text_says_so(
    phase: str, text: str
) -> None:
    assert phase in phases(text, "production", "delivery")


@pytest.mark.parametrize(
    "text",
    [
        "Rivian宣布佐治亚州的新工厂暂停兴建，何时复工未定。",
        "Northvolt谢莱夫特奥工厂的扩建同时暂停。",
        "马斯克说，特斯拉的墨西哥工厂现在按暂停处理。",
    ],
)
def test_a_plant_whose_building_is_paused_is_put_off(text: str) -> None:
    assert "delayed" in phases(text, "factory")


@pytest.mark.parametrize(
    "text",
    [
        "NHTSA6月13日通报，已对福特的BlueCruise免手驾驶系统立案做初步评估。",
        "国土交通部说，已就现代Kona起火着手缺陷调查。",
    ],
)
def test_a_probe_is_neither_a_recall_nor_a_permit(text: str) -> None:
    assert "done" not in phases(text, "recall", "approval")


@pytest.mark.parametrize(
    "text",
    [
        "吉利与奔驰6月13日签约合资造车，合资公司注册资本54亿元，双方各占一半。",
        "比亚迪与丰田6月13日宣布合资成立电动车公司。公司注册资本3.45亿元，双方股东各占50%。",
    ],
)
def test_the_capital_of_a_joint_firm_is_of_the_agreement(text: str) -> None:
    assert not read(text, "investment")
    assert {m.amount is not None for m in read(text, "partnership")} == {True}


def test_the_capital_that_a_register_tells_stays_an_investment() -> None:
    text = "天眼查显示，6月13日，宁德时代电池有限公司成立，注册资本15亿元，由宁德时代持股51%。"

    assert read(text, "investment")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "理想汽车6.5亿元买下力帆汽车",
            "力帆股份6月13日公告，拟将全资子公司100%股权转让给理想汽车旗下公司。\n交易作价6.5亿元。",
        ),
        (
            "零跑汽车拟向一汽增发股份",
            "零跑汽车6月13日公告，拟向一汽旗下公司发行内资股，总额37亿元。\n资金用于研发电动车。",
        ),
    ],
)
def test_a_plan_is_not_due_on_the_day_on_which_it_is_told(title: str, text: str) -> None:
    more = "\n双方还没有说何时办手续。\n公司的电动车今年开卖。\n股东会还要表决。"
    found = read(text + more, "investment", "funding", title=title)
    plans = [m for m in found if m.phase == "planned"]

    assert plans
    assert all(m.when is None for m in plans)
