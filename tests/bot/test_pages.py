"""Pages over HTTP: open to who has the address, to nobody else, and never told apart why not."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientResponse, ClientSession
from prometheus_client import CollectorRegistry

from bot.catalogue import load
from bot.chart.charts import Charts
from bot.ingest import Look
from bot.pages import ALLOWED, MISS, Pages
from bot.sharing import SECRET_BYTES, Sharing
from bot.stories.overlay import step_id
from bot.web import Web
from bot.workers import inline
from storage.sqlite import SqliteEngine
from storage.store import Store
from tests.fakes_desk import FEED, Desk
from tests.fakes_local import is_ready
from tests.fakes_stories import milestone

ENDINGS = ("csv", "json", "ics", "atom")


class Site:
    """The server with a desk beside it, at which links are made and revoked."""

    def __init__(self, store: Store, public: str = "") -> None:
        self.desk = Desk(store)
        self.sharing = Sharing(b"k" * SECRET_BYTES, public=public, local=lambda: self.web.url)
        self.desk.dispatch._sharing = self.sharing
        pages = Pages(
            store=store,
            catalogue=load(),
            charts=Charts(inline),
            sharing=self.sharing,
            clock=lambda: self.desk.now,
        )
        self.web = Web(pages.routes(), ready=is_ready, registry=CollectorRegistry(), port=0)

    async def link(self, line: str = "/evwatch links xiaomi") -> str:
        """Make a link; gives its address."""
        reply = await self.desk.ask(line)
        [fact] = [row for part in reply.document.parts for row in getattr(part, "rows", ())]
        return str(fact.detail[0].href)


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    store = Store(await SqliteEngine.open(":memory:"))
    await store.migrate()
    yield store
    await store.close()


@pytest.fixture
async def site(store: Store) -> AsyncIterator[Site]:
    site = Site(store)
    site.desk.look.looks[FEED] = Look(url=FEED, title="Example News")
    await site.desk.ask(f"/evwatch add {FEED} now")
    await site.desk.tell(
        [
            milestone(kind="approval", when="2023-08-02", evidence="Xiaomi <b>won</b> approval."),
            milestone(kind="launch", phase="planned", when="2024-01-01/2024-06-30"),
        ]
    )
    async with site.web:
        yield site


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def body(session: ClientSession, url: str, **headers: str) -> tuple[int, str, ClientResponse]:
    async with session.get(url, headers=headers) as response:
        return response.status, await response.text(errors="replace"), response


async def test_a_link_opens_the_page_with_all_its_evidence(
    site: Site, session: ClientSession
) -> None:
    status, text, response = await body(session, await site.link())

    assert status == 200
    assert "Xiaomi &lt;b&gt;won&lt;/b&gt; approval." in text
    assert response.headers["X-Robots-Tag"].startswith("noindex")
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("ending", ENDINGS)
async def test_its_files_are_beside_it(site: Site, session: ClientSession, ending: str) -> None:
    status, text, response = await body(session, f"{await site.link()}/xiaomi.{ending}")

    assert status == 200
    assert "xiaomi" in text.lower()
    assert response.headers["Content-Disposition"] == f'attachment; filename="xiaomi.{ending}"'


@pytest.mark.parametrize("name", ["light.png", "dark.png"])
async def test_its_chart_is_beside_it(site: Site, session: ClientSession, name: str) -> None:
    async with session.get(f"{await site.link()}/{name}") as response:
        assert response.status == 200
        assert response.headers["Content-Type"] == "image/png"
        assert (await response.read()).startswith(b"\x89PNG")


async def test_what_has_not_changed_is_not_sent_again(site: Site, session: ClientSession) -> None:
    url = f"{await site.link()}/xiaomi.atom"
    _, _, first = await body(session, url)

    status, text, _ = await body(session, url, **{"If-None-Match": first.headers["ETag"]})

    assert (status, text) == (304, "")


async def test_it_speaks_the_other_language_when_asked(site: Site, session: ClientSession) -> None:
    _, text, _ = await body(session, f"{await site.link()}?lang=zh")

    assert '<html lang="zh-CN">' in text
    assert "小米" in text


async def test_the_end_of_a_link_is_by_the_clocks_of_the_channel(site: Site) -> None:
    await site.desk.ask("/evwatch follow xiaomi")
    await site.desk.ask("/evwatch channel zone:Asia/Shanghai")

    made = await site.desk.says("/evwatch links xiaomi until tomorrow 8am")
    shown = await site.desk.says("/evwatch links")

    assert "Until 26 Aug 2023, 08:00 Asia/Shanghai." in made
    assert "until 26 Aug 2023, 08:00 Asia/Shanghai" in shown


async def test_wrong_revoked_ended_and_misplaced_are_told_alike(
    site: Site, session: ClientSession
) -> None:
    good, ended = await site.link(), await site.link("/evwatch links xiaomi until 2d")
    revoked = await site.link()
    made = await site.desk.store.links.of("home", now=site.desk.now)
    [gone] = [each for each in made if site.sharing.address(each, "local") == revoked]
    await site.desk.ask(f"/evwatch links revoke {gone.id}")
    site.desk.now += timedelta(days=3)

    answers = [
        await body(session, url)
        for url in (
            revoked,
            ended,
            good[:-1] + ("A" if good[-1] != "A" else "B"),
            good.replace("/xiaomi/", "/nio/"),
            good.replace("/xiaomi/", "/none/"),
            f"{good}/nio.csv",
            f"{good}/xiaomi.exe",
        )
    ]

    assert {(status, text) for status, text, _ in answers} == {(404, answers[0][1])}
    assert (await body(session, good))[0] == 200


async def test_a_revoked_link_is_good_again_when_that_is_undone(
    site: Site, session: ClientSession
) -> None:
    url = await site.link()
    reply = await site.desk.ask("/evwatch links revoke all")
    assert (await body(session, url))[0] == 404

    undo = next(
        b.command
        for p in reply.document.parts
        for b in getattr(p, "items", ())
        if b.label == "Undo"
    )
    await site.desk.ask(undo)

    assert (await body(session, url))[0] == 200


async def test_the_database_holds_no_token(site: Site) -> None:
    token = (await site.link()).rpartition("/")[2]
    kept = [
        str(list(row.values()))
        for table in ("links", "changes", "audits")
        for row in await site.desk.store._engine.fetch(f"SELECT * FROM {table}")  # noqa: S608
    ]

    assert kept
    assert not [row for row in kept if token in row]


async def test_who_guesses_is_soon_refused_and_others_are_not(
    site: Site, session: ClientSession
) -> None:
    good = await site.link()
    guess = f"{good.rpartition('/')[0]}/{'A' * 32}"
    asked = [await body(session, guess) for _ in range(ALLOWED // MISS + 1)]

    assert asked[0][0] == 404
    assert (asked[-1][0], asked[-1][2].headers.get("Retry-After")) == (429, "60")
    assert (await body(session, good, **{"X-Forwarded-For": "203.0.113.9"}))[0] == 200
    site.desk.now += timedelta(minutes=1)
    assert (await body(session, good))[0] == 200


async def test_the_style_is_given_to_anybody(site: Site, session: ClientSession) -> None:
    status, text, _ = await body(session, f"{site.web.url}timeline/page.css")

    assert status == 200
    assert "color-scheme" in text


class TestVerb:
    async def test_only_editors_make_and_revoke(self, site: Site) -> None:
        await site.link()
        site.desk.may_edit = False

        for line in ("/evwatch links xiaomi", "/evwatch links revoke all"):
            assert "admins" in (await site.desk.says(line)) or "may" in await site.desk.says(line)
        assert len(await site.desk.store.links.of("home", now=site.desk.now)) == 1

    async def test_all_links_of_a_company_are_revoked_by_its_name(self, site: Site) -> None:
        await site.link()
        await site.link()

        assert "There is no link nio" in await site.desk.says("/evwatch links revoke nio")
        assert "2 links revoked" in await site.desk.says("/evwatch links revoke 小米")
        assert await site.desk.store.links.of("home", now=site.desk.now) == []

    async def test_who_may_not_edit_sees_that_there_are_links_but_not_where(
        self, site: Site
    ) -> None:
        url = await site.link()
        site.desk.may_edit = False

        said = await site.desk.says("/evwatch links")

        assert "1 open page" in said
        assert url not in said

    async def test_editors_see_the_addresses_again(self, site: Site) -> None:
        url = await site.link()

        assert url in await site.desk.says("/evwatch links")

    async def test_another_workspace_sees_none(self, site: Site) -> None:
        await site.link()
        other = await site.desk.store.links.of("elsewhere", now=site.desk.now)

        assert other == []

    async def test_without_a_public_address_others_are_told_what_to_set(self, store: Store) -> None:
        desk = Desk(store)

        said = await desk.says("/evwatch links xiaomi")

        assert "no public address" in said
        assert await store.links.of("home", now=desk.now) == []

    async def test_an_unknown_number_is_told(self, site: Site) -> None:
        assert "no link 0123abcd" in await site.desk.says("/evwatch links revoke 0123abcd")


async def test_a_correction_is_on_the_pages_of_its_workspace_alone(
    site: Site, session: ClientSession
) -> None:
    told, *_ = await site.desk.store.history.timeline("xiaomi")
    await site.desk.ask(f"/evwatch milestone fix {step_id(told.milestone)} agency:ZANZIBAR")
    own = await site.link()
    site.desk.workspace = "other"
    theirs = await site.link()

    assert "ZANZIBAR" in (await body(session, own))[1]
    status, text, _ = await body(session, theirs)
    assert (status, "ZANZIBAR" in text) == (200, False)
    for ending in ("csv", "json", "atom"):  # a calendar names no agency
        _, mine, _ = await body(session, f"{own}/xiaomi.{ending}")
        _, other, _ = await body(session, f"{theirs}/xiaomi.{ending}")
        assert ("ZANZIBAR" in mine, "ZANZIBAR" in other) == (True, False)
