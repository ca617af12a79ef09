"""What people do on Slack, read from its payloads: pure functions, values in, `Asked` out.

Payloads as in docs.slack.dev/interactivity and the published samples. Everything in them is
hostile; who somebody is and what they may do is asked of Slack itself.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, Final, Literal

from adapters.chat import Address, Request
from adapters.forms import Form
from adapters.plain import plain
from adapters.slack import menus
from adapters.slack.people import Person

TEXT_MAX_CHARS: Final = 2_000  # of a command line
PASTED_MAX_CHARS: Final = 20_000
NAME_MAX_CHARS: Final = 80
WHY: Final = "/evwatch why"
LIST: Final = "/evwatch import"
PRIVATE: Final = frozenset({"privategroup", "directmessage"})

_NAME: Final = re.compile(r"[\w.-]{1,80}")
_WRAPPED: Final = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_QUOTES: Final = str.maketrans(
    {**dict.fromkeys("“”„‟«»「」『』＂", '"'), **dict.fromkeys("‘’‚‛＇", "'")}
)

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as far as the payload tells it, and how to answer it."""

    request: Request
    mark: str  # the same for every delivery of one interaction
    response_url: str | None = None
    file: str = ""  # the id of a file whose text belongs behind the line

    def by(self, person: Person) -> "Asked":
        """The same, with what Slack says about who asks."""
        request = replace(self.request, is_admin=person.is_admin, language=person.language)
        return replace(self, request=request)


def slash(body: Body) -> Asked:
    """A slash command."""
    command = str(body.get("command") or "")
    line = f"{command} {unwrapped(str(body.get('text') or ''))}"
    place = Address(workspace=_id(body.get("team_id")), channel=_id(body.get("channel_id")))
    request = _request(
        "command", place, _id(body.get("user_id")), body.get("user_name"), _lines(line)
    )
    return Asked(
        request=replace(request, private=_is_private(place, body.get("channel_name"))),
        mark=_mark(body),
        response_url=_url(body),
    )


def press(body: Body) -> Asked:
    """A button. Its value is a command line of whoever presses it, wherever it comes from."""
    action = _action(body)
    container = body.get("container") or {}
    message = _id(container.get("message_ts")) or None
    request = _request(
        "button",
        _place(body, message=message, thread=_id(container.get("thread_ts"))),
        _id((body.get("user") or {}).get("id")),
        _name(body),
        _line(str(action.get("value") or "")),
    )
    is_public = str(action.get("action_id") or "").startswith("share")
    return Asked(
        request=replace(
            request, message=message, public=is_public, private=_told_private(request.at, body)
        ),
        mark=_mark(body),
        response_url=_url(body),
    )


def shortcut(body: Body) -> Asked:
    """The shortcut "Why this alert?" of a message."""
    message = _id(body.get("message_ts")) or None
    thread = _id((body.get("message") or {}).get("thread_ts"))
    user = _id((body.get("user") or {}).get("id"))
    request = _request(
        "command", _place(body, message=message, thread=thread), user, _name(body), WHY
    )
    request = replace(request, message=message, private=_told_private(request.at, body))
    return Asked(request=request, mark=_mark(body), response_url=_url(body))


def brought(body: Body) -> Asked:
    """The shortcut "Bring in this list" of a message; without a file unless it holds just one."""
    chosen = shortcut(body)
    files: Sequence[Body] = (body.get("message") or {}).get("files") or []
    file = _id(files[0].get("id")) if len(files) == 1 else ""
    return replace(chosen, request=replace(chosen.request, text=LIST, message=None), file=file)


def submission(body: Body, forms: Sequence[Form]) -> Asked | None:
    """A filled-in form; None: it is none of ours. The answer goes to the chosen conversation."""
    view = body.get("view") or {}
    form = menus.form_of(str(view.get("private_metadata")), forms)
    if form is None:
        return None
    where: Body = next(iter(body.get("response_urls") or ()), {})
    at = replace(_place(body), channel=_id(where.get("channel_id")))
    user = _id((body.get("user") or {}).get("id"))
    file = _id(menus.file(view))
    line = f"/{' '.join(form.path)}" if file else _line(menus.line(form, view))
    return Asked(
        request=_request("command", at, user, _name(body), line),
        mark=_mark(body),
        file=file,
        response_url=str(where.get("response_url") or "") or None,
    )


