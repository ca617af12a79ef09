"""Sources from what people write, and back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.making import MakingError, made, spoken
from storage.records import digest
from storage.sources import SourceKind

WORDS = (
    "https://example.org/feed?a=b#c",
    "page:https://example.org/news",
    "page:https://example.org/news#main ul > li:nth-child(2)",
    "text:https://example.org/status#figures",
    "domain:xiaomiev.com",
    "register:nhtsa_recalls?make=tesla&model=model+3&year=2023",
)


@pytest.mark.parametrize("words", WORDS)
def test_what_words_name_is_named_by_them(words: str) -> None:
    source = made(words)
    assert spoken(source.kind, source.url, source.settings) == words


def test_each_kind_is_told_by_its_word() -> None:
    kinds = [made(words).kind for words in WORDS]
    assert kinds == [
        SourceKind.FEED,
        SourceKind.PAGE,
        SourceKind.PAGE,
        SourceKind.PAGE,
        SourceKind.DOMAIN,
        SourceKind.REGISTER,
    ]


def test_a_feed_keeps_the_id_of_its_address_and_a_page_of_it_is_another() -> None:
    url = "https://example.org/news"
    assert made(url).source().id == digest(url)
    assert made(f"page:{url}").source().id not in {digest(url), made(f"text:{url}").source().id}


def test_a_register_is_an_address_with_its_blanks_filled_in() -> None:
    source = made("register:nhtsa_recalls?make=tesla&model=model+3&year=2023").source(title="T")
    assert source.url.endswith("?make=tesla&model=model%203&modelYear=2023")
    assert (source.every, source.title) == (timedelta(hours=12), "T")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("example.org", "https://"),
        ("ftp://example.org/", "https://"),
        ("domain:not a name", "domain:example.com"),
        ("page:example.org", "page:https://example.org/news"),
        ("register:nowhere", "register:nhtsa_recalls"),
        ("register:nhtsa_recalls?make=x", "make=…&model=…&year=…"),
        ("", "https://"),
    ],
)
def test_other_words_are_told_what_to_write(words: str, hint: str) -> None:
    with pytest.raises(MakingError) as caught:
        made(words)
    assert hint in str(caught.value)


@given(
    st.text(max_size=60), st.sampled_from(["", "page:https://a.example/", "domain:", "register:"])
)
def test_whatever_is_written_names_a_source_or_is_refused(rest: str, head: str) -> None:
    try:
        first = made(head + rest)
    except MakingError:
        return
    again = made(spoken(first.kind, first.url, first.settings))
    assert again.source().id == first.source().id
