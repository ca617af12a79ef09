"""The cues before the words of a step that tell how far it is, and those that only seem to."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag, sense
from storage.records import Phase

CUES: Final = {"planned": Phase.PLANNED, "pending": Phase.PENDING, "done": Phase.DONE}
# Behind 将: it speaks of the future.
AHEAD: Final = tuple("以由在于从与和向对为就会被按")
# Behind 将: a noun, so that it moves an object; or a verb, so that it speaks of the future.
OBJECTS: Final = frozenset(
    ("NAME", "COMPANY", "tech", "ev_business", "capacity", "model", "MONEY", "goal", "price")
)
VERBS: Final = frozenset(
    ("bring_out", "start_production", "on_sale", "deliver", "build", "invest", "show", "approve")
)
ENDS_OF_NAMES: Final = ("”", '"', "』", "」", "》")  # "“千站计划”完成": the plan has that name
NEXT: Final = ("下", "下个")  # before a weekday: "下周一" is to come
KEPT: Final = ("已按", "已按照", "已按原", "已依")  # before a plan that was carried out


def nearest(scene: Scene, begin: int, end: int, own: Sequence[Tag] = ()) -> Phase | None:
    """What the last cue before the words of a step says; its `own` words tell no past alone."""
    cues = [t for t in scene.within(begin, end, *CUES) if not _disposes(scene, t)]
    cues = [t for t in cues if not scene.text.startswith(ENDS_OF_NAMES, t.end)]
    cues = [t for t in cues if not scene.text.endswith(KEPT, begin, t.start)]
    cues = [t for t in cues if not scene.text.endswith(NEXT, begin, t.start)]
    cues = [t for t in cues if "done" not in t.groups or not any(t.start == o.start for o in own)]
    if not cues:
        return None
    return next(at for name, at in CUES.items() if name in cues[-1].groups)


def _disposes(scene: Scene, cue: Tag) -> bool:
    """Is this 将 the one that only moves the object before the verb ("将产能提升至")?"""
    if scene.text[cue.start : cue.end] not in {"将", "拟将"}:
        return False
    if scene.text[max(0, cue.start - 1) : cue.start] in {"已", "曾"}:
        return True
    if scene.text[cue.end : cue.end + 1] in AHEAD:  # "将以11亿元认购", "将由江淮代工"
        return False
    if scene.text.startswith(sense("moved_things"), cue.end):
        return True
    behind = [t for t in scene.tags if cue.end <= t.start <= cue.end + 1]
    return any(t.groups & OBJECTS for t in behind) and not any(t.groups & VERBS for t in behind)
