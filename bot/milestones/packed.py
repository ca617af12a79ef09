"""Weights of all kinds of step side by side in one whole number, so that one addition adds all."""

import struct
from collections.abc import Mapping
from typing import Final

from storage.records import Kind

KINDS: Final = tuple(Kind)
WIDTH: Final = 32  # bits of each kind
FINE: Final = 100  # weights are told to the hundredth
_KINDS_OF: Final = struct.Struct(f"<{len(KINDS)}I")
_MIDDLE: Final = 1 << (WIDTH - 1)
_ZERO: Final = sum(_MIDDLE << (WIDTH * at) for at in range(len(KINDS)))


def packed(row: Mapping[str, float]) -> int:
    """The weights of a row, kinds that it does not name being 0."""
    return sum(round(row.get(kind, 0) * FINE) << (WIDTH * at) for at, kind in enumerate(KINDS))


def unpacked(row: int) -> tuple[float, ...]:
    """The weights of a row, or of a sum of rows, in the order of `KINDS`."""
    told = (row + _ZERO).to_bytes(_KINDS_OF.size, "little")
    return tuple([(weight - _MIDDLE) / FINE for weight in _KINDS_OF.unpack(told)])


def weight(row: int, kind: Kind) -> float:
    """The weight of one kind alone."""
    return (((row + _ZERO) >> (WIDTH * KINDS.index(kind))) % (1 << WIDTH) - _MIDDLE) / FINE
