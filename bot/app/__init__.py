"""The composition root: configuration in, running service out.

The only folder that names concrete classes. One `TaskGroup`, one orderly stop.
"""

from bot.app.opening import open_fetch, open_store
from bot.app.playing import demo
from bot.app.running import run
from bot.app.seeding import AlreadyRunningError, seed, sources
from bot.app.service import assemble, now

__all__ = [
    "AlreadyRunningError",
    "assemble",
    "demo",
    "now",
    "open_fetch",
    "open_store",
    "run",
    "seed",
    "sources",
]
