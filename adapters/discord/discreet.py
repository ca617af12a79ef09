"""Keeps the tokens of interactions out of discord.py's own log: they stand in its addresses."""

import logging
import re
from typing import Final

_TOKEN: Final = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s?]+")
_LOGGERS: Final = ("discord.http", "discord.webhook.async_", "discord.gateway", "discord.client")


class Discreet(logging.Filter):
    """Lets every line pass, without the tokens."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the message of a record by what may be read."""
        record.msg, record.args = _TOKEN.sub(r"\1[token]", record.getMessage()), ()
        return True


def be_discreet() -> None:
    """Let discord.py's loggers be so; twice is once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(each, Discreet) for each in logger.filters):
            logger.addFilter(Discreet())
