"""How fast Slack may be asked: one message a second a channel, and nothing before Retry-After.

Source: docs.slack.dev/apis/web-api/rate-limits. A 429 holds for its method in its workspace. As no
channel gets more than one message a second from here, none can use up what is there for all.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from adapters.chat import ChatError

INTERVAL: Final = timedelta(seconds=1)
LOOKS_MAX: Final = 20  # a minute and workspace: less than half of what tier 3 allows
HISTORY: Final = "conversations.history"
MINUTE: Final = timedelta(minutes=1)
SWEEP: Final = 4_096  # channels remembered before the idle ones are forgotten

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """Turns to take, by workspace and channel or method."""

    def __init__(self, *, clock: Clock, sleep: Sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next: dict[tuple[str, str], datetime] = {}
        self._closed: dict[tuple[str, str], datetime] = {}
        self._looks: dict[str, list[datetime]] = {}

    async def turn(self, workspace: str, channel: str) -> None:
        """Wait, for a second at most, until the channel takes another message."""
        now = self._clock()
        due = self._next.get((workspace, channel), now)
        wait = max(timedelta(), min(due - now, INTERVAL))  # the clock may have been set back
        if len(self._next) > SWEEP:
            self._next = {key: at for key, at in self._next.items() if at > now}
        self._next[workspace, channel] = now + wait + INTERVAL
        if wait:
            await self._sleep(wait.total_seconds())

    def check(self, workspace: str, method: str) -> None:
        """Raise `ChatError` while Slack wants no call of this method."""
        until = self._closed.get((workspace, method))
        left = until - self._clock() if until else timedelta()
        if left > timedelta():
            raise ChatError(f"Slack asked to wait with {method}", retry_after=left)

    def close(self, workspace: str, method: str, pause: timedelta) -> None:
        """No call of this method for so long."""
        self._closed[workspace, method] = self._clock() + pause

    def may_look(self, workspace: str) -> bool:
        """Whether a look that could be done without is to be had now; it counts as one."""
        now = self._clock()
        recent = [at for at in self._looks.get(workspace, ()) if now - at < MINUTE]
        until = self._closed.get((workspace, HISTORY), now)
        is_free = len(recent) < LOOKS_MAX and until <= now
        self._looks[workspace] = [*recent, now] if is_free else recent
        return is_free
