"""How sure a step is: on record, reported by somebody, or only rumoured."""

from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sources import Source, Voice, closing, sources
from bot.milestones.chinese.words import sense
from storage.records import Certainty, Kind, Phase

SHORT: Final = 12  # characters of a clause that has nothing of its own but a time
BEHIND: Final = 2  # characters behind a step in which its time is doubted: "量产或在明年"
CUES: Final = {
    "reported": Voice.OTHER,
    "on_record": Voice.OWN,
    "rumoured_source": Voice.GUESS,
}


def certainty(scene: Scene, match: Match, *, reported: bool, phase: Phase) -> Certainty:
    """Who says so; `reported`: the sentence before, which goes on here, is somebody's report."""
    if _is_hedged(scene, match):
        return Certainty.RUMOURED
    voice = _voice(scene, match)
    if voice is Voice.GUESS:
        return Certainty.RUMOURED
    begin, _ = scene.bounds(scene.clause(match.words[0].start))
    waits = match.pattern.step.kind is Kind.APPROVAL and phase is Phase.PENDING
    wanted = waits and not scene.has("said") and scene.within(begin, match.end, "unfulfilled")
    goes_on = reported and voice is None and not any(s.voice is Voice.OWN for s in voices(scene))
    told = wanted or goes_on or voice is Voice.OTHER
    return Certainty.REPORTED if told else Certainty.OFFICIAL


def is_reported(scene: Scene) -> bool:
    """Does the sentence end as the report of somebody other than a company or a regulator?"""
    found = voices(scene)
    return bool(found) and found[-1].voice is Voice.OTHER


def voices(scene: Scene) -> list[Source]:
    """Every voice of a sentence in order, brackets left out."""
    found = speakers(scene)
    own = {s.end for s in found if s.voice is Voice.OWN}  # "国土交通部消息称"
    for name, voice in CUES.items():
        found += [
            Source(voice, t.start, t.end)
            for t in scene.groups.get(name, ())
            if voice is not Voice.OTHER or t.end not in own
        ]
    found = [s for s in found if not scene.is_aside(s.start)]
    return sorted(found, key=lambda s: (s.end, s.start))


def speakers(scene: Scene) -> list[Source]:
    """The voices of a sentence that a verb of saying belongs to."""
    return list(sources(scene.text, tuple((m.start, m.end) for m in scene.mentions)))


def _is_bare(scene: Scene, begin: int, end: int) -> bool:
    """Is a clause only a time and a verb, which go on with what came before: "2027年推出"?"""
    timed = any(t.start == begin for t in scene.within(begin, begin + 1, "DATE"))
    return timed and end - begin <= SHORT and not scene.within(begin, end, "COMPANY", "NAME")


def _voice(scene: Scene, match: Match) -> Voice | None:
    """The last voice before the step is told, else the one that closes the sentence."""
    found = voices(scene)
    first, last = match.words[0].start, match.words[-1].end
    before = [s for s in found if s.end <= (first if s.voice is Voice.OWN else last)]
    if before:
        return before[-1].voice
    end = closing(scene.text, found, match.end)
    return end.voice if end else None


def _is_hedged(scene: Scene, match: Match) -> bool:
    """Does a word of doubt stand before the step, or anywhere in its clause?"""
    clause = scene.clause(match.words[0].start)
    begin, end = scene.bounds(clause)
    while clause and (
        scene.text[begin:end].startswith(sense("goes_on")) or _is_bare(scene, begin, end)
    ):
        clause -= 1
        begin, _ = scene.bounds(clause)
    return bool(
        scene.within(begin, match.words[-1].start + 1, "rumoured")
        or scene.within(match.end, min(end, match.end + BEHIND), "rumoured")
        or scene.within(begin, end, "rumoured_anywhere")
    )
