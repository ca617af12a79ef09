"""Charts drawn in a worker, one after the other; the last ones are kept by what they show."""

import asyncio
from typing import Final

from cachetools import LRUCache

from adapters.document import Picture
from bot.chart.draw import draw_both
from bot.chart.shape import Chart
from bot.workers import Run

KEPT: Final = 64  # charts, each of some 150 kB for both grounds


class Charts:
    """Gives a chart as a picture. May be asked at once: the workers have feeds to read as well."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._drawn: LRUCache[Chart, tuple[bytes, bytes]] = LRUCache(KEPT)
        self._turn = asyncio.Lock()

    async def picture(self, chart: Chart, name: str) -> Picture:
        """The picture of a chart; `name` is that of its file, without its ending.

        Raises `WorkerError` when it cannot be drawn.
        """
        async with self._turn:
            both = self._drawn.get(chart)
            if both is None:
                both = self._drawn[chart] = await self._run(draw_both, chart)
        return Picture(both[0], alt=chart.alt, name=f"{name}.png", dark=both[1])
