"""What may be a step besides those that were put together."""

from dataclasses import replace
from typing import Final

from bot.milestones.perhaps import perhaps
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

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
