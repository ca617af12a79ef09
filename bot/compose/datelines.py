"""A sentence as it is quoted: without the outlet, the reporter, the place and the day before it.

What is shown is always a literal tail of what the text has; where it is not sure that something
is a dateline, it stays. The words are in `datelines.toml`.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from bot.catalogue import table
from bot.stories import names
from bot.stories.names import is_chinese

LEAST_CHARS: Final = 8  # what is left must be a sentence
LEAST_PLACE: Final = 5  # letters of a place before a colon; "GM:" is none
ROUNDS: Final = 4  # 【outlet】 place and day, reporter, rubric
_DAY: Final = r"(?:\d{4}\s?年)?(?:\s?\d{1,2}\s?月)?\s?\d{1,2}\s?日"
_HOUR: Final = "(?:上午|下午|晚间?|凌晨|早间|早上|中午|午间|午后)?"
_ZONE: Final = "(?:北京时间|北京時間|当地时间|當地時間)?"
_ABROAD: Final = "(?:综合外电|綜合外電)?"
_SPACE: Final = r"[\s\u3000]"
_STOP: Final = "，。：；！？,;!?、"


def undated(sentence: str) -> str:
    """The sentence without what stands before its first word; the same where nothing does.

    >>> undated("盖世汽车讯 据外媒报道，福特将召回皮卡。"), undated("特斯拉公告，福特将召回皮卡。")
    ('福特将召回皮卡。', '特斯拉公告，福特将召回皮卡。')
    >>> undated("PARIS, Oct 1 (Wire) - Renault opened a plant.")
    'Renault opened a plant.'
    """
    rest = sentence
    for _ in range(ROUNDS):
        cut = _chinese(rest) if is_chinese(rest) else _english(rest)
        if cut == 0 or len(rest) - cut < LEAST_CHARS:
            break
        rest = rest[cut:]
    if rest != sentence and (found := _unnamed().match(rest)):
        rest = rest[found.end() :] if len(rest) - found.end() >= LEAST_CHARS else rest
    return rest


def is_hanging(sentence: str) -> bool:
    """Does it open with a word for what only the sentence before it names?"""
    return _hanging().match(sentence) is not None


def _chinese(text: str) -> int:
    """Where the text behind its first piece of a dateline begins; 0 when there is none."""
    for pattern in _patterns():
        found = pattern.match(text)
        if found is None:
            continue
        who = found.groupdict().get("who") or ""
        if not _is_told_by(who):
            return found.end()
    return 0


def _is_told_by(who: str) -> bool:
    """Is it an authority or a company, whose word is part of the news?"""
    return any(word in who for word in table("datelines")["kept"])


def _english(text: str) -> int:
    if rubric := _rubric().match(text) or _BRACKET.match(text):
        return rubric.end()
    found = _placed().match(text)
    if found is None:
        return 0
    place, rest = found["place"] or "", text[found.end() :]
    town = place.partition(",")[0]  # "DEARBORN, Mich."
    is_known = place.isupper() or (len(town) >= LEAST_PLACE and town.isupper()) or _is_place(place)
    sure = is_known or bool(found["day"] or found["wire"] or found["by"])
    # "Sacramento – The agency said", not "Tesla – the maker of cars – said"
    dash = found["dash"].strip()
    is_apart = dash not in rest and dash != ":"
    sure = sure and (dash != ":" or bool(found["day"]) or len(place) >= LEAST_PLACE)
    if not any((place, found["day"], found["by"], found["wire"])):
        return 0
    return found.end() if sure or (is_apart and rest.startswith(("The ", "A ", "An "))) else 0


def _is_place(words: str) -> bool:
    found, rest = names.split(names.fold(words))
    return (
        bool(found)
        and not rest.strip(" ,.")
        and all(names.kind_of(t) == names.PLACE for t in found)
    )


@cache
def _patterns() -> Sequence[re.Pattern[str]]:
    words = table("datelines")
    parts = ("sent", "told", "byline", "reporter")
    sent, told, byline, reporter = (_any(words[name]) for name in parts)
    behind = rf"(?:[（(][^）)]{{1,20}}[）)])?(?:{_SPACE}+|[，,：:/／]|[-—]+)+"
    signed = rf"(?:[（(][^）)]{{1,20}}[）)]{_SPACE}*|{_SPACE}+|[-—]{{2}})"
    at_end = rf"(?:{_any(words['bracketed'])})[^）)〕》】]{{0,2}}[）)〕》】]"
    no_verb = rf"(?![，,]|{byline}|称|稱)"  # 《日经新闻》报道 is no dateline
    before_day = rf"{_SPACE}+(?={_DAY}{_HOUR}[，,])"
    word = rf"[^{_STOP}\s]"
    forms = (
        rf"#[^#\s]{{1,8}}#{_SPACE}*",
        rf"[【〔［\[][^】〕］\]{_STOP}\d]{{1,10}}[】〕］\]]{_SPACE}*",
        rf"[（(〔《【][^）)〕》】]{{0,24}}{at_end}{_SPACE}*{no_verb}",
        rf"(?P<who>{word}{{0,14}}?){_SPACE}?{_ZONE}{_DAY}{_HOUR}{_ABROAD}(?:{sent}){behind}",
        rf"(?P<who>{word}{{1,14}}?)(?:{sent}){signed}",
        rf"(?P<who>{word}{{2,12}}?)(?:{told})[，,：:]{_SPACE}*",
        rf"(?:{_any(words['rubric'])})(?:{_SPACE}+|[：:｜|])+",
        rf"[^{_STOP}]{{0,18}}?(?:{reporter})[^{_STOP}从從]{{0,22}}?(?:{byline})(?:{_SPACE}|[：:])+",
        rf"{word}{{0,10}}(?:{reporter})(?:{_SPACE}{word}{{2,3}})?{_SPACE}+(?=[\u4e00-\u9fff\d])",
        rf"(?P<who>[^{_STOP}\s\d]{{3,8}}){before_day}",
        rf"(?P<who>{word}{{1,8}})(?:{_any(words['outlet'])}){_SPACE}+(?=[\u4e00-\u9fff])",
    )
    return [re.compile(form) for form in forms]


@cache
def _unnamed() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(table('datelines')['unnamed'])})[，,]?{_SPACE}*")


@cache
def _placed() -> re.Pattern[str]:
    months = _any(table("datelines")["english"]["months"])
    word = r"[A-Z][\w.'\u2019/-]*"
    dated = rf"(?:(?:{months})\.? \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} (?:{months})(?:,? \d{{4}})?)"
    return re.compile(
        r"(?P<by>\([A-Z][\w .&-]{1,24}\) )?"
        rf"(?P<place>{word}(?: {word}){{0,2}}(?:, {word}){{0,2}}?)??"
        rf"(?P<day>(?:, |,? ?){dated}| ?\({dated}\))?"
        r"(?P<wire> ?\([A-Za-z][\w .&-]{1,30}\)| ?/[A-Z][\w .&-]{1,30}/)?"
        r"(?P<dash>\s*(?:--|[—–-])\s+|—|:\s+)(?=[\"“'A-Z])"
    )


@cache
def _rubric() -> re.Pattern[str]:
    words = _any(table("datelines")["english"]["rubric"])
    return re.compile(rf"(?:[A-Z]\w+ )?(?:{words})(?: \d+)?\s?[:|—–-]\s?(?=[\"“A-Z])")


@cache
def _hanging() -> re.Pattern[str]:
    words = table("datelines")["hanging"]
    return re.compile(rf"[\"“「]?(?:(?:{_any(words['en'])})\b|{_any(words['zh'])})")


_BRACKET: Final = re.compile(r"\([A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,3}\) (?=[\"“A-Z])")  # the outlet


def _any(words: Sequence[str]) -> str:
    """Any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
