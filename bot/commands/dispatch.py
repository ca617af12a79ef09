"""Every command passes here: read, permitted, run, answered; nothing is raised to a platform."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from adapters.chat import Health, Reply, Request
from adapters.document import Button, Buttons, Document
from bot.catalogue import Catalogue
from bot.commands import registry
from bot.commands.call import Call
from bot.commands.errors import CommandError
from bot.commands.grammar import parse
from bot.commands.permission import demand
from bot.commands.suggest import suggest
from bot.commands.verb import AnyVerb, Command
from bot.compose import answers
from bot.compose.wording import Phrase
from storage.engine import StoreBusy
from storage.sources import Role
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
                words = suggest(request.text, self._catalogue, request.language)
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
        verb = registry.of(command)
        needed = verb.role(command)
        call = Call(
            request=request,
            command=fit_to_keep(verb, command),
            store=self._store,
            catalogue=self._catalogue,
            look=self._ingest.look,
            now=self._clock(),
            platforms=self._platforms(),
            role=Role.ADMIN if request.may_edit else Role.VIEWER,
            needs=needed,
        )
        await demand(call, needed)
        if verb.pin:
            command = await verb.pin(call, command)
        answer = await verb.run(call, command)
        if isinstance(answer, Reply):
            return answer
        if call.made:
            answer = undoable(answer, call.made[-1], request.language)
        if not verb.shares:
            return Reply(document=answer)
        if request.public:
            return Reply(document=answer, private=False)
        return Reply(document=shareable(answer, verb.render(command), request.language))


def shareable(document: Document, command: str, language: str) -> Document:
    """An answer for one person, with a button that gives it to the whole channel."""
    return _with_button(document, Button(Phrase.SHARE.say(language), command, public=True))


def undoable(document: Document, change: int, language: str) -> Document:
    """The answer to an edit, with a button that takes it back; unless it has one of its own."""
    words = Phrase.UNDO.say(language)
    buttons = [each for part in document.parts if isinstance(part, Buttons) for each in part.items]
    if words in {each.label for each in buttons}:
        return document
    return _with_button(document, Button(words, f"/evwatch undo {change}"))


def _with_button(document: Document, button: Button) -> Document:
    *parts, last = document.parts or (Buttons(()),)
    if isinstance(last, Buttons):
        return replace(document, parts=(*parts, Buttons((*last.items, button))))
    return replace(document, parts=(*document.parts, Buttons((button,))))


def fit_to_keep(verb: AnyVerb, command: Command) -> str:
    """The command as it may be logged and audited: no query values of addresses."""
    return verb.render(verb.keep(command) if verb.keep else command)
