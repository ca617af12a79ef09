"""What every chat platform promises, whichever it is: one line in `PLATFORMS` makes it prove so."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from adapters.chat import Address, Chat, ChatError, Reply, Request
from adapters.document import Document, File, Mention, Picture, Run, Text, Title
from tests.contracts.stage_discord import DiscordStage
from tests.contracts.stage_local import LocalStage
from tests.contracts.stage_slack import SlackStage
from tests.fakes_local import PNG, FakeClock, note, one_of_each, serving

# Text from a feed, and a piece of it that people must still be able to read.
HOSTILE = (
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("<!channel> <!here> <@U123> @everyone @here <@&1>", "channel"),
    ("<http://evil.example|https://mi.com> [https://mi.com](http://evil.example)", "evil.example"),
    ("```\n# heading\n> quote ||spoiler|| *_~`", "heading"),
    ("\u202egnp.exe \u200b\x00\x1b[31m \ud800 " + "e" + "\u0301" * 200, "gnp.exe"),
    ("</article><img src=x onerror=alert(1)> &lt; &amp; {{ 7*7 }} {% raw %}", "{{ 7*7 }}"),
    ("小米汽车获批 " * 3000, "小米汽车获批"),
)
CHART = Picture(PNG, alt="Xiaomi: 3 done, 1 planned", name="xiaomi.png")
TABLE = File(b"kind,phase\r\n", name="xiaomi.csv", kind="text/csv")
DRAWN = Document((Title("Xiaomi"), CHART, TABLE, Text((Run("beneath"),))), plain="Xiaomi")
KEPT = [("xiaomi.png", PNG, CHART.alt), ("xiaomi.csv", TABLE.data, "")]
DISGUISES = "\u202e\u200b\x00\x1b\ud800"


class Stage(Protocol):
    """One platform with a real or a double behind it, and eyes on what people see there."""

    @property
    def chat(self) -> Chat:
        """The platform's present process."""
        ...

    @property
    def clock(self) -> FakeClock:
        """The clock that it goes by."""
        ...

    @property
    def here(self) -> Address:
        """A channel that takes messages."""
        ...

    async def restart(self) -> None:
        """End the process that `chat` stands for and start the next one."""
        ...

    async def seen(self, at: Address) -> list[tuple[str, str]]:
        """What a person sees in the channel, threads included, oldest first: (id, its text)."""
        ...

    async def attached(self, at: Address, *, alone: bool = False) -> list[tuple[str, bytes, str]]:
        """The pictures and files that all in the channel have (`alone`: that only the person has).

        Each with its name, its bytes and what is told to who does not see it.
        """
        ...

    async def parent(self, at: Address, message: str) -> str | None:
        """Beneath which message this one is shown."""
        ...

    async def ask(self, kind: str, text: str, at: Address) -> str:
        """Do as a person: type a command, press a button, begin to type. Gives what is shown."""
        ...

    async def close(self) -> None:
        """Stop everything."""
        ...


PLATFORMS: dict[str, Callable[[Path], Awaitable[Stage]]] = {
    "discord": DiscordStage.open,
    "local": LocalStage.open,
    "slack": SlackStage.open,
}


@pytest.fixture(params=sorted(PLATFORMS))
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    stage = await PLATFORMS[request.param](tmp_path)
    yield stage
    await stage.close()


async def test_a_post_is_seen_once_under_the_id_that_it_gave(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, note("Xiaomi begins deliveries"), key="a" * 20)

    assert [id_ for id_, text in await stage.seen(stage.here) if "begins" in text] == [message]


async def test_a_key_posted_twice_is_seen_once(stage: Stage) -> None:
    first = await stage.chat.post(stage.here, note("once"), key="k")
    again = await stage.chat.post(stage.here, note("once"), key="k")

    assert again == first
    assert len(await stage.seen(stage.here)) == 1


async def test_a_key_posted_again_after_a_restart_is_seen_once(stage: Stage) -> None:
    first = await stage.chat.post(stage.here, note("once"), key="k")
    await stage.restart()

    assert await stage.chat.post(stage.here, note("once"), key="k") == first
    assert len(await stage.seen(stage.here)) == 1


async def test_find_gives_the_message_before_and_after_a_restart(stage: Stage) -> None:
    start = stage.clock()
    message = await stage.chat.post(stage.here, note("a"), key="k")

    assert await stage.chat.find(stage.here, "k", since=start) == message
    await stage.restart()
    assert await stage.chat.find(stage.here, "k", since=start) == message


async def test_find_gives_none_for_a_key_that_was_never_posted(stage: Stage) -> None:
    await stage.chat.post(stage.here, note("a"), key="k")

    assert await stage.chat.find(stage.here, "other", since=stage.clock()) is None


