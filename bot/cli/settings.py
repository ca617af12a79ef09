"""Which configuration a command works with."""

import os
from argparse import Namespace
from pathlib import Path

from bot.catalogue import load as load_catalogue
from bot.config import Config, load


def load_config(options: Namespace) -> Config:
    """The named file; else EVWATCH_CONFIG; else evwatch.toml when it is there; else defaults."""
    named = options.config or os.environ.get("EVWATCH_CONFIG")
    default = Path("evwatch.toml")
    path = Path(named) if named else default if default.exists() else None
    catalogue = load_catalogue()
    return load(
        path,
        os.environ,
        companies=frozenset(catalogue.companies),
        groups=frozenset(catalogue.groups),
    )
