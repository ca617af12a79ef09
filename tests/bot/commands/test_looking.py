"""`latest`, `compare` and `search`, as people use them, and on every platform within its limits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.embeds import render as on_discord
from adapters.document import Document, Fact, Facts
from adapters.local.render import render as on_page
from adapters.slack.blocks import render as on_slack
from bot.commands.verbs.latest import FIRST
from bot.compose.plain import text
from storage.corrections import own_pool
from storage.records import Certainty, Kind, Milestone, Phase
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.doubles.discord.contract import broken_by
from tests.doubles.slack import layout
from tests.fakes_desk import Desk, buttons, told
from tests.fakes_words import step, vehicles

DAY = timedelta(days=1)


@asynccontextmanager
async def _desk() -> AsyncIterator[Desk]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield Desk(store)
    await store.close()


def figures(company: str, month: int, count: int) -> Milestone:
    days = {1: 31, 2: 28, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31}[month]
    return step(
        company=company,
        certainty=Certainty.OFFICIAL,
        when=f"2023-{month:02d}-01/2023-{month:02d}-{days}",
        quantity=vehicles(count),
        evidence=f"{company} delivered {count} vehicles in month {month}.",
    )


def rows(document: Document) -> list[Fact]:
    return [row for part in document.parts if isinstance(part, Facts) for row in part.rows]


class TestLatest:
    async def test_is_what_a_bare_milestones_gives(self, watching: Desk) -> None:
        await watching.ask("/evwatch add nio with:none now")
        await told(
            watching,
            ("a", 3, [step(Kind.LAUNCH, subject="SU7")]),
            ("b", 1, [figures("nio", 7, 20_462)]),
            ("c", 0, [step(Kind.RECALL, company="byd")]),
        )

        said = await watching.says("/milestones")

        assert said.startswith(
            "Latest of 2 companies\n  - NIO · Delivery [done, official] Jul 2023"
        )
        assert "Xiaomi · Launch" in said
        assert "BYD" not in said
        assert said == (await watching.says("/evwatch latest"))

    async def test_what_a_place_s_own_names_brought_is_told_under_the_company(
        self, watching: Desk
    ) -> None:
        await watching.ask("/evwatch company alias xiaomi as Thunder Motors")
        mine, theirs = own_pool("home", "xiaomi"), own_pool("other", "xiaomi")
        await told(
            watching,
            ("a", 1, [step(Kind.LAUNCH, company=mine)]),
            ("b", 2, [step(Kind.RECALL, company=theirs)]),
        )

        document = (await watching.ask("/milestones latest")).document

        assert [row.label for row in rows(document)] == ["Xiaomi · Launch"]

    async def test_tells_a_step_once_where_it_was_told_last(self, watching: Desk) -> None:
        launch = step(Kind.LAUNCH, when="2023-08-20", subject="SU7")
        await told(
            watching, ("a", 5, [launch]), ("b", 1, [launch]), ("c", 3, [figures("xiaomi", 7, 9)])
        )

        document = (await watching.ask("/milestones latest")).document

        assert [row.label for row in rows(document)] == ["Xiaomi · Launch", "Xiaomi · Delivery"]

    @pytest.mark.parametrize("ago", [0, 2])  # alone at the top, or behind another
    async def test_an_article_of_very_many_steps_is_looked_at_whole(
        self, watching: Desk, ago: int
    ) -> None:
        many = [step(Kind.RECALL, subject=f"X{n}9") for n in range(FIRST + 5)]
        await told(
            watching,
            ("many", ago, many),
            ("one", 1, [step(Kind.LAUNCH, subject="X349")]),
        )

        document = (await watching.ask("/milestones latest model:x349")).document

        labels = [row.label for row in rows(document)]
        assert sorted(labels) == ["Xiaomi · Launch", "Xiaomi · Recall"]

    async def test_a_filter_is_said_and_kept(self, watching: Desk) -> None:
        await told(watching, ("a", 1, [step(Kind.RECALL)]), ("b", 2, [step(Kind.LAUNCH)]))

        said = await watching.says("/milestones latest recalls this year")

        assert "Only: Recall, 2023" in said
        assert "Launch" not in said
        assert "No recent step fits this filter." in await watching.says(
            "/milestones latest factory"
        )

    async def test_its_pages_show_every_step_once_while_news_comes_in(self, watching: Desk) -> None:
        articles = [
            (f"n{n}", n // 2, [figures("xiaomi", 1 + n % 7, 1000 + 97 * n), step(Kind.RECALL, subject=f"X{n}7")])
            for n in range(17)
        ]  # fmt: skip
        await told(watching, *articles)
        whole, line, pages = [], "/milestones latest", []
        while line:
            reply = await watching.ask(line, kind="button")
            pages.append(rows(reply.document))
            whole += pages[-1]
            await told(
                watching,
                (
                    f"late-{len(whole)}",
                    -1 - len(pages),
                    [step(Kind.UNVEIL, subject=f"Y{len(whole)}9")],
                ),
            )
            line = next((b.command for b in buttons(reply) if b.label == "Older"), "")
            newer = next((b.command for b in buttons(reply) if b.label == "Newer"), "")
            if newer:
                back = rows((await watching.ask(newer, kind="button")).document)
                assert set(map(str, back)) <= set(
                    map(str, [r for page in pages[:-1] for r in page])
                )

        shown = [(row.label, row.when, str(row.detail)) for row in whole]
        assert len(shown) == len(set(shown)) == 34
        assert not any("Unveiling" in row.label for row in whole)

    async def test_nothing_watched_says_how_to_begin(self, desk: Desk) -> None:
        assert "Begin with /evwatch add xiaomi" in await desk.says("/milestones")

    async def test_nothing_told_yet(self, watching: Desk) -> None:
        assert "Nothing has been told yet of what is watched here." in await watching.says(
            "/milestones"
        )

    async def test_the_latest_is_told_in_chinese_where_that_is_spoken(self, watching: Desk) -> None:
        watching.language = "zh"
        await told(watching, ("a", 1, [step(Kind.LAUNCH, subject="SU7")]))

        assert (await watching.says("/milestones 最新")).startswith(
            "1家公司的最新进展\n  - 小米 · 上市"
        )

    async def test_silent_sources_are_told(self, watching: Desk) -> None:
        await told(watching, ("a", 1, [step(Kind.LAUNCH)]))
        watching.now += 3 * DAY

        assert "⚠ 1 of 1 source silent or failing since Friday" in await watching.says(
            "/milestones"
        )


class TestCompare:
    async def test_months_and_the_newest_of_each_kind_stand_side_by_side(
        self, watching: Desk
    ) -> None:
        await told(
            watching,
            (
                "a",
                9,
                [figures("nio", 6, 10_707), figures("xpeng", 6, 8_620), figures("nio", 7, 20_462)],
            ),
            ("b", 8, [step(Kind.FACTORY, Phase.PLANNED, company="nio", subject="Hungary")]),
            ("c", 7, [step(Kind.FACTORY, company="xpeng", subject="Wuhan")]),
            ("d", 6, [step(Kind.RECALL, company="xpeng", subject="P7")]),
        )

        said = (await watching.says("/milestones compare nio xpeng li-auto")).replace("\u00a0", " ")

        assert said.startswith("Compared: NIO, XPeng, Li Auto\nDeliveries by month\n")
        assert "  - Jul 2023: NIO 20,462 · XPeng – · Li Auto –\n" in said
        assert "  - Jun 2023: NIO 10,707 · XPeng 8,620 · Li Auto –\n" in said
        assert "Factory\n  - NIO [planned, reported]: Hungary" in said
        assert "  - XPeng [done, reported]: Wuhan" in said
        assert "  - Li Auto: nothing told" in said
        assert said.index("Factory") < said.index("Recall")
        assert "Li Auto is not watched here" in said

    @pytest.mark.parametrize(
        "line",
        [
            "compare nio xpeng", "compare nio, xpeng", "compare nio vs xpeng", "对比 蔚来 小鹏",
            "compare 蔚来和小鹏", 'compare "nio" xpeng', "compare nio and xpeng",
        ],
    )  # fmt: skip
    async def test_names_as_people_write_them(self, watching: Desk, line: str) -> None:
        assert (await watching.ask(f"/milestones {line}")).document.plain == "NIO, XPeng"

    @pytest.mark.parametrize("line", ["nio xpeng recalls", "nio, xpeng recalls", "nio 小鹏 召回"])
    async def test_plain_words_narrow_it_to_kinds(self, watching: Desk, line: str) -> None:
        await told(
            watching,
            ("c", 7, [step(Kind.FACTORY, company="xpeng", subject="Wuhan")]),
            ("d", 6, [step(Kind.RECALL, company="xpeng", subject="P7")]),
        )

        said = await watching.says(f"/milestones compare {line}")

        assert "P7" in said
        assert "Wuhan" not in said

    async def test_nothing_but_kinds_narrows_it(self, desk: Desk) -> None:
        said = await desk.says("/milestones compare nio xpeng planned")

        assert "only be narrowed by kind:; leave out “phase:planned”" in said

    async def test_an_unknown_name_keeps_the_others(self, desk: Desk) -> None:
        reply = await desk.ask("/milestones compare nio xpang byd")

        assert "No company “xpang byd” is known here." in text(reply.document) or buttons(reply)

    async def test_one_company_is_too_few(self, desk: Desk) -> None:
        assert "Name two or more." in await desk.says("/milestones compare nio")

    async def test_more_than_five_are_cut_and_it_is_said(self, desk: Desk) -> None:
        said = await desk.says("/milestones compare nio xpeng byd tesla xiaomi geely")

        assert "At most 5 companies at once: NIO, XPeng, BYD, Tesla, Xiaomi." in said

    async def test_many_kinds_have_pages(self, watching: Desk) -> None:
        kinds = list(Kind)[:8]
        await told(
            watching, ("a", 1, [step(kind, company="nio", evidence=str(kind)) for kind in kinds])
        )

        first = await watching.ask("/milestones compare nio xpeng")
        older = next(b.command for b in buttons(first) if b.label == "Older")
        second = await watching.ask(older)

        shown = {row.label for reply in (first, second) for row in rows(reply.document)}
        assert older == "/milestones compare nio, xpeng page:2"
        assert len(rows(first.document)) == 10
        assert "NIO" in shown


class TestSearch:
    async def test_finds_chinese_and_shows_where(self, watching: Desk) -> None:
        notice = step(Kind.APPROVAL, agency="MIIT", evidence="工信部发布第398批目录，小米在列。")
        await told(watching, ("目录", 2, [notice]), ("other", 1, [step(evidence="目录 alone")]))

        reply = await watching.ask("/milestones search 工信部 目录")
        [row] = rows(reply.document)

        assert "1 text with “工信部 目录”" in text(reply.document)
        assert [run.text for run in row.detail if run.bold] == ["工信部", "目录"]
        assert "Xiaomi · Approval · MIIT (done)" in text(reply.document)

    async def test_nothing_found_says_what_was_searched(self, watching: Desk) -> None:
        await told(watching, ("a", 1, []))

        said = await watching.says("/milestones search sodium")

        assert said.startswith("No text here holds “sodium”.\nTitles and texts of 1 article kept")
        assert "Nothing is kept here yet" not in said

    async def test_a_search_says_so_where_nothing_is_kept_yet(self, desk: Desk) -> None:
        assert "Nothing is kept here yet" in await desk.says("/milestones search sodium")

    async def test_signs_are_no_words(self, desk: Desk) -> None:
        assert "holds no word or number" in await desk.says("/milestones search !!!")

    async def test_its_pages_turn(self, watching: Desk) -> None:
        await told(watching, *((f"swap {n}", n, []) for n in range(13)))

        first = await watching.ask("/milestones search swap")
        older = await watching.ask(next(b.command for b in buttons(first) if b.label == "Older"))
        newer = await watching.ask(next(b.command for b in buttons(older) if b.label == "Newer"))

        assert (len(rows(first.document)), len(rows(older.document))) == (10, 3)
        assert rows(newer.document) == rows(first.document)


WORDS = st.sampled_from(
    ["小米", "nio", "byd", "older:", "newer:", "since:", "2023", "去年", "kind:", "delivery", "su7", "vs", "和",
     '"', "page:9", "model:", "until:", "last month", "\ud800", "\x00", "中", ",", "certainty:official"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from(["", "xiaomi", "latest", "compare", "search", "compare nio", "小米"]),
    st.lists(WORDS | st.text(max_size=12), max_size=7),
)
async def test_whatever_is_asked_is_answered(head: str, words: list[str]) -> None:
    async with _desk() as desk:
        reply = await desk.ask(f"/milestones {head} {' '.join(words)}")

    assert reply.document.tone in {"answer", "warning"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "line",
    [
        "/milestones xiaomi", "/milestones", "/milestones compare xiaomi nio xpeng byd tesla",
        "/milestones search 小米", "/milestones xiaomi nonsense", "/milestones rivian",
    ],
)  # fmt: skip
async def test_every_answer_fits_every_platform(watching: Desk, line: str, language: str) -> None:
    watching.language = language
    long = "小米 <b>&amp;*_~` @everyone 长" * 30
    makers = ("xiaomi", "nio", "xpeng", "byd", "tesla")
    await told(
        watching,
        *(
            (
                f"{long}{n}{maker}",
                n,
                [step(kind, company=maker, subject=long[n:200], evidence=f"小米{long}{n}")],
            )
            for n, kind in enumerate(Kind)
            for maker in makers[: 1 + n % 5]
        ),
    )

    document = (await watching.ask(line)).document

    message = on_slack(document)
    assert layout.text_breaches(message.text, layout.UPDATE_TEXT_MAX) == []
    assert layout.breaches(list(message.blocks)) == []
    assert broken_by("POST", "/channels/1/messages", on_discord(document, "k" * 20)) == []
    assert "<b>" not in on_page(document)
