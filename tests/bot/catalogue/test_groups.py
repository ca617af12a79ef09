"""Groups of companies: every company is in some, and people find them by what they type."""

import pytest

from bot.catalogue import SECTORS, CatalogueError, load, read, table


def test_every_company_has_a_country_and_sectors() -> None:
    bare = [c.id for c in load().companies.values() if not c.country or not c.sectors]

    assert bare == []
    assert {s for c in load().companies.values() for s in c.sectors} == set(SECTORS)


def test_every_group_holds_some_companies_and_not_all() -> None:
    catalogue = load()
    sizes = {id_: len(catalogue.members([id_])) for id_ in catalogue.groups}

    assert min(sizes.values()) > 0
    assert max(sizes.values()) < len(catalogue.companies)


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("china", "all-china"),
        ("中国", "all-china"),
        ("ALL of China", "all-china"),
        ("all-batteries", "all-batteries"),
        ("电池", "all-batteries"),
        ("Battery Makers", "all-batteries"),
        ("all of the battery makers", "all-batteries"),
        ("all Chinese companies", "all-china"),
        ("所有电池企业", "all-batteries"),
        ("全部中国车企公司", ""),
        ("europe", "all-europe"),
    ],
)
def test_a_group_is_found_in_any_script_and_case(typed: str, id_: str) -> None:
    group = load().find_group(typed)

    assert (group.id if group else "") == id_


def test_members_are_what_a_channel_hears_of() -> None:
    catalogue = load()

    assert catalogue.within("byd") == ("all-china", "all-cars", "all-batteries")
    assert catalogue.within("nobody") == ()
    assert catalogue.members(["all-batteries", "nio"]) >= {"byd", "catl", "northvolt", "nio"}
    assert "tesla" not in catalogue.members(["all-china"])


def test_a_group_must_not_be_called_like_a_company() -> None:
    group = {"en": "x", "zh": "x", "names": ["小米"], "countries": ["CN"]}

    with pytest.raises(CatalogueError, match="is a name of"):
        read(table("companies"), {"all-x": group})


def test_a_sector_must_be_one_that_is_known() -> None:
    with pytest.raises(CatalogueError, match="no sector 'boats'"):
        read({"acme": {"name": "Acme", "country": "US", "sectors": ["boats"]}})
