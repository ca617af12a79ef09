"""The view as HTML: the template escapes every value, and has no script and no inline style."""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from bot.compose.paging import Paging
from bot.page.view import View

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def page(view: View, *, home: str, public: str) -> str:
    """The whole page.

    `home` is the address of what belongs to it, as seen from the page and without a slash at its
    end; `public` is the same in full, for who shows a preview, or empty where there is none.
    """
    words = {each.name.lower(): each.say(_language(view)) for each in _PLAIN}
    words["written"] = Paging.WRITTEN.say(_language(view), day=view.written)
    return _template().render(view=view, words=words, home=home, public=public, style=version())


@cache
def style() -> bytes:
    """The style sheet."""
    return (files("bot.page") / "timeline.css").read_bytes()


@cache
def version() -> str:
    """Changes when the style sheet does."""
    return hashlib.blake2b(style(), digest_size=6).hexdigest()


def _language(view: View) -> str:
    return view.language[:2]


@cache
def _template() -> Template:
    text = (files("bot.page") / "timeline.html").read_text(encoding="utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text)


_PLAIN: Final = (
    Paging.MILESTONES,
    Paging.CHART,
    Paging.SOURCES,
    Paging.DENIED,
    Paging.FILES,
    Paging.OTHER,
    Paging.PRIVATE,
    Paging.QUOTED,
)
