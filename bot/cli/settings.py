"""Which configuration a command works with."""

import os
from argparse import Namespace
from pathlib import Path

from bot.catalogue import load as load_catalogue
from bot.config import Config, load


def load_config(options: Namespace) -> Config:
    """The named file; else EVWATCH_CONFIG; else evwatch.toml when it is there; else defaults."""
    catalogue = load_catalogue()
    return load(
        config_path(options),
        os.environ,
        companies=frozenset(catalogue.companies),
        groups=frozenset(catalogue.groups),
    )


def config_path(options: Namespace) -> Path | None:
    """The file that is used; None where none is named and evwatch.toml is not here."""
    named = options.config or os.environ.get("EVWATCH_CONFIG")
    default = Path("evwatch.toml")
    return Path(named) if named else default if default.exists() else None
