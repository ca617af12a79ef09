"""What a Chinese sentence names that a step may be about: models, places, techniques, permits."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table
from bot.milestones.chinese.scene import Scene
from bot.milestones.chinese.words import Tag
from bot.milestones.mentions import Mention

OTHERS: Final = "others"  # the owner of cars whose makers are not followed
BRAND_CHARS: Final = 8  # characters of a brand before a code
WHICH_CHARS: Final = 5  # characters before a name that tell which one
TAIL_CHARS: Final = 24  # characters of versions behind a name
TOWN_CHARS: Final = 7  # characters of a town that no table has
_LETTER: Final = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something named at `start` to `end` of a sentence.

    `owner`: of a model the company whose it is, "others" for one that is not followed, "" where
    nothing tells.
    """

    start: int
    end: int
    owner: str = ""
    wary: bool = False  # also a common word: it counts for its owner only


@cache
def things(name: str) -> tuple[str, ...]:
    """The words of one class of `chinese_things.toml`; raises KeyError for a name that it lacks."""
    return tuple(table("chinese_things")[name])


def any_thing(*names: str) -> str:
    """A part of a regular expression: any word of these classes, the longest first."""
    words = sorted({word for name in names for word in things(name)}, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, words))})"


@dataclass(frozen=True, slots=True)
class _Forms:
    """The forms that names of models have."""

    code: re.Pattern[str]
    numbered: re.Pattern[str]
    brand: re.Pattern[str]
    which: re.Pattern[str]
    version: re.Pattern[str]
    not_behind: re.Pattern[str]
    given: re.Pattern[str]
    quoted: re.Pattern[str]
    latin: re.Pattern[str]
    owned: re.Pattern[str]


@cache
def _forms() -> _Forms:
    version = any_thing("versions")
    nouns, word = any_thing("car_nouns"), r"[A-Z][A-Za-z0-9+:'.-]*[A-Za-z0-9+]"
    # Further words of a name, and not how many there are of it.
    more = rf"(?: (?:{word}|[A-Z0-9]+)(?![A-Za-z0-9.]* ?[万辆台部]))"
    return _Forms(
        code=re.compile(
            r"(?<![A-Za-z0-9.%/#])(?:ID\. ?|[A-Z]{1,4}-?|i[A-Z]{0,2}|e[A-Z]?|bZ)"
            r"\d{1,3}[A-Za-z]{0,2}\+?(?![A-Za-z0-9%]|[.,]\d)"
        ),
        numbered=re.compile(
            rf"{any_thing('numbered_brands')} ?\d{{1,3}}[A-Z]?"
            r"(?![\dA-Za-z万亿.年月日,%家座款辆个台])"
        ),
        brand=re.compile(rf"(?:{any_thing('car_brands')})新?[ ·]?$"),
        which=re.compile(rf"(?:20\d\d款|{any_thing('which_one')}) ?$"),
        version=re.compile(rf"(?:[ -]?{version}(?![A-Za-z0-9]))+"),
        not_behind=re.compile(rf"(?:[、和与及][A-Z]\d{{1,2}})* ?{any_thing('not_behind_codes')}"),
        given=re.compile(
            rf"{any_thing('named_as')}[:了]?(?:“([^”,。]{{1,14}})”|({word}(?: {word})?))"
        ),
        quoted=re.compile(rf"“([^”,。]{{1,12}})”(?:纯电|电动|增程|全新)?(?:{nouns})"),
        latin=re.compile(rf"{nouns}[ “]?({word}{more}?)"),
        owned=re.compile(rf"(?:汽车)? ?({word}{more}{{0,2}})"),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """The names of a table, ready to be looked for."""

    automaton: AhoCorasick
    names: tuple[str, ...]
    owners: tuple[str, ...]
    wary: frozenset[str]

    def find(self, text: str) -> Iterator[tuple[str, int, int, str]]:
        """Each name found whole: name, place, owner."""
        for at, start, end in self.automaton.find_matches_as_indexes(text):
            if not (_is_torn(text, start) or _is_torn(text, end)):
                yield self.names[at], start, end, self.owners[at]


def _known(owners: Mapping[str, str], wary: Iterable[str] = ()) -> _Known:
    names = tuple(owners)
    return _Known(
        AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest),
        names,
        tuple(owners.values()),
        frozenset(wary),
    )


