"""Somebody named or meant, and what he is in his sentence: its subject, an owner, a bystander."""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from bot.catalogue import table
from bot.milestones.english.bystanders import is_bygone, is_set_beside
from bot.milestones.english.nicknames import is_nickname
from bot.milestones.english.scene import Scene
from bot.milestones.english.small import small
from bot.milestones.english.words import VERB, Token, is_adverb

MEASURED: Final = (["in", "size"], ["in", "length"], ["in", "price"])  # "a Kia EV3 in size"


class Actor(NamedTuple):
    """Somebody named or meant at the words `first` to `last`."""

    first: int
    last: int
    companies: tuple[str, ...]  # ids; empty for an outsider
    sort: str  # name, pronoun, description
    role: str  # bare, owner, object, aside, or the preposition before it
    nicknamed: bool = False  # "the Tesla of China"


def role_of(scene: Scene, first: int, last: int, found: Sequence[Actor]) -> str:
    """Bare, owner, object, aside, or the preposition before it; `found` stand before it."""
    tokens = scene.tokens
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    if after is not None and after.low in named_set("beside"):
        return "aside"
    if [t.low for t in tokens[last + 1 : last + 3]] in MEASURED:
        return "aside"
    if after is not None and after.low == "of" and is_nickname(scene, first, last):
        return "aside"
    named_owner = after is not None and after.kind == "possessive"
    if named_owner and _is_of_rival(scene, last + 2):
        return "aside"
    if named_owner and first and tokens[_described_from(tokens, first)].low in {"at", "in"}:
        return "at"
    if tokens[first].low in {"his", "her", "their"} and _is_theirs(after):
        return "aside"
    owner = named_owner or tokens[first].low in {
        "its",
        "their",
        "his",
        "her",
        "our",
    }
    at = first - 1
    while at >= 0 and (
        describes(tokens[at]) or (is_adverb(tokens[at].low) and tokens[at].low != "as")
    ):
        at -= 1
    before = tokens[at] if at >= 0 else None
    if before is not None and at and is_set_beside(tokens, at):
        return "aside"
    if is_bygone(scene, first, last):
        return "aside"
    if before is not None and before.low in {"including", "them"} and _has_members(tokens[:at]):
        return "bare"
    if before is not None and (
        before.low in small("aside_before")
        or (
            before.low == "to" and not owner and at >= 1 and tokens[at - 1].low in small("aside_to")
        )
    ):
        return "aside"
    joins = before is not None and before.low in small("joined")
    if joins and found and found[-1].last >= at - 2 and not _begins_clause(scene, at, last, found):
        return found[-1].role if not owner else "owner"
    if (
        before is not None
        and before.low == "with"
        and at >= 1
        and tokens[at - 1].low in {"together", "jointly", "along"}
        and found
    ):
        return found[-1].role
    if before is not None and before.low == "of" and at and tokens[at - 1].low == "hands":
        return "from"  # "off the hands of SAIC"
    if before is not None and before.low == "of" and at and _belongs_to_other(tokens[at - 1].low):
        return "aside"
    if found and found[-1].role == "aside" and found[-1].last == first - 1:
        return "aside"  # "less than a Kia EV3"
    if owner:
        return "owner"
    if before is None:
        return "bare"
    if before.low in small("conjunctive") and _has_verb(scene, last):
        return "bare"
    if before.low in small("prepositions") or before.low in {"to", "as"}:
        return before.low
    if any(
        tag.part == VERB and tag.group not in {"say", "plan"} for tag in scene.verbs.get(at, ())
    ):
        return "object"
    return "bare"


def _is_of_rival(scene: Scene, first: int) -> bool:
    """Is the thing owned a rival, or a partner with a name: "Ford's battery partner SK On"?"""
    tokens = scene.tokens
    if [t.low for t in tokens[first : first + 1] if t.low in small("rivalling")]:
        return True
    at = first
    while at < len(tokens) - 1 and describes(tokens[at]):
        at += 1
    named = any(start == at for _, (start, _) in scene.mentions)
    return named and at > first and tokens[at - 1].low in small("tied")


def describes(token: Token) -> bool:
    """May it stand between a preposition and a name: "and the Chinese company CATL"?"""
    articles = {"the", "a", "an", "both"}
    return token.low in articles | small("describing") or token.text in nationalities()


def _described_from(tokens: Sequence[Token], first: int) -> int:
    """The word before a name and what describes it: "at contract maker Magna's works"."""
    at = first - 1
    while at > 0 and tokens[at].low in small("describing"):
        at -= 1
    return at


def _begins_clause(scene: Scene, comma: int, last: int, found: Sequence[Actor]) -> bool:
    """Does the name behind a comma begin its clause: "Together with A, B will build"?"""
    after = scene.tokens[last + 1].low if last + 1 < len(scene.tokens) else ""
    verb = last + 1 in scene.verbs or after in small("be", "have", "will")
    opening = scene.tokens[0].low in small("prepositions") | {"together", "jointly", "along"}
    alone = all(a.last < comma and a.role != "bare" for a in found)
    return scene.tokens[comma].low == "," and verb and opening and alone


def _is_theirs(after: Token | None) -> bool:
    """Is it "his government", "their lawyers": somebody who is not the company?"""
    return after is not None and after.low in named_set("actors") - small("buyers")


def _has_verb(scene: Scene, last: int) -> bool:
    """Does a full verb follow the name at once: "as Nio went public"?"""
    following = scene.tokens[last + 1].low if last + 1 < len(scene.tokens) else ""
    return following in small("be", "have", "will") or any(
        tag.first == last + 1 and ("past" in tag.form or tag.form == "s")
        for tags in scene.verbs.values()
        for tag in tags
    )


def _belongs_to_other(low: str) -> bool:
    """Is it "the supplier of X", "shares of X": somebody or something beside the company?"""
    others = (named_set("beside") | named_set("actors")) - small("buyers") - small("not_beside")
    return low in others | small("likened")


def _has_members(before: Sequence[Token]) -> bool:
    """Are the names members, no examples: "seven carmakers, among them A and B"?"""
    return any(t.low in small("groups") for t in before)


@cache
def named_set(name: str) -> frozenset[str]:
    """One list of english_cues.toml about who acts."""
    return frozenset(table("english_cues")[name])


@cache
def nationalities() -> dict[str, str]:
    """The country of each adjective: Chinese, German."""
    return dict(table("english_places")["nationality"])
