"""What an address would bring, looked at before anything is stored."""

from typing import TYPE_CHECKING

from adapters.document import Part
from adapters.plain import host
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.compose import alert, answers
from bot.compose.addresses import shown
from bot.compose.wording import Phrase

if TYPE_CHECKING:
    from bot.ingest import Look


async def looked(call: Call, url: str) -> "Look":
    """What an address brings; raises `CommandError` when that is nothing usable."""
    look = await call.look(url)
    if look.fault:
        raise CommandError(said(Phrase.FEED_FAULT, url=shown(url), fault=look.fault))
    return look


def seen(call: Call, url: str, look: "Look") -> list[Part]:
    """What was seen there, as parts of an answer: what would have been posted, and what not."""
    outlet = look.title.strip() or host(look.url)
    told = {item.id: (item, outlet) for item in look.items}
    alerts = [
        alert(
            story,
            [told[item] for item in story.items if item in told],
            catalogue=call.catalogue,
            language=call.language,
        )
        for story in filter(None, map(call.view.story, look.alerts))
    ]
    return answers.preview(
        look.url,
        look.title.strip(),
        items=look.items,
        alerts=alerts,
        silent=look.silent,
        feed=look.url if look.found or look.url != url else None,
        now=call.now,
        language=call.language,
    )
