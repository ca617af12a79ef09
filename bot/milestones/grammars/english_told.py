"""English years that count from the date told before: that year, late in the same year."""

import re
from typing import Final

from bot.milestones import spans
from bot.milestones.found import Grain
from bot.milestones.grammars.english_calendar import MONTH, month_of
from bot.milestones.grammars.readings import Context, Reading, Rule, words
from bot.milestones.spans import Part

_PARTS: Final = {
    "early": Part.EARLY,
    "beginning": Part.EARLY,
    "start": Part.EARLY,
    "mid": Part.MIDDLE,
    "middle": Part.MIDDLE,
}
_FOLLOWING: Final = frozenset(("following", "next"))


def _that_year(match: re.Match[str], _: Context) -> Reading:
    shift = int(match["which"].lower().split()[-1] in _FOLLOWING)
    if match["month"]:
        number = month_of(match, "month")
        return Reading(
            grain=Grain.MONTH, at=lambda year: spans.of_month(year + shift, number), told=True
        )
    if match["part"] is None or (match["by"] and match["part"].lower() == "end"):
        return Reading(grain=Grain.YEAR, at=lambda year: spans.of_year(year + shift), told=True)
    part = _PARTS.get(match["part"].lower(), Part.LATE)
    return Reading(grain=Grain.PART, at=lambda year: spans.of_part(year + shift, part), told=True)


RULES: Final = (
    Rule(
        starts=words(
            "by before until till the early late mid middle end beginning start that later earlier"
            " jan feb mar apr may jun jul aug sep sept oct nov dec january february march april"
            " june july august september october november december"
        ),
        pattern=re.compile(
            rf"(?:(?P<by>by|before|until|till)\s)?(?:(?:the\s)?(?P<part>early|late|mid|middle|end|"
            rf"beginning|start)(?:-|\s)(?:of\s|in\s)?|(?:later|earlier)\s(?:in\s)?"
            rf"|{MONTH.format('month')}\s(?:of\s)?)?"
            r"(?P<which>that(?:\ssame)?|the\ssame|the\sfollowing)\syear\b(?!-|\sto\sdate)",
            re.IGNORECASE,
        ),
        make=_that_year,
    ),
)
