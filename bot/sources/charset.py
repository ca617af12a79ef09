"""Bytes to text: what a body is written in, whatever it or its server says.

Only real charsets are ever tried. Python's registry also knows `utf-7`, `unicode_escape` and the
like, by which harmless bytes turn into markup.
"""

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHAPES: Final = (  # "<" and whatever follows, without a mark (XML 1.0, appendix F)
    (re.compile(rb"<\x00\x00\x00", re.DOTALL), "utf-32-le"),
    (re.compile(rb"\x00\x00\x00<", re.DOTALL), "utf-32-be"),
    (re.compile(rb"<\x00[^\x00]\x00", re.DOTALL), "utf-16-le"),
    (re.compile(rb"\x00<\x00[^\x00]", re.DOTALL), "utf-16-be"),
)
_DECLARED: Final = (
    re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE),
    re.compile(rb"(?is).{0,4096}?<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"),
)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CODECS: Final = re.compile(
    r"utf-8|cp(?:125\d|437|85\d|86\d|874|93[26]|949|950)|iso8859-\d{1,2}|koi8-[rtu]|gb18030"
    r"|big5(?:hkscs)?|shift_jis(?:_2004|x0213)?|euc_(?:jp|kr|jis_2004)|johab|mac-\w+|tis-620"
)
# Wider codecs in the place of narrow ones, as browsers take them (WHATWG Encoding, 4.2).
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
BAD_SHARE_MAX: Final = 0.2  # of what is not ASCII: up to here it is UTF-8 with a few broken bytes


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a body. Never raises: what cannot be read becomes U+FFFD."""
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    for shape, codec in _SHAPES:
        if shape.match(body):
            return body.decode(codec, "replace")
    try:
        return body.decode()  # what reads as UTF-8 is UTF-8, whatever is declared
    except UnicodeDecodeError:
        pass
    for name in _names(body, content_type):
        known = _codec(name)
        if known == "utf-8":
            text = body.decode("utf-8", "replace")
            if _bad_share(text) <= BAD_SHARE_MAX:
                return text
        elif known is not None:
            return body.decode(known, "replace")
    return _guessed(body)


def _names(body: bytes, content_type: str) -> list[str]:
    """Declared charsets, the document's own first: servers send one for all they have."""
    found = [match[1].decode("ascii") for rule in _DECLARED if (match := rule.match(body[:8192]))]
    header = _HEADER.search(content_type)
    return [*found, header[1]] if header else found


def _codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    codec = _WIDER.get(codec, codec)
    return codec if _CODECS.fullmatch(codec) else None


def _guessed(body: bytes) -> str:
    """Nothing usable is declared: mostly UTF-8, or Chinese, or western."""
    text = body.decode("utf-8", "replace")
    if _bad_share(text) <= BAD_SHARE_MAX:
        return text
    try:
        return body.decode("gb18030")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _bad_share(text: str) -> float:
    foreign = sum(not char.isascii() for char in text)
    return text.count("\ufffd") / foreign if foreign else 0.0