def begun(body: Body) -> str:
    """What somebody has typed so far into a menu."""
    return unwrapped(str(body.get("value") or ""))


def suggestion(body: Body) -> Asked:
    """What somebody has typed so far into a menu; of a form it is the line up to there."""
    typed = begun(body)
    verb = str((body.get("view") or {}).get("private_metadata") or "")
    line = _line(f"/{verb} {typed}" if verb else typed)
    user = _id((body.get("user") or {}).get("id"))
    return Asked(
        request=_request("suggest", _place(body), user, _name(body), line), mark=_mark(body)
    )


def unwrapped(text: str) -> str:
    """A line as it was typed: links as words, quotes straight, no entities.

    Channels, people and groups of them keep their ids; of the names that Slack adds only a
    person's, which nothing else would tell.

    >>> unwrapped("add <https://a.example/?x=1&amp;y=2|a.example> to <#C1|news> “li auto”")
    'add https://a.example/?x=1&y=2 to <#C1> "li auto"'
    """
    return unescape(_WRAPPED.sub(_unwrapped, text)).translate(_QUOTES)


def _unwrapped(match: re.Match[str]) -> str:
    target, words = match[1], match[2] or ""
    if target.startswith("@") and _NAME.fullmatch(words):
        return f"<{target}|{words}>"
    if target.startswith(("#", "@", "!subteam^")):
        return f"<{target}>"
    if target.startswith("!"):
        return words or "@" + target[1:].partition("^")[0]
    if target.startswith("mailto:"):
        return words or target.removeprefix("mailto:")
    return target


def _request(
    kind: Literal["command", "button", "suggest"],
    at: Address,
    user: str,
    name: object,
    text: str,
) -> Request:
    shown = plain(str(name or ""), NAME_MAX_CHARS)
    return Request(kind=kind, platform="slack", at=at, user=user, user_name=shown, text=text)


def _place(body: Body, *, message: str | None = None, thread: str = "") -> Address:
    """Where it was done. Of a thread's first message that is the channel: people see it there."""
    team = _id((body.get("team") or {}).get("id"))
    channel = _id((body.get("channel") or {}).get("id"))
    return Address(
        workspace=team, channel=channel, thread=thread if thread and thread != message else None
    )


def _told_private(at: Address, body: Body) -> bool | None:
    return _is_private(at, (body.get("channel") or {}).get("name"))


def _is_private(at: Address, name: object) -> bool | None:
    """Slack names a private channel "privategroup" and a direct message so; None: it named none."""
    if at.channel[:1] in {"D", "G"}:
        return True
    return name in PRIVATE or str(name).startswith("mpdm-") if name else None


def _name(body: Body) -> str:
    user = body.get("user") or {}
    return str(user.get("username") or user.get("name") or "")


def _mark(body: Body) -> str:
    """Slack's own name for the interaction: it stays the same when it is delivered again."""
    known = body.get("trigger_id") or _action(body).get("action_ts") or body.get("action_ts")
    return str(known or body.get("response_url") or "")


def _action(body: Body) -> Body:
    found: Body = next(iter(body.get("actions") or ()), {})
    return found


def _url(body: Body) -> str | None:
    url = body.get("response_url")
    return str(url) if url else None


def _line(text: str) -> str:
    return plain(" ".join(text.split()), TEXT_MAX_CHARS)


def _lines(text: str) -> str:
    """What was typed or pasted, its lines kept apart: a list may be."""
    return plain("\n".join(" ".join(line.split()) for line in text.split("\n")), PASTED_MAX_CHARS)


def _id(value: object) -> str:
    return plain(str(value or ""), NAME_MAX_CHARS)
