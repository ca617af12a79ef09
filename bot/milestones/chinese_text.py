"""The Chinese article on a page: its lines without furniture, and its sentences, as offsets.

All functions read text as `fold_chinese` gives it, so offsets hold in the text as given too.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.milestones.lines import LINE, menus

MAX_SENTENCE_CHARS: Final = 300  # a longer run has no full stops: it is cut at a comma
MAX_QUOTE_CHARS: Final = 160  # a quotation up to this length stays in one sentence
PROSE_CHARS: Final = 18  # a line of so many characters that ends like a sentence is one
MENU_CHARS: Final = 8
HEADING_CHARS: Final = 14
BYLINE_CHARS: Final = 36
BRACKET_CHARS: Final = 60
APPENDED_CHARS: Final = 40  # a longer sentence behind 扫码 or 评论 is the article's own
COUNTER_CHARS: Final = 80
JOINING: Final = ",、"  # at the end of a line or the beginning of the next: the sentence goes on
DAYS: Final = 3  # so many lines that are only a day make a list of links
LEANING: Final = "同与和向在由的于对将把被给及跟"  # at the end of a line: the same
HOUSE_CHARS: Final = 90  # a longer line has more to say than the house's words

_LABEL: Final = re.compile(r"[^:|/ ]{1,10}(?= ?(?:[:|/]|[▶►▷●•■◆①🔥👉→]))")
_HEADED: Final = re.compile(r"[【\[]([^【】\[\]]{1,10})[】\]] ?:?")
# A reader's words: "@甲 回复 @乙", "12楼 丙:", "网友“丁”评论", "(赞 52)", a thumb.
_COMMENT: Final = re.compile(
    r"@[^@:。]{1,20} ?回复|[—\- ]{0,6}\d{1,5} ?楼[ :]|网友“[^“”]{1,20}”(?:评论|留言|说|:)"
    r"|.{1,200}(?:\(赞 ?\d{1,6}\)|👍 ?\d{0,6}(?: ?回复)?)$"
)
_BULLET: Final = re.compile(r"[\s×✕✖▍▎▌●▪◦‣·*■□◆◇★☆◎○※—-]+")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LETTER: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_ROW: Final = re.compile(r"[^|\d]{1,14}\| ?\d{1,3}(?:,?\d{3})+\+? ?(?:\||$)")
_BAR: Final = re.compile(r" ?\| ?| [·>›»/] |>(?=[^>])(?<=[\u4e00-\u9fff]>)")
_CLOSED: Final = re.compile(r"[。!?…][\"”’)\]】》]*$")
_HEADING_TAIL: Final = re.compile(r"[\s:()\[\]【】\d条篇则个>+,.…]+$")
_BRACKETS: Final = re.compile(
    rf"\([^()\n]{{0,{BRACKET_CHARS}}}\)|\[[^\[\]\n]{{0,{BRACKET_CHARS}}}\]|【[^【】\n]{{0,{BRACKET_CHARS}}}】"
)
_NEWS: Final = re.compile(r"[讯电]\)$")
_SHARE: Final = re.compile(r"\d{1,6}%")
_BYLINE: Final = re.compile(
    r"(?:本报|本网|本刊|本台|特约|见习|实习|财经|首席|驻\S{1,4})?记者(?:[ /|·].*|[^,。]*(?:报道|报导|摄|综合))"
    r"|(?:作者|编译|撰文|文|图|摄影)[ :/|·].*"
)
_STAMP: Final = re.compile(
    r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: *\d{1,2}:\d\d(?::\d\d)?)?(?: .{0,30})?"
)
# A line that is only the day of a link, or its rank in a list of such.
_DAY: Final = re.compile(
    r"(?:\d{4}[-/.])?(?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])日?(?: \d{1,2}:\d\d)?"
    r"|\d{1,2}:\d\d|\d{1,2} ?(?:分钟|小时|天)前|昨天|前天"
)
_RANK: Final = re.compile(r"\d{1,2}\.?")
_EDITOR: Final = re.compile(r"[(\[【]?(?:责任编辑|责编|值班编辑)")
_TAGS: Final = re.compile(r"(?:#[^#\s]{1,30}#? *)+$")
_BUTTONS: Final = re.compile(r"(?:\[[^\[\]]{1,20}\] ?){2,}")
_TEASER: Final = re.compile(
    r"(?:【|\[)?(?:看更多|更多[^,。:]{1,10}:)|.*(?:[→➜➔] *$|[→➜➔] .*[→➜➔])|.*[★☆]{3}|.*(?:用|下载|打开) ?(?:APP|App|客户端)"
)
_QUOTED: Final = re.compile(
    rf"“[^“”\n]{{0,{MAX_QUOTE_CHARS}}}”|《[^《》\n]{{0,{MAX_QUOTE_CHARS}}}》|‘[^‘’\n]{{0,{MAX_QUOTE_CHARS}}}’"
)
_END: Final = re.compile(r"[。!?;]+[\"”’)\]】》]*")
_TOLD: Final = re.compile(
    r"[^。!?;\n]{0,24}(?:说|称|道|表示|评价|透露|指出|感慨|回应|写|笑|问|答|强调|坦言|直言|打趣|解释|补充|喊话)"
)
_QUOTE_END: Final = re.compile(r"[”’\"]$")
_COMMA: Final = re.compile(r"[,、 ]")


def article(text: str) -> Iterator[list[tuple[int, int]]]:
    """For each line of the article the pieces to keep, as offsets into the folded text.

    Lines between which a sentence goes on, as around a link, are one.
    """
    held: list[tuple[int, int]] = []
    for pieces in _lines(text):
        if held and pieces and _runs_on(text, held[-1], pieces[0]):
            held[-1] = held[-1][0], pieces[0][1]
            held += pieces[1:]
            continue
        if held:
            yield held
        held = pieces
    if held:
        yield held


def _runs_on(text: str, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Does a line end in a comma, or the next one begin with one, so that they are one sentence?"""
    if two[1] - one[0] > MAX_SENTENCE_CHARS or text[one[1] : two[0]].strip():
        return False
    return text[one[1] - 1] in JOINING + LEANING or text[two[0]] in JOINING


