"""Lines in, answers out in the same order, on all processors, however long the stream is.

Only a few batches are held at once: a line is read when there is room for its answer.
"""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from bot.cli.cases import InputError

T = TypeVar("T")

LINE_MAX_BYTES: Final = 16 * 1024**2  # a longer one is no news text
ALONE: Final = 16  # lines for which no process is worth starting
BATCH: Final = 8  # lines that travel to a process at once
AHEAD: Final = 4  # batches a process has in hand or waits with its answers


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not blank; `text` is empty for one that is too long."""

    number: int
    text: bytes


def lines(name: str) -> Iterator[Line]:
    """The lines of a file, or of standard input for `-`, as they come; raises `InputError`."""
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            yield from _lines(file)
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error


def mapped(work: Callable[[Line], T], stream: Iterator[Line]) -> Iterator[T]:
    """What `work` makes of each line, in their order; `work` must be a function of a module.

    The first lines are done in this process, each as it comes; for more every processor has one.
    Raises `InputError` when a process dies of a line.
    """
    processes = os.cpu_count() or 1
    yield from map(work, stream if processes == 1 else islice(stream, ALONE))
    more = list(islice(stream, 1))
    if not more:
        return
    with ProcessPoolExecutor(processes) as pool:
        try:
            yield from _in_order(pool, work, chain(more, stream), processes * AHEAD)
        except BrokenProcessPool as error:
            raise InputError("a line used up the memory of a process") from error


def _in_order(
    pool: ProcessPoolExecutor, work: Callable[[Line], T], stream: Iterator[Line], room: int
) -> Iterator[T]:
    waiting: deque[Future[list[T]]] = deque()
    while batch := tuple(islice(stream, BATCH)):
        waiting.append(pool.submit(_batch, work, batch))
        # What is ready goes out at once: a stream may pause for long between two lines.
        while waiting and (len(waiting) >= room or waiting[0].done()):
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _batch(work: Callable[[Line], T], batch: Sequence[Line]) -> list[T]:
    return [work(line) for line in batch]


def _lines(file: BinaryIO) -> Iterator[Line]:
    number = 0
    while text := file.readline(LINE_MAX_BYTES + 1):
        number += 1
        if len(text) > LINE_MAX_BYTES:
            while text and not text.endswith(b"\n"):
                text = file.readline(LINE_MAX_BYTES)
            yield Line(number=number, text=b"")
        elif text.strip():
            yield Line(number=number, text=text)
