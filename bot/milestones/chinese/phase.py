"""How far a step is, and who says so, by the cues around its words."""

from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag
from storage.records import Certainty, Kind, Phase

BEHIND: Final = 10  # characters behind the words of a step in which it is put off or dropped
CUES: Final = {"planned": Phase.PLANNED, "pending": Phase.PENDING, "done": Phase.DONE}
# Kinds of step that are filed for: there an application is the step, elsewhere it is a word.
FILED: Final = frozenset((Kind.APPROVAL, Kind.REGISTRATION, Kind.FUNDING))
# Kinds in which the decision or the signature is the step, whatever is to follow.
DECIDED: Final = frozenset((Kind.PARTNERSHIP, Kind.COMPANY_SETUP, Kind.RESTRUCTURING))

# Behind 将: a noun, so that it moves an object; or a verb, so that it speaks of the future.
OBJECTS: Final = frozenset(
    ("NAME", "COMPANY", "tech", "ev_business", "capacity", "model", "MONEY", "goal", "price")
)
VERBS: Final = frozenset(
    ("bring_out", "start_production", "on_sale", "deliver", "build", "invest", "show", "approve")
)


def phase(scene: Scene, match: Match) -> Phase | None:
    """How far a step is, by the cues around its words; None when none says so."""
    step = match.pattern.step
    if step.phase is not None:
        return step.phase
    verb = match.words[-1]
    begin, end = scene.bounds(scene.clause(match.words[0].start))
    end = min(max(end, match.end), match.end + BEHIND)
    for name, at in (("cancelled", Phase.CANCELLED), ("delayed", Phase.DELAYED)):
        if step.kind is not Kind.RESTRUCTURING and any(
            _bears(scene, t, match) for t in scene.within(begin, end, name)
        ):
            return at
    told = _nearest(scene, begin, verb.start + 1)
    if told is not Phase.PLANNED and step.kind in FILED and _is_filed(scene, match, begin):
        told = Phase.PENDING
    if told is None:
        told = _inherited(scene, match)
    if told is None and scene.within(begin, verb.end, "done_weak"):
        told = Phase.DONE
    return told


def _is_filed(scene: Scene, match: Match, begin: int) -> bool:
    """Is the step only applied for, and not granted by its own words?"""
    granted = any({"grant", "allowed", "approve"} & t.groups for t in match.words)
    return not granted and bool(scene.within(begin, match.end, "filed_phase"))


def is_decided(scene: Scene, match: Match, sure: Certainty) -> bool:
    """Is a planned agreement, founding or change at the head decided, and so done?"""
    kind = match.pattern.step.kind
    if kind not in DECIDED or sure is Certainty.RUMOURED:
        return False
    return bool(scene.within(0, match.end, "decided"))


def _bears(scene: Scene, cue: Tag, match: Match) -> bool:
    """Is a word of delay or dropping about this step, and not a word of the step itself?"""
    if any(cue.start < t.end and t.start < cue.end for t in match.words):
        return False
    return scene.clause(cue.start) in {scene.clause(match.start), scene.clause(match.end - 1)}


def _nearest(scene: Scene, begin: int, end: int) -> Phase | None:
    """What the last cue before the words of a step says."""
    cues = [t for t in scene.within(begin, end, *CUES) if not _disposes(scene, t)]
    if not cues:
        return None
    return next(at for name, at in CUES.items() if name in cues[-1].groups)


def _disposes(scene: Scene, cue: Tag) -> bool:
    """Is this 将 the one that only moves the object before the verb ("将产能提升至")?"""
    if scene.text[cue.start : cue.end] not in {"将", "拟将"}:
        return False
    if scene.text[max(0, cue.start - 1) : cue.start] in {"已", "曾"}:
        return True
    behind = [t for t in scene.tags if cue.end <= t.start <= cue.end + 1]
    return any(t.groups & OBJECTS for t in behind) and not any(t.groups & VERBS for t in behind)


def _inherited(scene: Scene, match: Match) -> Phase | None:
    """A plan told in the clause before governs what follows it without a subject of its own."""
    clause = scene.clause(match.words[0].start)
    begin, _ = scene.bounds(clause)
    if scene.within(begin, match.words[-1].start, "COMPANY"):
        return None
    while clause:
        clause -= 1
        start, end = scene.bounds(clause)
        told = _nearest(scene, start, end)
        if told is not None:
            return told if told is Phase.PLANNED else None
        if scene.within(start, end, "COMPANY"):
            return None
    return None


def is_denied(scene: Scene, match: Match) -> bool:
    """Is the step said not to be, or denied as a rumour?"""
    clause = scene.clause(match.words[0].start)
    begin, _ = scene.bounds(clause)
    for tag in scene.within(begin, match.words[-1].start + 1, "negation"):
        if scene.distance(tag.end, match.words[-1].start) <= BEHIND + 4:
            return True
    end = scene.bounds(scene.clause(match.end - 1))[1]
    if scene.within(match.end, end, "gone"):
        return True
    return scene.has("untrue") and not scene.has("as_planned")


def is_supposed(scene: Scene, match: Match) -> bool:
    """Is the step only supposed, wished or asked?"""
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    if scene.within(0, match.words[-1].start, "hypothesis"):
        return True
    if any(t.start == begin for t in scene.within(begin, begin + 1, "compare")):
        return True
    end = scene.bounds(scene.clause(match.end - 1))[1]
    if "?" in scene.text[match.end - 1 : end + 1]:
        return True
    return bool(scene.within(begin, end, "question"))


def certainty(scene: Scene, match: Match, *, reported: bool, phase: Phase) -> Certainty:
    """Who says so; `reported`: the sentence before, which goes on here, is somebody's report."""
    begin, end = scene.bounds(scene.clause(match.words[0].start))
    hedged = scene.within(begin, match.words[-1].start + 1, "rumoured")
    if hedged or scene.within(begin, end, "rumoured_anywhere"):
        return Certainty.RUMOURED
    if scene.within(0, match.start + 1, "rumoured_source"):
        return Certainty.RUMOURED
    waits = match.pattern.step.kind is Kind.APPROVAL and phase is Phase.PENDING
    wanted = waits and not scene.has("said") and scene.within(begin, match.end, "unfulfilled")
    told = wanted or reported or is_reported(scene, match.end)
    return Certainty.REPORTED if told else Certainty.OFFICIAL


def is_reported(scene: Scene, until: int | None = None) -> bool:
    """Does the sentence credit somebody other than a company or a regulator?"""
    end = len(scene.text) if until is None else until
    told = [t for t in scene.within(0, end, "reported") if not scene.is_aside(t.start)]
    tail = scene.borders[-1]
    if not told and until is not None and tail >= until:  # "..., a banker said"
        return bool(scene.within(tail, len(scene.text), "reported"))
    return bool(told) and not scene.within(told[-1].end, end, "on_record")
