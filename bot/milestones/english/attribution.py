"""Which company takes a step: its subject, its owner, the one that a permit is about."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.actors import TOGETHER_WORDS, Actor, Discourse, named_set
from bot.milestones.english.bearers import is_of_others
from bot.milestones.english.parties import of_clause, parties
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.steps import Match
from bot.milestones.english.strangers import is_organisation, is_stranger, opens_speech
from bot.milestones.english.ventures import known_parents
from storage.records import Kind

JOINED_WORDS: Final = 4
REFLEXIVE: Final = frozenset(("itself", "themselves"))
OWNERS: Final = frozenset(("owner", "of", "by", "at"))
FRONT: Final = 1  # words before a name that opens a sentence: "At Polestar, ..."
GETTING: Final = frozenset(("object", "in", "into", "to", "for", "of", "on", "behind", "with"))
APPOSED: Final = 10  # words of "the battery arm of the German group"
RELATIVES: Final = frozenset(("which", "where", "whose"))
# Steps that two companies do not take together.
SINGLE: Final = frozenset((Kind.RESTRUCTURING, Kind.APPROVAL))
CELLS: Final = frozenset(("catl", "northvolt", "lg-energy", "panasonic", "sk-on"))
# Steps that a minister may take at the thing of a company: "the governor opened X's plant".
OWNED: Final = frozenset((Kind.FACTORY, Kind.INFRASTRUCTURE))
# Steps that customers and dealers may be the subject of.
TO_CUSTOMERS: Final = frozenset((Kind.LAUNCH, Kind.DELIVERY, Kind.RECALL, Kind.INFRASTRUCTURE))


def who(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    """The companies that take the step, and by which rule; none when it is somebody else."""
    rule = match.pattern.step.who
    if rule in {"both", "guests"}:
        guests = rule == "guests"
        everyone = of_clause(scene, match, everyone)
        return parties(
            scene, everyone, talk, match.pattern.step.phase, guests=guests
        ), "every party"
    if rule in {"any", "maker"}:
        return _about(scene, match, everyone, talk)
    if rule == "carried":
        return (() if talk.outside else talk.current or talk.topic), "carried on"
    if rule == "seller":
        sellers = (a for a in everyone if a.role == "from" and a.first > match.first)
        return tuple(c for a in sellers for c in a.companies), "seller"
    if rule == "taker":
        takers = [
            a for a in everyone if a.first > match.first and a.role in {"to", "bare", "object"}
        ]
        found = [a for a in takers if a.sort == "name" and a.companies]
        return (found[0].companies if found else ()), "taker"
    if rule == "receiver":
        return _receiver(scene, match, everyone, talk)
    if rule == "raiser":
        return _raiser(scene, match, everyone, talk)
    if rule == "founder":
        return _founder(scene, everyone, talk)
    return _subject(scene, match, everyone, talk)


def _subject(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    left = min(match.state.left, match.verb.first) if match.verb else match.first
    lent = _borrower(scene, match, everyone)
    if lent:
        return lent, "borrower"
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
            return agent.companies or _parents(scene, agent, everyone), "agent"
    inside = [a for a in everyone if match.first <= a.first <= match.last + 1]
    before = [a for a in everyone if a.last < left]
    if match.verb is None:
        before = [a for a in everyone if a.last < match.first]
    inserted = [a for a in before if _is_inserted(scene, a, left)]
    relative = inserted and all(_is_in_relative(scene, a, left) for a in inserted)
    before = [a for a in before if a not in inserted] or ([] if relative else before)
    chosen = _nearest(scene, before, left) or _of_subject(match, before, talk)
    if chosen is not None and not chosen.companies and _is_cut_off(scene, chosen, left):
        chosen = None
    if chosen is not None and not chosen.companies:
        parents = (
            _parents(scene, _named_by(chosen, before), everyone)
            or _whose_arm(scene, chosen, everyone, talk)
            or known_parents(_words(scene, _named_by(chosen, before)), talk)
        )
        if parents:
            return parents, "its parents"
        ordering = _made_for(scene, match, chosen, everyone)
        if ordering:
            return ordering, "made for it"
    if chosen is not None:
        return _with_joined(scene, chosen, everyone), f"subject {_words(scene, chosen)!r}"
    owned = match.pattern.step.kind in OWNED and next(
        (a for a in inside if a.role == "owner" and a.companies and a.first > left), None
    )
    if owned:
        return owned.companies, f"owner {_words(scene, owned)!r}"
    if _is_other(scene, left if match.verb else match.first, match):
        return (), "somebody else is the subject"
    owning = next(
        (
            a
            for a in (*inside, *(a for a in everyone if a.first > match.last))
            if (a.role in _owners(match, a, talk) and a.first <= match.last + 6)
            or _says_whose(scene, a, match)
        ),
        None,
    )
    if owning is not None and (owning.sort != "pronoun" or owning.companies):
        companies = (
            owning.companies
            or _parents(scene, owning, everyone)
            or known_parents(_words(scene, owning), talk)
        )
        return companies, f"owner {_words(scene, owning)!r}"
    around = next((a for a in everyone if a.role in {"bare", "owner"} and a.sort == "name"), None)
    if around is not None and match.verb is None:
        return around.companies, f"named beside {_words(scene, around)!r}"
    beside = next((a for a in everyone if _acts_for(scene, a, match)), None)
    if beside is not None:
        return beside.companies, f"through {_words(scene, beside)!r}"
    opening = next((a for a in everyone if a.first <= FRONT and a.role in {"at", "for"}), None)
    if opening is not None and opening.companies:
        return opening.companies, f"opens with {_words(scene, opening)!r}"
    speaker = next((a for a in everyone if _speaks_last(scene, a, match)), None)
    if speaker is not None:
        return speaker.companies, f"told by {_words(scene, speaker)!r}"
    if scene.has("venture", "partners") and len(talk.couple) > 1:
        return talk.couple, "both of the venture"
    if talk.foreign or (talk.outside and not (len(talk.topic) == 1 and talk.spell <= 1)):
        return (), "the text was speaking of an outsider"
    if is_stranger(scene, match) or is_of_others(scene, match):
        return (), "somebody else is the subject"
    told = talk.titled or talk.led or any(a.sort == "description" for a in everyone)
    if match.pattern.step.kind is Kind.DELIVERY and scene.counts and not told:
        return (), "a figure of nobody"
    fragment = match.verb is None or match.pattern.loose
    leading = talk.strays() or (fragment and talk.titled)
    carried = (talk.topic or talk.current) if leading else (talk.current or talk.topic)
    if len(carried) > 1 and len(talk.topic) == 1 and set(talk.topic) <= set(carried):
        carried = talk.topic
    if len(carried) > 1 and match.pattern.step.kind in SINGLE:
        return (), "of whom is not told"
    if not carried:
        named = next((a for a in everyone if a.sort == "name" and a.role != "aside"), None)
        return (named.companies, "the only name") if named else ((), "nobody is named")
    return carried, "carried on"


def _owners(match: Match, actor: Actor, talk: Discourse) -> frozenset[str]:
    """The roles of an owner; a car of the title may be built "at the works of Volvo"."""
    other = talk.titled and talk.topic and set(actor.companies).isdisjoint(talk.topic)
    away = match.pattern.step.kind is Kind.PRODUCTION and other
    return OWNERS - {"at"} if away else OWNERS


def _says_whose(scene: Scene, actor: Actor, match: Match) -> bool:
    """Does the name stand right before the thing: "groundbreaking for BYD plant"?"""
    thing = actor.last + 1
    inside = any(first <= thing <= last for first, last in match.places)
    named = actor.sort == "name" and bool(actor.companies) and actor.role != "aside"
    return named and thing in scene.marked.nouns and (inside or thing + 1 in scene.marked.heads)


def _borrower(scene: Scene, match: Match, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """Whom a loan is to: "the $2.5 billion loan to Ultium Cells, the venture of A and B"."""
    if match.pattern.step.kind is not Kind.FUNDING or "loan" not in match.pattern.said:
        return ()
    behind = (t.last for t in scene.marked.tags.get("loan", ()) if t.first >= match.first)
    at = next(behind, -1)
    for actor in everyone:
        if at >= 0 and actor.role == "to" and 0 < actor.first - at <= JOINED_WORDS:
            return actor.companies or _parents(scene, actor, everyone)
    return ()


def _speaks_last(scene: Scene, actor: Actor, match: Match) -> bool:
    """Does the sentence end with its speaker: "..., Toyota said on Wednesday"?"""
    if actor.sort != "name" or actor.first <= match.last:
        return False
    if [t.low for t in scene.tokens[max(0, actor.first - 2) : actor.first]] == ["according", "to"]:
        return bool(actor.companies)
    if actor.role != "bare":
        return False
    after = scene.tokens[actor.last + 1].low if actor.last + 1 < len(scene.tokens) else ""
    before = scene.tokens[actor.first - 1].low
    if before in {"says", "said"}:
        return after in {"", "."}
    return after in small("spoken") | {"let"} and before == ","


def _acts_for(scene: Scene, actor: Actor, match: Match) -> bool:
    """Is it "Ford dealers sold", "Nio drivers get", "Stellantis boss resigned"?"""
    if actor.role != "aside" or not actor.companies or actor.last + 1 >= len(scene.tokens):
        return False
    low = scene.tokens[actor.last + 1].low
    kind = match.pattern.step.kind
    if kind is Kind.RESTRUCTURING:
        return low in {"boss", "chief", "head", "veteran", "staff", "workers", "employees"}
    return kind in TO_CUSTOMERS | {Kind.TECHNOLOGY} and low in small("buyers")


def _is_inserted(scene: Scene, actor: Actor, left: int) -> bool:
    """Does the company stand in an insertion that the verb is not part of?"""
    return any(a <= actor.first and actor.last <= b < left for a, b in scene.asides)


def _is_in_relative(scene: Scene, actor: Actor, left: int) -> bool:
    """Is the insertion one that only says which: "the works, which X shut long ago, are to"?"""
    return any(
        a <= actor.first and actor.last <= b < left and scene.tokens[a + 1].low in RELATIVES
        for a, b in scene.asides
    )


def _is_cut_off(scene: Scene, actor: Actor, left: int) -> bool:
    """Did an outsider act in an earlier clause: "Magna built 10,193; 4,700 were delivered"?"""
    return actor.sort == "name" and any(t.text == ";" for t in scene.tokens[actor.last : left])


def parents_told(scene: Scene, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The followed parents of the venture that a sentence is about; none for any other."""
    acting = (a for a in everyone if a.sort == "name" and a.role in {"bare", "to", "for", "of"})
    venture = next(acting, None)
    if venture is None or venture.companies:
        return ()
    return _parents(scene, venture, everyone)


