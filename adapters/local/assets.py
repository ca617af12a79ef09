"""The page's own files: read once, served with a digest, under a policy that lets no other in."""

import hashlib
from importlib.resources import files
from typing import Final

from aiohttp import web
from jinja2 import Environment, StrictUndefined

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES: Final = {
    "page.css": "text/css",
    "page.js": "text/javascript",
    "cards.js": "text/javascript",
    "prompt.js": "text/javascript",
    "role.js": "text/javascript",
    "words.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


class Assets:
    """The files beside this module; `version` changes when any of them does."""

    def __init__(self) -> None:
        folder = files("adapters.local")
        self._files = {name: (folder / "page" / name).read_bytes() for name in TYPES}
        template = (folder / "page" / "page.html").read_text(encoding="utf-8")
        whole = b"".join((*self._files.values(), template.encode()))
        self.version = hashlib.blake2b(whole, digest_size=6).hexdigest()
        environment = Environment(autoescape=True, undefined=StrictUndefined)
        self._page = environment.from_string(template).render(version=self.version)

    def page(self, _request: web.Request) -> web.Response:
        """The page itself; it may load from its own server only and may not be framed."""
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
        return web.Response(
            text=self._page, content_type="text/html", charset="utf-8", headers=headers
        )

    def file(self, request: web.Request, name: str) -> web.Response:
        """A file by its name; 404 for any other name, 304 when the browser has it."""
        if name not in self._files:
            raise web.HTTPNotFound(text="There is no such file.")
        headers = {"ETag": f'"{self.version}"', "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(
            body=self._files[name], content_type=TYPES[name], charset="utf-8", headers=headers
        )
