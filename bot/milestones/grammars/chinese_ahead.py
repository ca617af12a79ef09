"""Does a Chinese clause speak of what is to come? Only plain words count, near the date.

Chinese names the other year (去年, 明年) nearly always, so a month alone is one of the running year;
weak cues (投产, 开售) must not move it.
"""

import re
from typing import Final

from bot.milestones.grammars.chinese_units import clause_before, clause_behind

BEFORE_CHARS: Final = 16
BEHIND_CHARS: Final = 8

_AHEAD: Final = re.compile(
    r"将(?!近)|拟(?!态)|计划|预计|预期|有望|料(?=于|在|将)|定于|定档|力争|争取|目标|最快|最早|最迟|最晚|或于|或将|可能|"
    r"即将|准备|打算|希望|届时|敲定|预告|会[于在]|要[于在]|截止|推迟|延期|延后|押后"
)
_AHEAD_BEHIND: Final = re.compile(
    r"[晚夜上下午前后左右,:]{0,3}(?:将(?!近)|即将|有望|拟|计划|或将|见(?!证|到|面)|起将)"
)
_BEHIND: Final = re.compile(r"[了过](?!渡|程|半|后|去)|已(?!规划)|曾|刚|此前|早在|当时|原定|原计划")
_BEHIND_AFTER: Final = re.compile(r"[^,。;]{0,6}(?:了(?!解)|已|曾|当时|以来|至今)")


def is_ahead(text: str, start: int, end: int) -> bool | None:
    """Do the words around `text[start:end]` speak of the future? None: they do not say."""
    before = clause_before(text, start, BEFORE_CHARS)
    clause = before[1 + max(before.rfind(border) for border in ", ") :]
    past, future = _last(_BEHIND, clause), _last(_AHEAD, clause)
    if future >= 0 or past >= 0:
        return future > past
    behind = clause_behind(text, end, BEHIND_CHARS)
    if _BEHIND_AFTER.match(behind):
        return False
    if _AHEAD_BEHIND.match(behind) or _AHEAD.search(before):
        return True
    return None


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
