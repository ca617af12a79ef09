from datetime import timedelta

import pytest

from adapters.document import Button
from bot.compose.plain import lines, text
from bot.ingest import Look
from storage.channels import Delivery
from storage.records import Kind, digest
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_words import NOW, item, step, story, xiaomi_steps


class TestMilestones:
    async def test_the_whole_answer(self, watching: Desk) -> None:
        await watching.tell([*xiaomi_steps()])

        document = (await watching.ask("/milestones 小米")).document

        assert lines(document)[0] == "Xiaomi: 5 steps"
        assert (
            "  - Registration · MIIT [done, reported] 2 Aug 2023: xiaomiev.com"
            " · Example News <https://gazette.example/told> · 25 Aug 2023"
        ) in lines(document)

    @pytest.mark.parametrize("name", ["XIAOMI", "小米", "小米汽车", "“Xiaomi EV”", "ｘｉａｏｍｉ"])
    async def test_any_name_in_any_script_will_do(self, watching: Desk, name: str) -> None:
        await watching.tell([step()])

        assert "1 step" in await watching.says(f"/milestones {name}")

    async def test_a_typing_error_is_answered_with_the_nearest_names(self, desk: Desk) -> None:
        reply = await desk.ask("/milestones xiomi kind:delivery")

        assert "No company “xiomi” is known here." in text(reply.document)
        assert buttons(reply)[0] == Button(
            "/milestones Xiaomi kind:delivery", "/milestones Xiaomi kind:delivery"
        )
        assert reply.document.tone == "warning"

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("xiaomi deliveries", 1),
            ("xiaomi deliveries done since 2023", 1),
            ("小米 交付 今年", 1),
            ("小米 交付 去年", 0),
            ("小米交付", 1),
            ("小米今年的交付", 1),
            ("xiaomi recalls", 0),
            ("xiaomi planned", 0),
            ("xiaomi reported", 1),
            ("xiaomi official", 0),
            ("xiaomi last month", 0),
            ("xiaomi since last month", 1),
            ("xiaomi between may and september 2023", 1),
            ("xiaomi until august 2023", 1),
            ("xiaomi before august 2023", 0),
            ("xiaomi Q3 2023", 1),
            ("xiaomi Q2 2023", 0),
            ("xiaomi deliveries only", 1),
            ("小米 仅交付", 1),
            ("xiaomi since August", 1),
            ("小米 9月以来", 1),
            ("xiaomi slipped", 0),
            ("xiaomi nonsense", 0),
            ("xiaomi SU 9", 0),
        ],
    )
    async def test_filters_may_be_said_without_their_names(
        self, watching: Desk, words: str, found: int
    ) -> None:
        await watching.tell([step()])

        said = await watching.says(f"/milestones {words}")

        assert ("Xiaomi: 1 step" in said) == bool(found)
        assert ("Only: " in said or "fits this filter" in said) or not found

    async def test_plain_words_are_looked_for_in_what_was_told(self, watching: Desk) -> None:
        await watching.tell([step(Kind.LAUNCH, subject="SU7"), step(Kind.LAUNCH, subject="YU7")])

        said = await watching.says("/milestones xiaomi su7")

        assert "Xiaomi: 1 step\nOnly: about “su7”" in said
        assert "SU7" in said
        assert "YU7" not in said

    async def test_a_model_may_be_written_with_a_space(self, watching: Desk) -> None:
        await watching.tell([step(Kind.LAUNCH, subject="SU7"), step(Kind.LAUNCH, subject="YU7")])

        said = await watching.says("/milestones xiaomi su 7 launches")

        assert "Xiaomi: 1 step\nOnly: Launch, about “su7”" in said

    async def test_two_companies_may_be_compared(self, watching: Desk) -> None:
        reply = await watching.ask("/milestones xiaomi vs nio")

        assert "“Xiaomi, NIO” names 2 companies" in text(reply.document)
        assert [each.command for each in buttons(reply)] == [
            "/milestones compare xiaomi, nio",
            "/milestones xiaomi",
            "/milestones nio",
        ]

    async def test_a_wrong_name_keeps_the_filters_behind_it(self, desk: Desk) -> None:
        reply = await desk.ask("/milestones xiomi deliveries last month")

        assert buttons(reply)[0].command == (
            '/milestones Xiaomi kind:delivery since:"last month" until:"last month"'
        )

    async def test_the_button_of_a_page_keeps_the_filter(self, watching: Desk) -> None:
        await watching.tell(
            [
                step(when=f"20{year}-{month:02d}-01", evidence=f"{year} {month}")
                for year in (21, 22)
                for month in range(1, 13)
            ]
        )

        first = await watching.ask('/milestones xiaomi kind:deliveries since:"2021-03"')
        second = await watching.ask(buttons(first)[0].command, kind="button")

        assert buttons(first)[0].command.startswith(
            "/milestones xiaomi kind:delivery since:2021-03 older:"
        )
        assert "Page 2 of 3" in text(second.document)

    async def test_a_channel_that_hears_nothing_of_it_may_follow(self, watching: Desk) -> None:
        await watching.tell([step()])
        await watching.ask("/evwatch unfollow all")

        offered = buttons(await watching.ask("/milestones xiaomi"))
        follow = Button("Follow Xiaomi", "/evwatch follow xiaomi")
        await watching.ask(follow.command, kind="button")

        assert [each.label for each in offered] == ["Follow Xiaomi", "Chart", "Export…", "Share"]
        assert offered[0] == follow
        assert buttons(await watching.ask("/milestones xiaomi")) == offered[1:]

    async def test_a_channel_that_hears_of_it_in_a_group_is_offered_no_follow(
        self, watching: Desk
    ) -> None:
        await watching.tell([step()])
        await watching.ask("/evwatch channel companies:china")

        offered = buttons(await watching.ask("/milestones xiaomi"))

        assert [each.label for each in offered] == ["Chart", "Export…", "Share"]

    async def test_all_steps_is_one_press_away_when_the_filter_left_none(
        self, watching: Desk
    ) -> None:
        await watching.tell([step()])

        reply = await watching.ask("/milestones xiaomi kind:recall")

        assert buttons(reply)[0] == Button("All steps", "/milestones xiaomi")

    async def test_a_company_that_is_not_watched_is_told_as_such(self, watching: Desk) -> None:
        assert "NIO is not watched here." in await watching.says("/milestones nio")

    async def test_watched_and_nothing_so_far(self, watching: Desk) -> None:
        assert "Watched since 25 Aug 2023; no step" in await watching.says("/milestones xiaomi")

    async def test_every_company_counts_where_none_is_named(self, desk: Desk) -> None:
        desk.look.looks[FEED] = Look(url=FEED, title="Example News")
        await desk.ask(f"/evwatch add {FEED} now")

        assert "Watched since 25 Aug 2023" in await desk.says("/milestones nio")

    async def test_where_nothing_came_since_a_day_the_day_is_told(self, watching: Desk) -> None:
        await watching.tell([step(when="2023-01-31")])

        said = await watching.says("/milestones xiaomi since:30d")

        assert "Nothing of Xiaomi since 26 Jul 2023." in said

    async def test_a_failing_source_is_told(self, watching: Desk) -> None:
        await watching.tell([step()])
        watching.now += timedelta(hours=1)
        await watching.visit(failure="the host does not answer")

        said = await watching.says("/milestones xiaomi")

        assert "⚠ 1 of 1 source silent or failing since 25 Aug 2023: Example News." in said

    async def test_a_source_that_was_not_visited_for_days_is_told(self, watching: Desk) -> None:
        await watching.tell([step()])
        watching.now += timedelta(days=2)

        assert "⚠ 1 of 1 source silent or failing since Friday" in await watching.says(
            "/milestones xiaomi"
        )

    async def test_a_pause_is_told(self, watching: Desk) -> None:
        await watching.ask("/evwatch pause xiaomi for 3d")

        assert "⚠ Xiaomi is paused here until 28 Aug" in await watching.says("/milestones xiaomi")

    async def test_chinese_is_answered_in_chinese(self, watching: Desk) -> None:
        watching.language = "zh"
        await watching.tell([*xiaomi_steps()])

        assert (await watching.says("/milestones 小米")).startswith("小米：5项进展\n")

    async def test_it_never_fetches(self, watching: Desk) -> None:
        watching.look.asked.clear()

        await watching.ask("/milestones xiaomi")
        await watching.ask("/evwatch status")
        await watching.ask("/evwatch list")

        assert watching.look.asked == []


