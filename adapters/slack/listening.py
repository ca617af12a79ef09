"""What people do on Slack, answered: acknowledged first, each interaction once, to who asked."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext

from adapters.answered import answered
from adapters.chat import Answer, ChatError, Presence, Reply
from adapters.document import Document, Run, Text
from adapters.forms import Form
from adapters.once import Once
from adapters.plain import plain
from adapters.slack import asking, menus
from adapters.slack.asking import Asked, Body
from adapters.slack.faults import CallError, asked
from adapters.slack.handed import Handed, HandedError
from adapters.slack.people import People
from adapters.slack.places import looked_up
from adapters.slack.replying import Replier
from adapters.slack.workspaces import Clients, Workspaces

SUGGEST_LIMIT: Final = timedelta(seconds=2)  # Slack waits three
SUGGESTIONS_MAX: Final = 25
NOT_HERE: Final = (
    "EV Watch is not installed in this workspace, or cannot reach Slack just now. Try again soon."
)


class Listener:
    """bolt's app with our handlers on it; it takes requests while `open`."""

    def __init__(
        self,
        clients: Clients,
        workspaces: Workspaces,
        people: People,
        forms: Sequence[Form] = (),
        presence: Presence | None = None,
    ) -> None:
        self._presence = presence
        self._clients = clients
        self._workspaces = workspaces
        self._forms = forms
        self._people = people
        self._replier = Replier(clients, workspaces)
        self._handed = Handed(clients, workspaces)
        self._once = Once()
        self._answer: Answer | None = None
        self._tasks: asyncio.TaskGroup | None = None
        self._log = structlog.get_logger(platform="slack")
        self.app = self._app(clients)

    @property
    def is_open(self) -> bool:
        """Whether there is somebody who answers."""
        return self._answer is not None

    @asynccontextmanager
    async def open(self, answer: Answer) -> AsyncIterator[None]:
        """Answer what comes in while the block runs; what is under way at its end is given up."""
        async with asyncio.TaskGroup() as tasks:
            self._answer, self._tasks = answer, tasks
            try:
                yield
            finally:
                self._answer = self._tasks = None

    def _app(self, clients: Clients) -> AsyncApp:
        app = AsyncApp(
            name="evwatch",
            logger=clients.logger,
            client=clients.client(),
            authorize=_Members(self._workspaces),  # type: ignore[arg-type] # bolt takes it, its types do not
            user_facing_authorize_error_message=NOT_HERE,
            # The signature is checked before bolt sees a request (`entrance.py`): with the present
            # secret, our clock, and no body in the log.
            request_verification_enabled=False,
        )
        app.command(re.compile("^/"))(self._slash)  # whatever the app is given, it answers
        app.action(re.compile(r"^(?:run|share)(?::|$)"))(self._press)
        app.message_shortcut("why")(self._shortcut)
        app.message_shortcut("import")(self._brought)
        app.global_shortcut(re.compile(f"^{menus.SHORTCUT}"))(self._open)
        app.view(menus.VIEW)(self._submitted)
        app.options("suggest")(self._suggest)
        app.event("app_uninstalled")(self._removed)
        app.event("tokens_revoked")(self._revoked)
        return app

    async def _slash(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        self._take(asking.slash(body))

    async def _press(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        self._take(asking.press(body))

    async def _shortcut(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        self._take(asking.shortcut(body))

    async def _brought(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        self._take(asking.brought(body))

    async def _open(self, ack: AsyncAck, body: Body) -> None:
        """Show the form of a verb. What opens it is good for three seconds."""
        await ack()
        form = menus.form_of(str(body.get("callback_id")).removeprefix(menus.SHORTCUT), self._forms)
        user = body.get("user") or {}
        if form is None or not self._once.is_new(str(body.get("trigger_id") or "")):
            return
        try:
            workspace = await self._workspaces.get(str(user.get("team_id")))
            language = (await self._people.get(workspace.id, str(user.get("id")))).language
            view = menus.modal(form, language, files="files:read" not in workspace.missing)
            await asked(workspace.client.views_open(trigger_id=body.get("trigger_id"), view=view))
        except (CallError, ChatError) as fault:
            self._log.warning("form not shown", fault=str(fault))

    async def _submitted(self, ack: AsyncAck, body: Body) -> None:
        """Answer a form, or leave it open with what is wrong said beneath the blank."""
        question = asking.submission(body, self._forms)
        if question is None:
            await ack()
            return
        if fault := await self._misread(question):
            blank = menus.blamed(body.get("view") or {}, fault)
            await ack(response_action="errors", errors={blank: fault})
            return
        await ack()
        self._take(question)

    async def _misread(self, question: Asked) -> str:
        """Why the line of a form cannot be read; empty where it can, or nobody says so in time."""
        if question.file or self._answer is None:
            return ""
        request = replace(question.request, kind="check")
        try:
            async with asyncio.timeout(SUGGEST_LIMIT.total_seconds()):
                known = await self._known(replace(question, request=request))
                reply = await self._answer(known.request)
        except Exception:  # noqa: BLE001 - then the answer says it
            self._log.exception("form not checked")
            return ""
        return menus.fault(reply.document)

    async def _suggest(self, ack: AsyncAck, body: Body) -> None:
        """The words go with the acknowledgement: Slack takes them in no other way."""
        words: Sequence[str] = ()
        verb = str((body.get("view") or {}).get("private_metadata") or "")
        try:
            async with asyncio.timeout(SUGGEST_LIMIT.total_seconds()):
                question = await self._known(asking.suggestion(body))
                if self._answer is not None:
                    words = (await self._answer(question.request)).suggestions
                    words = words or [asking.begun(body)]  # a name that is not known is told so
        except Exception:  # noqa: BLE001 - a menu without words is a menu all the same
            self._log.exception("no suggestions")
        values = [menus.offered(plain(word).strip(), verb) for word in words]
        await ack(
            options=[menus.option(value, value) for value in values if value][:SUGGESTIONS_MAX]
        )

    async def _removed(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        await self._erase(body)

    async def _revoked(self, ack: AsyncAck, body: Body) -> None:
        await ack()
        tokens: dict[str, Any] = (body.get("event") or {}).get("tokens") or {}
        if tokens.get("bot"):
            await self._erase(body)

    async def _erase(self, body: Body) -> None:
        """Forget the workspace; an old event, late or again, forgets no new installation."""
        if not self._once.is_new(str(body.get("event_id") or "")):
            return
        team = str(body.get("team_id") or "")
        try:
            if await self._workspaces.is_kept_since(team, body.get("event_time")):
                self._log.info("a removal from before it was installed again", workspace=team)
                return
            self._log.warning("the app was removed", workspace=team)
            await self._workspaces.erase(team)
        except Exception as fault:  # noqa: BLE001 - whatever the vault raises, the rest goes on
            self._log.warning("token not erased", workspace=team, fault=str(fault))
        if self._presence is not None and team:
            try:
                await self._presence.left("slack", team)
            except Exception:  # noqa: BLE001 - whatever the keeper raises, the listening goes on
                self._log.exception("leaving not kept", workspace=team)

    def _take(self, question: Asked) -> None:
        """Answer it, unless it came before: Slack delivers again what it thinks was lost."""
        if self._tasks is None or self._answer is None:
            self._log.warning("nobody answers yet", kind=question.request.kind)
        elif self._once.is_new(question.mark):
            self._tasks.create_task(self._answered(question, self._answer))

    async def _answered(self, question: Asked, answer: Answer) -> None:
        try:
            known = await self._known(question)
            try:
                known = await self._whole(known)
            except HandedError as fault:
                words = str(fault)
                document = Document((Text((Run(words),)),), plain=words, tone="warning")
                await self._replier.reply(known, Reply(document=document))
                return
            await self._replier.reply(known, await answered(answer, known.request))
        except Exception:  # noqa: BLE001 - what one question does ends no other, nor the listening
            self._log.exception("question not answered", kind=question.request.kind)

    async def _whole(self, question: Asked) -> Asked:
        """The question with the text of its file, if it has one. Raises `HandedError`."""
        if not question.file:
            return question
        at, user, language = question.request.at, question.request.user, question.request.language
        text = await self._handed.text(at.workspace, question.file, user=user, language=language)
        line = f"{question.request.text} {text}"
        return replace(question, request=replace(question.request, text=line))

    async def _known(self, question: Asked) -> Asked:
        """The question with what Slack says of who asks, and of where, if only that tells it."""
        at = question.request.at
        known = question.by(await self._people.get(at.workspace, question.request.user))
        request = known.request
        if request.private is None and request.kind not in {"suggest", "check"}:  # of a form
            private = await looked_up(self._workspaces, at.workspace, at.channel)
            return replace(known, request=replace(request, private=private))
        return known


class _Members(AsyncAuthorize):
    """Lets in only workspaces that the bot is in; it asks Slack the first time only."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces
        self._log = structlog.get_logger(platform="slack")

    async def __call__(  # noqa: PLR0913 - bolt's signature
        self,
        *,
        context: AsyncBoltContext,  # noqa: ARG002
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult | None:
        try:
            workspace = await self._workspaces.get(team_id or "")
        except ChatError as fault:
            self._log.warning("request of no workspace of ours", fault=str(fault))
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=workspace.id,
            user_id=user_id,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id,
            bot_token=workspace.client.token,
        )