async def test_find_does_not_look_before_since(stage: Stage) -> None:
    await stage.chat.post(stage.here, note("a"), key="k")
    stage.clock.forward(timedelta(hours=1))

    assert await stage.chat.find(stage.here, "k", since=stage.clock()) is None


async def test_messages_are_seen_in_the_order_of_their_posts(stage: Stage) -> None:
    posted = [await stage.chat.post(stage.here, note(str(n)), key=f"k{n}") for n in range(5)]

    assert [id_ for id_, _ in await stage.seen(stage.here)] == posted


async def test_a_message_posted_after_another_is_shown_beneath_it(stage: Stage) -> None:
    root = await stage.chat.post(stage.here, note("first"), key="1")
    await stage.chat.post(stage.here, note("between"), key="2")
    update = await stage.chat.post(stage.here, note("grown"), key="3", after=root)

    assert await stage.parent(stage.here, update) == root
    assert await stage.parent(stage.here, root) is None


async def test_an_update_of_an_update_is_shown_beneath_the_first(stage: Stage) -> None:
    root = await stage.chat.post(stage.here, note("first"), key="1")
    update = await stage.chat.post(stage.here, note("second"), key="2", after=root)
    last = await stage.chat.post(stage.here, note("third"), key="3", after=update)

    assert await stage.parent(stage.here, last) == root


async def test_an_update_of_a_message_that_is_gone_is_posted_all_the_same(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, note("update"), key="1", after="m404")

    assert [id_ for id_, _ in await stage.seen(stage.here)] == [message]


async def test_an_edit_takes_the_place_of_a_message_and_keeps_its_id(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, note("as it was"), key="1")
    last = await stage.chat.post(stage.here, note("behind it"), key="2")

    edited = await stage.chat.post(stage.here, note("as it is"), key="3", after=message, edit=True)

    seen = await stage.seen(stage.here)
    assert edited == message
    assert [id_ for id_, _ in seen] == [message, last]
    assert "as it is" in seen[0][1]
    assert "as it was" not in seen[0][1]


async def test_an_edit_is_found_by_its_key_and_made_once(stage: Stage) -> None:
    start = stage.clock()
    message = await stage.chat.post(stage.here, note("as it was"), key="1")
    await stage.chat.post(stage.here, note("as it is"), key="2", after=message, edit=True)
    await stage.restart()

    assert await stage.chat.find(stage.here, "2", since=start) == message
    again = await stage.chat.post(stage.here, note("as it is"), key="2", after=message, edit=True)
    assert again == message
    assert len(await stage.seen(stage.here)) == 1


async def test_what_follows_an_edited_message_is_shown_beneath_it(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, note("first"), key="1")
    await stage.chat.post(stage.here, note("edited"), key="2", after=message, edit=True)
    update = await stage.chat.post(stage.here, note("more"), key="3", after=message)

    assert await stage.parent(stage.here, update) == message


async def test_an_edit_of_a_message_that_is_gone_is_posted_all_the_same(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, note("edit"), key="1", after="m404", edit=True)

    assert [id_ for id_, _ in await stage.seen(stage.here)] == [message]


async def test_a_post_to_an_unknown_channel_fails_for_good_and_for_certain(stage: Stage) -> None:
    nowhere = replace(stage.here, channel="nowhere")

    with pytest.raises(ChatError) as caught:
        await stage.chat.post(nowhere, note("a"), key="k")

    assert caught.value.permanent
    assert not caught.value.uncertain
    assert "nowhere" in str(caught.value)


async def test_a_post_to_an_unknown_workspace_fails_for_good(stage: Stage) -> None:
    with pytest.raises(ChatError) as caught:
        await stage.chat.post(replace(stage.here, workspace="nowhere"), note("a"), key="k")

    assert caught.value.permanent


async def test_probe_tells_a_good_channel_from_an_unknown_one_and_posts_nothing(
    stage: Stage,
) -> None:
    good = await stage.chat.probe(stage.here)
    bad = await stage.chat.probe(replace(stage.here, channel="nowhere"))

    assert good.ok
    assert good.private is False
    assert not bad.ok
    assert "nowhere" in bad.reason
    assert await stage.seen(stage.here) == []


@pytest.mark.parametrize(("text", "piece"), HOSTILE)
async def test_hostile_text_is_seen_as_text_and_hurts_no_other_message(
    stage: Stage, text: str, piece: str
) -> None:
    before = await stage.chat.post(stage.here, note("before"), key="1")
    hostile = await stage.chat.post(stage.here, one_of_each(text), key="2")
    after = await stage.chat.post(stage.here, note("after"), key="3")

    seen = dict(await stage.seen(stage.here))
    assert list(seen) == [before, hostile, after]
    assert seen[after].strip().startswith("after")
    assert piece in seen[hostile]
    assert not set(DISGUISES) & set(seen[hostile])


