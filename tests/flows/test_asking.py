"""Every command and every button, as people use them on Slack and on Discord, to the real answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app.running import answer_on
from bot.app.service import Service
from bot.commands.forms import forms
from tests.doubles.discord.eyes import message_text
from tests.doubles.slack.person import Hand, Socket
from tests.doubles.slack.world import Message
from tests.fakes import FakeClock
from tests.fakes_storage import WEEKLY, audit
from tests.fakes_stories import SEEN
from tests.flows.telling import tell
from tests.flows.wired import Wired, wired

MANAGER = ("Manage Server",)
KEY = "0" * 20
LISTED = 'companies = ["zeekr", "leapmotor"]'
# Each verb with what is filled in, and a piece of the answer.
TYPED: dict[str, tuple[dict[str, str], str]] = {
    "milestones": ({"company": "xiaomi"}, "Xiaomi"),
    "latest": ({}, "Latest of every company"),
    "compare": ({"names": "nio, xpeng"}, "Nothing has been told yet of NIO, XPeng"),
    "search": ({"words": "workshop"}, "No text here holds"),
    "add": ({"name": "nio", "now": "now", "with": "none"}, "NIO is watched now"),
    "remove": ({"name": "byd"}, "not on the watchlist"),
    "edit": (
        {"name": "example.org", "title": "EV News", "every": "30m"},
        "Example Feed is set in evwatch.toml: change title, every there",
    ),
    "follow": ({"name": "byd, nio"}, "set in evwatch.toml under [[channels]]"),
    "unfollow": ({"name": "all"}, "set in evwatch.toml under [[channels]]"),
    "list": ({}, "Watchlist"),
    "pause": ({"name": "byd"}, "not on the watchlist"),
    "resume": ({}, "was not held back"),
    "preview": ({"name": "https://example.invalid/feed"}, "cannot be watched"),
    "status": ({}, "Status"),
    "help": ({"verb": "add"}, "/evwatch add"),
    "sources": ({"story": f"#{KEY}"}, "no story that I know"),
    "why": ({"item": f"#{KEY}"}, "no story that I know"),
    "mute": ({"name": "nio", "until": "3d"}, "hears nothing of NIO until"),
    "unmute": ({"name": "nio"}, "hears of NIO again"),
    "flag": ({"story": f"#{KEY}"}, "no story that I know"),
    "unflag": ({"story": f"#{KEY}"}, "no story that I know"),
    "flags": ({}, "Nobody called"),
    "queue": ({}, "No message waits"),
    "links": ({}, "No page of this workspace is open"),
    "chart": ({"company": "xiaomi"}, "1 step"),
    "download": ({"company": "xiaomi", "format": "csv"}, "xiaomi.csv"),
    "channel": ({}, "What this channel gets"),
    "company": ({"action": "add", "name": "Foo Motors"}, "is known here now"),
    "story": ({"action": "show", "story": f"#{KEY}"}, "no story that I know"),
    "milestone": ({"action": "fix", "step": "3fa2b71c"}, "No step “3fa2b71c” is shown here"),
    "digest": ({"key": KEY}, "No digest with that key"),
    "audit": ({"name": "nio"}, "/evwatch add nio with:none now"),
    "silence": ({"name": "all", "until": "3h"}, "Nothing is posted anywhere here until"),
    "unsilence": ({"name": "all"}, "Alerts are posted here again"),
    "test": ({}, "A test was posted in this channel"),
    "import": ({"file": "https://example.invalid/list?ex=1&is=2"}, "list?ex=…&is=… cannot be"),
    "export": ({"what": "all"}, "Everything of this place"),
    "undo": ({"id": "999"}, "no change #999"),
    "role": ({"person": "everyone", "role": "editor"}, "everybody else: an editor from now on"),
}
# Each button of an alert, a piece of its answer, and the button of that answer that follows.
PRESSED = {
    "Timeline": ("Xiaomi", "Share"),
    "Sources": ("Example Feed", "Share"),
    "Mute…": ("hear nothing of?", "Approval"),
    "Not a milestone": ("Noted", "Undo"),
}


@dataclass(frozen=True)
class Person:
    """Somebody on one of the platforms, in the channel that hears the alerts."""

    world: Wired
    platform: str

    async def types(self, verb: str, values: dict[str, str]) -> str:
        path = next(form.path for form in forms() if form.path[-1] == verb)
        if self.platform == "slack":
            form = next(each for each in forms() if each.path == path)
            keyed = {each.name for each in form.options if each.keyed}
            words = [f"{k}:{v}" if k in keyed else v for k, v in values.items()]
            return await self._hand.type(f"/{' '.join((*path, *words))}")
        asked = await self.world.discord.people.slash(
            " ".join(path), values, channel=self.world.discord.channel, permissions=MANAGER
        )
        await asked.answered.wait()
        return message_text(asked.original or {})

    async def presses(self, label: str) -> tuple[str, Callable[[str], Awaitable[str]]]:
        """Press a button of the alert; gives the answer, and what presses a button of that."""
        if self.platform == "slack":
            [alert] = self.world.slack.seen("C1")
            said = await self._hand.press(alert, label)
            return said, self._again_on_slack
        kept = self.world.discord.world.messages[self.world.discord.channel]
        [alert_] = list(kept.values())
        asked = await self.world.discord.people.presses(alert_, label, permissions=MANAGER)
        await asked.answered.wait()
        answer = asked.original or {}

        return message_text(answer), self._again_on_discord(answer)

    async def types_on(
        self, verb: str, values: dict[str, str]
    ) -> tuple[str, Callable[[str], Awaitable[str]]]:
        """Type a command; gives the answer, and what presses a button of that."""
        if self.platform == "slack":
            return await self.types(verb, values), self._again_on_slack
        asked = await self.world.discord.people.slash(
            f"evwatch {verb}", values, channel=self.world.discord.channel, permissions=MANAGER
        )
        await asked.answered.wait()
        return message_text(asked.original or {}), self._again_on_discord(asked.original or {})

    def posted(self) -> list[str]:
        """What everybody in the channel sees, oldest first."""
        if self.platform == "slack":
            return [f"{each.text} {each.blocks}" for each in self.world.slack.seen("C1")]
        kept = self.world.discord.world.messages[self.world.discord.channel]
        return [message_text(each) for each in kept.values()]

    async def chooses_why(self) -> str:
        if self.platform == "slack":
            [alert] = self.world.slack.seen("C1")
            return await self._hand.choose("why", alert)
        kept = self.world.discord.world.messages[self.world.discord.channel]
        [alert_] = list(kept.values())
        asked = await self.world.discord.people.chooses("Why this alert?", alert_)
        await asked.answered.wait()
        return message_text(asked.original or {})

    @property
    def _hand(self) -> Hand:
        return Hand(self.world.slack, Socket(self.world.slack))

    def _again_on_discord(self, answer: dict[str, Any]) -> Callable[[str], Awaitable[str]]:
        async def again(next_: str) -> str:
            more = await self.world.discord.people.presses(
                answer, next_, channel=self.world.discord.channel, permissions=MANAGER
            )
            await more.answered.wait()
            shown = more.followed[-1] if more.followed else more.original
            return message_text(shown or {})

        return again

    async def _again_on_slack(self, label: str) -> str:
        said = next(iter(reversed(self.world.slack.answered.values())))[0]
        blocks = said.get("blocks")
        message = Message(self.world.slack.ts(), "C1", "UBOT1", "", blocks, only_for="U1")
        return await self._hand.press(message, label)


@asynccontextmanager
async def asking(folder: Path, platform: str) -> AsyncIterator[tuple[Person, Service]]:
    """One alert posted, and somebody who answers."""
    clock = FakeClock(SEEN)
    async with wired(folder, clock) as world, world.service(clock) as service:
        await tell(service, clock)
        while await service.deliverer.once():
            pass
        answering = asyncio.create_task(answer_on(service, service.chats[platform]))
        if platform == "slack":
            await world.slack.until(lambda: world.slack.sockets)
        else:
            await world.discord.gateway.until(lambda: bool(world.discord.gateway.live))
            await world.discord.gateway.until(lambda: bool(world.discord.world.commands[None]))
        async with asyncio.timeout(60):  # only so that a test that fails ends
            yield Person(world, platform), service
        answering.cancel()
        await asyncio.wait([answering])


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_every_verb_is_answered(tmp_path: Path, platform: str) -> None:
    assert set(TYPED) == {form.path[-1] for form in forms()}
    async with asking(tmp_path, platform) as (person, _):
        said = {verb: await person.types(verb, values) for verb, (values, _) in TYPED.items()}

    assert {v: text for v, text in said.items() if TYPED[v][1] not in text} == {}


@pytest.mark.parametrize("platform", ["slack", "discord"])
@pytest.mark.parametrize("label", list(PRESSED))
async def test_every_button_of_an_alert_works_and_so_does_what_it_leads_to(
    tmp_path: Path, platform: str, label: str
) -> None:
    piece, next_ = PRESSED[label]
    async with asking(tmp_path, platform) as (person, service):
        said, press = await person.presses(label)
        then = await press(next_)
        channels = [each.channel for each in await service.store.watchlist.all_subscriptions()]
        [here] = [each for each in channels if each.platform == platform]
        silences = await service.store.responses.silences(here, now=SEEN)

    assert piece in said
    assert then
    assert [each.name for each in silences] == (["approval"] if label == "Mute…" else [])


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_the_menu_of_a_message_tells_why_it_came(tmp_path: Path, platform: str) -> None:
    async with asking(tmp_path, platform) as (person, _):
        said = await person.chooses_why()

    assert "Why this alert?" in said
    assert "It was said in so many words." in said


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_list_is_shown_confirmed_and_watched(tmp_path: Path, platform: str) -> None:
    async with asking(tmp_path, platform) as (person, service):
        shown, press = await person.types_on("import", {"list": LISTED})
        said = await press("Add 2 entries")
        spaces = await service.store.watchlist.workspaces()
        watched = {
            watch.company
            for each in spaces
            for watch in await service.store.watchlist.watches(each)
        }

    assert "2 new entries; nothing is changed yet." in shown
    assert "2 entries were added." in said
    assert {"zeekr", "leapmotor"} <= watched


@pytest.mark.parametrize(
    ("platform", "way"), [("slack", "“Bring in this list”"), ("discord", "the field “file”")]
)
async def test_who_names_no_list_is_told_how_to_hand_one_in(
    tmp_path: Path, platform: str, way: str
) -> None:
    async with asking(tmp_path, platform) as (person, _):
        said = await person.types("import", {})

    assert "Which list?" in said
    assert way in said


async def test_a_form_on_slack_that_cannot_be_read_stays_open(tmp_path: Path) -> None:
    async with asking(tmp_path, "slack") as (person, _):
        hand = Hand(person.world.slack, Socket(person.world.slack))
        wrong = await hand.submit(
            await hand.open("form:milestones"), company="xiaomi", since="gibberish"
        )
        right = await hand.submit(
            await hand.open("form:milestones"), company="xiaomi", since="2023"
        )

    assert wrong.startswith("since: “gibberish” is not a time that I can read.")
    assert "1 step" in right


async def test_the_list_in_a_message_on_slack_is_shown_and_taken_in(tmp_path: Path) -> None:
    async with asking(tmp_path, "slack") as (person, service):
        slack = person.world.slack
        hand = Hand(slack, Socket(slack))
        message = Message(slack.ts(), "C1", "U1", "our list", None)
        shown = await hand.choose("import", message, [slack.hand_in(LISTED.encode())])
        answer = next(iter(reversed(slack.answered.values())))[0]
        said = await hand.press(
            Message(slack.ts(), "C1", "UBOT1", "", answer["blocks"], only_for="U1"), "Add 2 entries"
        )
        watched = {each.company for each in await service.store.watchlist.watches("T1")}

    assert "2 new entries; nothing is changed yet." in shown
    assert "2 entries were added." in said
    assert {"zeekr", "leapmotor"} <= watched


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_source_is_renamed_and_has_its_name_again(tmp_path: Path, platform: str) -> None:
    async with asking(tmp_path, platform) as (person, service):
        channels = [each.channel for each in await service.store.watchlist.all_subscriptions()]
        [space] = [each.workspace for each in channels if each.platform == platform]
        await service.store.watchlist.add_source(WEEKLY, audit=audit(workspace=space))
        fields = {"name": "weekly.example", "title": "EV News", "every": "30 min"}
        said, press = await person.types_on("edit", fields)
        undone = await press("Undo")
        listed = await person.types("list", {})

    assert "EV News" in said
    assert "every 30 minutes" in said
    assert "Undone" in undone
    assert "weekly.example" in listed
    assert "EV News" not in listed


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_test_is_posted_in_the_channel_once(tmp_path: Path, platform: str) -> None:
    async with asking(tmp_path, platform) as (person, _):
        first, second = await person.types("test", {}), await person.types("test", {})
        posted = person.posted()

    assert "A test was posted" in first
    assert "within the last minute" in second
    assert len(posted) == 2  # the alert and the test
    assert "Test" in posted[-1]
    assert "This is a test that" in posted[-1]
