"""How English tells a step by what its evidence says: bounds, beginnings and ends, names, places."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.stories.english_slots import singular
from bot.stories.summary import gist, headline, in_short
from storage.records import Milestone
from tests.fakes_stories import catalogue, milestone

DAY = date(2023, 8, 24)

BOUNDED = [
    (milestone(kind="delivery", quantity="40000 vehicles", when="2023-05-01/2023-05-31", evidence="More than 40,000 cars were handed over in May."), "Xiaomi delivered more than 40,000 vehicles in May 2023."),
    (milestone(kind="delivery", quantity="812 vehicles", evidence="It handed over 812 cars."), "Xiaomi has delivered 812 vehicles."),
    (milestone(kind="recall", quantity="500 vehicles", subject="R1T", evidence="About 500 R1T are called back."), "Xiaomi has recalled about 500 R1T vehicles."),
    (milestone(kind="recall", quantity="500 vehicles", evidence="Fewer than 500 cars are called back."), "Xiaomi has recalled fewer than 500 vehicles."),
    (milestone(kind="factory", phase="planned", subject="Rayong", quantity="300000 vehicles/year", evidence="It can make up to 300,000 cars a year."), "Xiaomi plans to build a plant in Rayong, with a capacity of up to 300,000 vehicles a year."),
    (milestone(kind="funding", phase="planned", amount="1.5e9 USD", evidence="up to $1.5 billion"), "Xiaomi plans to raise up to $1.5 billion."),
    (milestone(kind="investment", phase="planned", amount="2e10 CNY", evidence="投资不超过200亿元"), "Xiaomi plans to invest up to 20 billion yuan."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="at around $30,000"), "Xiaomi has launched the SU7, priced at about $30,000."),
    (milestone(kind="investment", phase="planned", subject="Didi", evidence="It is to buy Didi's smart car unit."), "Xiaomi plans to buy a business of Didi."),
    (milestone(kind="investment", phase="planned", subject="Didi", evidence="It is to acquire the smart electric car business of Didi."), "Xiaomi plans to buy a business of Didi."),
    (milestone(kind="investment", phase="planned", subject="Didi", evidence="It is to buy Didi, a business."), "Xiaomi plans to buy Didi."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="for less than $30,000"), "Xiaomi has launched the SU7, priced at less than $30,000."),
    (milestone(kind="launch", subject="SU7", amount="30000 USD", evidence="from $30,000 to $40,000; at least $30,000"), "Xiaomi has launched the SU7, priced from $30,000."),
    (milestone(kind="infrastructure", quantity="400 stations", phase="planned", evidence="more than 400 swap stations"), "Xiaomi plans to open more than 400 swap stations."),
    (milestone(kind="production", quantity="5000 vehicles", when="2023-08-01/2023-08-31", evidence="It made 5,000 of them in one week for the first time."), "Xiaomi built 5,000 vehicles a week in August 2023."),
    (milestone(kind="restructuring", phase="planned", quantity="7500 jobs", when="2029-01-01/2029-12-31", evidence="About 7,500 jobs go by the end of 2029."), "Xiaomi plans to cut about 7,500 jobs by the end of 2029."),
    (milestone(kind="market_entry", phase="planned", subject="Japan", when="2025-01-01/2025-12-31", evidence="in Japan by 2025"), "Xiaomi plans to enter Japan by 2025."),
    (milestone(kind="market_entry", phase="planned", subject="Japan", when="2025-01-01/2025-12-31", evidence="2025年前后进入日本"), "Xiaomi plans to enter Japan around 2025."),
    (milestone(kind="market_entry", phase="planned", subject="Japan", when="2025-01-01/2025-12-31", evidence="no earlier than 2025"), "Xiaomi plans to enter Japan no earlier than 2025."),
    (milestone(kind="launch", phase="planned", subject="SU7", when="2024-01-01/2024-03-31", evidence="early next year"), "Xiaomi plans to launch the SU7 in early 2024."),
    (milestone(kind="launch", phase="planned", subject="SU7", when="2024-10-01/2024-12-31", evidence="明年年底"), "Xiaomi plans to launch the SU7 at the end of 2024."),
    (milestone(kind="launch", phase="planned", subject="SU7", when="2024-09-01/2024-09-30", evidence="in late September"), "Xiaomi plans to launch the SU7 in late September 2024."),
    (milestone(kind="launch", phase="delayed", subject="SU7", when="2024-10-01/2024-12-31", evidence="pushed to the end of 2024"), "Xiaomi has put off the launch of the SU7 to the end of 2024."),
    (milestone(kind="investment", phase="planned", amount="1e9 USD", when="2023-08-24/2025-02-28", evidence="$1bn within 18 months"), "Xiaomi plans to commit $1 billion within 18 months."),
    (milestone(kind="investment", phase="planned", amount="1e9 USD", when="2023-01-01/2026-12-31", evidence="$1bn within three years"), "Xiaomi plans to commit $1 billion within three years."),
    (milestone(kind="production", phase="planned", quantity="100000 vehicles", when="2020-01-01/2020-12-31", evidence="100,000 cars by 2020"), "Xiaomi said that it would build 100,000 vehicles by 2020."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), BOUNDED, ids=[words for _, words in BOUNDED])
def test_a_figure_or_a_date_is_told_with_its_bound(said: Milestone, words: str) -> None:
    assert gist([said], catalogue(), day=DAY) == words


RUNNING = [
    (milestone(kind="factory", subject="Brussels", quantity="3000 jobs", evidence="It closed the Brussels plant, and about 3,000 jobs went."), "Xiaomi has closed its plant in Brussels, affecting about 3,000 jobs."),
    (milestone(kind="production", subject="SU7", evidence="It has restarted production of the SU7."), "Xiaomi has resumed production of the SU7."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="Work on the line will resume after a halt of production."), "Xiaomi plans to resume production of the SU7."),
    (milestone(kind="production", subject="SU7", evidence="Output of the SU7 has been halted."), "Xiaomi has paused production of the SU7."),
    (milestone(kind="production", phase="cancelled", subject="SU7", evidence="It will stop making the SU7."), "Xiaomi has decided to stop production of the SU7."),
    (milestone(kind="production", phase="cancelled", subject="SU7", evidence="Production of the SU7 ends in May."), "Xiaomi has decided to end production of the SU7."),
    (milestone(kind="production", phase="cancelled", subject="SU7", evidence="It ended production of the SU7."), "Xiaomi has ended production of the SU7."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="The start of production slips to end of May."), "Xiaomi plans to begin production of the SU7."),
    (milestone(kind="production", phase="delayed", when="2023-12-02/2024-01-05", evidence="The factory suspends production from 2 December to 5 January."), "Xiaomi plans to pause production between 2 December 2023 and 5 January 2024."),
    (milestone(kind="production", phase="delayed", evidence="Production stands still: it was suspended."), "Xiaomi has paused production."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="Production of the SU7 starts by the end of the year."), "Xiaomi plans to begin production of the SU7."),
    (milestone(kind="production", evidence="工厂已恢复生产。"), "Xiaomi has resumed production."),
    (milestone(kind="production", subject="SU7", evidence="The SU7 is made in Beijing."), "Xiaomi has produced the SU7."),
    (milestone(kind="production", subject="SU7", evidence="Production of the SU7 has begun."), "Xiaomi has begun production of the SU7."),
    (milestone(kind="delivery", subject="SU7", evidence="It paused deliveries of the SU7."), "Xiaomi has paused deliveries of the SU7."),
    (milestone(kind="production", subject="SU7", quantity="500000 vehicles", evidence="The 500,000th SU7 was made."), "Xiaomi has built its 500,000th SU7."),
    (milestone(kind="production", subject="SU7", quantity="50000 vehicles", evidence="The 50,000th electric car, an SU7, was made."), "Xiaomi has built its 50,000th electric vehicle."),
    (milestone(kind="production", subject="SU7", quantity="50000 vehicles", evidence="The 50,000th car was made. The SU7 sells well."), "Xiaomi has built its 50,000th vehicle."),
    (milestone(kind="production", subject="Shanghai", quantity="1e6 vehicles", evidence="第100万辆电动汽车在上海下线"), "Xiaomi has built its 1 millionth electric vehicle in Shanghai."),
    (milestone(kind="delivery", quantity="1500000 vehicles", evidence="The 1.5-millionth car was handed over."), "Xiaomi has delivered its 1.5 millionth vehicle."),
    (milestone(kind="production", evidence="Its 100 millionth cell was made."), "Xiaomi has built its 100 millionth cell."),
    (milestone(kind="delivery", subject="SU7", evidence="It handed over its 1.5 millionth electric car, an SU7."), "Xiaomi has delivered its 1.5 millionth electric vehicle."),
    (milestone(kind="delivery", subject="SU7", evidence="第10000辆SU7下线，已开始交付"), "Xiaomi has begun deliveries of the SU7."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="Production of the SU7 will end in May.", when="2024-05-01/2024-05-31"), "Xiaomi plans to end production of the SU7 in May 2024."),
    (milestone(kind="production", phase="planned", subject="SU7", evidence="The SU7 line will rest until May.", when="2024-05-01/2024-05-31"), "Xiaomi plans to pause production of the SU7 until May 2024."),
    (milestone(kind="testing", evidence="首台试生产车辆下线"), "Xiaomi has begun trial production."),
    (milestone(kind="testing", subject="SU7", evidence="The SU7 was seen in camouflage."), "Xiaomi has tested the SU7."),
    (milestone(kind="testing", phase="planned", evidence="It will try out its cells."), "Xiaomi plans to test batteries."),
    (milestone(kind="testing", evidence="A prototype was spotted."), "Xiaomi has tested a prototype."),
    (milestone(kind="testing", evidence="Something was tried."), "Xiaomi has run tests."),
    (milestone(kind="unveil", subject="MX", evidence="The MX concept was shown."), "Xiaomi has unveiled the MX as a concept."),
    (milestone(kind="unveil", evidence="A concept was shown."), "Xiaomi has unveiled a concept car."),
    (milestone(kind="unveil", subject="MX Concept", evidence="The MX Concept was shown."), "Xiaomi has unveiled the MX Concept."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), RUNNING, ids=[words for _, words in RUNNING])
def test_what_begins_runs_or_ends_is_told_so(said: Milestone, words: str) -> None:
    assert gist([said], catalogue(), day=DAY) == words


NAMED = [
    (milestone(kind="launch", subject="Leaf"), "Xiaomi has launched the Leaf."),
    (milestone(kind="testing", subject="GLC"), "Xiaomi has tested the GLC."),
    (milestone(kind="production", phase="planned", subject="i3"), "Xiaomi plans to begin production of the i3."),
    (milestone(kind="launch", subject="Firefly", evidence="It launched the brand Firefly."), "Xiaomi has launched Firefly."),
    (milestone(kind="unveil", subject="Firefly", evidence="It showed a brand called Firefly."), "Xiaomi has unveiled Firefly."),
    (milestone(agency="EPA", subject="Semi", evidence="The EPA cleared the Semi."), "Xiaomi has been cleared by the EPA for the Semi."),
    (milestone(agency="NDRC", subject="EV production"), "Xiaomi has been cleared by the NDRC for EV production."),
    (milestone(evidence="聆讯已通过，将赴港上市"), "Xiaomi has been cleared to go public."),
    (milestone(subject="Beijing", evidence="It may road test its cars."), "Xiaomi has been cleared for road tests in Beijing."),
    (milestone(evidence="The judge signed off on its bankruptcy plan."), "Xiaomi has got approval of its insolvency plan."),
    (milestone(kind="registration", subject="Model E", phase="pending", when="2023-08-05", agency="USPTO", evidence="It filed an application with the Patent and Trademark Office."), "Xiaomi applied to register Model E with the USPTO on 5 August 2023."),
    (milestone(kind="delivery", subject="pickup", quantity="900 vehicles"), "Xiaomi has delivered 900 pickups."),
    (milestone(kind="delivery", subject="first car", quantity="900 vehicles"), "Xiaomi has delivered 900 vehicles."),
    (milestone(kind="company_setup", subject="first car", evidence="成立汽车公司"), "Xiaomi has set up a new company."),
    (milestone(kind="recall", subject="EV6s", quantity="900 vehicles"), "Xiaomi has recalled 900 EV6 vehicles."),
    (milestone(kind="production", subject="Oceans", quantity="1022 vehicles", evidence="1,022 Oceans were built."), "Xiaomi has built 1,022 Ocean vehicles."),
    (milestone(kind="factory", phase="planned", subject="Korean", evidence="its Korean plant"), "Xiaomi plans to build a plant in South Korea."),
    (milestone(kind="factory", phase="planned", subject="South Korean", quantity="100 vehicles/year", evidence="The South Korean carmaker will build a plant."), "Xiaomi plans to build a plant, with a capacity of 100 vehicles a year."),
    (milestone(kind="market_entry", phase="planned", subject="American", evidence="on the American market"), "Xiaomi plans to enter the United States."),
    (milestone(kind="production", subject="Warren", evidence="It began making cells in Warren."), "Xiaomi has begun production in Warren."),
    (milestone(kind="testing", phase="planned", subject="Yokohama", evidence="A pilot line at its Yokohama plant is to run."), "Xiaomi plans to begin trial production in Yokohama."),
    (milestone(agency="California DMV", subject="California"), "Xiaomi has been cleared by the California DMV."),
    (milestone(kind="funding", amount="140e6 USD", subject="Temasek", evidence="Temasek led a round of $140 million."), "Xiaomi has raised $140 million in a round led by Temasek."),
    (milestone(kind="funding", amount="105e6 USD", subject="Series B", evidence="It raised $105 million in a Series B."), "Xiaomi has raised $105 million in its Series B."),
    (milestone(kind="funding", amount="105e6 USD", subject="convertible notes", evidence="It raised $105 million in convertible notes."), "Xiaomi has raised $105 million in convertible notes."),
    (milestone(kind="funding", amount="105e6 USD", subject="D", evidence="It raised $105 million in its D round."), "Xiaomi has raised $105 million."),
    (milestone(kind="funding", amount="140e6 USD", subject="Temasek", evidence="It got $140 million from Temasek."), "Xiaomi has raised $140 million from Temasek."),
    (milestone(kind="funding", amount="140e6 USD", subject="Temasek", evidence="$140 million, Temasek, round B"), "Xiaomi has raised $140 million with Temasek."),
    (milestone(kind="factory", subject="Rayong", amount="1.2e9 USD", evidence="It opened its plant."), "Xiaomi has opened a plant in Rayong."),
    (milestone(kind="factory", subject="Rayong", amount="1.2e9 USD", evidence="It opened its plant for $1.2bn."), "Xiaomi has opened a plant in Rayong, a project worth $1.2 billion."),
    (milestone(kind="registration", subject="Model E", phase="pending", when="2023-08-05", agency="USPTO", evidence="It applied for the trademark."), "Xiaomi applied for the trademark Model E with the USPTO on 5 August 2023."),
    (milestone(kind="registration", subject="SU7", evidence="注册了商标"), "Xiaomi has registered the trademark SU7."),
    (milestone(phase="pending", agency="MIIT", subject="SU7", when="2023-08-05", evidence="It filed for approval."), "Xiaomi applied for approval from the MIIT for the SU7 on 5 August 2023."),
    (milestone(phase="pending", agency="MIIT", when="2023-12-09"), "Xiaomi still needs approval from the MIIT."),
    (milestone(kind="recall", phase="pending", agency="NHTSA", when="2023-08-05", evidence="The NHTSA opened an investigation."), "Xiaomi is under a safety investigation by the NHTSA, opened on 5 August 2023."),
    (milestone(kind="company_setup", when="2021-01-01/2021-12-31", evidence="It was founded in 2021."), "Xiaomi was founded in 2021."),
    (milestone(kind="company_setup", evidence="It will enter the electric-car market."), "Xiaomi has decided to enter the electric-car business."),
    (milestone(kind="company_setup", evidence="董事会批准智能电动汽车业务立项，将设立公司"), "Xiaomi has decided to enter the electric-car business."),
    (milestone(kind="company_setup", phase="planned", evidence="It was founded only last year."), "Xiaomi plans to found a new unit."),
    (milestone(kind="funding", amount="1e8 USD", subject="ADB", agency="ADB", evidence="a package led by the ADB"), "Xiaomi has got 100 million US dollars from the ADB."),
    (milestone(kind="company_setup", phase="planned", evidence="It prepares a new brand."), "Xiaomi plans to found a new brand."),
    (milestone(kind="investment", subject="Volvo", when="2010-01-01/2010-12-31", evidence="It bought Volvo in 2010."), "Xiaomi bought Volvo in 2010."),
    (milestone(kind="launch", quantity="900 orders", amount="159800 CNY"), "Xiaomi has taken 900 orders."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "words"), NAMED, ids=[words for _, words in NAMED])
def test_things_places_and_givers_are_named_as_the_evidence_has_them(
    said: Milestone, words: str
) -> None:
    assert gist([said], catalogue(), day=DAY) == words


def test_what_was_done_on_a_day_that_was_just_told_is_done_on_the_same_day() -> None:
    when = "2023-08-15/2023-08-15"
    listed = milestone(
        kind="approval",
        phase="pending",
        agency="MIIT",
        subject="SU7",
        when=when,
        evidence="It was listed for public comment by the MIIT on August 15.",
    )
    shown = milestone(kind="unveil", subject="SU7", when=when, evidence="It was shown that day.")

    told = gist([listed, shown], catalogue(), day=DAY)

    assert told.count("15 August 2023") == 1
    assert told.endswith(" and unveiled the SU7 the same day.")


def test_a_brand_keeps_its_name() -> None:
    said = milestone("zeekr", "investment", "planned", subject="Lynk & Co", evidence="of Lynk & Co")

    assert gist([said], load()) == "Zeekr plans to invest in Lynk & Co."


@pytest.mark.parametrize("name", ["Yaris", "Model S", "Prius", "Cross", "Series", "Atlas"])
def test_a_name_that_ends_in_s_keeps_it(name: str) -> None:
    assert singular(name, milestone(kind="recall", evidence="The car is called back.")) == name


# What is told beside something better: steps, headline, the sentences behind it.
BESIDE = [
    (
        [milestone(kind="launch", subject="SU7", amount="159800 CNY"), milestone(kind="delivery", phase="planned", when="2024-05-01/2024-05-31", headline=False)],
        "Xiaomi launched the SU7, priced at 159,800 yuan",
        "It plans to begin deliveries in May 2024.",
    ),
    (
        [milestone(kind="launch"), milestone(kind="production", subject="SU7")],
        "Xiaomi produced the SU7",
        "",
    ),
    (
        [milestone(kind="launch")],
        "Xiaomi launched a model",
        "",
    ),
    (
        [milestone(kind="production", subject="SU7", evidence="It began production.", when="2023-08-20"), milestone(kind="production", phase="planned", when="2024-01-01/2024-12-31", headline=False)],
        "Xiaomi began production of the SU7 on 20 August 2023",
        "",
    ),
    (
        [milestone(kind="factory", phase="planned", subject="Rayong", when="2024-05-01/2024-05-31"), milestone(kind="testing", phase="planned", subject="Rayong", when="2024-05-01/2024-05-31", evidence="A prototype is tested in Rayong.")],
        "Xiaomi plans to build a plant in Rayong in May 2024 and test a prototype",
        "",
    ),
    (
        [milestone(kind="market_entry", phase="planned", subject="Japan"), milestone(kind="restructuring", quantity="150 jobs")],
        "Xiaomi plans to enter Japan and has cut 150 jobs",  # the cuts are no plan
        "",
    ),
    (
        [milestone(kind="recall", quantity="900 vehicles", agency="SAMR", subject="SU7"), milestone(kind="recall", quantity="150 vehicles", agency="SAMR", subject="YU7")],
        "Xiaomi recalled 900 SU7 vehicles (SAMR) and 150 YU7 vehicles",
        "",
    ),
    (
        [milestone("xiaomi", "delivery", quantity="900 vehicles"), milestone("nio", "delivery", quantity="800 vehicles")],
        "Xiaomi delivered 900 vehicles",
        "NIO has delivered 800 vehicles.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("said", "line", "rest"), BESIDE, ids=[line for _, line, _ in BESIDE])
def test_the_sentences_tell_what_the_line_does_not(
    said: list[Milestone], line: str, rest: str
) -> None:
    assert in_short(said, catalogue(), day=DAY)[:2] == (line, rest)
    assert headline(said, catalogue(), day=DAY) == line


def test_nothing_is_told_of_nothing() -> None:
    assert in_short([], catalogue()) == ("", "", False)
