"""The article behind an address, for `evwatch explain URL`."""

import asyncio
from argparse import Namespace
from datetime import UTC, date, datetime

from adapters.fetch import FetchError
from bot.app import open_fetch
from bot.cli.cases import Case
from bot.cli.console import complain
from bot.cli.settings import load_config
from bot.config import ConfigError
from bot.sources.article import read_article


def article(options: Namespace, day: date | None) -> Case | None:
    """The article behind an address, as a case; None when it gives none, which is told."""

    async def fetched() -> Case | None:
        async with open_fetch(load_config(options)) as fetch:
            answer = await fetch(options.file)
        found = read_article(answer.body, answer.url, answer.content_type)
        if found is None:
            complain("that page has no article in it")
            return None
        published = day or (found.published.date() if found.published else None)
        return Case(
            id=answer.url,
            lang="",
            published=published or datetime.now(tz=UTC).date(),
            title=found.title,
            text=found.text,
        )

    try:
        return asyncio.run(fetched())
    except (FetchError, ConfigError) as error:
        complain(str(error))
        return None
