"""English sums and counts: one case a line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.amounts import find_money, find_quantities
from storage.records import Unit

NASTY = (
    "1 ", "$1 ", "¥1 ", "a ", "10-", "1 to ", "2 cars ", "5 vehicle ", "car ", "station ", "billion ", "(", "€", "% ", "GWh ", " and ",
    "between ", "1,000 a year ", "first one in ", "\n", "Model ",
)  # fmt: skip


def places(text: str) -> list[tuple[int, int]]:
    money, counts = find_money(text), find_quantities(text)
    return [(one.start, one.end) for one in money] + [(one.start, one.end) for one in counts]


@pytest.mark.parametrize(
    ("text", "words", "value", "currency"),
    [
        ("committed 10 billion dollars to", "10 billion dollars", 10**10, "USD"),
        ("ten billion US dollars over", "ten billion US dollars", 10**10, "USD"),
        ("10 billion US dollar (about", "10 billion US dollar", 10**10, "USD"),
        ("about $300 million will", "$300 million", 300_000_000, "USD"),
        ("a $1.4bn plan", "$1.4bn", 1_400_000_000, "USD"),
        ("its $15-billion project", "$15-billion", 15 * 10**9, "USD"),
        ("US$1.4bn", "US$1.4bn", 1_400_000_000, "USD"),
        ("US $5 billion", "US $5 billion", 5 * 10**9, "USD"),
        ("1.4 billion U.S. dollars", "1.4 billion U.S. dollars", 1_400_000_000, "USD"),
        ("two and a half billion dollars", "two and a half billion dollars", 2_500_000_000, "USD"),
        ("half a billion dollars", "half a billion dollars", 500_000_000, "USD"),
        ("about $37,500 before", "$37,500", 37_500, "USD"),
        ("USD 1.4bn", "USD 1.4bn", 1_400_000_000, "USD"),
        ("1.4bn USD", "1.4bn USD", 1_400_000_000, "USD"),
        ("CA$15 billion", "CA$15 billion", 15 * 10**9, "CAD"),
        ("C$500 million", "C$500 million", 500_000_000, "CAD"),
        ("CAD 500 million", "CAD 500 million", 500_000_000, "CAD"),
        ("500 million Canadian dollars", "500 million Canadian dollars", 500_000_000, "CAD"),
        ("A$1.2bn", "A$1.2bn", 1_200_000_000, "AUD"),
        ("a charge of $A1.1 billion", "$A1.1 billion", 1_100_000_000, "AUD"),
        ("$US30 million", "$US30 million", 30_000_000, "USD"),
        ("from $NZ59,990", "$NZ59,990", 59_990, "NZD"),
        ("CDN$5 million", "CDN$5 million", 5_000_000, "CAD"),
        ("HK$8.9 billion", "HK$8.9 billion", 8_900_000_000, "HKD"),
        ("S$10m", "S$10m", 10_000_000, "SGD"),
        ("NT$4.3 billion", "NT$4.3 billion", 4_300_000_000, "TWD"),
        ("13.6 billion Singapore dollar", "13.6 billion Singapore dollar", 13_600_000_000, "SGD"),
        ("RMB 10 billion", "RMB 10 billion", 10**10, "CNY"),
        ("RMB10bn", "RMB10bn", 10**10, "CNY"),
        ("CNY6 billion", "CNY6 billion", 6 * 10**9, "CNY"),
        ("1 billion yuan", "1 billion yuan", 10**9, "CNY"),
        ("6 billion RMB", "6 billion RMB", 6 * 10**9, "CNY"),
        ("300m yuan", "300m yuan", 300_000_000, "CNY"),
        ("around €1.5 billion in", "€1.5 billion", 1_500_000_000, "EUR"),
        ("2 bn €", "2 bn €", 2 * 10**9, "EUR"),
        ("EUR 2bn", "EUR 2bn", 2 * 10**9, "EUR"),
        ("a 2-billion-euro plant", "2-billion-euro", 2 * 10**9, "EUR"),
        ("€3,5 billion", "€3,5 billion", 3_500_000_000, "EUR"),
        ("5,000 million euros", "5,000 million euros", 5 * 10**9, "EUR"),
        ("up to 3 billion pounds of", "3 billion pounds", 3 * 10**9, "GBP"),
        ("£450m", "£450m", 450_000_000, "GBP"),
        ("Rs 8,472 crore", "Rs 8,472 crore", 84_720_000_000, "INR"),
        ("Rs. 18.90 lakh", "Rs. 18.90 lakh", 1_890_000, "INR"),
        ("₹2,763 crore", "₹2,763 crore", 27_630_000_000, "INR"),
        ("₹6,145.56 crore", "₹6,145.56 crore", 61_455_600_000, "INR"),
        ("500 crore rupees", "500 crore rupees", 5 * 10**9, "INR"),
        ("INR 18,90,000", "INR 18,90,000", 1_890_000, "INR"),
        ("401.6 billion won", "401.6 billion won", 401_600_000_000, "KRW"),
        ("₩1.2 trillion", "₩1.2 trillion", 1_200_000_000_000, "KRW"),
        ("100 billion yen", "100 billion yen", 10**11, "JPY"),
        ("1.5 million baht", "1.5 million baht", 1_500_000, "THB"),
        ("5.5 billion reais", "5.5 billion reais", 5_500_000_000, "BRL"),
        ("R$5.5 billion", "R$5.5 billion", 5_500_000_000, "BRL"),
        ("Rp 5 trillion", "Rp 5 trillion", 5 * 10**12, "IDR"),
        ("SEK 10 billion", "SEK 10 billion", 10**10, "SEK"),
        ("2 billion forints", "2 billion forints", 2 * 10**9, "HUF"),
        ("between 3 and 4 billion euros", "3 and 4 billion euros", 3 * 10**9, "EUR"),
        ("3-4 billion euros", "3-4 billion euros", 3 * 10**9, "EUR"),
        ("$3–4bn", "$3–4bn", 3 * 10**9, "USD"),
        ("€3bn to €4bn", "€3bn to €4bn", 3 * 10**9, "EUR"),
        ("between $1.2 billion and $1.5 billion", "$1.2 billion and $1.5 billion", 1_200_000_000, "USD"),
        ("40 to 60 crore rupees", "40 to 60 crore rupees", 400_000_000, "INR"),
        ("169,900 to 229,900 yuan", "169,900 to 229,900 yuan", 169_900, "CNY"),
        ("from $35,000 to $40,000", "$35,000 to $40,000", 35_000, "USD"),
        ("more than 1 billion yuan", "1 billion yuan", 10**9, "CNY"),
    ],
)  # fmt: skip
def test_a_sum_is_found_with_its_currency(text: str, words: str, value: int, currency: str) -> None:
    (found,) = find_money(text)

    assert (words, Decimal(value), currency, False) == (
        text[found.start : found.end],
        found.money.value,
        found.money.currency,
        found.converted,
    )


@pytest.mark.parametrize(
    "text",
    [
        "at $210 a share",
        "$22 per share",
        "$100/kWh",
        "$10 an hour",
        "it weighs 4,000 pounds",
        "a 960-pound battery",
        "Euro 7 rules",
        "won 3 awards",
        "2 real cars",
        "a multi-billion dollar plan",
        "hundreds of millions of dollars",
        "the dollar fell",
        "10 billion in 2023",
        "the 3 millionth dollar",
        "20 percent",
    ],
)
def test_these_are_no_sums(text: str) -> None:
    assert find_money(text) == ()


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("RMB 10 billion ($1.4bn)", [(10**10, "CNY", False), (1_400_000_000, "USD", True)]),
        ("229,900 yuan, or about $31,600", [(229_900, "CNY", False), (31_600, "USD", True)]),
        (
            "10 billion US dollar (about 13.6 billion Singapore dollar)",
            [(10**10, "USD", False), (13_600_000_000, "SGD", True)],
        ),
        (
            "CNY159,800 to CNY199,800 (USD22,600 to USD28,300)",
            [(159_800, "CNY", False), (22_600, "USD", True)],
        ),
        (
            "RMB 10 billion to begin with and an expected $10 billion",
            [(10**10, "CNY", False), (10**10, "USD", False)],
        ),
        (
            "costs $35,000 (before a credit of $7,500)",
            [(35_000, "USD", False), (7_500, "USD", False)],
        ),
        (
            "a capital of 1 billion yuan, a tenth of X, which was registered with 10 billion.",
            [(10**9, "CNY", False), (10**10, "CNY", False)],
        ),
        (
            "raised to 10 billion baht, from 8.86 billion",
            [(10**10, "THB", False), (8_860_000_000, "THB", False)],
        ),
        ("1 billion yuan. It sold 10 million", [(10**9, "CNY", False)]),
        (
            "prices of 169,900, 189,900 and 229,900 yuan",
            [(169_900, "CNY", False), (189_900, "CNY", False), (229_900, "CNY", False)],
        ),
        (
            "$2.5 billion in credits, and Ontario another $2.5 billion",
            [(2_500_000_000, "USD", False), (2_500_000_000, "USD", False)],
        ),
    ],
)
def test_sums_beside_each_other(text: str, sums: list[tuple[int, str, bool]]) -> None:
    assert sums == [
        (int(one.money.value), one.money.currency, one.converted) for one in find_money(text)
    ]


@pytest.mark.parametrize(
    ("text", "dollar", "currency"),
    [
        ("a $15-billion project", "CAD", "CAD"),
        ("US$15 billion", "CAD", "USD"),
        ("US $15 billion", "CAD", "USD"),
        ("15 billion dollars", "AUD", "AUD"),
        ("15 billion US dollars", "AUD", "USD"),
    ],
)
def test_a_bare_dollar_is_that_of_the_outlet(text: str, dollar: str, currency: str) -> None:
    (found,) = find_money(text, dollar=dollar)

    assert found.money.currency == currency


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("¥10 billion for a plant in Shanghai, China", "CNY"),
        ("Nissan puts ¥10 billion into Japan", "JPY"),
        ("¥10 billion", "CNY"),
        ("¥10bn (500 million yen) in Tokyo", "JPY"),
    ],
)
def test_the_yen_sign_is_settled_by_the_names_around(text: str, currency: str) -> None:
    assert find_money(text)[0].money.currency == currency


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("handed over 7,024 vehicles, 5% up", "7,024 vehicles", 7024, Unit.VEHICLES),
        ("delivered 6,155 electric cars worldwide", "6,155 electric cars", 6155, Unit.VEHICLES),
        ("recalls 30,931 SU7 Standard cars built", "30,931 SU7 Standard cars", 30931, Unit.VEHICLES),
        ("produce about 100,000 electric car in next year", "100,000 electric car", 100_000, Unit.VEHICLES),
        ("302,459 new energy vehicles", "302,459 new energy vehicles", 302_459, Unit.VEHICLES),
        ("400,000 Model 3 and Model Y vehicles", "400,000 Model 3 and Model Y vehicles", 400_000, Unit.VEHICLES),
        ("roughly one lakh electric cars", "one lakh electric cars", 100_000, Unit.VEHICLES),
        ("a dozen EVs", "a dozen EVs", 12, Unit.VEHICLES),
        ("Four camouflaged prototypes of", "Four camouflaged prototypes", 4, Unit.VEHICLES),
        ("to its first six buyers on", "six buyers", 6, Unit.VEHICLES),
        ("covers three 2015 Lexus RX 450h and", "three 2015", 3, Unit.VEHICLES),
        ("1.5m vehicles", "1.5m vehicles", 1_500_000, Unit.VEHICLES),
        ("2024 units", "2024 units", 2024, Unit.VEHICLES),
        ("deliver 50,000 to 55,000 cars of", "50,000 to 55,000 cars", 50_000, Unit.VEHICLES),
        ("between 10,000 and 20,000 cars", "10,000 and 20,000 cars", 10_000, Unit.VEHICLES),
        ("10 to 12 million vehicles", "10 to 12 million vehicles", 10_000_000, Unit.VEHICLES),
        ("Its 200,000th car left the line", "200,000th car", 200_000, Unit.VEHICLES),
        ("the 10 millionth NEV", "10 millionth NEV", 10_000_000, Unit.VEHICLES),
        ("its one-millionth EV", "one-millionth EV", 1_000_000, Unit.VEHICLES),
        ("200,000 cars a year", "200,000 cars a year", 200_000, Unit.VEHICLES_PER_YEAR),
        ("half a million cars a year", "half a million cars a year", 500_000, Unit.VEHICLES_PER_YEAR),
        ("150,000 cars can be made here in a year", "150,000 cars", 150_000, Unit.VEHICLES_PER_YEAR),
        ("Rivian lays off 120 people at", "120 people", 120, Unit.JOBS),
        ("about 500 people were shown the door", "500 people", 500, Unit.JOBS),
        ("400 people will lose their jobs", "400 people", 400, Unit.JOBS),
        ("150,000 vehicles annually", "150,000 vehicles annually", 150_000, Unit.VEHICLES_PER_YEAR),
        ("150,000 vehicles per annum", "150,000 vehicles per annum", 150_000, Unit.VEHICLES_PER_YEAR),
        ("150,000 cars/year", "150,000 cars/year", 150_000, Unit.VEHICLES_PER_YEAR),
        ("annual production capacity of 150,000 units", "150,000 units", 150_000, Unit.VEHICLES_PER_YEAR),
        ("a capacity of 240,000 vehicles", "240,000 vehicles", 240_000, Unit.VEHICLES_PER_YEAR),
        ("a 100,000-vehicle plant", "100,000-vehicle", 100_000, Unit.VEHICLES_PER_YEAR),
        ("a 300,000-car-a-year factory", "300,000-car-a-year", 300_000, Unit.VEHICLES_PER_YEAR),
        ("200,000 to 250,000 vehicles a year", "200,000 to 250,000 vehicles a year", 200_000, Unit.VEHICLES_PER_YEAR),
        ("they held 30,179 orders.", "30,179 orders", 30_179, Unit.ORDERS),
        ("30,179 bookings on", "30,179 bookings", 30_179, Unit.ORDERS),
        ("50,000 pre-orders", "50,000 pre-orders", 50_000, Unit.ORDERS),
        ("10,000 reservations", "10,000 reservations", 10_000, Unit.ORDERS),
        ("120,000 locked-in orders", "120,000 locked-in orders", 120_000, Unit.ORDERS),
        ("30,179 electric SUVs booked on first day", "30,179 electric SUVs", 30_179, Unit.ORDERS),
        ("5,000 vehicle orders", "5,000 vehicle orders", 5_000, Unit.ORDERS),
        ("20 GWh of cells", "20 GWh", 20, Unit.GWH),
        ("supply 500 MWh", None, None, None),
        ("supply 5,000 MWh", "5,000 MWh", 5, Unit.GWH),
        ("the 100 GWh plant at", "100 GWh", 100, Unit.GWH_PER_YEAR),
        ("a 15-GWh factory", "15-GWh", 15, Unit.GWH_PER_YEAR),
        ("40 GWh per year", "40 GWh per year", 40, Unit.GWH_PER_YEAR),
        ("80GWh of cells a year", "80GWh of cells a year", 80, Unit.GWH_PER_YEAR),
        ("wants 20 stations on", "20 stations", 20, Unit.STATIONS),
        ("2,300 charging stations", "2,300 charging stations", 2300, Unit.STATIONS),
        ("30,000 charge points in", "30,000 charge points", 30_000, Unit.STATIONS),
        ("100 battery swap stations", "100 battery swap stations", 100, Unit.STATIONS),
        ("10,000 charging piles", "10,000 charging piles", 10_000, Unit.STATIONS),
        ("500 Superchargers", "500 Superchargers", 500, Unit.STATIONS),
        ("its 1,000th swap station", "1,000th swap station", 1000, Unit.STATIONS),
        ("the first Power Swap Station in Sweden", "first Power Swap Station", 1, Unit.STATIONS),
        ("about 1,600 jobs in Sweden", "1,600 jobs", 1600, Unit.JOBS),
        ("3,000 workers", "3,000 workers", 3000, Unit.JOBS),
        ("About 2,000 staff were told", "2,000 staff", 2000, Unit.JOBS),
        ("employ more than 7,000 people", "7,000 people", 7000, Unit.JOBS),
    ],
)  # fmt: skip
def test_a_count_is_found_with_its_unit(
    text: str, words: str | None, value: int | None, unit: Unit | None
) -> None:
    found = [
        (text[one.start : one.end], int(one.quantity.value), one.quantity.unit)
        for one in find_quantities(text)
    ]

    assert ([] if words is None else [(words, value, unit)]) == found


@pytest.mark.parametrize(
    "text",
    [
        "20% of cars",
        "20 percent of vehicles",
        "Model 3 cars",
        "the Ioniq 5 cars",
        "in 2025 cars got dearer",
        "three car makers",
        "5 EV models",
        "12 models of cars",
        "seven carmakers",
        "20,000 cars a month",
        "1,000 cars a week",
        "the 20th car",
        "the first car",
        "100 petrol stations",
        "500 people came to the fair",
        "10 billion yuan in cars",
        "600 km of range",
        "SU7 cars",
        "1.5 m vehicles",
        "60 kWh",
        "two of the cars",
    ],
)
def test_these_count_nothing(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "words", "value", "unit"),
    [
        ("wants 20 stations in 2022 and 120 in 2023", "120", 120, Unit.STATIONS),
        (
            "20 stations here. By 2025, it says, 1,000 are to stand abroad",
            "1,000",
            1000,
            Unit.STATIONS,
        ),
        ("up to 150,000 a year; then", "150,000 a year", 150_000, Unit.VEHICLES_PER_YEAR),
        (
            "100,000 cars a year, and 200,000 in a second phase",
            "200,000",
            200_000,
            Unit.VEHICLES_PER_YEAR,
        ),
        (
            "300,000 cars a year. Some 50,000 are planned for this year",
            "50,000",
            50_000,
            Unit.VEHICLES,
        ),
        ("delivered 7,024 in May", "7,024", 7024, Unit.VEHICLES),
        ("NIO deliveries slip to 6,155 in May", "6,155", 6155, Unit.VEHICLES),
        ("Orders: 200,000? A guess", "200,000", 200_000, Unit.ORDERS),
        ("preorders hit 50,000 in 27 minutes", "50,000", 50_000, Unit.ORDERS),
        ("laid off 6,000 of its", "6,000", 6000, Unit.JOBS),
        ("Potential number of units affected: 48,924", "48,924", 48_924, Unit.VEHICLES),
        ("Affected vehicles: 1,063", "1,063", 1063, Unit.VEHICLES),
        ("an annual capacity of 300,000.", "300,000", 300_000, Unit.VEHICLES_PER_YEAR),
        (
            "Charging stations came. A second Swedish site is due",
            "second Swedish site",
            1,
            Unit.STATIONS,
        ),
    ],
)
def test_a_bare_number_is_counted_by_the_words_around(
    text: str, words: str, value: int, unit: Unit
) -> None:
    found = find_quantities(text)[-1]

    assert (words, value, unit, True) == (
        text[found.start : found.end],
        int(found.quantity.value),
        found.quantity.unit,
        found.inferred,
    )


def test_a_language_without_a_grammar_has_no_amounts() -> None:
    assert (find_money("$5", language="fr"), find_quantities("5 cars", language="fr")) == ((), ())


@given(
    st.integers(min_value=1, max_value=10**9),
    st.sampled_from(["USD", "EUR", "CNY", "JPY", "INR", "THB"]),
)
def test_a_written_sum_is_found_back(value: int, currency: str) -> None:
    (found,) = find_money(f"It costs {currency} {value:,} or so")

    assert (value, currency) == (int(found.money.value), found.money.currency)


@given(
    st.integers(min_value=2, max_value=10**8),
    st.sampled_from([("vehicles", Unit.VEHICLES), ("orders", Unit.ORDERS), ("jobs", Unit.JOBS)]),
)
def test_a_written_count_is_found_back(value: int, unit: tuple[str, Unit]) -> None:
    (found,) = find_quantities(f"There are {value:,} {unit[0]} now")

    assert (value, unit[1]) == (int(found.quantity.value), found.quantity.unit)


@given(st.text() | st.lists(st.sampled_from(NASTY)).map("".join))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    money = [(one.start, one.end) for one in find_money(text)]
    counted = [(one.start, one.end) for one in find_quantities(text)]

    for found in (money, counted):
        ends = [0, *(end for _, end in found)]
        assert all(
            last <= start < end <= len(text)
            for last, (start, end) in zip(ends, found, strict=False)
        )


@given(st.sampled_from(["Once upon a time. ", "Hello!\n", "  "]))
def test_words_before_only_shift_the_place(prefix: str) -> None:
    text = "RMB 10 billion for 200,000 cars a year"
    plain = places(text)

    shifted = places(prefix + text)

    assert shifted == [(start + len(prefix), end + len(prefix)) for start, end in plain]


def test_a_megabyte_is_read_to_its_end() -> None:
    page = "".join(NASTY) + "and so it went on for a while, as the report said. " * 20
    text = page * (1_000_000 // len(page)) + ". Then $77 and 88 cars"

    assert find_money(text)[-1].money.value == 77
    assert find_quantities(text)[-1].quantity.value == 88


@pytest.mark.parametrize("piece", NASTY)
def test_a_long_run_of_pieces_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + ". Then $77 and 88 cars"

    assert find_money(text)[-1].money.value == 77
    assert find_quantities(text)[-1].quantity.value == 88
