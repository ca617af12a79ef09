"""What tells whether a text is news for a step, in figures: where it stands, when it was, of whom.

`bot/milestones/headline.py` weighs them, in any language.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.milestones.companions import is_one_deal
from bot.milestones.doubt import Told, Whole, weighings
from bot.milestones.statement import Statement
from bot.milestones.text import words
from bot.milestones.titles import speaks_of
from bot.milestones.trees import Measures
from storage.records import Certainty, Kind, Phase

OLD: Final = timedelta(days=60)  # what was done so long ago is no news
DAYS: Final = timedelta(days=7)
TOP: Final = 2  # sentences
FAR: Final = 2_000  # days; what is further away is all one
SHOWN: Final = frozenset((Kind.LAUNCH, Kind.TECHNOLOGY, Kind.UNVEIL))
FILED: Final = frozenset((Kind.FUNDING, Kind.APPROVAL, Kind.REGISTRATION))
HAPPENED: Final = frozenset((Phase.DONE, Phase.CANCELLED, Phase.DELAYED))
CERTAIN: Final = tuple(Certainty)
FLAGS: Final = (
    *("titled", "announced", "fresh", "background", "carried", "doubtful"),
    *("again", "guess"),
)
SLOTS: Final = ("when", "amount", "quantity", "agency")
_NUMBER: Final = re.compile(r"\d[\d.,]*")
KINDS: Final = (
    *(Kind.PARTNERSHIP, Kind.PRODUCTION, Kind.LAUNCH),
    *(Kind.DELIVERY, Kind.FACTORY, Kind.APPROVAL),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a text is about: of `topic` its title, of `lead` its first sentences.

    `named` are all companies that the title names. Its news begins with the sentence `begins`: a
    page may set a scene before it names anybody. A `dayless` text names none of the last days.
    """

    published: date
    title: str = ""
    topic: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    begins: int = 1
    dayless: bool = False


def is_old(s: Statement, published: date) -> bool:
    """Was it over long before the text came out?"""
    over = s.phase in {Phase.DONE, Phase.CANCELLED} or (
        s.phase is Phase.PENDING and s.kind in FILED
    )
    return over and s.when is not None and s.when.end < published - OLD


def is_new(s: Statement, published: date) -> bool:
    """Did it happen in the days before publication?"""
    return (
        s.when is not None
        and s.phase in HAPPENED
        and published - DAYS <= s.when.start <= s.when.end <= published
    )


def is_of_any_day(s: Statement, page: Page) -> bool:
    """Does nothing tell when it happens, who has it, or that it is news: "the car costs $40,000"?

    In a text that names no day of the last days such a step is what is so, not what is new.
    """
    if s.kind in {Kind.APPROVAL, Kind.RECALL} or (s.kind is Kind.FUNDING and s.amount is not None):
        return False  # told in no review
    if s.kind is Kind.PARTNERSHIP and len(page.named) > 1 and s.company in page.named:
        return False  # a title that names both sides is not about what both are like
    if s.position <= TOP and s.company in page.named and speaks_of(page.title, s.kind):
        return False  # "2,000 chargers of GM": a title without a verb
    open_ended = s.phase is Phase.PLANNED and s.kind in SHOWN
    lasting = s.phase is Phase.DONE or open_ended
    return lasting and s.when is None and s.certainty is Certainty.OFFICIAL and not s.titled


def measures(steps: Sequence[Statement], page: Page, whole: Whole, sums: Told) -> list[Measures]:
    """The figures of each step, by name; a day that is not told is None."""
    judged = weighings(steps, whole, sums)
    surest = max(chance for chance, _ in judged)
    companies = Counter(s.company for s in steps)
    recent = sum(is_new(s, page.published) for s in steps)
    together: dict[str, list[Statement]] = {}
    for s in steps:
        together.setdefault(s.evidence, []).append(s)
    before, own = Counter[tuple[str, Kind]](), Counter[str]()
    found: list[Measures] = []
    for at, (s, (chance, figures)) in enumerate(zip(steps, judged, strict=True)):
        row: dict[str, float | None] = {
            **figures,
            **_time(s, page.published),
            **_title(s, page),
            **{name: getattr(s, name) for name in FLAGS},
            **{f"has {name}": getattr(s, name) is not None for name in SLOTS},
            "has subject": s.matter is not None,
            **{str(kind): s.kind is kind for kind in KINDS},
            "chance to be read right": chance,
            "best such chance": surest,
            "sentence of the news": s.position and max(0, s.position - page.begins + 1),
            "echoes": s.echoes,
            "order": at / len(steps),
            "first step": at == 0,
            "in the opening sentence": s.evidence == steps[0].evidence,
            "such steps before": before[s.company, s.kind],
            "own steps": companies[s.company],
            "own steps before": own[s.company],
            "recent steps": recent,
            "done": s.phase is Phase.DONE,
            "planned": s.phase is Phase.PLANNED,
            "certainty": CERTAIN.index(s.certainty),
            "one deal": any(is_one_deal(s, o) for o in together[s.evidence]),
            "dayless": page.dayless,
        }
        found.append(row)
        before[s.company, s.kind] += 1
        own[s.company] += 1
    return found


def _time(s: Statement, published: date) -> dict[str, float | None]:
    """Days from its begin and end to the publication, and that it takes."""
    if s.when is None:
        untold = ("days since it began", "days since it ended", "days that it takes")
        return {**dict.fromkeys(untold), "of the last days": False, "long over": False}
    return {
        "days since it began": max(-FAR, min(FAR, (published - s.when.start).days)),
        "days since it ended": max(-FAR, min(FAR, (published - s.when.end).days)),
        "days that it takes": min(2 * FAR, (s.when.end - s.when.start).days),
        "of the last days": is_new(s, published),
        "long over": is_old(s, published),
    }


def _title(s: Statement, page: Page) -> dict[str, float]:
    return {
        "of the topic": s.company in page.topic,
        "named in the title": s.company in page.named,
        "leads": s.company in page.lead,
        "names in the title": len(page.named),
        "the title speaks of it": speaks_of(page.title, s.kind),
        "subject in the title": _is_named(s, page.title.lower()),
        "numbers of the title": len(_numbers(page.title)),
        "numbers that the title has too": len(_numbers(page.title) & _numbers(s.evidence)),
    }


def _numbers(text: str) -> set[str]:
    """The numbers of a text, as they are written but for the commas."""
    return {told.strip(".,").replace(",", "") for told in _NUMBER.findall(text)}


def _is_named(s: Statement, title: str) -> bool:
    """Has the title a word of what the step is about?"""
    return any(len(word) > 1 and word in title for word in words(s.matter or ""))
