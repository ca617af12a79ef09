"""Who somebody is: the language they read, and whether they run the workspace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from cachetools import FIFOCache

from adapters.chat import ChatError
from adapters.slack.faults import CallError, looked
from adapters.slack.pace import Clock
from adapters.slack.workspaces import Workspaces

FRESH: Final = timedelta(minutes=5)
SIZE: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack says of somebody. Nobody is an admin of whom it cannot say anything."""

    is_admin: bool = False
    language: str = "en"


class People:
    """People by workspace and id, asked for once in a few minutes."""

    def __init__(self, workspaces: Workspaces, *, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._known: FIFOCache[tuple[str, str], tuple[datetime, Person]] = FIFOCache(SIZE)
        self._log = structlog.get_logger(platform="slack")

    async def get(self, team: str, user: str) -> Person:
        """The person, as they were a few minutes ago at most; nothing is raised."""
        at, person = self._known.get((team, user), (None, Person()))
        if at is not None and timedelta() <= self._clock() - at < FRESH:
            return person
        try:
            workspace = await self._workspaces.get(team)
            answer = await looked(workspace.client.users_info(user=user, include_locale=True))
        except (CallError, ChatError) as fault:
            self._log.warning("person unknown", workspace=team, user=user, fault=str(fault))
            return Person()
        person = read(answer["user"] or {}, team)
        self._known[team, user] = (self._clock(), person)
        return person


def read(user: dict[str, Any], team: str) -> Person:
    """Admins and owners of this very workspace are admins; guests, strangers and bots never.

    Slack Connect brings people of other workspaces into a channel: they are admins at home only.
    """
    is_ours = user.get("team_id") == team and not user.get("is_stranger")
    is_guest = user.get("is_restricted") or user.get("is_ultra_restricted")
    is_person = not (user.get("is_bot") or user.get("deleted"))
    runs_it = user.get("is_admin") or user.get("is_owner")
    locale = str(user.get("locale") or "")
    return Person(
        is_admin=bool(is_ours and is_person and runs_it and not is_guest),
        language="zh" if locale.lower().startswith("zh") else "en",
    )
