from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.figures import count, count_of, dated, day, moment, money, span, sum_of
from storage.records import Money, Quantity, Span, Unit
from tests.fakes_stories import milestone

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end", "english", "chinese"),
    [
        ("2023-08-02", "2023-08-02", "2 Aug 2023", "2023年8月2日"),
        ("2023-08-01", "2023-08-31", "Aug 2023", "2023年8月"),
        ("2024-02-01", "2024-02-29", "Feb 2024", "2024年2月"),
        ("2024-01-01", "2024-03-31", "Q1 2024", "2024年第一季度"),
        ("2024-10-01", "2024-12-31", "Q4 2024", "2024年第四季度"),
        ("2024-01-01", "2024-06-30", "H1 2024", "2024年上半年"),
        ("2024-07-01", "2024-12-31", "H2 2024", "2024年下半年"),
        ("2024-01-01", "2024-12-31", "2024", "2024年"),
        ("2023-01-01", "2033-12-31", "2023–2033", "2023年至2033年"),
        ("2023-08-03", "2023-08-09", "3–9 Aug 2023", "2023年8月3日至9日"),
        ("2023-08-28", "2023-09-03", "week of 28 Aug 2023", "2023年8月28日当周"),
        ("2023-08-29", "2023-09-04", "29 Aug – 4 Sep 2023", "2023年8月29日至9月4日"),
        ("2023-12-28", "2024-01-03", "28 Dec 2023 – 3 Jan 2024", "2023年12月28日至2024年1月3日"),
        ("2023-02-01", "2023-03-31", "Feb–Mar 2023", "2023年2月至3月"),
        ("2023-11-01", "2024-02-29", "Nov 2023–Feb 2024", "2023年11月至2024年2月"),
        ("2023-02-01", "2023-04-30", "Feb–Apr 2023", "2023年2月至4月"),
    ],
)
def test_a_span_reads_as_people_say_it(start: str, end: str, english: str, chinese: str) -> None:
    when = Span(start=date.fromisoformat(start), end=date.fromisoformat(end))

    assert span(when, "en") == english
    assert span(when, "zh") == chinese


def test_the_last_day_of_the_calendar_has_words() -> None:
    assert span(Span(start=date(9999, 12, 1), end=date.max), "en") == "Dec 9999"


@given(st.dates(), st.dates())
def test_every_span_has_english_words_with_its_years(one: date, other: date) -> None:
    when = Span(start=min(one, other), end=max(one, other))

    told = span(when, "en")

    assert str(when.end.year) in told
    assert str(when.start.year) in told


@pytest.mark.parametrize(
    ("value", "currency", "english", "chinese"),
    [
        ("10000000000", "USD", "$10 bn", "100亿美元"),
        ("1440000000", "CNY", "CNY 1.44 bn", "14.4亿元"),
        ("1500000", "EUR", "€1.5 m", "150万欧元"),
        ("2000000000000", "JPY", "JPY 2 tn", "2万亿日元"),
        ("215900", "CNY", "CNY 215,900", "21.59万元"),
        ("1234567", "GBP", "£1,234,567", "1234567英镑"),
        ("0.5", "USD", "$0.5", "0.5美元"),
        ("-3000000", "USD", "-$3 m", "-300万美元"),
    ],
)
def test_a_sum_is_short_and_never_rounded(
    value: str, currency: str, english: str, chinese: str
) -> None:
    amount = Money(value=Decimal(value), currency=currency)

    assert money(amount, "en") == english
    assert money(amount, "zh") == chinese


@given(st.decimals(min_value=0, max_value=10**15, places=2))
def test_the_value_of_a_sum_can_be_read_back(value: Decimal) -> None:
    told = money(Money(value=value, currency="USD"), "en").removeprefix("$")

    number, _, scale = told.partition(" ")
    factor = {"": 1, "m": 10**6, "bn": 10**9, "tn": 10**12}[scale]
    assert Decimal(number.replace(",", "")) * factor == value


