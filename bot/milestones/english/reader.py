"""The rules of English on one text: sentence by sentence, statements with their reasons."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones import context
from bot.milestones.english import gates
from bot.milestones.english.about import LEAD, is_beside, leads, named_most, opening, titled_topic
from bot.milestones.english.actors import Discourse, actors
from bot.milestones.english.aftermath import by_next, in_the_light_of
from bot.milestones.english.cues import credits_others, denied
from bot.milestones.english.described import CUSTOMERS, SHARERS
from bot.milestones.english.facts import facts
from bot.milestones.english.heads import aside, credited, heads_of
from bot.milestones.english.homonyms import without_towns
from bot.milestones.english.joint import shared
from bot.milestones.english.judge import BOUGHT, DENIED, FAR_OFF, assumed, judge
from bot.milestones.english.layout import beginning, by_sentence, laid_out, numbered
from bot.milestones.english.likely import likely
from bot.milestones.english.moments import period
from bot.milestones.english.oddities import REASONS
from bot.milestones.english.outlet import dollar
from bot.milestones.english.reading import Reading
from bot.milestones.english.roles import Actor
from bot.milestones.english.sameday import with_days_after
from bot.milestones.english.scene import Outlet, Scene, build
from bot.milestones.english.second_look import (
    OVERLOOKED,
    PROPOSED,
    credible,
    is_proposal,
    marked,
    overlooked,
    proposed,
    unechoed,
)
from bot.milestones.english.series import (
    COUNTED,
    continued,
    elsewhere,
    following,
    those_of,
    with_own_figures,
    without_bare,
)
from bot.milestones.english.settle import of_many, settle
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match, matches, present
from bot.milestones.english.tables import tabled, untold
from bot.milestones.english.topics import topical
from bot.milestones.mentions import Mention, finder
from bot.milestones.statement import Result, Seen, Statement
from bot.milestones.text import MAX_CHARS, words
from storage.records import Denial, Kind

DECIDED_AGAINST: Final = frozenset(
    (
        "only supposed",
        "asked",
        "asked of it by others",
        DENIED,
        "negated or only possible",
        "somebody else is the subject",
        "the text was speaking of an outsider",
        FAR_OFF,
        CUSTOMERS,
        SHARERS,
    )
)
# What the model guesses of owners and parts in a text about a recall.
NO_RECALL: Final = frozenset((Kind.DELIVERY, Kind.TECHNOLOGY, Kind.PRODUCTION))
SNIPPET: Final = 4  # title and sentences of a feed, which leave the day to the feed


def read(title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
    """Every statement of a step in the text, not merged yet."""
    result = Result(recalls=gates.looks_back(title))
    parts = laid_out(title, text)
    result.lay_out(parts)
    shown = "\n".join(result.sentences)
    found = without_towns(finder(catalogue).find(shown), shown)
    rows = tuple(tabled(title, text, published=published, catalogue=catalogue))
    named = (*(m.company for m in found if m.company), *(row.company for row in rows))
    result.companies = tuple(dict.fromkeys(named))
    if not result.companies:
        result.seen.append(Seen(title, (), (), "no followed company is named"))
        return result
    mentions = by_sentence(parts, found)
    heads = heads_of(parts[0], mentions[0])
    result.noise = gates.is_noise(shown)
    result.aside = aside([part.text for part, inside in heads if inside] or [title], shown)
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
    whole = f"{title}\n{text}"
    reading = Reading(whole, telling, published, talk, about, context.of(result.sentences, "en"))
    if credits_others(first.low):
        reading.hearsay = credited(heads) or frozenset(result.companies)
    reading.period = period(first, published)
    body = list(zip(numbered(parts), parts, mentions, strict=True))[1:]
    for number, sentence, inside in [*((0, *head) for head in heads), *body]:
        scene = (
            build(
                sentence,
                inside,
                number=number,
                published=published,
                outlet=outlet,
                told=reading.last,
            )
            if number or len(heads) > 1
            else first
        )
        everyone = actors(scene := with_days_after(scene, reading.day), talk)
        told = len(result.statements)
        _read_sentence(scene, everyone, reading, result)
        by_next(result.statements, scene, published, tells=len(result.statements) > told)
        reading.turn(scene, everyone)
        result.facts.extend(facts(scene, talk.current or talk.topic))
        talk.topic = (talk.topic if number else titled or again) or talk.current
    result.dateline = reading.dateline
    result.dayless = len(parts) > SNIPPET and not reading.recent
    result.statements = _as_a_whole(result.statements, rows if about.electric else (), reading)
    _look_over(result, shown, published, foreign=talk.foreign)
    return result


def _look_over(result: Result, shown: str, published: date, *, foreign: bool) -> None:
    """Judge the statements by the whole text, and the text by its statements."""
    told = result.statements
    parents = any(
        s.rule.endswith("its parents") and s.position <= LEAD and not is_proposal(s) for s in told
    )
    if parents or not foreign:
        result.outsiders_news = False  # the title names a venture of theirs
    result.statements = in_the_light_of(shown.lower(), told, published)
    result.aside = result.aside or gates.judging(shown, result.statements, published)


def _as_a_whole(
    told: Sequence[Statement], rows: Sequence[Statement], reading: Reading
) -> list[Statement]:
    """What the sentences told with what the tables add, but for echoes and what is denied."""
    kept = shared(unechoed(told))
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


def _takers(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse, companies: Sequence[str]
) -> Sequence[str]:
    """Who most likely takes a step: whom its sentence names first, else of whom the talk is.

    Else whom the text names first. A deal has all those whom it names.
    """
    named = tuple(dict.fromkeys(c for a in everyone for c in a.companies))
    if named and match.pattern.step.kind is Kind.PARTNERSHIP:
        return named
    taker = (named or talk.current or talk.topic or tuple(companies))[:1]
    return () if not named and any(_is_namesake(scene, a, taker) for a in everyone) else taker


def _is_namesake(scene: Scene, actor: Actor, taker: Sequence[str]) -> bool:
    """Is it another firm of that name: "Volvo Trucks"?"""
    first = scene.tokens[actor.first].low
    others = actor.sort == "name" and not actor.companies
    return others and first in {company.partition("-")[0] for company in taker}


def _likely(scene: Scene, reading: Reading, least: float = PROPOSED) -> list[Kind]:
    """The kinds that a sentence in its text makes likely.

    A title is too short for that: "Tesla jumps 10% as deliveries beat fears".
    """
    if not scene.number:
        return []
    return [kind for kind, _ in reading.context.likely(scene.sentence.text, least)]


def _read_sentence(
    scene: Scene, everyone: Sequence[Actor], reading: Reading, result: Result
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
        judged = judge(scene, match, everyone, reading)
        if isinstance(judged, str):
            notes.append(f"{match.pattern.step.kind}: {match.pattern.said} - {judged}")
            refused += [match.pattern.step.kind] if judged == DENIED else []
            if judged in DECIDED_AGAINST:
                barred.add(match.pattern.step.kind)
            if judged in REASONS or judged.startswith("without "):
                excepted.add(match.pattern.step.kind)
            continue
        notes.append(f"{match.pattern.step.kind}: {match.pattern.said}")
        kept.extend((match, statement) for statement in judged)
    _note_denial(scene, everyone, refused, reading, result, told=bool(notes))
    final = with_own_figures(scene, everyone, settle(kept))
    if final or everyone or reading.talk.topic:
        chances = likely(scene, everyone, published=reading.published, topic=reading.talk.topic)
        final = credible(final, chances, notes)
        more = proposed(
            scene,
            chances,
            final,
            barred | excepted | (NO_RECALL if "recall" in reading.title_groups else set()),
            lambda match: judge(scene, match, everyone, reading),
            notes,
            _likely(scene, reading),
        )
        result.guesses += [s for s in more if s.guess]
        more = [s for s in more if not s.guess]
        final = marked(of_many([*final, *more]), chances)
    result.guesses += overlooked(
        scene,
        _likely(scene, reading, OVERLOOKED),
        [*final, *(s for s in result.guesses if s.start == scene.sentence.start)],
        lambda match: assumed(
            scene, match, _takers(scene, match, everyone, reading.talk, result.companies), reading
        ),
        notes,
    )
    last = result.statements[-1] if result.statements else None
    figures = tuple(
        continued(
            scene,
            everyone,
            _figured(final) or reading.figure,
            final,
            reading.talk.current,
            published=reading.published,
        )
    )
    final = [*without_bare(final, figures)]
    final += [
        replace(
            s,
            evidence=reading.whole[scene.sentence.start : scene.sentence.end],
            position=scene.number,
            paragraph=scene.sentence.paragraph,
            start=scene.sentence.start,
        )
        for s in (
            *figures,
            *elsewhere(scene, everyone, final, last, reading.published),
            *those_of(scene, final, reading.published),
        )
    ]
    reading.figure = next((s for s in reversed(final) if s.quantity), reading.figure)
    recalls = (s.when for s in final if s.kind is Kind.RECALL and s.when)
    if scene.number <= LEAD:
        reading.recalled = reading.recalled or next(recalls, None)
    spent = (s.amount for s in final if s.kind in BOUGHT and s.amount)
    reading.paid = next(spent, reading.paid)
    final = list(following(scene, final, last))
    result.statements.extend(final)
    if notes or everyone:
        named = tuple(dict.fromkeys(c for a in everyone for c in a.companies))
        told = "; ".join(f"{s.company} {s.kind} {s.phase} {s.certainty} ({s.rule})" for s in final)
        result.seen.append(Seen(scene.sentence.text, named, tuple(notes), told or "nothing kept"))


def _note_denial(
    scene: Scene,
    everyone: Sequence[Actor],
    refused: Sequence[Kind],
    reading: Reading,
    result: Result,
    *,
    told: bool,
) -> None:
    """Take note of what a sentence denies; `told`: it speaks of some step."""
    if not denied(scene.low) or not (told or scene.holds(small("hearsay"))):
        return
    names = [c for a in everyone for c in a.companies] or list(reading.talk.topic)
    result.denials.extend(
        Denial(
            company=company,
            kind=refused[0] if refused else None,
            evidence=reading.whole[scene.sentence.start : scene.sentence.end],
        )
        for company in names[:1]
    )


def _figured(final: Sequence[Statement]) -> Statement | None:
    """The figure that this sentence tells first: those of others may follow in it."""
    told = (s for s in final if s.kind in COUNTED and s.quantity)
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
