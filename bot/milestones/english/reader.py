"""The rules of English on one text: sentence by sentence, statements with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from bot.catalogue import Catalogue, table
from bot.milestones.english import gates, slots
from bot.milestones.english.actors import Actor, Discourse, actors, who
from bot.milestones.english.cues import certainty, clause, cue, denied, supposed
from bot.milestones.english.facts import facts
from bot.milestones.english.phase import phase
from bot.milestones.english.scene import Scene, build
from bot.milestones.english.settle import settle
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match, matches
from bot.milestones.mentions import Mention, finder
from bot.milestones.statement import Result, Seen, Statement
from bot.milestones.text import Sentence, fold, sentences, words
from storage.records import Denial, Kind, Phase, Span

SENTENCES: Final = 120  # of one text; news stands at its beginning
LEAD: Final = 3  # sentences that tell whom a text is about
TITLE_CHARS: Final = 400
WORD_WEIGHT: Final = 10
LONG: Final = timedelta(days=80)  # "this year" lies ahead, "this month" may be over
FAR_YEARS: Final = 4
HOMES: Final = {
    "CN": "China",
    "US": "the United States",
    "KR": "Korea",
    "JP": "Japan",
    "DE": "Germany",
    "FR": "France",
    "IN": "India",
    "VN": "Vietnam",
    "SE": "Sweden",
}
DECIDED: Final = frozenset((Kind.COMPANY_SETUP, Kind.PARTNERSHIP))
COUNTED: Final = frozenset(("longer", "later", "less", "fewer", "more"))  # "no later than"
SMALLEST: Final = 1_000_000  # of any currency: smaller sums are prices and fines


@dataclass(slots=True)
class Reading:
    """A text while it is read: what earlier sentences leave for the next one."""

    whole: str  # title, newline, text
    title_words: frozenset[str]
    published: date
    talk: Discourse
    about: gates.Setting
    agencies: list[str] = field(default_factory=list)  # named so far
    naming: dict[str, str] = field(default_factory=dict)  # an agency, its latest sentence
    before: set[str] = field(default_factory=set)  # groups of the trade named in this paragraph
    paragraph: int = -1
    dateline: Span | None = None  # the first day named, when the text is of about that day
    datelined: str = ""  # the sentence that names it

    def turn(self, scene: Scene, everyone: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        self.talk.see(everyone)
        literal = self.literal(scene)
        self.agencies.extend(agency.short for agency in scene.agencies)
        self.naming.update((agency.short, literal) for agency in scene.agencies)
        groups = set(scene.marked.tags)
        same = scene.sentence.paragraph == self.paragraph
        self.before = self.before | groups if same else groups
        self.paragraph = scene.sentence.paragraph
        if self.dateline is None:
            self.dateline, self.datelined = slots.dateline(scene, self.published), literal

    def literal(self, scene: Scene) -> str:
        """The sentence as the text has it."""
        return self.whole[scene.sentence.start : scene.sentence.end]


def read(title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
    """Every statement of a step in the text, not merged yet."""
    result = Result()
    parts = _sentences(title, text)
    shown = "\n".join(s.text for s in parts)
    found = finder(catalogue).find(shown)
    result.companies = tuple(dict.fromkeys(m.company for m in found if m.company))
    if not result.companies:
        result.seen.append(Seen(title, (), (), "no followed company is named"))
        return result
    result.noise = gates.is_noise(title, shown)
    mentions = _by_sentence(parts, found)
    talk = Discourse(catalogue)
    first = build(parts[0], mentions[0], number=0, published=published)
    names = actors(first, talk)
    titled = _topic(names)
    result.outsiders_news = any(a.sort == "name" for a in names) and not any(
        a.companies for a in names
    )
    result.topic = talk.topic = titled or _lead(mentions)
    about = gates.setting(shown, found, result.topic)
    telling = frozenset(words(title)) - small("stopwords")
    reading = Reading(f"{title}\n{text}", telling, published, talk, about)
    for number, (sentence, inside) in enumerate(zip(parts, mentions, strict=True)):
        scene = build(sentence, inside, number=number, published=published) if number else first
        everyone = actors(scene, talk)
        _read_sentence(scene, everyone, number, reading, result)
        reading.turn(scene, everyone)
        literal = reading.literal(scene)
        told = facts(scene, talk.current or talk.topic)
        result.facts.extend(replace(fact, evidence=literal) for fact in told)
        talk.topic = (talk.topic if number else titled) or talk.current
    return result


def _sentences(title: str, text: str) -> list[Sentence]:
    """Title and body in one count of offsets: that of title, newline, text."""
    folded = fold(title)[:TITLE_CHARS]
    parts = [Sentence(folded, 0, len(folded), -1)]
    shift = len(title) + 1
    for sentence in sentences(text)[:SENTENCES]:
        if sentence.text.strip(" .").lower() != folded.strip(" .").lower():
            moved = replace(sentence, start=sentence.start + shift, end=sentence.end + shift)
            parts.append(moved)
    return parts


def _by_sentence(parts: Sequence[Sentence], found: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of the joined sentences, moved to the offsets of the whole text."""
    out: list[list[Mention]] = []
    at, index = 0, 0
    for part in parts:
        end = at + len(part.text)
        mine: list[Mention] = []
        while index < len(found) and found[index].start < end:
            m, shift = found[index], part.start - at
            mine.append(Mention(m.company, m.start + shift, m.end + shift, m.name))
            index += 1
        out.append(mine)
        at = end + 1
    return out


