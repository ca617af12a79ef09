"""What the tests of the local page share: its channels, an alert, who answers, a visit."""

from playwright.async_api import Page, expect

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
    Run,
    Text,
    Title,
)
from tests.fakes_local import NOON, note

GENERAL = Address(workspace="local", channel="general")
FACTORIES = Address(workspace="local", channel="factories")
COMMANDS = ("/milestones", "/evwatch help", "/evwatch list")

XIAOMI = Document(
    (
        Title("Xiaomi registers xiaomiev.com", tag="Xiaomi", href="https://news.example/a"),
        Text((Run("小米 has reportedly won the approval of the NDRC; the MIIT's is pending."),)),
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
