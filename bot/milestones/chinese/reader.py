"""The rules of Chinese on one text: sentence by sentence, statements with their reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from bot.catalogue import Catalogue, table
from bot.milestones.chinese import gates, slots
from bot.milestones.chinese.actors import Actor, Discourse, actors, who
from bot.milestones.chinese.facts import facts
from bot.milestones.chinese.names import namer
from bot.milestones.chinese.patterns import Match, matches
from bot.milestones.chinese.phase import (
    certainty,
    is_decided,
    is_denied,
    is_reported,
    is_supposed,
    phase,
)
from bot.milestones.chinese.scene import Scene, build
from bot.milestones.chinese.settle import announced, settle, without_relations
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.mentions import Mention
from bot.milestones.statement import Result, Seen, Statement
from bot.milestones.text import Sentence, fold, sentences
from storage.records import Denial, Kind, Phase, Span

SENTENCES: Final = 120  # of one text; news stands at its beginning
LEAD: Final = 3  # sentences that tell whom a text is about
TITLE_CHARS: Final = 400
WORD_WEIGHT: Final = 10
FAR_YEARS: Final = 4
# Steps of a brand that are steps of its maker too.
OF_BRANDS: Final = frozenset(
    (Kind.PRODUCTION, Kind.LAUNCH, Kind.DELIVERY, Kind.UNVEIL, Kind.RECALL, Kind.APPROVAL)
)
CLOSED: Final = timedelta(days=60)
LISTED: Final = 4  # sentences behind "the following firms" that may name them


@dataclass(slots=True)
class Reading:
    """A text while it is read: what earlier sentences leave for the next one."""

    whole: str  # title, newline, text
    title_pairs: frozenset[str]  # of neighbouring characters
    published: date
    about: gates.Setting
    catalogue: Catalogue
    named: tuple[str, ...]  # every followed company of the text
    talk: Discourse = field(default_factory=Discourse)
    agencies: list[str] = field(default_factory=list)
    paragraph: int = -1
    reported: bool = False  # the sentence before is somebody's report
    told: slots.Told = field(default_factory=slots.Told)
    day: Span | None = None  # the first day told, when it is about that of publication
    denied: bool = False  # somebody calls a rumour of the text untrue
    rumours: set[int] = field(default_factory=set)  # starts of the sentences that tell rumours
    listing: tuple[Statement, int] | None = None  # a step whose takers are listed behind it

    def home(self, company: str) -> str:
        """The country of a company's head office."""
        return self.catalogue.companies[company].country

    def open(self, scene: Scene) -> None:
        """Look at a sentence before it is judged."""
        if scene.sentence.paragraph != self.paragraph or scene.has("on_record") or scene.mentions:
            self.reported = False
        if scene.sentence.paragraph != self.paragraph and scene.number > LEAD:
            self.told = replace(self.told, dateline=None)
        self.told = replace(
            self.told,
            dateline=slots.dateline(scene, self.published) or self.told.dateline,
            period=slots.period(scene, self.published) or self.told.period,
        )

    def close(self, scene: Scene, everyone: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        self.talk.see(scene, everyone)
        self.day = self.day or self.told.dateline
        self.denied = self.denied or scene.has("untrue")
        if scene.has("spread") or (scene.title and (scene.has("untrue") or "?" in scene.text)):
            self.rumours.add(scene.sentence.start)
        self.agencies += [str(t.value) for t in scene.groups.get("AGENCY", ())]
        self.paragraph = scene.sentence.paragraph
        self.reported = is_reported(scene) or (self.reported and not scene.mentions)


def read(title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
    """Every statement of a step in the text, not merged yet."""
    result = Result()
    parts = _sentences(title, text)
    shown = [fold_chinese(s.text) for s in parts]
    whole = "\n".join(shown)
    found = namer(catalogue).find(whole)
    result.companies = tuple(dict.fromkeys(m.company for m in found if m.company))
    if not result.companies:
        result.seen.append(Seen(title, (), (), "no followed company is named"))
        return result
    result.noise = gates.is_noise(shown[0], whole)
    mentions = _by_sentence(shown, found)
    first = build(parts[0], shown[0], mentions[0], number=0, published=published)
    titled = _topic(actors(first))
    result.outsiders_news = bool(mentions[0]) and not any(m.company for m in mentions[0])
    result.topic = titled or _lead(mentions)
    about = gates.setting(shown[0], whole, found, result.topic)
    reading = Reading(
        f"{title}\n{text}", _pairs(shown[0]), published, about, catalogue, result.companies
    )
    reading.talk.topic = result.topic
    for number, (sentence, normal, inside) in enumerate(zip(parts, shown, mentions, strict=True)):
        scene = (
            build(sentence, normal, inside, number=number, published=published) if number else first
        )
        everyone = actors(scene)
        reading.open(scene)
        _read_sentence(scene, everyone, reading, result)
        reading.close(scene, everyone)
        result.facts.extend(facts(scene, reading.talk.carried))
    result.statements = without_relations(result.statements, result.topic)
    result.statements = [_dated(s, reading.day) for s in result.statements]
    kinds = {m.pattern.step.kind for m in matches(first)}
    result.statements = announced(result.statements, kinds, first, result.topic)
    if reading.denied:
        result.statements = [s for s in result.statements if s.start not in reading.rumours]
    return result


def _dated(s: Statement, day: Span | None) -> Statement:
    """What is told at the head of a text without a date happened on the day that it names."""
    bare = s.when is None and s.phase in {Phase.DONE, Phase.CANCELLED} and not s.recaps
    return replace(s, when=day) if bare and 0 < s.position <= LEAD else s


def _sentences(title: str, text: str) -> list[Sentence]:
    """Title and body in one count of offsets: that of title, newline, text."""
    folded = fold(title, language="zh")[:TITLE_CHARS]
    parts = [Sentence(folded, 0, len(folded), -1)]
    shift = len(title) + 1
    for sentence in sentences(text, language="zh")[:SENTENCES]:
        if sentence.text.strip(" 。.") != folded.strip(" 。."):
            moved = replace(sentence, start=sentence.start + shift, end=sentence.end + shift)
            parts.append(moved)
    return parts


def _by_sentence(parts: Sequence[str], found: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of the joined sentences, each counted from the beginning of its own."""
    out: list[list[Mention]] = []
    at, index = 0, 0
    for part in parts:
        end = at + len(part)
        mine: list[Mention] = []
        while index < len(found) and found[index].start < end:
            m = found[index]
            mine.append(Mention(m.company, m.start - at, m.end - at, m.name))
            index += 1
        out.append(mine)
        at = end + 1
    return out


def _topic(everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The companies that the title is about: those free to act, else the first that it names."""
    free = tuple(dict.fromkeys(a.company for a in everyone if a.company and a.role == "free"))
    return free or tuple(a.company for a in everyone if a.company)[:1]


def _lead(mentions: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """For a title without a name: the company that the first sentences name most."""
    named = [m.company for inside in mentions[1 : LEAD + 1] for m in inside if m.company]
    return (max(named, key=named.count),) if named else ()


def _pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in zip(text, text[1:], strict=False) if (a + b).isalnum())


def _read_sentence(
    scene: Scene, everyone: Sequence[Actor], reading: Reading, result: Result
) -> None:
    notes: list[str] = []
    refused: list[Kind] = []
    kept: list[tuple[Match, Statement]] = []
    for match in matches(scene):
        kind = match.pattern.step.kind
        judged = _judge(scene, match, everyone, reading)
        if isinstance(judged, str):
            notes.append(f"{kind}: {match.pattern.said} - {judged}")
            refused += [kind] if judged == "denied" else []
            continue
        notes.append(f"{kind}: {match.pattern.said}")
        kept.extend((match, statement) for statement in judged)
    if scene.has("untrue"):
        names = [a.company for a in everyone if a.company] or list(reading.talk.topic)
        result.denials.extend(
            Denial(
                company=c, kind=refused[0] if refused else None, evidence=_evidence(scene, reading)
            )
            for c in names[:1]
        )
    final = settle(kept)
    if not any(s.kind is Kind.APPROVAL for s in final):
        final += _listed(scene, everyone, reading)
    result.statements.extend(final)
    if notes or everyone:
        named = tuple(dict.fromkeys(a.company for a in everyone if a.company))
        told = "; ".join(f"{s.company} {s.kind} {s.phase} {s.certainty} ({s.rule})" for s in final)
        result.seen.append(Seen(scene.sentence.text, named, tuple(notes), told or "nothing kept"))


def _listed(scene: Scene, everyone: Sequence[Actor], reading: Reading) -> list[Statement]:
    """The step of the sentence before, for each company that a list behind it names."""
    if reading.listing is None or scene.number - reading.listing[1] > LISTED:
        return []
    if scene.has("negation") and not scene.has("enumerates"):
        return []
    is_list = scene.has("enumerates") or scene.text[:1].isdigit() or reading.listing[0].company
    names = [a.company for a in everyone if a.role == "free" and a.company] if is_list else []
    return [replace(reading.listing[0], company=c) for c in dict.fromkeys(names)]


def _evidence(scene: Scene, reading: Reading) -> str:
    return reading.whole[scene.sentence.start : scene.sentence.end]


def _judge(
    scene: Scene, match: Match, everyone: Sequence[Actor], reading: Reading
) -> list[Statement] | str:
    """The statements of one pattern, or why it states nothing."""
    step = match.pattern.step
    if is_supposed(scene, match):
        return "only supposed"
    if is_denied(scene, match):
        return "denied"
    companies, rule = who(scene, match, everyone, reading.talk)
    lists = step.kind is Kind.APPROVAL and not scene.title and (not everyone or not companies)
    if lists and scene.has("AGENCY"):
        reading.listing = (_statement(scene, match, [""], "listed behind", reading), scene.number)
        return "its takers may be listed behind"
    if not companies:
        return rule
    lack = gates.lacks(scene, match, companies, figures=reading.told.period is not None)
    if lack is not None:
        return lack
    fitting = [c for c in companies if gates.is_electric(c, step.kind, scene, match, reading.about)]
    if not fitting:
        return "not about electric cars"
    statement = _statement(scene, match, fitting, rule, reading)
    if step.only and statement.phase not in step.only:
        return f"not when {statement.phase}"
    if _is_far(step.kind, statement.phase, statement.when, reading.published):
        return "a long-range ambition"
    if step.kind in OF_BRANDS:
        fitting = _with_second(fitting, scene, reading)
    return [
        replace(statement, company=c, kind=gates.kind_for(c, k, scene, match, reading.home(c)))
        for c in fitting
        for k in (step.kind, *step.also)
    ]


def _with_second(companies: Sequence[str], scene: Scene, reading: Reading) -> list[str]:
    """A brand of two companies acts for both where the text names the second one."""
    seconds = table("chinese_names")["second"]
    added = [seconds.get(m.name) for m in scene.mentions if m.company in companies]
    return list(dict.fromkeys((*companies, *(c for c in added if c in reading.named))))


def _statement(
    scene: Scene, match: Match, companies: Sequence[str], rule: str, reading: Reading
) -> Statement:
    """What a pattern states of the first of these companies."""
    step = match.pattern.step
    told = phase(scene, match)
    at = told or step.bare
    sure = certainty(scene, match, reported=reading.reported, phase=at)
    if at is Phase.PLANNED and is_decided(scene, match, sure):
        at = Phase.DONE
    at, span = _timed(scene, match, at, reading, told=told is not None)
    if step.kind is Kind.APPROVAL and at is Phase.PENDING and span is not None:
        # An entry of old in a list that was put out for comment is closed by now.
        at = Phase.DONE if span.end < reading.published - CLOSED else at
    count = slots.quantity(scene, match)
    return Statement(
        company=companies[0],
        kind=step.kind,
        phase=at,
        certainty=sure,
        evidence=_evidence(scene, reading),
        when=span,
        amount=slots.amount(scene, match),
        quantity=count,
        agency=slots.agency(scene, match, reading.agencies),
        subject=slots.subject(scene, match, companies),
        position=scene.number,
        paragraph=scene.sentence.paragraph,
        titled=scene.title,
        fresh=scene.has("fresh"),
        background=bool(scene.within(0, match.start, "recap")),
        weight=WORD_WEIGHT * len(match.tags) + sum(t.end - t.start for t in match.tags),
        start=scene.sentence.start,
        carried=rule == "carried on",
        echoes=len(reading.title_pairs & _pairs(scene.text)) // 2,
        recaps=scene.has("recap"),
        sums_up=bool(scene.within(max(0, match.start - 12), match.end, "running_total")),
        capital="{capital}" in match.pattern.said,
        rule=f"{match.pattern.said}, {rule}",
    )


def _timed(
    scene: Scene, match: Match, at: Phase, reading: Reading, *, told: bool
) -> tuple[Phase, Span | None]:
    """The date, and the phase once the date is known; `told`: a cue says how far the step is."""
    published = reading.published
    step_kind = match.pattern.step.kind
    bare = at is Phase.PLANNED and not told and step_kind is Kind.INVESTMENT
    if bare and not scene.has("said", "announced", "sign"):
        past = slots.when(scene, match, Phase.DONE, published, slots.Told())
        if past is not None and past.end <= published:
            return Phase.DONE, past
    span = slots.when(scene, match, at, published, reading.told)
    if at is Phase.DONE and span is not None and span.start > published:
        return Phase.PLANNED, span
    return at, span


def _is_far(kind: Kind, at: Phase, span: Span | None, published: date) -> bool:
    """A sales ambition of many years is no step yet."""
    if at is not Phase.PLANNED or kind is not Kind.DELIVERY:
        return False
    return span is None or span.end.year - published.year > FAR_YEARS
