"""What may stand between two parts of a pattern."""

from collections.abc import Sequence

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small


def has_apposition(scene: Scene, between: Sequence[int]) -> bool:
    """Is the one comma between a name and what it names: "end BlueOval SK, the venture"?"""
    commas = [at for at in between if scene.tokens[at].low == ","]
    if len(commas) != 1 or commas[0] + 1 >= len(scene.tokens):
        return False
    named = (*scene.spans.get("NAME", ()), *scene.spans.get("COMPANY", ()))
    opens = scene.tokens[commas[0] + 1].low in {"the", "a", "an", "its", "their"}
    return opens and any(last == commas[0] - 1 for _, last in named)


def is_owning(scene: Scene, at: int) -> bool:
    """Does this noun only say whose the next one is: "the company's plant"?"""
    return at + 1 < len(scene.tokens) and scene.tokens[at + 1].kind == "possessive"


def is_part(scene: Scene, at: int) -> bool:
    """Does this noun only say which part of the next is meant: "the second phase of the works"?"""
    following = scene.tokens[at + 1].low if at + 1 < len(scene.tokens) else ""
    return following in {"of", "at"} and scene.tokens[at].low in small("parts")


def passes_a_date(scene: Scene, between: Sequence[int]) -> bool:
    """Does a date with a comma stand there: "to order from September, Polestar said"?"""
    dated = {at for _, (first, last) in scene.dates for at in range(first, last + 1)}
    return any(
        at in dated and at + 1 in between and scene.tokens[at + 1].low == "," for at in between
    )


def without_asides(scene: Scene, first: int, stop: int) -> Sequence[int]:
    """The words from `first` up to `stop` that the sentence cannot be read without."""
    if not scene.asides:
        return range(first, stop)
    inner = [(a, b) for a, b in scene.asides if first <= a and b < stop]
    return [at for at in range(first, stop) if not any(a <= at <= b for a, b in inner)]
