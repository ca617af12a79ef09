"""ICP filings of a domain, from an endpoint that the operator names and maps.

The register (beian.miit.gov.cn) has no public interface, so whoever has one says where it is and
what its fields are called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.sources.values import at, day, parsed, rows, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One row of the register."""

    licence: str
    organisation: str
    approved: date | None = None


def filings(body: bytes, name: str, settings: Mapping[str, str]) -> tuple[Filing, ...] | None:
    """The filings of a domain; None when the answer is none.

    `settings`: `icp_rows` is the path to the list of rows (empty: the answer itself), `icp_domain`,
    `icp_licence`, `icp_organisation` and `icp_date` are paths inside a row.
    """
    answer = parsed(body)
    if answer is None:
        return None
    found = []
    for row in rows(at(answer, settings.get("icp_rows", ""))):
        told = {part: at(row, settings.get(f"icp_{part}", part)) for part in _PARTS}
        if text(told["domain"]).casefold() == name and text(told["licence"]):
            found.append(
                Filing(
                    licence=text(told["licence"]),
                    organisation=text(told["organisation"]),
                    approved=day(told["date"]),
                )
            )
    return tuple(found)


_PARTS = ("domain", "licence", "organisation", "date")
