"""Dates beside a step that are not its own: of a debt, a state that lasts, another plan."""

import re
from typing import Final

from bot.milestones.chinese.patterns import Match
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag, sense
from storage.records import Kind

FROM: Final = ("自", "从", "自从")
# In the clause of a date, behind it: how long a state has lasted since then.
_LASTING: Final = re.compile(r"[^,。;]{0,24}?以来(?:[,。;]|$)")
# In the clause of a date, behind it: it says when the papers were handed in.
_HANDED_IN: Final = re.compile(
    r"[^,。;获]{0,6}?(?:递表|(?:递交|提交|呈交|送交)[^,。;获]{0,10}|(?:提出|发起)?申请)[^,。;获]{0,4},"
)
# Behind a date: it is that of what is cancelled now, "2020年与其签下的合同".
_SIGNED_THEN: Final = re.compile(r"(?:[^,。;]{0,12}?)(?:签下|签订|签署|签约|达成|敲定|谈定)的")
# In the clause of a date, behind it: it only says when something else was said.
_AT_THAT_TIME: Final = re.compile(r"[^,。;]{2,40}?(?:时|之际|的时候),")


def is_of_something_else(scene: Scene, match: Match, tag: Tag) -> bool:
    """Is a date one on which a debt is due, or since when a state lasts, or of another clause?"""
    if scene.text.startswith(sense("falling_due"), tag.end):
        return True
    verb = match.words[-1]
    if match.pattern.step.kind is Kind.APPROVAL and _is_of_papers(scene, tag, verb):
        return True
    if _SIGNED_THEN.match(scene.text, tag.end) and scene.has("cancelled"):
        return True
    if _is_since(scene, tag, verb) or _is_when(scene, tag, verb):
        return True
    agreed = match.pattern.step.kind is Kind.PARTNERSHIP and scene.has("sign")
    return agreed and scene.text[: tag.start].endswith(sense("intended"))


def _is_of_papers(scene: Scene, tag: Tag, verb: Tag) -> bool:
    """Does it say when the papers were handed in: "2月11日才递表,25天便获放行"?"""
    handed = _HANDED_IN.match(scene.text, tag.end)
    return handed is not None and verb.start > handed.end()


def _is_since(scene: Scene, tag: Tag, verb: Tag) -> bool:
    """Does it say since when something lasts: "自2023年启动海外业务以来,已进入东南亚"?"""
    if not scene.text[: tag.start].endswith(FROM):
        return False
    lasting = _LASTING.match(scene.text, tag.end)
    return lasting is not None and verb.start >= lasting.end()


def _is_when(scene: Scene, tag: Tag, verb: Tag) -> bool:
    """Does it say when somebody spoke of a plan: "三月展出概念车时,原本预告2025年量产"?"""
    when = _AT_THAT_TIME.match(scene.text, tag.end)
    return when is not None and verb.start >= when.end() and scene.has("planned")
