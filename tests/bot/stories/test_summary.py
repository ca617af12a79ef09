import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.stories.summary import gist, headline
from storage.records import Kind, Milestone
from tests.fakes_stories import catalogue, milestone, seed

CLAUSES = [
    (milestone(kind="company_setup", when="2021-03-30", subject="smart EV subsidiary"), "Xiaomi set up its smart EV subsidiary on 30 March 2021."),
    (milestone(kind="investment", phase="planned", amount="1.5e9 EUR", subject="20% of Leapmotor"), "Xiaomi plans to invest 1.5 billion euros in 20% of Leapmotor."),
    (milestone(kind="investment", phase="planned", when="2021-08-25", amount="77.4e6 USD", subject="Deepmotion"), "Xiaomi plans to invest 77.4 million US dollars in Deepmotion, as announced on 25 August 2021."),
    (milestone(kind="funding", phase="pending", when="2024-08-02/2024-08-06", amount="61455600000 INR", subject="IPO"), "Xiaomi is raising 61.4556 billion rupees (IPO) between 2 and 6 August 2024."),
    (milestone(kind="partnership", subject="Mitsubishi Motors"), "Xiaomi has agreed on a partnership with Mitsubishi Motors."),
    (milestone(kind="partnership", phase="cancelled", certainty="reported", when="2021-11-19", subject="Rivian"), "Xiaomi reportedly dropped the partnership with Rivian on 19 November 2021."),
    (milestone(certainty="reported", agency="NDRC", when="2023-08-01/2023-08-31"), "Xiaomi was reportedly cleared by the NDRC in August 2023."),
    (milestone(phase="planned", agency="California DMV"), "Xiaomi plans to seek approval from the California DMV."),
    (milestone(phase="pending", certainty="reported", agency="MIIT", subject="SU7"), "Xiaomi is reportedly still waiting for approval by the MIIT (SU7)."),
    (milestone(phase="pending", agency="Ottawa", when="2024-07-12"), "Xiaomi is still waiting for approval by Ottawa, as of 12 July 2024."),
    (milestone(kind="registration", when="2023-08-02", subject="xiaomiev.com", evidence="perhaps a protective registration"), "Xiaomi registered xiaomiev.com on 2 August 2023 (perhaps only to protect the name)."),
    (milestone(kind="factory", subject="Rayong", quantity="150000 vehicles/year", when="2024-07-04", evidence="BYD opened its plant"), "Xiaomi opened a plant (Rayong) for 150,000 vehicles a year on 4 July 2024."),
    (milestone(kind="factory", subject="Zhaoqing", evidence="It broke ground"), "Xiaomi has broken ground for a plant (Zhaoqing)."),
    (milestone(kind="factory", phase="planned", certainty="rumoured", subject="Lingang", quantity="2e6 vehicles/year"), "Xiaomi may build a plant (Lingang) for 2,000,000 vehicles a year."),
    (milestone(kind="factory", phase="delayed", when="2028-01-01/2028-12-31", subject="North Carolina"), "Xiaomi put off its plant (North Carolina) to 2028."),
    (milestone(kind="testing", certainty="reported", when="2023-08-19", subject="MS11", quantity="4 vehicles"), "Xiaomi reportedly tested MS11 (4 vehicles) on 19 August 2023."),
    (milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="first electric model"), "Xiaomi plans to begin production of its first electric model in the first half of 2024."),
    (milestone(kind="production", phase="planned", certainty="reported", when="2024-01-01/2024-12-31", quantity="100000 vehicles"), "Xiaomi reportedly plans to build 100,000 vehicles in 2024."),
    (milestone(kind="unveil", certainty="rumoured", when="2024-10-01/2024-12-31"), "Xiaomi may have unveiled a new model in the fourth quarter of 2024."),
    (milestone(kind="launch", amount="159800 CNY", quantity="160000 orders", subject="SU7"), "Xiaomi has launched SU7 at 159,800 yuan, with 160,000 orders."),
    (milestone(kind="delivery", when="2022-05-01/2022-05-31", quantity="7024 vehicles"), "Xiaomi delivered 7,024 vehicles in May 2022."),
    (milestone(kind="market_entry", phase="planned", when="2023-07-01/2023-12-31", subject="Japan"), "Xiaomi plans to enter Japan in the second half of 2023."),
    (milestone(kind="technology", phase="pending", subject="blade battery"), "Xiaomi is preparing to introduce its blade battery."),
    (milestone(kind="infrastructure", quantity="1 stations", subject="Varberg"), "Xiaomi has opened 1 station (Varberg)."),
    (milestone(kind="recall", when="2025-01-24", quantity="30931 vehicles", agency="SAMR"), "Xiaomi recalled 30,931 vehicles, told by the SAMR on 24 January 2025."),
    (milestone(kind="recall", phase="pending", agency="NHTSA", subject="parking assistant"), "Xiaomi is under a safety investigation by the NHTSA (parking assistant)."),
    (milestone(kind="restructuring", subject="Project Titan", evidence="Apple is winding down the car."), "Xiaomi has closed a programme (Project Titan)."),
    (milestone(kind="restructuring", certainty="reported", quantity="1600 jobs", evidence="layoffs in Sweden"), "Xiaomi has reportedly cut jobs, 1,600 jobs."),
    (milestone(kind="investment", phase="planned", amount="10e9 USD", when="2021-01-01/2031-12-31"), "Xiaomi plans to invest 10 billion US dollars over the years 2021 to 2031."),
    (milestone(kind="unveil", when="2023-12-28/2024-01-05"), "Xiaomi unveiled a new model between 28 December 2023 and 5 January 2024."),
    (milestone(kind="unveil", when="2024-05-01/2024-08-31"), "Xiaomi unveiled a new model in May to August 2024."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), CLAUSES, ids=[words for _, words in CLAUSES])
