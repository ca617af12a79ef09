"""What one workspace knows better, laid over what is kept for all; pure.

Its corrections take the place of what was extracted, its own companies and names stand under the
company that it means, and nothing of another workspace is seen. Without any of these, everything
is given back as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz import fuzz

from bot.catalogue import Catalogue
from bot.catalogue.own import ending
from bot.stories.parting import companies, worded
from storage.corrections import Correction, Own, is_own, own_pool
from storage.records import (
    Change,
    ChangeKind,
    Denial,
    Fix,
    Milestone,
    Objection,
    Story,
    Telling,
    digest,
)

NEAR: Final = 70.0  # of 100: likeness of two wordings of one sentence, read anew
ITEM_CHARS: Final = 5  # of a step's short id
STEP_CHARS: Final = 8
# What a correction leaves true of how a story grew.
UNMOVED: Final = frozenset((ChangeKind.STEP, ChangeKind.DENIAL, ChangeKind.OVERDUE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What a workspace sees otherwise. `shown` gives the company that each own id stands for."""

    corrections: tuple[Correction, ...] = ()  # oldest first
    shown: Mapping[str, str] = field(default_factory=dict)

    def pools(self, company: str) -> tuple[str, ...]:
        """The ids under which the steps of a company are kept, its own first."""
        return (company, *(own for own, at in self.shown.items() if at == company != own))

    def moved(self, company: str) -> tuple[str, ...]:
        """The items of which a correction made steps of this company."""
        return tuple(
            dict.fromkeys(
                said.item
                for each in self.corrections
                if "company" in each.slots and self.company(each.value.company) == company
                for said in each.statements
            )
        )

    def company(self, company: str) -> str | None:
        """The company that this workspace sees in that id; None: it is another workspace's."""
        return self.shown.get(company) if is_own(company) else company

    def milestones(self, said: Sequence[Milestone], story: str = "") -> list[Milestone | None]:
        """Each statement as this workspace sees it, in its place; None where it sees none.

        `said` should hold all that an item states of a company, so that a statement that is read
        otherwise now is known again. `story` tells them all, if one does.
        """
        return self._seen(said, [story] * len(said))

    def tellings(self, tellings: Sequence[Telling]) -> list[Telling]:
        """The tellings as this workspace sees them, in their order, without those it does not."""
        return [each for each in self.seen(tellings) if each is not None]

    def seen(self, tellings: Sequence[Telling]) -> list[Telling | None]:
        """Each telling as this workspace sees it, in its place; None where it sees none."""
        stories = [each.story for each in tellings]
        seen = self._seen([each.milestone for each in tellings], stories)
        return [
            None if m is None else was if m is was.milestone else replace(was, milestone=m)
            for was, m in zip(tellings, seen, strict=True)
        ]

    def objections(self, objections: Sequence[Objection]) -> list[Objection]:
        """The denials as this workspace sees them, in their order, without those it does not."""
        seen = ((each, self._denial(each.denial)) for each in objections)
        return [
            each if denial is each.denial else replace(each, denial=denial)
            for each, denial in seen
            if denial is not None
        ]

    def story(self, story: Story, catalogue: Catalogue) -> Story | None:
        """The story as this workspace sees it, worded anew where it differs; None: it sees none.

        `catalogue` is the workspace's own. A story that nothing tells is given back as it is.
        """
        seen = self.milestones(story.milestones, story.id)
        told = tuple(m for m in seen if m is not None)
        denials = tuple(d for d in map(self._denial, story.denials) if d is not None)
        changes = self._changes(story, seen)
        is_same = (told, denials, changes) == (story.milestones, story.denials, story.changes)
        if is_same and not any(map(is_own, story.companies)):
            return story
        if not told:
            return None if story.milestones or len(denials) < len(story.denials) else story
        part = replace(
            story,
            milestones=told,
            denials=denials,
            changes=changes,
            companies=companies(told),
        )
        return worded(part, catalogue)

    def _seen(self, said: Sequence[Milestone], stories: Sequence[str]) -> list[Milestone | None]:
        fixes = matches(self.corrections, said, stories)
        found = [self._fixed(m, fixes.get(place, ())) for place, m in enumerate(said)]
        return [m and self._placed(m) for m in found]

    def _fixed(self, m: Milestone, corrections: Sequence[Correction]) -> Milestone | None:
        if any(each.rejected for each in corrections):
            return None
        fixed = m
        for each in corrections:
            fixed = replace(fixed, **{slot: getattr(each.value, slot) for slot in each.slots})
        if fixed == m:  # as it is read anew, or nothing to correct
            return m
        last = corrections[-1]
        return replace(fixed, fix=Fix(by=last.by, at=last.at, was=m))

    def _placed(self, m: Milestone) -> Milestone | None:
        company = self.company(m.company)
        if company is None or company == m.company:
            return m if company else None
        return replace(m, company=company)

    def _denial(self, denial: Denial) -> Denial | None:
        company = self.company(denial.company)
        if company is None or company == denial.company:
            return denial if company else None
        return replace(denial, company=company)

    def _changes(self, story: Story, seen: Sequence[Milestone | None]) -> tuple[Change, ...]:
        """How the story grew, without what a correction made untrue or what is not seen."""
        by_id = {was.id: now for was, now in zip(story.milestones, seen, strict=True)}
        found = (self._change(change, by_id) for change in story.changes)
        return tuple(change for change in found if change is not None)

    def _change(self, change: Change, by_id: Mapping[str, Milestone | None]) -> Change | None:
        now = self._as_now(change.milestone, by_id)
        before = change.before and self._as_now(change.before, by_id)
        denial = change.denial and self._denial(change.denial)
        if now is None or (change.before and not before) or (change.denial and not denial):
            return None
        is_fixed = now.fix is not None or (before is not None and before.fix is not None)
        if is_fixed and change.kind not in UNMOVED:
            return None
        if (now, before, denial) == (change.milestone, change.before, change.denial):
            return change
        return replace(change, milestone=now, before=before, denial=denial)

    def _as_now(self, m: Milestone, by_id: Mapping[str, Milestone | None]) -> Milestone | None:
        return by_id[m.id] if m.id in by_id else self._placed(m)


