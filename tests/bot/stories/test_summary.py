import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import load
from bot.stories.shown import PLAIN
from bot.stories.summary import gist, headline
from storage.records import Kind, Milestone
from tests.fakes_stories import catalogue, milestone, seed

CLAUSES = [
    (milestone(kind="company_setup", when="2021-03-30", subject="smart EV subsidiary"), "Xiaomi set up its smart EV subsidiary on 30 March 2021."),
    (milestone(kind="investment", phase="planned", amount="1.5e9 EUR", subject="20% of Leapmotor"), "Xiaomi plans to pay 1.5 billion euros for 20% of Leapmotor."),
    (milestone(kind="investment", phase="planned", when="2021-08-25", amount="77.4e6 USD", subject="Deepmotion"), "Xiaomi said on 25 August 2021 that it would commit 77.4 million US dollars to Deepmotion."),
    (milestone(kind="funding", phase="pending", when="2024-08-02/2024-08-06", amount="61455600000 INR", subject="IPO"), "Xiaomi is raising 61.4556 billion rupees with its listing between 2 and 6 August 2024."),
    (milestone(kind="partnership", subject="Mitsubishi Motors"), "Xiaomi has agreed on a partnership with Mitsubishi Motors."),
    (milestone(kind="partnership", phase="cancelled", certainty="reported", when="2021-11-19", subject="Rivian"), "Xiaomi reportedly ended the partnership with Rivian on 19 November 2021."),
    (milestone(certainty="reported", agency="NDRC", when="2023-08-01/2023-08-31"), "Xiaomi was reportedly cleared by the NDRC in August 2023."),
    (milestone(phase="planned", agency="California DMV"), "Xiaomi plans to seek approval from the California DMV."),
    (milestone(phase="pending", certainty="reported", agency="MIIT", subject="SU7"), "Xiaomi reportedly still needs approval from the MIIT for the SU7."),
    (milestone(phase="pending", agency="MIIT", subject="SU7", when="2023-11-15", evidence="It was listed for public comment."), "Xiaomi goes through public review at the MIIT for the SU7, as of 15 November 2023."),
    (milestone(phase="pending", agency="Ottawa", when="2024-07-12"), "Xiaomi still needs approval from Ottawa, as of 12 July 2024."),
    (milestone(kind="registration", when="2023-08-02", subject="xiaomiev.com", evidence="perhaps a protective registration"), "Xiaomi registered xiaomiev.com on 2 August 2023, described as a protective step."),
    (milestone(kind="factory", subject="Rayong", quantity="150000 vehicles/year", when="2024-07-04", evidence="BYD opened its plant"), "Xiaomi opened a plant in Rayong on 4 July 2024, with a capacity of 150,000 vehicles a year."),
    (milestone(kind="factory", subject="Zhaoqing", evidence="It broke ground"), "Xiaomi has broken ground on a plant in Zhaoqing."),
    (milestone(kind="factory", subject="Zhaoqing", evidence="It has bought the land."), "Xiaomi has secured land for a plant in Zhaoqing."),
    (milestone(kind="factory", subject="Zhaoqing", evidence="It has opened a landmark plant, bought in May"), "Xiaomi has opened a plant in Zhaoqing."),
    (milestone(kind="factory", subject="Zhaoqing", evidence="It opened on land that it bought in May"), "Xiaomi has opened a plant in Zhaoqing."),
    (milestone(kind="factory", phase="planned", certainty="rumoured", subject="Lingang", quantity="2e6 vehicles/year"), "Xiaomi may build a plant in Lingang, with a capacity of 2 million vehicles a year."),
    (milestone(kind="factory", phase="delayed", when="2028-01-01/2028-12-31", subject="North Carolina"), "Xiaomi has put off its plant in North Carolina to 2028."),
    (milestone(kind="testing", certainty="reported", when="2023-08-19", subject="MS11", quantity="4 vehicles"), "Xiaomi reportedly tested 4 MS11 vehicles on 19 August 2023."),
    (milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="first electric model"), "Xiaomi plans to begin production of its first electric model in the first half of 2024."),
    (milestone(kind="production", phase="planned", certainty="reported", when="2024-01-01/2024-12-31", quantity="100000 vehicles"), "Xiaomi reportedly plans to build 100,000 vehicles in 2024."),
    (milestone(kind="unveil", certainty="rumoured", when="2024-10-01/2024-12-31"), "Xiaomi may have unveiled a model in the fourth quarter of 2024."),
    (milestone(kind="launch", amount="159800 CNY", quantity="160000 orders", subject="SU7"), "Xiaomi has launched the SU7, priced at 159,800 yuan, with 160,000 orders."),
    (milestone(kind="delivery", when="2022-05-01/2022-05-31", quantity="7024 vehicles"), "Xiaomi delivered 7,024 vehicles in May 2022."),
    (milestone(kind="market_entry", phase="planned", when="2023-07-01/2023-12-31", subject="Japan"), "Xiaomi plans to enter Japan in the second half of 2023."),
    (milestone(kind="technology", phase="pending", subject="blade battery"), "Xiaomi is preparing to introduce its blade battery."),
    (milestone(kind="infrastructure", quantity="1 stations", subject="Varberg"), "Xiaomi has opened one station (Varberg)."),
    (milestone(kind="recall", when="2025-01-24", quantity="30931 vehicles", agency="SAMR"), "Xiaomi recalled 30,931 vehicles on 24 January 2025 (SAMR)."),
    (milestone(kind="recall", phase="pending", agency="NHTSA", subject="parking assistant"), "Xiaomi is under a safety investigation by the NHTSA over its parking assistant."),
    (milestone(kind="restructuring", subject="Project Titan", evidence="Apple is winding down the car."), "Xiaomi has given up Project Titan."),
    (milestone(kind="restructuring", certainty="reported", quantity="1600 jobs", evidence="layoffs in Sweden"), "Xiaomi has reportedly cut 1,600 jobs."),
    (milestone(kind="investment", phase="planned", amount="10e9 USD", when="2021-01-01/2031-12-31"), "Xiaomi plans to commit 10 billion US dollars between 2021 and 2031."),
    (milestone(kind="unveil", when="2023-12-28/2024-01-05"), "Xiaomi unveiled a model between 28 December 2023 and 5 January 2024."),
    (milestone(kind="unveil", when="2024-05-01/2024-08-31"), "Xiaomi unveiled a model in mid-2024."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), CLAUSES, ids=[words for _, words in CLAUSES])
