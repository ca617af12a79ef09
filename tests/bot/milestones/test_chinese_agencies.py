"""Which authority a Chinese step is of: named beside it, in another sentence, or nowhere."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.extract import extract

PUBLISHED: Final = date(2024, 6, 14)
CONTEXT: Final = "新能源汽车"


def agencies(text: str, kind: str, title: str = CONTEXT) -> set[str | None]:
    found = extract(title, text, language="zh", published=PUBLISHED, catalogue=load())
    return {m.agency for m in found.milestones if m.kind.value == kind}


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("DOE", "美国能源部6月13日与Rivian正式签署贷款协议，借给后者66亿美元贷款。"),
        ("DOE", "福特今年1月与美国能源部签妥了92亿美元的贷款。"),
        ("METI", "经济产业省去年9月批准给予日产的电池工厂最高557亿日元的补贴。"),
        (None, "蔚来6月13日宣布获得20亿美元投资，能源部没有参与。"),
    ],
)
def test_public_money_is_of_the_authority_that_gives_it(agency: str | None, text: str) -> None:
    assert agency in agencies(text, "funding")


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        (
            None,
            "小米6月13日在市场监管总局备案，召回SU7共11万辆。今年1月，公司曾因泊车问题召回30931辆SU7。",
        ),
        (
            None,
            "NHTSA6月13日公布，特斯拉召回2万辆Model 3。资料：2023年5月，特斯拉召回100万辆Model Y。",
        ),
    ],
)
def test_an_older_recall_is_not_of_the_authority_of_the_new_one(
    agency: str | None, text: str
) -> None:
    told = agencies(text, "recall")

    assert agency in told
    assert len(told) == 2


@pytest.mark.parametrize(
    ("agency", "title", "text"),
    [
        ("MIIT", "首批L3车型拿到准入，长安深蓝在列", "工信部6月13日附条件许可两款L3级车型。"),
        ("KBA", "奔驰电动车EQS的L3级系统拿到德国许可", "KBA6月13日通过了技术审批。"),
        (
            "江苏省发改委",
            "长城与宝马的纯电动汽车项目获批",
            "江苏省发改委6月13日核准了光束汽车年产16万辆乘用车项目。",
        ),
        (None, "零跑汽车通过港交所聆讯", "零跑汽车造电动车，中国证监会也在看它的数据。"),
    ],
)
def test_a_permit_of_the_title_is_of_the_authority_of_the_first_sentences(
    agency: str | None, title: str, text: str
) -> None:
    assert agency in agencies(text, "approval", title)


@pytest.mark.parametrize(
    ("agency", "text"),
    [
        ("吉林省发改委", "吉林省发改委日前批复奥迪一汽新能源汽车有限公司纯电动乘用车项目。"),
        ("NDRC", "国家发改委6月13日核准了小米汽车的纯电动乘用车项目。"),
    ],
)
def test_the_commission_of_a_province_goes_by_its_name(agency: str, text: str) -> None:
    assert agency in agencies(text, "approval")
