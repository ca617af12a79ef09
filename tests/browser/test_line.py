"""The local page and its server: let in, lost, found again."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.visiting import GENERAL, answer, titles, visit
from tests.fakes_local import local_chat, note, served

pytestmark = pytest.mark.browser


async def test_a_token_is_given_once_and_leaves_the_address(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path, token="sesame")
    async with served(chat, answer=answer) as url:
        await page.goto(url)
        await expect(page.locator("h1")).to_have_text("401 Unauthorized")

        await visit(page, f"{url}/?token=sesame")

        assert page.url == f"{url}/"
        await chat.post(GENERAL, note("behind the token"), key="1")
        await expect(page.locator("article")).to_have_count(1)


async def test_after_a_restart_of_the_server_nothing_is_lost_or_doubled(
    page: Page, tmp_path: Path
) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        await visit(page, url)
        for n in range(3):
            await chat.post(GENERAL, note(f"alert {n}"), key=str(n))
        await expect(page.locator("article")).to_have_count(3)
    await expect(page.locator("#link")).to_have_text("reconnecting…")
    await chat.post(GENERAL, note("alert 3"), key="3")
    await chat.close()

    again = local_chat(tmp_path)
    port = int(url.rpartition(":")[2])
    async with served(again, port=port, answer=answer):
        await expect(page.locator("#link")).to_have_text("live", timeout=20_000)
        await again.post(GENERAL, note("alert 3"), key="3")
        await again.post(GENERAL, note("alert 4"), key="4")

        await expect(page.locator("article")).to_have_count(5)
        assert await titles(page) == [f"alert {n}" for n in range(5)]


async def test_a_command_while_the_server_is_gone_is_told_and_not_lost(
    page: Page, tmp_path: Path
) -> None:
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)
    await page.get_by_label("Command").fill("/milestones xiaomi")
    await page.keyboard.press("Enter")

    await expect(page.locator(".exchange .failed")).to_contain_text("cannot be reached")
    await page.get_by_label("Command").press("ArrowUp")
    await expect(page.get_by_label("Command")).to_have_value("/milestones xiaomi")


async def test_another_journal_behind_the_same_address_is_loaded_anew(
    page: Page, tmp_path: Path
) -> None:
    chat = local_chat(tmp_path / "one")
    async with served(chat, answer=answer) as url:
        await chat.post(GENERAL, note("old"), key="1")
        await visit(page, url)
        await expect(page.locator("article")).to_have_count(1)

    other = local_chat(tmp_path / "two")
    async with served(other, port=int(url.rpartition(":")[2]), answer=answer):
        await other.post(GENERAL, note("new"), key="1")

        await expect(page.locator("article .title")).to_have_text("new", timeout=20_000)
