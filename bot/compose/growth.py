"""How a step changed, who tells it otherwise, and who denies it, in words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Final

from adapters.document import Run
from bot.catalogue import Catalogue
from bot.compose.figures import count, day, money, span
from bot.compose.rows import label
from bot.compose.wording import (
    AHEAD,
    CERTAINTIES,
    DOUBTS,
    PHASES,
    Phrase,
    is_chinese,
    listed,
    pick,
)
from bot.stories.compare import figures_differ
from bot.stories.left_out import as_told
from bot.stories.summary import thing
from storage.records import Change, ChangeKind, Denial, Milestone

CHANGES_MAX: Final = 4  # of one message; the timeline has them all
WORDS_MAX: Final = 240  # characters of a denial
OTHERS_MAX: Final = 2  # figures told otherwise, of one step
STATES: Final = frozenset((ChangeKind.PHASE, ChangeKind.CERTAINTY))


def changed(changes: Sequence[Change], language: str) -> str:
    """The changes of one message: "Approval · NDRC: now official (was reported)"; empty for none.

    Each once, the newest last. A new step is told as news, a denial beside its step, an overdue
    one in a message of its own.
    How far and how sure one step has become is one change, however many revisions it took; what
    changed of steps with the same name one behind the other stands behind that name.
    """
    words = ((label(each.milestone, language), _told(each, language)) for each in _folded(changes))
    told = [each for each in dict.fromkeys(words) if each[1]][-CHANGES_MAX:]
    comma = pick(("; ", "；"), language)
    return comma.join(
        Phrase.NAMED.say(language, name=name, what=comma.join(what for _, what in same))
        for name, same in groupby(told, key=itemgetter(0))
    )


def _folded(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes of state of one step as one, in the place of the last."""
    last: dict[tuple[object, ...], Change] = {}
    firsts: dict[tuple[object, ...], Change] = {}
    for change in changes:
        if change.kind in STATES:
            key = _step(change.milestone)
            firsts.setdefault(key, change)
            last[key] = change
    for change in changes:
        key = _step(change.milestone)
        if change.kind not in STATES:
            yield change
        elif last[key] is change:
            yield replace(change, before=firsts[key].before)


def _step(m: Milestone) -> tuple[object, ...]:
    return m.company, m.kind, m.agency


def otherwise(best: Milestone, tellings: Sequence[Milestone], language: str) -> list[Run]:
    """The figures of a step that contradict the one shown, each once."""
    told = dict.fromkeys(
        words for m in tellings if figures_differ(best, m) and (words := _figures(m, language))
    )
    return [
        Run(Phrase.TOLD_OTHERWISE.say(language, now=words), faint=True)
        for words in list(told)[:OTHERS_MAX]
    ]


def denied(denial: Denial, language: str) -> str:
    """A denial in the words in which it was told."""
    words = " ".join(denial.evidence.split())
    if len(words) > WORDS_MAX:
        words = f"{words[: WORDS_MAX - 1]}…"
    return Phrase.DENIED.say(language, words=words)


def overdue(change: Change, catalogue: Catalogue, language: str) -> str:
    """The plan, with its doubt: "Overdue: production of the SU7 was planned for H1 2024"."""
    m = change.milestone
    if m.when is None:
        return ""
    what = thing(m, catalogue, language="zh" if is_chinese(language) else "en")
    phrase = Phrase.ARE_OVERDUE if _are_many(what) else Phrase.IS_OVERDUE
    return phrase.say(
        language,
        what=what,
        doubt=pick(DOUBTS[m.certainty], language),
        planned=pick(AHEAD[m.phase], language),
        when=span(m.when, language),
    )


def silence(change: Change, language: str) -> str:
    """Since when: "nothing has been heard of it since 28 Mar 2024"; empty if not known."""
    if change.heard is None:
        return ""
    return Phrase.NOT_HEARD_OF.say(language, day=day(change.heard, language))


def _are_many(what: str) -> bool:
    """Do deliveries, tests or 100 stations ask for "were"?"""
    head = re.split(r" (?:of|in|for|with|to) ", what, maxsplit=1)[0]
    return head.endswith("s") and not head.startswith("the ")


def _told(change: Change, language: str) -> str:
    if change.before is None:
        return ""
    now, before = as_told(change.milestone), as_told(change.before)
    if change.kind in STATES:
        return _state(now, before, language)
    if change.kind in {ChangeKind.DATE, ChangeKind.SLIP}:
        return _moved(change, now, before, language)
    if change.kind in {ChangeKind.FIGURE, ChangeKind.DISPUTE}:
        is_new = change.kind == ChangeKind.FIGURE
        phrase = Phrase.FIGURE_NEW if is_new else Phrase.TOLD_OTHERWISE
        return phrase.say(language, now=_figures(now, language))
    return ""


def _state(now: Milestone, before: Milestone, language: str) -> str:
    """How far and how sure, each where it is another, and for when it was planned."""
    names: list[tuple[str, str]] = []
    if now.phase != before.phase:
        names.append((pick(PHASES[now.phase], language), pick(PHASES[before.phase], language)))
    if now.certainty != before.certainty:
        sure, unsure = CERTAINTIES[now.certainty], CERTAINTIES[before.certainty]
        names.append((pick(sure, language), pick(unsure, language)))
    if not names:
        return ""
    was = [each for _, each in names]
    if now.phase != before.phase and before.when and before.when != now.when:
        was.append(span(before.when, language))
    told = listed([each for each, _ in names], language)
    return Phrase.NOW_WAS.say(language, now=told, before=listed(was, language))


def _moved(change: Change, now: Milestone, before: Milestone, language: str) -> str:
    if now.when is None:
        return ""
    new = span(now.when, language)
    if before.when is None:
        return Phrase.DATE_NEW.say(language, now=new)
    is_slip = change.kind == ChangeKind.SLIP
    phrase = Phrase.MOVED_BACK if is_slip else Phrase.DATE_WAS
    return phrase.say(language, now=new, before=span(before.when, language))


def _figures(m: Milestone, language: str) -> str:
    told = [money(m.amount, language)] if m.amount else []
    told += [count(m.quantity, language)] if m.quantity else []
    return ", ".join(told)
