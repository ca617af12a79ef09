"""Whose a number is, where one text counts for several companies, months or recalls."""

from datetime import date
from typing import Final

import pytest

from bot.catalogue import load
from bot.milestones.amounts import find_quantities
from bot.milestones.extract import extract

PUBLISHED: Final = date(2024, 9, 6)
AUGUST: Final = "2024-08-01/2024-08-31"

RECALLS: Final = (
    (
        "Hyundai and Kia recall 90,000 electric cars",
        (
            "Hyundai and Kia will recall a combined 90,412 electric cars in Canada, the transport "
            "ministry said on Thursday. Kia is calling back 31,200 EV6 cars."
        ),
        {"kia": (31200, "2024-09-05")},
    ),
    (
        "Hyundai and Kia recall electric cars over software",
        (
            "Hyundai and Kia will recall 90,412 electric cars, the regulator said on Thursday. "
            "Hyundai accounts for 59,212 of them; Kia calls in 31,200 EV9."
        ),
        {"hyundai": (59212, "2024-09-05"), "kia": (31200, "2024-09-05")},
    ),
    (
        "Recall: Hyundai, Kia",
        (
            "Hyundai recalls 41,018 vehicles (Ioniq 5, Ioniq 6), Kia 22,907 EV6. "
            "Dealers change the fuse."
        ),
        {"hyundai": (41018, None), "kia": (22907, None)},
    ),
    (
        "Ford and GM recall electric cars",
        "Ford and GM recall 12,400 electric cars in all, NHTSA said on Wednesday.",
        {"ford": (12400, "2024-09-04"), "gm": (12400, "2024-09-04")},
    ),
    (
        "Every Mega of 2024 goes back to Li Auto",
        "Li Auto is calling back all 11,411 cars of the 2024 model year, it said on Friday.",
        {"li-auto": (11411, "2024-09-06")},
    ),
    (
        "Kia recalls EV6",
        (
            "Kia is recalling 48,232 EV6 cars in the United States, NHTSA said on Tuesday. "
            "In Korea it had called back 56,016 of the same car on March 14."
        ),
        {"kia": (48232, "2024-09-03")},
    ),
)

DELIVERIES: Final = (
    (
        "Chinese carmakers report August deliveries",
        "Zeekr delivered 18,015 and Nio 20,176, while Xpeng came in at 14,036.",
        {"zeekr": (18015, AUGUST), "nio": (20176, AUGUST), "xpeng": (14036, AUGUST)},
    ),
    (
        "August deliveries of the young makers",
        (
            "Li Auto handed over 48,122 cars, up 37.8% from a year earlier but down from July. "
            "Leapmotor set a record of 30,305."
        ),
        {"li-auto": (48122, AUGUST), "leapmotor": (30305, AUGUST)},
    ),
    (
        "Nio deliveries in August",
        "Nio delivered 20,176 vehicles, 4.4 percent more than in July.",
        {"nio": (20176, AUGUST)},
    ),
    (
        "Deliveries",
        "Xpeng and Li Auto delivered 62,158 cars between them in August.",
        {"xpeng": (62158, AUGUST), "li-auto": (62158, AUGUST)},
    ),
)

WHOLES: Final = (
    (
        "长安汽车召回82315辆汽车",
        (
            "长安汽车9月3日备案了召回计划。一是召回2020年5月前生产的部分逸动EV汽车，共计30215辆；"
            "二是召回2021年生产的部分奔奔E-Star汽车，共计52100辆。"
        ),
        [82315],
    ),
    (
        "長安汽車召回8.2萬輛",
        (
            "長安汽車即日起召回逾8.2萬輛汽車。當中，重慶長安汽車股份有限公司召回逸動EV 30215輛，"
            "合肥長安汽車有限公司召回奔奔E-Star 52100輛。"
        ),
        [82000],
    ),
    (
        "长安汽车召回两款车",
        (
            "长安汽车9月3日起召回部分逸动EV汽车，共计30215辆；"
            "同日起召回2021年生产的部分奔奔E-Star汽车，共计52100辆。"
        ),
        [30215, 52100],
    ),
    (
        "Kia recalls 62,000 electric cars",
        (
            "Kia is recalling some 62,000 electric cars in Korea. It is recalling 40,150 EV6 cars "
            "built until 2023. Another 21,870 Niro EVs are being recalled for the same fault."
        ),
        [62000],
    ),
    (
        "Kia recalls 62,000 electric cars",
        (
            "Kia is recalling some 62,000 electric cars in Korea. In the United States it is recalling "
            "14,200 EV6 cars, it said on Thursday."
        ),
        [14200, 62000],
    ),
)


def counted(title: str, text: str, kind: str) -> dict[str, tuple[int, str | None]]:
    """Of each company the number and the days (a day alone for itself) of its first such step."""
    found: dict[str, tuple[int, str | None]] = {}
    read = extract(title, text, language="en", published=PUBLISHED, catalogue=load())
    for m in read.milestones:
        if m.kind.value == kind and m.quantity is not None and m.company not in found:
            days = None if m.when is None else f"{m.when.start}/{m.when.end}"
            single = m.when is not None and m.when.start == m.when.end
            found[m.company] = (
                int(m.quantity.value),
                str(m.when.start) if single and m.when else days,
            )
    return found


@pytest.mark.parametrize(("title", "text", "told"), RECALLS)
def test_a_recall_of_several_makers_is_counted_for_each(
    title: str, text: str, told: dict[str, tuple[int, str | None]]
) -> None:
    assert counted(title, text, "recall") == told


@pytest.mark.parametrize(("title", "text", "told"), DELIVERIES)
def test_each_company_has_its_own_figure_of_the_month(
    title: str, text: str, told: dict[str, tuple[int, str | None]]
) -> None:
    assert counted(title, text, "delivery") == told


@pytest.mark.parametrize(("title", "text", "counts"), WHOLES)
def test_a_recall_told_as_a_whole_is_one_step(title: str, text: str, counts: list[int]) -> None:
    read = extract(title, text, language="", published=PUBLISHED, catalogue=load())
    found = {int(m.quantity.value) for m in read.milestones if m.quantity}
    assert sorted(found) == counts


@pytest.mark.parametrize(
    "text",
    ["layoffs at the 3,000-worker site", "The price holds for the first 5,000 bookings."],
)
def test_how_large_a_site_or_an_offer_is_counts_nothing(text: str) -> None:
    assert find_quantities(text) == ()
