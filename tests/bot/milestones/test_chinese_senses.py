"""Words of a step that mean something else where they stand, and why they were not counted."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

CASES = [
    ("评论区仍有人不信：“蔚来三个月后就破产了。”", "said by readers"),
    ("福特将从一家电池企业获得技术和服务许可。", "a licence of technology"),
    ("蔚来成为首家A+H上市的新能源车企。", "a listing on an exchange"),
    ("当地时间3月4日，环保局批准特斯拉工厂投入生产。", "a permit to do so"),
    ("比亚迪泰国工厂由奠基到投产只用了16个月。", "how long it took"),
    ("小米SU7的价格均不含充电桩和安装费用。", "a charger that is sold with a car"),
    ("蔚来与吉利签署战略合作协议，内容包括共建共享换电站。", "what an agreement is about"),
    ("福特与SK On宣布，解散双方的电池合资公司。", "the end of a venture"),
    ("蔚来已向新加坡交易所递交上市申请，正在等待审核。", "an exchange that looks at"),
    ("四年前福特与SK On高调牵手时，市场还在狂飙。", "told as what came before"),
]


def read(text: str) -> Extraction:
    """One sentence under a title that tells no step."""
    return extract("电动车新闻", text, language="zh", published=date(2024, 6, 14), catalogue=load())


@pytest.mark.parametrize(("sentence", "why"), CASES)
def test_another_sense_is_told_as_the_reason(sentence: str, why: str) -> None:
    said = [note for trace in read(sentence).trace for note in trace.seen]

    assert any(why in note for note in said), said


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("特斯拉柏林工厂昨日投产。", "production"),
        ("小米汽车6月13日获得工信部颁发的生产许可。", "approval"),
        ("蔚来ET9昨晚上市，售价80万元。", "launch"),
        ("理想昨日建成第1000座超充站。", "infrastructure"),
        ("有网友拍到小鹏新车的路试谍照。", "testing"),
        ("福特与SK On昨日宣布牵手，成立合资公司。", "partnership"),
    ],
)
def test_the_plain_sense_beside_it_counts(sentence: str, kind: str) -> None:
    assert kind in {milestone.kind.value for milestone in read(sentence).milestones}
