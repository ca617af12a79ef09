"""Steps as CSV, which a spreadsheet opens without running anything.

Source: RFC 4180; OWASP, "CSV Injection": a cell that begins with one of these signs is a formula
for some program. Such a cell gets an apostrophe in front, which programs take for "this is text".
"""

import csv
import io
from collections.abc import Iterable
from typing import Final

from bot.exchange.steps import Step

FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK: Final = "'"
COLUMNS: Final = (
    "company", "kind", "state", "phase", "certainty", "start", "end", "moved_from", "moved_to",
    "amount", "currency", "quantity", "unit", "agency", "subject", "evidence", "outlet", "title",
    "url", "told", "tellings", "step",
)  # fmt: skip


def table(steps: Iterable[Step]) -> bytes:
    """The steps in the order given, one a row, under `COLUMNS`.

    UTF-8 with a byte-order mark, without which Excel takes Chinese for something else.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([guarded(each) for each in cells(step)] for step in steps)
    return text.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """The cell as it may stand in the file.

    >>> guarded("=HYPERLINK(1)"), guarded("-5"), guarded("'quoted'"), guarded("5")
    ("'=HYPERLINK(1)", "'-5", "''quoted'", '5')
    """
    return f"{MARK}{cell}" if cell.startswith((*FORMULAS, MARK)) else cell


def cells(step: Step) -> tuple[str, ...]:
    """The values of one row, as many as there are columns; an absent one is empty."""
    best, newest = step.best, step.newest
    before, after = step.stands.moved_from, step.stands.moved_to
    return (
        best.company,
        best.kind.value,
        step.stands.state.value,
        best.phase.value,
        best.certainty.value,
        f"{best.when.start}" if best.when else "",
        f"{best.when.end}" if best.when else "",
        f"{before}" if before else "",
        f"{after}" if after else "",
        f"{best.amount.value:f}" if best.amount else "",
        best.amount.currency if best.amount else "",
        f"{best.quantity.value:f}" if best.quantity else "",
        best.quantity.unit.value if best.quantity else "",
        step.agency,
        step.subject,
        newest.words,
        newest.outlet,
        newest.title,
        newest.url,
        newest.told.isoformat(),
        str(len(step.evidence)),
        step.id,
    )
