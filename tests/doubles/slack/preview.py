"""Messages as a page that looks about as Slack does, for eyes that want to see them."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from tests.doubles.slack.eyes import TOKEN

STYLE = """
body { font: 15px/1.46 Lato, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #1d1c1d;
  margin: 0; padding: 20px; width: 680px; background: #fff }
.message { display: grid; grid-template-columns: 36px 1fr; gap: 8px; margin: 0 0 20px }
.face { width: 36px; height: 36px; border-radius: 6px; background: #14532d }
.name { font-weight: 900 } .app { background: #dddddd80; font-size: 10px; padding: 0 3px;
  border-radius: 2px; color: #454447 } .block { margin: 4px 0 8px } h3 { font-size: 18px;
  margin: 4px 0 } ul { margin: 0; padding-left: 24px } .quote { border-left: 4px solid #ddd;
  padding-left: 12px; white-space: pre-wrap } .context { font-size: 12px; color: #616061 }
pre { border: 1px solid #1d1c1d21; background: #f8f8f8; padding: 8px; border-radius: 4px;
  white-space: pre-wrap; font-size: 12px; margin: 0 } code { color: #c01343; background: #f8f8f8;
  border: 1px solid #1d1c1d21; border-radius: 3px; padding: 1px 3px; font-size: 12px }
a { color: #1264a3; text-decoration: none } button { font: 700 13px Lato, sans-serif;
  border: 1px solid #1d1c1d4d; border-radius: 8px; background: #fff; padding: 4px 12px;
  margin-right: 8px } .run { white-space: pre-wrap }
"""


def page(messages: Iterable[Sequence[Mapping[str, Any]]]) -> str:
    """The blocks of some messages as one HTML page."""
    body = "".join(
        '<div class="message"><div class="face"></div><div><span class="name">EV Watch</span> '
        f'<span class="app">APP</span>{"".join(map(_block, blocks))}</div></div>'
        for blocks in messages
    )
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style>{body}'


def _block(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{escape(block['text']['text'])}</h3>"
        case "context":
            texts = " &nbsp; ".join(_mrkdwn(each["text"]) for each in block["elements"])
            return f'<div class="block context">{texts}</div>'
        case "actions":
            names = (escape(each["text"]["text"]) for each in block["elements"])
            return "".join(f"<button>{name}</button>" for name in names)
        case "rich_text":
            return f'<div class="block">{"".join(map(_rich, block["elements"]))}</div>'
    raise AssertionError(block["type"])


def _rich(element: Mapping[str, Any]) -> str:
    inner = [*map(_rich, element.get("elements", ()))]
    match element["type"]:
        case "text":
            return _styled(escape(element["text"]), element.get("style", {}))
        case "link":
            return _styled(f"<a>{escape(element['text'])}</a>", element.get("style", {}))
        case "rich_text_list":
            return "<ul>" + "".join(f"<li>{each}</li>" for each in inner) + "</ul>"
        case "rich_text_quote":
            return f'<div class="quote">{"".join(inner)}</div>'
        case "rich_text_preformatted":
            return f"<pre>{''.join(inner)}</pre>"
    return f'<div class="run">{"".join(inner)}</div>'


def _styled(html: str, style: Mapping[str, bool]) -> str:
    for name, tag in (("bold", "b"), ("code", "code")):
        html = f"<{tag}>{html}</{tag}>" if style.get(name) else html
    return html


def _mrkdwn(text: str) -> str:
    parts = TOKEN.split(text)  # texts at even places, what stands between < and > at odd ones
    shown = (
        part if place % 2 == 0 else _token(*part.partition("|")[::2])
        for place, part in enumerate(parts)
    )
    return "".join(shown)


def _token(target: str, words: str) -> str:
    return words if target.startswith("!") else f"<a>{words or target}</a>"