def test_a_step_reads_as_a_sentence_with_its_hedge(said: Milestone, words: str) -> None:
    assert gist([said], catalogue()) == words


CHINESE = [
    (seed()[0], "小米据报道已于2023年8月2日注册xiaomiev.com（工信部）。"),
    (milestone(agency="NDRC", certainty="rumoured"), "小米传闻已获得国家发改委批准。"),
    (milestone(phase="pending", agency="MIIT", certainty="reported"), "小米据报道仍需获得工信部批准。"),
    (seed()[3], "小米计划在2023年至2033年投资100亿美元（car business）。"),
    (milestone(kind="production", phase="planned", when="2024-01-01/2024-06-30", subject="首款车"), "小米计划在2024年上半年量产首款车。"),
    (milestone(kind="production", phase="planned", when="2024-01-01/2024-12-31", quantity="100000 vehicles"), "小米计划在2024年生产10万辆。"),
    (milestone("vinfast", "factory", "delayed", when="2025-04-01/2025-06-30", quantity="150000 vehicles/year"), "VinFast将建设工厂，产能15万辆/年推迟至2025年第二季度。"),
    (milestone(kind="delivery", when="2022-05-01/2022-05-31", quantity="7024 vehicles"), "小米已于2022年5月交付7024辆。"),
    (milestone(kind="partnership", phase="cancelled", subject="Rivian"), "小米取消与Rivian达成合作。"),
    (milestone(kind="unveil", when="2024-05-01/2024-08-31"), "小米已于2024年5月至8月发布新车型。"),
    (milestone(kind="unveil", when="2023-12-28/2024-01-05"), "小米已于2023年12月28日至2024年1月5日发布新车型。"),
    (milestone(kind="infrastructure", quantity="1000 stations", subject="拉萨"), "小米已建成1000座（拉萨）。"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), CHINESE, ids=[words for _, words in CHINESE])
def test_a_step_reads_in_chinese(said: Milestone, words: str) -> None:
    assert gist([said], catalogue(), language="zh") == words


def test_the_seed_case_in_three_sentences() -> None:
    assert gist(seed(), catalogue()) == (
        "Xiaomi reportedly registered xiaomiev.com with the MIIT on 2 August 2023 and has "
        "reportedly been cleared by the NDRC for EV production. "
        "It is reportedly still waiting for approval by the MIIT. "
        "It plans to invest 10 billion US dollars in its car business over the years 2023 to 2033 "
        "and plans to begin production of its first electric model in the first half of 2024."
    )


def test_a_headline_is_one_line_of_the_news() -> None:
    line = headline(seed(), catalogue())

    assert line == (
        "Xiaomi reportedly registered xiaomiev.com with the MIIT on 2 August 2023 and has "
        "reportedly been cleared by the NDRC for EV production"
    )


def test_both_sides_of_a_deal_are_told_together() -> None:
    deal = [
        milestone("stellantis", "partnership", when="2023-10-26", subject="Leapmotor"),
        milestone("leapmotor", "partnership", when="2023-10-26", subject="Stellantis"),
    ]

    assert gist(deal, catalogue()) == (
        "Stellantis and Leapmotor agreed on a partnership on 26 October 2023."
    )


def test_a_company_unknown_to_the_catalogue_goes_by_its_id() -> None:
    assert headline([milestone("acme", "unveil")], catalogue()) == "acme has unveiled a new model"


def test_without_milestones_there_is_nothing_to_say() -> None:
    assert headline((), catalogue()) == ""
    assert gist((), catalogue()) == ""


def test_a_recap_only_item_still_has_a_headline() -> None:
    told = [milestone(kind="launch", subject="SU7", headline=False)]

    assert headline(told, catalogue()) == "Xiaomi has launched SU7"


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
    assert len(headline(said, catalogue(), language=language)) <= 320


@given(slots)
def test_what_is_not_official_is_told_with_a_hedge(said: Milestone) -> None:
    english = gist([said], catalogue())
    chinese = gist([said], catalogue(), language="zh")

    hedged = {"official": False, "reported": True, "rumoured": True}[said.certainty]
    assert hedged == bool(re.search(r"\b(?:reportedly|may(?: be| have)?)\b", english))
    assert hedged == ("据报道" in chinese or "传闻" in chinese)


@given(slots)
def test_every_number_comes_from_a_slot(said: Milestone) -> None:
    words = gist([said], catalogue())

    given_by = f"{said.when} 2 August 2023 1.5 159,800 77 7,024 100 SU7"
    assert all(number in given_by for number in re.findall(r"\d[\d,.]*\d|\d", words))
