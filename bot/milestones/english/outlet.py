"""Where a text was written, as far as that changes what its words mean."""

import re
from functools import cache
from typing import Final

from bot.catalogue import table

LEAD_CHARS: Final = 300
_NAMED: Final = {"CAD": re.compile(r"C\$|CA\$|\bCAD\b"), "AUD": re.compile(r"A\$|AU\$|\bAUD\b")}
_BARE: Final = re.compile(r"(?<![A-Z])\$\s?\d")


def dollar(text: str) -> str:
    """The currency that a bare $ means in a text; a Canadian outlet writes US$ for the other.

    Where the local dollar is written out (C$), the bare sign is the American one.
    """
    if not _BARE.search(text):
        return "USD"
    body = text.partition("\n")[2]  # a title may write C$ where the text does not
    for currency, named in _NAMED.items():
        if not named.search(body) and _is_home(text, currency):
            return currency
    return "USD"


def _is_home(text: str, currency: str) -> bool:
    """Is the text datelined there, or does it tell US$ apart, or prices as they do there?"""
    lead = text[:LEAD_CHARS]
    if _datelines(currency).search(lead):
        return True
    told = "US$" in text or _ways(currency).search(text) is not None
    return told and _places(currency).search(text) is not None


@cache
def _datelines(currency: str) -> re.Pattern[str]:
    """A town at the head of a paragraph, before a dash or a colon: "TORONTO (Canadian wire) -"."""
    entry = table("english_places")["dollars"][currency]
    towns, provinces = ("|".join(map(re.escape, entry[name])) for name in ("towns", "provinces"))
    town = rf"(?:{towns})\b[^.\n]{{0,40}}?\s?[\u2014\u2013:-]"
    return re.compile(rf"(?m)^(?:{town}|[^\n,]{{3,24}}, (?:{provinces})\W)", re.IGNORECASE)


@cache
def _ways(currency: str) -> re.Pattern[str]:
    """Words of the trade there: "before on-road costs"."""
    words = table("english_places")["dollars"][currency]["ways"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


@cache
def _places(currency: str) -> re.Pattern[str]:
    entry = table("english_places")["dollars"][currency]
    names = "|".join(map(re.escape, (*entry["towns"], *entry["regions"])))
    return re.compile(rf"\b(?:{names})\b")
