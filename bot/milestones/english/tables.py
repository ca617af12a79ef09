"""Tables and lists of deliveries: a row names a company and gives its figure, no sentence does."""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.catalogue import Catalogue
from bot.milestones.dates import find_dates
from bot.milestones.english.moments import PERIODS
from bot.milestones.english.small import small
from bot.milestones.found import Grain
from bot.milestones.mentions import Mention, finder
from bot.milestones.statement import Statement
from bot.milestones.text import MAX_CHARS, fold, words
from storage.records import Certainty, Kind, Phase, Quantity, Span, Unit

ROWS: Final = 2  # that make a table
LINES: Final = 400  # of a text that are looked at
LINE_CHARS: Final = 200  # of a row
LABEL_WORDS: Final = 6  # of what a row of a list names
CAPTION: Final = 3  # lines above a table that may say what it counts
SMALLEST: Final = Decimal(500)
FEWEST: Final = Decimal(100)  # where a caption says what is counted
MONTH: Final = 27  # days that "April to June" has at least
PART: Final = "a row of a table, for one model"
PLAIN: Final = 3  # rows of makers and figures that need no word for what they count
_BULLET: Final = re.compile(r"^\s*[-*\u2022\u00b7\u25aa\u2014]\s*")
_LISTED: Final = re.compile(r"^([^:|\d][^:|]{1,60}?)(?:\s*:\s*|\s+\u2014\s+)(\d[\d,]*)(?!\S*%)\b")
# A rank or none, a maker, a figure: what stands behind it only compares.
_BARE: Final = re.compile(
    r"^(?:\d{1,2}\s*(?:[.)]|\u2014)\s*)?([A-Z][^:|\d(]{1,40}?)\s+(?:\u2014\s+)?"
    r"(\d{1,3}(?:,\d{3})+|(?!20[0-4]\d\b)\d{3,7}|\d{1,3}\.\d{1,2})(?=$|\s*[(;,.\u2014])"
)
_PIECE: Final = re.compile(r"(?<=[\d)])\.\s+(?=[A-Z])")
MONTHS: Final = tuple(month_name)[1:]
_MONTH: Final = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b")
_ENERGY: Final = re.compile(r"\bgwh\b|gigawatt")
_FIGURE: Final = re.compile(
    r"^(?:more than |over |some |about |[>~\u2248] ?)?"
    r"(\d{1,3}(?:,\d{3})+|\d{3,7}|\d{1,3}\.\d{1,2})\+?$"
)
_GAP: Final = re.compile(r" {2,}|\t+")  # between cells that only blanks set apart
_RULE: Final = re.compile(r"^[\s|:+=\u2014-]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its label and the other cells, without blanks around them."""

    label: str
    cells: tuple[str, ...]
    start: int  # of the line, in the text
    text: str


def tabled(title: str, text: str, *, published: date, catalogue: Catalogue) -> Iterator[Statement]:
    """Deliveries that tables and lists of the text tell, each row for one company.

    The header, the lines above or the title must say that cars delivered or sold are counted, and
    for which period.
    """
    folded = fold(text[:MAX_CHARS])
    lines = list(_lines(folded))
    mentions: list[Mention] = []
    for first, rows in _tables(lines):
        above = [each for each in lines[max(0, first - CAPTION) : first] if each[1].strip()]
        captions = [*(line.strip() for _, line in reversed(above)), title]
        header = rows[0].text if _column([rows[0]]) is None else ""
        told = tuple(_literal(text, at, line) for at, line in above[-1:])
        told = (_literal(text, rows[0].start, rows[0].text),) if header else told
        said = next((c for c in (header, *captions) if small("tallies") & set(words(c))), None)
        around = " ".join((header, *captions)).lower()
        energy = _ENERGY.search(around) is not None
        bare = said is None and not energy and len(rows) >= PLAIN and not header
        when = _period([*_heads(rows, header), *captions], published)
        if when is None or small("not_tallies") & set(words(said or around)):
            continue
        if said is None and not energy and not bare:
            continue
        column = _column(rows)
        mentions = mentions or list(finder(catalogue).find(folded))
        steps: list[Statement] = []
        for row in rows:
            figure = None if column is None else _figure(row, column, energy=energy, told=not bare)
            end = row.start + row.text.index(row.label) + len(row.label)
            found = {m.company for m in mentions if row.start <= m.start < end}
            if figure is not None and _is_sum(row) and steps:
                found = {step.company for step in steps}
            if figure is None or len(found) != 1 or "" in found:
                continue
            evidence = _literal(text, row.start, row.text)
            start = len(title) + 1 + row.start
            step = _statement(found.pop(), figure, when, evidence, start, told)
            unit = Unit.GWH if energy else Unit.VEHICLES
            counted = Quantity(value=figure, unit=unit)
            others = small("counters") & set(words(around))
            sure = Certainty.REPORTED if others else Certainty.OFFICIAL
            steps.append(replace(step, quantity=counted, certainty=sure, sums_up=_is_sum(row)))
        yield from _wholes(steps)


def _is_sum(row: Row) -> bool:
    return row.label.lower().rstrip(" :") in small("sums")


def _wholes(rows: Sequence[Statement]) -> Iterator[Statement]:
    """The rows of a table; of several for one company, its models, only the sum if there is one.

    Where there is none they are marked as parts, and yield to what a sentence tells.
    """
    for row in rows:
        mine = [other for other in rows if other.company == row.company]
        if len(mine) == 1 or row.sums_up:
            yield replace(row, sums_up=False)
        elif not any(other.sums_up for other in mine):
            yield replace(row, rule=PART)


def untold(rows: Sequence[Statement], told: Sequence[Statement]) -> list[Statement]:
    """What the rows add: figures of companies of which no sentence tells one.

    Where a sentence tells another figure for the same time, of one brand, the row speaks.
    """
    figures = {s.company: s for s in reversed(told) if _is_figure(s)}
    return [row for row in rows if _adds(row, figures.get(row.company))]


def _is_figure(s: Statement) -> bool:
    return s.kind is Kind.DELIVERY and s.phase is Phase.DONE and s.quantity is not None


def _adds(row: Statement, told: Statement | None) -> bool:
    if told is None:
        return True
    if row.rule == PART:
        return False
    return not told.titled and told.when in {None, row.when} and told.quantity != row.quantity


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n")[:LINES]:
        pieces = _PIECE.split(line) if len(line) <= LINE_CHARS else [line]
        if len(pieces) > ROWS and all(_BARE.match(piece) for piece in pieces[:ROWS]):
            for piece in pieces:
                yield at + line.index(piece), piece
        else:
            yield at, line
        at += len(line) + 1


def _tables(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, list[Row]]]:
    """Runs of rows, each with the number of its first line."""
    run: list[Row] = []
    begun = 0
    for number, (start, line) in enumerate((*lines, (0, "."))):
        row = _row(start, line)
        if row is not None:
            begun = begun if run else number
            run.append(row)
        elif line.strip() and not _RULE.match(line):
            if len(run) > ROWS - 1:
                yield begun, run
            run = []


