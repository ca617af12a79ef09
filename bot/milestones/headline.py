"""What a text is news for: the steps that a small trained model finds so, and their other sides.

The trees stand in `bot/catalogue/*_news.json` and come from `benchmarks/train_news.py`; decision 22
tells what they brought.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.catalogue import weights
from bot.milestones.companions import is_one_deal
from bot.milestones.doubt import Told, Whole
from bot.milestones.newsworth import Page, is_new, is_of_any_day, is_old, measures
from bot.milestones.statement import Statement
from bot.milestones.titles import speaks_of
from bot.milestones.trees import Trees

# A text is news for each step of such a chance; for its likeliest with one a little smaller, unless
# that is only guessed or the text is hardly news.
LEAST: Final = {"en": 0.40, "zh": 0.45}
ASIDE: Final = 0.45  # of a text that is hardly news
ALONE: Final = 0.33
SECOND: Final = {"en": 0.6, "zh": 0.0}  # of what is news beside surer news of its company and kind
SURE: Final = 0.75  # of a text that names no day, and in which nothing is new
HEARD: Final = 0.6  # of a text whose title is about somebody else
# What is only guessed, and less likely read right, is no news; a Chinese guess is mostly right.
BELIEVED: Final = {"en": 0.6, "zh": 0.0}
MODELS: Final = {"en": "english_news", "zh": "chinese_news"}
SPOKEN: Final = 3  # measures that tell why


@dataclass(frozen=True, slots=True)
class News:
    """Whether a text is news for one of its steps: the mark, the chance, what speaks most."""

    mark: bool
    chance: float
    parts: Mapping[str, float]

    @property
    def why(self) -> str:
        """The measures that decided, the strongest first: "opens +1.2, over -0.6"."""
        strongest = sorted(self.parts.items(), key=lambda part: -abs(part[1]))[:SPOKEN]
        return ", ".join(f"{name} {weight:+.1f}" for name, weight in strongest)


def choose(  # noqa: PLR0913 - a text, and what is known of it
    steps: Sequence[Statement],
    page: Page,
    whole: Whole,
    sums: Told,
    *,
    silent: bool,
    foreign: bool = False,
    explain: bool = False,
) -> tuple[News, ...]:
    """For each step whether the text is news for it.

    A `silent` text is so for none, a `foreign` one, of somebody who is not followed, surely or not.
    Nor is one that names no day and has nothing new, unless it is sure; nor any for a weak guess.
    `sums` are those of `doubt.weighed`. Which figures decided is told only to `explain`: it takes
    as long again.
    """
    if not steps:
        return ()
    model = _model(whole.language)
    rows = measures(steps, page, whole, sums)
    chances = model.chances(rows)
    told = [model.told(row)[1] if explain else {} for row in rows]
    best, least = max(chances), ASIDE if whole.aside else LEAST[whole.language]
    bound = least if best >= least or whole.aside else max(best, ALONE)
    chosen = {
        at for at, chance in enumerate(chances) if chance >= (least if steps[at].guess else bound)
    }
    chosen -= _seconds(steps, chances, chosen, SECOND[whole.language])
    if chosen:
        chosen |= _titled(steps, [steps[at] for at in sorted(chosen)], page)
    chosen |= {
        at for at, s in enumerate(steps) if any(is_one_deal(s, steps[other]) for other in chosen)
    }
    vague = page.dayless and best < SURE and all(is_of_any_day(steps[at], page) for at in chosen)
    if silent or vague or (foreign and best < HEARD):
        chosen = set()
    chosen -= _unbelieved(steps, chosen, BELIEVED[whole.language])
    return tuple(
        News(at in chosen, chance, parts)
        for at, (chance, parts) in enumerate(zip(chances, told, strict=True))
    )


def _seconds(
    steps: Sequence[Statement], chances: Sequence[float], chosen: Collection[int], least: float
) -> set[int]:
    """What is hardly news beside surer news of its company and kind: another plant, another day."""
    return {
        at
        for at in chosen
        if chances[at] < least
        and any(
            (steps[o].company, steps[o].kind) == (steps[at].company, steps[at].kind)
            and chances[o] > chances[at]
            and not steps[o].guess
            for o in chosen
        )
    }


def _unbelieved(steps: Sequence[Statement], chosen: Collection[int], least: float) -> set[int]:
    """What is only guessed and hardly read right; a deal is believed of both sides or of none."""
    believed = [at for at in chosen if not steps[at].guess or steps[at].chance >= least]
    return {
        at
        for at in chosen
        if at not in believed and not any(is_one_deal(steps[at], steps[o]) for o in believed)
    }


def _titled(steps: Sequence[Statement], news: Sequence[Statement], page: Page) -> set[int]:
    """What the title tells besides, of whom it names: "NIO delivers 7,024, recalls 300 cars".

    Of several whom it names also the figure of the same time: "XPeng and NIO post record May".
    """
    known = {(s.company, s.kind) for s in news}
    periods = {(s.kind, s.when) for s in news if s.when is not None}
    return {
        at
        for at, s in enumerate(steps)
        if (s.company, s.kind) not in known
        and s.company in page.named
        and (s.titled or is_new(s, page.published) or (s.kind, s.when) in periods)
        and not is_old(s, page.published)
        and speaks_of(page.title, s.kind)
    }


@cache
def _model(language: str) -> Trees:
    data = weights(MODELS[language])
    return Trees(start=data["start"], trees=data["trees"])
