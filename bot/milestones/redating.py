"""Which of the dates of a text is that of a step: trained trees look over what the rules chose.

Rules take the date of a step from its sentence. A text often tells it elsewhere ("... opened its
probe on Monday"), or tells several in one sentence. Each date in reach, and no date at all, is
weighed in figures, and the likeliest is taken; that of the rules has to be so by a margin. The
trees stand in `bot/catalogue/*_dates.json` and come from `benchmarks/train_dates.py`; decision 26
tells what they brought.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, islice
from typing import Final, NamedTuple

from bot.catalogue import weights
from bot.milestones.dates import find_dates
from bot.milestones.doubt import SHORT, Sums, Told, Whole
from bot.milestones.found import Dated, Grain
from bot.milestones.packed import KINDS
from bot.milestones.statement import Result, Statement
from bot.milestones.trees import Measures, Trees
from storage.records import Certainty, Phase, Span

# By how much the date of the rules must be likelier than any other: trees overrate it, as the rules
# were mended by texts that the trees learn from.
MARGIN: Final = 0.1
# A date of which more is not likely is not taken where the rules found none: measured, such English
# ones are more often wrong than right, Chinese ones are not.
NEWLY: Final = {"en": 0.55, "zh": 0.0}
# A plan is not due on a day so lately gone: measured, a Chinese one is more often told on it, an
# English one is done.
JUST_TOLD: Final = {"zh": timedelta(days=10)}
REACH: Final = 6  # sentences on either side
FRONT: Final = 2  # sentences, the title among them, that are always in reach
MOST: Final = 30  # tellings of dates that are weighed for a step, the nearest
FAR: Final = 3_000  # days, or characters; what is further away is all one
GRAINS: Final = tuple(Grain)
CERTAIN: Final = tuple(Certainty)
MODELS: Final = {"en": "english_dates", "zh": "chinese_dates"}
# A year from which another one is counted: "three years after the 2019 launch".
_YEARS_AFTER: Final = re.compile(
    r"\b(?:years?|months?|weeks?) after [^,;.]{1,80}?\b((?:19|20)\d\d)\b"
)


class Place(NamedTuple):
    """Where a text tells a date: the sentence, which of its dates, whether it is a second sense."""

    sentence: int
    order: int
    dated: Dated
    other: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A date that a step may have, None for no date; what speaks for it, in figures."""

    when: Span | None
    figures: Measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """What a text tells of dates."""

    published: date
    whole: Whole
    sums: Told
    named: Mapping[str, Sequence[str]]  # the companies of each sentence
    dateline: Span | None

    def of(self, number: int) -> Sequence[Dated]:
        """The dates of a sentence."""
        sentence, language = self.whole.sentences[number], self.whole.language
        return find_dates(sentence, published=self.published, language=language)

    def near(self, number: int) -> Iterator[int]:
        """The sentences in reach of one, the nearest first."""
        last = len(self.whole.sentences)
        reach = {*range(min(FRONT, last)), *range(number - REACH, number + REACH + 1)}
        yield from sorted(reach & set(range(last)), key=lambda other: abs(other - number))


def dates_of(result: Result, whole: Whole, sums: Told, published: date) -> Dates:
    """The dates of a text that was read."""
    return Dates(
        published=published,
        whole=whole,
        sums=sums,
        named={each.sentence: each.companies for each in result.seen},
        dateline=result.dateline,
    )


def redated(steps: Sequence[Statement], dates: Dates) -> list[Statement]:
    """The steps, each with the date that the trees find its own; of a short text as they are."""
    if len(dates.whole.sentences) < SHORT:
        return list(steps)
    asked = candidates(steps, dates)
    rows = [each.figures for some in asked for each in some]
    chances = _model(dates.whole.language).chances(rows)
    ends = list(accumulate(map(len, asked)))
    return [
        _with_likeliest(s, some, chances[end - len(some) : end], dates)
        for s, some, end in zip(steps, asked, ends, strict=True)
    ]


def _with_likeliest(
    s: Statement, asked: Sequence[Candidate], chances: Sequence[float], dates: Dates
) -> Statement:
    told = {each.when: chance for each, chance in zip(asked, chances, strict=True)}
    if not told:
        return s
    when = max(told, key=lambda when: told[when] - MARGIN * (when == s.when))
    if (
        s.when is None
        and when is not None
        and (
            told[when] <= NEWLY[dates.whole.language]
            or _is_of_telling(s, when, dates)
            or _is_of_before(s, when)
        )
    ):
        when = None
    chance = round(told[when], 2)
    if when == s.when:
        return replace(s, when_chance=chance)
    why = f"{chance:.0%} likely, and {s.when or 'no date'} of the rules {told[s.when]:.0%}"
    return replace(s, when=when, when_chance=chance, dated=why)


def _is_of_telling(s: Statement, when: Span, dates: Dates) -> bool:
    """Is it only the day on which a plan was made known, and not the one for which it is due?"""
    lately = JUST_TOLD.get(dates.whole.language)
    if lately is None or s.phase is not Phase.PLANNED:
        return False
    return timedelta() <= dates.published - when.end <= lately


def _is_of_before(s: Statement, when: Span) -> bool:
    """Is it the time of what came long before: "opened it, three years after ... in 2022"?"""
    found = _YEARS_AFTER.search(s.evidence)
    return found is not None and when.start.year == when.end.year == int(found[1])


def candidates(steps: Sequence[Statement], dates: Dates) -> list[list[Candidate]]:
    """For each step the dates that it may have, each once, with that of the rules among them.

    Empty for a step that no other date is in reach of.
    """
    places = {start: at for at, start in enumerate(dates.whole.starts)}
    last = len(dates.whole.sentences) - 1
    ats = [places.get(s.start, min(s.position, last)) for s in steps]
    return [
        list(_of_step(s, at, [o for o in steps if o is not s], dates))
        for s, at in zip(steps, ats, strict=True)
    ]


