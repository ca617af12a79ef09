"""What a search found: each text with its words where they stand, and the steps it tells."""

import re
from collections.abc import Sequence
from datetime import UTC
from typing import Final

from adapters.document import Document, Fact, Facts, Part, Run, Title
from adapters.plain import one_line, web_address
from bot.catalogue import Catalogue
from bot.compose.actions import Turns, row
from bot.compose.figures import day
from bot.compose.lookup_words import Look
from bot.compose.rows import DOT, dotted, label, name_of, text
from bot.compose.wording import PHASES, pick
from storage.records import Hit, Milestone

AROUND: Final = 60  # characters of the text on each side of the first word
TITLE_MAX_CHARS: Final = 150
STEPS_MAX: Final = 2  # of one text
COUNTED: Final = 100  # texts: more are told as "more than"
SEARCHED: Final = 1_000  # articles, where none holds the words: likewise
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


def found(  # noqa: PLR0913 - what was asked and what is known
    words: str,
    hits: Sequence[Hit],
    *,
    count: int,
    kept: int,
    turns: Turns,
    catalogue: Catalogue,
    language: str,
) -> Document:
    """The answer to a search for `words`. `count`: how many texts hold them, at most 101.

    `kept`: how many were searched, where none holds them, at most 1,001.
    """
    asked = one_line(words)
    if not hits:
        return _nothing(asked, kept, language)
    phrase = Look.FOUND_MANY if count > COUNTED else Look.FOUND
    head = phrase.say(language, n=min(count, COUNTED), words=asked)
    rows = tuple(_row(hit, asked, catalogue, language) for hit in hits)
    parts: list[Part] = [Title(text=head), Facts(rows), *row(turns, language)]
    return Document(parts=tuple(parts), plain=head, tone="answer")


def around(words: str, said: str) -> tuple[Run, ...]:
    """The place of a text where one of the words stands first, each of them in bold there.

    The beginning of the text where none stands in these very letters.
    """
    line = one_line(said)
    wanted = [re.escape(word) for word in sorted(_WORD.findall(words), key=len, reverse=True)]
    hits = re.compile("|".join(wanted), re.IGNORECASE) if wanted else None
    first = hits.search(line) if hits else None
    start = max((first.start() if first else 0) - AROUND, 0)
    cut = line[start : (first.end() if first else 0) + AROUND]
    runs = [Run("…", faint=True)] if start else []
    place = 0
    for hit in hits.finditer(cut) if hits else ():
        runs += [Run(cut[place : hit.start()], faint=True), Run(hit[0], bold=True)]
        place = hit.end()
    runs.append(Run(cut[place:] + ("…" if start + len(cut) < len(line) else ""), faint=True))
    return tuple(run for run in runs if run.text)


def beneath(title: str, said: str) -> str:
    """The text without what a page has above it: its title, and the way to it."""
    line, head = one_line(said), one_line(title)
    above, found, rest = line.partition(head) if head else (line, "", "")
    return rest.lstrip(" :：-–—|") if found and rest and len(above) <= AROUND else line


def _row(hit: Hit, words: str, catalogue: Catalogue, language: str) -> Fact:
    title = one_line(hit.title)[:TITLE_MAX_CHARS] or hit.url
    beside = [Run(title, href=web_address(hit.url))]
    steps = dict.fromkeys(_step(m, catalogue, language) for m in hit.steps if m.headline)
    told = dotted([*beside, *(Run(step) for step in list(steps)[:STEPS_MAX])])
    return Fact(
        label=hit.outlet,
        detail=(*told, Run(" — ", faint=True), *around(words, beneath(hit.title, hit.text))),
        when=day(hit.told.astimezone(UTC).date(), language),
    )


def _step(m: Milestone, catalogue: Catalogue, language: str) -> str:
    name = name_of(m.company, catalogue, language)
    phase = pick(PHASES[m.phase], language)
    return f"{name}{DOT}{label(m, language)}{pick((' ({})', '（{}）'), language).format(phase)}"


def _nothing(words: str, kept: int, language: str) -> Document:
    head = Look.NOT_FOUND.say(language, words=words)
    limits = Look.SEARCH_LIMITS_MANY if kept > SEARCHED else Look.SEARCH_LIMITS
    told = limits if kept else Look.SEARCH_NOTHING_KEPT
    parts = (Title(text=head), text(told.say(language, n=min(kept, SEARCHED))))
    return Document(parts=parts, plain=head, tone="answer")
