"""How far an English sentence says that a step has come, class by class, with look-alikes."""

from typing import Final

import pytest

from tests.told import about_cars

# A mark or a patent waits for its office; what was granted, a company and an address do not.
APPLIED: Final = (
    ("ford registration pending", "Ford has applied to protect six model names in Australia."),
    ("xpeng registration pending", "Xpeng applied for a patent on a folding wheel in May."),
    ("byd registration pending", 'BYD filed the names "Shark" and "Mako" with the USPTO.'),
    ("kia registration pending", "The names EV1 to EV9 were submitted to the USPTO by Kia in May."),
    ("apple registration done", "Apple was granted a patent for a sunroof of an electric car."),
    ("xiaomi registration done", "Xiaomi's application for the mark SU7 was registered in March."),
    ("rivian registration done", "Rivian was given a patent that it applied for in 2021."),
    ("byd registration done", "BYD registered the name Racco, an application shows."),
    ("hyundai registration done", 'Hyundai has trademarked "Ioniq T7" and "Ioniq T10".'),
    ("apple registration done", "Apple secured the domain applecar.com in January 2016."),
    ("byd registration done", "BYD registered a new company in Turkey on April 4."),
)
# Money that is promised is not there; what was promised may have come.
PROMISED: Final = (
    (
        "nissan funding planned",
        "The Japanese government had promised Nissan up to 55.7 billion yen in subsidies.",
    ),
    (
        "zeekr funding planned",
        "Zeekr said on Monday that five investors had committed $750 million to its Series A.",
    ),
    ("rivian funding done", "Rivian received the promised $1 billion from Volkswagen on Tuesday."),
    ("nio funding done", "Nio raised $1 billion from investors in May."),
)
# A sum that is changed is still to be spent.
BUDGETS: Final = (
    (
        "toyota investment planned",
        "Toyota tripled its investment in its battery plant to $3.8 billion in May.",
    ),
    ("ford investment planned", "Ford lifts its spending on electric cars to $50 billion."),
    ("ford investment done", "Ford invested $500 million in Rivian in May."),
)
# Jobs that are to go; a loss that is announced.
TO_COME: Final = (
    ("polestar restructuring planned", "Polestar said on Thursday it would cut 450 jobs."),
    (
        "ford restructuring planned",
        "Ford had announced in May last year that it would eliminate 4,000 posts by 2027.",
    ),
    (
        "rivian restructuring done",
        "Rivian told its staff on Wednesday that it would lay off 600 people.",
    ),
    ("rivian restructuring done", "Rivian laid off 600 people on Tuesday."),
    (
        "gm restructuring done",
        "Days later General Motors disclosed a charge of $6 billion on its electric cars.",
    ),
    (
        "ford restructuring done",
        "Ford will take special charges of $1.9 billion for its electric SUV.",
    ),
)
# Given up for good, or for a while.
ENDED: Final = (
    (
        "rivian partnership cancelled",
        "Rivian is shelving the plan to make electric vans together with Mercedes-Benz.",
    ),
    (
        "rivian partnership delayed",
        "Rivian is shelving its plan to build vans together with Mercedes-Benz for now.",
    ),
    (
        "renault partnership cancelled",
        "Renault and Volkswagen have ended talks on developing a cheap electric car together.",
    ),
    (
        "ford partnership cancelled",
        "Ford and VW broke off negotiations to build an electric van together.",
    ),
    ("gm production cancelled", "GM stopped building the Bolt last year."),
    ("gm production delayed", "GM stopped building the Bolt for two weeks in March."),
    ("gm production delayed", "GM has paused production of the Bolt."),
)
# A later day slips; a lower number, another place and an earlier day do not.
SLIPPING: Final = (
    (
        "toyota production delayed",
        "Toyota's electric SUV will go into production in late 2026 rather than early next year.",
    ),
    (
        "ford production delayed",
        "Ford will build the truck in Tennessee from 2026 instead of late 2025.",
    ),
    ("polestar production planned", "Polestar now expects to make 60,000 cars, instead of 80,000."),
    (
        "ford production planned",
        "Instead of 150,000 trucks, Ford expects to build about 80,000 electric ones in 2025.",
    ),
    (
        "lg-energy production planned",
        "LG Energy Solution will make cells in Michigan from 2025 instead of in Poland.",
    ),
    ("li-auto launch planned", "Li Auto will launch its Li L8 on June 28 instead of in November."),
    (
        "li-auto launch planned",
        "Li Auto will launch its Li L8 on June 28 instead of in November, the L7 early in 2025.",
    ),
    (
        "gm factory planned",
        "GM announced a $2.3 billion battery plant in Spring Hill, to open in late 2025.",
    ),
)
# The second of two verbs goes with the "will be" of the first, unless it acts.
COUPLED: Final = (
    (
        "byd launch planned",
        "The BYD Seal will be shown next month at the Beijing motor show and launched in August.",
    ),
    (
        "xiaomi delivery planned",
        "Xiaomi's YU7 is to be shown in July and delivered in August.",
    ),
    ("nio launch done", "Nio will be honoured in Beijing and launched the ET9 in May."),
    (
        "polestar launch done",
        "The Polestar 3 will be praised and has been launched in Sweden in May.",
    ),
)


@pytest.mark.parametrize(
    ("told", "sentence"), [*APPLIED, *PROMISED, *BUDGETS, *TO_COME, *ENDED, *SLIPPING, *COUPLED]
)
def test_a_sentence_says_how_far_a_step_has_come(told: str, sentence: str) -> None:
    found = about_cars(sentence)

    assert told in {f"{m.company} {m.kind} {m.phase}" for m in found.milestones}
