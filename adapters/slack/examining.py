"""What somebody who sets Slack up wants to know: are the tokens good, is anything missing."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from adapters.chat import ChatError, Check
from adapters.secret import ReadSecret
from adapters.skew import clock_check, skew
from adapters.slack.faults import CallError, looked
from adapters.slack.workspaces import Clients, Workspace, Workspaces

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


async def examine_installed(workspaces: Workspaces) -> list[Check]:
    """Is the kept token of each workspace good, and has it every scope."""
    try:
        teams = await workspaces.installed()
    except ChatError as fault:
        return [Check(what="slack: kept tokens", ok=False, remedy=str(fault))]
    what = f"slack: installed in {len(teams)} workspace{'s' * (len(teams) != 1)}"
    remedy = "" if teams else "open /slack/install of the bot's own address"
    found = [Check(what=what, ok=bool(teams), remedy=remedy)]
    for team in teams:
        try:
            workspace = await workspaces.get(team)
        except ChatError as fault:
            found.append(Check(what=f"slack: workspace {team}", ok=False, remedy=str(fault)))
        else:
            found.append(Check(what=f"slack: workspace {workspace.name or team}", ok=True))
            found += _scopes(workspace)
    return found


async def examine_socket(clients: Clients, token: ReadSecret) -> Check:
    """Is the app token good for Socket Mode."""
    what = "slack: app token (Socket Mode)"
    try:
        await clients.socket_address(token)
    except CallError as fault:
        remedy = (
            f"{fault}; SLACK_APP_TOKEN is made with connections:write under Basic Information at "
            f"{APP}, with Socket Mode on"
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
    return clock_check(what, skew(answer.headers, clock()))


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
