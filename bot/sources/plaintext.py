"""Markup to plain text: one paragraph a line, nothing that is not meant to be read."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree, html

MARKUP_MAX_CHARS: Final = 1_000_000  # of one entry; what stands behind that is no article
TEXT_MAX_CHARS: Final = 200_000

_HIDDEN: Final = (
    *("script", "style", "nav", "noscript", "template", "head", "iframe", "object", "svg", "math"),
    *("form", "button", "select", "textarea", "canvas", "audio", "video"),
)
_BLOCKS: Final = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary"),
        *("table", "tr", "ul"),
    }
)
_CELLS: Final = frozenset({"td", "th"})
_MARKUP: Final = re.compile(r"<[a-zA-Z/!?]|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,30});")
# Feeds escape their HTML once too often now and then; code samples lose their tags to this.
_ESCAPED_TWICE: Final = re.compile(
    r"</(?:p|div|span|a|li|td|strong|em|b|i)>|<br ?/?>", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^<>]{0,1000}>")
# Control characters, lone surrogates, overrides of the writing direction, and characters of no
# width: they forge or hide words. The joiners U+200C and U+200D belong to some scripts and stay.
_UNREADABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_BREAKS: Final = re.compile(r"[\n\r\u0085\u2028\u2029]+")
_SPACES: Final = re.compile(r"\s+")


def plain(value: str) -> str:
    """The text of a piece of HTML, or of a text that may be HTML; paragraphs on their own lines."""
    text = _once(value[:MARKUP_MAX_CHARS])
    return _once(text) if _ESCAPED_TWICE.search(text) else text


def parse(markup: str) -> etree._Element | None:
    """The tree of a page, without comments; nothing is fetched. None when there is none."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(markup, parser)
    except (etree.LxmlError, ValueError):
        return None


def one_line(value: str, *, max_chars: int) -> str:
    """The text in one line, cut at a word where it is longer."""
    line = " ".join(plain(value).split())
    if len(line) <= max_chars:
        return line
    head, space, _ = line[:max_chars].rpartition(" ")
    return (head if space and len(head) > max_chars // 2 else line[: max_chars - 1]) + "…"


def _once(value: str) -> str:
    if not _MARKUP.search(value):
        return _lines(value)
    root = parse(f"<div>{_UNREADABLE.sub('', value)}</div>")
    if root is None:
        return _lines(_TAG.sub(" ", value))
    etree.strip_elements(root, *_HIDDEN, with_tail=False)
    return _lines("".join(_pieces(root)))


def _pieces(root: etree._Element) -> Iterator[str]:
    """Text in reading order, line feeds where a block begins or ends."""
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if node.tag in _BLOCKS:
            yield "\n"
        elif node.tag in _CELLS:
            yield " "
        text = node.text if event == "start" else node.tail
        if text:
            yield _flat(text)


def _flat(text: str) -> str:
    """Line breaks in the source of a page are spaces to its reader."""
    return _SPACES.sub(" ", text)


def _lines(text: str) -> str:
    text = _UNREADABLE.sub("", text[: TEXT_MAX_CHARS * 2])
    lines = (_SPACES.sub(" ", line).strip() for line in _BREAKS.split(text))
    return "\n".join(line for line in lines if line)[:TEXT_MAX_CHARS].strip()
