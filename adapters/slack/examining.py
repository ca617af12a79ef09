"""What somebody who sets Slack up wants to know: are the tokens good, is anything missing."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

from adapters.chat import ChatError, Check
from adapters.slack.faults import CallError, looked
from adapters.slack.workspaces import Clients, ReadToken, Workspace, Workspaces

SKEW_MAX: Final = timedelta(minutes=2)  # Slack refuses signatures older than five
APP: Final = "https://api.slack.com/apps"


async def examine_token(workspaces: Workspaces) -> list[Check]:
    """Is the bot token good, and has it every scope."""
    try:
        workspace = await workspaces.checked()
    except ChatError as fault:
        remedy = f"{fault}; SLACK_BOT_TOKEN is under OAuth & Permissions at {APP}"
        return [Check(what="slack: bot token", ok=False, remedy=remedy)]
    token = Check(what=f"slack: bot token, workspace {workspace.name or workspace.id}", ok=True)
    return [token, *_scopes(workspace)]


async def examine_socket(clients: Clients, token: ReadToken) -> Check:
    """Is the app token good for Socket Mode."""
    what = "slack: app token (Socket Mode)"
    value = token()
    if not value:
        return Check(what=what, ok=False, remedy="set SLACK_APP_TOKEN")
    try:
        await looked(clients.client().apps_connections_open(app_token=value))
    except CallError as fault:
        remedy = (
            f"{fault}; make one with connections:write under Basic Information at {APP}, "
            "and turn Socket Mode on"
        )
        return Check(what=what, ok=False, remedy=remedy)
    return Check(what=what, ok=True)


async def examine_clock(clients: Clients, clock: Callable[[], datetime]) -> Check:
    """Does this machine's clock go as Slack's does."""
    what = "slack: clock of this machine"
    try:
        answer = await looked(clients.client().api_test())
    except CallError as fault:
        return Check(what=what, ok=False, remedy=f"Slack cannot be reached: {fault}")
    skew = _skew(answer.headers, clock())
    if skew is None or abs(skew) <= SKEW_MAX:
        return Check(what=what, ok=True)
    remedy = f"it is off by {round(skew.total_seconds())} s: let the machine keep time (NTP)"
    return Check(what=what, ok=False, remedy=remedy)


def _scopes(workspace: Workspace) -> list[Check]:
    missing = [
        Check(
            what=f"slack: scope {scope}",
            ok=False,
            remedy=f"without it: no {use}; add it at {APP}, then install the app again",
        )
        for scope, use in workspace.missing.items()
    ]
    return missing or [Check(what="slack: scopes", ok=True)]


def _skew(headers: Mapping[str, Any], now: datetime) -> timedelta | None:
    """How far the clock is ahead of the one that sent these headers; None: it does not say."""
    stated = headers.get("Date") or headers.get("date")
    try:
        return now - parsedate_to_datetime(str(stated)) if stated else None
    except ValueError:
        return None