def test_a_step_reads_as_a_sentence_with_its_hedge(said: Milestone, words: str) -> None:
    assert gist([said], catalogue()) == words


CHINESE = [
    (seed()[0], "据报道，小米于2023年8月2日注册xiaomiev.com，在工信部备案。"),
    (milestone(agency="NDRC", certainty="rumoured"), "据传，小米已获得国家发改委批准。"),
    (milestone(phase="pending", agency="MIIT", certainty="reported"), "据报道，小米仍需获得工信部批准。"),
    (milestone(phase="pending", agency="MIIT", subject="SU7", when="2023-11-15", evidence="工信部公示"), "小米于2023年11月15日由工信部公示SU7。"),
    (seed()[3], "小米计划自2023年起十年内投资100亿美元。"),
    (milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="首款车"), "小米计划于2024年上半年投产首款车。"),
    (milestone(kind="production", phase="planned", when="2024-01-01/2024-12-31", quantity="100000 vehicles"), "小米计划于2024年生产10万辆。"),
    (milestone("vinfast", "factory", "delayed", when="2025-04-01/2025-06-30", quantity="150000 vehicles/year"), "VinFast将工厂项目推迟至2025年第二季度，年产能15万辆。"),
    (milestone(kind="delivery", when="2022-05-01/2022-05-31", quantity="7024 vehicles"), "小米于2022年5月交付7024辆。"),
    (milestone(kind="partnership", phase="cancelled", subject="Rivian"), "小米已终止与Rivian的合作。"),
    (milestone(kind="unveil", when="2024-05-01/2024-08-31"), "小米于2024年年中发布新车型。"),
    (milestone(kind="unveil", when="2023-12-28/2024-01-05"), "小米于2023年12月28日至2024年1月5日发布新车型。"),
    (milestone(kind="infrastructure", quantity="1000 stations", subject="拉萨"), "小米已在拉萨建成1000座站点。"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), CHINESE, ids=[words for _, words in CHINESE])
