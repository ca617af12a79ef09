"""The message that says that a planned step is overdue: never that it did not happen."""

from collections.abc import Sequence

from adapters.document import Document, Fact, Facts, Part, Run, Text, Title
from bot.catalogue import Catalogue
from bot.compose.growth import overdue, silence
from bot.compose.quoting import quote
from bot.compose.rows import name_of, step_row
from bot.compose.sources import footer, links
from bot.compose.wording import Phrase, is_chinese, listed
from storage.records import Change, Item, Milestone, Story


def reminder(  # noqa: PLR0913 - what was told, and how it is to be said
    story: Story,
    changes: Sequence[Change],
    sources: Sequence[tuple[Item, str]],
    *,
    catalogue: Catalogue,
    language: str,
    update: bool,
) -> Document:
    """The message about overdue plans of a story; `changes` are those that say so, not empty.

    An `update` follows a message about the story. It names who told the plans last, and nothing
    else of the story.
    """
    plans = tuple(change.milestone for change in changes)
    tellers = [(item, outlet) for item, outlet in sources if item.id in {m.item for m in plans}]
    names = [name_of(each, catalogue, language) for each in dict.fromkeys(m.company for m in plans)]
    first, *others = changes
    said = overdue(first, catalogue, language)
    lines = [silence(first, language), *(_whole(each, catalogue, language) for each in others)]
    quoted = quote(plans, tellers, catalogue, language)
    parts: list[Part] = [
        Title(text=said, tag=listed(names, language)),
        *(Text((Run(_closed(line, language)),)) for line in dict.fromkeys(lines) if line),
        Facts(tuple(_row(m, names, catalogue, language) for m in plans)),
        *quoted,
        *links(tellers, language),
        footer(story, tellers, language, update=update, before=quoted),
    ]
    whole = _whole(first, catalogue, language)
    plain = Phrase.NAMED.say(language, name=listed(names, language), what=whole)
    return Document(parts=tuple(parts), plain=plain, tone="alert")


def _whole(change: Change, catalogue: Catalogue, language: str) -> str:
    both = overdue(change, catalogue, language), silence(change, language)
    return ("；" if is_chinese(language) else "; ").join(filter(None, both))


def _closed(line: str, language: str) -> str:
    """A sentence of its own."""
    return f"{line[0].upper()}{line[1:]}{'。' if is_chinese(language) else '.'}"


def _row(m: Milestone, names: Sequence[str], catalogue: Catalogue, language: str) -> Fact:
    who = name_of(m.company, catalogue, language) if len(names) > 1 else ""
    return step_row(m, language, who=who)
