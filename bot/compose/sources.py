"""Who tells a story: the sentence that says it best, the links, the line below."""

from collections.abc import Sequence
from typing import Final

from adapters.document import Footer, Links, Part, Quote
from adapters.plain import host, web_address
from bot.compose.wording import Phrase, is_chinese, listed
from bot.stories.names import is_chinese as has_han
from storage.records import Certainty, Item, Milestone, Story

LINKS_MAX: Final = 6
QUOTE_MAX_CHARS: Final = 320
QUOTE_LONG_CHARS: Final = 240  # a shorter sentence of equal worth is read sooner
SURENESS: Final = {Certainty.OFFICIAL: 0, Certainty.REPORTED: 1, Certainty.RUMOURED: 2}


def quote(
    stated: Sequence[Milestone], sources: Sequence[tuple[Item, str]], language: str
) -> list[Part]:
    """The sentence that says the news best.

    In the channel's language where anybody told it so, of the surest voice, short if it can be.
    """
    outlets = {item.id: (item, outlet) for item, outlet in sources}
    tellings = [m for m in stated if m.evidence.strip()]
    if not tellings:
        return []
    best = min(tellings, key=lambda m: _readability(m, language))
    item, outlet = outlets.get(best.item, (None, ""))
    href = web_address(item.url) if item else None
    return [Quote(text=_cut(best.evidence.strip()), source=outlet, href=href)]


def _readability(milestone: Milestone, language: str) -> tuple[object, ...]:
    return (
        not milestone.headline,
        has_han(milestone.evidence) != is_chinese(language),
        SURENESS[milestone.certainty],
        len(milestone.evidence) > QUOTE_LONG_CHARS,
    )


def _cut(text: str) -> str:
    if len(text) <= QUOTE_MAX_CHARS:
        return text
    head = text[: QUOTE_MAX_CHARS - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def links(sources: Sequence[tuple[Item, str]], language: str) -> list[Part]:
    """One link an outlet, the first to tell it first."""
    found: dict[str, str] = {}
    for item, outlet in sources:
        if address := web_address(item.url):
            found.setdefault(outlet or host(address), address)
    if not found:
        return []
    return [Links(items=tuple(found.items())[:LINKS_MAX], label=Phrase.SOURCES.say(language))]


def footer(
    story: Story,
    sources: Sequence[tuple[Item, str]],
    language: str,
    *,
    update: bool,
    before: Sequence[Part] = (),
) -> Footer:
    """When the story was first told, which outlets have no link, and whether any gives no date.

    Whom a quotation `before` it names is not named again.
    """
    linked = {outlet for item, outlet in sources if web_address(item.url)}
    linked |= {part.source for part in before if isinstance(part, Quote)}
    silent = dict.fromkeys(outlet for _, outlet in sources if outlet and outlet not in linked)
    first = Phrase.UPDATE if update else Phrase.FIRST_SEEN
    also = Phrase.ALSO_TOLD_BY.say(language, names=listed(tuple(silent), language))
    said = [also] if silent else []
    if any(item.published is None for item, _ in sources):
        said.append(Phrase.UNDATED.say(language))
    return Footer(text=" ".join((*said, first.say(language))), at=story.first_seen)
