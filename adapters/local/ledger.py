"""The file of the channels: JSON lines that are only ever added to, and their index in memory.

The first line names the file, every further one is a message. A line counts when its newline is
there: what a killed writer left behind it is cut off by the next one, which holds the file's lock.
"""

import fcntl
import json
import os
import secrets
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from adapters.document import Document
from adapters.local.codec import decode, encode

FORMAT: Final = "evwatch local chat 1"
CHUNK_BYTES: Final = 1 << 20
BATCH: Final = 100  # entries that `since` gives at most


class JournalError(Exception):
    """The file did not take a line. `uncertain`: the line may be there all the same."""

    def __init__(self, text: str, *, uncertain: bool = False) -> None:
        super().__init__(text)
        self.uncertain = uncertain


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message as kept. `number` is its line: it grows, and stays the same for good.

    An edit has a line of its own, and the id of the message whose place it takes.
    """

    number: int
    channel: str
    key: str
    at: datetime
    document: Document
    after: str | None = None  # id of the message that this one follows, in the same channel
    edits: int | None = None  # number of the message whose place this one takes
    edited: datetime | None = None  # when it was changed last; `at` is when it was posted

    @property
    def id(self) -> str:
        """The message id that the platform gives out."""
        return f"m{self.edits or self.number}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is, and what must be known of it without reading it again."""

    number: int
    offset: int
    size: int
    channel: str
    key: str
    at: datetime
    after: str | None
    edits: int | None = None
    edited: datetime | None = None

    @property
    def id(self) -> str:
        """The id of the message in this line."""
        return f"m{self.edits or self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Messages of one channel, oldest first, each with its followers behind it."""

    entries: tuple[Entry, ...]
    before: int | None  # ask for what is before this number next; None: nothing is older


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a journal stands at one moment."""

    name: str  # drawn when the file was made: a new file has a new one
    newest: int  # number of the last line; 0: none yet
    totals: Mapping[str, int]  # messages by channel; a channel without one is absent
    damaged: int  # whole lines that cannot be read: their messages are not shown


class Ledger:
    """The file and its index. Blocking, and for one thread at a time.

    Two processes on one file stay correct: each append holds the file's lock and first reads what
    the other wrote. Raises `JournalError`, and OSError for a file that cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.lines = 0
        self.damaged = 0  # whole lines that could not be read and were left alone
        self._path = path
        self._file: int | None = None
        self._name = ""
        self._read_to = 0  # bytes of whole lines that are indexed
        self._places: list[Place] = []
        self._keys: dict[tuple[str, str], Place] = {}
        self._ids: dict[str, Place] = {}
        self._channels: dict[str, list[Place]] = {}  # top-level messages only
        self._followers: dict[str, list[Place]] = {}
        self._totals: dict[str, int] = {}

    def append(  # noqa: PLR0913 - what is kept of a message
        self,
        channel: str,
        document: Document,
        *,
        key: str,
        at: datetime,
        after: str | None,
        edit: bool = False,
    ) -> str:
        """Write the message unless its key is there; gives its id once it is on disk.

        `edit`: it takes the place of `after`, if that is a message of the channel.
        """
        with self._file_lock() as file:
            self._take_in(file, repair=True)
            if known := self._keys.get((channel, key)):
                return known.id
            line: dict[str, Any] = {"channel": channel, "key": key, "at": at.isoformat()}
            edited = self._ids.get(after or "") if edit else None
            if edited is not None and edited.channel == channel:
                line |= {"after": edited.after, "edits": edited.number}
            else:
                line["after"] = self._root(channel, after)
            self._write(file, {**line, **encode(document)})
            self._take_in(file)
            return self._places[-1].id

    def find(self, channel: str, key: str, since: datetime) -> str | None:
        """The id of the message with this key that was written at or after `since`."""
        self._take_in(self._open())
        place = self._keys.get((channel, key))
        return place.id if place and place.at >= since else None

    def page(self, channel: str, before: int | None, limit: int) -> Page:
        """The newest `limit` top-level messages before `before`, with their followers."""
        file = self._open()
        self._take_in(file)
        tops = self._channels.get(channel, [])
        end = len(tops)
        if before is not None:
            end = bisect_right(tops, before - 1, key=lambda place: place.number)
        chosen = tops[max(0, end - limit) : end]
        places = [each for top in chosen for each in (top, *self._followers.get(top.id, ()))]
        older = chosen[0].number if end > limit else None
        return Page(entries=tuple(self._read(file, place) for place in places), before=older)

    def since(self, after: int) -> Sequence[Entry]:
        """The next messages numbered above `after`, at most `BATCH`."""
        file = self._open()
        self._take_in(file)
        start = bisect_right(self._places, after, key=lambda place: place.number)
        return [self._read(file, place) for place in self._places[start : start + BATCH]]

    def state(self) -> State:
        """Where the file stands, with what other processes wrote taken in."""
        self._take_in(self._open())
        return State(
            name=self._name,
            newest=self.lines,
            totals=dict(self._totals),
            damaged=self.damaged,
        )

    def close(self) -> None:
        """Close the file; the next call opens it again."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _root(self, channel: str, after: str | None) -> str | None:
        """The first message of the thread that `after` is of; None when it is not here."""
        parent = self._ids.get(after or "")
        if parent is None or parent.channel != channel:
            return None
        return parent.after or parent.id

    def _write(self, file: int, line: dict[str, Any]) -> None:
        # ASCII only: a lone surrogate of a broken feed stays a legal line, and no letter is torn.
        rest = memoryview(json.dumps(line, separators=(",", ":")).encode("ascii") + b"\n")
        try:
            while rest:
                rest = rest[os.write(file, rest) :]
        except OSError as error:
            os.ftruncate(file, self._read_to)
            raise JournalError(f"the journal took no line: {error.strerror}") from error
        try:
            os.fsync(file)
        except OSError as error:
            text = f"the journal may have lost a line: {error.strerror}"
            raise JournalError(text, uncertain=True) from error

    def _read(self, file: int, place: Place) -> Entry:
        values = json.loads(os.pread(file, place.size, place.offset))
        is_edit = place.edits is not None
        posted = self._ids.get(place.id, place) if is_edit else place
        return Entry(
            number=place.number,
            channel=place.channel,
            key=place.key,
            at=posted.at,
            document=decode(values),
            after=place.after,
            edits=place.edits,
            edited=place.at if is_edit else place.edited,
        )

    def _open(self) -> int:
        if self._file is not None:
            return self._file
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        self._file = file
        with self._file_lock():
            self._take_in(file, repair=True)
            if self._read_to == 0:
                self._write(file, {"journal": FORMAT, "name": secrets.token_hex(4)})
                self._take_in(file)
                folder = os.open(self._path.parent, os.O_RDONLY)
                os.fsync(folder)  # without it a power cut may forget the new name
                os.close(folder)
        return file

    @contextmanager
    def _file_lock(self) -> Iterator[int]:
        file = self._open()
        fcntl.flock(file, fcntl.LOCK_EX)  # the kernel gives it back when its holder is killed
        try:
            yield file
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)

    def _take_in(self, file: int, *, repair: bool = False) -> None:
        """Index the whole lines that are new; `repair` (under the lock) cuts a torn one off."""
        rest = b""
        while chunk := os.pread(file, CHUNK_BYTES, self._read_to + len(rest)):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._index(line, self._read_to)
                self._read_to += len(line) + 1
        if repair and rest:
            os.ftruncate(file, self._read_to)

    def _index(self, line: bytes, offset: int) -> None:
        if offset == 0:
            self._name = _name(line)
            return
        self.lines += 1
        try:
            values = json.loads(line)
            decode(values)
            place = Place(
                number=self.lines,
                offset=offset,
                size=len(line),
                channel=str(values["channel"]),
                key=str(values["key"]),
                at=datetime.fromisoformat(values["at"]),
                after=values["after"],
                edits=values.get("edits"),
            )
        except (KeyError, TypeError, ValueError):
            self.damaged += 1
            return
        self._places.append(place)
        self._keys.setdefault((place.channel, place.key), place)
        if place.edits is not None:
            self._replace(place)
            return
        self._ids[place.id] = place
        self._totals[place.channel] = self._totals.get(place.channel, 0) + 1
        if place.after is None:
            self._channels.setdefault(place.channel, []).append(place)
        else:
            self._followers.setdefault(place.after, []).append(place)

    def _replace(self, edit: Place) -> None:
        """Show a message as its edit has it, where it stood; its time stays that of its post."""
        shown = self._ids.get(edit.id)
        if shown is None:
            return
        now = replace(shown, offset=edit.offset, size=edit.size, edited=edit.at)
        self._ids[edit.id] = now
        beside = self._channels if shown.after is None else self._followers
        row = beside.get(shown.channel if shown.after is None else shown.after, [])
        row[:] = [now if each.number == now.number else each for each in row]


def _name(line: bytes) -> str:
    """The file's own name from its first line; a foreign file must not be written to."""
    try:
        values = json.loads(line)
        if values["journal"] == FORMAT:
            return str(values["name"])
    except (KeyError, TypeError, ValueError):
        pass
    raise JournalError("the file is not a journal of the local chat, or is of another version")
