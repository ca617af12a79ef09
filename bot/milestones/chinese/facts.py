"""The cost and size of a plant, where a sentence tells them without telling a step."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag, any_of
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.found import Count, Sum
from bot.milestones.statement import Fact, Statement
from storage.records import Kind, Money, Phase, Quantity

NEAR: Final = 3  # sentences between a plant and its figures
COST: Final = 10  # characters between a word of money spent and its sum
AFTER: Final = 4  # characters between a place and its plant: "西安的新工厂"
TAKEN: Final = frozenset((Phase.DONE, Phase.DELAYED, Phase.CANCELLED))
_THIS_ONE: Final = re.compile(any_of("this_plant"))
_ANOTHER: Final = re.compile(any_of("another_plant"))


def facts(scene: Scene, carried: Sequence[str], told: Sequence[Statement]) -> Iterator[Fact]:
    """What a sentence tells of the size of a plant, for the company it is about.

    Where nobody is named or carried on, it is about the plant that was `told` of last.
    """
    companies = tuple(m.company for m in scene.mentions if m.company) or tuple(
        filter(None, carried)
    )
    owners = _owners(told, scene.number)
    if not companies or set(companies) <= set(owners):  # a plant of several
        companies = owners
    if not companies or not scene.has("plant", "capacity", "total_cost"):
        return
    amount, rates = _cost(scene), _rates(scene)
    if scene.has("agreement") or (scene.has("venture") and not _runs_plant(scene)):
        return
    if rates or amount:
        yield Fact(
            position=scene.number,
            companies=companies,
            amount=amount,
            quantity=rates[0] if rates else None,
        )


def handed_back(scene: Scene, told: Sequence[Statement]) -> list[Statement]:
    """The statements of a text, the figures of a sentence given to the plant that is its news.

    "The plant was opened today. It cost 10 billion and holds 100,000 cars a year, to be enlarged to
    200,000": of the plan in the second sentence only the last figure is told.
    """
    plans = [s for s in told if s.kind is Kind.FACTORY and s.position == scene.number]
    if not plans or any(s.phase is not Phase.PLANNED or s.titled for s in plans):
        return list(told)
    amount, rates = _cost(scene), _rates(scene)
    changed: dict[int, Statement] = {}
    for plan in plans:
        home = _home(scene, plan, told)
        if home is None or (amount is None and not rates):
            continue
        own = plan.quantity if plan.stage == "grown" else None
        sizes = [r for r in ([plan.quantity, *rates] if own is None else rates) if r and r != own]
        changed[id(home)] = replace(
            home,
            amount=home.amount or amount,
            quantity=home.quantity or next(iter(sizes), None),
        )
        changed[id(plan)] = replace(
            plan,
            amount=None if plan.amount == amount else plan.amount,
            quantity=own,
        )
    return [changed.get(id(s), s) for s in told]


def _home(scene: Scene, plan: Statement, told: Sequence[Statement]) -> Statement | None:
    """The plant begun, opened or dropped a little before, of which the sentence goes on to tell."""
    if _ANOTHER.search(scene.text) is not None:
        return None
    here = _THIS_ONE.match(scene.text) is not None
    if not (plan.carried or here):
        return None
    before = [
        s
        for s in told
        if (s.company, s.kind) == (plan.company, Kind.FACTORY)
        and s.phase in TAKEN
        and 0 < scene.number - s.position <= NEAR
        and s.position
        and not (s.background or s.recaps)
    ]
    if not before or not (here or _is_there(scene, before[-1])):
        return None
    return before[-1]


def _is_there(scene: Scene, home: Statement) -> bool:
    """Does the sentence name no other place before a plant: "印尼工厂投资2亿美元"?"""
    known = fold_chinese(home.evidence)
    return not any(
        scene.text[t.start : t.end] not in known
        for t in scene.groups.get("place", ())
        if scene.within(t.end, t.end + AFTER, "plant")
    )


def _owners(told: Sequence[Statement], number: int) -> tuple[str, ...]:
    plants = [s for s in told if s.kind is Kind.FACTORY and number - s.position <= NEAR]
    return tuple(dict.fromkeys(s.company for s in plants if s.position == plants[-1].position))


def _runs_plant(scene: Scene) -> bool:
    """Is a venture only named as who runs a plant, and no money is told?"""
    return scene.has("plant") and not scene.has("MONEY", "form_venture")


def _rates(scene: Scene) -> list[Quantity]:
    return [t.value.quantity for t in scene.groups.get("RATE", ()) if isinstance(t.value, Count)]


def _cost(scene: Scene) -> Money | None:
    sums = (t for t in scene.groups.get("MONEY", ()) if _is_spent(scene, t))
    return next((t.value.money for t in sums if isinstance(t.value, Sum)), None)


def _is_spent(scene: Scene, tag: Tag) -> bool:
    return bool(
        scene.within(max(0, tag.start - COST), tag.start, "invest", "total_cost")
    ) or scene.text.startswith("的投资", tag.end)
