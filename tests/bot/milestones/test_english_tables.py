"""Tables and lists of deliveries, told by rows."""

from datetime import date

import pytest

from bot.catalogue import load
from bot.milestones.extract import Extraction, extract

PUBLISHED = date(2024, 6, 14)
HEADED = """The makers of electric cars have reported.

| Brand | May 2024 | yoy |
|---|---|---|
| Nio “3 brands” | 20,544 | +234% |
| Xpeng | 10,146 | 35% |
| All | 30,690 | |
"""
LISTED = """Deliveries of electric cars in April:
- Li Auto: 25,787
- Zeekr – 16,089
• Leapmotor: 15,005 (+72%)
"""
RANKED = "Electric cars registered in May 2024:\n\n1. Tesla 2,136\n2. Volkswagen 1,310\n3. BYD 366 (41)\n"
RUN = "BYD 262,161 (18,169 abroad). Li Auto 34,134. Nio 20,462. Figures by the makers."
PACKS = (
    "Installed in cars in May 2024, in GWh:\n\nCATL 17.70 (share 44.3)\nBYD 11.48 (share 28.7)\n"
)
BLANKS = """DELIVERIES, MAY 2024
Brand           May       YoY
Nio (group)     20,544    +234%
Xpeng          >10,146     35%
Deepal          14,371    n/a
"""
BARE = "Electric car sales\n\nMaker | Q1 2024\nTesla | 386,810\nFord | 20,223\n"


def read(text: str, title: str = "Electric cars in figures") -> Extraction:
    return extract(title, text, language="en", published=PUBLISHED, catalogue=load())


def figures(extraction: Extraction) -> dict[str, int]:
    return {
        m.company: int(m.quantity.value)
        for m in extraction.milestones
        if m.quantity and m.kind.value == "delivery"
    }


@pytest.mark.parametrize(
    ("text", "title", "expected", "when"),
    [
        (HEADED, "EV deliveries of May", {"nio": 20544, "xpeng": 10146}, "2024-05-01/2024-05-31"),
        (
            LISTED,
            "Electric cars",
            {"li-auto": 25787, "zeekr": 16089, "leapmotor": 15005},
            "2024-04-01/2024-04-30",
        ),
        (
            RANKED,
            "Electric cars",
            {"tesla": 2136, "volkswagen": 1310, "byd": 366},
            "2024-05-01/2024-05-31",
        ),
        (
            BLANKS,
            "Electric cars",
            {"nio": 20544, "xpeng": 10146, "changan": 14371},
            "2024-05-01/2024-05-31",
        ),
        (BARE, "Makers", {"tesla": 386810, "ford": 20223}, "2024-01-01/2024-03-31"),
    ],
)
def test_each_row_tells_the_figure_of_its_company(
    text: str, title: str, expected: dict[str, int], when: str
) -> None:
    found = read(text, title)

    assert figures(found) == expected
    assert {str(m.when) for m in found.milestones} == {when}
    assert all(m.evidence in text for m in found.milestones)


MODELS = "{told}\n\nES6 (five seats): 2,936 (minus 3%)\nEC6: 1,635\nET7: 1,707 (new)\n{sum}"


def test_models_of_one_maker_are_parts_of_its_figure() -> None:
    told = "Nio delivered 6,278 electric cars in May 2024, by model:"
    month = "Electric cars of Nio sold in May 2024:"
    title = "Nio sales in May 2024"

    assert figures(read(MODELS.format(told=told, sum=""), title)) == {"nio": 6278}
    assert figures(read(MODELS.format(told=month, sum="Sum: 6,278 (plus 5%)"), title)) == {
        "nio": 6278
    }


def test_a_line_of_makers_and_figures_is_a_table() -> None:
    assert figures(read(RUN, "May at a glance")) == {"byd": 262161, "li-auto": 34134, "nio": 20462}


def test_batteries_are_counted_by_what_they_hold() -> None:
    found = read(PACKS, "Batteries of electric cars").milestones

    assert [f"{m.company} {m.quantity.value} {m.quantity.unit}" for m in found if m.quantity] == [
        "catl 17.70 GWh",
        "byd 11.48 GWh",
    ]


@pytest.mark.parametrize(
    "text",
    [
        HEADED.replace("Brand", "Range in km of electric deliveries"),
        "Electric cars\n\nMaker | price in May 2024\nNio | 20,544\nXpeng | 10,146\n",
        "Electric cars, orders in May 2024:\n- Nio: 20,544\n- Xpeng: 10,146\n",
    ],
)
def test_other_figures_are_no_deliveries(text: str) -> None:
    assert figures(read(text, "Notes of May")) == {}


@pytest.mark.parametrize("piece", ["- a: 1,000\n", "| x | 1,000 ", "|", "Nio: ", "Nio | 1,000\n"])
def test_endless_tables_end_soon(piece: str) -> None:
    assert read(piece * 5000, "EV deliveries in May").language == "en"
