"""The limits of Block Kit as Slack states them, checked on every message that comes in.

Sources: slackapi/node-slack-sdk `packages/types/src/block-kit`, slackapi/python-slack-sdk
`slack_sdk/models/blocks`; that all blocks together are bounded near 13,200 characters is known
from slackapi/bolt-js #2509 only.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

BLOCKS_MAX: Final = 50
ALL_TEXT_MAX: Final = 13_200
UPDATE_TEXT_MAX: Final = 4_000
POST_TEXT_MAX: Final = 40_000
URL_MAX: Final = 3_000
ID_MAX: Final = 255

# `<!channel>`, `<!here>`, `<!everyone>`, `<!subteam^…>`, `<@U…>`: each of them notifies people.
MENTION: Final = re.compile(r"<(?:!(?!date\^)|@)")
# The one place where they may: a text, or a last line, of them alone.
CALLS: Final = re.compile(
    r"(?:\A|\n)(?:<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>)(?: (?:<@[UW][A-Z0-9]+>|<!subteam\^S[A-Z0-9]+>))*\Z"
)
LINK: Final = re.compile(r"<https?://[^<>|\s]+(?:\|[^<>|]*)?>")
DATE: Final = re.compile(r"<!date\^\d+\^[^<>|^]+\|[^<>|]+>")
ENTITY: Final = re.compile(r"&(?:amp|lt|gt);")

Found = Iterator[str]


def units(text: str) -> int:
    """The length in UTF-16 units, the strictest of the countings that Slack may use."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def breaches(blocks: object) -> list[str]:
    """What is wrong with the blocks of a message."""
    if not isinstance(blocks, list):
        return ["blocks are no list"]
    found = [f"{len(blocks)} blocks"] if len(blocks) > BLOCKS_MAX else []
    for place, block in enumerate(blocks):
        found += [f"block {place}: {each}" for each in _block(block)]
    together = sum(units(text) for text in _texts(blocks))
    return [*found, f"{together} characters in all"] if together > ALL_TEXT_MAX else found


def text_breaches(text: str, limit: int) -> list[str]:
    """What is wrong with the text of a message."""
    found = [f"text of {units(text)} characters"] if units(text) > limit else []
    return [*found, *_markup(text)]


def view_breaches(view: Mapping[str, Any]) -> list[str]:
    """What is wrong with a modal."""
    found = [f"{len(view['blocks'])} blocks"] if len(view["blocks"]) > 100 else []
    for name in ("title", "submit", "close"):
        found += [f"{name}: {each}" for each in _text(view[name], 24, kinds=("plain_text",))]
    for block in view["blocks"]:
        found += [f"input: {each}" for each in _input(block)]
    return found


def _input(block: Mapping[str, Any]) -> Found:
    yield from (f"unknown field {key!r}" for key in block.keys() - INPUT_KEYS)
    yield from _text(block["label"], 2_000, kinds=("plain_text",))
    element = block["element"]
    if element["type"] not in MENU_KEYS:
        yield f"unknown element {element['type']!r}"
        return
    known = MENU_KEYS[element["type"]] | {"type", "action_id"}
    yield from (f"unknown field {key!r}" for key in element.keys() - known)
    options = element.get("options", ())
    if len(options) > 100:
        yield f"{len(options)} options"
    for option in options:
        yield from _text(option["text"], 75, kinds=("plain_text",))
        if not 1 <= units(option["value"]) <= 75:
            yield "an option's value is too long or empty"


def _block(block: object) -> Found:
    if not isinstance(block, dict) or block.get("type") not in KINDS:
        yield f"unknown block {block!r:.80}"
        return
    check, keys = KINDS[block["type"]]
    yield from (f"unknown field {key!r}" for key in block.keys() - keys - {"type", "block_id"})
    if len(str(block.get("block_id", ""))) > ID_MAX:
        yield "block_id too long"
    yield from check(block)


def _header(block: Mapping[str, Any]) -> Found:
    yield from _text(block.get("text"), 150, kinds=("plain_text",))


def _section(block: Mapping[str, Any]) -> Found:
    if "text" not in block and "fields" not in block:
        yield "an empty section"
    if "text" in block:
        yield from _text(block["text"], 3_000)
    fields = block.get("fields", ())
    if len(fields) > 10:
        yield f"{len(fields)} fields"
    for field in fields:
        yield from _text(field, 2_000)


