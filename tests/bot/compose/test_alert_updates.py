"""What an alert of a story says that its channel has heard of before."""

import pytest

from adapters.document import Document, Facts
from bot.catalogue import load
from bot.compose import alert
from bot.compose.plain import lines, text
from storage.records import (
    Certainty,
    Change,
    ChangeKind,
    Item,
    Kind,
    Phase,
    Story,
)
from tests.fakes_words import item, step, story, xiaomi_steps

CATALOGUE = load()
GAZETTE = item("a")
WIRE = item("b", source="wire", url="https://wire.example/b")
SOURCES = [(GAZETTE, "EV Gazette"), (WIRE, "The Wire")]


def told(story_: Story, sources: list[tuple[Item, str]], *, heard: int = 0) -> Document:
    return alert(story_, sources, catalogue=CATALOGUE, language="en", update=True, heard=heard)


def test_an_update_tells_what_is_new_and_recalls_the_rest() -> None:
    later = item("c", source="wire")
    news = step(
        Kind.APPROVAL,
        agency="MIIT",
        certainty=Certainty.OFFICIAL,
        item=later.id,
        evidence="The ministry listed it.",
    )
    grown = story([*xiaomi_steps(GAZETTE.id), news], [GAZETTE, WIRE, later])

    document = told(grown, [*SOURCES, (later, "The Wire")])

    assert lines(document)[:2] == (
        "Xiaomi: Cleared by the MIIT",
        "  - Approval · MIIT [done, official]: was pending",
    )
    assert "Known before: Registration · MIIT (done, reported), 2 Aug 2023" in text(document)
    assert "  “The ministry listed it.” (The Wire)" in lines(document)
    assert "Update of a story first told" in text(document)


def test_an_update_is_about_the_last_item_with_news_though_others_only_repeated_it() -> None:
    first, second, third = item("1"), item("2"), item("3")
    steps = [
        step(Kind.APPROVAL, agency="NDRC", item=first.id),
        step(Kind.LAUNCH, subject="SU7", item=second.id),
        step(Kind.LAUNCH, subject="SU7", item=third.id),
        step(Kind.FACTORY, subject="Beijing", headline=False, item=third.id),
    ]
    grown = story(steps, [first, second, third])

    document = told(grown, [(each, "Gazette") for each in (first, second, third)])

    assert _rows(document) == ["Launch"]


def test_an_update_is_about_all_items_that_brought_news_since_the_channel_heard_of_it() -> None:
    first, second, third = item("1"), item("2"), item("3")
    launch = step(Kind.LAUNCH, subject="SU7", item=second.id)
    plant = step(Kind.FACTORY, subject="Beijing", item=third.id)
    steps = [step(Kind.APPROVAL, agency="NDRC", item=first.id), launch, plant]
    changes = [
        Change(revision=at, kind=ChangeKind.STEP, milestone=m)
        for at, m in ((2, launch), (3, plant))
    ]
    grown = story(steps, [first, second, third], changes=tuple(changes))
    sources = [(each, "Gazette") for each in (first, second, third)]

    assert _rows(told(grown, sources, heard=1)) == ["Launch", "Factory"]
    assert _rows(told(grown, sources, heard=2)) == ["Factory"]


def test_what_was_told_beside_the_news_since_then_was_not_known_before() -> None:
    first, second, third = item("1"), item("2"), item("3")
    launch = step(Kind.LAUNCH, subject="SU7", item=second.id)
    plan = step(Kind.DELIVERY, Phase.PLANNED, when="2024-06-30", headline=False, item=third.id)
    steps = [step(Kind.APPROVAL, agency="NDRC", item=first.id), launch, plan]
    change = Change(revision=2, kind=ChangeKind.STEP, milestone=launch)
    grown = story(steps, [first, second, third], changes=(change,))
    sources = [(each, "Gazette") for each in (first, second, third)]

    document = told(grown, sources, heard=1)

    assert _rows(document) == ["Launch", "Delivery"]
    assert "Known before: Approval · NDRC" in text(document)
    assert "Known before: Delivery" not in text(document)


@pytest.mark.parametrize(
    "kind", [ChangeKind.DATE, ChangeKind.FIGURE, ChangeKind.CERTAINTY, ChangeKind.DISPUTE]
)
def test_an_update_is_about_a_known_step_of_which_more_is_told(kind: ChangeKind) -> None:
    first, second, third = item("1"), item("2"), item("3")
    plan = step(Kind.LAUNCH, Phase.PLANNED, subject="SU7", item=first.id)
    more = step(Kind.LAUNCH, Phase.PLANNED, subject="SU7", item=third.id)
    plant = step(Kind.FACTORY, subject="Beijing", item=second.id)
    change = Change(revision=3, kind=kind, milestone=more, before=plan)
    grown = story([plan, plant, more], [first, second, third], changes=(change,))
    sources = [(each, "Gazette") for each in (first, second, third)]

    assert _rows(told(grown, sources, heard=2)) == ["Launch"]


def test_an_update_of_a_rumour_that_is_official_now_tells_that() -> None:
    first, second = item("1"), item("2")
    steps = [
        step(Kind.APPROVAL, agency="NDRC", certainty=Certainty.RUMOURED, item=first.id),
        step(Kind.LAUNCH, subject="SU7", item=first.id),
        step(Kind.APPROVAL, agency="NDRC", certainty=Certainty.OFFICIAL, item=second.id),
    ]

    document = told(story(steps, [first, second]), [(first, "A"), (second, "B")])

    assert _rows(document) == ["Approval · NDRC"]


def _rows(document: Document) -> list[str]:
    return [row.label for part in document.parts if isinstance(part, Facts) for row in part.rows]
