"""The rules of English on one text: sentence by sentence, statements with their reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones.english import gates, slots
from bot.milestones.english.actors import Actor, Discourse, actors, who
from bot.milestones.english.cues import certainty, clause, cue, denied, supposed
from bot.milestones.english.phase import phase
from bot.milestones.english.scene import Scene, build
from bot.milestones.english.statement import Statement
from bot.milestones.english.steps import Match, matches
from bot.milestones.mentions import Mention, finder
from bot.milestones.text import Sentence, fold, sentences
from storage.records import Kind, Phase

SENTENCES: Final = 120  # of one text; news stands at its beginning
DECIDED: Final = frozenset((Kind.COMPANY_SETUP, Kind.PARTNERSHIP))
SMALLEST: Final = 1_000_000  # of any currency: smaller sums are prices and fines


@dataclass(frozen=True, slots=True)
class Seen:
    """One sentence: who was met, which steps were seen, what became of them."""

    sentence: str
    companies: tuple[str, ...]
    seen: tuple[str, ...]
    verdict: str


@dataclass(slots=True)
class Result:
    """What the rules found in a text, in the order of the text."""

    statements: list[Statement] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    denials: list[str] = field(default_factory=list)
    companies: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    noise: str | None = None


def read(title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
    """Every statement of a step in the text, merged by nobody yet."""
    result = Result()
    whole = f"{title}\n{text}"
    parts = _sentences(title, text)
    shown = "\n".join(s.text for s in parts)
    found = finder(catalogue).find(shown)
    mentions = _by_sentence(parts, found)
    result.companies = tuple(dict.fromkeys(m.company for m in found if m.company))
    if not result.companies:
        result.seen.append(Seen(title, (), (), "no followed company is named"))
        return result
    result.noise = gates.is_noise(title, shown)
    electric, cars = gates.electric_words(shown), gates.car_words(shown)
    talk = Discourse(catalogue)
    earlier: list[str] = []
    for number, (sentence, inside) in enumerate(zip(parts, mentions, strict=True)):
        scene = build(sentence, inside, title=number == 0, published=published, country="")
        everyone = actors(scene, talk)
        if number == 0:
            talk.topic = _topic(everyone)
            result.topic = talk.topic
        _read_sentence(
            scene,
            everyone,
            talk,
            result,
            number,
            published,
            earlier,
            electric=electric,
            cars=cars,
            whole=whole,
        )
        talk.see(everyone)
        if not talk.topic:
            talk.topic = talk.current
        earlier.extend(a.short for a in scene.agencies)
    return result


def _sentences(title: str, text: str) -> list[Sentence]:
    """Title and body in one count of offsets: that of title, newline, text."""
    folded = fold(title)
    parts = [Sentence(folded[:400], 0, min(len(title), 400), -1)]
    shift = len(title) + 1
    for sentence in sentences(text)[:SENTENCES]:
        if sentence.text.strip(" .").lower() == folded.strip(" .").lower():
            continue
        parts.append(replace(sentence, start=sentence.start + shift, end=sentence.end + shift))
    return parts


def _by_sentence(parts: Sequence[Sentence], found: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of the joined sentences, moved to the offsets of the whole text."""
    out: list[list[Mention]] = []
    at, index = 0, 0
    for part in parts:
        end = at + len(part.text)
        mine: list[Mention] = []
        while index < len(found) and found[index].start < end:
            m = found[index]
            mine.append(
                Mention(m.company, m.start - at + part.start, m.end - at + part.start, m.name)
            )
            index += 1
        out.append(mine)
        at = end + 1
    return out


def _topic(everyone: Sequence[Actor]) -> tuple[str, ...]:
    main = [a for a in everyone if a.role in {"bare", "owner"}]
    return main[0].companies if main else next((a.companies for a in everyone if a.companies), ())


def _read_sentence(
    scene: Scene,
    everyone: Sequence[Actor],
    talk: Discourse,
    result: Result,
    number: int,
    published: date,
    earlier: Sequence[str],
    *,
    electric: int,
    cars: int,
    whole: str,
) -> None:
    notes: list[str] = []
    kept: list[tuple[Match, Statement]] = []
    for match in matches(scene):
        label = f"{match.pattern.step.kind}: {match.pattern.said}"
        why = None
        for statement in _statements(
            scene, match, everyone, talk, published, earlier, number, whole
        ):
            if isinstance(statement, str):
                why = statement
                continue
            if not gates.is_electric(
                statement.company, statement.kind, scene, electric=electric, cars=cars
            ):
                why = f"{statement.company}: not about electric cars"
                continue
            kept.append((match, statement))
        notes.append(f"{label}{' - ' + why if why else ''}")
    if notes and denied(scene.sentence.text.lower()):
        result.denials.append(whole[scene.sentence.start : scene.sentence.end])
    final = _settle(kept)
    result.statements.extend(final)
    if notes or everyone:
        told = "; ".join(f"{s.company} {s.kind} {s.phase} {s.certainty} ({s.rule})" for s in final)
        result.seen.append(
            Seen(
                scene.sentence.text,
                tuple(dict.fromkeys(c for a in everyone for c in a.companies)),
                tuple(notes),
                told or "nothing kept",
            )
        )


