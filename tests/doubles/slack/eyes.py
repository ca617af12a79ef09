"""What a person sees of a message: its blocks, or its text where it has none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from typing import Any

TOKEN = re.compile(r"<([^<>]*)>")


def visible(text: str, blocks: Sequence[Mapping[str, Any]] | None) -> str:
    """The words on the screen, one line a block."""
    if not blocks:
        return _mrkdwn(text)
    return "\n".join(_block(block) for block in blocks)


def buttons(blocks: Iterable[Mapping[str, Any]] | None) -> list[Mapping[str, Any]]:
    """The buttons of a message, in their order."""
    return [
        element
        for block in blocks or ()
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def links(blocks: object) -> list[tuple[str, str]]:
    """Every link with its words, wherever it stands."""
    found: list[tuple[str, str]] = []
    if isinstance(blocks, dict):
        if blocks.get("type") == "link":
            found.append((str(blocks.get("text", "")), str(blocks["url"])))
        if blocks.get("type") == "mrkdwn":
            tokens = (token.partition("|") for token in TOKEN.findall(blocks["text"]))
            found += [(unescape(label), unescape(url)) for url, _, label in tokens if "://" in url]
        blocks = list(blocks.values())
    if isinstance(blocks, list):
        for each in blocks:
            found += links(each)
    return found


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header" | "section":
            texts = [block["text"]] if "text" in block else []
            return " ".join(_text(text) for text in [*texts, *block.get("fields", ())])
        case "context":
            return " ".join(_text(element) for element in block["elements"])
        case "actions":
            return " ".join(f"[{element['text']['text']}]" for element in block["elements"])
        case "rich_text":
            return "\n".join(_rich(element) for element in block["elements"])
    return "---"


def _rich(element: Mapping[str, Any]) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text", element["url"]))
        case "date":
            return str(element["fallback"])
        case "rich_text_list":
            return "\n".join("• " + _rich(each) for each in element["elements"])
    return "".join(_rich(each) for each in element["elements"])


def _text(value: Mapping[str, Any]) -> str:
    text = str(value["text"])
    return _mrkdwn(text) if value["type"] == "mrkdwn" else text


def _mrkdwn(text: str) -> str:
    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        return label or target

    return unescape(TOKEN.sub(shown, text))