def _row(start: int, line: str) -> Row | None:
    if len(line) > LINE_CHARS:
        return None
    at = start + len(line) - len(line.lstrip())
    if "|" in line and not _RULE.match(line):
        label, *cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
        return Row(label, tuple(cells), at, line.strip()) if cells else None
    if "  " in line or "\t" in line:
        label, *cells = (cell.strip() for cell in _GAP.split(line.strip()))
        if len(cells) > 1 and len(label.split()) <= LABEL_WORDS:
            return Row(label, tuple(cells), at, line.strip())
    plain = _BULLET.sub("", line)
    listed = _LISTED.match(plain) or _BARE.match(plain)
    if listed is None or len(listed.group(1).split()) > LABEL_WORDS:
        return None
    return Row(listed.group(1), (listed.group(2),), at, line.strip())


def _column(rows: Sequence[Row]) -> int | None:
    """The first column that holds figures of cars."""
    widest = max(len(row.cells) for row in rows)
    return next(
        (c for c in range(widest) if any(_figure(row, c, energy=True) for row in rows)), None
    )


def _figure(row: Row, column: int, *, energy: bool = False, told: bool = False) -> Decimal | None:
    found = _FIGURE.match(row.cells[column]) if column < len(row.cells) else None
    value = Decimal(found.group(1).replace(",", "")) if found else None
    if value is None or energy:
        return value
    least = FEWEST if told else SMALLEST
    return value if value >= least and value == value.to_integral_value() else None


def _heads(rows: Sequence[Row], header: str) -> list[str]:
    """What stands over the column of figures."""
    column = _column(rows)
    cells = rows[0].cells
    return [cells[column]] if header and column is not None and column < len(cells) else []


def _period(captions: Sequence[str], published: date) -> Span | None:
    for caption in captions:
        for dated in find_dates(caption, published=published):
            span = dated.towards(future=False)
            months = dated.granularity == Grain.RANGE and (span.end - span.start).days >= MONTH
            if (dated.granularity in PERIODS or months) and span.start <= published:
                return span
        if (named := _MONTH.search(caption)) is not None:
            return _last_month(MONTHS.index(named.group()) + 1, published)
    return None


def _last_month(month: int, published: date) -> Span:
    """That month when it was last: "July at a glance"."""
    year = published.year - (month > published.month)
    days = monthrange(year, month)[1]
    return Span(start=date(year, month, 1), end=date(year, month, days))


def _literal(text: str, start: int, line: str) -> str:
    """A folded line as the text has it."""
    return text[start : start + len(line)].strip()


def _statement(
    company: str,
    figure: Decimal,
    when: Span,
    evidence: str,
    start: int,
    support: tuple[str, ...],
) -> Statement:
    return Statement(
        company=company,
        kind=Kind.DELIVERY,
        phase=Phase.DONE,
        certainty=Certainty.OFFICIAL,
        evidence=evidence,
        support=support,
        when=when,
        quantity=Quantity(value=figure, unit=Unit.VEHICLES),
        position=1,
        start=start,
        row=True,
        rule="a row of a table",
    )