def _statements(
    scene: Scene,
    match: Match,
    everyone: Sequence[Actor],
    talk: Discourse,
    published: date,
    earlier: Sequence[str],
    number: int,
    whole: str,
) -> Iterator[Statement | str]:
    step = match.pattern.step
    near = clause(scene, match.first, match.last)
    if supposed(scene, match.first):
        yield "only supposed"
        return
    if denied(near):
        yield "denied"
        return
    at = phase(scene, match, near)
    if at is None:
        yield "negated or only possible"
        return
    if at is Phase.PLANNED and step.kind in DECIDED:
        # The decision or agreement is the step: announced is done, on the day it was announced.
        told = slots.when(scene, match, step.kind, Phase.DONE, published)
        if told is not None and told.end <= published and slots.is_told(scene):
            at = Phase.DONE
    companies, rule = who(scene, match, everyone, talk)
    if not companies:
        yield rule or "nobody followed does it"
        return
    lack = gates.lacks(scene, match, companies, near)
    if lack is not None:
        yield lack
        return
    date_ = slots.when(scene, match, step.kind, at, published)
    open_tense = match.state.time == "present" and not scene.title
    if (
        at is Phase.DONE
        and step.phase == "verb"
        and match.state.time in {"present", "bare", "pending"}
        and (date_ is None or open_tense or match.state.time == "pending")
    ):
        ahead = slots.when(scene, match, step.kind, Phase.PLANNED, published)
        if ahead is not None and ahead.start > published:
            at, date_ = Phase.PLANNED, ahead
    if step.only and at not in step.only:
        yield f"not when {at}"
        return
    paid = slots.amount(scene, match, step.kind)
    if step.kind in {Kind.FUNDING, Kind.INVESTMENT} and paid is not None and paid.value < SMALLEST:
        yield "too small a sum"
        return
    for company in companies:
        yield Statement(
            company=company,
            kind=step.kind,
            phase=at,
            certainty=certainty(
                scene, near, match.state, pending=at is Phase.PENDING and step.kind is Kind.APPROVAL
            ),
            evidence=whole[scene.sentence.start : scene.sentence.end],
            when=date_,
            amount=paid,
            quantity=slots.quantity(scene, match, step.kind),
            agency=slots.agency(scene, match, step.kind, earlier),
            subject=slots.subject(scene, match, step.kind, companies),
            position=number,
            paragraph=scene.sentence.paragraph,
            titled=scene.title,
            fresh=cue("fresh").search(scene.sentence.text.lower()) is not None,
            background=match.state.before,
            weight=len(match.places) * 10 + sum(last - first for first, last in match.places),
            start=scene.sentence.start,
            carried=rule == "carried on",
            rule=f"{match.pattern.said}, {rule}",
        )


def _settle(kept: Sequence[tuple[Match, Statement]]) -> list[Statement]:
    """One statement for each company, kind and date of a sentence; strong steps keep their words."""
    strong: list[tuple[Match, Statement]] = []
    for m, s in sorted(
        (pair for pair in kept if pair[0].pattern.step.stop), key=lambda pair: -_reach(pair[0])
    ):
        if not any(
            s.company == other.company and s.kind != other.kind and _shares(m, mine)
            for mine, other in strong
        ):
            strong.append((m, s))
    entering = [(m, s) for m, s in kept if s.kind is Kind.MARKET_ENTRY]
    kept = [
        (m, s)
        for m, s in kept
        if s.kind is not Kind.LAUNCH
        or not any(s.company == o.company and _shares(m, mine) for mine, o in entering)
    ]
    free = [
        (m, s)
        for m, s in kept
        if (m, s) in strong
        or not m.pattern.step.stop
        and not any(
            s.company == other.company and s.kind != other.kind and _shares(m, mine)
            for mine, other in strong
        )
    ]
    best: dict[tuple[str, Kind, Phase], Statement] = {}
    for match, statement in free:
        if any(_overrules(m, s, match, statement) for m, s in free):
            continue
        key = statement.company, statement.kind, statement.phase
        old = best.get(key)
        if old is None or _worth(statement) > _worth(old):
            best[key] = statement
    return sorted(best.values(), key=lambda s: s.kind)


def _overrules(m: Match, s: Statement, match: Match, statement: Statement) -> bool:
    """Does another reading of the same step say more: a verb, a delay, a refusal?"""
    if (s.company, s.kind) != (statement.company, statement.kind) or m is match:
        return False
    if match.verb is None and m.verb is not None:
        return True
    firm = {Phase.DELAYED, Phase.CANCELLED, Phase.PENDING}
    weaker = s.phase in firm and statement.phase not in firm
    return weaker and (_shares(m, match) or match.verb is None)


def _reach(match: Match) -> int:
    """How much of the sentence a pattern took."""
    return 10 * len(match.places) + (match.verb is not None)


def _shares(a: Match, b: Match) -> bool:
    mine = {at for first, last in a.places for at in range(first, last + 1)}
    return any(at in mine for first, last in b.places for at in range(first, last + 1))


def _worth(s: Statement) -> tuple[int, int]:
    return sum(x is not None for x in (s.when, s.amount, s.quantity, s.agency)), s.weight
