"""The trained model beside the rules of English: what it sees, proposes, doubts, and what not."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.catalogue import FOLDER, load, weights
from bot.milestones.english import likely as model
from bot.milestones.english.actors import Discourse, actors
from bot.milestones.english.likely import Likely
from bot.milestones.english.phase import phase
from bot.milestones.english.scene import Scene, build
from bot.milestones.english.second_look import (
    _as_said,
    credible,
    is_proposal,
    marked,
    overlooked,
    proposed,
    unechoed,
)
from bot.milestones.english.traits import traits
from bot.milestones.extract import extract
from bot.milestones.mentions import finder
from bot.milestones.packed import KINDS
from bot.milestones.statement import Statement
from bot.milestones.text import Sentence
from storage.records import Certainty, Kind, Phase

PUBLISHED = date(2024, 6, 14)
MAX_BYTES = 300_000
MAX_SECONDS = 0.001  # of one sentence, with room for a busy machine
SILENT = (
    "Would Tesla ever swing the gates of a plant in Spain open?",
    "Tesla denied that the gates of a plant in Spain will swing open.",
    "If Nio were to find a home in Hungary, the gates would swing open by 2027.",
    "Polestar's shares lost a tenth in late trading on Wednesday.",
    "The analyst who follows Ford likes its electric cars less than those of Tesla.",
    "The ride-hailing group gets XPeng shares worth up to $744 million in return.",
    "Panasonic took the cover off a hair dryer on Thursday.",
)


def scene(text: str) -> Scene:
    sentence = Sentence(text, 0, len(text), 0)
    return build(sentence, finder(load()).find(text), number=1, published=PUBLISHED)


def seen(text: str) -> tuple[str, ...]:
    here = scene(text)
    everyone = actors(here, Discourse(load()))
    return traits(here, everyone, published=PUBLISHED, topic=("tesla",))


def sums(**given: float) -> Likely:
    return Likely(tuple(given.get(kind.value, -9.0) for kind in KINDS), ())


def statement(
    kind: Kind = Kind.FACTORY, *, rule: str = "{plant} <open>", start: int = 0
) -> Statement:
    return Statement(
        company="tesla",
        kind=kind,
        phase=Phase.DONE,
        certainty=Certainty.OFFICIAL,
        evidence="Tesla opened a plant.",
        start=start,
        rule=rule,
    )


def forget() -> None:
    model._model.cache_clear()
    model._pairs.cache_clear()


@contextmanager
def trained(patch: pytest.MonkeyPatch, data: Mapping[str, Any]) -> Iterator[None]:
    """The rules with another model."""
    with patch.context() as context:
        context.setattr(model, "weights", lambda _: data)
        forget()
        yield
    forget()


def test_names_days_and_sums_are_one_word_each() -> None:
    found = seen("Tesla paid Nio $5 million in France on Monday.")

    assert {"pair @TOPIC paid", "pair paid @OTHER", "pair @OTHER @MONEY"} <= set(found)
    assert {"word @PLACE", "word @NOW", "holds MONEY", "who acts"} <= set(found)
    assert not {"word tesla", "word nio", "word franc"} & set(found)


def test_a_sentence_has_the_same_traits_every_time_and_each_once() -> None:
    text = "Tesla swung the gates of its plant open, and the gates stayed open."

    assert seen(text) == seen(text)
    assert len(seen(text)) == len(set(seen(text)))


def test_what_is_likeliest_comes_first() -> None:
    told = sums(factory=1.0, production=2.0, recall=-0.5)

    assert told.over(0.5) == [Kind.PRODUCTION, Kind.FACTORY]
    assert told.chance(Kind.FACTORY) == pytest.approx(0.731, abs=0.001)


def test_a_most_unlikely_step_is_dropped_and_noted() -> None:
    notes: list[str] = []

    kept = credible([statement(), statement(Kind.RECALL)], sums(factory=0.0), notes)

    assert [s.kind for s in kept] == [Kind.FACTORY]
    assert notes == ["recall: model - unlikely ()"]


def test_a_kind_that_a_rule_read_or_refused_is_not_proposed() -> None:
    told, notes = sums(factory=3.0, recall=3.0, launch=3.0), list[str]()

    found = proposed(
        scene("Tesla swung the gates open."),
        told,
        [statement()],
        {Kind.RECALL},
        lambda match: [statement(match.pattern.step.kind, rule="model, subject 'Tesla'")],
        notes,
    )

    assert [s.kind for s in found] == [Kind.LAUNCH]
    assert is_proposal(found[0])
    assert notes == ["launch: model (its words)"]


def test_what_a_sentence_likely_states_is_guessed_unless_it_is_read() -> None:
    notes = list[str]()

    found = overlooked(
        scene("Tesla swung the gates of the plant open."),
        [Kind.LAUNCH, Kind.RECALL, Kind.RESTRUCTURING, Kind.DELIVERY],
        [statement(Kind.LAUNCH)],
        lambda match: [statement(match.pattern.step.kind)],
        notes,
    )

    assert [s.kind for s in found] == [Kind.RECALL]  # deliveries are told in the words of a launch
    assert notes == ["recall: model (in its text)"]


@pytest.mark.parametrize(
    ("text", "kind", "ends"),
    [
        ("Toyota ended its battery venture in March.", Kind.PARTNERSHIP, Phase.CANCELLED),
        ("Tesla halted work on its site in May.", Kind.FACTORY, Phase.DELAYED),
        ("Tesla stopped work on its site in May.", Kind.FACTORY, Phase.DELAYED),
        ("Tesla postponed the show of its car to May.", Kind.UNVEIL, Phase.DELAYED),
        ("Tesla showed its car in May.", Kind.UNVEIL, Phase.DONE),
        ("Ford will bring neither to market in May.", Kind.LAUNCH, None),
    ],
)
def test_what_a_verb_ends_is_off_whatever_makes_it_likely(
    text: str, kind: Kind, ends: Phase | None
) -> None:
    here = scene(text)

    assert phase(here, _as_said(here, kind), here.low) is ends


def test_money_that_is_raised_is_not_guessed_to_be_put_in() -> None:
    found = proposed(
        scene("Northvolt raised $1.2 billion from investors."),
        sums(investment=3.0),
        [statement(Kind.FUNDING)],
        (),
        lambda match: [statement(match.pattern.step.kind, rule="model, subject 'Northvolt'")],
        [],
        [Kind.INVESTMENT],
    )

    assert found == []


def test_what_only_the_model_of_the_doubt_finds_likely_is_a_guess() -> None:
    found = proposed(
        scene("Tesla swung the gates open."),
        sums(),
        [],
        (),
        lambda match: [statement(match.pattern.step.kind, rule="model, subject 'Tesla'")],
        [],
        [Kind.FACTORY],
    )

    assert [(s.kind, s.guess) for s in found] == [(Kind.FACTORY, True)]


@pytest.mark.parametrize(
    ("kind", "total", "guesses"),
    [
        ("factory", 1.0, [False]),  # 73 %
        ("factory", 0.0, [True]),
        ("factory", -2.0, []),  # 12 %
        ("partnership", 2.0, [True]),
        ("partnership", 3.0, [False]),
    ],
)
def test_what_is_not_likely_enough_is_a_guess(kind: str, total: float, guesses: list[bool]) -> None:
    found = proposed(
        scene("Tesla swung the gates open."),
        sums(**{kind: total}),
        [],
        (),
        lambda match: [statement(match.pattern.step.kind, rule="model, subject 'Tesla'")],
        [],
    )

    assert [s.guess for s in found] == guesses


def test_what_the_grammars_refuse_is_noted_with_their_reason() -> None:
    notes: list[str] = []

    found = proposed(
        scene("Tesla swung the gates open."),
        sums(factory=3.0),
        [],
        (),
        lambda _: "denied",
        notes,
    )

    assert (found, notes) == ([], ["factory: model (its words) - denied"])


def test_a_proposal_yields_to_a_rule_and_to_an_earlier_one() -> None:
    first, second = (statement(Kind.RECALL, rule="model (x), subject", start=n) for n in (1, 2))
    echo = statement(rule="model (y), subject")

    assert unechoed([echo, first, statement(), second]) == [first, statement()]


def test_a_proposal_is_read_by_the_grammars_and_says_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = {
        "base": dict.fromkeys((kind.value for kind in KINDS), 0.0)
        | dict.fromkeys((kind.value for kind in KINDS if kind is not Kind.FACTORY), -9.0)
        | {"factory": -2.0},
        "traits": {"word grandchildren": {"factory": 4.0}, "word walk": {"factory": -0.5}},
    }
    text = "On Monday Tesla walked the grandchildren of its electric cars home to Berlin."

    with trained(monkeypatch, data):
        read = extract("", text, language="en", published=PUBLISHED, catalogue=load())

    assert [(m.company, m.kind, m.phase) for m in read.milestones] == [
        ("tesla", Kind.FACTORY, Phase.DONE)
    ]
    assert read.milestones[0].when is not None
    assert read.milestones[0].when.start == date(2024, 6, 10)
    assert any("model (word grandchildren)" in t.verdict for t in read.trace)


@pytest.mark.parametrize("text", SILENT)
def test_the_model_stays_silent_on_what_states_no_step(text: str) -> None:
    title = "News of electric cars"

    read = extract(title, text, language="en", published=PUBLISHED, catalogue=load())

    assert not [t.verdict for t in read.trace if "(model " in t.verdict]


def test_a_sentence_takes_less_than_a_millisecond() -> None:
    here = scene(
        "Tesla, which had bought the site from Ford for $5 million in May 2023, swung the gates of"
        " its plant in Berlin open on Monday, and the first 1,000 cars left for France."
    )
    everyone = actors(here, Discourse(load()))

    def once() -> float:
        start = time.process_time()
        model.likely(here, everyone, published=PUBLISHED, topic=("tesla",))
        return time.process_time() - start

    assert min(once() for _ in range(20)) < MAX_SECONDS


def test_the_weights_are_small_and_of_known_sorts_and_kinds() -> None:
    path = FOLDER / "english_likely.json"
    data = weights("english_likely")
    sorts = {trait.split()[0] for trait in data["traits"]}

    assert path.stat().st_size < MAX_BYTES
    assert set(data["base"]) == {kind.value for kind in KINDS}
    assert sorts == {"word", "pair", "front", "verb", "noun", "holds", "place", "who"}
    assert all(row and row.keys() <= set(data["base"]) for row in data["traits"].values())


def test_each_trait_has_a_line_of_its_own() -> None:
    text = Path(FOLDER / "english_likely.json").read_text(encoding="utf-8")

    assert len(text.splitlines()) >= len(json.loads(text)["traits"])


def test_what_the_model_is_not_sure_of_is_marked_and_what_only_it_says() -> None:
    unsure, sure = sums(factory=-3.0), sums(factory=2.0)
    rule, own = statement(), statement(rule="model (verb open)")
    title = replace(rule, titled=True)

    assert [s.doubtful for s in marked([rule, title, own], unsure)] == [True, False, True]
    assert [s.doubtful for s in marked([rule, title, own], sure)] == [False, False, True]
