"""English numerals: one case a line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.numbers import find_numbers

NASTY = (
    "1",
    "1 ",
    "1,",
    "1,000,",
    "one hundred and ",
    "half a ",
    "million ",
    "hundred ",
    "a ",
    "1.",
    "10-",
    "2024 ",
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7,024", "7024"),
        ("200 000", "200000"),
        ("200\u202f000", "200000"),
        ("200\u00a0000", "200000"),
        ("1\u2019200\u2019000", "1200000"),
        ("18,90,000", "1890000"),
        ("3.000.000", "3000000"),
        ("7.34 billion", "7340000000"),
        ("1.4bn", "1400000000"),
        ("1,5 million", "1500000"),
        ("10m", "10000000"),
        ("10mn", "10000000"),
        ("5k", "5000"),
        ("1.2B", "1200000000"),
        ("2 trillion", "2000000000000"),
        ("15-billion", "15000000000"),
        ("8,472 crore", "84720000000"),
        ("18.9 lakh", "1890000"),
        ("1 lakh crore", "1000000000000"),
        ("ten", "10"),
        ("twenty-five", "25"),
        ("two hundred thousand", "200000"),
        ("one hundred and twenty thousand", "120000"),
        ("five million two hundred thousand", "5200000"),
        ("half a million", "500000"),
        ("a quarter of a million", "250000"),
        ("one and a half million", "1500000"),
        ("two and a half billion", "2500000000"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("a hundred", "100"),
        ("Nineteen", "19"),
        ("ten billion", "10000000000"),
    ],
)
def test_a_numeral_is_read_whole(text: str, value: str) -> None:
    (number,) = find_numbers(f"about {text}.")

    assert (Decimal(value), 6, 6 + len(text)) == (number.value, number.start, number.end)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("200,000th", 200000),
        ("1,000,000th", 1000000),
        ("10 millionth", 10000000),
        ("one-millionth", 1000000),
        ("millionth", 1000000),
        ("ten thousandth", 10000),
        ("1st", 1),
        ("22nd", 22),
    ],
)
def test_an_ordinal_says_so(text: str, value: int) -> None:
    (number,) = find_numbers(f"the {text} car")

    assert (value, True, text) == (
        int(number.value),
        number.ordinal,
        f"the {text} car"[number.start : number.end],
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SU7 and ES8 and e-208", []),
        ("Changan [SHE: 000625], telephone 0800 1234567", [1234567]),
        ("on 05 June", [5]),
        ("v1.2.3", []),
        ("a car, hundreds of cars, millions", []),
        ("someone often tens", []),
        ("CNY159,800 to CNY199,800", [159800, 199800]),
        ("Rs8,472", [8472]),
        ("three, four or five hundred and six", [3, 4, 506]),
        ("one two three", [1, 2, 3]),
        ("on May 24 200 cars", [24, 200]),
        ("in 2024 300 cars", [2024, 300]),
        ("30kWh", [30]),
        ("10:30", [10]),
        ("call 1.313.555.0100 or 3.000.000", [Decimal("1.313"), 3000000]),
        ("", []),
    ],
)
def test_numerals_end_where_they_end(text: str, values: list[Decimal]) -> None:
    assert values == [number.value for number in find_numbers(text)]


def test_a_language_without_a_grammar_has_no_numbers() -> None:
    assert find_numbers("200,000", language="fr") == ()


def test_whole_values_carry_no_zeros_behind_the_point() -> None:
    assert [str(number.value) for number in find_numbers("7.34 billion, 1.50, 3.0")] == [
        "7340000000",
        "1.5",
        "3",
    ]


@given(st.integers(min_value=0, max_value=10**14))
def test_a_grouped_number_is_found_back(value: int) -> None:
    (number,) = find_numbers(f"some {value:,} cars")

    assert number.value == value


@given(
    st.integers(min_value=1, max_value=999),
    st.sampled_from([("million", 6), ("billion", 9), ("bn", 9), ("crore", 7)]),
)
def test_a_scaled_number_is_found_back(value: int, scale: tuple[str, int]) -> None:
    (number,) = find_numbers(f"{value} {scale[0]}")

    assert (value * 10 ** scale[1], 10 ** scale[1]) == (number.value, number.scale)


@given(st.text() | st.lists(st.sampled_from(NASTY)).map("".join))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    end = 0
    for number in find_numbers(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


@pytest.mark.parametrize("piece", [*NASTY, "".join(NASTY) * 20])
def test_a_long_run_of_pieces_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + " 77 cars"

    assert find_numbers(text)[-1].value == 77
