"""What the config file owns is shown as its own, and refused to chat with where to change it."""

import pytest

from storage.channels import Subscription
from storage.records import digest
from storage.sources import Watch
from tests.fakes_desk import CHANNEL, Desk


@pytest.fixture
async def managed(desk: Desk) -> Desk:
    watch = Watch(workspace="*", company="xiaomi", managed=True, added_by="file")
    where = Subscription(id=digest(str(CHANNEL)), channel=CHANNEL, companies=("xiaomi",))
    await desk.store.watchlist.seed([watch], [where], at=desk.now)
    return desk


@pytest.mark.parametrize(
    ("line", "piece"),
    [
        ("/evwatch follow nio", "set in evwatch.toml under [[channels]]"),
        ("/evwatch unfollow xiaomi", "set in evwatch.toml under [[channels]]"),
        ("/evwatch unfollow all", "set in evwatch.toml under [[channels]]"),
        ("/evwatch channel kinds:recall", "set in evwatch.toml under [[channels]]"),
        ("/evwatch remove xiaomi", "set in evwatch.toml: it is changed there"),
    ],
)
async def test_an_edit_of_it_is_refused_and_changes_nothing(
    managed: Desk, line: str, piece: str
) -> None:
    watchlist = managed.store.watchlist
    before = (await watchlist.subscription(CHANNEL), await watchlist.watches("home"))

    assert piece in await managed.says(line)

    assert (await watchlist.subscription(CHANNEL), await watchlist.watches("home")) == before
    assert await watchlist.audits("home") == []


async def test_it_is_shown_as_the_files(managed: Desk) -> None:
    said = await managed.says("/evwatch list")

    assert said.count("configuration file") == 2


async def test_what_chat_adds_beside_it_leaves_it_alone(managed: Desk) -> None:
    said = await managed.says("/evwatch add nio with:none now")

    assert "NIO is watched now." in said
    subscription = await managed.store.watchlist.subscription(CHANNEL)
    assert subscription is not None
    assert subscription.companies == ("xiaomi",)
