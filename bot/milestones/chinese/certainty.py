"""How sure a step is: on record, reported by somebody, or only rumoured."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.sources import Source, Voice, closing, sources
from bot.milestones.chinese.words import Tag, sense
from bot.milestones.found import Dated
from storage.records import Certainty, Kind, Phase

SHORT: Final = 12  # characters of a clause that has nothing of its own but a time
BEHIND: Final = 2  # characters behind a step in which its time is doubted: "量产或在明年"
# "路透河内4月4日电", "经济通通讯社16日专讯", "某报记者 常州报道" at the head of a sentence.
_BYLINE: Final = re.compile(
    r"[《【(\[]?[^,。;:!?据]{2,20}?"
    r"(?:\d日(?:电|讯|专讯)(?![称说指,])|记者[^,。;:!?据]{1,12}报道(?=[\s》】)]))"
)
CUES: Final = {
    "reported": Voice.OTHER,
    "on_record": Voice.OWN,
    "rumoured_source": Voice.GUESS,
}


def certainty(scene: Scene, match: Match, *, reported: bool, phase: Phase) -> Certainty:
    """Who says so; `reported`: the sentence before, which goes on here, is somebody's report."""
    if _is_hedged(scene, match):
        return Certainty.RUMOURED
    source = _source(scene, match)
    voice = source.voice if source else None
    if phase is Phase.DONE and source and _is_common_knowledge(scene, source):
        return Certainty.OFFICIAL
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
    byline = _BYLINE.match(scene.text)
    head = byline.end() if byline else 0  # whose paper it is tells nothing of who says so
    found = [s for s in found if not scene.is_aside(s.start) and s.end > head]
    return sorted(found, key=lambda s: (s.end, s.start))


def speakers(scene: Scene) -> list[Source]:
    """The voices of a sentence that a verb of saying belongs to."""
    return list(sources(scene.text, tuple((m.start, m.end) for m in scene.mentions)))


def _is_bare(scene: Scene, begin: int, end: int) -> bool:
    """Is a clause only a time and a verb, which go on with what came before: "2027年推出"?"""
    timed = any(t.start == begin for t in scene.within(begin, begin + 1, "DATE"))
    return timed and end - begin <= SHORT and not scene.within(begin, end, "COMPANY", "NAME")


def _is_common_knowledge(scene: Scene, source: Source) -> bool:
    """Does a medium only recall what has been: "据了解,一期项目2021年动工"?"""
    dates = (t.value for t in scene.groups.get("DATE", ()))
    # "据了解,上周已裁员" is news of theirs
    lately = any(isinstance(told, Dated) and told.relative for told in dates)
    words = scene.text[source.start : source.end].strip(" ,;:。(")
    return words.endswith(sense("recalled")) and not lately


def _source(scene: Scene, match: Match) -> Source | None:
    """The last voice before the step is told, else the one that closes the sentence."""
    found = voices(scene)
    last = match.words[-1].end
    # The company that says so may be a word of the step: "Rivian表示,二季度交付1.3万辆".
    first = next((t.start for t in match.words if "COMPANY" not in t.groups), last)
    before = [s for s in found if s.end <= (first if s.voice is Voice.OWN else last)]
    if before:
        return before[-1]
    return closing(scene.text, found, match.end)


def _is_hedged(scene: Scene, match: Match) -> bool:
    """Does a word of doubt stand before the step, or anywhere in its clause?"""
    clause = scene.clause(match.words[0].start)
    begin, end = scene.bounds(clause)
    while clause and (
        scene.text[begin:end].startswith(sense("goes_on")) or _is_bare(scene, begin, end)
    ):
        clause -= 1
        begin, _ = scene.bounds(clause)
    before = scene.within(begin, match.words[-1].start + 1, "rumoured")
    behind = scene.within(match.end, min(end, match.end + BEHIND), "rumoured")
    talk = any(word in scene.text[begin:end] for word in sense("talks_of_plant"))
    return any(
        not _is_either(scene, t) and not _is_own_hope(scene, t) for t in (*before, *behind)
    ) or (not talk and bool(scene.within(begin, end, "rumoured_anywhere")))


def _is_either(scene: Scene, cue: Tag) -> bool:
    """Does 或 stand between two times: "2023年底或2024年初", "9月或更晚"?"""
    if scene.text[cue.start : cue.end] != "或":
        return False
    dates = scene.groups.get("DATE", ())
    if any(t.start < cue.start and cue.end < t.end for t in dates):
        return True
    left = any(t.end == cue.start for t in dates)
    return left and (scene.text.startswith("更", cue.end) or any(t.start == cue.end for t in dates))


def _is_own_hope(scene: Scene, cue: Tag) -> bool:
    """Does the company itself hope for it: "董事长说,二期有望明年投产"?"""
    if scene.text[cue.start : cue.end] not in sense("hopes"):
        return False
    before = [s for s in voices(scene) if s.end <= cue.start]
    return bool(before) and before[-1].voice is Voice.OWN
