"""The step that a command is about, by its short id, as this workspace sees it."""

import asyncio
import re
from dataclasses import dataclass
from typing import Final

from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.compose.correcting_words import Correcting
from bot.compose.timeline import Entry, entries
from bot.stories.overlay import ITEM_CHARS, STEP_CHARS, step_id
from bot.views import told
from storage.corrections import Correction
from storage.records import Company, Milestone, Telling

WHERE: Final = "/evwatch milestone list COMPANY"  # shows the numbers of steps
STEP: Final = re.compile(rf"#?([0-9a-f]{{{STEP_CHARS}}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step as it is shown here, with its statements as they are kept."""

    entry: Entry
    kept: tuple[Milestone, ...]  # of every telling, newest first
    stating: tuple[Milestone, ...]  # of those that state its newest state
    best: Milestone  # as it is kept

    @property
    def story(self) -> str:
        """The story that tells its newest state."""
        return self.entry.stating[0].story


async def steps_meant(call: Call, id_: str) -> list[Step]:
    """The step of this short id; several where companies took it together.

    Raises `CommandError` when nothing of that id is shown here.
    """
    if corrections_of(call, id_, rejected=True):
        command = f"/evwatch milestone restore {id_}"
        raise CommandError(said(Correcting.REJECTED_ALREADY, command=command))
    hits = [m for _, m in await call.store.history.statements_like(id_[:ITEM_CHARS])]
    items = list(dict.fromkeys(m.item for m in hits if step_id(m) == id_))
    seen = call.view.tellings(await call.store.history.told_by(items))
    companies = dict.fromkeys(t.milestone.company for t in seen if step_id(t.milestone) == id_)
    found = [await _step(call, company, id_) for company in companies]
    steps = [step for step in found if step is not None]
    if not steps:
        raise CommandError(said(Correcting.NO_STEP, word=id_, command=WHERE))
    return steps


async def steps_shown(call: Call, company: Company) -> list[Milestone]:
    """The newest state of each step of a company as it is shown here, the newest first."""
    tellings = tuple(await call.timeline(company.id))
    return [each.best for each in await asyncio.to_thread(entries, tellings)]


def corrections_of(call: Call, id_: str, *, rejected: bool = False) -> list[Correction]:
    """The corrections of the step of this id, oldest first."""
    return [
        each
        for each in call.view.overlay.corrections
        if (each.rejected or not rejected) and any(step_id(m) == id_ for m in each.statements)
    ]


async def _step(call: Call, company: str, id_: str) -> Step | None:
    pairs = await told(call.store, call.view, company)
    kept = {_key(seen): raw.milestone for raw, seen in pairs}
    shown = await asyncio.to_thread(entries, tuple(seen for _, seen in pairs))
    for entry in shown:
        if any(step_id(each.milestone) == id_ for each in entry.tellings):
            best = next(t for t in entry.tellings if t.milestone == entry.best)
            return Step(
                entry=entry,
                kept=tuple(kept[_key(each)] for each in entry.tellings),
                stating=tuple(kept[_key(each)] for each in entry.stating),
                best=kept[_key(best)],
            )
    return None


def _key(telling: Telling) -> tuple[str, Milestone]:
    return telling.story, telling.milestone