def test_a_step_reads_in_chinese(said: Milestone, words: str) -> None:
    assert gist([said], catalogue(), language="zh") == words


HEDGED = [
    milestone(phase="pending", agency="MIIT", certainty="reported"),
    milestone(kind="investment", phase="planned", amount="10e9 USD"),
    milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30"),
]


def test_a_hedge_ends_before_what_is_sure() -> None:
    assert gist(HEDGED, catalogue()) == (
        "Xiaomi reportedly still needs approval from the MIIT; it plans to commit 10 billion US "
        "dollars and begin production in the first half of 2024."
    )
    assert gist(HEDGED, catalogue(), language="zh") == (
        "据报道，小米仍需获得工信部批准；该公司计划投资100亿美元，并计划于2024年上半年投产。"
    )


DAY = date(2023, 8, 24)


def test_the_seed_case_in_three_sentences() -> None:
    assert gist(seed(), catalogue(), day=DAY) == (
        "Xiaomi reportedly registered xiaomiev.com with the MIIT on 2 August 2023 and is said to "
        "have been cleared by the NDRC for EV production. "
        "It reportedly still needs approval from the MIIT. "
        "It plans to commit $10 billion to its car business over ten years and begin "
        "production of its first electric model in the first half of 2024."
    )


def test_the_seed_case_in_chinese() -> None:
    assert gist(seed(), catalogue(), language="zh", day=DAY) == (
        "据报道，小米于2023年8月2日注册xiaomiev.com，在工信部备案，据称已获得国家发改委批准。"
        "据报道，该公司仍需获得工信部批准。"
        "该公司计划在十年内投资100亿美元，并计划于2024年上半年投产首款车。"
    )


def test_a_headline_is_one_line_of_the_news() -> None:
    line = headline(seed(), catalogue(), day=DAY)

    assert line == (
        "Xiaomi reportedly registered xiaomiev.com with the MIIT on 2 August 2023 and is said to "
        "have been cleared by the NDRC for EV production"
    )


