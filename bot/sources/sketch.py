"""A sketch of a text, by which one is known again that was touched up: a word, a footer, a line.

Of two texts that are alike in all but a few letters most bits agree. A notice of this month is that
as well of the one before, so that whoever compares sketches first compares what is told: figures
and names must be the same, letter by letter.

Source: P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing" (2012); one bit of each minimum, as
in P. Li, A. C. König, "b-Bit Minwise Hashing" (2010).
"""

import re
import unicodedata
import zlib
from collections.abc import Collection
from functools import cache
from typing import Final

from bot.catalogue import load, table
from storage.records import digest

TOLD: Final = "told:"  # the mark of a text's figures and names
SKETCH: Final = "sketch:"
WEIGHT_MIN: Final = 240  # letters, as in `identity`: two short notices are alike in most
BITS: Final = 64
APART_MAX: Final = 6  # bits; a touched-up text has 0 to 5, the nearest different one of a feed 7
PIECE_CHARS: Final = 5
PIECES_MAX: Final = 2_000  # 1 ms; what stands behind that is not compared
TOLD_MAX_CHARS: Final = 20_000  # 1 ms
_GOLDEN: Final = 0x9E3779B97F4A7C15  # spreads the sums, which are linear (Knuth, TAOCP 6.4)
_MASK: Final = (1 << 64) - 1

# What letters alone show of what is told: figures, Chinese ones before what they count, words with
# a capital or a digit, and what stands in quotes. A word is tried at its beginning only, and not
# anew letter by letter: a long one would take its square.
_FIGURES: Final = (
    r"\d+(?:[.,:/-]\d+)*%?|[零〇一二两三四五六七八九十百千万亿]{1,12}(?=[年月日号季度个辆台元座家款期批第])"
    r"|[A-Z][\w-]*|(?<!\w)[a-z][^\W\d]*+\d\w*|[《“「『][^》”」』]{1,40}"
)
# Words that have a capital because a sentence begins.
_BEGINNING: Final = frozenset(
    {
        *("a", "also", "an", "and", "as", "at", "but", "by", "click", "continue", "for", "from"),
        *("he", "here", "if", "image", "in", "it", "its", "more", "on", "photo", "read", "see"),
        *("she", "source", "that", "the", "their", "there", "these", "they", "this", "those"),
        *("to", "via", "we", "when", "with"),
    }
)


def near(folded: str, text: str) -> tuple[str, str]:
    """The marks of a text by which one is known that says the same in almost the same letters.

    `folded` is the text as `identity.fold` gives it.
    """
    return f"{TOLD}{_told(text)}", f"{SKETCH}{_sketch(folded):016x}"


def is_near(one: Collection[str], other: Collection[str]) -> bool:
    """Whether the sketches among two texts' marks differ in little."""
    return any(
        (_bits(mark) ^ _bits(each)).bit_count() <= APART_MAX
        for mark in one
        if mark.startswith(SKETCH)
        for each in other
        if each.startswith(SKETCH)
    )


def _bits(mark: str) -> int:
    return int(mark.removeprefix(SKETCH), 16)


def _sketch(folded: str) -> int:
    """64 bits; each is one of the lowest sum among the pieces that fall into its place."""
    lowest = [_MASK] * BITS
    letters = folded[: PIECES_MAX + PIECE_CHARS].encode("utf-16-le", "replace")
    for at in range(0, len(letters) - 2 * PIECE_CHARS + 2, 2):
        mixed = zlib.crc32(letters[at : at + 2 * PIECE_CHARS]) * _GOLDEN & _MASK
        place, value = mixed >> 58, mixed & (_MASK >> 6)
        if value < lowest[place]:  # noqa: PLR1730 - a call for each letter costs half as much again
            lowest[place] = value
    return sum((value >> 40 & 1) << place for place, value in enumerate(lowest))


def _told(text: str) -> str:
    """A digest of the figures and names in a text, in their order."""
    found = _pattern().findall(unicodedata.normalize("NFKC", text[:TOLD_MAX_CHARS]))
    return digest(*(each for each in found if each.casefold() not in _BEGINNING))


@cache
def _pattern() -> re.Pattern[str]:
    """Figures and names; Chinese has no capitals, so its names are those of the catalogue."""
    names = {name for company in load().companies.values() for name in company.names}
    content = table("two_scripts")
    names.update(name for kind in ("place", "model") for row in content[kind] for name in row["zh"])
    known = sorted((name for name in names if not name.isascii()), key=len, reverse=True)
    return re.compile("|".join((*map(re.escape, known), _FIGURES)))
