"""The page of a company, in a real browser: no script, no sideways scrolling, contrast, print."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession
from playwright.async_api import Browser, Page

from bot.app import assemble
from bot.app.running import answer_on
from bot.app.service import Service
from bot.config import Config, LocalSection, WebSection
from tests.browser.test_looks import FAINT
from tests.fakes import FakeClock
from tests.fakes_stories import SEEN
from tests.flows.telling import tell

pytestmark = pytest.mark.browser


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[str, Service]]:
    """The real service with one story told, and the address of a page that was opened in it."""
    config = Config(
        database=folder / "ev.db",
        web=WebSection(port=0),
        local=LocalSection(journal=folder / "chat.jsonl"),
    )
    clock = FakeClock(SEEN)
    async with assemble(config, clock=clock, env={}) as service, service.web:
        await tell(service, clock)
        chat = service.chats["local"]
        answering = asyncio.create_task(answer_on(service, chat))
        yield await _link(service), service
        answering.cancel()
        await asyncio.wait([answering])


async def _link(service: Service) -> str:
    origin = service.web.url.rstrip("/")
    line = {"kind": "command", "channel": "general", "text": "/evwatch links xiaomi"}
    async with (
        ClientSession() as session,
        session.post(f"{origin}/local/requests", json=line, headers={"Origin": origin}) as response,
    ):
        html = (await response.json())["html"]
    return str(html.partition('<a href="')[2].partition('"')[0])


@pytest.mark.parametrize("width", [320, 360, 1280])
async def test_the_page_fits_any_width_and_its_chart_is_there(
    page: Page, tmp_path: Path, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    async with opened(tmp_path) as (url, _):
        await page.goto(url)

        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await page.evaluate("document.querySelector('.chart img').naturalWidth") == 1080
        assert await page.locator("blockquote").count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast_enough(page: Page, tmp_path: Path, scheme: str) -> None:
    await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its literals
    async with opened(tmp_path) as (url, _):
        await page.goto(url)

        assert await page.evaluate(FAINT) == []
        shown = await page.evaluate("document.querySelector('.chart img').currentSrc")
        assert f"/{scheme}.png" in shown


async def test_it_is_read_without_a_script(browser: Browser, tmp_path: Path) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    async with opened(tmp_path) as (url, _):
        await page.goto(url)
        text = await page.inner_text("body")
    await context.close()

    assert "Xiaomi" in text
    assert "It was said in so many words." in text


async def test_on_paper_nothing_is_dark_and_nothing_is_to_be_pressed(
    page: Page, tmp_path: Path
) -> None:
    await page.emulate_media(media="print", color_scheme="dark")
    async with opened(tmp_path) as (url, _):
        await page.goto(url)
        ink = await page.evaluate("getComputedStyle(document.body).color")
        menu = await page.evaluate("getComputedStyle(document.querySelector('nav')).display")
        picture = await page.evaluate("document.querySelector('.chart img').currentSrc")

    assert ink == "rgb(23, 33, 28)"
    assert menu == "none"
    assert "/light.png" in picture
