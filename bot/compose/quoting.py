"""The sentence of a story that says its news best, and whose words it is.

The candidates are the sentences that the steps of the news were read from, the first sentences of
their texts and, if nothing else serves, the titles. Best is what names the company and the subject
of the first step and tells its figures. Every one is shown literally, without its dateline.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from adapters.document import Quote
from adapters.plain import web_address
from bot.catalogue import Catalogue
from bot.compose.datelines import is_hanging, undated
from bot.compose.wording import is_chinese
from bot.milestones.text import fold, sentences
from bot.milestones.titles import speaks_of
from bot.milestones.verify import holds_agency, holds_date, holds_money, holds_quantity, holds_words
from bot.stories.names import is_chinese as has_han
from storage.records import Certainty, Item, Milestone

QUOTE_MAX_CHARS: Final = 320
QUOTE_LONG_CHARS: Final = 240  # a shorter sentence of equal worth is read sooner
LEADS: Final = 3  # sentences at the head of a text
HEAD_CHARS: Final = 2_000  # of a text, in which they stand
TEXTS: Final = 6  # whose heads are read beside the sentences of the steps
STEPS: Final = 2  # whose telling counts: the headline tells no more
# "Code: 601127", no sentence.
_LABEL: Final = re.compile(r"[^.!?。！？…”\"]*[:：][^.!?。！？…”\"\]]*")
SURENESS: Final = {Certainty.OFFICIAL: 0, Certainty.REPORTED: 1, Certainty.RUMOURED: 2}
# What a sentence is worth for each thing of a step that it tells; of the second step, half of it.
COMPANY: Final = 4
FIGURE: Final = 3
SLOT: Final = 2  # subject, authority, day
OWN: Final = 2  # the step was read from it
# What it loses.
LEAD: Final = 1
TITLE: Final = 2
HANGING: Final = 3  # opens with what only another sentence names, or asks


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    text: str  # as it is shown
    item: str
    certainty: Certainty
    published: date | None
    steps: tuple[Milestone, ...]  # that were read from it
    loss: int = 0


def quote(
    stated: Sequence[Milestone],
    sources: Sequence[tuple[Item, str]],
    catalogue: Catalogue,
    language: str,
) -> list[Quote]:
    """The sentence that says the news best; `stated` are the tellings of the steps, best first.

    In the channel's language where anybody told it so, of the surest voice, short if it can be.
    """
    outlets = {item.id: (item, outlet) for item, outlet in sources}
    told = [m for m in stated if m.evidence.strip()]
    news = [m for m in told if m.headline] or told
    if not news:
        return []
    items = [item for item, _ in sources]
    candidates = [*_read_from(news, items), *_around(news, items)]
    first = _first_steps(news)
    chosen = min(candidates, key=lambda each: _rank(each, first, catalogue, language))
    item, outlet = outlets.get(chosen.item, (None, ""))
    href = web_address(item.url) if item else None
    return [Quote(text=shortened(chosen.text), source=outlet, href=href)]


def title_of(
    stated: Sequence[Milestone],
    sources: Sequence[tuple[Item, str]],
    catalogue: Catalogue,
    language: str,
) -> str:
    """The title of a text that tells the first step, if it says as much as its sentence.

    It is of the channel's language, names whose step it is, and speaks of its kind, unless that
    sentence names nobody. One that asks or hangs on another says nothing. Empty without one.
    """
    titles = {item.id: " ".join(item.title.split()) for item, _ in sources}
    for m in stated:
        title = titles.get(m.item, "")
        is_own = bool(title) and has_han(title) is is_chinese(language) and not _is_open(title)
        is_first = (m.company, m.kind) == (stated[0].company, stated[0].kind)
        says = speaks_of(title, m.kind) or not _is_named(m.evidence, m.company, catalogue)
        if is_own and is_first and says and _is_named(title, m.company, catalogue):
            return title
    return ""


def shortened(text: str, limit: int = QUOTE_MAX_CHARS) -> str:
    """The text up to a word, or a mark of Chinese, within the limit."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    mark = max(map(head.rfind, "，；、")) if has_han(text) else head.rfind(" ")
    return f"{head[:mark] if mark > limit // 2 else head}…"


def _read_from(news: Sequence[Milestone], items: Sequence[Item]) -> Iterator[_Candidate]:
    days = {item.id: _day(item) for item in items}
    by_words: dict[tuple[str, str], list[Milestone]] = {}
    for m in news:
        by_words.setdefault((m.item, m.evidence.strip()), []).append(m)
    for (item, words), steps in by_words.items():
        yield _Candidate(
            text=undated(words),
            item=item,
            certainty=_surest(steps),
            published=days.get(item),
            steps=tuple(steps),
        )


