"""`CommandError`: why a command cannot be done, in the words of whoever typed it."""

from dataclasses import dataclass, field
from typing import Final

from bot.compose.phrases import Phrases

WORD_MAX_CHARS: Final = 80  # of what was typed, when it is said again


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase with its values, to be said in any language."""

    phrase: Phrases
    values: dict[str, object] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """The words in this language; of what was typed no more than tells what is meant."""
        values = self.values
        if isinstance(word := values.get("word"), str) and len(word) > WORD_MAX_CHARS:
            values = values | {"word": f"{word[:WORD_MAX_CHARS].rstrip()}…"}
        return self.phrase.say(language, **values)


class CommandError(Exception):
    """The command cannot be done as typed. The first sentence says why, the others what to type.

    `suggestions` are whole commands that may have been meant, best first.
    """

    def __init__(self, *said: Said, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(" ".join(each.say("en") for each in said))
        self.said = said
        self.suggestions = suggestions


class WrongWord(CommandError):
    """One word of the command is unknown; `near` are words that may have been meant."""

    def __init__(self, *said: Said, word: str, near: tuple[str, ...]) -> None:
        super().__init__(*said)
        self.word = word
        self.near = near


class NoVerb(CommandError):
    """No verb is called `word`; `line` is what was typed, from that word on."""

    def __init__(self, *said: Said, word: str, line: str, suggestions: tuple[str, ...]) -> None:
        super().__init__(*said, suggestions=suggestions)
        self.word = word
        self.line = line


def said(phrase: Phrases, **values: object) -> Said:
    """A phrase with its values."""
    return Said(phrase, values)
