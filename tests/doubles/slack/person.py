"""Doing as people do on Slack: type a command, press a button, choose a message shortcut.

The payloads have the fields of the published samples. `Socket` hands them to the open socket,
`Web` posts them, signed, to the bot's own server.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from aiohttp import ClientSession

from tests.doubles.slack.eyes import buttons, visible
from tests.doubles.slack.server import APP_ID, SIGNING_SECRET, SlackDouble
from tests.doubles.slack.world import Message

KINDS = {"slash": "slash_commands", "interactive": "interactive", "event": "events_api"}


class Road(Protocol):
    """How a payload comes to the bot."""

    async def bring(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Hand it over and wait until it is acknowledged; gives what came with that."""
        ...


@dataclass
class Socket:
    """The open Socket Mode connection."""

    slack: SlackDouble

    async def bring(
        self, kind: str, payload: dict[str, Any], *, envelope: str = ""
    ) -> dict[str, Any]:
        """Send an envelope; the same `envelope` again is a second delivery of it."""
        envelope = envelope or f"e{self.slack.number()}"
        self.slack.acks.pop(envelope, None)
        await self.slack.send(
            {
                "type": KINDS[kind],
                "envelope_id": envelope,
                "payload": payload,
                "accepts_response_payload": kind != "event",
            }
        )
        await self.slack.until(lambda: envelope in self.slack.acks)
        return self.slack.acks[envelope] or {}


