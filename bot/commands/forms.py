"""What can be typed, as forms for platforms that have menus: one for each verb."""

from collections.abc import Sequence
from functools import cache

from adapters.forms import Form
from bot.commands.grammar import parse
from bot.commands.registry import VERBS, path
from storage.sources import Role


@cache
def forms() -> Sequence[Form]:
    """Every verb with its blanks, `/milestones` first."""
    return tuple(
        Form(
            path=path(verb),
            description=verb.page.short[0],
            description_zh=verb.page.short[1],
            options=verb.options,
            edits=verb.role(parse(verb.page.example)) is not Role.VIEWER,
        )
        for verb in VERBS.values()
    )
