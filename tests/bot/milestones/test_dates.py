"""English dates: one case a line. Unless a case says otherwise the text is of Tuesday, 14 May 2024."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.milestones.dates import Dated, find_dates

TUESDAY = date(2024, 5, 14)
NASTY = (
    "1 ", "2024 ", "2024-", "May ", "May 1 ", "1 May ", "first half of ", "the ", "end of the ", "in ", "over the next ", "Q1 ", "between ",
    " and ", " to ", "-", "Monday ", "last ", "spring ", "ten years ", "by the end of ", "\n", ", ", "(", "FY24 ", "31.12.", "since ", "ago ",
)  # fmt: skip


def only(text: str, *, published: date = TUESDAY, country: str = "", company: str = "") -> Dated:
    (dated,) = find_dates(text, published=published, country=country, company=company)
    assert text[dated.start : dated.end] == dated.text
    return dated


@pytest.mark.parametrize(
    ("text", "words", "span"),
    [
        # days
        ("on 2 August 2023, it", "2 August 2023", "2023-08-02/2023-08-02"),
        ("on August 2, 2023.", "August 2, 2023", "2023-08-02/2023-08-02"),
        ("on Aug. 2, 2023", "Aug. 2, 2023", "2023-08-02/2023-08-02"),
        ("on 2nd Aug 2023", "2nd Aug 2023", "2023-08-02/2023-08-02"),
        ("the 12th of May 2023", "12th of May 2023", "2023-05-12/2023-05-12"),
        ("entry of 02-Aug-2023", "02-Aug-2023", "2023-08-02/2023-08-02"),
        ("entry of 2023-08-02", "2023-08-02", "2023-08-02/2023-08-02"),
        ("entry of 2023/08/02", "2023/08/02", "2023-08-02/2023-08-02"),
        ("entry of 02.08.2023", "02.08.2023", "2023-08-02/2023-08-02"),
        ("entry of 8/24/2023", "8/24/2023", "2023-08-24/2023-08-24"),
        ("entry of 24/8/2023", "24/8/2023", "2023-08-24/2023-08-24"),
        ("Friday, 12 May 2023", "Friday, 12 May 2023", "2023-05-12/2023-05-12"),
        ("12 May 2023 (Friday)", "12 May 2023 (Friday", "2023-05-12/2023-05-12"),
        ("unveiled on December 18 last year", "December 18 last year", "2023-12-18/2023-12-18"),
        # days by name or spelled out
        ("was given to buyers on Christmas Day 2021", "Christmas Day 2021", "2021-12-25/2021-12-25"),
        ("opened on New Year's Eve", "New Year's Eve", "2023-12-31/2023-12-31"),
        ("it will open on New Year's Day", "New Year's Day", "2025-01-01/2025-01-01"),
        ("laid on the first of June 2022", "the first of June 2022", "2022-06-01/2022-06-01"),
        ("it went on sale on May second", "May second", "2024-05-02/2024-05-02"),
        ("on the twenty-first of April", "the twenty-first of April", "2024-04-21/2024-04-21"),
        ("running since the 6th.", "the 6th", "2024-05-06/2024-05-06"),
        ("opened on the 30th, it said", "the 30th", "2024-04-30/2024-04-30"),
        ("it will open on the 20th.", "the 20th", "2024-05-20/2024-05-20"),
        ("entry of 02-08-2023", "02-08-2023", "2023-08-02/2023-08-02"),
        # weeks of a month, quarters by their month, the rest of a year
        ("in the first week of June 2024", "the first week of June 2024", "2024-06-03/2024-06-09"),
        ("delivered in the last week of April", "the last week of April", "2024-04-22/2024-04-28"),
        ("in the March quarter of 2024", "March quarter of 2024", "2024-01-01/2024-03-31"),
        ("sold in the December quarter", "December quarter", "2023-10-01/2023-12-31"),
        ("in last year's fourth quarter", "last year's fourth quarter", "2023-10-01/2023-12-31"),
        ("in 2023's second half", "2023's second half", "2023-07-01/2023-12-31"),
        ("for the rest of the year", "for the rest of the year", "2024-05-14/2024-12-31"),
        ("live before the year is out", "before the year is out", "2024-01-01/2024-12-31"),
        ("to open within this year", "within this year", "2024-01-01/2024-12-31"),
        ("by year-end 2025", "by year-end 2025", "2025-01-01/2025-12-31"),
        ("sold from 3/2025", "3/2025", "2025-03-01/2025-03-31"),
        # days that leave the year open
        ("it was registered on August 2", "August 2", "2023-08-02/2023-08-02"),
        ("on April 26 it left the line", "April 26", "2024-04-26/2024-04-26"),
        ("opened on 14 May", "14 May", "2024-05-14/2024-05-14"),
        ("he will step down on 1 October", "1 October", "2024-10-01/2024-10-01"),
        ("sales start on June 3", "June 3", "2024-06-03/2024-06-03"),
        ("starting July 1", "July 1", "2024-07-01/2024-07-01"),
        ("On Sept. 19 it said that it will launch", "Sept. 19", "2023-09-19/2023-09-19"),
        # ranges
        ("open from July 13 to July 19, 2023", "July 13 to July 19, 2023", "2023-07-13/2023-07-19"),
        ("July 13-19, 2023", "July 13-19, 2023", "2023-07-13/2023-07-19"),
        ("13–19 July 2023", "13–19 July 2023", "2023-07-13/2023-07-19"),
        ("built between 6 February 2023 and 26 November", "6 February 2023 and 26 November", "2023-02-06/2023-11-26"),
        ("between 26 November and 6 February 2024", "26 November and 6 February 2024", "2023-11-26/2024-02-06"),
        ("December 2023 to February", "December 2023 to February", "2023-12-01/2024-02-29"),
        ("from January to March 2024", "January to March 2024", "2024-01-01/2024-03-31"),
        ("was open from August 2 to August 6", "August 2 to August 6", "2023-08-02/2023-08-06"),
        ("from 2021 to 2023", "2021 to 2023", "2021-01-01/2023-12-31"),
        ("in 2021–2023", "2021–2023", "2021-01-01/2023-12-31"),
        ("Q1-Q3 2023", "Q1-Q3 2023", "2023-01-01/2023-09-30"),
        # weekdays
        ("it said on Tuesday", "Tuesday", "2024-05-14/2024-05-14"),
        ("it said on Monday", "Monday", "2024-05-13/2024-05-13"),
        ("it said on Wednesday", "Wednesday", "2024-05-08/2024-05-08"),
        ("on Monday night", "Monday night", "2024-05-13/2024-05-13"),
        ("it will be unveiled on Sunday", "Sunday", "2024-05-19/2024-05-19"),
        ("BYD to unveil it on Sunday", "Sunday", "2024-05-19/2024-05-19"),
        ("last Tuesday", "last Tuesday", "2024-05-07/2024-05-07"),
        ("last Monday", "last Monday", "2024-05-13/2024-05-13"),
        ("next Tuesday", "next Tuesday", "2024-05-21/2024-05-21"),
        ("this Friday", "this Friday", "2024-05-17/2024-05-17"),
        ("on Thursday last week", "Thursday last week", "2024-05-09/2024-05-09"),
        # near days
        ("published today", "today", "2024-05-14/2024-05-14"),
        ("this morning", "this morning", "2024-05-14/2024-05-14"),
        ("tonight", "tonight", "2024-05-14/2024-05-14"),
        ("yesterday", "yesterday", "2024-05-13/2024-05-13"),
        ("last night", "last night", "2024-05-13/2024-05-13"),
        ("tomorrow", "tomorrow", "2024-05-15/2024-05-15"),
        ("the day before yesterday", "the day before yesterday", "2024-05-12/2024-05-12"),
        ("3 days ago", "3 days ago", "2024-05-11/2024-05-11"),
        # weeks
        ("last week", "last week", "2024-05-06/2024-05-12"),
        ("this week", "this week", "2024-05-13/2024-05-19"),
        ("next week", "next week", "2024-05-20/2024-05-26"),
        ("later this week", "later this week", "2024-05-14/2024-05-19"),
        ("two weeks ago", "two weeks ago", "2024-04-29/2024-05-05"),
        ("the week before last", "the week before last", "2024-04-29/2024-05-05"),
        ("last weekend", "last weekend", "2024-05-11/2024-05-12"),
        ("in the week of June 3, 2024", "the week of June 3, 2024", "2024-06-03/2024-06-09"),
        # months
        ("in October 2022", "October 2022", "2022-10-01/2022-10-31"),
        ("in Oct. 2022", "Oct. 2022", "2022-10-01/2022-10-31"),
        ("in October of 2022", "October of 2022", "2022-10-01/2022-10-31"),
        ("in late March 2022", "March 2022", "2022-03-01/2022-03-31"),
        ("in May of last year", "May of last year", "2023-05-01/2023-05-31"),
        ("January this year", "January this year", "2024-01-01/2024-01-31"),
        ("since September 2014", "September 2014", "2014-09-01/2014-09-30"),
        ("in the April-June period", "April-June", "2024-04-01/2024-06-30"),
        ("April was weak", "April", "2024-04-01/2024-04-30"),
        ("in 2024-03", "2024-03", "2024-03-01/2024-03-31"),
        ("it was presented in April", "April", "2024-04-01/2024-04-30"),
        ("deliveries began in late March", "March", "2024-03-01/2024-03-31"),
        ("In May the brand delivered", "May", "2024-05-01/2024-05-31"),
        ("it was sold in June", "June", "2023-06-01/2023-06-30"),
        ("sales are to begin in September", "September", "2024-09-01/2024-09-30"),
        ("due in June with a range", "June", "2024-06-01/2024-06-30"),
        ("the Atto 3 comes in January", "January", "2025-01-01/2025-01-31"),
        ("production will begin by July", "July", "2024-07-01/2024-07-31"),
        ("will be driven behind closed doors in January", "January", "2025-01-01/2025-01-31"),
        ("deliveries slip to 6,155 in June", "June", "2023-06-01/2023-06-30"),
        ("May deliveries rose", "May", "2024-05-01/2024-05-31"),
        ("its May: 7,024 cars", "May", "2024-05-01/2024-05-31"),
        ("June: 5,000 cars", "June", "2023-06-01/2023-06-30"),
        ("last March", "last March", "2024-03-01/2024-03-31"),
        ("last May", "last May", "2023-05-01/2023-05-31"),
        ("next March", "next March", "2025-03-01/2025-03-31"),
        ("this month", "this month", "2024-05-01/2024-05-31"),
        ("earlier this month", "earlier this month", "2024-05-01/2024-05-31"),
        ("in the beginning of this month", "the beginning of this month", "2024-05-01/2024-05-31"),
        ("last month", "last month", "2024-04-01/2024-04-30"),
        ("as early as next month", "next month", "2024-06-01/2024-06-30"),
        ("two months ago", "two months ago", "2024-03-01/2024-03-31"),
        ("deliveries begin in a month", "in a month", "2024-06-01/2024-06-30"),
        # quarters
        ("Q3 2024", "Q3 2024", "2024-07-01/2024-09-30"),
        ("3Q24", "3Q24", "2024-07-01/2024-09-30"),
        ("2024 Q3", "2024 Q3", "2024-07-01/2024-09-30"),
        ("Q3'24", "Q3'24", "2024-07-01/2024-09-30"),
        ("from Q3", "Q3", "2024-07-01/2024-09-30"),
        ("in the third quarter of 2021", "third quarter of 2021", "2021-07-01/2021-09-30"),
        ("the fourth quarter of this year", "fourth quarter of this year", "2024-10-01/2024-12-31"),
        ("the first quarter of next year", "first quarter of next year", "2025-01-01/2025-03-31"),
        ("figures for the first quarter", "first quarter", "2024-01-01/2024-03-31"),
        ("fourth-quarter deliveries fell", "fourth-quarter", "2023-10-01/2023-12-31"),
        ("it will start in the fourth quarter", "fourth quarter", "2024-10-01/2024-12-31"),
        ("From the fourth quarter the venture will go on", "fourth quarter", "2024-10-01/2024-12-31"),
        ("In the quarter, it delivered", "the quarter", "2024-01-01/2024-03-31"),
        ("last quarter", "last quarter", "2024-01-01/2024-03-31"),
        ("next quarter", "next quarter", "2024-07-01/2024-09-30"),
        ("the first three months of 2023", "first three months of 2023", "2023-01-01/2023-03-31"),
        ("the first nine months of 2023", "first nine months of 2023", "2023-01-01/2023-09-30"),
        ("the three months to June 2023", "three months to June 2023", "2023-04-01/2023-06-30"),
        ("the quarter ended March 31, 2024", "quarter ended March 31, 2024", "2024-01-01/2024-03-31"),
        # halves
        ("the first half of 2024", "first half of 2024", "2024-01-01/2024-06-30"),
        ("mass production in 1H24", "1H24", "2024-01-01/2024-06-30"),
        ("the latter half of 2025", "latter half of 2025", "2025-07-01/2025-12-31"),
        ("H2 2025", "H2 2025", "2025-07-01/2025-12-31"),
        ("first half of next year", "first half of next year", "2025-01-01/2025-06-30"),
        ("it will come in the second half", "second half", "2024-07-01/2024-12-31"),
        ("fell by a quarter in the first half", "first half", "2024-01-01/2024-06-30"),
        ("the second half of May 2023", "second half of May 2023", "2023-05-01/2023-05-31"),
        # years
        ("in 2022", "2022", "2022-01-01/2022-12-31"),
        ("by 2025", "2025", "2025-01-01/2025-12-31"),
        ("for the whole of 2015 it aims", "2015", "2015-01-01/2015-12-31"),
        ("its 2025 target", "2025", "2025-01-01/2025-12-31"),
        ("at the 2024 Beijing Auto Show", "2024", "2024-01-01/2024-12-31"),
        ("this year", "this year", "2024-01-01/2024-12-31"),
        ("next year", "next year", "2025-01-01/2025-12-31"),
        ("last year", "last year", "2023-01-01/2023-12-31"),
        ("earlier this year", "earlier this year", "2024-01-01/2024-12-31"),
        ("later this year", "later this year", "2024-05-14/2024-12-31"),
        ("later in the year", "later in the year", "2024-05-14/2024-12-31"),
        ("three years ago", "three years ago", "2021-01-01/2021-12-31"),
        ("ten years ago this month", "ten years ago this month", "2014-05-01/2014-05-31"),
        ("two years ago today", "two years ago today", "2022-05-14/2022-05-14"),
        ("a year ago this week", "a year ago this week", "2023-05-08/2023-05-14"),
        ("it will come in two years", "in two years", "2026-01-01/2026-12-31"),
        # parts of years
        ("in early 2025", "early 2025", "2025-01-01/2025-03-31"),
        ("at the beginning of 2025", "the beginning of 2025", "2025-01-01/2025-03-31"),
        ("early next year", "early next year", "2025-01-01/2025-03-31"),
        ("mid-2025", "mid-2025", "2025-05-01/2025-08-31"),
        ("in the middle of next year", "the middle of next year", "2025-05-01/2025-08-31"),
        ("in late 2021", "late 2021", "2021-10-01/2021-12-31"),
        ("late last year", "late last year", "2023-10-01/2023-12-31"),
        ("since the end of 2017", "the end of 2017", "2017-10-01/2017-12-31"),
        ("from the end of 2023", "the end of 2023", "2023-10-01/2023-12-31"),
        ("by the end of 2025", "by the end of 2025", "2025-01-01/2025-12-31"),
        ("before the end of this year", "before the end of this year", "2024-01-01/2024-12-31"),
        ("by the end of the year", "by the end of the year", "2024-01-01/2024-12-31"),
        ("by year-end", "by year-end", "2024-01-01/2024-12-31"),
        ("by end-2025", "by end-2025", "2025-01-01/2025-12-31"),
        ("by the end of the month", "by the end of the month", "2024-05-01/2024-05-31"),
        # seasons
        ("spring 2025", "spring 2025", "2025-03-01/2025-05-31"),
        ("in the autumn of 2025", "autumn of 2025", "2025-09-01/2025-11-30"),
        ("this summer", "this summer", "2024-06-01/2024-08-31"),
        ("next spring", "next spring", "2025-03-01/2025-05-31"),
        ("next summer", "next summer", "2025-06-01/2025-08-31"),
        ("winter 2024/25", "winter 2024/25", "2024-12-01/2025-02-28"),
        ("by the summer", "summer", "2024-06-01/2024-08-31"),
        ("late summer is the date", "late summer", "2023-06-01/2023-08-31"),
        ("last autumn", "last autumn", "2023-09-01/2023-11-30"),
        ("winter 2023", "winter 2023", "2023-12-01/2024-02-29"),
        ("Since spring, it has built", "spring", "2024-03-01/2024-05-14"),
        ("had in spring forbidden", "spring", "2024-03-01/2024-05-31"),
        ("it will arrive in autumn", "autumn", "2024-09-01/2024-11-30"),
        # decades and horizons
        ("the second half of the 2020s", "second half of the 2020s", "2025-07-01/2029-12-31"),
        ("in the 2030s", "the 2030s", "2030-01-01/2039-12-31"),
        ("by the end of the decade", "by the end of the decade", "2020-01-01/2029-12-31"),
        ("over the next decade", "over the next decade", "2024-01-01/2034-12-31"),
        ("over the next five years", "over the next five years", "2024-01-01/2029-12-31"),
        ("in the coming three years", "in the coming three years", "2024-01-01/2027-12-31"),
        ("over the next three to five years", "over the next three to five years", "2024-01-01/2027-12-31"),
        ("over ten years", "over ten years", "2024-01-01/2034-12-31"),
        ("in future ten years", "in future ten years", "2024-01-01/2034-12-31"),
        ("within three months", "within three months", "2024-05-14/2024-08-31"),
    ],
)  # fmt: skip
def test_a_date_is_found_with_its_span(text: str, words: str, span: str) -> None:
    dated = only(text)

    assert (words, span) == (dated.text, str(dated.span))


@pytest.mark.parametrize(
    "text",
    [
        "you may march for a second",
        "it may launch",
        "Theresa May said",
        "Lei Jun said",
        "June Lee said",
        "August Horch built cars here",
        "Lei Jun, 53, said",
        "march on",
        "the Nissan March is small",
        "the Dacia Spring is cheap",
        "the Spring Festival",
        "2024 units",
        "2,024 cars",
        "it costs $2025",
        "2024.5",
        "v2024.1",
        "the Model 3",
        "a Leaf 2019, red",
        "my 2012 Leaf",
        "the 2025 Model Y",
        "Vision 2030",
        "No. 2024",
        "2024 km",
        "+44 2024 5555",
        "recently",
        "it has just begun",
        "soon",
        "in the coming months",
        "a second plant",
        "half an hour",
        "half a year ago",
        "the first half of the book",
        "a quarter of the cars",
        "every Wednesday",
        "Black Friday",
        "Sunday Times",
        "within nine hours",
        "the best season in five years",
        "over five months the total is",
        "an H2 truck",
        "an Audi Q4 e-tron",
        "prices fall",
        "on 5/6/2024",
        "31 June",
        "30 February",
        "today's market",
        "10:30",
        "a five-year plan",
        "for three years",
        "",
    ],
)
def test_these_are_no_dates(text: str) -> None:
    assert find_dates(text, published=TUESDAY) == ()


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("delayed from 2024 to 2025", ["2024-01-01/2024-12-31", "2025-01-01/2025-12-31"]),
        (
            "pushed back from the end of 2023 to June 2024",
            ["2023-10-01/2023-12-31", "2024-06-01/2024-06-30"],
        ),
        (
            "6,658 in April and 7,024 in May of last year",
            ["2024-04-01/2024-04-30", "2023-05-01/2023-05-31"],
        ),
        ("20 in 2022 and 120 in 2023", ["2022-01-01/2022-12-31", "2023-01-01/2023-12-31"]),
        (
            "opened on 14 March; the next opens in July",
            ["2024-03-14/2024-03-14", "2024-07-01/2024-07-31"],
        ),
        (
            "on 30 March 2021 it put the budget at $10 billion over ten years",
            ["2021-03-30/2021-03-30", "2021-01-01/2031-12-31"],
        ),
        (
            "It began in 2021. It spends $10 billion over ten years",
            ["2021-01-01/2021-12-31", "2024-01-01/2034-12-31"],
        ),
        ("Lei Jun in 2021 and in Jun 2022", ["2021-01-01/2021-12-31", "2022-06-01/2022-06-30"]),
        ("late 2024 or early 2025", ["2024-10-01/2025-03-31"]),
        ("in August or September", ["2023-08-01/2023-09-30"]),
        ("in August or October", ["2023-08-01/2023-08-31", "2023-10-01/2023-10-31"]),
        ("2027 or 2028", ["2027-01-01/2028-12-31"]),
        ("in May 2021 and late that year", ["2021-05-01/2021-05-31", "2021-10-01/2021-12-31"]),
        (
            "in 2022, and in June of the same year",
            ["2022-01-01/2022-12-31", "2022-06-01/2022-06-30"],
        ),
        ("in 2022 and the following year", ["2022-01-01/2022-12-31", "2023-01-01/2023-12-31"]),
        ("late that year", []),
        (
            "in 2021, in the third quarter of that year",
            ["2021-01-01/2021-12-31", "2021-07-01/2021-09-30"],
        ),
        ("in 2021, in the summer of that year", ["2021-01-01/2021-12-31", "2021-06-01/2021-08-31"]),
        (
            "in 2021, on October 5 of the same year",
            ["2021-01-01/2021-12-31", "2021-10-05/2021-10-05"],
        ),
        ("the first three quarters of last year", ["2023-01-01/2023-09-30"]),
        ("from May through 2028", ["2028-05-01/2028-12-31"]),
        ("in August or September 2025", ["2025-08-01/2025-09-30"]),
        ("through 2027", ["2024-01-01/2027-12-31"]),
        ("from 2021 through 2027", ["2021-01-01/2027-12-31"]),
        ("this year to build cars", ["2024-01-01/2024-12-31"]),
        ("just over a year after the opening", []),
    ],
)
def test_dates_beside_each_other(text: str, spans: list[str]) -> None:
    assert spans == [str(dated.span) for dated in find_dates(text, published=TUESDAY)]


@pytest.mark.parametrize(
    ("text", "country", "company", "span"),
    [
        ("FY2024", "", "", "2024-01-01/2024-12-31"),
        ("fiscal 2024", "US", "", "2024-01-01/2024-12-31"),
        ("FY24", "IN", "", "2023-04-01/2024-03-31"),
        ("FY2024-25", "IN", "", "2024-04-01/2025-03-31"),
        ("in 2024-25", "IN", "", "2024-04-01/2025-03-31"),
        ("fiscal year 2024", "JP", "", "2024-04-01/2025-03-31"),
        ("fiscal 2024", "JP", "", "2024-04-01/2025-03-31"),
        ("the first half of fiscal 2024", "JP", "", "2024-04-01/2024-09-30"),
        ("the third quarter of FY25", "IN", "", "2024-10-01/2024-12-31"),
        ("Q1 FY25", "IN", "", "2024-04-01/2024-06-30"),
        ("Q1 FY2024", "JP", "", "2024-04-01/2024-06-30"),
        ("the fiscal year ending March 2025", "JP", "", "2024-04-01/2025-03-31"),
        ("this fiscal year", "JP", "", "2024-04-01/2025-03-31"),
        ("this fiscal year", "IN", "", "2024-04-01/2025-03-31"),
        ("last fiscal year", "JP", "", "2023-04-01/2024-03-31"),
        ("fiscal 2024", "US", "apple", "2023-10-01/2024-09-30"),
        ("the first quarter of fiscal 2024", "US", "apple", "2023-10-01/2023-12-31"),
        ("the first half of 2024", "JP", "", "2024-01-01/2024-06-30"),
    ],
)
def test_a_fiscal_year_lies_as_its_country_has_it(
    text: str, country: str, company: str, span: str
) -> None:
    assert span == str(only(text, country=country, company=company).span)


def test_an_open_year_offers_both_readings() -> None:
    dated = only("in September")

    assert (
        str(dated.towards(future=False)),
        str(dated.towards(future=True)),
    ) == ("2023-09-01/2023-09-30", "2024-09-01/2024-09-30")


def test_a_told_year_has_one_reading() -> None:
    dated = only("in September 2022")

    assert dated.span == dated.towards(future=True) == dated.towards(future=False)


@pytest.mark.parametrize(
    ("text", "granularity", "relative"),
    [
        ("2 August 2023", "day", False),
        ("yesterday", "day", True),
        ("on Friday", "day", True),
        ("last week", "week", True),
        ("in May 2023", "month", False),
        ("next month", "month", True),
        ("Q3 2024", "quarter", False),
        ("the third quarter of next year", "quarter", True),
        ("1H24", "half", False),
        ("in 2025", "year", False),
        ("next year", "year", True),
        ("early 2025", "part", False),
        ("later this year", "part", True),
        ("spring 2025", "season", False),
        ("the 2030s", "decade", False),
        ("over ten years", "horizon", True),
        ("2021–2023", "range", False),
    ],
)
def test_a_date_says_how_fine_it_is(text: str, granularity: str, relative: bool) -> None:  # noqa: FBT001
    dated = only(text)

    assert (granularity, relative) == (dated.granularity, dated.relative)


def test_a_horizon_tells_its_length() -> None:
    assert only("over the next five years").years == 5


def test_a_language_without_a_grammar_has_no_dates() -> None:
    assert find_dates("2 August 2023", published=TUESDAY, language="fr") == ()


days = st.dates(min_value=date(1960, 1, 1), max_value=date(2049, 12, 31))


@given(
    days,
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%b %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y"]),
)
def test_a_written_day_is_found_back(day: date, form: str) -> None:
    dated = only(f"It was told on {day.strftime(form)} here")

    assert dated.span.start == dated.span.end == day


@given(days, st.integers(min_value=0, max_value=364))
def test_a_day_without_year_is_the_last_one_gone(published: date, back: int) -> None:
    day = published - timedelta(days=back)
    dated = only(f"It was signed on {day.day} {day:%B}, they said", published=published)

    assert dated.span.start == day


@given(
    st.text() | st.lists(st.sampled_from(NASTY)).map("".join),
    st.dates(),
    st.sampled_from(["", "JP", "IN"]),
)
def test_spans_are_ordered_and_places_lie_in_the_text(
    text: str, published: date, country: str
) -> None:
    end = 0
    for dated in find_dates(text, published=published, country=country):
        assert end <= dated.start < dated.end <= len(text)
        assert dated.text == text[dated.start : dated.end]
        assert dated.span.start <= dated.span.end
        end = dated.end


@given(
    st.sampled_from(["Once upon a time. ", "Hello!\n", "It is so.  "]),
    st.sampled_from(["on 2 August 2023", "in May", "by the end of 2025"]),
)
def test_words_before_only_shift_the_place(prefix: str, text: str) -> None:
    plain, shifted = only(text), only(prefix + text)

    assert (plain.start + len(prefix), plain.span) == (shifted.start, shifted.span)


@pytest.mark.parametrize("piece", NASTY)
def test_a_long_run_of_pieces_is_read_to_its_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + ". Told on 2023-08-02."

    assert str(find_dates(text, published=TUESDAY)[-1].span) == "2023-08-02/2023-08-02"


def test_a_megabyte_is_read_to_its_end() -> None:
    text = "".join(NASTY) * (1_000_000 // len("".join(NASTY))) + ". Told on 2023-08-02."

    assert str(find_dates(text, published=TUESDAY)[-1].span) == "2023-08-02/2023-08-02"
