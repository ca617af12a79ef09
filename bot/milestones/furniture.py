"""Which parts of a page are the article: menus, banners, captions and teasers are left out.

Offsets count in the folded text as given. Every rule looks at one line or at its neighbours, so the
time is linear in the text.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.catalogue import table
from bot.milestones.lines import LINE, menus
from bot.milestones.whole_words import runs, telling

SENTENCE_WORDS: Final = 7  # a line with so many words and a full stop is prose
SHORT_WORDS: Final = 4  # with so many it may be prose behind a list of links
MENU_WORDS: Final = 4
LONG_WORDS: Final = 100  # of a line that holds a whole article
CAPTION_CHARS: Final = 200
CAPTION_WORDS: Final = 45
HEADING_WORDS: Final = 6
HEADING_CHARS: Final = 120
LABEL_CHARS: Final = 80
ENDS: Final = (".", "!", "?", ":", "\u2026", "。")

_BEFORE_LABEL: Final = (".", "!", "?", ")", "]", "|", "\u2026", "\u2014", '"', "•", "·")

_BULLET: Final = re.compile(r"[\s•●▪■◦‣·*>\u2014-]+")
_BRACKET: Final = re.compile(r"\[[^\[\]]{0,200}\]|\([^()]{0,200}\)")
BARS: Final = "|·•»›/"
_BAR: Final = re.compile(rf"\s[{BARS}]\s|\|")
_STRONG_BAR: Final = re.compile(r"[|»›]")
_ARROW: Final = re.compile(r"^[→←⟶⟵↗»›▸►▶☞🔥]|[→←⟶⟵↗»›▸►▾▼]$")
_TICKER: Final = re.compile(
    r"\b[A-Z]{2,5}\b:?\s*(?:\$?\d+(?:\.\d+)?\s*)?[+\u2014▲▼-]\s?\d+(?:\.\d+)?\s*%"
)
_BYLINE: Final = re.compile(
    r"by\s+(?:the\s+|our\s+)?\w[\w.' -]{1,60}(?:[,|].*|\d.*)?", re.IGNORECASE
)
_COMMENT: Final = re.compile(
    r"[\w.-]{3,30}:\s.{3,600}\(\d+\s+(?:votes?|likes?|points?)\)", re.IGNORECASE
)
_SORTED: Final = re.compile(r"\s+sort(?:ed)? by\b.*$")
_COUNTED: Final = re.compile(r"^\(?\d[\d,.]{0,9}k?\)?\s|\s\(?\d[\d,.]{0,9}k?\)?$")
_ABOUT: Final = re.compile(r"About (?:the )?[A-Z][\w.&' -]{1,60}")
_AUTHOR: Final = re.compile(
    r"[A-Z][\w.'-]{0,30} (?:[A-Z][\w.'-]{0,30} ){1,3}(?:is|was|covers|writes|reports|works|has)\b"
)
_MARKUP: Final = re.compile(
    r"\(@\w+\)|\bpic\.twitter\.com/|\b\d{1,3}[\s-]min(?:ute)?s?\s(?:read|listen|watch)\b"
    r"|^(?:#\w+[\s,]*)+$|\bhttps?://\S+$|^\W*\d{1,2}[:.]\d\d\b.{0,12}$|^page \d+\b",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_LABELLED: Final = re.compile(r"[:|→►▸»\uff1a]")
_FACT: Final = re.compile(r"[^:]{2,60}:\s?(?:about |some |around |up to )?[\d$€£¥₹]")


class Line(NamedTuple):
    """A line of the page without its bullet; `low` is its lower case."""

    start: int
    end: int
    text: str
    low: str
    words: int
    prose: bool


def article(folded: str) -> Iterator[list[tuple[int, int]]]:
    """For each line of the article the pieces to keep, as offsets."""
    for line in _without_tail(list(_kept(_lines(folded)))):
        yield list(_pieces(folded, line))


def is_house(sentence: str) -> bool:
    """Does the sentence speak for the house that publishes: newsletters, cookies, terms?"""
    return _says("phrases", sentence.lower())


def without_outlet(title: str) -> str:
    """The title without the name of the outlet behind it, a literal beginning of it."""
    for bar, most in ((" | ", HEADING_WORDS), (" \u2014 ", 0), (" - ", 0), (" • ", 0), (" » ", 0)):
        head, found, tail = title.rpartition(bar)
        named = tail.strip().lower() in _set("outlets") or len(tail.split()) < most
        if found and named and len(head.split()) > 1:
            return head.rstrip()
    return title


def _lines(folded: str) -> list[Line]:
    lines: list[Line] = []
    for found in LINE.finditer(folded):
        start, end = _trim(folded, found.start(), found.end())
        shown = folded[start:end]
        words = len(shown.split())
        lines.append(Line(start, end, shown, shown.lower(), words, _is_prose(shown, words)))
    return lines


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _kept(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines that no rule takes for furniture, in order."""
    menu = _in_menus(lines)
    captions = {n for n, line in enumerate(lines) if _is_caption(line)}
    if not any(line.prose for n, line in enumerate(lines) if n not in captions):
        captions = set()  # a caption is all there is
    skipping = False  # behind the heading of a list of links
    told = 0  # lines of prose so far
    for number, line in enumerate(lines):
        heading = _heading(line.low)
        if told and (heading in _set("ends") or (told > 1 and _ABOUT.fullmatch(line.text))):
            return
        if skipping and not _is_whole(line):
            continue
        skipping = heading in _set("blocks") | _set("ends") or _opens_block(line)
        if skipping or not line.text or menu[number] or number in captions or _is_furniture(line):
            continue
        told += line.prose
        yield line