# What the day of the story, the evidence or the other steps decide: steps, English, Chinese.
TOLD = [
    (
        [milestone(kind="factory", phase="delayed", when="2023-08-24", subject="Rayong")],
        "Xiaomi put off its plant in Rayong on 24 August 2023.",
        "小米于2023年8月24日宣布推迟罗勇工厂项目。",
    ),
    (
        [milestone(kind="factory", phase="delayed", when="2024-05-13", subject="Rayong")],
        "Xiaomi has put off its plant in Rayong to 13 May 2024.",
        "小米将罗勇工厂项目推迟至2024年5月13日。",
    ),
    (
        [milestone(kind="launch", phase="delayed", when="2024-06-01/2024-07-31", subject="SU7")],
        "Xiaomi has put off the launch of the SU7 to between June and July 2024.",
        "小米将SU7上市推迟至2024年6月至7月。",
    ),
    (
        [milestone(kind="investment", phase="planned", when="2022-11-01/2022-11-30", amount="3e9 GBP", subject="Sunderland")],
        "Xiaomi said in November 2022 that it would commit 3 billion pounds to Sunderland.",
        "小米曾于2022年11月宣布将在桑德兰投资30亿英镑。",
    ),
    (
        [milestone(kind="investment", phase="planned", amount="3e9 GBP", subject="Sunderland")],
        "Xiaomi plans to commit 3 billion pounds to Sunderland.",
        "小米计划在桑德兰投资30亿英镑。",
    ),
    (
        [milestone(kind="investment", phase="planned", when="2021-01-01/2026-12-31", amount="1e9 USD", evidence="$1bn over five years")],
        "Xiaomi plans to commit $1 billion over five years from 2021.",
        "小米计划自2021年起五年内投资10亿美元。",
    ),
    (
        [milestone(kind="investment", phase="planned", when="2021-01-01/2026-12-31", amount="1e9 USD", evidence="$1bn from 2021 to 2026")],
        "Xiaomi plans to commit $1 billion between 2021 and 2026.",
        "小米计划于2021年至2026年投资10亿美元。",
    ),
    (
        [milestone(kind="launch", phase="planned", when="2023-08-24/2023-12-31", subject="SU7")],
        "Xiaomi plans to launch the SU7 later in 2023.",
        "小米计划于2023年晚些时候推出SU7。",
    ),
    (
        [milestone("nio", "infrastructure", when="2022-07-06", quantity="1000 stations", subject="拉萨", evidence="蔚来第1000座换电站在拉萨投入使用")],
        "NIO opened its 1,000th swap station in Lhasa on 6 July 2022.",
        "蔚来于2022年7月6日在拉萨建成第1000座换电站。",
    ),
    (
        [milestone("nio", "infrastructure", quantity="1000 stations", subject="Europe", evidence="It opened 1,000 charging stations in Europe.")],
        "NIO has opened 1,000 charging stations in Europe.",
        "蔚来已在欧洲建成1000座充电站。",
    ),
    (
        [milestone("nio", "production", when="2022-04-26", quantity="200000 vehicles", evidence="Its 200,000th car left the line.")],
        "NIO built its 200,000th vehicle on 26 April 2022.",
        "蔚来于2022年4月26日实现第20万辆车下线。",
    ),
    (
        [milestone("byd", "funding", phase="planned", amount="2.5e9 CAD", subject="tax credits", agency="Ottawa")],
        "BYD plans to raise 2.5 billion Canadian dollars in tax credits from Ottawa.",
        "比亚迪计划融资25亿加元。",
    ),
    (
        [milestone("nio", "delivery", subject="EX90")],
        "NIO has begun deliveries of the EX90.",
        "蔚来已开始交付EX90。",
    ),
    (
        [milestone("byd", "recall", quantity="11411 vehicles", subject="海豹", when="2023-08-01")],
        "BYD recalled 11,411 Seal vehicles on 1 August 2023.",
        "比亚迪于2023年8月1日召回11411辆海豹。",
    ),
    (
        [milestone("byd", "factory", phase="planned", subject="匈牙利塞格德")],
        "BYD plans to build a plant in Szeged, Hungary.",
        "比亚迪计划在匈牙利塞格德建厂。",
    ),
    (
        [milestone("byd", "approval", phase="done", subject="企业和车型准入", agency="MIIT")],
        "BYD has been cleared by the MIIT.",  # what cannot be said in the reader's script is left out
        "比亚迪已就企业和车型准入获得工信部批准。",
    ),
    (
        [
            milestone("stellantis", "investment", phase="planned", amount="1.5e9 EUR", subject="20% of Leapmotor"),
            milestone("leapmotor", "funding", phase="planned", amount="1.5e9 EUR", subject="Stellantis"),
        ],
        "Stellantis plans to pay 1.5 billion euros for 20% of Leapmotor.",
        "Stellantis计划以15亿欧元收购零跑20%股份。",
    ),
    (
        [
            milestone("stellantis", "partnership", when="2023-08-20", subject="Leapmotor International", evidence="a joint venture"),
            milestone("leapmotor", "partnership", when="2023-08-20", subject="Leapmotor International", evidence="a joint venture"),
        ],
        "Stellantis and Leapmotor agreed on a joint venture (Leapmotor International) on 20 August 2023.",
        "Stellantis和零跑于2023年8月20日达成合资协议（Leapmotor International）。",
    ),
    (
        [
            milestone("xiaomi", "registration", when="2021-09-01", subject="Xiaomi EV"),
            milestone("xiaomi", "investment", when="2021-09-01", amount="10e9 CNY", subject="registered capital"),
        ],
        "Xiaomi registered Xiaomi EV on 1 September 2021 and put up 10 billion yuan of registered capital.",
        "小米于2021年9月1日注册Xiaomi EV，并投入注册资本100亿元。",
    ),
    (
        [
            milestone("xiaomi", "launch", phase="planned", certainty="rumoured", subject="SU7"),
            milestone("xiaomi", "market_entry", phase="planned", certainty="rumoured", subject="Japan"),
        ],
        "Xiaomi may launch the SU7 and could enter Japan.",
        "小米可能推出SU7，或将进入日本市场。",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "english", "chinese"), TOLD, ids=[each[1] for each in TOLD])
