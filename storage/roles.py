"""Which role each person was given in a workspace; who has none has that of everybody there."""

from typing import Final

from storage.changes import By, change
from storage.engine import Engine
from storage.rows import text_of
from storage.sources import Person, Role

EVERYBODY: Final = "*"  # the user whose role is that of all who were given none

ROLE: Final = """
    SELECT role FROM roles
    WHERE workspace = :workspace AND platform = :platform AND user IN (:user, '*')
    ORDER BY user = '*' LIMIT 1"""

GIVEN: Final = """
    SELECT user, name, role FROM roles WHERE workspace = :workspace AND platform = :platform
    ORDER BY role, user"""

GIVE: Final = """
    INSERT INTO roles (workspace, platform, user, name, role)
    VALUES (:workspace, :platform, :user, :name, :role)
    ON CONFLICT (workspace, platform, user) DO UPDATE
      SET role = excluded.role, name = excluded.name"""

TAKE: Final = """
    DELETE FROM roles WHERE workspace = :workspace AND platform = :platform AND user = :user
    RETURNING role"""


class Roles:
    """Roles by workspace; what the platform says of its own admins is not known here."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def of(self, workspace: str, platform: str, user: str) -> Role:
        """The role that this person was given, or that of everybody; a viewer without either."""
        found = await self._engine.fetch(ROLE, workspace=workspace, platform=platform, user=user)
        return Role(text_of(found[0], "role")) if found else Role.VIEWER

    async def given(self, workspace: str, platform: str) -> list[tuple[Person, Role]]:
        """All that were given, everybody's among them."""
        found = await self._engine.fetch(GIVEN, workspace=workspace, platform=platform)
        return [
            (
                Person(id=text_of(row, "user"), name=text_of(row, "name")),
                Role(text_of(row, "role")),
            )
            for row in found
        ]

    async def give(self, person: Person, role: Role, *, audit: By) -> None:
        """Let a person of the audit's workspace and platform have this role."""
        actor = audit.actor
        place = {"workspace": actor.workspace, "platform": actor.platform}
        async with change(self._engine, audit) as made:
            found = await made.fetch(ROLE, **place, user=person.id)
            before = f"{person.id} {text_of(found[0], 'role')}" if found else None
            await made.execute(GIVE, **place, user=person.id, name=person.name, role=role.value)
            made.note(before=before, after=f"{person.id} {role.value}")

    async def take(self, person: str, *, audit: By) -> bool:
        """Let a person have no role of their own again; False: they had none."""
        actor = audit.actor
        async with change(self._engine, audit) as made:
            found = await made.fetch(
                TAKE, workspace=actor.workspace, platform=actor.platform, user=person
            )
            if found:
                made.note(before=f"{person} {text_of(found[0], 'role')}")
            return bool(found)
