"""A digest that meets a fault on Slack or on Discord comes once, with all that was held."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.fakes_stories import SEEN
from tests.flows.telling import tell
from tests.flows.test_faults import ROWS, TABLE, seen, until_settled
from tests.flows.wired import wired

COMPANIES = ("byd", "nio", "vinfast")


@pytest.mark.parametrize(("platform", "name"), ROWS)
async def test_after_any_fault_the_digest_is_there_once_and_whole(
    tmp_path: Path, platform: str, name: str
) -> None:
    clock, row = FakeClock(SEEN), TABLE[platform][name]
    async with wired(tmp_path, clock, digest="hourly") as world, world.service(clock) as service:
        for company in COMPANIES:
            await tell(service, clock, key=company, company=company)
        while await service.deliverer.once():
            pass
        held = [len(seen(world, each)) for each in TABLE]
        clock.pass_by(timedelta(hours=2))
        row.break_(world)
        await service.deliverer.once()
        row.mend(world)

        await until_settled(service, clock)

        counts = await service.store.outbox.counts()
        shown = {each: seen(world, each) for each in TABLE}

    assert held == [0, 0]
    assert {each: len(messages) for each, messages in shown.items()} == dict.fromkeys(TABLE, 1)
    assert all("3 stories" in messages[0] for messages in shown.values())
    assert {state.value: count for state, count in counts.items() if count} == {"sent": 6}
