"""Chinese in one form, character for character: half width, simplified, one kind of each mark."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

import opencc

# Where Han characters lie: the main block, extension A, compatibility forms, extension B.
_HAN: Final = ((0x4E00, 0xA000), (0x3400, 0x4DC0), (0xF900, 0xFB00), (0x20000, 0x2A6E0))
# Blocks whose characters only are other shapes of a plain one: radicals, vertical and small forms,
# full and half width.
_SHAPES: Final = ((0x2E80, 0x2FE0), (0xFE10, 0xFE70), (0xFF01, 0xFFEF))
_MARKS: Final = {
    **dict.fromkeys("「﹁｢〝„«", "“"),
    **dict.fromkeys("」﹂｣〞〟»", "”"),
    **dict.fromkeys("『﹃", "‘"),
    **dict.fromkeys("』﹄", "’"),
    **dict.fromkeys("〈﹤＜", "<"),
    **dict.fromkeys("〉﹥＞", ">"),
    **dict.fromkeys("〔［", "["),
    **dict.fromkeys("〕］", "]"),
    **dict.fromkeys("‐‑–−－﹣\u00ad", "-"),
    **dict.fromkeys("―─━⸺", "—"),
    **dict.fromkeys("～〜∼˜", "~"),
    **dict.fromkeys("•・‧∙●･", "·"),
    **dict.fromkeys("｜│┃︱¦▏▕┆┊丨", "|"),
    **dict.fromkeys("○◯", "〇"),
    **dict.fromkeys("｡", "。"),
    **dict.fromkeys("〃", ","),  # as some pages garble it
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t\u200b\ufeff", " "),
    "￥": "¥",
}

# 畫 in the words for a plan, as Taiwan writes them: standing alone it is 画, a picture.
_PLANS: Final = tuple((verb + "画", verb + "划") for verb in "计规筹企策")


@lru_cache(maxsize=4)  # dates, sums and counts of one sentence are looked for in turn
def fold_chinese(text: str) -> str:
    """The text in half width and simplified characters, every one at its old place.

    Corner brackets become quotes, dashes of one length one dash; what has no plain form stays. A
    traditional character with several simplified ones takes the commonest (乾 is 干), but 計畫 is
    计划.
    """
    folded = text.translate(_table())
    if "画" in folded:
        for written, plain in _PLANS:
            folded = folded.replace(written, plain)
    return folded


@cache
def _table() -> Mapping[int, str]:
    table = {ord(before): after for before, after in _simplified()}
    table |= {code: plain for code in _codes(_SHAPES) if (plain := _plain(chr(code)))}
    return table | {ord(before): after for before, after in _MARKS.items()}


def _simplified() -> Iterator[tuple[str, str]]:
    """Each Han character that has a simplified form with it, as OpenCC reads it standing alone."""
    traditional = [_plain(chr(code)) or chr(code) for code in _codes(_HAN)]
    converted = opencc.OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    for code, after in zip(_codes(_HAN), converted, strict=True):
        if len(after) == 1 and after != chr(code):
            yield chr(code), after


def _plain(character: str) -> str:
    """Its compatibility form, where that is one other character; else ""."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain != character else ""


def _codes(blocks: tuple[tuple[int, int], ...]) -> Iterator[int]:
    return (code for first, last in blocks for code in range(first, last))
