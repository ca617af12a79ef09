"""What may be a step besides those that were put together."""

from dataclasses import replace
from datetime import date
from typing import Final

from bot.milestones.perhaps import perhaps
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase, Span

OPENED: Final = Statement(
    company="tesla",
    kind=Kind.FACTORY,
    phase=Phase.DONE,
    certainty=Certainty.OFFICIAL,
    evidence="Tesla opened a plant.",
)


def test_a_guess_counts_where_no_step_is_of_its_company_and_kind() -> None:
    echo = replace(OPENED, evidence="The plant opened.", guess=True)
    other = replace(echo, company="byd")
    later = replace(other, evidence="It opened later.")

    assert perhaps([OPENED], [], [echo, other, later]) == [other]


def test_what_was_put_together_counts_but_for_the_sentence_of_a_step() -> None:
    here = replace(OPENED, again=True)
    there = replace(OPENED, evidence="Another plant follows.", again=True)

    assert perhaps([OPENED], [here, there], []) == [there]


def test_of_a_plant_a_guess_counts_too_that_has_a_date_and_a_sentence_of_its_own() -> None:
    dated = replace(OPENED, when=Span(start=date(2024, 5, 2), end=date(2024, 5, 2)))
    second = replace(
        dated,
        evidence="A second one follows in 2026.",
        when=Span(start=date(2026, 1, 1), end=date(2026, 12, 31)),
        guess=True,
    )

    assert perhaps([dated], [], [second]) == [second]
    assert perhaps([dated], [], [replace(second, when=dated.when)]) == []
    assert perhaps([dated], [], [replace(second, when=None)]) == []
    assert perhaps([dated], [], [replace(second, evidence=dated.evidence)]) == []
    launched = replace(dated, kind=Kind.LAUNCH)
    assert perhaps([launched], [], [replace(second, kind=Kind.LAUNCH)]) == []
