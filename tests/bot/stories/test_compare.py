"""Pairs of statements: one step or two, across languages, and why."""

from dataclasses import replace

import pytest

from bot.stories.compare import conflict, same_step, slots_agree
from storage.records import Milestone
from tests.fakes_stories import milestone


def en(kind: str, subject: str | None = None, **slots: str) -> Milestone:
    slots.setdefault("evidence", "The company said so on the day.")
    return milestone("byd", kind, slots.pop("phase", "done"), subject=subject, **slots)  # type: ignore[arg-type] # a test's shorthand


def zh(kind: str, subject: str | None = None, **slots: str) -> Milestone:
    slots.setdefault("evidence", "公司当天如是说。")
    return en(kind, subject, **slots)


# One event in two languages: the subject's words differ, what they name does not.
SAME = [
    ("a town", en("factory", "Szeged, Hungary"), zh("factory", "匈牙利塞格德")),
    ("a country and its town", en("factory", "Hungary"), zh("factory", "塞格德市")),
    ("a people's word for the country", en("factory", "Hungarian plant"), zh("factory", "匈牙利工厂")),
    ("a state, in traditional characters", en("factory", "North Carolina"), zh("factory", "北卡羅來納州")),
    ("a province", en("investment", "Ontario value chain", amount="15e9 CAD"), zh("investment", "安大略省电动车产业链", amount="15e9 CAD")),
    ("a model with a Chinese name", en("launch", "Seal", when="2024-05-01"), zh("launch", "海豹", when="2024-05-01")),
    ("a model in capitals", en("recall", "Mega 2024"), zh("recall", "理想MEGA 2024款")),
    ("two names of one model", en("launch", "Dolphin Mini"), zh("launch", "海鸥")),
    ("a code beside a Chinese brand", en("unveil", "Yangwang U8"), zh("unveil", "仰望U8")),
    ("a battery", en("technology", "blade battery"), zh("technology", "刀片电池")),
    ("a second phase", en("factory", "Rayong, second phase"), zh("factory", "罗勇工厂二期")),
    ("a partner", en("partnership", "Mercedes-Benz"), zh("partnership", "奔驰")),
    ("a project", en("restructuring", "Project Titan"), zh("restructuring", "泰坦项目")),
    ("an agency without a line", en("approval", agency="Land Transport Authority", when="2024-05-01"), zh("approval", agency="陆路交通管理局", when="2024-05-01")),
    ("a translation nobody knows", en("factory", "Riverside park", when="2024-05-01"), zh("factory", "江畔产业园", when="2024-05-01")),
    ("a batch", en("approval", "385th batch", agency="MIIT"), zh("approval", "第385批公告", agency="MIIT")),
    ("the day and its month", en("approval", agency="NDRC", when="2023-08-01/2023-08-31"), zh("approval", agency="NDRC", when="2023-08-23")),
    ("a sum and its conversion", en("investment", amount="1.4e9 USD"), zh("investment", amount="10e9 CNY")),
    ("a rounded count", en("recall", "Mega", quantity="11000 vehicles"), zh("recall", "MEGA", quantity="11411 vehicles")),
]  # fmt: skip

