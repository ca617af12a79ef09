"""Who does it: names, "the company", "it" and "its", rivals that only stand by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from bot.catalogue import Catalogue, table
from bot.milestones.english.bystanders import leads_in
from bot.milestones.english.nicknames import goes_on_of, is_nickname, is_ruled_out
from bot.milestones.english.roles import Actor, named_set, nationalities, role_of
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import Token
from bot.milestones.mentions import OUTSIDER

TOGETHER_WORDS: Final = 7
TURN: Final = 2  # words from the name behind an opening "for" to "it"
IS: Final = frozenset(("is", "was", "means", "meant", "would"))
CLEFT: Final = 12  # words in which "it was ..." comes to its "that"
SAYS: Final = frozenset(("said", "says", "announced", "announces"))
INDEFINITE: Final = frozenset(("a", "an", "another", "any", "some", "every"))  # of others
LABEL: Final = 4  # words of a sentence that is but a name
SPELL: Final = 2  # sentences about another company, after which the text has turned to it
SECTION: Final = 9  # sentences that a section counts for
DESCRIPTION_WORDS: Final = 4  # "the Chinese electric car maker"


@dataclass(slots=True)
class Discourse:
    """Who the text is speaking of, sentence by sentence."""

    catalogue: Catalogue
    topic: tuple[str, ...] = ()  # whom the title is about
    titled: bool = False  # it is the title that says so
    foreign: bool = False  # the title names only companies that are not followed
    led: bool = False  # most of the text names no other company
    pair: tuple[str, ...] = ()  # the parties named last in one sentence
    spell: int = 0  # sentences in a row about whom it is about now
    couple: tuple[str, ...] = ()  # the pair named last, whoever was named since
    opening: tuple[str, ...] = ()  # the pair named first
    current: tuple[str, ...] = ()  # whom the last sentence was about
    outside: bool = False  # the last sentence was about a company that is not followed
    named: tuple[str, ...] = ()  # companies of the whole text
    met: list[str] = field(default_factory=list)  # companies in the order of their last mention

    def see(self, actors: Sequence[Actor], *, words: int) -> None:
        """Take note of a sentence of so many words that was read."""
        names = [a for a in actors if a.sort == "name" and a.role != "aside"]
        for actor in names:
            for company in actor.companies:
                if company in self.met:
                    self.met.remove(company)
                self.met.append(company)
        parties = tuple(dict.fromkeys(c for a in names for c in a.companies))
        if len(parties) > 1:
            self.pair = self.couple = parties
            self.opening = self.opening or parties
        elif parties:
            self.pair = ()
        main = next((a for a in actors if a.role == "bare" and a.sort != "pronoun"), None)
        goes_on = self.current and any(_is_it(a) for a in actors)
        if not goes_on:
            main = main or next((a for a in names if a.role in {"owner", "object"}), None)
        if main is None and not self.current:
            main = next(iter(names), None)
        if main is not None:
            group = _owners_of(main, names) if not main.companies else ()
            joined = (c for a in actors if a.role == main.role == "bare" for c in a.companies)
            together = (
                tuple(dict.fromkeys(joined)) if main.sort == "name" and _near(main, names) else ()
            )
            now = group or together or main.companies
            label = words <= LABEL  # "Nio." alone opens its section
            self.spell = SECTION if label else self.spell + 1 if now == self.current else 1
            self.current = now
            self.outside = not self.current

    def strays(self) -> bool:
        """Did the last sentence only touch another company than the one of the title?"""
        return (
            (self.titled or self.led)
            and len(self.topic) == 1
            and self.current != self.topic
            and self.spell < SPELL
        )

    def described(self, country: str) -> tuple[str, ...]:
        """The company met last whose home that is; any for an empty country."""
        if not country:
            return self.topic if self.strays() else self.current or self.topic
        for company in reversed(self.met):
            if self.catalogue.companies[company].country == country:
                return (company,)
        return ()


def _is_it(actor: Actor) -> bool:
    """Is it a pronoun that the sentence is about: "It took over the works of General Motors"?"""
    return actor.sort == "pronoun" and actor.role == "bare" and actor.first == 0


def _near(main: Actor, names: Sequence[Actor]) -> bool:
    """Does another subject stand right beside this one: "A and B", "A together with B"?"""
    return any(a.role == main.role and 0 < a.first - main.last <= TOGETHER_WORDS for a in names)


def _owners_of(venture: Actor, names: Sequence[Actor]) -> tuple[str, ...]:
    """The parents of a venture: "Ionna, the charging company of A, B and C"."""
    parents = [a for a in names if a.first > venture.last and a.role in {"of", "by", "between"}]
    companies = tuple(dict.fromkeys(c for a in parents for c in a.companies))
    return companies if len(companies) > 1 else ()


def opens(rival: Actor) -> bool:
    """Is a sentence about others: "Rivals Tesla and Rivian missed what they hoped for"?"""
    return rival.sort == "name" and rival.role == "aside" and rival.first == 1


def actors(scene: Scene, talk: Discourse) -> tuple[Actor, ...]:
    """Everybody in the sentence, from left to right."""
    found: list[Actor] = []
    named = {first: (mention, last) for mention, (first, last) in scene.mentions}
    at = 0
    tokens = scene.tokens
    pronouns = small("pronouns", "personal")
    while at < len(tokens):
        if at in named:
            mention, last = named[at]
            nickname = goes_on_of(tokens, last) and is_nickname(scene, at, last)
            if nickname or is_ruled_out(tokens, at) or leads_in(scene, at):
                at = last + 1
                continue
            ids: tuple[str, ...] = (mention.company,) if mention.company != OUTSIDER else ()
            found.append(_placed(scene, at, last, ids, "name", found))
            at = last + 1
            continue
        low = tokens[at].low
        if low == "it" and (_is_dummy(tokens, at) or _is_for_whom(tokens, at, found)):
            at += 1
            continue
        if low in pronouns:
            stranger = not found and any(t.low in named_set("actors") for t in tokens[:at])
            meant = _speaker(scene, at) or _meant(found, talk, low, stranger=stranger)
            meant = () if low in {"it", "they"} and _is_of_sayer(scene, at) else meant
            one = _placed(scene, at, at, meant, "pronoun", found)
            found.append(_given(one, found, talk) if low in {"it", "them"} else one)
        elif low in {"the", "his"}:
            described = _nation(scene, at) or _description(scene, at, named)
            if described is not None:
                last, country = described
                held = at > 0 and tokens[at - 1].low in {"for", "to", "with"}
                inside = _last_named(found, held=held) if not country else None
                unmet = not talk.met and not talk.titled and not country
                ids = inside if inside is not None else () if unmet else talk.described(country)
                ids = ids or _only_named(scene, last)
                found.append(_placed(scene, at, last, ids, "description", found))
                at = last + 1
                continue
        elif at == 0 and low in INDEFINITE and (other := _other_maker(scene, named)):
            found.append(Actor(at, other, (), "name", "bare"))
            at = other
        at += 1
    return tuple(_turned_to(tokens, found))


def _is_for_whom(tokens: Sequence[Token], at: int, found: Sequence[Actor]) -> bool:
    """Does "it" stand for nobody: "For Rivian it is the difference between being and not being"?"""
    opens = tokens[0].low == "for" and len(found) == 1 and found[0].sort == "name"
    return opens and at - found[0].last <= TURN and tokens[min(at + 1, len(tokens) - 1)].low in IS


def _turned_to(tokens: Sequence[Token], found: Sequence[Actor]) -> list[Actor]:
    """Whom a sentence turns to by its first words: "For LGES the plant is something of a hedge"."""
    alone = len(found) == 1 and found[0].sort == "name"
    if alone and tokens[0].low == "for" and found[0].first == 1:
        return [found[0]._replace(role="owner")]
    return list(found)


def _given(one: Actor, found: Sequence[Actor], talk: Discourse) -> Actor:
    """Somebody else than the subject: "Volvo has lent it a billion"."""
    giver = next((a for a in reversed(found) if a.role == "bare" and a.sort == "name"), None)
    if one.role != "object" or giver is None or giver.companies != one.companies:
        return one
    others = (some for some in (talk.topic, talk.current) if some and some != giver.companies)
    return one._replace(companies=next(others, one.companies))


def _speaker(scene: Scene, at: int) -> tuple[str, ...]:
    """The one company named behind "we" in its sentence: "We will open it," said X's boss."""
    if scene.tokens[at].low not in {"we", "our"}:
        return ()
    named = {mention.company for mention, _ in scene.mentions}
    behind = any(first > at for _, (first, _) in scene.mentions)
    return tuple(named) if behind and len(named) == 1 and "" not in named else ()


