"""The catalogue as one workspace knows it: the companies of all, with its own and their names."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.catalogue import Catalogue
from storage.corrections import Own, OwnName, is_own
from storage.records import Company


def known(base: Catalogue, owns: Iterable[Own]) -> Catalogue:
    """The catalogue with the companies and names of one workspace; `base` itself without any.

    A company that was merged into another gives that its names. Names of what is not known (any
    more) are left out.
    """
    mine = {own.company: own for own in owns}
    if not mine:
        return base
    companies = dict(base.companies)
    for own in mine.values():
        if is_own(own.company) and not own.into:
            companies[own.company] = Company(
                id=own.company, name=own.name, names=(own.name,), country=""
            )
    for own in mine.values():
        end = ending(own.company, {each.company: each.into for each in mine.values()})
        if end in companies:
            companies[end] = _named(companies[end], own.names)
    return replace(base, companies=companies)


def ending(company: str, into: Mapping[str, str]) -> str:
    """Where a company that was merged, perhaps more than once, is shown."""
    met: set[str] = set()
    while into.get(company) and company not in met:
        met.add(company)
        company = into[company]
    return company


def _named(company: Company, names: Iterable[OwnName]) -> Company:
    given = [name for name in names if name.text not in company.names]
    common = [name.text for name in names if name.common]
    return replace(
        company,
        names=(*company.names, *(name.text for name in given)),
        ambiguous=tuple(dict.fromkeys((*company.ambiguous, *common))),
    )
