"""Where a sentence says a step: the phrases that stand for the parts of a pattern."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.steps import Part, Pattern, by_first
from bot.milestones.chinese.words import Tag

NEAR: Final = 14  # characters between two parts of a pattern, in one clause
FAR: Final = 40  # the same for parts joined by ".." or "~"
OFTEN: Final = 6  # times that one sentence may say a step in one way
FAR_CLAUSES: Final = 2  # further, at most


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a sentence: the phrases that stand for its parts."""

    pattern: Pattern
    tags: tuple[Tag, ...]
    words: tuple[Tag, ...]  # those that are words of the step, not figures or names

    @property
    def start(self) -> int:
        """Where its first phrase begins."""
        return self.tags[0].start

    @property
    def end(self) -> int:
        """Where its last phrase ends."""
        return self.tags[-1].end


def matches(scene: Scene) -> list[Match]:
    """Every way to say a step that the sentence holds, in the order of the table."""
    present = scene.groups.keys()
    index = by_first()
    begun = {
        number: pattern
        for name in present
        for number, musts, choices, pattern in index.get(name, ())
        if musts <= present and not any(map(present.isdisjoint, choices))
    }
    fitting = (pattern for _, pattern in sorted(begun.items(), key=itemgetter(0)))
    found = [_match(pattern, tags) for pattern in fitting for tags in _places(scene, pattern)]
    return sorted(found, key=lambda m: (m.start, m.end))


def _match(pattern: Pattern, tags: tuple[Tag, ...]) -> Match:
    told = tuple(t for t, p in zip(tags, pattern.parts, strict=True) if p.told)
    return Match(pattern, tags, told or tags)


def _places(scene: Scene, pattern: Pattern) -> Iterator[tuple[Tag, ...]]:
    """Where the parts stand: from each first part the nearest next ones."""
    for first in _of(scene, pattern.parts[0])[:OFTEN]:
        tags = [first]
        for part in pattern.parts[1:]:
            following = next(
                (t for t in _of(scene, part) if _follows(scene, tags[-1], t, part)), None
            )
            if following is None:
                break
            tags.append(following)
        else:
            yield tuple(tags)


def _of(scene: Scene, part: Part) -> Sequence[Tag]:
    if len(part.groups) == 1:
        return scene.groups.get(next(iter(part.groups)), ())
    return scene.within(0, len(scene.text), *part.groups)


def _follows(scene: Scene, before: Tag, tag: Tag, part: Part) -> bool:
    if tag.start < before.end or scene.distance(before.end, tag.start) > (
        FAR if part.far else NEAR
    ):
        return False
    clauses = scene.clause(tag.start) - scene.clause(before.start)
    return clauses <= (FAR_CLAUSES if part.beyond else 0)
