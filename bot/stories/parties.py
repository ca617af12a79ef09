"""Who takes steps of their own in a text: is it about one event, or a round-up?"""

from collections.abc import Sequence
from typing import Final

from bot.stories.compare import WITH_PARTNER, subject_words
from bot.stories.names import COMPANY, token
from bot.stories.words import distinctive
from storage.records import Kind, Milestone

TOUR: Final = 1 / 3  # a text that says less of those who are its news is a tour of the trade
SEVERAL: Final = 3  # others, where a background has one rival or two


def parties(said: Sequence[Milestone]) -> tuple[frozenset[str], ...]:
    """Who takes steps of their own in a text: the sides of one deal are one party.

    One party: a text about one event. Several: a round-up. The monthly figures of several
    companies are a round-up although one of them leads.
    """
    news = [m for m in said if m.headline]
    counted = list(said) if _is_tour(said, news) else [*news, *_figures_beside(said, news)]
    found: list[set[str]] = []
    for m in counted:
        mine = {m.company} | {o.company for o in counted if _is_side(m, o)}
        linked = [party for party in found if party & mine]
        found = [party for party in found if not party & mine]
        found.append(mine.union(*linked))
    return tuple(frozenset(party) for party in found)


def _figures_beside(said: Sequence[Milestone], news: Sequence[Milestone]) -> list[Milestone]:
    """The figures of other companies beside those of the one that leads."""
    if all(m.kind != Kind.DELIVERY for m in news):
        return []
    return [m for m in said if m.kind == Kind.DELIVERY and not m.headline and m.quantity]


def _is_tour(said: Sequence[Milestone], news: Sequence[Milestone]) -> bool:
    """Is it about many companies, of which one or two are only the newest example?"""
    mine = {m.company for m in news}
    others = {m.company for m in said} - mine
    is_small = sum(m.company in mine for m in said) < TOUR * len(said)
    return not news or (len(others) >= SEVERAL and is_small)


def _is_side(a: Milestone, b: Milestone) -> bool:
    """Do two companies take one step together, or are they the two sides of one sale?"""
    if a.kind != b.kind:
        return a.evidence == b.evidence and a.amount is not None and a.amount == b.amount
    if a.kind == Kind.DELIVERY:
        return False
    named = subject_words(a)
    if a.kind in WITH_PARTNER:
        named |= distinctive(a.evidence, a.company)
    if a.evidence == b.evidence or token(COMPANY, b.company) in named:
        return True
    return bool(a.subject) and (a.subject, a.when, a.phase) == (b.subject, b.when, b.phase)
