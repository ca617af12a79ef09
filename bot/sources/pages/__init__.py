"""Pages without a feed: lists of links, watched texts, sitemaps."""

from bot.sources.pages.reader import read

__all__ = ["read"]
