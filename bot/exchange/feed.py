"""The steps of a company as an Atom feed, newest first.

Source: RFC 4287. An entry keeps its id when more is told of its step, and `updated` moves on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from feedgen.feed import FeedGenerator

from bot.compose.exchanging import Exchanging
from bot.compose.rows import company_name, in_words
from bot.exchange.steps import Step, clean
from storage.records import Company

ENTRIES_MAX: Final = 100


def feed(
    company: Company, steps: Sequence[Step], *, at: datetime, language: str, home: str = ""
) -> bytes:
    """The newest hundred steps, given newest first. `home` is the address of their page, if any."""
    name = company_name(company, language)
    found = FeedGenerator()
    found.id(f"urn:evwatch:company:{company.id}")
    found.title(Exchanging.FEED.say(language, company=name))
    found.author({"name": "EV Watch"})
    found.language(language)
    found.updated(max((step.updated for step in steps), default=at))
    found.generator("EV Watch")
    if home:
        found.link(href=home, rel="alternate", type="text/html")
        found.link(href=f"{home}/{company.id}.atom", rel="self", type="application/atom+xml")
    for step in steps[:ENTRIES_MAX]:
        _add(found, step, name, language)
    return bytes(found.atom_str(pretty=True))


def _add(found: FeedGenerator, step: Step, name: str, language: str) -> None:
    newest = step.newest
    what = clean(in_words(step.best, language))
    entry = found.add_entry(order="append")
    entry.id(f"urn:evwatch:step:{step.id}")
    entry.title(Exchanging.ENTRY.say(language, company=name, what=" ".join(what.split())))
    entry.updated(step.updated)
    entry.published(min(each.told for each in step.evidence))
    entry.category(term=step.best.kind.value)
    quote = Exchanging.QUOTED.say(language, words=newest.words, outlet=newest.outlet)
    entry.content(quote, type="text")
    if newest.url:
        entry.link(href=newest.url, rel="alternate")
