"""Who is called by a message: those that the channel's rules name, for what it tells."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.document import Document, Mention
from bot.deliver.news import News


def called(document: Document, news: Sequence[News]) -> Document:
    """The document with the mentions that its news ask for, each once."""
    if not news:
        return document
    kinds = frozenset(kind for each in news for kind in each.kinds)
    mentions = dict.fromkeys(
        Mention(who=call.who, id=call.id)
        for call in news[0].subscription.calls
        if call.kind is None or call.kind in kinds
    )
    return replace(document, mentions=tuple(mentions)) if mentions else document
