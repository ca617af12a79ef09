"""Many messages as one: a line for each, the rest a button away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from adapters.document import (
    Button,
    Buttons,
    Document,
    Fact,
    Facts,
    Footer,
    Links,
    Part,
    Run,
    Text,
    Title,
)
from adapters.units import cut
from bot.compose.rules_words import Ruling
from bot.compose.wording import listed

DIGEST_MAX: Final = 12  # stories of one message: what a phone shows in two looks
NAMES_MAX: Final = 3
LABEL_MAX_UNITS: Final = 60
LINE_MAX_UNITS: Final = 180


def digest(
    told: Sequence[Document], *, count: int, key: str, since: datetime, language: str
) -> Document:
    """One message for `count` stories, of which `told` are the messages of the first ones.

    `key` is that of the digest, by which all of it can be asked for; `since` is when the oldest of
    them came.
    """
    told = told[:DIGEST_MAX]
    names = _names(told, count, language)
    title = (Ruling.DIGEST if names else Ruling.DIGEST_BARE).say(language, n=count, names=names)
    parts: list[Part] = [Title(text=title), Facts(tuple(row(each) for each in told))]
    if count > len(told):
        more = Ruling.DIGEST_MORE.say(language, n=count - len(told))
        parts.append(Text((Run(more, faint=True),)))
    parts.append(Footer(Ruling.GATHERED_SINCE.say(language), at=since))
    everything = Button(Ruling.DIGEST_ALL.say(language), f"/evwatch digest {key}")
    parts.append(Buttons((everything,)))
    return Document(parts=tuple(parts), plain=title, tone="alert")


def page(
    told: Sequence[tuple[str, Document]], *, count: int, turn: Sequence[Button], language: str
) -> Document:
    """Some of what a digest of `count` stories told: the id of each, and its message.

    A line each, and a button that says why it was told; `turn` leads to the others.
    """
    title = Ruling.GATHERED.say(language, n=count)
    rows = tuple(row(document) for _, document in told)
    why = [
        Button(Ruling.WHY_THIS.say(language, name=fact.label), f"/evwatch why #{story}")
        for (story, _), fact in zip(told, rows, strict=True)
    ]
    parts = (Title(text=title), Facts(rows), Buttons((*why, *turn)))
    return Document(parts=parts, plain=title, tone="answer")


def row(document: Document) -> Fact:
    """A message in one line: of whom, how far and how sure, what, with its first source."""
    title = next((part for part in document.parts if isinstance(part, Title)), Title(""))
    steps = [row for part in document.parts if isinstance(part, Facts) for row in part.rows]
    first = steps[0] if steps else Fact(label="")
    line = cut(title.text.strip() or document.plain.strip() or "…", LINE_MAX_UNITS)
    return Fact(
        label=cut(title.tag.strip() or first.label or "…", LABEL_MAX_UNITS),
        detail=(Run(line, href=_source(document)),),
        phase=first.phase,
        phase_text=first.phase_text,
        certainty=first.certainty,
        certainty_text=first.certainty_text,
        when=first.when,
    )


def _source(document: Document) -> str | None:
    links = [part for part in document.parts if isinstance(part, Links)]
    return next((href for part in links for _, href in part.items), None)


def _names(told: Sequence[Document], count: int, language: str) -> str:
    """Whom it tells of: the first ones by name."""
    titles = [part for each in told for part in each.parts[:1] if isinstance(part, Title)]
    names = list(dict.fromkeys(cut(title.tag, LABEL_MAX_UNITS) for title in titles if title.tag))
    shown, others = listed(names[:NAMES_MAX], language), len(names) - NAMES_MAX
    if others > 0 and count <= len(told):
        return Ruling.DIGEST_OTHERS.say(language, names=shown, n=others)
    return f"{shown}…" if shown and count > len(told) else shown