def _is_of_sayer(scene: Scene, at: int) -> bool:
    """Does "it" mean a speaker with a name that nobody follows: "when Uber said that it would"?"""
    tokens = scene.tokens
    verb = at - 2 if at and tokens[at - 1].low == "that" else at - 1
    if verb < 1 or tokens[verb].low not in SAYS:
        return False
    ends = {last for _, (_, last) in scene.mentions}
    verb = _before_day(scene, verb)
    if any(agency.last == verb - 1 for agency in scene.agencies):
        return True
    if (
        tokens[0].low == "the"
        and tokens[1].low in small("other_speakers")
        and min(ends, default=at) >= verb
    ):
        return True
    return verb - 1 not in ends and any(
        last == verb - 1 and not (first and tokens[first - 1].low in {"of", "the"})
        for first, last in scene.spans.get("NAME", ())
    )


def _before_day(scene: Scene, verb: int) -> int:
    """Where a verb would stand without its day: "the ministry on Monday said"."""
    day = next((first for _, (first, last) in scene.dates if last == verb - 1), None)
    if day is None:
        return verb
    return day - 1 if day and scene.tokens[day - 1].low == "on" else day


def _is_dummy(tokens: Sequence[Token], at: int) -> bool:
    """Does "it" stand for nobody: "it was on May 3 that the first cars were handed over"?"""
    if at + 2 >= len(tokens) or tokens[at + 1].low not in {"was", "is"}:
        return False
    opens = tokens[at + 2].low in {"on", "in", "at", "only", "not", "with"}
    return opens and any(t.low in {"that", "when"} for t in tokens[at + 3 : at + 3 + CLEFT])


