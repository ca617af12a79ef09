"""What goes wrong, on demand: each fault waits for its request and then happens once, or more."""

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Fault:
    """Happens to requests like `on`, a pattern of "METHOD /path".

    "status": answered so instead; "status_after": so, after it was carried out. "cut_before" and "cut_after": the connection ends before or
    after the request was carried out. "hold": nothing happens until `release` is set.
    """

    on: str
    kind: Literal["status", "status_after", "cut_before", "cut_after", "hold", "hold_after"] = (
        "status"
    )
    status: int = 500
    code: int = 0
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    more: Json = field(default_factory=dict)
    times: int = 1
    release: asyncio.Event = field(default_factory=asyncio.Event)
    reached: asyncio.Event = field(default_factory=asyncio.Event)


def limited(on: str, seconds: float, *, everywhere: bool = False, times: int = 1) -> Fault:
    """429, with `Via` as behind Discord's own servers; `everywhere`: the global limit."""
    headers = {"Via": "1.1 google", "Retry-After": str(seconds)}
    headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    more = {"retry_after": seconds, "global": everywhere}
    message = "You are being rate limited."
    return Fault(on=on, status=429, message=message, headers=headers, more=more, times=times)


@dataclass(slots=True)
class Faults:
    """The faults that are still to come."""

    waiting: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        self.waiting.append(fault)
        return fault

    def next(self, method: str, path: str) -> Fault | None:
        for fault in self.waiting:
            if re.search(fault.on, f"{method} {path}"):
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None
