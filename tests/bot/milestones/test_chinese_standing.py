"""How things stand in Chinese, and what was once hoped for: none of it is a step of today."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

CONTEXT: Final = "新能源汽车"


def read(text: str) -> Extraction:
    return extract(CONTEXT, text, language="zh", published=date(2024, 6, 14), catalogue=load())


def told(text: str) -> set[tuple[str, str]]:
    """Kind and phase of each step."""
    return {(m.kind.value, m.phase.value) for m in read(text).milestones}


def kinds(text: str) -> set[str]:
    return {kind for kind, _ in told(text)}


def counts(text: str) -> set[int]:
    return {int(m.quantity.value) for m in read(text).milestones if m.quantity}


@pytest.mark.parametrize(
    "sentence",
    [
        "截至5月底，极氪累计交付超过24万辆。",
        "小鹏历史累计交付超过15万辆，6月13日又开了新店。",
        "特斯拉6月13日说，公司至今总共生产了600多万辆电动车。",
        "理想L6首2个月累计交付3万辆，公司6月13日说。",
        "截至6月12日累计销量，蔚来已超过50万辆。",
        "零跑6月13日表示，迄今已造了35万辆电动车。",
        "截止5月31日，埃安累计交付新车120万辆。",
        "到目前为止，极星共生产了20万辆电动车。",
        "问界截至6月初累计交付40万辆。",
        "截至去年底，小米累计交付了1.2万辆。",
    ],
)
def test_a_total_so_far_is_no_figure_of_a_day_or_month(sentence: str) -> None:
    assert not kinds(sentence) & {"delivery", "production"}


@pytest.mark.parametrize(
    "sentence",
    ["极氪5月交付18616辆。", "小鹏第40万辆汽车6月13日下线。", "理想汽车一季度共交付80400辆。"],
)
def test_a_figure_of_a_period_stays_one(sentence: str) -> None:
    assert kinds(sentence) & {"delivery", "production"}


@pytest.mark.parametrize(
    "sentence",
    [
        "分析师原本预计Rivian今年能造近4万辆电动车。",
        "市场普遍预期特斯拉二季度将交付42万辆。",
        "华尔街预计Lucid今年生产1.2万辆。",
        "券商预测蔚来全年将交付25万辆。",
        "Lucid去年说要造2万辆电动车，中间下调了两次。",
        "丰田的这款电动车原计划2020年推出，但没能实现。",
        "小鹏曾计划2022年交付25万辆，但未能实现。",
        "高合计划2023年交付3万辆，后来未能达成。",
        "当年特斯拉选址时，官方估计年产量是50万辆。",
        "当初大众预计，ID系列三年后年产150万辆。",
    ],
)
def test_what_others_expected_or_what_came_to_nothing_is_no_plan(sentence: str) -> None:
    assert not {k for k, at in told(sentence) if at == "planned"} & {
        "production",
        "delivery",
        "launch",
    }


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (("production", "planned"), "Rivian维持全年生产5.7万辆电动车的目标。"),
        (("delivery", "planned"), "蔚来计划今年交付23万辆。"),
        (("launch", "planned"), "丰田计划2026年推出纯电SUV。"),
    ],
)
def test_a_plan_of_the_company_stays_one(step: tuple[str, str], sentence: str) -> None:
    assert step in told(sentence)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("delivery", "蔚来在当地有店。前5个月，泰国国内皮卡销量20万辆。"),
        ("delivery", "极氪在当地有店。乘用车协会本月把新能源车销量预期上调到1100万辆。"),
        ("production", "长安在那里有厂。一季度，两江新区新能源汽车产量6.3万辆。"),
        ("infrastructure", "小鹏在建站。4月底的中央政治局会议提出，要加快充电桩等设施建设。"),
        ("infrastructure", "蔚来能源欧洲工厂的首座换电站下线并发往德国。"),
        ("infrastructure", "理想首座超充站设备6月出厂，超充站运往三亚。"),
        ("factory", "特斯拉说，那里的年产能已经达到45万辆。"),
        ("market_entry", "这家工厂是特斯拉的出口中心，产品销往亚太、欧洲和北美。"),
        ("market_entry", "比亚迪的电动大巴远销挪威、英国和日本。"),
        ("approval", "市场监管总局6月13日公布的备案信息显示，北京奔驰将召回1.3万辆EQC。"),
        ("approval", "上汽提交了两件商标的注册申请，目前状态为受理通知书发文。"),
        ("registration", "宝马要把即时充电注册为商标，却屡屡碰壁。"),
        ("launch", "比亚迪曾表示正在打造高端品牌，车型价格预计在50万至80万元。"),
        ("launch", "宝马2014年推出ChargeNow项目。"),
        ("technology", "2020年，奔驰宣布与英伟达推出自动驾驶系统，至今还没有量产。"),
        ("restructuring", "迪拜公司Robo.ai6月13日报名参加极越的预重整。"),
        ("restructuring", "两家投资方有意参与威马与极越的破产重整。"),
        ("investment", "百度要退出极越，其对该项目累计投入约80亿元。"),
        ("investment", "塔塔让从福特买下的萨纳德工厂在2026年投产。"),
        ("partnership", "大众正借助与Rivian的合作补软件的课。"),
        ("partnership", "大众宣布，在合肥建厂，每年可为大众安徽工厂提供15万组电池系统。"),
    ],
)
def test_what_is_said_in_passing_is_no_step(kind: str, sentence: str) -> None:
    assert kind not in kinds(sentence)


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        (("infrastructure", "done"), "2023年底，蔚来“千站计划”完成，新增1000座换电站。"),
        (("investment", "done"), "阿维塔完成B轮融资。其中长安汽车增资13.6亿元。"),
        (("investment", "done"), "长安汽车6月13日公告，公司此次增资45.5亿元，持股比例不变。"),
        (("company_setup", "planned"), "李书福6月13日确认，吉利将组建全新的纯电动汽车公司。"),
        (("company_setup", "planned"), "雷军证实，小米将成立一家新的汽车公司。"),
        (("company_setup", "done"), "吉利控股宣布组建纯电动汽车公司。"),
        (("unveil", "done"), "2023年9月17日，奥迪e-tron在美国旧金山全球首发。"),
        (("production", "planned"), "塔塔争取在未来10个月内，让从福特买下的工厂投产。"),
        (("infrastructure", "planned"), "蔚来计划年内新增1000座换电站。"),
    ],
)
def test_how_far_a_step_is(step: tuple[str, str], sentence: str) -> None:
    assert step in told(sentence)


def test_names_of_towns_are_no_companies() -> None:
    text = "宁德时代在埃尔福特建设电池工厂，又在哈特福特和赫特福特看地。"

    assert {m.company for m in read(text).milestones} <= {"catl"}


@pytest.mark.parametrize(
    "sentence",
    [
        "6月13日晚，智己L7 Dynamic版在线上发布，售价36.88万元。",
        "零跑C16昨日发布，售价15.58万元起。",
        "小鹏G7 Max今天发布，售价19.58万元起。",
    ],
)
def test_a_car_shown_with_its_price_is_launched_once(sentence: str) -> None:
    assert kinds(sentence) == {"launch"}


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("奥迪e-tron首发推迟", "奥迪取消了首款纯电动车e-tron在布鲁塞尔的发布活动。"),
        ("宝马iX3发布会推迟", "宝马取消了首款新世代车型iX3在慕尼黑的发布活动。"),
    ],
)
def test_a_show_that_is_moved_is_put_off_and_not_dropped(title: str, sentence: str) -> None:
    found = extract(title, sentence, language="zh", published=date(2024, 6, 14), catalogue=load())

    phases = {m.phase.value for m in found.milestones if m.kind.value == "unveil"}
    assert phases == {"delayed"}


@pytest.mark.parametrize(
    "sentence",
    ["日产新款Leaf减产一半。", "特斯拉上海工厂6月减产。", "大众茨维考工厂下调产量，ID.3减产。"],
)
def test_making_fewer_cars_is_no_start_of_production(sentence: str) -> None:
    assert ("production", "done") not in told(sentence)
