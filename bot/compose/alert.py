"""A story as the message that alerts: what happened, how sure, when, and in whose words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from adapters.document import Document, Fact, Facts, Part, Quote, Run, Text, Title
from adapters.plain import web_address
from bot.catalogue import Catalogue
from bot.compose.evidence import actions
from bot.compose.growth import changed, denied, otherwise
from bot.compose.overdue import reminder
from bot.compose.quoting import quote, shortened, title_of
from bot.compose.rows import DOT, formerly, in_words, name_of, state, step_row
from bot.compose.sources import footer, links
from bot.compose.steps import Told, newest, telling, told_of
from bot.compose.wording import Phrase, is_chinese, listed, pick, together
from bot.stories.bounds import is_of_other_figure
from bot.stories.brands import called
from bot.stories.names import is_chinese as has_han
from bot.stories.shown import as_shown, is_plain
from bot.stories.summary import HEADLINE_MAX_CHARS, in_short
from bot.stories.told import is_day_of_plan
from storage.records import Change, ChangeKind, Item, Milestone, Story

ROWS_MAX: Final = 8  # more is a page of its own: /milestones
DENIALS_MAX: Final = 2
MARKS: Final = "“{}”"
KNOWN_MAX: Final = 4  # old steps recalled in an update
# The auxiliary of a clause without its subject; a participle alone reads as a headline does.
_AUXILIARY: Final = re.compile(
    r"^(?:has|have|is|are|was|were) (reportedly )?(?:been )?"
    r"|(?<= and )(?:has|have) (reportedly )?been "
)


def alert(  # noqa: PLR0913 - what was told, and how it is to be said
    story: Story,
    sources: Sequence[tuple[Item, str]],
    *,
    catalogue: Catalogue,
    language: str,
    update: bool = False,
    heard: int = 0,
    overdue: Sequence[Change] = (),
    buttons: bool = False,
) -> Document:
    """The message about a story; `sources` are its items, each with the name of its outlet.

    An update tells what its newest news added, and recalls the rest in one line; what else has
    changed since the revision that the channel `heard` is said in words. One that takes the place
    of a message (it was heard, and is no update) tells the whole story and all that changed. One
    about `overdue` plans tells nothing else. `buttons`: what can be done about it, for a channel.
    """
    if overdue:
        document = reminder(
            story, overdue, sources, catalogue=catalogue, language=language, update=update
        )
        return replace(document, parts=(*document.parts, *_actions(story, language, buttons)))
    story = as_shown(story)
    told = told_of(story, catalogue)
    fresh = newest(told, story, heard) if update else told
    known = [step for step in told if step not in fresh]
    said = tuple(m for step in fresh for m in step.tellings)
    names = [_called(each, story, catalogue, language) for each in story.companies]
    tag = listed(names, language)
    short = in_short(said, catalogue, language=language, day=story.first_seen.date())
    what = _what(short.line, names, language) or story.title
    stated = [m for step in fresh for m in state(step.milestone, step.tellings)]
    quoted: Sequence[Quote] = quote(stated, sources, catalogue, language)
    changes = _changes(story, told, heard, update=update)
    denials = _denials(story, sources, language)
    is_denied = bool(changes) and all(change.kind == ChangeKind.DENIAL for change in changes)
    if said and not short.plain:
        denying = {denial.item for denial in story.denials}
        telling_it = [each for each in sources if each[0].id not in denying]
        title = title_of(stated, telling_it, catalogue, language)
        what, quoted = _in_their_words(what, title, quoted, language)
    if update and is_denied:
        what = Phrase.IS_DENIED.say(language, what=what)
        parts: list[Part] = [*denials, *_facts(fresh, story, catalogue, language)]
    else:
        parts = [
            *_gist(short.rest, language, update=update),
            *_changed(changes, fresh, language),
            *_facts(fresh, story, catalogue, language, changes=changes),
            *_recalled(known, language),
            *denials,
            *quoted,
        ]
    if len(names) > 1 and all(name in what for name in names):
        tag = ""  # the line names them all
    parts += links(sources, language)
    parts.append(footer(story, sources, language, update=update, before=parts))
    parts += _actions(story, language, buttons)
    plain = Phrase.NAMED.say(language, name=tag, what=what) if tag else what
    return Document(parts=(Title(text=what, tag=tag), *parts), plain=plain, tone="alert")


def _in_their_words(
    what: str, title: str, quoted: Sequence[Quote], language: str
) -> tuple[str, Sequence[Quote]]:
    """The line of what is hardly sure to be as far as it was read: the words of a source.

    Its title, else what is quoted where it is of the channel's language; the quotation stays if
    the line does not hold it.
    """
    told = title or (quoted[0].text if quoted else "")
    if not told or has_han(told) is not is_chinese(language):
        return what, quoted
    line = shortened(told, HEADLINE_MAX_CHARS - len(MARKS.format("")))
    what = line if "“" in line or "”" in line else MARKS.format(line)  # it opens with speech
    is_told = bool(quoted) and line == quoted[0].text
    return what, () if is_told else quoted


def _called(company: str, story: Story, catalogue: Catalogue, language: str) -> str:
    if company not in catalogue.companies:
        return name_of(company, catalogue, language)
    return called(company, story.milestones, catalogue, language)


def _actions(story: Story, language: str, wanted: bool) -> list[Part]:  # noqa: FBT001 - passed on
    return [actions(story, language)] if wanted else []


def _gist(rest: str, language: str, *, update: bool) -> list[Part]:
    """The sentences that tell what the headline does not."""
    if not rest:
        return []
    news = (Run(Phrase.NEW.say(language), bold=True),) if update else ()
    return [Text((*news, Run(rest)))]


def _changed(changes: Sequence[Change], fresh: Sequence[Told], language: str) -> list[Part]:
    """What changed about the steps, but for a figure that its row shows as new."""
    shown = {_figures(step.milestone) for step in fresh}
    words = changed(
        [
            change
            for change in changes
            if change.kind != ChangeKind.FIGURE or _figures(change.milestone) not in shown
        ],
        language,
    )
    return [Text((Run(Phrase.CHANGED.say(language), bold=True), Run(words)))] if words else []


def _figures(m: Milestone) -> tuple[object, ...]:
    return m.company, m.kind, m.amount, m.quantity


def _changes(story: Story, told: Sequence[Told], heard: int, *, update: bool) -> list[Change]:
    """What a message must say besides the steps; of a first one only what older stories knew."""
    if update:
        return [change for change in story.changes if change.revision > heard]
    if heard:
        return list(story.changes)
    best = {m.id: step.milestone for step in told for m in step.tellings}
    slips = (change for change in story.changes if change.kind == ChangeKind.SLIP)
    return [replace(slip, milestone=best.get(slip.milestone.id, slip.milestone)) for slip in slips]


def _denials(story: Story, sources: Sequence[tuple[Item, str]], language: str) -> list[Part]:
    """What is denied, each kind of step once, in the newest words, and by whom that is told."""
    outlets = {item.id: (item, outlet) for item, outlet in sources}
    newest = {(denial.company, denial.kind): denial for denial in story.denials}
    parts: list[Part] = []
    for denial in list(newest.values())[-DENIALS_MAX:]:
        runs = [Run(denied(denial, language))]
        item, outlet = outlets.get(denial.item, (None, ""))
        if item and outlet.strip():
            runs += [Run(DOT, faint=True), Run(outlet, faint=True, href=web_address(item.url))]
        parts.append(Text(tuple(runs)))
    return parts


def _what(line: str, companies: Sequence[str], language: str) -> str:
    """The headline without the names that stand before it, as a headline is written.

    "Xiaomi has reportedly been cleared" is told as "Reportedly cleared" behind the tag "Xiaomi".
    """
    names = together(companies, language)
    if not names or not line.startswith(names):
        return line
    rest = line.removeprefix(names).lstrip(" :：")
    if not is_chinese(language):
        rest = _AUXILIARY.sub(lambda found: found[1] or found[2] or "", rest)
    return rest[:1].upper() + rest[1:]


def _facts(
    told: Sequence[Told],
    story: Story,
    catalogue: Catalogue,
    language: str,
    changes: Sequence[Change] = (),
) -> list[Part]:
    told = telling(told, catalogue)
    rows = tuple(_row(step, story, catalogue, language, changes) for step in told[:ROWS_MAX])
    parts: list[Part] = [Facts(rows)] if rows else []
    if len(told) > ROWS_MAX:
        command = f"/milestones {story.companies[0]}" if story.companies else "/milestones"
        more = Phrase.MORE_STEPS.say(language, n=len(told) - ROWS_MAX, command=command)
        parts.append(Text((Run(more, faint=True),)))
    return parts


def _row(
    step: Told, story: Story, catalogue: Catalogue, language: str, changes: Sequence[Change]
) -> Fact:
    names = [name_of(company, catalogue, language) for company in step.companies]
    is_clear = len(story.companies) == 1 and step.companies == story.companies
    m = step.milestone
    if is_day_of_plan(m, story.first_seen.date()) or is_of_other_figure(m):
        m = replace(m, when=None)
    is_told = any(  # in words above the rows
        each.kind in {ChangeKind.PHASE, ChangeKind.SLIP}
        and (each.milestone.company, each.milestone.kind) == (m.company, m.kind)
        for each in changes
    )
    row = step_row(
        m,
        language,
        who="" if is_clear else listed(names, language),
        besides=step.companies,
        extra=[
            *([] if is_told else formerly(step.milestone, step.tellings, language)),
            *otherwise(step.milestone, step.tellings, language),
        ],
    )
    if is_plain(m):
        return row
    return replace(row, phase="", phase_text=Phrase.UNCLEAR.say(language))


def _recalled(known: Sequence[Told], language: str) -> list[Part]:
    if not known:
        return []
    told = (in_words(step.milestone, language) for step in known[:KNOWN_MAX])
    steps = pick(("; ", "；"), language).join(told)
    return [Text((Run(Phrase.KNOWN_BEFORE.say(language, steps=steps), faint=True),))]