def _only_named(scene: Scene, last: int) -> tuple[str, ...]:
    """The one company named behind "the carmaker" where nobody was named before."""
    named = {m.company for m, (first, _) in scene.mentions if first > last}
    firm = scene.tokens[last].low in small("maker_words")
    return tuple(named) if firm and len(named) == 1 and OUTSIDER not in named else ()


def _last_named(found: Sequence[Actor], *, held: bool) -> tuple[str, ...] | None:
    """The last subject; an outsider builds "for the company", which is another one."""
    bare = [a for a in found if a.role == "bare" and a.sort == "name"]
    bare = bare or [a for a in found if a.role == "owner" and a.sort == "name"][:1]
    if not bare or (held and not bare[-1].companies):
        return None
    return bare[-1].companies


def _meant(
    found: Sequence[Actor], talk: Discourse, low: str, *, stranger: bool = False
) -> tuple[str, ...]:
    """Whom a pronoun means: the subject before it, else whom the text was speaking of."""
    before = [a for a in found if a.role == "bare"] or [
        a for a in found if a.role in {"owner", "object"}
    ]
    if low in {"we", "our"} and talk.topic:
        return talk.topic  # a speaker of the company
    if low in {"his", "her"} and stranger:
        return ()
    if low in small("personal"):
        return (
            before[0].companies
            if before
            else (talk.met[-1:] and tuple(talk.met[-1:])) or talk.topic
        )
    if low in {"they", "their"} and not before and any(opens(a) for a in found):
        return ()
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
    one = low in {"it", "itself", "its"} and len(talk.topic) == 1
    if one and len(talk.current) > 1 and set(talk.topic) <= set(talk.current):
        return talk.topic
    crowd = low in {"it", "itself", "its"} and len(talk.current) > len("AB")
    return () if crowd else talk.current or talk.topic


def _description(scene: Scene, at: int, named: Collection[int]) -> tuple[int, str] | None:
    """Read "the Chinese brand": its last word and the country it tells."""
    words = named_set("descriptions")
    country = ""
    for last in range(at + 1, min(len(scene.tokens), at + 1 + DESCRIPTION_WORDS)):
        token = scene.tokens[last]
        if (
            last in named
            or token.kind in {"mark", "possessive"}
            or token.low in small("prepositions")
        ):
            return None
        country = nationalities().get(token.text, country)
        following = scene.tokens[last + 1].low if last + 1 < len(scene.tokens) else ""
        if token.low in words and following not in words and following != "of":
            if last + 1 in named:
                return None
            if last == at + 1 and token.low in small("firms_apart"):
                return None
            if _is_a_name(scene, at + 1, last) and not country:
                return None
            return last, country
    return None


def _is_a_name(scene: Scene, first: int, last: int) -> bool:
    """Are these capitals those of somebody's own name: "the International Finance Corporation"?"""
    between = scene.tokens[first : last + 1]
    return not scene.title and last > first and all(t.text[:1].isupper() for t in between)


def _other_maker(scene: Scene, named: Collection[int]) -> int:
    """Read "A Chinese manufacturer has": the last word of somebody who is not named, else 0."""
    read = _description(scene, 0, named) if scene.number else None
    if read is None or scene.tokens[read[0]].low not in small("maker_words"):
        return 0
    told = {t.low for t in scene.tokens[: read[0] + 2]}
    return read[0] if told.isdisjoint(small("of_its_own")) else 0


def _nation(scene: Scene, at: int) -> tuple[int, str] | None:
    """Read "the Germans", "the Chinese will": the company from there."""
    if scene.tokens[at].low != "the" or at + 1 >= len(scene.tokens):
        return None
    country = _nationals().get(scene.tokens[at + 1].text)
    after = scene.tokens[at + 2] if at + 2 < len(scene.tokens) else None
    ends = (
        after is None
        or after.kind == "mark"
        or at + 2 in scene.verbs
        or (after.low in small("modals", "be", "have", "adverbs"))
    )
    return (at + 1, country) if country and ends else None


def _placed(
    scene: Scene,
    first: int,
    last: int,
    companies: tuple[str, ...],
    sort: str,
    found: Sequence[Actor],
) -> Actor:
    after = scene.tokens[last + 1 : last + 2]
    nicknamed = bool(after) and after[0].low == "of" and is_nickname(scene, first, last)
    return Actor(first, last, companies, sort, role_of(scene, first, last, found), nicknamed)


@cache
def _nationals() -> dict[str, str]:
    return dict(table("english_places")["nationals"])