def _around(news: Sequence[Milestone], items: Sequence[Item]) -> Iterator[_Candidate]:
    """The head and the title of the texts that tell the first step, those of the best first."""
    tellings: dict[str, list[Milestone]] = {}
    for m in news:
        if m.kind == news[0].kind:
            tellings.setdefault(m.item, []).append(m)
    known = {item.id: item for item in items}
    telling = [(known[id_], told) for id_, told in tellings.items() if id_ in known]
    for item, told in telling[:TEXTS]:
        head = item.text[:HEAD_CHARS]
        language = "zh" if has_han(head or item.title) else "en"
        heads = sentences(head, language=language)[:LEADS]
        lines = [head[s.start : s.end].strip() for s in heads]
        said = [(undated(line), LEAD) for line in lines if not _LABEL.fullmatch(line)]
        for words, loss in (*said, (item.title.strip(), TITLE)):
            if words:
                yield _Candidate(
                    text=words,
                    item=item.id,
                    certainty=_surest(told),
                    published=_day(item),
                    steps=(),
                    loss=loss,
                )


def _surest(tellings: Sequence[Milestone]) -> Certainty:
    return min((m.certainty for m in tellings), key=SURENESS.__getitem__)


def _day(item: Item) -> date:
    return (item.published or item.seen).date()


def _rank(
    each: _Candidate, steps: Sequence[Milestone], catalogue: Catalogue, language: str
) -> tuple[object, ...]:
    worth = _worth(each, steps, catalogue)
    return (
        not each.steps and worth <= 0,  # no step was read from it, and it tells none
        has_han(each.text) != is_chinese(language),
        SURENESS[each.certainty],
        -worth,
        _is_open(each.text),
        len(each.text) > QUOTE_LONG_CHARS,
    )


def _worth(each: _Candidate, steps: Sequence[Milestone], catalogue: Catalogue) -> float:
    """What it tells of the first steps, the first before the second."""
    read = [1 / (1 + i) for i, m in enumerate(steps) if _is_read(m, each)]
    own = max(read, default=0.0)
    close = own if each.steps else 1  # the name alone, in the words of another step, says nothing
    named = COMPANY * close if _is_named(each.text, steps[0].company, catalogue) else 0
    slots = sum(_slots(each, m) / (1 + i) for i, m in enumerate(steps))
    return OWN * own + named + slots - each.loss - (HANGING if _is_open(each.text) else 0)


def _is_open(text: str) -> bool:
    """Does it hang on another sentence, or ask?"""
    return is_hanging(text) or text.rstrip("”\"'").endswith(("?", "？"))


def _first_steps(news: Sequence[Milestone]) -> list[Milestone]:
    """The first telling of each of the first steps."""
    steps: dict[tuple[str, str], Milestone] = {}
    for m in news:
        steps.setdefault((m.company, m.kind), m)
    return list(steps.values())[:STEPS]


def _is_read(m: Milestone, each: _Candidate) -> bool:
    return any((s.company, s.kind) == (m.company, m.kind) for s in each.steps)


def _slots(each: _Candidate, m: Milestone) -> int:
    """What the slots of a step that a sentence tells are worth."""
    text, language = [each.text], "zh" if has_han(each.text) else "en"
    figures = (
        m.amount is not None and holds_money(m.amount, text, language=language),
        m.quantity is not None and holds_quantity(m.quantity, text, language=language),
    )
    words = (
        m.subject is not None and holds_words(m.subject, text),
        m.agency is not None and holds_agency(m.agency, text),
        m.when is not None
        and each.published is not None
        and holds_date(m.when, text, published=each.published, language=language),
    )
    return FIGURE * sum(figures) + SLOT * sum(words)


def _is_named(text: str, company: str, catalogue: Catalogue) -> bool:
    known = catalogue.companies.get(company)
    names = (known.name, *known.names) if known else (company,)
    return any(_found(name).search(_plain(text)) for name in names)


@lru_cache(maxsize=1024)
def _found(name: str) -> re.Pattern[str]:
    words = re.escape(_plain(name))
    return re.compile(rf"(?<![a-z0-9]){words}(?![a-z0-9])" if name.isascii() else words)


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    return fold(fold(text), language="zh").casefold()