def _heading(low: str) -> str:
    """A line as a heading is looked up: "Comments (12):" as "comments"; "" for a long one."""
    if len(low) > HEADING_CHARS:
        return ""
    bare = _SORTED.sub("", low).strip(" :.!-\u2014|»›→#*[]").strip()
    return _COUNTED.sub("", bare).strip(" ()") if _DIGIT.search(bare) else bare


def _opens_block(line: Line) -> bool:
    return (
        line.words <= HEADING_WORDS and not _is_whole(line) and _opens(line.low, "block_openings")
    )


def _without_tail(kept: Sequence[Line]) -> Sequence[Line]:
    """Behind the last whole sentence only facts and lists that a colon announces are kept."""
    last = max((n for n, line in enumerate(kept) if _is_whole(line)), default=-1)
    if last < 0 or kept[last].text.endswith(":"):
        return kept
    return [line for n, line in enumerate(kept) if n <= last or _FACT.match(line.text)]


def _in_menus(lines: Sequence[Line]) -> list[bool]:
    """Which lines belong to a run of short lines without punctuation."""
    return menus(
        [
            0 < len(line.text) <= MENU_WORDS * 20
            and line.words <= MENU_WORDS
            and line.text[-1] not in ".!?:;,\"')"
            and not any(c.isdigit() for c in line.text)
            for line in lines
        ]
    )


def _is_furniture(line: Line) -> bool:
    shown, low = line.text, line.low
    if line.prose and line.words > LONG_WORDS:
        return False  # the article itself, in one line behind a byline
    if _is_label(line) or _opens(low, "openings") or _is_bar(shown) or _is_author(shown):
        return True
    if _COMMENT.fullmatch(shown) or _is_ticker(shown) or _is_bracketed(shown):
        return True
    if "cookie" in low and ("accept" in low or "consent" in low or "our site" in low):
        return True
    if _is_whole(line):
        return False
    return bool(
        _opens(low, "soft_openings")
        or _BYLINE.fullmatch(shown)
        or _MARKUP.search(shown)
        or _ARROW.search(shown)
    )


def _is_ticker(line: str) -> bool:
    return "%" in line and len(_TICKER.findall(line)) > 1


def _is_label(line: Line) -> bool:
    label, found = _label(line.low)
    if not found or label in _set("labels"):
        return found
    return (
        len(label.split()) <= HEADING_WORDS
        and _opens(label, "label_openings")
        and ("|" in line.text or not line.prose)
    )


def _label(low: str) -> tuple[str, bool]:
    """What stands before the first colon, bar or arrow, and whether there is one."""
    found = _LABELLED.search(low, 0, LABEL_CHARS)
    if found is None:
        return "", False
    label = low[: found.start()].strip(" [(#*🔥☕•")
    return _COUNTED.sub("", label).strip(), True


def _is_bar(line: str) -> bool:
    """Parts side by side, none of which is a sentence: menu, share bar, tags, teasers."""
    if not any(bar in line for bar in BARS):
        return False
    parts = _BAR.split(line)
    if len(parts) - 1 < (1 if _STRONG_BAR.search(line) else 2):
        return False
    return not any(_is_prose(part, len(part.split())) for part in parts)


