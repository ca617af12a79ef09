"""`add` and `preview`: what is shown before anything is watched, and what is watched then."""

from dataclasses import replace

import pytest

from bot.catalogue import load
from bot.compose.plain import text
from bot.ingest import Look
from bot.sources.feeds import WEB_PAGE
from bot.sources.making import made
from bot.sources.templates import proposals
from storage.records import Company, Kind, digest
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons, told
from tests.fakes_words import item, step, story

KINDS = (
    "https://example.org/feed",
    "page:https://example.org/news#main ul > li",
    "text:https://example.org/status#figures",
    "domain:xiaomiev.com",
    "register:nhtsa_recalls?make=tesla&model=model+3&year=2023",
)


class TestPropose:
    """A company brings sources that may tell of it."""

    async def test_are_shown_first_and_nothing_is_changed(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch add xiaomi")
        said = text(reply.document)

        assert said.startswith("Preview: Xiaomi\nNothing of it has been read here so far.")
        assert "  - ✓ English news about it: " in said
        assert "  - – announcements in Hong Kong, of all companies: " in said
        assert "domain:xiaomicar.com · not tried yet" in said
        assert "Nothing is changed yet: add Xiaomi" in said
        assert await desk.store.watchlist.watches("home") == []
        assert await desk.store.watchlist.audits("home") == []
        assert await desk.store.watchlist.subscription(CHANNEL) is None
        assert [each.label for each in buttons(reply)[:4]] == [
            "Add, with 2 sources",
            "Add, with all 7",
            "Add without sources",
            "− English news about it",
        ]

    async def test_the_chosen_ones_come_with_the_company_as_one_change(self, desk: Desk) -> None:
        asked = await desk.ask("/evwatch add xiaomi")
        done = await desk.ask(buttons(asked)[0].command, kind="button")
        said = text(done.document)

        assert said.startswith("Xiaomi is watched now.\nThis channel hears of Xiaomi.\n")
        assert "Watched for it now: English news about it, Chinese news about it" in said
        assert "announcements in Hong Kong" in said
        watches = await desk.store.watchlist.watches("home")
        sources = [each.source for each in watches if each.source]
        assert {each.company for each in sources} == {"xiaomi"}
        assert {each.title for each in sources} == {
            "Xiaomi: English news about it",
            "Xiaomi: Chinese news about it",
        }
        [audit] = await desk.store.watchlist.audits("home")
        assert audit.command == "/evwatch add xiaomi with:news-en,news-zh now"

        await desk.ask("/evwatch undo 1")

        assert await desk.store.watchlist.watches("home") == []
        assert await desk.store.watchlist.subscription(CHANNEL) is None

    async def test_each_one_can_be_taken_in_and_out(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch add nio")
        for label in ("+ nioauto.com", "− Chinese news about it", "+ nioev.com"):
            line = next(each.command for each in buttons(reply) if each.label == label)
            reply = await desk.ask(line, kind="button")
        await desk.ask(buttons(reply)[0].command, kind="button")

        sources = [w.source for w in await desk.store.watchlist.watches("home") if w.source]
        assert buttons(reply)[0].label == "Add, with 4 sources"
        assert sorted(each.title for each in sources) == [
            "NIO: English news about it", "NIO: its filings with the SEC", "NIO: nioauto.com",
            "NIO: nioev.com",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("words", "count"),
        [("now", 3), ("with:none now", 0), ("with:all now", 6), ("with:filings-us now", 1)],
    )
    async def test_now_does_not_ask(self, desk: Desk, words: str, count: int) -> None:
        said = await desk.says(f"/evwatch add nio {words}")

        assert said.startswith("NIO is watched now.")
        watches = await desk.store.watchlist.watches("home")
        assert len([each for each in watches if each.source]) == count

    async def test_what_was_told_lately_is_shown(self, watching: Desk) -> None:
        await told(
            watching,
            ("new", 3, [step(Kind.LAUNCH, company="nio", subject="ET9")]),
            ("old", 30, [step(Kind.RECALL, company="nio")]),
        )

        said = await watching.says("/evwatch add nio")

        assert "1 step of it in the news of the last 14 days" in said
        assert "Launch [done, reported]: ET9" in said
        assert "Recall" not in said

    async def test_of_what_is_watched_already_only_the_sources_are_asked_for(
        self, desk: Desk
    ) -> None:
        await desk.ask("/evwatch add nio with:news-en,news-zh now")

        said = await desk.says("/evwatch add nio")
        assert "NIO is watched already. Add sources of it?" in said
        assert "English news about it" not in said
        assert "Add, with 1 source:" in said
        assert "Add without sources" not in said
        await desk.ask("/evwatch add nio with:all now")
        assert "NIO was watched already." in await desk.says("/evwatch add nio")

    async def test_a_preview_shows_the_same(self, desk: Desk) -> None:
        asked = (await desk.ask("/evwatch add nio")).document
        shown = (await desk.ask("/evwatch preview nio")).document

        assert shown.parts[:-2] == asked.parts[:-2]
        assert shown.parts[-1] == asked.parts[-1]
        assert "A preview: nothing was stored." in text(shown)
        near = buttons(await desk.ask("/evwatch preview xpneg"))[0]
        assert near.command == "/evwatch preview XPeng"

    async def test_the_steps_that_are_known_are_counted_as_a_look_up_counts_them(
        self, desk: Desk
    ) -> None:
        same = step(company="nio", subject="ET5", evidence="NIO began deliveries of the ET5.")
        await desk.ask("/evwatch add nio with:none now")
        desk.look.looks[FEED] = Look(url=FEED, title="Example News")
        await desk.ask(f"/evwatch add {FEED} now")
        await desk.tell([same, replace(same, evidence="Deliveries of the ET5 began.")])

        assert "1 step known so far" in await desk.says("/evwatch add nio now")
        assert "1 step" in await desk.says("/milestones nio")

    async def test_a_name_that_was_added_is_kept_in_the_log_as_it_is_written(
        self, desk: Desk
    ) -> None:
        source = made("domain:xiaomicar.com").source()
        desk.look.looks["domain:xiaomicar.com"] = Look(url=source.url, title="x", source=source)
        await desk.ask("/evwatch add domain:xiaomicar.com for:xiaomi now")

        [audit, *_] = await desk.store.watchlist.audits("home")
        assert audit.command == "/evwatch add domain:xiaomicar.com for:xiaomi now"

    async def test_an_unknown_one_is_told_with_those_that_there_are(self, desk: Desk) -> None:
        said = await desk.says("/evwatch add nio with:news-fr")

        assert "“news-fr” is none of what is proposed for NIO: news-en, news-zh" in said
        assert await desk.store.watchlist.watches("home") == []

    async def test_a_domain_is_looked_at_first_and_is_about_the_company(self, desk: Desk) -> None:
        source = made("domain:xiaomicar.com").source()
        desk.look.looks["domain:xiaomicar.com"] = Look(
            url="domain:xiaomicar.com", title="xiaomicar.com", source=source
        )
        reply = await desk.ask("/evwatch add xiaomi with:none now")
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
        said = await desk.says("/evwatch add nio with:none now")

        assert said.splitlines()[:3] == [
            "NIO is watched now.",
            "This channel hears of NIO.",
            "No source is watched that could tell of it: add one with /evwatch add https://…",
        ]
        assert "  → Undo: /evwatch undo 1" in said
        assert await desk.store.watchlist.watched_companies() == {"nio"}
        [audit, *_] = await desk.store.watchlist.audits("home")
        assert (audit.actor.user, audit.command) == ("ann", "/evwatch add nio with:none now")

    async def test_twice_is_once(self, desk: Desk) -> None:
        await desk.ask("/evwatch add nio with:none now")
        before = await desk.store.watchlist.audits("home")

        said = await desk.says("/evwatch add 蔚来 with:none now")

        assert "NIO was watched already." in said
        assert await desk.store.watchlist.audits("home") == before

    async def test_an_unknown_company_is_answered_with_the_nearest(self, desk: Desk) -> None:
        reply = await desk.ask("/evwatch add xpneg")

        assert buttons(reply)[0].command == "/evwatch add XPeng"
        assert buttons(reply)[-1].command == "/evwatch company add xpneg"
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

        # What a button sends is not shown.
        shown = [row for each in said for row in each.splitlines() if not row.startswith("  → ")]
        assert not [row for row in shown if "hush" in row]
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

    async def test_a_page_without_a_feed_may_be_watched_by_its_links(self, desk: Desk) -> None:
        page = "https://example.org/news"
        desk.look.looks[page] = Look(url=page, fault=WEB_PAGE)

        [by_links] = buttons(await desk.ask(f"/evwatch add {page}"))

        assert by_links.command == f"/evwatch add page:{page}"

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


class TestPreview:
    async def test_a_preview_stores_nothing(self, desk: Desk) -> None:
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
        assert said.endswith(f"A preview: nothing was stored.\n  → Add: /evwatch add {FEED} now\n")
        assert await desk.store.watchlist.watches("home") == []
        assert await desk.store.watchlist.audits("home") == []

    @pytest.mark.parametrize("words", KINDS)
    async def test_shows_what_add_would_show_for_every_kind_of_source(
        self, desk: Desk, words: str
    ) -> None:
        article = item("new")
        source = made(words).source()
        desk.look.looks[words] = Look(
            url=source.url,
            title="Example",
            items=(article,),
            alerts=(story([step(item=article.id)], [article]),),
            source=source,
        )

        asked = (await desk.ask(f"/evwatch add {words} for:xiaomi")).document
        shown = (await desk.ask(f"/evwatch preview {words} for:xiaomi")).document

        assert shown.parts[:-2] == asked.parts[:-2]
        assert shown.parts[-1] == asked.parts[-1]
        assert "Xiaomi: Reportedly began deliveries" in text(shown)
        assert await desk.store.watchlist.watches("home") == []
        await desk.ask(buttons(await desk.ask(f"/evwatch preview {words} for:xiaomi"))[0].command)
        [watch] = await desk.store.watchlist.watches("home")
        assert watch.source is not None
        assert (watch.source.id, watch.source.company) == (source.id, "xiaomi")

    @pytest.mark.parametrize(
        ("words", "form"),
        [
            ("domain:not_a_name", "domain:example.com"),
            ("domain:", "domain:example.com"),
            ("page:", "page:https://example.org/news"),
            ("register:", "register:carb_orders, "),
            ("page:nowhere", "page:https://example.org/news"),
            ("register:nhtsa_recalls", "register:nhtsa_recalls?make=…&model=…&year=…"),
            ("register:nope", "register:carb_orders, "),
        ],
    )
    async def test_what_names_no_source_says_how_to_write_one(
        self, desk: Desk, words: str, form: str
    ) -> None:
        for verb in ("add", "preview"):
            said = await desk.says(f"/evwatch {verb} {words}")
            assert f"“{words}” names no source.\nWrite it as {form}" in said
        desk.language = "zh"
        assert f"“{words}”不是来源。\n可写成：{form}" in await desk.says(f"/evwatch add {words}")
        assert desk.look.asked == []

    async def test_no_address_is_told_by_an_example_of_the_same_verb(self, desk: Desk) -> None:
        assert "/evwatch add https://…" in await desk.says("/evwatch add ftp://x")
        assert "/evwatch preview https://…" in await desk.says("/evwatch preview ftp://x")

    @pytest.mark.parametrize(("typed", "meant"), [("miit", "miit_vehicles"), ("Recalls", "nhtsa_recalls"), ("sec_submission", "sec_submissions")])  # fmt: skip
    async def test_a_register_that_is_almost_named_is_proposed(
        self, desk: Desk, typed: str, meant: str
    ) -> None:
        for verb in ("add", "preview"):
            near = buttons(await desk.ask(f"/evwatch {verb} register:{typed}"))
            assert f"/evwatch {verb} register:{meant}" in [each.command for each in near]

    async def test_a_domain_that_cannot_be_looked_at_now_can_be_watched_unseen(
        self, desk: Desk
    ) -> None:
        line = "/evwatch add domain:nio.com for:nio"

        for verb in ("add", "preview"):
            said = await desk.says(f"/evwatch {verb} domain:nio.com for:nio")
            assert said.startswith(
                "domain:nio.com cannot be looked at now\n"
                "What failed: the host does not answer\n"
                f"Try again later, or watch it unseen: {line} now"
            )
        assert await desk.store.watchlist.watches("home") == []
        said = await desk.says(f"{line} now")

        assert "Nothing could be seen of it yet (the host does not answer)" in said
        [watch] = await desk.store.watchlist.watches("home")
        assert watch.source is not None
        assert (watch.source.url, watch.source.title) == ("domain:nio.com", "nio.com")
        assert watch.source.company == "nio"
        assert "visited again" not in await desk.says(f"{line} now")

    async def test_says_as_what_it_is_watched(self, desk: Desk) -> None:
        page = "https://example.org/news"
        desk.look.looks[page] = Look(url=page, source=made(f"page:{page}").source())
        desk.look.looks[FEED] = Look(url="https://example.org/moved")

        part = made(f"page:{page}#main ul").source()
        desk.look.looks[f"page:{page}#main ul"] = Look(url=page, source=part)

        assert f"as a page: page:{page}#main ul\n" in await desk.says(
            f"/evwatch preview page:{page}#main ul"
        )
        assert f"It is watched as a page: page:{page}" in await desk.says(
            f"/evwatch preview {page}"
        )
        assert "It is read from https://example.org/moved" in await desk.says(
            f"/evwatch preview {FEED}"
        )

    async def test_a_page_with_several_feeds_asks_which_and_keeps_whom_it_is_of(
        self, desk: Desk
    ) -> None:
        page, other = "https://example.org/", "https://example.org/comments"
        desk.look.looks[page] = Look(url=FEED, title="Example News", found=(FEED, other))

        reply = await desk.ask(f"/evwatch preview {page} for:xiaomi")

        assert [button.command for button in buttons(reply)] == [
            f"/evwatch preview {FEED} for:xiaomi",
            f"/evwatch preview {other} for:xiaomi",
        ]

    async def test_a_company_that_nobody_knows_is_answered_before_anything_is_fetched(
        self, desk: Desk
    ) -> None:
        reply = await desk.ask("/evwatch preview domain:example.org for:xiaomy")

        assert buttons(reply)[0].command == "/evwatch preview domain:example.org for:Xiaomi"
        assert desk.look.asked == []

    async def test_an_empty_feed(self, desk: Desk) -> None:
        desk.look.looks[FEED] = Look(url=FEED)

        assert "has no items now" in await desk.says(f"/evwatch preview {FEED}")
