from typing import cast

import pytest

from adapters.document import Button
from bot.catalogue import Catalogue, load
from bot.commands.verbs import hearing
from bot.compose.plain import text
from bot.ingest import Look
from bot.sources.making import made
from storage.records import Company
from storage.sources import Watch
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_words import NOW


class TestRemove:
    async def test_a_company_and_its_place_in_this_channel(self, watching: Desk) -> None:
        await watching.ask("/evwatch follow nio")

        assert "Xiaomi is no longer watched." in await watching.says("/evwatch remove 小米")
        watches = await watching.store.watchlist.watches("home")
        assert [watch.company for watch in watches] == [None]

    async def test_a_company_that_this_channel_follows_by_name(self, desk: Desk) -> None:
        await desk.ask("/evwatch add nio with:none now")
        await desk.ask("/evwatch add byd with:none now")

        await desk.ask("/evwatch remove nio")

        subscription = await desk.store.watchlist.subscription(CHANNEL)
        assert subscription is not None
        assert subscription.companies == ("byd",)

    @pytest.mark.parametrize(
        "name", [FEED, "example.org", "www.example.org", "example news", "http://example.org/feed?key=hush"]
    )  # fmt: skip
    async def test_a_source_by_address_host_or_title(self, watching: Desk, name: str) -> None:
        assert "Example News is no longer" in await watching.says(f"/evwatch remove {name}")

    @pytest.mark.parametrize(
        ("words", "name"),
        [
            ("https://news.example:8443/feed", "news.example"),
            ("https://news.example:8443/feed", "NEWS.example:8443"),
            ("http://127.0.0.1:8080/feed", "127.0.0.1"),
            ("http://127.0.0.1:8080/feed", "127.0.0.1:8080"),
            ("https://xn--bcher-kva.example/feed", "bücher.example"),
            ("page:https://news.example:8443/news#main ul", "www.news.example/"),
            ("domain:nio.com", "nio.com"),
            ("domain:nio.com", "Domain:nio.com"),
            ("domain:nio.com", "https://www.nio.com"),
        ],
    )  # fmt: skip
    async def test_a_source_by_its_host_with_or_without_its_port(
        self, desk: Desk, words: str, name: str
    ) -> None:
        desk.look.looks[words] = Look(url=words, title="Its Title", source=made(words).source())
        await desk.ask(f"/evwatch add {words} now")

        for line in (f"pause {name} for 1d", f"edit {name} every:2h", f"mute source:{name}"):
            assert "is not on the watchlist" not in await desk.says(f"/evwatch {line}")
        assert "is no longer watched" in await desk.says(f"/evwatch remove {name}")

    @pytest.mark.parametrize(
        "name", ["example.org:8080", "ample.org", "example.org/other", "https://["]
    )
    async def test_no_source_by_what_is_not_its_host(self, watching: Desk, name: str) -> None:
        assert "is not on the watchlist" in await watching.says(f"/evwatch remove {name}")

    async def test_what_is_not_on_the_list_is_answered_with_the_nearest(
        self, watching: Desk
    ) -> None:
        reply = await watching.ask("/evwatch remove exmple news")

        assert "“exmple news” is not on the watchlist; see /evwatch list" in text(reply.document)
        assert buttons(reply)[0].command == '/evwatch remove "Example News"'

    async def test_what_the_configuration_file_owns_stays(self, desk: Desk) -> None:
        await desk.store.watchlist.seed(
            [Watch(workspace="*", company="nio", managed=True)], [], at=NOW
        )

        assert "is set in evwatch.toml" in await desk.says("/evwatch remove nio")
        assert "NIO: configuration file" in await desk.says("/evwatch list")


