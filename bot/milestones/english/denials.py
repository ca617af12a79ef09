"""Texts that deny what was told of a company: what they repeat of it is no step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.milestones.english.cues import denied, says
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.statement import Statement
from storage.records import Certainty

LEAD: Final = 3  # sentences in which any denial makes the text one
FLAT: Final = 5  # sentences in which a text comes to a flat denial, and around it


@dataclass(slots=True)
class Denials:
    """What the sentences so far deny."""

    contested: set[str] = field(default_factory=set)  # of whom the first sentences deny a tale
    flat: int | None = None  # the number of the sentence that flatly denies all of it
    tale: int | None = None  # of the one that denies something that it names
    own: set[int] = field(default_factory=set)  # numbers of those in which a company says so itself

    def see(self, scene: Scene, topic: Sequence[str]) -> None:
        """Take note of a sentence that was read; `topic` are those whom the text is about."""
        said = scene.low
        if scene.number < LEAD and denied(said):
            named = {m.company for m, _ in scene.mentions if m.company}
            self.contested |= named or set(topic)
        if scene.number <= FLAT and says("flat_denial", said):
            self.flat = scene.number
        if scene.number <= FLAT and says("denied_tale", said):
            self.tale = scene.number
        if any(m.company and _speaks(scene, last) for m, (_, last) in scene.mentions):
            self.own.add(scene.number)

    def without_denied(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements but for those that only repeat what is denied."""
        return [
            s
            for s in statements
            if not (s.company in self.contested and says("rumour", s.evidence.lower()))
            and not (_is_near(s, self.flat) and (_is_hearsay(s) or _is_claim(s)))
            and not (_is_near(s, self.tale) and _is_claim(s) and s.position not in self.own)
        ]


def _speaks(scene: Scene, last: int) -> bool:
    """Does the verb of saying stand right behind a name: "VinFast said"?"""
    return any(t.low in small("saying") for t in scene.tokens[last + 1 : last + 2])


def _is_near(s: Statement, denial: int | None) -> bool:
    return denial is not None and abs(s.position - denial) <= FLAT


def _is_hearsay(s: Statement) -> bool:
    """Do others say so, or only the title?"""
    return s.certainty is not Certainty.OFFICIAL or s.background or s.position == 0


def _is_claim(s: Statement) -> bool:
    """Is it told as a claim: "a blog had it that X would build"?"""
    low = s.evidence.lower()
    return says("rumour", low) or says("unreal", low)
