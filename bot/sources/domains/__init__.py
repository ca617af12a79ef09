"""Domain names: who registered them, what they answer, which certificates name them."""

from bot.sources.domains.reader import read

__all__ = ["read"]
