"""The queue: what rests for a person, what they decide, and channels that were lost."""

from dataclasses import replace
from datetime import timedelta

from storage.channels import Delivery, DeliveryState
from storage.records import digest
from tests.fakes_desk import CHANNEL, FEED, Desk, buttons
from tests.fakes_storage import audit
from tests.fakes_words import NOW, item, step, story


async def resting(desk: Desk) -> Delivery:
    """A delivery of which nobody can say whether it was posted."""
    await desk.tell([step()])
    [told] = await desk.store.history.timeline("xiaomi")
    await desk.visit(
        deliveries=(Delivery(channel=CHANNEL, story=told.story, revision=1, created=NOW),)
    )
    [claimed] = await desk.store.outbox.claim(NOW, platforms=["local"], lease=timedelta(minutes=2))
    await desk.store.outbox.rest(claimed.key, fault="nobody can look")
    return claimed


async def test_an_empty_queue_says_so(watching: Desk) -> None:
    assert (await watching.says("/evwatch queue")).startswith("No message waits.")


async def test_what_rests_is_shown_with_its_key_and_what_can_be_done(watching: Desk) -> None:
    delivery = await resting(watching)

    reply = await watching.ask("/evwatch queue")
    said = await watching.says("/evwatch queue")

    assert f"  - {delivery.key[:8]} " in said
    assert "uncertain" in said
    assert [each.command for each in buttons(reply)] == [
        "/evwatch queue retry all",
        "/evwatch queue skip all",
    ]


async def test_a_retry_sends_it_again_and_is_audited(watching: Desk) -> None:
    delivery = await resting(watching)

    said = await watching.says(f"/evwatch queue retry {delivery.key[:8]}")

    assert said.startswith("1 message is sent again.")
    [waiting] = await watching.store.outbox.queue("home")
    assert waiting.state == DeliveryState.WAITING
    [audit, *_] = await watching.store.watchlist.audits("home")
    assert audit.after == f"retry:{delivery.key}"


async def test_a_skip_drops_it(watching: Desk) -> None:
    await resting(watching)

    assert "skipped" in await watching.says("/evwatch queue skip all")
    assert await watching.store.outbox.queue("home") == []
    assert "Nothing with that key" in await watching.says("/evwatch queue skip all")


async def test_a_lost_channel_is_shown_and_freed_by_resume(watching: Desk) -> None:
    await watching.store.parking.park(CHANNEL, fault="not a member", at=NOW, next_probe=NOW)

    assert "  - local general now: not a member" in await watching.says("/evwatch queue")
    assert "gets what waited" in await watching.says("/evwatch resume")
    assert "was not held back" in await watching.says("/evwatch resume")
    assert "take no messages" not in await watching.says("/evwatch queue")


async def test_another_workspace_sees_nothing_of_it(watching: Desk) -> None:
    delivery = await resting(watching)
    await watching.store.parking.park(CHANNEL, fault="gone", at=NOW, next_probe=NOW)

    assert (
        await watching.store.outbox.decide(
            delivery.key, again=True, audit=audit(workspace="elsewhere")
        )
        == []
    )


async def gathered(desk: Desk) -> tuple[str, list[Delivery]]:
    """Two held stories, and the key of the digest that will tell them."""
    first = await resting(desk)
    other = item("other", source=digest(FEED), published=NOW, seen=NOW)
    told = replace(story((step(item=other.id),), [other]), id=digest("other"))
    second = Delivery(channel=CHANNEL, story=told.id, revision=1, created=NOW)
    await desk.visit(items=(other,), stories=(told,), deliveries=(second,))
    for each in (first, second):
        await desk.store.holding.hold(each.key, until=NOW, by="{}")
    keys = [first.key, second.key]
    batch = await desk.store.holding.fold(CHANNEL, keys, now=NOW, lease=timedelta(minutes=2))
    return batch[0].digest or "", batch


async def test_what_is_held_is_counted(watching: Desk) -> None:
    key, _ = await gathered(watching)
    await watching.store.outbox.release(key, not_before=NOW, fault="")

    said = await watching.says("/evwatch queue")

    assert "2 messages are held for the hour of a channel" in said


async def test_a_digest_rests_as_one(watching: Desk) -> None:
    key, _ = await gathered(watching)
    await watching.store.outbox.rest(key, fault="nobody can look")

    said = await watching.says("/evwatch queue")
    again = await watching.says(f"/evwatch queue retry {key[:8]}")

    assert said.count("uncertain") == 1
    assert f"  - {key[:8]} " in said
    assert "2 stories of one digest" in said
    assert again.startswith("2 messages are sent again.")


async def test_why_of_a_digest_asks_which_of_its_stories(watching: Desk) -> None:
    key, batch = await gathered(watching)
    await watching.store.outbox.settle(key, message="m9", at=NOW)

    of_all = await watching.ask("/evwatch why", message="m9")
    page = await watching.ask(f"/evwatch digest {key}")
    of_one = await watching.says(buttons(page)[0].command)

    assert of_all.document.plain.startswith("This message tells 2 stories")
    assert buttons(page)[0].command == f"/evwatch why #{batch[0].story}"
    assert "Why this alert?" in of_one
