"""What people make of an alert: its sources, why it came, mute, "not a milestone", share."""

from datetime import timedelta

import pytest

from adapters.document import Button
from bot.compose.plain import text
from storage.channels import Delivery
from storage.records import Kind
from storage.sources import Source, SourceKind
from tests.fakes_desk import CHANNEL, Desk, buttons
from tests.fakes_storage import audit
from tests.fakes_words import NOW, step


async def alerted(desk: Desk) -> str:
    """Tell of one step, post its alert as message "m7"; gives the id of its story."""
    await desk.tell([step(Kind.RECALL, evidence="Xiaomi recalls 300 cars.")])
    [told] = await desk.store.history.timeline("xiaomi")
    await desk.visit(
        deliveries=(Delivery(channel=CHANNEL, story=told.story, revision=1, created=NOW),)
    )
    [claimed] = await desk.store.outbox.claim(NOW, platforms=["local"], lease=timedelta(minutes=2))
    await desk.store.outbox.settle(claimed.key, message="m7", at=NOW)
    return told.story


async def test_the_sources_of_a_story_have_their_links(watching: Desk) -> None:
    story = await alerted(watching)

    said = await watching.says(f"/evwatch sources #{story}")

    assert said.startswith("Sources: ")
    assert "  - Example News 25 Aug 2023: Title of told <https://gazette.example/told>" in said


async def test_why_tells_the_step_its_words_and_what_the_channel_follows(watching: Desk) -> None:
    story = await alerted(watching)

    said = await watching.says(f"/evwatch why #{story}")

    assert "Recall [done, reported]" in said
    assert "“Xiaomi recalls 300 cars.” (Example News)" in said
    assert "This channel hears of every company that is watched here." in said


async def test_a_message_stands_for_its_story(watching: Desk) -> None:
    await alerted(watching)

    reply = await watching.ask("/evwatch why", message="m7")

    assert text(reply.document).startswith("Why this alert?: ")


@pytest.mark.parametrize("line", ["/evwatch why", "/evwatch sources"])
async def test_what_was_asked_of_a_message_can_be_shared_from_the_answer(
    watching: Desk, line: str
) -> None:
    await alerted(watching)
    asked = await watching.ask(line, message="m7")
    [share] = [button for button in buttons(asked) if button.public]

    shared = await watching.ask(share.command, message="the answer's own", public=True)

    assert not shared.private
    assert text(shared.document).splitlines()[0] == text(asked.document).splitlines()[0]


@pytest.mark.parametrize("message", [None, "m8"])
async def test_without_a_story_it_is_told_where_to_press(
    watching: Desk, message: str | None
) -> None:
    await alerted(watching)

    reply = await watching.ask("/evwatch why", message=message)

    assert "Which alert?" in text(reply.document)


async def test_an_unknown_story_is_told(watching: Desk) -> None:
    assert "no story that I know" in await watching.says(f"/evwatch why #{'0' * 20}")


async def test_a_flag_is_kept_once_a_person_and_tallied_for_admins(watching: Desk) -> None:
    story = await alerted(watching)
    watching.may_edit = False
    for user in ("ann", "ann", "bob"):
        await watching.ask(f"/evwatch flag #{story}", user=user)
    refused = await watching.says("/evwatch flags")
    watching.may_edit = True

    assert "Only editors and admins may do that" in refused
    assert "2 people · ann, bob" in await watching.says("/evwatch flags")


async def test_a_flag_can_be_taken_back_by_its_button(watching: Desk) -> None:
    story = await alerted(watching)
    undo, why = buttons(await watching.ask(f"/evwatch flag #{story}"))

    assert "Fix: " in await watching.says(why.command)
    await watching.ask(undo.command)

    assert "Nobody called" in await watching.says("/evwatch flags")
    assert "had not said" in await watching.says(undo.command)


