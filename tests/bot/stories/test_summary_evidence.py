"""What a summary says is in the evidence: parsed by our own grammars, in both languages.

Over the development cases (where they are beside the project), over our own small stories, and over
made-up milestones, of which every value must be a slot.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import load, table
from bot.milestones.amounts import find_money, find_quantities
from bot.milestones.chinese.names import namer
from bot.milestones.dates import Dated, find_dates
from bot.milestones.extract import detect, extract
from bot.milestones.mentions import finder
from bot.milestones.numbers import find_numbers
from bot.milestones.spans import FISCAL, horizon
from bot.milestones.text import fold
from bot.milestones.verify import RATES, holds_agency, holds_date, holds_money, holds_quantity
from bot.stories.bounds import Bound, Limit, of_amount, of_quantity, timing
from bot.stories.names import is_chinese
from bot.stories.summary import in_short, summarise
from storage.records import Certainty, Kind, Milestone, Phase, Quantity, Span
from tests.fakes_stories import milestone

SHARED = Path(__file__).parents[4] / "shared" / "milestones"
Pool = dict[str, list[str]]  # sentences by their language
STORIES = Path(__file__).parents[1] / "milestones" / "stories"
LANGUAGES = ("en", "zh")
HEDGES = {
    "en": re.compile(r"\b(?:reportedly|(?:is|are) said to|may|could|might)\b"),
    "zh": re.compile("据报道|据称|据传|传闻|可能|或将"),
}
# "later in 2016" and its like: from some day to the end of that year.
REST = {"en": re.compile(r"later in (\d{4})"), "zh": re.compile(r"(\d{4})年晚些时候")}
# A week, told by its Monday, which is looked for as that week.
WEEK = re.compile(r"\d{4}年\d+月\d+日(?=当周)")
# The year that a horizon counts from; the horizon is looked at with it.
FROM = {"en": re.compile(r"years from \d{4}"), "zh": re.compile(r"自\d{4}年起")}


BOUNDS = {
    Bound.MORE_THAN: "more than ",
    Bound.NEARLY: "nearly ",
    Bound.ABOUT: "about ",
    Bound.UP_TO: "up to ",
    Bound.AT_LEAST: "at least ",
}
LIMITS = {
    Limit.BY: re.compile(
        r"\b(?:by|until) (?:the end of |early |late |mid-)?(?:[A-Z][a-z]+ )?20\d\d"
    ),
    Limit.BEFORE: re.compile(r"\bbefore (?:[A-Z][a-z]+ )?20\d\d"),
    Limit.EARLIEST: re.compile(r"no earlier than|at the earliest"),
    Limit.AROUND: re.compile(r"\baround (?:[A-Z][a-z]+ )?20\d\d"),
}


@dataclass(frozen=True)
class Told:
    """A text and what we read in it."""

    name: str
    published: date
    milestones: tuple[Milestone, ...]

    @property
    def pool(self) -> list[str]:
        """Every sentence that bears a slot out."""
        every = (each for m in self.milestones for each in (m.evidence, *m.support))
        return [fold(sentence) for sentence in dict.fromkeys(every)]


def read(name: str, published: str, title: str, text: str) -> Told:
    day = date.fromisoformat(published)
    found = extract(
        title, text, language=detect(title, text), published=day, catalogue=load()
    ).milestones
    return Told(name, day, found)


@cache
def development_cases() -> tuple[Told, ...]:
    cases = [
        json.loads(line)
        for name in ("dev-en.jsonl", "dev-zh.jsonl")
        for line in (SHARED / name).read_text(encoding="utf-8").splitlines()
    ]
    told = [read(c["id"], c["published"], c["title"], c["text"]) for c in cases]
    return tuple(each for each in told if each.milestones)


@cache
def small_stories() -> tuple[Told, ...]:
    parts: list[list[str]] = []
    for path in sorted(STORIES.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("@"):
                day, _, title = line[1:].partition("|")
                parts.append([day.strip(), title.strip(), ""])
            elif line.strip() and not line.startswith(("#", "=")):
                parts[-1][2] += line + "\n"
    told = [read(title, day, title, text) for day, title, text in parts]
    return tuple(each for each in told if each.milestones)


def faults(told: Told, language: str) -> Iterator[str]:
    """What the summary of a text says that its evidence does not, each in words."""
    headline, gist = summarise(told.milestones, load(), language=language, day=told.published)
    for said in (headline, gist):
        yield from _unfounded(said, told, language)
        yield from unbounded(said, told.milestones) if language == "en" else ()
    ends = len(re.findall("。" if language == "zh" else r"\.(?= [A-Z]|$)", gist))
    if not 1 <= ends <= 3 or not headline:
        yield f"{ends} sentences: {gist}"
    if len(headline) > 140:
        yield f"{len(headline)} characters: {headline}"
    for m in told.milestones:
        line = summarise([m], load(), language=language, day=told.published)[1]
        if (m.certainty != Certainty.OFFICIAL) != bool(HEDGES[language].search(line)):
            yield f"{m.certainty} is told as: {line}"


def unbounded(said: str, milestones: Sequence[Milestone]) -> Iterator[str]:
    """The bounds that a summary in English tells and no evidence does."""
    told = {bound for m in milestones for bound in (of_amount(m), of_quantity(m))}
    for bound, words in BOUNDS.items():
        if re.search(rf"{words}\S*\d", said) and bound not in told:  # not "talks about a deal"
            yield f"{words} in: {said}"
    limits = {timing(m).limit for m in milestones}
    for limit, pattern in LIMITS.items():
        if pattern.search(said) and limit not in limits:
            yield f"{limit} in: {said}"


def _unfounded(said: str, told: Told, language: str) -> Iterator[str]:
    pool = {tongue: [each for each in told.pool if spoken(each) == tongue] for tongue in LANGUAGES}
    yield from _unfounded_figures(said, pool, language)
    yield from _unfounded_dates(said, told, pool, language)
    for mention in finder(load()).find(_placeless(said)):
        if mention.company and not _is_named(mention.company, told.pool):
            yield f"{mention.company} in: {said}"
    for short in _agencies(said, language):
        if not holds_agency(short, told.pool):
            yield f"{short} in: {said}"


def _unfounded_figures(said: str, pool: Pool, language: str) -> Iterator[str]:
    for found in find_money(said, language=language):
        if not any(holds_money(found.money, pool[each], language=each) for each in pool):
            yield f"{found.money} in: {said}"
    for count in find_quantities(said, language=language):
        if not count.inferred and not _is_counted(count.quantity, pool):
            yield f"{count.quantity} in: {said}"


def _unfounded_dates(said: str, told: Told, pool: Pool, language: str) -> Iterator[str]:
    """Dates, and the numbers that are left when they and the names are taken away."""
    rest, without = REST[language], said
    for year in rest.findall(said):
        if not any(str(d.span.end) == f"{year}-12-31" for d in _dates(told, pool)):
            yield f"later in {year} in: {said}"
    without = rest.sub(lambda found: " " * len(found.group()), without)
    for dated in find_dates(without, published=told.published, language=language):
        is_base = any(
            found.start() < dated.end and dated.start < found.end()
            for found in FROM[language].finditer(said)
        )
        span = dated.span
        if any(found.span() == (dated.start, dated.end) for found in WEEK.finditer(said)):
            span = replace(span, end=span.start + timedelta(days=6))
        if not (is_base or _is_dated(span, dated.years, said, told, pool)):
            yield f"{dated.span} ({dated.text}) in: {said}"
        blank = " " * (dated.end - dated.start)
        without = f"{without[: dated.start]}{blank}{without[dated.end :]}"
    for number in find_numbers(_nameless(without, told), language=language):
        if not _is_numbered(number.value, pool):
            yield f"{number.value} in: {said}"


def spoken(sentence: str) -> str:
    return "zh" if is_chinese(sentence) else "en"


def _dates(told: Told, pool: Pool) -> Iterator[Dated]:
    for tongue, sentences in pool.items():
        for sentence in sentences:
            yield from find_dates(sentence, published=told.published, language=tongue)


def _is_dated(span: Span, years: int, said: str, told: Told, pool: Pool) -> bool:
    spans = [span]
    if years:  # "over ten years from 2021" counts from 2021
        spans += [horizon(int(year), years) for year in re.findall(r"(?:from |自)(\d{4})", said)]
    known = [load().companies[m.company] for m in told.milestones]
    fiscal = {"", *(each.id for each in known), *(each.country for each in known)} & {*FISCAL, ""}
    return any(
        holds_date(each, sentences, published=told.published, language=tongue, fiscal=key)
        for each in spans
        for tongue, sentences in pool.items()
        for key in fiscal
    )


def _is_counted(quantity: Quantity, pool: Pool) -> bool:
    units = {quantity.unit, *RATES} if quantity.unit in RATES.values() else {quantity.unit}
    return any(
        holds_quantity(Quantity(value=quantity.value, unit=unit), sentences, language=tongue)
        for unit in units
        for tongue, sentences in pool.items()
    )


def _is_numbered(value: object, pool: Pool) -> bool:
    return value == 1 or any(
        value == number.value
        for tongue, sentences in pool.items()
        for sentence in sentences
        for number in find_numbers(sentence, language=tongue)
    )


def _nameless(said: str, told: Told) -> str:
    """The text without names of things, in which numbers are no figures: SU7, Model 3."""
    for m in told.milestones:
        for word in (m.subject or "").replace(",", " ").split():
            if any(c.isdigit() for c in word):
                said = re.sub(rf"(?<![\w,.]){re.escape(word)}(?![\w,.])", " ", said)
    return said


def _placeless(said: str) -> str:
    """The text without places, which may hold a company's name: 埃尔福特."""
    for place in table("two_scripts")["place"]:
        for name in place["zh"]:
            said = said.replace(name, " ")
    return said


