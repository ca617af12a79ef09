"""What people make of an alert: its sources, why it came, mute it, call it no milestone."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

from adapters.document import Button, Document
from bot.commands.call import FOREVER, Call
from bot.commands.errors import CommandError, said
from bot.commands.render import render
from bot.commands.tokens import address
from bot.commands.values import Flag, Flags, Mute, Sources, Unmute, Why
from bot.commands.vocabulary import KINDS, Muted, fold, lookup
from bot.compose import answers, evidence
from bot.compose.addresses import title
from bot.compose.figures import day
from bot.compose.wording import Phrase
from storage.channels import Silence
from storage.records import Item, Story


async def pinned(call: Call, command: Sources | Why) -> Sources | Why:
    """The command with the id of its story, so that it means the same on any other message.

    Raises `CommandError` when there is no story.
    """
    return replace(command, story=(await _story(call, command.story)).id)


async def sources(call: Call, command: Sources) -> Document:
    """Who tells a story."""
    story = await _story(call, command.story)
    return evidence.told_by(story, await _items(call, story), call.language)


async def why(call: Call, command: Why) -> Document:
    """Why a story was told here."""
    story = await _story(call, command.story)
    subscription = await call.store.watchlist.subscription(call.channel)
    # As with the steps of a company: a busy story would hold up the loop.
    return await asyncio.to_thread(
        evidence.why,
        story,
        await _items(call, story),
        subscription,
        catalogue=call.catalogue,
        language=call.language,
        hears=answers.hears(subscription, call.catalogue, call.language),
    )


async def flag(call: Call, command: Flag) -> Document:
    """Keep, or take back, that a person calls a story no milestone."""
    story = await _story(call, command.story)
    audit = call.audit(after=story.title)
    if command.undo:
        done = await call.store.responses.unflag(story.id, audit=audit)
        return answers.note(
            (Phrase.UNFLAGGED if done else Phrase.WAS_NOT_FLAGGED).say(call.language)
        )
    await call.store.responses.flag(story.id, audit=audit)
    undo = Button(Phrase.UNDO.say(call.language), render(Flag(story=story.id, undo=True)))
    return answers.note(Phrase.FLAG_KEPT.say(call.language, title=story.title), buttons=[undo])


async def flags(call: Call, _command: Flags) -> Document:
    """Which stories people here called no milestone."""
    return evidence.flags(await call.store.responses.flags(call.workspace), call.language)


async def mute(call: Call, command: Mute) -> Document:
    """Tell this channel nothing of a company, kind or source; of an alert: ask what of it."""
    if not command.name:
        story = await _story(call, command.story)
        return evidence.mutable(
            story, await _items(call, story), catalogue=call.catalogue, language=call.language
        )
    until = call.until(command.until)
    what, name, label = await _meant(call, command.what, command.name)
    silence = Silence(channel=call.channel, what=what, name=name, until=until, label=label)
    shown = evidence.silence_name(silence, call.catalogue, call.language)
    await call.store.responses.silence(silence, audit=call.audit(after=f"{what}:{name}"))
    back = render(Unmute(what=what, name=name))
    undo = Button(Phrase.UNDO.say(call.language), back)
    if until == FOREVER:
        text = Phrase.MUTED.say(call.language, name=shown, command=back)
    else:
        end = day(until.astimezone(UTC).date(), call.language)
        text = Phrase.MUTED_UNTIL.say(call.language, name=shown, until=end)
    return answers.note(text, buttons=[undo])


async def unmute(call: Call, command: Unmute) -> Document:
    """Tell this channel of it again."""
    what, name, label = await _meant(call, command.what, command.name)
    was = await call.store.responses.unsilence(
        call.channel, what, name, audit=call.audit(before=f"{what}:{name}")
    )
    silence = Silence(channel=call.channel, what=what, name=name, until=FOREVER, label=label)
    shown = evidence.silence_name(silence, call.catalogue, call.language)
    done = Phrase.UNMUTED if was else Phrase.WAS_NOT_MUTED
    return answers.note(done.say(call.language, name=shown))


async def _meant(call: Call, what: Muted | None, words: str) -> tuple[Muted, str, str]:
    """What is to be silent: its sort, its id, and for a source its title."""
    company = call.catalogue.find(words)
    if company and what in {None, "company"}:
        return "company", company.id, ""
    kind = lookup(KINDS, words)
    if kind and what in {None, "kind"}:
        return "kind", kind.value, ""
    if what in {None, "source"} and (found := await _source(call, words)):
        return "source", *found
    if what == "kind":
        raise CommandError(said(Phrase.UNKNOWN_KIND, word=words))
    if what == "source":
        listing = "/evwatch list"
        raise CommandError(said(Phrase.NOT_ON_LIST, word=words, command=listing))
    return "company", call.company(words, lambda name: f"/evwatch mute {name}").id, ""


async def _source(call: Call, words: str) -> tuple[str, str] | None:
    """Id and title of the source of this id, or of the watched one of this title or address."""
    watches = await call.store.watchlist.watches(call.workspace)
    for source in (watch.source for watch in watches if watch.source):
        if words == source.id or fold(title(source)) == fold(words) or address(words) == source.url:
            return source.id, title(source)
    silenced = await call.store.responses.silences(call.channel, now=call.now)
    for each in silenced:
        if each.name == words:
            return each.name, each.label
    # By its id also one that only others watch: its news comes here all the same.
    other = await call.store.visits.source(words)
    return (other.id, title(other)) if other else None


async def _story(call: Call, id_: str) -> Story:
    """The story that is meant; raises `CommandError` when there is none."""
    message = call.request.message
    if not id_ and message:
        id_ = await call.store.outbox.story(message, call.channel) or ""
    if not id_:
        raise CommandError(said(Phrase.WHICH_STORY))
    story = await call.story(id_)
    if story is None:
        raise CommandError(said(Phrase.NO_STORY, word=id_))
    return story


async def _items(call: Call, story: Story) -> Sequence[tuple[Item, str]]:
    return await call.store.visits.items(story.told_by)
