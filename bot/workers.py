"""The pool of worker processes: whatever reads foreign bytes runs there, under limits.

Measured: some small feeds keep a parser busy for ten seconds and more. In the event loop that
would freeze every command, so such work has a time limit, a memory limit, and is killed.

And while somebody asks, one processor is theirs: on a machine whose processors are all busy with
feeds one query in a hundred waited several milliseconds for its turn, however low their priority.
"""

import asyncio
import contextlib
import math
import os
import re
import resource
import signal
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from multiprocessing.context import ForkServerContext, ForkServerProcess
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Protocol, TypeVar
from weakref import WeakSet

import structlog
from pebble import ProcessExpired, ProcessPool

if TYPE_CHECKING:
    from concurrent.futures import Future

log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

NICE: Final = 10  # a command is answered before a feed is read, where both want the processor
ROOM_FOR: Final = timedelta(seconds=10)  # who has asked often asks again
TASKS_MAX: Final = 500  # of one process; then a fresh one takes its place
MEMORY_MAX_BYTES: Final = 2 * 1024**3  # of address space, of which little is ever resident
PRELOADED: Final = ("feedparser", "lxml.html", "trafilatura")  # once, in the fork server
_PLACE: Final = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')
STOPPING: Final = "the workers are stopping"


class WorkerError(Exception):
    """The work was stopped or its process died. The text is fit for people."""