def test_a_count_keeps_its_unit() -> None:
    capacity = Quantity(value=Decimal(200_000), unit=Unit.VEHICLES_PER_YEAR)

    assert count(capacity, "en") == "200,000 vehicles a year"
    assert count(capacity, "zh") == "20万辆/年"


@pytest.mark.parametrize(
    ("gap", "english", "chinese"),
    [
        (timedelta(seconds=20), "now", "现在"),
        (timedelta(minutes=-12), "12 min ago", "12分钟前"),
        (timedelta(minutes=5), "in 5 min", "5分钟后"),
        (timedelta(hours=-3), "3 h ago", "3小时前"),
        (timedelta(hours=30), "in 30 h", "30小时后"),
        (timedelta(days=-40), "22 Apr 2026", "2026年4月22日"),
    ],
)
def test_a_moment_is_told_as_it_lies_around_now(gap: timedelta, english: str, chinese: str) -> None:
    assert moment(NOW + gap, NOW, "en") == english
    assert moment(NOW + gap, NOW, "zh") == chinese


def test_what_never_was_is_told_so() -> None:
    assert moment(None, NOW, "en") == "never"
    assert day(date(2026, 1, 2), "en") == "2 Jan 2026"


@pytest.mark.parametrize(
    ("phase", "when", "said", "english", "chinese"),
    [
        ("planned", "2025-01-01/2025-12-31", "by the end of 2025", "by the end of 2025", "2025年底前"),
        ("planned", "2025-01-01/2025-12-31", "by 2025", "by 2025", "到2025年"),
        ("planned", "2025-01-01/2025-12-31", "最早2025年", "no earlier than 2025", "最早2025年"),
        ("planned", "2025-01-01/2025-12-31", "2025年前后", "around 2025", "2025年前后"),
        ("planned", "2025-01-01/2025-03-31", "in early 2025", "early 2025", "2025年初"),
        ("planned", "2025-01-01/2025-03-31", "in the first quarter of 2025", "Q1 2025", "2025年第一季度"),
        ("done", "2025-09-01/2025-09-30", "in late September 2025", "late Sep 2025", "2025年9月下旬"),
        ("done", "2025-12-31", "on 31 December 2025", "31 Dec 2025", "2025年12月31日"),
        ("planned", "2022-08-26/2022-12-31", "later this year", "later in 2022", "2022年晚些时候"),
        ("planned", "2023-02-05/2024-08-05", "within 18 months", "within 18 months", "18个月内"),
        ("delayed", "2025-01-01/2025-12-31", "put off by a year, to 2025", "2025", "2025年"),
        ("planned", "2023-01-01/2026-12-31", "by 2026", "2023–2026", "2023年至2026年"),
    ],
)  # fmt: skip
def test_a_date_is_told_as_its_text_bounds_it(
    phase: str, when: str, said: str, english: str, chinese: str
) -> None:
    of = milestone(kind="launch", phase=phase, when=when, evidence=f"It is so {said}.")

    assert dated(of, "en") == english
    assert dated(of, "zh") == chinese


def test_a_count_that_is_a_rate_says_in_what_time() -> None:
    rate = milestone(
        kind="production", quantity="5000 vehicles", evidence="It builds 5,000 cars a week."
    )

    assert [count_of(rate, language) for language in ("en", "zh")] == [
        "5,000 vehicles a week",
        "每周5000辆",
    ]


def test_figures_keep_their_bounds() -> None:
    count = milestone(kind="delivery", quantity="40000 vehicles", evidence="more than 40,000 cars")
    amount = milestone(kind="funding", amount="1.5e9 USD", evidence="最高15亿美元")
    price = milestone(kind="launch", amount="470000 CNY", evidence="售价47万至51万元")

    assert [count_of(count, language) for language in ("en", "zh")] == [
        "more than 40,000 vehicles",
        "超过4万辆",
    ]
    assert [sum_of(amount, language) for language in ("en", "zh")] == [
        "up to $1.5 bn",
        "最多15亿美元",
    ]
    assert [sum_of(price, language) for language in ("en", "zh")] == [
        "from CNY 470,000",
        "47万元起",
    ]
