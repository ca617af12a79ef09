"""The rules of Chinese on one text: sentence by sentence, statements with their reasons."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones import context
from bot.milestones.chinese import gates, slots
from bot.milestones.chinese.actors import Actor, actors
from bot.milestones.chinese.closing import not_closed
from bot.milestones.chinese.developers import without_developers
from bot.milestones.chinese.facts import facts, handed_back
from bot.milestones.chinese.judge import DENIED, assumed, judge
from bot.milestones.chinese.names import namer
from bot.milestones.chinese.patterns import Match, matches
from bot.milestones.chinese.reading import Reading, pairs
from bot.milestones.chinese.scene import Before, Scene, build
from bot.milestones.chinese.second_look import overlooked, proposed
from bot.milestones.chinese.settle import settle
from bot.milestones.chinese.whole import (
    LEAD,
    announced,
    as_sure,
    counted,
    on_day,
    on_time,
    permitted,
    shared_capital,
    without_old_plans,
    without_relations,
)
from bot.milestones.chinese.words import any_of, group, sense
from bot.milestones.chinese_fold import fold_chinese
from bot.milestones.chinese_text import is_prose
from bot.milestones.mentions import Mention
from bot.milestones.statement import Result, Seen, Statement
from bot.milestones.text import Sentence, fold, sentences
from bot.milestones.titles import headings
from storage.records import Certainty, Denial, Kind, Phase

SENTENCES: Final = 120  # of one text; news stands at its beginning
TITLE_CHARS: Final = 400
REPEATED: Final = 12  # characters that a page adds to its title
_BRACKET: Final = re.compile(r"\([^()]{0,40}\)")
# How a character is read, in brackets behind it: 产(chǎn)业(yè). Some pages have it all over.
# And the line breaks within a sentence.
_UNREAD: Final = re.compile(
    r"\s*\n\s*|(?<=[\u4e00-\u9fff])\([a-z]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zāáǎàēéěèīíǐìōóǒòūúǔù]{0,4}\)"
)
# A title about a firm that it does not name: "深圳一家充电桩公司冲刺港股".
_UNNAMED: Final = re.compile(
    rf"(?:一家|某家|这家|某)[^,。:;!?的]{{0,10}}{any_of('nameless_in_titles')}"
)
HEADERS: Final = 1  # lines above an article that count as its beginning
WIRE_LINES, WIRE_CHARS, LATE_PAGE = 6, 40, 3  # lines, characters; days
_WIRE: Final = re.compile(r"(?<![\d年])(?:\d{1,2}月)?(\d{1,2})日(?:电|讯)")
LISTED: Final = 4  # sentences behind "the following firms" that may name them


def read(title: str, text: str, *, published: date, catalogue: Catalogue) -> Result:
    """Every statement of a step in the text, not merged yet."""
    result = Result()
    parts = parts_of(title, text)
    result.lay_out(parts)
    shown = [fold_chinese(s.text) for s in parts]
    whole = "\n".join(shown)
    found = namer(catalogue).find(whole)
    result.companies = tuple(dict.fromkeys(m.company for m in found if m.company))
    if not result.companies:
        result.seen.append(Seen(title, (), (), "no followed company is named"))
        return result
    mentions = _by_sentence(shown, found)
    heads = _headings(parts[0], shown[0], mentions[0])
    result.noise = gates.is_noise(whole)
    result.aside = _aside([normal for _, normal, inside in heads if inside] or shown[:1], whole)
    published = _told_on(shown[1 : WIRE_LINES + 1], published)
    first = build(parts[0], shown[0], mentions[0], number=0, before=Before(published))
    titling, stated = actors(first), matches(first)
    titled = _topic(titling)
    result.outsiders_news = _is_of_outsiders(shown[0], mentions[0])
    result.topic = titled or _lead(mentions)
    result.named = tuple(dict.fromkeys(m.company for m in mentions[0] if m.company))
    about = gates.setting(shown[0], "\n".join(shown[: LEAD + 1]), whole, found, result.topic)
    reading = Reading(
        f"{title}\n{text}",
        pairs(shown[0]),
        published,
        about,
        catalogue,
        result.companies,
        context.of(result.sentences, "zh"),
    )
    reading.talk.topic = result.topic
    reading.talk.somebody_else = result.outsiders_news
    titles = [(0, *head) for head in heads]
    above = _above(shown)
    body = [
        (max(1, number - above), *told)
        for number, told in enumerate(zip(parts, shown, mentions, strict=True))
    ]
    for number, sentence, normal, inside in [*titles, *body[1:]]:
        scene = (
            build(
                sentence,
                normal,
                inside,
                number=number,
                before=reading.before(sentence),
            )
            if number or len(heads) > 1
            else first
        )
        everyone = titling if scene is first else actors(scene)
        reading.open(scene)
        said = stated if scene is first else matches(scene)
        _read_sentence(scene, said, everyone, reading, result)
        reading.close(scene, everyone)
        _read_figures(scene, reading, result)
    result.statements = without_relations(result.statements, result.topic)
    result.statements = [on_day(s, reading.day) for s in result.statements]
    kinds = {m.pattern.step.kind for m in stated}
    result.statements = announced(result.statements, kinds, first, result.topic)
    result.statements = without_old_plans(result.statements, reading.old_plans)
    _complete(result, reading)
    if not any(s.position == 0 for s in result.statements):
        result.aside = result.aside or gates.is_stock_news(shown[0])
    result.dayless = reading.day is None and not any(w in whole for w in group("fresh"))
    result.recalls = reading.day is None and gates.looks_back(shown)
    if reading.counted_by_others:
        result.statements = [counted(s) for s in result.statements]
    if reading.denied:
        result.statements = [s for s in result.statements if not _is_refuted(s, reading)]
        result.guesses = []
    return result


def _complete(result: Result, reading: Reading) -> None:
    """What the whole text tells of its steps: who permits them, which deals are not closed yet."""
    first = [scene for scene in reading.seen if 1 <= scene.number <= LEAD]
    agencies = {
        name: reading.evidence(scene)
        for scene in first
        for name in slots.agencies(scene, reading.words(scene))
    }
    result.statements = shared_capital(on_time(result.statements, reading.seen))
    result.statements = permitted(result.statements, agencies)
    result.statements = without_developers(as_sure(result.statements), reading.seen)
    told = (result.statements, result.guesses)
    result.statements, result.guesses = (
        not_closed(each, reading.seen, reading.published) for each in told
    )


def _read_figures(scene: Scene, reading: Reading, result: Result) -> None:
    """Keep what a sentence tells of the cost and size of a plant."""
    told = result.statements
    if not any(s.kind is Kind.FACTORY and s.position == scene.number for s in told):
        result.facts.extend(facts(scene, reading.talk.carried, told))
    result.statements = handed_back(scene, told)


def _is_refuted(s: Statement, reading: Reading) -> bool:
    """Is it a rumour of the text, which somebody calls untrue there?

    What a company says of its own plan beside a denial stays.
    """
    official = s.certainty is Certainty.OFFICIAL
    if s.start in reading.rumours:
        plan = s.phase in {Phase.PLANNED, Phase.PENDING} and s.kind is not Kind.RESTRUCTURING
        held = official and plan and any(word in s.evidence for word in group("as_planned"))
        return not held
    return not official and s.position in reading.refuted


def parts_of(title: str, text: str) -> list[Sentence]:
    """Title and body in one count of offsets: that of title, newline, text."""
    folded = fold(title, language="zh")[:TITLE_CHARS]
    parts = [Sentence(folded, 0, len(folded), -1)]
    shift = len(title) + 1
    told = [s for s in sentences(text, language="zh")[:SENTENCES] if not _repeats(s.text, folded)]
    parts.extend(
        replace(s, text=_UNREAD.sub("", s.text), start=s.start + shift, end=s.end + shift)
        for s in told
    )
    return parts


def _headings(
    title: Sentence, normal: str, mentions: Sequence[Mention]
) -> list[tuple[Sentence, str, Sequence[Mention]]]:
    """The headlines of a title, each with its normal form and the companies in it."""
    places = headings(
        normal,
        [(m.start, m.company) for m in mentions if m.company],
        whole=(),
        torn=any(word in normal for word in group("untrue")),
    )
    if len(places) <= 1 or len(normal) != len(title.text):
        return [(title, normal, mentions)]
    return [
        (
            replace(title, text=title.text[start:end], start=start, end=end),
            normal[start:end],
            [
                Mention(m.company, m.start - start, m.end - start, m.name)
                for m in mentions
                if start <= m.start and m.end <= end
            ],
        )
        for start, end in places
    ]


def _is_of_outsiders(title: str, mentions: Sequence[Mention]) -> bool:
    """Does a title name companies, or say that it names none, and nobody who is followed?"""
    if not mentions:
        return _UNNAMED.search(title) is not None
    return not any(m.company for m in mentions)


def _aside(heads: Sequence[str], whole: str) -> str | None:
    """Why a text is hardly news: each headline of its title says so."""
    told = [gates.is_aside(head, whole) for head in heads]
    return told[0] if all(told) else None


def _told_on(lead: Sequence[str], published: date) -> date:
    """The day on which an agency told a text that a page brings a little later: "首尔29日电"."""
    for text in lead:
        found = _WIRE.search(text[:WIRE_CHARS])
        if found is None:
            continue
        late = (published - timedelta(days=back) for back in range(LATE_PAGE + 1))
        return next((day for day in late if day.day == int(found[1])), published)
    return published


def _above(shown: Sequence[str]) -> int:
    """How many lines too many stand between a title and the first sentence of the article."""
    for number, text in enumerate(shown[1:]):
        if is_prose(text):
            return max(0, number - HEADERS)
    return 0


def _repeats(sentence: str, title: str) -> bool:
    """Is a sentence only the title once more, perhaps with the name of the page?"""
    bare = _BRACKET.sub("", title).strip(" 。.")
    told = _BRACKET.sub("", sentence)
    return bool(bare) and bare in told and len(told) <= len(bare) + REPEATED


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
    beside = (a for a in everyone if a.company and a.preposition not in sense("rivalling"))
    return free or tuple(a.company for a in beside)[:1]


def _lead(mentions: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """For a title without a name: the company that the first sentences name most."""
    named = [m.company for inside in mentions[1 : LEAD + 1] for m in inside if m.company]
    return (max(named, key=named.count),) if named else ()


def _read_sentence(
    scene: Scene, said: Sequence[Match], everyone: Sequence[Actor], reading: Reading, result: Result
) -> None:
    notes: list[str] = []
    refused: list[Kind] = []
    barred: set[Kind] = set()  # kinds that a rule saw and found not stated
    kept: list[tuple[Match, Statement]] = []
    for match in said:
        kind = match.pattern.step.kind
        judged = judge(scene, match, everyone, reading)
        if isinstance(judged, str):
            notes.append(f"{kind}: {match.pattern.said} - {judged}")
            refused += [kind] if judged == DENIED else []
            barred.add(kind)
            continue
        notes.append(f"{kind}: {match.pattern.said}")
        kept.extend((match, statement) for statement in judged)
    if scene.has("untrue"):
        names = [a.company for a in everyone if a.company] or list(reading.talk.topic)
        result.denials.extend(
            Denial(
                company=c, kind=refused[0] if refused else None, evidence=reading.evidence(scene)
            )
            for c in names[:1]
        )
    final = settle(kept)
    if not any(s.kind is Kind.APPROVAL for s in final):
        final += _listed(scene, everyone, reading)
    if everyone or any(reading.talk.carried):
        barred.update(s.kind for s in final)
        if any(s.kind is Kind.LAUNCH and s.amount for s in final):
            # a car shown with its price is launched, and that was settled
            barred.update(s.kind for _, s in kept if s.kind is Kind.UNVEIL)
        more = proposed(
            scene, reading.context, barred, lambda m: judge(scene, m, everyone, reading), notes
        )
        result.guesses += more + overlooked(
            scene,
            reading.context,
            [*final, *more, *(s for _, s in kept)],
            lambda m: assumed(scene, m, _takers(m, everyone, reading), everyone, reading),
            notes,
        )
    result.statements.extend(final)
    if notes or everyone:
        named = tuple(dict.fromkeys(a.company for a in everyone if a.company))
        told = "; ".join(f"{s.company} {s.kind} {s.phase} {s.certainty} ({s.rule})" for s in final)
        result.seen.append(Seen(scene.sentence.text, named, tuple(notes), told or "nothing kept"))


def _takers(match: Match, everyone: Sequence[Actor], reading: Reading) -> Sequence[str]:
    """Who most likely takes a step: whom its sentence names first, else of whom the talk is.

    A deal has all those whom it names.
    """
    named = tuple(dict.fromkeys(a.company for a in everyone if a.company))
    shared = match.pattern.step.kind is Kind.PARTNERSHIP
    carried = tuple(filter(None, reading.talk.carried))
    return named if named and shared else (named or carried or reading.talk.topic)[:1]


def _listed(scene: Scene, everyone: Sequence[Actor], reading: Reading) -> list[Statement]:
    """The step of the sentence before, for each company that a list behind it names."""
    if reading.listing is None or scene.number - reading.listing[1] > LISTED:
        return []
    if scene.has("negation") and not scene.has("enumerates"):
        return []
    if scene.text.startswith(sense("looking_back")):
        return []
    is_list = scene.has("enumerates") or scene.text[:1].isdigit() or reading.listing[0].company
    names = [a.company for a in everyone if a.role == "free" and a.company] if is_list else []
    return [replace(reading.listing[0], company=c) for c in dict.fromkeys(names)]