def _named_by(chosen: Actor, before: Sequence[Actor]) -> Actor:
    """The outsider that "it" stands for."""
    if chosen.sort == "name":
        return chosen
    return next((a for a in before if a.sort == "name" and not a.companies), chosen)


def _parents(scene: Scene, venture: Actor, everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The followed parents of a venture: "Ionna ..., its founders A, B and C said"."""
    behind = [a for a in everyone if a.first > venture.last and a.sort == "name" and a.companies]
    if len(behind) < len("AB"):
        return ()
    between = [t.low for t in scene.tokens[venture.last + 1 : behind[0].first]]
    held = between[:1] == ["("] or between[-2:] == ["in", "which"]
    if not (held or small("parents") & set(between) or behind[0].role in {"of", "between"}):
        return ()
    return tuple(dict.fromkeys(c for a in behind for c in a.companies))


def _whose_arm(
    scene: Scene, unit: Actor, everyone: Sequence[Actor], talk: Discourse
) -> tuple[str, ...]:
    """The group of an outsider told in apposition: "PowerCo, the battery arm of X"."""
    tokens = scene.tokens
    if [t.low for t in tokens[unit.last + 1 : unit.last + 2]] != [","]:
        return ()
    ahead = tokens[unit.last + 2 : unit.last + 2 + APPOSED]
    end = next((at for at, t in enumerate(ahead) if t.low in {",", ";", ":"}), len(ahead))
    lows = [t.low for t in ahead[:end]]
    if not small("arms").intersection(lows):
        return ()
    inside = range(unit.last + 2, unit.last + 2 + end)
    named = next((a for a in everyone if a.first in inside and a.companies), None)
    if named is not None:
        return named.companies
    return talk.topic if {"group", "company", "carmaker", "maker"}.intersection(lows[:3]) else ()


def _made_for(
    scene: Scene, match: Match, maker: Actor, everyone: Sequence[Actor]
) -> tuple[str, ...]:
    """For whom an outsider builds cars: "Magna built 10,193 Oceans for the company"."""
    if match.pattern.step.kind is not Kind.PRODUCTION or "{battery" in match.pattern.said:
        return ()
    behind = [a for a in everyone if a.first > maker.last and a.companies]
    named = [a for a in behind if a.role == "for" or _says_whose(scene, a, match)]
    return named[0].companies if named else ()


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
    granted = match.pattern.step.kind is Kind.FUNDING  # by lawmakers, ministers, banks
    useful = [a for a in everyone if a.role != "aside"]
    anchor = match.verb.last if match.verb else match.first
    left = [
        a
        for a in useful
        if a.last < anchor
        and a.role in {"bare", "owner", "object", "of", "for", "to", "at", "from"}
    ]
    right = [
        a
        for a in useful
        if a.first > anchor
        and a.role in {"object", "bare", "owner", "for", "to", "by", "of", "into", "at", "from"}
    ]
    if match.state.passive or match.pattern.step.phase == "pending":
        order = (*reversed(left), *right)
    else:
        order = (*(a for a in right if a.first <= anchor + 6), *reversed(left), *right)
    for actor in order:
        parents = _parents(scene, actor, everyone) if granted and not actor.companies else ()
        if parents:
            return parents, "its parents"
        if not actor.companies and not granted and scene.holds(small("purchases")):
            return talk.topic, "about the purchase of another"
        if actor.sort != "pronoun" or actor.companies:
            return _with_joined(scene, actor, everyone), f"about {_words(scene, actor)!r}"
    within = (a for a in useful if match.first <= a.first and a.last <= match.last)
    meant = next((a for a in within if a.role == "bare"), None)
    if meant is not None:
        return meant.companies, f"about {_words(scene, meant)!r}"
    inside = next((a for a in useful if a.role in {"in", "with"} and a.companies), None)
    if inside is not None and not talk.topic:
        return inside.companies, f"in {_words(scene, inside)!r}"
    other = _is_other(scene, match.first, match) or is_of_others(scene, match)
    if other and not scene.agencies and not granted:
        return (), "somebody else is the subject"
    if match.pattern.step.kind is Kind.RECALL:
        return _maker(talk), "carried on"
    if talk.outside:
        return (), "the text was speaking of an outsider"
    return talk.current or talk.topic, "carried on"


def _maker(talk: Discourse) -> tuple[str, ...]:
    """Whose cars are called back: not those of the supplier named last."""
    for told in (talk.current, talk.topic):
        if told and all(c not in CELLS for c in told):
            return () if talk.outside and not talk.titled else told
    return () if talk.outside else talk.current or talk.topic


def _receiver(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    inside = next(
        (
            a
            for a in everyone
            if a.role in {"in", "into", "to", "object", "of", "owner"}
            and a.companies
            and scene.tokens[a.first].low not in REFLEXIVE
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


def _raiser(
    scene: Scene, match: Match, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    """Who gets the money: the only one named, else the one that it goes to, else the subject."""
    named = [a for a in everyone if a.companies and a.role != "aside"]
    named = named or [a for a in everyone if a.companies and _has_shares(scene, a)]
    if len({c for a in named for c in a.companies}) > 1:
        taking = [a for a in named if a.role in GETTING] or [a for a in named if a.role == "owner"]
        named = taking[-1:] or named
    if named:
        return _with_joined(scene, named[0], everyone), f"raised by {_words(scene, named[0])!r}"
    if match.verb is not None and is_of_others(scene, match):
        return (), "somebody else is the subject"
    return (() if talk.outside else talk.current or talk.topic), "carried on"


def _has_shares(scene: Scene, actor: Actor) -> bool:
    """Is it "new Nio shares", which the company sells?"""
    after = [t.low for t in scene.tokens[actor.last + 1 : actor.last + 2]]
    return after in (["shares"], ["stock"], ["bonds"], ["notes"])


def _founder(
    scene: Scene, everyone: Sequence[Actor], talk: Discourse
) -> tuple[tuple[str, ...], str]:
    """Who founds it: the first one named, but for what is founded by somebody."""
    named = [a for a in everyone if a.companies and a.role != "aside"]
    agents = [a for a in named if a.role == "by"]
    chosen = next(iter(agents or named), None)
    if chosen is not None:
        return _with_joined(scene, chosen, everyone), f"founded by {_words(scene, chosen)!r}"
    return (() if talk.outside else talk.current or talk.topic), "carried on"


def _is_other(scene: Scene, left: int, match: Match) -> bool:
    """Is the subject a dealer, a minister, a rival: somebody who is no company of ours?"""
    others = named_set("actors")
    if is_organisation(scene, left):
        return True
    start = 0
    for at in range(left - 1, -1, -1):
        if scene.tokens[at].text in {",", ";", ":", "\u2014"} or opens_speech(scene, at):
            start = at + 1
            break
    return any(
        scene.tokens[at].low in others
        and not any(first <= at <= last for first, last in match.places)
        and at + 1 not in scene.marked.nouns
        and not (
            match.pattern.step.kind in TO_CUSTOMERS and scene.tokens[at].low in small("buyers")
        )
        and not (
            match.pattern.step.kind is Kind.TESTING and scene.tokens[at].low in small("pictures")
        )
        and (at == start or scene.tokens[at - 1].low not in small("prepositions"))
        for at in range(start, max(start, left))
    )


def _words(scene: Scene, actor: Actor) -> str:
    text = scene.sentence.text
    return text[scene.tokens[actor.first].start : scene.tokens[actor.last].end]
