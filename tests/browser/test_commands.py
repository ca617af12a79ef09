"""Commands on the local page: typed, completed, pressed, answered."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from adapters.chat import Reply, Request
from adapters.document import Button, Buttons, Document
from tests.browser.visiting import GENERAL, XIAOMI, answer, visit
from tests.fakes_local import local_chat, note, served

pytestmark = pytest.mark.browser


async def test_an_empty_page_says_what_to_type_and_its_buttons_type_it(
    page: Page, tmp_path: Path
) -> None:
    async with served(local_chat(tmp_path), answer=answer) as url:
        await visit(page, url)
        await expect(page.get_by_text("Nothing has happened yet")).to_be_visible()

        await page.locator("#empty").get_by_role("button", name="/evwatch help").click()

        await expect(page.locator(".exchange .card")).to_contain_text("button /evwatch help")
        await expect(page.locator("#empty")).to_be_hidden()


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
        options = page.locator("#options").get_by_role("option")
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
