"""What somebody did on Discord, as a `Request`: a command, a button, half-typed words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import discord

from adapters.chat import Address, Request
from adapters.discord.buttons import Pressed, pressed
from adapters.discord.menus import WHY
from adapters.discord.spots import REPLY, Spot
from adapters.forms import Form, command_line
from adapters.plain import one_line, plain
from adapters.units import units

PLATFORM: Final = "discord"
DIRECT: Final = "direct"  # the workspace of direct messages
TEXT_MAX_CHARS: Final = 2_000
SUGGESTIONS_MAX: Final = 25
ATTACHMENT: Final = 11  # the type of an option that is a file
SUGGESTION_MAX_UNITS: Final = 100
_VERB, _GROUP = 1, 2

Json = Mapping[str, Any]


def command_of(interaction: discord.Interaction, forms: Sequence[Form]) -> Request:
    """A typed command, or one chosen in the menu of a message."""
    data = _data(interaction)
    if data.get("name") == WHY and data.get("target_id"):
        message = _chosen_message(interaction, data)
        return _request(interaction, "command", "/evwatch why", message=message)
    path, options = _path(data)
    values = {str(each["name"]): _value(each, data) for each in options}
    return _request(interaction, "command", _typed(path, values, forms))


def suggest_of(interaction: discord.Interaction, forms: Sequence[Form]) -> Request:
    """The command line as typed so far; the option that is being typed in comes last."""
    path, options = _path(_data(interaction))
    focused = next((each for each in options if each.get("focused")), {})
    values = {str(each["name"]): str(each.get("value", "")) for each in options}
    typed = values.pop(str(focused.get("name")), "")
    head = _typed(path, values, forms)
    form = _form(path, forms)
    is_keyed = form and any(o.keyed for o in form.options if o.name == focused.get("name"))
    last = f"{focused['name']}:{typed}" if is_keyed else typed
    return _request(interaction, "suggest", f"{head} {plain(last)}")


def fill_ins(request: Request, suggestions: Sequence[str]) -> list[str]:
    """What may be filled into the option: suggestions are words, or whole lines, of the line.

    >>> asked = Request(kind="suggest", platform="discord", user="1", text="/milestones kind:de",
    ...                 at=Address(workspace="1", channel="2"))
    >>> fill_ins(asked, ["kind:delivery", '/milestones "Li Auto"', "https://nio.com"])
    ['delivery', 'Li Auto', 'https://nio.com']
    """
    last = request.text.rpartition(" ")[2]
    keyed = last[: last.find(":") + 1]
    found: dict[str, None] = {}
    for each in suggestions:
        value = _behind_head(each) if each.startswith("/") else each.removeprefix(keyed)
        value = one_line(value).strip('"')
        if value and units(value) <= SUGGESTION_MAX_UNITS:
            found[value] = None
    return list(found)[:SUGGESTIONS_MAX]


def button_of(interaction: discord.Interaction) -> Request | None:
    """The press of a button; None: it is none of ours, or its message carries it no more."""
    asked = _pressed(interaction)
    if asked is None:
        return None
    message = _pressed_message(interaction)
    return _request(interaction, "button", asked.command, message=message, public=asked.public)


def is_chinese(interaction: discord.Interaction) -> bool:
    """Does the person read Chinese?"""
    return str(interaction.locale.value).lower().startswith("zh")


def _pressed(interaction: discord.Interaction) -> Pressed | None:
    message = interaction.message
    told = {"embeds": [{"url": each.url} for each in message.embeds]} if message else {}
    return pressed(str(_data(interaction).get("custom_id", "")), told)


def _request(
    interaction: discord.Interaction,
    kind: Literal["command", "button", "suggest"],
    text: str,
    *,
    message: str | None = None,
    public: bool = False,
) -> Request:
    may = interaction.permissions
    return Request(
        kind=kind,
        platform=PLATFORM,
        at=_address(interaction),
        user=str(interaction.user.id),
        user_name=plain(interaction.user.display_name, 100),
        text=plain(text, TEXT_MAX_CHARS),
        language="zh" if is_chinese(interaction) else "en",
        # Of the member in this server, as Discord told with this very interaction.
        is_admin=interaction.guild_id is not None and (may.manage_guild or may.administrator),
        private=_is_private(interaction),
        message=message,
        public=public,
    )


def _is_private(interaction: discord.Interaction) -> bool | None:
    """May not everybody of the server see the channel? None: Discord told too little of it."""
    channel, guild = interaction.channel, interaction.guild
    if interaction.guild_id is None:
        return True
    if isinstance(channel, discord.Thread):
        if channel.is_private():
            return True
        channel = channel.parent
    if guild is None or guild.default_role is None:
        return None
    if not isinstance(channel, discord.abc.GuildChannel):
        return None
    return not channel.permissions_for(guild.default_role).view_channel


def _address(interaction: discord.Interaction) -> Address:
    workspace = str(interaction.guild_id or DIRECT)
    channel = interaction.channel
    if isinstance(channel, discord.Thread):
        return Address(workspace=workspace, channel=str(channel.parent_id), thread=str(channel.id))
    return Address(workspace=workspace, channel=str(interaction.channel_id or ""))


def _pressed_message(interaction: discord.Interaction) -> str | None:
    message = interaction.message
    if message is None:
        return None
    reference = message.reference.message_id if message.reference else None
    return _id(interaction, message.id, message.type.value, reference)


def _chosen_message(interaction: discord.Interaction, data: Json) -> str:
    target = str(data["target_id"])
    told = ((data.get("resolved") or {}).get("messages") or {}).get(target) or {}
    reference = (told.get("message_reference") or {}).get("message_id")
    return _id(interaction, target, told.get("type"), reference)


def _id(interaction: discord.Interaction, message: object, kind: object, reference: object) -> str:
    """The id that `post` gave for a message: with its thread, or what it replies to."""
    thread = (
        str(interaction.channel.id) if isinstance(interaction.channel, discord.Thread) else None
    )
    root = str(reference) if kind == REPLY and reference and not thread else None
    return str(Spot(message=str(message), thread=thread, root=root))


def _data(interaction: discord.Interaction) -> Json:
    data: Json = interaction.data or {}
    return data


def _path(data: Json) -> tuple[tuple[str, ...], list[Json]]:
    """The verb, and the options that were filled in."""
    path, options = [str(data.get("name", ""))], list(data.get("options") or ())
    while options and options[0].get("type") in {_VERB, _GROUP}:
        if options[0]["type"] == _VERB:  # a group is no part of what is typed
            path.append(str(options[0]["name"]))
        options = list(options[0].get("options") or ())
    return tuple(path), options


def _value(option: Json, data: Json) -> str:
    """What was filled in; of a file the address, from which it can be fetched for a day."""
    value = str(option.get("value", ""))
    if option.get("type") != ATTACHMENT:
        return value
    files = (data.get("resolved") or {}).get("attachments") or {}
    return str((files.get(value) or {}).get("url") or "")


def _form(path: tuple[str, ...], forms: Sequence[Form]) -> Form | None:
    return next((form for form in forms if form.path == path), None)


def _typed(path: tuple[str, ...], values: Mapping[str, str], forms: Sequence[Form]) -> str:
    """The line; a command that is known no more is told too, so that it can be answered."""
    form = _form(path, forms)
    if form is None:
        return " ".join([f"/{path[0]}", *path[1:], *values.values()])
    return command_line(form, values)


def _behind_head(whole: str) -> str:
    """The last word of a whole line, which may be a quoted one."""
    before, quote, rest = whole.partition('"')
    return rest.rstrip('"') if quote and before else whole.rpartition(" ")[2]
