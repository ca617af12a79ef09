"""Who may use the local page: this machine only, or whoever holds the token; no other web site."""

import hashlib
import hmac
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

COOKIE: Final = "evwatch"
COOKIE_DAYS: Final = 30


class Access:
    """The checks of one page. `hosts` are further names under which it may be called."""

    def __init__(self, *, token: str | None = None, hosts: Sequence[str] = ()) -> None:
        self._token = token
        self._hosts = frozenset(name.lower() for name in hosts)

    def check(self, request: web.Request) -> None:
        """Let the request pass, or raise an HTTP 401 or 403 that says what is wrong."""
        self._check_host(request)
        if self._token is not None and not self._knows_token(request):
            raise web.HTTPUnauthorized(text="Open the page once with /?token=YOUR-TOKEN.")

    def check_call(self, request: web.Request) -> None:
        """As `check`, and the request must come from the page itself, not from another site.

        A browser names the page that sends it in Origin; one that names no origin, or another
        than the host it calls, is refused. Source: Fetch Standard, Origin header; OWASP CSRF
        prevention, verifying origin with standard headers.
        """
        self.check(request)
        origin = urlsplit(request.headers.get("Origin", ""))
        if origin.scheme not in {"http", "https"} or origin.netloc.lower() != request.host.lower():
            raise web.HTTPForbidden(text="Only the page itself may send this.")
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="Send application/json.")

    def sign_in(self, request: web.Request) -> web.Response | None:
        """For /?token=...: a redirect to / with the cookie; None when no token was given.

        The cookie holds a digest of the token, so that a copied cookie does not tell it.
        """
        given = request.query.get("token")
        if given is None:
            return None
        self._check_host(request)
        if self._token is None:
            return _to_page()
        if not _same(given, self._token):
            raise web.HTTPUnauthorized(text="This is not the token.")
        response = _to_page()
        response.set_cookie(
            COOKIE,
            _digest(self._token),
            max_age=COOKIE_DAYS * 86_400,
            httponly=True,
            samesite="Strict",
            secure=request.secure or request.headers.get("X-Forwarded-Proto") == "https",
        )
        return response

    def _check_host(self, request: web.Request) -> None:
        # A foreign site whose name was pointed at 127.0.0.1 (DNS rebinding) still sends its own
        # name as Host. With a token that is harmless: its cookies are not ours.
        name = urlsplit(f"//{request.host}").hostname or ""
        if name in self._hosts or _is_loopback(name):
            return
        if self._hosts or self._token is None:
            raise web.HTTPForbidden(text="This name is not one of the page's own.")

    def _knows_token(self, request: web.Request) -> bool:
        if self._token is None:
            return True
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer" and _same(given.strip(), self._token):
            return True
        return _same(request.cookies.get(COOKIE, ""), _digest(self._token))


def _to_page() -> web.Response:
    return web.Response(status=303, headers={"Location": "/", "Cache-Control": "no-store"})


def _digest(token: str) -> str:
    return hmac.new(token.encode(), b"evwatch local page", hashlib.sha256).hexdigest()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
