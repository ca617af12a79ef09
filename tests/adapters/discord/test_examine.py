"""What the doctor is told of Discord: token, servers, commands, each with what to do."""

from tests.fakes_discord import Set
from tests.fakes_local import no_answer


async def ill(on: Set) -> dict[str, str]:
    return {each.what: each.remedy for each in await on.chat.examine() if not each.ok}


async def test_after_the_first_connection_all_is_well(on: Set) -> None:
    async with on.serving(no_answer):
        found = await on.chat.examine()

    assert [each.ok for each in found] == [True] * 3
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
