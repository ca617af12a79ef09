"""The words that rules ask for by the name of their list, as sets.

`small` are those that show how a sentence is built (`english_grammar.toml`), `sense` those that
tell that the words of a step mean another thing (`english_senses.toml`), `beside` those that tell
what a name stands for (`english_things.toml`). A name that no list has
raises KeyError.
"""

from functools import cache

from bot.catalogue import table


@cache
def small(*names: str) -> frozenset[str]:
    """The small words of these lists."""
    return _words("english_grammar", names)


@cache
def sense(*names: str) -> frozenset[str]:
    """The words of these lists that stand beside a step which is none."""
    return _words("english_senses", names)


@cache
def beside(*names: str) -> frozenset[str]:
    """The words of these lists that tell what sort of thing a name beside them is."""
    return _words("english_things", names)


def _words(of: str, names: tuple[str, ...]) -> frozenset[str]:
    lists = table(of)
    return frozenset(word for name in names for word in lists[name])
