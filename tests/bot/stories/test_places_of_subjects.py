"""A subject taken apart: which parts of it are places, as its sentence says."""

import pytest

from bot.catalogue import load
from bot.stories.subject import taken_apart
from storage.records import Certainty, Kind, Milestone, Phase


def step(kind: Kind, subject: str, evidence: str) -> Milestone:
    return Milestone(
        company="bmw",
        kind=kind,
        phase=Phase.DONE,
        certainty=Certainty.OFFICIAL,
        evidence=evidence,
        subject=subject,
        headline=True,
    )


@pytest.mark.parametrize(
    ("kind", "subject", "evidence", "place", "things"),
    [
        (
            Kind.PRODUCTION,
            "Hoskota, Ohio",
            "It began production in Hoskota, Ohio.",
            "Hoskota, Ohio",
            (),
        ),
        (Kind.PRODUCTION, "Hoskota", "It began production in Hoskota.", "Hoskota", ()),
        (Kind.TESTING, "Hoskota", "A line at its Hoskota plant is to run.", "Hoskota", ()),
        (Kind.PRODUCTION, "iX3", "The motor is built into the iX3 in Hoskota.", "", ("iX3",)),
        (Kind.LAUNCH, "Hoskota", "BMW launched the Hoskota in May.", "", ("Hoskota",)),
        (
            Kind.MARKET_ENTRY,
            "Spain, and Italy",
            "BMW came to Spain, and Italy.",
            "Spain, Italy",
            (),
        ),
    ],
)
def test_a_town_that_no_table_lists_is_a_place_where_the_sentence_says_so(
    kind: Kind, subject: str, evidence: str, place: str, things: tuple[str, ...]
) -> None:
    apart = taken_apart(step(kind, subject, evidence), load(), "en")

    assert (apart.place, apart.things) == (place, things)
