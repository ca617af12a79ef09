"""Every command passes here: read, permitted, run, answered; nothing is raised to a platform."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from adapters.chat import Health, Reply, Request
from adapters.document import Button, Buttons, Document
from adapters.fetch import Fetch, Fetched, FetchError
from bot.catalogue import Catalogue
from bot.chart.charts import Charts
from bot.commands import registry
from bot.commands.call import Call, channel_of
from bot.commands.errors import CommandError, NoVerb
from bot.commands.grammar import parse
from bot.commands.permission import demand, role_of
from bot.commands.suggest import suggest
from bot.commands.verb import AnyVerb, Command
from bot.compose import answers
from bot.compose.wording import Phrase
from bot.posting import Posting
from bot.sharing import Sharing
from bot.views import View, seen_by
from bot.views import view as view_of
from bot.workers import inline
from storage.corrections import Own
from storage.engine import StoreBusy
from storage.records import Item
from storage.sources import Role
from storage.store import Store

if TYPE_CHECKING:
    from bot.ingest import Look
    from bot.ingest.study import Study

log = structlog.get_logger(__name__)


async def _nothing(
    url: str,  # noqa: ARG001 - the port's
    *,
    etag: str | None = None,  # noqa: ARG001 - the port's
    modified: str | None = None,  # noqa: ARG001 - the port's
) -> Fetched:
    """Nothing can be fetched."""
    raise FetchError("no address is within reach")


NO_DOCUMENT: Final = Document(parts=(), plain="")


class Looker(Protocol):
    """What can look at an address without storing anything."""

    async def look(self, url: str, *, owns: Sequence[Own] = ()) -> "Look":
        """See what an address would bring; faults are told in the answer.

        `owns` is what the workspace that asks knows besides.
        """
        ...

    async def study(self, item: Item, catalogue: Catalogue) -> "Study":
        """Understand a kept item once more, with what each rule made of it."""
        ...


class Dispatch:
    """Answers requests of every platform. Requests may be answered at once.

    `reread` has the kept texts of the last days read anew for a company, and tells the channel of
    the request when that is done; it gives False where it is busy. `operators` is the workspace of
    those who run the bot. `post` posts in the channel of a request, beside the answer, once for
    each key; `fetch` gets an address, guarded and within limits. `asked` hears of every request.
    """

    def __init__(  # noqa: PLR0913 - what every command may need
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        ingest: Looker,
        clock: Callable[[], datetime],
        platforms: Callable[[], Mapping[str, Health]] = dict,
        charts: Charts | None = None,
        sharing: Sharing | None = None,
        reread: Callable[[Request, str], bool] = lambda _request, _company: False,
        operators: str = "",
        post: Callable[[Request, Document, str], Awaitable[bool]] | None = None,
        fetch: Fetch = _nothing,
        asked: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._ingest = ingest
        self._clock = clock
        self._platforms = platforms
        self._charts = charts or Charts(inline)
        self._sharing = sharing or Sharing(secrets.token_bytes(32), local=lambda: "")
        self._reread = reread
        self._operators = operators
        self._post = post or Posting({})
        self._fetch = fetch
        self._asked = asked

    async def answer(self, request: Request) -> Reply:
        """The reply to a request; what goes wrong is told in it."""
        try:
            self._asked()
            if request.kind == "suggest":
                view = await view_of(self._store, self._catalogue, request.at.workspace)
                words = suggest(request.text, view.catalogue, request.language)
                return Reply(document=NO_DOCUMENT, suggestions=words)
            command = parse(request.text)
            if request.kind == "check":
                return Reply(document=NO_DOCUMENT)
            return await self._run(request, command)
        except CommandError as error:
            return Reply(document=_problem(_looked_up(error, self._catalogue), request))
        except StoreBusy:
            log.warning("command met a busy store", platform=request.platform)
            return Reply(document=answers.failure(Phrase.BUSY, request.language))
        except Exception:
            log.exception("command failed", platform=request.platform)
            return Reply(document=answers.failure(Phrase.FAILED, request.language))

    async def _run(self, request: Request, command: Command) -> Reply:
        verb = registry.of(command)
        view, role = await self._met(request)
        needed = verb.role(command)
        call = Call(
            request=request,
            command=fit_to_keep(verb, command),
            store=self._store,
            view=view,
            look=partial(self._ingest.look, owns=view.owns),
            now=self._clock(),
            charts=self._charts,
            sharing=self._sharing,
            platforms=self._platforms(),
            role=role,
            reread=self._reread,
            study=self._ingest.study,
            operators=self._operators,
            post=self._post,
            fetch=self._fetch,
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

    async def _met(self, request: Request) -> tuple[View, Role]:
        """What the workspace knows, and the role of who asks.

        Before anything is kept of a private channel it is known as one. And a place that asks has
        the bot, whatever was heard of its leaving.
        """
        channel = channel_of(request)
        met = await self._store.at_once(lambda store: store.meeting.of(channel, request.user))
        if met.has_left:
            await self._store.leaving.back(channel.platform, channel.workspace)
        if request.private is not None and request.private is not met.is_private:
            await self._store.privacy.mark(channel, private=request.private)
        return seen_by(met.sight, self._catalogue), role_of(request, met.role)


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


def _looked_up(error: CommandError, catalogue: Catalogue) -> CommandError:
    """The error; who typed a company where a verb belongs may have meant to look it up."""
    if isinstance(error, NoVerb) and any(map(catalogue.find, (error.line, error.word))):
        error.suggestions = (f"/milestones {error.line}", *error.suggestions)
    return error


def _problem(error: CommandError, request: Request) -> Document:
    """What is wrong with a command; beneath a blank of a form there is no room for buttons."""
    texts = [each.say(request.language) for each in error.said]
    if request.kind == "check":
        return answers.problem([*texts, *error.suggestions], (), request.language)
    return answers.problem(texts, error.suggestions, request.language)


def fit_to_keep(verb: AnyVerb, command: Command) -> str:
    """The command as it may be logged and audited: no query values of addresses."""
    return verb.render(verb.keep(command) if verb.keep else command)