def test_steps_are_told_as_a_desk_would(steps: list[Milestone], english: str, chinese: str) -> None:
    assert gist(steps, catalogue(), day=DAY) == english
    assert gist(steps, catalogue(), language="zh", day=DAY) == chinese


def test_what_was_before_the_news_is_said_to_be_so() -> None:
    steps = [
        milestone(kind="launch", subject="SU7", when="2023-08-20"),
        milestone(kind="unveil", subject="SU7", when="2023-03-01", headline=False),
    ]

    said = gist(steps, catalogue(), language="zh", day=DAY)

    assert said == "小米于2023年8月20日推出SU7。此前，该公司于2023年3月1日发布SU7。"


def test_a_headline_tells_beside_the_first_step_only_what_is_surely_read() -> None:
    opened = milestone(kind="factory", subject="Rayong", evidence="It opened its plant.")
    begun = milestone(kind="production", when="2024-07-04/2024-07-04", subject="SU7")

    def line(chance: float) -> str:
        return headline([opened, replace(begun, chance=chance)], catalogue())

    assert "SU7" in line(0.9)
    assert "SU7" not in line(0.8)


def test_a_headline_drops_what_does_not_fit() -> None:
    many = [
        milestone(
            each, "infrastructure", when="2023-08-20", subject="Ionna", evidence="Ionna started."
        )
        for each in ("xiaomi", "byd", "stellantis", "leapmotor", "nio", "vinfast")
    ]

    line = headline(many, catalogue(), day=DAY)

    assert line == "Xiaomi, BYD and others opened Ionna on 20 August 2023"


def test_a_name_without_end_does_not_break_the_bound() -> None:
    endless = milestone(kind="unveil", certainty="rumoured", subject="Grand " * 60)

    line = headline([endless], catalogue(), day=DAY)

    assert len(line) <= 140
    assert line.startswith("Xiaomi may have unveiled")


def test_both_sides_of_a_deal_are_told_together() -> None:
    deal = [
        milestone("stellantis", "partnership", when="2023-10-26", subject="Leapmotor"),
        milestone("leapmotor", "partnership", when="2023-10-26", subject="Stellantis"),
    ]

    assert gist(deal, catalogue()) == (
        "Stellantis and Leapmotor agreed on a partnership on 26 October 2023."
    )


def test_a_company_unknown_to_the_catalogue_goes_by_its_id() -> None:
    assert headline([milestone("acme", "unveil")], catalogue()) == "acme unveiled a model"


def test_without_milestones_there_is_nothing_to_say() -> None:
    assert headline((), catalogue()) == ""
    assert gist((), catalogue()) == ""


def test_a_recap_only_item_still_has_a_headline() -> None:
    told = [milestone(kind="launch", subject="SU7", headline=False)]

    assert headline(told, catalogue()) == "Xiaomi launched the SU7"


