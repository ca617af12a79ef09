"""What is watched: one reader for each kind of source, bytes in and items out."""

from collections.abc import Mapping
from typing import Final

from bot.sources.domains import read as read_domain
from bot.sources.feeds import read as read_feed
from bot.sources.pages import read as read_page
from bot.sources.reading import Reader
from bot.sources.registers import read as read_register
from storage.sources import SourceKind

READERS: Final[Mapping[SourceKind, Reader]] = {
    SourceKind.FEED: read_feed,
    SourceKind.PAGE: read_page,
    SourceKind.DOMAIN: read_domain,
    SourceKind.REGISTER: read_register,
}

ADDRESSED: Final = frozenset({SourceKind.FEED, SourceKind.PAGE, SourceKind.REGISTER})
"""The kinds whose address is fetched before they are read; the others ask for all they want."""
