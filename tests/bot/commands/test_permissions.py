"""Who may do what: every verb, as every role, on every platform; docs/permissions.md says the same.

EVWATCH_WRITE_DOCS=1 writes that page anew.
"""

import os
from pathlib import Path

from bot.commands.grammar import parse
from bot.commands.registry import VERBS, of
from bot.compose.plain import text
from storage.sources import Actor, Audit, Person, Role
from tests.bot.commands.typed import ask
from tests.fakes_desk import Desk

PAGE = Path(__file__).parents[3] / "docs" / "permissions.md"
PLATFORMS = ("local", "slack", "discord")
SIGNS = {Role.EDITOR: "E", Role.ADMIN: "A"}
HEAD = """# Who may do what

Made by a test that gives every command as every role on every platform
(`EVWATCH_WRITE_DOCS=1 make test` writes it anew). A viewer is everybody who was given no role
(`/evwatch role`); whoever runs the place by the platform's own word is an admin.
`+`: done. `E`, `A`: refused and kept in the audit, with the words below.

`flag` and `undo` act on what one did oneself: to undo what another did needs an admin, and to undo
an edit of one's own needs the role that the edit needs.
"""


def lines() -> list[str]:
    """A line to type for each verb and role that some example of it needs."""
    found: dict[tuple[str, Role], str] = {}
    for verb in VERBS.values():
        for example, _ in verb.page.examples:
            command = parse(example)
            found.setdefault((of(command).name, of(command).role(command)), example)
    return list(found.values())


async def said(desk: Desk, line: str, platform: str, role: Role) -> str:
    """The first words of what somebody of this role is answered, if it is a refusal."""
    reply = await ask(desk, line, platform=platform, user=f"{role}1", is_admin=False)
    told = text(reply.document)
    return told if "Only editors and admins may do" in told or "Only admins may do" in told else ""


async def table(desk: Desk) -> str:
    refusals: dict[tuple[str, str, str], str] = {}
    rows = []
    for line in lines():
        cells = []
        for platform in PLATFORMS:
            for role in Role:
                refused = await said(desk, line, platform, role)
                needed = Role.ADMIN if "Only admins" in refused else Role.EDITOR
                cells.append(SIGNS[needed] if refused else "+")
                if refused:
                    refusals.setdefault((SIGNS[needed], platform, role.value), refused)
        rows.append(f"| `{line}` | {' | '.join(cells)} |")
    heads = [f"{platform} {role.value}" for platform in PLATFORMS for role in Role]
    told = [
        f"## {sign}, on {platform}, to {'an' if role == 'editor' else 'a'} {role}\n\n```\n{words}```\n"
        for (sign, platform, role), words in sorted(refusals.items(), reverse=True)
    ]
    return "\n".join(
        [
            HEAD,
            f"| command | {' | '.join(heads)} |",
            f"| --- |{' --- |' * len(heads)}",
            *rows,
            "",
            *told,
        ]
    )


async def test_the_page_of_permissions_is_true(desk: Desk) -> None:
    for platform in PLATFORMS:
        actor = Actor(platform=platform, workspace="home", channel="general", user="root")
        for role in (Role.EDITOR, Role.ADMIN):
            audit = Audit(at=desk.now, actor=actor, command="test")
            await desk.store.roles.give(Person(id=f"{role}1"), role, audit=audit)

    found = await table(desk)

    if os.environ.get("EVWATCH_WRITE_DOCS"):
        PAGE.write_text(found, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == found


async def test_each_verb_is_refused_exactly_to_those_below_its_role(desk: Desk) -> None:
    for line in lines():
        command = parse(line)
        needed = of(command).role(command)
        refused = await said(desk, line, "slack", Role.VIEWER)
        assert bool(refused) == (needed is not Role.VIEWER), line