# Look-alikes, by what tells them apart.
APART = [
    ("month", en("delivery", when="2024-09-01/2024-09-30"), zh("delivery", when="2024-10-01/2024-10-31"), "another time"),
    ("month and its quarter", en("delivery", when="2024-09-01/2024-09-30"), zh("delivery", when="2024-07-01/2024-09-30"), "another time"),
    ("year", en("recall", "Seal", when="2023-05-01/2023-05-31"), zh("recall", "海豹", when="2024-05-01/2024-05-31"), "another time"),
    ("days", en("launch", "Seal", when="2024-05-01"), zh("launch", "海豹", when="2024-05-09"), "another time"),
    ("batch", en("approval", "385th batch", agency="MIIT"), zh("approval", "第386批公告", agency="MIIT"), "another batch"),
    ("batch of one language", zh("approval", "第385批"), zh("approval", "第 386 批"), "another batch"),
    ("town of one country", en("factory", "Szeged"), zh("factory", "匈牙利德布勒森"), "another place"),
    ("state", en("factory", "North Carolina"), zh("factory", "南卡罗来纳州"), "another place"),
    ("country", en("factory", "Thailand"), zh("factory", "印尼工厂"), "another place"),
    ("market", en("market_entry", "Norway"), zh("market_entry", "欧洲"), "another place"),
    ("market of one model", en("launch", "Firefly, Europe"), zh("launch", "萤火虫 中国"), "another place"),
    ("plant of one model", en("production", "Polestar 3, Chengdu"), zh("production", "极星3 南卡罗来纳州"), "another place"),
    ("model", en("launch", "Seal"), zh("launch", "海豚"), "another model"),
    ("model of a series", en("recall", "Model Y"), zh("recall", "Model 3"), "another model"),
    ("model code", en("recall", "SU7"), zh("recall", "小米YU7"), "another model"),
    ("number of a model", en("launch", "Polestar 3"), zh("launch", "极星4"), "another model"),
    ("phase of a plant", en("factory", "Rayong"), zh("factory", "罗勇二期"), "another phase or plant"),
    ("second plant", en("factory", "second Shanghai plant"), zh("factory", "上海工厂"), "another phase or plant"),
    ("partner", en("partnership", "Ford"), zh("partnership", "丰田"), "another partner"),
    ("investor", en("funding", "Mercedes-Benz"), zh("funding", "大众"), "another partner"),
    ("agency", en("approval", agency="NDRC"), zh("approval", agency="MIIT"), "another agency"),
    ("sum", en("funding", amount="1e9 USD"), zh("funding", amount="2e9 USD"), "another sum"),
    ("currency", en("investment", amount="10e9 USD"), zh("investment", amount="10e9 CNY"), "another sum"),
    ("capacity", en("factory", quantity="100000 vehicles/year"), zh("factory", quantity="200000 vehicles/year"), "another quantity"),
    ("cars recalled", en("recall", "Seal", quantity="30931 vehicles"), zh("recall", "海豹", quantity="11411 vehicles"), "another quantity"),
    ("cars delivered", en("delivery", when="2024-09-01/2024-09-30", quantity="21352 vehicles"), zh("delivery", when="2024-09-01/2024-09-30", quantity="10000 vehicles"), "another quantity"),
    ("output and start", en("production", "Seal"), zh("production", "海豹", quantity="100000 vehicles"), "another quantity"),
    ("what is let go", en("restructuring", "layoffs"), zh("restructuring", "破产申请"), "another subject"),
    ("chemistry", en("technology", "sodium-ion battery"), zh("technology", "全固态电池"), "another subject"),
    ("words of one language", en("registration", "harmony"), en("registration", "melody"), "another subject"),
]  # fmt: skip

# Two outlets, one step, two figures: both are kept and shown.
DISPUTED = [
    ("a recall's count", en("recall", "Seal", when="2024-05-01", quantity="11411 vehicles"), zh("recall", "海豹", when="2024-05-01", quantity="12900 vehicles")),
    ("orders while they come in", en("launch", "SU7", when="2024-03-28", quantity="50000 orders"), zh("launch", "SU7", when="2024-03-28", quantity="88898 orders")),
    ("a plant's cost", en("factory", "Szeged", when="2024-05-01", amount="4e9 EUR"), zh("factory", "塞格德", when="2024-05-01", amount="5e9 EUR")),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_a_step_told_in_two_languages_is_one_step(a: Milestone, b: Milestone) -> None:
    assert conflict(a, b) is None
    assert conflict(b, a) is None


@pytest.mark.parametrize(
    ("a", "b", "reason"), [case[1:] for case in APART], ids=[case[0] for case in APART]
)
def test_a_look_alike_is_told_apart_in_two_languages(
    a: Milestone, b: Milestone, reason: str
) -> None:
    assert (conflict(a, b), conflict(b, a)) == (reason, reason)
    assert not same_step(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [case[1:] for case in DISPUTED], ids=[case[0] for case in DISPUTED]
)
def test_two_figures_for_one_step_are_a_dispute(a: Milestone, b: Milestone) -> None:
    assert same_step(a, b)


def test_a_date_can_be_left_unasked() -> None:
    late, early = (
        en("factory", "Szeged", when="2026-01-01"),
        zh("factory", "塞格德", when="2024-01-01"),
    )

    assert conflict(late, early) == "another time"
    assert conflict(late, early, at_any_time=True) is None


def test_prices_in_two_currencies_say_nothing_and_in_one_they_do() -> None:
    rupees = en("launch", "Model Y", amount="5989000 INR")
    dollars, rounded = (replace(rupees, amount=en("launch", amount=price).amount) for price in ("70000 USD", "5990000 INR"))  # fmt: skip

    assert slots_agree(rupees, rounded) == slots_agree(rupees, dollars) + 2.0
    assert conflict(rupees, dollars) is None


DEAL = "BYD and Mercedes-Benz shook hands."
OTHER_SIDES = [
    ("the same, in the sentence", en("partnership", "Western", evidence="A deal of BYD with Mercedes."), True),
    ("another one", en("partnership", "Western", evidence="A deal of BYD with NIO."), False),
    ("several", en("partnership", "Western", evidence="Deals of BYD with NIO and Mercedes."), False),
    ("none", en("partnership", "Western", evidence="A deal of BYD."), False),
]  # fmt: skip


@pytest.mark.parametrize(("m", "expected"), [c[1:] for c in OTHER_SIDES], ids=[c[0] for c in OTHER_SIDES])  # fmt: skip
def test_the_other_side_tells_a_deal_whatever_is_read_as_its_subject(
    m: Milestone,
    expected: bool,  # noqa: FBT001 - a table
) -> None:
    deal = en("partnership", "Mercedes-Benz", evidence=DEAL)

    assert (conflict(deal, m) is None) is expected
