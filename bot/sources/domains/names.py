"""Domain names worth watching for a company, built from its brands and its own domains."""

import re
from typing import Final

from bot.catalogue import table
from storage.records import Company

BRAND: Final = re.compile(r"[a-z][a-z0-9]{2,19}")
BRANDS_MAX: Final = 3


def candidates(company: Company) -> tuple[str, ...]:
    """Names that its car business may come to have, none of which is its own yet; no doubles.

    >>> from bot.catalogue import load
    >>> "xiaomicar.com" in candidates(load().companies["xiaomi"])
    True
    """
    words = table("domain_names")
    built = [
        f"{brand}{word}.{zone}"
        for brand in _brands(company)
        for zone in words["zones"]
        for word in words["behind"]
        if not brand.endswith(word)
    ]
    under = [f"{word}.{domain}" for domain in company.domains[:1] for word in words["before"]]
    return tuple(name for name in dict.fromkeys((*built, *under)) if name not in company.domains)


def _brands(company: Company) -> list[str]:
    """Its Latin names of one word, its own before those of models; of each beginning the first."""
    found: list[str] = []
    own = sorted((company.id, company.name), key=len)
    for name in (*own, *sorted(company.names, key=len)):
        word = name.casefold().replace("-", "")
        if BRAND.fullmatch(word) and not any(word.startswith(each) for each in found):
            found.append(word)
    return found[:BRANDS_MAX]
