"""Certificates that name a domain, as the search services of the certificate logs tell them.

Read are the JSON of crt.sh (`name_value`) and of Cert Spotter (`dns_names`), and crt.sh's Atom.
Source: crt.sh; sslmate.com/certspotter/api.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final

import feedparser

from bot.sources.values import day, fields, parsed, rows, text, texts

ENTRIES_MAX: Final = 2_000
_HOST: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """The names under a domain that certificates are made out to, and since when."""

    names: tuple[str, ...]
    since: date | None = None  # the first day of the oldest one


def certified(body: bytes, name: str) -> Certified | None:
    """What an answer tells of a domain and the names under it; None when it is no answer."""
    entries = _json(body) if body.lstrip()[:1] in {b"[", b"{"} else _atom(body)
    if entries is None:
        return None
    names: set[str] = set()
    days: list[date] = []
    for hosts, since in entries:
        found = {host for host in map(_bare, hosts) if host == name or host.endswith(f".{name}")}
        if found and since:
            days.append(since)
        names |= found
    return Certified(names=tuple(sorted(names)), since=min(days, default=None))


def _json(body: bytes) -> list[tuple[Iterable[str], date | None]] | None:
    answer = parsed(body)
    if not isinstance(answer, list):
        return None
    found: list[tuple[Iterable[str], date | None]] = []
    for entry in map(fields, rows(answer)[:ENTRIES_MAX]):
        lines = entry.get("name_value")
        told = lines.split("\n") if isinstance(lines, str) else ()
        hosts = (*told, *texts(entry.get("dns_names")), text(entry.get("common_name")))
        found.append((hosts, day(entry.get("not_before"))))
    return found


def _atom(body: bytes) -> list[tuple[Iterable[str], date | None]] | None:
    feed = feedparser.parse(BytesIO(body))
    if not feed.get("version"):
        return None
    return [
        (
            _HOST.findall(f"{entry.get('summary', '')} {entry.get('title', '')}".casefold()),
            day(entry.get("published") or entry.get("updated")),
        )
        for entry in feed.entries[:ENTRIES_MAX]
    ]


def _bare(host: str) -> str:
    return host.strip().casefold().rstrip(".").removeprefix("*.")