def overlay(owns: Iterable[Own], corrections: Sequence[Correction]) -> Overlay:
    """The overlay of what one workspace named, merged and corrected."""
    mine = tuple(owns)
    into = {each.company: each.into for each in mine}
    shown: dict[str, str] = {}
    for each in mine:
        end = ending(each.company, into)
        shown[each.pool] = end
        if not is_own(end):  # where what its names bring is kept from now on
            shown[own_pool(each.workspace, end)] = end
    return Overlay(corrections=tuple(corrections), shown=shown)


def step_id(m: Milestone) -> str:
    """The short id under which a person names a step: 8 hex characters, of any of its statements.

    It stays when the statement is corrected, or shown under another company.
    """
    was = m.fix.was if m.fix else m
    slots = (was.when, was.amount, was.quantity, was.agency, was.subject)
    said = digest("step", was.kind, was.phase, was.evidence, *map(str, slots))
    return was.item[:ITEM_CHARS] + said[: STEP_CHARS - ITEM_CHARS]


def matches(
    corrections: Sequence[Correction], said: Sequence[Milestone], stories: Sequence[str]
) -> dict[int, list[Correction]]:
    """The corrections that hold for each statement, by its place; oldest first.

    Those that the editor saw, however they are read now, and what the same story later tells
    with the very same slots.
    """
    found: dict[int, list[Correction]] = {}
    if not corrections:
        return found
    by_item = _places([m.item for m in said])
    by_story = _places(stories)
    for each in corrections:
        hit = {place for was in each.statements for place in _again(was, said, by_item)}
        slots = {_slots(was) for was in each.statements}
        told = by_story.get(each.story, ()) if each.story else ()
        hit |= {place for place in told if _slots(said[place]) in slots}
        for place in hit:
            found.setdefault(place, []).append(each)
    return found


def _places(names: Sequence[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    return places


def _again(
    was: Milestone, said: Sequence[Milestone], by_item: Mapping[str, Sequence[int]]
) -> list[int]:
    """Where the statement that an editor saw stands now: as it was, or as it is read since."""
    places = [p for p in by_item.get(was.item, ()) if said[p].company == was.company]
    same = [
        p for p in places if _slots(said[p]) == _slots(was) and said[p].evidence == was.evidence
    ]
    if same:
        return same
    close = [
        p
        for p in places
        if said[p].kind == was.kind and fuzz.ratio(said[p].evidence, was.evidence) >= NEAR
    ]
    close = close or [p for p in places if said[p].evidence == was.evidence]
    return close if len(close) == 1 else []


def _said(m: Milestone) -> tuple[object, ...]:
    return (*_slots(m), m.evidence)


def _slots(m: Milestone) -> tuple[object, ...]:
    return (
        *(m.company, m.kind, m.phase, m.certainty),
        *(m.when, m.amount, m.quantity, m.agency, m.subject),
    )
