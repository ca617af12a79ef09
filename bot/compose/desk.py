"""What is told of changes and roles: the log, what an undo did or would do, who may do what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final
from urllib.parse import quote

from adapters.document import Button, Buttons, Document, Fact, Facts, Part, Run, Text, Title
from bot.compose.answers import note, text, until_words
from bot.compose.desk_words import ROLES, Desk
from bot.compose.figures import moment
from bot.compose.phrases import pick
from bot.compose.rows import dotted
from bot.compose.wording import Phrase
from storage.auditing import Entry
from storage.channels import Channel
from storage.log import Outcome, Undoing
from storage.roles import EVERYBODY
from storage.sources import Actor, Person, Role

NOTHING: Final = "–"
AUDIT: Final = "/evwatch audit"
CHANNELS_AT: Final = {
    "slack": "https://slack.com/app_redirect?team={workspace}&channel={channel}",
    "discord": "https://discord.com/channels/{workspace}/{channel}",
}
STORY: Final = "/evwatch story"


def log(  # noqa: PLR0913 - what is shown, where, and to whom
    entries: Sequence[Entry],
    *,
    here: Channel,
    turn: Sequence[Button],
    now: datetime,
    language: str,
    is_whole: bool = False,
) -> Document:
    """Changes and refusals, newest first, read in the channel `here`.

    `turn` are the buttons that lead to more of them. `is_whole`: nothing is left out of them.
    """
    none = Desk.LOG_NEW if is_whole else Desk.LOG_EMPTY
    title = Desk.LOG.say(language) if entries else none.say(language)
    parts: list[Part] = [Title(text=title)]
    if entries:
        parts.append(Facts(tuple(_row(each, here, now, language) for each in entries)))
        undo = Desk.UNDO_ONE.say(language, command=f"/evwatch undo {entries[0].id}")
        parts.append(text(undo, faint=True))
    parts += [Buttons(tuple(turn))] if turn else []
    return Document(parts=tuple(parts), plain=title, tone="answer")


def would_undo(entry: Entry, now: datetime, language: str) -> Document:
    """What an undo would do, and the button that does it."""
    undo = f"/evwatch undo {entry.id}"
    return note(
        Desk.WOULD_UNDO.say(language, id=str(entry.id), command=entry.audit.command),
        more=[Text(dotted([*_who(entry, now, language), *_values(entry, language, back=True)]))],
        buttons=[Button(Phrase.UNDO.say(language), undo)],
    )


def undone(undoing: Undoing, id_: int, now: datetime, language: str) -> Document:
    """What came of an undo."""
    entry, id_text = undoing.entry, str(id_)
    if entry is None:
        return note(Desk.NO_CHANGE.say(language, id=id_text, command=AUDIT), tone="warning")
    if undoing.outcome is not Outcome.DONE:
        return _not_undone(undoing, id_text, now, language)
    title = Desk.UNDONE.say(language, id=id_text, command=entry.audit.command)
    values = _values(entry, language, back=True)
    more = [Text(dotted(values))] if values else []
    return note(title, more=more, buttons=_again(undoing.made, language))


def _not_undone(undoing: Undoing, id_: str, now: datetime, language: str) -> Document:
    since = undoing.since
    if undoing.outcome is Outcome.CHANGED and since:
        command = since.audit.command
        return note(
            Desk.CHANGED_SINCE.say(language, id=id_, who=_name(since), command=command),
            Desk.UNDO_FIRST.say(language, command=f"/evwatch undo {since.id}"),
            more=[Text(dotted(_who(since, now, language)))],
            tone="warning",
        )
    match undoing.outcome:
        case Outcome.ALREADY:
            said = Desk.WAS_UNDONE.say(language, id=id_, who=_name(since) if since else "?")
        case Outcome.CHANGED if undoing.hidden:
            said = Desk.CHANGED_IN_PRIVATE.say(language, id=id_)
        case Outcome.CHANGED if undoing.shared:
            said = Desk.GREW_SINCE.say(language, id=id_, command=STORY)
        case Outcome.CHANGED:
            said = Desk.CHANGED_BY_ITSELF.say(language, id=id_)
        case _:
            said = Desk.NOTHING_TO_UNDO.say(language, id=id_)
    return note(said, tone="warning")


def with_silence(
    document: Document, until: datetime | None, zone: tzinfo, language: str
) -> Document:
    """The list or the state of a place, with the word that all of it is silent, if it is."""
    if until is None:
        return document
    said = text(Desk.IS_SILENT.say(language, until=until_words(until, language, zone)), bold=True)
    first, *rest = document.parts
    return replace(document, parts=(first, said, *rest))


def roles(
    said: str,
    always: str,
    given: Sequence[tuple[Person, Role]],
    *,
    platform: str,
    language: str,
) -> Document:
    """Who has which role here; `always`: who is an admin in any case."""
    parts: list[Part] = [Title(text=said), text(always)]
    if given:
        parts.append(text(Desk.ROLES_GIVEN.say(language), bold=True))
        parts.append(Facts(tuple(_given(each, platform, language) for each in given)))
    return Document(parts=tuple(parts), plain=said, tone="answer")


def person_name(person: Person, platform: str, language: str) -> str:
    """Somebody by name, or by the id that the platform knows them by; `*` is everybody else."""
    if person.id == EVERYBODY:
        return Desk.EVERYBODY.say(language)
    shown = person.name or person.id
    return f"@{shown}" if platform in {"slack", "discord"} else shown


def _given(each: tuple[Person, Role], platform: str, language: str) -> Fact:
    person, role = each
    name = person_name(person, platform, language)
    return Fact(label=name, detail=(Run(pick(ROLES[role], language)),))


def _again(made: int | None, language: str) -> list[Button]:
    return [Button(Desk.REDO.say(language), f"/evwatch undo {made}")] if made else []


def _row(entry: Entry, here: Channel, now: datetime, language: str) -> Fact:
    audit = entry.audit
    runs = [Run(audit.command), *_values(entry, language), Run(_name(entry), faint=True)]
    runs.append(_place(audit.actor, here, language))
    if not audit.allowed:
        runs.insert(0, Run(Desk.REFUSED.say(language), bold=True))
    if entry.undone is not None:
        runs.insert(0, Run(Desk.IS_UNDONE.say(language, id=str(entry.undone)), bold=True))
    when = moment(audit.at, now.astimezone(UTC), language)
    return Fact(label=f"#{entry.id}", detail=dotted(runs), when=when)


def _place(actor: Actor, here: Channel, language: str) -> Run:
    """The channel where it was done, one tap away where ids are no names."""
    if (actor.platform, actor.workspace, actor.channel) == (
        here.platform,
        here.workspace,
        here.id,
    ):
        return Run(Desk.HERE.say(language), faint=True)
    form = CHANNELS_AT.get(actor.platform)
    ids = {"workspace": quote(actor.workspace, safe=""), "channel": quote(actor.channel, safe="")}
    name = f"{actor.platform} {actor.channel}"
    return Run(name, faint=True, href=form.format(**ids) if form else None)


def _who(entry: Entry, now: datetime, language: str) -> list[Run]:
    return [Run(_name(entry)), Run(moment(entry.audit.at, now.astimezone(UTC), language))]


def _name(entry: Entry) -> str:
    return entry.audit.actor.name or entry.audit.actor.user


def _values(entry: Entry, language: str, *, back: bool = False) -> list[Run]:
    """What it was and what it became; `back`: what it became and what it will be again."""
    first, then = entry.audit.before, entry.audit.after
    if first is None and then is None:
        return []
    pair = [_value(first, language), _value(then, language)]
    return [Run(" → ".join(reversed(pair) if back else pair))]


def _value(kept: str | None, language: str) -> str:
    if not kept:
        return NOTHING
    try:
        at = datetime.fromisoformat(kept)
    except ValueError:
        return kept
    return until_words(at, language) if at.tzinfo else kept
