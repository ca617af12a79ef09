"""What became of statements once they left their sentences: put together, stripped, news or not.

Made for the person who debugs the rules: `evwatch explain` shows it under the sentences.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.milestones.doubt import SHORT
from bot.milestones.headline import News
from bot.milestones.statement import Doubt, Result, Statement

SLOTS: Final = ("when", "amount", "quantity", "agency", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One statement or step, and what was done with it by which rule."""

    what: str  # company, kind, phase, and the sentence that states it
    fate: str


def account(
    result: Result,
    found: Sequence[Statement],
    kept: Sequence[Statement],
    marks: Sequence[News],
) -> tuple[Reason, ...]:
    """The fate of each statement of `result`, then of each step.

    `found` are the steps before their slots were verified, `kept` after, `marks` whether the text
    is news for each; all three in one order.
    """
    if result.noise:
        return (Reason(what="the whole text", fate=f"no news: {result.noise}"),)
    if result.aside and len(result.sentences) < SHORT:
        return (Reason(what="the whole text", fate=f"hardly news, and short: {result.aside}"),)
    doubted = [doubt.step for doubt in result.doubts]
    known = [*found, *doubted]
    merged = [_merged(s, known) for s in result.statements if not _stands(s, known)]
    unbelieved = [
        Reason(what=_what(doubt.step), fate=_unbelieved(doubt)) for doubt in result.doubts
    ]
    steps = [
        Reason(what=_what(after), fate=_fate(before, after, _news(news, result)))
        for before, after, news in zip(found, kept, marks, strict=True)
    ]
    return (*merged, *unbelieved, *steps)


def _stands(s: Statement, steps: Sequence[Statement]) -> bool:
    """Does a step still speak by this statement's own sentence?"""
    return any(_key(step) == _key(s) for step in steps)


def _key(s: Statement) -> tuple[object, ...]:
    return s.company, s.kind, s.phase, s.evidence


def _merged(s: Statement, steps: Sequence[Statement]) -> Reason:
    home = next((o for o in steps if (o.company, o.kind) == (s.company, s.kind)), None)
    if home is None:
        why = "left out: it compares, adds up, or is part of another step"
    elif home.evidence == s.evidence:
        why = f"put together with {home.phase} of the same sentence"
    else:
        why = f"put together with sentence {home.position}, or only compares with it"
    return Reason(what=_what(s), fate=why)


def _news(news: News, result: Result) -> str:
    """Whether the text is news for a step, how likely that is to the model, and why."""
    others = ", the title is about others" * result.outsiders_news
    likely = f"{'news' if news.mark else 'no news'}, {news.chance:.0%} likely to the model"
    return f"{likely} ({news.why}){others}"


def _unbelieved(doubt: Doubt) -> str:
    """That a step was dropped, how far the model was from believing it, what speaks against it."""
    likely = f"dropped: to the model {doubt.chance:.0%} likely, needed are {doubt.least:.0%}"
    return f"{likely}; most against it: {doubt.why}" if doubt.why else likely


def _fate(before: Statement, after: Statement, news: str) -> str:
    lost = [name for name in SLOTS if getattr(before, name) and not getattr(after, name)]
    told = [news]
    if after.chance < 1:
        told.append(f"{after.chance:.0%} likely to be read right")
    if after.dated:
        told.append(f"dated {before.when or 'not at all'}: {after.dated}")
    elif after.when and after.when_chance < 1:
        told.append(f"{after.when_chance:.0%} likely to be dated right")
    if after.phase_chance < 1:
        told.append(f"{after.phase_chance:.0%} likely to be so far")
    told += [f"{name} {getattr(before, name)} dropped: no sentence states it" for name in lost]
    if after.support:
        told.append("borne out by " + " / ".join(f"“{each}”" for each in after.support))
    return "; ".join(told)


def _what(s: Statement) -> str:
    return f"{s.company} {s.kind} {s.phase} (sentence {s.position}, {s.rule})"
