"""Requests held against Discord's published contract, and against the limits that it documents."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.doubles.discord.eyes import read

Json = dict[str, Any]

_ROOT: Final = Path(__file__).parents[3]
_PLACES: Final = (
    Path(os.environ.get("EVWATCH_SHARED", _ROOT.parent / "shared")),
    _ROOT.parent.parent / "shared",  # a second checkout stands one folder deeper
)
_URN: Final = "urn:discord"
_NAME: Final = re.compile(r"[-_'\w]{1,32}")
PUBLISHED: Final = next(
    (
        file
        for place in _PLACES
        if (file := place / "contracts" / "discord" / "openapi.json").is_file()
    ),
    None,
)


def broken_by(method: str, path: str, body: object) -> list[str]:
    """What a request breaks: of the contract where it is at hand, of the limits always.

    `path` is the path as called, without the base.
    """
    return _against_contract(method, path, body) or _against_limits(path, body)


def units(text: str) -> int:
    """The length of a text as Discord's clients count: UTF-16 units, without white space around."""
    return len(text.strip().encode("utf-16-le", "surrogatepass")) // 2


def _against_contract(method: str, path: str, body: object) -> list[str]:
    if PUBLISHED is None:
        return []
    template = _template(method, path)
    if template is None:
        return [f"{method} {path} is no documented request"]
    schema = _operation(method, template).get("requestBody", {}).get("content", {})
    if "application/json" not in schema:
        return [f"{method} {path} takes no body"] if body is not None else []
    wanted = schema["application/json"]["schema"]
    where = f"{_URN}#/paths/{_pointer(template)}/{method.lower()}/requestBody/content/{_pointer('application/json')}/schema"
    validator = Draft202012Validator({"$ref": where}, registry=_registry())
    faults = [
        f"{method} {template}: {'/'.join(map(str, fault.path))}: {fault.message[:300]}"
        for fault in validator.iter_errors(body)
    ]
    if isinstance(body, dict) and (known := _properties(wanted)):
        faults += [
            f"{method} {template}: {key} is no field of it" for key in body if key not in known
        ]
    return faults


@cache
def _published() -> Json:
    assert PUBLISHED is not None
    document: Json = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return document


@cache
def _registry() -> Registry[Any]:
    resource = DRAFT202012.create_resource(_published())
    registry: Registry[Any] = Registry().with_resource(_URN, resource)
    return registry


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The most literal path first: `/users/@me` before `/users/{user_id}`."""
    paths = sorted(_published()["paths"], key=lambda path: (path.count("{"), path))
    return tuple((re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(p))), p) for p in paths)


def _template(method: str, path: str) -> str | None:
    for pattern, template in _patterns():
        if pattern.fullmatch(path) and method.lower() in _published()["paths"][template]:
            return template
    return None


def _operation(method: str, template: str) -> Json:
    operation: Json = _published()["paths"][template][method.lower()]
    return operation


def _pointer(part: str) -> str:
    escaped = part.replace("~", "~0").replace("/", "~1")
    return escaped.replace("{", "%7B").replace("}", "%7D").replace("@", "%40")


def _properties(schema: Json) -> set[str]:
    """The fields that an object may have; empty: it does not say."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _properties(_published()["components"]["schemas"][name])
    found = set(schema.get("properties", {}))
    for group in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(group, []):
            found |= _properties(each)
    return found


def _against_limits(path: str, body: object) -> list[str]:
    if path.endswith("/commands") and isinstance(body, list):
        return [fault for command in body for fault in _command(command)]
    if not isinstance(body, dict):
        return []
    if re.search(r"/messages(/[^/]+)?$", path) or re.fullmatch(r"/webhooks/\d+/[^/]+", path):
        return list(_message(body))
    if path.endswith("/threads") and "message" in body:
        return list(_message(body["message"]))
    if path.endswith("/callback"):
        return list(_callback(body))
    return []


def _callback(body: Json) -> Iterator[str]:
    data = body.get("data") or {}
    if body.get("type") == 8:
        choices = data.get("choices", [])
        if len(choices) > 25:
            yield "more than 25 choices"
        for each in choices:
            if not 1 <= units(each["name"]) <= 100 or not 1 <= units(str(each["value"])) <= 100:
                yield f"a choice has 1 to 100 characters: {each!r:.200}"
    elif body.get("type") in {4, 7}:
        yield from _message(data)


USER, ROLE = re.compile(r"<@!?(\d+)>"), re.compile(r"<@&(\d+)>")


