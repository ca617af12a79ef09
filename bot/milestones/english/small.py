"""The small words of English (`english_grammar.toml`), as sets."""

from functools import cache

from bot.catalogue import table


@cache
def small(name: str) -> frozenset[str]:
    """One list of the table."""
    return frozenset(table("english_grammar")[name])