def _context(block: Mapping[str, Any]) -> Found:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 10:
        yield f"{len(elements)} elements"
    for element in elements:
        yield from _text(element, 3_000)


def _actions(block: Mapping[str, Any]) -> Found:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements"
    ids = [element.get("action_id") for element in elements]
    if len(set(ids)) < len(ids):
        yield "an action_id twice"
    for element in elements:
        if element.get("type") != "button":
            yield f"unknown element {element.get('type')!r}"
        yield from _text(element.get("text"), 75, kinds=("plain_text",))
        if not 1 <= units(element.get("value", "x")) <= 2_000:
            yield "a button's value is too long or empty"
        if not 1 <= len(element.get("action_id", "x")) <= ID_MAX:
            yield "an action_id is too long or empty"


def _rich(block: Mapping[str, Any]) -> Found:
    if not block.get("elements"):
        yield "an empty rich text"
    for element in block.get("elements", ()):
        yield from _rich_part(element)


def _rich_part(part: Mapping[str, Any]) -> Found:
    kind = part.get("type")
    if kind not in {
        "rich_text_section",
        "rich_text_list",
        "rich_text_quote",
        "rich_text_preformatted",
    }:
        yield f"unknown rich text {kind!r}"
    if not part.get("elements"):
        yield f"an empty {kind}"
    for element in part.get("elements", ()):
        if kind == "rich_text_list":
            if element.get("type") != "rich_text_section":
                yield "a list holds sections"
            yield from _rich_part(element)
        else:
            yield from _rich_leaf(element)


def _rich_leaf(leaf: Mapping[str, Any]) -> Found:
    match leaf.get("type"):
        case "text":
            if not leaf.get("text"):
                yield "an empty text"
        case "link":
            if not str(leaf.get("url", "")).startswith(("http://", "https://")):
                yield f"a link to {leaf.get('url')!r:.80}"
            if units(leaf.get("url", "")) > URL_MAX or leaf.get("text") == "":
                yield "a link that is too long or empty"
        case "date":
            if not isinstance(leaf.get("timestamp"), int) or not leaf.get("fallback"):
                yield "a date without its moment or fallback"
        case kind:  # user, usergroup, channel, broadcast: they notify
            yield f"unknown or notifying element {kind!r}"


def _text(value: object, limit: int, kinds: Sequence[str] = ("plain_text", "mrkdwn")) -> Found:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield f"no text of {kinds}"
        return
    allowed = {"type", "text", "emoji"} if value["type"] == "plain_text" else {"type", "text"}
    if value["type"] == "mrkdwn":
        allowed.add("verbatim")
        yield from _markup(value["text"])
    yield from (f"unknown field {key!r}" for key in value.keys() - allowed)
    if not 1 <= units(value["text"]) <= limit:
        yield f"text of {units(value['text'])} characters, {limit} at most"


def _markup(text: str) -> Found:
    text = CALLS.sub("", text)
    if MENTION.search(text):
        yield f"a mention that notifies: {text!r:.80}"
    rest = ENTITY.sub("", DATE.sub("", LINK.sub("", text)))
    if set("<>&") & set(rest):
        yield f"unescaped markup: {rest!r:.80}"


def _texts(value: object) -> Iterator[str]:
    """Every text that counts towards the whole."""
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key in {"text", "fallback"} and isinstance(each, str):
                yield each
            elif key == "url":
                yield str(each)
            else:
                yield from _texts(each)


INPUT_KEYS: Final = {"type", "block_id", "optional", "label", "element"}
MENU_KEYS: Final[Mapping[str, set[str]]] = {
    "static_select": {"options"},
    "external_select": {"min_query_length"},
    "plain_text_input": {"max_length"},
    "file_input": {"max_files"},
    "conversations_select": {"default_to_current_conversation", "response_url_enabled"},
}

KINDS: Final[Mapping[str, tuple[Callable[[Mapping[str, Any]], Found], set[str]]]] = {
    "header": (_header, {"text"}),
    "section": (_section, {"text", "fields", "expand"}),
    "context": (_context, {"elements"}),
    "actions": (_actions, {"elements"}),
    "divider": (lambda _: iter(()), set()),
    "rich_text": (_rich, {"elements"}),
}
