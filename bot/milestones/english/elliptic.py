"""Passives that leave out their auxiliary, as titles and captions do."""

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import Tag


def is_elliptic(scene: Scene, tag: Tag) -> bool:
    """A passive without its auxiliary: "Plant opened", "cars recalled by the maker"."""
    if "part" not in tag.form:
        return False
    if tag.first and scene.tokens[tag.first - 1].low in small("persons"):
        return False
    after = scene.tokens[tag.last + 1] if tag.last + 1 < len(scene.tokens) else None
    if after is None or after.kind == "mark":
        return True
    if tag.group == "approve" and scene.tokens[tag.last].low in small("prepositions"):
        return True  # "BlueCruise allowed on British motorways"
    if tag.last + 1 in scene.marked.nouns or after.text[:1].isupper() or after.kind == "number":
        return False
    return after.low not in {
        "a",
        "an",
        "the",
        "its",
        "their",
        "his",
        "some",
        "about",
        "more",
        "that",
        "it",
        "up",
        "new",
        "two",
        "three",
    }
