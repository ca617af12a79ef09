"""The rules of English on one text: sentence by sentence, statements with their reasons."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones.english import gates, slots
from bot.milestones.english.about import LEAD, is_beside, leads, named_most, opening, titled_topic
from bot.milestones.english.actors import Actor, Discourse, actors
from bot.milestones.english.aftermath import date_by_next, in_the_light_of
from bot.milestones.english.attribution import parents_told, who
from bot.milestones.english.cues import (
    certainty,
    clause,
    credits_others,
    demanded,
    denied,
    has_no,
    is_voiced,
    says,
    supposed,
)
from bot.milestones.english.denials import Denials
from bot.milestones.english.facts import facts
from bot.milestones.english.faraway import far_off, is_forecast, is_loose_plan, is_vague
from bot.milestones.english.heads import credited, heads_of, noise
from bot.milestones.english.homonyms import without_towns
from bot.milestones.english.layout import beginning, by_sentence, laid_out, numbered
from bot.milestones.english.likely import likely
from bot.milestones.english.oddities import REASONS, oddity
from bot.milestones.english.outlet import dollar
from bot.milestones.english.phase import phase
from bot.milestones.english.placing import kind_for, with_second
from bot.milestones.english.sameday import with_days_after
from bot.milestones.english.scene import Outlet, Scene, build
from bot.milestones.english.second_look import credible, proposed, unechoed
from bot.milestones.english.series import continued, elsewhere, following
from bot.milestones.english.settle import of_many, settle
from bot.milestones.english.small import small
from bot.milestones.english.sorts import sort_of
from bot.milestones.english.steps import Match, matches, present
from bot.milestones.english.tables import tabled, untold
from bot.milestones.english.tense import is_timeless, is_usual
from bot.milestones.english.timing import (
    dateline,
    is_counted,
    is_recent,
    is_told,
    one_period,
    period,
    timed,
)
from bot.milestones.english.topics import topical
from bot.milestones.english.ventures import with_partner
from bot.milestones.found import Grain
from bot.milestones.mentions import Mention, finder
from bot.milestones.statement import Result, Seen, Statement
from bot.milestones.text import MAX_CHARS, words
from storage.records import Certainty, Denial, Kind, Money, Phase, Span

WORD_WEIGHT: Final = 10
ELECTRIC_AGE: Final = 2003  # the founding of Tesla; what was built before burned petrol
DECIDED_AGAINST: Final = frozenset(
    (
        "only supposed",
        "asked",
        "asked of it by others",
        "denied",
        "negated or only possible",
        "somebody else is the subject",
        "the text was speaking of an outsider",
        "a long-range ambition",
    )
)
PERIODIC: Final = frozenset((Kind.DELIVERY, Kind.PRODUCTION))  # told as figures of a period
SNIPPET: Final = 4  # title and sentences of a feed, which leave the day to the feed
BOUGHT: Final = frozenset((Kind.INVESTMENT, Kind.RESTRUCTURING))
SHARES: Final = re.compile(r"shares|trading|first day")
SMALLEST: Final = 1_000_000  # of any currency: smaller sums are prices and fines


@dataclass(slots=True)
class Reading:
    """A text while it is read: what earlier sentences leave for the next one."""

    whole: str  # title, newline, text
    title_words: frozenset[str]
    published: date
    talk: Discourse
    about: gates.Setting
    agencies: list[tuple[str, int]] = field(default_factory=list)  # named so far, and where
    before: set[str] = field(default_factory=set)  # groups of the trade named in this paragraph
    title_groups: frozenset[str] = frozenset()  # groups of the trade named in the title
    paragraph: int = -1
    figure: Statement | None = None  # the step told last that has one
    period: Span | None = None  # that the figures are for
    recent: bool = False  # a day of the last two weeks is named
    denials: Denials = field(default_factory=Denials)
    paid: Money | None = None  # for what was bought last
    hearsay: frozenset[str] = frozenset()  # of whom the title tells what a medium or sources say
    dateline: Span | None = None  # the first day named, when the text is of about that day
    day: Span | None = None  # the day named last

    def named(self, company: str, scene: Scene) -> tuple[str, ...]:
        """The agencies so far; of a company beside the news only those of this paragraph."""
        everywhere = company in self.talk.topic
        here = scene.sentence.paragraph
        return tuple(short for short, where in self.agencies if everywhere or where == here)

    def turn(self, scene: Scene, everyone: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        self.talk.see(everyone, words=len(scene.tokens))
        if parents := parents_told(scene, everyone):
            self.talk.current, self.talk.outside = parents, False
            self.talk.foreign = self.talk.foreign and scene.number > LEAD
        self.agencies.extend((a.short, scene.sentence.paragraph) for a in scene.agencies)
        groups = set(scene.marked.tags)
        self.denials.see(scene, self.talk.topic)
        if scene.title:
            self.title_groups |= groups
        same = scene.sentence.paragraph == self.paragraph
        self.before = self.before | groups if same else groups
        self.paragraph = scene.sentence.paragraph
        if scene.holds(small("figure_words")):
            self.period = period(scene, self.published) or self.period
        self.recent = self.recent or is_recent(scene, self.published)
        days = [d for d, _ in scene.dates if d.granularity == Grain.DAY]
        self.day = days[-1].towards(future=False) if days else self.day
        if self.dateline is None:
            self.dateline = dateline(scene, self.published)


def read(title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
    """Every statement of a step in the text, not merged yet."""
    result = Result(recalls=gates.looks_back(title))
    parts = laid_out(title, text)
    shown = "\n".join(s.text for s in parts)
    found = without_towns(finder(catalogue).find(shown), shown)
    rows = tuple(tabled(title, text, published=published, catalogue=catalogue))
    named = (*(m.company for m in found if m.company), *(row.company for row in rows))
    result.companies = tuple(dict.fromkeys(named))
    if not result.companies:
        result.seen.append(Seen(title, (), (), "no followed company is named"))
        return result
    mentions = by_sentence(parts, found)
    heads = heads_of(parts[0], mentions[0])
    result.noise = noise([part.text for part, inside in heads if inside] or [title], shown)
    talk = Discourse(catalogue, named=result.companies)
    outlet = Outlet(dollar=dollar(f"{title}\n{text[:MAX_CHARS]}"), **_fiscal(found, catalogue))
    first = build(parts[0], mentions[0], number=0, published=published, outlet=outlet)
    names = actors(first, talk)
    titled = titled_topic(names)
    result.outsiders_news = talk.foreign = _is_of_outsiders(names)
    sole = result.companies if len(result.companies) == 1 and not result.outsiders_news else ()
    stands = any(m.company and not is_beside(shown, m) for m in found)
    again = sole if stands else ()
    result.topic = talk.topic = titled or ((named_most(mentions) or sole) if stands else ())
    talk.titled = bool(titled)
    talk.led = leads(result.topic, found)
    result.named = tuple(dict.fromkeys(m.company for m in mentions[0] if m.company))
    result.lead, result.begins = opening(mentions), beginning(parts, mentions)
    about = gates.setting(shown, found, result.topic)
    telling = frozenset(words(title)) - small("stopwords")
    reading = Reading(f"{title}\n{text}", telling, published, talk, about)
    if credits_others(first.low):
        reading.hearsay = credited(heads) or frozenset(result.companies)
    reading.period = period(first, published)
    body = list(zip(numbered(parts), parts, mentions, strict=True))[1:]
    for number, sentence, inside in [*((0, *head) for head in heads), *body]:
        scene = (
            build(sentence, inside, number=number, published=published, outlet=outlet)
            if number or len(heads) > 1
            else first
        )
        everyone = actors(scene := with_days_after(scene, reading.day), talk)
        told = len(result.statements)
        _read_sentence(scene, everyone, number, reading, result)
        if len(result.statements) == told or scene.holds(small("ceremonies")):
            date_by_next(result.statements, scene, published)
        reading.turn(scene, everyone)
        result.facts.extend(facts(scene, talk.current or talk.topic))
        talk.topic = (talk.topic if number else titled or again) or talk.current
    result.dateline = reading.dateline
    result.dayless = len(parts) > SNIPPET and not reading.recent
    result.statements = _as_a_whole(result.statements, rows if about.electric else (), reading)
    parents = any(s.rule.endswith("its parents") and s.position <= LEAD for s in result.statements)
    if parents or not talk.foreign:
        result.outsiders_news = False  # the title names a venture of theirs
    result.statements = in_the_light_of(shown.lower(), result.statements, published)
    return result


def _as_a_whole(
    told: Sequence[Statement], rows: Sequence[Statement], reading: Reading
) -> list[Statement]:
    """What the sentences told with what the tables add, but for echoes and what is denied."""
    kept = unechoed(told)
    return reading.denials.without_denied([*untold(rows, kept), *kept])


def _is_of_outsiders(names: Sequence[Actor]) -> bool:
    """Does a title name companies, and none that is followed?"""
    return any(a.sort == "name" for a in names) and not any(a.companies for a in names)


def _fiscal(found: Sequence[Mention], catalogue: Catalogue) -> dict[str, str]:
    """The company of which the text speaks first, and its country: its fiscal years count."""
    first = next((m.company for m in found if m.company), None)
    if first is None:
        return {}
    return {"company": first, "country": catalogue.companies[first].country or ""}


def _read_sentence(
    scene: Scene, everyone: Sequence[Actor], number: int, reading: Reading, result: Result
) -> None:
    notes: list[str] = []
    refused: list[Kind] = []
    barred: set[Kind] = set()  # kinds that a strict reading saw and found not stated
    excepted: set[Kind] = set()  # kinds that what stands beside a way to say a step speaks against
    kept: list[tuple[Match, Statement]] = []
    held = present(scene)
    for match in (*matches(scene, held), *topical(scene, held)):
        if match.pattern.loose and (_is_told(match, kept) or _is_barred(match, barred)):
            continue
        judged = _judge(scene, match, everyone, number, reading)
        if isinstance(judged, str):
            notes.append(f"{match.pattern.step.kind}: {match.pattern.said} - {judged}")
            refused += [match.pattern.step.kind] if judged == "denied" else []
            if judged in DECIDED_AGAINST:
                barred.add(match.pattern.step.kind)
            if judged in REASONS or judged.startswith("without "):
                excepted.add(match.pattern.step.kind)
            continue
        notes.append(f"{match.pattern.step.kind}: {match.pattern.said}")
        kept.extend((match, statement) for statement in judged)
    if denied(scene.low) and (notes or scene.holds(small("hearsay"))):
        names = [c for a in everyone for c in a.companies] or list(reading.talk.topic)
        result.denials.extend(
            Denial(
                company=company,
                kind=refused[0] if refused else None,
                evidence=reading.whole[scene.sentence.start : scene.sentence.end],
            )
            for company in names[:1]
        )
    final = settle(kept)
    if final or everyone or reading.talk.topic:
        chances = likely(scene, everyone, published=reading.published, topic=reading.talk.topic)
        final = credible(final, chances, notes)
        more = proposed(
            scene,
            chances,
            final,
            barred | excepted,
            lambda match: _judge(scene, match, everyone, number, reading),
            notes,
        )
        final = of_many([*final, *more])
    last = result.statements[-1] if result.statements else None
    final += [
        replace(
            s,
            evidence=reading.whole[scene.sentence.start : scene.sentence.end],
            position=number,
            paragraph=scene.sentence.paragraph,
            start=scene.sentence.start,
        )
        for s in (
            *continued(
                scene, everyone, _figured(final) or reading.figure, final, reading.talk.current
            ),
            *elsewhere(scene, everyone, final, last, reading.published),
        )
    ]
    reading.figure = next((s for s in reversed(final) if s.quantity), reading.figure)
    spent = (s.amount for s in final if s.kind in BOUGHT and s.amount)
    reading.paid = next(spent, reading.paid)
    final = list(following(scene, final, last))
    result.statements.extend(final)
    if notes or everyone:
        named = tuple(dict.fromkeys(c for a in everyone for c in a.companies))
        told = "; ".join(f"{s.company} {s.kind} {s.phase} {s.certainty} ({s.rule})" for s in final)
        result.seen.append(Seen(scene.sentence.text, named, tuple(notes), told or "nothing kept"))


def _figured(final: Sequence[Statement]) -> Statement | None:
    """The deliveries that this sentence tells first: figures of others may follow in it."""
    told = (s for s in final if s.kind is Kind.DELIVERY and s.quantity)
    return next(told, None)


def _is_told(loose: Match, kept: Sequence[tuple[Match, Statement]]) -> bool:
    """Did a stricter reading take this kind of step, or these words?"""
    mine = range(loose.first, loose.last + 1)
    return any(
        m.pattern.step.kind is loose.pattern.step.kind
        or any(first in mine or last in mine for first, last in m.places)
        for m, _ in kept
    )


def _is_barred(loose: Match, barred: Collection[Kind]) -> bool:
    """Did a strict reading find this kind not stated? A loose one that says "no" may still do."""
    return loose.pattern.step.kind in barred and not {"no", "not"} & set(loose.pattern.said.split())


def _judge(
    scene: Scene, match: Match, everyone: Sequence[Actor], number: int, reading: Reading
) -> list[Statement] | str:
    """The statements of one pattern, or why it states nothing."""
    step = match.pattern.step
    near = clause(scene, match.first, match.last)
    if supposed(scene, match.first, match.last):
        return "only supposed"
    if demanded(scene, match):
        return "asked of it by others"
    if scene.sentence.text.rstrip("\"') ").endswith("?") or _is_explained(scene, match):
        return "asked"
    if denied(near) or has_no(scene, match):
        return "denied"
    if match.pattern.loose and says("guessed", near):
        return "a guess at what a thing is"
    at = phase(scene, match, near)
    odd = oddity(scene, match)
    if odd is not None:
        return odd
    if at is None:
        return "negated or only possible"
    companies, rule = who(scene, match, everyone, reading.talk)
    if not companies:
        return rule
    recalled = step.kind is Kind.RECALL and "recall" in reading.title_groups
    vague = is_vague(scene, match, reading.talk) and not recalled
    if match.pattern.loose and rule == "carried on" and vague:
        return "nobody is named"
    lack = gates.lacks(
        scene, match, companies, near, reading.before | reading.title_groups, reading.about.topic
    )
    if lack is not None:
        return lack
    at, span = timed(scene, match, at, reading.published, near)
    if step.phase == "offered" and span is None:
        later = timed(scene, match, Phase.PLANNED, reading.published, near)
        at, span = later if later[1] is not None else (at, span)
    if span is None and at is Phase.DONE and step.kind in PERIODIC and is_counted(scene, match):
        span = one_period(scene, reading.published) or reading.period
    if step.only and at not in step.only:
        return f"not when {at}"
    paid = slots.amount(scene, match, step.kind)
    if (
        step.kind in {Kind.FUNDING, Kind.INVESTMENT}
        and paid is not None
        and paid.value < SMALLEST
        and "{capital}" not in match.pattern.said
    ):
        if not SHARES.search(match.pattern.said):
            return "too small a sum"
        paid = None  # the price of one share
    if paid is None and step.kind in BOUGHT and says("same_price", near):
        paid = reading.paid
    fitting = [c for c in companies if gates.is_electric(c, match, scene, reading.about)]
    if fitting and step.kind is Kind.PARTNERSHIP:
        fitting = list(companies)  # what one side does with electric cars the other does too
    if not fitting:
        return f"{', '.join(companies)}: not about electric cars"
    if span is not None and span.end.year < ELECTRIC_AGE:
        return "before the electric age"
    if is_forecast(scene, match, at):
        return "a forecast of others"
    if is_loose_plan(scene, match, at, span):
        return "without a day, a number or a model"
    if far_off(step.kind, at, span, reading.published, counted=bool(scene.counts)):
        return "a long-range ambition"
    priced = "MONEY" in match.pattern.said
    if step.kind is Kind.LAUNCH and (paid is None or not slots.is_price(paid)):
        if priced or (paid is not None and not scene.holds(small("deposits"))):
            return "no price of a car"
        paid = None
    sort = sort_of(scene, step.kind, match.pattern.said)
    counted = None if sort == "leaders" else slots.quantity(scene, match, step.kind)
    statement = Statement(
        company=fitting[0],
        kind=step.kind,
        phase=at,
        certainty=_certainty(scene, match, near, at, fitting[0] in reading.hearsay),
        evidence=reading.whole[scene.sentence.start : scene.sentence.end],
        when=span or (reading.dateline if step.kind is Kind.RECALL else None),
        amount=paid,
        quantity=counted,
        agency=slots.agency(scene, match, step.kind, reading.named(fitting[0], scene)),
        subject=slots.subject(scene, match, step.kind, companies),
        position=number,
        paragraph=scene.sentence.paragraph,
        titled=scene.title,
        fresh=says("fresh", scene.low),
        background=match.state.before and not is_told(scene),
        weight=sum(WORD_WEIGHT + last - first for first, last in match.places),
        start=scene.sentence.start,
        carried=rule == "carried on",
        echoes=len(reading.title_words.intersection(words(scene.sentence.text))),
        recaps=says("recap", scene.low),
        sums_up=says("total", scene.low),
        vague=match.state.time == "bare" and step.phase == "verb",
        timeless=is_timeless(scene, match, at),
        usual=is_usual(scene, match),
        listed=step.phase == "listed",
        capital="{capital}" in match.pattern.said,
        stage=sort,
        parties=tuple(companies) if step.kind is Kind.PARTNERSHIP else (),
        shared=step.kind is Kind.INVESTMENT and says("shared_money", near),
        rule=f"{match.pattern.said}, {rule}",
    )
    if step.who not in {"both", "guests"} and step.kind not in BOUGHT:
        fitting = with_second(
            with_partner(fitting, scene, match, reading.talk.topic), scene, reading.talk
        )
    founding = step.kind is Kind.COMPANY_SETUP and len(fitting) > 1
    return [
        _taken_by(
            company,
            Kind.PARTNERSHIP if founding else kind_for(company, scene, match, reading.talk),
            statement,
        )
        for company in fitting
    ]


def _taken_by(company: str, kind: Kind, s: Statement) -> Statement:
    same = (company, kind) == (s.company, s.kind)
    return s if same else replace(s, company=company, kind=kind)


def _is_explained(scene: Scene, match: Match) -> bool:
    """Is it a title that only looks at what is known: "What X's deal with Y means", "Why ..."?"""
    opens = scene.tokens[0].low
    bare = match.verb is None and opens in {"what", "how"}
    return scene.title and (bare or opens == "why")


def _certainty(scene: Scene, match: Match, near: str, at: Phase, hearsay: bool) -> Certainty:
    """Who stands for it; under a title that credits others the first sentences do so too."""
    step = match.pattern.step
    waits = at is Phase.PENDING and step.kind is Kind.APPROVAL and step.phase != "listed"
    told = certainty(scene, match, near, pending=waits)
    unsaid = told is Certainty.OFFICIAL and not is_voiced(scene)
    if unsaid and hearsay and scene.number <= LEAD:
        return Certainty.REPORTED
    return told
