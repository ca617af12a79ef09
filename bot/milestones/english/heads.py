"""The headlines of an English title: where each stands, what it credits, whether it is news."""

from collections.abc import Sequence

from bot.milestones.english import gates
from bot.milestones.english.cues import credits_others, denied
from bot.milestones.mentions import Mention
from bot.milestones.text import Sentence, pieces
from bot.milestones.titles import headings

Head = tuple[Sentence, Sequence[Mention]]  # a headline, and the companies in it


def heads_of(title: Sentence, mentions: Sequence[Mention]) -> list[Head]:
    """The headlines of a title, each with the companies in it."""
    text = title.text
    places = headings(
        text,
        [(m.start, m.company) for m in mentions if m.company],
        whole=pieces(text),
        torn=denied(text.lower()),
    )
    return [
        (
            Sentence(text[start:end], start, end, title.paragraph),
            [m for m in mentions if start <= m.start and m.end <= end],
        )
        for start, end in places
    ] or [(title, mentions)]


def credited(heads: Sequence[Head]) -> frozenset[str]:
    """The companies of those headlines that credit somebody; none where one headline is all."""
    if len(heads) <= 1:
        return frozenset()
    told = [inside for part, inside in heads if credits_others(part.text.lower())]
    return frozenset(m.company for inside in told for m in inside if m.company)


def aside(heads: Sequence[str], shown: str) -> str | None:
    """Why a text is hardly news: each headline of its title says so."""
    told = [gates.is_aside(head, shown) for head in heads]
    return told[0] if all(told) else None
