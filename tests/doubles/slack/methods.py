"""The Web API methods of the double: arguments in, the body of the answer out."""

from collections.abc import Callable, Mapping
from json import loads
from typing import Any, Final

from tests.doubles.slack.world import Channel, Message, Person, Team, Upload, World

Args = Mapping[str, Any]
Answer = dict[str, Any]
Method = Callable[[World, Team, Args], Answer]

METADATA_MAX_BYTES: Final = 8_000
PAGE_MAX: Final = 999
ALT_MAX: Final = 1_000


class RefusedError(Exception):
    """ok is false: `args[0]` is Slack's word for it."""


def auth_test(_: World, team: Team, __: Args) -> Answer:
    return {
        "url": "https://desk.slack.com/",
        "team": team.name,
        "user": "ev watch",
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def post_message(world: World, team: Team, args: Args) -> Answer:
    channel = _open(world, team, args)
    _need_member(channel)
    message = Message(
        ts=world.ts(),
        channel=channel.id,
        user=team.bot_user,
        bot_id=team.bot_id,
        thread_ts=_thread(world, channel, args.get("thread_ts")),
        **_content(args),
    )
    world.messages.append(message)
    return {"channel": channel.id, "ts": message.ts, "message": _shown(world, message)}


def update(world: World, team: Team, args: Args) -> Answer:
    channel = _open(world, team, args)
    message = world.message(channel.id, args["ts"])
    if message is None:
        raise RefusedError("message_not_found")
    if message.user != team.bot_user:
        raise RefusedError("cant_update_message")
    content = _content(args)
    message.text, message.blocks = content["text"], content["blocks"]
    if "metadata" in args:
        message.metadata = content["metadata"]
    message.edited = world.ts()
    return {"channel": channel.id, "ts": message.ts, "text": message.text}


def post_ephemeral(world: World, team: Team, args: Args) -> Answer:
    channel = _open(world, team, args)
    _need_member(channel)
    if args["user"] not in world.people:
        raise RefusedError("user_not_in_channel")
    ts = world.ts()
    content = _content(args)
    world.messages.append(
        Message(ts=ts, channel=channel.id, user=team.bot_user, only_for=args["user"], **content)
    )
    return {"message_ts": ts}


def history(world: World, team: Team, args: Args) -> Answer:
    channel = _channel(world, team, args)
    _need_scope(team, "groups:history" if channel.is_private else "channels:history")
    _need_member(channel)
    roots = [m for m in world.seen(channel.id) if m.thread_ts is None]
    return _page(world, [m for m in reversed(roots) if _within(m, args)], args)


def replies(world: World, team: Team, args: Args) -> Answer:
    channel = _channel(world, team, args)
    _need_scope(team, "groups:history" if channel.is_private else "channels:history")
    _need_member(channel)
    asked = world.message(channel.id, args["ts"])
    if asked is None:
        raise RefusedError("thread_not_found")
    if asked.thread_ts is not None:  # of a reply Slack gives the reply, with its parent's ts
        return _page(world, [asked], args)
    thread = [m for m in world.thread(channel.id, asked.ts) if _within(m, args)]
    return _page(world, [asked, *thread], args)


def info(world: World, team: Team, args: Args) -> Answer:
    channel = _channel(world, team, args)
    _need_scope(team, "groups:read" if channel.is_private else "channels:read")
    return {"channel": _channel_shown(channel)}


def join(world: World, team: Team, args: Args) -> Answer:
    channel = _channel(world, team, args)
    _need_scope(team, "channels:join")
    if channel.is_archived:
        raise RefusedError("is_archived")
    if channel.is_private:
        raise RefusedError("method_not_supported_for_channel_type")
    channel.is_member = True
    return {"channel": _channel_shown(channel)}


def users_info(world: World, team: Team, args: Args) -> Answer:
    _need_scope(team, "users:read")
    person = world.people.get(args["user"])
    if person is None:
        raise RefusedError("user_not_found")
    return {"user": _person_shown(person, with_locale=bool(args.get("include_locale")))}


def views_open(world: World, team: Team, args: Args) -> Answer:
    if args["trigger_id"] not in world.triggers:
        raise RefusedError("expired_trigger_id")
    world.triggers.remove(args["trigger_id"])
    view = {"id": f"V{len(world.views) + 1}", "team_id": team.id, **args["view"]}
    world.views.append(view)
    return {"view": view}


def get_upload_url(world: World, team: Team, args: Args) -> Answer:
    _need_scope(team, "files:write")
    if int(args["length"]) < 1:
        raise RefusedError("missing_argument")
    if len(args.get("alt_txt") or "") > ALT_MAX:
        raise RefusedError("alt_txt_too_large")
    upload = Upload(
        f"F{len(world.uploads) + 1}", args["filename"], int(args["length"]), args.get("alt_txt", "")
    )
    world.uploads[upload.id] = upload
    return {"file_id": upload.id, "upload_url": f"{world.upload_url}{upload.id}"}


def complete_upload(world: World, team: Team, args: Args) -> Answer:
    """Share files in a channel, or with a person in the direct messages with the bot."""
    _need_scope(team, "files:write")
    uploads = [world.uploads.get(each["id"]) for each in loads(str(args["files"]))]
    found = [each for each in uploads if each is not None and each.data is not None]
    if len(found) < len(uploads) or any(each.is_shared for each in found):
        raise RefusedError("file_not_found")
    person = world.people.get(args.get("channels") or "")
    if person is not None:
        place, thread = f"D{person.id}", None
    else:
        channel = _open(world, team, {"channel": args.get("channel_id")})
        _need_member(channel)
        place, thread = channel.id, _thread(world, channel, args.get("thread_ts"))
    for each in found:
        each.is_shared = True
    world.messages.append(
        Message(
            ts=world.ts(),
            channel=place,
            user=team.bot_user,
            text="",
            bot_id=team.bot_id,
            thread_ts=thread,
            files=found,
        )
    )
    return {"files": [{"id": each.id, "title": each.name} for each in found]}


def files_info(world: World, team: Team, args: Args) -> Answer:
    _need_scope(team, "files:read")
    upload = world.uploads.get(str(args["file"]))
    if upload is None:
        raise RefusedError("file_not_found")
    file = {
        "id": upload.id,
        "name": upload.name,
        "user": upload.user,
        "size": upload.length,
        "url_private_download": upload.url,
    }
    return {"file": file}


METHODS: Final[Mapping[str, Method]] = {
    "auth.test": auth_test,
    "chat.postMessage": post_message,
    "chat.update": update,
    "chat.postEphemeral": post_ephemeral,
    "conversations.history": history,
    "conversations.replies": replies,
    "conversations.info": info,
    "conversations.join": join,
    "users.info": users_info,
    "views.open": views_open,
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.info": files_info,
}


def _channel(world: World, team: Team, args: Args) -> Channel:
    channel = world.channels.get(args["channel"])
    # A private channel without the bot in it is not there for the bot.
    if channel is None or channel.team != team.id or (channel.is_private and not channel.is_member):
        raise RefusedError("channel_not_found")
    return channel


def _open(world: World, team: Team, args: Args) -> Channel:
    _need_scope(team, "chat:write")
    channel = _channel(world, team, args)
    if channel.is_archived:
        raise RefusedError("is_archived")
    return channel


def _need_member(channel: Channel) -> None:
    if not channel.is_member:
        raise RefusedError("not_in_channel")


def _need_scope(team: Team, scope: str) -> None:
    if scope not in team.scopes:
        raise RefusedError("missing_scope", scope)


def _thread(world: World, channel: Channel, root: str | None) -> str | None:
    if root is None:
        return None
    parent = world.message(channel.id, root)
    if parent is None or parent.thread_ts is not None:
        raise RefusedError("cannot_reply_to_message")
    return root


def _content(args: Args) -> dict[str, Any]:
    text, blocks, metadata = args.get("text"), args.get("blocks"), args.get("metadata")
    if not text and not blocks:
        raise RefusedError("no_text")
    if metadata is not None and len(str(metadata)) > METADATA_MAX_BYTES:
        raise RefusedError("metadata_too_large")
    return {"text": text or "", "blocks": blocks, "metadata": metadata}


def _within(message: Message, args: Args) -> bool:
    inclusive = str(args.get("inclusive", "0")) in {"1", "true"}
    at, oldest, latest = float(message.ts), args.get("oldest"), args.get("latest")
    if oldest is not None and not (at > float(oldest) or (inclusive and at == float(oldest))):
        return False
    return latest is None or at < float(latest) or (inclusive and at == float(latest))


def _page(world: World, found: list[Message], args: Args) -> Answer:
    limit = min(int(args.get("limit", 100)), PAGE_MAX)
    start = int(args.get("cursor") or 0)
    page, more = found[start : start + limit], len(found) > start + limit
    cursor = str(start + limit) if more else ""
    told = str(args.get("include_all_metadata", "0")) in {"1", "true"}
    messages = [_shown(world, message, with_metadata=told) for message in page]
    return {"messages": messages, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _shown(world: World, message: Message, *, with_metadata: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": "message",
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
    }
    if message.blocks:
        found["blocks"] = message.blocks
    if message.bot_id:
        found["bot_id"] = message.bot_id
    if with_metadata and message.metadata is not None:
        found["metadata"] = message.metadata
    if message.edited:
        found["edited"] = {"user": message.user, "ts": message.edited}
    if message.thread_ts:
        found |= {"thread_ts": message.thread_ts}
    elif thread := world.thread(message.channel, message.ts):
        found |= {"thread_ts": message.ts, "reply_count": len(thread)}
        found["latest_reply"] = thread[-1].ts
    return found


def _channel_shown(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": True,
        "is_private": channel.is_private,
        "is_member": channel.is_member,
        "is_archived": channel.is_archived,
    }


def _person_shown(person: Person, *, with_locale: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.deleted,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": False,
        "is_stranger": person.is_stranger,
        "is_bot": person.is_bot,
    }
    if with_locale:
        found["locale"] = person.locale
    return found
