"""A story as the message that alerts: what happened, how sure, when, and in whose words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from adapters.document import Document, Fact, Facts, Part, Run, Text, Title
from bot.catalogue import Catalogue
from bot.compose.growth import changed, denied, otherwise
from bot.compose.overdue import reminder
from bot.compose.rows import formerly, in_words, name_of, state, step_row
from bot.compose.sources import footer, links, quote
from bot.compose.wording import Phrase, is_chinese, listed, together
from bot.stories.steps import merge
from bot.stories.summary import summarise
from storage.records import Change, ChangeKind, Item, Kind, Milestone, Story

ROWS_MAX: Final = 8  # more is a page of its own: /milestones
DENIALS_MAX: Final = 2
KNOWN_MAX: Final = 4  # old steps recalled in an update
# The auxiliary of a clause without its subject; a participle alone reads as a headline does.
_AUXILIARY: Final = re.compile(
    r"^(?:has|have|is|are|was|were) (reportedly )?(?:been )?"
    r"|(?<= and )(?:has|have) (reportedly )?been "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A step as this message tells it; `companies` took it together."""

    milestone: Milestone
    companies: tuple[str, ...]
    is_news: bool  # some text is news for it
    first: int  # place in `story.items` of the item that first told it as it is now
    tellings: tuple[Milestone, ...]


def alert(  # noqa: PLR0913 - what was told, and how it is to be said
    story: Story,
    sources: Sequence[tuple[Item, str]],
    *,
    catalogue: Catalogue,
    language: str,
    update: bool = False,
    heard: int = 0,
    overdue: Sequence[Change] = (),
) -> Document:
    """The message about a story; `sources` are its items, each with the name of its outlet.

    An update tells what its newest news added, and recalls the rest in one line; what else has
    changed since the revision that the channel `heard` is said in words. One about `overdue` plans
    tells nothing else.
    """
    if overdue:
        return reminder(
            story, overdue, sources, catalogue=catalogue, language=language, update=update
        )
    told = _steps(story, catalogue)
    fresh = _newest(told) if update else told
    known = [step for step in told if step not in fresh]
    said = tuple(m for step in fresh for m in step.tellings)
    names = [name_of(each, catalogue, language) for each in story.companies]
    tag = listed(names, language)
    line, brief = summarise(said, catalogue, language=language, day=story.first_seen.date())
    what = _what(line, names, language) or story.title
    news = (Run(Phrase.NEW.say(language), bold=True),) if update else ()
    parts: list[Part] = [Title(text=what, tag=tag)]
    if brief and (update or not _is_said_by(line, brief)):
        parts.append(Text((*news, Run(brief))))
    if change := changed(_changes(story, heard, update=update), language):
        label = Run(Phrase.CHANGED.say(language), bold=True)
        parts.append(Text((label, Run(change))))
    parts += _facts(fresh, story, catalogue, language)
    if known:
        parts.append(_recalled(known, language))
    parts += _denials(story, language)
    stated = [m for step in fresh for m in state(step.milestone, step.tellings)]
    parts += quote(stated, sources, language)
    parts += links(sources, language)
    parts.append(footer(story, sources, language, update=update))
    return Document(parts=tuple(parts), plain=f"{tag}: {what}" if tag else what, tone="alert")


def _is_said_by(line: str, brief: str) -> bool:
    """Is the gist the headline once more, so that it need not be read twice?"""
    return _letters(brief) == _letters(line)


def _letters(text: str) -> str:
    """The words without their marks and auxiliaries: headlines have no perfect tense."""
    return re.sub(r"\b(?:has|have)\b|\W", "", text)


def _changes(story: Story, heard: int, *, update: bool) -> list[Change]:
    """What a message must say besides the steps; of a first one only what older stories knew."""
    if update:
        return [change for change in story.changes if change.revision > heard]
    return [change for change in story.changes if change.kind == ChangeKind.SLIP]


