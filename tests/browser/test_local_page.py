"""The local page in a real headless browser."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from adapters.chat import Address, Reply, Request
from adapters.document import (
    Button,
    Buttons,
    Code,
    Document,
    Fact,
    Facts,
    Footer,
    Links,
    Text,
    Title,
)
from adapters.document import Run as Words
from tests.fakes_local import NOON, FakeClock, local_chat, note, one_of_each, served

pytestmark = pytest.mark.browser

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
OWN = re.compile(r"^http://127\.0\.0\.1:.*$")
GENERAL = Address(workspace="local", channel="general")
FACTORIES = Address(workspace="local", channel="factories")
COMMANDS = ("/milestones", "/evwatch help", "/evwatch list")

XIAOMI = Document(
    (
        Title("Xiaomi registers xiaomiev.com", tag="Xiaomi", href="https://news.example/a"),
        Text((Words("小米 has reportedly won the approval of the NDRC; the MIIT's is pending."),)),
        Facts(
            tuple(
                Fact(f"Step {n}", (), phase, phase, certainty, certainty, "H1 2024")
                for n, (phase, certainty) in enumerate(
                    [
                        ("done", "official"),
                        ("pending", "reported"),
                        ("planned", "rumoured"),
                        ("delayed", "official"),
                        ("cancelled", "reported"),
                    ]
                )
            )
        ),
        Links((("CnEVPost", "https://news.example/" + "long" * 40),), "Sources"),
        Code("/milestones xiaomi " + "x" * 200),
        Buttons((Button("All steps of Xiaomi", "/milestones xiaomi"),)),
        Footer("First seen", at=NOON),
    ),
    plain="Xiaomi registers xiaomiev.com",
    tone="alert",
)

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


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip(f"no browser found: none of {', '.join(BROWSERS)} is on the PATH")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(timezone_id="Asia/Shanghai", locale="en-GB")
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
    page.on("request", lambda each: faults.extend({each.url} - set(OWN.findall(each.url))))
    yield page
    await context.close()
    assert faults == []


async def answer(request: Request) -> Reply:
    if request.kind == "suggest":
        fitting = tuple(each for each in COMMANDS if each.startswith(request.text))
        return Reply(document=note(""), suggestions=fitting)
    return Reply(document=note(f"{request.kind} {request.text} answered", tone="answer"))


async def visit(page: Page, url: str) -> None:
    await page.goto(url)
    await expect(page.locator("#link")).to_have_text("live")


async def titles(page: Page) -> list[str]:
    return await page.locator("article > .parts > .title").all_inner_texts()


async def test_an_empty_page_says_what_to_type_and_its_buttons_type_it(
    page: Page, tmp_path: Path
) -> None:
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)
        await expect(page.get_by_text("Nothing has happened yet")).to_be_visible()

        await page.locator("#empty").get_by_role("button", name="/evwatch help").click()

        await expect(page.locator(".exchange .card")).to_contain_text("button /evwatch help")
        await expect(page.locator("#empty")).to_be_hidden()


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
            await expect(page.locator(f"#{root} .replies article")).to_contain_text("update")
            ids = page.locator(".feed:not([hidden]) > article").evaluate_all(
                "cards => cards.map((each) => each.id)"
            )
            assert await ids == [root, last]
            await page.reload()
            await expect(page.locator(f"#{last}")).to_contain_text("last")


async def test_a_button_tells_its_message_and_whether_the_answer_is_for_all(
    page: Page, tmp_path: Path
) -> None:
    asked: list[Request] = []

    async def answered(request: Request) -> Reply:
        asked.append(request)
        return Reply(
            document=note("shared" if request.public else "why"), private=not request.public
        )

    chat = local_chat(tmp_path)
    buttons = Buttons((Button("Why", "/evwatch why"), Button("Share", "/milestones", public=True)))
    async with served(chat, answer=answered) as url:
        message = await chat.post(GENERAL, Document((buttons,), plain=""), key="1")
        await visit(page, url)

        await page.get_by_role("button", name="Why").click()
        await expect(page.locator(".exchange .card")).to_contain_text("why")
        await expect(page.locator(".exchange .asked code")).to_have_text("Why")
        await page.get_by_role("button", name="Share").click()
        await expect(page.locator("article", has_text="shared")).to_be_visible()

    assert [(each.message, each.public) for each in asked] == [(message, False), (message, True)]


async def test_a_command_is_typed_and_answered_for_this_reader_only(
    page: Page, tmp_path: Path
) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        await visit(page, url)

        await page.get_by_label("Command").fill("/milestones xiaomi")
        await page.keyboard.press("Enter")

        exchange = page.locator(".exchange")
        await expect(exchange).to_contain_text("command /milestones xiaomi answered")
        await expect(exchange).to_contain_text("Only you see this")
        await expect(page.get_by_label("Command")).to_have_value("")
        assert (await chat._journal.look()).totals == {}


async def test_earlier_commands_come_back_with_the_arrow_keys(page: Page, tmp_path: Path) -> None:
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)
        line = page.get_by_label("Command")
        for command in ("/one", "/two"):
            await line.fill(command)
            await page.keyboard.press("Enter")
        await line.fill("draft")
        await page.reload()
        await expect(page.locator("#link")).to_have_text("live")
        await line.fill("draft")

        seen = []
        for key in ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"):
            await line.press(key)
            seen.append(await line.input_value())

        assert seen == ["/two", "/one", "/one", "/two", "draft"]


async def test_a_suggestion_is_chosen_with_the_keyboard(page: Page, tmp_path: Path) -> None:
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)
        line = page.get_by_label("Command")

        await line.press_sequentially("/e")
        options = page.get_by_role("option")
        await expect(options).to_have_text(["/evwatch help", "/evwatch list"])
        await line.press("ArrowDown")
        await line.press("ArrowDown")
        await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        active = await line.get_attribute("aria-activedescendant")
        assert active == await options.nth(1).get_attribute("id")
        await line.press("Enter")

        await expect(line).to_have_value("/evwatch list ")
        await expect(page.locator(".exchange")).to_have_count(0)
        await line.press("Enter")
        await expect(page.locator(".exchange")).to_contain_text("command /evwatch list answered")


async def test_escape_closes_the_suggestions(page: Page, tmp_path: Path) -> None:
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)
        line = page.get_by_label("Command")
        await line.press_sequentially("/e")
        await expect(page.get_by_role("listbox")).to_be_visible()

        await line.press("Escape")

        await expect(page.get_by_role("listbox")).to_be_hidden()
        await expect(line).to_have_value("/e")


async def test_a_button_of_a_message_runs_its_command(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    async with served(chat, answer=answer) as url:
        await chat.post(GENERAL, XIAOMI, key="1")
        await visit(page, url)

        await page.get_by_role("button", name="All steps of Xiaomi").click()

        await expect(page.locator(".exchange .card")).to_contain_text("button /milestones xiaomi")


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


async def test_hostile_text_is_shown_as_text(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path)
    hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>' onclick=alert(3) \""
    async with served(chat, answer=answer) as url:
        await chat.post(GENERAL, one_of_each(hostile, href="javascript:alert(4)"), key="1")
        await visit(page, url)
        await chat.post(GENERAL, one_of_each(hostile, href="https://x.example/?<b>=1"), key="2")

        await expect(page.locator("article")).to_have_count(2)
        await expect(page.locator("article .title").first).to_contain_text(hostile.strip())
        assert await page.locator("article img, article script, article [onclick]").count() == 0
        assert await page.locator("article a[target]").count() == 0


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
        await page.get_by_role("option").first.wait_for()
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


async def test_a_token_is_given_once_and_leaves_the_address(page: Page, tmp_path: Path) -> None:
    chat = local_chat(tmp_path, token="sesame")
    async with served(chat, answer=answer) as url:
        await page.goto(url)
        await expect(page.locator("h1")).to_have_text("401 Unauthorized")

        await visit(page, f"{url}/?token=sesame")

        assert page.url == f"{url}/"
        await chat.post(GENERAL, note("behind the token"), key="1")
        await expect(page.locator("article")).to_have_count(1)
