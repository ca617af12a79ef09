"""Pictures and files of messages, served under names that nobody can guess.

The journal keeps the bytes; here they stand for as long as a page may ask for them. A name is a
keyed digest of the bytes: the same for the same bytes as long as the process lives, and no other
process, nor anybody who knows the bytes, can tell it.
"""

import hashlib
import secrets
from typing import Final

from aiohttp import web
from cachetools import LRUCache

from adapters.document import File, Picture

PLACE: Final = "/local/files"
ROOM_BYTES: Final = 64 << 20  # of all that stand here; the one not asked for longest goes first
POLICY: Final = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Shelf:
    """What pages may ask for."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._kept: LRUCache[str, Picture | File] = LRUCache(
            ROOM_BYTES, getsizeof=lambda part: len(part.data)
        )

    def keep(self, part: Picture | File) -> str:
        """Put it here, or find it here; gives its address on this server."""
        said = f"{part.name}\n".encode()
        name = hashlib.blake2b(said + part.data, key=self._key, digest_size=18).hexdigest()
        self._kept[name] = part
        return f"{PLACE}/{name}"

    def give(self, name: str) -> web.Response:
        """The bytes of that name: a picture to be shown, a file to be saved. Raises HTTP 404."""
        part = self._kept.get(name)
        if part is None:
            raise web.HTTPNotFound(text="There is no such file any more: load the page anew.")
        kind, how = "image/png", "inline"
        if isinstance(part, File):
            kind, how = part.kind, "attachment"
        headers = {
            "Content-Type": kind,
            "Content-Disposition": f'{how}; filename="{_safe(part.name)}"',
            "Content-Security-Policy": POLICY,
            "Cache-Control": "private, max-age=31536000, immutable",
        }
        return web.Response(body=part.data, headers=headers)


def _safe(name: str) -> str:
    r"""The name as it may stand in a header.

    >>> _safe('x";\r\nSet-Cookie: a.csv')
    'x----Set-Cookie--a.csv'
    """
    return "".join(
        each if each.isascii() and (each.isalnum() or each in ".-_") else "-" for each in name
    )