class TestStatus:
    async def test_nothing_watched_says_how_to_begin(self, desk: Desk) -> None:
        said = await desk.says("/evwatch status")

        assert "No source is watched yet. Add one: /evwatch add https://…" in said
        assert "  - Deliveries: none waiting" in said

    async def test_a_source_tells_its_state_and_times(self, watching: Desk) -> None:
        await watching.visit(items=(item("a", source=digest(FEED)),))
        watching.now += timedelta(minutes=5)

        assert (await watching.says("/evwatch status")).splitlines() == [
            "Status: 1 source, all well.",
            "  - Deliveries: none waiting",
            (
                "  - Example News [ok]: last success 5 min ago · last new item 5 min ago"
                " · next try in 10 min"
            ),
            "  → Share: /evwatch status",
        ]

    async def test_a_fault_comes_in_words_and_first(self, watching: Desk) -> None:
        other = "https://other.example/rss"
        watching.look.looks[other] = Look(url=other, title="Other")
        await watching.ask(f"/evwatch add {other} now")
        await watching.visit(failure="the host does not answer")

        said = (await watching.says("/evwatch status")).splitlines()

        assert said[0] == "Status: 1 of 2 sources failing."
        assert said[1] == "1 not visited yet · 1 failing"
        assert said[3].startswith("  - Example News [failing]: the host does not answer · no succ")
        assert said[4].startswith("  - Other [not visited yet]: no success yet")

    async def test_what_waits_is_counted(self, watching: Desk) -> None:
        article = item("told", source=digest(FEED))
        told = story([step(item=article.id)], [article])
        waiting = Delivery(channel=CHANNEL, story=told.id, revision=1, created=NOW)
        await watching.visit(items=(article,), stories=(told,), deliveries=(waiting,))

        assert "  - Deliveries: 1 waiting" in await watching.says("/evwatch status")


