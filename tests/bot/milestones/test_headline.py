"""What a text is news for: one line of steps for each class of text."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import pytest

from bot.milestones.headline import choose
from bot.milestones.newsworth import Page
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Money, Phase, Span

OUT: Final = date(2024, 6, 14)
TODAY: Final = Span(start=OUT, end=OUT)
LAST_YEAR: Final = Span(start=date(2023, 1, 1), end=date(2023, 12, 31))
SPRING: Final = Span(start=date(2024, 3, 1), end=OUT)
THIS_YEAR: Final = Span(start=OUT, end=date(2024, 12, 31))
NEXT_YEAR: Final = Span(start=date(2025, 1, 1), end=date(2025, 12, 31))
DONE, PLANNED, PENDING = Phase.DONE, Phase.PLANNED, Phase.PENDING
DELAYED, CANCELLED = Phase.DELAYED, Phase.CANCELLED


def step(place: str, kind: str, phase: Phase = DONE, **more: object) -> Statement:
    """A step of BYD; `place` is its sentence, with a sign where two of them share one."""
    told: dict[str, object] = {"company": "byd", "certainty": Certainty.OFFICIAL}
    told |= {"evidence": f"sentence {place[0]}", "position": int(place[0]), "subject": None}
    return Statement(kind=Kind(kind), phase=phase, **(told | more))  # type: ignore[arg-type]


def news(*steps: Statement, title: str = "", named: tuple[str, ...] = ()) -> str:
    """The kinds that carry the mark."""
    page = Page(published=OUT, title=title, topic=named or ("byd",), named=named)
    marks = choose(steps, page)
    return " ".join(
        s.kind if s.company == "byd" else f"{s.company}:{s.kind}"
        for s, mark in zip(steps, marks, strict=True)
        if mark
    )


CLASSES: Final = {
    "a deed, and the plan that follows it": (
        (
            step("1", "factory", when=TODAY, fresh=True),
            step("2", "production", PLANNED, when=NEXT_YEAR),
        ),
        "factory",
    ),
    "a plant and the first car out of it": (
        (step("1", "factory", when=TODAY), step("3", "production")),
        "factory production",
    ),
    "a model and its price": (
        (
            step("1", "unveil", when=TODAY),
            step("3", "launch", amount=Money(value=Decimal(1), currency="EUR")),
        ),
        "unveil launch",
    ),
    "two plans, one behind the other": (
        (
            step("1", "production", PLANNED, when=THIS_YEAR, titled=True),
            step("2", "factory", PLANNED, when=NEXT_YEAR),
        ),
        "production",
    ),
    "what has gone on since spring": (
        (
            step("1", "launch", PLANNED, when=THIS_YEAR),
            step("3", "testing", when=SPRING),
        ),
        "launch",
    ),
    "a plant opened today, its ground broken last year": (
        (
            step("1", "production", when=TODAY),
            step("2", "factory", when=LAST_YEAR),
        ),
        "production",
    ),
    "two partners and what they build": (
        (
            step("1", "partnership", when=TODAY),
            step("1", "partnership", when=TODAY, company="catl"),
            step("3", "factory", PLANNED, when=NEXT_YEAR),
            step("3", "factory", PLANNED, when=NEXT_YEAR, company="catl"),
        ),
        "partnership catl:partnership factory catl:factory",
    ),
    "a firm is founded for a plant": (
        (
            step("2", "company_setup", when=TODAY),
            step("3", "factory", PLANNED),
        ),
        "company_setup factory",
    ),
    "two makers put off their cars": (
        (
            step("1", "production", DELAYED, when=NEXT_YEAR),
            step("3", "production", DELAYED, company="kia"),
        ),
        "production kia:production",
    ),
    "a first shop and what the car costs there": (
        (
            step("1", "market_entry", when=TODAY),
            step("3", "launch", vague=True),
        ),
        "market_entry launch",
    ),
    "a purchase, and the work agreed besides": (
        (
            step("1", "investment", PLANNED, when=TODAY, fresh=True),
            step("3", "partnership"),
        ),
        "investment partnership",
    ),
    "a rumour behind an agreement": (
        (
            step("1", "partnership", when=TODAY),
            step("3", "factory", PLANNED, certainty=Certainty.RUMOURED),
        ),
        "partnership",
    ),
    "a recall of two brands": (
        (
            step("1", "recall", when=TODAY),
            step("2", "recall", when=TODAY, company="kia"),
        ),
        "recall kia:recall",
    ),
    "figures of one maker, and those of another behind them": (
        (
            step("1", "delivery", when=Span(start=date(2024, 5, 1), end=date(2024, 5, 31))),
            step(
                "5",
                "delivery",
                company="nio",
                when=Span(start=date(2024, 5, 1), end=date(2024, 5, 31)),
            ),
        ),
        "delivery",
    ),
    "the same kind once more": (
        (
            step("1", "infrastructure", when=TODAY),
            step("2", "infrastructure", PLANNED, when=NEXT_YEAR),
        ),
        "infrastructure",
    ),
    "two of one kind on the same day": (
        (
            step("1", "investment", when=TODAY, titled=True),
            step("2", "investment", when=TODAY),
        ),
        "investment investment",
    ),
    "nothing but history": (
        (step("1", "factory", when=LAST_YEAR), step("2", "launch", when=LAST_YEAR)),
        "",
    ),
    "a delay told further down": (
        (step("6", "factory", DELAYED, when=NEXT_YEAR, echoes=2),),
        "factory",
    ),
}


@pytest.mark.parametrize("name", CLASSES)
def test_a_text_is_news_for(name: str) -> None:
    steps, wanted = CLASSES[name]

    assert news(*steps) == wanted


def test_a_bare_word_of_the_title_yields_to_what_the_text_tells() -> None:
    title = step("0", "production", PLANNED, titled=True)
    body = step("1", "partnership", when=TODAY)

    assert news(title, body) == "partnership"
    assert news(title) == "production"


def test_a_figure_of_the_title_does_not_yield() -> None:
    title = step(
        "0", "investment", PLANNED, titled=True, amount=Money(value=Decimal(1), currency="EUR")
    )
    body = step("2", "factory", PLANNED)

    assert "investment" in news(title, body)


def test_each_company_of_a_title_has_its_news() -> None:
    steps = (
        step("2", "technology", when=TODAY),
        step("7", "funding", company="nio", when=TODAY),
        step("9", "launch", company="kia"),
    )

    assert news(*steps, named=("byd", "nio")) == "technology nio:funding"
    assert news(*steps, named=("byd",)) == "technology"


def test_news_behind_a_scene_is_news_as_if_it_stood_first() -> None:
    steps = [step("6", "production"), step("9", "investment", PLANNED, when=NEXT_YEAR)]
    scene = Page(published=OUT, title="Ghent celebrates, quietly", begins=6)

    assert choose(steps, scene) == (True, False)
    assert choose(steps, replace(scene, begins=1)) == (False, True)


def test_a_digest_is_news_for_its_first_items() -> None:
    firms = ("byd", "nio", "kia", "bmw", "catl")
    steps = [
        step(str(place), "launch", company=company, paragraph=place)
        for place, company in enumerate(firms, 1)
    ]

    marks = choose(steps, Page(published=OUT, title="The week in electric cars"))
    assert [s.company for s, mark in zip(steps, marks, strict=True) if mark] == list(firms[:3])


def test_a_digest_leaves_out_rumours_and_what_is_long_over() -> None:
    steps = (
        step("1", "launch", company="byd", paragraph=1, when=LAST_YEAR),
        step("2", "launch", company="nio", paragraph=2, certainty=Certainty.RUMOURED),
        step("3", "launch", company="kia", paragraph=3),
        step("4", "recall", company="bmw", paragraph=4),
    )

    assert choose(steps, Page(published=OUT)) == (False, False, True, True)


def test_a_step_of_others_is_no_news_of_the_title() -> None:
    assert news(step("1", "launch", when=TODAY), step("3", "launch", company="nio")) == "launch"


def test_no_step_is_no_news() -> None:
    assert choose((), Page(published=OUT)) == ()


def test_a_second_step_that_the_title_says_is_news_wherever_it_is_told() -> None:
    shown = step("1", "unveil", when=TODAY, titled=True, echoes=3)
    halted = step("6", "factory", DELAYED, titled=True, echoes=3)

    assert news(shown, halted, title="BYD shows a van, puts a plant on hold") == "unveil factory"
    assert news(shown, replace(halted, titled=False, echoes=0), title="BYD shows a van") == "unveil"