def _lines(text: str) -> Iterator[list[tuple[int, int]]]:
    """The pieces to keep of each line that is the article's own."""
    lines = [_trim(text, found.start(), found.end()) for found in LINE.finditer(text)]
    shown = [text[start:end] for start, end in lines]
    menu, dated = _in_menus(shown), _dated_links(shown)
    skipping = False  # behind the heading of a list of links
    told = signed = False  # a sentence of the article has been seen, and its editor behind it
    previous = -1
    for number, (start, end) in enumerate(lines):
        line = shown[number]
        gap = previous >= 0 and text.count("\n", previous, start) > 1
        previous = end
        heading = (
            _HEADING_TAIL.sub("", line[: HEADING_CHARS + 8])
            if len(line) <= HEADING_CHARS + 8
            else ""
        )
        if heading in _set("ends"):
            return
        if skipping and not gap and not is_prose(line):
            continue
        skipping = heading in _set("blocks")
        signed = (signed or (told and _EDITOR.match(line) is not None)) and "。" not in line
        if not line or skipping or signed or menu[number] or dated[number] or _is_furniture(line):
            continue
        told = told or is_prose(line)
        yield list(_pieces(text, start, end))


def split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a piece of the folded text, as offsets.

    A full stop within a quotation or a title ends nothing as long as the quotation goes on.
    """
    quoted = [found.span() for found in _QUOTED.finditer(text, start, end)]
    at, inside = start, 0
    for found in _END.finditer(text, start, end):
        while inside < len(quoted) and quoted[inside][1] <= found.start():
            inside += 1
        if inside < len(quoted) and _is_within(text, found, quoted[inside]):
            continue
        if _goes_on(text, found, end):
            continue
        yield from _cut(text, at, found.end())
        at = found.end()
    yield from _cut(text, at, end)


def _is_within(text: str, found: re.Match[str], quoted: tuple[int, int]) -> bool:
    """Does the full stop stand in a title, or in a quotation that goes on behind it?"""
    opened, closed = quoted
    return opened < found.start() and (text[opened] == "《" or found.end() < closed)


def is_prose(line: str) -> bool:
    """Does a line hold a sentence, rather than a heading or a link?"""
    return len(line) >= PROSE_CHARS and ("。" in line or _CLOSED.search(line) is not None)


def _goes_on(text: str, found: re.Match[str], end: int) -> bool:
    """An address with a question mark; or the words behind a quotation that say whose it is."""
    before, behind = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    address = found[0] in "?!;" and before.isascii() and behind.isascii()
    if address and before.isalnum() and behind.isalnum():
        return True
    if _QUOTE_END.search(found[0]) is None:
        return False
    return _TOLD.match(text, found.end(), end) is not None


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _stripped(text, start, end)
    while end - start > MAX_SENTENCE_CHARS:
        commas = [
            found.end() for found in _COMMA.finditer(text, start + 1, start + MAX_SENTENCE_CHARS)
        ]
        middle = commas[-1] if commas else start + MAX_SENTENCE_CHARS
        yield _stripped(text, start, middle)
        start, end = _stripped(text, middle, end)
    if start < end and _LETTER.search(text, start, end):
        yield start, end


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(text, start, end)
    return _stripped(text, bullet.end() if bullet else start, end)


def _in_menus(lines: Sequence[str]) -> list[bool]:
    """Which lines belong to a run of short lines without punctuation."""
    return menus(
        [
            0 < len(line) <= MENU_CHARS
            and not any(c in '。,!?;:、"”)%' or c.isdigit() for c in line)
            for line in lines
        ]
    )


def _dated_links(lines: Sequence[str]) -> list[bool]:
    """Which lines are links of a list, each with its day below or its rank above, or such days."""
    told = [line for line in lines if line]
    days = sum(_DAY.fullmatch(line) is not None for line in told)
    if days < DAYS:
        return [False] * len(lines)
    marked = [False] * len(lines)
    filled = [number for number, line in enumerate(lines) if line]
    for place, number in enumerate(filled):
        if _DAY.fullmatch(lines[number]) is not None:
            marked[number] = True
            continue
        above = lines[filled[place - 1]] if place else ""
        below = lines[filled[place + 1]] if place + 1 < len(filled) else ""
        linked = _DAY.fullmatch(below) is not None or _RANK.fullmatch(above) is not None
        marked[number] = linked and "。" not in lines[number]
    return marked


def _is_furniture(line: str) -> bool:
    return (
        not _LETTER.search(line)
        or line.startswith(_list("openings"))
        or _is_labelled(line)
        or _is_headed(line)
        or _COMMENT.match(line) is not None
        or (len(line) <= HOUSE_CHARS and any(word in line for word in _list("house")))
        or _is_banner(line)
        or _is_bar(line)
        or (len(line) <= COUNTER_CHARS and _counters().fullmatch(line) is not None)
        or (len(line) <= BYLINE_CHARS and not is_prose(line) and _is_byline(line))
        or (len(_SHARE.findall(line)) > 1 and not any(c in line for c in "。,;"))
        or _TAGS.fullmatch(line) is not None
        or _BUTTONS.fullmatch(line) is not None
        or (not is_prose(line) and _TEASER.match(line) is not None)
    )


def _is_labelled(line: str) -> bool:
    label = _LABEL.match(line)
    if label is not None and label[0] in _set("labels"):
        return True
    if label is not None and label[0] in _set("digests") and " " in line and "。" not in line:
        return True
    word, space, _ = line.partition(" ")
    return bool(space) and word in _set("spaced") and "。" not in line


def _is_headed(line: str) -> bool:
    """【相关阅读】某厂投产: a link, or under a picture a caption."""
    head = _HEADED.match(line)
    if head is None:
        return False
    several = len(_BAR.split(line)) > 2 and "。" not in line  # noqa: PLR2004
    pictured = head[1] in _set("media") and (several or not is_prose(line))
    return head[1] in _set("links") or pictured


def _is_banner(line: str) -> bool:
    """【换新专场】旧机最高抵3000元,戳这里>>, or a bracket of counters alone."""
    if not line.startswith("【"):
        return False
    return any(word in line for word in _list("banners")) and not is_prose(line)


def _is_byline(line: str) -> bool:
    return _BYLINE.fullmatch(line) is not None or _STAMP.fullmatch(line) is not None


def _is_bar(line: str) -> bool:
    """Parts side by side, none of which is a sentence: menu, share bar, teasers."""
    parts = _BAR.split(line)
    if _ROW.match(line) is not None:  # of a table: "零跑|33767|+113%"
        return False
    if len(parts) == 1 or any(is_prose(part) for part in parts):
        return False
    return len(parts) > 2 or parts[0].strip() not in _set("rubrics")  # noqa: PLR2004


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The line without signed, calls in brackets and what is appended to it."""
    whole = end
    signed = [
        found.span() for found in _BRACKETS.finditer(text, start, end) if _is_credit(found[0])
    ]
    end = _appended(text, start, end, signed)
    tags = _TAGS.search(text, max(start, end - BRACKET_CHARS), end)
    if tags is not None and (tags.start() == start or text[tags.start() - 1].isspace()):
        end = tags.start()
    at = start
    for opened, closed in (*signed, (end, end)):
        if closed > end:
            continue
        first, last = _stripped(text, at, opened)
        stamped = last < whole and _STAMP.fullmatch(text, first, last)
        if first < last and not stamped and not text.startswith(_list("openings"), first):
            yield first, last
        at = closed