def _is_named(company: str, pool: Sequence[str]) -> bool:
    """Does the evidence hold any name of a company, also one that is a common word?"""
    known = load().companies[company]
    text = "\n".join(pool).casefold()
    short = namer(load()).find(fold("\n".join(pool), language="zh"))  # 塔塔, 现代
    others = finder(load()).find("\n".join(pool))  # by a model alone
    if any(mention.company == company for mention in (*short, *others)):
        return True
    return any(fold(name).casefold() in text for name in (known.name, *known.names))


def _agencies(said: str, language: str) -> Iterator[str]:
    chinese = table("chinese_telling")["agencies"]
    for entry in table("agencies")["agency"]:
        short = entry["short"]
        names = [chinese.get(short, short)] if language == "zh" else [short, *entry["names"]]
        for name in names:
            border = "" if is_chinese(name) else r"\b"
            if re.search(rf"{border}{re.escape(name)}{border}", said):
                yield short
                break


@pytest.mark.parametrize("language", LANGUAGES)
def test_summaries_of_our_stories_say_what_their_evidence_says(language: str) -> None:
    wrong = [
        f"{told.name}: {fault}" for told in small_stories() for fault in faults(told, language)
    ]

    assert len(small_stories()) >= 30
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_summaries_of_the_development_cases_say_what_their_evidence_says(language: str) -> None:
    if not (SHARED / "dev-en.jsonl").exists():
        pytest.skip("the development cases are not beside the project")

    wrong = [
        f"{told.name}: {fault}" for told in development_cases() for fault in faults(told, language)
    ]

    assert len(development_cases()) >= 30
    assert wrong == []


