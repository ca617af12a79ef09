"""Messages on the local page: as they come, grow, change and are looked back at."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.visiting import FACTORIES, GENERAL, XIAOMI, answer, titles, visit
from tests.fakes_local import FakeClock, local_chat, note, one_of_each, served

pytestmark = pytest.mark.browser


async def test_an_alert_appears_while_the_page_is_open(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        await visit(page, url)

        await chat.post(GENERAL, XIAOMI, key="1")

        await expect(page.locator("article .title")).to_contain_text("Xiaomi registers")
        await expect(page.locator("article footer")).to_have_text("First seen 29 Aug 2023, 20:00")
        await expect(page.locator("#announce")).to_contain_text("Xiaomi registers xiaomiev.com")


async def test_an_update_is_shown_beneath_its_alert(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        root = await chat.post(GENERAL, note("first"), key="1")
        await visit(page, url)
        await chat.post(GENERAL, note("between"), key="2")

        await chat.post(GENERAL, note("grown"), key="3", after=root)

        await expect(page.locator(f"#{root} .replies article")).to_contain_text("grown")
        await expect(page.locator(".pointer")).to_have_text("↳ Update grown")
        await page.reload()
        await expect(page.locator(f"#{root} .replies article")).to_contain_text("grown")


async def test_an_edited_alert_changes_where_it_stands(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        root = await chat.post(GENERAL, note("as it was"), key="1")
        await chat.post(GENERAL, note("update"), key="2", after=root)
        last = await chat.post(GENERAL, note("last"), key="3")
        await visit(page, url)

        await chat.post(GENERAL, note("as it is"), key="4", after=root, edit=True)

        for _ in range(2):
            await expect(page.locator(f"#{root}")).to_contain_text("as it is")
            await expect(page.locator(f"#{root} > .edited")).to_contain_text("Edited")
            await expect(page.locator(f"#{last} > .edited")).to_have_count(0)
            await expect(page.locator(f"#{root} .replies article")).to_contain_text("update")
            ids = page.locator(".feed:not([hidden]) > article").evaluate_all(
                "cards => cards.map((each) => each.id)"
            )
            assert await ids == [root, last]
            await page.reload()
            await expect(page.locator(f"#{last}")).to_contain_text("last")


async def test_hostile_text_is_shown_as_text(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>' onclick=alert(3) \""
    async with served(chat, answer=answer) as url:
        await chat.post(GENERAL, one_of_each(hostile, href="javascript:alert(4)"), key="1")
        await visit(page, url)
        await chat.post(GENERAL, one_of_each(hostile, href="https://x.example/?<b>=1"), key="2")

        await expect(page.locator("article")).to_have_count(2)
        await expect(page.locator("article .title").first).to_contain_text(hostile.strip())
        assert (
            await page.locator(
                "article img:not([src^='/local/files/']), article script, article [onclick]"
            ).count()
            == 0
        )
        assert await page.locator("article a[target]:not(.picture)").count() == 0


async def test_unread_messages_are_counted_until_they_are_looked_at(
    page: Page, tmp_path: Path
) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        await visit(page, url)
        for n in range(2):
            await chat.post(FACTORIES, note(f"plant {n}"), key=str(n))

        channel = page.get_by_role("button", name="factories")
        await expect(channel.locator(".count")).to_have_text("2")
        await expect(page).to_have_title("(2) EV Watch")
        await page.reload()
        await expect(channel.locator(".count")).to_have_text("2")
        await channel.click()

        await expect(page).to_have_title("EV Watch")
        await expect(channel).to_have_attribute("aria-current", "page")
        assert await titles(page) == ["plant 0", "plant 1"]
        await page.reload()
        await expect(page.locator("#link")).to_have_text("live")
        await expect(page).to_have_title("EV Watch")


async def test_a_long_channel_loads_its_newest_first_and_the_rest_on_demand(
    page: Page, tmp_path: Path
) -> None:
    clock = FakeClock()
    chat = local_chat(tmp_path, clock=clock)
    for n in range(70):
        clock.forward(timedelta(hours=1))
        await chat.post(GENERAL, note(f"alert {n}"), key=str(n))
    async with served(chat, answer=answer) as url:
        await visit(page, url)
        await expect(page.locator("article")).to_have_count(30)
        await expect(page.locator("article").last).to_be_in_viewport()

        older = page.get_by_role("button", name="Show earlier messages")
        await older.click()
        await expect(page.locator("article")).to_have_count(60)
        await older.click()
        await expect(page.locator("article")).to_have_count(70)

        await expect(older).to_be_hidden()
        assert await titles(page) == [f"alert {n}" for n in range(70)]
        days = await page.locator(".day").all_inner_texts()
        assert [re.search(r"\d+", day)[0] for day in days] == ["29", "30", "31", "1"]  # type: ignore[index]  # each has one


async def test_a_reader_who_looks_back_is_not_moved_but_told(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    for n in range(30):
        await chat.post(GENERAL, note(f"alert {n}"), key=str(n))
    async with served(chat, answer=answer) as url:
        await visit(page, url)
        await page.locator("#scroll").evaluate("(box) => { box.scrollTop = 0; }")

        await chat.post(GENERAL, note("newest"), key="new")

        await expect(page.locator("#fresh")).to_have_text("1 new ↓")
        assert await page.locator("#scroll").evaluate("(box) => box.scrollTop") == 0
        await page.locator("#fresh").click()
        await expect(page.get_by_text("newest", exact=True)).to_be_in_viewport()
        await expect(page.locator("#fresh")).to_be_hidden()
