"""Who stands for a step in an English sentence: the company, a medium, or nobody."""

from typing import Final

import pytest

from tests.told import about_cars

# A company reports its own figures; a medium reports news.
REPORTING: Final = (
    ("nio delivery official", "Nio reported deliveries of 20,176 vehicles for May on Tuesday."),
    ("lucid delivery official", "Lucid had reported that it delivered 2,394 cars in May."),
    ("lucid delivery official", "In May Lucid told us it had delivered 2,394 cars in April."),
    ("nio factory reported", "Nio will build a car plant in Hungary, Reuters reported."),
    ("nio factory reported", "Nio is reported to build a car plant in Hungary."),
    ("nio launch reported", "Nio reports suggest that the ET9 will be launched in October."),
)
# Who tells a paper something with an office stands for it.
TELLING: Final = (
    (
        "renault partnership official",
        "Renault and Volkswagen will build a car together, a Renault spokesman told Reuters.",
    ),
    (
        "chery production official",
        "Production starts in May next year, company officials of Chery told local media.",
    ),
    (
        "renault partnership reported",
        "Renault and Volkswagen will build a car together, a source told Reuters.",
    ),
    (
        "renault partnership reported",
        "Renault and Volkswagen will build a car together, a former company director told Reuters.",
    ),
    (
        "xiaomi market_entry official",
        "Xiaomi will enter the European market in 2027, it said in a press release on Thursday.",
    ),
)
# What is cited as a reason, what is reported of mishaps, and what is cited as a source.
CITING: Final = (
    (
        "byd factory official",
        "BYD has shelved its plan for a car factory in Mexico, citing geopolitical tension.",
    ),
    (
        "byd factory reported",
        "BYD has shelved its plan for a car factory in Mexico, a site writes, citing sources.",
    ),
    (
        "ola-electric recall official",
        "Ola Electric is recalling 1,441 of its scooters as reports of vehicles catching fire mount.",
    ),
    ("tesla recall reported", "Tesla is recalling 1,441 cars, reports say."),
    (
        "stellantis factory reported",
        "Stellantis drops its plan for a battery plant in Italy, the metalworkers' union said.",
    ),
)
# To apply is an act; to need is known from nobody. "May have to" guesses.
NEEDING: Final = (
    ("fisker approval official", "Fisker applied for certification of the Ocean with the EPA."),
    ("byd approval official", "BYD still needs approval from the ministry, the company said."),
    ("byd approval reported", "The BYD plant in Hungary still needs approval from the ministry."),
    ("ford launch rumoured", "Ford may have to delay the launch of the Mustang Mach-E."),
    ("ford launch official", "Ford has to delay the launch of the Mustang Mach-E."),
    (
        "saic factory official",
        "The opening of the battery plant is expected in 2025, according to SAIC.",
    ),
    ("saic factory reported", "The battery plant of SAIC is expected to open in 2025."),
)


@pytest.mark.parametrize(("told", "sentence"), [*REPORTING, *TELLING, *CITING, *NEEDING])
def test_a_sentence_says_who_stands_for_a_step(told: str, sentence: str) -> None:
    found = about_cars(sentence)

    assert told in {f"{m.company} {m.kind} {m.certainty}" for m in found.milestones}
