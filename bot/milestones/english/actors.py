"""Who does it: names, "the company", "it" and "its", rivals that only stand by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple

from bot.catalogue import Catalogue, table
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.words import VERB, Token, is_adverb
from bot.milestones.mentions import OUTSIDER
from storage.records import Kind

JOINED_WORDS: Final = 4
TOGETHER_WORDS: Final = 7
# Steps that customers and dealers may be the subject of.
TO_CUSTOMERS: Final = frozenset((Kind.LAUNCH, Kind.DELIVERY, Kind.RECALL, Kind.INFRASTRUCTURE))
DESCRIPTION_WORDS: Final = 4  # "the Chinese electric car maker"


class Actor(NamedTuple):
    """Somebody named or meant at the words `first` to `last`."""

    first: int
    last: int
    companies: tuple[str, ...]  # ids; empty for an outsider
    sort: str  # name, pronoun, description
    role: str  # bare, owner, object, aside, or the preposition before it


@dataclass(slots=True)
class Discourse:
    """Who the text is speaking of, sentence by sentence."""

    catalogue: Catalogue
    topic: tuple[str, ...] = ()  # whom the title is about
    pair: tuple[str, ...] = ()  # the parties named last in one sentence
    current: tuple[str, ...] = ()  # whom the last sentence was about
    outside: bool = False  # the last sentence was about a company that is not followed
    met: list[str] = field(default_factory=list)  # companies in the order of their last mention

    def see(self, actors: Sequence[Actor]) -> None:
        """Take note of a sentence that was read."""
        names = [a for a in actors if a.sort == "name" and a.role != "aside"]
        for actor in names:
            for company in actor.companies:
                if company in self.met:
                    self.met.remove(company)
                self.met.append(company)
        parties = tuple(dict.fromkeys(c for a in names for c in a.companies))
        if len(parties) > 1:
            self.pair = parties
        elif parties:
            self.pair = ()
        main = next((a for a in actors if a.role == "bare" and a.sort != "pronoun"), None)
        main = main or next((a for a in names if a.role in {"owner", "object"}), None)
        if main is None and not self.current:
            main = next(iter(names), None)
        if main is not None:
            group = _owners_of(main, names) if not main.companies else ()
            joined = (c for a in actors if a.role == main.role == "bare" for c in a.companies)
            together = (
                tuple(dict.fromkeys(joined)) if main.sort == "name" and _near(main, names) else ()
            )
            self.current = group or together or main.companies
            self.outside = not self.current

    def described(self, country: str) -> tuple[str, ...]:
        """The company met last whose home that is; any for an empty country."""
        if not country:
            return self.current or self.topic
        for company in reversed(self.met):
            if self.catalogue.companies[company].country == country:
                return (company,)
        return ()


def _near(main: Actor, names: Sequence[Actor]) -> bool:
    """Does another subject stand right beside this one: "A and B", "A together with B"?"""
    return any(a.role == main.role and 0 < a.first - main.last <= TOGETHER_WORDS for a in names)


def _owners_of(venture: Actor, names: Sequence[Actor]) -> tuple[str, ...]:
    """The parents of a venture: "Ionna, the charging company of A, B and C"."""
    parents = [a for a in names if a.first > venture.last and a.role in {"of", "by", "between"}]
    companies = tuple(dict.fromkeys(c for a in parents for c in a.companies))
    return companies if len(companies) > 1 else ()


def actors(scene: Scene, talk: Discourse) -> tuple[Actor, ...]:
    """Everybody in the sentence, from left to right."""
    found: list[Actor] = []
    named = {first: (mention, last) for mention, (first, last) in scene.mentions}
    at = 0
    tokens = scene.tokens
    while at < len(tokens):
        if at in named:
            mention, last = named[at]
            ids: tuple[str, ...] = (mention.company,) if mention.company != OUTSIDER else ()
            found.append(_placed(scene, at, last, ids, "name", found))
            at = last + 1
            continue
        low = tokens[at].low
        if low in small("pronouns") or low in small("personal"):
            found.append(_placed(scene, at, at, _meant(found, talk, low), "pronoun", found))
        elif low in {"the", "its", "his", "a"} or tokens[at].kind == "possessive":
            described = _description(scene, at, named)
            if described is not None and (low in {"the", "his"}):
                last, country = described
                inside = _last_named(found) if not country else None
                ids = inside if inside is not None else talk.described(country)
                found.append(_placed(scene, at, last, ids, "description", found))
                at = last + 1
                continue
        at += 1
    return tuple(found)


def _last_named(found: Sequence[Actor]) -> tuple[str, ...] | None:
    bare = [a for a in found if a.role == "bare" and a.sort == "name"]
    return bare[-1].companies if bare else None


def _meant(found: Sequence[Actor], talk: Discourse, low: str) -> tuple[str, ...]:
    """Whom a pronoun means: the subject before it, else whom the text was speaking of."""
    before = [a for a in found if a.role == "bare"] or [
        a for a in found if a.role in {"owner", "object"}
    ]
    if low in small("personal"):
        return (
            before[0].companies
            if before
            else (talk.met[-1:] and tuple(talk.met[-1:])) or talk.topic
        )
    if low in {"they", "their"} and talk.pair and not before:
        return talk.pair
    if low in {"they", "their"} and before:
        return tuple(
            dict.fromkeys(c for a in before if a.role == before[0].role for c in a.companies)
        )
    if before:
        return before[0].companies if low in {"it", "itself"} else before[-1].companies
    if talk.outside:
        return ()
    return talk.current or talk.topic


def _description(scene: Scene, at: int, named: Collection[int]) -> tuple[int, str] | None:
    """Read "the Chinese brand": its last word and the country it tells."""
    words = _set("descriptions")
    country = ""
    for last in range(at + 1, min(len(scene.tokens), at + 1 + DESCRIPTION_WORDS)):
        token = scene.tokens[last]
        if (
            last in named
            or token.kind in {"mark", "possessive"}
            or token.low in small("prepositions")
        ):
            return None
        country = _nationalities().get(token.text, country)
        following = scene.tokens[last + 1].low if last + 1 < len(scene.tokens) else ""
        if token.low in words and following not in words and following != "of":
            if last + 1 in named:
                return None
            if last == at + 1 and token.low in {
                "venture",
                "unit",
                "business",
                "supplier",
                "house",
                "team",
                "pioneer",
                "giant",
            }:
                return None
            return last, country
    return None


def _placed(
    scene: Scene,
    first: int,
    last: int,
    companies: tuple[str, ...],
    sort: str,
    found: Sequence[Actor],
) -> Actor:
    return Actor(first, last, companies, sort, _role(scene, first, last, found))


def _role(scene: Scene, first: int, last: int, found: Sequence[Actor]) -> str:
    tokens = scene.tokens
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.low in _set("beside"):
        return "aside"
    named_owner = after is not None and after.kind == "possessive"
    if named_owner and first and tokens[first - 1].low in {"at", "in"}:
        return "at"
    owner = named_owner or tokens[first].low in {
        "its",
        "their",
        "his",
        "her",
        "our",
    }
    at = first - 1
    while at >= 0 and (
        tokens[at].low
        in {"the", "a", "an", "both", "chinese", "carmaker", "automaker", "giant", "maker"}
        or is_adverb(tokens[at].low)
    ):
        at -= 1
    before = tokens[at] if at >= 0 else None
    if before is not None and before.low in {"including", "them"} and _has_members(tokens[:at]):
        return "bare"
    if before is not None and (
        before.low in small("aside_before")
        or (
            before.low == "to"
            and at >= 1
            and tokens[at - 1].low
            in {"according", "compared", "similar", "next", "thanks", "due", "owing"}
        )
    ):
        return "aside"
    if (
        before is not None
        and before.low in small("joined")
        and found
        and found[-1].last >= at - 2
        and found[-1].role != "aside"
    ):
        return found[-1].role if not owner else "owner"
    if (
        before is not None
        and before.low == "with"
        and at >= 1
        and tokens[at - 1].low in {"together", "jointly", "along"}
        and found
    ):
        return found[-1].role
    if owner:
        return "owner"
    if before is None:
        return "bare"
    if before.low in small("prepositions") or before.low in {"to", "as"}:
        return before.low
    if any(
        tag.part == VERB and tag.group not in {"say", "plan"} for tag in scene.verbs.get(at, ())
    ):
        return "object"
    return "bare"


def _has_members(before: Sequence[Token]) -> bool:
    """Are the names members, no examples: "seven carmakers, among them A and B"?"""
    return any(t.low in small("groups") for t in before)


def who(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    """The companies that take the step, and by which rule; none when it is somebody else."""
    rule = match.pattern.step.who
    if rule == "both":
        return _parties(scene, everyone, talk, match.pattern.step.phase), "every party"
    if rule in {"any", "maker"}:
        return _about(scene, match, everyone, talk)
    if rule == "carried":
        return (() if talk.outside else talk.current or talk.topic), "carried on"
    if rule == "receiver":
        return _receiver(match, everyone, talk)
    return _subject(scene, match, everyone, talk)


def _subject(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    left = min(match.state.left, match.verb.first) if match.verb else match.first
    if match.state.passive:
        agent = next(
            (
                a
                for a in everyone
                if a.role == "by" and a.first > (match.verb.last if match.verb else 0)
            ),
            None,
        )
        if agent is not None:
            return agent.companies, "agent"
    inside = [a for a in everyone if match.first <= a.first <= match.last + 1]
    before = [a for a in everyone if a.last < left]
    if match.verb is None:
        before = [a for a in everyone if a.last < match.first]
    chosen = _nearest(scene, before, left) or _of_subject(match, before, talk)
    if chosen is not None:
        return _with_joined(scene, chosen, everyone), f"subject {_words(scene, chosen)!r}"
    if _is_other(scene, left if match.verb else match.first, match):
        return (), "somebody else is the subject"
    owning = next(
        (
            a
            for a in (*inside, *(a for a in everyone if a.first > match.last))
            if a.role in {"owner", "of", "by", "at"} and a.first <= match.last + 6
        ),
        None,
    )
    if owning is not None and (owning.sort != "pronoun" or owning.companies):
        return owning.companies, f"owner {_words(scene, owning)!r}"
    around = next((a for a in everyone if a.role in {"bare", "owner"} and a.sort == "name"), None)
    if around is not None and match.verb is None:
        return around.companies, f"named beside {_words(scene, around)!r}"
    if talk.outside:
        return (), "the text was speaking of an outsider"
    carried = talk.current or talk.topic
    if not carried:
        named = next((a for a in everyone if a.sort == "name" and a.role != "aside"), None)
        return (named.companies, "the only name") if named else ((), "nobody is named")
    return carried, "carried on"


def _of_subject(match: Match, before: Sequence[Actor], talk: Discourse) -> Actor | None:
    """Whose the thing is that stands before the verb: "reservations for the R2 of X"."""
    if match.verb is None or match.first >= match.verb.first:
        return None
    belonging = [a for a in before if a.role in {"of", "for", "at", "by", "in", "with"}]
    if talk.current or talk.topic:
        belonging = [a for a in belonging if a.role not in {"at", "in"}]
    behind = [a for a in belonging if a.first > match.first]
    return behind[0] if behind else None


def _nearest(scene: Scene, before: Sequence[Actor], left: int) -> Actor | None:
    relative = scene.tokens[left - 1].low if left >= 1 else ""
    if relative in {"which", "who", "that"} and before and before[-1].last >= left - 4:
        return before[-1] if before[-1].role != "aside" else None
    for actor in reversed(before):
        if actor.role in {"bare", "owner"} or (actor.role in small("joined")):
            return actor
        if actor.role in {"of", "by"} and not any(a.role == "bare" for a in before):
            return actor
    return None


def _with_joined(scene: Scene, actor: Actor, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """A subject with those joined to it: "Nissan and Honda"."""
    companies = list(actor.companies)
    position = list(everyone).index(actor)
    last = actor
    for other in reversed(everyone[:position]):
        if not _joined(scene, other, last) or other.role != actor.role:
            break
        companies.extend(other.companies)
        last = other
    last = actor
    for other in everyone[position + 1 :]:
        if not _joined(scene, last, other) or other.role != actor.role:
            break
        companies.extend(other.companies)
        last = other
    return tuple(dict.fromkeys(companies))


def _joined(scene: Scene, left: Actor, right: Actor) -> bool:
    """Do "and", a comma or "together with" stand between two names?"""
    if left.sort != "name" or right.sort != "name":
        return False
    between = {t.low for t in scene.tokens[left.last + 1 : right.first]}
    gap = right.first - left.last
    near = gap <= JOINED_WORDS and bool(between & small("joined"))
    return near or (
        "with" in between
        and bool(between & {"together", "jointly", "along"})
        and gap <= TOGETHER_WORDS
    )


def _about(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    """Permits and recalls: the company that they are about, whoever grants them."""
    useful = [a for a in everyone if a.role != "aside"]
    anchor = match.verb.last if match.verb else match.first
    left = [
        a
        for a in useful
        if a.last < anchor and a.role in {"bare", "owner", "object", "of", "for", "to"}
    ]
    right = [
        a
        for a in useful
        if a.first > anchor
        and a.role in {"object", "bare", "owner", "for", "to", "by", "of", "into"}
    ]
    if match.state.passive or match.pattern.step.phase == "pending":
        order = (*reversed(left), *right)
    else:
        order = (*(a for a in right if a.first <= anchor + 6), *reversed(left), *right)
    for actor in order:
        if actor.sort != "pronoun" or actor.companies:
            return _with_joined(scene, actor, everyone), f"about {_words(scene, actor)!r}"
    if _is_other(scene, match.first, match) and not scene.agencies:
        return (), "somebody else is the subject"
    if talk.outside:
        return (), "the text was speaking of an outsider"
    return talk.current or talk.topic, "carried on"


def _parties(
    scene: Scene, everyone: Sequence[Actor], talk: Discourse, phase: str
) -> tuple[str, ...]:
    """Every company named; "they", "the two", "the venture" stand for the pair named before."""
    named = tuple(dict.fromkeys(c for a in everyone if a.role != "aside" for c in a.companies))
    meant = scene.has(
        "they", "both", "their", "two", "partners", "venture", "pact", "companies", "together"
    )
    if meant and len(named) < len(talk.pair) and set(named) <= set(talk.pair):
        return talk.pair
    if phase == "cancelled" and len(named) == 1:
        return tuple(dict.fromkeys((*named, *talk.current)))
    return named


def _receiver(
    match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    inside = next(
        (
            a
            for a in everyone
            if a.role in {"in", "into", "to", "object", "of", "owner"} and a.companies
        ),
        None,
    )
    if inside is not None:
        giver = next((a for a in everyone if a.role == "bare"), None)
        same = giver is not None and giver.companies == inside.companies
        return (() if same else inside.companies), "receiver"
    if "COMPANY" in match.pattern.said:
        return (), "receiver"
    first = next((a for a in everyone if a.companies), None)
    return (first.companies if first else talk.current or talk.topic), "receiver"


def _is_other(scene: Scene, left: int, match: Match) -> bool:
    """Is the subject a dealer, a minister, a rival: somebody who is no company of ours?"""
    others = _set("actors")
    start = 0
    for at in range(left - 1, -1, -1):
        if scene.tokens[at].text in {",", ";", ":", "\u2014"}:
            start = at + 1
            break
    return any(
        scene.tokens[at].low in others
        and not any(first <= at <= last for first, last in match.places)
        and at + 1 not in scene.marked.nouns
        and not (
            match.pattern.step.kind in TO_CUSTOMERS and scene.tokens[at].low in small("buyers")
        )
        and (at == start or scene.tokens[at - 1].low not in small("prepositions"))
        for at in range(start, max(start, left))
    )


def _words(scene: Scene, actor: Actor) -> str:
    text = scene.sentence.text
    return text[scene.tokens[actor.first].start : scene.tokens[actor.last].end]


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(table("english_cues")[name])


@cache
def _nationalities() -> dict[str, str]:
    return dict(table("english_places")["nationality"])
