from dataclasses import replace
from typing import cast

import pytest

from adapters.document import Button
from bot.catalogue import Catalogue, load
from bot.commands.verbs import hearing
from bot.compose.plain import text
from bot.ingest import Look
from bot.sources.making import made
from bot.sources.templates import proposals
from storage.records import Company, digest
from storage.sources import Watch
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_words import NOW, item, step, story


class TestPropose:
    """A company brings sources that may tell of it."""

    async def test_the_usual_ones_are_one_press_away(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch add xiaomi")
        said = text(reply.document)

        assert "Sources that may tell of it" in said
        assert "English news about it" in said
        assert "announcements in Hong Kong" in said
        usual = next(each for each in buttons(reply) if each.label == "Add the usual ones")
        assert usual.command == "/evwatch add xiaomi with:news-en,news-zh"

        after = await desk.ask(usual.command, kind="button")

        assert "Watched for it now: English news about it, Chinese news about it" in text(
            after.document
        )
        sources = [
            each.source for each in await desk.store.watchlist.watches("home") if each.source
        ]
        assert {each.company for each in sources} == {"xiaomi"}
        assert {each.title for each in sources} == {
            "Xiaomi: English news about it",
            "Xiaomi: Chinese news about it",
        }

    async def test_the_steps_that_are_known_are_counted_as_a_look_up_counts_them(
        self, desk: Desk
    ) -> None:
        same = step(company="nio", subject="ET5", evidence="NIO began deliveries of the ET5.")
        await desk.ask("/evwatch add nio")
        desk.look.looks[FEED] = Look(url=FEED, title="Example News")
        await desk.ask(f"/evwatch add {FEED} now")
        await desk.tell([same, replace(same, evidence="Deliveries of the ET5 began.")])

        assert "1 step known so far" in await desk.says("/evwatch add nio")
        assert "1 step" in await desk.says("/milestones nio")

    async def test_a_name_that_was_added_is_kept_in_the_log_as_it_is_written(
        self, desk: Desk
    ) -> None:
        source = made("domain:xiaomicar.com").source()
        desk.look.looks["domain:xiaomicar.com"] = Look(url=source.url, title="x", source=source)
        await desk.ask("/evwatch add domain:xiaomicar.com for:xiaomi now")

        [audit, *_] = await desk.store.watchlist.audits("home")
        assert audit.command == "/evwatch add domain:xiaomicar.com for:xiaomi now"

    async def test_they_are_undone_with_the_company(self, desk: Desk) -> None:
        await desk.ask("/evwatch add nio with:news-en,news-zh,filings-us")
        await desk.ask("/evwatch undo")

        assert len(await desk.store.watchlist.watches("home")) == 4
        await desk.ask("/evwatch undo 1")
        assert await desk.store.watchlist.watches("home") == []

    async def test_an_unknown_one_is_told_with_those_that_there_are(self, desk: Desk) -> None:
        said = await desk.says("/evwatch add nio with:news-fr")

        assert "“news-fr” is none of what is proposed for NIO: news-en, news-zh" in said
        assert await desk.store.watchlist.watches("home") == []

    async def test_a_domain_is_looked_at_first_and_is_about_the_company(self, desk: Desk) -> None:
        source = made("domain:xiaomicar.com").source()
        desk.look.looks["domain:xiaomicar.com"] = Look(
            url="domain:xiaomicar.com", title="xiaomicar.com", source=source
        )
        reply = await desk.ask("/evwatch add xiaomi")
        one = next(each for each in buttons(reply) if "xiaomicar.com" in each.command)
        asked = await desk.ask(one.command, kind="button")
        await desk.ask(buttons(asked)[0].command, kind="button")

        [kept] = [each.source for each in await desk.store.watchlist.watches("home") if each.source]
        assert (kept.kind, kept.url, kept.company) == ("domain", "domain:xiaomicar.com", "xiaomi")

    @pytest.mark.parametrize("company", load().companies.values(), ids=lambda each: each.id)
    def test_every_proposal_can_be_watched(self, company: Company) -> None:
        offered = proposals(company)
        assert len({each.name for each in offered}) == len(offered) > 0
        for each in offered:
            assert made(each.words).source().id


class TestAdd:
    async def test_a_company_is_watched_and_this_channel_hears_of_it(self, desk: Desk) -> None:
        said = await desk.says("/evwatch add nio")

        assert said.splitlines()[:3] == [
            "NIO is watched now.",
            "This channel hears of NIO.",
            "No source is watched that could tell of it: add one with /evwatch add https://…",
        ]
        assert "  → Undo: /evwatch undo 1" in said
        assert await desk.store.watchlist.watched_companies() == {"nio"}
        [audit, *_] = await desk.store.watchlist.audits("home")
        assert (audit.actor.user, audit.command) == ("ann", "/evwatch add nio")

    async def test_twice_is_once(self, desk: Desk) -> None:
        await desk.ask("/evwatch add nio")
        before = await desk.store.watchlist.audits("home")

        said = await desk.says("/evwatch add 蔚来")

        assert "NIO was watched already." in said
        assert await desk.store.watchlist.audits("home") == before

    async def test_an_unknown_company_is_answered_with_the_nearest(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch add xpneg")

        assert buttons(reply)[0].command == "/evwatch add XPeng"
        assert await desk.store.watchlist.watches("home") == []

    async def test_a_feed_is_watched_and_shows_what_it_would_have_posted(self, desk: Desk) -> None:
        article = item("new", source=digest(FEED))
        told = story([step(item=article.id)], [article])
        old = item("old", source=digest(FEED), title="An opinion")
        desk.look.looks[FEED] = Look(
            url=FEED,
            title="Example News",
            items=(article, old),
            alerts=(told,),
            silent=((old, "no milestone"),),
        )

        reply = await desk.ask(f"/evwatch add {FEED}")
        said = text(reply.document)

        assert "2 items of the last 1 day read: 1 alert would have been posted." in said
        assert "Xiaomi: Reportedly began deliveries" in said
        assert "  - An opinion: no milestone" in said
        assert "Nothing is watched yet: press Add to watch it." in said
        assert await desk.store.watchlist.watches("home") == []

        [add] = [button for button in buttons(reply) if button.label == "Add"]
        first, again = [text((await desk.ask(add.command, kind="button")).document) for _ in "12"]

        assert "Example News is watched now." in first
        assert "This channel hears of every company that is watched here." in first
        assert "Example News was watched already." in again
        [watch] = await desk.store.watchlist.watches("home")
        assert watch.source is not None
        assert watch.source.url == FEED

    async def test_nothing_secret_of_an_address_is_shown_or_audited(self, desk: Desk) -> None:
        desk.look.looks[FEED] = Look(url=FEED, title="")

        said = [
            await desk.says(line)
            for line in (
                f"/evwatch add {FEED} now",
                "/evwatch list",
                "/evwatch status",
                f"/evwatch preview {FEED}",
                f"/evwatch pause {FEED}",
                f"/evwatch remove {FEED}",
                f"/evwatch remove {FEED}",
                "/evwatch preview https://example.org/down?key=hush",
            )
        ]

        assert not [each for each in said if "hush" in each]
        audits = await desk.store.watchlist.audits("home")
        assert len(audits) == 3
        assert not [audit for audit in audits if "hush" in repr(audit)]

    async def test_a_feed_leaves_a_channel_to_the_companies_that_it_chose(self, desk: Desk) -> None:
        await desk.ask("/evwatch follow nio")
        desk.look.looks[FEED] = Look(url=FEED, title="Example News")

        assert "This channel hears of NIO." in await desk.says(f"/evwatch add {FEED} now")

    async def test_a_page_with_one_feed_stands_for_it(self, desk: Desk) -> None:
        page = "https://example.org/"
        desk.look.looks[page] = Look(url=FEED, title="Example News", found=(FEED,))

        said = await desk.says("/evwatch add example.org/")
        await desk.ask("/evwatch add example.org/ now")

        assert "Feed found on the page: https://example.org/feed?key=…" in said
        [watch] = await desk.store.watchlist.watches("home")
        assert watch.source is not None
        assert watch.source.url == FEED

    async def test_a_page_with_several_feeds_asks_which(self, desk: Desk) -> None:
        page, other = "https://example.org/", "https://example.org/comments"
        desk.look.looks[page] = Look(url=FEED, title="Example News", found=(FEED, other))
        desk.look.looks[other] = Look(url=other, title="Comments")

        reply = await desk.ask(f"/evwatch add {page}")
        assert await desk.store.watchlist.watches("home") == []
        chosen = await desk.ask(buttons(reply)[1].command, kind="button")
        await desk.ask(buttons(chosen)[0].command, kind="button")

        assert "names 2 feeds. Which one?" in text(reply.document)
        assert [button.label for button in buttons(reply)] == [
            "https://example.org/feed?key=…",
            other,
        ]
        [watch] = await desk.store.watchlist.watches("home")
        assert watch.source is not None
        assert watch.source.url == other

    async def test_what_cannot_be_read_is_not_watched(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch add https://example.org/down")

        assert "cannot be watched: the host does not answer" in text(reply.document)
        assert await desk.store.watchlist.watches("home") == []


class TestRemove:
    async def test_a_company_and_its_place_in_this_channel(self, watching: Desk) -> None:
        await watching.ask("/evwatch follow nio")

        assert "Xiaomi is no longer watched." in await watching.says("/evwatch remove 小米")
        watches = await watching.store.watchlist.watches("home")
        assert [watch.company for watch in watches] == [None]

    async def test_a_company_that_this_channel_follows_by_name(self, desk: Desk) -> None:
        await desk.ask("/evwatch add nio")
        await desk.ask("/evwatch add byd")

        await desk.ask("/evwatch remove nio")

        subscription = await desk.store.watchlist.subscription(CHANNEL)
        assert subscription is not None
        assert subscription.companies == ("byd",)

    @pytest.mark.parametrize(
        "name", [FEED, "example.org", "www.example.org", "example news", "http://example.org/feed?key=hush"]
    )  # fmt: skip
    async def test_a_source_by_address_host_or_title(self, watching: Desk, name: str) -> None:
        assert "Example News is no longer" in await watching.says(f"/evwatch remove {name}")

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

    async def test_all(self, watching: Desk) -> None:
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

    async def test_unfollow_all(self, desk: Desk) -> None:
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


class TestPreview:
    async def test_stores_nothing(self, desk: Desk) -> None:
        article = item("new")
        desk.look.looks[FEED] = Look(
            url=FEED,
            title="Example News",
            items=(article,),
            alerts=(story([step(item=article.id)], [article]),),
        )

        said = await desk.says(f"/evwatch preview {FEED}")

        assert said.startswith("Preview: Example News\n")
        assert "Xiaomi: Reportedly began deliveries" in said
        assert said.endswith("A preview: nothing was stored.\n")
        assert await desk.store.watchlist.watches("home") == []
        assert await desk.store.watchlist.audits("home") == []

    async def test_an_empty_feed(self, desk: Desk) -> None:
        desk.look.looks[FEED] = Look(url=FEED)

        assert "has no items now" in await desk.says(f"/evwatch preview {FEED}")
