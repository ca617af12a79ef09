"""Where the ways to say a step (english_steps.toml) fit a sentence, word by word."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from bot.milestones.english.clauses import carrying
from bot.milestones.english.elliptic import is_elliptic
from bot.milestones.english.gaps import (
    has_apposition,
    is_owning,
    is_part,
    passes_a_date,
    without_asides,
)
from bot.milestones.english.governed import caused_by, counts, is_governed
from bot.milestones.english.grammar import State, state
from bot.milestones.english.patterns import Held, Option, Pattern, key_of, patterns
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import NOUN, VERB, Tag
from storage.records import Kind

NEAR: Final = 6  # words between two parts of a pattern
VERB_TO_NOUN: Final = 10
NOUN_TO_VERB: Final = 16
TO_VALUE: Final = 9
ADJACENT: Final = 2
MOST: Final = 6  # places in one sentence at which one pattern is looked at
ACROSS_COMMAS: Final = frozenset(
    (
        "with",
        "for",
        "as",
        "is",
        "are",
        "remains",
        "a",
        "an",
        "under",
        "took",
        "takes",
        "take",
        "taking",
        "outstanding",
        "due",
    )
)
# Verbs with two objects: in the passive one of them stays behind ("was granted a permit").
DITRANSITIVE: Final = frozenset(
    (
        "grantpaper",
        "grant",
        "give",
        "appoint",
        "receive",
        "approve",
        "christen",
        "slate",
        "raise",
        "list",
        "head",
        "needpaper",
        "found",
        "spin",
        "consult",
    )
)
# Things that carry a name of their own: "Ontario EV project", "Metaplant works".
NAMED_THINGS: Final = (
    "project",
    "plant",
    "site",
    "venture",
    "entity",
    "firm",
    "network",
    "agreement",
    "stake",
    "ipo",
)


COMPARING: Final = (["more", "than"], ["less", "than"], ["fewer", "than"], ["better", "than"])
OPEN_TO_ALL: Final = frozenset((Kind.DELIVERY, Kind.LAUNCH))  # "buyers can collect theirs"
ARTICLES: Final = frozenset(("the", "a", "an", "its", "their"))


class Match(NamedTuple):
    """A pattern that fits: the words of each element, and how its verb stands."""

    pattern: Pattern
    places: tuple[tuple[int, int], ...]
    verb: Tag | None
    state: State

    @property
    def first(self) -> int:
        """Its first word."""
        return self.places[0][0]

    @property
    def last(self) -> int:
        """Its last word."""
        return max([last for _, last in self.places])


class Found(NamedTuple):
    """Where one element of a pattern fits."""

    first: int
    last: int
    option: Option
    tag: Tag | None


def matches(scene: Scene, held: Held) -> Iterator[Match]:
    """Every pattern that fits the sentence, in table order; `held` is `present` of it."""
    for pattern in patterns().fitting(held):
        yield from islice(_fit(scene, pattern, held), MOST)


def present(scene: Scene) -> Held:
    """The key of every verb, noun, word and value that the sentence holds."""
    tagged = (key_of(tag.part, tag.group) for tags in scene.marked.tags.values() for tag in tags)
    return frozenset((*tagged, *scene.spans, *scene.lows))


def _fit(scene: Scene, pattern: Pattern, held: Held) -> Iterator[Match]:
    candidates = []
    for element in pattern.elements:
        found = [found for option in element.of(held) for found in find(scene, option)]
        if not found:
            return
        if len(found) > 1:
            found.sort(key=lambda f: (f.first, -f.last))
        candidates.append(found)
    used: set[int] = set()
    for start in candidates[0]:
        chain = _chain(scene, candidates, 1, (start,))
        if chain is None:
            continue
        match = _judge(scene, pattern, chain)
        if match is not None and match.first not in used:
            used.add(match.first)
            yield match


def _chain(
    scene: Scene, candidates: list[list[Found]], at: int, done: tuple[Found, ...]
) -> tuple[Found, ...] | None:
    if at == len(candidates):
        return done
    for found in candidates[at]:
        if found.first <= done[-1].last:
            continue
        if not _reaches(scene, done[-1], found):
            if found.first - done[-1].last > NOUN_TO_VERB:
                return None
            continue
        chain = _chain(scene, candidates, at + 1, (*done, found))
        if chain is not None:
            return chain
    return None


def _reaches(scene: Scene, left: Found, right: Found) -> bool:
    """May these two belong together, by what stands between them?"""
    between = without_asides(scene, left.last + 1, right.first)
    lows = [scene.tokens[at].low for at in between]
    soft = left.option.sort == "word" or (
        right.option.sort == "value" and left.option.sort != "verb"
    )
    if not (_hard_but_colons() if soft else small("hard")).isdisjoint(lows):
        return False
    if right.option.sort == "value" and lows[-2:] in COMPARING:
        lows = lows[:-2]  # "more than 10,000 cars"
    names = right.option.name in {"COMPANY", "NAME"}
    if soft and right.option.name == "COMPANY" and passes_a_date(scene, between):
        return False
    if left.option.sort == "verb" and names and not small("not_object").isdisjoint(lows):
        return False
    if left.option.sort == "verb" and (names or right.option.sort == "noun"):
        paid = any(
            first in between and scene.tokens[last + 1].low in small("prepositions")
            for first, last in scene.spans.get("MONEY", ())
        )
        return not paid and _reaches_object(scene, between, lows)
    if right.option.sort == "verb":
        return _reaches_verb(scene, left, right, lows)
    if right.option.name == "MONEY" and left.option.sort == "verb":
        waits = left.option.name == "delay"  # "puts off its $15 billion project"
        if not waits and _buys_a_thing(scene, right):
            return False
    if right.option.sort == "value":
        counted = right.option.name in {"VEHICLES", "ORDERS", "STATIONS", "JOBS"}
        return (
            len(lows) <= TO_VALUE
            and small("links").isdisjoint(lows)
            and not (counted and any(at in scene.marked.heads for at in between))
        )
    if left.option.sort == "word" and right.option.sort == "word":
        return len(lows) <= ADJACENT
    if right.option.sort == "word":
        return len(lows) <= NEAR and ("," not in lows or right.option.name in ACROSS_COMMAS)
    given = left.option.name in {"COMPANY", "AGENCY"}  # "gave X Motors, Inc. a permit"
    return (
        len(lows) <= NEAR
        and (given or "," not in lows)
        and not any(at in scene.marked.heads and not is_owning(scene, at) for at in between)
    )


@cache
def _hard_but_colons() -> frozenset[str]:
    return small("hard") - {":"}


def _reaches_object(scene: Scene, between: Sequence[int], lows: list[str]) -> bool:
    """From a verb to its object: the first noun of the trade behind it."""
    if len(lows) > VERB_TO_NOUN or "to" in lows or not small("links").isdisjoint(lows):
        return False
    if "," in lows and not has_apposition(scene, between):
        return False
    if not small("where").isdisjoint(lows):
        return False  # "build the R2 at its existing plant"
    return not any(
        at in scene.marked.heads
        and not counts(scene, at)
        and not is_part(scene, at)
        and not is_owning(scene, at)
        for at in between
    )


def _buys_a_thing(scene: Scene, money: Found) -> bool:
    """Does the sum only say how large a plant or project is: "wins $5 billion battery plant"?"""
    ahead = range(money.last + 1, min(len(scene.tokens), money.last + 4))
    words_between = [at for at in ahead if scene.tokens[at].kind == "word"]
    head = next((at for at in words_between if at in scene.marked.heads), None)
    if head is None:
        return False
    parting = small("prepositions", "determiners") | {"to", "and"}
    if any(scene.tokens[at].low in parting for at in range(money.last + 1, head)):
        return False
    return any(
        tag.last == head for group in NAMED_THINGS[:3] for tag in scene.marked.tags.get(group, ())
    )


def _reaches_verb(scene: Scene, left: Found, right: Found, lows: list[str]) -> bool:
    """From a subject to its verb: no other full verb, no other clause ("... of which" is none)."""
    links = [
        low
        for at, low in enumerate(lows)
        if low in small("links") and not (low == "which" and at and lows[at - 1] == "of")
    ]
    start = left.last + 1
    if links:
        start = _behind_relative(scene, left, right)
        if start < 0 or len(links) > 1:
            return False
    if len(lows) > NOUN_TO_VERB or _joins_a_predicate(lows):
        return False
    if left.option.sort == "noun" and (
        is_governed(scene, left.first) or _is_object(scene, left.first)
    ):
        return False
    return not _has_finite(scene, start, right)


def _joins_a_predicate(lows: Sequence[str]) -> bool:
    """Only "and" between them: "at its plant, and reportedly plans to" goes on about another."""
    told = [low for low in lows if low != "," and not low.endswith("ly")]
    return told in (["and"], ["but"])


def _behind_relative(scene: Scene, left: Found, right: Found) -> int:
    """Behind the verb of a relative clause: "the plant that X waits for has been put on pause"."""
    link = left.last + 1
    stop = right.tag.first if right.tag else right.first
    if scene.tokens[link].low not in {"that", "which"} or stop - link > NOUN_TO_VERB:
        return -1
    carried = scene.tokens[stop - 1].low in small("be", "have", "will")
    auxiliary = small("be", "have", "will")
    at = link + 1
    while at < stop and not (scene.tokens[at].low in auxiliary or at in scene.verbs):
        at += 1
    while at < stop and (scene.tokens[at].low in auxiliary or at in scene.verbs):
        at += 1
    second = any(scene.tokens[k].low in auxiliary for k in range(at, stop))
    return at if carried and second else -1


def _is_object(scene: Scene, first: int) -> bool:
    """Is it what another verb of a relative clause acts on: "models that use the technology"?"""
    at = first - 1
    while at >= 0 and scene.tokens[at].low in small("determiners"):
        at -= 1
    tags = scene.verbs.get(at, ())
    relative = any(
        t.first >= 1 and scene.tokens[t.first - 1].low in {"that", "which", "who"} for t in tags
    )
    return relative and at < first


_LINKING: Final = frozenset(("slate", "change", "plan", "enable", "manage"))


def _has_finite(scene: Scene, first: int, right: Found) -> bool:
    """Is there another full verb between a noun and the verb it should belong to?"""
    left = right.tag.first if right.tag else right.first
    auxiliary = small("be", "have")
    idle = {  # auxiliaries, and nouns spelled like verbs: "works", "plans"
        at
        for at in range(first, left)
        if scene.tokens[at].low in auxiliary or at in scene.marked.nouns
    }
    return any(
        tag.first >= first
        and not (tag.first == tag.last and at in idle)
        and tag.group not in _LINKING
        and ("past" in tag.form or tag.form == "s")
        and "part" not in tag.form
        and "base" not in tag.form
        for at in without_asides(scene, first, left)
        for tag in scene.verbs.get(at, ())
    )


def find(scene: Scene, option: Option) -> Iterator[Found]:
    """Where a part of a pattern stands in the sentence, from left to right."""
    if option.sort == "value":
        for first, last in scene.spans.get(option.name, ()):
            if option.name != "NAME" or not _names_a_thing(scene, last + 1):
                yield Found(first, last, option, None)
    elif option.sort == "word":
        for at in scene.lows.get(option.name, ()):
            yield Found(at, at, option, None)
    else:
        part = VERB if option.sort == "verb" else NOUN
        for tag in scene.marked.tags.get(option.name, ()):
            if tag.part == part and not (
                option.name in {"entity", "firm"} and counts(scene, tag.first)
            ):
                yield Found(tag.first, tag.last, option, tag)


def _names_a_thing(scene: Scene, at: int) -> bool:
    """Does a plant, a project, a venture stand here, so that the name before it is no model?"""
    if _is_system(scene, at):
        return True
    return at in scene.marked.nouns and any(
        tag.first <= at <= tag.last
        for group in NAMED_THINGS
        for tag in scene.marked.tags.get(group, ())
    )


def _is_system(scene: Scene, at: int) -> bool:
    """Does an apposition call the name before `at` a system: "E-GMP, the platform on which"?"""
    tokens = scene.tokens
    if at + 1 >= len(tokens) or tokens[at].text != "," or tokens[at + 1].low not in ARTICLES:
        return False
    for k in range(at + 2, min(len(tokens), at + 2 + NEAR)):
        if k in scene.marked.heads:
            return any(
                tag.last == k
                for group in ("tech", "battery")
                for tag in scene.marked.tags.get(group, ())
            )
        if tokens[k].kind == "mark":
            return False
    return False


def _judge(scene: Scene, pattern: Pattern, chain: tuple[Found, ...]) -> Match | None:
    verb = next((f for f in chain if f.option.sort == "verb"), None)
    if verb is None or verb.tag is None:
        return Match(
            pattern, tuple((f.first, f.last) for f in chain), None, _around(scene, pattern, chain)
        )
    if _is_about_to(scene, verb.tag):
        return None
    how = _carried(scene, verb.tag, state(scene.marked, verb.tag, scene.verbs))
    index = chain.index(verb)
    if verb.option.passive and not how.passive:
        aside = any(a <= verb.first and verb.last <= b for a, b in scene.asides)
        if not is_elliptic(scene, verb.tag) or (aside and not scene.dates):
            return None
        if index and _belongs_to_another(scene, chain[index - 1], verb):
            return None
        how = _reduced(scene, chain, verb.tag, how)
    if (
        not verb.option.passive
        and how.passive
        and index == 0
        and len(chain) > 1
        and chain[1].option.sort == "noun"
        and verb.option.name not in DITRANSITIVE
    ):
        return None
    if (
        how.passive
        and not verb.option.passive
        and index > 0
        and chain[index - 1].option.name in {"AGENCY", "COMPANY"}
    ):
        return None
    if pattern.step.objects and _object(scene, verb.tag) & pattern.step.objects:
        return None
    return Match(pattern, tuple((f.first, f.last) for f in chain), verb.tag, how)


def _carried(scene: Scene, tag: Tag, how: State) -> State:
    """A gerund that opens its sentence takes the time of its verb: "Building it is to start"."""
    if tag.form != "ing" or how.time != "bare" or tag.first > 1 or how.negated:
        return how
    main = carrying(scene, tag.first, tag.last)
    if main is None or main.first <= tag.last:
        return how
    ahead = state(scene.marked, main, scene.verbs)
    return how._replace(time=ahead.time, guess=ahead.guess) if ahead.time == "planned" else how


def _belongs_to_another(scene: Scene, noun: Found, verb: Found) -> bool:
    """Does another noun stand before the participle: "packs for models made in the region"?"""
    between = without_asides(scene, noun.last + 1, verb.first)
    return noun.option.sort == "noun" and any(at in scene.marked.heads for at in between)


def _is_about_to(scene: Scene, tag: Tag) -> bool:
    """Is it no "going to Spain" but "going to spend"?"""
    words = [t.low for t in scene.tokens[tag.first : tag.last + 1]]
    return words == ["going", "to"] and any(
        other.first == tag.last + 1 and "base" in other.form
        for tags in scene.verbs.values()
        for other in tags
    )


def _around(scene: Scene, pattern: Pattern, chain: tuple[Found, ...]) -> State:
    """How the verb stands that carries the clause around words without a verb of their own."""
    bare = State("bare", chain[0].first)
    tag = carrying(scene, chain[0].first, chain[-1].last)
    if tag is None:
        return _modal_of_words(scene, chain) or bare
    how = state(scene.marked, tag, scene.verbs)
    if how.able and pattern.step.kind in OPEN_TO_ALL:
        return how._replace(left=bare.left, passive=False, before=False, able=False)
    return bare if how.able else how._replace(left=bare.left, passive=False, before=False)


def _modal_of_words(scene: Scene, chain: tuple[Found, ...]) -> State | None:
    """A plan told by plain words: "will go into", "is to come", "may switch to"."""
    for found in chain:
        at = found.first - 1
        if found.option.sort != "word" or at < 1:
            continue
        before = [scene.tokens[at - 1].low, scene.tokens[at].low]
        guess = before[1] in small("guess")
        if guess or before[1] in small("will") or (before[1] == "to" and before[0] in small("be")):
            return State("planned", at, guess=guess, governor=at)
    return None


def _reduced(scene: Scene, chain: tuple[Found, ...], tag: Tag, how: State) -> State:
    """A participle behind its noun takes the time of its clause: "will be the first car built"."""
    main = carrying(scene, chain[0].first, tag.first)
    caused = caused_by(scene, chain[0].first)
    if caused is not None:
        return how._replace(time="planned", guess=scene.tokens[caused].low in small("guess"))
    if main is None or main.first >= tag.first:
        return how
    ahead = state(scene.marked, main, scene.verbs)
    return how._replace(time=ahead.time, guess=ahead.guess) if ahead.time == "planned" else how


def _object(scene: Scene, tag: Tag) -> frozenset[str]:
    """The groups of the first noun of the trade behind a verb."""
    ends = small("hard", "links", "where") | {",", "in"}
    for at in range(tag.last + 1, min(len(scene.tokens), tag.last + VERB_TO_NOUN)):
        if scene.tokens[at].low in ends:
            break  # "started at four plants"
        if at in scene.marked.heads:
            return frozenset(
                group
                for group, tags in scene.marked.tags.items()
                if any(t.part == NOUN and t.last == at for t in tags)
            )
    return frozenset()