SLOTS = st.builds(
    milestone,
    company=st.sampled_from(["xiaomi", "byd", "nio", "stellantis"]),
    kind=st.sampled_from(list(Kind)),
    phase=st.sampled_from([phase.value for phase in Phase]),
    certainty=st.sampled_from([certainty.value for certainty in Certainty]),
    when=st.sampled_from(
        [
            None,
            "2023-08-02",
            "2023-08-01/2023-08-31",
            "2024-01-01/2024-06-30",
            "2025-01-01/2025-12-31",
        ]
    ),
    amount=st.sampled_from([None, "1.5e9 EUR", "159800 CNY", "61455600000 INR"]),
    quantity=st.sampled_from(
        [
            None,
            "7024 vehicles",
            "100 GWh/year",
            "150000 vehicles/year",
            "1000 stations",
            "1600 jobs",
            "30179 orders",
        ]
    ),
    agency=st.sampled_from([None, "MIIT", "NHTSA"]),
    subject=st.sampled_from([None, "SU7", "first car", "Rayong", "麒麟电池", "匈牙利塞格德"]),
    evidence=st.sampled_from(
        [
            "It was said in so many words.",
            "more than 7,024 cars and up to 1.5 billion euros by the end of 2025",
            "some 150,000 cars a year, no earlier than early 2024",
            "逾7024辆，不超过15亿欧元，2025年前后",
            "production was halted before 2025; deliveries resumed in late August",
        ]
    ),
    headline=st.booleans(),
)
DAY = date(2024, 3, 1)


@settings(max_examples=300, deadline=None)
@given(st.lists(SLOTS, min_size=1, max_size=5), st.sampled_from(LANGUAGES))
def test_every_value_of_a_summary_is_a_slot(said: list[Milestone], language: str) -> None:
    for text in summarise(said, load(), language=language, day=DAY):
        sums = find_money(text, language=language)
        counts = find_quantities(text, language=language)
        dates = find_dates(text, published=DAY, language=language)

        assert {found.money for found in sums} <= {m.amount for m in said}
        told = {count.quantity.value for count in counts}
        assert told <= {m.quantity.value for m in said if m.quantity}
        assert {dated.span for dated in dates} <= {m.when for m in said}


@given(st.lists(SLOTS, min_size=1, max_size=5))
def test_no_bound_is_told_but_that_of_the_evidence(said: list[Milestone]) -> None:
    for text in (*summarise(said, load(), day=DAY), *in_short(said, load(), day=DAY)[:2]):
        assert list(unbounded(text, said)) == []


@given(SLOTS, st.sampled_from(LANGUAGES))
def test_a_hedge_is_told_of_what_is_not_official_and_of_nothing_else(
    said: Milestone, language: str
) -> None:
    for text in summarise([said], load(), language=language, day=DAY):
        assert bool(HEDGES[language].search(text)) == (said.certainty != Certainty.OFFICIAL)
