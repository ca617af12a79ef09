"""A watched domain: its registry, name system, certificate logs, its page, the ICP register.

Each is asked on its own; what cannot be had is noted, and what is new becomes an item. That a
name is registered does not say that it will be used, and no item says so.
"""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote, urlsplit

from tld import get_tld

from adapters.fetch import Fetched
from bot.sources.domains.certificates import certified
from bot.sources.domains.filings import filings
from bot.sources.domains.rdap import registration, server
from bot.sources.domains.telling import Teller, Use
from bot.sources.reading import NONE_YET, Answer, Answers, Ask, Reading
from storage.records import Item
from storage.sources import Source

SCHEME: Final = "domain:"
DIRECTORY: Final = "https://data.iana.org/rdap/dns.json"  # RFC 9224
CERTIFICATES: Final = "https://crt.sh/?q={name}&output=json"
DIRECTORY_KEPT: Final = timedelta(days=7)
RECORDS: Final = ("A", "AAAA", "CNAME")


def read(
    source: Source, _fetched: Fetched, *, seen: datetime, answers: Answers = NONE_YET
) -> Reading:
    """What is known of a domain now, an item for each kind of evidence, the oldest first.

    `source.url` is "domain:NAME"; its settings may name `directory`, `certificates` and `icp`
    (addresses, with {name} in the last two), `own` (domains of the company, with blanks between
    them) and `names` (what it is called, with | between them). The first visit is whole or fails:
    what is there already must not look new later.
    """
    visit = _Visit(source, seen, answers)
    items = visit.items()
    faults = visit.faults()
    if visit.asks:
        return Reading(asks=tuple(visit.asks))
    is_first = "since" not in source.memory
    if faults and (is_first or not items):
        return Reading(fault="; ".join(faults))
    items.sort(key=lambda item: item.published or item.seen)
    return Reading(
        items=tuple(items), title=visit.name, language="en", notes=faults, memory=visit.memory
    )


class _Visit:
    """One round of a visit: what is asked next, or what came of it."""

    def __init__(self, source: Source, seen: datetime, answers: Answers) -> None:
        self.name = source.url.removeprefix(SCHEME).casefold()
        self.asks: list[Ask] = []
        self.memory: dict[str, str] = {}
        self._source, self._seen, self._answers = source, seen, answers
        self._settings = source.settings
        self._own = tuple(self._settings.get("own", "").split())
        names = self._settings.get("names", "").split("|")
        self._tell = Teller(
            source=source,
            name=self.name,
            seen=seen,
            own=self._own,
            names=tuple(name for name in names if name),
        )

    def items(self) -> list[Item]:
        """An item for each kind of evidence that is there."""
        found = (self._registered(), self._certified(), self._used(), *self._filed())
        return [item for item in found if item]

    def faults(self) -> tuple[str, ...]:
        """What could not be had; that there is nothing of a name is an answer."""
        told = {ask: each.fault for ask, each in self._answers.items() if not each.is_missing}
        home = {f"https://{self.name}/", f"http://{self.name}/"}  # a site need not be up
        return tuple(
            f"{urlsplit(ask.of).hostname or ask.of}: {fault.partition(';')[0]}"  # no advice
            for ask, fault in told.items()
            if fault and ask.of not in home
        )

    def _ask(self, ask: Ask) -> Answer | None:
        """The answer to a question; None, and it is asked, when there is none yet."""
        if ask not in self._answers:
            self.asks.append(ask)
        return self._answers.get(ask)

    def _registered(self) -> Item | None:
        name = _registrable(self.name)
        if name in self._own and name != self.name:
            return None  # a name under the company's own domain: the registry knows nothing of it
        base = self._server(name)
        if base is None:
            return None
        ask = Ask(of=f"{base}domain/{quote(name)}")
        answer = self._ask(ask)
        told = registration(answer.fetched.body) if answer and answer.fetched else None
        return self._tell.registration(told, ask.of) if told else None

    def _server(self, name: str) -> str | None:
        """Who gives the registration data of a name; looked up once a week."""
        kept, at = self._source.memory.get("rdap"), self._source.memory.get("rdap_at")
        if kept and at and self._seen - datetime.fromisoformat(at) < DIRECTORY_KEPT:
            return kept
        answer = self._ask(Ask(of=self._settings.get("directory") or DIRECTORY))
        if answer is None or answer.fetched is None:
            return kept
        found = server(answer.fetched.body, name)
        if found:
            self.memory |= {"rdap": found, "rdap_at": self._seen.isoformat()}
        return found

    def _certified(self) -> Item | None:
        template = self._settings.get("certificates") or CERTIFICATES
        answer = self._ask(Ask(of=template.replace("{name}", quote(self.name))))
        if answer is None or answer.fetched is None:
            return None
        told = certified(answer.fetched.body, self.name)
        page = answer.fetched.url.removesuffix("&output=json")
        return self._tell.certificates(told, page) if told and told.names else None

    def _used(self) -> Item | None:
        told = {kind: self._ask(Ask(of=self.name, records=kind)) for kind in RECORDS}
        records = {kind: answer.records if answer else () for kind, answer in told.items()}
        if not (records["A"] or records["AAAA"]):
            return None
        page = self._ask(Ask(of=f"https://{self.name}/", is_page=True))
        if page and page.fault:
            page = self._ask(Ask(of=f"http://{self.name}/", is_page=True))
        target = urlsplit(page.fetched.url).hostname if page and page.fetched else ""
        alias = next((each.casefold().rstrip(".") for each in records["CNAME"]), "")
        return self._tell.use(Use(alias=alias, target=target or ""))

    def _filed(self) -> list[Item]:
        template = self._settings.get("icp")
        if not template:
            return []
        ask = Ask(of=template.replace("{name}", quote(self.name)))
        answer = self._ask(ask)
        if answer is None or answer.fetched is None:
            return []
        told = filings(answer.fetched.body, self.name, self._settings)
        return [self._tell.filing(each, ask.of) for each in told or ()]


def _registrable(name: str) -> str:
    """The part of a name that somebody can register; the name itself where that is not known."""
    found = get_tld(f"https://{name}", fail_silently=True, as_object=True)
    return str(getattr(found, "fld", "") or name)
