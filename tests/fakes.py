"""Small working stand-ins: a clock that is moved, a web of fixed bytes, a chat that remembers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from adapters.chat import Address, Answer, ChatError, Check, Health
from adapters.document import Document, Title
from adapters.fetch import Fetched, FetchError

NOON = datetime(2023, 8, 24, 12, 0, tzinfo=UTC)


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, time: timedelta) -> datetime:
        self.now += time
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question put to the fake web."""

    url: str
    etag: str | None
    modified: str | None


class FakeFetch:
    """A web of fixed answers: bytes, a whole `Fetched`, or a `FetchError` to raise."""

    def __init__(self, pages: Mapping[str, bytes | Fetched | FetchError] | None = None) -> None:
        self.pages: dict[str, bytes | Fetched | FetchError] = dict(pages or {})
        self.asked: list[Asked] = []

    async def __call__(
        self, url: str, *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        self.asked.append(Asked(url=url, etag=etag, modified=modified))
        answer = self.pages.get(url, FetchError("not found (404)", permanent=True))
        if isinstance(answer, FetchError):
            raise answer
        if isinstance(answer, bytes):
            return Fetched(url=url, status=200, body=answer)
        if answer.etag and answer.etag == etag:
            return Fetched(url=url, status=304, etag=etag)
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """One message in a fake channel."""

    id: str
    to: Address
    key: str
    document: Document
    after: str | None
    edit: bool = False

    @property
    def title(self) -> str:
        return next(part.text for part in self.document.parts if isinstance(part, Title))


@dataclass
class FakeChat:
    """A platform that shows one message a key, and fails as it is told to.

    `faults` are raised by the next posts, one each; with `takes_it` the message is shown although
    the answer is lost. `silent_finds` are the looks that do not see a message yet.
    """

    platform: str = "fake"
    posts: list[Posted] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)  # channels that take nothing
    takes_it: bool = False
    find_fault: ChatError | None = None
    sought: list[tuple[str, str | None]] = field(default_factory=list)
    findings: Sequence[Check] = ()
    is_well: bool = True
    private: set[str] = field(default_factory=set)  # channels that not everybody sees

    async def post(
        self,
        to: Address,
        document: Document,
        *,
        key: str,
        after: str | None = None,
        edit: bool = False,
    ) -> str:
        self.attempts.append(key)
        if to.channel in self.broken:
            raise ChatError("the channel is closed", permanent=True)
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not self.takes_it:
            raise fault
        known = next((post.id for post in self.posts if post.key == key), None)
        if known is None:
            known = f"m{len(self.posts) + 1}"
            post = Posted(id=known, to=to, key=key, document=document, after=after, edit=edit)
            self.posts.append(post)
        if fault is not None:
            raise fault
        return known

    async def find(
        self, to: Address, key: str, *, since: datetime, after: str | None = None
    ) -> str | None:
        assert since.tzinfo is not None
        self.sought.append((key, after))
        if self.find_fault is not None:
            raise self.find_fault
        return next((post.id for post in self.posts if post.key == key and post.to == to), None)

    async def probe(self, to: Address) -> Health:
        return Health(ok=to.channel not in self.broken, private=to.channel in self.private)

    async def examine(self) -> Sequence[Check]:
        return self.findings

    def health(self) -> Health:
        return Health(ok=self.is_well)

    async def serve(self, answer: Answer) -> None:
        raise NotImplementedError


def entry(
    key: str,
    title: str,
    text: str = "",
    *,
    published: datetime | None = NOON,
    url: str | None = None,
) -> str:
    """One entry of an RSS feed; its link is its own unless given."""
    date = f"<pubDate>{format_datetime(published)}</pubDate>" if published else ""
    link = f"https://example.org/{key}" if url is None else url
    return (
        f"<item><guid isPermaLink='false'>{key}</guid><title>{escape(title)}</title>"
        f"<link>{escape(link)}</link>{date}<description>{escape(text)}</description></item>"
    )


def rss(*entries: str, title: str = "EV Daily") -> bytes:
    """An RSS feed of these entries."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>https://example.org/</link>"
        f"<description>News</description>{''.join(entries)}</channel></rss>"
    ).encode()
