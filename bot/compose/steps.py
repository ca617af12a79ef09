"""The steps of a story as rows of its message: what several companies took together is one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.catalogue import Catalogue
from bot.compose.rows import figures, state
from bot.stories import told as stories
from bot.stories.english import says_nothing
from bot.stories.steps import folded, merge
from bot.stories.subject import taken_apart
from bot.stories.summary import STARTS
from bot.stories.told import is_paid
from storage.records import ChangeKind, Kind, Milestone, Phase, Story

# Changes that tell a step; a denial, or a day that went by, does not.
SAID: Final = frozenset(ChangeKind) - {ChangeKind.DENIAL, ChangeKind.OVERDUE}
_SHARED: Final = ("kind", "phase", "certainty", "when", "amount", "quantity", "agency")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step as this message tells it; `companies` took it together."""

    milestone: Milestone
    companies: tuple[str, ...]
    is_news: bool  # some text is news for it
    first: int  # place in `story.items` of the item that first told it as it is now
    tellings: tuple[Milestone, ...]


def told_of(story: Story, catalogue: Catalogue) -> list[Told]:
    """The steps of a story, the news first; one that several companies took is one step."""
    places = {item: place for place, item in enumerate(story.items)}
    rows: list[Told] = []
    for step in folded(merge(story.milestones), story.milestones):
        m = _without_other_side(step.best, story, catalogue)
        tellings = tuple(story.milestones[i] for i in step.tellings)
        told = Told(
            milestone=m,
            companies=(m.company,),
            is_news=any(each.headline for each in tellings),
            first=min(places.get(each.item, 0) for each in state(m, tellings)),
            tellings=tellings,
        )
        at = next((i for i, row in enumerate(rows) if _is_joint(row.milestone, m)), None)
        if at is None:
            rows.append(told)
        else:
            rows[at] = _joined(rows[at], told, catalogue)
    return sorted(_paid_once(rows, catalogue), key=lambda told: not told.is_news)


def _paid_once(rows: Sequence[Told], catalogue: Catalogue) -> list[Told]:
    """Money that one side puts into another is one row, that of who pays, as in the sentences."""
    kept = list(rows)
    for issuer in rows:
        for at, payer in enumerate(kept):
            into, by = (taken_apart(t.milestone, catalogue, "en") for t in (payer, issuer))
            if is_paid(payer.milestone, issuer.milestone, into=into.companies, by=by.companies):
                amount = payer.milestone.amount or issuer.milestone.amount
                kept[at] = replace(
                    payer,
                    milestone=replace(payer.milestone, amount=amount),
                    is_news=payer.is_news or issuer.is_news,
                )
                kept.remove(issuer)
                break
    return kept


def _is_joint(one: Milestone, other: Milestone) -> bool:
    """Is it one step of two companies? Of a deal, one side may tell what the other leaves out."""
    if any(getattr(one, slot) != getattr(other, slot) for slot in _SHARED):
        return False
    is_untold = one.kind == Kind.PARTNERSHIP and None in {one.subject, other.subject}
    return one.subject == other.subject or (is_untold and one.company != other.company)


def _without_other_side(m: Milestone, story: Story, catalogue: Catalogue) -> Milestone:
    """A deal without the subject that only names its other side, which is named as a company."""
    if m.kind != Kind.PARTNERSHIP or not m.subject:
        return m
    other = catalogue.find(m.subject)
    is_side = other is not None and other.id != m.company and other.id in story.companies
    return replace(m, subject=None) if is_side else m


def _joined(one: Told, other: Told, catalogue: Catalogue) -> Told:
    """Both as one row; whom one side of a deal names as the other is named already."""
    companies = tuple(dict.fromkeys((*one.companies, *other.companies)))
    teller = one.milestone if one.milestone.subject else other.milestone
    subject = teller.subject
    side = catalogue.find(subject) if subject and teller.kind == Kind.PARTNERSHIP else None
    if side is not None and side.id in companies and side.id != teller.company:
        subject = None
    return replace(
        one,
        milestone=replace(one.milestone, subject=subject),
        companies=companies,
        is_news=one.is_news or other.is_news,
        first=min(one.first, other.first),
        tellings=(*one.tellings, *other.tellings),
    )


def telling(told: Sequence[Told], catalogue: Catalogue) -> list[Told]:
    """The first of the rows, and those that tell more than that something was done.

    As in the sentences a start says something by its date alone.
    """
    return [row for at, row in enumerate(told) if at == 0 or _tells(row, catalogue)]


def _tells(row: Told, catalogue: Catalogue) -> bool:
    m = row.milestone
    is_deal = len(row.companies) > 1 and m.kind is Kind.PARTNERSHIP  # its sides are told
    is_start = m.kind in STARTS and m.when is not None
    is_end = m.phase in {Phase.CANCELLED, Phase.DELAYED}
    if is_deal or is_start or is_end or m.agency or figures(m, "en", besides=row.companies):
        return True
    [step] = stories.told([m], catalogue, "en", None)
    return not says_nothing(step)


def newest(told: Sequence[Told], story: Story, heard: int) -> list[Told]:
    """The steps that are new since the revision `heard`: changed since, or never told before that.

    If nothing has changed, those of the last item with news; all of them when that was the first.
    """
    places = {item: place for place, item in enumerate(story.items)}
    changed = {
        (m.company, m.kind, m.item)
        for m in (c.milestone for c in story.changes if c.revision > heard > 0 and c.kind in SAID)
        if m.item in places
    }
    if not changed:
        last = max((step.first for step in told if step.is_news), default=0)
        return [step for step in told if step.first == last or not last]
    since = min(places[item] for _, _, item in changed)
    return [
        step
        for step in told
        if any((m.company, m.kind, m.item) in changed for m in step.tellings)
        or (since and all(places.get(m.item, 0) >= since for m in step.tellings))
    ]
