"""What the head of an answer says: faults in words for people, validators, freshness."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from adapters.fetch import BlockedError, FetchError

PATIENCE_MAX: Final = timedelta(hours=24)  # nobody may ask for more
ETAG_MAX_CHARS: Final = 512
MODIFIED_MAX_CHARS: Final = 64
HEADER_MAX_CHARS: Final = 1024
KEPT: Final = ("content-language", "content-location", "date", "link")

_VALIDATOR: Final = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_MAX_AGE: Final = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NOT_STORED: Final = re.compile(r"(?:^|[\s,])no-(?:cache|store)\b", re.IGNORECASE)
_SECONDS: Final = re.compile(r"\d{1,12}")
_MAY_PASS: Final = frozenset({408, 421, 423, 425, 429})  # 4xx that another try may heal

_BARRED: Final = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS,
    }
)

_WORDS: Final = {
    HTTPStatus.UNAUTHORIZED: "it wants a login",
    HTTPStatus.FORBIDDEN: "it refuses to answer us",
    HTTPStatus.NOT_FOUND: "there is nothing at this address; check it",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: "it wants a login",
    HTTPStatus.NOT_ACCEPTABLE: "it has nothing that we can read",
    HTTPStatus.REQUEST_TIMEOUT: "its server gave up waiting",
    HTTPStatus.GONE: "it is gone for good; remove it or give its new address",
    HTTPStatus.TOO_MANY_REQUESTS: "it asks us to come less often",
    HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: "it is withheld for legal reasons",
}


def status_fault(status: int, headers: Mapping[str, str], now: datetime) -> FetchError:
    """The fault that an answer with any status but 200 or an expected 304 stands for."""
    words = _WORDS.get(HTTPStatus(status)) if _is_known(status) else None
    if words is None:
        words = "its server is in trouble" if status // 100 == 5 else "it answers oddly"  # noqa: PLR2004
    is_barred = status in _BARRED or headers.get("cf-mitigated", "").strip() == "challenge"
    return (BlockedError if is_barred else FetchError)(
        f"{words} ({status})",
        permanent=status // 100 == 4 and status not in _MAY_PASS,  # noqa: PLR2004
        gone=status == HTTPStatus.GONE,
        missing=status == HTTPStatus.NOT_FOUND,
        retry_after=retry_after(headers.get("Retry-After", ""), now),
        status=status,
    )


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long to stay away, 24 h at most; None when nothing usable is said.

    Source: RFC 9110 section 10.2.3 (seconds or a date).
    """
    value = value.strip()
    if _SECONDS.fullmatch(value):
        return min(timedelta(seconds=min(int(value), 86_400)), PATIENCE_MAX)
    when = _http_date(value)
    if when is None or when <= now:
        return None
    return min(when - now, PATIENCE_MAX)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """How long the answer counts as fresh, 24 h at most; None when nothing usable is said.

    Source: RFC 9111 sections 4.2.1 and 5.2.2 (`max-age` less `Age`).
    """
    control = headers.get("Cache-Control", "")[:HEADER_MAX_CHARS]
    found = _MAX_AGE.search(control)
    if not found or _NOT_STORED.search(control):
        return None
    age = headers.get("Age", "").strip()
    left = int(found[1]) - (int(age) if _SECONDS.fullmatch(age) else 0)
    return min(timedelta(seconds=min(left, 86_400)), PATIENCE_MAX) if left > 0 else None


def etag(value: str | None) -> str | None:
    """A validator that can be sent back as it is; None for one that cannot."""
    if not value or len(value) > ETAG_MAX_CHARS or not _VALIDATOR.fullmatch(value):
        return None
    return value


def modified(value: str | None) -> str | None:
    """A Last-Modified that can be sent back as it is; None for one that is no date."""
    if not value or len(value) > MODIFIED_MAX_CHARS or not _VALIDATOR.fullmatch(value):
        return None
    return value if _http_date(value) else None


def kept(headers: Mapping[str, str]) -> dict[str, str]:
    """The few headers that readers look at, lower-case names, long ones left out."""
    found = {name: headers.get(name, "") for name in KEPT}
    return {name: value for name, value in found.items() if 0 < len(value) <= HEADER_MAX_CHARS}


def _http_date(value: str) -> datetime | None:
    if not value or len(value) > MODIFIED_MAX_CHARS:
        return None
    try:
        when = parsedate_to_datetime(value)
        return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _is_known(status: int) -> bool:
    return status in HTTPStatus.__members__.values()