def _denials(story: Story, language: str) -> list[Part]:
    """What is denied, each kind of step once, in the newest words."""
    newest = {(denial.company, denial.kind): denial for denial in story.denials}
    shown = list(newest.values())[-DENIALS_MAX:]
    return [Text((Run(f"⚠ {denied(denial, language)}"),)) for denial in shown]


def _steps(story: Story, catalogue: Catalogue) -> list[_Told]:
    """The steps of a story, the news first; one that several companies took is one step."""
    places = {item: place for place, item in enumerate(story.items)}
    together: dict[tuple[object, ...], _Told] = {}
    for step in merge(story.milestones):
        m = _without_other_side(step.best, story, catalogue)
        tellings = tuple(story.milestones[i] for i in step.tellings)
        told = _Told(
            milestone=m,
            companies=(m.company,),
            is_news=any(each.headline for each in tellings),
            first=min(places.get(each.item, 0) for each in state(m, tellings)),
            tellings=tellings,
        )
        key = (m.kind, m.phase, m.certainty, m.when, m.amount, m.quantity, m.agency, m.subject)
        other = together.get(key)
        together[key] = _joined(other, told) if other else told
    return sorted(together.values(), key=lambda told: not told.is_news)


def _without_other_side(m: Milestone, story: Story, catalogue: Catalogue) -> Milestone:
    """A deal without the subject that only names its other side, which is named as a company."""
    if m.kind != Kind.PARTNERSHIP or not m.subject:
        return m
    other = catalogue.find(m.subject)
    is_side = other is not None and other.id != m.company and other.id in story.companies
    return replace(m, subject=None) if is_side else m


def _joined(one: _Told, other: _Told) -> _Told:
    return replace(
        one,
        companies=tuple(dict.fromkeys((*one.companies, *other.companies))),
        is_news=one.is_news or other.is_news,
        first=min(one.first, other.first),
        tellings=(*one.tellings, *other.tellings),
    )


def _newest(told: Sequence[_Told]) -> list[_Told]:
    """The steps that the last item with news brought; all of them when that was the first item."""
    last = max((step.first for step in told if step.is_news), default=0)
    return [step for step in told if step.first == last or not last]


def _what(line: str, companies: Sequence[str], language: str) -> str:
    """The headline without the names that stand before it, as a headline is written.

    "Xiaomi has reportedly been cleared" is told as "Reportedly cleared" behind the tag "Xiaomi".
    """
    names = together(companies, language)
    if not names or not line.startswith(names):
        return line
    rest = line.removeprefix(names).lstrip()
    if not is_chinese(language):
        rest = _AUXILIARY.sub(lambda found: found[1] or found[2] or "", rest)
    return rest[:1].upper() + rest[1:]


def _facts(told: Sequence[_Told], story: Story, catalogue: Catalogue, language: str) -> list[Part]:
    rows = tuple(_row(step, story, catalogue, language) for step in told[:ROWS_MAX])
    parts: list[Part] = [Facts(rows)] if rows else []
    if len(told) > ROWS_MAX:
        command = f"/milestones {story.companies[0]}" if story.companies else "/milestones"
        more = Phrase.MORE_STEPS.say(language, n=len(told) - ROWS_MAX, command=command)
        parts.append(Text((Run(more, faint=True),)))
    return parts


def _row(step: _Told, story: Story, catalogue: Catalogue, language: str) -> Fact:
    names = [name_of(company, catalogue, language) for company in step.companies]
    is_clear = len(story.companies) == 1 and step.companies == story.companies
    return step_row(
        step.milestone,
        language,
        who="" if is_clear else listed(names, language),
        extra=[
            *formerly(step.milestone, step.tellings, language),
            *otherwise(step.milestone, step.tellings, language),
        ],
    )


def _recalled(known: Sequence[_Told], language: str) -> Text:
    steps = "; ".join(in_words(step.milestone, language) for step in known[:KNOWN_MAX])
    return Text((Run(Phrase.KNOWN_BEFORE.say(language, steps=steps), faint=True),))
