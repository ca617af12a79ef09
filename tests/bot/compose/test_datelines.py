import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.datelines import is_hanging, undated

CUT = [
    # what stands before the sentence, the sentence
    ("（中央社河內3日電）", "越南車廠宣布明年量產新車。"),
    ("（記者陳某台北18日電）", "兩家公司今天簽約開發電動車。"),
    ("【科技早知道】5月2日消息，据国外媒体报道，", "这家车企将在欧洲建厂。"),
    ("【明報專訊】", "車廠公布第三季交付量為兩萬輛。"),
    ("《財經通訊社7日專訊》", "車廠公布第三季交付量為兩萬輛。"),
    ("某浪科技讯 3月4日上午消息，", "蔚来今日公布二月交付数据。"),
    ("某之家 6 月 9 日消息，", "蔚来今日公布二月交付数据。"),
    ("某联社6月1日讯，", "这家公司宣布增发股票筹资。"),
    ("新华社合肥1月6日电（记者李某）", "第十万辆新车6日在合肥下线。"),
    ("路透1月9日電——", "電動車廠周一宣布裁員三百人。"),
    ("某某社上海8月3日电/", "旗下皮卡品牌3日在曼谷发布新车。"),
    ("本报讯 ", "1月6日，第十万辆新车在合肥下线。"),
    ("常州讯 ", "9月1日上午，首台试生产整车下线。"),
    ("盖某汽车讯 据外媒报道，", "9月28日，这家车企推出新款两厢车。"),
    ("某某获悉，", "1月4日，双方在深圳签署协议。"),
    ("快讯 ", "两家公司宣布签署谅解备忘录。"),
    ("财经快讯：", "公司今早公告配售新股。"),
    ("每经记者 张某 北京报道 ", "8月20日，公司在保定发布新品牌。"),
    ("電子報編譯 ", "車廠周四宣布新工廠落成啟用。"),
    ("电池观察 ", "9月6日，公司透露第两百万辆车下线。"),
    ("环球某网 ", "据当地报纸报道，发布会已经取消。"),
    ("SHANGHAI, Oct 1 (Reuters) - ", "The battery maker opened a second plant."),
    ("DETROIT — ", "The carmaker will lay off 200 people."),
    ("OSAKA—", "The carmaker said it had resumed production."),
    ("(Nikkan) Oct. 15 -- ", "The carmaker aims to sell cars in ten countries."),
    ("Toyota City, Japan, May 6, 2024 – ", "The company presented a battery."),
    ("Mannheim – ", "The ministry has issued a permit."),
    ("Chongqing – ", "Deliveries doubled in May."),
    ("MUMBAI: ", "The maker of scooters sold 20,000 of them in May."),
    ("DEARBORN, Mich. – ", "Work on the plant will start again."),
    ("SHANGHAI/BUDAPEST, July 22 - ", "The plant will start later, two people said."),
    ("Barcelona, 14 June (agency copy) – ", "The first electric cars will leave the plant late."),
    ("SEOUL (wire) – ", "It is one of the dearest recalls."),
    ("TORRANCE, Calif. (March 12, 2026) – ", "The carmaker will not build the saloon."),
    ("(June 28) — ", "The charging network has raised money."),
    ("(EV Daily) ", "The carmaker wants to be listed."),
    ("Fleet wire – ", "The agency opened a preliminary evaluation."),
    ("UPDATE 2-", "Carmaker recalls 950 pickups over cells"),
]  # fmt: skip
KEPT = [
    "市场监管总局网站2月18日消息，特斯拉已备案召回计划。",
    "公司5月17日发布消息，山东基地近日投产。",
    "据路透社报道，这家车企将在欧洲建厂。",
    "《某日报》记者获悉，1月16日新公司成立。",
    "记者12月31日从公司了解到，工厂已经竣工。",
    "知情人士消息，公司计划裁员。",
    "比亚迪 9月6日宣布，工厂投产。",
    "9月6日，工厂投产。",
    "听到重组的消息，车主第一反应是不信。",
    "Tesla – Elon Musk's company – opened a plant.",
    "GM: In July it put off the electric pickup.",
    "Details: The orders were placed in May.",
    "The plant - the first in Europe - opened.",
    "EV sales rose.",
    "Kia, Hyundai – Both have a plant there – opened a school.",
    "(and not the first) plant was opened.",
    "快讯 短。",
]


@pytest.mark.parametrize(("line", "sentence"), CUT, ids=[line for line, _ in CUT])
def test_what_stands_before_the_news_is_left_out(line: str, sentence: str) -> None:
    assert undated(line + sentence) == sentence


@pytest.mark.parametrize("sentence", KEPT)
def test_what_may_be_news_stays(sentence: str) -> None:
    assert undated(sentence) == sentence


@given(st.text(alphabet="（）【】 讯消息，电3月日记者AB—-:(). ", max_size=40), st.sampled_from(CUT))
def test_what_is_shown_is_a_literal_tail(noise: str, told: tuple[str, str]) -> None:
    whole = noise + told[0] + told[1]

    shown = undated(whole)

    assert whole.endswith(shown)
    assert shown or not whole


@pytest.mark.parametrize(
    ("sentence", "hangs"),
    [
        ("他近一年只负责公共事务。", True),
        ("此前，公司已宣布建设基地。", True),
        ("一、即日起召回部分汽车。", True),
        ("It sold 3,000 of them.", True),
        ("However, the plant will open.", True),
        ("Itochu sold 3,000 of them.", False),
        ("蔚来交付三千辆。", False),
    ],
)
def test_a_sentence_that_needs_the_one_before_is_known(
    sentence: str,
    hangs: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert is_hanging(sentence) == hangs
