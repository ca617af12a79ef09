"""What people do on Discord reaches the bot once, and what it answers reaches them."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.chat import Address, Reply, Request
from adapters.document import Button, Buttons, Document, Title
from tests.doubles.discord.contract import broken_by
from tests.doubles.discord.eyes import message_text
from tests.doubles.discord.faults import Fault
from tests.doubles.discord.interactions import Asked
from tests.fakes_discord import Set
from tests.fakes_local import note

Json = dict[str, Any]


@dataclass(slots=True)
class Bot:
    """Answers with `reply` and remembers what it was asked."""

    reply: Reply = field(default_factory=lambda: Reply(document=note("5 steps", tone="answer")))
    asked: list[Request] = field(default_factory=list)

    async def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        return self.reply


def shown(asked: Asked) -> str:
    assert asked.original
    return message_text(asked.original)


async def slash(on: Set, path: str = "milestones", values: Json | None = None, **who: Any) -> Asked:  # noqa: ANN401
    values = {"company": "li auto"} if values is None else values
    asked = await on.discord.people.slash(
        path, values, channel=who.pop("channel", on.here.channel), **who
    )
    await asked.shown()
    return asked


async def test_a_command_arrives_as_the_line_that_a_person_would_type(on: Set) -> None:
    bot = Bot()
    async with on.serving(bot):
        await slash(on, values={"kind": "delivery", "company": "li auto"})
        await slash(on, "evwatch follow", {"company": "https://nio.com/a", "updates": "edit"})

    assert [each.text for each in bot.asked] == [
        '/milestones kind:delivery "li auto"',
        "/evwatch follow https://nio.com/a updates:edit",
    ]
    assert bot.asked[0] == Request(
        kind="command",
        platform="discord",
        at=on.here,
        user="77",
        user_name="ada",
        text='/milestones kind:delivery "li auto"',
        private=False,
    )


async def test_the_answer_is_acknowledged_before_anybody_is_asked_and_stays_private(
    on: Set,
) -> None:
    acknowledged: list[bool] = []

    async def answer(_: Request) -> Reply:
        acknowledged.extend(each.acknowledged.is_set() for each in on.discord.people.asked.values())
        return Reply(document=note("for you"))

    async with on.serving(answer):
        asked = await slash(on)

    assert acknowledged == [True]
    assert asked.is_private
    assert on.discord.world.messages[on.here.channel] == {}
    assert on.discord.rest.bodies[-1]["allowed_mentions"] == {"parse": []}  # type: ignore[index]


async def test_one_interaction_delivered_twice_is_answered_once(on: Set) -> None:
    bot = Bot()
    async with on.serving(bot):
        asked = await slash(on, times=2)
        await on.discord.people.again(asked)
        await slash(on)

    assert len(bot.asked) == 2
    assert asked.refused == []


async def test_an_answer_for_all_is_one_message_that_the_bot_sends_beneath(on: Set) -> None:
    bot = Bot(Reply(document=note("for all"), private=False))
    async with on.serving(bot):
        asked = await slash(on)
        await asked.shown_to_all()

    assert "everybody" in shown(asked)
    assert [message_text(each) for each in on.discord.world.messages[on.here.channel].values()] == [
        "for all"
    ]


async def test_an_answer_for_all_is_not_repeated_after_a_fault_that_came_too_late(on: Set) -> None:
    bot = Bot(Reply(document=note("for all"), private=False))
    on.discord.faults.add(Fault(on=r"^POST /webhooks/\d+/[^/]+$", kind="status_after", status=502))
    async with on.serving(bot):
        asked = await slash(on)
        await asked.shown_to_all()
        await slash(on)  # whatever was to be repeated would have been by now
        await on.discord.people.again(asked)

    assert on.discord.rest.count(r"^POST /webhooks/\d+/token-[0-9]*$") <= 2


@pytest.mark.parametrize(
    ("permissions", "may"),
    [
        ((), False),
        (("Send Messages",), False),
        (("Manage Server",), True),
        (("Administrator",), True),
    ],
)
async def test_who_runs_the_server_is_an_admin(
    on: Set, permissions: tuple[str, ...], *, may: bool
) -> None:
    bot = Bot()
    async with on.serving(bot):
        await slash(on, "evwatch status", {}, permissions=permissions)

    assert [each.is_admin for each in bot.asked] == [may]


@pytest.mark.parametrize(
    ("locale", "language"), [("en-GB", "en"), ("zh-CN", "zh"), ("zh-TW", "zh"), ("de", "en")]
)
async def test_a_person_is_answered_in_the_language_of_their_client(
    on: Set, locale: str, language: str
) -> None:
    bot = Bot()
    async with on.serving(bot):
        await slash(on, locale=locale)

    assert [each.language for each in bot.asked] == [language]


async def test_in_direct_messages_nobody_is_an_admin(on: Set) -> None:
    bot = Bot()
    async with on.serving(bot):
        asked = await slash(on, channel="4242", permissions=("Administrator",))

    assert shown(asked) == "5 steps"
    assert [(each.at, each.is_admin) for each in bot.asked] == [
        (Address(workspace="direct", channel="4242"), False)
    ]


def with_button(command: str, *, public: bool = False) -> Document:
    return Document((Title("t"), Buttons((Button("Press", command, public),))), plain="t")


LONG = "/milestones byd kind:" + ",".join(["delivery", "production"] * 20)


@pytest.mark.parametrize("command", ["/milestones byd", LONG])
@pytest.mark.parametrize("public", [False, True])
async def test_a_button_runs_its_command_after_a_restart_too(
    on: Set, command: str, *, public: bool
) -> None:
    message = await on.chat.post(on.here, with_button(command, public=public), key="k")
    on.chat = on.another()
    bot = Bot()

    async with on.serving(bot):
        posted = on.discord.world.messages[on.here.channel][message]
        asked = await on.discord.people.presses(posted, "Press", permissions=("Manage Server",))
        await asked.shown()

    request = bot.asked[0]
    assert (request.kind, request.text, request.public) == ("button", command, public)
    assert (request.message, request.at, request.is_admin) == (message, on.here, True)
    assert len(on.discord.world.messages[on.here.channel]) == 1


@pytest.mark.parametrize("custom_id", ["7R", "7P", "nonsense", "", "99r"])
async def test_a_button_that_is_known_no_more_is_told_so(on: Set, custom_id: str) -> None:
    message = await on.chat.post(on.here, note("t"), key="k")
    bot = Bot()
    async with on.serving(bot):
        posted = on.discord.world.messages[on.here.channel][message]
        asked = await on.discord.people.presses_id(posted, custom_id)
        await asked.shown()

    assert "too old" in shown(asked)
    assert bot.asked == []


async def test_a_forged_button_gives_no_rights(on: Set) -> None:
    message = await on.chat.post(on.here, note("t"), key="k")
    bot = Bot()
    async with on.serving(bot):
        posted = on.discord.world.messages[on.here.channel][message]
        asked = await on.discord.people.presses_id(posted, "0r/evwatch remove nio", user="666")
        await asked.shown()

    assert [(each.user, each.is_admin) for each in bot.asked] == [("666", False)]


async def test_why_is_asked_of_the_message_in_whose_menu_it_is(on: Set) -> None:
    root = await on.chat.post(on.here, note("first"), key="1")
    update = await on.chat.post(on.here, note("second"), key="2", after=root)
    world, bot = on.discord.world, Bot()
    async with on.serving(bot):
        for message in (world.messages[on.here.channel][root], *world.messages[root].values()):
            asked = await on.discord.people.chooses("Why this alert?", message)
            await asked.shown()

    assert [(each.kind, each.text, each.message) for each in bot.asked] == [
        ("command", "/evwatch why", root),
        ("command", "/evwatch why", update),
    ]
    assert [each.at.thread for each in bot.asked] == [None, root]
    assert {each.at.channel for each in bot.asked} == {on.here.channel}


async def types(on: Set, values: Json, focus: str) -> list[str]:
    asked = await on.discord.people.types("milestones", values, focus, channel=on.here.channel)
    await asked.shown()
    return asked.choices


async def test_half_typed_words_are_completed_in_their_option(on: Set) -> None:
    bot = Bot()
    async with on.serving(bot):
        bot.reply = Reply(
            document=note(""), suggestions=('/milestones "Li Auto"', "小米", "x" * 101)
        )
        assert await types(on, {"company": "li au"}, "company") == ["Li Auto", "小米"]
        bot.reply = Reply(document=note(""), suggestions=("kind:delivery", "kind:production"))
        assert await types(on, {"kind": "d", "company": "nio"}, "kind") == [
            "delivery",
            "production",
        ]
        bot.reply = Reply(document=note(""), suggestions=tuple(f"c{n}" for n in range(40)))
        assert len(await types(on, {"company": ""}, "company")) == 25

    assert [(each.kind, each.text) for each in bot.asked] == [
        ("suggest", "/milestones li au"),
        ("suggest", "/milestones nio kind:d"),
        ("suggest", "/milestones "),
    ]


async def test_where_suggesting_fails_nothing_is_suggested(on: Set) -> None:
    async def answer(_: Request) -> Reply:
        raise RuntimeError

    async with on.serving(answer):
        assert await types(on, {"company": "x"}, "company") == []


async def test_an_answer_that_is_refused_is_shown_plainly(on: Set) -> None:
    on.discord.faults.add(Fault(on="@original", status=400, code=50035))
    async with on.serving(Bot()):
        asked = await slash(on)

    assert shown(asked) == "5 steps"


async def test_an_answer_that_is_never_heard_does_not_stop_the_next(on: Set) -> None:
    on.discord.faults.add(Fault(on="@original", status=401, code=50027))
    bot = Bot()
    async with on.serving(bot):
        await on.discord.people.slash("milestones", {"company": "a"}, channel=on.here.channel)
        await slash(on)

        assert len(bot.asked) == 2
        assert on.chat.health().ok


async def test_an_acknowledgement_that_comes_too_late_asks_nobody(on: Set) -> None:
    bot = Bot()
    async with on.serving(bot):
        late = on.discord.faults.add(Fault(on="callback", kind="hold"))
        await on.discord.people.slash("milestones", {"company": "a"}, channel=on.here.channel)
        await late.reached.wait()
        on.clock.forward(timedelta(seconds=4))
        late.release.set()
        await slash(on)

    assert len(bot.asked) == 1


def commands_of(on: Set, guild: str | None = None) -> dict[str, Json]:
    return {each["name"]: each for each in on.discord.world.commands[guild]}


async def test_the_commands_are_registered_everywhere_and_only_when_they_differ(on: Set) -> None:
    for _ in range(2):
        async with on.serving(Bot()):
            pass

    assert on.discord.rest.count("^PUT") == 1
    commands = commands_of(on)
    assert set(commands) == {"milestones", "evwatch", "Why this alert?"}
    assert {each["default_member_permissions"] for each in commands.values()} == {None}
    assert commands["milestones"]["contexts"] == [0, 1]
    assert commands["evwatch"]["contexts"] == [0]
    company, kind = commands["milestones"]["options"]
    assert (company["name"], company["required"], company["autocomplete"]) == (
        "company",
        True,
        True,
    )
    assert kind["description_localizations"] == {"zh-CN": "类型", "zh-TW": "型別"}
    follow, status = commands["evwatch"]["options"]
    assert [each["value"] for each in follow["options"][1]["choices"]] == ["edit", "thread"]
    assert status["options"] == []


async def test_with_a_server_of_their_own_the_commands_are_registered_only_there(on: Set) -> None:
    async with on.serving(Bot()):
        pass
    on.guild = on.discord.guild
    on.chat = on.another()

    async with on.serving(Bot()):
        pass

    assert commands_of(on) == {}
    assert set(commands_of(on, on.guild)) == {"milestones", "evwatch", "Why this alert?"}


async def test_commands_that_cannot_be_registered_stop_nothing(on: Set) -> None:
    on.discord.faults.add(Fault(on="/commands", status=403, code=50001))
    async with on.serving(Bot()):
        assert on.discord.gateway.live


def test_the_double_would_notice_a_command_that_breaks_the_contract() -> None:
    bad = [{"type": 1, "name": "Has Space", "description": "x" * 101, "options": []}]

    assert broken_by("PUT", "/applications/900/commands", bad)


async def test_a_server_that_throws_the_bot_out_is_told_of(on: Set) -> None:
    async with on.serving(Bot()):
        await slash(on)
        await on.discord.kick(on.here.workspace)
        await on.presence.until_told("left", "discord", on.here.workspace)


async def test_a_server_that_can_be_reached_again_has_the_bot_whatever_was_told(on: Set) -> None:
    async with on.serving(Bot()):
        await slash(on)  # what was said of servers at the start is over
        gateway, here = on.discord.gateway, on.here.workspace
        back = gateway.guild(here) | {"unavailable": False}
        await gateway.dispatch("GUILD_DELETE", {"id": here, "unavailable": True}, here)
        await gateway.dispatch("GUILD_CREATE", back, here)
        await on.presence.until_told("joined", "discord", here)

    assert _left(on) == []


async def test_a_server_that_threw_the_bot_out_while_it_was_away_is_told_of(on: Set) -> None:
    gone = on.discord.world.id()
    on.presence.known = {on.here.workspace: True, gone: True, "not-a-server": True}
    async with on.serving(Bot()):
        await on.presence.until_told("left", "discord", gone)

    assert _left(on) == [gone]


async def test_a_server_that_invited_it_again_meanwhile_is_back(on: Set) -> None:
    on.presence.known = {on.here.workspace: False, on.discord.world.id(): False}
    async with on.serving(Bot()):
        await on.presence.until_told("joined", "discord", on.here.workspace)

    assert {workspace for _, _, workspace in on.presence.told} == {on.here.workspace}
    assert _left(on) == []


def _left(on: Set) -> list[str]:
    return [workspace for what, _, workspace in on.presence.told if what == "left"]


ALONE = r"GET /guilds/\d+$"


@pytest.mark.parametrize(
    "fault",
    [
        None,  # the list is cut: it is asked for alone, and is there
        Fault(on="GET /users/@me/guilds", status=403),
        Fault(on=ALONE, status=403),
        Fault(on=ALONE, status=404),
        Fault(on=ALONE, status=429, headers={"Retry-After": "3600"}),
    ],
    ids=range(5),
)
async def test_no_outage_and_no_short_list_makes_a_server_leave(
    on: Set, fault: Fault | None
) -> None:
    on.presence.known = {on.here.workspace: True}
    on.discord.world.unlisted.add(on.here.workspace)
    if fault is not None:
        on.discord.faults.add(replace(fault))
    async with on.serving(Bot()):
        assert on.discord.gateway.live

    assert _left(on) == []
    assert fault is None or not on.discord.faults.waiting


async def test_a_channel_that_not_everybody_sees_is_private(on: Set) -> None:
    bot = Bot()
    hidden = on.discord.world.add_channel(on.discord.guild)
    on.discord.world.deny(hidden, "View Channel")
    async with on.serving(bot):
        await slash(on)
        await slash(on, channel=hidden)
        await slash(on, channel="4242")

    assert [each.private for each in bot.asked] == [False, True, True]
