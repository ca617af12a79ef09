"""What a sentence names that a step can be about: models, places, technologies, rounds, domains.

Each thing is a literal part of the sentence; what is enumerated ("VF 6 and VF 7") is one thing.
Which of them a step is about tells `about_what.py`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from bot.catalogue import table
from bot.milestones.english.persons import given_names
from bot.milestones.english.scene import Ranges, Scene
from bot.milestones.english.sites import is_ticker, place_names, sites, stands_alone
from bot.milestones.english.small import beside, small
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
    r"(?:,? and | and the | and its |, | & |/)(?:all-electric |electric )?"
)
NUMBER: Final = re.compile(r"0?\d{1,2}")
PLURAL: Final = 2  # letters that a name has at least before the "s" of several
REACH: Final = 3  # words that a make stands before "SUV"


@lru_cache(maxsize=8)  # each step of a sentence asks again
def things(scene: Scene) -> tuple[Thing, ...]:
    """Everything of the kind that the sentence names, from left to right."""
    text = scene.sentence.text
    words = Ranges(scene.tokens)
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
    found += [
        t
        for t in _new(scene)
        if barred.isdisjoint(range(t.first - 1, t.last + 1))
        and not _reports(scene, t.first, t.last)
    ]
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
    if not scene.lows.keys().isdisjoint(beside("marks")):
        found += _registered(scene)
    found += [_named(scene, Sort.PLACE, a, b) for a, b in sites(scene, words, taken)]
    return _joined(text, scene, sorted(found, key=lambda t: (t.first, -t.last)))


def _reports(scene: Scene, first: int, last: int) -> bool:
    """Is it a medium that tells: "CarNewsChina.com reports", "according to The Nation"?"""
    behind = scene.tokens[last + 1].low if last + 1 < len(scene.tokens) else ""
    return behind in small("spoken") | {"says", "reports"} or _is_cited(scene, first)


def _is_cited(scene: Scene, first: int) -> bool:
    before = [t.low for t in scene.tokens[max(0, first - 3) : first] if t.low != "the"][-2:]
    return before == ["according", "to"]


def _over(found: Iterable[Thing]) -> set[int]:
    """The words that they cover."""
    return {at for t in found for at in range(t.first, t.last + 1)}


def _known(scene: Scene, words: Ranges) -> Iterator[Thing]:
    """Names that the tables list."""
    text = scene.sentence.text
    finder, sorts = _finder()
    for at, start, end in finder.find_matches_as_indexes(text):
        sort, name, is_word = sorts[at]
        several = sort is Sort.MODEL and text[end : end + 1] == "s" and len(name) >= PLURAL
        if not stands_alone(text, start, end + several):
            continue
        first, last = words.at(start, end)
        if sort is Sort.MODEL and is_word and not _is_car(scene, first, last, several=several):
            continue
        yield Thing(sort, first, last, name)


def _is_car(scene: Scene, first: int, last: int, *, several: bool) -> bool:
    """Do the words around a name that means other things too speak of a model?"""
    tokens = scene.tokens
    before = tokens[first - 1] if first else None
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    if behind is not None and behind.low in beside("cars"):
        return True
    if behind is not None and behind.kind == "word" and behind.text[:1].isupper():
        return False  # "Air Force", "Ocean State"
    made = any(b in {first - 1, first - 2} for _, (_, b) in scene.mentions)
    if made and (before is None or before.kind == "possessive" or before.low not in _joints()):
        return True
    if several and before is not None:
        return before.kind == "number" or before.low in beside("before_models")
    return before is not None and (
        before.low in beside("before_models") or before.kind == "possessive"
    )


def _joints() -> frozenset[str]:
    return small("prepositions") | {"and", ",", "or", "(", ")", "-"}


def _coded(text: str, words: Ranges, scene: Scene) -> Iterator[Thing]:
    """Codes of letters and digits: EX30, e:NP1, P7+."""
    dates = {at for _, (a, b) in scene.dates for at in range(a, b + 1)}
    sums = {at for _, (a, b) in scene.sums for at in range(a, b + 1)}
    for found in CODE.finditer(text):
        code = found[0]
        first, last = words.at(found.start(), found.end())
        tail = text[found.end() : found.end() + 2]
        if (
            code in beside("no_codes")
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
                and tokens[last + 1].text in beside("trims")
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
            and make_.name in beside("numbered")
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
            any(t.low in beside("no_models") or t.text in given_names() for t in named)
            or all(t.text in beside("trims") for t in named)
            or named[0].text in table("english_places")["nationals"]
            or is_ticker(scene, first, last)
            or any(t.text in beside("no_codes") for t in named)
            or last - first >= REACH
            or tokens[first].kind == "number"
            or len(named[-1].text) < PLURAL
            or tokens[last].text.endswith(("bn", "m"))
        ):
            continue
        before = tokens[first - 1]
        behind = tokens[last + 1] if last + 1 < len(tokens) else None
        car = behind is not None and behind.low in beside("cars")
        made_by = first - 1 in made or (before.kind == "possessive" and first - 2 in made)
        led = before.low in beside("before_models") or made_by
        goes_on = behind is not None and (
            behind.text[:1].isupper() or behind.low in beside("plants") | beside("events")
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
        if first and scene.tokens[first - 1].low in beside("marks"):
            yield _named(scene, Sort.QUOTED, first, last)


def _brands(scene: Scene, taken: set[int]) -> Iterator[Thing]:
    """Brands of the companies that are followed: "Aito", "Denza", "the Lexus brand"."""
    for mention, (first, last) in scene.mentions:
        if mention.company and first not in taken and mention.name in _brand_names():
            yield _named(scene, Sort.BRAND, first, last)


@cache
def _brand_names() -> frozenset[str]:
    """Names of a company that are brands of it."""
    return frozenset(map(fold, beside("brands")))


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
    for name in beside("technologies"):
        sorts[name] = (Sort.TECHNOLOGY, False)
    for name in beside("networks"):
        sorts[name] = (Sort.NETWORK, False)
    for name in beside("rounds"):
        sorts[name] = (Sort.ROUND, False)
    for name in models["names"]["words"]:
        sorts[name] = (Sort.MODEL, True)
    for name in (
        *models["names"]["whole"],
        *(n for all_ in models["models"].values() for n in all_),
    ):
        sorts[name] = (Sort.MODEL, False)
    for name in place_names():
        sorts.setdefault(name, (Sort.PLACE, False))  # hides shorter names in it
    ordered = tuple((sort, name, is_word) for name, (sort, is_word) in sorts.items())
    finder = AhoCorasick([name for _, name, _ in ordered], matchkind=MatchKind.LeftmostLongest)
    return finder, ordered


def of_sort(found: Iterable[Thing], *sorts: Sort) -> list[Thing]:
    """Those of these sorts."""
    return [t for t in found if t.sort in sorts]