def _is_bracketed(line: str) -> bool:
    """A whole line in square brackets, or in round ones with the words of the house."""
    if line[0] == "[" and line.find("]") == len(line) - 1:
        return True
    if line[0] != "(" or line.find(")") != len(line) - 1:
        return False
    return bool(set(re.findall(r"[a-z]+", line.lower())) & (_set("brackets") | {"editing", "end"}))


def _is_author(line: str) -> bool:
    """The box below the article: "Jane Roe is a reporter who covers electric cars."."""
    return _AUTHOR.match(line) is not None and _says("callings", line.lower())


def _is_caption(line: Line) -> bool:
    low = line.low.rstrip(" .)]")
    if line.words > CAPTION_WORDS:
        return False
    bracket = line.text.rfind("(") if line.text.endswith(")") else -1
    if bracket > 0 and ":" in line.text[bracket:] and _is_inline_caption(line.text[bracket:]):
        return ". " not in line.text[:bracket].rstrip()
    if not low.endswith(_list("caption_ends")):
        return False
    bare = line.text.rstrip(" .")
    return not _is_prose(bare, len(bare.split()))


def _is_whole(line: Line) -> bool:
    return line.prose or _is_short_sentence(line.text, line.words)


def _is_sentence(part: str) -> bool:
    """Prose, or a short sentence with a full stop."""
    words = len(part.split())
    return _is_prose(part, words) or _is_short_sentence(part, words)


def _is_short_sentence(text: str, words: int) -> bool:
    return words >= SHORT_WORDS and text.rstrip(" \"')]").endswith(".")


def _is_prose(text: str, words: int) -> bool:
    return words >= SENTENCE_WORDS and text.rstrip(" \"')]").endswith(ENDS)


def _pieces(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """The line without captions, banners, teasers beside it and the link at its end."""
    start, end = line.start, line.end
    cuts = [
        at
        for mark in _marks(line.low)
        if (at := line.low.rfind(mark)) > 0 and _ends_line(line.low, at, mark)
    ]
    end = start + len(text[start : start + min(cuts)].rstrip(" ([")) if cuts else end
    at = start
    for found in _BRACKET.finditer(text, start, end):
        if _is_inline_caption(found.group()):
            yield at, found.start()
            at = found.end()
    if "|" in line.text:
        yield from _prose_parts(text, at, end)
    else:
        yield at, end


def _marks(low: str) -> set[str]:
    """What begins a caption, a banner or a link inside of a line, as far as it occurs there."""
    marks = _list("inline")
    found = _inline().find_matches_as_indexes(low, overlapping=True)
    return {marks[place] for place, _, _ in found}


@cache
def _inline() -> AhoCorasick:
    return AhoCorasick(_list("inline"))


def _is_inline_caption(bracket: str) -> bool:
    inside = bracket[1:-1].lower()
    label = set(re.findall(r"[a-z]+", inside))
    if not label & _set("brackets"):
        return False
    return bracket[0] == "[" or ":" in inside or "/" in inside or len(inside) < CAPTION_CHARS // 8


def _prose_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        bar = text.find("|", at, end)
        bar = end if bar < 0 else bar
        if _is_sentence(text[at:bar].strip()):
            yield at, bar
        at = bar + 1


def _ends_line(low: str, at: int, mark: str) -> bool:
    rest = low[at + len(mark) :]
    whole = not low[at - 1].isalnum() and not (mark[-1].isalnum() and rest[:1].isalnum())
    if mark.endswith(":") and not low[:at].rstrip().endswith(_BEFORE_LABEL):
        return False  # "... this is a source: nobody knows"
    return whole and ". " not in rest.strip() and len(rest) < CAPTION_CHARS


def _opens(low: str, name: str) -> bool:
    """Does the line open with one of these, as whole words?"""
    if not low.startswith(_list(name)):
        return False
    return any(
        low.startswith(entry) and not (entry[-1].isalnum() and low[len(entry) :][:1].isalnum())
        for entry in _list(name)
    )


def _says(name: str, low: str) -> bool:
    return not _telling(name).isdisjoint(runs(low)) and _pattern(name).search(low) is not None


@cache
def _telling(name: str) -> frozenset[str]:
    return telling(_list(name))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    entries = sorted(_list(name), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, entries)) + r")(?!\w)")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(_list(name))


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(fold_dashes(entry) for entry in table("furniture")[name])


def fold_dashes(entry: str) -> str:
    """An entry as the folded text has it: one kind of dash."""
    return entry.replace("\u2013", "\u2014")
