"""The queue: what rests for a person, what they decide, and channels that were lost."""

from datetime import timedelta

from storage.channels import Delivery, DeliveryState
from tests.fakes_desk import CHANNEL, Desk, buttons
from tests.fakes_storage import audit
from tests.fakes_words import NOW, step


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
    assert (await watching.says("/evwatch queue")).startswith("0 messages wait, 0 for a decision.")


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