def _is_credit(bracket: str) -> bool:
    inside = bracket[1:-1].strip()
    if _NEWS.search(bracket) or "。" in inside[:-1]:
        return False
    return _credit().search(inside) is not None


def _appended(text: str, start: int, end: int, signed: Sequence[tuple[int, int]]) -> int:
    """Where the line ends without what is hung on it: 更多>>, 责任编辑, 下一篇."""
    for found in _inline().finditer(text, start, end):
        rest = text[found.end() : end]
        if any(opened < found.start() < closed for opened, closed in signed):
            continue
        if len(rest) < APPENDED_CHARS or not is_prose(rest):
            return found.start()
    return end


@cache
def _inline() -> re.Pattern[str]:
    marks = "|".join(re.escape(mark) for mark in _list("inline"))
    return re.compile(rf"(?<=[ 。!?;)\]】”|>])(?:{marks})")


@cache
def _credit() -> re.Pattern[str]:
    """A credit opens the bracket, or closes it as a photographer's mark does."""
    words = "|".join(re.escape(word) for word in _list("brackets"))
    return re.compile(rf"^(?:{words})|(?:摄|供图|翻摄|截图|制图|资料图|化名)$")


@cache
def _counters() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_list("counters"), key=len, reverse=True))
    return re.compile(rf"[【\[(]?(?:{words}|[\d.,:()/|·+ ])++[】\])]?")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(table("furniture_zh")[name])


@cache
def _list(name: str) -> tuple[str, ...]:
    return tuple(table("furniture_zh")[name])
