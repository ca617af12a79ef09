"""Domain names worth watching for a company."""

import pytest

from bot.catalogue import load
from bot.sources.domains.names import candidates
from bot.sources.making import made
from storage.records import Company


def test_brands_and_domains_of_the_company_make_names() -> None:
    names = candidates(load().companies["xiaomi"])
    assert {"xiaomicar.com", "xiaomiauto.cn", "ev.mi.com"} <= set(names)
    assert "xiaomiev.com" not in names  # the catalogue knows it as the company's own
    assert len(set(names)) == len(names)


def test_the_own_name_of_a_company_comes_before_those_of_its_models() -> None:
    assert candidates(load().companies["toyota"])[0].startswith("toyota")


@pytest.mark.parametrize("company", load().companies.values(), ids=lambda each: each.id)
def test_every_candidate_can_be_watched_and_they_are_few(company: Company) -> None:
    names = candidates(company)
    assert len(names) <= 32
    assert all(made(f"domain:{name}").url == f"domain:{name}" for name in names)
