"""What the doctor is told of Discord: token, servers, commands, each with what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.discord.places import INVITED
from tests.fakes_discord import Set
from tests.fakes_local import no_answer


async def ill(on: Set) -> dict[str, str]:
    return {each.what: each.remedy for each in await on.chat.examine() if not each.ok}


async def test_after_the_first_connection_all_is_well(on: Set) -> None:
    on.clock.at = datetime.now(tz=UTC)
    async with on.serving(no_answer):
        found = await on.chat.examine()

    assert [each.ok for each in found] == [True] * 6
    assert "in 1 server" in str(found)


async def test_commands_that_are_not_registered_are_told(on: Set) -> None:
    assert "evwatch run registers them" in str(await ill(on))


async def test_a_bad_token_is_told_with_where_to_find_it(on: Set) -> None:
    on.discord.token = "another"

    found = await ill(on)

    assert "DISCORD_TOKEN is under Bot" in found["discord: token"]


async def test_a_bot_in_no_server_is_told_how_to_be_invited(on: Set) -> None:
    on.discord.world.guilds.clear()

    assert "oauth2/authorize?client_id=" in (await ill(on))["discord: in 0 servers"]


async def test_a_clock_that_is_off_is_told(on: Set) -> None:
    on.clock.at = datetime.now(tz=UTC) + timedelta(minutes=10)

    assert "NTP" in (await ill(on))["discord: clock of this machine"]


async def test_commands_that_go_elsewhere_and_needless_intents_are_told(on: Set) -> None:
    on.discord.world.application |= {
        "interactions_endpoint_url": "https://elsewhere.example/",
        "flags": 1 << 19,
    }

    found = await ill(on)

    assert "leave Interactions Endpoint URL empty" in found["discord: commands come to the bot"]
    assert "Privileged Gateway Intents off" in found["discord: intents, servers only"]


def test_the_page_invites_with_the_same_permissions() -> None:
    page = Path(__file__).parents[3] / "docs/discord.md"

    assert f"&permissions={INVITED}\n" in page.read_text(encoding="utf-8")