slots = st.builds(
    milestone,
    company=st.sampled_from(["xiaomi", "byd", "nio"]),
    kind=st.sampled_from(list(Kind)),
    phase=st.sampled_from(["planned", "pending", "done", "delayed", "cancelled"]),
    certainty=st.sampled_from(["official", "reported", "rumoured"]),
    when=st.sampled_from([None, "2023-08-02", "2023-08-01/2023-08-31", "2021-01-01/2031-12-31"]),
    amount=st.sampled_from([None, "1.5e9 EUR", "159800 CNY", "77 XAU"]),
    quantity=st.sampled_from([None, "7024 vehicles", "100 GWh/year"]),
    agency=st.sampled_from([None, "MIIT", "Ottawa"]),
    subject=st.sampled_from([None, "SU7", "first car", "麒麟电池"]),
    headline=st.booleans(),
)


@given(st.lists(slots, min_size=1, max_size=7), st.sampled_from(["en", "zh"]))
def test_a_gist_is_one_to_three_sentences_without_a_slot_left_open(
    said: list[Milestone], language: str
) -> None:
    words = gist(said, catalogue(), language=language)

    ends = re.findall(r"。" if language == "zh" else r"\.(?= |$)", words)
    assert 1 <= len(ends) <= 3
    assert not re.search(r"[{}|]|  | ,", words)
    assert len(headline(said, catalogue(), language=language)) <= 140


@given(slots)
def test_what_is_not_official_is_told_with_a_hedge(said: Milestone) -> None:
    english = gist([said], catalogue())
    chinese = gist([said], catalogue(), language="zh")

    hedged = {"official": False, "reported": True, "rumoured": True}[said.certainty]
    assert hedged == bool(re.search(r"\b(?:reportedly|may)\b", english))
    assert hedged == bool(re.search("据报道|据传|可能", chinese))


@given(slots)
def test_every_number_comes_from_a_slot(said: Milestone) -> None:
    words = gist([said], catalogue())

    given_by = f"{said.when} 2 August 2023 1.5 159,800 77 7,024 100 SU7"
    assert all(number in given_by for number in re.findall(r"\d[\d,.]*\d|\d", words))


@pytest.mark.parametrize(
    ("one", "other", "partner"),
    [
        ("volkswagen", "mahindra", "Mahindra & Mahindra"),
        ("sk-on", "hyundai", "Hyundai Motor"),
        ("geely", "baidu-jidu", "Jiyue"),
    ],
)
def test_a_deal_of_two_does_not_name_one_of_them_twice(one: str, other: str, partner: str) -> None:
    said = "The two agreed on a partnership."
    steps = [
        milestone(one, "partnership", subject=partner, evidence=said, headline=True),
        milestone(other, "partnership", evidence=said, headline=True),
    ]

    assert partner not in headline(steps, load())
    assert headline(steps, load()).endswith("agreed on a partnership")


@pytest.mark.parametrize(
    "said",
    [
        "The foundation stone of the plant was laid on Monday.",
        "Construction has begun where the plant is to stand.",
        "Excavators moved in where the plant is to stand.",
        "工厂项目今天动土。",
    ],
)
def test_a_plant_that_was_begun_is_not_told_as_one_that_stands(said: str) -> None:
    begun = [milestone("vinfast", "factory", when="2024-06-03", evidence=said)]

    assert "broke ground" in headline(begun, catalogue())


def test_a_step_that_is_hardly_sure_to_be_so_far_is_only_named() -> None:
    plan = replace(
        milestone(kind="production", phase="planned", subject="SU7"), phase_chance=PLAIN - 0.01
    )

    assert headline([plan], catalogue()) == "Xiaomi: production of the SU7 (how far is unclear)"
    assert gist([plan], catalogue()) == "Xiaomi: production of the SU7 (how far is unclear)."
    assert headline([plan], catalogue(), language="zh") == "小米：SU7投产（进展待核实）"


def test_news_that_is_surely_so_far_leads_and_the_rest_is_not_told_in_words() -> None:
    doubted = replace(milestone(kind="production", subject="SU7"), phase_chance=PLAIN - 0.01)
    sure = milestone(kind="launch", subject="SU7")

    assert headline([doubted, sure], catalogue()) == "Xiaomi launched the SU7"
    assert gist([doubted, sure], catalogue()) == "Xiaomi has launched the SU7."
