"""A second look at a sentence with the trained model beside the rules.

Where no rule read a step of a kind that the model finds likely, the sentence is read once more as
if a way to say such a step fitted it: who takes it, how far it is, when, for how much is then told
by the same grammars, and what the rules refuse is refused. A step that the rules read and the
model finds most unlikely is dropped. Where the model is not sure, the step is a guess: it stays
only where the rest of the text bears it out (`bot/milestones/doubt.py`).
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.milestones.english.about import LEAD
from bot.milestones.english.clauses import clauses, main_verb
from bot.milestones.english.grammar import State, state
from bot.milestones.english.likely import Likely
from bot.milestones.english.needs import NEEDS
from bot.milestones.english.patterns import Pattern, Step
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.statement import Statement
from storage.records import Certainty, Kind, Phase

PROPOSED: Final = 0.2  # from this chance on a step is proposed
LIKELY: Final = 0.66  # from this one on, two in three, it is more than a guess
SURE: Final = 0.8  # the same where the sentence does not say who takes it
OVERLOOKED: Final = 0.5  # from this one on, in its text, whatever the rules have against it
DOUBTED: Final = 0.005  # below it what the rules read is dropped
UNSURE: Final = 0.15  # below it what the rules read is doubtful
MODEL: Final = "model"
# Of these it guesses wrong more often than right.
UNDOUBTED: Final = frozenset((Kind.FUNDING,))
# Rules that say all, however seldom such sentences are.
FIRM: Final = (
    "<invest> MONEY, subject",
    "<invest> MONEY to",
    "<buy> {plant}",
    "acquisition of",
    "purchase of",
    "<approve> {production",
    "<scrap> development",
    "{job} to|will",
    "{job} <quit>",
)
UNTOLD: Final = frozenset((Kind.RESTRUCTURING,))
# Of these it guesses unless it is nearly certain.
WARY: Final = frozenset((Kind.PARTNERSHIP, Kind.UNVEIL, Kind.TECHNOLOGY, Kind.DELIVERY))
CERTAIN: Final = 0.9
GIVING: Final = frozenset(("invest", "buy", "takestake"))
# Of these it guesses without a day, a number or the title.
DATED: Final = frozenset((Kind.DELIVERY,))
# Kinds that use the words of another: "building begins", "the first sites are open".
OUTDONE: Final = {
    Kind.PRODUCTION: (Kind.FACTORY, Kind.RESTRUCTURING),
    Kind.FACTORY: (Kind.INFRASTRUCTURE, Kind.RESTRUCTURING, Kind.INVESTMENT, Kind.PARTNERSHIP),
    Kind.DELIVERY: (Kind.LAUNCH, Kind.MARKET_ENTRY, Kind.RECALL),
    Kind.TECHNOLOGY: (Kind.RECALL,),
    Kind.MARKET_ENTRY: (Kind.LAUNCH, Kind.DELIVERY),
    Kind.REGISTRATION: (Kind.INVESTMENT,),
    Kind.INVESTMENT: (Kind.FACTORY, Kind.FUNDING),
}
# What a plant does, rather than what becomes of it.
_MAKES: Final = re.compile(
    r"\b(?:starts?|started|begins?|began) (?:building|making|producing|to build|to make)\b"
    r"|\b(?:turn|turns|turned) out\b"
)
RAISED: Final = ("raised by 'it'", "raised by 'them'", "raised by 'their'")
# Who takes a step of these kinds; of all others it is the subject.
WHO: Final = {
    Kind.PARTNERSHIP: "both",
    Kind.FUNDING: "raiser",
    Kind.APPROVAL: "any",
    Kind.RECALL: "any",
}


def credible(final: Sequence[Statement], told: Likely, notes: list[str]) -> list[Statement]:
    """The statements that the model does not find most unlikely; notes say what was dropped."""
    kept = [
        s
        for s in final
        if s.kind in UNDOUBTED or told.chance(s.kind) >= DOUBTED or s.rule.startswith(FIRM)
    ]
    notes.extend(
        f"{kind}: {MODEL} - unlikely ({told.reasons(kind, against=True)})"
        for kind in dict.fromkeys(s.kind for s in final if s not in kept)
    )
    return kept


def proposed(
    scene: Scene,
    told: Likely,
    read: Sequence[Statement],
    barred: Collection[Kind],
    judge: Callable[[Match], list[Statement] | str],
    notes: list[str],
    besides: Collection[Kind] = (),
) -> list[Statement]:
    """What the model proposes beside `read`, as far as the grammars of the rules agree.

    `barred` are kinds that a rule saw and found not stated; `judge` reads a match like any other.
    `besides` are kinds that the sentence makes likely to the model of the doubt alone: guesses.
    """
    found: list[Statement] = []
    for kind in dict.fromkeys((*told.over(PROPOSED), *besides)):
        if kind in UNTOLD or kind in barred or any(s.kind is kind for s in read):
            continue
        said = _as_said(scene, kind)
        if _is_other_matter(scene, kind, said):
            continue
        chance = told.chance(kind)
        wary = kind in WARY and chance < CERTAIN
        guess = wary or chance < LIKELY or (kind in DATED and not _is_timed(scene))
        if _is_outdone(scene, kind, [*read, *found]):
            continue
        judged = judge(said)
        why = f"{MODEL} ({told.reasons(kind) or 'its words'})"
        if isinstance(judged, str):
            notes.append(f"{kind}: {why} - {judged}")
            continue
        notes.append(f"{kind}: {why}")
        found += [
            replace(
                s,
                rule=s.rule.replace(MODEL, why, 1),
                weight=0,
                guess=guess or (s.carried and chance < SURE),
            )
            for s in judged
            if _is_meant(s, kind)
        ]
    return found


def overlooked(
    scene: Scene,
    told: Collection[Kind],
    read: Sequence[Statement],
    assume: Callable[[Match], list[Statement]],
    notes: list[str],
) -> list[Statement]:
    """Guesses: the kinds that are likelier `told` than not, and that neither rules nor look read.

    What spoke against them is for the doubt to weigh; `assume` makes a statement of a match.
    """
    found: list[Statement] = []
    for kind in told:
        if kind in UNTOLD or any(s.kind is kind for s in read) or _is_outdone(scene, kind, read):
            continue
        said = _as_said(scene, kind)
        guesses = [] if _is_other_matter(scene, kind, said) else assume(said)
        notes += [f"{kind}: {MODEL} (in its text)"] if guesses else []
        found += guesses
    return found


def _is_other_matter(scene: Scene, kind: Kind, said: Match) -> bool:
    """Do its words speak of something else: no place to enter, showrooms, money that is given?"""
    if kind is Kind.MARKET_ENTRY:
        return not NEEDS["place"](scene, said, ())
    if kind is Kind.LAUNCH:
        return "store" in scene.marked.tags  # showrooms open, no car
    return kind is Kind.FUNDING and said.verb is not None and said.verb.group in GIVING


def _is_timed(scene: Scene) -> bool:
    """Does a sentence tell when, or how many, or stand at the top?"""
    told = bool(scene.dates) or bool(scene.counts) or scene.number <= 1
    return told or scene.has("now", "begun", "started")


def _is_outdone(scene: Scene, kind: Kind, told: Sequence[Statement]) -> bool:
    """Does the sentence state what is told in the same words: a plant for the cars out of it?"""
    if kind is Kind.PRODUCTION and not scene.holds(small("raising")):
        return any(s.kind is Kind.RESTRUCTURING for s in told)
    halted = {Phase.DELAYED, Phase.CANCELLED}
    if kind is Kind.FACTORY and _MAKES.search(scene.low):
        return any(s.kind is Kind.PRODUCTION for s in told)  # "the plant is to start building cars"
    if kind is Kind.LAUNCH and any(s.kind is Kind.PRODUCTION and s.phase in halted for s in told):
        return True  # "keeps the line still until November"
    return any(s.kind in OUTDONE.get(kind, ()) for s in told)


def _is_meant(s: Statement, kind: Kind) -> bool:
    """Is it of the kind proposed, and of somebody: no launch for an entry, no money "into it"?"""
    if kind is Kind.FUNDING and s.rule.endswith(RAISED):
        return False
    return kind is not Kind.MARKET_ENTRY or s.kind is kind


def unechoed(statements: Sequence[Statement]) -> list[Statement]:
    """The statements without proposals of what is stated already: by a rule, or by an earlier one.

    The rules read a step better where they read it at all.
    """
    by_rule = {
        (s.company, s.kind)
        for s in statements
        if not is_proposal(s) and s.certainty is not Certainty.RUMOURED
    }
    kept: list[Statement] = []
    for s in _as_planned(statements):
        key = s.company, s.kind
        if is_proposal(s):
            if key in by_rule:
                continue
            by_rule.add(key)
        kept.append(s)
    return kept


def _as_planned(statements: Sequence[Statement]) -> Iterator[Statement]:
    """Money that a title has in the present tense is a plan where the text is going to spend it."""
    planned = {
        (s.company, s.kind, s.amount)
        for s in statements
        if is_proposal(s) and s.phase is Phase.PLANNED and s.position <= LEAD and s.amount
    }
    for s in statements:
        headed = s.titled and s.phase is Phase.DONE and s.kind is Kind.INVESTMENT
        if headed and (s.company, s.kind, s.amount) in planned:
            yield replace(s, phase=Phase.PLANNED, when=None)
        else:
            yield s


def marked(final: Sequence[Statement], told: Likely) -> list[Statement]:
    """The statements of a sentence, each marked where the model is not sure of it.

    A proposal is never sure: it is right where nothing else is told, and seldom beside a rule.
    A title is too short for the model.
    """
    return [
        replace(s, doubtful=True)
        if is_proposal(s) or (told.chance(s.kind) < UNSURE and not s.titled)
        else s
        for s in final
    ]


def is_proposal(s: Statement) -> bool:
    """Does the statement stand on the model alone?"""
    return s.rule.startswith(f"{MODEL} ")


def _as_said(scene: Scene, kind: Kind) -> Match:
    """A match of this kind at the verb that carries the sentence, or at its first words."""
    pattern = Pattern(step=_step(kind), said=MODEL, elements=(), loose=True)
    verbs = (main_verb(scene, clause) for clause in clauses(scene))
    verb = next((verb for verb in verbs if verb is not None), None)
    if verb is None:
        at = min(len(scene.tokens) - 1, 1)
        no = scene.holds(small("not")) or any(w.endswith("n't") for w in scene.lows)
        return Match(pattern, ((at, at),), None, State("bare", at, negated=no))
    placed = ((verb.first, verb.last),)
    return Match(pattern, placed, verb, state(scene.marked, verb, scene.verbs))


def _step(kind: Kind) -> Step:
    return Step(
        kind=kind,
        who=WHO.get(kind, "subject"),
        phase="verb",
        need=(),
        without=(),
        objects=frozenset(),
        stop=False,
        beside=False,
        only=frozenset(),
        rank=0,
    )
