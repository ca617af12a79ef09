"""How steps are worded in Chinese: what the evidence says decides the verb, the bounds, the roles."""

from datetime import date

import pytest

from bot.stories.summary import gist, headline
from storage.records import Milestone
from tests.fakes_stories import catalogue, milestone

DAY = date(2024, 8, 24)


def said(*steps: Milestone) -> str:
    return gist(steps, catalogue(), language="zh", day=DAY)


CLAUSES = [
    # what was filed is told as filed, with whom, and when
    (milestone(kind="registration", phase="pending", evidence="小米提交了商标注册申请。"), "小米已申请注册商标。"),
    (milestone(kind="registration", phase="pending", when="2024-08-05", subject="Model Q", agency="USPTO", evidence="filings for Model Q"), "小米于2024年8月5日向美国专利商标局申请注册Model Q。"),
    (milestone(kind="registration", phase="pending", agency="CNIPA", evidence="一项发明专利。"), "小米已向国家知识产权局申请专利。"),
    (milestone(kind="registration", phase="cancelled", evidence="The trademark was refused."), "小米未获商标注册。"),
    (milestone(kind="approval", phase="cancelled", agency="MIIT", evidence="It was rejected."), "小米未获工信部批准。"),
    (milestone(kind="approval", subject="聆讯"), "小米已通过聆讯。"),
    # who is named is told as who he is
    (milestone(kind="funding", amount="1.4e8 USD", subject="Temasek", evidence="Temasek led the round."), "小米已融资1.4亿美元，由淡马锡领投。"),
    (milestone(kind="funding", amount="2.5e9 CNY", subject="A轮融资", evidence="小米完成A轮融资25亿元。"), "小米已融资25亿元（A轮融资）。"),
    (milestone(kind="funding", phase="planned", amount="1.3e9 USD", subject="可转换债券", evidence="小米拟发行可转换债券。"), "小米计划融资13亿美元（可转换债券）。"),
    (milestone(kind="production", evidence="It has made its 100 millionth battery cell."), "小米已实现第1亿个电芯下线。"),
    (milestone(kind="production", evidence="It has made its 50,000th battery-electric car."), "小米已实现第5万辆电动车下线。"),
    (milestone(kind="investment", phase="planned", subject="滴滴", evidence="小米将收购滴滴的造车业务。"), "小米计划收购滴滴旗下业务。"),
    (milestone(kind="investment", phase="planned", subject="滴滴", evidence="小米将收购滴滴。"), "小米计划收购滴滴。"),
    (milestone(kind="funding", when="2024-05-10", subject="纽交所", evidence="小米在纽交所挂牌。"), "小米于2024年5月10日在纽交所上市。"),
    (milestone(kind="funding", phase="pending", subject="港交所", evidence="小米向港交所递交招股书。"), "小米正推进在港交所上市。"),
    (milestone(kind="funding", amount="1.4e8 USD", subject="纽交所", evidence="小米融资1.4亿美元。"), "小米已融资1.4亿美元。"),
    (milestone(kind="funding", amount="1.4e8 USD", subject="Temasek", evidence="Temasek put in money."), "小米已融资1.4亿美元，投资方包括淡马锡。"),
    (milestone(kind="recall", quantity="950 vehicles", subject="SU7", agency="SAMR", evidence="小米备案召回SU7。"), "小米已召回950辆SU7，已向市场监管总局备案。"),
    (milestone(kind="recall", quantity="950 vehicles", subject="SU7", agency="SAMR", evidence="监管部门公布召回。"), "小米已召回950辆SU7（市场监管总局）。"),
    (milestone(kind="recall", phase="pending", subject="SU7", agency="NHTSA", when="2024-08-16", evidence="The agency opened an investigation."), "小米自2024年8月16日起因SU7接受美国国家公路交通安全管理局安全调查。"),
    # the verb
    (milestone(kind="production", phase="cancelled", subject="SU7", evidence="It will end production of the SU7."), "小米已决定停产SU7。"),
    (milestone(kind="production", when="2024-08-01/2024-08-31", subject="SU7", evidence="Production of the SU7 ended in August."), "小米于2024年8月停产SU7。"),
    (milestone(kind="production", when="2024-08-06", subject="SU7", evidence="It has resumed production of the SU7."), "小米于2024年8月6日恢复生产SU7。"),
    (milestone(kind="production", phase="planned", when="2024-11-01/2024-11-30", evidence="Production is paused until November 2024."), "小米将暂停生产至2024年11月。"),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="售价不到3万美元"), "小米已推出SU7，售价不到3万美元。"),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="售价3万美元起"), "小米已推出SU7，售价3万美元起。"),
    (milestone(kind="delivery", when="2024-08-01/2024-08-31", evidence="It has delivered its 1.5 millionth all-electric vehicle."), "小米于2024年8月交付第150万辆电动车。"),
    (milestone(kind="launch", phase="delayed", when="2025-01-01/2025-12-31"), "小米将新车上市推迟至2025年。"),
    (milestone(kind="company_setup", subject="量产车", evidence="首款量产车"), "小米已成立新机构。"),
    (milestone(kind="company_setup", evidence="进军电动汽车领域。"), "小米已进军电动汽车业务。"),
    (milestone(kind="company_setup", evidence="发布全新品牌。"), "小米已创立新品牌。"),
    (milestone(kind="unveil", subject="SU9", evidence="the SU9 concept"), "小米已发布SU9概念车。"),
    (milestone(kind="testing", when="2024-08-01", evidence="trial production started"), "小米于2024年8月1日试生产。"),
    (milestone(kind="restructuring", phase="planned", evidence="It wants to sell the business."), "小米计划出售资产。"),
    # what it is about
    (milestone(kind="production", quantity="300000 vehicles", phase="planned", subject="MEB"), "小米计划生产30万辆MEB平台车型。"),
    (milestone(kind="factory", phase="planned", subject="生产中心", evidence="A plant."), "小米计划建设生产中心。"),
    (milestone(kind="factory", phase="planned", subject="abroad", evidence="It will open its first plant abroad."), "小米计划启用海外工厂。"),
    (milestone(kind="market_entry", phase="planned", subject="the UK"), "小米计划进入英国市场。"),
    (milestone(kind="technology", subject="电芯"), "小米已推出新技术。"),
    # counts
    (milestone(kind="production", quantity="500000 vehicles", subject="SU7", evidence="第50万辆SU7下线。"), "小米已实现第50万辆SU7下线。"),
    (milestone(kind="production", quantity="50000 vehicles", subject="SU7", evidence="It made its 50,000th electric vehicle, an SU7."), "小米已实现第5万辆电动车下线。"),
    (milestone(kind="delivery", quantity="10000 vehicles", subject="Europe", evidence="its 10,000th car in Europe"), "小米已在欧洲交付第1万辆车。"),
    (milestone(kind="production", quantity="5000 vehicles", subject="SU7", evidence="5,000 SU7 in one week"), "小米已每周生产5000辆SU7。"),
    (milestone(kind="delivery", quantity="300000 vehicles", evidence="累计交付超过30万辆。"), "小米已累计交付超过30万辆。"),
    (milestone(kind="delivery", when="2024-04-01/2024-04-30", quantity="240000 vehicles", evidence="截至4月底，交付24万辆。"), "小米截至2024年4月底已交付24万辆。"),
    # bounds
    (milestone(kind="funding", amount="1.25e9 USD", evidence="最高12.5亿美元"), "小米已融资最多12.5亿美元。"),
    (milestone(kind="delivery", quantity="35000 vehicles", evidence="近3.5万辆"), "小米已交付近3.5万辆。"),
    (milestone(kind="launch", phase="planned", when="2025-01-01/2025-12-31", subject="SU9", evidence="by 2025"), "小米计划到2025年推出SU9。"),
    (milestone(kind="launch", phase="planned", when="2025-01-01/2025-12-31", subject="SU9", evidence="by the end of 2025"), "小米计划在2025年底前推出SU9。"),
    (milestone(kind="launch", phase="planned", when="2025-01-01/2025-12-31", subject="SU9", evidence="最早2025年"), "小米计划最早于2025年推出SU9。"),
    (milestone(kind="launch", phase="planned", when="2025-01-01/2025-12-31", subject="SU9", evidence="2025年前后"), "小米计划于2025年前后推出SU9。"),
    (milestone(kind="launch", phase="planned", when="2025-01-01/2025-03-31", subject="SU9", evidence="in early 2025"), "小米计划于2025年初推出SU9。"),
    (milestone(kind="factory", phase="planned", when="2024-08-24/2026-02-24", evidence="within 18 months"), "小米计划在18个月内建厂。"),
    (milestone(kind="unveil", when="2024-08-12/2024-08-18", subject="SU9"), "小米于2024年8月12日当周发布SU9。"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "words"), CLAUSES, ids=[words for _, words in CLAUSES])
