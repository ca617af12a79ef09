"""Every command passes here: read, permitted, run, answered; nothing is raised to a platform."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol, assert_never

import structlog

from adapters.chat import Health, Reply, Request
from adapters.document import Button, Buttons, Document
from bot.catalogue import Catalogue
from bot.commands import admin, lookup, queue, response
from bot.commands.call import Call
from bot.commands.errors import CommandError, said
from bot.commands.grammar import parse
from bot.commands.help import show
from bot.commands.render import render
from bot.commands.suggest import suggest
from bot.commands.values import (
    AddCompany,
    AddSource,
    Command,
    Edit,
    Flag,
    Flags,
    Follow,
    Help,
    List,
    Lookup,
    Milestones,
    Mute,
    Pause,
    Preview,
    Queue,
    Remove,
    Resume,
    Sources,
    Status,
    Unfollow,
    Unmute,
    Why,
)
from bot.compose import answers
from bot.compose.addresses import shown
from bot.compose.wording import Phrase
from bot.views import view as view_of
from storage.engine import StoreBusy
from storage.store import Store

if TYPE_CHECKING:
    from bot.ingest import Look

log = structlog.get_logger(__name__)

NO_DOCUMENT: Final = Document(parts=(), plain="")


class Looker(Protocol):
    """What can look at an address without storing anything."""

    async def look(self, url: str) -> "Look":
        """See what an address would bring; faults are told in the answer."""
        ...


class Dispatch:
    """Answers requests of every platform. Requests may be answered at once."""

    def __init__(
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        ingest: Looker,
        clock: Callable[[], datetime],
        platforms: Callable[[], Mapping[str, Health]] = dict,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._ingest = ingest
        self._clock = clock
        self._platforms = platforms

    async def answer(self, request: Request) -> Reply:
        """The reply to a request; what goes wrong is told in it."""
        try:
            if request.kind == "suggest":
                view = await view_of(self._store, self._catalogue, request.at.workspace)
                words = suggest(request.text, view.catalogue, request.language)
                return Reply(document=NO_DOCUMENT, suggestions=words)
            return await self._run(request, parse(request.text))
        except CommandError as error:
            texts = [each.say(request.language) for each in error.said]
            return Reply(document=answers.problem(texts, error.suggestions, request.language))
        except StoreBusy:
            log.warning("command met a busy store", platform=request.platform)
            return Reply(document=answers.failure(Phrase.BUSY, request.language))
        except Exception:
            log.exception("command failed", platform=request.platform)
            return Reply(document=answers.failure(Phrase.FAILED, request.language))

    async def _run(self, request: Request, command: Command) -> Reply:
        call = Call(
            request=request,
            command=fit_to_keep(command),
            store=self._store,
            view=await view_of(self._store, self._catalogue, request.at.workspace),
            look=self._ingest.look,
            now=self._clock(),
            platforms=self._platforms(),
        )
        if isinstance(command, Edit):
            return Reply(document=await self._edit(call, command))
        if isinstance(command, Sources | Why):
            command = await response.pinned(call, command)
        document = await _look_up(call, command)
        if isinstance(command, Flag):
            return Reply(document=document)
        if request.public:
            return Reply(document=document, private=False)
        return Reply(document=shareable(document, render(command), request.language))

    async def _edit(self, call: Call, command: Edit) -> Document:
        """Change the watchlist, if the person may. A preview sends the bot out: the same right."""
        request = call.request
        if not request.may_edit:
            log.warning(
                "command refused",
                platform=request.platform,
                workspace=request.at.workspace,
                channel=request.at.channel,
                user=request.user,
                command=call.command,
            )
            await self._store.watchlist.note(call.audit(allowed=False))
            raise CommandError(said(Phrase.NOT_ALLOWED, command="/milestones, /evwatch status"))
        return await _change(call, command)


def shareable(document: Document, command: str, language: str) -> Document:
    """An answer for one person, with a button that gives it to the whole channel."""
    share = Button(Phrase.SHARE.say(language), command, public=True)
    *parts, last = document.parts or (Buttons(()),)
    if isinstance(last, Buttons):
        return replace(document, parts=(*parts, Buttons((*last.items, share))))
    return replace(document, parts=(*document.parts, Buttons((share,))))


def fit_to_keep(command: Command) -> str:
    """The command as it may be logged and audited: no query values of addresses."""
    match command:
        case AddSource():
            return render(AddSource(url=shown(command.url)))
        case Preview():
            return render(Preview(url=shown(command.url)))
        case Remove() | Pause() | Resume() | Mute() | Unmute() if command.name:
            return render(command).replace(command.name, admin.harmless(command.name))
        case _:
            return render(command)


def _look_up(call: Call, command: Lookup | Flag) -> Awaitable[Document]:  # noqa: PLR0911 - one arm each
    match command:
        case Milestones():
            return lookup.milestones(call, command)
        case List():
            return lookup.show_list(call, command)
        case Status():
            return lookup.status(call, command)
        case Help():
            return _help(call, command)
        case Sources():
            return response.sources(call, command)
        case Why():
            return response.why(call, command)
        case Flag():
            return response.flag(call, command)
        case _:
            assert_never(command)


async def _help(call: Call, command: Help) -> Document:
    return show(command, call.language)


def _change(call: Call, command: Edit) -> Awaitable[Document]:  # noqa: C901, PLR0911, PLR0912 - one arm each
    match command:
        case AddSource():
            return admin.add_source(call, command)
        case AddCompany():
            return admin.add_company(call, command)
        case Remove():
            return admin.remove(call, command)
        case Follow():
            return admin.follow(call, command)
        case Unfollow():
            return admin.unfollow(call, command)
        case Pause():
            return admin.pause(call, command)
        case Resume():
            return admin.resume(call, command) if command.name else queue.free(call)
        case Preview():
            return admin.preview(call, command)
        case Mute():
            return response.mute(call, command)
        case Unmute():
            return response.unmute(call, command)
        case Flags():
            return response.flags(call, command)
        case Queue():
            return queue.queue(call, command)
        case _:
            assert_never(command)