class TestFollow:
    async def test_changes_the_channel_and_not_the_watchlist(self, desk: Desk) -> None:
        said = await desk.says("/evwatch follow byd, li auto")

        assert "This channel hears of BYD, Li Auto." in said
        assert await desk.store.watchlist.watches("home") == []

    async def test_names_without_commas_are_told_apart(self, desk: Desk) -> None:
        said = await desk.says("/evwatch follow byd li auto nio")

        assert "This channel hears of BYD, Li Auto, NIO." in said

    async def test_a_company_that_is_not_watched_says_so(self, watching: Desk) -> None:
        said = await watching.says("/evwatch follow nio")

        assert "NIO is not on the watchlist" in said

    async def test_follow_all_hears_of_every_company_watched_here(self, watching: Desk) -> None:
        said = await watching.says("/evwatch follow all")

        assert "This channel hears of every company that is watched here." in said

    def test_a_long_line_of_names_is_told_apart_a_few_words_at_a_time(self) -> None:
        asked: list[int] = []

        class Counting:
            def find(self, words: str) -> Company | None:
                asked.append(len(words.split()))
                return load().find(words)

        told = hearing._told_apart(cast("Catalogue", Counting()), "li auto nio " * 100)

        assert [each.id for each in told or ()] == ["li-auto", "nio"] * 100
        assert max(asked) == hearing.NAME_MAX_WORDS

    async def test_one_wrong_name_of_several_changes_nothing(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch follow byd, xpneg")

        assert buttons(reply)[0].command == "/evwatch follow byd, XPeng"
        assert await desk.store.watchlist.subscription(CHANNEL) is None

    async def test_unfollow_one_and_then_the_last(self, desk: Desk) -> None:
        await desk.ask("/evwatch follow byd, nio")

        assert "hears of BYD." in await desk.says("/evwatch unfollow nio")
        assert "hears of nothing now" in await desk.says("/evwatch unfollow byd")
        assert "follows nothing" in await desk.says("/evwatch unfollow byd")

    async def test_unfollow_what_was_not_followed(self, desk: Desk) -> None:
        await desk.ask("/evwatch follow byd")

        assert "does not follow NIO" in await desk.says("/evwatch unfollow nio")

    async def test_unfollow_all_ends_the_subscription(self, desk: Desk) -> None:
        await desk.ask("/evwatch follow byd, nio")

        assert "hears of nothing now" in await desk.says("/evwatch unfollow all")
        assert await desk.store.watchlist.subscription(CHANNEL) is None

    async def test_unfollow_one_of_everything_says_how(self, desk: Desk) -> None:
        await desk.ask("/evwatch follow all")

        assert "first type /evwatch unfollow all" in await desk.says("/evwatch unfollow nio")


class TestPause:
    async def test_a_source_until_a_day_and_back(self, watching: Desk) -> None:
        said = await watching.says("/evwatch pause example.org until 2023-09-15")

        assert "Example News is paused until 15 Sep 2023." in said
        assert "paused until 15 Sep 2023" in await watching.says("/evwatch list")
        assert "[paused]" in await watching.says("/evwatch status")
        assert "is watched again" in await watching.says("/evwatch resume example.org")
        assert "was not paused" in await watching.says("/evwatch resume example.org")

    async def test_without_a_time_it_lasts(self, watching: Desk) -> None:
        reply = await watching.ask("/evwatch pause xiaomi")

        assert "/evwatch resume xiaomi ends that" in text(reply.document)
        assert buttons(reply) == [
            Button("/evwatch resume xiaomi", "/evwatch resume xiaomi"),
            Button("Undo", "/evwatch undo 3"),
        ]
        assert "paused until resumed" in await watching.says("/evwatch list")

    async def test_a_time_that_is_over_is_refused(self, watching: Desk) -> None:
        said = await watching.says("/evwatch pause xiaomi until 2020")

        assert "“2020” is in the past." in said

    async def test_a_resumed_source_is_visited_at_once(self, watching: Desk) -> None:
        await watching.visit()
        await watching.ask("/evwatch pause example.org")

        await watching.ask("/evwatch resume example.org")

        due = await watching.store.visits.due(watching.now)
        assert [source.url for source in due] == [FEED]