@dataclass
class Web:
    """Posts to the bot's server, as Slack does without Socket Mode."""

    slack: SlackDouble
    session: ClientSession
    url: str
    secret: str = SIGNING_SECRET
    statuses: list[int] = field(default_factory=list)

    async def bring(self, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Post it signed; gives the body of the answer."""
        body, content_type = encoded(kind, payload)
        return await self.post(body, {**self.signed(body), "Content-Type": content_type})

    async def post(self, body: str, headers: dict[str, str]) -> dict[str, Any]:
        """Post these very bytes."""
        async with self.session.post(self.url, data=body.encode(), headers=headers) as response:
            self.statuses.append(response.status)
            text = await response.text()
        found: dict[str, Any] = json.loads(text) if text.startswith("{") else {"text": text}
        return found

    def signed(self, body: str, *, at: int | None = None) -> dict[str, str]:
        """The headers that prove that Slack sent this."""
        moment = int(self.slack.clock().timestamp()) if at is None else at
        mac = hmac.new(self.secret.encode(), f"v0:{moment}:{body}".encode(), hashlib.sha256)
        return {
            "X-Slack-Request-Timestamp": str(moment),
            "X-Slack-Signature": f"v0={mac.hexdigest()}",
        }


def encoded(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """The body as Slack posts this kind, and its content type."""
    if kind == "event":
        return json.dumps(payload), "application/json"
    form = payload if kind == "slash" else {"payload": json.dumps(payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


@dataclass
class Hand:
    """One person in one channel."""

    slack: SlackDouble
    road: Road
    user: str = "U1"
    channel: str = "C1"
    team: str = "T1"

    async def type(self, line: str) -> str:
        """Type a slash command; gives the text of the answer."""
        payload = self.slash(line)
        await self.road.bring("slash", payload)
        return await self.answer(payload)

    async def press(self, message: Message, label: str) -> str:
        """Press the button with that label; gives the text of the answer."""
        found = next(b for b in buttons(message.blocks) if b["text"]["text"] == label)
        payload = self.action(found, message)
        await self.road.bring("interactive", payload)
        return await self.answer(payload)

    async def choose(self, callback: str, message: Message, files: Sequence[str] = ()) -> str:
        """Choose a shortcut of a message, with these files; gives the text of the answer."""
        payload = self.shortcut(callback, message)
        if files:
            payload["message"]["files"] = [{"id": id_, "name": "list.opml"} for id_ in files]
        await self.road.bring("interactive", payload)
        return await self.answer(payload)

    async def open(self, callback: str) -> dict[str, Any]:
        """Choose a shortcut that stands everywhere; gives the form that opens."""
        payload = self._where()
        del payload["channel"], payload["response_url"]
        self.slack.triggers.add(payload["trigger_id"])
        before = len(self.slack.views)
        shortcut = {"type": "shortcut", "callback_id": callback, "action_ts": self.slack.ts()}
        await self.road.bring("interactive", {**payload, **shortcut})
        await self.slack.until(lambda: len(self.slack.views) > before)
        return self.slack.views[-1]

    async def submit(self, view: Mapping[str, Any], **values: str) -> str:
        """Fill a form in and send it; gives the text of the answer, or the fault beneath a blank."""
        payload = self.submission(view, values)
        got = await self.road.bring("interactive", payload)
        if got.get("response_action") == "errors":
            [(blank, fault)] = got["errors"].items()
            assert blank in {block["block_id"] for block in view["blocks"]}
            return f"{blank}: {fault}"
        return await self.answer(payload["response_urls"][0])

    async def begin(self, text: str, view: Mapping[str, Any] | None = None) -> list[str]:
        """Begin to type into a menu; gives what it offers."""
        got = await self.road.bring("interactive", self.suggestion(text, view))
        return [option["text"]["text"] for option in got["options"]]

    async def answer(self, payload: dict[str, Any]) -> str:
        """The first answer to this interaction, as the person sees it."""
        said = self.slack.answered[payload["response_url"]]
        await self.slack.until(lambda: said)
        return visible(said[0].get("text", ""), said[0].get("blocks"))

    def slash(self, line: str) -> dict[str, Any]:
        command, _, text = line.partition(" ")
        return {
            "token": "verification",
            "api_app_id": APP_ID,
            "team_id": self.team,
            "team_domain": "desk",
            "channel_id": self.channel,
            "channel_name": "general",
            "user_id": self.user,
            "user_name": self._name(),
            "command": command,
            "text": text,
            "response_url": self._response_url(),
            "trigger_id": f"trigger-{self.slack.number()}",
            "is_enterprise_install": "false",
        }

    def action(self, button: Mapping[str, Any], message: Message) -> dict[str, Any]:
        return {
            "type": "block_actions",
            **self._where(),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": self.channel,
                "is_ephemeral": message.only_for is not None,
                **({"thread_ts": message.thread_ts} if message.thread_ts else {}),
            },
            "message": {"type": "message", "ts": message.ts, "text": message.text},
            "actions": [
                {
                    "type": "button",
                    "action_id": button["action_id"],
                    "block_id": "b1",
                    "text": button["text"],
                    "value": button["value"],
                    "action_ts": self.slack.ts(),
                }
            ],
        }

    def shortcut(self, callback: str, message: Message) -> dict[str, Any]:
        return {
            "type": "message_action",
            "callback_id": callback,
            "message_ts": message.ts,
            "action_ts": self.slack.ts(),
            **self._where(),
            "message": {"type": "message", "ts": message.ts, "text": message.text},
        }

    def submission(self, view: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
        filled = {}
        for block in view["blocks"]:
            kind, name = block["element"]["type"], block["element"]["action_id"]
            value = values.get(block["block_id"])
            chosen = {"selected_option": {"value": value} if value else None}
            said: dict[str, Any] = {"value": value} if kind == "plain_text_input" else chosen
            if kind == "file_input":
                said = {"files": [{"id": value, "user_id": self.user}] if value else []}
            filled[block["block_id"]] = {name: {"type": kind, **said}}
        where = {"block_id": "where", "action_id": "where", "channel_id": self.channel}
        payload = self._where()
        url = payload.pop("response_url")
        del payload["channel"]
        return {
            **payload,
            "type": "view_submission",
            "view": {**view, "state": {"values": filled}},
            "response_urls": [{**where, "response_url": url}],
        }

    def suggestion(self, text: str, view: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "type": "block_suggestion",
            **self._where(),
            "container": {"type": "view", "view_id": "V1"},
            **({"view": view} if view else {}),
            "action_id": "suggest",
            "block_id": "company",
            "value": text,
        }

    def _where(self) -> dict[str, Any]:
        person = self.slack.people.get(self.user)
        return {
            "token": "verification",
            "api_app_id": APP_ID,
            "team": {"id": self.team, "domain": "desk"},
            "user": {
                "id": self.user,
                "username": self._name(),
                "name": self._name(),
                "team_id": person.team if person else self.team,
            },
            "channel": {"id": self.channel, "name": "general"},
            "response_url": self._response_url(),
            "trigger_id": f"trigger-{self.slack.number()}",
        }

    def _name(self) -> str:
        person = self.slack.people.get(self.user)
        return person.name if person else self.user

    def _response_url(self) -> str:
        return self.slack.response_url(self.channel, self.user)
