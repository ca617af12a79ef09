"""Title and body as one run of sentences: their places, their numbers, the names in each."""

from collections.abc import Sequence
from typing import Final

from bot.milestones.furniture import without_outlet
from bot.milestones.mentions import Mention
from bot.milestones.text import Sentence, fold, sentences, words

SENTENCES: Final = 120  # of one text; news stands at its beginning
SENTENCE_WORDS: Final = 4  # that end with a full stop
PROSE_WORDS: Final = 12  # that do not
SCENE: Final = 3  # sentences without a company that news may begin with
TITLE_CHARS: Final = 400
SPACING: Final = 20  # characters in which a title told again may differ: marks, spaces


def laid_out(title: str, text: str) -> list[Sentence]:
    """Title and body in one count of offsets: that of title, newline, text."""
    folded = without_outlet(fold(title)[:TITLE_CHARS])
    parts = [Sentence(folded, 0, len(folded), -1)]
    titled = words(folded)
    shift = len(title) + 1
    for sentence in sentences(text, language="en")[:SENTENCES]:
        if abs(len(sentence.text) - len(folded)) > SPACING or words(sentence.text) != titled:
            start, end = sentence.start + shift, sentence.end + shift
            parts.append(Sentence(sentence.text, start, end, sentence.paragraph))
    return parts


def numbered(parts: Sequence[Sentence]) -> list[int]:
    """How many sentences stand before each, and itself: the title is 0, the first sentence 1.

    Captions, crumbs and other scraps are not counted; they take the number of what is before them.
    """
    numbers = [0]
    count = 0
    for part in parts[1:]:
        said = part.text.count(" ") + 1
        ends = part.text.rstrip("\"'”’) ").endswith((".", "!", "?"))
        count += said >= (SENTENCE_WORDS if ends else PROSE_WORDS)
        numbers.append(max(1, count))
    return numbers


def beginning(parts: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> int:
    """The number of the sentence that names a company first, where the first ones name none."""
    first = next((n for n, each in zip(numbered(parts), named, strict=True) if n and each), 1)
    return first if first > SCENE else 1


def by_sentence(parts: Sequence[Sentence], found: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of the joined sentences, moved to the offsets of the whole text."""
    out: list[list[Mention]] = []
    at, index = 0, 0
    for part in parts:
        end = at + len(part.text)
        mine: list[Mention] = []
        while index < len(found) and found[index].start < end:
            m, shift = found[index], part.start - at
            mine.append(Mention(m.company, m.start + shift, m.end + shift, m.name))
            index += 1
        out.append(mine)
        at = end + 1
    return out
