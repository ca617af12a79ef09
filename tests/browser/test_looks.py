"""The local page for every eye and hand: width, contrast, keyboard."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.visiting import FACTORIES, GENERAL, XIAOMI, answer, visit
from tests.fakes_local import local_chat, note, one_of_each, served

pytestmark = pytest.mark.browser

# WCAG 2.2 contrast of each text against the first opaque ground behind it; gives what is too faint.
FAINT = """() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (css) => {
    paint.clearRect(0, 0, 1, 1); paint.fillStyle = css; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgba(getComputedStyle(e).backgroundColor);
      if (c[3] === 255) return c;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  for (const e of document.querySelectorAll("body *")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || e.closest(".sr, noscript, .skip")) continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faint.push(`${e.className || e.tagName}: ${ratio.toFixed(2)}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
async def test_no_width_scrolls_sideways(page: Page, tmp_path: Path, width: int) -> None:
    chat = local_chat(tmp_path, channels=("general", "factories", "a-channel-with-a-long-name"))
    await page.set_viewport_size({"width": width, "height": 700})
    async with served(chat, answer=answer) as url:
        root = await chat.post(GENERAL, XIAOMI, key="1")
        await chat.post(GENERAL, XIAOMI, key="2", after=root)
        await chat.post(GENERAL, one_of_each("W" * 300), key="3")
        await visit(page, url)
        await page.get_by_label("Command").fill("/" + "y" * 300)
        await page.keyboard.press("Enter")
        await expect(page.locator(".exchange .card")).to_be_visible()

        for box in ("document.documentElement", "document.getElementById('scroll')"):
            over = await page.evaluate(f"{box}.scrollWidth - {box}.clientWidth")
            assert over <= 0, box
        assert await page.evaluate("[scrollY, document.body.scrollTop]") == [0, 0]
        send = page.get_by_role("button", name="Ask")
        await expect(send).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_what_is_chosen_is_shown_whole(page: Page, tmp_path: Path, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 700})
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)

        for choice in await page.locator(".choices select").all():
            shown = await choice.evaluate("e => e.offsetWidth")
            wanted = await choice.evaluate(
                "e => { e.style.width = e.style.minWidth = 'max-content'; return e.offsetWidth; }"
            )
            assert shown >= wanted


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast_enough(page: Page, tmp_path: Path, scheme: str) -> None:
    chat = local_chat(tmp_path)
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of its literals
    async with served(chat, answer=answer) as url:
        root = await chat.post(GENERAL, XIAOMI, key="1")
        await chat.post(GENERAL, XIAOMI, key="2", after=root)
        await visit(page, url)
        await chat.post(FACTORIES, note("x"), key="3")
        await page.get_by_label("Command").fill("/milestones xiaomi")
        await page.keyboard.press("Enter")
        await expect(page.locator(".exchange .card")).to_be_visible()
        await page.get_by_label("Command").press_sequentially("/e")
        await page.locator("#options").get_by_role("option").first.wait_for()
        await page.keyboard.press("ArrowDown")

        assert await page.evaluate(FAINT) == []
        ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (ground == "rgb(13, 18, 16)") == (scheme == "dark")


async def test_everything_is_reached_with_the_keyboard_and_shows_focus(
    page: Page, tmp_path: Path
) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        await chat.post(GENERAL, XIAOMI, key="1")
        await visit(page, url)
        await page.evaluate("document.activeElement.blur()")
        reached = set()
        for _ in range(20):
            await page.keyboard.press("Tab")
            reached.add(
                await page.evaluate(
                    """() => {
                      const e = document.activeElement, style = getComputedStyle(e);
                      const shown = style.outlineStyle !== "none" || e.className === "skip";
                      return `${e.id || e.className} ${shown}`;
                    }"""
                )
            )

    assert {
        "skip true",
        "channel true",
        "scroll true",
        "run true",
        "line true",
        "send true",
    } <= reached
    assert not {each for each in reached if each.endswith("false") and each != " false"}
