"""What looks like the end of a step and is none: "2023 ended on a high", "ended a quarrel"."""

import re
from typing import Final

from bot.milestones.english.scene import Scene
from bot.milestones.english.small import sense, small
from bot.milestones.english.steps import Match

ENDING: Final = frozenset(("end", "ends", "ended", "ending"))
GAP: Final = 3  # words from "ended" to what was ended
ARTICLES: Final = frozenset(("a", "an"))
LEADING: Final = frozenset(("in", "of", "since", "by", "from", "for", "until"))
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def is_no_end(scene: Scene, match: Match) -> bool:
    """Does its verb end something else, or tell how something ended?"""
    verb = match.verb
    if verb is None:
        return False
    first = scene.tokens[verb.first].low
    behind = [t.low for t in scene.tokens[verb.last + 1 : verb.last + 1 + GAP]]
    if first in ENDING:
        return _ends_in(scene, verb.last, behind) or _is_of_a_time(scene, verb.first)
    if first in sense("closing"):
        return not sense("closable").isdisjoint(behind)
    if first in sense("stopping"):
        return "show" in behind
    return first in sense("rolling") and behind[:2] in (["the", "line"], ["the", "lines"])


def is_ended_by_it(scene: Scene, match: Match) -> bool:
    """Is it the venture that ends something: "the venture of A and B ended production"?"""
    behind = {t.low for t in scene.tokens[match.last + 1 : match.last + 1 + GAP]}
    return match.pattern.said.endswith("<scrap>") and not behind.isdisjoint(sense("output"))


def _ends_in(scene: Scene, last: int, behind: list[str]) -> bool:
    """Is it "ended up", "ended flat", "ended on a high", or a dispute that was ended?"""
    dated = any(last + 1 <= first <= last + GAP for _, (first, _) in scene.dates)
    word, what = (*behind, "", "")[:2]
    if word in sense("ending_so") or not sense("disputes").isdisjoint(behind):
        return True
    counts = word == "with" and what[:1].isdigit()
    return not dated and (counts or (word in {"in", "on"} and what in ARTICLES))


def _is_of_a_time(scene: Scene, first: int) -> bool:
    """Is it a year or a wait that ended: "2023 ended", "weeks of whispers ended"?"""
    before = scene.tokens[first - 1].low if first else ""
    leading = scene.tokens[first - 2].low if first > 1 else ""
    year = _YEAR.fullmatch(before) is not None and leading not in LEADING
    return year or before in sense("disputes") or before in small("times")
