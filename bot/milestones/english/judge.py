"""One pattern found in a sentence: what it states, of whom, or why it states nothing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from bot.milestones.english import gates, slots
from bot.milestones.english.about import LEAD
from bot.milestones.english.about_what import about_what
from bot.milestones.english.asked_for import asks, is_to_go, reached
from bot.milestones.english.attribution import who
from bot.milestones.english.cues import (
    certainty,
    clause,
    demanded,
    denied,
    has_no,
    is_voiced,
    says,
    supposed,
)
from bot.milestones.english.faraway import far_off, is_forecast, is_loose_plan, is_vague
from bot.milestones.english.moments import (
    PERIODIC,
    is_counted,
    is_no_month,
    is_of_the_period,
    is_recent_only,
    is_tally,
    month_before,
    one_period,
    since_january,
)
from bot.milestones.english.oddities import oddity
from bot.milestones.english.owners import with_owner
from bot.milestones.english.phase import phase
from bot.milestones.english.placing import kind_for, of_its_maker, with_second
from bot.milestones.english.reading import Reading
from bot.milestones.english.roles import Actor
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.sorts import sort_of
from bot.milestones.english.stakes import OTHER_SIDE, other_side
from bot.milestones.english.steps import Match
from bot.milestones.english.strangers import is_of_the_trade
from bot.milestones.english.tense import is_timeless, is_usual
from bot.milestones.english.timing import is_told, timed, when_due
from bot.milestones.english.ventures import with_partner
from bot.milestones.statement import Statement
from bot.milestones.text import words
from storage.records import Certainty, Kind, Money, Phase, Span

WORD_WEIGHT: Final = 10
ELECTRIC_AGE: Final = 2003  # the founding of Tesla; what was built before burned petrol
SMALLEST: Final = 1_000_000  # of any currency: smaller sums are prices and fines
DENIED: Final = "denied"
FAR_OFF: Final = "a long-range ambition"
BOUGHT: Final = frozenset((Kind.INVESTMENT, Kind.RESTRUCTURING))
RAISED: Final = frozenset((Kind.FUNDING, Kind.INVESTMENT))
SHARES: Final = re.compile(r"shares|trading|first day")


def judge(
    scene: Scene, match: Match, everyone: Sequence[Actor], reading: Reading
) -> list[Statement] | str:
    """The statements of one pattern, or why it states nothing."""
    step = match.pattern.step
    near = clause(scene, match.first, match.last)
    why = _untold(scene, match, near) or oddity(scene, match)
    if why is not None:
        return why
    at = phase(scene, match, near)
    if at is None:
        return "negated or only possible"
    companies, rule = who(scene, match, everyone, reading.talk)
    why = _unowned(scene, match, companies, rule, reading) or gates.lacks(
        scene, match, companies, near, reading.before | reading.title_groups, reading.about.topic
    )
    if why is not None:
        return why
    at, when = _when(scene, match, at, near, reading)
    if step.only and at not in step.only:
        return f"not when {at}"
    fitting = _electric(scene, match, with_owner(scene, match, companies), reading)
    if not fitting:
        return f"{', '.join(companies)}: not about electric cars"
    paid = slots.amount(scene, match, step.kind)
    why = _beyond(scene, match, at, when, reading) or _unfit(scene, match, paid)
    if why is not None:
        return why
    stated = partial(_stated(scene, match, at, reading), tally=is_tally(scene, match, at))
    statement = stated(
        company=fitting[0],
        certainty=_certainty(scene, match, near, at, fitting[0] in reading.hearsay),
        when=when or (reading.recalled or reading.dateline if step.kind is Kind.RECALL else None),
        amount=_amount(match, near, paid, reading),
        agency=slots.agency(scene, match, step.kind, reading.named(fitting[0], scene)),
        carried=rule == "carried on",
        parties=fitting if step.kind is Kind.PARTNERSHIP else (),
        shared=step.kind is Kind.INVESTMENT and says("shared_money", near),
        recently=when is None and is_recent_only(near),
        rule=f"{match.pattern.said}, {rule}",
    )
    told = _of_each(fitting, scene, match, statement, reading)
    return told + _of_the_other_side(scene, match, told, reading)


def _of_the_other_side(
    scene: Scene, match: Match, told: Sequence[Statement], reading: Reading
) -> list[Statement]:
    """The step of who sells the share that is bought, or gets the one that is sold."""
    other = other_side(scene, match, [s.company for s in told])
    if other is None or not _electric(scene, match, [other], reading):
        return []
    kind = OTHER_SIDE[match.pattern.step.kind]
    rule = f"{match.pattern.said}, at the other side"
    return [replace(told[0], company=other, kind=kind, subject=None, rule=rule)]


def assumed(
    scene: Scene, match: Match, companies: Sequence[str], reading: Reading
) -> list[Statement]:
    """What a match would state of these companies, had the rules nothing against it: guesses.

    What is denied, asked, only possible, or about something else than electric cars is not.
    """
    step = match.pattern.step
    near = clause(scene, match.first, match.last)
    found = phase(scene, match, near)
    if found is None or _untold(scene, match, near) is not None:
        return []
    at, when = _when(scene, match, found, near, reading)
    return [
        replace(
            _stated(scene, match, at, reading)(
                company=company,
                certainty=_certainty(scene, match, near, at, company in reading.hearsay),
                when=when,
                amount=_amount(match, near, slots.amount(scene, match, step.kind), reading),
                agency=slots.agency(scene, match, step.kind, reading.named(company, scene)),
                rule=f"{match.pattern.said}, assumed",
            ),
            subject=about_what(scene, match, step.kind, company, companies, reading),
            guess=True,
            weight=0,
        )
        for company in _electric(scene, match, companies, reading)
    ]


def _untold(scene: Scene, match: Match, near: str) -> str | None:
    """Why the words state no step of anybody: supposed, asked, denied."""
    if supposed(scene, match.first, match.last):
        return "only supposed"
    if demanded(scene, match):
        return "asked of it by others"
    if scene.sentence.text.rstrip("\"') ").endswith("?") or _is_explained(scene, match):
        return "asked"
    if denied(near) or has_no(scene, match):
        return DENIED
    if match.pattern.loose and says("guessed", near):
        return "a guess at what a thing is"
    return None


def _is_explained(scene: Scene, match: Match) -> bool:
    """Is it a title that only looks at what is known: "What X's deal with Y means", "Why ..."?"""
    opens = scene.tokens[0].low
    bare = match.verb is None and opens in {"what", "how"}
    return scene.title and (bare or opens == "why")


def _unowned(
    scene: Scene, match: Match, companies: Sequence[str], rule: str, reading: Reading
) -> str | None:
    """Why it is a step of nobody who is followed."""
    if not companies:
        return rule
    if rule == "carried on" and is_of_the_trade(scene):
        return "what the whole trade does"
    recalled = match.pattern.step.kind is Kind.RECALL and "recall" in reading.title_groups
    vague = is_vague(scene, match, reading.talk) and not recalled
    return "nobody is named" if match.pattern.loose and rule == "carried on" and vague else None


def _when(
    scene: Scene, match: Match, at: Phase, near: str, reading: Reading
) -> tuple[Phase, Span | None]:
    """How far the step is, now that its day is known, and that day."""
    step = match.pattern.step
    at, when = timed(scene, match, at, reading.published, near)
    if at is Phase.DONE and is_to_go(scene, match):
        return Phase.PLANNED, when_due(scene, match, reading.published)
    if step.phase == "offered" and when is None:
        later = timed(scene, match, Phase.PLANNED, reading.published, near)
        at, when = later if later[1] is not None else (at, when)
    if when is not None and step.kind is Kind.DELIVERY and at is Phase.DONE:
        when = since_january(scene, when)
    counted = at is Phase.DONE and step.kind in PERIODIC and is_counted(scene, match)
    if counted and when is None:
        when = one_period(scene, reading.published)
        when = when or (None if is_no_month(scene) else reading.period)
        when = when or month_before(scene, reading.published)
    elif counted and is_of_the_period(scene, reading.published):
        when = reading.period or when  # "sold 4,571 in the month, figures released today show"
    # What is asked for is dated like what is done, by the day of asking.
    return (reached(scene, match) if at is Phase.DONE else at), when


def _electric(
    scene: Scene, match: Match, companies: Sequence[str], reading: Reading
) -> tuple[str, ...]:
    """Those of the companies of which this is a step with electric cars."""
    fitting = [c for c in companies if gates.is_electric(c, match, scene, reading.about)]
    if fitting and match.pattern.step.kind is Kind.PARTNERSHIP:
        return tuple(companies)  # what one side does with electric cars the other does too
    return tuple(fitting)


def _beyond(
    scene: Scene, match: Match, at: Phase, when: Span | None, reading: Reading
) -> str | None:
    """Why the step lies too far back or ahead, or too much in the air."""
    kind = match.pattern.step.kind
    if when is not None and when.end.year < ELECTRIC_AGE:
        return "before the electric age"
    if is_forecast(scene, match, at):
        return "a forecast of others"
    if is_loose_plan(scene, match, at, when):
        return "without a day, a number or a model"
    if far_off(kind, at, when, reading.published, counted=bool(scene.counts)):
        return FAR_OFF
    return None


def _unfit(scene: Scene, match: Match, paid: Money | None) -> str | None:
    """Why the sum speaks against the step."""
    step, said = match.pattern.step, match.pattern.said
    told = "MONEY" in said or match.pattern.loose
    if _is_petty(match, paid) and told and not SHARES.search(said):
        return "too small a sum"
    if step.kind is Kind.LAUNCH and (paid is None or not slots.is_price(paid)):
        stray = paid is not None and not scene.holds(small("deposits"))
        return "no price of a car" if stray or "MONEY" in said else None
    return None


def _amount(match: Match, near: str, paid: Money | None, reading: Reading) -> Money | None:
    """The sum of the step, which may be that of what was bought last."""
    kind = match.pattern.step.kind
    if paid is not None and kind is Kind.LAUNCH and not slots.is_price(paid):
        return None  # a deposit
    if _is_petty(match, paid):
        paid = None  # the price of one share
    return reading.paid if paid is None and kind in BOUGHT and says("same_price", near) else paid


def _is_petty(match: Match, paid: Money | None) -> bool:
    """Is the sum the price of a thing or of a share, not what was raised or put in?"""
    raised = match.pattern.step.kind in RAISED and "{capital}" not in match.pattern.said
    return raised and paid is not None and paid.value < SMALLEST


def _stated(scene: Scene, match: Match, at: Phase, reading: Reading) -> partial[Statement]:
    """What the sentence itself says of the step: not yet who takes it, when, for how much."""
    step = match.pattern.step
    sort = sort_of(scene, step.kind, match.pattern.said)
    return partial(
        Statement,
        kind=step.kind,
        phase=at,
        evidence=reading.whole[scene.sentence.start : scene.sentence.end],
        quantity=None if sort == "leaders" else slots.quantity(scene, match, step.kind),
        position=scene.number,
        paragraph=scene.sentence.paragraph,
        titled=scene.title,
        fresh=says("fresh", scene.low),
        background=match.state.before and not is_told(scene),
        weight=sum(WORD_WEIGHT + last - first for first, last in match.places),
        start=scene.sentence.start,
        echoes=len(reading.title_words.intersection(words(scene.sentence.text))),
        recaps=says("recap", scene.low),
        sums_up=says("total", scene.low),
        by_verb=match.verb is not None and match.state.time != "planned",
        vague=match.state.time == "bare" and step.phase == "verb",
        timeless=is_timeless(scene, match, at),
        usual=is_usual(scene, match),
        listed=step.phase == "listed" or match.pattern.said.startswith("<list>"),
        capital="{capital}" in match.pattern.said,
        stage=sort,
    )


def _certainty(scene: Scene, match: Match, near: str, at: Phase, reported: bool) -> Certainty:
    """Who stands for it; under a title that credits others the first sentences do so too."""
    step = match.pattern.step
    waits = at is Phase.PENDING and step.kind is Kind.APPROVAL and step.phase != "listed"
    waits = waits and not is_voiced(scene) and not asks(scene, match)
    told = certainty(scene, match, near, pending=waits)
    unsaid = told is Certainty.OFFICIAL and not is_voiced(scene)
    fresh = scene.number <= LEAD and not match.state.before  # "had launched it in May" is known
    return Certainty.REPORTED if unsaid and reported and fresh else told


def _of_each(
    companies: Sequence[str], scene: Scene, match: Match, s: Statement, reading: Reading
) -> list[Statement]:
    """The statement once for each company that takes the step, partners of the trade included."""
    step = match.pattern.step
    if step.kind is Kind.FUNDING:
        companies = of_its_maker(companies, scene, reading.talk)
    elif step.who not in {"both", "guests"} and step.kind not in BOUGHT:
        partners = with_partner(companies, scene, match, reading.talk.topic)
        companies = with_second(partners, scene, reading.talk)
    brand = scene.has("brand", "marque")  # has founders; of a company they are partners
    founding = step.kind is Kind.COMPANY_SETUP and len(companies) > 1 and not brand
    kinds = (
        Kind.PARTNERSHIP if founding else kind_for(company, scene, match, reading.talk)
        for company in companies
    )
    return [
        replace(
            s,
            company=company,
            kind=kind,
            subject=about_what(scene, match, kind, company, companies, reading),
        )
        for company, kind in zip(companies, kinds, strict=True)
    ]