async def test_an_empty_document_can_be_posted(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, Document((), plain="nothing"), key="k")

    assert [id_ for id_, _ in await stage.seen(stage.here)] == [message]


@pytest.mark.parametrize("kind", ["command", "button"])
async def test_serve_answers_what_a_person_asks_and_tells_who_asked_where(
    stage: Stage, kind: str
) -> None:
    asked: list[Request] = []

    async def answer(request: Request) -> Reply:
        asked.append(request)
        return Reply(document=note("5 milestones", tone="answer"))

    async with serving(stage.chat, answer):
        shown = await stage.ask(kind, "/milestones xiaomi", stage.here)

    assert "5 milestones" in shown
    assert [(each.kind, each.text) for each in asked] == [(kind, "/milestones xiaomi")]
    assert (asked[0].platform, asked[0].at) == (stage.chat.platform, stage.here)
    assert asked[0].user


async def test_a_private_answer_is_not_seen_in_the_channel(stage: Stage) -> None:
    async def answer(_: Request) -> Reply:
        return Reply(document=note("for you"))

    async with serving(stage.chat, answer):
        await stage.ask("command", "/milestones xiaomi", stage.here)

    assert await stage.seen(stage.here) == []


async def test_an_answer_for_all_is_seen_in_the_channel(stage: Stage) -> None:
    async def answer(_: Request) -> Reply:
        return Reply(document=note("for all"), private=False)

    async with serving(stage.chat, answer):
        await stage.ask("command", "/milestones xiaomi", stage.here)

    assert ["for all" in text for _, text in await stage.seen(stage.here)] == [True]


async def test_suggestions_reach_the_person_who_types(stage: Stage) -> None:
    async def answer(request: Request) -> Reply:
        return Reply(document=note(""), suggestions=(f"{request.kind}-1", "two"))

    async with serving(stage.chat, answer):
        shown = await stage.ask("suggest", "/milestones x", stage.here)

    assert shown == "suggest-1\ntwo"


async def test_an_answer_that_fails_is_told_without_its_reason_and_serving_goes_on(
    stage: Stage,
) -> None:
    async def answer(request: Request) -> Reply:
        if "bad" in request.text:
            raise RuntimeError("/srv/secret/path token=abc")
        return Reply(document=note("fine"))

    async with serving(stage.chat, answer):
        failed = await stage.ask("command", "/bad", stage.here)
        fine = await stage.ask("command", "/good", stage.here)

    assert failed.strip()
    assert "secret" not in failed
    assert "abc" not in failed
    assert "fine" in fine


CALLED = {"local": "ann", "slack": "U12345", "discord": "80351110224678912"}


async def test_a_mention_calls_one_person_and_text_calls_nobody(stage: Stage) -> None:
    id_ = CALLED[stage.chat.platform]
    text = HOSTILE[1][0]
    calling = replace(one_of_each(text), mentions=(Mention(who="user", id=id_),))
    nobody = replace(note("x"), mentions=(Mention(who="group", id="@everyone <!channel>"),))

    await stage.chat.post(stage.here, calling, key="calling")
    await stage.chat.post(stage.here, nobody, key="nobody")

    first, second = [shown for _, shown in await stage.seen(stage.here)]
    assert id_ in first
    assert id_ not in second


async def test_what_is_attached_comes_with_the_words_of_a_post(stage: Stage) -> None:
    message = await stage.chat.post(stage.here, DRAWN, key="k")

    seen = await stage.seen(stage.here)
    assert [id_ for id_, _ in seen] == [message]
    assert "beneath" in seen[0][1]
    assert await stage.attached(stage.here) == KEPT


async def test_what_is_attached_to_a_private_answer_is_for_the_person_alone(stage: Stage) -> None:
    async def answer(_: Request) -> Reply:
        return Reply(document=DRAWN)

    async with serving(stage.chat, answer):
        shown = await stage.ask("command", "/milestones xiaomi", stage.here)
        own = await stage.attached(stage.here, alone=True)

    assert "beneath" in shown
    assert own == KEPT
    assert await stage.attached(stage.here) == []


async def test_what_is_attached_to_an_answer_for_all_is_for_all(stage: Stage) -> None:
    async def answer(_: Request) -> Reply:
        return Reply(document=DRAWN, private=False)

    async with serving(stage.chat, answer):
        await stage.ask("command", "/milestones xiaomi", stage.here)
        everybodys = await stage.attached(stage.here)

    assert everybodys == KEPT
    assert await stage.attached(stage.here, alone=True) == []
