"""Whom a text is about: by its title, by its first sentences, by who only stands beside."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.english.roles import Actor, named_set
from bot.milestones.english.small import small
from bot.milestones.mentions import Mention
from bot.milestones.text import words

LEAD: Final = 3  # sentences that tell whom a text is about
FEW: Final = 2  # names that tell nothing of a whole text
NEAR: Final = 24  # characters around a name


def titled_topic(everyone: Sequence[Actor]) -> tuple[str, ...]:
    """The companies that the title is about: its subject, else the first that it names."""
    main = [a for a in everyone if a.role in {"bare", "owner"}]
    if main:
        return tuple(dict.fromkeys(c for a in main if a.role == main[0].role for c in a.companies))
    return next((a.companies for a in everyone if a.companies and not a.nicknamed), ())


def named_most(mentions: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """For a title without a name: the company that the first sentences name most."""
    named = [m.company for inside in mentions[1 : LEAD + 1] for m in inside]
    if not named or not named[0]:
        return ()
    return (max(named, key=named.count),) if max(named, key=named.count) else ()


def opening(mentions: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """The companies that the first sentences name, in their order."""
    named = (m.company for inside in mentions[1:LEAD] for m in inside if m.company)
    return tuple(dict.fromkeys(named))


def leads(topic: Sequence[str], found: Sequence[Mention]) -> bool:
    """Does the text name this one company more often than all others together?"""
    named = [m.company for m in found if m.company]
    return len(topic) == 1 and 2 * named.count(topic[0]) > len(named) > FEW


def is_beside(text: str, mention: Mention) -> bool:
    """Does it only stand beside: "unlike Tesla, others", "a supplier of Nio", "Tesla rivals"?"""
    before = words(text[max(0, mention.start - NEAR) : mention.start])
    after = words(text[mention.end : mention.end + NEAR])[:1]
    others = named_set("beside") | named_set("actors")
    if "relation" in before and "to" in before:
        return True  # "no relation to Foxconn's Foxtron"
    held = before[-1:] == ["of"] and bool(others.intersection(before))
    return held or bool(small("aside_before").intersection(before[-1:]) or others & set(after))
