"""Text in, milestones out: picks the language, reads it, puts statements of one step together."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Final, Protocol

from bot.catalogue import Catalogue
from bot.milestones import headline
from bot.milestones.account import Reason, account
from bot.milestones.chinese import reader as chinese
from bot.milestones.dating import (
    is_in_time,
    of_one_time,
    still_ahead,
    with_dateline,
    without_borrowed,
)
from bot.milestones.doubt import Whole, looked_over, weighed
from bot.milestones.english import reader as english
from bot.milestones.facts import told_once, with_facts
from bot.milestones.merge import merge
from bot.milestones.newsworth import Page
from bot.milestones.perhaps import perhaps
from bot.milestones.reached import with_chances
from bot.milestones.redating import dates_of, redated
from bot.milestones.statement import Result, Statement
from bot.milestones.totals import without_parts, without_totals
from bot.milestones.verify import verified
from storage.records import Denial, Milestone

HAN_SHARE: Final = 0.15  # of the letters; from here on a text is Chinese
ENGLISH_SHARE: Final = 0.04  # of the words that must be English function words
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
FUNCTION_WORDS: Final = frozenset(
    (
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "for",
        "on",
        "with",
        "at",
        "by",
        "from",
        "that",
        "its",
        "it",
        "as",
        "has",
        "will",
        "an",
        "be",
        "are",
        "was",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One sentence: what was seen in it, and what was kept or dropped by which rule."""

    sentence: str
    companies: tuple[str, ...]
    seen: tuple[str, ...]
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What a text states: the likeliest news first, else all in the order of the text.

    `companies` are those it names.
    """

    milestones: tuple[Milestone, ...] = ()
    companies: tuple[str, ...] = ()
    language: str = ""
    noise: str | None = None  # why nothing of it counts, whatever it states
    aside: str | None = None  # why it is hardly news
    trace: tuple[Trace, ...] = ()
    denials: tuple[Denial, ...] = ()
    account: tuple[Reason, ...] = ()  # of each statement behind its sentence, if to be explained


class Rules(Protocol):
    """The rules of one language."""

    def __call__(self, title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
        """Every statement of a step in a text in this language, not put together yet."""
        ...


def detect(title: str, text: str) -> str:
    """Tell the language: "en", "zh", or "" for one without rules here."""
    sample = f"{title} {text[:4000]}"
    letters = sum(map(str.isalpha, sample))
    han = len(_HAN.findall(sample))
    if letters and han / letters >= HAN_SHARE:
        return "zh"
    words = sample.lower().split()
    known = sum(word.strip(".,:;!?\"'()") in FUNCTION_WORDS for word in words)
    return "en" if words and known / len(words) >= ENGLISH_SHARE else ""


def extract(  # noqa: PLR0913 - a text, and what its reading needs
    title: str,
    text: str,
    *,
    language: str,
    published: date,
    catalogue: Catalogue,
    explain: bool = False,
) -> Extraction:
    """The milestones of one text; nothing is raised for any text.

    An unknown language is guessed. Evidence is a literal part of title, newline, text. `explain`:
    say as well what became of each statement, and why.
    """
    chosen = language if language in RULES_BY_LANGUAGE else detect(title, text)
    rules = RULES_BY_LANGUAGE.get(chosen)
    if rules is None:
        told = "no rules for this language yet" if chosen or language else "language unknown"
        return Extraction(
            language=chosen or language,
            trace=(Trace(sentence=title, companies=(), seen=(), verdict=told),),
        )
    result = rules(title, text, published=published, catalogue=catalogue)
    statements, facts = without_totals(result.statements, result.facts)
    stated = of_one_time(without_parts(statements), published)
    merged, again = ([], []) if result.noise else merge(stated, published)
    steps = with_facts(merged, facts, published)
    if not result.noise:
        steps += perhaps(merged, again, result.guesses)
    steps = of_one_time([still_ahead(s, published) for s in steps], published)
    whole = Whole(
        chosen,
        title,
        result.sentences,
        len(title) + 1 + len(text),
        bool(result.aside),
        result.starts,
    )
    sums = weighed(steps, whole)
    steps, result.doubts = looked_over(steps, whole, sums)
    steps = told_once(steps)
    page = Page(
        published=published,
        title=title,
        topic=result.topic,
        lead=result.lead,
        named=result.named,
        begins=result.begins,
        dayless=result.dayless,
    )

    marks = headline.choose(
        steps,
        page,
        whole,
        sums,
        silent=result.recalls,
        foreign=result.outsiders_news,
        explain=explain,
    )
    steps = with_dateline(steps, [each.mark for each in marks], result.topic, result.dateline)
    timed = [is_in_time(s, dayless=result.dayless) for s in steps]
    timely = tuple(compress(marks, timed))
    steps, marks = _news_first(list(compress(steps, timed)), timely)
    steps = redated(steps, dates_of(result, whole, sums, published))
    steps = without_borrowed([still_ahead(s, published) for s in steps])
    steps = found = with_chances(steps, whole, sums, published)
    steps = verified(steps, title, text, published=published, language=chosen, catalogue=catalogue)
    version = VERSIONS[chosen]
    return Extraction(
        milestones=tuple(
            _milestone(s, headline=each.mark, version=version)
            for s, each in zip(steps, marks, strict=True)
        ),
        companies=result.companies,
        language=chosen,
        noise=result.noise,
        aside=result.aside,
        trace=tuple(
            Trace(sentence=s.sentence, companies=s.companies, seen=s.seen, verdict=s.verdict)
            for s in result.seen
        ),
        denials=tuple(result.denials),
        account=account(result, found, steps, marks) if explain else (),
    )


def _news_first(
    steps: Sequence[Statement], marks: Sequence[headline.News]
) -> tuple[list[Statement], tuple[headline.News, ...]]:
    """What the text is news for, the likeliest news first; then the rest, in its order."""
    order = sorted(range(len(steps)), key=lambda at: -marks[at].chance if marks[at].mark else 1.0)
    return [steps[at] for at in order], tuple(marks[at] for at in order)


def _milestone(s: Statement, *, headline: bool, version: str) -> Milestone:
    return Milestone(
        company=s.company,
        kind=s.kind,
        phase=s.phase,
        certainty=s.certainty,
        evidence=s.evidence,
        headline=headline,
        when=s.when,
        amount=s.amount,
        quantity=s.quantity,
        agency=s.agency,
        subject=s.subject,
        support=s.support,
        rules=version,
        chance=s.chance,
        when_chance=s.when_chance,
        phase_chance=s.phase_chance,
    )


RULES_BY_LANGUAGE: Final[Mapping[str, Rules]] = {"en": english.read, "zh": chinese.read}
VERSIONS: Final[Mapping[str, str]] = {
    "en": "en-22",
    "zh": "zh-21",
}  # raised whenever the rules say something else
