"""Told one after another: figures ("Nio came to 20,000"), days ("those of the R3 in 2028")."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.milestones.english.moments import PERIODIC, one_period
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.statement import Statement
from storage.records import Kind, Phase, Quantity, Unit

COUNTED: Final = frozenset((Kind.DELIVERY, Kind.RECALL))
# Steps that go on place by place, and what "X follows in May" is taken for by itself.
GOING_ON: Final = frozenset((Kind.DELIVERY, Kind.INFRASTRUCTURE, Kind.PRODUCTION))
ONE_MORE: Final = frozenset((Kind.LAUNCH, Kind.MARKET_ENTRY))
SHORT: Final = 18  # words of a sentence that only says what follows
SMALLEST: Final = Decimal(500)
OPENING: Final = 6  # words within which a sentence may open with its figure
PAIR: Final = 2
UPSET: Final = frozenset((Phase.DELAYED, Phase.CANCELLED))
# What turns to the next in a row of days, with the word behind it.
ANOTHER: Final = (("those", "of"), ("followed", "by"), ("one", "in"), ("and", "will"))
GOES_ON: Final = frozenset(("start", "begin", "follow", "commence", "expand", "come", "be"))
RELATIVE: Final = frozenset(("which", "whom", "whose"))
REACH: Final = 9  # words between a company and its figure, another model and its day


def continued(
    scene: Scene,
    everyone: Sequence[Actor],
    last: Statement | None,
    kept: Sequence[Statement],
    carried: Sequence[str] = (),
    *,
    published: date,
) -> Iterator[Statement]:
    """The same step of other companies, told by their figures alone; none after another step."""
    if (
        last is None
        or last.kind not in COUNTED
        or last.quantity is None
        or last.phase is not Phase.DONE
        or scene.sums
        or scene.has("costs", "cost", "priced", "price", "prices")
    ):
        return
    told = {s.company for s in kept if s.kind is last.kind and s.quantity is not None}
    if carried and not told and carried[0] != last.company:
        figure = _first_figure(scene)
        if figure is not None and not any(a.companies for a in everyone if a.sort == "name"):
            yield _next(_of_its_time(last, scene, published), carried[0], figure)
            return
    for company, figure in _figures(scene, everyone):
        other = company != last.company or _is_share(scene, last)
        if other and company not in told:
            told.add(company)
            yield _next(_of_its_time(last, scene, published), company, figure)


def without_bare(told: Sequence[Statement], figures: Sequence[Statement]) -> Iterator[Statement]:
    """What a sentence told, but for steps of which a series knows the figure."""
    counted = {(s.company, s.kind, s.phase) for s in figures}
    for s in told:
        if s.quantity is not None or (s.company, s.kind, s.phase) not in counted:
            yield s


def _of_its_time(last: Statement, scene: Scene, published: date) -> Statement:
    """The figure told before, of the month that this sentence names: "Nio had 9,000 in June"."""
    if last.kind not in PERIODIC:
        return last
    return replace(last, when=one_period(scene, published) or last.when)


def with_own_figures(
    scene: Scene, everyone: Sequence[Actor], told: Sequence[Statement]
) -> list[Statement]:
    """One count for each: "Zeekr delivered 18,015 and Nio 20,176" is no joint figure."""
    figures = [s.quantity for s in told if s.kind in COUNTED]
    counted = [
        s
        for s in told
        if s.kind in COUNTED and s.quantity is not None and figures.count(s.quantity) > 1
    ]
    if len({s.company for s in counted}) < PAIR:
        return list(told)
    own = dict(_figures(scene, everyone))
    if len(set(own.values())) < PAIR:
        return list(told)
    return [
        _next(s, s.company, own[s.company]) if s in counted and s.company in own else s
        for s in told
    ]


def _figures(scene: Scene, everyone: Sequence[Actor]) -> Iterator[tuple[str, Decimal]]:
    """Each company that is named, with the number behind it."""
    named = [a for a in everyone if a.sort == "name" and a.role != "aside" and a.companies]
    for place, actor in enumerate(named):
        stop = named[place + 1].first if place + 1 < len(named) else len(scene.tokens)
        figure = None if _only_holds(scene, actor) else _figure(scene, actor, stop)
        if figure is not None:
            yield from ((company, figure) for company in actor.companies)


def _only_holds(scene: Scene, actor: Actor) -> bool:
    """Does a clause only tell of it: "the brand, in which Geely has a stake, sold 300"?"""
    before = scene.tokens[actor.first - 1].low if actor.first else ""
    return before in RELATIVE


def _is_share(scene: Scene, last: Statement) -> bool:
    """Does it tell how many of the cars just counted are whose: "X accounts for 3,000 of them"?"""
    return last.kind is Kind.RECALL and scene.has("them", "those", "accounts", "account")


def following(
    scene: Scene, final: Sequence[Statement], last: Statement | None
) -> Iterator[Statement]:
    """The statements of a sentence; "Japan follows in May" tells the kind of step told last."""
    goes_on = len(scene.tokens) <= SHORT and scene.has("follow", "follows", "comes", "come")
    same = last is not None and goes_on and last.kind in GOING_ON
    for s in final:
        told = "follow" in s.rule and s.kind in ONE_MORE
        if same and last is not None and told and s.company == last.company:
            yield replace(s, kind=last.kind, subject=None)
        else:
            yield s


def elsewhere(
    scene: Scene,
    everyone: Sequence[Actor],
    final: Sequence[Statement],
    last: Statement | None,
    published: date,
) -> Iterator[Statement]:
    """The step told just before, in another country: "Germany and Austria follow in May"."""
    if final or last is None or last.position != scene.number - 1 or not scene.dates:
        return
    others = (a for a in everyone if a.sort == "name" and set(a.companies) != {last.company})
    named = next(others, None) is not None
    opens = any(first <= 1 for first, _ in scene.spans.get("PLACE", ())) or (
        last.kind is Kind.PRODUCTION and _is_followed(scene)
    )
    if named or not opens or len(scene.tokens) > SHORT or scene.counts or scene.sums:
        return
    if last.kind in GOING_ON | ONE_MORE and scene.has("follow", "follows", "next"):
        span = scene.dates[0][0].towards(future=True)
        if span.end >= published:
            yield replace(
                last,
                phase=Phase.PLANNED,
                when=span,
                quantity=None,
                amount=None,
                subject=None,
                titled=False,
                rule="it follows elsewhere",
            )


def those_of(scene: Scene, told: Sequence[Statement], published: date) -> Iterator[Statement]:
    """The same step of another model: "deliveries of A begin in May, those of B in 2027"."""
    at = _another(scene)
    first = next((s for s in told if s.kind in GOING_ON | ONE_MORE and s.when is not None), None)
    if at < 0 or first is None or first.when is None or first.phase in UPSET:
        return
    for dated, (where, _) in scene.dates:
        between = scene.tokens[at + 1 : max(at + 1, where)]
        span = dated.towards(future=True)
        if at < where < at + REACH and span.start > first.when.end:
            if not any(t.low in small("stops") for t in between):
                yield replace(
                    first,
                    phase=Phase.PLANNED if span.end >= published else first.phase,
                    when=span,
                    quantity=None,
                    amount=None,
                    subject=None,
                    titled=False,
                    rule="those of another",
                )
            return


def _another(scene: Scene) -> int:
    """Where a sentence of two days turns to another thing: "those of", "the one in"; else -1."""
    if len(scene.dates) < PAIR or not scene.has("those", "followed", "one", "will"):
        return -1
    tokens = scene.tokens
    for word, behind in ANOTHER:
        for at in scene.lows.get(word, ()):
            if not at or at + 1 >= len(tokens) or tokens[at + 1].low != behind:
                continue
            if behind != "will" or (at + PAIR < len(tokens) and tokens[at + PAIR].low in GOES_ON):
                return at
    return -1


def _is_followed(scene: Scene) -> bool:
    """Does it open with one name that follows: "Munich follows", "Leipzig itself will follow"?"""
    opens, *rest = scene.tokens[:OPENING]
    verb = next((t.low for t in rest if t.low not in {"itself", "should", "will"}), "")
    return opens.text[:1].isupper() and opens.low.isalpha() and verb in {"follow", "follows"}


def _next(last: Statement, company: str, figure: Decimal) -> Statement:
    unit = last.quantity.unit if last.quantity else Unit.VEHICLES
    return replace(
        last,
        company=company,
        quantity=Quantity(value=figure, unit=unit),
        subject=None,
        amount=None,
        titled=False,
        rule="a figure in a series",
    )


def _first_figure(scene: Scene) -> Decimal | None:
    """The figure that opens a sentence: "11,145 units in July"."""
    at = next((k for k, t in enumerate(scene.tokens[:OPENING]) if t.kind == "number"), None)
    if at is None or not _is_plain(scene, at):
        return None
    value = Decimal(scene.tokens[at].low.replace(",", ""))
    return value if value >= SMALLEST else None


def _figure(scene: Scene, actor: Actor, stop: int) -> Decimal | None:
    """The first bare number behind a company, before the next company."""
    for at in range(actor.last + 1, min(stop, actor.last + 1 + REACH)):
        token = scene.tokens[at]
        if token.low in small("hard") - {":", "\u2014"} or token.low in small("values"):
            return None
        if token.kind == "number" and _is_plain(scene, at):
            value = Decimal(token.low.replace(",", ""))
            return value if value >= SMALLEST else None
    return None


def _is_of_others(scene: Scene, at: int) -> bool:
    """Does the number count people or miles?"""
    after = {t.low for t in scene.tokens[at : at + 1]}
    jobs = any(first == at - 1 for first, _ in scene.spans.get("JOBS", ()))
    return jobs or bool(after & small("units_of_measure", "no_cars"))


def _is_plain(scene: Scene, at: int) -> bool:
    """Is this number no date, sum or share?"""
    low = scene.tokens[at].low.replace(",", "")
    taken = [where for _, where in (*scene.dates, *scene.sums)]
    return (
        low.isdigit()
        and not _is_of_others(scene, at + 1)
        and ("," in scene.tokens[at].low or len(low) > len("2024"))
        and not any(first <= at <= last for first, last in taken)
        and not any(first <= at <= last for first, last in scene.spans.get("MONEY", ()))
    )
