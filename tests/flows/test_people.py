"""Roles given to people by mention on Slack and on Discord, and what each of them may do then."""

from pathlib import Path

import pytest

from tests.flows.test_asking import asking

MENTION = {"slack": "<@U12345|bea>", "discord": "<@80351110224678913>"}
ID = {"slack": "U12345", "discord": "80351110224678913"}


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_role_is_given_to_whom_is_mentioned_and_to_no_mere_word(
    tmp_path: Path, platform: str
) -> None:
    async with asking(tmp_path, platform) as (person, service):
        refused = await person.types("role", {"person": "@bea", "role": "editor"})
        given = await person.types("role", {"person": MENTION[platform], "role": "editor"})
        shown = await person.types("role", {})
        workspace = "T1" if platform == "slack" else person.world.discord.guild
        [(who, role)] = await service.store.roles.given(workspace, platform)

    assert "“bea” names nobody here. Type @ and choose the person from the list." in refused
    assert "an editor from now on." in given
    assert (who.id, role.value) == (ID[platform], "editor")
    if platform == "slack":  # which says the name along with the id
        assert "@bea: an editor" in given
        assert "@bea" in shown
