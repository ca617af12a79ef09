"""What a source remembers from one visit to the next, and what of it the operators are told."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Final

from adapters.fetch import BlockedError, Fetched, FetchError
from bot.ingest.understand import Understood
from bot.sources import rhythm
from bot.sources.reading import Reading
from storage.sources import MOVED, SILENT_AFTER, TROUBLE, News, Source, SourceKind, Trouble

RHYTHMIC: Final = frozenset({SourceKind.FEED, SourceKind.PAGE})  # the kinds that publish
ADOPTED: Final = "adopted"  # in the memory: how its articles differ from those that are kept


def is_same(source: Source, fetched: Fetched) -> bool:
    """The answer says so, or its bytes are those of the last visit."""
    if fetched.status == HTTPStatus.NOT_MODIFIED:
        return True
    return bool(fetched.body) and source.memory.get("body") == _body(fetched)


def remembered(source: Source, fetched: Fetched, now: datetime) -> dict[str, str]:
    """What the next visit must know; `since` is when the first one went well."""
    memory = {"since": now.isoformat()} | dict(source.memory)
    memory.pop(TROUBLE, None)
    if fetched.status != HTTPStatus.NOT_MODIFIED:
        told = {"etag": fetched.etag, "modified": fetched.modified, "body": _body(fetched)}
        memory = {name: value for name, value in memory.items() if name not in told}
        memory |= {name: value for name, value in told.items() if value}
    if fetched.moved == source.url:
        memory.pop(MOVED, None)
    elif fetched.moved:
        memory[MOVED] = fetched.moved
    return memory


def learned(
    source: Source,
    reading: Reading,
    understood: Sequence[Understood],
    adoption: Collection[News],
    *,
    now: datetime,
) -> dict[str, str]:
    """What a reading teaches of the source: what its reader keeps, and its rhythm.

    An article without a sensible date counts from when it was first seen.
    """
    found = dict(reading.memory) | {ADOPTED: " ".join(sorted(adoption))}
    if source.kind not in RHYTHMIC:
        return found
    dated = [item.published for item in reading.items if item.published and item.published <= now]
    undated = [each.item.seen for each in understood if not each.item.published]
    found |= rhythm.remembered(rhythm.beats(source.memory), [*dated, *undated])
    silent_after = rhythm.silent_after(rhythm.beats(found))
    return found | {SILENT_AFTER: silent_after.isoformat()} if silent_after else found


def told_of(source: Source, fetched: Fetched, adoption: Collection[News]) -> tuple[News, ...]:
    """What the operators are told of a visit; what lasts is told when it begins."""
    known = source.memory.get(ADOPTED, "").split()
    found = [each for each in sorted(adoption) if each not in known]
    if fetched.moved and fetched.moved not in (source.url, source.memory.get(MOVED)):
        found.append(News.MOVED)
    return tuple(found)


def troubled(source: Source, fault: Exception) -> Mapping[str, str]:
    """The memory after a failure: all of it stays, so that nothing is skipped."""
    memory = {name: value for name, value in source.memory.items() if name != TROUBLE}
    if isinstance(fault, FetchError) and (fault.gone or isinstance(fault, BlockedError)):
        memory[TROUBLE] = Trouble.GONE if fault.gone else Trouble.BLOCKED
    return memory


def _body(fetched: Fetched) -> str:
    return hashlib.blake2b(fetched.body, digest_size=16).hexdigest()
