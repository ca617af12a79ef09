"""Whose step it is, by the name that its texts give: "Audi (Volkswagen)", 阿维塔（长安汽车）.

A brand's step counts for the company that owns it. Told as that company's own, "its first electric
car" would be false.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.catalogue import Catalogue, table
from bot.stories.names import is_chinese
from bot.stories.subject import company_name
from storage.records import Milestone

_FORMS: Final = ("{} ({})", "{}（{}）")
# Where a text only says whose a brand is: "majority-owned by Changan", "SAIC's IM", 上汽旗下.
_OWNED: Final = (
    r"(?:\b(?:brand|marque|arm|unit|subsidiary|venture|part|division|offshoot) of"
    r"|\b(?:owned|backed|controlled|held|run) by) (?:the )?(?:{owner})"
    r"|(?:{owner})['’]s (?=(?:[\w-]+ ){{0,4}}(?:{brand}))"
    r"|(?:{owner})(?:集团|股份)?(?:旗下|控股|持股|孵化)|(?:{owner})[^，。；]{{0,16}}合[资資]的(?={brand})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """A brand, arm or venture, by the names that it is found by."""

    company: str
    names: tuple[str, ...]
    english: str  # what it is called in English, where no name is

    def called(self, language: str) -> str:
        """Its name in this language; in the other script where it has none in this."""
        chinese = language == "zh"
        own = next((name for name in self.names if is_chinese(name) == chinese), "")
        return own or (not chinese and self.english) or self.names[0]


def called(company: str, said: Sequence[Milestone], catalogue: Catalogue, language: str) -> str:
    """What a company is called in a message about these steps; its id where nobody knows it.

    Its brand is named where the texts of its news name just one, and the company only as its owner.
    """
    known = catalogue.companies.get(company)
    if known is None:
        return company
    own = [m for m in said if m.company == company]
    news = [m for m in own if m.headline] or own
    text = "\n".join(part for m in news for part in (m.evidence, *m.support))
    brands = brands_of(company)
    found = [brand for brand in brands if _pattern(brand.names).search(text)]
    name = company_name(known, language)
    if len(found) != 1:
        return name
    others = {known.name, *known.names} - {name for brand in brands for name in brand.names}
    owners = tuple(sorted(others))
    rest = _owned(owners, found[0].names).sub("", text)
    if _pattern(owners).search(_pattern(found[0].names).sub("", rest)):
        return name
    brand = found[0].called(language)
    if brand == name or "(" in name:  # it tells whose it is
        return brand
    return _FORMS[language == "zh"].format(brand, name)


@cache
def brands_of(company: str) -> tuple[Brand, ...]:
    """The brands of a company, as `brands.toml` has them."""
    rows: Iterable[dict[str, str]] = table("brands")["brand"]
    return tuple(
        Brand(company=company, names=tuple(row["names"]), english=row.get("en", ""))
        for row in rows
        if row["company"] == company
    )


@cache
def _owned(owners: tuple[str, ...], brand: tuple[str, ...]) -> re.Pattern[str]:
    """A company told as the owner of a brand alone."""
    return re.compile(_OWNED.format(owner=_pattern(owners).pattern, brand=_pattern(brand).pattern))


@cache
def _pattern(names: Collection[str]) -> re.Pattern[str]:
    """Any of these names; of Latin letters only whole words."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    whole = (
        rf"(?<![A-Za-z]){re.escape(n)}(?![A-Za-z])" if n[0].isalpha() and n.isascii() else n
        for n in longest_first
    )
    return re.compile("|".join(whole))