def _topic(everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The companies that the title is about: its subject, else the first that it names."""
    main = [a for a in everyone if a.role in {"bare", "owner"}]
    if main:
        return tuple(dict.fromkeys(c for a in main if a.role == main[0].role for c in a.companies))
    return next((a.companies for a in everyone if a.companies), ())


def _lead(mentions: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """For a title without a name: the company that the first sentences name most."""
    named = [m.company for inside in mentions[1 : LEAD + 1] for m in inside]
    if not named or not named[0]:
        return ()
    return (max(named, key=named.count),) if max(named, key=named.count) else ()


def _read_sentence(
    scene: Scene, everyone: Sequence[Actor], number: int, reading: Reading, result: Result
) -> None:
    notes: list[str] = []
    refused: list[Kind] = []
    kept: list[tuple[Match, Statement]] = []
    for match in matches(scene):
        judged = _judge(scene, match, everyone, number, reading)
        if isinstance(judged, str):
            notes.append(f"{match.pattern.step.kind}: {match.pattern.said} - {judged}")
            refused += [match.pattern.step.kind] if judged == "denied" else []
            continue
        notes.append(f"{match.pattern.step.kind}: {match.pattern.said}")
        kept.extend((match, statement) for statement in judged)
    if notes and denied(scene.sentence.text.lower()):
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
    result.statements.extend(final)
    if notes or everyone:
        named = tuple(dict.fromkeys(c for a in everyone for c in a.companies))
        told = "; ".join(f"{s.company} {s.kind} {s.phase} {s.certainty} ({s.rule})" for s in final)
        result.seen.append(Seen(scene.sentence.text, named, tuple(notes), told or "nothing kept"))


def _judge(
    scene: Scene, match: Match, everyone: Sequence[Actor], number: int, reading: Reading
) -> list[Statement] | str:
    """The statements of one pattern, or why it states nothing."""
    step = match.pattern.step
    near = clause(scene, match.first, match.last)
    if supposed(scene):
        return "only supposed"
    if "?" in scene.sentence.text[scene.tokens[match.last].end :]:
        return "asked"
    if denied(near) or _has_no(scene, match):
        return "denied"
    at = phase(scene, match, near)
    if at is None:
        return "negated or only possible"
    companies, rule = who(scene, match, everyone, reading.talk)
    if not companies:
        return rule
    lack = gates.lacks(scene, match, companies, near, reading.before, reading.about.topic)
    if lack is not None:
        return lack
    at, span = _timed(scene, match, at, reading.published)
    if step.only and at not in step.only:
        return f"not when {at}"
    paid = slots.amount(scene, match, step.kind)
    if step.kind in {Kind.FUNDING, Kind.INVESTMENT} and paid is not None and paid.value < SMALLEST:
        return "too small a sum"
    fitting = [c for c in companies if gates.is_electric(c, step.kind, scene, reading.about)]
    if not fitting:
        return f"{', '.join(companies)}: not about electric cars"
    if far_off(step.kind, at, span, reading.published, counted=bool(scene.counts)):
        return "a long-range ambition"
    waits = at is Phase.PENDING and step.kind is Kind.APPROVAL
    if step.kind is Kind.LAUNCH and paid is not None and not slots.is_price(paid):
        return "no price of a car"
    agency = slots.agency(scene, match, step.kind, reading.agencies)
    dateline = reading.dateline if step.kind is Kind.RECALL and span is None else None
    elsewhere = (
        reading.datelined if dateline else "",
        reading.naming.get(agency or "", "") if not scene.agencies else "",
    )
    statement = Statement(
        company=fitting[0],
        kind=step.kind,
        phase=at,
        certainty=certainty(scene, near, match.state, pending=waits),
        evidence=reading.literal(scene),
        support=tuple(dict.fromkeys(sentence for sentence in elsewhere if sentence)),
        when=span or dateline,
        amount=paid,
        quantity=slots.quantity(scene, match, step.kind),
        agency=agency,
        subject=slots.subject(scene, match, step.kind, companies),
        position=number,
        paragraph=scene.sentence.paragraph,
        titled=scene.title,
        fresh=cue("fresh").search(scene.sentence.text.lower()) is not None,
        background=match.state.before,
        weight=sum(WORD_WEIGHT + last - first for first, last in match.places),
        start=scene.sentence.start,
        carried=rule == "carried on",
        echoes=len(reading.title_words.intersection(words(scene.sentence.text))),
        recaps=cue("recap").search(scene.sentence.text.lower()) is not None,
        sums_up=cue("total").search(scene.sentence.text.lower()) is not None,
        capital="{capital}" in match.pattern.said,
        rule=f"{match.pattern.said}, {rule}",
    )
    if step.who != "both":
        fitting = _with_second(fitting, scene, reading)
    return [
        replace(statement, company=company, kind=_kind_for(company, scene, match, reading))
        for company in fitting
    ]


def _has_no(scene: Scene, match: Match) -> bool:
    """Is what the verb acts on denied: "opens no plant", "has no approval"?"""
    between = range(match.first + 1, match.last)
    return any(
        scene.tokens[at].low == "no" and scene.tokens[at + 1].low not in COUNTED for at in between
    )


def _with_second(companies: Sequence[str], scene: Scene, reading: Reading) -> list[str]:
    """A brand of two companies acts for both where the text names the second one."""
    seconds = table("profiles")["second"]
    added = (seconds.get(m.name) for m, _ in scene.mentions if m.company in companies)
    met = (*reading.talk.met, *(m.company for m, _ in scene.mentions))
    return list(dict.fromkeys((*companies, *(c for c in added if c and c in met))))


def _kind_for(company: str, scene: Scene, match: Match, reading: Reading) -> Kind:
    kind = match.pattern.step.kind
    if kind is not Kind.MARKET_ENTRY:
        return kind
    home = HOMES.get(reading.talk.catalogue.companies[company].country, "")
    entry = gates.is_entry(company, home, scene, match)
    return kind if entry else Kind.LAUNCH


def far_off(kind: Kind, at: Phase, span: Span | None, published: date, *, counted: bool) -> bool:
    """An ambition of many years, or one without any date: no step yet."""
    if at is not Phase.PLANNED or kind not in {Kind.PRODUCTION, Kind.DELIVERY}:
        return False
    if span is None:
        return kind is Kind.DELIVERY and counted
    return span.end.year - published.year > FAR_YEARS


def _timed(scene: Scene, match: Match, at: Phase, published: date) -> tuple[Phase, Span | None]:
    """The date, and the phase once the date is known."""
    step, how = match.pattern.step, match.state
    if at is Phase.PLANNED and step.kind in DECIDED:
        # The decision or agreement is the step: announced is done, on the day it was announced.
        told = slots.when(scene, match, step.kind, Phase.DONE, published)
        if told is not None and told.end <= published and slots.is_told(scene):
            return Phase.DONE, told
    span = slots.when(scene, match, step.kind, at, published)
    plain = at is Phase.DONE and step.phase == "verb"
    open_tense = how.time in {"pending", "present"} and not scene.title and not _is_price(match)
    if plain and (open_tense or (span is None and how.time in {"present", "bare"})):
        # "Deliveries begin in October": the present tense of a date ahead is a plan.
        ahead = slots.when(scene, match, step.kind, Phase.PLANNED, published)
        long = ahead is not None and ahead.end - ahead.start >= LONG
        if ahead is not None and (
            ahead.start > published or (open_tense and long and ahead.end > published)
        ):
            return Phase.PLANNED, ahead
    return at, span


def _is_price(match: Match) -> bool:
    return match.verb is not None and match.verb.group == "cost"