class TestFinding:
    """A list and a state of what fits some words."""

    async def test_by_a_word_of_a_name_or_an_address(self, watching: Desk) -> None:
        for line in ("/evwatch list example.org", "/evwatch list news", "/evwatch status NEWS"):
            said = await watching.says(line)
            assert "Example News" in said, line
            assert "Xiaomi" not in said, line

    async def test_by_a_company_in_any_script(self, watching: Desk) -> None:
        said = await watching.says("/evwatch list 小米")

        assert "Xiaomi" in said
        assert "Example News" not in said

    async def test_by_what_it_is(self, watching: Desk) -> None:
        await watching.ask("/evwatch pause xiaomi")

        assert "Example News" not in await watching.says("/evwatch list companies")
        assert "Xiaomi" not in await watching.says("/evwatch 列表 来源")
        assert "Xiaomi: paused until resumed" in await watching.says("/evwatch list paused")
        assert "Nothing here is managed." in await watching.says("/evwatch list managed")

    async def test_what_fits_nothing_says_so_and_hides_keys(self, watching: Desk) -> None:
        for verb in ("list", "status"):
            said = await watching.says(f"/evwatch {verb} https://nowhere.example/?key=hush")
            assert "Nothing on the watchlist fits “https://nowhere.example/?key=…”" in said
            assert f"/evwatch {verb}" in said
