"""The way of one item as an answer: a line that says it, a row for each stage, the rest behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from adapters.document import Button, Buttons, Document, Fact, Facts, Part, Run, Text, Title
from adapters.plain import web_address
from bot.catalogue import Catalogue
from bot.compose.correcting_words import Correcting
from bot.compose.fault_words import fault_in
from bot.compose.figures import day, moment
from bot.compose.rows import dotted, in_words, label, name_of, text
from bot.compose.trail_words import STATES, Trail
from bot.compose.wording import DELIVERY_STATES, Phrase, listed, pick
from bot.milestones.account import Reason
from bot.milestones.extract import Trace
from bot.stories.overlay import step_id
from storage.channels import DeliveryState
from storage.records import Item, Join, Milestone, Story
from storage.sources import SourceStatus
from storage.tracing import Last, Reading, Sent

THIN_CHARS: Final = 400
SENTENCES_MAX: Final = 12
FATES_MAX: Final = 10
CHARS_MAX: Final = 200
STEPS_MAX: Final = 4
MARKS: Final = {"url": Trail.URL, "title": Trail.TITLE, "text": Trail.TEXT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """All that is known of the way of one item, as one workspace sees it."""

    item: Item
    outlet: str
    status: SourceStatus | None  # of its source; None: not watched here any more
    reading: Reading | None
    said: tuple[Milestone, ...]  # what it states
    names_company: bool  # any that is known here
    noise: str  # why nothing of it counts
    trace: tuple[Trace, ...]
    account: tuple[Reason, ...]
    story: Story | None
    near: tuple[tuple[str, str], ...]  # titles of stories that it did not join, and why
    obstacles: tuple[str, ...]  # why the channel does not want it; empty: it does
    sent: tuple[Sent, ...]  # of its story, to the channel


def whole(way: Way, *, catalogue: Catalogue, now: datetime, language: str) -> Document:
    """The answer, its stages, and buttons to what is behind them."""
    verdict = _verdict(way, now, language)
    item = way.item
    title = Text((Run(item.title or item.url, href=web_address(item.url)),))
    rows = [
        _row(Trail.FETCHED, _fetched(way, now, language), language),
        _row(Trail.READ, _read(way, language), language),
        _row(Trail.KNOWN, _known(way, language), language),
        _row(Trail.UNDERSTOOD, _understood(way, catalogue, language), language),
    ]
    if way.said:
        rows += [
            _row(Trail.STORY, _story(way, language), language),
            _row(Trail.CHANNEL, way.obstacles or (Trail.HEARS.say(language),), language),
            _row(Trail.DELIVERY, _deliveries(way, now, language), language),
        ]
    parts: list[Part] = [Title(text=verdict), title, Facts(tuple(rows))]
    parts.append(Buttons(_buttons(way, language)))
    return Document(parts=tuple(parts), plain=verdict, tone="answer")


def sentences(way: Way, language: str) -> Document:
    """What was seen in each sentence, what was kept and what dropped, and by which rule."""
    heading = Trail.SENTENCE_TITLE.say(language, title=way.item.title or way.item.url)
    seen = [each for each in way.trace if each.companies or each.seen]
    rows = tuple(
        Fact(label=_cut(each.sentence), detail=(Run(each.verdict, faint=True),))
        for each in seen[:SENTENCES_MAX]
    )
    parts: list[Part] = [Title(text=heading), *([Facts(rows)] if rows else [])]
    others = len(way.trace) - len(rows)
    if others:
        parts.append(text(Trail.MORE_SENTENCES.say(language, n=others), faint=True))
    if way.account:
        parts.append(Text((Run(Trail.FATES.say(language), bold=True),)))
        fates = way.account[:FATES_MAX]
        parts.append(Facts(tuple(Fact(label=_cut(f.what), detail=(Run(f.fate),)) for f in fates)))
    back = Button(Trail.BACK.say(language), f"/evwatch why #{way.item.id}")
    parts.append(Buttons((back,)))
    return Document(parts=tuple(parts), plain=heading, tone="answer")


def never_came(
    statuses: Sequence[tuple[SourceStatus, str, Last | None]],
    first: str,
    *,
    more: str,
    now: datetime,
    language: str,
) -> Document:
    """That no source has given it, and how those stand that could; each with its name."""
    parts: list[Part] = [Title(text=first)]
    for status, name, last in statuses:
        times = {
            "visited": moment(status.last_success, now, language),
            "next": moment(status.next_try, now, language),
        }
        if last is None:
            words = Trail.GAVE_NOTHING.say(language, **times)
        else:
            at = moment(last.told, now, language)
            words = Trail.LAST_GAVE.say(language, title=_cut(last.title), at=at, **times)
        detail = [Run(words)]
        if status.fault:
            detail.append(Run(" " + Trail.FAULT.say(language, fault=status.fault), bold=True))
        parts.append(Facts((Fact(label=name, detail=tuple(detail)),)))
    parts.append(text(more, faint=True))
    return Document(parts=tuple(parts), plain=first, tone="answer")


def _verdict(way: Way, now: datetime, language: str) -> str:
    told = [each for each in way.sent if each.delivery.state == DeliveryState.SENT]
    if told:
        return Trail.TOLD.say(language, at=moment(told[0].settled, now, language))
    if way.sent:
        last = way.sent[-1]
        why = last.fault or pick(DELIVERY_STATES[last.delivery.state], language)
        at = moment(last.delivery.not_before, now, language)
        return STATES[last.delivery.state].say(language, why=why, at=at)
    if not way.said:
        return Trail.NO_STEP.say(language)
    if way.reading and way.reading.silent:
        return Trail.SILENT.say(language, why=way.reading.silent)
    if way.obstacles:
        return Trail.NOT_WANTED.say(language, why=way.obstacles[0])
    return Trail.NOTHING_NEW.say(language)


def _fetched(way: Way, now: datetime, language: str) -> list[str]:
    item = way.item
    seen = moment(item.seen, now, language)
    if item.published:
        told = day(item.published.astimezone(UTC).date(), language)
        words = [way.outlet, Trail.FIRST_SEEN.say(language, seen=seen, told=told)]
    else:
        words = [way.outlet, Trail.UNDATED.say(language, seen=seen)]
    if way.status:
        visited = moment(way.status.last_success, now, language)
        next_ = moment(way.status.next_try, now, language)
        words.append(Trail.VISITED.say(language, visited=visited, next=next_))
        if way.status.fault:
            words.append(Trail.FAULT.say(language, fault=way.status.fault))
    return words


def _read(way: Way, language: str) -> list[str]:
    words = [Trail.CHARS.say(language, n=len(way.item.text))]
    if way.reading is None:
        return [*words, Trail.OLDER.say(language)]
    if way.reading.is_article:
        return [*words, Trail.FROM_ARTICLE.say(language)]
    words.append(Trail.FROM_ENTRY.say(language))
    return [*words, *([Trail.THIN.say(language)] if len(way.item.text) < THIN_CHARS else [])]


def _known(way: Way, language: str) -> list[str]:
    edits = way.reading.edits if way.reading else 0
    first = Trail.CAME_AGAIN.say(language, n=edits) if edits else Trail.IS_NEW.say(language)
    kinds = dict.fromkeys(mark.partition(":")[0] for mark in way.item.marks)
    marks = [MARKS[kind].say(language) for kind in kinds if kind in MARKS]
    if not marks:
        return [first]
    return [first, Trail.BY_MARKS.say(language, marks=listed(marks, language))]


def _understood(way: Way, catalogue: Catalogue, language: str) -> list[str]:
    if way.said:
        news = sum(m.headline for m in way.said)
        words = [Trail.STEPS.say(language, n=len(way.said), news=news)]
        for m in way.said[:STEPS_MAX]:
            name = name_of(m.company, catalogue, language)
            words.append(f"{name}: {in_words(m, language)} #{step_id(m)}")
        return words
    words = [Trail.NONE_READ.say(language)]
    if way.noise:
        words.append(Trail.NOISE.say(language, why=way.noise))
    elif not way.names_company:
        words.append(Trail.NO_COMPANY.say(language))
    return words


def _story(way: Way, language: str) -> list[str]:
    words = [Trail.NO_STORY.say(language)]
    if way.story:
        join = _join(way.story, way.item)
        why = join.why if join else ""
        words = [Trail.JOINED.say(language, title=_cut(way.story.title), why=why)]
    words += [Trail.NOT_JOINED.say(language, title=_cut(title), why=why) for title, why in way.near]
    return words


def _join(story: Story, item: Item) -> Join | None:
    return next((each for each in story.joins if each.item == item.id), None)


def _deliveries(way: Way, now: datetime, language: str) -> list[str]:
    words: list[str] = []
    for each in way.sent:
        state = pick(DELIVERY_STATES[each.delivery.state], language)
        at = each.settled or each.delivery.not_before or each.delivery.attempted
        told = [state, moment(at, now, language) if at else "", fault_in(each.fault, language)]
        words.append(" ".join(part for part in told if part))
    return words or [Phrase.NOTHING_WAITS.say(language)]


def _buttons(way: Way, language: str) -> tuple[Button, ...]:
    buttons = [Button(Trail.SENTENCES.say(language), f"/evwatch why #{way.item.id} part:sentences")]
    if way.story:
        buttons.append(Button(Trail.STORY_OF_IT.say(language), f"/evwatch why #{way.story.id}"))
    for m in way.said[:STEPS_MAX]:
        fix = Correcting.FIX_ONE.say(language, step=label(m, language))
        buttons.append(Button(fix, f"/evwatch milestone fix {step_id(m)}"))
    return tuple(buttons)


def _row(stage: Trail, words: Sequence[str], language: str) -> Fact:
    return Fact(label=stage.say(language), detail=dotted([Run(each) for each in words]))


def _cut(words: str) -> str:
    one = " ".join(words.split())
    return one if len(one) <= CHARS_MAX else f"{one[: CHARS_MAX - 1]}…"
