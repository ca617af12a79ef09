"""Who tells a story: the links, the line below."""

from collections.abc import Sequence
from typing import Final

from adapters.document import Footer, Links, Part, Quote
from adapters.plain import host, web_address
from bot.compose.wording import Phrase, listed
from storage.records import Item, Story

LINKS_MAX: Final = 6


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
