"""Bodies as they come over the wire, unpacked within limits and never taken for whole when cut."""

import zlib
from typing import Final

from adapters.fetch import FetchError

_GZIP: Final = 16 + zlib.MAX_WBITS
_ZLIB: Final = zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS  # some servers call this deflate (RFC 9110 8.4.1.2 knows of them)
_GZIP_MAGIC: Final = b"\x1f\x8b"
_NIBBLE: Final = 0x0F
MEMBERS_MAX: Final = 64  # of one gzip body (RFC 1952 2.2); each costs a decompressor

TOO_LARGE: Final = "its answer is too large to be a feed or an article"
DAMAGED: Final = "its answer arrived damaged or cut off"


class Unpacker:
    """Takes the pieces of one body and gives the whole; raises `FetchError` at any limit."""

    def __init__(self, encoding: str, *, max_bytes: int) -> None:
        names = [name.strip() for name in encoding.lower().split(",")]
        names = [name for name in names if name not in ("", "identity")]
        if len(names) > 1 or (names and names[0] not in ("gzip", "x-gzip", "deflate")):
            raise FetchError("its answer is packed in a way that was not asked for")
        self._packing = names[0].removeprefix("x-") if names else None
        self._max_bytes = max_bytes
        self._raw_bytes = 0
        self._members = 0
        self._inflate: zlib._Decompress | None = None
        self._body = bytearray()
        self._head = b""  # held back until there are two bytes to tell the format by

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        self._raw_bytes += len(piece)
        if self._raw_bytes > self._max_bytes:
            raise FetchError(TOO_LARGE)
        if self._packing is None:
            self._body += piece
            return
        try:
            self._unpack(piece)
        except zlib.error as error:
            raise FetchError(DAMAGED) from error

    def finish(self) -> bytes:
        """The whole body; raises when its packing says that something is missing."""
        if self._packing is None or self._raw_bytes == 0:
            return bytes(self._body)
        if self._inflate is None or not self._inflate.eof:
            raise FetchError(DAMAGED)
        return bytes(self._body)

    def _unpack(self, piece: bytes) -> None:
        piece, self._head = self._head + piece, b""
        while piece:
            if self._inflate is None or self._inflate.eof:
                if len(piece) < len(_GZIP_MAGIC) and self._inflate is None:
                    self._head = piece
                    return
                if self._inflate is not None and not self._goes_on(piece):
                    return
                self._members += 1
                if self._members > MEMBERS_MAX:
                    raise FetchError(DAMAGED)
                self._inflate = zlib.decompressobj(wbits=self._format(piece))
            room = self._max_bytes - len(self._body) + 1
            self._body += self._inflate.decompress(piece, room)
            if len(self._body) > self._max_bytes:
                raise FetchError(TOO_LARGE)
            piece = self._inflate.unused_data if self._inflate.eof else b""

    def _goes_on(self, rest: bytes) -> bool:
        """Whether another gzip member follows; anything else behind the end is padding."""
        return self._packing == "gzip" and rest.startswith(_GZIP_MAGIC)

    def _format(self, head: bytes) -> int:
        if self._packing == "gzip":
            return _GZIP
        is_zlib = head[0] & _NIBBLE == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0
        return _ZLIB if is_zlib else _RAW
