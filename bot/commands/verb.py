"""A verb: all that is known of one thing that can be typed, in one value."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from adapters.chat import Reply
from adapters.document import Document
from adapters.forms import Option
from bot.commands.call import Call
from bot.commands.tokens import Token
from storage.sources import Role

Pair = tuple[str, str]  # English, Chinese


class Command:
    """What can be commanded: a frozen value, of one class for each thing that can be done."""

    __slots__ = ()


C = TypeVar("C", bound=Command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Help about one verb: its form, what it does, and examples with what each gives."""

    form: str
    short: Pair
    long: tuple[Pair, ...]
    examples: tuple[tuple[str, Pair], ...]

    @property
    def example(self) -> str:
        """What to type, for somebody who typed something else."""
        return self.examples[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb(Generic[C]):
    """A verb of `/evwatch`, or `milestones`, which stands alone.

    `parse` reads what was typed behind the verb and raises nothing but `CommandError`; `render`
    gives a line that is read as the same command. `run` may be called at once for many requests.
    """

    name: str
    others: tuple[str, ...]  # what people call it besides; the last one is Chinese
    page: Page
    commands: tuple[type[C], ...]  # the classes that it runs; each belongs to one verb
    parse: Callable[[Sequence[Token]], Command]
    render: Callable[[C], str]
    run: Callable[[Call, C], Awaitable[Document | Reply]]
    needs: Role | Callable[[C], Role]
    options: tuple[Option, ...] = ()
    # An answer to one person that the others may see, too: it gets a button for that.
    shares: bool = False
    # Reads all that stands behind the verb, lines and all, in the place of `parse`.
    whole: Callable[[str], Command] | None = None
    # The command as it may be logged and audited, where that is not the command itself.
    keep: Callable[[C], C] | None = None
    # The command said so that it means the same when it is asked elsewhere or later.
    pin: Callable[[Call, C], Awaitable[C]] | None = None

    def role(self, command: C) -> Role:
        """Which role a person needs for this."""
        return self.needs if isinstance(self.needs, Role) else self.needs(command)


AnyVerb = Verb[Any]  # a list holds verbs of many commands


def names(words: Iterable[str]) -> str:
    """The words of a closed set, for a help page."""
    return ", ".join(map(str, words))
