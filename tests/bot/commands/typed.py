"""What people type, for tests about every command: the examples of every help page, and more.

A verb that is added is among them by its examples.
"""

from typing import Final

from adapters.chat import Address, Reply, Request
from bot.commands.registry import VERBS
from tests.fakes_desk import FEED, Desk

LINES: Final = (
    *(
        "/evwatch add nio with:none now",
        f"/evwatch add {FEED} now",
        "/evwatch remove nio",
        "/evwatch remove byd",
    ),
    *(
        "/evwatch add byd with:none now",
        "/evwatch add byd with:all now",
        "/evwatch follow nio, byd",
        "/evwatch unfollow nio",
    ),
    *("/evwatch follow all", "/evwatch unfollow all", "/evwatch pause nio for 3d"),
    *("/evwatch pause nio", "/evwatch resume nio", "/evwatch mute nio for 7d", "/evwatch mute nio"),
    *("/evwatch mute kind:recall", "/evwatch unmute nio", "/evwatch unmute kind:recall"),
    *("/evwatch flag", "/evwatch unflag", "/evwatch queue retry all", "/evwatch queue skip all"),
    *("/evwatch resume", "/evwatch silence nio", "/evwatch role bob viewer"),
)
EXAMPLES: Final = tuple(example for verb in VERBS.values() for example, _ in verb.page.examples)
ALL: Final = tuple(dict.fromkeys((*LINES, *EXAMPLES)))


async def ask(
    desk: Desk,
    line: str,
    *,
    workspace: str = "home",
    channel: str = "general",
    platform: str = "local",
    user: str = "ann",
    is_admin: bool = True,
    private: bool | None = None,
) -> Reply:
    """Give a command as anybody, anywhere."""
    return await desk.dispatch.answer(
        Request(
            kind="command",
            platform=platform,
            at=Address(workspace=workspace, channel=channel),
            user=user,
            text=line,
            language=desk.language,
            is_admin=is_admin,
            private=private,
        )
    )