def _message(body: Json) -> Iterator[str]:
    if units(body.get("content") or "") > 2000:
        yield "content is over 2,000 characters"
    allowed = dict(body.get("allowed_mentions") or {})
    named = {"users": allowed.pop("users", []), "roles": allowed.pop("roles", [])}
    if allowed not in ({"parse": []}, {"parse": [], "replied_user": False}):
        yield f"the message may notify: allowed_mentions is {body.get('allowed_mentions')!r}"
    content = body.get("content") or ""
    called = " ".join(seen.text for seen in read(content) if seen.kind == "mention")  # none in code
    for sort, token in (("users", USER), ("roles", ROLE)):
        if sorted(token.findall(called)) != sorted(named[sort]):
            yield f"{sort} {named[sort]} are allowed, others are named: {content!r}"
    embeds = body.get("embeds") or []
    if sum(map(_embed_length, embeds)) > 6000:
        yield "the embeds are over 6,000 characters in all"
    for embed in embeds:
        yield from _embed(embed)
    if len(body.get("attachments") or []) > 10:
        yield "over 10 attachments"
    yield from _components(body.get("components") or [])
    if units(body.get("nonce") or "") > 25:
        yield "the nonce is over 25 characters"


def _texts(embed: Json) -> Iterator[tuple[str, str, int]]:
    yield "title", embed.get("title") or "", 256
    yield "description", embed.get("description") or "", 4096
    yield "footer", (embed.get("footer") or {}).get("text", ""), 2048
    yield "author", (embed.get("author") or {}).get("name", ""), 256
    for each in embed.get("fields") or []:
        yield "field name", each["name"], 256
        yield "field value", each["value"], 1024


def _embed_length(embed: Json) -> int:
    return sum(units(text) for _, text, _ in _texts(embed))


def _embed(embed: Json) -> Iterator[str]:
    if not _embed_length(embed) and not embed.get("image"):
        yield "an embed shows nothing"
    for name, text, most in _texts(embed):
        if units(text) > most:
            yield f"{name} is over {most} characters"
        if name.startswith("field") and not text.strip():
            yield f"an empty {name}"
    if len(embed.get("fields") or []) > 25:
        yield "an embed has over 25 fields"
    if (url := embed.get("url")) and not re.match(r"https?://[^/\s]+", url):
        yield "an embed's url is no web address"


def _components(rows: Sequence[Json]) -> Iterator[str]:
    if len(rows) > 5:
        yield "over 5 rows of components"
    buttons = [button for row in rows for button in row.get("components", [])]
    ids = [each["custom_id"] for each in buttons if each.get("custom_id")]
    if len(set(ids)) != len(ids):
        yield "two components with one custom_id"
    for each in buttons:
        if not 1 <= units(each.get("label") or "") <= 80:
            yield f"a button's label has 1 to 80 characters: {each.get('label')!r:.200}"
        if each.get("custom_id") and units(each["custom_id"]) > 100:
            yield "a custom_id is over 100 characters"


def _command(command: Mapping[str, Any]) -> Iterator[str]:
    name = command.get("name", "")
    if command.get("type", 1) == 1 and (not _NAME.fullmatch(name) or name != name.lower()):
        yield f"{name!r} is no name of a command"
    if _command_length(command) > 8000:
        yield f"{name} is over 8,000 characters in all"
    yield from _options(command)


def _command_length(part: Mapping[str, Any]) -> int:
    own = len(part.get("name", "")) + len(part.get("description", ""))
    own += sum(len(each["name"]) + len(str(each["value"])) for each in part.get("choices", []))
    return own + sum(map(_command_length, part.get("options", [])))


def _options(part: Mapping[str, Any]) -> Iterator[str]:
    options = part.get("options") or []
    if len(options) > 25:
        yield "over 25 options"
    needed = [each.get("required", False) for each in options]
    if needed != sorted(needed, reverse=True):
        yield f"{part['name']}: required options come first"
    for each in options:
        if not _NAME.fullmatch(each["name"]) or each["name"] != each["name"].lower():
            yield f"{each['name']!r} is no name of an option"
        if not 1 <= len(each.get("description") or "") <= 100:
            yield f"{each['name']}: a description has 1 to 100 characters"
        if len(each.get("choices") or []) > 25:
            yield f"{each['name']}: over 25 choices"
        if each.get("choices") and each.get("autocomplete"):
            yield f"{each['name']}: choices and autocomplete"
        yield from _options(each)
