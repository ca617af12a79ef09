"""Networks that have not seen a file, for all that learns from what they tell of it."""

from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from bot.milestones import network

GROUPS: Final = 5  # of files
FOLDER: Final = Path("build/networks")  # one for each group; `benchmarks/train_network.py`


def group_of(name: str) -> int:
    """The group of a file, whichever others there are."""
    return crc32(name.encode()) % GROUPS


def unseen_by(group: int) -> network.Network:
    """The network that has not seen this group of files."""
    with np.load(FOLDER / f"{group}.npz") as told:
        weights = {name: told[name] for name in told.files}
    return network.Network(weights, network.PIECES.read_bytes())
