"""What people do on a Discord, and what they are shown: commands, buttons, half-typed words."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.doubles.discord.gateway import Gateway
from tests.doubles.discord.world import APP, PERMISSIONS, THREADS, Refusal, Value, World

Json = dict[str, Any]

GROUP: Final = 2
FILE: Final = 11
EPHEMERAL: Final = 64
FRESH_S: Final = 3  # by the world's clock: the first answer must come by then
TOKEN_S: Final = 900
GIVE_UP_S: Final = 5  # only so that a test that fails comes to its end


@dataclass(slots=True)
class Asked:
    """One thing that somebody did, and all that it was answered with."""

    payload: Json
    at: float
    first: Json | None = None  # the first answer, as sent
    original: Json | None = None  # the message that it became
    followed: list[Json] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)  # codes of answers that came too often
    acknowledged: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)  # the waiting has ended
    followed_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def shown(self) -> None:
        """Wait until the person is shown an answer."""
        async with asyncio.timeout(GIVE_UP_S):
            await self.answered.wait()

    async def shown_to_all(self) -> None:
        """Wait until everybody is shown one."""
        async with asyncio.timeout(GIVE_UP_S):
            await self.followed_up.wait()

    @property
    def is_private(self) -> bool:
        return bool(((self.first or {}).get("data") or {}).get("flags", 0) & EPHEMERAL)

    @property
    def choices(self) -> list[str]:
        """What is offered to somebody who types."""
        return [each["value"] for each in ((self.first or {}).get("data") or {})["choices"]]


class People:
    """Does as people do. `asked` holds all of it by token."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self.asked: dict[str, Asked] = {}

    async def slash(
        self, path: str, values: Mapping[str, str] | None = None, **who: Value
    ) -> Asked:
        """Send a command, as `slash("evwatch add", {"what": "nio"}, channel=...)`."""
        return await self._typed(2, path, values or {}, None, who)

    async def types(self, path: str, values: Mapping[str, str], focus: str, **who: Value) -> Asked:
        """Type into the option `focus`; what is offered comes as the answer."""
        return await self._typed(4, path, values, focus, who)

    async def chooses(self, name: str, message: Json, **who: Value) -> Asked:
        """Choose a command of a message's menu."""
        command = self._command(name, message["channel_id"], kind=3)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._do(2, data, message["channel_id"], who)

    async def presses(self, message: Json, label: str, **who: Value) -> Asked:
        """Press the button with that label."""
        buttons = [each for row in message["components"] for each in row["components"]]
        custom = next(each["custom_id"] for each in buttons if each["label"] == label)
        return await self.presses_id(message, custom, **who)

    async def presses_id(self, message: Json, custom_id: str, **who: Value) -> Asked:
        """Press a button by its id, whether the message has one or not."""
        data = {"custom_id": custom_id, "component_type": 2}
        channel = who.pop("channel", message["channel_id"])
        return await self._do(3, data, channel, {"message": message, **who})

    async def again(self, asked: Asked) -> None:
        """The same interaction is delivered once more."""
        await self._gateway.dispatch("INTERACTION_CREATE", asked.payload)

    def answer(self, id_: str, token: str, body: Json) -> None:
        """The first answer to an interaction."""
        asked = self.asked.get(token)
        if asked is None or asked.payload["id"] != id_:
            raise Refusal(404, 10062, "Unknown interaction")
        if self._world.clock().timestamp() - asked.at > FRESH_S:
            raise Refusal(404, 10062, "Unknown interaction")
        if asked.first is not None:
            asked.refused.append(40060)
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        asked.first = body
        if body["type"] == 4:
            self._become(asked, body["data"])
        asked.acknowledged.set()
        if body["type"] in {4, 8}:
            asked.answered.set()

    def edit(self, token: str, body: Json) -> Json:
        """The answer in place of the waiting message."""
        asked = self._live(token)
        if asked.first is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if asked.original is None:
            self._become(asked, body)
        else:
            self._world.change(asked.original, body)
        asked.answered.set()
        assert asked.original
        return asked.original

    def delete(self, token: str) -> None:
        asked = self._live(token)
        if asked.original:
            self._world.messages[asked.original["channel_id"]].pop(asked.original["id"], None)
        asked.original = None

    def follow_up(self, token: str, body: Json) -> Json:
        """One more message. Right after a deferral it is the answer itself, as documented."""
        asked = self._live(token)
        if asked.first and asked.first["type"] == 5 and not asked.answered.is_set():
            return self.edit(token, body)
        message = self._keep(asked, body, private=bool((body.get("flags") or 0) & EPHEMERAL))
        asked.followed.append(message)
        asked.followed_up.set()
        return message

    def original(self, token: str) -> Json:
        asked = self._live(token)
        if asked.original is None:
            raise Refusal(404, 10008, "Unknown Message")
        return asked.original

    def _live(self, token: str) -> Asked:
        asked = self.asked.get(token)
        if asked is None or self._world.clock().timestamp() - asked.at > TOKEN_S:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return asked

    def _become(self, asked: Asked, body: Json) -> None:
        asked.original = self._keep(asked, body, private=asked.is_private)

    def _keep(self, asked: Asked, body: Json, *, private: bool) -> Json:
        place = "private" if private else asked.payload["channel"]["id"]
        return self._world.put(place, body, flags=EPHEMERAL if private else 0)

    def _command(self, name: str, channel: str, kind: int = 1) -> Json:
        guild = self._world.channels.get(channel, {}).get("guild_id", "")
        known = [*self._world.commands[None], *self._world.commands.get(guild, [])]
        found = [each for each in known if (each["name"], each.get("type", 1)) == (name, kind)]
        assert len(found) == 1, f"{name} is offered {len(found)} times"
        return found[0]

    async def _typed(
        self, kind: int, path: str, values: Mapping[str, str], focus: str | None, who: Json
    ) -> Asked:
        name, *rest = path.split()
        command = self._command(name, who["channel"])
        part, walked = command, list[Json]()
        for verb in rest:
            *groups, part = _found(part, verb)
            walked += [*groups, part]
        offered = {each["name"]: each for each in part.get("options", [])}
        assert set(values) <= set(offered), f"{path} has no option {set(values) - set(offered)}"
        files = {
            f"9{number}": {"id": f"9{number}", "filename": "list.txt", "size": 9, "url": value}
            for number, (name, value) in enumerate(values.items())
            if offered[name]["type"] == FILE
        }
        options: list[Json] = [
            {"name": name, "type": 3, "value": value} | ({"focused": True} if name == focus else {})
            if offered[name]["type"] != FILE
            else {"name": name, "type": FILE, "value": f"9{number}"}
            for number, (name, value) in enumerate(values.items())
        ]
        assert focus is None or offered[focus].get("autocomplete")
        for each in reversed(walked):
            options = [{"name": each["name"], "type": each["type"], "options": options}]
        data: Json = {"id": command["id"], "name": name, "type": 1, "options": options}
        data["resolved"] = {"attachments": files}
        return await self._do(kind, data, who["channel"], who)

    async def _do(self, kind: int, data: Json, channel: str, who: Json) -> Asked:
        place = self._world.channels.get(channel) or {"id": channel, "type": 1}
        guild = place.get("guild_id")
        names = who.get("permissions", ())
        user = {"id": who.get("user", "77"), "username": who.get("name", "ada")}
        user |= {"discriminator": "0", "avatar": None, "global_name": None}
        bits = str(sum(PERMISSIONS[name] for name in names))
        member = {"user": user, "roles": [], "permissions": bits, "flags": 0, "deaf": False}
        member |= {"mute": False, "joined_at": "2023-01-01T00:00:00+00:00"}
        id_ = self._world.id()
        payload: Json = {
            "id": id_,
            "application_id": APP,
            "type": kind,
            "token": f"token-{id_}",
            "version": 1,
            "data": data,
            "channel": _told(place),
            "channel_id": channel,
            "locale": who.get("locale", "en-US"),
            "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {},
            "entitlements": [],
            "app_permissions": "0",
            **({"guild_id": guild, "member": member} if guild else {"user": user}),
            **({"message": who["message"]} if "message" in who else {}),
        }
        asked = Asked(payload, self._world.clock().timestamp())
        self.asked[payload["token"]] = asked
        for _ in range(who.get("times", 1)):
            await self._gateway.dispatch("INTERACTION_CREATE", payload, guild)
        return asked


def _told(channel: Json) -> Json:
    shared: Json = {
        "position": 0,
        "nsfw": False,
        "topic": None,
        "available_tags": [],
        "recipients": [],
    }
    if channel["type"] in THREADS:
        return channel
    return shared | channel


def _found(part: Json, verb: str) -> list[Json]:
    """The verb of that name as it is listed, or behind the group that it is listed in."""
    for each in part["options"]:
        if each["name"] == verb:
            return [each]
        for inner in each["options"] if each["type"] == GROUP else ():
            if inner["name"] == verb:
                return [each, inner]
    raise AssertionError(f"{verb} is not offered")