async def test_mute_of_an_alert_asks_what_of_it(watching: Desk) -> None:
    story = await alerted(watching)

    pressed = buttons(await watching.ask(f"/evwatch mute #{story}"))

    assert [each.label for each in pressed] == ["Xiaomi", "Recall", "Example News"]
    for each in pressed:
        assert "hears nothing of" in await watching.says(each.command)
    assert "Muted here: Xiaomi, Recall, Example News" in await watching.says("/evwatch list")


async def test_a_source_that_is_watched_no_more_can_be_muted_too(watching: Desk) -> None:
    story = await alerted(watching)
    source = buttons(await watching.ask(f"/evwatch mute #{story}"))[-1]
    await watching.ask("/evwatch remove Example News")

    said = await watching.says(source.command)

    assert "hears nothing of Example News" in said


async def test_a_source_that_only_others_watch_is_not_known(watching: Desk) -> None:
    other = Source(id="0" * 20, kind=SourceKind.FEED, url="https://b.example/feed", title="Zz B")
    await watching.store.watchlist.add_source(other, audit=audit(workspace="b"))

    said = await watching.says(f"/evwatch mute source:{other.id}")

    assert "not on the watchlist" in said
    assert "Zz B" not in said


@pytest.mark.parametrize("name", ["xiaomi", "小米", "kind:recall", "召回", "Example News"])
async def test_a_mute_is_undone_by_its_button_and_audited(watching: Desk, name: str) -> None:
    [undo] = buttons(await watching.ask(f"/evwatch mute {name}"))
    [silence] = await watching.store.responses.silences(CHANNEL, now=watching.now)

    assert "Undone" in await watching.says(undo.command)
    assert await watching.store.responses.silences(CHANNEL, now=watching.now) == []
    assert "was undone before, by ann" in await watching.says(undo.command)
    assert "was not muted" in await watching.says(f"/evwatch unmute {name}")
    audits = await watching.store.watchlist.audits("home", limit=2)
    told = f"{silence.what}:{silence.name}"
    assert [(each.before, each.after) for each in audits] == [(told, None), (None, told)]


async def test_a_mute_for_a_while_ends_by_itself(watching: Desk) -> None:
    said = await watching.says("/evwatch mute nio for 3d")
    watching.now += timedelta(days=4)

    assert "until 28 Aug 2023, 12:00 UTC" in said
    assert "Muted here" not in await watching.says("/evwatch list")


async def test_all_mutes_are_shown_to_be_ended_one_by_one(watching: Desk) -> None:
    assert "Nothing is muted" in await watching.says("/evwatch unmute all")
    await watching.ask("/evwatch mute nio")
    await watching.ask("/evwatch mute recalls")

    pressed = buttons(await watching.ask("/evwatch unmute all"))

    assert {each.label for each in pressed} == {"NIO", "Recall"}
    for each in pressed:
        assert "again" in await watching.says(each.command)


async def test_to_mute_all_is_to_silence_the_place(watching: Desk) -> None:
    [whole] = buttons(await watching.ask("/evwatch mute all for 3h"))

    assert whole.command == "/evwatch silence all until:3h"


async def test_what_cannot_be_muted_is_told(watching: Desk) -> None:
    assert "no kind" in await watching.says("/evwatch mute kind:nonsense")
    assert "No company" in await watching.says("/evwatch mute nonsense")
    assert "not on the watchlist" in await watching.says("/evwatch mute source:nonsense")
    assert "in the past" in await watching.says("/evwatch mute nio until 2020-01-01")


async def test_a_look_up_is_private_until_it_is_shared(watching: Desk) -> None:
    reply = await watching.ask("/milestones xiaomi since:2023")
    *_, share = buttons(reply)

    assert reply.private
    assert share == Button("Share", "/milestones xiaomi since:2023", public=True)
    shared = await watching.ask(share.command, kind="button", public=share.public)
    assert not shared.private
    assert share not in buttons(shared)


@pytest.mark.parametrize("line", ["/evwatch mute nio", "/evwatch stauts"])
async def test_what_is_no_look_up_stays_private(watching: Desk, line: str) -> None:
    assert (await watching.ask(line, public=True)).private
