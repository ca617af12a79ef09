"""All verbs: the list of their groups, and how a verb is found by its name or its command."""

from collections.abc import Mapping
from typing import Final

from bot.commands.errors import NoVerb, said
from bot.commands.parsing import example
from bot.commands.verb import AnyVerb, Command
from bot.commands.verbs import (
    adding,
    channel,
    comparing,
    correcting,
    drawing,
    editing,
    exporting,
    gathered,
    hearing,
    help,  # noqa: A004 - the verb is called so
    importing,
    judging,
    latest,
    links,
    milestones,
    muting,
    naming,
    overview,
    pausing,
    queue,
    reshaping,
    roles,
    searching,
    silencing,
    tracing,
    trying,
    undoing,
    watching,
)
from bot.commands.vocabulary import lookup, nearest
from bot.compose.wording import Phrase


def named(word: str) -> AnyVerb | None:
    """The verb that this word is, or is another word for."""
    name = lookup(NAMES, word)
    return VERBS[name] if name else None


def of(command: Command) -> AnyVerb:
    """The verb that runs this command."""
    return _BY_COMMAND[type(command)]


def unknown(word: str, rest: str = "") -> NoVerb:
    """That there is no such verb, with those that may have been meant; `rest` stood behind it."""
    near = [VERBS[name] for name in (nearest(NAMES, word) if word else ())]
    lines = [f"{root(verb)} {rest}".rstrip() for verb in near]
    hint = example(VERBS["help"].page.example)
    line = f"{word} {rest}".rstrip()
    told = said(Phrase.UNKNOWN_VERB, word=word)
    return NoVerb(told, hint, word=word, line=line, suggestions=tuple(lines))


def root(verb: AnyVerb) -> str:
    """The words that a line of this verb starts with."""
    return f"/{' '.join(path(verb))}"


def path(verb: AnyVerb) -> tuple[str, ...]:
    """The same words one by one, without the slash."""
    return (verb.name,) if verb.name == "milestones" else ("evwatch", verb.name)


# In the order of `help` and of the menus: what people do every day comes first.
_GROUPS: Final[tuple[AnyVerb, ...]] = (
    *map(drawing.leading, milestones.VERBS),
    *latest.VERBS,
    *comparing.VERBS,
    *searching.VERBS,
    *drawing.VERBS,
    *adding.VERBS,
    *watching.VERBS,
    *editing.VERBS,
    *overview.VERBS,
    *trying.VERBS,
    *hearing.VERBS,
    *channel.VERBS,
    *muting.VERBS,
    *pausing.VERBS,
    *tracing.VERBS,
    *undoing.VERBS,
    *naming.VERBS,
    *correcting.VERBS,
    *reshaping.VERBS,
    *queue.VERBS,
    *judging.VERBS,
    *gathered.VERBS,
    *links.VERBS,
    *exporting.VERBS,
    *importing.VERBS,
    *roles.VERBS,
    *silencing.VERBS,
)
VERBS: Final[Mapping[str, AnyVerb]] = {
    verb.name: verb for verb in (*_GROUPS, help.verb(_GROUPS, unknown))
}
NAMES: Final[Mapping[str, tuple[str, ...]]] = {name: verb.others for name, verb in VERBS.items()}
_BY_COMMAND: Final[Mapping[type[Command], AnyVerb]] = {
    command: verb for verb in VERBS.values() for command in verb.commands
}
