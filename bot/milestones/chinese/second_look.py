"""A second look at a sentence with a trained model beside the rules.

Where no rule saw a step of a kind that the words of a sentence make likely, it is read once more as
if a way to say such a step stood at the words that speak most for it: who takes it, how far it is,
when, for how much is told by the same grammars, and what they refuse is refused. A guess stays only
where the rest of the text bears it out (`bot/milestones/doubt.py`).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from bot.milestones import doubt
from bot.milestones.chinese import only_when
from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.steps import Pattern, Step
from bot.milestones.chinese.words import Tag
from bot.milestones.context import Likelihoods
from bot.milestones.packed import weight
from bot.milestones.statement import Statement
from storage.records import Kind, Phase

PROPOSED: Final = 0.2  # from this chance on a step is proposed
OVERLOOKED: Final = 0.5  # from this one on whatever the rules have against it
MODEL: Final = "model"
PAIR: Final = 2  # characters
BUILT: Final = frozenset((Kind.FACTORY, Kind.PRODUCTION))
# Who takes a step of these kinds; of all others it is the subject.
WHO: Final = {Kind.PARTNERSHIP: "both", Kind.APPROVAL: "any", Kind.RECALL: "any"}


def proposed(
    scene: Scene,
    context: Likelihoods,
    barred: Collection[Kind],
    judge: Callable[[Match], list[Statement] | str],
    notes: list[str],
) -> list[Statement]:
    """What the model proposes, as far as the grammars of the rules agree.

    `barred` are kinds that a rule saw, stated or not; `judge` reads a match like any other.
    """
    found: list[Statement] = []
    for kind, chance in context.likely(scene.sentence.text, PROPOSED):
        if kind in barred or _is_none(scene, kind):
            continue
        judged = judge(_as_said(scene, kind))
        why = f"{MODEL} ({chance:.0%} likely)"
        if isinstance(judged, str):
            notes.append(f"{kind}: {why} - {judged}")
            continue
        notes.append(f"{kind}: {why}")
        found += [
            replace(s, rule=s.rule.replace(MODEL, why, 1), weight=0, guess=True)
            for s in judged
            if s.kind is kind
        ]
    return found


def overlooked(
    scene: Scene,
    context: Likelihoods,
    read: Sequence[Statement],
    assume: Callable[[Match], list[Statement]],
    notes: list[str],
) -> list[Statement]:
    """Guesses: kinds that a sentence states more likely than not and that are not `read` in it.

    What spoke against them is for the doubt to weigh; `assume` makes a statement of a match.
    """
    found: list[Statement] = []
    for kind, chance in context.likely(scene.sentence.text, OVERLOOKED) if scene.number else ():
        if all(s.kind is not kind for s in read) and not _is_none(scene, kind):
            notes.append(f"{kind}: {MODEL} ({chance:.0%} likely)")
            found += assume(_as_said(scene, kind))
    return found


def _is_none(scene: Scene, kind: Kind) -> bool:
    """Is what an authority does a probe, and no permit, or is only told how long it took?"""
    if kind in BUILT:
        return only_when.whole_span(scene) is not None
    return kind is Kind.APPROVAL and scene.has("probe") and not scene.has("permit")


def _as_said(scene: Scene, kind: Kind) -> Match:
    """A match of this kind at the two characters that speak most for it, in their clause."""
    rows = map(doubt.of("zh").grams.get, (scene.text[at:][:PAIR] for at in range(len(scene.text))))
    told = [weight(row, kind) if row else 0.0 for row in rows]
    clauses = [scene.bounds(number) for number in range(len(scene.borders))]
    begin, end = max(clauses, key=lambda bounds: sum(told[slice(*bounds)]))
    at = max(range(begin, end), key=told.__getitem__, default=begin)
    tag = Tag(frozenset(), at, min(at + PAIR, len(scene.text)))
    probed = kind is Kind.RECALL and scene.has("probe") and not scene.has("recall")
    return Match(_pattern(kind, Phase.PENDING if probed else Phase.DONE), (tag,), (tag,))


@cache
def _pattern(kind: Kind, recalled: Phase) -> Pattern:
    """What a model proposes; `recalled`: how far a recall is, of which there may be a probe."""
    step = Step(
        kind=kind,
        who=WHO.get(kind, "subject"),
        phase=recalled if kind is Kind.RECALL else None,
        bare=Phase.DONE,
        need=("partner",) if kind is Kind.PARTNERSHIP else (),
        without=(),
        stop=False,
    )
    return Pattern(step, MODEL, ())
