"""What a sentence names that a step can be about: models, places, technologies, rounds, domains.

Each thing is a literal part of the sentence; what is enumerated ("VF 6 and VF 7") is one thing.
Which of them a step is about tells `about_what.py`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table
from bot.milestones.english.persons import given_names
from bot.milestones.english.scene import Scene
from bot.milestones.english.seats import is_no_site
from bot.milestones.english.small import small
from bot.milestones.text import fold


class Sort(StrEnum):
    """What a name stands for."""

    MODEL = "model"
    NEW = "new"  # a model by its looks alone: capitals behind "the", before "SUV"
    BRAND = "brand"  # of a company, not its main name
    PLACE = "place"
    TECHNOLOGY = "technology"
    NETWORK = "network"
    ROUND = "round"
    DOMAIN = "domain"
    QUOTED = "quoted"


class Thing(NamedTuple):
    """A name or a short phrase: the words `first` to `last`, as `text` has them."""

    sort: Sort
    first: int
    last: int
    text: str
    parts: int = 1  # how many things it enumerates


CODE: Final = re.compile(
    r"(?<![\w$€£¥.-])(?:[A-Z]{1,3}-?\d{1,3}[A-Za-z]{0,2}\+?|[ei]\d{1,2}|[ei]X\d?|[a-z][A-Z]\d[A-Z]?"
    r"|[a-z]{1,2}[A-Z]{1,3}\d{1,3}|e:[A-Z][A-Za-z]{0,2}\d)(?=s?(?![\w$%]|[.,]\d))"
)
QUOTED: Final = re.compile(r"[\"“‘']([A-Z][\w:.+ -]{1,30}?)[,.]?[\"”’'](?!\w)")
# What stands between two things that are told together.
JOINED: Final = re.compile(
    r"(?: (?:SUVs?|sedans?|saloon|hatchback|crossovers?))?"
    r"(?:,? and | and the | and its |, | & |/)(?:all-electric |battery-powered |electric )?"
)
NUMBER: Final = re.compile(r"0?\d{1,2}")
PLURAL: Final = 2  # letters that a name has at least before the "s" of several
REACH: Final = 3  # words that a make stands before "SUV"


@lru_cache(maxsize=8)  # each step of a sentence asks again
def things(scene: Scene) -> tuple[Thing, ...]:
    """Everything of the kind that the sentence names, from left to right."""
    text = scene.sentence.text
    words = _Words(scene)
    known = list(_known(scene, words))
    models = [t for t in known if t.sort is Sort.MODEL]
    places = _over(t for t in known if t.sort is Sort.PLACE)
    taken = _over(t for t in known if t.sort is not Sort.PLACE)
    coded = [t for t in _coded(text, words, scene) if t.first not in taken]
    models = _whole(scene, [*models, *coded])
    taken |= _over(models)
    found = [t for t in known if t.sort not in {Sort.MODEL, Sort.PLACE}]
    found += models
    barred = taken | places
    found += [t for t in _new(scene) if barred.isdisjoint(range(t.first - 1, t.last + 1))]
    found += _brands(scene, taken)
    found += [
        _named(scene, Sort.DOMAIN, a, b)
        for a, b in scene.spans.get("DOMAIN", ())
        if not _reports(scene, a, b)
    ]
    if '"' in text or "'" in text or "“" in text:
        found += [
            Thing(Sort.QUOTED, *words.at(m.start(1), m.end(1)), m[1]) for m in QUOTED.finditer(text)
        ]
    if not scene.lows.keys().isdisjoint(_words("marks")):
        found += _registered(scene)
    found += _sites(scene, words, taken)
    return _joined(text, scene, sorted(found, key=lambda t: (t.first, -t.last)))


def _reports(scene: Scene, first: int, last: int) -> bool:
    """Is it a medium that tells: "CarNewsChina.com reports", "according to Autohome.com"?"""
    behind = scene.tokens[last + 1].low if last + 1 < len(scene.tokens) else ""
    before = {t.low for t in scene.tokens[max(0, first - 2) : first]}
    return behind in small("spoken") | {"says", "reports"} or "according" in before


def _over(found: Iterable[Thing]) -> set[int]:
    """The words that they cover."""
    return {at for t in found for at in range(t.first, t.last + 1)}


class _Words:
    """Offsets of a sentence to its words."""

    def __init__(self, scene: Scene) -> None:
        self._sentence = scene.sentence.text
        self._tokens = scene.tokens
        self._starts = [t.start for t in scene.tokens]
        self._ends = [t.end for t in scene.tokens]

    def at(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_right(self._ends, start)
        return first, max(first, bisect_left(self._starts, end) - 1)

    def text(self, first: int, last: int) -> str:
        return self._sentence[self._tokens[first].start : self._tokens[last].end]


def _known(scene: Scene, words: _Words) -> Iterator[Thing]:
    """Names that the tables list."""
    text = scene.sentence.text
    finder, sorts = _finder()
    for at, start, end in finder.find_matches_as_indexes(text):
        sort, name, is_word = sorts[at]
        several = sort is Sort.MODEL and text[end : end + 1] == "s" and len(name) >= PLURAL
        if not _stands_alone(text, start, end + several):
            continue
        first, last = words.at(start, end)
        if sort is Sort.MODEL and is_word and not _is_car(scene, first, last, several=several):
            continue
        yield Thing(sort, first, last, name)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    if (before.isalnum() and text[start].isalnum()) or before == "-":
        return False
    follows = text[end + 1 : end + 2]
    joins = (behind == "-" and follows.isalpha()) or (behind in {".", ","} and follows.isdigit())
    return not (behind.isalnum() and text[end - 1].isalnum()) and not joins


def _is_car(scene: Scene, first: int, last: int, *, several: bool) -> bool:
    """Do the words around a name that means other things too speak of a model?"""
    tokens = scene.tokens
    before = tokens[first - 1] if first else None
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    if behind is not None and behind.low in _words("cars"):
        return True
    if behind is not None and behind.kind == "word" and behind.text[:1].isupper():
        return False  # "Air Force", "Ocean State"
    made = any(b in {first - 1, first - 2} for _, (_, b) in scene.mentions)
    if made and (before is None or before.kind == "possessive" or before.low not in _joints()):
        return True
    if several and before is not None:
        return before.kind == "number" or before.low in _words("before_models")
    return before is not None and (
        before.low in _words("before_models") or before.kind == "possessive"
    )


def _joints() -> frozenset[str]:
    return small("prepositions") | {"and", ",", "or", "(", ")", "-"}


def _coded(text: str, words: _Words, scene: Scene) -> Iterator[Thing]:
    """Codes of letters and digits: EX30, e:NP1, P7+."""
    dates = {at for _, (a, b) in scene.dates for at in range(a, b + 1)}
    sums = {at for _, (a, b) in scene.sums for at in range(a, b + 1)}
    for found in CODE.finditer(text):
        code = found[0]
        first, last = words.at(found.start(), found.end())
        tail = text[found.end() : found.end() + 2]
        if (
            code in _words("no_codes")
            or first in dates
            or first in sums
            or (tail[:1] in "-/" and tail[1:].isalnum())
            or (
                text[found.start() - 1 : found.start()] in {"(", ":"}
                and text[found.end() : found.end() + 1] == ")"
            )
        ):
            continue
        yield Thing(Sort.MODEL, first, last, code)


def _whole(scene: Scene, models: Sequence[Thing]) -> list[Thing]:
    """The models with the words of their version and the brand that they bear."""
    tokens = scene.tokens
    text = scene.sentence.text
    taken = {at for t in models for at in range(t.first, t.last + 1)}
    makes = {b: (m, a) for m, (a, b) in scene.mentions}
    found = []
    for t in models:
        first, last = t.first, t.last
        cut = text[tokens[first].start :].startswith(t.text)
        if cut and tokens[last].end == tokens[first].start + len(t.text):
            while (
                last + 1 < len(tokens)
                and last + 1 not in taken
                and tokens[last + 1].text in _words("trims")
            ):
                last += 1
        if (make := makes.get(first - 1)) and make[0].name in _brand_names():
            first = make[1]
        if (first, last) == (t.first, t.last):
            found.append(t)
        else:
            start = tokens[first].start
            end = tokens[last].end if last > t.last else _end(text, t, tokens[t.first].start)
            found.append(t._replace(first=first, last=last, text=text[start:end]))
    for at, (make_, first) in makes.items():
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        if (
            behind is not None
            and at + 1 not in taken
            and make_.name in _words("numbered")
            and NUMBER.fullmatch(behind.text)
            and not _counts(scene, at + 1)
        ):
            found.append(Thing(Sort.MODEL, first, at + 1, text[tokens[first].start : behind.end]))
    return found


def _end(text: str, t: Thing, start: int) -> int:
    return text.index(t.text, start) + len(t.text)


def _counts(scene: Scene, at: int) -> bool:
    """Does a number count cars or days, rather than name one: "Zeekr 20 cars"?"""
    behind = scene.tokens[at + 1].low if at + 1 < len(scene.tokens) else ""
    return behind in small("cars") or behind in {"percent", "%", "million", "stores", "times"}


def _new(scene: Scene) -> Iterator[Thing]:
    """Models by their looks alone: "the Kestrel SUV", "XPeng's Kestrel", "called Kestrel"."""
    tokens = scene.tokens
    persons = {at for a, b in scene.spans.get("PERSON", ()) for at in range(a, b + 1)}
    made = {b for _, (_, b) in scene.mentions}
    for first, last in scene.spans.get("NAME", ()):
        if persons & {first, last} or not first:
            continue
        named = [tokens[at] for at in range(first, last + 1)]
        if (
            any(t.low in _words("no_models") or t.text in given_names() for t in named)
            or all(t.text in _words("trims") for t in named)
            or _is_ticker(scene, first, last)
            or any(t.text in _words("no_codes") for t in named)
            or last - first >= REACH
            or tokens[first].kind == "number"
            or len(named[-1].text) < PLURAL
            or tokens[last].text.endswith(("bn", "m"))
        ):
            continue
        before = tokens[first - 1]
        behind = tokens[last + 1] if last + 1 < len(tokens) else None
        car = behind is not None and behind.low in _words("cars")
        made_by = first - 1 in made or (before.kind == "possessive" and first - 2 in made)
        led = before.low in _words("before_models") or made_by
        goes_on = behind is not None and (
            behind.text[:1].isupper() or behind.low in _words("plants") | _words("events")
        )
        if goes_on and not car:
            continue
        if car and (led or before.low in small("determiners")):
            yield _named(scene, Sort.MODEL, first, last)
        elif made_by or before.low in {"called", "named", "dubbed", "the", "its"}:
            yield _named(scene, Sort.NEW, first, last)


def _named(scene: Scene, sort: Sort, first: int, last: int) -> Thing:
    tokens = scene.tokens
    return Thing(sort, first, last, scene.sentence.text[tokens[first].start : tokens[last].end])


def _registered(scene: Scene) -> Iterator[Thing]:
    """Names that are told as names: "the trademark Kestrel"."""
    brands = [where for m, where in scene.mentions if m.name in _brand_names()]
    for first, last in (*scene.spans.get("NAME", ()), *brands):
        if first and scene.tokens[first - 1].low in _words("marks"):
            yield _named(scene, Sort.QUOTED, first, last)


def _is_ticker(scene: Scene, first: int, last: int) -> bool:
    """Is it the sign of a share or an exchange: "(XPEV)", "NYSE: NIO", "NASDAQ:LI"?"""
    tokens = scene.tokens
    before = [t.low for t in tokens[max(0, first - 2) : first]]
    text = scene.sentence.text[tokens[first].start : tokens[last].end]
    if text in _tickers() or "(" in before[-1:]:
        return True
    return before[-1:] == [":"] and text.isupper()


@cache
def _tickers() -> frozenset[str]:
    told = (company.get("ticker", "") for company in table("companies").values())
    return frozenset(ticker.rpartition(":")[2] for ticker in told if ticker)


def _brands(scene: Scene, taken: set[int]) -> Iterator[Thing]:
    """Brands of the companies that are followed: "Aito", "Denza", "the Lexus brand"."""
    for mention, (first, last) in scene.mentions:
        if mention.company and first not in taken and mention.name in _brand_names():
            yield _named(scene, Sort.BRAND, first, last)


@cache
def _brand_names() -> frozenset[str]:
    """Names of a company that are brands of it."""
    return frozenset(map(fold, _words("brands")))


def _sites(scene: Scene, words: _Words, taken: set[int]) -> Iterator[Thing]:
    """Places where something is done: towns, plants, countries; no seats, datelines, origins."""
    text, tokens = scene.sentence.text, scene.tokens
    mentioned = {at for _, (a, b) in scene.mentions for at in range(a, b + 1)}
    agencies = {at for a in scene.agencies for at in range(a.first, a.last + 1)}
    barred = mentioned | agencies | taken
    spans: dict[int, int] = {}
    for _, start, end in _place_finder().find_matches_as_indexes(text):
        if _stands_alone(text, start, end):
            first, last = words.at(start, end)
            spans[first] = last
    known = set(spans)
    persons = {at for a, b in scene.spans.get("PERSON", ()) for at in range(a, b + 1)}
    for first, last in scene.spans.get("NAME", ()):
        if first and _may_be_town(scene, first, last, persons | set(spans)):
            spans[first] = last
    towns = set(spans) - known
    for first in sorted(spans):
        last = spans[first]
        if first in barred or last in barred or (first in towns and last + 1 in barred):
            continue
        if is_no_site(scene, first, last):
            continue
        behind = last + 2
        if (
            behind in known
            and tokens[last + 1].low == ","
            and _is_inside(words.text(first, last), words.text(behind, spans[behind]))
        ):
            last = spans[behind]  # "Normal, Illinois"
        yield Thing(Sort.PLACE, first, last, words.text(first, last))


def _may_be_town(scene: Scene, first: int, last: int, taken: set[int]) -> bool:
    """Is a name that no table lists a place: "in Hoskote", "the Ezhou plant"?"""
    tokens = scene.tokens
    if not taken.isdisjoint(range(first, last + 1)) or last - first >= REACH:
        return False
    named = tokens[first : last + 1]
    if any(
        t.kind != "word" or not t.text.replace("-", "").isalpha() or not t.text[1:].islower()
        or (t.low in _words("no_models") and t.low not in _words("around")) for t in named
    ):  # fmt: skip
        return False
    if _is_ticker(scene, first, last):
        return False
    behind = tokens[last + 1].low if last + 1 < len(tokens) else ""
    before = tokens[first - 1].low
    if behind in _words("plants"):
        return before in {"the", "its", "in", "at", "their", "a"}
    return before in _words("where") - {"to"}


def _is_inside(town: str, around: str) -> bool:
    """Is the second name one around the first, and not the next of a list of countries?"""
    return town not in _countries() and (around in _countries() or around in _words("regions"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(table("english_places")["markets"])


def _joined(text: str, scene: Scene, found: Sequence[Thing]) -> tuple[Thing, ...]:
    """Things of one sort that the text tells together, as one."""
    kept: list[Thing] = []
    for thing in found:
        if kept and thing.first <= kept[-1].last and thing.sort is not Sort.QUOTED:
            continue
        before = kept[-1] if kept else None
        if before is not None and before.sort is thing.sort and thing.sort in _TOLD_TOGETHER:
            start = _start(scene, before)
            between = text[_end(text, before, start) : scene.tokens[thing.first].start]
            if JOINED.fullmatch(between.removeprefix("s")):
                end = _end(text, thing, scene.tokens[thing.first].start)
                kept[-1] = Thing(
                    thing.sort, before.first, thing.last, text[start:end], before.parts + 1
                )
                continue
        kept.append(thing)
    return tuple(kept)


_TOLD_TOGETHER: Final = frozenset((Sort.MODEL, Sort.PLACE, Sort.BRAND, Sort.NEW))


def _start(scene: Scene, thing: Thing) -> int:
    return scene.sentence.text.index(thing.text, scene.tokens[thing.first].start)


@cache
def _finder() -> tuple[AhoCorasick, tuple[tuple[Sort, str, bool], ...]]:
    """Looks for all names of the tables; each with its sort and whether it is a word besides."""
    sorts: dict[str, tuple[Sort, bool]] = {}
    models = table("models")
    for name in _words("technologies"):
        sorts[name] = (Sort.TECHNOLOGY, False)
    for name in _words("networks"):
        sorts[name] = (Sort.NETWORK, False)
    for name in _words("rounds"):
        sorts[name] = (Sort.ROUND, False)
    for name in models["names"]["words"]:
        sorts[name] = (Sort.MODEL, True)
    for name in (
        *models["names"]["whole"],
        *(n for all_ in models["models"].values() for n in all_),
    ):
        sorts[name] = (Sort.MODEL, False)
    for name in _place_names():
        sorts.setdefault(name, (Sort.PLACE, False))  # hides shorter names in it
    ordered = tuple((sort, name, is_word) for name, (sort, is_word) in sorts.items())
    finder = AhoCorasick([name for _, name, _ in ordered], matchkind=MatchKind.LeftmostLongest)
    return finder, ordered


@cache
def _place_finder() -> AhoCorasick:
    return AhoCorasick(list(_place_names()), matchkind=MatchKind.LeftmostLongest)


@cache
def _place_names() -> tuple[str, ...]:
    places = table("english_places")
    told = [name for each in table("two_scripts")["place"] for name in each["en"]]
    names = (*places["markets"], *places["cities"], *_words("regions"), *_words("towns"), *told)
    no_place = {*places["adjectives"], "overseas", "abroad", "Nordic", "Tel", "Kuala"}
    return tuple(dict.fromkeys(name for name in names if name not in no_place))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("english_things")[name])


def is_listed(place: Thing) -> bool:
    """Is it a place that a table lists, or a list of such?"""
    return any(part in _place_set() for part in re.split(r",? and |, ", place.text))


@cache
def _place_set() -> frozenset[str]:
    return frozenset(_place_names())


def of_sort(found: Iterable[Thing], *sorts: Sort) -> list[Thing]:
    """Those of these sorts."""
    return [t for t in found if t.sort in sorts]
