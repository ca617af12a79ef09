"""Answers about one alert: who tells it, why it came here, and who doubts it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from adapters.document import Button, Buttons, Document, Fact, Facts, Part, Quote, Run, Text, Title
from adapters.plain import web_address
from bot.catalogue import Catalogue
from bot.compose.correcting_words import Correcting
from bot.compose.datelines import undated
from bot.compose.figures import day
from bot.compose.quoting import shortened
from bot.compose.rows import DOT, label, name_of, step_row, text
from bot.compose.steps import Told, told_of
from bot.compose.wording import KINDS, Phrase, listed, pick
from bot.stories.overlay import step_id
from storage.channels import Flagging, Silence, Subscription
from storage.records import Item, Join, Story

SOURCES_MAX: Final = 15
STEPS_MAX: Final = 3
WAYS_MAX: Final = 3  # texts whose way can be asked for by a button
QUOTE_MAX_CHARS: Final = 300
FLAGS_MAX: Final = 15


def actions(story: Story, language: str) -> Buttons:
    """What can be done about an alert, without typing."""
    company = story.companies[0] if story.companies else ""
    timeline = [Button(Phrase.TIMELINE.say(language), f"/milestones {company}")] if company else []
    return Buttons(
        (
            *timeline,
            Button(Phrase.SOURCES.say(language), f"/evwatch sources #{story.id}"),
            Button(Phrase.MUTE.say(language), f"/evwatch mute #{story.id}"),
            Button(Phrase.NO_MILESTONE.say(language), f"/evwatch flag #{story.id}"),
        )
    )


def told_by(story: Story, sources: Sequence[tuple[Item, str]], language: str) -> Document:
    """Every text that tells the story or denies it: outlet, day, its own title with its link."""
    rows = tuple(_article(item, outlet, language) for item, outlet in sources[:SOURCES_MAX])
    parts: list[Part] = [Title(text=story.title, tag=Phrase.SOURCES.say(language)), Facts(rows)]
    if len(sources) > SOURCES_MAX:
        parts.append(text(Phrase.AND_MORE.say(language, n=len(sources) - SOURCES_MAX), faint=True))
    parts.append(Buttons((Button(Phrase.WHY.say(language), f"/evwatch why #{story.id}"),)))
    return Document(parts=tuple(parts), plain=story.title, tone="answer")


def why(  # noqa: PLR0913 - the story, and what it met here
    story: Story,
    sources: Sequence[tuple[Item, str]],
    subscription: Subscription | None,
    *,
    catalogue: Catalogue,
    language: str,
    hears: str,
) -> Document:
    """Why a story was told here: the steps read, in which words; the texts joined; the channel.

    Each step has its short id; buttons lead to the way of each text, and to correcting a step.
    """
    outlets = {item.id: outlet for item, outlet in sources}
    told = [step for step in told_of(story, catalogue) if step.is_news]
    parts: list[Part] = [Title(text=story.title, tag=Phrase.WHY.say(language))]
    for step in told[:STEPS_MAX]:
        parts += _step(step, outlets, catalogue, language)
    if len(story.items) > 1:
        parts.append(text(Phrase.ONE_STORY.say(language), bold=True))
        joins = [each for each in story.joins if each.item in outlets]
        parts.append(Facts(tuple(_join(each, outlets, language) for each in joins[:SOURCES_MAX])))
    parts.append(text(Phrase.THIS_CHANNEL.say(language), bold=True))
    parts.append(Text((Run(hears),)))
    if subscription and subscription.kinds:
        kinds = listed([pick(KINDS[kind], language) for kind in subscription.kinds], language)
        parts.append(Text((Run(Phrase.FILTER.say(language, filters=kinds)),)))
    parts.append(Buttons(_further(story, told, sources, language)))
    return Document(parts=tuple(parts), plain=story.title, tone="answer")


def mutable(
    story: Story, sources: Sequence[tuple[Item, str]], *, catalogue: Catalogue, language: str
) -> Document:
    """What of an alert this channel may hear no more of: one button each."""
    kinds = dict.fromkeys(m.kind for m in story.milestones if m.headline)
    outlets = {item.source: outlet for item, outlet in sources}
    buttons = [
        Button(name_of(each, catalogue, language), f"/evwatch mute company:{each}")
        for each in story.companies
    ]
    buttons += [Button(pick(KINDS[kind], language), f"/evwatch mute kind:{kind}") for kind in kinds]
    buttons += [
        Button(outlet, f"/evwatch mute source:{source}")
        for source, outlet in outlets.items()
        if outlet
    ]
    what = Phrase.MUTE_WHAT.say(language)
    parts = (Title(text=what), Buttons(tuple(buttons[:10])))
    return Document(parts=parts, plain=what, tone="answer")


def silence_name(silence: Silence, catalogue: Catalogue, language: str) -> str:
    """What a channel hears nothing of, as people call it."""
    if silence.what == "company":
        return name_of(silence.name, catalogue, language)
    if silence.what == "kind":
        return next(
            (pick(pair, language) for kind, pair in KINDS.items() if kind == silence.name),
            silence.name,
        )
    return silence.label or silence.name


def flags(flagged: Sequence[Flagging], language: str) -> Document:
    """The stories that people here called no milestone: how many of them, and who."""
    title = Phrase.FLAGGED.say(language, n=len(flagged))
    if not flagged:
        title = Phrase.NOTHING_FLAGGED.say(language)
    rows = tuple(
        Fact(
            label=each.title,
            detail=(
                Run(Phrase.PEOPLE.say(language, n=len(each.people)), bold=True),
                Run(DOT, faint=True),
                Run(listed(each.people[:5], language)),
            ),
            when=day(each.last.astimezone(UTC).date(), language),
        )
        for each in flagged[:FLAGS_MAX]
    )
    parts: list[Part] = [Title(text=title), *([Facts(rows)] if rows else [])]
    return Document(parts=tuple(parts), plain=title, tone="answer")


def _article(item: Item, outlet: str, language: str) -> Fact:
    title = Run(item.title or item.url, href=web_address(item.url))
    return Fact(label=outlet, detail=(title,), when=_day(item.published or item.seen, language))


def _step(
    step: Told, outlets: dict[str, str], catalogue: Catalogue, language: str
) -> Sequence[Part]:
    names = [name_of(company, catalogue, language) for company in step.companies]
    m = step.milestone
    best = next((each for each in step.tellings if each.headline), m)
    words = shortened(undated(best.evidence.strip()), QUOTE_MAX_CHARS)
    number = Run(f"#{step_id(step.tellings[0])}", faint=True)
    row = step_row(m, language, who=listed(names, language), extra=[number])
    return Facts((row,)), Quote(text=words, source=outlets.get(best.item, ""))


def _further(
    story: Story, told: Sequence[Told], sources: Sequence[tuple[Item, str]], language: str
) -> tuple[Button, ...]:
    """What else can be asked of a story, and what put right."""
    ways = [
        Button(Correcting.WAY_OF.say(language, outlet=outlet), f"/evwatch why #{item.id}")
        for item, outlet in sources[:WAYS_MAX]
    ]
    fixes = [
        Button(
            Correcting.FIX_ONE.say(language, step=label(step.milestone, language)),
            f"/evwatch milestone fix {step_id(step.tellings[0])}",
        )
        for step in told[:STEPS_MAX]
    ]
    texts = Button(Correcting.TEXTS.say(language), f"/evwatch story #{story.id}")
    return (*ways, *fixes, texts)


def _join(join: Join, outlets: dict[str, str], language: str) -> Fact:
    """Why one text counts as telling this story; the grounds are kept in English."""
    detail = (Run(join.why, faint=True),)
    return Fact(label=outlets[join.item], detail=detail, when=_day(join.at, language))


def _day(at: datetime, language: str) -> str:
    return day(at.astimezone(UTC).date(), language)
