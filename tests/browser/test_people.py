"""The page in both languages, and acting there as those who may do less."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from adapters.chat import Reply, Request
from tests.browser.visiting import visit
from tests.fakes_local import local_chat, note, served

pytestmark = pytest.mark.browser


async def as_told(request: Request) -> Reply:
    told = f"{request.user} {request.acts_as or 'admin'} {request.language}"
    return Reply(document=note(told, tone="answer"))


async def ask(page: Page, line: str) -> None:
    await page.locator("#line").fill(line)
    await page.locator("#line").press("Enter")


async def test_who_acts_as_a_reader_is_told_so_and_asks_as_one(page: Page, tmp_path: Path) -> None:
    async with served(local_chat(tmp_path), answer=as_told) as url:
        await visit(page, url)
        await expect(page.locator("#acting")).to_be_hidden()
        await page.locator("#role").select_option("reader")
        await ask(page, "/evwatch list")

        await expect(page.locator(".exchange .title")).to_have_text("you-as-reader viewer en")
        await expect(page.locator("#acting")).to_contain_text("You act as a reader")
        await visit(page, url)
        await expect(page.locator("#role")).to_have_value("reader")
        await page.locator("#self").click()
        await ask(page, "/evwatch list")

        await expect(page.locator(".exchange .title")).to_have_text("you admin en")
        await expect(page.locator("#acting")).to_be_hidden()


async def test_the_page_speaks_chinese_to_who_asks_for_it(page: Page, tmp_path: Path) -> None:
    async with served(local_chat(tmp_path), answer=as_told) as url:
        await page.goto(url)
        await page.locator("#language").select_option("zh")

        await expect(page.locator("#link-word")).to_have_text("已连接")
        await expect(page.locator("html")).to_have_attribute("lang", "zh")
        await ask(page, "/evwatch list")
        await expect(page.locator(".exchange .title")).to_have_text("you admin zh")
        await expect(page.locator(".exchange .only")).to_contain_text("只有您能看到")
        await expect(page.locator(".send")).to_have_text("发送")
        words = await page.locator("body").inner_text()

    assert "English" in words  # the way back
    assert "Only you see" not in words


async def test_a_chinese_browser_is_spoken_to_in_chinese(browser: Browser, tmp_path: Path) -> None:
    context = await browser.new_context(locale="zh-CN")
    page = await context.new_page()
    async with served(local_chat(tmp_path), answer=as_told) as url:
        await page.goto(url)

        await expect(page.locator("#link-word")).to_have_text("已连接")
        await page.goto(f"{url}?lang=en")
        await expect(page.locator("#link-word")).to_have_text("live")
    await context.close()