def _of_step(
    s: Statement, at: int, others: Sequence[Statement], dates: Dates
) -> Iterator[Candidate]:
    told = list(islice(_in_reach(at, dates), MOST))
    if not told:
        return
    best: dict[Span | None, Place | None] = {None: None}
    for span, place in told:
        best.setdefault(span, place)
    if s.when is not None and best.keys() == {None, s.when}:
        return
    best.setdefault(s.when, None)
    times = Counter(span for span, _ in told)
    common = {
        **_of_the_step(s, at, dates),
        "dates in reach": len(told),
        "own dates": len(dates.of(at)),
        "others without a date": sum(o.when is None for o in others),
    }
    for when, nearest in best.items():
        figures = {
            **common,
            **_of_the_span(when, s, dates),
            **_of_others(when, s, others),
            **_of_place(nearest, s, at, dates),
            "times told": times[when] if when else 0,
        }
        yield Candidate(when, figures)


def _in_reach(at: int, dates: Dates) -> Iterator[tuple[Span, Place]]:
    """The senses of each date near a sentence, the likelier ones of the nearest first."""
    for number in dates.near(at):
        told = list(enumerate(dates.of(number)))
        for order, dated in told:
            yield dated.span, Place(number, order, dated)
        for order, dated in told:
            for span in dict.fromkeys((dated.earlier, dated.later)):
                if span is not None and span != dated.span:
                    yield span, Place(number, order, dated, other=True)


def _of_the_step(s: Statement, at: int, dates: Dates) -> dict[str, float | None]:
    return {
        **{str(kind): s.kind is kind for kind in KINDS},
        **{str(phase): s.phase is phase for phase in Phase},
        "certainty": CERTAIN.index(s.certainty),
        "chance to be read right": s.chance,
        "sentence": at,
        "sentences": len(dates.whole.sentences),
    }


def _of_the_span(span: Span | None, s: Statement, dates: Dates) -> dict[str, float | None]:
    """How a date lies to the day of publication, and to that of the rules."""
    ruled, out = s.when, dates.published
    return {
        "none": span is None,
        "of the rules": span == ruled,
        "days since it began": _days(out, span.start) if span else None,
        "days since it ended": _days(out, span.end) if span else None,
        "days that it takes": _days(span.end, span.start) if span else None,
        "of that day": span is not None and span.start == span.end == out,
        "dateline": span is not None and span == dates.dateline,
        "days of the ruled": _days(ruled.end, ruled.start) if ruled else None,
        "days since the ruled": _days(out, ruled.start) if ruled else None,
        "behind the ruled": _days(span.start, ruled.start) if span and ruled else None,
        "within the ruled": _is_within(span, ruled),
        "around the ruled": _is_within(ruled, span),
    }


def _is_within(inner: Span | None, outer: Span | None) -> bool:
    if inner is None or outer is None:
        return False
    return outer.start <= inner.start and inner.end <= outer.end


def _days(later: date, earlier: date) -> int:
    return max(-FAR, min(FAR, (later - earlier).days))


def _of_others(
    span: Span | None, s: Statement, others: Sequence[Statement]
) -> dict[str, float | None]:
    """How many other steps have the date."""
    same = [o for o in others if o.when == span]
    own = [o for o in same if o.company == s.company]
    return {
        "others of it": len(same),
        "others of its sentence": sum(o.evidence == s.evidence for o in same),
        "others of its company": len(own),
        "others of its kind": sum(o.kind is s.kind for o in own),
    }


UNTOLD: Final = (
    *("sentences on", "own sentence", "title", "first sentence", "order", "of so many"),
    *("second sense", "relative", "open", "grain", "its words", "words of another kind"),
    *("likelier", "named", "nobody named", "companies", "where", "before it", "behind it"),
)


def _of_place(place: Place | None, s: Statement, at: int, dates: Dates) -> dict[str, float | None]:
    """What tells of the sentence in which the date stands, and of its place there."""
    kind = KINDS.index(s.kind)
    mine = _sum(at, kind, dates)
    words: dict[str, float | None] = {"words of the step": mine}
    if place is None:
        return words | dict.fromkeys(UNTOLD)
    number, dated = place.sentence, place.dated
    sentence = dates.whole.sentences[number]
    named = dates.named.get(sentence, ())
    sums = dates.sums.get(sentence)
    its = sums[kind] if sums else None
    return words | {
        "sentences on": number - at,
        "own sentence": number == at,
        "title": number == 0,
        "first sentence": number == 1,
        "order": place.order,
        "of so many": len(dates.of(number)),
        "second sense": place.other,
        "relative": dated.relative,
        "open": dated.earlier is not None,
        "grain": GRAINS.index(Grain(dated.granularity)),
        "its words": its,
        "words of another kind": max(*sums[:kind], *sums[kind + 1 :]) if sums else None,
        "likelier": its - mine if its is not None and mine is not None else None,
        "named": s.company in named,
        "nobody named": not named,
        "companies": len(named),
        "where": dated.start / len(sentence),
        "before it": min(FAR, dated.start),
        "behind it": min(FAR, len(sentence) - dated.end),
    }


def _sum(sentence: int, kind: int, dates: Dates) -> float | None:
    sums: Sums | None = dates.sums.get(dates.whole.sentences[sentence])
    return sums[kind] if sums else None


@cache
def _model(language: str) -> Trees:
    data = weights(MODELS[language])
    return Trees(start=data["start"], trees=data["trees"])
