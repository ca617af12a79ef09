"""The words of a command line, whatever keyboard or platform they come from.

Quotes may be straight, curly, angular or full-width; `key:value` may have spaces around its colon;
a link that a platform wrapped (`<https://example.org|label>`) is its address again.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from adapters.plain import plain
from bot.commands.vocabulary import FILTERS

QUOTES: Final = '"“”„‟«»「」『』＂'
KEYS_MAX_CHARS: Final = 12

_WIDE: Final = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_NAMES: Final = "|".join(
    sorted({re.escape(n) for k, v in FILTERS.items() for n in (k, *v)}, key=len, reverse=True)
)
_SPACED_KEY: Final = re.compile(rf"(?<!\S)({_NAMES})\s*[:：=＝]\s*", re.IGNORECASE)
_TOKEN: Final = re.compile(
    rf"<(?P<link>https?://[^<>|\s]+)(?:\|[^<>]*)?>"
    rf"|[{QUOTES}](?P<quoted>[^{QUOTES}]*)(?:[{QUOTES}]|$)"
    rf"|(?<!\S)['‘’](?P<single>[^'‘’{QUOTES}]+)['‘’](?!\S)"
    rf"|(?P<bare>[^\s{QUOTES}]+)"
)
_LINK: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:[:/?#]\S*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or the words between quotes; `key` is the filter that it is the value of."""

    text: str
    quoted: bool = False
    key: str = ""


def tokens(text: str) -> list[Token]:
    """The tokens of a line, without those that hold nothing."""
    line = _SPACED_KEY.sub(r"\1:", plain(text))
    found: list[Token] = []
    for match in _TOKEN.finditer(line):
        token = _token(match)
        if found and found[-1].key and not found[-1].text and not token.key:
            found[-1] = Token(token.text, quoted=token.quoted, key=found[-1].key)
        elif token.text or token.key:
            found.append(token)
    return found


def address(text: str) -> str | None:
    """The web address that this text is, its scheme added where people leave it out, or None."""
    url = re.sub(r"(?i)^feed:(?://)?(?=https?://)", "", narrow(text.strip()))
    url = re.sub(r"(?i)^feed://", "https://", url)
    if _LINK.fullmatch(url):
        return url
    return f"https://{url}" if _HOST.fullmatch(url) else None


def narrow(text: str) -> str:
    """The text with full-width letters, digits, signs and spaces made ordinary ones."""
    return text.translate(_WIDE)


def phrase_of(words: Sequence[Token]) -> str:
    """Tokens as one name again."""
    return " ".join(word.text for word in words)


def _token(match: re.Match[str]) -> Token:
    if match["link"]:
        return Token(match["link"])
    if match["quoted"] is not None:
        return Token(_tidy(match["quoted"]), quoted=True)
    if match["single"]:
        return Token(_tidy(match["single"]), quoted=True)
    bare = match["bare"]
    if address(bare) and not _SPACED_KEY.match(bare):
        return Token(narrow(bare) if not _LINK.fullmatch(bare) else bare)
    key, colon, value = narrow(bare).partition(":")
    is_key = colon and key and len(key) <= KEYS_MAX_CHARS and key.isalpha()
    return Token(_tidy(value), key=key) if is_key else Token(_tidy(narrow(bare)))


def _tidy(text: str) -> str:
    return " ".join(narrow(text).split())
