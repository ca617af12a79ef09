"""Text from outside made harmless."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.plain import MARKS_MAX, host, plain, web_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小米 SU7", "小米 SU7"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066left\u2069", "left"),
        ("zero\u200bwidth\ufeff\u00ad", "zerowidth"),
        ("\x1b[31mred\x07\x00", "[31mred"),
        ("half \ud83d", "half \ufffd"),
        ("Việt", "Việt"),
        (unicodedata.normalize("NFD", "Việt"), unicodedata.normalize("NFD", "Việt")),
        ("ที่นี่", "ที่นี่"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * MARKS_MAX),
    ],
)
def test_what_disguises_goes_and_what_is_read_stays(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_what_is_too_long_is_cut_with_an_ellipsis() -> None:
    assert plain("a" * 11, limit=10) == "a" * 9 + "…"
    assert plain("小" * 11, limit=10) == "小" * 9 + "…"
    assert plain("小" * 10, limit=10) == "小" * 10


@given(st.text(max_size=200), st.integers(min_value=1, max_value=100))
def test_twice_is_once_and_fits(text: str, limit: int) -> None:
    once = plain(text, limit)

    assert plain(once, limit) == once
    assert len(once) <= limit
    assert once.encode("utf-8").decode("utf-8") == once


@given(st.text(max_size=60))
def test_any_text_is_a_web_address_with_a_host_or_none(text: str) -> None:
    for url in (text, f"https://{text}", f"http://a.example/{text}"):
        address = web_address(url)

        if address is not None:
            assert address.lower().startswith(("http://", "https://"))
            assert host(address).isascii()
            assert host(address)