class Run(Protocol):
    """Runs a pure function somewhere else than in the event loop."""

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` returns; raises `WorkerError` when it takes too much or fails."""
        ...


class Workers:
    """Fits `Run`. Processes start with the first call; the pool outlives any that is killed."""

    def __init__(
        self,
        *,
        processes: int = 2,
        limit: timedelta = timedelta(seconds=10),
        memory_max_bytes: int = MEMORY_MAX_BYTES,
    ) -> None:
        self._limit_s = limit.total_seconds()
        context = self._context = _Context()
        self._processors = _processors()
        self._room: asyncio.TimerHandle | None = None
        context.set_forkserver_preload(list(PRELOADED))
        self._pool = ProcessPool(
            max_workers=processes,
            max_tasks=TASKS_MAX,
            initializer=_confine,
            initargs=(memory_max_bytes,),
            context=context,
        )
        self._start = asyncio.Lock()
        self._is_started = False
        self._is_closing = False
        self._awaited: set[asyncio.Future[Any]] = set()

    async def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run it in a worker. A caller that is cancelled has its work stopped."""
        async with self._start:
            self._is_started = self._is_started or await asyncio.to_thread(self._begin)
        if self._is_closing:
            raise WorkerError(STOPPING)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        try:
            work = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self._limit_s)
        except RuntimeError as error:
            raise WorkerError(STOPPING) from error
        work.add_done_callback(lambda done: _tell(loop, answer, done))
        self._awaited.add(answer)
        try:
            return await answer
        except asyncio.CancelledError:
            work.cancel()  # type: ignore[no-untyped-call]  # kills the worker that is at it
            raise
        except TimeoutError as error:
            raise WorkerError(
                f"reading it took longer than {self._limit_s:g} seconds and was stopped"
            ) from error
        except ProcessExpired as error:
            if error.exitcode == -signal.SIGXCPU:
                words = "reading it took too much processor time and was stopped"
                raise WorkerError(words) from error
            raise WorkerError("reading it broke down") from error
        except MemoryError as error:
            raise WorkerError("reading it took too much memory and was stopped") from error
        except WorkerError:
            raise
        except Exception as error:
            raise _failed(function, error) from error
        finally:
            self._awaited.discard(answer)

    def make_room(self) -> None:
        """Somebody asks: for a while the processes leave one processor to this one, at once."""
        if len(self._processors) < 2:  # noqa: PLR2004 - nothing could be left
            return
        if self._room:
            self._room.cancel()
        self._run_on(self._processors[1:])
        self._room = asyncio.get_running_loop().call_later(ROOM_FOR.total_seconds(), self._spread)

    async def close(self) -> None:
        """Stop every process, whatever it does; who still waits gets a `WorkerError`."""
        self._is_closing = True
        if self._room:
            self._room.cancel()
        for answer in self._awaited:  # before the processes go: their end is no fault of a text
            if not answer.done():
                answer.set_exception(WorkerError(STOPPING))
        await asyncio.to_thread(self._end)

    def _spread(self) -> None:
        """Nobody has asked for a while: every processor may be used again."""
        self._room = None
        self._run_on(self._processors)

    def _run_on(self, processors: Sequence[int]) -> None:
        """Move the processes to some processors, in the middle of their work."""
        for process in self._context.alive():
            with contextlib.suppress(ProcessLookupError):  # it is going
                os.sched_setaffinity(process, processors)

    def _begin(self) -> bool:
        """Start the processes: 0.1 s and more, so not in the loop."""
        return bool(self._pool.active)

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        with contextlib.suppress(RuntimeError):  # never started
            self._pool.join()


async def inline(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Fits `Run` without any process, for tests and one-shot commands: no limits apply."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        raise _failed(function, error) from error


def sparing(seconds: int, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """What `function` returns; a worker that spends more processor time on it is killed.

    Outside of a worker no limit applies.
    """
    if not _Confined.here:
        return function(*args, **kwargs)
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(
        resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime) + seconds, most)
    )
    try:
        return function(*args, **kwargs)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))


class _Context(ForkServerContext):
    """Starts processes, and knows the ids of those that somebody still minds.

    The pool starts them in a thread of its own, and forgets those that end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._started: WeakSet[ForkServerProcess] = WeakSet()
        self._lock = Lock()

    def Process(self, *args: Any, **kwargs: Any) -> ForkServerProcess:  # type: ignore[override]  # noqa: N802, ANN401 - the context's
        """A process that is not started yet."""
        process = ForkServerProcess(*args, **kwargs)
        with self._lock:
            self._started.add(process)
        return process

    def alive(self) -> list[int]:
        """The ids of the processes; one that has just ended may be among them."""
        with self._lock:
            return [process.pid for process in self._started if process.pid is not None]


class _Confined:
    """Whether this process is a worker."""

    here = False


def _tell(loop: asyncio.AbstractEventLoop, answer: "asyncio.Future[T]", done: "Future[T]") -> None:
    """Bring a result from the pool's thread into the loop."""

    def settle() -> None:
        if answer.done():
            return
        if done.cancelled():
            answer.set_exception(WorkerError(STOPPING))
        elif error := done.exception():
            answer.set_exception(error)
        else:
            answer.set_result(done.result())

    with contextlib.suppress(RuntimeError):  # the loop closed in the meantime
        loop.call_soon_threadsafe(settle)


def _failed(function: Callable[..., object], error: Exception) -> WorkerError:
    """A defect of ours, met on one text: told and logged, but it stops nothing else."""
    # From a worker only the text of the traceback comes back. Its place is told, not its words:
    # they may repeat what was read.
    trace = str(getattr(error, "traceback", "")) or "".join(
        traceback.format_tb(error.__traceback__)
    )
    places = _PLACE.findall(trace)
    log.error(
        "work failed",
        function=getattr(function, "__name__", "work"),
        error=type(error).__name__,
        at=":".join(places[-1]) if places else "",
    )
    return WorkerError(f"reading it failed ({type(error).__name__}); this is a defect of ours")


def _processors() -> tuple[int, ...]:
    """Those that this process may use; none where the system does not tell (only Linux does)."""
    return tuple(sorted(os.sched_getaffinity(0))) if hasattr(os, "sched_getaffinity") else ()


def _confine(memory_max_bytes: int) -> None:
    """Limits of a worker process, set by itself as it starts."""
    _Confined.here = True
    os.nice(NICE)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # a handler would wait for C code to return
    resource.setrlimit(resource.RLIMIT_AS, (memory_max_bytes, memory_max_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