def test_a_clause_says_what_its_evidence_says(step: Milestone, words: str) -> None:
    assert said(step) == words


def test_two_are_both() -> None:
    deal = [
        milestone(each, "partnership", subject=other, headline=first)
        for each, other, first in (("byd", "NIO", True), ("nio", "BYD", True))
    ]
    built = [milestone(each, "factory", headline=False, evidence="Both.", subject="Rayong") for each in ("byd", "nio")]  # fmt: skip

    assert said(*deal, *built).endswith("双方已在罗勇建厂。")


def test_what_was_filed_with_one_authority_is_said_once() -> None:
    recalls = [
        milestone(
            kind="recall",
            quantity=f"{n} vehicles",
            subject=model,
            agency="SAMR",
            evidence="小米备案召回。",
        )
        for n, model in ((700, "SU7"), (900, "YU7"))
    ]

    assert said(*recalls) == "小米已召回700辆SU7，并召回900辆YU7，均已向市场监管总局备案。"


def test_what_is_planned_for_one_time_is_told_once() -> None:
    plans = [
        milestone(kind=kind, phase="planned", when="2026-05-01/2026-05-31", subject=subject)
        for kind, subject in (("market_entry", "Japan"), ("launch", "SU7"))
    ]

    assert said(*plans) == "小米计划于2026年5月进入日本市场，并推出SU7。"


def test_what_was_done_on_a_day_that_was_just_told_is_done_on_the_same_day() -> None:
    when = "2023-11-15/2023-11-15"
    both = (
        milestone(kind="approval", phase="pending", agency="MIIT", subject="SU7", when=when),
        milestone(kind="unveil", subject="SU7", when=when),
    )

    assert said(*both).count("2023年11月15日") == 1
    assert said(*both).endswith("并于同日发布SU7。")


def test_a_plant_that_closes_offers_no_jobs() -> None:
    closed = milestone(
        kind="factory",
        subject="布鲁塞尔",
        quantity="3000 jobs",
        evidence="布鲁塞尔工厂关闭，约3000个岗位消失。",
    )

    assert said(closed) == "小米已关闭布鲁塞尔工厂，涉及约3000个岗位。"


def test_the_hedge_of_two_stands_at_the_head_of_their_line() -> None:
    deal = [
        milestone(each, "partnership", "pending", certainty="reported", subject=other)
        for each, other in (("byd", "NIO"), ("nio", "BYD"))
    ]

    assert headline(deal, catalogue(), language="zh") == "据报道，比亚迪和蔚来正商谈合作"