def _is_torn(text: str, at: int) -> bool:
    """Do Latin letters or digits go on across this offset?"""
    return 0 < at < len(text) and all(_LETTER.match(text, n) for n in (at - 1, at))


@cache
def _models() -> _Known:
    content = table("chinese_models")
    owners = dict.fromkeys(content["shared"]["names"], "")
    for company, names in (*content["models"].items(), *table("models")["models"].items()):
        for name in names:
            owners.setdefault(name, company)
    return _known(owners, content["wary"]["names"])


@cache
def _towns() -> _Known:
    return _known(dict.fromkeys((*things("towns"), *things("plant_names")), ""))


@lru_cache(maxsize=16)  # the steps of one sentence ask in turn
def models(text: str, mentions: tuple[Mention, ...]) -> tuple[Thing, ...]:
    """The models that a sentence in normal form names, in order, none inside another."""
    found = [*_by_name(text), *_by_form(text, mentions), *_by_words(text, mentions)]
    found.sort(key=lambda t: (t.start, -t.end))
    kept: list[Thing] = []
    for thing in found:
        if not kept or thing.start >= kept[-1].end:
            kept.append(thing)
        elif thing.end > kept[-1].end:  # "AION" of a table, "AION V" by its form
            kept[-1] = replace(kept[-1], end=thing.end)
    return tuple(kept)


def _by_name(text: str) -> Iterator[Thing]:
    known = _models()
    for name, start, end, owner in known.find(text):
        first, last = _whole(text, start, end)
        branded = text[first:start].strip(" ·") and _forms().brand.search(text, 0, start)
        quoted = text[start - 1 : start] == "“"
        wary = name in known.wary and not branded and not quoted
        yield Thing(first, last, owner, wary)


def _by_form(text: str, mentions: Sequence[Mention]) -> Iterator[Thing]:
    forms = _forms()
    for found in forms.numbered.finditer(text):
        yield Thing(*_whole(text, *found.span()), _owner(mentions, found.start() + 1))
    for found in forms.code.finditer(text):
        start, end = found.span()
        if found[0] in things("no_codes") and not forms.brand.search(
            text, max(0, start - BRAND_CHARS), start
        ):
            continue
        inside = any(m.start <= start and end <= m.end for m in mentions)
        if not inside and forms.not_behind.match(text, end) is None:
            yield Thing(*_whole(text, start, end), _owner(mentions, start))


def _by_words(text: str, mentions: Sequence[Mention]) -> Iterator[Thing]:
    """Names that no table has, by the words around them: 定名为“羿”, SUV Elroq, 本田Prologue."""
    forms = _forms()
    for form in (forms.given, forms.quoted, forms.latin):
        for found in form.finditer(text):
            group = found.lastindex or 1
            start, end = found.span(group)
            is_name = form is not forms.latin or _is_name(found[group])
            if is_name and not any(m.start < end and start < m.end for m in mentions):
                yield Thing(start, end, _owner(mentions, start))
    for mention in mentions:
        found_ = forms.owned.match(text, mention.end)
        if found_ is not None and mention.company and _is_name(found_[1]):
            yield Thing(*_whole(text, *found_.span(1)), mention.company)


def _is_name(words: str) -> bool:
    """May words in Latin letters name a car, all of them?"""
    told = words.split()
    plain = things("no_names")
    return len(words) > 2 and not any(w in plain or w in things("no_codes") for w in told)  # noqa: PLR2004


