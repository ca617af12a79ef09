"""What a workspace knows better, as it is kept (see `storage.corrections`)."""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Final

from storage import news, rows
from storage.corrections import Correction, Own, OwnName
from storage.engine import Engine

# What comes of a company's names in one row each; a company of the workspace comes without any.
OWNS: Final = """
    SELECT o.workspace, o.id AS company, o.name AS called, o.into_company, n.name, n.name_key,
      n.common, n.position
    FROM own_companies o
    LEFT JOIN own_names n ON n.workspace = o.workspace AND n.company = o.id
    WHERE :everywhere = 1 OR o.workspace = :workspace
    UNION ALL
    SELECT n.workspace, n.company, '', '', n.name, n.name_key, n.common, n.position
    FROM own_names n
    WHERE (:everywhere = 1 OR n.workspace = :workspace) AND NOT EXISTS (
      SELECT 1 FROM own_companies o WHERE o.workspace = n.workspace AND o.id = n.company)
    ORDER BY 1, 2, 8, 6"""

CORRECTIONS: Final = "SELECT * FROM corrections WHERE workspace = :workspace ORDER BY at, id"


async def owns(engine: Engine, workspace: str | None = None) -> list[Own]:
    """The companies and names of a workspace, or of all of them; by workspace and company."""
    everywhere = int(workspace is None)
    found = await engine.fetch(OWNS, everywhere=everywhere, workspace=workspace)
    grouped = groupby(found, lambda row: (row["workspace"], row["company"]))
    return [_own(list(group)) for _, group in grouped]


async def corrections(engine: Engine, workspace: str) -> list[Correction]:
    """The corrections of a workspace, oldest first."""
    found = await engine.fetch(CORRECTIONS, workspace=workspace)
    return [_correction(row) for row in found]


def _own(met: Sequence[rows.Columns]) -> Own:
    row = met[0]
    return Own(
        workspace=row["workspace"],
        company=row["company"],
        name=row["called"],
        names=tuple(
            OwnName(text=each["name"], key=each["name_key"], common=bool(each["common"]))
            for each in met
            if each["name"] is not None
        ),
        into=row["into_company"],
    )


def _correction(row: rows.Columns) -> Correction:
    return Correction(
        workspace=row["workspace"],
        story=row["story"],
        statements=tuple(news.kept_milestone(each) for each in json.loads(row["statements"])),
        value=news.kept_milestone(json.loads(row["value"])),
        slots=tuple(json.loads(row["slots"])),
        rejected=bool(row["rejected"]),
        by=row["editor"],
        at=datetime.fromisoformat(row["at"]),
    )
