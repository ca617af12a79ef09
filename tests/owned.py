"""What workspaces own, as tests look at it: every row of every table of the list."""

from collections.abc import Mapping

from storage.engine import Engine
from storage.owned import NOTED, OWNED

TABLES = [
    table for owned in OWNED for table in (owned.table, *(part.table for part in owned.parts))
]
OF_WORKSPACE = [*(owned.table for owned in OWNED), *NOTED]  # those with that column


async def belongings(engine: Engine) -> Mapping[str, list[str]]:
    """All rows of what is logged and undone, in an order that only depends on what they say."""
    found = {}
    for table in TABLES:
        rows = await engine.fetch(f"SELECT * FROM {table}")  # noqa: S608 - of the list
        found[table] = sorted(repr(sorted(row.items())) for row in rows)
    return found
