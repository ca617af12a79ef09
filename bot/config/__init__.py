"""The configuration: one TOML file, secrets from the environment, all faults told at once.

The models in `sections.py` are the reference: docs/configuration.md is generated from them.
"""

from bot.config.loading import SECRETS, ConfigError, Fault, load, secret, secrets
from bot.config.reference import reference
from bot.config.sections import (
    ChannelSection,
    Config,
    LocalSection,
    SourceSection,
    WatchSection,
    WebSection,
)

__all__ = [
    "SECRETS",
    "ChannelSection",
    "Config",
    "ConfigError",
    "Fault",
    "LocalSection",
    "SourceSection",
    "WatchSection",
    "WebSection",
    "load",
    "reference",
    "secret",
    "secrets",
]
