"""An editor's corrections, typed and pressed on every platform, to the look-up that shows them."""

import asyncio
from pathlib import Path

import pytest

from adapters.chat import Address, Request
from bot.compose.plain import text
from bot.stories.overlay import step_id
from tests.fakes import FakeClock
from tests.fakes_stories import SEEN
from tests.flows.telling import tell
from tests.flows.test_asking import asking
from tests.flows.wired import wired


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_a_step_is_corrected_and_shown_so(tmp_path: Path, platform: str) -> None:
    async with asking(tmp_path, platform) as (person, service):
        [telling, *_] = await service.store.history.timeline("xiaomi")
        id_ = step_id(telling.milestone)
        before = await person.types("milestones", {"company": "xiaomi"})

        form = await person.types("milestone", {"action": "fix", "step": id_})
        fixed = await person.types(
            "milestone", {"action": "fix", "step": id_, "phase": "planned", "date": "Q3 2024"}
        )
        shown = await person.types("milestones", {"company": "xiaomi"})
        restored = await person.types("milestone", {"action": "restore", "step": id_})
        after = await person.types("milestones", {"company": "xiaomi"})

    assert "What is wrong?" in form
    assert "corrected by" in fixed
    assert "corrected by" in shown
    assert "Q3 2024" in shown
    assert "As it was read again" in restored
    assert "corrected by" not in before + after


@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_the_menu_of_a_message_leads_to_the_way_of_its_text(
    tmp_path: Path, platform: str
) -> None:
    async with asking(tmp_path, platform) as (person, service):
        [telling, *_] = await service.store.history.timeline("xiaomi")
        said = await person.chooses_why()
        way = await person.types("why", {"item": f"#{telling.milestone.item}"})

    assert step_id(telling.milestone) in said
    assert "Understood" in way
    assert "This channel" in way


async def test_the_same_on_the_local_chat(tmp_path: Path) -> None:
    clock = FakeClock(SEEN)
    async with wired(tmp_path, clock) as world, world.service(clock) as service:
        await tell(service, clock)
        [telling, *_] = await service.store.history.timeline("xiaomi")
        id_ = step_id(telling.milestone)

        async def says(line: str) -> str:
            request = Request(
                kind="command",
                platform="local",
                at=Address(workspace="local", channel="general"),
                user="you",
                text=line,
                is_admin=True,
            )
            return text((await service.dispatch.answer(request)).document)

        async with asyncio.timeout(60):  # only so that a test that fails ends
            fixed = await says(f"/evwatch milestone fix {id_} phase:planned")
            shown = await says("/milestones xiaomi")
            way = await says(f"/evwatch why #{telling.milestone.item}")

    assert "corrected by you" in fixed
    assert "corrected by you" in shown
    assert "Understood" in way
