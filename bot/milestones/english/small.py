"""The small words of English (`english_grammar.toml`), as sets."""

from functools import cache

from bot.catalogue import table


@cache
def small(*names: str) -> frozenset[str]:
    """The words of these lists of the table."""
    lists = table("english_grammar")
    return frozenset(word for name in names for word in lists[name])