def _owner(mentions: Sequence[Mention], start: int) -> str:
    """The company named right before a model, or by its first letters."""
    for m in mentions:
        if m.start <= start <= m.end + 1:
            return m.company or OTHERS
    return ""


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """A name with its brand, with which one it is, and its version."""
    forms = _forms()
    for form, chars in ((forms.brand, BRAND_CHARS), (forms.which, WHICH_CHARS + 1)):
        before = form.search(text, max(0, start - chars), start)
        if before is not None:
            start = before.start()
    version = forms.version.match(text, end, end + TAIL_CHARS)
    return start, version.end() if version is not None else end


def places(scene: Scene) -> list[Thing]:
    """The places of a sentence in order, those inside one another told as one: 泰国罗勇府."""
    taken = [(m.start, m.end) for m in scene.mentions]
    found = [Thing(t.start, t.end) for t in scene.groups.get("place", ()) if _is_place(scene, t)]
    found += [Thing(start, end) for _, start, end, _ in _towns().find(scene.text)]
    found = [t for t in found if not any(s < t.end and t.start < e for s, e in taken)]
    found.sort(key=lambda t: (t.start, -t.end))
    ends = _place_forms()
    kept: list[Thing] = []
    for thing in found:
        if kept and thing.start < kept[-1].end:
            continue
        end = _further(scene, thing.end)
        if kept and kept[-1].end == thing.start:
            kept[-1] = replace(kept[-1], end=end)
        elif kept and scene.text[kept[-1].end : thing.start] == "的":  # 瑞典的谢莱夫特奥
            kept[-1] = Thing(thing.start, end)
        else:
            kept.append(Thing(thing.start, end))
    unknown = (m.span(1) for m in ends.unknown.finditer(scene.text))
    taken += [(t.start, t.end) for t in kept]
    kept += [
        Thing(start, end)
        for start, end in unknown
        if not any(s < end and start < e for s, e in taken)
    ]
    return sorted(kept, key=lambda t: t.start)


def _further(scene: Scene, at: int) -> int:
    """Where a place ends that goes on with one inside it: 印度|卡纳塔克邦, 英国|卢顿."""
    forms = _place_forms()
    for form in (forms.more, forms.town):
        longer = form.match(scene.text, at)
        if longer is not None and longer.end() > at:
            end = longer.end()
            if not any(m.start < end and at < m.end for m in scene.mentions):
                return end
    return at


def _is_place(scene: Scene, tag: Tag) -> bool:
    return scene.text[tag.start : tag.end] not in things("no_places")


@dataclass(frozen=True, slots=True)
class _PlaceForms:
    more: re.Pattern[str]  # behind a place: the one inside it, by its ending
    town: re.Pattern[str]  # the same by its sounds
    unknown: re.Pattern[str]


@cache
def _place_forms() -> _PlaceForms:
    ends = any_thing("place_ends")
    sounds = f"[{table('chinese_things')['sounds']}]"
    return _PlaceForms(
        more=re.compile(
            rf"(?:自治区|(?!市场)[市州省府邦县区](?![\u4e00-\u9fff]{{0,1}}域))?"
            rf"(?:(?:[中东西南北]{{1,2}}部的?)?(?:(?!{any_thing('not_in_places')})[\u4e00-\u9fff]){{2,4}}?{ends}(?!场|委|政府|长|级)){{0,2}}"
        ),
        town=re.compile(
            rf"{sounds}{{2,{TOWN_CHARS}}}(?=(?:的[\u4e00-\u9fff]{{0,4}})?工厂|装配|[市建]|,|。|动工|组装)"
        ),
        unknown=re.compile(
            rf"(?:位于|坐落于|落户|选址|选定|[在于])(?:[^,。;]{{0,4}}[国部])?({sounds}{{3,{TOWN_CHARS}}}市?)(?=[的工电建新整投,。设生])"
            rf"|(?<![\u4e00-\u9fff])({sounds}{{3,{TOWN_CHARS}}})(?=(?:电池|超级|整车)?工?厂)"
        ),
    )
