"""The catalogue: its data hold together, and people find a company by whatever they type."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import CatalogueError, fold, load, read

LABELS = Path(__file__).parents[4] / "shared" / "milestones" / "companies.json"

GOOD = {"acme": {"name": "Acme", "names": ["Acme Auto"], "country": "US"}}


def test_every_company_that_the_labels_use_is_there_with_all_its_names() -> None:
    if not LABELS.exists():
        pytest.skip("the milestone labels are not beside the project")
    labels = json.loads(LABELS.read_text(encoding="utf-8"))

    companies = load().companies

    missing = {
        (id_, name)
        for id_, names in labels.items()
        for name in names
        if id_ not in companies or name not in companies[id_].names
    }
    assert missing == set()


@pytest.mark.parametrize("name", ["Apple", "Ford", "Lucid", "Polestar", "理想", "大众"])
def test_names_that_are_common_words_are_marked(name: str) -> None:
    company = load().find(name)

    assert company is not None
    assert name in company.ambiguous


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("xiaomi", "xiaomi"),
        ("小米", "xiaomi"),
        ("小米汽車", "xiaomi"),
        ("ＢＹＤ", "byd"),
        ("li auto", "li-auto"),
        ("Li-Auto", "li-auto"),
        ("LI AUTO", "li-auto"),
        ("理想汽车", "li-auto"),
        ("mercedes benz", "mercedes"),
        ("Škoda", "volkswagen"),
    ],
)
def test_a_name_is_found_in_any_script_case_and_width(typed: str, id_: str) -> None:
    company = load().find(typed)

    assert company is not None
    assert company.id == id_


@pytest.mark.parametrize(
    ("typed", "id_"),
    [("xiomi", "xiaomi"), ("teslla", "tesla"), ("vinfsat", "vinfast"), ("leapmoter", "leapmotor")],
)
def test_a_typing_error_finds_the_nearest_name_first(typed: str, id_: str) -> None:
    assert load().nearest(typed)[0].id == id_


def test_what_looks_like_no_name_has_no_nearest() -> None:
    assert load().nearest("qqqqzzzz") == []
    assert load().nearest("  ") == []


def test_every_company_has_an_english_name_a_country_and_a_domain() -> None:
    bare = [c.id for c in load().companies.values() if not c.name.isascii() or not c.domains]

    assert bare == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"country": "USA"}, "country"),
        ({"ticker": "nyse f"}, "ticker"),
        ({"domains": ["https://acme.example"]}, "host name"),
        ({"ambiguous": ["Nobody"]}, "ambiguous but no name"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"name": " "}, "needs a name"),
    ],
)
def test_a_fault_in_the_data_is_told(change: dict[str, object], fault: str) -> None:
    with pytest.raises(CatalogueError, match=fault):
        read({"acme": GOOD["acme"] | change})


def test_all_faults_are_told_at_once() -> None:
    double = {"name": "Zenith", "names": ["ACME AUTO"], "country": "XX1"}

    with pytest.raises(CatalogueError) as caught:
        read(GOOD | {"Zenith": double, "none": "text"})

    assert len(caught.value.faults) == 4


@given(st.text(max_size=40))
def test_no_text_breaks_the_search_and_folding_twice_is_folding_once(text: str) -> None:
    catalogue = load()

    found = catalogue.find(text)

    assert found is None or fold(text) in {fold(n) for n in (found.id, found.name, *found.names)}
    assert len(catalogue.nearest(text)) <= 3
