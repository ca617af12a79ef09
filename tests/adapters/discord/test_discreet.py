import logging

import pytest

from tests.doubles.discord.faults import limited
from tests.fakes_discord import Set
from tests.fakes_local import no_answer


async def test_no_token_of_an_interaction_is_logged(
    on: Set, caplog: pytest.LogCaptureFixture
) -> None:
    on.discord.faults.add(limited("@original", 0.01))
    with caplog.at_level(logging.INFO):
        async with on.serving(no_answer):
            asked = await on.discord.people.slash(
                "milestones", {"company": "nio"}, channel=on.here.channel
            )
            await asked.shown()

    lines = [record.getMessage() for record in caplog.records if record.name.startswith("discord")]
    assert any("/webhooks/900/[token]/messages" in line for line in lines)
    assert not any(asked.payload["token"] in line for line in lines)
