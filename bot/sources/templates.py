"""Sources to propose for a company: news searches, filings, domain names; made from templates."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from bot.catalogue import table
from bot.sources.domains.names import candidates
from storage.records import Company

DOMAINS_MAX: Final = 3
_BLANK: Final = re.compile(r"\{(\w+)\}")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A source that a company may want; `words` as `made` reads them."""

    name: str
    label: tuple[str, str]  # English, Chinese
    words: str
    is_usual: bool = False  # among those that one button adds
    is_general: bool = False  # it tells of all companies
    is_verified: bool = False


def proposals(company: Company) -> tuple[Proposal, ...]:
    """What to watch for a company, in the order of the templates, then its domain names."""
    found = [
        made for name, each in table("templates").items() if (made := _made(name, each, company))
    ]
    found += [
        Proposal(name=f"domain-{name}", label=(name, name), words=f"domain:{name}")
        for name in candidates(company)[:DOMAINS_MAX]
    ]
    return tuple(found)


def _made(name: str, template: Mapping[str, Any], company: Company) -> Proposal | None:
    exchange, _, symbol = (company.ticker or "").partition(":")
    if "exchanges" in template and exchange not in template["exchanges"]:
        return None
    chinese = next((each for each in company.names if _HAN.search(each)), "")
    filled = {"en": company.name, "zh": chinese, "symbol": symbol}
    if any(not filled[blank] for blank in _BLANK.findall(template["words"])):
        return None
    english, other = template["label"]
    return Proposal(
        name=name,
        label=(english, other),
        words=_BLANK.sub(lambda blank: quote(filled[blank[1]], safe=""), template["words"]),
        is_usual=template.get("usual", False),
        is_general=template.get("general", False),
        is_verified=template["status"] == "verified",
    )
