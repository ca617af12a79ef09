"""An invented alert, clearly marked: how alerts look in a channel."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from adapters.document import Document, Footer, Title
from bot.catalogue import Catalogue
from bot.compose.alert import alert
from bot.compose.answers import text
from bot.compose.listing_words import Listing
from bot.compose.wording import listed
from storage.records import Certainty, Item, Kind, Milestone, Phase, Story, digest
from storage.rules import Call

COMPANY: Final = "xiaomi"  # where the channel follows none by name
FOLLOW: Final = "/evwatch follow all"


def sample(  # noqa: PLR0913 - what the channel has set
    company: str,
    kind: Kind,
    calls: Sequence[Call],
    *,
    who: str,
    is_heard: bool,
    catalogue: Catalogue,
    now: datetime,
    language: str,
) -> Document:
    """An alert about an invented step of that company and kind, as it would look; calls nobody.

    `who` asked for it; `calls` would be called by such an alert; `is_heard`: the channel gets any.
    """
    item = Item(
        source="test",
        key="test",
        url="",
        title=Listing.TEST_EVENT.say(language),
        text=Listing.TEST_EVIDENCE.say(language),
        seen=now,
        published=now,
        language=language,
    )
    step = Milestone(
        company=company,
        kind=kind,
        phase=Phase.PLANNED,
        certainty=Certainty.RUMOURED,
        evidence=item.text,
        headline=True,
        item=item.id,
    )
    story = Story(
        id=digest("test", company),
        revision=1,
        companies=(company,),
        title=item.title,
        gist="",
        items=(item.id,),
        milestones=(step,),
        first_seen=now,
        last_seen=now,
    )
    outlet = Listing.TEST_OUTLET.say(language)
    whole = alert(story, [(item, outlet)], catalogue=catalogue, language=language)
    return _marked(whole, calls, who=who, is_heard=is_heard, language=language)


def _marked(
    document: Document, calls: Sequence[Call], *, who: str, is_heard: bool, language: str
) -> Document:
    """The alert with a title that says what it is, above and in notifications."""
    tag = Listing.TEST_TAG.say(language)
    told = [Listing.TEST_HEAD.say(language, who=who)]
    names = list(dict.fromkeys(f"@{call.id}" for call in calls))
    told += [Listing.TEST_CALLS.say(language, names=listed(names, language))] if names else []
    told += [] if is_heard else [Listing.TEST_SILENT.say(language, command=FOLLOW)]
    said = [text(each, bold=not place) for place, each in enumerate(told)]
    body = [part for part in document.parts[1:] if not isinstance(part, Footer)]
    line = document.plain
    parts = (Title(line, tag=tag), *said, *body)
    return replace(document, parts=parts, plain=f"{tag}: {line}", mentions=())
