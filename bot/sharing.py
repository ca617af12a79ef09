"""The unguessable part of a page's address: made from a secret, known again by its digest.

Made and not drawn, so that an alert and `/evwatch links` can tell an address again that the
database does not hold: the secret lies beside it, in a file of its own.
"""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final

from storage.links import Link

SECRET_BYTES: Final = 32
TOKEN_BYTES: Final = 24  # 192 bits: nobody guesses one
_BETWEEN: Final = "\x1f"


class Sharing:
    """Tokens and addresses of links.

    `public` is the address under which others reach this server, without a slash at its end, or
    empty; `local` gives the one of this machine.
    """

    def __init__(self, secret: bytes, *, public: str = "", local: Callable[[], str]) -> None:
        self._secret = secret
        self._public = public.rstrip("/")
        self._local = local

    def token(self, workspace: str, id: str) -> str:  # noqa: A002 - the record calls it so
        """The token of a link: 32 letters, digits, hyphens and underscores."""
        said = _BETWEEN.join(("page", workspace, id)).encode()
        mac = hmac.new(self._secret, said, hashlib.sha256).digest()[:TOKEN_BYTES]
        return base64.urlsafe_b64encode(mac).decode("ascii")

    def address(self, link: Link, platform: str) -> str | None:
        """Where people of that platform find the page; None where only this machine could.

        Also None where it was made with another secret: then it opens nothing any more.
        """
        token = self.token(link.workspace, link.id)
        base = self._public or (self._local().rstrip("/") if platform == "local" else "")
        if not base or not hmac.compare_digest(digest(token), link.digest):
            return None
        return f"{base}/timeline/{link.company}/{token}"

    @property
    def public(self) -> str:
        """The address under which others reach this server, or empty."""
        return self._public


def digest(token: str) -> str:
    """What is kept of a token. Nobody finds the token from it: it is no password to be tried."""
    return hashlib.sha256(b"page" + token.encode("utf-8", "replace")).hexdigest()


def secret_beside(database: Path) -> bytes:
    """The secret in the file beside a database, made at the first call.

    A database in memory has one for each process. Raises OSError where the file can be neither
    read nor made.
    """
    if str(database) == ":memory:":
        return secrets.token_bytes(SECRET_BYTES)
    path = database.with_name(f"{database.stem}.links.key")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        kept = path.read_bytes()
        if len(kept) >= SECRET_BYTES:
            return kept
        # It was cut short as it was made.
        file = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)
    made = secrets.token_bytes(SECRET_BYTES)
    with os.fdopen(file, "wb") as opened:
        opened.write(made)
        opened.flush()
        os.fsync(opened.fileno())
    return made
